"""The leaves of a tree: values as they are written, and what is made of names alone."""

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


@dataclass(frozen=True, slots=True)
class Act:
    """An act that is spoken of: `vow(Aeris, _)`, with None for `_`; `vow` alone stands for any arguments."""

    name: Name
    arguments: tuple[Name | None, ...] | None
    span: Span


@dataclass(frozen=True, slots=True)
class Once:
    """`once`: never again with the same things; `once for each who`: with the same of these; `once in all`: `each` is empty."""

    each: tuple[Name, ...] | None
    span: Span
