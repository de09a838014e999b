"""An act that somebody tries in vain: what it teaches, and which of the author's conditions it shows not to hold."""

from __future__ import annotations

from functools import lru_cache

from fabula.engine.attempts import taught
from fabula.engine.evaluate import holds
from fabula.engine.interface import Lesson, State
from fabula.grounding import Ground
from fabula.lives.world import World
from fabula.model import Expression, conjuncts


def fail(world: World, state: State, action: int, character: int) -> State:
    """The state after an act that a character believed to be possible and that was not: it has learned what does not hold,
    and nothing of what holds instead."""
    return world.engine.in_vain(state, character, lessons_of(world.ground, action, character))


@lru_cache(maxsize=4096)
def lessons_of(ground: Ground, action: int, character: int) -> tuple[Lesson, ...]:
    """What a character can learn by an act that it tries in vain."""
    return taught(ground.task, action, character)


def own_fluents(ground: Ground, character: int) -> frozenset[int]:
    """The fluents that are about a character itself, or about its body: of these it is surer than of others."""
    return frozenset(ground.task.own[character])


def not_so(world: World, before: State, after: State, action: int, character: int) -> tuple[Expression, ...]:
    """The author's conditions of an act that a character took for true and that do not hold in the world, as far as it has
    learned that by trying."""
    engine, ground = world.engine, world.ground.actions[action]
    believed, now = engine.belief(before, character), engine.belief(after, character)
    parts: list[Expression] = []
    for part in conjuncts(world.definition.actions[ground.schema].when):
        condition = world.ground.condition(part, ground.binding)
        if holds(engine, believed, condition) and not holds(engine, before, condition) and not holds(engine, now, condition):
            parts.append(part)
    return tuple(parts)
