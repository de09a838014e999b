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
    return sorted((move, after) for move, after in found if after != state)


def agrees(engine: ReferenceEngine, state: State, act: int, mind: int, free: tuple[int, ...]) -> bool:
    """Whether somebody would do an act that is possible: who is played, if it believes in it; the others for a reason."""
    if mind in free:
        return engine.may_try(engine.belief(state, mind), engine.task.act_of(act))
    return engine.plan(state, act, mind) is not None
