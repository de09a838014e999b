"""What a property can be, as it is written: yes or no, a range, named values, a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.source import Span
from fabula.syntax.leaves import Name, Number


@dataclass(frozen=True, slots=True)
class TypeTruth:
    """`yes/no`."""

    span: Span


@dataclass(frozen=True, slots=True)
class TypeRange:
    """`0..3` (also `-2..2`)."""

    low: Number
    high: Number
    span: Span


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """`calm | angry | afraid`: values of an enumeration."""

    values: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class TypeKind:
    """The name of a kind: a thing of that kind, or unknown."""

    kind: Name
    span: Span


PropertyType = Union[TypeTruth, TypeRange, TypeChoice, TypeKind]
