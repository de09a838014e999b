"""The value of the expressions and the truth of the conditions of a task in a state, on whichever engine.

Comparisons are two-valued and arithmetic on `?` gives `?`, as `task.py` says of each class.
"""

from __future__ import annotations

from typing import Protocol

from fabula.engine.interface import NumberTooLarge, State
from fabula.task import (
    LARGEST,
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Read,
    compared,
)


class Minds(Protocol):
    """What has to be known of states to read them: every `Engine` offers it."""

    def value(self, state: State, fluent: int) -> int: ...

    def belief(self, state: State, character: int) -> State: ...


def read(minds: Minds, state: State, path: tuple[int, ...], fluent: int) -> int:
    """The value of a fluent in the belief state at the end of a path (semantics 1)."""
    for character in path:
        state = minds.belief(state, character)
    return minds.value(state, fluent)


def evaluate(minds: Minds, state: State, expression: Expression, event: str = "") -> int:
    """The value of an expression. Raises `NumberTooLarge(event)` if a number on the way is beyond `task.LARGEST`."""
    match expression:
        case Constant(value):
            return value
        case Read(path, fluent):
            return read(minds, state, path, fluent)
        case Choose(condition, then, otherwise):
            return evaluate(minds, state, then if holds(minds, state, condition, event) else otherwise, event)
        case Arithmetic(operator, left, right):
            first = evaluate(minds, state, left, event)
            second = evaluate(minds, state, right, event)
            return _calculate(operator, first, second, event)


def holds(minds: Minds, state: State, condition: Condition, event: str = "") -> bool:
    """Whether a condition is true. Parts are looked at in order, and no more of them than needed."""
    match condition:
        case AllOf(parts):
            return all(holds(minds, state, part, event) for part in parts)
        case AnyOf(parts):
            return any(holds(minds, state, part, event) for part in parts)
        case Compare(operator, left, right):
            return compared(operator, evaluate(minds, state, left, event), evaluate(minds, state, right, event))


def _calculate(operator: str, left: int, right: int, event: str) -> int:
    if UNKNOWN in (left, right):
        return UNKNOWN
    match operator:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "/":
            if right == 0:
                # Grounding refuses a division by a constant 0; a fluent that happens to be 0 leaves no known number.
                return UNKNOWN
            result = left // right
        case "min":
            result = min(left, right)
        case "max":
            result = max(left, right)
        case _:
            raise ValueError(f"unknown operator {operator!r}")
    if abs(result) > LARGEST:
        raise NumberTooLarge(event)
    return result
