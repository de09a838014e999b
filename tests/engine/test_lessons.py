"""What a failed attempt teaches: that a condition does not hold, and never what holds instead. Alike on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small

from fabula.engine.interface import Engine, State
from fabula.engine.lessons import lessons
from fabula.task import AllOf, AnyOf, Compare, Condition, Task

Start = Callable[[Task], Engine]


class Attempt:
    """A tries an act that it takes to be possible, and that is not. `own`: the fluents that are about A."""

    def __init__(self, start: Start, small: Small, condition: Condition, own: str = "") -> None:
        self.small = small
        self.act = small.action("try", condition, by="A")
        self.engine = start(small.task())
        self.before: State = self.engine.initial()
        assert self.engine.is_possible(self.engine.belief(self.before, 0), self.act)
        assert not self.engine.is_possible(self.before, self.act)
        given = lessons(self.engine.task, self.act, 0, [small.fluent(name) for name in own.split()])
        self.after = self.engine.in_vain(self.before, 0, given)

    def believes(self, fluent: str, path: str = "A") -> int | str | None:
        return self.small.value(self.engine, self.after, fluent, path)

    @property
    def tries_again(self) -> bool:
        return self.engine.is_possible(self.engine.belief(self.after, 0), self.act)


def house() -> Small:
    return Small(
        "A B",
        "lit shut",
        {"dial": (0, 9), "code": (0, 9)},
        {"killer": "Otto Hugo", "at_a": "hall yard mill", "at_b": "hall yard mill", "at_c": "hall yard mill"},
    )


def test_who_it_was_not(start: Start) -> None:
    small = house()
    small.fact("killer", "Hugo")
    small.fact("killer", "Otto", "A")
    attempt = Attempt(start, small, small.compare("killer", "==", "Otto"))
    assert attempt.believes("killer") is None
    assert attempt.small.value(attempt.engine, attempt.after, "killer") == "Hugo"
    assert not attempt.tries_again


def test_a_yes_or_no_is_the_opposite(start: Start) -> None:
    small = house()
    small.fact("shut")
    small.fact("shut", 0, "A")
    attempt = Attempt(start, small, small.fails("shut"))
    assert attempt.believes("shut") == 1
    assert attempt.believes("shut", "A B") == 0


def test_what_is_not_not_so_is_so(start: Start) -> None:
    small = house()
    small.fact("killer", "Hugo")
    small.fact("killer", "Otto", "A")
    attempt = Attempt(start, small, small.compare("killer", "!=", "Hugo"))
    assert attempt.believes("killer") == "Hugo"


@pytest.mark.parametrize("operator", ["==", "<", "<=", ">", ">="])
def test_a_number_that_is_another_is_any(start: Start, operator: str) -> None:
    small = house()
    small.fact("code", 9 if operator in ("<", "<=", "==") else 0)
    small.fact("code", 4, "A")
    bound = {"==": 4, "<": 5, "<=": 4, ">": 3, ">=": 4}[operator]
    attempt = Attempt(start, small, small.compare("code", operator, bound))
    assert attempt.believes("code") is None
    assert not attempt.tries_again


def test_of_two_numbers_the_own_one_is_sure(start: Start) -> None:
    small = house()
    small.fact("dial", 3)
    small.fact("code", 4)
    small.fact("code", 3, "A")
    for own, (dial, code) in {"dial": (3, None), "code": (None, 3)}.items():
        attempt = Attempt(start, small, small.compare("dial", "==", small.read("code")), own)
        assert (attempt.believes("dial"), attempt.believes("code")) == (dial, code)
        assert not attempt.tries_again


def together(small: Small, one: str, other: str) -> Condition:
    """Two fluents compared, as grounding splits that by cases."""
    return AnyOf(
        tuple(AllOf((small.compare(one, "==", place), small.compare(other, "==", place))) for place in ("hall", "yard", "mill"))
    )


def where(start: Start, at_b: str, at_c: str, own: str = "at_a") -> tuple[int | str | None, ...]:
    small = house()
    for name, place in (("at_a", "hall"), ("at_b", at_b), ("at_c", at_c)):
        small.fact(name, place)
    small.fact("at_b", "hall", "A")
    small.fact("at_c", "hall", "A")
    attempt = Attempt(start, small, AllOf((small.compare("at_a", "==", "hall"), together(small, "at_b", "at_c"))), own)
    assert not attempt.tries_again
    return tuple(attempt.believes(name) for name in ("at_a", "at_b", "at_c"))


def test_two_who_are_not_together_tell_nothing_of_either(start: Start) -> None:
    """Wherever they really are, the same is learned."""
    learned = {where(start, b, c) for b in ("hall", "yard", "mill") for c in ("hall", "yard", "mill") if b != c}
    (only,) = learned
    assert only[0] == "hall"
    assert set(only[1:]) == {"hall", None}


def test_whoever_is_not_here_is_elsewhere(start: Start) -> None:
    small = house()
    small.fact("at_a", "hall")
    small.fact("at_b", "mill")
    small.fact("at_b", "hall", "A")
    attempt = Attempt(start, small, together(small, "at_a", "at_b"), "at_a")
    assert (attempt.believes("at_a"), attempt.believes("at_b")) == ("hall", None)


def test_each_condition_that_fails_is_learned_and_no_other(start: Start) -> None:
    small = house()
    small.fact("killer", "Hugo")
    small.fact("killer", "Otto", "A")
    small.fact("lit", 0)
    small.fact("lit", 1, "A")
    small.fact("dial", 3)
    condition = AllOf((small.compare("killer", "==", "Otto"), small.holds("lit"), small.compare("dial", "==", 3)))
    attempt = Attempt(start, small, condition)
    assert (attempt.believes("killer"), attempt.believes("lit"), attempt.believes("dial")) == (None, 0, 3)


def test_another_way_that_is_as_closed_is_learned_too(start: Start) -> None:
    small = house()
    small.fact("killer", "Hugo")
    small.fact("killer", "Otto", "A")
    small.fact("lit", 0)
    ways: tuple[Compare, ...] = (small.compare("killer", "==", "Otto"), small.holds("lit"))
    attempt = Attempt(start, small, AnyOf(ways))
    assert (attempt.believes("killer"), attempt.believes("lit")) == (None, 0)


def test_what_somebody_else_believes_is_doubted_there(start: Start) -> None:
    small = house()
    small.fact("killer", "Otto", "A")
    small.fact("killer", "Hugo", "B")
    attempt = Attempt(start, small, small.compare("killer", "==", "Otto", "B"))
    assert (attempt.believes("killer"), attempt.believes("killer", "A B")) == ("Otto", None)


def test_an_attempt_that_would_succeed_teaches_nothing(start: Start) -> None:
    small = house()
    act = small.action("try", small.fails("lit"), by="A")
    engine = start(small.task())
    assert engine.in_vain(engine.initial(), 0, lessons(engine.task, act, 0, ())) == engine.initial()


def test_numbers_out_of_range_are_refused(start: Start) -> None:
    small = house()
    act = small.action("try", small.fails("lit"), by="A")
    engine = start(small.task())
    with pytest.raises(ValueError, match="character"):
        engine.in_vain(engine.initial(), 9, lessons(engine.task, act, 0, ()))
