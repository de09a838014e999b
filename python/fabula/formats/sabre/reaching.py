"""What can come about at all: which events of a problem can ever happen, in the world or in anybody's mind.

Too much is allowed and nothing forgotten: each fluent is judged by itself, over all states and all minds together. An event
that is left out here is possible in no state, and none that anybody believes in; a value that is left out is never had.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fabula.comparing import compared
from fabula.formats.sabre.events import Event
from fabula.task import (
    FALSE,
    LARGEST,
    UNKNOWN,
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Fluent,
    Read,
    Sort,
    reads,
)

#: more values of one number are taken for any number
MOST_VALUES = 40

#: the codes that something can have; None = any number
Codes = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Reached:
    """`events`: those that can happen and change something or may teach it, with the effects that can. `constants`: the fluents
    that have the same value in all states and minds."""

    events: tuple[Event, ...]
    constants: Mapping[int, int]


def reached(fluents: Sequence[Fluent], starts: Sequence[frozenset[int]], events: Sequence[Event]) -> Reached:
    """What can come about from the values that the fluents start with, in the world and in all minds."""
    reach = _Reach(fluents, starts)
    happened = reach.follow(events)
    constants: dict[int, int] = {}
    for number, codes in enumerate(reach.values):
        if codes is not None and len(codes) == 1:
            (constants[number],) = codes
    left: list[Event] = []
    for event in happened:
        effects = tuple(e for e in event.effects if e.fluent not in constants and reach.possible(e.condition))
        if effects or event.may_teach:
            left.append(replace(event, effects=effects))
    return Reached(tuple(left), constants)


class _Reach:
    """The values reached so far."""

    def __init__(self, fluents: Sequence[Fluent], starts: Sequence[frozenset[int]]) -> None:
        self.values: list[Codes] = list(starts)
        self._fluents = fluents
        self._grown: dict[int, None] = {}

    def follow(self, events: Sequence[Event]) -> list[Event]:
        """Let happen what can until nothing new comes of it. Returns what happened, in order."""
        readers: dict[int, dict[int, None]] = {}
        for number, event in enumerate(events):
            for fluent in _read_by(event):
                readers.setdefault(fluent, {})[number] = None
        happened: set[int] = set()
        waiting = dict.fromkeys(range(len(events)))
        while waiting:
            self._grown = {}
            for number in waiting:
                event = events[number]
                if number in happened or self.possible(event.precondition):
                    happened.add(number)
                    self._happen(event)
            waiting = {number: None for fluent in self._grown for number in readers.get(fluent, ())}
        return [event for number, event in enumerate(events) if number in happened]

    def _happen(self, event: Event) -> None:
        for effect in event.effects:
            if self.possible(effect.condition):
                self._give(effect.fluent, self._codes(effect.value))
        if any(condition != FALSE for condition in event.observing):
            self._surprise(event.precondition)

    def _surprise(self, condition: Condition) -> None:
        """Whoever sees what seemed impossible no longer knows what the atoms read that deny it: semantics 2.2, step 2. An atom
        with `==` gives only values that some state has anyway."""
        if not isinstance(condition, Compare):
            for part in condition.parts:
                self._surprise(part)
        elif condition.operator != "==" and self.possible(condition) and self._can_fail(condition):
            for fluent in _reads((condition,)):
                if self._fluents[fluent].sort is not Sort.TRUTH:
                    self._give(fluent, frozenset((UNKNOWN,)))

    def _give(self, fluent: int, codes: Codes) -> None:
        has = self.values[fluent]
        if has is None or (codes is not None and codes <= has):
            return
        both = None if codes is None else has | codes
        if both is not None and self._fluents[fluent].sort is Sort.NUMBER and len(both) > MOST_VALUES:
            both = None
        self.values[fluent] = both
        self._grown[fluent] = None

    # --- what can be so ----------------------------------------------------------------------------------------------

    def possible(self, condition: Condition) -> bool:
        """Whether a condition could hold, for all that is known so far."""
        match condition:
            case AllOf(parts):
                return all(map(self.possible, parts))
            case AnyOf(parts):
                return any(map(self.possible, parts))
            case Compare(operator, left, right):
                return self._can_be(True, operator, self._codes(left), self._codes(right))

    def _can_fail(self, atom: Compare) -> bool:
        return self._can_be(False, atom.operator, self._codes(atom.left), self._codes(atom.right))

    def _can_be(self, wanted: bool, operator: str, left: Codes, right: Codes) -> bool:
        if left is None or right is None:
            return True
        return any(compared(operator, one, other) is wanted for one in left for other in right)

    def _codes(self, expression: Expression) -> Codes:
        match expression:
            case Constant(value):
                return frozenset((value,))
            case Read(_, fluent):
                return self.values[fluent]
            case Choose(condition, then, otherwise):
                branches = [self._codes(otherwise), *([self._codes(then)] if self.possible(condition) else [])]
                known = [codes for codes in branches if codes is not None]
                return frozenset().union(*known) if len(known) == len(branches) else None
        left, right = self._codes(expression.left), self._codes(expression.right)
        if left is None or right is None or len(left) * len(right) > MOST_VALUES**2:
            return None
        results = frozenset(_calculated(expression.operator, one, other) for one in left for other in right)
        return None if len(results) > MOST_VALUES or any(abs(code) > LARGEST for code in results - {UNKNOWN}) else results


def _read_by(event: Event) -> Iterator[int]:
    yield from _reads((event.precondition,))
    for effect in event.effects:
        yield from _reads((effect.condition, effect.value))


def _reads(parts: Iterable[Condition | Expression]) -> Iterator[int]:
    """The fluents that are read."""
    return (place.fluent for part in parts for place in reads(part))


def _calculated(operator: str, left: int, right: int) -> int:
    if UNKNOWN in (left, right):
        return UNKNOWN
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left // right if right else UNKNOWN
