"""Foreshadowing: what is true of the rest of a life, told where it is not yet so, by somebody who knows how it went.

Who tells of what is past has lived through it, and so knows whom they did not meet again and where they did not come back to;
who tells from nobody's eyes knows everything. Nothing else of what is to come is told, and never what somebody else did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.model import Closeness, Teller, Tense
from fabula.telling.languages.asides import Foreseen
from fabula.telling.world import Happening, Lived, StateView, World, is_alive_in, sees

#: two have been in so many events together before it is said that it was the last time
MET = 4
#: so many events have been told at a place before it is said that somebody did not come back to it
STAYED = 6
#: so many events are still to come
LEFT = 3


@dataclass(frozen=True, slots=True)
class Foretold:
    """Something about the rest of the life, told with an event: from that on two (`PARTED`) are never in one place again;
    somebody does not come back to a place (`LEFT`); or somebody, who is to die, does nothing more (`LAST`)."""

    event: int
    sort: Foreseen
    things: tuple[str, ...]


def foretold(world: World, life: Lived, teller: Teller, by_event: Sequence[str | None], part: range) -> Mapping[int, Foretold]:
    """What is foretold with which event: at most one thing in a telling, and nothing where it is not known how it ends."""
    knows = life.ending is not None and part == range(len(life.events))
    if not (teller.foretells and knows) or teller.tense is not Tense.PAST or teller.closeness is Closeness.SEEN:
        return {}
    best: tuple[int, Foretold] | None = None
    for weight, omen in _omens(world, life, by_event):
        if best is None or weight > best[0]:
            best = weight, omen
    return {} if best is None else {best[1].event: best[1]}


def _omens(world: World, life: Lived, by_event: Sequence[str | None]) -> Iterator[tuple[int, Foretold]]:
    last = life.events[-1].after
    for index, event in enumerate(life.events[: len(life.events) - LEFT]):
        mind = by_event[index]
        if mind is not None and not (sees(world, event, mind) and is_alive_in(world, last, mind)):
            continue
        doers = world.ground.actions[event.action].doers
        bodies = list(dict.fromkeys(_body(world, doer) for doer in doers))
        if mind is None:
            yield from ((100, Foretold(index, Foreseen.LAST, (one,))) for one in bodies if _is_last(world, life, index, one))
        who = [_body(world, mind)] if mind is not None else bodies
        for one in who:
            for other in _characters(world):
                if other != one and (mind is None or {one, other} & set(bodies)) and _parts(world, life, index, one, other):
                    met = _together(world, life, index, one, other, mind)
                    if met >= MET:
                        yield 50 + met, Foretold(index, Foreseen.PARTED, (one, other))
            place = _left(world, life, index, one) if one in bodies else None
            if place is not None and _stayed(world, life, index, one, place) >= STAYED:
                yield 10, Foretold(index, Foreseen.LEFT, (one, place))


def _body(world: World, mind: str) -> str:
    return world.definition.things[mind].body or mind


def _characters(world: World) -> list[str]:
    return list(dict.fromkeys(_body(world, mind) for mind in world.ground.task.characters))


def _at(world: World, state: State, body: str) -> str | None:
    """Where somebody is who lives; None: nowhere, or dead."""
    item = world.definition.properties.get("at")
    if item is None or len(item.kinds) != 1 or not is_alive_in(world, state, body):
        return None
    return StateView(world, state).possible("at", (body,)).thing


def _after(life: Lived, index: int) -> Iterator[State]:
    for event in life.events[index:]:
        yield event.after
    for event in life.events[index + 1 :]:
        yield event.before


def _parts(world: World, life: Lived, index: int, one: str, other: str) -> bool:
    """Whether two were in one place before an event, and never are again."""
    before = life.events[index].before
    here = _at(world, before, one)
    if here is None or here != _at(world, before, other):
        return False
    if not all(is_alive_in(world, life.events[index].after, body) for body in (one, other)):
        return False
    return not any(_at(world, state, one) == _at(world, state, other) is not None for state in _after(life, index))


def _together(world: World, life: Lived, index: int, one: str, other: str, mind: str | None) -> int:
    """In how many events one of two has done something where the other was, as far as `mind` saw it."""
    count = 0
    for event in life.events[: index + 1]:
        if mind is not None and not sees(world, event, mind):
            continue
        bodies = {_body(world, doer) for doer in world.ground.actions[event.action].doers}
        here = _at(world, event.before, one)
        count += bool(bodies & {one, other}) and here is not None and here == _at(world, event.before, other)
    return count


def _left(world: World, life: Lived, index: int, one: str) -> str | None:
    """The place that somebody leaves in an event and does not come back to."""
    here = _at(world, life.events[index].before, one)
    if here is None or any(_at(world, state, one) == here for state in _after(life, index)):
        return None
    return here


def _stayed(world: World, life: Lived, index: int, one: str, place: str) -> int:
    """How much somebody has seen done at a place."""
    return sum(
        _at(world, event.before, one) == place and sees(world, event, one) and any(_is_at(world, event, place))
        for event in life.events[:index]
    )


def _is_at(world: World, event: Happening, place: str) -> Iterator[bool]:
    return (_at(world, event.before, body) == place for body in _doing(world, event))


def _is_last(world: World, life: Lived, index: int, one: str) -> bool:
    """Whether somebody who dies later, by somebody else's act, does nothing more after an event; and did something before."""
    did = [number for number, event in enumerate(life.events) if one in _doing(world, event)]
    if len(did) < 2 or did[-1] != index or not is_alive_in(world, life.events[index].after, one):
        return False
    death = next((k for k in range(index, len(life.events)) if not is_alive_in(world, life.events[k].after, one)), None)
    return death is not None and death > index + 1


def _doing(world: World, event: Happening) -> set[str]:
    return {_body(world, doer) for doer in world.ground.actions[event.action].doers}
