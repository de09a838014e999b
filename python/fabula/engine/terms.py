"""Nodes that are not yet states, and what it is for a mind to come to believe something.

While an event makes new nodes that may lead to each other in circles they are *terms*: hashable values that say how a node
comes about. `minds.Graph.settle` turns terms into states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Union

from fabula.engine.evaluate import value_of, values_of
from fabula.engine.interface import State
from fabula.task import NOBODY, UNKNOWN, Fact, Fluent, Several, Sort, Task, Value


@dataclass(frozen=True, slots=True)
class Becomes:
    """The fluent is this from now on."""

    value: Value


@dataclass(frozen=True, slots=True)
class Narrows:
    """Of what may be so, only these values stay; if none of them may be, all of them may (semantics 8.2, learning)."""

    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forgets:
    """What is marked as known there no longer is."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Somebody turns out not to know it (semantics 8.3): a mark is taken off, and of one value any of `values` may be so."""

    values: tuple[int, ...]


Step = Union[Becomes, Narrows, Forgets, Doubts]
#: what becomes so: (path, fluent) -> steps, one after the other
Changes = Mapping[tuple[tuple[int, ...], int], tuple[Step, ...]]
#: the same as a hashable value, ascending
Update = tuple[tuple[tuple[tuple[int, ...], int], tuple[Step, ...]], ...]
Row = tuple[tuple[Value, ...], tuple["State | Term", ...]]
#: facts of the start, by path and fluent
Facts = Mapping[tuple[tuple[int, ...], int], Value]
#: the values of a node that may not have been settled yet
Values = Callable[["State | Term"], tuple[Value, ...]]

#: the owner of a node that is nobody's mind: the world
WORLD = -1


class Spread(NamedTuple):
    """A fact that is so wherever a way leads on after `path` through any of `among` to `character` (`task.Fact.among`)."""

    path: tuple[int, ...]
    among: tuple[int, ...]
    character: int
    fluent: int
    value: Value


@dataclass(frozen=True, slots=True)
class Initially:
    """A node of the initial graph: what `character` (-1 = the story itself) believes, given the facts left for it."""

    character: int
    facts: tuple[tuple[tuple[tuple[int, ...], int], Value], ...]
    spread: tuple[Spread, ...] = ()


@dataclass(frozen=True, slots=True)
class After:
    """after(event, state), section 2.2. `owner`: whose mind the state is, `WORLD` if nobody's: what one does not know oneself
    others may be taken to know (semantics 8.2). `within`: it is that mind itself, in which what it takes itself to believe is
    what it believes; otherwise what the character takes the world to be, in a plan, apart from what it will believe then."""

    state: State
    owner: int = WORLD
    within: bool = False


@dataclass(frozen=True, slots=True)
class Fired:
    """The state after one trigger, section 3."""

    state: State
    owner: int = WORLD
    within: bool = False


@dataclass(frozen=True, slots=True)
class Rested:
    """The state in which triggers of its own, and of all minds in it, have come to rest once, section 3."""

    state: State
    owner: int = WORLD
    within: bool = False


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


def told(task: Task, edge: State | Term, character: int, changes: Changes) -> State | Term:
    """The belief `edge` of a character after those changes whose path begins with the character."""
    mine = {(path[1:], fluent): steps for (path, fluent), steps in changes.items() if path[:1] == (character,)}
    return revised(task, edge, character, frozen(mine)) if mine else edge


def revised(task: Task, base: State | Term, character: int, update: Update) -> Revised:
    """Section 2.2 step 3: `base` after an update that only the character observes."""
    if isinstance(base, Revised) and base.character == character and not task.sets:
        # One update after another is one update. Without this a mind's view of itself would be revised without end.
        return Revised(base.base, character, frozen(merged(dict(base.update), dict(update))))
    return Revised(base, character, update)


def merged(earlier: Changes, later: Changes) -> Changes:
    """Both changes, one after the other. Whatever was before, it does not matter to what becomes so."""
    both = dict(earlier)
    for place, steps in later.items():
        before = both.get(place, ())
        if isinstance(steps[0], Becomes):
            before = ()
        elif before and before[-len(steps) :] == steps:
            # The same once more makes no difference.
            continue
        both[place] = (*before, *steps)
    return both


def revised_row(row: Row, term: Revised, task: Task, values_of_node: Values) -> Row:
    """The row of a revision: the belief becomes so, beliefs about one's own beliefs follow, nobody else's view changes."""
    before, edges = row
    changes = dict(term.update)
    values = changed(task, before, changes)
    others = followed(task, term.character, before, values, edges, values_of_node)
    # With sets nobody's view of herself differs from her mind; so that it is not revised without end, either.
    own = term if task.sets else revised(task, edges[term.character], term.character, term.update)
    return values, tuple(
        own if character == term.character else told(task, told(task, edge, character, others), character, changes)
        for character, edge in enumerate(edges)
    )


def changed(task: Task, values: Iterable[Value], changes: Changes) -> tuple[Value, ...]:
    """The values of a node after those changes that are of the node itself."""
    after = list(values)
    for (path, fluent), steps in changes.items():
        if not path:
            for step in steps:
                after[fluent] = _stepped(task.fluents[fluent], after[fluent], step)
    return tuple(after)


