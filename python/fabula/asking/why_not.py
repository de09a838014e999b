"""`why not`: what keeps an act from being done, at a moment of a life or in all lives."""

from __future__ import annotations

from array import array
from dataclasses import replace

from fabula.asking.answers import Answer
from fabula.asking.conclusions import (
    AlwaysLater,
    AlwaysRefused,
    AtMoment,
    DoneSomewhere,
    Hindered,
    Idle,
    LifeEnded,
    NeverAtOnce,
    NeverPossible,
    NotHindered,
    Where,
)
from fabula.asking.diagnosis import AfterTheEnd, Hindrance, NeverHolds, against, changes_nothing, hindrances
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import WhyNot
from fabula.asking.unmet_conditions import Part, parts_of
from fabula.engine.interface import BudgetEnded, State
from fabula.lives.life import Life
from fabula.lives.replaying import held_by

#: acts of one question whose conditions are looked at part by part
ACTS = 50


def why_not(context: QueryContext, question: WhyNot) -> Answer | None:
    """What hinders an act; a list that is empty where nothing does."""
    if context.life is not None:
        return _in_life(context, question, context.life)
    tried = context.atlas.tried
    done = [(first, act) for act in question.acts if (first := context.atlas.first_with(act)) is not None]
    if done:
        number, act = min(done)
        life = context.life_of((*context.atlas.way(number), act))
        name = context.world.ground.task.actions[act].name
        return context.answer(question, (), DoneSomewhere(name, len(life.events)), life)
    if not context.final:
        return None
    idle = [(first, act) for act in question.acts if act in tried and (first := tried[act].first_explained) is not None]
    if idle:
        return _idle(context, question, *min(idle))
    possible = sorted((tried[act].first_possible, act) for act in question.acts if act in tried)
    return _refused(context, question, possible) if possible else _impossible(context, question)


def _in_life(context: QueryContext, question: WhyNot, life: Life) -> Answer:
    """After so many acts of a life."""
    world = context.world
    after = len(life.events) if context.after is None else context.after
    state = life.events[after].before if after < len(life.events) else life.end
    if world.engine.ending(state) is not None:
        ended = LifeEnded(after)
        return context.answer(question, (ended,), ended)
    # Of all acts that may be meant the one that is hindered least: what is possible, lacks the fewest reasons, and changes
    # something.
    all_minds = len(world.ground.task.characters)
    try:
        with context.bounded():
            minds = {act: against(world, state, act, context.atlas.free) for act in question.acts}
            idle = {act for act, who in minds.items() if who is not None and _is_late(context, state, act)}
    except BudgetEnded:
        return context.cut_short(question)
    act = min(minds, key=lambda one: (all_minds + 1 if (who := minds[one]) is None else len(who), one in idle, one))
    name = world.ground.task.actions[act].name
    if minds[act] == () and act not in idle:
        return context.answer(question, (), NotHindered(name, after))
    before = replace(
        life, events=life.events[:after], ending=None, attempts=tuple(one for one in life.attempts if one.at <= after)
    )
    return _answer(context, question, act, AtMoment(after), _hindered(context, state, act, before), None, after)


def _is_late(context: QueryContext, state: State, act: int) -> bool:
    """Whether an act that is possible would change nothing, or comes after another one."""
    world = context.world
    return changes_nothing(world, state, act) or held_by(world, state, act, context.atlas.free) is not None


def _idle(context: QueryContext, question: WhyNot, number: int, act: int) -> Answer:
    """Everybody would do it somewhere, first in this state, and wherever that is so it changes nothing."""
    atlas = context.atlas
    way = atlas.way(number)
    life = context.life_of(way)
    hindered = _hindered(context, atlas.state(number), act, life)
    return _answer(context, question, act, Idle(atlas.tried[act].explained, len(way)), hindered, life)


def _refused(context: QueryContext, question: WhyNot, possible: list[tuple[int, int]]) -> Answer:
    """It is possible somewhere, and never has everybody a reason."""
    atlas, minds = context.atlas, context.world.ground.task.characters
    number, act = possible[0]
    lacking = tuple((minds[mind], unmet.times) for (other, mind), unmet in sorted(atlas.lacking.items()) if other == act)
    way = atlas.way(number)
    life = context.life_of(way)
    hindered = _hindered(context, atlas.state(number), act, life)
    times = atlas.tried[act].possible
    where = AlwaysRefused(times, len(way), lacking) if lacking else AlwaysLater(times, len(way))
    return _answer(context, question, act, where, hindered, life)


def _impossible(context: QueryContext, question: WhyNot) -> Answer:
    """It is possible nowhere: a part of its condition never holds, or all of them never at once."""
    world, atlas = context.world, context.atlas
    best: tuple[int, int, tuple[Part, ...], list[array[int]]] | None = None
    for act in question.acts[:ACTS]:
        parts = parts_of(world.ground, act)
        held = [atlas.where(part.condition) for part in parts]
        nowhere = sum(1 for states in held if not states)
        if best is None or nowhere < best[0]:
            best = nowhere, act, parts, held
    assert best is not None
    nowhere, act, parts, held = best
    if nowhere:
        start = atlas.state(0)
        never = [part for part, states in zip(parts, held, strict=True) if not states]
        never_so = tuple(Hindrance("world", None, NeverHolds(part, start, context.complete)) for part in never)
        return _answer(context, question, act, NeverPossible(), never_so)
    met = [0] * atlas.size
    for states in held:
        for number in states:
            met[number] += 1
    ended = atlas.endings
    if len(parts) in met:
        name = world.ground.task.actions[act].name
        after = Hindrance("world", None, AfterTheEnd(name, context.complete))
        return _answer(context, question, act, NeverPossible(before_the_end=True), (after,))
    nearest = max((n for n in range(atlas.size) if ended[n] < 0), key=lambda n: (met[n], -n), default=0)
    way = atlas.way(nearest)
    life = context.life_of(way)
    hindered = _hindered(context, atlas.state(nearest), act, life)
    return _answer(context, question, act, NeverAtOnce(len(way)), hindered, life)


def _hindered(context: QueryContext, state: State, act: int, life: Life) -> tuple[Hindrance, ...] | None:
    """What hinders an act in the state that a life comes to; None: the budget ended before it was known."""
    try:
        with context.bounded():
            return hindrances(context.world, state, act, context.atlas.free, life, context.until)
    except BudgetEnded:
        return None


def _answer(
    context: QueryContext,
    question: WhyNot,
    act: int,
    where: Where,
    hindrances: tuple[Hindrance, ...] | None,
    life: Life | None = None,
    after: int | None = None,
) -> Answer:
    place = after if after is not None else None if life is None else len(life.events)
    conclusion = Hindered(context.world.ground.task.actions[act].name, where, hindrances, place)
    return context.answer(question, hindrances or (conclusion,), conclusion, life, context.life is not None or context.complete)
