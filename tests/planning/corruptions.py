"""Everything that can be done wrong with a good plan, one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fabula.engine.interface import Engine, State
from fabula.solution import Solution, Step

#: what is wrong, and the plan
Corruption = tuple[str, Solution]
#: how far a reason for an act that is put in may reach
AHEAD, DEEP = 3, 1


def corruptions(engine: Engine, solution: Solution) -> Iterator[Corruption]:
    """Corruptions of a plan and of all plans within it, none twice, and never the plan itself."""
    seen = {solution: None}
    for what, corrupt in _of_plan(engine, solution, engine.initial(), 0):
        if corrupt not in seen:
            seen[corrupt] = None
            yield what, corrupt


def _of_plan(engine: Engine, plan: Solution, start: State, fixed: int) -> Iterator[Corruption]:
    """`fixed`: how many acts at the beginning are not this plan's to change."""
    steps = plan.steps
    states = [start]
    for step in steps:
        states.append(engine.do(states[-1], step.action))
    for place in range(fixed, len(steps)):
        before, step, after = steps[:place], steps[place], steps[place + 1 :]
        yield "drop", replace(plan, steps=(*before, *after))
        yield "duplicate", replace(plan, steps=(*before, step, step, *after))
        yield "end early", replace(plan, steps=before)
        if after:
            yield "swap", replace(plan, steps=(*before, after[0], step, *after[1:]))
        for other in _others(engine, states[place], step.action):
            yield "replace", replace(plan, steps=(*before, _done_instead(engine, plan.mind, step, other), *after))
        for inserted in _detours(engine, plan.mind, states[place]):
            yield "detour", replace(plan, steps=(*before, *inserted, step, *after))
        for nobody in _of_nobody(engine, states[place]):
            yield "happening", replace(plan, steps=(*before, Step(nobody), step, *after))
    for place, step in enumerate(steps):
        for what, corrupt in _of_step(engine, step, states[place]):
            yield what, replace(plan, steps=(*steps[:place], corrupt, *steps[place + 1 :]))


def _of_step(engine: Engine, step: Step, state: State) -> Iterator[tuple[str, Step]]:
    for place, reason in enumerate(step.reasons):
        assert reason.mind is not None
        before, after = step.reasons[:place], step.reasons[place + 1 :]
        yield "no reason", replace(step, reasons=(*before, *after))
        yield "two reasons", replace(step, reasons=(*before, reason, reason, *after))
        for mind in range(len(engine.task.characters)):
            if mind != reason.mind:
                yield "another's reason", replace(step, reasons=(*before, replace(reason, mind=mind), *after))
        for what, corrupt in _of_plan(engine, reason, engine.belief(state, reason.mind), 1):
            yield f"{what} in a reason", replace(step, reasons=(*before, corrupt, *after))


def _others(engine: Engine, state: State, action: int) -> tuple[int, ...]:
    """Acts that could be done instead: the next possible one, and the next that is not possible."""
    order = [*range(action + 1, len(engine.task.actions)), *range(action)]
    possible = next((other for other in order if engine.is_possible(state, other)), action)
    impossible = next((other for other in order if not engine.is_possible(state, other)), action)
    return possible, impossible


def _done_instead(engine: Engine, mind: int | None, step: Step, action: int) -> Step:
    """The step with another act, for which those who have to agree give the reasons that they had, or the act itself."""
    had = {reason.mind: reason.steps[1:] for reason in step.reasons}
    return Step(
        action,
        tuple(
            Solution(other, (Step(action), *had.get(other, ())))
            for other in engine.task.actions[action].consenting
            if other != mind
        ),
    )


def _of_nobody(engine: Engine, state: State) -> list[int]:
    """The first act of nobody that is possible."""
    return [action for action in engine.possible(state) if not engine.task.actions[action].consenting][:1]


def _detours(engine: Engine, mind: int | None, state: State) -> Iterator[tuple[Step, ...]]:
    """An act for which everybody has a reason, and two acts that come back to where they began."""
    for action in engine.possible(state):
        if (step := _explained(engine, mind, state, action, AHEAD, DEEP)) is not None:
            yield (step,)
            break
    for action in engine.possible(state):
        away = engine.do(state, action)
        back = next((back for back in engine.possible(away) if engine.do(away, back) == state), None)
        if back is not None:
            steps = (_explained(engine, mind, state, action, AHEAD, DEEP), _explained(engine, mind, away, back, AHEAD, DEEP))
            yield tuple(
                step or _done_instead(engine, mind, Step(act), act) for step, act in zip(steps, (action, back), strict=True)
            )
            break


def _explained(engine: Engine, mind: int | None, state: State, action: int, ahead: int, deep: int) -> Step | None:
    """A step with good reasons for all who have to agree, if they have any."""
    reasons = []
    for other in engine.task.actions[action].consenting:
        if other != mind:
            believed = engine.belief(state, other)
            acts = engine.plan_in(believed, action, other, ahead, deep)
            if acts is None:
                return None
            steps = [Step(action)]
            here = engine.do(believed, action)
            for place, act in enumerate(acts[1:], 1):
                step = _explained(engine, other, here, act, ahead - place, deep - 1)
                assert step is not None
                steps.append(step)
                here = engine.do(here, act)
            reasons.append(Solution(other, tuple(steps)))
    return Step(action, tuple(reasons))
