"""`most`, `least`: how far a number goes."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.asking.answers import Answer
from fabula.asking.conclusions import Amount, NoAmount
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Extreme
from fabula.task import UNKNOWN


def extreme(context: QueryContext, question: Extreme) -> Answer | None:
    """The greatest or the least value where lives end, where they end in one way, or at any moment of them."""
    if not context.final:
        return None
    atlas = context.atlas
    values = atlas.values(context.world.ground.expression(question.expression))
    endings = atlas.endings
    by_ending = {
        ending.name: _best(values, (n for n, other in enumerate(endings) if other == number), question.least)
        for number, ending in enumerate(context.world.ground.task.endings)
    }
    if question.ever:
        best = _best(values, range(atlas.size), question.least)
    elif question.at is not None:
        best = by_ending[question.at]
    else:
        known = [number for number in by_ending.values() if number is not None]
        best = _best(values, sorted(known), question.least)
    each = tuple((name, None if number is None else values[number]) for name, number in by_ending.items())
    if best is None:
        nothing = NoAmount(any(ending >= 0 for ending in endings), each)
        return context.answer(question, None, nothing) if context.complete else context.undecided(question, nothing)
    ending = context.world.ground.task.endings[endings[best]].name if endings[best] >= 0 else None
    amount = Amount(values[best], atlas.distance(best), ending, each)
    return context.answer(question, values[best], amount, atlas.life(best), context.complete)


def _best(values: Iterable[int], numbers: Iterable[int], least: bool) -> int | None:
    """The state with the best known value, the first of several."""
    known = list(values)
    best: int | None = None
    for number in numbers:
        value = known[number]
        if value != UNKNOWN and (best is None or (value < known[best] if least else value > known[best])):
            best = number
    return best
