"""How a life is told: by whose eyes, in which person and tense, and what of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum


class Person(IntEnum):
    """In which person the teller is spoken of; all others are in the third."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


class Tense(str, Enum):
    PAST = "past"
    PRESENT = "present"


class Closeness(str, Enum):
    """Whether only what the teller sees and finds out is told, or also what they feel, think and mean by what they do."""

    SEEN = "seen"
    FELT = "felt"


@dataclass(frozen=True, slots=True)
class ActPattern:
    """Acts by name; `arguments`: in order, None for any thing. Without arguments all acts of that name."""

    name: str
    arguments: tuple[str | None, ...] | None = None

    def fits(self, name: str, things: Sequence[str]) -> bool:
        """Whether an act of this name, with these things for its parameters, is one of them."""
        if self.name != name:
            return False
        return self.arguments is None or all(one in (None, other) for one, other in zip(self.arguments, things, strict=True))


@dataclass(frozen=True, slots=True)
class Teller:
    """How a life is told.

    `eyes`: minds; each hands over to the next after the act of the same place in `until` or, where that is None or missing,
    once it perceives nothing more; none = nobody's eyes, which see everything. `begins` and `ends`: the first and the last act
    that is told; None = those of the life, and only then its opening and its ending are told. `leaves_out`: acts and triggers
    that are not told. `looks_back`: what an act rests on is called to mind where that was long before; `foretells`: now and
    then, what is known of the rest of the life.
    """

    eyes: tuple[str, ...] = ()
    until: tuple[ActPattern | None, ...] = ()
    person: Person = Person.THIRD
    tense: Tense = Tense.PAST
    closeness: Closeness = Closeness.FELT
    begins: ActPattern | None = None
    ends: ActPattern | None = None
    leaves_out: tuple[ActPattern, ...] = ()
    looks_back: bool = True
    foretells: bool = True
