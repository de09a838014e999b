"""The worked examples of semantics 8.5."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from tests.engine.small import Small, both, denied

from fabula.engine.interface import Engine
from fabula.task import FALSE, TRUE, Task

Start = Callable[[Task], Engine]


def lost() -> Small:
    """A stands in r1 and takes X to be in r2 or r3."""
    small = Small("A", "", None, {"at A": "r1 r2 r3", "at X": "r1 r2 r3"}, sets=True, owners={"at A": "A"})
    small.fact("at A", "r1")
    small.fact("at X", "r2 r3", "A")
    return small


def test_who_is_met_is_seen(start: Start) -> None:
    """A walks into r2, where X stands: what A believes is a fact, and the trigger fires."""
    small = lost()
    small.fact("at X", "r2")
    together = small.compare("at A", "==", small.read("at X"))
    sees = denied(small.compare("at X", "==", small.read("at A"), "A"))
    small.trigger("see", both(together, sees), small.learns("A", "at X"))
    walk = small.action("walk", TRUE, small.effect("at A", "r2"))
    engine = start(small.task())
    state = engine.do(engine.initial(), walk)
    assert small.taken(engine, state, "at X", "A") == "r2"
    assert engine.belief(state, 0) == state


def test_who_is_not_there_is_in_the_last_place_left(start: Start) -> None:
    """X is in r3; A walks into r2, and a trigger teaches that X is not there: {r3}. `nowhere` is no value of it."""
    small = lost()
    small.fact("at X", "r3")
    missed = small.compare("at X", "may be", "r2", "A")
    away = small.compare("at X", "!=", "r2")
    small.trigger("miss", both(small.compare("at A", "==", "r2"), away, missed), small.excludes("A", "at X", "r2"))
    walk = small.action("walk", TRUE, small.effect("at A", "r2"))
    engine = start(small.task())
    assert small.taken(engine, engine.do(engine.initial(), walk), "at X", "A") == "r3"


@pytest.mark.parametrize("order", list(permutations(["r1", "r2"])))
def test_one_glance_into_two_rooms(start: Start, order: tuple[str, ...]) -> None:
    """{r1, r2} of r1 to r4; one glance teaches not r1 and not r2: {r3, r4}, whatever the order."""
    small = Small("A", "", None, {"x": "r1 r2 r3 r4"}, sets=True)
    small.fact("x", "r3")
    small.fact("x", "r1 r2", "A")
    glance = small.action("glance", TRUE, *(small.excludes("A", "x", room) for room in order))
    engine = start(small.task())
    assert small.taken(engine, engine.do(engine.initial(), glance), "x", "A") == "r3 r4"


def test_a_door_by_a_lamp_that_is_not_known(start: Start) -> None:
    """Door ajar, lamp unknown; `if lamp.on: door = open else: door = shut`: {open, shut}."""
    small = Small("A", "lamp", None, {"door": "ajar open shut"}, sets=True)
    small.fact("door", "ajar")
    small.fact("lamp", "0 1", "A")
    lit, dark = small.effect("door", "open", when=small.holds("lamp")), small.effect("door", "shut", when=small.fails("lamp"))
    switch = small.action("switch", TRUE, lit, dark, small.keeps("door", FALSE))
    engine = start(small.task())
    state = engine.do(engine.initial(), switch)
    assert [small.taken(engine, state, "door", path) for path in ("", "A")] == ["shut", "open shut"]


def test_an_alarm_by_a_door_that_is_not_known(start: Start) -> None:
    """Door unknown to A, alarm off; a trigger sets it off when the door is open: not in A's mind, until A learns of it."""
    small = Small("A", "alarm", None, {"door": "open shut"}, sets=True)
    small.fact("door", "open")
    small.fact("door", "open shut", "A")
    small.trigger("alarm", both(small.compare("door", "==", "open"), small.fails("alarm")), small.effect("alarm", 1))
    look = small.action("look", TRUE, small.learns("A", "door"))
    engine = start(small.task())
    state = engine.initial()
    assert [small.taken(engine, state, "alarm", path) for path in ("", "A")] == ["1", "0"]
    state = engine.do(state, look)
    assert [small.taken(engine, state, fluent, "A") for fluent in ("door", "alarm")] == ["open", "1"]


