"""`why`: the plan that an act belonged to, and the wants and beliefs behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.asking.answers import Answer
from fabula.asking.conclusions import NotDone, Premise, Reasons
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Why
from fabula.asking.unmet_conditions import parts_of
from fabula.engine.evaluate import holds, read_all, values_of
from fabula.lives.life import Event, Life, Reason
from fabula.lives.reasons import foreseen
from fabula.lives.world import World
from fabula.planning.conditions import deciding
from fabula.task import Compare, Read


def why(context: QueryContext, question: Why) -> Answer | None:
    """The reasons of all who agreed to the act: in the life that is asked about, or in a shortest life that has it."""
    if context.life is not None:
        place = next((n for n, event in enumerate(context.life.events) if event.action in question.acts), None)
        if place is None:
            return context.answer(question, False, NotDone(in_this_life=True))
        return _reasons(context, question, context.life, place)
    known = [(first, act) for act in question.acts if (first := context.atlas.first_with(act)) is not None]
    if known:
        number, act = min(known)
        life = context.life_of((*context.atlas.way(number), act))
        return _reasons(context, question, life, len(life.events) - 1)
    if not context.final:
        return None
    if context.complete:
        return context.answer(question, False, NotDone(in_this_life=False))
    return context.undecided(question)


def _reasons(context: QueryContext, question: Why, life: Life, place: int) -> Answer:
    event = life.events[place]
    reasons = tuple((reason, behind(context.world, event, reason)) for reason in event.reasons)
    conclusion = Reasons(event, place, context.life is not None, reasons)
    return context.answer(question, True, conclusion, context.beginning(life, place + 1))


def behind(world: World, event: Event, reason: Reason) -> tuple[Premise, ...]:
    """The beliefs that a plan rests on: what decides that its acts can be done, as far as the plan itself does not bring it
    about; and what it hopes for."""
    engine, ground = world.engine, world.ground
    start = engine.belief(event.before, ground.minds[reason.mind])
    premises: dict[Premise, None] = {}
    here = start
    steps = foreseen(engine, start, reason.plan, ground.minds[reason.mind])
    for act, step in zip(reason.plan, steps, strict=False):
        for condition in sorted(step.hopes, key=repr):
            (place,) = _reads((condition,))
            item, arguments = ground.property_of(place.fluent)
            hoped = ground.idea(place.fluent, read_all(engine, step.before, place.path, place.fluent))
            other = ground.task.characters[place.path[-1]] if place.path else None
            premise = Premise(other, item, tuple(arguments), hoped, holds(engine, event.before, condition), hoped=True)
            premises.setdefault(premise)
        for part in parts_of(ground, act):
            for place in _reads(deciding(engine, here, part.condition)):
                value = read_all(engine, here, place.path, place.fluent)
                if any((place.path, place.fluent) == read for read in _places(step.hopes)):
                    continue
                if value != read_all(engine, start, place.path, place.fluent):
                    continue
                item, arguments = ground.property_of(place.fluent)
                other = ground.task.characters[place.path[-1]] if place.path else None
                so = values_of(read_all(engine, event.before, place.path, place.fluent))
                true = set(so) <= set(values_of(value))
                premises.setdefault(Premise(other, item, tuple(arguments), ground.idea(place.fluent, value), true))
        here = step.after
    return tuple(premises)


def _places(hopes: Iterable[Compare]) -> Iterator[tuple[tuple[int, ...], int]]:
    """What hopes are about: what is believed of it is that it may be so."""
    yield from ((place.path, place.fluent) for place in _reads(tuple(hopes)))


def _reads(comparisons: tuple[Compare, ...]) -> Iterator[Read]:
    for comparison in comparisons:
        yield from (side for side in (comparison.left, comparison.right) if isinstance(side, Read))
