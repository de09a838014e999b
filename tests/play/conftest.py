"""The stories that playing is tested on."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.story import Story, load

STORIES = Path(__file__).parent / "stories"


@pytest.fixture(scope="session")
def the_key() -> Story:
    return load(STORIES / "the_key.fabula")


@pytest.fixture(autouse=True)
def _data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes among the saves of whoever runs it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
