"""A desk to run commands at: an empty folder, and no saves but one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

STORIES = Path(__file__).parent.parent / "play" / "stories"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key.fabula").write_text((STORIES / "the_key.fabula").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(desk: Path) -> Run:
    """`run("tell", "key.fabula", lines="...")`: a real process, with `lines` as its input."""

    def run_it(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "fabula", *arguments],
            cwd=desk,
            env={**os.environ, "COLUMNS": "80"},
            input=lines,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run_it
