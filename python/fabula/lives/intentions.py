"""What people are about to do: the rest of the plan for which each did the last act of theirs.

Which acts a life can go on with is another matter (semantics 8.4): whoever leads people, or tells of lives by chance, prefers
what is in keeping with what they are about to do, so that nobody turns back half-way and turns again. It follows from the life
so far alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from fabula.engine.interface import Engine, State
from fabula.lives.life import Event, Reason
from fabula.lives.reasons import foreseen
from fabula.lives.world import World

#: how many acts of others somebody waits for one that the plan counts on
WAITS = 3


@dataclass(frozen=True, slots=True)
class Intention:
    """The rest of somebody's plan, in order. `since`: the state in which it was made; `waited`: how many acts others have done
    since then, other than those that it counts on."""

    plan: tuple[int, ...]
    since: State
    waited: int = 0


#: by the name of a mind
Intentions = Mapping[str, Intention]
NONE: Intentions = {}
#: the plan that is a mind's reason for an act, by their numbers
Plans = Callable[[int, int], tuple[int, ...] | None]


def after(world: World, intentions: Intentions, event: Event) -> Intentions:
    """What people are about to do after an act."""
    task, minds = world.ground.task, world.ground.minds
    found: dict[str, Intention] = {}
    for mind, held in intentions.items():
        if held.plan[0] != task.act_of(event.action):
            found[mind] = Intention(held.plan, held.since, held.waited + 1)
        elif not world.engine.observes(event.before, event.action, minds[mind]):
            found[mind] = held
        elif held.plan[1:]:
            found[mind] = Intention(held.plan[1:], held.since)
    for reason in event.reasons:
        found.pop(reason.mind, None)
        if reason.plan[1:]:
            found[reason.mind] = Intention(reason.plan[1:], event.before)
    return found


def planned(world: World, state: State, act: int, then: State) -> Event:
    """An act that can be done in a state, with the plans for which it is done."""
    task, plan = world.ground.task, world.engine.plan
    plans = ((task.characters[mind], plan(state, act, mind)) for mind in task.actions[act].consenting)
    return Event(act, state, then, tuple([Reason(mind, own, ()) for mind, own in plans if own is not None]))


def of(world: World, events: Iterable[Event]) -> Intentions:
    """What people are about to do after all that has happened."""
    intentions = NONE
    for event in events:
        intentions = after(world, intentions, event)
    return intentions


def in_keeping(
    world: World,
    state: State,
    acts: Sequence[int],
    intentions: Intentions,
    plans: Plans,
) -> list[int]:
    """Those of some acts, which can be done in a state, that are in keeping with what those who consent to them are about to
    do."""
    if not intentions:
        return list(acts)
    held = [one for name, kept in intentions.items() if (one := _held(world, state, acts, name, kept)) is not None]
    return [act for act in acts if all(one.admits(act, plans) for one in held)]


def goes_on(world: World, state: State, act: int, intentions: Intentions) -> bool:
    """Whether an act that can be done is in keeping with what those who consent to it are about to do, whatever else can be
    done."""
    coming = [intention.plan[0] for intention in intentions.values() if _can_be_done(world, state, intention.plan[0])]
    plans = partial(world.engine.plan, state)
    return act in in_keeping(world, state, [act, *coming], intentions, plans)


def _can_be_done(world: World, state: State, act: int) -> bool:
    engine, minds = world.engine, world.ground.task.actions[act].consenting
    return act in engine.possible(state) and all(engine.plan(state, act, mind) is not None for mind in minds)


@dataclass(frozen=True, slots=True)
class _Held:
    """An intention that still stands. `believed`: the state as its mind believes it to be; `gain`: what it expects of the rest
    of its plan; `is_next`: whether the next act of it is its own, and can be done."""

    world: World
    mind: int
    believed: State
    intention: Intention
    gain: int
    is_next: bool

    def admits(self, act: int, plans: Plans) -> bool:
        """Whether its mind, if it consents to an act, does it rather than nothing: it is the next of its plan, or does no harm
        while others are waited for, or something better has turned up."""
        task = self.world.ground.task
        if self.mind not in task.actions[act].consenting or task.act_of(act) == self.intention.plan[0]:
            return True
        if not self.is_next and self._does_no_harm(task.act_of(act)):
            return True
        plan = plans(act, self.mind)
        return plan is not None and self._is_better(plan)

    def _does_no_harm(self, act: int) -> bool:
        steps = self.world.engine.foresee_act(self.believed, act, self.mind)
        return any(_gain(self.world.engine, step.after, self.intention.plan, self.mind) >= self.gain for step in steps)

    def _is_better(self, plan: tuple[int, ...]) -> bool:
        """Whether a plan promises more, and no part of it that leads as far would have, where its mind decided last: what
        undoes the last act and then does what could have been done before is nothing new."""
        engine = self.world.engine
        promised = _gain(engine, self.believed, plan, self.mind)
        if promised <= self.gain:
            return False
        then = engine.belief(self.intention.since, self.mind)
        return all(_gain(engine, then, plan[place:], self.mind) < promised for place in range(len(plan)))


def _held(world: World, state: State, acts: Sequence[int], name: str, intention: Intention) -> _Held | None:
    """An intention, if it still stands: it promises something as far as its mind knows, and can be gone on with."""
    engine, task = world.engine, world.ground.task
    mind = world.ground.minds[name]
    believed = engine.belief(state, mind)
    gain = _gain(engine, believed, intention.plan, mind)
    coming = intention.plan[0]
    is_own = mind in task.actions[coming].consenting
    is_next = is_own and any(task.act_of(act) == coming for act in acts)
    if gain <= 0 or not (is_next if is_own else intention.waited <= WAITS):
        return None
    return _Held(world, mind, believed, intention, gain, is_next)


def _gain(engine: Engine, believed: State, plan: tuple[int, ...], mind: int) -> int:
    """What somebody who believes to be in a state expects of a plan; 0 where it can't be carried out."""
    return sum(step.gain for step in foreseen(engine, believed, plan, mind))
