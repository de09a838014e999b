"""Expressions with their types: what a checked expression is, which types fit which, and how a type is called in a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula import model


@dataclass(frozen=True, slots=True)
class NobodyType:
    """The type of `nobody`, `nothing`, ... standing alone: fits things and choices, never a number and never yes or no."""


Type = Union[model.Type, NobodyType]

TRUTH = model.TruthType()
NUMBER = model.NumberType()
NOBODY = NobodyType()


@dataclass(frozen=True, slots=True)
class Typed:
    """A checked expression. `size` counts its nodes, `depth` the longest way down: both are bounded (`expressions.check`)."""

    expression: model.Expression
    type: Type
    size: int = 1
    depth: int = 1


def build(expression: model.Expression, kind: Type, *parts: Typed) -> Typed:
    """A typed expression made of typed parts; a part that stands in it twice is given twice."""
    return Typed(expression, kind, 1 + sum(part.size for part in parts), 1 + max((part.depth for part in parts), default=0))


def with_article(word: str) -> str:
    return f"an {word}" if word[:1].lower() in "aeiou" and word[:1] else f"a {word}"


def describe(kind: Type) -> str:
    """The type in words, as a problem names it."""
    match kind:
        case model.TruthType():
            return "yes or no"
        case model.NumberType(None, None):
            return "a number"
        case model.NumberType(low, high) if low == high:
            return f"the number {low}"
        case model.NumberType(low, None):
            return f"a number from {low}"
        case model.NumberType(None, high):
            return f"a number up to {high}"
        case model.NumberType(low, high):
            return f"a number from {low} to {high}"
        case model.ThingType(name):
            return with_article(name)
        case model.ChoiceType((only,)):
            return f"the value '{only}'"
        case model.ChoiceType(values):
            return f"one of {', '.join(values)}"
        case NobodyType():
            return "nobody"


def describe_typed(value: Typed) -> str:
    """The value in words, as a problem says what it has seen."""
    match value.expression:
        case model.Literal(bool() as truth):
            return "yes" if truth else "no"
        case model.Literal(str() as name) if isinstance(value.type, model.ThingType):
            return f"{name}, {with_article(value.type.kind)}"
        case model.Literal(None):
            return "nobody"
        case model.Literal(value=plain):
            return str(plain)
        case model.Variable(name, kind):
            return f"{name}, {with_article(kind)}"
        case model.Get(name):
            return f"'{name}' ({describe(value.type)})"
        case _:
            return describe(value.type)


def bounds(kind: Type) -> tuple[int | None, int | None]:
    return (kind.low, kind.high) if isinstance(kind, model.NumberType) else (None, None)
