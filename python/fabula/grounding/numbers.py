"""Comparison and arithmetic on codes, and the bounds of numbers that aren't known yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fabula.task import LARGEST, UNKNOWN, Arithmetic, Choose, Constant, Expression, Fluent

#: operator -> the one that "not" makes of it
COMPARISONS = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
#: operator -> the one for exchanged sides
FLIPPED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Range(NamedTuple):
    """Bounds of a number wherever it is one (None = none); `known`: it is never `?`."""

    low: int | None
    high: int | None
    known: bool


def calculate(operator: str, left: int, right: int) -> int:
    """Raises `ZeroDivisionError`, and `OverflowError` beyond `task.LARGEST`."""
    match operator:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "/":
            result = left // right
        case "min":
            result = min(left, right)
        case "max":
            result = max(left, right)
        case _:
            raise ValueError(operator)
    if abs(result) > LARGEST:
        raise OverflowError(result)
    return result


def clamp(value: int, low: int | None, high: int | None) -> int:
    """The nearest number within the bounds; `UNKNOWN` stays."""
    if value == UNKNOWN:
        return value
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def range_of(expression: Expression, fluents: Sequence[Fluent], inner: Callable[[Expression], Range]) -> Range:
    """The range of an expression, given how to get those of its parts."""
    if isinstance(expression, Constant):
        value = expression.value
        return Range(None, None, False) if value == UNKNOWN else Range(value, value, True)
    if isinstance(expression, Choose):
        then, otherwise = inner(expression.then), inner(expression.otherwise)
        return Range(
            None if then.low is None or otherwise.low is None else min(then.low, otherwise.low),
            None if then.high is None or otherwise.high is None else max(then.high, otherwise.high),
            then.known and otherwise.known,
        )
    if isinstance(expression, Arithmetic):
        return _combined(expression.operator, inner(expression.left), inner(expression.right))
    fluent = fluents[expression.fluent]
    return Range(fluent.low, fluent.high, False)


def _combined(operator: str, left: Range, right: Range) -> Range:
    known = left.known and right.known
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return Range(None, None, known and operator != "/")
    match operator:
        case "+":
            return Range(left.low + right.low, left.high + right.high, known)
        case "-":
            return Range(left.low - right.high, left.high - right.low, known)
        case "*":
            products = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
            return Range(min(products), max(products), known)
        case "min":
            return Range(min(left.low, right.low), min(left.high, right.high), known)
        case "max":
            return Range(max(left.low, right.low), max(left.high, right.high), known)
    return Range(None, None, False)


def spread(operator: str, left: Range, right: Range, right_unknown: bool) -> bool | None:
    """What the ranges alone say of a comparison; None = nothing."""
    if right_unknown:
        return (operator == "!=") if left.known else None
    if operator in (">", ">="):
        left, right, operator = right, left, FLIPPED[operator]
    below = left.high is not None and right.low is not None and left.high < right.low
    not_above = left.high is not None and right.low is not None and left.high <= right.low
    above = left.low is not None and right.high is not None and left.low > right.high
    not_below = left.low is not None and right.high is not None and left.low >= right.high
    both, either = left.known and right.known, left.known or right.known
    match operator:
        case "<":
            return True if below and both else False if not_below else None
        case "<=":
            return True if not_above and both else False if above and either else None
    if either and (below or above):
        return operator == "!="
    return None
