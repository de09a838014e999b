"""Lives are found: a shortest one, one with detours, or one by chance."""

from __future__ import annotations

import pytest

from fabula.lives import Life
from fabula.lives.finding import NotFound, wander
from fabula.proving.finding import find
from fabula.story import Story, loads

#: four places in a row, of which Ann likes the last best and the first no less than being anywhere between
ROW = """
story "Row"
    ahead 3
kind place
place hut
place wood
place ford
place town
property at(character): place
property road(place, place)
road(hut, wood)
road(wood, hut)
road(wood, ford)
road(ford, wood)
road(ford, town)
character Ann, she, at hut
property lame
property songs: 0..{songs}
action walk(who: character, to: place)
    by who
    when road(who.at, to)
    do: who.at is to
action sing(who: character)
    by who
    when songs < {songs}
    do: songs += 1
action stumble(who: character)
    by who
    when not lame
    do: lame
Ann wants
    -1 if lame
    9 if Ann.at is town
    3 if Ann.at is hut
    songs
ending there "There" when Ann.at is town
ending never "Never" when lame
"""


def row(songs: int, sung: int = 0) -> Story:
    return loads(ROW.format(songs=songs) + f"songs is {sung}\n")


def states(life: Life) -> list[int]:
    return [life.start, *(event.after for event in life.events)]


@pytest.mark.parametrize("detours", [0, 1, 2, 5])
def test_no_detour_leads_back_to_where_the_life_has_been(detours: int) -> None:
    """There is only one road, on which Ann could turn at any time: whatever the seed, she does not."""
    story = row(1, sung=1)
    for seed in range(24):
        life = find(story, "there", seed, detours)
        assert len(set(states(life))) == len(states(life))
        assert life.acts == ("walk(Ann, wood)", "walk(Ann, ford)", "walk(Ann, town)")


def test_so_many_detours_at_most_and_each_is_taken_by_some_seed() -> None:
    """A song is the only other thing to do."""
    story = row(2)
    for detours in range(4):
        sung = {sum("sing" in act for act in find(story, "there", seed, detours).acts) for seed in range(24)}
        assert sung <= set(range(min(detours, 2) + 1))
        assert max(sung) == min(detours, 2)


def test_without_detours_it_is_a_shortest_life_and_the_seed_does_not_matter() -> None:
    lives = {find(row(2), "there", seed, 0).acts for seed in range(8)}
    assert lives == {("walk(Ann, wood)", "walk(Ann, ford)", "walk(Ann, town)")}


def test_an_ending_that_no_life_reaches_is_proved_to_be_out_of_reach_and_one_out_of_sight_is_not() -> None:
    with pytest.raises(NotFound) as missing:
        find(row(2), "never")
    assert (missing.value.ending, missing.value.proof) == ("never", True)
    with pytest.raises(NotFound) as unseen:
        find(row(2), "there", states=2)
    assert (unseen.value.ending, unseen.value.proof, unseen.value.states) == ("there", False, 2)


def test_a_life_by_chance_stands_nowhere_twice() -> None:
    story = row(2)
    for seed in range(24):
        life = wander(story, seed)
        assert len(set(states(life))) == len(states(life))
        assert life.ending == "there"


#: two doors, of which fate likes the second
DOORS = """
story "Doors"
property out
property up
character Ann, she
action leave(who: character)
    by who
    do: out
action climb(who: character)
    by who
    do: up
Ann wants
    1 if out
    1 if up
ending below "Below" when out
ending above "Above" when up
fate prefers above > below
"""


def test_of_lives_by_chance_fate_takes_the_one_whose_end_it_likes_best() -> None:
    story = loads(DOORS)
    assert {wander(story, seed, offered=8, tries=40).ending for seed in range(8)} == {"above"}
    assert {wander(story, seed, offered=1).ending for seed in range(16)} == {"above", "below"}
    for seed in range(16):
        assert wander(story, seed, offered=1).acts == wander(story, seed, tries=1).acts


def test_a_life_by_chance_that_comes_to_no_end_is_none() -> None:
    """Too short, every time: so many states were seen, which is no proof."""
    with pytest.raises(NotFound) as missing:
        wander(row(2), longest=2, tries=10)
    assert (missing.value.ending, missing.value.proof) == (None, False)
    assert missing.value.states > 2
