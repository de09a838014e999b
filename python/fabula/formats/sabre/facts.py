"""The initial facts of Sabre problems, as assignments to fluents in minds (semantics 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.formats.sabre.budget import Budget, Exhausted
from fabula.formats.sabre.declarations import MOST, Declarations, Refused
from fabula.formats.sabre.effects import effects
from fabula.formats.sabre.meaning import Meanings
from fabula.formats.sabre.tree import Conjunction, Expression, InitialFact, Statement
from fabula.problems import Problems
from fabula.task import TRUE, UNKNOWN, Constant, Read, Sort

#: (path, fluent) -> value
Facts = dict[tuple[tuple[int, ...], int], int]


def facts(tree: Iterable[Statement], names: Declarations, budget: Budget, problems: Problems) -> Facts:
    """All facts in order. A conjunct sees what those before it have made so; what it makes so itself, it makes so at once."""
    found: Facts = {}
    meanings = Meanings(names, lambda place: look_up(place, found, names), budget)
    for statement in tree:
        if isinstance(statement, InitialFact):
            try:
                for conjunct in _conjuncts(statement.fact):
                    found.update(_made_so(conjunct, meanings))
            except Refused as refused:
                refused.report(problems)
                if isinstance(refused, Exhausted):
                    break
    return found


def look_up(place: Read, found: Facts, names: Declarations) -> int:
    """The value of a fluent along a path: without a fact of its own that of the path without its last character."""
    for length in range(len(place.path), -1, -1):
        value = found.get((place.path[:length], place.fluent))
        if value is not None:
            return value
    return UNKNOWN if names.fluents[place.fluent].sort is Sort.SYMBOL else 0


def _made_so(conjunct: Expression, meanings: Meanings) -> Facts:
    found: Facts = {}
    for effect in effects(conjunct, meanings, {}):
        # Everything is known here, so that conditions and values are constants.
        if effect.condition != TRUE or not isinstance(effect.value, Constant):
            raise Refused("wrong-type", "the value of this fact is no whole number", conjunct.span)
        found[effect.path, effect.fluent] = effect.value.value
        if len(found) > MOST:
            raise Refused("too-many-facts", f"this makes more than {MOST} facts", conjunct.span)
    return found


def _conjuncts(fact: Expression) -> Iterator[Expression]:
    if isinstance(fact, Conjunction):
        for part in fact.parts:
            yield from _conjuncts(part)
    else:
        yield fact
