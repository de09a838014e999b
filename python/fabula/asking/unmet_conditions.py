"""The parts of an act's condition, each in words: what must be so that it can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.engine.evaluate import holds
from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.lives.world import World
from fabula.model import Comparison, Expression, Get, Literal, conjuncts
from fabula.task import TRUE, Compare, Condition, Constant, Read
from fabula.telling import Phrases


@dataclass(frozen=True, slots=True)
class Part:
    """One of the conditions that must all hold: as it is written, with things for its parameters; and for the engine."""

    written: Expression
    binding: tuple[tuple[str, str], ...]
    condition: Condition

    def said(self, phrases: Phrases) -> str:
        return phrases.condition(self.written, dict(self.binding))

    def denied(self, phrases: Phrases) -> str:
        return phrases.condition(self.written, dict(self.binding), denied=True)


def parts_of(ground: Ground, act: int) -> tuple[Part, ...]:
    """The parts of an act's condition that are not so for ever, in the order of the text; last, that the will that does it has
    hold of its body."""
    parts: list[Part] = []
    grounded = ground.actions[act]
    binding = tuple(sorted(grounded.binding.items()))
    action = ground.definition.actions[grounded.schema]
    hoped = () if grounded.in_vain else tuple(hope.condition for hope in action.hopes)
    for written in (*conjuncts(action.when), *hoped):
        condition = ground.condition(written, grounded.binding)
        if condition != TRUE:
            parts.append(Part(written, binding, condition))
    asked = {part.condition for part in parts}
    return (*parts, *(part for part in _holding(ground, act) if part.condition not in asked))


def _holding(ground: Ground, act: int) -> Iterator[Part]:
    if "held_by" not in ground.definition.properties:
        return
    for doer in ground.actions[act].doers:
        body = ground.definition.things[doer].body or doer
        fluent = ground.fluent("held_by", body)
        if fluent is None:
            continue
        condition = Compare("==", Read((), fluent), Constant(ground.code(doer)))
        if condition in getattr(ground.task.actions[act].precondition, "parts", ()):
            yield Part(Comparison("==", Get("held_by", (Literal(body),)), Literal(doer)), (), condition)


def failing(world: World, state: State, act: int) -> tuple[Part, ...]:
    """The parts of an act's condition that do not hold in a state."""
    return tuple(part for part in parts_of(world.ground, act) if not holds(world.engine, state, part.condition))
