"""What the engine says of its own between the acts, as a language must be able to say it: what is remembered, what is
foretold, what was tried in vain, and where it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from fabula.syntax.templates import Template
from fabula.telling.languages.statements import Clause, Pieces


class Foreseen(str, Enum):
    PARTED = "parted"
    LEFT = "left"
    LAST = "last"


class Asides(Protocol):
    def memories(self, pieces: Pieces, who: str, found: bool, present: bool) -> tuple[Template, ...]:
        """The first sentence of a text, told of what lies before all that is told: all wordings; none if it is no plain
        statement. `who` remembers it, or has `found` it out, as the text says; `present`: all else is told in the present."""
        ...

    def omen(self, sort: Foreseen) -> str:
        """What is foretold, in the past; `{who}`, `{other}` and `{place}` are those whom it is about."""
        ...

    def in_vain(self, who: str, act: Clause, learned: Sequence[Pieces], turn: int) -> Template:
        """That somebody tried an act that was not possible, and what they learned by it, in sentences. The wordings take
        turns."""
        ...

    def refused(self, who: str, other: str, act: Clause, own: bool, turn: int) -> Template:
        """That somebody wanted an act, of their own or of another, and the other did not agree."""
        ...

    def scene(self, at: str, place: str, several: bool, again: bool, late: bool) -> str:
        """How a sentence begins that is told from another place. `at`: how the story says that somebody is there; `several`:
        the place is a plural, "the woods"; `again`: it has been told from there before; `late`: hours have passed."""
        ...
