"""What hinders an act in a state, and what would have given a reason for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.asking.remedies import Remedies, Remedy, moves_of
from fabula.asking.unmet_conditions import Part, failing
from fabula.engine.interface import State
from fabula.lives.life import Life
from fabula.lives.reasons import agrees, refusal_of
from fabula.lives.replaying import held_by
from fabula.lives.world import World
from fabula.task import Limits


@dataclass(frozen=True, slots=True)
class ChangesNothing:
    """The act would leave everything as it is."""


@dataclass(frozen=True, slots=True)
class ComesLater:
    """Another act comes first, since it happens at once."""

    first: str


@dataclass(frozen=True, slots=True)
class NotPossible:
    """Parts of the act's condition do not hold in a state; the `sure` would believe that they do."""

    parts: tuple[Part, ...]
    state: State
    sure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeemsImpossible:
    """Somebody believes in a state that parts of the act's condition do not hold."""

    parts: tuple[Part, ...]
    state: State


@dataclass(frozen=True, slots=True)
class NoReason:
    """Somebody has none: which lines of its wants the act would make worse and better at once, in its own eyes, and how far it
    thinks."""

    worse: tuple[str, ...]
    better: tuple[str, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class NeverHolds:
    """A part of the act's condition holds in no state of any life, or (not `everywhere`) of those that were looked at. `state`:
    by whose names it is spoken of."""

    part: Part
    state: State
    everywhere: bool


@dataclass(frozen=True, slots=True)
class AfterTheEnd:
    """The act would be possible only where lives have ended; `everywhere` as above."""

    act: str
    everywhere: bool


Cause = Union[ChangesNothing, ComesLater, NotPossible, SeemsImpossible, NoReason, NeverHolds, AfterTheEnd]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What hinders an act. `kind`: "world": it is not possible, would change nothing, or comes later; "belief": `mind` believes
    that it is not possible; "reason": `mind` has none. `complete`: what could have given a reason was tried to the end."""

    kind: str
    mind: str | None
    cause: Cause
    remedies: tuple[Remedy, ...] = ()
    complete: bool = True


def against(world: World, state: State, act: int, free: tuple[int, ...] = ()) -> tuple[int, ...] | None:
    """Who would not do an act in a state; None if it is not possible there. Raises `BudgetEnded`."""
    if not world.engine.is_possible(state, act):
        return None
    consenting = world.ground.task.actions[act].consenting
    return tuple(mind for mind in consenting if not agrees(world, state, act, mind, free))


def hindrances(
    world: World,
    state: State,
    act: int,
    free: tuple[int, ...] = (),
    life: Life | None = None,
    until: float | None = None,
) -> tuple[Hindrance, ...]:
    """Everything that hinders an act in a state; empty if nothing does. `life`: one that comes to the state; without one it is
    not tried whether other weights of wants would do, or that all think further. `until`: when trying ends, by
    `time.monotonic`. Raises `BudgetEnded` if it is not known who has no reason."""
    minds = against(world, state, act, free)
    if minds is None:
        return (_of_world(world, state, act),)
    way = None if life is None else moves_of(life)
    of_minds = tuple(_of_mind(world, state, act, mind, Remedies(world, state, act, mind, way, until)) for mind in minds)
    return (*of_minds, *_of_idleness(world, state, act), *_of_urgency(world, state, act, free))


def changes_nothing(world: World, state: State, act: int) -> bool:
    """Whether an act that is possible in a state leaves it as it is, and so is no step of a life."""
    return world.engine.do(state, act) == state


def _of_idleness(world: World, state: State, act: int) -> tuple[Hindrance, ...]:
    return (Hindrance("world", None, ChangesNothing()),) if changes_nothing(world, state, act) else ()


def _of_urgency(world: World, state: State, act: int, free: tuple[int, ...]) -> tuple[Hindrance, ...]:
    first = held_by(world, state, act, free)
    return () if first is None else (Hindrance("world", None, ComesLater(world.ground.task.actions[first].name)),)


def _of_world(world: World, state: State, act: int) -> Hindrance:
    engine, task = world.engine, world.ground.task
    sure = tuple(
        task.characters[mind]
        for mind in task.actions[act].consenting
        if engine.may_try(engine.belief(state, mind), task.act_of(act))
    )
    return Hindrance("world", None, NotPossible(failing(world, state, act), state, sure))


def _of_mind(world: World, state: State, act: int, mind: int, remedies: Remedies) -> Hindrance:
    task = world.ground.task
    refusal = refusal_of(world, state, act, mind)
    cures = list(remedies.knowing())
    if not refusal.possible:
        cause = SeemsImpossible(failing(world, refusal.believed, act), state)
        return Hindrance("belief", task.characters[mind], cause, tuple(cures), remedies.complete)
    cures += remedies.wanting()
    cures += remedies.thinking()
    reason = NoReason(refusal.worse, refusal.better, task.limits[mind])
    return Hindrance("reason", task.characters[mind], reason, tuple(cures), remedies.complete)
