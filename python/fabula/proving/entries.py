"""What a desk keeps of one thing that was sought, by names: nothing here knows a number of a task, so that it outlives edits.

Two kinds of things stand in it. A life and the facts of a projection are *first guesses*: whoever takes them looks whether they
are true of the story as it is now. What only a search through all lives can show (`Found`) can't be looked at in less time than
it took to find; it is good for one task, by its digest, and for no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: a life is no longer than this, and a projection has no more facts
LONGEST = 10_000
#: no name is longer
LONGEST_NAME = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """What is so of one `task`, by its digest, and of what was `asked`, by the digest of that. `how`: by a "life", which is the
    first of the shortest; or by a "search" that ran dry. `states`: so many states of lives were looked at."""

    task: str
    asked: str
    how: Literal["life", "search"]
    states: int


@dataclass(frozen=True, slots=True)
class Vain:
    """So many `seconds` were not enough to know it of one `task`."""

    task: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Entry:
    """`life`: the moves of one that came there. `facts`: those of the last projection; `size`: how many states that had.
    `seconds`: so long it took to find out; `vain`: so long it was tried without that."""

    life: tuple[str, ...] | None = None
    facts: tuple[str, ...] | None = None
    size: int = 0
    seconds: float = 0.0
    found: Found | None = None
    vain: Vain | None = None

    def data(self) -> dict[str, Any]:
        answer, vain = self.found, self.vain
        return {
            "life": None if self.life is None else list(self.life),
            "facts": None if self.facts is None else list(self.facts),
            "size": self.size,
            "seconds": round(self.seconds, 3),
            "found": None if answer is None else [answer.task, answer.asked, answer.how, answer.states],
            "vain": None if vain is None else [vain.task, round(vain.seconds, 3)],
        }


def fits(entry: Entry) -> bool:
    """Whether it is no longer than what can be read again."""
    names = (*(entry.life or ()), *(entry.facts or ()))
    return len(names) <= LONGEST and all(len(name) <= LONGEST_NAME for name in names)


def entry_from(data: object) -> Entry:
    """The entry in plain data. Raises `ValueError` where it has another shape."""
    if not isinstance(data, Mapping):
        raise ValueError("an entry is an object")
    return Entry(
        _names(data.get("life")),
        _names(data.get("facts")),
        whole(data.get("size")),
        seconds(data.get("seconds")),
        _found(data.get("found")),
        _vain(data.get("vain")),
    )


def _names(data: object) -> tuple[str, ...] | None:
    if data is None:
        return None
    if not isinstance(data, list) or len(data) > LONGEST:
        raise ValueError("names are a list, and not a long one")
    return tuple(text(item) for item in data)


def _found(data: object) -> Found | None:
    match data:
        case None:
            return None
        case [task, asked, "life" | "search" as how, states]:
            return Found(text(task), text(asked), how, whole(states))
    raise ValueError("what was found is of another shape")


def _vain(data: object) -> Vain | None:
    match data:
        case None:
            return None
        case [task, spent]:
            return Vain(text(task), seconds(spent))
    raise ValueError("what was in vain is of another shape")


def text(data: object) -> str:
    """Data that is a text. Raises `ValueError`."""
    if not isinstance(data, str) or len(data) > LONGEST_NAME:
        raise ValueError("a text, and not a long one, is expected")
    return data


def whole(data: object) -> int:
    """Data that is a whole number from 0. Raises `ValueError`."""
    # True is a number to Python.
    if type(data) is not int or not 0 <= data < 1 << 62:
        raise ValueError("a whole number is expected")
    return data


def seconds(data: object) -> float:
    """Data that is a time. Raises `ValueError`."""
    if isinstance(data, bool) or not isinstance(data, int | float) or not 0 <= data < 1e9:
        raise ValueError("a time is expected")
    return float(data)
