"""What a mind comes to believe in an event besides what it sees of the act: found out, inferred, or told by a trigger's text.

The engine does not say which triggers have fired in a mind. A trigger counts as having fired there if its effect is what the
mind believes now and did not before, and each of its conditions held before or holds now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from fabula.engine.evaluate import holds, possible, truth, values_of
from fabula.engine.interface import State
from fabula.grounding import Ground, Idea
from fabula.grounding.causes import assignments
from fabula.grounding.ideas import taken_values
from fabula.model import Effect as ModelEffect
from fabula.model import NumberType, Says
from fabula.task import AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Effect, Expression, Read, reads
from fabula.telling.world import Binding, Happening, StateView, World, is_alive, mind_number, sees

#: an event gives no more than so many discoveries to a telling
MOST = 3
#: what may be so is told where that is no more than so many values; else it is not known
MOST_LEFT = 3


@dataclass(frozen=True, slots=True)
class Learned:
    """What a mind has come to of a property: a `value`, or several possible; or that it does not know any more (`lost`)."""

    mind: str
    name: str
    arguments: tuple[str, ...]
    value: Idea
    lost: bool


@dataclass(frozen=True, slots=True)
class Discovery:
    """Something found out: by the texts of a trigger (`says`, with `binding`; `schema` is its name), or what was `learned`,
    where there is no text for it.

    `changed`: the fluents whose value the mind has come to believe. `felt`: it is a belief, and nothing that is seen."""

    schema: str
    says: tuple[Says, ...]
    binding: Binding
    changed: tuple[int, ...]
    learned: Learned | None = None
    felt: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """What a mind (None: the world itself) finds changed in an event. `inside`: what it believes before and after it;
    `outside`: what is so."""

    mind: int | None
    outside: tuple[State, State]
    inside: tuple[State, State]
    fluents: frozenset[int]


def discoveries(world: World, event: Happening, mind: str | None) -> tuple[Discovery, ...]:
    """What `mind` finds out in an event, besides the act itself if it sees that; with None what happens of itself."""
    engine = world.engine
    number = None if mind is None else mind_number(world, mind)
    before = event.before if number is None else engine.belief(event.before, number)
    after = event.after if number is None else engine.belief(event.after, number)
    if before == after or (mind is not None and not is_alive(world, event, mind)):
        return ()
    pairs = zip(taken_values(engine, before), taken_values(engine, after), strict=True)
    changed = {fluent for fluent, (was, believed) in enumerate(pairs) if was != believed}
    concluded: set[int] = set()
    if mind is None or sees(world, event, mind):
        effects = world.ground.task.actions[event.action].effects
        shown_by_act = {effect.fluent for effect in effects if effect.path in ((), (number,))}
        concluded = {
            effect.fluent
            for effect in effects
            if effect.path
            and effect.path == (number,)
            and effect.fluent in changed
            and _is_reaction(world, event, effect.fluent)
        }
        if mind is not None and concluded and _has_own_text(world, event, mind):
            concluded = set()
        changed -= shown_by_act - concluded
    change = _Change(number, (event.before, event.after), (before, after), frozenset(changed))
    told, explained, excluded, inferred_by = _by_triggers(world, change)
    if mind is None:
        return told[:MOST]
    shown = set(world.ground.actions[event.action].binding.values()) if sees(world, event, mind) else set()
    left = {fluent for fluent in excluded if _is_news_by_exclusion(world, change, fluent)}
    inferred = _without_a_text(world, mind, change, changed - explained, left, concluded | inferred_by, shown)
    # What is made of an act comes before what follows from that.
    first = [one for one in inferred if not concluded.isdisjoint(one.changed)]
    return (*first, *told, *(one for one in inferred if one not in first))[:MOST]


def _has_own_text(world: World, event: Happening, mind: str) -> bool:
    """Whether the act has a text that is written for this mind and fits: that says itself what it makes of the act."""
    binding = world.ground.actions[event.action].binding
    view = StateView(world, event.before, mind)
    return any(
        says.teller is not None
        and binding.get(says.teller, says.teller) == mind
        and (says.condition is None or view.holds(says.condition, binding))
        for says in world.ground.says(event.action)
    )


def _is_reaction(world: World, event: Happening, fluent: int) -> bool:
    """Whether what somebody comes to believe in an act that he sees is what a reaction makes of it, and no part of the act
    itself, which its text tells."""
    return world.ground.property_of(fluent)[0] in _reacting(world.ground).get(
        world.ground.actions[event.action].schema, frozenset()
    )


@lru_cache(maxsize=16)
def _reacting(ground: Ground) -> Mapping[str, frozenset[str]]:
    """Of what the author's own reactions to each action change somebody's idea, and it itself does not."""
    found: dict[str, set[str]] = {}
    for reaction in ground.definition.reactions:
        if reaction.span is not None and not reaction.span.source.is_library:
            found.setdefault(reaction.action, set()).update(_told_of(reaction.effects))
    return {name: frozenset(own - _told_of(ground.definition.actions[name].outcomes)) for name, own in found.items()}


def _told_of(effects: Iterable[ModelEffect]) -> set[str]:
    """The properties of which effects change somebody's idea."""
    return {one.target.property for one in assignments(effects) if one.believers}


