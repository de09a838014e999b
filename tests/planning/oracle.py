"""Semantics 5 and 6 word by word: nothing remembered, every subsequence tried. Says only whether a solution is valid."""

from __future__ import annotations

from itertools import combinations

from fabula.engine.interface import Engine, State
from fabula.planning.limits import PlanLimits
from fabula.solution import Solution, Step


def is_solution(engine: Engine, solution: Solution, goal: int, limits: PlanLimits) -> bool:
    """Whether a plan of the author is valid within limits and reaches the goal."""
    steps = solution.steps
    if limits.author != -1 and len(steps) > limits.author:
        return False
    if not valid(engine, None, engine.initial(), steps, limits, limits.character, 0, 0):
        return False
    end = engine.initial()
    for step in steps:
        end = engine.do(end, step.action)
    return engine.utility(end, None) >= goal


def valid(
    engine: Engine,
    who: int | None,
    start: State,
    steps: tuple[Step, ...],
    limits: PlanLimits,
    budget: int,
    depth: int,
    first: int,
) -> bool:
    """Valid(w, s, π). `budget` and `depth` are those of the plan that the steps are of, `first` is the place of their first
    one in it, counted from 0."""
    if not steps:
        return False
    state = start
    for step in steps:  # V1
        if not engine.is_possible(state, step.action):
            return False
        state = engine.do(state, step.action)
    aim = engine.utility(state, who)
    if not aim > engine.utility(start, who):  # V2
        return False
    if who is not None and any(not engine.task.actions[step.action].consenting for step in steps):  # V3
        return False
    state = start
    for place, step in enumerate(steps):  # V4
        if not agreed(engine, who, state, step, limits, left(who, budget, first + place), depth):
            return False
        state = engine.do(state, step.action)
    return not any(  # V5
        as_good(engine, who, start, kept, aim, limits, budget, depth, first)
        for length in range(len(steps))
        for kept in combinations(steps, length)
    )


def agreed(engine: Engine, who: int | None, state: State, step: Step, limits: PlanLimits, budget: int, depth: int) -> bool:
    """V4: the step is explained for everybody who consents, except for whose plan it is."""
    others = [other for other in engine.task.actions[step.action].consenting if other != who]
    if sorted(others) != sorted(-1 if reason.mind is None else reason.mind for reason in step.reasons):
        return False
    for reason in step.reasons:
        assert reason.mind is not None
        believed = engine.belief(state, reason.mind)
        if reason.acts[:1] != (step.action,) or reason.steps[0].reasons:
            return False
        if not engine.is_possible(believed, step.action):
            return False
        if not explains(engine, reason.mind, believed, reason.steps, limits, budget, depth + 1):
            return False
    return True


def explains(
    engine: Engine, who: int, believed: State, steps: tuple[Step, ...], limits: PlanLimits, budget: int, depth: int
) -> bool:
    """Expl(c, b, a, ρ)."""
    longest = budget if limits.belief == -1 or depth <= limits.belief else 1 if depth == limits.belief + 1 else 0
    if longest == 1 and budget == 0:
        return False
    if longest != -1 and len(steps) > longest:
        return False
    state = believed
    for step in steps:
        if not engine.is_possible(state, step.action):
            return False
        state = engine.do(state, step.action)
    aim = engine.utility(state, who)
    if not aim > engine.utility(believed, who):
        return False
    if not engine.task.actions[steps[0].action].consenting:
        return False
    after = engine.do(believed, steps[0].action)
    if len(steps) > 1 and not valid(engine, who, after, steps[1:], limits, budget, depth, 1):
        return False
    return not any(
        as_good(engine, who, believed, kept, aim, limits, budget, depth, 0)
        for length in range(len(steps))
        for kept in combinations(steps[1:], length)
    )


def as_good(
    engine: Engine,
    who: int | None,
    state: State,
    steps: tuple[Step, ...],
    aim: int,
    limits: PlanLimits,
    budget: int,
    depth: int,
    first: int,
) -> bool:
    """Whether the steps can be done, each explained with the reasons that it has, and end as well."""
    for place, step in enumerate(steps):
        if not engine.is_possible(state, step.action):
            return False
        if not agreed(engine, who, state, step, limits, left(who, budget, first + place), depth):
            return False
        state = engine.do(state, step.action)
    return engine.utility(state, who) >= aim


def left(who: int | None, budget: int, place: int) -> int:
    """R - (k - 1); the budget of the author's plan is not shared."""
    return budget if who is None or budget == -1 else budget - place
