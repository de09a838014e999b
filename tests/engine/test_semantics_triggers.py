"""Semantics 3: triggers fire by themselves, in the world and in every mind on its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small

from fabula.engine.interface import Contradiction, EndlessTrigger, Engine
from fabula.task import TRUE, AllOf, Arithmetic, Constant, Task

Start = Callable[[Task], Engine]


def test_a_trigger_fires_where_its_condition_is_believed(start: Start) -> None:
    """A wrongly believes the door open, and so believes that the alarm rings."""
    small = Small("A B", "open alarm")
    small.fact("open", 1, "A")
    small.trigger("ring", AllOf((small.holds("open"), small.fails("alarm"))), small.effect("alarm"))
    engine = start(small.task())
    state = engine.initial()
    assert [small.value(engine, state, "alarm", path) for path in ("", "A", "B", "A B", "B A")] == [0, 1, 0, 1, 0]


def test_what_a_mind_comes_to_believe_can_fire_triggers_outside(start: Start) -> None:
    """In the mind of A, x leads to y; outside, that A believes y leads to z."""
    small = Small("A B", "x y z")
    small.trigger("inside", AllOf((small.holds("x"), small.fails("y"))), small.effect("y"))
    small.trigger("outside", AllOf((small.holds("y", "A"), small.fails("z"))), small.effect("z"))
    tell = small.action("tell", TRUE, small.effect("x", 1, "A"), seen="B")
    engine = start(small.task())
    state = engine.do(engine.initial(), tell)
    assert [small.value(engine, state, name) for name in ("x", "y", "z")] == [0, 0, 1]
    assert [small.value(engine, state, name, "A") for name in ("x", "y", "z")] == [1, 1, 1]
    # B saw A being told, and draws the same conclusions about A.
    assert engine.belief(state, 1) == state


def test_the_first_trigger_in_order_fires_first(start: Start) -> None:
    small = Small("A", "go", None, {"first": "left right"})
    undecided = AllOf((small.holds("go"), small.compare("first", "==", None)))
    small.trigger("left", undecided, small.effect("first", "left"))
    small.trigger("right", undecided, small.effect("first", "right"))
    act = small.action("go", TRUE, small.effect("go"))
    engine = start(small.task())
    state = engine.do(engine.initial(), act)
    assert small.value(engine, state, "first") == "left"
    assert engine.belief(state, 0) == state


def test_triggers_of_numbers_may_chain(start: Start) -> None:
    small = Small("A", "", {"debt": (0, 9), "paid": (0, 9)})
    small.trigger(
        "pay",
        small.compare("debt", ">", 0),
        small.effect("debt", Arithmetic("-", small.read("debt"), Constant(1))),
        small.effect("paid", Arithmetic("+", small.read("paid"), Constant(2))),
    )
    owe = small.action("owe", TRUE, small.effect("debt", 3))
    engine = start(small.task())
    state = engine.do(engine.initial(), owe)
    assert engine.values(state) == (0, 6)


def test_seeing_is_a_trigger_with_a_belief_effect(start: Start) -> None:
    """Who is in the room sees the cup there. The loop of a mind that is right stays a loop."""
    small = Small("A B", "cup", None, {"room of A": "room hall", "room of B": "room hall"})
    for name in ("A", "B"):
        for case in (0, 1):
            small.trigger(
                f"{name} sees {case}",
                AllOf(
                    (
                        small.compare(f"room of {name}", "==", "room"),
                        small.compare("cup", "==", case),
                        small.compare("cup", "==", 1 - case, name),
                    )
                ),
                small.effect("cup", case, name),
            )
    small.fact("room of A", "hall")
    small.fact("room of B", "hall")
    put = small.action("put", TRUE, small.effect("cup"), seen="")
    enter = small.action("enter", TRUE, small.effect("room of A", "room"))
    engine = start(small.task())
    before = engine.initial()
    hidden = engine.do(before, put)
    assert [small.value(engine, hidden, "cup", path) for path in ("A", "B")] == [0, 0]
    state = engine.do(hidden, enter)
    assert [small.value(engine, state, "cup", path) for path in ("", "A", "B", "A B", "B A")] == [1, 1, 0, 0, 0]
    # In her own mind A is right about herself.
    mind = engine.belief(state, 0)
    assert engine.belief(mind, 0) == mind


def test_a_trigger_can_separate_a_mind_from_the_world(start: Start) -> None:
    """A is right about everything until a spell makes her believe x; the others were right about her, and now are not."""
    small = Small("A B", "spell x")
    small.trigger("charm", AllOf((small.holds("spell"), small.fails("x", "A"))), small.effect("x", 1, "A"))
    cast = small.action("cast", TRUE, small.effect("spell"))
    engine = start(small.task())
    state = engine.do(engine.initial(), cast)
    assert [small.value(engine, state, "x", path) for path in ("", "A", "B", "B A", "A B")] == [0, 1, 0, 1, 0]
    # The trigger fires in the mind of B too, which is right about it.
    assert engine.belief(state, 1) == state


def test_triggers_that_undo_each_other_are_endless(start: Start) -> None:
    small = Small("A", "x armed")
    small.trigger("up", AllOf((small.holds("armed"), small.fails("x"))), small.effect("x", 1))
    small.trigger("down", AllOf((small.holds("armed"), small.holds("x"))), small.effect("x", 0))
    arm = small.action("arm", TRUE, small.effect("armed"))
    engine = start(small.task())
    state = engine.initial()
    with pytest.raises(EndlessTrigger) as caught:
        engine.do(state, arm)
    assert set(caught.value.chain) == {"up", "down"}
    # The engine can still be used.
    assert engine.possible(state) == (arm,)


def test_a_trigger_that_does_not_stop_itself_is_endless(start: Start) -> None:
    small = Small("A", "x")
    small.trigger("again", TRUE, small.effect("x", 1))
    engine = start(small.task())
    with pytest.raises(EndlessTrigger) as caught:
        engine.initial()
    assert caught.value.chain == ("again",)


def test_a_trigger_that_counts_without_bound_is_endless(start: Start) -> None:
    small = Small("A", "", {"n": (0, None)})
    small.trigger("count", TRUE, small.effect("n", Arithmetic("+", small.read("n"), Constant(1))))
    engine = start(small.task())
    with pytest.raises(EndlessTrigger):
        engine.initial()


def test_minds_that_go_round_without_end_are_endless(start: Start) -> None:
    """The world follows what A believes, and A is always told the contrary of it."""
    small = Small("A B", "x")
    small.trigger("follow", AllOf((small.holds("x", "A"), small.fails("x"))), small.effect("x", 1))
    small.trigger("follow back", AllOf((small.fails("x", "A"), small.holds("x"))), small.effect("x", 0))
    small.trigger("deny", AllOf((small.holds("x"), small.holds("x", "A"))), small.effect("x", 0, "A"))
    small.trigger("claim", AllOf((small.fails("x"), small.fails("x", "A"))), small.effect("x", 1, "A"))
    engine = start(small.task())
    with pytest.raises(EndlessTrigger):
        engine.initial()


def test_a_trigger_that_contradicts_itself_is_named(start: Start) -> None:
    small = Small("A", "x y")
    small.trigger("torn", small.fails("x"), small.effect("x", 1), small.effect("y", 1), small.effect("y", 0))
    engine = start(small.task())
    with pytest.raises(Contradiction) as caught:
        engine.initial()
    assert (caught.value.event, caught.value.fluent) == ("torn", "y")


def test_minds_that_mirror_each_other_close_too(start: Start) -> None:
    """A believes what B is right about to be wrong, and each knows of the other: states in a circle, with triggers in both."""
    small = Small("A B", "x y")
    see = small.action("see", TRUE, small.effect("x", 1, "A"), seen="B")
    small.trigger("conclude", AllOf((small.holds("x"), small.fails("y"))), small.effect("y"))
    engine = start(small.task())
    state = engine.do(engine.initial(), see)
    mind = engine.belief(state, 0)
    assert (engine.belief(state, 1), engine.belief(mind, 0)) == (state, mind)
    assert engine.values(state) == (0, 0)
    assert engine.values(mind) == (1, 1)
    small.action("own up", TRUE, small.effect("x", 0, "A B"), small.effect("x", 1, "A B A"), seen="B")
    engine = start(small.task())
    state = engine.do(engine.do(engine.initial(), see), 1)
    assert [small.value(engine, state, "y", path) for path in ("", "A", "A B", "A B A", "A B A B", "B")] == [0, 1, 0, 1, 0, 0]


def counting(to: int) -> Task:
    """The world counts on as soon as A has caught up, and tells A, whose own conclusion follows a round later: so many rounds,
    and one after the last in which nothing changes."""
    small = Small("A", "here", {"count": (0, None), "caught": (0, None)})
    small.fact("here")
    small.fact("here", 0, "A")
    one_more = Arithmetic("+", small.read("count"), Constant(1))
    caught_up = small.compare("caught", "==", small.read("count"), "A")
    small.trigger(
        "count",
        AllOf((small.holds("here"), caught_up, small.compare("count", "<", to))),
        small.effect("count", one_more),
        small.effect("count", one_more, "A"),
    )
    small.trigger("catch up", small.compare("caught", "<", small.read("count")), small.effect("caught", small.read("count")))
    return small.task()


@pytest.mark.parametrize("rounds", [1, 9, 11, 20, 29])
def test_what_takes_many_rounds_comes_to_rest(start: Start, rounds: int) -> None:
    engine = start(counting(rounds))
    state = engine.initial()
    assert engine.values(state)[1:] == (rounds, rounds)
    assert engine.values(engine.belief(state, 0)) == (0, rounds, rounds)


@pytest.mark.parametrize("rounds", [40, 200])
def test_what_takes_more_rounds_than_there_are_is_endless(start: Start, rounds: int) -> None:
    with pytest.raises(EndlessTrigger) as endless:
        start(counting(rounds)).initial()
    assert set(endless.value.chain) <= {"count", "catch up"}
