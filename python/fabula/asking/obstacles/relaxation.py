"""A story with some of its rules relaxed: what a writer could change in its text, one change at a time.

A change leaves the rest of the text as it is; the story that comes out is ground anew and means what it says. Consent alone
has no words in a text: that a mind needs no reason for an act is a change of what a life may do, and nobody expects it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, Union

from fabula import task
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.grounding import Ground, GroundAction, ground
from fabula.lives.world import World
from fabula.model import (
    Action,
    Assign,
    Common,
    Definition,
    Effect,
    Expression,
    ForEach,
    Literal,
    Logic,
    NumberType,
    Opens,
    Trigger,
    When,
    conjuncts,
)
from fabula.problems import Problems
from fabula.task import AllOf, ground_conjuncts

Value = bool | int | str | None
Event = TypeVar("Event", Action, Trigger)
GroundEvent = TypeVar("GroundEvent", task.Action, task.Trigger)


@dataclass(frozen=True, slots=True)
class WithoutCondition:
    """An event without one of the parts of its `when` that must all hold, by its place among them."""

    event: str
    part: int


@dataclass(frozen=True, slots=True)
class WithoutTrigger:
    """A story without a trigger."""

    trigger: str


@dataclass(frozen=True, slots=True)
class WithoutReaction:
    """A story without a reaction, by its place among them."""

    reaction: int


@dataclass(frozen=True, slots=True)
class OtherFact:
    """An initial fact that gives another value, by its place among the facts."""

    fact: int
    value: Value


@dataclass(frozen=True, slots=True)
class WithoutFact:
    """A story without an initial fact: the place among the facts, then those within `for each` and `if`."""

    place: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OtherStart:
    """A property with another value where no fact gives it one."""

    property: str
    value: Value


@dataclass(frozen=True, slots=True)
class OtherBounds:
    """A number with other bounds."""

    property: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class OtherLimit:
    """Another limit, `ahead` or `deep`, of a mind ("" = of all that are not named)."""

    word: str
    mind: str
    value: int


@dataclass(frozen=True, slots=True)
class WithoutReason:
    """A mind needs no reason for an act."""

    action: str
    mind: str


Written = Union[WithoutCondition, WithoutTrigger, WithoutReaction, OtherFact, WithoutFact, OtherStart, OtherBounds, OtherLimit]
Change = Union[Written, WithoutReason]


@dataclass(frozen=True, slots=True, eq=False)
class Relaxed:
    """A `World` that is a relaxed story. `made`: what `relaxed` has made it from, by which it is pickled."""

    definition: Definition
    ground: Ground
    engine: Engine
    made: tuple[World, tuple[Change, ...], task.Limits | None] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        if self.made is None:
            raise TypeError("a relaxed story is pickled by what it was made from")
        return relaxed, self.made

    def __copy__(self) -> Relaxed:
        return self

    def __deepcopy__(self, memo: object) -> Relaxed:
        return self


def relaxed(world: World, changes: Iterable[Change], limits: task.Limits | None = None) -> Relaxed:
    """A story with changes, and with `limits` in place of every character's own. Raises `StoryProblems` where that is no story
    any more."""
    changes = tuple(changes)
    changed = limited(grounded(world.ground, changes), limits)
    return Relaxed(changed.definition, changed, NativeEngine(changed.task), (world, changes, limits))


def limited(ground_: Ground, limits: task.Limits | None) -> Ground:
    """A ground with these limits in place of every character's own; None: as it is."""
    if limits is None:
        return ground_
    return replace(ground_, task=replace(ground_.task, limits=(limits,) * len(ground_.task.limits)))


def grounded(ground_: Ground, changes: Iterable[Change]) -> Ground:
    """The ground of a story with changes. Raises `StoryProblems` where that is no story any more."""
    changes = tuple(changes)
    written = [change for change in changes if not isinstance(change, WithoutReason)]
    if is_given(ground_):
        changed = retasked(ground_, written)
    elif written:
        problems = Problems()
        changed = ground(rewritten(ground_.definition, written), problems)
        problems.raise_errors()
    else:
        changed = ground_
    return agreeing(changed, [change for change in changes if isinstance(change, WithoutReason)])


