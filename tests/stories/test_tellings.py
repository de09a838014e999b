"""The eighteen beats as three tell them stand in `stories/tellings`, made by `make tellings`, and are up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fabula.lives import replay
from fabula.lives.replaying import acts_of
from fabula.pages import FORMATS, page_of
from fabula.story import load

STORIES = Path(__file__).resolve().parent.parent.parent / "stories"
#: from whose eyes each page is told; Aeris is the story's own teller, and hands over to Sephiroth
EYES = {"aeris": None, "aeris.de": None, "sephiroth": "Sephiroth", "cloud": "Cloud"}


@pytest.mark.parametrize("name", EYES)
def test_a_page_is_what_the_story_tells_now(name: str) -> None:
    story = load(STORIES / "the_ridge.fabula", "de" if name.endswith(".de") else None)
    life = replay(story, acts_of((STORIES / "the_ridge.eighteen_beats.life").read_text(encoding="utf-8")))
    written = FORMATS[".md"](page_of(story, life, EYES[name]))
    assert (STORIES / "tellings" / f"the_ridge.{name}.md").read_bytes() == written, "make tellings"


def test_there_is_a_page_for_each_of_them_and_no_other() -> None:
    assert {path.name for path in (STORIES / "tellings").iterdir()} == {f"the_ridge.{name}.md" for name in EYES}


def test_hers_is_a_whole_one_shot_and_his_does_not_know_what_she_knows() -> None:
    hers, clouds = ((STORIES / "tellings" / f"the_ridge.{name}.md").read_text(encoding="utf-8") for name in ("aeris", "cloud"))
    assert len(hers.split("\n---\n")[1].split()) >= 900
    story = clouds.split("\n---\n")[1]
    before, nods, after = story.partition("Aeris nodded.")
    assert nods
    assert not re.search("Sephiroth|Jenova", before)
    assert "Sephiroth" in after
