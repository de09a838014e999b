"""`what stands between`: what is in the way of an ending, from the start or from where a life has come to."""

from __future__ import annotations

from fabula.asking.answers import Answer
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Between
from fabula.asking.sentences import counted, tries
from fabula.engine.interface import BudgetEnded, State
from fabula.lives.life import Life


def between(context: QueryContext, question: Between) -> Answer | None:
    """From the start: nothing, or that there is no life; what rules are in the way is found apart. From the end of a life:
    nothing, or the act after which the ending was lost."""
    atlas = context.atlas
    sought = context.ending(question.ending)
    if not question.life:
        found = next((number for number, ending in enumerate(atlas.endings) if ending == sought), None)
        if found is not None:
            acts = counted(atlas.distance(found), "act")
            return Answer(question.text, (), True, f"Nothing: a life comes to it after {acts}.", atlas.life(found))
        if not context.final:
            return None
        if not context.complete:
            return context.undecided(question, "no life was found that comes to it.")
        text = f"No life ends in '{question.ending}' ({context.covered()})."
        return Answer(question.text, (text,), True, text)
    assert context.life is not None
    if not context.final:
        return None
    try:
        with context.bounded():
            return _from_life(context, question, context.life, sought)
    except BudgetEnded:
        return context.cut_short(question)


def _from_life(context: QueryContext, question: Between, life: Life, sought: int) -> Answer:
    leads = context.atlas.leading_to(context.atlas.ended(sought))
    moments = _moments(life)
    reachable = [_reaches(context, state, sought, leads) for state in (*(before for before, _ in moments), life.end)]
    details: dict[str, object] = {"from": list(life.moves)}
    if reachable[-1]:
        search = context.world.engine.search(life.end, (sought,), context.atlas.free)
        acts = search.acts or ()
        names = context.names(acts)
        text = f"Nothing: from there it takes {counted(len(acts), 'act')}" + (f": {', '.join(names)}." if names else ".")
        return Answer(question.text, (), True, text, details={**details, "onward": names})
    if None in reachable:
        return context.undecided(question, "no way was found.", details)
    lost = next((n for n in range(len(moments)) if reachable[n] and not reachable[n + 1]), None)
    if lost is None:
        text = f"No life ends in '{question.ending}', and so none does that begins like this one."
        return Answer(question.text, (text,), True, text, details=details)
    before, done = moments[lost]
    name = life.moves[lost]
    text = (
        f"It was lost with act {lost + 1}, {name}: before it '{question.ending}' could still be reached, and after it no more."
    )
    names = context.names(context.world.engine.search(before, (sought,), context.atlas.free).acts or ())
    text += f"\nInstead of it the life could have gone on with {', '.join(names)}."
    shown = _beginning(life, lost + 1, done)
    return Answer(
        question.text,
        (text,),
        True,
        text,
        shown,
        details={**details, "lost_with": lost + 1, "instead": names},
        tells_life=False,
    )


def _moments(life: Life) -> list[tuple[State, int]]:
    """For each move of a life the state before it, and how many acts are done after it."""
    moments = [(event.before, number + 1) for number, event in enumerate(life.events)]
    for place, attempt in tries(life):
        moments.insert(place, (attempt.before, attempt.at))
    return moments


def _beginning(life: Life, moves: int, acts: int) -> Life:
    """The first moves of a life, so many of which are acts."""
    ending = life.ending if moves == len(life.moves) else None
    return Life(life.story, life.start, life.events[:acts], ending, life.attempts[: moves - acts])


def _reaches(context: QueryContext, state: State, sought: int, leads: bytearray) -> bool | None:
    """Whether some life goes on from a state to the ending; None: not known."""
    number = context.atlas.number_of(state)
    if number is not None:
        return True if leads[number] else False if context.complete else None
    search = context.world.engine.search(state, (sought,), context.atlas.free, context.states)
    return True if search.acts is not None else False if search.complete else None
