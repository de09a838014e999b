"""Saves are whole or not there, and a file that is none of ours is said to be none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fabula.play import saves
from fabula.play.saves import Save, SavedTurn
from fabula.problems import StoryProblems

SAVE = Save(
    story="The Key",
    digest="0" * 64,
    seed=3,
    as_="Ann",
    turns=(
        SavedTurn("go(Ann, cellar)", "done", ("strike()",)),
        SavedTurn(None, None, ()),
        SavedTurn("take(Ann, key)", None, None),
    ),
    events=("go(Ann, cellar)", "strike()"),
    ending=None,
)


def problem_of(path: Path) -> str:
    with pytest.raises(StoryProblems) as caught:
        saves.read(path)
    (problem,) = caught.value.problems
    return problem.code


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Folders that are missing are made; nothing but the save is left behind."""
    path = tmp_path / "new" / "save.json"
    saves.write(path, SAVE)
    saves.write(path, SAVE)
    assert saves.read(path) == SAVE
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_save_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the disk is full or the power goes: the old save is still there, whole, and no part of the new one."""
    path = tmp_path / "save.json"
    saves.write(path, SAVE)

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        saves.write(path, Save("The Key", "", 0, "Ben", (), (), None))
    assert saves.read(path) == SAVE
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_write_leaves_the_save_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C comes at any moment."""
    path = tmp_path / "save.json"
    saves.write(path, SAVE)

    def interrupt(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        saves.write(path, Save("The Key", "", 0, "Ben", (), (), None))
    assert saves.read(path) == SAVE
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not JSON",
        "[]",
        "{}",
        "[" * 100_000,
        '{"fabula": 99}',
        json.dumps({**SAVE.data(), "seed": "3"}),
        json.dumps({**SAVE.data(), "seed": True}),
        json.dumps({**SAVE.data(), "turns": [{"choice": 7}]}),
        json.dumps({**SAVE.data(), "turns": [{"choice": None, "outcome": "won", "others": []}]}),
        json.dumps({**SAVE.data(), "snapshot": None}),
        json.dumps(SAVE.data())[:-20],
    ],
)
def test_a_file_that_is_no_save(text: str, tmp_path: Path) -> None:
    path = tmp_path / "save.json"
    path.write_text(text, encoding="utf-8")
    assert problem_of(path) == "bad-save"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "save.json"
    path.write_bytes(b"\xff\xfe\x00{")
    assert problem_of(path) == "bad-save"


def test_a_file_too_large_to_be_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saves, "LARGEST", 100)
    path = tmp_path / "save.json"
    saves.write(path, SAVE)
    assert problem_of(path) == "bad-save"


def test_a_save_that_is_not_there(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "none.json") == "unreadable-file"
    assert problem_of(tmp_path) == "unreadable-file"


def test_slots_lie_in_the_readers_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stories never share a folder, not even where their titles are written alike."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert saves.slots("The Key") == ()
    saves.write(saves.slot("The Key", "one"), SAVE)
    saves.write(saves.slot("The Key", "two"), SAVE)
    os.utime(saves.slot("The Key", "one"), (0, 0))
    assert saves.slots("The Key") == ("two", "one")
    assert saves.slot("The Key", "one").is_relative_to(tmp_path / "fabula")
    assert saves.slot("The Key!", "one").parent != saves.slot("The Key", "one").parent
    assert saves.slot("The Key", "a/b") == Path("a/b")
    assert saves.slot("The Key", "mine.json") == Path("mine.json")


def test_a_relative_data_home_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert saves.folder_of("The Key").is_relative_to(tmp_path / ".local" / "share")
