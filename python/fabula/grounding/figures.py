"""Arithmetic whose errors have a place in the text."""

from __future__ import annotations

from fabula.grounding.terms import Terms
from fabula.source import Span
from fabula.task import Expression as TaskExpression


class BadNumber(Exception):
    """A constant that can't be computed; `code` is the problem's, `span` says where."""

    def __init__(self, code: str, span: Span | None) -> None:
        self.code = code
        self.span = span
        super().__init__(code)


def calculated(terms: Terms, operator: str, left: TaskExpression, right: TaskExpression, span: Span | None) -> TaskExpression:
    """Arithmetic whose errors have a place: raises `BadNumber`."""
    try:
        return terms.arithmetic(operator, left, right)
    except ZeroDivisionError:
        raise BadNumber("division-by-zero", span) from None
    except OverflowError:
        raise BadNumber("number-too-large", span) from None
