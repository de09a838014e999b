"""`why not`: what keeps an act from being done, at a moment of a life or in all lives."""

from __future__ import annotations

from array import array
from dataclasses import replace

from fabula.asking.answers import Answer
from fabula.asking.diagnosis import Hindrance, against, changes_nothing, hindrances
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import WhyNot
from fabula.asking.sentences import counted, listed, moment, said_in, sentence
from fabula.asking.unmet_conditions import Part, parts_of
from fabula.engine.interface import BudgetEnded, State
from fabula.lives.atlas import Tried
from fabula.lives.life import Life

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
        text = f"It is done in some lives: {name}, at the soonest as act {len(life.events)}."
        return Answer(question.text, (), True, text, life)
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
    when = moment(after)
    if world.engine.ending(state) is not None:
        return Answer(question.text, ("The life has ended.",), True, f"The life has ended {when}.")
    # Of all acts that may be meant the one that is hindered least: what is possible, lacks the fewest reasons, and changes
    # something.
    all_minds = len(world.ground.task.characters)
    try:
        with context.bounded():
            minds = {act: against(world, state, act, context.atlas.free) for act in question.acts}
            idle = {act for act, who in minds.items() if who is not None and changes_nothing(world, state, act)}
    except BudgetEnded:
        return context.cut_short(question)
    act = min(minds, key=lambda one: (all_minds + 1 if (who := minds[one]) is None else len(who), one in idle, one))
    name = world.ground.task.actions[act].name
    if minds[act] == () and act not in idle:
        return Answer(question.text, (), True, f"Nothing is in the way of {name} {when}: it can be done then.")
    before = replace(
        life, events=life.events[:after], ending=None, attempts=tuple(one for one in life.attempts if one.at <= after)
    )
    return _answer(context, question, f"{name}, {when}:", _hindered(context, state, act, before), act, None, after)


def _idle(context: QueryContext, question: WhyNot, number: int, act: int) -> Answer:
    """Everybody would do it somewhere, first in this state, and wherever that is so it changes nothing."""
    world, atlas = context.world, context.atlas
    name = world.ground.task.actions[act].name
    where = _among(atlas.tried[act].explained, atlas.size)
    head = f"{name} could be done in {where}, and would be no step of a life there."
    way = atlas.way(number)
    life = context.life_of(way)
    hindered = _hindered(context, atlas.state(number), act, life)
    return _answer(context, question, f"{head}\n{_first(way)}:", hindered, act, life, None)


def _refused(context: QueryContext, question: WhyNot, possible: list[tuple[int, int]]) -> Answer:
    """It is possible somewhere, and never has everybody a reason."""
    world, atlas = context.world, context.atlas
    number, act = possible[0]
    known: Tried = atlas.tried[act]
    task = world.ground.task
    lacking = {mind: one.times for (other, mind), one in sorted(atlas.lacking.items()) if other == act}
    who = listed([f"{task.characters[mind]} (in {times:,})" for mind, times in lacking.items()])
    name = task.actions[act].name
    where = _among(known.possible, atlas.size)
    head = f"{name} is possible in {where}, and somebody always lacks a reason: {who}."
    way = atlas.way(number)
    life = context.life_of(way)
    hindered = _hindered(context, atlas.state(number), act, life)
    return _answer(context, question, f"{head}\n{_first(way)}:", hindered, act, life, None)


def _among(some: int, size: int) -> str:
    """So many of the states that lives pass."""
    return f"{some:,} of {size:,} states" if size > 1 else "the one state"


def _first(way: tuple[int, ...]) -> str:
    """Where the first of some states is."""
    return "At the start" if not way else f"The first of them comes after {counted(len(way), 'act')}. There"


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
    name = world.ground.task.actions[act].name
    scope = "in no life" if context.complete else "nowhere so far"
    if nowhere:
        phrases = said_in(world, atlas.state(0))
        texts = [
            sentence(f"{scope} is it so that {part.said(phrases)}")
            for part, states in zip(parts, held, strict=True)
            if not states
        ]
        hindered = tuple(Hindrance("world", None, text) for text in texts)
        return _answer(context, question, f"{name} is never possible:", hindered, act, None, None)
    met = [0] * atlas.size
    for states in held:
        for number in states:
            met[number] += 1
    ended = atlas.endings
    if len(parts) in met:
        text = sentence(f"{name} is possible only where a life has ended: {scope} before")
        return _answer(
            context, question, f"{name} is never possible before the end:", (Hindrance("world", None, text),), act, None, None
        )
    nearest = max((n for n in range(atlas.size) if ended[n] < 0), key=lambda n: (met[n], -n), default=0)
    way = atlas.way(nearest)
    head = f"{name} is never possible: its conditions hold {scope} all at once. It comes nearest to it {moment(len(way))}:"
    life = context.life_of(way)
    return _answer(context, question, head, _hindered(context, atlas.state(nearest), act, life), act, life, None)


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
    head: str,
    found: tuple[Hindrance, ...] | None,
    act: int,
    life: Life | None,
    after: int | None,
) -> Answer:
    hindered = found or ()
    lines = [f"  {line}" for one in hindered for line in one.lines()]
    if found is None:
        lines.append("  What hinders it there is not known: the budget ended.")
    proof = context.life is not None or context.complete
    text = "\n".join([head, *lines] if proof else [f"Not known: it was not found. {context.unknown()}", head, *lines])
    details = {
        "act": context.world.ground.task.actions[act].name,
        "after": after if after is not None else None if life is None else len(life.events),
        "hindrances": [one.data(context.world) for one in hindered],
    }
    reasons = tuple(one.text for one in hindered) or (head,)
    return Answer(question.text, reasons, proof, text, life, details=details)
