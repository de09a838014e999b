"""Looking back: what somebody perceived earlier, to be told again, briefly, where an act of theirs rests on it.

An act rests on an event if the doer perceived it, and by it a condition of the act came about in the doer's mind, or something
that the act is for got worse there; the last such event counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fabula.engine.interface import State
from fabula.lives.reasons import wants_of
from fabula.model import NumberType, Says
from fabula.syntax.templates import Slot, parse_template
from fabula.task import (
    UNKNOWN,
    Condition,
    Expression,
    ground_conjuncts,
    reads,
)
from fabula.telling.content.perception import Perceptions
from fabula.telling.content.wills import named_wills
from fabula.telling.world import Binding, Happening, StateView, World, is_generic, mind_number

#: so many events lie between an act and what is called to mind with it
LONG_AGO = 5


@dataclass(frozen=True, slots=True)
class Remembered:
    """That an act (`event`) of a mind rests on what the mind perceived in an earlier event, `source`: by it a condition of the
    act came about, in the mind (`condition`), or something that the act is for got worse there (`want`, a line of its wants).
    `found`: it is the news in that event that is told, and not the act."""

    event: int
    source: int
    mind: str
    condition: Condition | None = None
    want: str = ""
    found: bool = False


@dataclass(frozen=True, slots=True)
class Recollection:
    """What is called to mind: what was found out, or an act of others, `action`. `says`: its text for everybody, None for an
    act that has none; `binding`: what the slots of the text stand for."""

    remembered: Remembered
    action: int
    says: Says | None
    binding: Binding


def recollections(
    world: World,
    index: int,
    event: Happening,
    past: Sequence[tuple[int, Happening]],
    mind: str,
    perceptions: Perceptions,
) -> Iterator[Recollection]:
    """What an act of a mind rests on, of what it has perceived (`past`, in order), the latest first."""
    events = dict(past)
    for remembered in _sources(world, index, event, past, mind, perceptions):
        source = events[remembered.source]
        if (news := _news(world, source, remembered, mind, perceptions)) is not None:
            yield Recollection(replace(remembered, found=True), source.action, *news)
        if (act := _act(world, source, mind, perceptions)) is not None:
            yield Recollection(remembered, source.action, *act)


# --- on what an act rests ------------------------------------------------------------------------------------------------


def _sources(
    world: World,
    index: int,
    event: Happening,
    past: Sequence[tuple[int, Happening]],
    mind: str,
    perceptions: Perceptions,
) -> Iterator[Remembered]:
    engine = world.engine
    number = mind_number(world, mind)
    now = engine.belief(event.before, number)
    parts = [
        part
        for part in ground_conjuncts(world.ground.task.actions[event.action].precondition)
        if _counts(world, part, mind, event.before)
    ]
    gains = [gain for reason in event.reasons if reason.mind == mind for gain in reason.gains]
    wants = [(text, value) for text, value in wants_of(world.ground, mind) if text in gains]
    unsettled: list[Condition] = [part for part in parts if perceptions.holds(now, part)]
    for place, source in reversed(past):
        if not unsettled and not wants:
            return
        before, after = (engine.belief(state, number) for state in (source.before, source.after))
        if before == after:
            continue
        come = [part for part in unsettled if perceptions.holds(after, part) and not perceptions.holds(before, part)]
        worse = [(text, value) for text, value in wants if _is_worse(perceptions, value, before, after)]
        unsettled = [part for part in unsettled if part not in come]
        wants = [want for want in wants if want not in worse]
        if index - place < LONG_AGO or world.ground.actions[source.action].schema == world.ground.actions[event.action].schema:
            continue
        yield from (Remembered(index, place, mind, condition=part) for part in come)
        yield from (Remembered(index, place, mind, want=text) for text, _ in worse)


def _is_worse(perceptions: Perceptions, value: Expression, before: State, after: State) -> bool:
    was, is_now = (perceptions.value(state, value) for state in (before, after))
    return UNKNOWN not in (was, is_now) and is_now < was


def _counts(world: World, part: Condition, mind: str, now: State) -> bool:
    """Whether a condition is worth a memory: not that somebody is where the mind is, and not what everybody feels pass."""
    own = world.definition.things[mind].body or mind
    view = StateView(world, now, mind)
    for fluent in _fluents(part):
        name, arguments = world.ground.property_of(fluent)
        item = world.definition.properties[name]
        here = name == "at" and (arguments == (own,) or _is_with(view, arguments, (own,)))
        if here or (not arguments and item.public and isinstance(item.type, NumberType)):
            return False
    return True


def _is_with(view: StateView, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the mind knows that two are in one place: nowhere is none."""
    place = view.possible("at", one).thing
    return place is not None and place == view.possible("at", other).thing


def _fluents(part: Condition | Expression) -> Iterator[int]:
    return (place.fluent for place in reads(part))


# --- what of it there is to tell -------------------------------------------------------------------------------------------


def _act(world: World, source: Happening, mind: str, perceptions: Perceptions) -> tuple[Says | None, Binding] | None:
    """An act that somebody else did and the mind saw: its text for everybody."""
    ground = world.ground.actions[source.action]
    if mind in ground.doers or not ground.doers or not perceptions.sees(source, mind):
        return None
    view = StateView(world, source.before, mind)
    known = all(
        world.definition.things[doer].body is None
        or view.possible("held_by", (world.definition.things[doer].body or "",)).is_only(doer)
        for doer in ground.doers
    )
    says = next((one for one in world.ground.says(source.action) if is_generic(one)), None)
    return says, named_wills(world, source.action, known)


def _news(
    world: World, source: Happening, remembered: Remembered, mind: str, perceptions: Perceptions
) -> tuple[Says, Binding] | None:
    """What was found out: the text of its trigger for everybody, if it begins with the mind."""
    reads = _reads(world, remembered, mind)
    for discovery in perceptions.found(source, mind):
        says = next((says for says in discovery.says if is_generic(says)), None)
        if says is not None and reads & set(discovery.changed):
            first = parse_template(says.text).pieces[0]
            if isinstance(first, Slot) and discovery.binding.get(first.who) == mind:
                return says, discovery.binding
    return None


def _reads(world: World, remembered: Remembered, mind: str) -> set[int]:
    if remembered.condition is not None:
        return set(_fluents(remembered.condition))
    return {fluent for text, value in wants_of(world.ground, mind) if text == remembered.want for fluent in _fluents(value)}
