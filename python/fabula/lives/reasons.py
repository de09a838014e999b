"""Why a character does what it does: its plan, and what it hopes to gain by it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fabula.engine.interface import Engine, Planned, State
from fabula.grounding import Ground
from fabula.grounding.wants import value_of
from fabula.lives.life import Reason
from fabula.lives.world import World
from fabula.model import Expression, Quantified, Want
from fabula.task import Compare
from fabula.task import Expression as TaskExpression


def want_expression(want: Want) -> Expression:
    """The value of one line of a `wants` block as an expression of the model."""
    value = value_of(want)
    for variable in reversed(want.each):
        value = Quantified("sum", variable, None, value, want.span)
    return value


@lru_cache(maxsize=64)
def wants_of(ground: Ground, mind: str) -> tuple[tuple[str, TaskExpression], ...]:
    """The lines of a mind's wants: each as written, and its value as an expression of the task."""
    wants = ground.definition.wants.get(mind, ())
    return tuple((want.text, ground.expression(want_expression(want), {})) for want in wants)


def gains_of(ground: Ground, engine: Engine, mind: str, believed: State, plan: tuple[int, ...]) -> tuple[str, ...]:
    """The lines of the mind's wants that are better after the plan than before it, both as it believes them to be."""
    steps = foreseen(engine, believed, plan, ground.minds[mind])
    better: list[str] = []
    for text, expression in wants_of(ground, mind):
        values = [(engine.evaluate(step.before, expression), engine.evaluate(step.after, expression)) for step in steps]
        if sum(after for _, after in values) > sum(before for before, _ in values):
            better.append(text)
    return tuple(better)


def foreseen(engine: Engine, believed: State, plan: tuple[int, ...], mind: int) -> tuple[Planned, ...]:
    """How the acts of a plan go on as whoever makes it foresees them: of several ways the one that gains, and hopes for least;
    of these the first."""
    ways: list[tuple[Planned, ...]] = [()]
    for act in plan:
        ways = [(*way, step) for way in ways for step in engine.foresee_act(way[-1].after if way else believed, act, mind)]
    gaining = [way for way in ways if sum(step.gain for step in way) > 0]
    return min(gaining, key=lambda way: len(hopes_of(way)), default=())


def hopes_of(steps: tuple[Planned, ...]) -> frozenset[Compare]:
    """What all acts of a plan hope for."""
    return frozenset(hope for step in steps for hope in step.hopes)


def wants_changed(
    ground: Ground, engine: Engine, mind: str, before: State, after: State
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lines of the mind's wants that are better in a state than in one before, and those that are worse. What is not known
    (`UNKNOWN`) is less than anything."""
    better: list[str] = []
    worse: list[str] = []
    for text, expression in wants_of(ground, mind):
        was, is_now = engine.evaluate(before, expression), engine.evaluate(after, expression)
        if was != is_now:
            (better if is_now > was else worse).append(text)
    return tuple(better), tuple(worse)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mind sees no reason for an act. `believed`: the state as it believes it to be; `possible`: whether it believes that
    the act can be done at all; `worse` and `better`: the lines of its wants that the act would change at once, in its own eyes;
    both are empty where nothing that it wants depends on it."""

    believed: State
    possible: bool
    worse: tuple[str, ...] = ()
    better: tuple[str, ...] = ()


def refusal_of(world: World, state: State, action: int, mind: int) -> Refusal:
    """How an act looks to a mind that has no reason for it in a state: what a player is told of it, and what `why not` says."""
    engine, ground = world.engine, world.ground
    believed = engine.belief(state, mind)
    act = ground.task.act_of(action)
    if not engine.may_try(believed, act):
        return Refusal(believed, False)
    steps = engine.foresee_act(believed, act, mind)
    if not steps:
        return Refusal(believed, True)
    better, worse = wants_changed(ground, engine, ground.task.characters[mind], steps[0].before, steps[0].after)
    return Refusal(believed, True, worse, better)


def agrees(world: World, state: State, action: int, mind: int, free: tuple[int, ...] = ()) -> bool:
    """Whether a mind would do an act that is possible in a state: for a reason; or, as one of those in `free`, who are played,
    because it believes that it is possible."""
    engine = world.engine
    if mind in free:
        return engine.may_try(engine.belief(state, mind), world.ground.task.act_of(action))
    return engine.plan(state, action, mind) is not None


def reasons_for(world: World, state: State, action: int, free: tuple[int, ...] = ()) -> tuple[Reason, ...] | None:
    """The reasons of all who consent to an act in a state, those in `free` left out; None if somebody has none."""
    engine, ground = world.engine, world.ground
    reasons: list[Reason] = []
    for mind in ground.task.actions[action].consenting:
        if mind in free:
            continue
        plan = engine.plan(state, action, mind)
        if plan is None:
            return None
        name = ground.task.characters[mind]
        reasons.append(Reason(name, plan, gains_of(ground, engine, name, engine.belief(state, mind), plan)))
    return tuple(reasons)