def is_given(ground_: Ground) -> bool:
    """Whether the task was there before the definition, as that of a problem file: there is no text then to ground anew."""
    return not any(thing.span is not None and thing.span.text for thing in ground_.definition.things.values())


# --- the text --------------------------------------------------------------------------------------------------------


def rewritten(definition: Definition, changes: Iterable[Written]) -> Definition:
    """The story with changes, all at once. Without its scenes: what is marked says nothing about what can happen."""
    conditions: dict[str, set[int]] = {}
    triggers: set[str] = set()
    reactions: set[int] = set()
    facts: dict[int, Value] = {}
    lost: set[tuple[int, ...]] = set()
    properties = dict(definition.properties)
    limits = {"ahead": dict(definition.ahead), "deep": dict(definition.deep)}
    for change in changes:
        match change:
            case WithoutCondition(event, part):
                conditions.setdefault(event, set()).add(part)
            case WithoutTrigger(trigger):
                triggers.add(trigger)
            case WithoutReaction(reaction):
                reactions.add(reaction)
            case OtherFact(fact, value):
                facts[fact] = value
            case WithoutFact(place):
                lost.add(place)
            case OtherStart(name, value):
                properties[name] = replace(properties[name], default=value)
            case OtherBounds(name, low, high):
                properties[name] = replace(properties[name], type=NumberType(low, high))
            case OtherLimit(word, mind, value):
                limits[word][mind] = value
    return replace(
        definition,
        properties=properties,
        facts=tuple(_facts(_valued(definition.facts, facts), lost, ())),
        actions={name: _without_parts(action, conditions.get(name)) for name, action in definition.actions.items()},
        triggers={
            name: _without_parts(trigger, conditions.get(name))
            for name, trigger in definition.triggers.items()
            if name not in triggers
        },
        reactions=tuple([reaction for place, reaction in enumerate(definition.reactions) if place not in reactions]),
        ahead=limits["ahead"],
        deep=limits["deep"],
        scenes={},
    )


def _without_parts(event: Event, parts: set[int] | None) -> Event:
    if not parts:
        return event
    left = tuple([part for place, part in enumerate(conjuncts(event.when)) if place not in parts])
    when: Expression = Logic("and", left, event.when.span) if left else Literal(True, event.when.span)
    return replace(event, when=when)


def _valued(facts: Sequence[Effect], values: Mapping[int, Value]) -> list[Effect]:
    valued = list(facts)
    for place, value in values.items():
        fact = valued[place]
        if not isinstance(fact, Assign):
            raise ValueError(f"fact {place} gives no single value")
        valued[place] = replace(fact, operator="=", value=Literal(value, fact.value.span))
    return valued


def _facts(facts: Sequence[Effect], lost: set[tuple[int, ...]], above: tuple[int, ...]) -> list[Effect]:
    """Facts without those that are left out; places count as `leaves` does."""
    if not lost:
        return list(facts)
    kept: list[Effect] = []
    for number, fact in enumerate(facts):
        place = (*above, number)
        match fact:
            case Assign() | Opens() | Common():
                if place not in lost:
                    kept.append(fact)
            case ForEach():
                kept.append(replace(fact, effects=tuple(_facts(fact.effects, lost, place))))
            case When():
                then = tuple(_facts(fact.then, lost, (*place, 0)))
                otherwise = tuple(_facts(fact.otherwise, lost, (*place, 1)))
                kept.append(replace(fact, then=then, otherwise=otherwise))
    return kept


def leaves(facts: Sequence[Effect], above: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Assign | Opens | Common]]:
    """All single facts with their places: a number for each level; in an `if`, 0 for what holds then, 1 for otherwise."""
    said: list[tuple[tuple[int, ...], Assign | Opens | Common]] = []
    for number, fact in enumerate(facts):
        place = (*above, number)
        match fact:
            case Assign() | Opens() | Common():
                said.append((place, fact))
            case ForEach():
                said += leaves(fact.effects, place)
            case When():
                said += leaves(fact.then, (*place, 0))
                said += leaves(fact.otherwise, (*place, 1))
    return said


