"""Somebody who would rather not know: what can be hoped for, as plans of others' and one's own show, includes that a number is
not known any more, whatever makes it so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.engine.engines import ENGINES

from fabula.engine.interface import Engine
from fabula.task import (
    TRUE,
    UNKNOWN,
    Action,
    Arithmetic,
    Choose,
    Compare,
    Condition,
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

OPEN, ROOM, OTHER, TURNED = range(4)
IS_OPEN = Compare("==", Read((), OPEN), Constant(1))
IS_TURNED = Compare("==", Read((), TURNED), Constant(1))
LOST = Constant(UNKNOWN)
NOT_KNOWN = Compare("==", Read((), ROOM), Constant(UNKNOWN))


@dataclass(frozen=True)
class Loss:
    """What the last act writes, in which case, and what is wished for."""

    value: Expression = LOST
    case: Condition = TRUE
    wish: Condition = NOT_KNOWN
    other: int = UNKNOWN
    plan: tuple[int, ...] = (0, 1)


LOSSES = {
    "a constant": Loss(),
    "a constant in a case": Loss(case=IS_OPEN),
    "a number that is not known": Loss(value=Read((), OTHER)),
    "a sum with a number that is not known": Loss(value=Arithmetic("+", Read((), OTHER), Constant(1))),
    "a number or none": Loss(value=Choose(IS_TURNED, LOST, Constant(2)), plan=(0, 2, 1)),
    "the wish is a sum": Loss(wish=Compare("==", Arithmetic("+", Read((), ROOM), Constant(1)), Constant(UNKNOWN))),
    "the wish is that it is as another": Loss(wish=Compare("==", Read((), ROOM), Read((), OTHER))),
    "it is another than before": Loss(wish=Compare("!=", Read((), ROOM), Constant(1)), other=1),
}


def task_of(loss: Loss, most: int) -> Task:
    """A opens, turns if it helps, and loses; numbers up to `most`."""
    seen = (TRUE,)
    return Task(
        name="losing",
        symbols=("A",),
        characters=("A",),
        fluents=(
            Fluent("open", Sort.TRUTH, (0, 1)),
            Fluent("room", Sort.NUMBER, (), 0, most),
            Fluent("other", Sort.NUMBER, (), 0, most),
            Fluent("turned", Sort.TRUTH, (0, 1)),
        ),
        facts=(Fact((), ROOM, 1), Fact((), OTHER, loss.other)),
        actions=(
            Action("open", TRUE, (Effect((), OPEN, Constant(1)),), (0,), seen),
            Action("lose", IS_OPEN, (Effect((), ROOM, loss.value, loss.case),), (0,), seen),
            Action("turn", IS_OPEN, (Effect((), TURNED, Constant(1)),), (0,), seen),
        ),
        triggers=(),
        utilities=(Choose(loss.wish, Constant(1), Constant(0)),),
        limits=(Limits(3, 1),),
    )


@pytest.mark.parametrize("most", [3, 1000], ids=["few numbers", "many numbers"])
@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("make", ENGINES.values(), ids=ENGINES)
def test_what_becomes_unknown_can_be_hoped_for(make: Callable[[Task], Engine], loss: Loss, most: int) -> None:
    engine = make(task_of(loss, most))
    assert engine.plan_in(engine.belief(engine.initial(), 0), 0, 0, 3, 0) == loss.plan
