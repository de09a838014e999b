"""Saves are whole or not there, a turn is kept by adding a line, and a file that is none of ours is said to be none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fabula.play import saves
from fabula.play.saves import Save, SavedTurn
from fabula.problems import Problem, StoryProblems

SAVE = Save(
    id="the-key-of-tests",
    story="The Key",
    digest="0" * 64,
    seed=3,
    as_="Ann",
    turns=(
        SavedTurn("go(Ann, cellar)", "done", ("strike()",)),
        SavedTurn(None, None, ()),
        SavedTurn("take(Ann, key)", None, None),
    ),
)

#: as the first versions wrote it
OF_ONE = {
    "fabula": 1,
    "story": "The Key",
    "digest": "0" * 64,
    "seed": 3,
    "as": "Ann",
    "turns": [
        {"choice": "go(Ann, cellar)", "outcome": "done", "others": ["strike()"]},
        {"choice": None, "outcome": None, "others": []},
        {"choice": "take(Ann, key)", "outcome": None, "others": None},
    ],
    "snapshot": {"events": ["go(Ann, cellar)", "strike()"], "ending": None},
}


def problem_of(path: Path) -> Problem:
    with pytest.raises(StoryProblems) as caught:
        saves.read(path)
    (problem,) = caught.value.problems
    return problem


def with_heading(**changed: object) -> str:
    return json.dumps({**SAVE.heading, **changed}) + "\n"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Nothing but the save is left behind."""
    path = tmp_path / "save.json"
    saves.write(path, SAVE)
    saves.write(path, SAVE)
    assert saves.read(path) == SAVE
    assert list(tmp_path.iterdir()) == [path]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + len(SAVE.turns)


def test_no_folder_is_made_for_a_file_that_was_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        saves.write(tmp_path / "new" / "save.json", SAVE)
    assert list(tmp_path.iterdir()) == []


def test_a_save_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "save.json"
    path.write_text(json.dumps(OF_ONE, indent=1), encoding="utf-8")
    assert saves.read(path) == Save("", SAVE.story, SAVE.digest, SAVE.seed, SAVE.as_, SAVE.turns)
    assert saves.is_save(path.read_bytes())
    saves.write(path, SAVE)
    assert saves.read(path) == SAVE


def test_only_a_save_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "precious.txt"
    path.write_text("Dear diary, {", encoding="utf-8")
    with pytest.raises(OSError, match="something else in it"):
        saves.write(path, SAVE)
    assert path.read_text(encoding="utf-8") == "Dear diary, {"


def test_lines_are_taken_one_after_the_other(tmp_path: Path) -> None:
    """A turn takes the place of one that was not over; others are taken back."""
    path = tmp_path / "save.json"
    first, second = SavedTurn("go(Ann, cellar)", "done", ()), SavedTurn("go(Ann, hall)", "failed", ("strike()",))
    pending = SavedTurn("take(Ann, key)", None, None)
    begun = with_heading().encode()
    for added, left in (
        ((pending, first, pending, second), (first, second)),
        ((first, second, {"undo": 1}, pending), (first, pending)),
        ((first, pending, {"undo": 1}, second), (second,)),
        ((first, pending, {"undo": 0}), (first,)),
        ((first, second, {"undo": 2}), ()),
    ):
        data = [one if isinstance(one, dict) else one.data() for one in added]
        path.write_bytes(begun + saves.lines(*data))
        assert saves.read(path).turns == left


def test_a_last_line_that_was_not_finished_is_none(tmp_path: Path) -> None:
    """Wherever a process was killed, also within a letter: all turns before are there."""
    path = tmp_path / "save.json"
    turns = (SavedTurn("go(Ann, cellar)", "done", ()), SavedTurn("nimm(Bäcker, Schlüssel)", "done", ("strike()",)))
    whole = Save("", "Der Schlüssel", "0", 0, "Ann", turns).content()
    before = len(Save("", "Der Schlüssel", "0", 0, "Ann", turns[:1]).content())
    for length in range(before, len(whole)):
        path.write_bytes(whole[:length])
        assert saves.read(path).turns == (turns if length == len(whole) - 1 else turns[:1])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("not JSON", 1),
        ("[]", None),
        ("{}", 1),
        ("[" * 100_000, 1),
        ('{"fabula": 99}', 1),
        ('{"fabula": ' + "9" * 5000 + "}", 1),
        (with_heading(seed="3"), 1),
        (with_heading(seed=True), 1),
        (with_heading() + "not JSON\n", 2),
        (with_heading() + '{"choice": 7}\n', 2),
        (with_heading() + f'{{"undo": {"9" * 5000}}}\n', 2),
        (with_heading() + '\n{"undo": 1}\n', 3),
        (with_heading() + '{"undo": -1}\n', 2),
        (with_heading() + '{"choice": null, "outcome": "won", "others": []}\n', 2),
        (with_heading() + "null\n", 2),
        (json.dumps({**OF_ONE, "seed": "3"}), None),
        (json.dumps({**OF_ONE, "turns": [{"choice": 7}]}), None),
        (json.dumps({**OF_ONE, "turns": None}), None),
        (json.dumps(OF_ONE)[:-20], 1),
        (json.dumps(OF_ONE, indent=1).replace(": 3,", f": {'9' * 5000},"), 1),
    ],
)
def test_a_file_that_is_no_save(text: str, line: int | None, tmp_path: Path) -> None:
    path = tmp_path / "save.json"
    path.write_text(text, encoding="utf-8")
    problem = problem_of(path)
    assert (problem.code, problem.span and problem.span.line) == ("bad-save", line)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "save.json"
    for content in (b"\xff\xfe\x00{", with_heading().encode() + b'{"choice": "\xff"}\n'):
        path.write_bytes(content)
        assert problem_of(path).code == "bad-save"


def test_a_file_too_large_to_be_a_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saves, "LARGEST", 100)
    path = tmp_path / "save.json"
    saves.write(path, SAVE)
    assert problem_of(path).code == "bad-save"


@pytest.mark.parametrize("name", ["none.json", ".", "a\0b", "a" * 5000, "dangling", "pipe", "/dev/zero"])
def test_a_save_that_can_not_be_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert problem_of(tmp_path / name).code == "unreadable-file"
