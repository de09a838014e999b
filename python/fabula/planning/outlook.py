"""How well a row of acts can end at best: a bound, so that the judge need not try every way of leaving acts out.

Acts are applied to sets of values that each fluent may have, and never take a value away; what beliefs say is taken to be
anything. So nothing that is possible is missed, and much that is impossible is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from fabula.comparing import compared
from fabula.engine.evaluate import evaluate
from fabula.engine.interface import Engine, NumberTooLarge, State
from fabula.task import (
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Read,
    Task,
)

#: sets with more values than this are taken to be everything
LARGE = 64

#: values that something may have; None = any
_Values = frozenset[int] | None
_Known = dict[int, _Values]


class Outlook:
    """Bounds of utilities on an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._task = engine.task
        self._triggered = _triggered(engine.task)

    def best(self, state: State, acts: Iterable[int], mind: int | None) -> int | None:
        """No less than the utility after any of the acts have been done in their order, some of them left out; None = there
        is no telling."""
        known: _Known = {}
        for fluent, value in enumerate(self._engine.values(state)):
            known[fluent] = _union(frozenset((value,)), self._triggered.get(fluent, frozenset()))
        for act in acts:
            action = self._task.actions[act]
            if True in _truths(known, action.precondition):
                self._apply(known, action.effects)
        values = _values(known, self._task.utility if mind is None else self._task.utilities[mind])
        return None if values is None else max(values)

    def _apply(self, known: _Known, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if not effect.path and True in _truths(known, effect.condition):
                values = _clamped(self._task, effect.fluent, _values(known, effect.value))
                known[effect.fluent] = _union(known[effect.fluent], values)


def _triggered(task: Task) -> _Known:
    """What triggers may assign, at any time."""
    after: _Known = {}
    for trigger in task.triggers:
        for effect in trigger.effects:
            if not effect.path:
                values = frozenset((effect.value.value,)) if isinstance(effect.value, Constant) else None
                after[effect.fluent] = _union(after.get(effect.fluent, frozenset()), _clamped(task, effect.fluent, values))
    return after


def _union(first: _Values, second: _Values) -> _Values:
    if first is None or second is None:
        return None
    return _limited(first | second)


def _limited(values: frozenset[int]) -> _Values:
    return values if len(values) <= LARGE else None


def _clamped(task: Task, fluent: int, values: _Values) -> _Values:
    """Values as they are after an assignment: within the bounds of a number."""
    low, high = task.fluents[fluent].low, task.fluents[fluent].high
    if (low is None and high is None) or values is None:
        return values
    # What is unknown stays so; to keep it beside what a clamp would make of it only widens the set.
    inside = (value if low is None else max(value, low) for value in values)
    return values | frozenset(value if high is None else min(value, high) for value in inside)


def _values(known: _Known, expression: Expression) -> _Values:
    match expression:
        case Constant(value):
            return frozenset((value,))
        case Read(path, fluent):
            return None if path else known[fluent]
        case Choose(condition, then, otherwise):
            truths = _truths(known, condition)
            chosen = [branch for branch, truth in ((then, True), (otherwise, False)) if truth in truths]
            all_values: _Values = frozenset()
            for branch in chosen:
                all_values = _union(all_values, _values(known, branch))
            return all_values
        case Arithmetic(operator, left, right):
            first, second = _values(known, left), _values(known, right)
            if first is None or second is None:
                return None
            results = [_calculated(operator, one, other) for one in first for other in second]
            return None if None in results else _limited(frozenset(result for result in results if result is not None))


def _truths(known: _Known, condition: Condition) -> frozenset[bool]:
    """What a condition may be: true, false, or both."""
    match condition:
        case Compare(operator, left, right):
            first, second = _values(known, left), _values(known, right)
            if first is None or second is None:
                return frozenset((True, False))
            return frozenset(compared(operator, one, other) for one in first for other in second)
        case AllOf(parts):
            truths = [_truths(known, part) for part in parts]
            true, false = all(True in part for part in truths), any(False in part for part in truths)
        case AnyOf(parts):
            truths = [_truths(known, part) for part in parts]
            true, false = any(True in part for part in truths), all(False in part for part in truths)
    return frozenset(truth for truth, may in ((True, true), (False, false)) if may)


class _Nowhere:
    """No state: constants are what they are."""

    def taken(self, state: State, fluent: int) -> int:
        raise AssertionError("constants read no fluent")

    def belief(self, state: State, character: int) -> State:
        raise AssertionError("constants read no belief")


@lru_cache(maxsize=1 << 16)
def _calculated(operator: str, left: int, right: int) -> int | None:
    """None = too large."""
    try:
        return evaluate(_Nowhere(), State(0), Arithmetic(operator, Constant(left), Constant(right)))
    except NumberTooLarge:
        return None
