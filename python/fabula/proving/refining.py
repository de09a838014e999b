"""A projection to as few facts as decide a question, found by what is wrong with the way that it shows.

It begins with the facts that are asked about. The way that it shows is walked in the world: where an act is not possible there,
the facts that its first failing condition reads are looked at, too; where the world comes to be otherwise, those that decide
that. Until there is no way; or the way can be walked, reasons aside; or there would be too many states.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.proving import Outlook, Projection
from fabula.proving.goals import Goal
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Choose, Condition, Constant, ground_conjuncts, reads

#: so many states a projection may have
MOST = 60_000
#: so many of them are looked at for one question, in all projections together
MOST_IN_ALL = 600_000


@dataclass(frozen=True, slots=True)
class Refined:
    """`never`: the projection in which what is sought holds nowhere, which is a proof. Otherwise `guide`: the last one that is
    known whole (None: there is none); and `walk`: acts that lead to what is sought in the world, whether or not anybody has a
    reason for them (None: none were found)."""

    never: Projection | None
    guide: Projection | None
    walk: tuple[int, ...] | None


def refined(engine: NativeEngine, outlook: Outlook, goal: Goal, start: State, until: float | None = None) -> Refined:
    """Looks for a projection that decides what is sought from a state on. `until`: when to stop, by `time.monotonic`."""
    fluents = set(goal.fluents())
    guide: Projection | None = None
    left = MOST_IN_ALL
    while True:
        projection = outlook.project(fluents, goal.condition, min(MOST, left))
        left -= projection.size
        way = projection.way()
        if projection.complete:
            guide = projection
            if way is None:
                return Refined(projection, guide, None)
        if way is None or left <= 0 or (until is not None and time.monotonic() >= until):
            return Refined(None, guide, None)
        walked = _walked(engine, outlook, projection, goal, start, way)
        if walked.acts is not None:
            return Refined(None, guide, walked.acts)
        if walked.missing <= fluents:
            return Refined(None, guide, None)
        fluents |= walked.missing


@dataclass(frozen=True, slots=True)
class _Walked:
    """`acts`: the way led to what is sought. `missing`: facts on which it depends where it went wrong."""

    acts: tuple[int, ...] | None
    missing: frozenset[int]


def _walked(
    engine: NativeEngine,
    outlook: Outlook,
    projection: Projection,
    goal: Goal,
    state: State,
    way: Iterable[tuple[int, int]],
) -> _Walked:
    """The acts of a way, one after the other, in the world."""
    task = engine.task
    acts: list[int] = []
    try:
        for act, events, row in _steps(len(task.actions), way):
            ended = engine.ending(state)
            if ended is not None:
                return _Walked(None, frozenset(_read(task.endings[ended].condition)))
            if not engine.is_possible(state, act):
                return _Walked(None, _failing(engine, state, task.actions[act].precondition, projection))
            acts.append(act)
            state = engine.do(state, act)
            wrong = _differing(engine, state, projection, row)
            if wrong:
                return _Walked(None, frozenset(_deciding(outlook, (act, *events), wrong)) - set(projection.fluents))
        if holds(engine, state, goal):
            return _Walked(tuple(acts), frozenset())
        return _Walked(None, _failing(engine, state, goal.condition, projection))
    except (BudgetEnded, *RUNTIME_ERRORS):
        # A way that can't be worked out says nothing.
        return _Walked(None, frozenset())


def holds(engine: NativeEngine, state: State, goal: Goal) -> bool:
    """Whether a state is what is sought."""
    if goal.ending is not None:
        return engine.ending(state) == goal.ending
    return is_true(engine, state, goal.condition)


def is_true(engine: NativeEngine, state: State, condition: Condition) -> bool:
    """Whether a condition holds in a state."""
    return engine.evaluate(state, Choose(condition, Constant(1), Constant(0))) == 1


def _steps(actions: int, way: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[int], int]]:
    """Each act of a way, the triggers that follow on it, and the state that they lead to."""
    act: int | None = None
    events: list[int] = []
    row = 0
    for event, after in way:
        if event < actions:
            if act is not None:
                yield act, events, row
            act, events = event, []
        else:
            events.append(event)
        row = after
    if act is not None:
        yield act, events, row


def _read(condition: Condition) -> Iterator[int]:
    return (read.fluent for read in reads(condition) if not read.path)


def _failing(engine: NativeEngine, state: State, condition: Condition, projection: Projection) -> frozenset[int]:
    """The facts, not looked at yet, that the first of the failing parts of a condition reads that reads any."""
    for part in ground_conjuncts(condition):
        missing = frozenset(_read(part)) - set(projection.fluents)
        if missing and not is_true(engine, state, part):
            return missing
    return frozenset()


def _differing(engine: NativeEngine, state: State, projection: Projection, row: int) -> list[int]:
    """The facts that are otherwise in the world than the projection has them."""
    pairs = zip(projection.fluents, projection.row(row), strict=True)
    return [fluent for fluent, value in pairs if engine.value(state, fluent) != value]


def _deciding(outlook: Outlook, events: Iterable[int], fluents: Iterable[int]) -> Iterator[int]:
    """The facts that decide what events make of others."""
    for event in events:
        for fluent in fluents:
            yield from outlook.decisive(event, fluent)