# --- a task that was there before -------------------------------------------------------------------------------------


def retasked(ground_: Ground, changes: Iterable[Written]) -> Ground:
    """The ground of a problem file with changes to its task: conditions, triggers, facts and limits, which is all that can be
    relaxed in one. Raises `ValueError` for anything else."""
    before = ground_.task
    parts: dict[str, set[int]] = {}
    facts, limits = list(before.facts), list(before.limits)
    lost: set[str] = set()
    for change in changes:
        match change:
            case WithoutCondition(event, part):
                parts.setdefault(event, set()).add(part)
            case WithoutTrigger(trigger):
                lost.add(trigger)
            case OtherFact(fact, value):
                facts[fact] = replace(facts[fact], value=ground_.code(value))
            case OtherLimit(word, mind, value):
                for number, name in enumerate(before.characters):
                    if mind in ("", name):
                        limits[number] = replace(limits[number], **{word: value})
            case _:
                raise ValueError(change)
    kept = [place for place, trigger in enumerate(before.triggers) if trigger.name not in lost]
    left = [before.triggers[place] for place in kept]
    return replace(
        ground_,
        task=replace(
            before,
            facts=tuple(facts),
            limits=tuple(limits),
            actions=tuple([_without_ground_parts(action, parts.get(action.name)) for action in before.actions]),
            triggers=tuple([_without_ground_parts(trigger, parts.get(trigger.name)) for trigger in left]),
        ),
        triggers=tuple([ground_.triggers[place] for place in kept]),
    )


def _without_ground_parts(event: GroundEvent, parts: set[int] | None) -> GroundEvent:
    if not parts:
        return event
    left = tuple([part for place, part in enumerate(ground_conjuncts(event.precondition)) if place not in parts])
    return replace(event, precondition=AllOf(left))


# --- consent ---------------------------------------------------------------------------------------------------------


def agreeing(grounded: Ground, changes: Sequence[WithoutReason]) -> Ground:
    """The ground with further acts behind its own, `kill(Ann, Bob) without a reason of Ann`: the same, but for the consent of
    those who need no reason. They are acts of lives; nobody expects one that nobody else consents to, as nobody expects what
    is fate's."""
    if not changes:
        return grounded
    free: dict[str, set[str]] = {}
    for change in changes:
        free.setdefault(change.action, set()).add(change.mind)
    actions, spoken = list(grounded.task.actions), list(grounded.actions)
    for action, said in zip(grounded.task.actions, grounded.actions, strict=True):
        names = [doer for doer in said.doers if doer in free.get(said.schema, ())]
        if names:
            numbers = {grounded.minds[name] for name in names}
            actions.append(
                replace(
                    action,
                    name=f"{action.name} without a reason of {' and '.join(names)}",
                    consenting=tuple([mind for mind in action.consenting if mind not in numbers]),
                )
            )
            doers = tuple([doer for doer in said.doers if doer not in names])
            spoken.append(GroundAction(said.schema, said.binding, doers))
    return replace(grounded, task=replace(grounded.task, actions=tuple(actions)), actions=tuple(spoken))


def unasked(grounded: Ground) -> Ground:
    """The ground with all of its acts before its own, `kill(Ann, Bob) without a reason`: the same, but nobody is asked to agree
    to them. Its own come behind them because somebody who plays can try one in vain."""
    without = [
        replace(action, name=f"{action.name} without a reason", consenting=())
        for action in grounded.task.actions
        if action.consenting
    ]
    spoken = [said for action, said in zip(grounded.task.actions, grounded.actions, strict=True) if action.consenting]
    return replace(
        grounded,
        task=replace(grounded.task, actions=(*without, *grounded.task.actions)),
        actions=(*(replace(said, doers=()) for said in spoken), *grounded.actions),
    )
