"""The leaves of a tree: values as they are written."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A word: a thing, a variable, a value of an enumeration, or a yes/no property without arguments."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    value: int
    span: Span


@dataclass(frozen=True, slots=True)
class Truth:
    """`yes`, `no`, `true`, `false` (also `True`, `False`)."""

    value: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """`unknown`, or `nobody`, `nothing`, `nowhere`, `none`, which are one value; `word` keeps what was written."""

    word: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A text in double quotes, without them, escapes resolved (`\\"`, `\\\\`, `\\n`)."""

    value: str
    span: Span
