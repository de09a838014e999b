"""Every story that comes with fabula has no problems, and the lives beside it are lives of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.lives import replay
from fabula.lives.finding import NotFound
from fabula.lives.replaying import acts_of
from fabula.story import load

ROOT = Path(__file__).resolve().parent.parent.parent
STORIES = sorted((ROOT / "stories").glob("*.fabula"))
LIVES = sorted((ROOT / "stories").glob("*.life"))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_it_has_no_problems_and_can_be_told(path: Path) -> None:
    story = load(path)
    assert story.problems == ()
    life = story.tell(seed=1)
    assert life.ending in story.endings
    assert life.prose() == story.tell(seed=1).prose()


@pytest.mark.parametrize("path", LIVES, ids=lambda path: path.stem)
def test_a_life_beside_it_is_a_life_of_it_and_its_transcript_reads_back(path: Path) -> None:
    story = load(path.with_name(path.name.split(".")[0] + ".fabula"))
    life = replay(story, acts_of(path.read_text(encoding="utf-8")))
    assert life.ending is not None
    assert replay(story, acts_of(life.transcript())).acts == life.acts


def test_the_story_of_the_readme_is_the_bundled_one_and_jon_can_not_have_the_key() -> None:
    path = ROOT / "stories" / "the_silver_key.fabula"
    assert f"```fabula\n{path.read_text(encoding='utf-8')}```" in (ROOT / "README.md").read_text(encoding="utf-8")
    with pytest.raises(NotFound) as nothing:
        load(path).tell("his")
    assert nothing.value.proof
