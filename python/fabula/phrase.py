"""The words that an author has given to a property."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula.source import Span

#: the use of a phrase that denies
IS_NOT = "is not"


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a property is said. `use`: that it `is` so, or has a `{value}`; `is not`; what is `unknown` to somebody; its `noun`.
    `only`: the one value that it is said of, or nothing."""

    use: str
    text: str
    only: tuple[bool | int | str | None, ...] = ()
    span: Span | None = None


def said_as(phrases: Iterable[Phrase], use: str) -> str:
    """The text for a use, whatever the value is; "" if there is none."""
    return next((phrase.text for phrase in phrases if phrase.use == use and not phrase.only), "")
