"""`most`, `least`: how far a number goes."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.asking.answers import Answer
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Extreme
from fabula.asking.sentences import moment
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
        found = _best(values, range(atlas.size), question.least)
        where = "at any moment of a life"
    elif question.at is not None:
        found = by_ending[question.at]
        where = f"where a life ends in '{question.at}'"
    else:
        known = [number for number in by_ending.values() if number is not None]
        found = _best(values, sorted(known), question.least)
        where = "where a life ends"
    details = {"endings": {name: None if number is None else values[number] for name, number in by_ending.items()}}
    if found is None:
        if not context.complete:
            return context.undecided(question, "no such moment was found.", details)
        return Answer(question.text, None, True, _nothing(context, question, where), details=details)
    word = "least" if question.least else "most"
    text = f"{values[found]} is the {word} that it comes to {where}"
    text += f": {moment(atlas.distance(found))}"
    if not question.ever and question.at is None:
        text += f", in '{context.world.ground.task.endings[endings[found]].name}'"
    further = [f"{name} {value}" for name, value in details["endings"].items() if value is not None]
    if not question.ever and question.at is None and len(further) > 1:
        text += f". By ending: {', '.join(further)}"
    text += f" ({context.covered()})." if context.complete else f". That is what was found so far. {context.unknown()}"
    return Answer(question.text, values[found], context.complete, text, atlas.life(found), details=details)


def _best(values: Iterable[int], numbers: Iterable[int], least: bool) -> int | None:
    """The state with the best known value, the first of several."""
    known = list(values)
    best: int | None = None
    for number in numbers:
        value = known[number]
        if value != UNKNOWN and (best is None or (value < known[best] if least else value > known[best])):
            best = number
    return best


def _nothing(context: QueryContext, question: Extreme, where: str) -> str:
    if any(ending >= 0 for ending in context.atlas.endings) or question.ever:
        return f"There is no such number: it is never known {where} ({context.covered()})."
    hint = "ask with 'ever' for any moment of a life"
    return f"There is no such number: no life comes to an end; {hint} ({context.covered()})."
