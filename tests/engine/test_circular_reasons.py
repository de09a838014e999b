"""Reasons that rest on each other in a circle: whether they are any depends on how many levels deep somebody thinks, and what
is known of one depth must not be taken for another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.engines import ENGINES

from fabula.engine.interface import Engine
from fabula.task import (
    TRUE,
    Action,
    AnyOf,
    Choose,
    Compare,
    Constant,
    Effect,
    Expression,
    Fact,
    Fluent,
    Limits,
    Read,
    Sort,
    Task,
)

A, B, C = range(3)
SYMBOLS = ("A", "B", "C", "start", "middle", "a", "a then b", "b", "b then a")
START, MIDDLE, AFTER_A, AFTER_A_B, AFTER_B, AFTER_B_A = range(3, len(SYMBOLS))
#: levels of thought
UNLIMITED = 1 << 20
#: who, how many acts ahead, how many levels deep
Question = tuple[int, int, int]


def quarrel() -> Task:
    """In the middle, A has a reason for her act, which B's act is to follow, unless B has a reason to do his at once; and B has
    one to do his, which A's is to follow, unless A has a reason to do hers at once. C wants A to do hers."""
    here = Read((), 0)

    def act(name: str, who: int, *ways: tuple[int, int]) -> Action:
        cases = [(Compare("==", here, Constant(before)), Constant(after)) for before, after in ways]
        effects = tuple(Effect((), 0, after, case) for case, after in cases)
        return Action(name, AnyOf(tuple(case for case, _ in cases)), effects, (who,), (TRUE, TRUE, TRUE))

    def wish(worth: dict[int, int]) -> Expression:
        whole: Expression = Constant(0)
        for place, value in worth.items():
            whole = Choose(Compare("==", here, Constant(place)), Constant(value), whole)
        return whole

    return Task(
        name="quarrel",
        symbols=SYMBOLS,
        characters=SYMBOLS[:3],
        fluents=(Fluent("here", Sort.SYMBOL, tuple(range(3, len(SYMBOLS)))),),
        facts=(Fact((), 0, START),),
        actions=(
            act("A's", A, (MIDDLE, AFTER_A), (AFTER_B, AFTER_B_A)),
            act("B's", B, (MIDDLE, AFTER_B), (AFTER_A, AFTER_A_B)),
            act("C's", C, (START, MIDDLE)),
        ),
        triggers=(),
        utilities=(
            wish({AFTER_A_B: 1, AFTER_B: 1, AFTER_B_A: 2}),
            wish({AFTER_A: 1, AFTER_A_B: 2, AFTER_B_A: 1}),
            wish({AFTER_A: 1}),
        ),
        limits=(Limits(4, -1), Limits(4, -1), Limits(4, -1)),
    )


def answers(engine: Engine, *questions: Question) -> list[tuple[int, ...] | None]:
    """Of A and B about their acts in the middle, of C about hers at the start."""
    start = engine.initial()
    middle = engine.do(start, C)
    return [
        engine.plan_in(engine.belief(start if who == C else middle, who), who, who, ahead, deep)
        for who, ahead, deep in questions
    ]


EACH = pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)


@EACH
def test_in_a_circle_every_other_level_has_a_reason(make: Callable[[Task], Engine]) -> None:
    """At the last level a plan has one act, so that nobody has a reason there; one level above it the other one can't be relied
    on, so that there is one; and so on."""
    questions = [(A, 2, deep) for deep in (-1, 0, 1, 2, 3, 4)]
    assert answers(make(quarrel()), *questions) == [None, (A, B), None, (A, B), None, (A, B)]


@EACH
def test_without_a_limit_of_levels_a_reason_that_rests_on_itself_is_none(make: Callable[[Task], Engine]) -> None:
    assert answers(make(quarrel()), (A, 2, UNLIMITED)) == [None]


@EACH
def test_what_is_known_without_a_limit_of_levels_does_not_count_where_there_is_one(make: Callable[[Task], Engine]) -> None:
    """As many levels as acts are no limit to what can be hoped for; they are one to what is explained."""
    assert answers(make(quarrel()), (A, 2, UNLIMITED), (C, 3, UNLIMITED), (C, 3, 3)) == [None, None, (C, A)]


@EACH
def test_what_is_known_of_one_number_of_levels_does_not_count_for_another(make: Callable[[Task], Engine]) -> None:
    assert answers(make(quarrel()), (A, 2, 3), (C, 3, 4), (C, 3, 3)) == [None, None, (C, A)]
