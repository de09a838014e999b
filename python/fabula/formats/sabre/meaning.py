"""The meaning of a ground expression: a condition, a number or a thing of `task.py` (problem-files 4).

A binding gives the values of the variables in scope; `path` is the characters in whose minds, outermost first, the
expression is read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Union

from fabula.formats.sabre.conditions import all_of, any_of, compare_numbers, different_things, equal_things, negate
from fabula.formats.sabre.declarations import NOBODY, Binding, Declarations, Kind, Refused, Value
from fabula.formats.sabre.steps import Steps
from fabula.formats.sabre.tree import (
    Assignment,
    Believes,
    Calculation,
    Comparison,
    Conditional,
    Conjunction,
    Disjunction,
    Expression,
    FluentOf,
    IsOfType,
    Literal,
    Name,
    Negation,
    Quantified,
)
from fabula.source import Span
from fabula.task import (
    FALSE,
    LARGEST,
    TRUE,
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Fluent,
    Read,
    Sort,
)
from fabula.task import Expression as Formula

Path = tuple[int, ...]
#: branches of conditionals within each other
MOST_BRANCHES = 400


@dataclass(frozen=True, slots=True)
class Number:
    formula: Formula


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing by cases: the first whose condition holds. The last condition is `TRUE`."""

    cases: tuple[tuple[Condition, Constant | Read], ...]


class Nothing:
    """`?`, of whatever type is wanted."""


NOTHING = Nothing()
Meaning = Union[AllOf, AnyOf, Compare, Number, Thing, Nothing]


