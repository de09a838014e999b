"""What of an ending somebody knows who does not know that it has come to it."""

from __future__ import annotations

from fabula.engine.interface import State
from fabula.model import Expression, conjuncts
from fabula.task import Condition, reads
from fabula.telling.content.attempts import has_words
from fabula.telling.world import StateView, World


def known_parts(world: World, opened: State | None, view: StateView, ending: str) -> tuple[Expression, ...]:
    """The parts of the condition of an ending that the mind of a view takes to hold, and did not when the life `opened`; of
    those for which there are words, and none where it is not known how it opened."""
    if opened is None:
        return ()
    before = StateView(world, opened, view.mind)
    return tuple(
        part
        for part in conjuncts(world.definition.endings[ending].condition)
        if view.holds(part, {}) and not before.holds(part, {}) and _can_be_said(world, world.ground.condition(part))
    )


def _can_be_said(world: World, condition: Condition) -> bool:
    """Whether there are words for all that a condition reads."""
    return all(has_words(world, world.ground.property_of(place.fluent)[0]) for place in reads(condition))
