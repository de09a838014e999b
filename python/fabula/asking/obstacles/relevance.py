"""How many steps lie between what an ending asks for and a rule of the story: what changes what it reads, what that asks for in
turn, and so on. It decides in which order rules are tried, and which of them can't matter at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.checker.substitution import parts
from fabula.model import (
    Action,
    Assign,
    Common,
    Comparison,
    Definition,
    Effect,
    Expression,
    ForEach,
    Get,
    Logic,
    Not,
    Opens,
    Quantified,
    Trigger,
    When,
    conjuncts,
)


class Relevance:
    """Levels, 0 = nearest. What has none can't matter: nothing that leads to the ending, and nothing that anybody wants or
    sees in whatever moves them to it, depends on it."""

    def __init__(self, definition: Definition, ending: str) -> None:
        self._properties: dict[str, int] = {}
        self._events: dict[str, int] = {}
        self._reactions: dict[int, int] = {}
        self._definition = definition
        events: dict[str, Action | Trigger] = {**definition.actions, **definition.triggers}
        changes = {name: frozenset(assigned(event.outcomes)) for name, event in events.items()}
        reactions = [frozenset(assigned(reaction.effects)) for reaction in definition.reactions]
        # Every ending ends lives, so that all of them matter, the others only further away; and so does who moves a body.
        others = [other.condition for name, other in definition.endings.items() if name != ending]
        self._pending = [(0, reading((definition.endings[ending].condition,))), (2, reading(others))]
        if any(thing.body is not None for thing in definition.things.values()):
            self._pending.append((2, frozenset({"held_by"})))
        level = 0
        while self._pending:
            for name in [name for at, names in self._pending if at <= level for name in names]:
                self._properties.setdefault(name, level)
            self._pending = [(at, names) for at, names in self._pending if at > level]
            near = {name for name, at in self._properties.items() if at == level}
            for name in events:
                if changes[name] & near:
                    self._enter(name, level)
            for place, reaction in enumerate(definition.reactions):
                if place not in self._reactions and reactions[place] & near:
                    self._reactions[place] = level
                    conditions = () if reaction.condition is None else (reaction.condition,)
                    self._pending.append((level + 1, reading(conditions) | _read_by(reaction.effects)))
                    self._enter(reaction.action, level + 1)
            level += 1
        self._directions: dict[str, int] = {}
        nearest: dict[str, int] = {}
        for name, at in sorted(self._events.items(), key=lambda entry: entry[1]):
            for condition in conjuncts(definition.actions[name].when) if name in definition.actions else ():
                for asked, direction in _directions(condition):
                    if nearest.setdefault(asked, at) == at:
                        known = self._directions.setdefault(asked, direction)
                        self._directions[asked] = direction if known == direction else 0

    def _enter(self, name: str, level: int) -> None:
        """An event matters, and so does what it asks for, who sees it, and what moves people to do it."""
        if name in self._events:
            return
        self._events[name] = level
        action = self._definition.actions.get(name)
        event = action or self._definition.triggers[name]
        self._pending.append((level + 1, reading(event.asked) | _read_by(event.outcomes)))
        if action is not None:
            self._pending.append((level + 1, reading(action.by)))
            self._pending.append((level + 2, reading(seen.condition for seen in action.seen) | self._wanted()))

    def _wanted(self) -> frozenset[str]:
        wants = [want for wants in self._definition.wants.values() for want in wants]
        conditions = [condition for want in wants for condition in (want.condition, want.meanwhile) if condition is not None]
        return reading(
            [*(want.weight for want in wants), *conditions, *(condition for want in wants for condition in want.way)]
        )

    def direction(self, name: str) -> int:
        """Whether acts on the way ask for more (1) or for less (-1) of a number; 0 if for neither, or for both."""
        return self._directions.get(name, 0)

    def of_property(self, name: str) -> int | None:
        return self._properties.get(name)

    def of_event(self, name: str) -> int | None:
        return self._events.get(name)

    def of_reaction(self, place: int) -> int | None:
        return self._reactions.get(place)


def reading(expressions: Iterable[Expression]) -> frozenset[str]:
    """The properties that expressions read."""
    return frozenset(name for expression in expressions for name in _read(expression))


def _read(expression: Expression) -> Iterator[str]:
    if isinstance(expression, Get):
        yield expression.property
    for part in parts(expression):
        yield from _read(part)


def assigned(effects: Iterable[Effect]) -> Iterator[str]:
    """The properties that effects change."""
    for effect in effects:
        match effect:
            case Assign() | Opens() | Common():
                yield effect.target.property
            case When():
                yield from assigned((*effect.then, *effect.otherwise))
            case ForEach():
                yield from assigned(effect.effects)


def _directions(condition: Expression) -> Iterator[tuple[str, int]]:
    """Properties that a condition compares with something by order: whether more or less of them makes it hold."""
    match condition:
        case Comparison("<" | "<=", left, right):
            yield from ((side.property, sign) for side, sign in ((left, -1), (right, 1)) if isinstance(side, Get))
        case Comparison(">" | ">=", left, right):
            yield from ((side.property, sign) for side, sign in ((left, 1), (right, -1)) if isinstance(side, Get))
        case Not(operand):
            yield from ((name, -sign) for name, sign in _directions(operand))
        case Logic() | Comparison():
            for part in parts(condition):
                yield from _directions(part)
        case Quantified():
            # Under a quantifier one is compared with another of its kind: more of the one is less than the other.
            yield from ((name, 0) for part in parts(condition) for name in reading((part,)))


def _read_by(effects: Iterable[Effect]) -> frozenset[str]:
    """The properties that effects read."""
    names: set[str] = set()
    for effect in effects:
        match effect:
            case Assign():
                names |= reading((effect.value, *effect.target.arguments, *effect.believers))
            case Opens():
                names |= reading((*effect.values, *effect.target.arguments, *effect.believers))
            case Common():
                names |= reading((*effect.values, *effect.minds, *effect.target.arguments, *effect.believers))
            case When():
                names |= reading((effect.condition,)) | _read_by((*effect.then, *effect.otherwise))
            case ForEach():
                names |= _read_by(effect.effects) | (reading((effect.where,)) if effect.where is not None else frozenset())
    return frozenset(names)
