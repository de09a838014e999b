"""What all tests share: hypothesis without deadlines and with the same examples on every machine, nobody's own lives of
sittings among those of the tests, a look at every object that a command prints, and a limit of time for each test."""

from __future__ import annotations

import importlib
import json
import signal
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests.limits import pytest_runtest_protocol as pytest_runtest_protocol

from fabula.cli.reply import Reply

# Whoever runs tests in the background of a script has them ignore interruptions, and so would all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


_NUMBERS = count()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is played in a test is kept where nobody looks for lives of their own."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(autouse=True)
def _no_desk_yet(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a test proves is kept for no other."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}"))


@cache
def schema(command: str) -> Any:
    """The validator of what a command prints with `--json`, by its name in `reply.SHAPES`."""
    jsonschema = importlib.import_module("jsonschema")
    name = command.removesuffix(" several").replace(" --", "-").replace(" ", "-")
    path = Path(__file__).resolve().parent.parent / "docs" / "schemas" / f"{name}.json"
    read = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(read)
    return jsonschema.Draft202012Validator(read)


@pytest.fixture(scope="session", autouse=True)
def _as_the_schemas_say() -> Iterator[None]:
    """Whatever a command prints with `--json` in any test is what its schema in the documentation says."""
    give = Reply.give

    def held(self: Reply, found: Mapping[str, object]) -> None:
        if self.shape is not None and not self.is_given:
            schema(self.command).validate(json.loads(json.dumps({**self.shape, **found})))
        give(self, found)

    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(Reply, "give", held)
        yield
