"""Semantics 1 and 4 (values): initial states, what is believed of beliefs, and how conditions read them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.engine.small import Small

from fabula.engine.evaluate import evaluate, holds
from fabula.engine.interface import Contradiction, Engine, NumberTooLarge
from fabula.engine.machine import machine
from fabula.task import LARGEST, TRUE, UNKNOWN, AllOf, AnyOf, Arithmetic, Choose, Compare, Constant, Expression, Task

Start = Callable[[Task], Engine]


def test_a_world_without_secrets_is_one_state(start: Start) -> None:
    small = Small("A B C", "x y")
    small.fact("x")
    engine = start(small.task())
    state = engine.initial()
    assert [engine.belief(state, character) for character in range(3)] == [state, state, state]
    assert machine(engine, state) == (((1, 0), (0, 0, 0)),)


def test_a_nested_belief_is_by_default_the_believers_own(start: Start) -> None:
    """Look-up drops the last character: A is wrong, thinks that B is as wrong, and B thinks that A knows."""
    small = Small("A B", "x")
    small.fact("x", 1)
    small.fact("x", 0, "A")
    engine = start(small.task())
    state = engine.initial()
    values = {path: small.value(engine, state, "x", path) for path in ("", "A", "B", "A B", "B A", "A B A", "B A B")}
    assert values == {"": 1, "A": 0, "B": 1, "A B": 0, "B A": 1, "A B A": 0, "B A B": 1}
    assert machine(engine, state) == (((1,), (1, 2)), ((0,), (1, 1)), ((1,), (2, 2)))


def test_a_fact_about_another_mind_is_not_seen_from_it(start: Start) -> None:
    """B is told to believe that A is wrong; A itself is right, and does not know what B thinks of it."""
    small = Small("A B", "x")
    small.fact("x", 1)
    small.fact("x", 0, "B A")
    engine = start(small.task())
    state = engine.initial()
    values = {path: small.value(engine, state, "x", path) for path in ("A", "B", "B A", "A B", "A B A", "B A B")}
    assert values == {"A": 1, "B": 1, "B A": 0, "A B": 1, "A B A": 1, "B A B": 0}


def test_everybody_believes_what_it_believes(start: Start) -> None:
    small = Small("A B", "x y")
    small.fact("x", 1, "A")
    small.fact("y", 1, "A B")
    engine = start(small.task())
    state = engine.initial()
    for path in ("A", "B", "A B", "B A", "A B A"):
        mind = small.mind(engine, state, path)
        assert engine.belief(mind, small.path(path)[-1]) == mind
    assert small.value(engine, state, "y", "A") == 0
    assert small.value(engine, state, "y", "A B A") == 1


def test_a_later_fact_replaces_an_earlier_one_with_the_same_path(start: Start) -> None:
    small = Small("A", "x", {"n": (2, 5)}, {"place": "here there"})
    small.fact("x", 1)
    small.fact("x", 0)
    small.fact("place", "here", "A")
    small.fact("place", None, "A")
    engine = start(small.task())
    state = engine.initial()
    assert small.value(engine, state, "x") == 0
    assert small.value(engine, state, "place", "A") is None
    # Defaults: what is unknown of a thing, and the number next to 0.
    assert small.value(engine, state, "place") is None
    assert small.value(engine, state, "n") == 2


def test_the_initial_state_is_closed_in_every_mind(start: Start) -> None:
    """The lover who believes that the other is here, where she stands herself, sees that he is not."""
    small = Small("Lover Friend", "together", None, {"lover": "room hall", "other": "room hall"})
    small.fact("lover", "room")
    small.fact("other", "hall")
    small.fact("other", "room", "Lover")
    small.trigger(
        "see",
        AllOf(
            (
                small.compare("lover", "==", "room"),
                small.compare("other", "!=", "room"),
                small.compare("other", "==", "room", "Lover"),
            )
        ),
        small.effect("other", None, "Lover"),
    )
    small.trigger(
        "together",
        AllOf((small.compare("lover", "==", "room"), small.compare("other", "==", "room"), small.fails("together"))),
        small.effect("together"),
    )
    engine = start(small.task())
    state = engine.initial()
    # In her mind "together" comes to rest before she is seen to be wrong, and stays.
    assert small.value(engine, state, "other", "Lover") is None
    assert small.value(engine, state, "other", "Friend") == "hall"
    assert small.value(engine, state, "together") == 0


def test_states_have_one_number_each(start: Start) -> None:
    """Whatever way leads to a state, with whatever knots in it, it is the same state."""
    small = Small("A B", "x")
    set_seen = small.action("set seen", TRUE, small.effect("x"))
    set_unseen = small.action("set unseen", TRUE, small.effect("x"), seen="")
    clear_unseen = small.action("clear unseen", TRUE, small.effect("x", 0), seen="")
    engine = start(small.task())
    state = engine.initial()
    hidden = engine.do(state, set_unseen)
    assert hidden != state
    assert engine.belief(hidden, 0) == engine.belief(hidden, 1) == state
    assert engine.do(hidden, clear_unseen) == state
    assert engine.do(engine.do(state, set_seen), set_seen) == engine.do(state, set_seen)
    assert engine.do(hidden, set_seen) == engine.do(state, set_seen)


@pytest.mark.parametrize(
    ("operator", "left", "right", "expected"),
    [
        ("==", UNKNOWN, UNKNOWN, True),
        ("==", UNKNOWN, 3, False),
        ("!=", UNKNOWN, 3, True),
        ("!=", UNKNOWN, UNKNOWN, False),
        (">=", UNKNOWN, UNKNOWN, True),
        (">=", UNKNOWN, 3, False),
        ("<=", 3, UNKNOWN, False),
        ("<", UNKNOWN, 3, False),
        (">", 3, UNKNOWN, False),
        ("<", UNKNOWN, UNKNOWN, False),
        ("<", 2, 3, True),
        (">=", 3, 3, True),
        ("<=", 4, 3, False),
        (">", 4, 3, True),
    ],
)
def test_comparisons_are_two_valued(start: Start, operator: str, left: int, right: int, expected: bool) -> None:
    """As the condition of an act, on the engine itself, and by `evaluate.holds`."""
    small = Small("A", "", {"n": (0, 9), "m": (0, 9)})
    small.fact("n", None if left == UNKNOWN else left)
    small.fact("m", None if right == UNKNOWN else right)
    condition = small.compare("n", operator, small.read("m"))
    act = small.action("act", condition, small.effect("n", 0))
    engine = start(small.task())
    state = engine.initial()
    assert engine.is_possible(state, act) is expected
    assert holds(engine, state, condition) is expected


@pytest.mark.parametrize(
    ("operator", "left", "right", "expected"),
    [
        ("+", 2, 3, 5),
        ("-", 2, 3, -1),
        ("*", -2, 3, -6),
        ("/", 7, 2, 3),
        ("/", -7, 2, -4),
        ("/", 7, 0, UNKNOWN),
        ("min", 2, 3, 2),
        ("max", 2, 3, 3),
        ("+", UNKNOWN, 3, UNKNOWN),
        ("max", 3, UNKNOWN, UNKNOWN),
    ],
)
def test_arithmetic(start: Start, operator: str, left: int, right: int, expected: int) -> None:
    small = Small("A", "", {"n": (-9, 9), "m": (-9, 9), "result": (-99, 99)})
    small.fact("n", None if left == UNKNOWN else left)
    small.fact("m", None if right == UNKNOWN else right)
    sum_of_both = Arithmetic(operator, small.read("n"), small.read("m"))
    act = small.action("act", TRUE, small.effect("result", sum_of_both))
    engine = start(small.task())
    state = engine.initial()
    assert evaluate(engine, state, sum_of_both) == expected
    assert engine.value(engine.do(state, act), small.fluent("result")) == expected


def test_an_assignment_is_clamped_to_the_bounds(start: Start) -> None:
    small = Small("A", "", {"n": (0, 3)})
    more = small.action("more", TRUE, small.effect("n", Arithmetic("+", small.read("n"), Constant(2))))
    less = small.action("less", TRUE, small.effect("n", Constant(-8)))
    forget = small.action("forget", TRUE, small.effect("n", None))
    engine = start(small.task())
    states = [engine.initial()]
    for act in (more, more, less, forget, more):
        states.append(engine.do(states[-1], act))
    assert [small.value(engine, state, "n") for state in states] == [0, 2, 3, 0, None, None]


@pytest.mark.parametrize(
    "value",
    [
        Arithmetic("*", Constant(LARGEST), Constant(2)),
        Arithmetic("-", Arithmetic("+", Constant(LARGEST), Constant(1)), Constant(LARGEST)),
        Arithmetic("*", Constant(LARGEST), Constant(-LARGEST)),
    ],
)
def test_a_number_may_not_grow_too_large_even_on_the_way(start: Start, value: Expression) -> None:
    small = Small("A", "", {"n": (None, None)})
    act = small.action("act", TRUE, small.effect("n", value))
    small.action("largest", TRUE, small.effect("n", LARGEST))
    engine = start(small.task())
    with pytest.raises(NumberTooLarge):
        engine.do(engine.initial(), act)
    assert engine.value(engine.do(engine.initial(), 1), 0) == LARGEST


def test_two_effects_may_not_contradict_each_other(start: Start) -> None:
    small = Small("A", "x y", {"n": (0, 3)})
    act = small.action("act", TRUE, small.effect("x", 1), small.effect("x", 0, when=small.holds("y")))
    agree = small.action("agree", TRUE, small.effect("n", 7), small.effect("n", 9))
    believe = small.action("believe", TRUE, small.effect("x", 1, "A"), small.effect("x", 0, "A"))
    set_y = small.action("set y", TRUE, small.effect("y"))
    engine = start(small.task())
    state = engine.initial()
    assert small.value(engine, engine.do(state, act), "x") == 1
    assert small.value(engine, engine.do(state, agree), "n") == 3
    with pytest.raises(Contradiction) as caught:
        engine.do(engine.do(state, set_y), act)
    assert (caught.value.event, caught.value.fluent) == ("act", "x")
    with pytest.raises(Contradiction) as caught:
        engine.do(state, believe)
    assert (caught.value.event, caught.value.fluent) == ("believe", "x")


def test_conditions_read_minds_at_the_end_of_a_path(start: Start) -> None:
    small = Small("A B", "x y")
    small.fact("x", 1, "A B")
    both = AllOf((small.holds("x", "A B"), small.fails("x", "A")))
    either = AnyOf((small.holds("x"), small.holds("x", "A B")))
    neither = AnyOf((small.holds("x", "B"), small.holds("x", "B A")))
    acts = [
        small.action(name, condition, small.effect("y"))
        for name, condition in (("both", both), ("either", either), ("neither", neither), ("never", AnyOf(())))
    ]
    engine = start(small.task())
    state = engine.initial()
    assert engine.possible(state) == tuple(acts[:2])
    chosen = Choose(both, Constant(4), Constant(5))
    assert evaluate(engine, state, chosen) == 4
    assert evaluate(engine, engine.belief(state, 1), chosen) == 5


def test_numbers_out_of_range_are_refused(start: Start) -> None:
    small = Small("A", "x")
    act = small.action("act", TRUE, small.effect("x"))
    engine = start(small.task())
    state = engine.initial()
    for question in (
        lambda: engine.value(state, 1),
        lambda: engine.value(state, -1),
        lambda: engine.belief(state, 1),
        lambda: engine.is_possible(state, 1),
        lambda: engine.do(state, -1),
        lambda: engine.utility(state, 1),
        lambda: engine.observes(state, 0, 2),
        lambda: engine.plan(state, act, 0),
        lambda: engine.values(type(state)(10**6)),
        lambda: engine.do(type(state)(10**6), act),
        lambda: engine.revise(state, 0, (((0,), 0, 1),)),
    ):
        with pytest.raises(ValueError, match=r"."):
            question()


def test_compare_keeps_its_meaning_under_data() -> None:
    """What crosses to the native engine names every part."""
    small = Small("A", "x")
    small.action("act", Compare("==", small.read("x", "A"), Constant(0)), small.effect("x", 1, "A"), by="A", seen="A")
    small.action("again", Compare("==", small.read("x", "A"), Constant(0)), by="A", seen="A")
    data = json.loads(json.dumps(small.task().data()))
    # Each once, after its parts.
    assert data["terms"] == [
        ["read", [0], 0],
        ["constant", 0],
        ["compare", "==", 0, 1, False, False],
        ["constant", 1],
        ["all", []],
    ]
    assert data["views"] == [[4]]
    assert data["actions"] == [["act", 2, [[[0], 0, 3, 4, False, False]], [0], 0, None], ["again", 2, [], [0], 0, None]]
    assert data["utility"] == 1
