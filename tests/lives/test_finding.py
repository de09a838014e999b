"""Lives are found by chance."""

from __future__ import annotations

import pytest
from tests.lives.rows import row, states

from fabula.lives.finding import NotFound, wander
from fabula.story import loads


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
