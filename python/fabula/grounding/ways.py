"""In which way a condition is wanted (`compiler.py` says what each is for), and what is read where it is written."""

from __future__ import annotations

from typing import NamedTuple

from fabula.model import Believed, Expression, Get, Literal, Variable


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
