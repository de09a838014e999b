"""A projection to as few facts as decide a question, found by what is wrong with the way that it shows.

It begins with the facts that are asked about. The way that it shows is walked in the world. Where an act is not possible there,
the facts that a failing condition reads may be missing; where the world comes to be otherwise, those that decide that. Those
that have the fewest values are looked at, too. Until there is no way; or the way can be walked, reasons aside; or there would
be too many states. Then those are left out again that stay as they are on the last way: what must only not be lost multiplies
the states, and is in nobody's way.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import holds as is_so
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.proving import Outlook, Projection
from fabula.proving.goals import Goal
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Condition, ground_conjuncts, reads

#: so many states a projection may have
MOST = 60_000
#: so many of them are looked at for one question, in all projections together
MOST_IN_ALL = 600_000


@dataclass(frozen=True, slots=True)
class Refined:
    """`never`: the projection in which what is sought holds nowhere, which is a proof. Otherwise `guide`: the last one that is
    known whole, or of those one in which it is farthest away (None: there is none); and `walk`: acts that lead to what is
    sought in the world, whether or not anybody has a reason for them (None: none were found)."""

    never: Projection | None
    guide: Projection | None
    walk: tuple[int, ...] | None


class Refining:
    """Looks for a projection that decides what is sought from a state on, as far as it is told to, and goes on from there."""

    def __init__(self, engine: NativeEngine, outlook: Outlook, goal: Goal, start: State, guess: Iterable[int] = ()) -> None:
        """`guess`: facts to begin with, besides those that are asked about."""
        self.found = Refined(None, None, None)
        #: projections have been made with as many states as this
        self.most = 0
        self._engine = engine
        self._outlook = outlook
        self._goal = goal
        self._start = start
        self._fluents = frozenset((*goal.fluents(), *guess))
        #: what is begun with by itself, where what is asked about was left out of it
        self._guess = frozenset() if set(goal.fluents()) <= set(guess) else frozenset(guess)
        #: those of them that are left out again
        self.staying: frozenset[int] = frozenset()
        self._left = MOST_IN_ALL

    def go_on(self, most: int = MOST, until: float | None = None) -> Refined:
        """Goes on with projections of at most so many states. `until`: when to stop, by `time.monotonic`."""
        if most > self.most:
            self.staying = frozenset()
            if self._guess and self._is_guessed(most):
                return self.found
        while most > self.most:
            projection = self._outlook.project(self._fluents - self.staying, self._goal.condition, min(most, self._left))
            self._left -= projection.size
            if not projection.complete and self._leave_out():
                continue
            way = projection.way()
            if projection.complete:
                guide = self._farther(projection)
                self.found = Refined(projection if way is None else None, projection if way is None else guide, None)
            if way is None:
                self.most = MOST if projection.complete else most
                break
            walked = _walked(self._engine, self._outlook, projection, self._goal, self._start, way)
            if walked.acts is not None:
                self.found = Refined(None, self.found.guide, walked.acts)
            if (
                self._left <= 0
                or walked.acts is not None
                or (projection.complete and walked.missing <= self._fluents | self.staying)
            ):
                # More states would tell the same.
                self.most = MOST
            elif not projection.complete:
                # More facts are hardly ever fewer states, and what is not whole guides nothing.
                self.most = most
            else:
                self._fluents |= walked.missing - self.staying
                if until is not None and time.monotonic() >= until:
                    break
        return self.found

    def _is_guessed(self, most: int) -> bool:
        """Whether the facts that are begun with are enough by themselves, in at most so many states."""
        projection = self._outlook.project(self._guess, self._goal.condition, min(most, self._left))
        self._left -= projection.size
        if projection.complete:
            self._guess = frozenset()
        if not projection.complete or projection.way() is not None:
            return False
        self.found, self.most = Refined(projection, projection, None), MOST
        return True

    def _leave_out(self) -> bool:
        """Leaves out, once, what stays as it is: on the way of the last projection that is whole, or, where there is none, as
        it is asked for. Whether there is anything."""
        if self.staying:
            return False
        guide = self.found.guide
        way = None if guide is None else guide.way()
        if guide is None or way is None:
            stays = self._as_asked()
        else:
            start = guide.row(0)
            rows = [guide.row(row) for _, row in way]
            stays = {fluent for place, fluent in enumerate(guide.fluents) if all(row[place] == start[place] for row in rows)}
        if not stays or stays >= self._fluents:
            return False
        self.staying = frozenset(stays)
        return True

    def _as_asked(self) -> set[int]:
        """The facts of those parts of what is sought that hold from the start, and of no other part."""
        parts: dict[bool, set[int]] = {True: set(), False: set()}
        for part in ground_conjuncts(self._goal.condition):
            parts[is_so(self._engine, self._start, part)].update(_read(part))
        return parts[True] - parts[False]

    def _farther(self, projection: Projection) -> Projection:
        """The projection, or the last one where that has it farther away."""
        guide = self.found.guide
        if guide is None or not self.staying:
            return projection
        return guide if guide.acts_from(guide.row(0)) > projection.acts_from(projection.row(0)) else projection


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
    """The acts of a way, one after the other, in the world, possible or not: of all that is against it those facts are missing
    that have the fewest values, the first of them."""
    task = engine.task
    acts: list[int] = []
    against: list[frozenset[int]] = []
    is_walked = is_like_it = True
    try:
        for act, events, row in _steps(len(task.actions), way):
            ended = engine.ending(state)
            if ended is not None:
                is_walked = False
                against.append(frozenset(_read(task.endings[ended].condition)))
            failing = _failing(engine, state, task.actions[act].precondition)
            is_walked &= not failing
            against += failing
            acts.append(act)
            state = engine.do(state, act)
            wrong = _differing(engine, state, projection, row) if is_like_it else []
            if wrong:
                is_walked = is_like_it = False
                against.append(frozenset(_deciding(outlook, (act, *events), wrong)))
        if is_walked and holds(engine, state, goal):
            return _Walked(tuple(acts), frozenset())
        against += _failing(engine, state, goal.condition)
    except (BudgetEnded, *RUNTIME_ERRORS):
        # A way that can't be worked out further says nothing more.
        pass
    missing = [facts - set(projection.fluents) for facts in against]
    return _Walked(None, min(filter(None, missing), key=lambda facts: _values(outlook, facts), default=frozenset()))


def _values(outlook: Outlook, facts: Iterable[int]) -> int:
    """How many values some facts can have together."""
    return prod(outlook.ranges[fluent].size for fluent in facts)


def holds(engine: NativeEngine, state: State, goal: Goal) -> bool:
    """Whether a state is what is sought."""
    if goal.ending is not None:
        return engine.ending(state) == goal.ending
    return is_so(engine, state, goal.condition)


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


def _failing(engine: NativeEngine, state: State, condition: Condition) -> list[frozenset[int]]:
    """Of each part of a condition that fails, the facts of the world that it reads."""
    return [frozenset(_read(part)) for part in ground_conjuncts(condition) if not is_so(engine, state, part)]


def _differing(engine: NativeEngine, state: State, projection: Projection, row: int) -> list[int]:
    """The facts that are otherwise in the world than the projection has them."""
    pairs = zip(projection.fluents, projection.row(row), strict=True)
    return [fluent for fluent, value in pairs if engine.value(state, fluent) != value]


def _deciding(outlook: Outlook, events: Iterable[int], fluents: Iterable[int]) -> Iterator[int]:
    """The facts that decide what events make of others."""
    for event in events:
        for fluent in fluents:
            yield from outlook.decisive(event, fluent)