def _by_triggers(world: World, change: _Change) -> tuple[tuple[Discovery, ...], set[int], set[int], set[int]]:
    """What triggers tell, the fluents that they explain, those of these of which they take values away, and those that the
    story's own let somebody conclude without having a text for it."""
    concluded: set[int] = set()
    explained: set[int] = set()
    excluded: set[int] = set()
    found: list[tuple[str, Mapping[str, str], set[int]]] = []
    changing = _changing(world.ground)
    for number in sorted({number for fluent in change.fluents for number in changing.get(fluent, ())}):
        trigger = world.ground.task.triggers[number]
        hits: set[int] = set()
        concludes = False
        for effect in trigger.effects:
            if effect.path not in ((), (change.mind,)) or effect.fluent not in change.fluents - explained:
                continue
            # what it changes in the mind, it changes from outside; what it changes in the world, inside the mind as well
            states = change.inside if effect.path == () else change.outside
            conditions = (trigger.precondition, effect.condition)
            if _has_come_true(world, change, states, effect) and all(
                _may_have_held(world, states, each) for each in conditions
            ):
                hits.add(effect.fluent)
                concludes = concludes or effect.path != ()
        ground = world.ground.triggers[number]
        if hits and not _is_understood(world, change, number):
            # Its text speaks of what the mind does not know: then it is told in our words what the mind has come to believe.
            continue
        if concludes and not _is_of_library(world, ground.schema) and not world.definition.triggers[ground.schema].says:
            concluded |= hits
            continue
        explained |= hits
        # How little the library leaves of what may be is an account that it keeps; one value left is news, whoever excludes.
        few = 1 if _is_of_library(world, ground.schema) else MOST_LEFT
        excluded |= {
            effect.fluent
            for effect in trigger.effects
            if effect.excludes and effect.fluent in hits
            if len(values_of(world.engine.taken(change.inside[1], effect.fluent))) <= few
        }
        # What somebody concludes happens to him, wherever it is that he thinks of.
        if hits and not concludes and _is_far(world, change, ground.binding):
            continue
        if hits and world.definition.triggers[ground.schema].says:
            found.append((ground.schema, ground.binding, hits))
    return tuple(_gathered(world, found)), explained, excluded, concluded - explained


def _is_news_by_exclusion(world: World, change: _Change, fluent: int) -> bool:
    """Whether less is possible now than before: what excludes a value does not say what is left."""
    before, after = (set(values_of(world.engine.taken(state, fluent))) for state in change.inside)
    return after < before


def _is_understood(world: World, change: _Change, number: int) -> bool:
    """Whether a mind knows all that a trigger rests on: each condition held there, at the start of the event or at its end,
    those apart that are about what it believed itself. For a trigger that changes what somebody believes fires in the world,
    by what is so there."""
    if change.mind is None:
        return True
    trigger = world.ground.task.triggers[number]
    parts = trigger.precondition.parts if isinstance(trigger.precondition, AllOf) else (trigger.precondition,)
    given = {effect.fluent for effect in trigger.effects if effect.path in ((), (change.mind,))}
    return all(
        _is_about(part, change.mind) or _may_have_held(world, change.inside, part) or _is_given_up(world, change, part, given)
        for part in parts
    )


def _is_given_up(world: World, change: _Change, part: Condition, given: set[int]) -> bool:
    """Whether a mind sees by a condition that something is not as it thought, and is left by the trigger (which changes what is
    `given`) with no idea of it."""
    if not isinstance(part, Compare) or (part.operator == "!=") == part.denied:
        return False
    of = reads(part)
    return all(not place.path and place.fluent in given for place in of) and truth(world.engine, change.inside[1], part) is None


def _is_about(part: Condition | Expression, mind: int) -> bool:
    """Whether a condition reads what a mind believes."""
    match part:
        case Read(path):
            return path[:1] == (mind,)
        case Constant():
            return False
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return _is_about(left, mind) or _is_about(right, mind)
        case Choose(condition, then, otherwise):
            return any(_is_about(one, mind) for one in (condition, then, otherwise))
        case AllOf(parts) | AnyOf(parts):
            return any(_is_about(one, mind) for one in parts)


@lru_cache(maxsize=16)
def _changing(ground: Ground) -> Mapping[int, tuple[int, ...]]:
    """The triggers that change each fluent, in whomever's mind."""
    found: dict[int, list[int]] = {}
    for number, trigger in enumerate(ground.task.triggers):
        for effect in trigger.effects:
            found.setdefault(effect.fluent, []).append(number)
    return {fluent: tuple(numbers) for fluent, numbers in found.items()}


