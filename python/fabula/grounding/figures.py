"""Arithmetic whose errors have a place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from fabula.grounding.terms import Terms
from fabula.source import Span
from fabula.task import LARGEST, Constant
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


def joined(terms: Terms, operator: str, values: Iterable[TaskExpression], span: Span | None) -> TaskExpression | None:
    """Numbers under an operator for which order does not count; as a tree that is as low as can be, since engines go down
    into it. None if there are no numbers."""
    row = list(values)
    known = [value for value in row if type(value) is Constant]
    if len(known) > 1:
        first: TaskExpression = known[0]
        row = [value for value in row if type(value) is not Constant]
        row.append(reduce(lambda one, two: calculated(terms, operator, one, two, span), known[1:], first))
    while len(row) > 1:
        pairs = [calculated(terms, operator, row[at], row[at + 1], span) for at in range(0, len(row) - 1, 2)]
        row = [*pairs, *row[len(pairs) * 2 :]]
    return row[0] if row else None


def left_out(terms: Terms, word: str, values: Sequence[TaskExpression]) -> Constant:
    """What stands for a number that is not meant: one with which it can't be the most (the least) of those that are."""
    if word == "sum":
        return terms.no
    if not terms.sets:
        # Lower (higher) than any number in a story.
        return terms.constant(-LARGEST if word == "most" else LARGEST)
    ranges = [terms.range(value) for value in values]
    if word == "most":
        return terms.constant(min((-LARGEST if span.low is None else span.low for span in ranges), default=0))
    return terms.constant(max((LARGEST if span.high is None else span.high for span in ranges), default=0))