def _stepped(fluent: Fluent, value: Value, step: Step) -> Value:
    known = isinstance(value, Several) and value.known
    match step:
        case Becomes(new):
            return new
        case Narrows(allowed):
            kept = [code for code in values_of(value) if code in allowed]
            return value_of(kept, known) if kept else value_of(allowed)
        case Forgets():
            return value_of(values_of(value))
        case Doubts(all_values):
            return value_of(value.values if isinstance(value, Several) else all_values)


def without(fluent: Fluent, taken: Iterable[int]) -> tuple[Step, ...]:
    """Learning that it is none of these values; nothing, if there would be no value left."""
    rest = tuple(value for value in fluent.possible() if value not in set(taken))
    return (Narrows(rest),) if rest else ()


def followed(
    task: Task,
    owner: int,
    before: tuple[Value, ...],
    after: tuple[Value, ...],
    edges: tuple[State | Term, ...],
    values_of_node: Values,
) -> Changes:
    """What a mind takes others to believe, where its own values have become others (semantics 8.2, known there): sets known
    there that are equal to its own are narrowed with them, and of what is their own others know which it is."""
    changes: dict[tuple[tuple[int, ...], int], tuple[Step, ...]] = {}
    if not task.sets or owner == WORLD:
        return changes
    for fluent, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        whose = task.fluents[fluent].owner
        for character, edge in enumerate(edges):
            if character == owner:
                continue
            if isinstance(new, Several) and character == whose:
                changes[(character,), fluent] = (Becomes(Several(new.values, True)),)
            elif isinstance(old, Several) and set(values_of(new)) < set(old.values):
                theirs = values_of_node(edge)[fluent]
                if isinstance(theirs, Several) and theirs.known and theirs.values == old.values:
                    changes[(character,), fluent] = (Becomes(value_of(values_of(new), True)),)
    return changes


def facts_of(character: int, facts: Facts, spread: Iterable[Spread] = ()) -> Facts:
    """Section 1.1: what is left of the facts in the mind of a character. Look-up drops the last character of a path, so
    that without a fact of its own a mind has the value that holds here; facts about other minds are not seen from it."""
    here = {(path, fluent): value for (path, fluent), value in facts.items() if path == ()}
    mine: dict[tuple[tuple[int, ...], int], Value] = {
        ((), fact.fluent): fact.value for fact in spread if not fact.path and fact.character == character
    }
    mine |= {(path[1:], fluent): value for (path, fluent), value in facts.items() if path[:1] == (character,)}
    for place in [place for place, value in mine.items() if value == KNOWN_THERE and place in here]:
        mine[place] = value_of(values_of(here[place]), True)
    return here | mine


def spread_of(character: int, spread: Iterable[Spread]) -> tuple[Spread, ...]:
    """The facts that spread from mind to mind which are left in the mind of a character."""
    return tuple(
        fact._replace(path=fact.path[1:])
        for fact in spread
        if (fact.path[0] == character if fact.path else character in fact.among)
    )


#: as a fact: whatever is possible around it, known there
KNOWN_THERE = Several((), True)


def stated(fact: Fact) -> Value:
    """What a fact says of its fluent."""
    return KNOWN_THERE if fact.known else value_of((fact.value, *fact.others))


def spread(task: Task) -> tuple[Spread, ...]:
    """The facts of a task that spread from mind to mind."""
    return tuple(
        Spread(fact.path[:-1], fact.among, fact.path[-1], fact.fluent, stated(fact)) for fact in task.facts if fact.among
    )


def owners(task: Task, character: int, facts: Facts, spread: Iterable[Spread] = ()) -> Facts:
    """The facts of a mind, and that others know which it is of what is their own and not known here (semantics 8.2)."""
    said = {(fact.character, fact.fluent) for fact in spread if not fact.path}
    known = {
        ((whose,), number): Several(value.values, True)
        for number, fluent in enumerate(task.fluents)
        if (whose := fluent.owner) not in (None, character)
        and whose is not None
        and isinstance(value := facts[(), number], Several)
        and (whose, number) not in said
    }
    return known | dict(facts)


def frozen(changes: Changes) -> Update:
    """Changes as a hashable value."""
    return tuple(sorted(changes.items(), key=lambda change: change[0]))


def default(task: Task, fluent: Fluent) -> int:
    """The value that a fluent has initially if no fact says otherwise."""
    if fluent.sort is not Sort.SYMBOL:
        return 0
    return NOBODY if task.sets else UNKNOWN


def clamp(fluent: Fluent, value: int) -> int:
    """The value that a fluent has after this one has been assigned to it."""
    if fluent.sort is not Sort.NUMBER or value == UNKNOWN:
        return value
    if fluent.low is not None:
        value = max(value, fluent.low)
    return value if fluent.high is None else min(value, fluent.high)


def clamped(fluent: Fluent, value: Value) -> Value:
    """The same of several values."""
    if isinstance(value, Several):
        return value_of((clamp(fluent, code) for code in value.values), value.known) if value.values else value
    return clamp(fluent, value)
