"""Conditions and expressions alone, as plain lists, strings and integers."""

from __future__ import annotations

from typing import Any

from fabula.task import AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read


def expression_data(expression: Expression) -> list[Any]:
    """An expression as it stands in `Task.data`."""
    match expression:
        case Constant():
            return ["constant", *expression.values]
        case Read(path, fluent):
            return ["read", list(path), fluent]
        case Arithmetic(operator, left, right):
            return ["arithmetic", operator, expression_data(left), expression_data(right)]
        case Choose(condition, then, otherwise):
            return ["choose", condition_data(condition), expression_data(then), expression_data(otherwise)]


def condition_data(condition: Condition) -> list[Any]:
    """A condition as it stands in `Task.data`."""
    match condition:
        case Compare(operator, left, right, of_reads, denied):
            return ["compare", operator, expression_data(left), expression_data(right), of_reads, denied]
        case AllOf(parts):
            return ["all", [condition_data(part) for part in parts]]
        case AnyOf(parts):
            return ["any", [condition_data(part) for part in parts]]