def _is_far(world: World, change: _Change, binding: Mapping[str, str]) -> bool:
    """Whether a mind only reckons that something has come about, somewhere else: that is nothing that happens to it."""
    if change.mind is None:
        return False
    name = world.ground.task.characters[change.mind]
    own = world.definition.things[name].body or name
    item = world.definition.properties.get("at")
    if item is None or len(item.kinds) != 1 or {name, own} & set(binding.values()):
        return False
    view = StateView(world, change.outside[1], name)
    here = {*view.possible("at", (own,)).values} - {None}
    ancestors = {thing: world.definition.kinds[world.definition.things[thing].kind].ancestors for thing in binding.values()}
    there = [view.possible("at", (thing,)).values for thing in binding.values() if item.kinds[0] in ancestors[thing]]
    return bool(there) and not any(here & set(places) for places in there)


def _has_come_true(world: World, change: _Change, states: tuple[State, State], effect: Effect) -> bool:
    """Whether a mind believes now what an effect makes it believe, which is read in one of the states."""
    engine = world.engine
    was, believed = (values_of(engine.taken(state, effect.fluent)) for state in change.inside)
    given = [possible(engine, state, effect.value).values for state in states]
    if effect.excludes:
        return any(set(values) <= set(was) and set(values).isdisjoint(believed) for values in given)
    return believed in given


def _may_have_held(world: World, states: tuple[State, State], condition: Condition) -> bool:
    """Whether every part that makes a condition true held at the start of an event or at its end."""
    match condition:
        case AllOf(parts):
            return all(_may_have_held(world, states, part) for part in parts)
        case AnyOf(parts):
            return any(_may_have_held(world, states, part) for part in parts)
    if len({place.path for place in reads(condition)}) > 1:
        # What somebody believes may have differed from what is so in between alone: after the act, before it was found out.
        return True
    return any(holds(world.engine, state, condition) for state in states)


def _gathered(world: World, found: list[tuple[str, Mapping[str, str], set[int]]]) -> list[Discovery]:
    """Discoveries of one trigger that differ in one parameter become one: "she sees Cloud and Tifa at the field"."""
    groups: list[_Group] = []
    for schema, binding, hits in found:
        joined = next((group for group in groups if group.schema == schema and group.joins(binding)), None)
        if joined is None:
            joined = _Group(schema, dict(binding))
            groups.append(joined)
        joined.changed |= hits
    # what a story says by its own triggers counts more than what those of the library say
    groups.sort(key=lambda one: _is_of_library(world, one.schema))
    return [
        Discovery(one.schema, world.definition.triggers[one.schema].says, one.binding, tuple(sorted(one.changed)))
        for one in groups
    ]


def _is_of_library(world: World, schema: str) -> bool:
    span = world.definition.triggers[schema].span
    return span is not None and span.source.is_library


@dataclass(slots=True)
class _Group:
    schema: str
    binding: dict[str, str | tuple[str, ...]]
    changed: set[int] = field(default_factory=set)

    def joins(self, other: Mapping[str, str]) -> bool:
        """Take in another binding, if the two differ only in the parameter in which this group has several things."""
        differing = [name for name, bound in other.items() if self.binding[name] != bound]
        several = [name for name, bound in self.binding.items() if isinstance(bound, tuple)]
        if len(differing) != 1 or several not in ([], differing):
            return False
        bound = self.binding[differing[0]]
        self.binding[differing[0]] = (*(bound if isinstance(bound, tuple) else (bound,)), other[differing[0]])
        return True


def _without_a_text(
    world: World, mind: str, change: _Change, fluents: set[int], left: set[int], concluded: set[int], shown: set[str]
) -> tuple[Discovery, ...]:
    """What changed without a text of the author: where others are, and what has a phrase; nothing about oneself. About those
    who are `shown`, as they act before the mind's eyes, it is seen; else it is believed. `left`: of which less is possible now,
    as something was excluded; `concluded`: what the story lets the mind make of it."""
    found: list[Discovery] = []
    for fluent in sorted(fluents | left):
        name, arguments = world.ground.property_of(fluent)
        item = world.definition.properties[name]
        own = world.definition.things[mind].body or mind
        if {mind, own} & set(arguments[:1]) or item.public or isinstance(item.type, NumberType):
            continue
        if not arguments and fluent not in left | concluded:
            continue
        before, after = (world.engine.taken(state, fluent) for state in change.inside)
        value = world.ground.idea(fluent, after)
        lost = value.everything or len(value.values) > MOST_LEFT
        known = world.ground.idea(fluent, before)
        if lost and not known.is_one:
            # Nobody loses what he did not have.
            continue
        if name == "at" and not value.is_one and known.thing is None:
            # Who looks round knows where those are not of whom he has never heard.
            continue
        if name == "at" or (item.has_words and name != "held_by" and not item.bookkeeping):
            actual = world.engine.taken(change.outside[1], fluent) == after
            seen = actual and bool(arguments) and arguments[0] in shown and fluent not in concluded
            found.append(Discovery("", (), {}, (fluent,), Learned(mind, name, arguments, value, lost), felt=not seen))
    return tuple(found)
