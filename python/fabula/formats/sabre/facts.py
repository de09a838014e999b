"""The initial facts of Sabre problems, as assignments to fluents in minds (semantics 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.formats.sabre.declarations import MOST, Declarations, Refused
from fabula.formats.sabre.effects import Made, effects
from fabula.formats.sabre.meaning import Meanings
from fabula.formats.sabre.own_views import report_two_views
from fabula.formats.sabre.steps import Exhausted, Steps
from fabula.formats.sabre.tree import Conjunction, Expression, InitialFact, Statement
from fabula.problems import Problems
from fabula.task import TRUE, UNKNOWN, Constant, Read, Sort

#: (path, fluent) -> value
Facts = dict[tuple[tuple[int, ...], int], int]


def facts(tree: Iterable[Statement], names: Declarations, steps: Steps, problems: Problems) -> Facts:
    """All facts in order. A conjunct sees what those before it have made so; what it makes so itself, it makes so at once."""
    known: Facts = {}
    # What is said of somebody's belief itself stands, whatever is said of that character's own view of it, before or after.
    said: dict[tuple[tuple[int, ...], int], Made] = {}
    views: list[Made] = []
    meanings = Meanings(names, lambda place: look_up(place, known, names), steps)
    for statement in tree:
        if isinstance(statement, InitialFact):
            try:
                for conjunct in _conjuncts(statement.fact):
                    for made in _made_so(conjunct, meanings):
                        place = made.effect.path, made.effect.fluent
                        if made.is_own_view:
                            views.append(made)
                        else:
                            said[place] = made
                        if place not in said or not made.is_own_view:
                            known[place] = _value(made)
            except Refused as refused:
                refused.report(problems)
                if isinstance(refused, Exhausted):
                    break
    for made in views:
        kept = said.get((made.effect.path, made.effect.fluent))
        if kept is not None and _value(kept) != _value(made):
            report_two_views(made.effect, made.span, kept.effect.value, kept.span, names, problems)
    return known


def look_up(place: Read, found: Facts, names: Declarations) -> int:
    """The value of a fluent along a path: without a fact of its own that of the path without its last character."""
    for length in range(len(place.path), -1, -1):
        value = found.get((place.path[:length], place.fluent))
        if value is not None:
            return value
    return UNKNOWN if names.fluents[place.fluent].sort is Sort.SYMBOL else 0


def _made_so(conjunct: Expression, meanings: Meanings) -> list[Made]:
    found: dict[tuple[tuple[int, ...], int, bool], Made] = {}
    for made in effects(conjunct, meanings, {}):
        # Everything is known here, so that conditions and values are constants.
        if made.effect.condition != TRUE or not isinstance(made.effect.value, Constant):
            raise Refused("wrong-type", "the value of this fact is no whole number", conjunct.span)
        found[made.effect.path, made.effect.fluent, made.is_own_view] = made
        if len(found) > MOST:
            raise Refused("too-many-facts", f"this makes more than {MOST} facts", conjunct.span)
    return list(found.values())


def _value(made: Made) -> int:
    assert isinstance(made.effect.value, Constant)
    return made.effect.value.value


def _conjuncts(fact: Expression) -> Iterator[Expression]:
    if isinstance(fact, Conjunction):
        for part in fact.parts:
            yield from _conjuncts(part)
    else:
        yield fact
