"""What people learn in each other's presence, or by an act of several, they know of each other, to any depth: no statement is
needed for it (semantics 2.2)."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.story import Story, loads
from fabula.task import Several

HALL = """kind place
property at(character): place
property was(character): place
place study
place hall
place cellar
character Vane, at hall, was hall
character Cole, at hall, was cellar
character Wit, at hall, was study
character Otto, at study, was study
only Cole knows was(Cole)
action tell(who)
    by who
    when who knows was(Cole)
    do
        for each c: character if c.at is who.at: c learns was(Cole)
    seen by c: c.at is who.at
action announce(who)
    by who
    when who knows was(Cole)
    do: who.at = hall
    seen by c: c.at is who.at
when c sees announce: c learns was(Cole)
action show(who, room: place)
    by who
    when was(Cole) is room
    do: who.at = hall
    seen by c: c.at is who.at
action confer(who, other)
    by who, other
    when who.at is other.at
    do
        who learns was(Cole)
        other learns was(Cole)
    seen by who, other
action whisper(who, other)
    by who
    when who.at is other.at
    do: other learns was(Cole)
    seen by c: c.at is who.at
action move_in(who, room: place)
    by who
    do
        who.at = room
        who.was = room
ending done when Vane knows was(Cole)
"""
STORY = loads(HALL)
NAMES = {mind[0]: number for number, mind in enumerate(STORY.task.characters)}
EVERYBODY = "VCWO"


def after(engine: Engine, story: Story, act: str) -> State:
    return engine.do(engine.initial(), [action.name for action in story.task.actions].index(act))


def ideas(engine: Engine, state: State) -> dict[str, str]:
    """Of every path of one to five minds what is taken to be so of where Cole was: that it was the cellar ("knows"), that it is
    known there ("is taken to"), or nothing."""
    number = [fluent.name for fluent in STORY.task.fluents].index("was(Cole)")
    found = {}
    for length in range(1, 6):
        for path in product(EVERYBODY, repeat=length):
            if any(first == second for first, second in pairwise(path)):
                continue
            here = state
            for mind in path:
                here = engine.belief(here, NAMES[mind])
            taken = engine.taken(here, number)
            if isinstance(taken, Several):
                found["".join(path)] = "is taken to" if taken.known else "nothing"
            else:
                assert STORY.task.symbols[taken] == "cellar"
                found["".join(path)] = "knows"
    return found


def expected(group: str) -> dict[str, str]:
    """Those of the group know it, as all of them know; what they do not all see leaves the others where they were."""
    found = {}
    for length in range(1, 6):
        for path in product(EVERYBODY, repeat=length):
            if all(first != second for first, second in pairwise(path)):
                inside = all(mind in group for mind in path)
                known = path[-1] == "C"
                found["".join(path)] = "knows" if inside else "is taken to" if known else "nothing"
    return found


@pytest.mark.parametrize("make", [ReferenceEngine, NativeEngine])
@pytest.mark.parametrize(
    ("act", "group"),
    [
        # In the presence of all who are in the hall: Otto is not.
        ("tell(Cole)", "VCW"),
        ("announce(Cole)", "VCW"),
        ("show(Cole, cellar)", "VCW"),
        # By two, whom nobody sees.
        ("confer(Vane, Cole)", "VC"),
    ],
)
def test_what_is_learnt_together_is_known_of_each_other(
    make: type[ReferenceEngine | NativeEngine], act: str, group: str
) -> None:
    engine = make(STORY.task)
    assert ideas(engine, after(engine, STORY, act)) == expected(group)


@pytest.mark.parametrize("make", [ReferenceEngine, NativeEngine])
def test_what_is_whispered_before_others_is_known_to_be_known(make: type[ReferenceEngine | NativeEngine]) -> None:
    """Wit sees Cole whisper to Vane: he does not know what, and all three know that Vane does."""
    engine = make(STORY.task)
    found = ideas(engine, after(engine, STORY, "whisper(Cole, Vane)"))
    assert found["V"] == found["CV"] == found["VCV"] == found["CVCV"] == "knows"
    assert found["WV"] == found["VWV"] == found["WCV"] == found["CWCWV"] == "is taken to"
    assert found["W"] == found["VW"] == found["CW"] == found["O"] == found["OV"] == found["VCO"] == "nothing"
