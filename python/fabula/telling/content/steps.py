"""The content of a telling: what of a life is told, act by act, before there is a word of it.

One pass over the life says who tells each act, whether they see it and what they find out by it, why it is done, what it rests
on and what comes of it. How much of this is said, and in which words, is decided later.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Union

from fabula.engine.interface import State
from fabula.model import Closeness, Teller
from fabula.telling.content.asides import Remark, remark
from fabula.telling.content.attempts import Tried, tried
from fabula.telling.content.discoveries import Discovery
from fabula.telling.content.focalization import drawn_in, eyes_of, matches, part_told
from fabula.telling.content.foreshadowing import Foretold, foretold
from fabula.telling.content.motives import Motive, motives
from fabula.telling.content.perception import Perceptions
from fabula.telling.content.recollection import Recollection, recollections
from fabula.telling.world import Happening, Lived, World


def _none() -> tuple[()]:
    return ()


@dataclass(frozen=True)
class Step:
    """An act of a life (`index`: its place there) as the one has it who tells it: `mind`, None = nobody.

    `seen`: the act itself is perceived and not left out; `found`: what the mind finds out by it. Of an act of the teller's own,
    or of anybody's without a teller: `motives`, why it is done, and `recollections`, what it rests on, the latest first;
    they are looked for when they are asked for. `foretold`: what is said with it of the rest of the life."""

    index: int
    event: Happening
    mind: str | None
    seen: bool
    found: tuple[Discovery, ...]
    foretold: Foretold | None = None
    thinking: Callable[[], tuple[Motive, ...]] = field(default=_none, repr=False, compare=False)
    looking_back: Callable[[], tuple[Recollection, ...]] = field(default=_none, repr=False, compare=False)

    @cached_property
    def motives(self) -> tuple[Motive, ...]:
        return self.thinking()

    @cached_property
    def recollections(self) -> tuple[Recollection, ...]:
        return self.looking_back()

    @property
    def place(self) -> int:
        """How many events of the life came before it."""
        return self.index


@dataclass(frozen=True, slots=True)
class Content:
    """What is told of a life, in order (`told`). `begins`: from its beginning on, which `first` tells; `opening`: the state in
    which it opens, if that is told. `ends`: the life has come to an ending; if that is told, `ending` is its name, and `last`
    the event that has led to it."""

    first: str | None
    opening: State | None
    told: tuple[Step | Tried | Remark, ...]
    ending: str | None
    last: Happening | None
    begins: bool
    ends: bool


#: acts that are told as one, in one sentence; or one attempt, or one act of colour
Group = Union[tuple[Step, ...], Tried, Remark]


def content_of(world: World, life: Lived, how: Teller) -> Content:
    """What is told of a life."""
    perceptions = Perceptions(world)
    eyes = eyes_of(world, life, how, perceptions)
    part = part_told(world, life, how)
    omens = foretold(world, life, how, eyes, part)
    past = tuple(enumerate(life.events))
    steps = [step_of(world, how, perceptions, index, life.events[index], eyes[index], past[:index], omens) for index in part]
    attempts = [
        tried(world, number, trial, _eyes(eyes, how, trial.at))
        for number, trial in enumerate(life.attempts)
        if part.start <= trial.at <= part.stop
    ]
    remarks = [
        remark(world, how, number, aside, _eyes(eyes, how, aside.at))
        for number, aside in enumerate(life.asides)
        if part.start <= aside.at <= part.stop
    ]
    told: list[Step | Tried | Remark] = [one for one in (*attempts, *remarks, *steps) if one is not None]
    told.sort(key=_order)
    ends = life.ending is not None and part.stop == len(life.events)
    opening = None
    begins = part.start == drawn_in(world, life)
    if begins and (part or life.attempts or life.asides):
        first = life.attempts[0].before if life.attempts else None
        first = first if first is not None or not life.asides else life.asides[0].state
        opening = life.events[part.start].before if part else first
    return Content(
        _eyes(eyes, how, 0),
        opening,
        tuple(told),
        life.ending if ends else None,
        life.events[-1] if ends and life.events else None,
        begins,
        life.ending is not None,
    )


def _order(one: Step | Tried | Remark) -> tuple[int, int, int]:
    """What was tried or done in passing before an act comes before it."""
    match one:
        case Tried():
            return one.place, one.number, 1
        case Remark():
            return one.place, one.aside.tried, 0
        case Step():
            return one.place, sys.maxsize, 0


def step_of(
    world: World,
    how: Teller,
    perceptions: Perceptions,
    index: int,
    event: Happening,
    mind: str | None,
    past: Sequence[tuple[int, Happening]],
    omens: Mapping[int, Foretold],
) -> Step | None:
    """An act as `mind` has it; None if it perceives nothing of it. `past`: the events before it; `omens`: what is foretold, and
    with which event."""
    seen = not any(matches(world, act, event) for act in how.leaves_out) and perceptions.sees(event, mind)
    found = perceptions.found(event, mind)
    if not seen and not found:
        return None
    doers = world.ground.actions[event.action].doers
    thinker = mind if mind is not None else next(iter(doers), None)
    if thinker is None or thinker not in doers or how.closeness is Closeness.SEEN:
        return Step(index, event, mind, seen, found, omens.get(index))
    who = thinker

    def thinking() -> tuple[Motive, ...]:
        return tuple(motives(world, event, who, perceptions))

    def looking_back() -> tuple[Recollection, ...]:
        return tuple(recollections(world, index, event, past, who, perceptions)) if how.looks_back else ()

    return Step(index, event, mind, seen, found, omens.get(index), thinking, looking_back)


def can_be_told(how: Teller, discovery: Discovery) -> bool:
    """Whether a discovery is one that is told in this way: from outside no belief is, and some are left out."""
    if discovery.felt and how.closeness is Closeness.SEEN:
        return False
    return not any(act.name == discovery.schema for act in how.leaves_out)


def _eyes(by_event: Sequence[str | None], how: Teller, at: int) -> str | None:
    """Who tells what happens after so many events."""
    if by_event:
        return by_event[min(at, len(by_event) - 1)]
    return how.eyes[0] if how.eyes else None
