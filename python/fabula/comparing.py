"""Comparisons of codes."""

from __future__ import annotations

from fabula.task import UNKNOWN


def compared(operator: str, left: int, right: int) -> bool:
    """Whether a comparison holds of two codes (`?` equals only itself and is in no order)."""
    if operator == "==":
        return left == right
    if operator == "!=":
        return left != right
    if left == UNKNOWN or right == UNKNOWN:
        return left == right and operator in ("<=", ">=")
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
    raise ValueError(operator)
