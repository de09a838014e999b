"""The generated towns: what is said of them is so."""

from __future__ import annotations

from functools import cache

import pytest
from bench.everyday import CUSTOMS
from bench.town import DeadEnd, Town, town

from fabula.asking import question_about
from fabula.asking.questions import Can
from fabula.lives import replay
from fabula.lives.atlas import Atlas
from fabula.lives.replaying import LifeParts
from fabula.story import Story, loads

SIZES = ((2, 2), (2, 12), (3, 3), (4, 12), (5, 7), (8, 12))


@cache
def small(people: int, places: int, ahead: int) -> tuple[Town, Story, Atlas]:
    """A town with so few acts and hours that all its lives are known."""
    made = town(people, places, ahead, customs=0, distances=(2, 3, 2) if people == 2 else (1, 3, 1), hours=1)
    story = loads(made.text)
    atlas = Atlas(story)
    assert atlas.explore()
    return made, story, atlas


@cache
def usual(people: int, places: int, ahead: int) -> tuple[Town, Story]:
    made = town(people, places, ahead)
    return made, loads(made.text)


def spoilt(story: Story, atlas: Atlas, dead_end: DeadEnd) -> set[int]:
    """The states after a dead end."""
    question = question_about(story, "can", dead_end.condition)
    assert isinstance(question, Can)
    assert question.target.condition is not None
    return set(atlas.where(story.ground.condition(question.target.condition)))


@pytest.mark.parametrize(("people", "places"), SIZES)
def test_towns_have_no_problems(people: int, places: int) -> None:
    """Neither errors nor warnings, with any number of customs and any seed."""
    for seed, customs in enumerate((len(CUSTOMS), len(CUSTOMS) // 2, 3, 0)):
        made = town(people, places, 1 + seed, seed, customs=customs)
        story = loads(made.text)
        assert story.problems == ()
        assert story.endings == tuple(ending.name for ending in made.endings)
        assert len(story.definition.minds()) == people


def test_the_same_arguments_give_the_same_text() -> None:
    assert town(8, 12, 3, 7).text == town(8, 12, 3, 7).text
    assert len({town(8, 12, 3, seed).text for seed in range(5)}) == 5


def test_large_towns_are_written() -> None:
    """As many people and places as are asked for, and two places that one can't walk between."""
    text = town(40, 100, 4).text
    assert text.count("\ncharacter ") == 40
    assert text.count("\nplace ") == 102


@pytest.mark.parametrize(
    ("people", "places", "ahead", "what"),
    [(1, 12, 3, "people"), (41, 12, 3, "people"), (2, 1, 3, "places"), (2, 2, 5, "ahead")],
)
def test_what_is_no_town_is_refused(people: int, places: int, ahead: int, what: str) -> None:
    with pytest.raises(ValueError, match=f"{what} is"):
        town(people, places, ahead)


@pytest.mark.parametrize("distance", [0, 401])
def test_endings_that_are_too_near_or_too_far_are_refused(distance: int) -> None:
    with pytest.raises(ValueError, match="distance is"):
        town(2, 2, distances=(5, distance, 40))


@pytest.mark.parametrize("ahead", [1, 2, 3, 4])
@pytest.mark.parametrize(("people", "places"), SIZES[:4])
def test_the_lives_that_are_named_can_be_lived(people: int, places: int, ahead: int) -> None:
    """However far people think ahead, each act of them has its reason, and they come to their endings in so many acts."""
    made, story = usual(people, places, ahead)
    reached = [ending for ending in made.endings if ending.life]
    assert [(ending.name, len(ending.life)) for ending in reached] == [("letter", 5), ("crossing", 15), ("all_is_well", 40)]
    for ending in reached:
        assert replay(story, ending.life).ending == ending.name


@pytest.mark.parametrize("distance", range(1, 9))
def test_lives_are_as_long_as_was_asked_for(distance: int) -> None:
    made = town(2, 2, 1, customs=0, distances=(distance, 4 * distance - 1, distance))
    story = loads(made.text)
    assert [len(ending.life) for ending in made.endings[:3]] == [distance, 4 * distance - 1, distance]
    assert all(replay(story, ending.life).ending == ending.name for ending in made.endings[:3])


@pytest.mark.parametrize(("people", "places", "ahead"), [(2, 2, 1), (2, 3, 2), (2, 2, 3), (3, 2, 1)])
def test_all_lives_of_a_small_town_end_as_it_says(people: int, places: int, ahead: int) -> None:
    """No ending is nearer than its life, and no life comes to those that are impossible."""
    made, _, atlas = small(people, places, ahead)
    for number, ending in enumerate(made.endings):
        ended = atlas.ended(number)
        assert bool(ended) == bool(ending.life), ending.name
        assert not ended or atlas.distance(ended[0]) == len(ending.life)


@pytest.mark.parametrize(("people", "places", "ahead"), [(2, 2, 1), (2, 2, 3), (3, 2, 1)])
def test_what_is_impossible_is_so_for_different_reasons(people: int, places: int, ahead: int) -> None:
    """The bell can be cracked and nobody has a reason for it; the ring is worn in some lives and locked away in others, coins
    change hands, and nobody comes to the island."""
    made, story, atlas = small(people, places, ahead)
    assert [bool(ending.why) for ending in made.endings] == [False] * 3 + [True] * 4
    assert story.engine.is_possible(story.engine.initial(), _act(story, "crack_the_bell(Ada)"))
    with pytest.raises(LifeParts, match="no reason"):
        replay(story, ["crack_the_bell(Ada)"])
    happens = {story.task.actions[act].name.split("(")[0] for act in atlas.acts if act < len(story.task.actions)}
    assert {"put_on", "lock_away", "steal"} <= happens
    assert "crack_the_bell" not in happens


@pytest.mark.parametrize(("people", "places", "ahead"), [(2, 2, 1), (2, 3, 2), (2, 2, 3), (3, 2, 1)])
def test_after_a_dead_end_no_ending_can_be_reached(people: int, places: int, ahead: int) -> None:
    """Each of them is come to by its act alone; and before them an ending can be reached, so that there are no others."""
    made, story, atlas = small(people, places, ahead)
    leading = atlas.leading_to(atlas.ended())
    everywhere: set[int] = set()
    for dead_end in made.dead_ends:
        states = spoilt(story, atlas, dead_end)
        assert states
        # An ending that holds already when it is spoilt has been reached.
        assert all(not leading[state] for state in states)
        first = min(states)
        assert story.task.actions[atlas.way(first)[-1]].name.startswith(dead_end.act + "(")
        everywhere |= states
    assert {state for state in range(atlas.size) if not leading[state]} == everywhere


def _act(story: Story, name: str) -> int:
    return next(number for number, action in enumerate(story.task.actions) if action.name == name)
