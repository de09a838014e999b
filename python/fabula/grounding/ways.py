"""In which way a condition is wanted (`compiler.py` says what each is for), and what is read where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from fabula.grounding.vocabulary import sort_of
from fabula.model import Arithmetic, Believed, Conditional, Expression, Get, Literal, Property, Quantified, Variable
from fabula.task import Sort

_NUMBERS = frozenset({"count", "sum", "most", "least"})


class Way(NamedTuple):
    """`negated`: "not" pushed to the atoms; `opposite`: the exact opposite of that."""

    negated: bool
    opposite: bool


PLAIN = Way(False, False)
NEGATED = Way(True, False)
OPPOSITE = Way(False, True)
#: what "not" makes of each
TURNED = {way: Way(not way.negated, way.opposite) for way in (PLAIN, NEGATED, OPPOSITE, Way(True, True))}


def is_value(expression: Expression) -> bool:
    """Whether it is a value whatever is so."""
    return isinstance(expression, (Variable, Literal))


def is_read(expression: Expression, or_value: bool = False) -> bool:
    """Whether it is a property, or one in somebody's mind (or a value that is written)."""
    while isinstance(expression, Believed):
        expression = expression.content
    return isinstance(expression, Get) or (or_value and isinstance(expression, Literal))


def sort_in(properties: Mapping[str, Property], expression: Expression) -> Sort | None:
    """What an expression's values are; None for `?`, which may be a number or a symbol."""
    match expression:
        case Literal(value):
            if value is None:
                return None
            if isinstance(value, bool):
                return Sort.TRUTH
            return Sort.NUMBER if isinstance(value, int) else Sort.SYMBOL
        case Variable():
            return Sort.SYMBOL
        case Get(name):
            return sort_of(properties[name])
        case Believed(_, content):
            return sort_in(properties, content)
        case Arithmetic():
            return Sort.NUMBER
        case Conditional(then, _, otherwise):
            return sort_in(properties, then) or sort_in(properties, otherwise)
        case Quantified(word):
            return Sort.NUMBER if word in _NUMBERS else Sort.TRUTH
    return Sort.TRUTH
