"""The things for the parameters of an event, as far as its condition can be true: a join of its parts.

Each part of the condition is asked as soon as its variables have things, so that what can't be true is left early; a relation
that nothing changes is asked for the things that it can hold of, not each thing whether it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fabula.grounding.compiler import Compiler
from fabula.model import Action, Believed, Comparison, Expression, Get, Literal, Logic, Not, Trigger, Variable, conjuncts
from fabula.task import FALSE, TRUE, Condition


class Part(NamedTuple):
    """A part of a condition: its place among all, the parameters that it has, and what has been found for their things."""

    place: int
    expression: Expression
    parameters: tuple[int, ...]
    found: dict[tuple[int, ...], Condition]


class Relation(NamedTuple):
    """A relation that must hold of a parameter and of others before it: the things of the parameter, ascending, by the things
    of the others."""

    others: tuple[int, ...]
    things: dict[tuple[int, ...], Sequence[int]]


class Joined:
    """The bindings of an event. All methods may raise `StepsEnded` and `BadNumber`."""

    def __init__(self, compiler: Compiler, event: Action | Trigger) -> None:
        self._compiler = compiler
        self._names = [parameter.name for parameter in event.parameters]
        self._domains = [compiler.vocabulary.things_of(parameter.kind) for parameter in event.parameters]
        self._parts = list(conjuncts(event.when))
        places = {name: place for place, name in enumerate(self._names)}
        #: by how many parameters have to have things: the parts that can be asked then
        self._stages: list[list[Part]] = [[] for _ in range(len(self._names) + 1)]
        #: by parameter: those parts that speak of it alone, and the relations that it is in
        self._alone: list[list[Part]] = [[] for _ in self._names]
        self.relations: list[list[Relation]] = [[] for _ in self._names]
        for number, expression in enumerate(self._parts):
            parameters = tuple([places[name] for name in compiler.vocabulary.variables.of(expression)])
            part = Part(number, expression, parameters, {})
            last = max(parameters, default=-1)
            if len(parameters) == 1 and _is_plain(expression):
                self._alone[last].append(part)
                continue
            self._stages[last + 1].append(part)
            if isinstance(expression, Get) and last >= 0 and (relation := self._relation(expression, last)) is not None:
                self.relations[last].append(relation)
        #: by parameter: parameters before it, and things, that it must not be
        self._apart: list[list[int]] = [[] for _ in self._names]
        self._excluded: list[set[int]] = [set() for _ in self._names]
        for first_of_two, other in event.distinct if isinstance(event, Action) else ():
            if isinstance(other, Variable):
                first, last = sorted((places[first_of_two.name], places[other.name]))
                self._apart[last].append(first)
            else:
                self._excluded[places[first_of_two.name]].add(compiler.vocabulary.code(other.value))
        #: by parameter, once it has come to that: the things that it may be by those parts, with what these come to
        self._fitting: list[dict[int, list[Condition]] | None] = [None for _ in self._names]

    def rows(self) -> Iterator[tuple[tuple[int, ...], list[Condition]]]:
        """The things of the parameters, in their order, with what each part of the condition comes to; the list is used again
        for the next row."""
        conditions: list[Condition] = [TRUE] * len(self._parts)
        if self._hold(self._stages[0], [], conditions):
            if self._names:
                yield from self._from(0, [0] * len(self._names), conditions)
            else:
                yield (), conditions

    def _from(
        self, parameter: int, codes: list[int], conditions: list[Condition]
    ) -> Iterator[tuple[tuple[int, ...], list[Condition]]]:
        alone, parts = self._alone[parameter], self._stages[parameter + 1]
        is_last = parameter + 1 == len(codes)
        others = [codes[other] for other in self._apart[parameter]]
        for code, met in self._candidates(parameter, codes):
            if code in others:
                continue
            codes[parameter] = code
            for part, condition in zip(alone, met, strict=True):
                conditions[part.place] = condition
            if not self._hold(parts, codes, conditions):
                continue
            if is_last:
                yield tuple(codes), conditions
            else:
                yield from self._from(parameter + 1, codes, conditions)

    def _hold(self, parts: Sequence[Part], codes: Sequence[int], conditions: list[Condition]) -> bool:
        """Whether none of some parts is false."""
        for place, expression, parameters, known in parts:
            key = tuple([codes[parameter] for parameter in parameters])
            condition = known.get(key)
            if condition is None:
                binding = {self._names[parameter]: codes[parameter] for parameter in parameters}
                condition = known[key] = self._compiler.condition(expression, binding)
            if condition is FALSE:
                return False
            conditions[place] = condition
        return True

    def _candidates(self, parameter: int, codes: Sequence[int]) -> Sequence[tuple[int, list[Condition]]]:
        """The things that a parameter may be, with what those parts come to that speak of it alone."""
        fitting = self._fits(parameter)
        rows: Sequence[int] | None = None
        for relation in self.relations[parameter]:
            related = relation.things.get(tuple([codes[other] for other in relation.others]), ())
            rows = related if rows is None or len(related) < len(rows) else rows
        if rows is None:
            self._compiler.terms.steps.spend(len(fitting))
            return list(fitting.items())
        self._compiler.terms.steps.spend(len(rows))
        return [(code, fitting[code]) for code in rows if code in fitting]

    def _fits(self, parameter: int) -> dict[int, list[Condition]]:
        fitting = self._fitting[parameter]
        if fitting is None:
            fitting = self._fitting[parameter] = {}
            conditions: list[Condition] = [TRUE] * len(self._parts)
            alone = self._alone[parameter]
            codes = [0] * len(self._names)
            for code in self._domains[parameter]:
                if code in self._excluded[parameter]:
                    continue
                codes[parameter] = code
                if self._hold(alone, codes, conditions):
                    fitting[code] = [conditions[part.place] for part in alone]
        return fitting

    def _relation(self, part: Get, last: int) -> Relation | None:
        """What a part says of its last parameter, if it is a relation that nothing changes, of parameters and things."""
        rows = self._compiler.rows(part.property)
        if rows is None:
            return None
        vocabulary = self._compiler.vocabulary
        kinds = vocabulary.definition.properties[part.property].kinds
        standing = [vocabulary.standing_for(kind) for kind in kinds]
        columns: list[int | None] = []
        written: list[tuple[int, int]] = []
        for place, argument in enumerate(part.arguments):
            if isinstance(argument, Variable):
                columns.append(self._names.index(argument.name))
            elif isinstance(argument, Literal):
                columns.append(None)
                written.append((place, vocabulary.code(argument.value)))
            else:
                return None
        others = tuple(dict.fromkeys([column for column in columns if column is not None and column != last]))
        things: dict[tuple[int, ...], set[int]] = {}
        for row in rows:
            if any(code not in standing[place].get(row[place], ()) for place, code in written):
                continue
            assignments: list[dict[int, int]] = [{}]
            for place, column in enumerate(columns):
                if column is not None:
                    choices = standing[place].get(row[place], ())
                    assignments = [
                        {**known, column: code} for known in assignments for code in choices if known.get(column, code) == code
                    ]
            for known in assignments:
                things.setdefault(tuple([known[other] for other in others]), set()).add(known[last])
        return Relation(others, {key: sorted(codes) for key, codes in things.items()})


def _is_plain(expression: Expression) -> bool:
    """Whether nothing is calculated in it, nor looked for among many things, so that it does no harm to ask it of things that
    other parts exclude."""
    match expression:
        case Literal() | Variable():
            return True
        case Get(_, parts) | Logic(_, parts):
            return all(map(_is_plain, parts))
        case Not(operand):
            return _is_plain(operand)
        case Comparison(_, left, right) | Believed(left, right):
            return _is_plain(left) and _is_plain(right)
    return False
