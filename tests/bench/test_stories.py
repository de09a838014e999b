"""The stories that are measured beside the towns: they have no problems, and end as the lives beside them do."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.lives import replay
from fabula.lives.replaying import acts_of
from fabula.story import load

FOLDER = Path(__file__).resolve().parent.parent.parent / "bench" / "stories"
STORIES = sorted(FOLDER.glob("*.fabula"))
LIVES = sorted(FOLDER.glob("*.life"))

#: the endings that look as if they could be reached
IMPOSSIBLE = {"the_assay_office": "all_four", "the_poor_box": "pardon", "the_study_door": "two_of_them"}
#: those that a clock has to run long for; nothing has to be done, and so no life is written down
BY_THE_CLOCK = {"the_assay_office": "dawn", "the_poor_box": "sunday", "the_study_door": "unsolved"}


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_it_has_no_problems_and_says_what_can_not_be(path: Path) -> None:
    story = load(path)
    assert story.problems == ()
    text = path.read_text(encoding="utf-8")
    assert f"expect not can {IMPOSSIBLE[path.stem]}\n" in text


@pytest.mark.parametrize("path", LIVES, ids=lambda path: path.stem)
def test_a_life_beside_it_comes_to_the_ending_of_its_name(path: Path) -> None:
    name, ending, _ = path.name.split(".")
    life = replay(load(FOLDER / f"{name}.fabula"), acts_of(path.read_text(encoding="utf-8")))
    assert life.ending == ending


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_every_other_ending_has_a_life(path: Path) -> None:
    """Either it is written down, or it comes when the clock has run and nobody has done anything."""
    story = load(path)
    written = {life.name.split(".")[1] for life in LIVES if life.name.startswith(path.stem + ".")}
    assert written | {IMPOSSIBLE[path.stem], BY_THE_CLOCK[path.stem]} == set(story.endings)
    hours = 10 if path.stem == "the_study_door" else 8
    assert replay(story, ["time_passes()"] * hours).ending == BY_THE_CLOCK[path.stem]
