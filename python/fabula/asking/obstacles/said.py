"""The rules of a story, and what is changed where one is relaxed, as values that can be said in any language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Instead:
    """Something is `value` instead of `now`, all three as a story writes them; `unless_said`: where nothing else is said."""

    about: str
    value: str
    now: str
    unless_said: bool = False


@dataclass(frozen=True, slots=True)
class OtherBound:
    """A number goes to another bound than `now`."""

    name: str
    bound: int
    now: int


@dataclass(frozen=True, slots=True)
class WithoutLine:
    """What is written so is left out."""

    text: str


@dataclass(frozen=True, slots=True)
class WithoutPart:
    """An event does not ask for what is written so."""

    event: str
    text: str


@dataclass(frozen=True, slots=True)
class WithoutEvent:
    """A trigger is left out."""

    event: str


@dataclass(frozen=True, slots=True)
class WithoutReactionTo:
    """A reaction is left out; its heading is written so."""

    text: str


@dataclass(frozen=True, slots=True)
class NeedsNoReason:
    """A mind does an act without a reason. `by_name`: acts have names alone, as those of a problem file."""

    mind: str
    act: str
    by_name: bool


Changed = Union[Instead, OtherBound, WithoutLine, WithoutPart, WithoutEvent, WithoutReactionTo, NeedsNoReason]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a story. `kind`: condition, trigger, reaction, reason, fact, belief, start, bound or limit; `text`: as it is
    written, None where it is only known by its change: that somebody has no reason is written nowhere; `span`: where it is, as
    far as it is anywhere; `change`: how it is relaxed."""

    kind: str
    text: str | None
    span: Span | None
    change: Changed
