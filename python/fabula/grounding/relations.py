"""Relations that nothing changes: only what is said of them is looked at, not all things for which they might hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.vocabulary import Vocabulary
from fabula.model import Expression, Get, Variable, conjuncts
from fabula.task import FALSE, TRUE, Condition, Read

#: of a yes/no property that no event changes, the arguments of which something else is said than its default; None of others
Rows = Callable[[str], Sequence[tuple[int, ...]] | None]
#: what an argument can mean -> the cases in which it does, each with its place among all cases
Column = Callable[[int], list[tuple[int, Condition]]]
#: by cases, the arguments of a relation
Joined = list[tuple[tuple[Condition, ...], tuple[int, ...]]]


class Cases(Protocol):
    """What says what an argument can be: a `Compiler`."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def terms(self) -> Terms: ...

    def symbol(
        self, expression: Expression, binding: Mapping[str, int], path: tuple[int, ...] = ()
    ) -> tuple[tuple[Condition, Leaf], ...]: ...

    def things(
        self, expression: Expression, binding: Mapping[str, int], path: tuple[int, ...] = ()
    ) -> tuple[tuple[Condition, int], ...]: ...


def no_rows(_: str) -> None:
    """Nothing is known of any relation."""


def joined_rows(
    cases: Cases, target: Get, rows: Sequence[tuple[int, ...]], binding: Mapping[str, int], path: tuple[int, ...]
) -> Joined:
    """The arguments that are among some rows, each with when they are meant, in the order of all cases."""
    kinds = cases.vocabulary.definition.properties[target.property].kinds
    columns = [_column(cases, kind, one, binding, path) for kind, one in zip(kinds, target.arguments, strict=True)]
    joined: list[tuple[tuple[int, ...], tuple[Condition, ...], tuple[int, ...]]] = []
    for codes in rows:
        met: list[tuple[tuple[int, ...], tuple[Condition, ...]]] = [((), ())]
        for column, code in zip(columns, codes, strict=True):
            values = column(code)
            # What comes later counts more for the order.
            met = [
                ((place, *places), guards if guard is TRUE else (*guards, guard))
                for places, guards in met
                for place, guard in values
            ]
            if not met:
                break
        joined += [(places, guards, codes) for places, guards in met]
    cases.terms.steps.spend(len(joined))
    joined.sort(key=lambda one: one[0])
    return [(guards, codes) for _, guards, codes in joined]


def _column(cases: Cases, kind: str, argument: Expression, binding: Mapping[str, int], path: tuple[int, ...]) -> Column:
    terms = cases.terms
    if type(argument) is not Variable:
        values = cases.symbol(argument, binding, path)
        if len(values) == 1 and type(leaf := values[0][1]) is Read:
            standing = cases.vocabulary.standing_for(kind)

            def varying(code: int) -> list[tuple[int, Condition]]:
                tests = [(raw, terms.compare("==", leaf, terms.constant(raw))) for raw in standing.get(code, ())]
                return [test for test in tests if test[1] is not FALSE]

            return varying
    fitting = cases.vocabulary.fitting(kind)
    known: dict[int, list[tuple[int, Condition]]] = {}
    for place, (guard, code) in enumerate(cases.things(argument, binding, path)):
        if code >= 0:
            known.setdefault(fitting[code], []).append((place, guard))
    return lambda code: known.get(code, [])


def possible_things(vocabulary: Vocabulary, rows_of: Rows, variable: Variable, where: Expression) -> Sequence[int]:
    """The things of a variable of which a condition may be true, as far as the relations in it say that."""
    codes: Sequence[int] = vocabulary.things_of(variable.kind)
    for part in conjuncts(where):
        rows = rows_of(part.property) if isinstance(part, Get) else None
        if not isinstance(part, Get) or rows is None:
            continue
        for place, argument in enumerate(part.arguments):
            if isinstance(argument, Variable) and argument.name == variable.name:
                standing = vocabulary.standing_for(vocabulary.definition.properties[part.property].kinds[place])
                meant = {code for row in rows for code in standing.get(row[place], ())}
                codes = tuple([code for code in codes if code in meant])
    return codes
