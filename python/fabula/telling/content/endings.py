"""What of an ending somebody knows who does not know that it has come to it."""

from __future__ import annotations

from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.model import Expression, conjuncts
from fabula.task import Condition, reads
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
        if view.holds(part, {}) and not before.holds(part, {}) and _has_words(world.ground, world.ground.condition(part))
    )


def _has_words(ground: Ground, condition: Condition) -> bool:
    """Whether all that a condition reads is spoken of in words of its author's, or is where somebody is."""
    names = {ground.property_of(place.fluent)[0] for place in reads(condition)}
    return all(name == "at" or ground.definition.properties[name].phrase for name in names)
