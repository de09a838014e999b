"""Of which fluents some mind may ever take several values to be possible (semantics 8.2): too many rather than too few.

Where it is of none, nothing needs to be said of what happens under conditions that are not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fabula.grounding.effects import Change
from fabula.grounding.events import Events, Instance, hopes_of
from fabula.task import UNKNOWN, AllOf, AnyOf, Compare, Condition, Constant, Expression, Fluent, Read, Sort, reads


def uncertain(fluents: Sequence[Fluent], events: Events, at_first: Iterable[int]) -> set[int]:
    """`at_first`: the fluents of which somebody does not know the value at the start."""
    fluents_not_known = set(at_first)
    changes = [change for piece in events.pieces() for change in piece if not change.keeps]
    for change in changes:
        if change.excludes or change.known or _is_open(change):
            fluents_not_known.add(change.fluent)
    parts = {id(part): part for action in events.actions for part in action.parts}
    for part in parts.values():
        fluents_not_known.update(number for number in _vague(part) if fluents[number].sort is not Sort.TRUTH)
    for action in events.actions:
        fluents_not_known.update([place.fluent for hoped, _, _ in hopes_of(action) for place in reads(hoped)])
    waiting = [change for change in changes if change.fluent not in fluents_not_known]
    while True:
        reached = [change for change in waiting if _rests_on(change, fluents_not_known)]
        if not reached:
            return fluents_not_known
        fluents_not_known.update(change.fluent for change in reached)
        waiting = [change for change in waiting if change.fluent not in fluents_not_known]


def without_needless(events: Events, open_: set[int]) -> Events:
    """Events without changes that keep something under conditions which are known to everybody."""

    left = {id(piece): _needed(piece, open_) for piece in events.pieces()}

    def kept(instance: Instance) -> Instance:
        if all(left[id(piece)] is piece for piece in instance.pieces):
            return instance
        return replace(instance, pieces=tuple([left[id(piece)] for piece in instance.pieces]))

    return Events([kept(event) for event in events.actions], [kept(event) for event in events.triggers], events.counts)


def _needed(changes: tuple[Change, ...], open_: set[int]) -> tuple[Change, ...]:
    if not any(change.keeps for change in changes):
        return changes
    return tuple(
        [
            change
            for change in changes
            if not change.keeps or _reads_any([other.condition for other in changes if _same(other, change)], open_)
        ]
    )


def _same(change: Change, kept: Change) -> bool:
    return not change.path and change.fluent == kept.fluent


def _is_open(change: Change) -> bool:
    return isinstance(change.value, Constant) and (bool(change.value.others) or change.value.value == UNKNOWN)


def _vague(condition: Condition) -> set[int]:
    """The fluents of which a surprise may leave several values."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return {number for part in parts for number in _vague(part)}
        case Compare("==", Read(), Constant() | Read()):
            return set()
    return {place.fluent for place in reads(condition)}


def _rests_on(change: Change, open_: set[int]) -> bool:
    return _reads_any([change.value] if change.path else [change.value, change.condition], open_)


def _reads_any(terms: Iterable[Condition | Expression], open_: set[int]) -> bool:
    return any(place.fluent in open_ for term in terms for place in reads(term))
