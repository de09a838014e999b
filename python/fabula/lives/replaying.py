"""A life from the names of its acts, every act checked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.lives.colour import Aside, Colour, can_do, colour_named, key_of
from fabula.lives.life import Attempt, Event, Life
from fabula.lives.reasons import agrees, reasons_for
from fabula.lives.trying import fail, not_so
from fabula.lives.world import World

#: how what was tried in vain begins
_TRIES = re.compile(r"\s*(\w+)\s+tries\s+")


class LifeParts(Exception):
    """A life that the story does not allow. `at`: how many acts and attempts still fit; `act`: the one that does not;
    `why`: a sentence;
    `mind`: who has no reason, if that is it."""

    def __init__(self, at: int, act: str, why: str, mind: str | None = None) -> None:
        self.at = at
        self.act = act
        self.why = why
        self.mind = mind
        super().__init__(f"act {at + 1}, {act}: {why}")


def act_number(ground: Ground, name: str) -> int | None:
    """The number of the act with this name, spaces apart; None if the story has no such act."""
    squeezed = "".join(name.split())
    for number, action in enumerate(ground.task.actions):
        if "".join(action.name.split()) == squeezed:
            return number
    return None


def acts_of(transcript: str) -> list[str]:
    """The acts in a transcript: its lines without comments and indentation."""
    stripped = (line.split("#", 1)[0].strip() for line in transcript.splitlines())
    return [line for line in stripped if line]


def step(world: World, state: State, action: int, free: tuple[int, ...] = ()) -> Event:
    """The event of an act in a state. Raises `LifeParts` (with `at` = 0) if it is not possible or not explained."""
    engine, task = world.engine, world.ground.task
    name = task.actions[action].name
    if not engine.is_possible(state, action):
        raise LifeParts(0, name, "it is not possible there")
    reasons = reasons_for(world, state, action, free)
    refusing = [mind for mind in task.actions[action].consenting if not agrees(world, state, action, mind, free)]
    if refusing or reasons is None:
        who = task.characters[refusing[0]]
        believes = engine.may_try(engine.belief(state, refusing[0]), task.act_of(action))
        why = f"{who} has no reason for it" if believes else f"{who} believes that it is not possible"
        raise LifeParts(0, name, why, who)
    if held_by(world, state, action, free) is not None:
        raise LifeParts(0, name, "something that happens at once comes first")
    return Event(action, state, engine.do(state, action), reasons)


def held_by(world: World, state: State, action: int | None, free: tuple[int, ...] = ()) -> int | None:
    """What comes first as it is more urgent than an act that is explained, or (None) than what those in `free` try; None:
    nothing does."""
    engine, task = world.engine, world.ground.task
    actions = task.actions
    own = action is None or not set(actions[action].consenting).isdisjoint(free)
    urgency = 0 if action is None else actions[action].urgency
    played: int | None = None
    for other, how_urgent in task.urgent().items():
        if not engine.is_possible(state, other):
            continue
        minds = actions[other].consenting
        if all(agrees(world, state, other, mind, free) for mind in minds) and engine.do(state, other) != state:
            if set(minds).isdisjoint(free):
                if how_urgent > urgency:
                    return other
                own = True
            elif played is None:
                played = other
    return None if own else played


def failed(world: World, state: State, action: int, mind: int, at: int) -> Attempt:
    """The attempt of a mind that plays at an act that is not possible in a state. Raises `LifeParts` (with `at` = 0) if it is
    possible, or the mind would not try it."""
    engine, task = world.engine, world.ground.task
    name, who = task.actions[action].name, task.characters[mind]
    if mind not in task.actions[action].consenting or not engine.may_try(engine.belief(state, mind), action):
        raise LifeParts(0, name, f"{who} could not have tried it", who)
    if held_by(world, state, None, (mind,)) is not None:
        raise LifeParts(0, name, "something that happens at once comes first", who)
    twin = task.actions[action].twin
    if engine.is_possible(state, action) or (twin is not None and engine.is_possible(state, twin)):
        raise LifeParts(0, name, "it is possible there", who)
    after = fail(world, state, action, mind)
    return Attempt(at, who, action, state, after, not_so(world, state, after, action, mind))


def ending_name(world: World, state: State) -> str | None:
    """The name of the first ending that a state satisfies."""
    number = world.engine.ending(state)
    return None if number is None else world.ground.task.endings[number].name


def replay(world: World, acts: Iterable[str], free: tuple[int, ...] = ()) -> Life:
    """The life with these acts from the initial state. Raises `LifeParts` at the first act that does not exist, is not
    possible, comes after an ending, or is not explained for all who consent: those in `free` are played, and only have to
    believe that it is possible. They may also have tried in vain: `Ann tries take(Ann, key)`."""
    state = start = world.engine.initial()
    events: list[Event] = []
    attempts: list[Attempt] = []
    asides: list[Aside] = []
    for at, given in enumerate(acts):
        who, name = _tried(given)
        if (ended := ending_name(world, state)) is not None:
            raise LifeParts(at, name, f"the life has ended before it, with '{ended}'")
        number = act_number(world.ground, name)
        colour = colour_named(world, name) if number is None and who is None else None
        try:
            if colour is not None:
                asides.append(Aside(done_again(world, colour, state, asides), state, len(events), len(attempts)))
                continue
            if number is None:
                raise LifeParts(0, name, "the story has no such act")
            if who is None:
                events.append(step(world, state, number, free))
                state = events[-1].after
                continue
            mind = world.ground.minds.get(who)
            if mind is None or mind not in free:
                raise LifeParts(at, name, f"{who} could not have tried it", who)
            attempts.append(failed(world, state, number, mind, len(events)))
            state = attempts[-1].after
        except LifeParts as parts:
            raise LifeParts(at, parts.act, parts.why, parts.mind) from None
    return Life(world, start, tuple(events), ending_name(world, state), tuple(attempts), tuple(asides))


def done_again(world: World, act: Colour, state: State, asides: Iterable[Aside]) -> Colour:
    """An act of colour, if it can be done in a state where these were done before; else raises `LifeParts` (with `at` = 0)."""
    if not can_do(world, act, state):
        raise LifeParts(0, act.name, f"{act.mind} does not believe that it is possible", act.mind)
    key = key_of(world, act)
    if key is not None and any(key_of(world, aside.act) == key for aside in asides):
        raise LifeParts(0, act.name, "it is done once, and has been done", act.mind)
    return act


def _tried(name: str) -> tuple[str | None, str]:
    """Who tries an act in vain (None: it is done), and the act."""
    tries = _TRIES.match(name)
    return (tries[1], name[tries.end() :]) if tries else (None, name)
