"""An atlas that goes to another process is explored again there, as far as it was known."""

from __future__ import annotations

import pickle

import pytest

import fabula
from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.task import Limits

DOORS = """property hour: 0..30
property high
character Ines, she
action wait(who: character)
    by who
    when hour < 30
    do: hour += 1
action climb(who: character)
    by who
    when not high
    do: high
Ines wants: hour
Ines wants: 1 if high
ending late when hour is 30
"""


@pytest.mark.parametrize("states", [0, 1, 2, 7, 100, 1000, None])
def test_an_atlas_that_was_pickled_knows_as_much_and_no_more(states: int | None) -> None:
    atlas = Atlas(fabula.load("the_silver_key"), ("Jon",) if states == 100 else ())
    if states != 0:
        atlas.explore(Budget(None, None, states))
    again = pickle.loads(pickle.dumps(atlas))
    for name in ("size", "expanded", "edges", "depth", "complete", "why", "free", "acts", "targets", "firsts", "endings"):
        assert getattr(again, name) == getattr(atlas, name), name
    assert again.explore(Budget(None, None)) == atlas.explore(Budget(None, None))
    assert (again.size, again.acts) == (atlas.size, atlas.acts)


def test_an_atlas_with_limits_of_its_own_is_pickled_with_them() -> None:
    atlas = Atlas(fabula.loads(DOORS), limits=Limits(1, 0))
    atlas.explore(Budget(None, None, 20))
    again = pickle.loads(pickle.dumps(atlas))
    assert (again.limits, again.world.ground.task, again.size) == (atlas.limits, atlas.world.ground.task, atlas.size)
