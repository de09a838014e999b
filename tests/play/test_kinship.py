"""Whose save it is: by the id of the story, or else by its title or its acts; and what is said of one of another version."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.play import Session
from fabula.problems import StoryProblems
from fabula.story import loads

TEXT = (Path(__file__).parent / "stories" / "the_key.fabula").read_text(encoding="utf-8")
TITLE = 'story "The Key"\n'
MINE = TEXT.replace(TITLE, f'{TITLE}    id "k7fm-29xq-w4ta-p3vd"\n')
YOURS = MINE.replace("k7fm", "m7fk")


def loaded(saved_in: str, loaded_in: str, folder: Path) -> list[str]:
    """The codes of the problems of a life that was saved in one text and is loaded in another; those of an error after a !."""
    session = Session(loads(saved_in), "Ann", 4)
    session.choose(0)
    session.save(folder / "save.json")
    try:
        return [problem.code for problem in Session.load(loads(loaded_in), folder / "save.json").problems]
    except StoryProblems as problems:
        return [f"!{problem.code}" for problem in problems.problems]


def edited(text: str) -> str:
    return text + "\n# an afterthought\n"


def renamed(text: str) -> str:
    return text.replace("The Key", "Der Schlüssel")


@pytest.mark.parametrize(
    ("saved_in", "loaded_in", "said"),
    [
        (TEXT, TEXT, []),
        (MINE, MINE, []),
        (MINE, edited(MINE), ["other-version"]),
        (MINE, renamed(MINE), ["other-version"]),
        # It has all acts, and even the title: it is another story all the same.
        (MINE, YOURS, ["!other-story"]),
        # One of them has got its id since, or lost it.
        (TEXT, MINE, ["other-version"]),
        (MINE, TEXT, ["other-version"]),
        (TEXT, renamed(TEXT), ["other-version"]),
    ],
)
def test_whose_save_it_is(saved_in: str, loaded_in: str, said: list[str], tmp_path: Path) -> None:
    assert loaded(saved_in, loaded_in, tmp_path) == said
