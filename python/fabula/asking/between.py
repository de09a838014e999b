"""`what stands between`: what is in the way of an ending, from the start or from where a life has come to."""

from __future__ import annotations

from fabula.asking.answers import Answer
from fabula.asking.conclusions import Lost, NoLife, NoneBeginsSo, NoWay, Onward
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import Between, Target
from fabula.asking.reachability import first_life, some_life
from fabula.asking.wording.speech import tries
from fabula.engine.interface import BudgetEnded, State
from fabula.lives.life import Life


def between(context: QueryContext, question: Between) -> Answer | None:
    """From the start: nothing, or that there is no life; what rules are in the way is found apart. From the end of a life:
    nothing, or the act after which the ending was lost."""
    sought = context.ending(question.ending)
    if not question.life:
        target = Target(question.ending, None)
        life = first_life(context, target)
        if life is not None:
            return context.answer(question, (), some_life(context, target, life), life)
        never = context.never(question, (NoLife(),), NoLife(), target)
        return context.undecided(question) if never is None and context.final else never
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
    begun = life.moves
    if reachable[-1]:
        search = context.world.engine.search(life.end, (sought,), context.atlas.free)
        return context.answer(question, (), Onward(begun, context.names(search.acts or ())))
    if None in reachable:
        return context.undecided(question, NoWay(begun))
    lost = next((n for n in range(len(moments)) if reachable[n] and not reachable[n + 1]), None)
    if lost is None:
        return context.answer(question, (NoneBeginsSo(begun),), NoneBeginsSo(begun))
    before, done = moments[lost]
    search = context.world.engine.search(before, (sought,), context.atlas.free)
    conclusion = Lost(begun, lost + 1, context.names(search.acts or ()))
    return context.answer(question, (conclusion,), conclusion, _beginning(life, lost + 1, done))


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
