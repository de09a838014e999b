"""Nodes that are not yet states, and what it is for a mind to come to believe something.

While an event makes new nodes that may lead to each other in circles they are *terms*: hashable values that say how a node
comes about. `minds.Graph.settle` turns terms into states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Union

from fabula.engine.interface import State
from fabula.task import (
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Fluent,
    Read,
    Sort,
)

#: what becomes so: (path, fluent) -> value
Changes = Mapping[tuple[tuple[int, ...], int], int]
#: the same as a hashable value, ascending
Update = tuple[tuple[tuple[tuple[int, ...], int], int], ...]
Row = tuple[tuple[int, ...], tuple["State | Term", ...]]


@dataclass(frozen=True, slots=True)
class Initially:
    """A node of the initial graph: what `character` (-1 = the story itself) believes, given the facts left for it."""

    character: int
    facts: Update


@dataclass(frozen=True, slots=True)
class After:
    """after(event, state), section 2.2."""

    state: State


@dataclass(frozen=True, slots=True)
class Fired:
    """The state after one trigger, section 3."""

    state: State


@dataclass(frozen=True, slots=True)
class Rested:
    """The state in which triggers of its own, and of all minds in it, have come to rest once, section 3."""

    state: State


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a surprised character takes the world to have been, section 2.2 step 2."""

    state: State


@dataclass(frozen=True, slots=True)
class Revised:
    """`base` as `character` sees it after an update that only it observes, section 2.2 step 3."""

    base: Term
    character: int
    update: Update


Term = Union[State, Initially, After, Fired, Rested, Repaired, Revised]


def told(edge: State | Term, character: int, changes: Changes) -> State | Term:
    """The belief `edge` of a character after those changes whose path begins with the character."""
    mine = {(path[1:], fluent): value for (path, fluent), value in changes.items() if path[:1] == (character,)}
    return revised(edge, character, frozen(mine)) if mine else edge


def revised(base: State | Term, character: int, update: Update) -> Revised:
    """Section 2.2 step 3: `base` after an update that only the character observes."""
    if isinstance(base, Revised) and base.character == character:
        # One update after another is one update. Without this a mind's view of itself would be revised without end.
        return Revised(base.base, character, frozen({**dict(base.update), **dict(update)}))
    return Revised(base, character, update)


def revised_row(row: Row, term: Revised) -> Row:
    """The row of a revision: the belief becomes so, beliefs about one's own beliefs follow, nobody else's view changes."""
    values, edges = row
    changes = dict(term.update)
    return tuple(changes.get(((), fluent), value) for fluent, value in enumerate(values)), tuple(
        revised(edge, character, term.update) if character == term.character else told(edge, character, changes)
        for character, edge in enumerate(edges)
    )


def facts_of(character: int, facts: Changes) -> Changes:
    """Section 1.1: what is left of the facts in the mind of a character. Look-up drops the last character of a path, so
    that without a fact of its own a mind has the value that holds here; facts about other minds are not seen from it."""
    here = {((), fluent): value for (path, fluent), value in facts.items() if path == ()}
    return here | {(path[1:], fluent): value for (path, fluent), value in facts.items() if path[:1] == (character,)}


def frozen(changes: Changes) -> Update:
    """Changes as a hashable value."""
    return tuple(sorted(changes.items()))


def default(fluent: Fluent) -> int:
    """The value that a fluent has initially if no fact says otherwise."""
    return UNKNOWN if fluent.sort is Sort.SYMBOL else 0


def clamp(fluent: Fluent, value: int) -> int:
    """The value that a fluent has after this one has been assigned to it."""
    if fluent.sort is not Sort.NUMBER or value == UNKNOWN:
        return value
    if fluent.low is not None:
        value = max(value, fluent.low)
    return value if fluent.high is None else min(value, fluent.high)


def reads(part: Expression | Condition) -> list[Read]:
    """Every fluent that is read in an expression or a condition."""
    match part:
        case Read():
            return [part]
        case Constant():
            return []
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return [*reads(left), *reads(right)]
        case Choose(condition, then, otherwise):
            return [*reads(condition), *reads(then), *reads(otherwise)]
        case AllOf(parts) | AnyOf(parts):
            return [place for inner in parts for place in reads(inner)]
