"""Small stories for maps, and what a map is held against: the same things worked out the long way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from fabula.budget import Budget
from fabula.charts.map import Map, make_map
from fabula.lives.atlas import Atlas
from fabula.lives.readers import Readings
from fabula.story import Story, load, loads

ROOT = Path(__file__).resolve().parents[3]
KEY = ROOT / "tests" / "play" / "stories" / "the_key.fabula"

#: a pit that nobody leaves, a door that is better not shut, a lamp that changes nothing
PIT = """
story "The Pit"
use places

place hall "the hall"
place pit "the pit"
place room "the room"
place yard "the yard"
path hall - room

character Ann, she, at hall

property shut
property lit
property tired(character)

action jump(who: character)
    by who
    when who.at is hall
    do: who.at = pit
    says "{who} [jump]."

action weep(who: character)
    by who
    when who.at is pit and not who.tired
    do: who.tired
    says "{who} [weep]."

action shut_up(who: character)
    by who
    when who.at is room and not shut
    do: shut
    says "{who} [shut] the door."

action light(who: character)
    by who
    when not lit and who.at is not pit
    do: lit
    says "{who} [light] the lamp."

action leave(who: character)
    by who
    when who.at is room and not shut
    do: who.at = yard
    says "{who} [leave]."

Ann wants
    1 if Ann.at is pit
    1 if Ann.at is room
    3 if Ann.at is yard
    1 if lit
    1 if shut
    1 if Ann.tired

ending out "Out of the house" when Ann.at is yard
ending asleep "Asleep" when Ann.at is hall and Ann.tired
"""

#: the same with one more thing to do
PIT_AND_SONG = (
    PIT.replace(
        "action leave(",
        """action sing(who: character)
    by who
    when who.at is room and lit and not sung
    do: sung
    says "{who} [sing]."

action leave(""",
    )
    .replace("property shut\n", "property shut\nproperty sung\n")
    .replace("    1 if shut\n", "    1 if shut\n    1 if sung\n")
)

#: the same with named parts: one that is taken by an earlier one, one after the end, and some states in none
PIT_WITH_SCENES = (
    PIT
    + """
scene inside "In the house" when Ann.at is hall and not lit
    when not shut
scene lamplight "By lamplight" when lit and Ann.at is not pit
scene shut_in when Ann.at is room and shut
scene bright "Bright" when lit and Ann.at is room
scene gone "Gone" when Ann.at is yard
"""
)


def atlas_of(story: Story, states: int | None = None, free: tuple[str, ...] = ()) -> Atlas:
    atlas = Atlas(story, free, threads=1)
    atlas.explore(Budget(states=states))
    return atlas


def map_of(text: str, most_nodes: int = 3000, readings: Readings | None = None) -> Map:
    return make_map(atlas_of(loads(text)), readings, most_nodes)


def stories() -> dict[str, Story]:
    return {
        "pit": loads(PIT),
        "scenes": loads(PIT_WITH_SCENES),
        "key": load(KEY),
        "silver": load("the_silver_key"),
        "ridge": load("the_ridge"),
    }


def reaching(steps: Sequence[Iterable[int]], targets: Iterable[int], without: Iterable[int] = ()) -> set[int]:
    """From where one of the targets can be reached, not through certain others."""
    closed = set(without)
    found = set(targets) - closed
    while True:
        more = {
            state
            for state, following in enumerate(steps)
            if state not in found and state not in closed and any(target in found for target in following)
        }
        if not more:
            return found
        found |= more
