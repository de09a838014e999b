"""How an act goes on in somebody's plan, where it hopes for something or is done to learn something (semantics 8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Protocol

from fabula.engine.evaluate import holds, read_all, truth, values_of
from fabula.engine.interface import Fact, Planned, State
from fabula.engine.surprises import allowed_by, read_of
from fabula.engine.terms import Changes, Narrows, Step
from fabula.task import Compare, Several, Task, Value, reads

Place = tuple[tuple[int, ...], int]


class Planning(Protocol):
    """What is asked of an engine by who plans on it."""

    @property
    def task(self) -> Task: ...

    def taken(self, state: State, fluent: int) -> Value: ...

    def belief(self, state: State, character: int) -> State: ...

    def is_possible(self, state: State, action: int) -> bool: ...

    def do(self, state: State, action: int, owner: int | None = None) -> State: ...

    def utility(self, state: State, character: int | None) -> int: ...

    def narrow(self, believed: State, character: int, changes: Changes) -> State:
        """What a character takes the world and others to be, narrowed in a plan; what it takes itself to know stays
        (section 8.3)."""
        ...


class Foresight:
    """How acts go on in plans on an engine, remembered. `is_hopeful`: whether any of them hopes, or is done to learn."""

    def __init__(self, engine: Planning) -> None:
        self.engine = engine
        self.is_hopeful = engine.task.is_hopeful
        self._openings: dict[tuple[State, int, int], tuple[Opening, ...]] = {}
        self._planned: dict[tuple[Opening, int, int], Planned] = {}

    def openings(self, believed: State, action: int, character: int) -> tuple[Opening, ...]:
        """How a character can go about an act who plans it in a state that it believes in, by what it learns."""
        key = believed, action, character
        if key not in self._openings:
            self._openings[key] = _openings(self.engine, believed, action, character, self.is_hopeful)
        return self._openings[key]

    def outcome(self, opening: Opening, action: int, character: int) -> Planned:
        """What comes of it."""
        key = opening, action, character
        if key not in self._planned:
            self._planned[key] = _outcome(self.engine, opening, action, character, self.is_hopeful)
        return self._planned[key]


def hoped(engine: Planning, believed: State, action: int) -> tuple[Compare, ...] | None:
    """What an act hopes for where it is planned: those of its hopes that are not known to be fulfilled; None, if a sure
    condition is not true there, or what is hoped for is false, alone or together. Nothing is hoped for by an act in vain."""
    event = engine.task.actions[action]
    if event.in_vain or not event.hopes:
        return () if engine.is_possible(believed, action) else None
    if not holds(engine, believed, event.certain, event.name):
        return None
    verdicts = [(hope.condition, truth(engine, believed, hope.condition, event.name)) for hope in event.hopes]
    if any(verdict is False for _, verdict in verdicts):
        return None
    open_ = tuple(condition for condition, verdict in verdicts if verdict is None)
    for (path, fluent), allowed in _allowed(engine, open_).items():
        if not set(allowed) & set(values_of(read_all(engine, believed, path, fluent))):
            return None
    return open_


@dataclass(frozen=True, slots=True)
class Opening:
    """How an act is gone about in a plan: what `Planned` has before it is done."""

    before: State
    hopes: frozenset[Compare] = frozenset()
    learns: frozenset[Fact] = frozenset()
    chosen: frozenset[Fact] = frozenset()


def _openings(engine: Planning, believed: State, action: int, character: int, is_hopeful: bool) -> tuple[Opening, ...]:
    task = engine.task
    event = task.actions[action]
    if not event.consenting or (event.in_vain and character in event.consenting):
        return ()
    hopes = hoped(engine, believed, action)
    if hopes is None or not is_hopeful:
        return () if hopes is None else (Opening(believed),)
    narrowing: Changes = {place: (Narrows(allowed),) for place, allowed in _allowed(engine, hopes).items()}
    there = engine.narrow(believed, character, narrowing) if hopes else believed
    if hopes and not all(holds(engine, there, hope.condition, event.name) for hope in event.hopes):
        # What triggers make of it is not what was hoped for.
        return ()
    places = _learned(engine, there, action, character)
    open_ = [(place, values) for place, values in places.items() if len(values) > 1]
    openings = []
    for values in product(*(values for _, values in open_)):
        choice = {place: value for (place, _), value in zip(open_, values, strict=True)}
        narrower: Changes = {place: (Narrows((value,)),) for place, value in choice.items()}
        before = engine.narrow(there, character, narrower) if choice else there
        learns = {place: values[0] for place, values in places.items() if len(values) == 1} | choice
        openings.append(Opening(before, frozenset(hopes), _facts(learns), _facts(choice)))
    return tuple(openings)


def _outcome(engine: Planning, opening: Opening, action: int, character: int, is_hopeful: bool) -> Planned:
    before = opening.before
    after = engine.do(before, action, character)
    gain = engine.utility(after, character) - engine.utility(before, character)
    settled = _settled(engine, after, character) if is_hopeful else after
    return Planned(before, settled, gain, opening.hopes, opening.learns, opening.chosen)


def with_marked(engine: Planning, believed: State, changes: Changes) -> Changes:
    """Changes of what a character takes others to believe, with those that follow for what it takes to be so: what is marked as
    known to somebody is what is so."""
    whole: dict[Place, tuple[Step, ...]] = dict(changes)
    for (path, fluent), steps in changes.items():
        if len(path) == 1:
            value = read_all(engine, believed, path, fluent)
            if isinstance(value, Several) and value.known:
                whole[(), fluent] = (*whole.get(((), fluent), ()), *steps)
    return dict(sorted(whole.items()))


def _allowed(engine: Planning, hopes: tuple[Compare, ...]) -> dict[Place, tuple[int, ...]]:
    """The values that several hopes leave of what they are about."""
    allowed: dict[Place, tuple[int, ...]] = {}
    for condition in hopes:
        place = read_of(condition)
        there = (place.path, place.fluent)
        values = allowed_by(engine.task, condition, True)
        allowed[there] = tuple(value for value in allowed.get(there, values) if value in values)
    return allowed


def _learned(engine: Planning, there: State, action: int, character: int) -> dict[Place, tuple[int, ...]]:
    """What an act brings to light for a character, and what that may be: what is so, or what somebody believes who is taken to
    know it."""
    learned: dict[Place, tuple[int, ...]] = {}
    for effect in engine.task.actions[action].effects:
        if not effect.learns or effect.path != (character,) or not holds(engine, there, effect.condition):
            continue
        (place,) = reads(effect.value)
        value = read_all(engine, there, place.path, place.fluent)
        if not place.path or not isinstance(value, Several) or value.known:
            learned[place.path, place.fluent] = values_of(value)
    return dict(sorted(learned.items()))


def _settled(engine: Planning, after: State, character: int) -> State:
    """The state after an act, narrowed to what the character will have learned by then."""
    own = engine.belief(after, character)
    narrower: Changes = {
        ((), fluent): (Narrows(values_of(mine)),)
        for fluent in range(len(engine.task.fluents))
        if set(values_of(mine := engine.taken(own, fluent))) < set(values_of(engine.taken(after, fluent)))
    }
    return engine.narrow(after, character, narrower) if narrower else after


def _facts(learned: dict[Place, int]) -> frozenset[Fact]:
    return frozenset((path, fluent, value) for (path, fluent), value in learned.items())
