"""What can be asked of a story, once it is understood: names are names of the story, acts are numbers of its task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.model import Expression
from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Target:
    """Where a life may come to: an ending, by name, or (`ending` None) any state in which a condition holds."""

    ending: str | None
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Can:
    """Does some life end so, or pass a state that is so?"""

    text: str
    span: Span
    target: Target


@dataclass(frozen=True, slots=True)
class Must:
    """Does every life end so, or pass a state that is so? One that is stuck before, or goes on for ever, does not. `later`:
    sooner or later: is it never out of reach?"""

    text: str
    span: Span
    target: Target
    later: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Does no life pass a state that is so?"""

    text: str
    span: Span
    target: Target


@dataclass(frozen=True, slots=True)
class Shortest:
    """How many acts does it take at least?"""

    text: str
    span: Span
    target: Target


@dataclass(frozen=True, slots=True)
class Extreme:
    """What is the most, or (`least`) the least, that a number comes to? At the ends of lives; at one ending, if it is named
    (`at`); or in any state that a life passes (`ever`)."""

    text: str
    span: Span
    expression: Expression
    least: bool
    at: str | None
    ever: bool


@dataclass(frozen=True, slots=True)
class WhoKnows:
    """Who comes to know it? `truth`: whether it is something that can be so or not; else it is known by its value."""

    text: str
    span: Span
    content: Expression
    truth: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why is an act done? `acts`: all that the question may mean, ascending."""

    text: str
    span: Span
    acts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why is an act not done? `acts`: all that the question may mean, ascending."""

    text: str
    span: Span
    acts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between the start, or (`life`) the end of a life, and an ending?"""

    text: str
    span: Span
    ending: str
    life: bool


Question = Union[Can, Must, Never, Shortest, Extreme, WhoKnows, Why, WhyNot, Between]
