"""What a proof that something never happens rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.engine.proving import Outlook, Projection
from fabula.proving.unwanted import Unwanted


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """No fact can come to what it would have to be. `out`: acts that nobody ever has a reason for, which it rests on."""

    outlook: Outlook
    unwanted: Unwanted
    out: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Projected:
    """As far as a few facts go, no way leads there."""

    outlook: Outlook
    unwanted: Unwanted
    out: tuple[int, ...]
    projection: Projection


@dataclass(frozen=True, slots=True)
class Exhausted:
    """All lives have been followed as far as they may lead there: to so many `states`. `guide`: a projection that says from
    where they can't any more (None: they have been followed to the end)."""

    outlook: Outlook
    unwanted: Unwanted
    out: tuple[int, ...]
    guide: Projection | None
    states: int


Proof = Union[OutOfRange, Projected, Exhausted]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether some life comes to what is sought (`reached`; None: it is not known).

    `moves`: those of a life that does, a shortest (`is_shortest`) or one by chance. `least`: no life comes there in fewer acts,
    as far as that is known. `proof`: that none does. `states`: how many states of lives were looked at."""

    reached: bool | None
    moves: tuple[int, ...] | None
    least: int
    proof: Proof | None
    states: int

    @property
    def is_shortest(self) -> bool:
        """Whether a life is known, and none that is shorter."""
        return self.moves is not None and len(self.moves) == self.least
