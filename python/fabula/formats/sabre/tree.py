"""What a Sabre problem file says (problem-files 2), before any name is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.source import Span

# --- expressions -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A variable or an entity."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Literal:
    """`True`, `False`, a number, or None for `?`."""

    value: bool | int | None
    span: Span


Term = Union[Name, Literal]


@dataclass(frozen=True, slots=True)
class FluentOf:
    """`name(arguments)`, as believed along `believers`, outermost first."""

    believers: tuple[Term, ...]
    name: str
    arguments: tuple[Term, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Believes:
    believer: Term
    body: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Conjunction:
    parts: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Disjunction:
    parts: tuple[Expression, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Negation:
    body: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Conditional:
    """Conditions with their branches, in order, and what stands after `else`."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression | None
    span: Span


@dataclass(frozen=True, slots=True)
class Quantified:
    """`forall`, `exists`, `sum` or `product` over the values of a type."""

    quantifier: str
    variable: Name
    type: Name
    body: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Assignment:
    fluent: FluentOf
    value: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: Expression
    right: Expression
    span: Span


@dataclass(frozen=True, slots=True)
class IsOfType:
    body: Expression
    type: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Calculation:
    operator: str
    left: Expression
    right: Expression
    span: Span


Expression = Union[
    Name,
    Literal,
    FluentOf,
    Believes,
    Conjunction,
    Disjunction,
    Negation,
    Conditional,
    Quantified,
    Assignment,
    Comparison,
    IsOfType,
    Calculation,
]

# --- statements ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parameter:
    """`variable : type`, or a constant that stands in its place."""

    variable: Name | None
    type: Name | None
    constant: Term | None


@dataclass(frozen=True, slots=True)
class TypeDefinition:
    name: Name
    parents: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class EntityDefinition:
    name: Name
    types: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class PropertyDefinition:
    name: Name
    parameters: tuple[Parameter, ...]
    type: Name


@dataclass(frozen=True, slots=True)
class Observing:
    variable: Name
    type: Name
    body: Expression


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """An action or a trigger. What is not said is None."""

    kind: str
    name: Name
    parameters: tuple[Parameter, ...]
    precondition: Expression | None
    effect: Expression | None
    consenting: tuple[Term, ...]
    observing: Observing | None


@dataclass(frozen=True, slots=True)
class UtilityDefinition:
    """`character` is None for the author."""

    character: Name | None
    value: Expression


@dataclass(frozen=True, slots=True)
class InitialFact:
    fact: Expression


Statement = Union[TypeDefinition, EntityDefinition, PropertyDefinition, EventDefinition, UtilityDefinition, InitialFact]
