"""Completion: what a shell offers after `fabula`, asked for as a shell asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BUNDLED = {path.stem for path in (Path(__file__).resolve().parent.parent.parent / "stories").glob("*.fabula")}


def offered(desk: Path, *words: str, shell: str = "bash") -> list[str]:
    """What is offered for the last word. The first line that a shell reads of each is its kind."""
    ended = subprocess.run(
        [Path(sys.executable).parent / "fabula"],
        cwd=desk,
        env={
            **os.environ,
            "_FABULA_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": " ".join(["fabula", *words]),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return [line.partition(",")[2] for line in ended.stdout.splitlines() if line.startswith("plain,")]


@pytest.fixture(autouse=True)
def _files(desk: Path) -> None:
    (desk / "stories").mkdir()
    for name in ("stories/one.fabula", "stories/two.fabula", "notes.md", "deep.sabre", ".hidden.fabula"):
        (desk / name).write_text("", encoding="utf-8")
    (desk / "key.de.po").write_text("", encoding="utf-8")


def test_commands_and_options(desk: Path) -> None:
    assert offered(desk, "pla") == ["play", "playtest", "plan"]
    assert {"--ending", "--from", "--texts"} <= set(offered(desk, "tell", "key.fabula", "--"))


def test_stories(desk: Path) -> None:
    """Files with stories, folders, and what comes with fabula; nothing else."""
    assert set(offered(desk, "tell", "")) == {*BUNDLED, "key.fabula", "deep.sabre", "stories/"}
    assert offered(desk, "count", "the_r") == ["the_ridge"]
    assert offered(desk, "check", "k") == ["key.fabula"]
    # The only folder is looked into.
    assert offered(desk, "play", "sto") == ["stories/one.fabula", "stories/two.fabula"]
    assert offered(desk, "play", "stories/t") == ["stories/two.fabula"]


def test_endings_and_people_of_the_story(desk: Path) -> None:
    assert offered(desk, "tell", "key.fabula", "--ending", "") == ["free", "late"]
    assert offered(desk, "minds", "key.fabula", "--ending", "f") == ["free"]
    assert offered(desk, "tell", "the_silver_key", "--ending", "") == ["hers", "his"]
    for command, option in (("tell", "--from"), ("play", "--as"), ("check", "--as"), ("ask", "--free"), ("playtest", "--from")):
        assert offered(desk, command, "key.fabula", option, "") == ["Ann", "Ben"], (command, option)
    assert offered(desk, "tell", "the_silver_key", "--seed", "3", "--ending", "h") == ["hers", "his"]


def test_translations_and_saved_lives(desk: Path) -> None:
    assert offered(desk, "tell", "key.fabula", "--texts", "d") == ["de"]
    assert offered(desk, "play", "key.fabula", "--load", "") == []
    played = subprocess.run(
        [sys.executable, "-m", "fabula", "play", "key.fabula"], cwd=desk, input="1\nsave mine\nquit\n", text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    assert "mine" in played.stdout
    assert set(offered(desk, "play", "key.fabula", "--load", "")) == {"mine", "life-1"}
    assert offered(desk, "tell", "key.fabula", "--life", "m") == ["mine"]


@pytest.mark.parametrize(
    "words", [("tell", "none.fabula", "--ending", ""), ("tell", "notes.md", "--ending", ""), ("tell", "--ending", "")]
)
def test_where_nothing_is_known_nothing_is_offered(words: tuple[str, ...], desk: Path) -> None:
    assert offered(desk, *words) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_a_shell_is_told_to_do(shell: str, desk: Path) -> None:
    """As docs/command-line.md says how to install it."""
    ended = subprocess.run(
        [Path(sys.executable).parent / "fabula"],
        cwd=desk,
        env={**os.environ, "_FABULA_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "_FABULA_COMPLETE" in ended.stdout
