"""What a life goes on with in a state, word for word as it is defined (semantics 8.4), on the obvious engine."""

from __future__ import annotations

from fabula.engine.interface import State
from fabula.engine.lessons import lessons
from fabula.engine.reference import ReferenceEngine


def steps_of(engine: ReferenceEngine, state: State, free: tuple[int, ...]) -> list[tuple[int, State]]:
    """Acts and attempts in vain, ascending by their numbers; nothing after an ending, and nothing that changes nothing."""
    if engine.ending(state) is not None:
        return []
    actions = engine.task.actions
    found = []
    for act, action in enumerate(actions):
        if engine.is_possible(state, act):
            if all(agrees(engine, state, act, mind, free) for mind in action.consenting):
                found.append((act, engine.do(state, act)))
            continue
        if action.in_vain or (action.twin is not None and engine.is_possible(state, action.twin)):
            # What was hoped for fails: it is done in vain, which is another act.
            continue
        for mind in free:
            if mind in action.consenting and engine.may_try(engine.belief(state, mind), act):
                taught = lessons(engine.task, act, mind, engine.task.own[mind] if engine.task.own else ())
                found.append((len(actions) * (mind + 1) + act, engine.in_vain(state, mind, taught)))
    found = sorted((move, after) for move, after in found if after != state)
    return [(move, after) for move, after in found if not waits(engine, move, [other for other, _ in found], free)]


def waits(engine: ReferenceEngine, move: int, others: list[int], free: tuple[int, ...]) -> bool:
    """Whether a move comes later, as these can be made now: something more urgent comes first; what is urgent of one who is
    played keeps only the others."""
    actions = engine.task.actions

    def is_played(number: int) -> bool:
        return number >= len(actions) or any(mind in free for mind in actions[number].consenting)

    def urgency(number: int) -> int:
        return actions[number].urgency if number < len(actions) else 0

    most = max((urgency(other) for other in others if not is_played(other)), default=0)
    if most > 0:
        return urgency(move) < most
    return not is_played(move) and any(urgency(other) > 0 for other in others)


def agrees(engine: ReferenceEngine, state: State, act: int, mind: int, free: tuple[int, ...]) -> bool:
    """Whether somebody would do an act that is possible: who is played, if it believes in it; the others for a reason."""
    if mind in free:
        return engine.may_try(engine.belief(state, mind), engine.task.act_of(act))
    return engine.plan(state, act, mind) is not None
