"""Acts for whoever plays alone, and for others alone."""

from __future__ import annotations

import pickle
from pathlib import Path

from fabula.lives.atlas import Atlas
from fabula.play import Session
from fabula.play.saved_life import saved_life
from fabula.story import Story, loads

TEXT = """character Ann, she
character Bob, he
property kissed(character)
property asleep(character)
property hour: 0..2
action kiss(who, other)
    by who
    for the reader only
    when who is not other
    do: kissed(other)
action sleep(who)
    by who
    for others only
    do: asleep(who)
action wait(who)
    by who
    do: hour += 1
when c sees kiss(_, c): not c.asleep
Ann wants
    hour
    1 if kissed(Bob)
    1 if asleep(Ann)
Bob wants
    hour
    1 if asleep(Bob)
ending over when hour is 2
"""
STORY = loads(TEXT)


def acts(story: Story) -> list[str]:
    return [action.name for action in story.task.actions]


def offered(story: Story, name: str) -> list[str]:
    session = Session(story, name)
    return [session.story.ground.task.actions[one.action].name for one in session.choices if one.action is not None]


def test_who_plays_has_what_is_for_the_reader() -> None:
    """Ann would kiss Bob if that were hers to do; nobody does it in any life, and nobody counts on it."""
    assert not any(name.startswith("kiss") for name in acts(STORY))
    assert [name for name in acts(STORY.read_by("Ann")) if name.startswith("kiss")] == ["kiss(Ann, Bob)"]
    assert [name for name in acts(STORY.read_by("Ann", "Bob")) if name.startswith("kiss")] == [
        "kiss(Ann, Bob)",
        "kiss(Bob, Ann)",
    ]
    assert offered(STORY, "Ann") == ["kiss(Ann, Bob)", "wait(Ann)"]


def test_who_plays_has_nothing_that_is_for_others() -> None:
    assert [name for name in acts(STORY) if name.startswith("sleep")] == ["sleep(Ann)", "sleep(Bob)"]
    assert [name for name in acts(STORY.read_by("Bob")) if name.startswith("sleep")] == ["sleep(Ann)"]
    assert offered(STORY, "Bob") == ["kiss(Bob, Ann)", "wait(Bob)"]


def test_the_lives_of_a_reader_have_it() -> None:
    kissed = [Atlas(story, free) for story, free in ((STORY, ()), (STORY.read_by("Ann"), ("Ann",)))]
    for atlas, times in zip(kissed, (0, 1), strict=True):
        atlas.explore()
        world = atlas.world
        fluent = world.ground.fluents.get(("kissed", ("Bob",)))
        happened = fluent is not None and any(
            world.engine.value(atlas.state(number), fluent) == 1 for number in range(atlas.size)
        )
        assert happened == bool(times)


def test_a_story_without_such_acts_is_the_same_for_everybody() -> None:
    plain = loads(TEXT.replace("    for the reader only\n", "").replace("    for others only\n", ""))
    assert plain.read_by("Ann") is plain
    assert STORY.read_by() is STORY
    assert STORY.read_by("Ann") is STORY.read_by("Ann") is STORY.read_by("Bob").read_by("Ann")
    assert STORY.read_by("Ann").read_by() is STORY


def test_a_life_is_of_the_story_as_it_was_played(tmp_path: Path) -> None:
    session = Session(STORY, "Ann", seed=1)
    session.choose(0)
    session.save(tmp_path / "life.json")
    kept = saved_life(STORY, tmp_path / "life.json")
    assert kept.life.story is STORY.read_by("Ann")
    assert kept.life.acts[0] == "kiss(Ann, Bob)"
    again = pickle.loads(pickle.dumps(session))
    assert again.life.moves == session.life.moves
    (tmp_path / "kiss.life").write_text("kiss(Ann, Bob)\n", encoding="utf-8")
    assert saved_life(STORY, tmp_path / "kiss.life", ("Ann",)).life.acts == ("kiss(Ann, Bob)",)