def test_a_letter_that_another_reads(start: Start) -> None:
    """B does not know f and sees A read the letter that says it: in B's mind A's set is B's, marked; A knows f, B doesn't. B
    then learns f = v: A's is {v} for B."""
    small = Small("A B", "", None, {"f": "v w x"}, sets=True)
    small.fact("f", "v")
    small.fact("f", "v w", "B")
    small.fact("f", "v w", "A")
    read = small.action("read", TRUE, small.learns("A", "f"))
    hear = small.action("hear", TRUE, small.learns("B", "f"), seen="B")
    asks = small.action("asks", both(small.knows("A", "f"), denied(small.knows("B", "f"))), by="B")
    engine = start(small.task())
    assert not engine.is_possible(small.mind(engine, engine.initial(), "B"), asks)
    state = engine.do(engine.initial(), read)
    assert [small.taken(engine, state, "f", path) for path in ("A", "B", "B A", "B A A", "A B")] == [
        "v",
        "v w",
        "v w known",
        "v w known",
        "v w",
    ]
    assert engine.is_possible(state, asks)
    assert engine.is_possible(small.mind(engine, state, "B"), asks)
    state = engine.do(state, hear)
    assert [small.taken(engine, state, "f", path) for path in ("B", "B A", "B A A", "A B")] == ["v", "v", "v", "v w"]


def test_whoever_is_lost_knows_where_he_is(start: Start) -> None:
    """A has lost B from sight: A's idea of what B believes of `B.at` is A's set, marked."""
    small = Small("A B", "", None, {"at A": "r1 r2 r3", "at B": "r1 r2 r3"}, sets=True, owners={"at A": "A", "at B": "B"})
    small.fact("at A", "r1")
    small.fact("at B", "r1")
    leave = small.action("leave", TRUE, small.effect("at B", "r2"), small.effect("at B", "r2 r3", "A"), seen="B")
    engine = start(small.task())
    state = engine.do(engine.initial(), leave)
    assert [small.taken(engine, state, "at B", path) for path in ("", "B", "A", "A B", "A B A")] == [
        "r2",
        "r2",
        "r2 r3",
        "r2 r3 known",
        "r1",
    ]


def test_two_who_are_seen_together(start: Start) -> None:
    """A believes that C is in r1 and D in r2, and sees an act whose condition `C.at is D.at` is seen; both are in r3."""
    small = Small("A", "", None, {"at C": "r1 r2 r3", "at D": "r1 r2 r3"}, sets=True)
    for fluent, room in (("at C", "r1"), ("at D", "r2")):
        small.fact(fluent, "r3")
        small.fact(fluent, room, "A")
    talk = small.action("talk", small.compare("at C", "==", small.read("at D")))
    engine = start(small.task())
    state = engine.do(engine.initial(), talk)
    assert [small.taken(engine, state, fluent, "A") for fluent in ("at C", "at D")] == ["r3", "r3"]


def test_two_who_are_lost_are_not_together(start: Start) -> None:
    """A and B lost, both unknown to C: `here(A, B)` is not known, and no act is offered on it."""
    small = Small("C", "", None, {"at A": "r1 r2", "at B": "r1 r2"}, sets=True)
    for fluent in ("at A", "at B"):
        small.fact(fluent, "r1")
        small.fact(fluent, "r1 r2", "C")
    together = small.compare("at A", "==", small.read("at B"))
    apart = small.compare("at A", "!=", small.read("at B"))
    small.action("greet", together, by="C")
    small.action("part", apart, by="C")
    engine = start(small.task())
    assert engine.possible(engine.initial()) == (0,)
    assert engine.possible(small.mind(engine, engine.initial(), "C")) == ()


def test_a_storm_that_is_there_already(start: Start) -> None:
    """`storm do: stormy`, already stormy: the state is the same."""
    small = Small("A", "stormy", sets=True)
    small.fact("stormy", 1)
    storm = small.action("storm", TRUE, small.effect("stormy", 1))
    engine = start(small.task())
    assert engine.do(engine.initial(), storm) == engine.initial()