class Meanings:
    """What expressions mean, given the names of the problem. Methods raise `Refused`.

    `known` gives the value of a fluent that is known beforehand, and None for others.
    """

    def __init__(self, names: Declarations, known: Callable[[Read], int | None], steps: Steps) -> None:
        self.names = names
        self.steps = steps
        self._known = known
        self._branches = 0

    def condition(self, expression: Expression, binding: Binding, path: Path = ()) -> Condition:
        meaning = self.meaning(expression, binding, path)
        if isinstance(meaning, AllOf | AnyOf | Compare):
            return meaning
        raise Refused("wrong-type", "this is neither true nor false", expression.span, expected="a condition")

    def number(self, expression: Expression, binding: Binding, path: Path = ()) -> Formula:
        meaning = self.meaning(expression, binding, path)
        if isinstance(meaning, Number):
            return meaning.formula
        if isinstance(meaning, Nothing):
            return Constant(UNKNOWN)
        raise Refused("wrong-type", "this is no number", expression.span, expected="a number")

    def utility(self, expression: Expression, binding: Binding) -> Formula:
        """Section 4 of semantics: a condition counts 1."""
        meaning = self.meaning(expression, binding, ())
        if isinstance(meaning, AllOf | AnyOf | Compare):
            return choose(meaning, Constant(1), Constant(0))
        return self.number(expression, binding)

    def place(self, fluent: FluentOf, binding: Binding, path: Path) -> Read:
        """The ground fluent, and in whose mind."""
        for believer in fluent.believers:
            path = inside(path, self.names.character(believer, binding))
        arguments = tuple(self.names.constant(argument, binding) for argument in fluent.arguments)
        return Read(path, self.names.fluent(fluent.name, arguments, fluent.span))

    def negated(self, condition: Condition, span: Span) -> Condition:
        self.steps.measure(condition, span)
        return negate(condition, self.names.fluents)

    def meaning(self, expression: Expression, binding: Binding, path: Path) -> Meaning:
        self.steps.spend(1, expression.span)
        match expression:
            case Name() | Literal():
                return self._constant(self.names.constant(expression, binding))
            case FluentOf():
                return self._fluent(self.place(expression, binding, path))
            case Believes(believer, body):
                return self.meaning(body, binding, inside(path, self.names.character(believer, binding)))
            case Conjunction(parts):
                return all_of([self.condition(part, binding, path) for part in parts])
            case Disjunction(parts):
                return any_of([self.condition(part, binding, path) for part in parts])
            case Negation(body):
                return self.negated(self.condition(body, binding, path), expression.span)
            case Conditional():
                return self._conditional(expression, binding, path)
            case Quantified():
                return self._quantified(expression, binding, path)
            case Comparison(operator, left, right, span):
                sides = self.meaning(left, binding, path), self.meaning(right, binding, path)
                return self._compare(operator, *sides, span, of_reads=reads_a_fluent(left) and reads_a_fluent(right))
            case IsOfType():
                return self._is_of_type(expression, binding, path)
            case Calculation(operator, left, right, span):
                return Number(calculate(operator, self.number(left, binding, path), self.number(right, binding, path), span))
            case Assignment(_, _, span):
                raise Refused("syntax", "'=' makes something so, and here it is asked", span, expected="'=='", seen="'='")

    def _constant(self, value: Value) -> Meaning:
        match value.kind:
            case Kind.TRUTH:
                return TRUE if value.code else FALSE
            case Kind.NUMBER:
                return Number(Constant(value.code))
            case Kind.THING:
                return Thing(((TRUE, Constant(value.code)),))
            case Kind.UNKNOWN:
                return NOTHING

    def _fluent(self, place: Read) -> Meaning:
        value = self._known(place)
        known = place if value is None else Constant(value)
        match self.names.fluents[place.fluent].sort:
            case Sort.TRUTH:
                if isinstance(known, Constant):
                    return TRUE if known.value else FALSE
                return Compare("==", known, Constant(1))
            case Sort.NUMBER:
                return Number(known)
            case Sort.SYMBOL:
                return Thing(((TRUE, known),))

    def _conditional(self, expression: Conditional, binding: Binding, path: Path) -> Meaning:
        # Branch after branch is choice within choice.
        self._branches += len(expression.branches)
        if self._branches > MOST_BRANCHES:
            raise Refused("too-deep", "there are too many branches", expression.span, expected=f"at most {MOST_BRANCHES}")
        try:
            return self._chosen(expression, binding, path)
        finally:
            self._branches -= len(expression.branches)

    def _chosen(self, expression: Conditional, binding: Binding, path: Path) -> Meaning:
        cases: list[tuple[Condition, Meaning]] = []
        for test, body in expression.branches:
            cases.append((self.condition(test, binding, path), self.meaning(body, binding, path)))
        if expression.otherwise is not None:
            cases.append((TRUE, self.meaning(expression.otherwise, binding, path)))
        meanings = [meaning for _, meaning in cases]
        if all(isinstance(meaning, AllOf | AnyOf | Compare) for meaning in meanings):
            # Without `else` nothing is asked where no condition holds.
            return self._first_true([*cases, (TRUE, TRUE)] if expression.otherwise is None else cases, expression.span)
        if expression.otherwise is None:
            raise Refused("wrong-type", "this has no value where no condition holds", expression.span, expected="else")
        if all(isinstance(meaning, Number | Nothing) for meaning in meanings):
            formulas = [meaning.formula if isinstance(meaning, Number) else Constant(UNKNOWN) for meaning in meanings]
            result = formulas[-1]
            for (condition, _), formula in zip(cases[-2::-1], formulas[-2::-1], strict=True):
                result = choose(condition, formula, result)
            return Number(result)
        if all(isinstance(meaning, Thing | Nothing) for meaning in meanings):
            return Thing(tuple(self._cases(cases, expression.span)))
        raise Refused("wrong-type", "the branches are of different types", expression.span)

    def _first_true(self, cases: Sequence[tuple[Condition, Meaning]], span: Span) -> Condition:
        ways: list[Condition] = []
        before: list[Condition] = []
        for condition, meaning in cases:
            assert isinstance(meaning, AllOf | AnyOf | Compare)
            self.steps.spend(sum(len(other.parts) if isinstance(other, AllOf) else 1 for other in before), span)
            self.steps.measure(meaning, span)
            ways.append(all_of((*before, condition, meaning)))
            before.append(self.negated(condition, span))
        return any_of(ways)

    def _cases(self, cases: Sequence[tuple[Condition, Meaning]], span: Span) -> list[tuple[Condition, Constant | Read]]:
        flat: list[tuple[Condition, Constant | Read]] = []
        for condition, meaning in cases:
            inner = meaning.cases if isinstance(meaning, Thing) else ((TRUE, Constant(UNKNOWN)),)
            self.steps.spend(self.steps.measure(condition, span) * len(inner), span)
            flat.extend([(all_of((condition, within)), thing) for within, thing in inner])
        return flat

    def _quantified(self, expression: Quantified, binding: Binding, path: Path) -> Meaning:
        inner = ({**binding, expression.variable.text: value} for value in self.names.values(expression.type))
        match expression.quantifier:
            case "forall":
                return all_of([self.condition(expression.body, each, path) for each in inner])
            case "exists":
                return any_of([self.condition(expression.body, each, path) for each in inner])
        operator, neutral = ("+", 0) if expression.quantifier == "sum" else ("*", 1)
        formulas = [self.number(expression.body, each, path) for each in inner]
        # By halves: that is as deep as it must be. The order in which numbers are added means nothing.
        while len(formulas) > 1:
            pairs = zip(formulas[::2], formulas[1::2], strict=False)
            rest = formulas[-1:] if len(formulas) % 2 else []
            formulas = [*(calculate(operator, one, other, expression.span) for one, other in pairs), *rest]
        return Number(formulas[0] if formulas else Constant(neutral))

    def _is_of_type(self, expression: IsOfType, binding: Binding, path: Path) -> Condition:
        meaning = self.meaning(expression.body, binding, path)
        things = self.names.values(expression.type)
        return any_of(self._compare("==", meaning, self._constant(thing), expression.span, of_reads=False) for thing in things)

    def _compare(self, operator: str, left: Meaning, right: Meaning, span: Span, *, of_reads: bool) -> Condition:
        if isinstance(left, AllOf | AnyOf | Compare) and isinstance(right, AllOf | AnyOf | Compare):
            return self._compare_truths(operator, left, right, span)
        if isinstance(left, Number | Nothing) and isinstance(right, Number | Nothing):
            formulas = [side.formula if isinstance(side, Number) else Constant(UNKNOWN) for side in (left, right)]
            return compare_numbers(operator, formulas[0], formulas[1], of_reads)
        if operator not in ("==", "!="):
            raise Refused("wrong-type", f"only numbers can be compared by '{operator}'", span, expected="numbers")
        if isinstance(left, Thing | Nothing) and isinstance(right, Thing | Nothing):
            relate = equal_things if operator == "==" else different_things
            return self._first_true(
                [
                    (all_of((first, second)), self._related(relate, one, other, span, of_reads))
                    for first, one in self._cases([(TRUE, left)], span)
                    for second, other in self._cases([(TRUE, right)], span)
                ],
                span,
            )
        # Values of different types are never the same.
        return TRUE if operator == "!=" else FALSE

    def _related(
        self,
        relate: Callable[[Constant | Read, Constant | Read, bool, Sequence[Fluent]], Condition],
        one: Constant | Read,
        other: Constant | Read,
        span: Span,
        of_reads: bool,
    ) -> Condition:
        if isinstance(one, Read) and isinstance(other, Read):
            self.steps.spend(len(self.names.fluents[other.fluent].domain), span)
        return relate(one, other, of_reads, self.names.fluents)

    def _compare_truths(self, operator: str, left: Condition, right: Condition, span: Span) -> Condition:
        if operator in ("==", "!=") and left == right and isinstance(left, Compare) and left.operator in ("==", "!="):
            return TRUE if operator == "==" else FALSE
        match operator:
            case "==":
                return any_of((all_of((left, right)), all_of((self.negated(left, span), self.negated(right, span)))))
            case "!=":
                return any_of((all_of((left, self.negated(right, span))), all_of((self.negated(left, span), right))))
        raise Refused("wrong-type", f"only numbers can be compared by '{operator}'", span, expected="numbers")


