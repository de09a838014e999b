"""Semantics 8.1 and 8.2: nobody's view of herself differs from her mind; and triggers in a mind that does not know."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small, both, denied

from fabula.engine.interface import EndlessTrigger, Engine
from fabula.task import TRUE, Task

Start = Callable[[Task], Engine]


def lamps() -> Small:
    """The lamp is dark, and Ann takes it to be lit; she may wear a ring."""
    small = Small("Ann Ben", "lit", None, {"ring": "gold lead tin"}, sets=True)
    small.fact("ring", "tin")
    small.fact("lit", 1, "Ann")
    small.fact("ring", "gold lead", "Ann")
    return small


def views(small: Small, engine: Engine, act: int, fluent: str) -> list[str]:
    """What Ann takes to be possible after an act, and what she takes herself to take to be, in the world and to Ben."""
    state = engine.do(engine.initial(), act)
    for path in ("Ann", "Ben", "Ben Ann", "Ann Ben"):
        mind = small.mind(engine, state, path)
        assert engine.belief(mind, small.path(path)[-1]) == mind
    return [small.taken(engine, state, fluent, path) for path in ("Ann", "Ann Ann", "Ann Ben")]


def test_what_one_learns_is_decided_outside_ones_mind(start: Start) -> None:
    """The lesson is of a lit lamp. In Ann's mind she is taught; but what she believes that she believes never overrides what
    she believes, and in the world, where it is dark, she is not taught, or taught something else."""
    small = lamps()
    lesson = small.effect("ring", "lead", "Ann", small.holds("lit"))
    other = small.effect("ring", "tin", "Ann", small.fails("lit"))
    first, second = small.action("first", TRUE, lesson), small.action("second", TRUE, lesson, other)
    assert views(small, start(small.task()), first, "ring") == ["gold lead", "gold lead", "gold lead"]
    assert views(small, start(small.task()), second, "ring") == ["tin", "tin", "gold lead"]


def test_who_does_not_know_that_she_sees_it_has_seen_it(start: Start) -> None:
    """Who sees an act unawares knows that she takes to be so what she takes to be so."""
    for fact in ("0 1", "1"):
        small = lamps()
        small.fact("lit", fact, "Ann")
        act = small.action("act", TRUE, small.effect("ring", "lead"), seen={"Ann": small.fails("lit"), "Ben": TRUE})
        assert views(small, start(small.task()), act, "ring")[:2] == ["lead", "lead"]


def test_who_is_surprised_unawares_knows_it(start: Start) -> None:
    small = lamps()
    act = small.action("act", small.compare("ring", "!=", "gold"), seen={"Ann": small.fails("lit")})
    assert views(small, start(small.task()), act, "ring") == ["lead", "lead", "gold lead"]


def test_who_is_surprised_goes_on_with_what_she_takes_herself_to_believe(start: Start) -> None:
    """What an effect asks of what Ann believes is asked of what she has learnt of the act."""
    small = lamps()
    aware = small.compare("ring", "==", "lead", "Ann")
    act = small.action("act", small.compare("ring", "!=", "gold"), small.effect("lit", 0, when=aware))
    assert views(small, start(small.task()), act, "ring")[:2] == ["lead", "lead"]
    assert views(small, start(small.task()), act, "lit")[:2] == ["0", "0"]


def test_triggers_that_teach_one_thing_here_and_another_in_a_mind_come_to_rest(start: Start) -> None:
    """What Ann believes is decided in the world, whatever a trigger would teach her in her own mind."""
    small = lamps()
    for lit, ring in ((1, "lead"), (0, "gold")):
        unaware = denied(small.compare("ring", "==", ring, "Ann"))
        small.trigger(ring, both(small.compare("lit", "==", lit), unaware), small.effect("ring", ring, "Ann"))
    act = small.action("act", TRUE)
    engine = start(small.task())
    assert views(small, engine, act, "ring") == ["gold", "gold", "gold lead"]
    # Ben, to whom the lamp is dark, takes her to believe so.
    assert small.taken(engine, engine.initial(), "ring", "Ben Ann") == "gold"


def test_values_excluded_here_and_there_come_to_an_end(start: Start) -> None:
    """What is excluded in the world is other than what is in Ann's mind."""
    small = Small("Ann", "", {"n": (0, 3), "m": (0, 3)}, sets=True)
    small.fact("m", 1)
    small.fact("m", 2, "Ann")
    small.fact("n", "0 1 2 3", "Ann")
    act = small.action("act", TRUE, small.excludes("Ann", "n", small.read("m")))
    engine = start(small.task())
    state = engine.do(engine.initial(), act)
    assert [small.taken(engine, state, "n", path) for path in ("", "Ann", "Ann Ann")] == ["0", "0 2 3", "0 2 3"]


def test_in_a_plan_a_lesson_leaves_the_world_as_it_is(start: Start) -> None:
    """Where Ann works out what an act of hers will come to, what she will believe then does not change what will be so."""
    small = lamps()
    act = small.action("act", TRUE, small.effect("lit", 0, "Ann"), by="Ann")
    engine = start(small.task())
    after = engine.do(small.mind(engine, engine.initial(), "Ann"), act, 0)
    assert [small.taken(engine, after, "lit", path) for path in ("", "Ann", "Ann Ann")] == ["1", "0", "0"]


def test_a_trigger_that_changes_nothing_in_a_mind_is_at_rest_there(start: Start) -> None:
    """Where the lamp is seen by whoever walks in, Ann can plan to walk in without knowing what she will see."""
    small = Small("Ann Ben", "lamp", None, {"at": "r1 r2"}, sets=True)
    small.fact("at", "r1")
    small.fact("lamp", 1)
    small.fact("lamp", "0 1", "Ann")
    here = small.compare("at", "==", "r2")
    small.trigger("see", both(here, denied(small.knows("Ann", "lamp"))), small.learns("Ann", "lamp"))
    walk = small.action("walk", TRUE, small.effect("at", "r2"), by="Ann")
    small.wants("Ann", here)
    engine = start(small.task())
    assert engine.plan(engine.initial(), walk, 0) == (walk,)
    state = engine.do(engine.initial(), walk)
    assert [small.taken(engine, state, "lamp", path) for path in ("Ann", "Ben Ann")] == ["1", "1"]


def test_a_trigger_that_changes_nothing_in_the_world_is_endless(start: Start) -> None:
    small = Small("Ann", "lamp", sets=True)
    small.trigger("glow", small.fails("lamp"), small.effect("lamp", 0))
    engine = start(small.task())
    with pytest.raises(EndlessTrigger) as raised:
        engine.initial()
    assert raised.value.chain == ("glow",)
