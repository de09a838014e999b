"""`why`: the plan that an act belonged to, and the wants and beliefs behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.asking.answers import Answer
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Why
from fabula.asking.sentences import because, said_in, sentence
from fabula.asking.unmet_conditions import parts_of
from fabula.believing import Believing
from fabula.engine.evaluate import read_all, values_of
from fabula.lives.life import Event, Life, Reason
from fabula.lives.world import World
from fabula.planning.conditions import deciding
from fabula.task import Compare, Read

#: true beliefs that are named in a text, at most
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Premise:
    """A belief that a plan rests on, in words, and whether it is true."""

    text: str
    true: bool


def why(context: QueryContext, question: Why) -> Answer | None:
    """The reasons of all who agreed to the act: in the life that is asked about, or in a shortest life that has it."""
    if context.life is not None:
        place = next((n for n, event in enumerate(context.life.events) if event.action in question.acts), None)
        if place is None:
            return Answer(question.text, False, True, "It is not done in this life. Ask: why not.")
        return _reasons(context, question, context.life, place)
    known = [(first, act) for act in question.acts if (first := context.atlas.first_with(act)) is not None]
    if known:
        number, act = min(known)
        life = context.life_of((*context.atlas.way(number), act))
        return _reasons(context, question, life, len(life.events) - 1)
    if not context.final:
        return None
    if context.complete:
        return Answer(question.text, False, True, f"No life has it ({context.covered()}). Ask: why not.")
    return context.undecided(question, "no life that has it was found.")


def _reasons(context: QueryContext, question: Why, life: Life, place: int) -> Answer:
    world = context.world
    event = life.events[place]
    name = world.ground.task.actions[event.action].name
    lines = [because(world, event)]
    if not event.reasons:
        free = [world.ground.task.characters[mind] for mind in world.ground.task.actions[event.action].consenting]
        lines.append(sentence(f"the reasons of {free[0]} were not asked for") if free else "Nobody does it: it is fate.")
    data: list[dict[str, object]] = []
    for reason in event.reasons:
        grounds = behind(world, event, reason)
        data.append(_data(world, reason, grounds))
        lines += _lines(world, reason, grounds)
    which = "this life" if context.life is not None else "the shortest life that has it"
    text = "\n".join([f"{name}, act {place + 1} of {which}:", *(f"  {line}" for line in lines)])
    until = context.beginning(life, place + 1)
    details = {"act": name, "after": place, "reasons": data}
    return Answer(question.text, True, True, text, until, details=details, tells_life=False)


def behind(world: World, event: Event, reason: Reason) -> tuple[Premise, ...]:
    """The beliefs that a plan rests on: what decides that its acts can be done, as far as the plan itself does not bring it
    about."""
    engine, ground = world.engine, world.ground
    start = engine.belief(event.before, ground.minds[reason.mind])
    believing = Believing(said_in(world, event.before))
    found: dict[str, Premise] = {}
    here = start
    for act in reason.plan:
        for part in parts_of(ground, act):
            for place in _reads(deciding(engine, here, part.condition)):
                value = read_all(engine, here, place.path, place.fluent)
                if value != read_all(engine, start, place.path, place.fluent):
                    continue
                item, arguments = ground.property_of(place.fluent)
                taken = ground.idea(place.fluent, value)
                if place.path:
                    other = ground.task.characters[place.path[-1]]
                    text = believing.belief(other, item, arguments, taken)
                else:
                    text = believing.fact(item, arguments, taken, reason.mind)
                so = values_of(read_all(engine, event.before, place.path, place.fluent))
                true = set(so) <= set(values_of(value))
                found.setdefault(text, Premise(text, true))
        here = engine.do(here, act, ground.minds[reason.mind])
    return tuple(found.values())


def _reads(comparisons: tuple[Compare, ...]) -> Iterator[Read]:
    for comparison in comparisons:
        yield from (side for side in (comparison.left, comparison.right) if isinstance(side, Read))


def _lines(world: World, reason: Reason, grounds: tuple[Premise, ...]) -> list[str]:
    display = world.definition.things[reason.mind].display
    lines: list[str] = []
    if len(reason.plan) > 1:
        plan = ", ".join(world.ground.task.actions[act].name for act in reason.plan)
        lines.append(f"The plan of {display}: {plan}.")
    lines += [sentence(f"{display} believes that {ground.text}; it is not so") for ground in grounds if not ground.true]
    right = [ground.text for ground in grounds if ground.true][:SHOWN]
    if right:
        lines.append(sentence(f"{display} believes, rightly, that {'; that '.join(right)}"))
    return lines


def _data(world: World, reason: Reason, grounds: tuple[Premise, ...]) -> dict[str, object]:
    return {
        "character": reason.mind,
        "plan": [world.ground.task.actions[act].name for act in reason.plan],
        "goal": "; ".join(reason.gains),
        "beliefs": [{"text": ground.text, "true": ground.true} for ground in grounds],
    }