def reads_a_fluent(expression: Expression) -> bool:
    """Whether a property is read in an expression, whatever becomes of it."""
    match expression:
        case FluentOf():
            return True
        case Believes(_, body) | Negation(body) | IsOfType(body):
            return reads_a_fluent(body)
        case Comparison(_, left, right) | Calculation(_, left, right) | Assignment(left, right):
            return reads_a_fluent(left) or reads_a_fluent(right)
        case Conjunction(parts) | Disjunction(parts):
            return any(map(reads_a_fluent, parts))
        case Conditional(branches, otherwise):
            parts = tuple(part for branch in branches for part in branch)
            return any(map(reads_a_fluent, parts if otherwise is None else (*parts, otherwise)))
        case Quantified():
            return reads_a_fluent(expression.body)
        case _:
            return False


def inside(path: Path, character: int) -> Path:
    """What a character believes that it believes is what it believes."""
    return path if path[-1:] == (character,) else (*path, character)


def choose(condition: Condition, then: Formula, otherwise: Formula) -> Formula:
    if condition == TRUE or then == otherwise:
        return then
    return otherwise if condition == FALSE else Choose(condition, then, otherwise)


def calculate(operator: str, left: Formula, right: Formula, span: Span) -> Formula:
    if operator == "/" and right == Constant(0):
        raise Refused("division-by-zero", "this divides by 0", span)
    if isinstance(left, Constant) and isinstance(right, Constant):
        if UNKNOWN in (left.value, right.value):
            return Constant(NOBODY.code)
        match operator:
            case "+":
                return _constant(left.value + right.value, span)
            case "-":
                return _constant(left.value - right.value, span)
            case "*":
                return _constant(left.value * right.value, span)
            case "/" if left.value % right.value == 0:
                return _constant(left.value // right.value, span)
    return Arithmetic(operator, left, right)


def _constant(value: int, span: Span) -> Constant:
    if abs(value) > LARGEST:
        raise Refused("number-too-large", "this comes to a number that is too large", span, expected=f"at most {LARGEST}")
    return Constant(value)
