"""What is imported when: nobody waits for what is not asked for, and everything is there for those who ask."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys

import pytest

import fabula
from fabula.lazy import Lazy


def imported(code: str) -> set[str]:
    """The modules that are there after some code has run by itself."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}; import json, sys; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code", ["import fabula.cli.tell", "import fabula; fabula.load('the_silver_key').tell('hers').prose()"]
)
def test_a_story_is_told_without_what_it_does_not_need(code: str) -> None:
    unneeded = {
        "fabula.asking",
        "fabula.charts",
        "fabula.findings",
        "fabula.formats.sabre",
        "fabula.lives.readers",
        "fabula.play.session",
        "fabula.rewording",
        "multiprocessing",
    }
    assert not unneeded & imported(code)


@pytest.mark.parametrize("package", ["fabula", "fabula.play"])
def test_all_names_of_a_package_are_there(package: str) -> None:
    module = importlib.import_module(package)
    for name in module.__all__:
        assert getattr(module, name) is not None
        assert name in dir(module)
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        module.nothing  # noqa: B018


def test_a_module_is_imported_when_a_name_is_asked_for() -> None:
    code = "from fabula.lazy import Lazy; import sys; later = Lazy('colorsys'); assert 'colorsys' not in sys.modules"
    assert "colorsys" not in imported(code)
    assert "colorsys" in imported(f"{code}; later.rgb_to_hsv")


def test_it_has_the_names_of_the_module_and_no_others() -> None:
    assert Lazy("fabula.story").load is fabula.load
    with pytest.raises(AttributeError):
        Lazy("fabula.story").nothing  # noqa: B018
