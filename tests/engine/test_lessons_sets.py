"""Semantics 8.3: what a failed attempt teaches in a story, where a mind has sets of values. Alike on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small, denied

from fabula.engine.interface import Engine
from fabula.engine.lessons import lessons
from fabula.task import AllOf, AnyOf, Condition, Task

Start = Callable[[Task], Engine]


def house() -> Small:
    """Ann is wrong or unsure as a test says; whoever it was, it was Hugo."""
    small = Small(
        "Ann Ben",
        "lit",
        {"dial": (0, 5), "code": (0, 5)},
        {"killer": "Otto Hugo Vera", "at_a": "hall yard mill", "at_b": "hall yard mill"},
        sets=True,
    )
    small.fact("killer", "Hugo")
    small.fact("at_a", "hall")
    small.fact("at_b", "mill")
    return small


def tried(start: Start, small: Small, condition: Condition, own: str = "") -> Callable[..., str]:
    """What Ann takes to be possible of a fluent after she has tried an act in vain. `own`: the fluents that are about her."""
    act = small.action("try", condition, by="Ann")
    engine = start(small.task())
    before = engine.initial()
    assert engine.is_possible(engine.belief(before, 0), act)
    assert not engine.is_possible(before, act)
    after = engine.in_vain(before, 0, lessons(engine.task, act, 0, [small.fluent(name) for name in own.split()]))
    assert not engine.is_possible(engine.belief(after, 0), act)
    assert engine.values(after) == engine.values(before)
    # Nobody else sees it.
    assert small.taken(engine, after, "killer", "Ben Ann") == small.taken(engine, before, "killer", "Ben Ann")
    return lambda fluent, path="Ann": small.taken(engine, after, fluent, path)


@pytest.mark.parametrize(
    ("fluent", "believed", "operator", "value", "left"),
    [
        # what was believed alone is wrong: anything else may be so
        ("killer", "Otto", "==", "Otto", "Hugo Vera"),
        ("killer", "Otto Vera", "!=", "Hugo", "Hugo"),
        ("killer", "Otto", "in", "Otto Vera", "Hugo"),
        ("lit", "1", "==", 1, "0"),
        ("code", "2", "==", 2, "0 1 3 4 5"),
        ("code", "3 4", ">", 1, "0 1"),
        ("code", "2 3", "<=", 3, "4 5"),
    ],
)
def test_values_with_which_it_would_hold_are_excluded(
    start: Start, fluent: str, believed: str, operator: str, value: int | str, left: str
) -> None:
    small = house()
    if fluent == "code" and operator == "<=":
        small.fact("code", 5)
    small.fact(fluent, believed, "Ann")
    assert tried(start, small, small.compare(fluent, operator, value))(fluent) == left


def test_the_last_value_left_is_believed_after_an_attempt(start: Start) -> None:
    """It was one of two; it was not the one."""
    small = house()
    small.fact("killer", "Otto", "Ann")
    small.fact("lit", 1, "Ann")
    ways = AnyOf((small.compare("killer", "in", "Otto Vera"), small.holds("lit")))
    known = tried(start, small, ways)
    assert (known("killer"), known("lit")) == ("Hugo", "0")


def test_of_two_properties_the_one_not_about_oneself_is_doubted(start: Start) -> None:
    """And only the value that it was taken to have is excluded: not where it is instead."""
    small = house()
    small.fact("at_b", "hall", "Ann")
    known = tried(start, small, small.compare("at_b", "==", small.read("at_a")), own="at_a")
    assert (known("at_a"), known("at_b")) == ("hall", "yard mill")


def test_each_condition_that_was_believed_and_fails_is_learned(start: Start) -> None:
    small = house()
    small.fact("killer", "Otto", "Ann")
    small.fact("lit", 1, "Ann")
    parts = (small.compare("killer", "==", "Otto"), small.holds("lit"), small.compare("at_b", "==", "mill"))
    known = tried(start, small, AllOf(parts))
    assert (known("killer"), known("lit"), known("at_b")) == ("Hugo Vera", "0", "mill")


@pytest.mark.parametrize(("believes", "says_not", "left"), [("Otto", False, "Hugo Vera"), ("Vera", True, "Otto")])
def test_what_another_believes_is_doubted_in_ones_idea_of_him(start: Start, believes: str, says_not: bool, left: str) -> None:
    """Ben believes it was Otto, or, where that is denied, Ann thinks that he believes something else."""
    small = house()
    small.fact("killer", "Otto" if says_not else "Hugo", "Ben")
    small.fact("killer", believes, "Ann Ben")
    small.fact("killer", "Vera", "Ann")
    atom = small.compare("killer", "==", "Otto", "Ben")
    known = tried(start, small, denied(atom) if says_not else atom)
    assert (known("killer", "Ann Ben"), known("killer")) == (left, "Vera")


def test_that_somebody_does_not_know_it_says_nothing_of_what_it_is(start: Start) -> None:
    small = house()
    small.fact("killer", "Otto Vera", "Ben")
    small.fact("killer", "Hugo", "Ann Ben")
    small.fact("killer", "Hugo", "Ann")
    act = small.action("try", small.knows("Ben", "killer"), by="Ann")
    engine = start(small.task())
    assert lessons(engine.task, act, 0, ()) == ()
