"""What was tried in vain, from the eyes of whoever tried: an act that was not possible, or that somebody would not agree to."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.grounding.causes import properties_of
from fabula.model import Expression
from fabula.telling.world import Trial, World

#: no more than so many reasons why it was not possible
MOST = 2


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt of the life (`number`: its index there). `mind`: who tells then; `learned`: what was found not to be so by it,
    as far as there are words for that."""

    number: int
    trial: Trial
    mind: str | None
    learned: tuple[Expression, ...]

    @property
    def place(self) -> int:
        """How many events of the life came before it."""
        return self.trial.at


def tried(world: World, number: int, trial: Trial, mind: str | None) -> Tried:
    """An attempt as it can be told."""
    spoken = [part for part in trial.learned if all(has_words(world, name) for name in properties_of(part))]
    return Tried(number, trial, mind, tuple(spoken[:MOST]))


def has_words(world: World, name: str) -> bool:
    """Whether a property is spoken of in words of its author's, or of ours."""
    item = world.definition.properties[name]
    return not item.bookkeeping and (item.has_words or name in ("at", "alive"))
