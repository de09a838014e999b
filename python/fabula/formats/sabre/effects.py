"""Effects and initial facts of Sabre problems (problem-files 4, semantics 1.1 and 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fabula.formats.sabre.conditions import all_of
from fabula.formats.sabre.declarations import Binding, Refused
from fabula.formats.sabre.meaning import Meanings, Nothing, Number, Path, Thing, choose, inside
from fabula.formats.sabre.tree import (
    Assignment,
    Believes,
    Comparison,
    Conditional,
    Conjunction,
    Expression,
    FluentOf,
    Literal,
    Negation,
    Quantified,
)
from fabula.source import Span
from fabula.task import FALSE, TRUE, UNKNOWN, AllOf, AnyOf, Compare, Condition, Constant, Effect, Read, Sort
from fabula.task import Expression as Formula


class Made(NamedTuple):
    """What becomes so, and where the file says it. `is_own_view`: it is said of what somebody believes of the own belief, which
    is that belief (semantics 8.1)."""

    effect: Effect
    span: Span
    is_own_view: bool


class _Minds(NamedTuple):
    """In whose minds, outermost first, and whether somebody stands there twice in a row."""

    path: Path
    is_own_view: bool

    def inside(self, character: int) -> _Minds:
        return _Minds(inside(self.path, character), self.is_own_view or self.path[-1:] == (character,))


_WORLD = _Minds((), False)


def effects(
    expression: Expression, meanings: Meanings, binding: Binding, minds: _Minds = _WORLD, condition: Condition = TRUE
) -> Iterator[Made]:
    """What an expression makes so, in order. Raises `Refused` for what can't be made so."""
    meanings.steps.spend(1, expression.span)
    match expression:
        case Literal(True):
            return
        case Conjunction(parts):
            for part in parts:
                yield from effects(part, meanings, binding, minds, condition)
        case Quantified("forall", variable, kind, body) | Quantified("exists", variable, kind, body):
            values = meanings.names.values(kind)
            if expression.quantifier == "exists" and len(values) != 1:
                raise Refused("wrong-type", "an event can't leave open what it makes so", expression.span)
            for value in values:
                yield from effects(body, meanings, {**binding, variable.text: value}, minds, condition)
        case Believes(believer, body):
            deeper = minds.inside(meanings.names.character(believer, binding))
            yield from effects(body, meanings, binding, deeper, condition)
        case Conditional():
            yield from _conditional(expression, meanings, binding, minds, condition)
        case FluentOf():
            yield _become(expression, Literal(True, expression.span), meanings, binding, minds, condition)
        case Negation(FluentOf() as fluent, span):
            yield _become(fluent, Literal(False, span), meanings, binding, minds, condition)
        case Assignment(fluent, value) | Comparison("==", FluentOf() as fluent, value):
            yield _become(fluent, value, meanings, binding, minds, condition)
        case Comparison("!=", FluentOf() as fluent, value, span):
            yield _become(fluent, Negation(value, span), meanings, binding, minds, condition)
        case _:
            raise Refused("wrong-type", "this can't be made so", expression.span, expected="a fluent and its value")


def assigned(expression: Expression | None) -> Iterator[str]:
    """The names of the properties that an effect speaks of as becoming something."""
    match expression:
        case Conjunction(parts):
            for part in parts:
                yield from assigned(part)
        case Quantified() | Believes():
            yield from assigned(expression.body)
        case Conditional(branches, otherwise):
            for _, body in branches:
                yield from assigned(body)
            yield from assigned(otherwise)
        case FluentOf(_, name) | Negation(FluentOf(_, name)):
            yield name
        case Assignment(FluentOf(_, name)) | Comparison(_, FluentOf(_, name)):
            yield name


def _conditional(
    expression: Conditional, meanings: Meanings, binding: Binding, minds: _Minds, condition: Condition
) -> Iterator[Made]:
    before = condition
    for test, body in expression.branches:
        asked = meanings.condition(test, binding, minds.path)
        here = all_of((before, asked))
        if here != FALSE:
            yield from effects(body, meanings, binding, minds, here)
        meanings.steps.measure(before, expression.span)
        before = all_of((before, meanings.negated(asked, expression.span)))
    if expression.otherwise is not None and before != FALSE:
        yield from effects(expression.otherwise, meanings, binding, minds, before)


def _become(
    fluent: FluentOf, value: Expression, meanings: Meanings, binding: Binding, minds: _Minds, condition: Condition
) -> Made:
    place = meanings.place(fluent, binding, minds.path)
    meaning = meanings.meaning(value, binding, minds.path)
    formula = _formula(meaning, meanings, place, value.span)
    is_own_view = minds.is_own_view or len(place.path) < len(minds.path) + len(fluent.believers)
    return Made(Effect(place.path, place.fluent, formula, condition), fluent.span, is_own_view)


def _formula(
    meaning: AllOf | AnyOf | Compare | Number | Thing | Nothing, meanings: Meanings, place: Read, span: Span
) -> Formula:
    kind = meanings.names.fluents[place.fluent]
    match kind.sort, meaning:
        case Sort.TRUTH, AllOf() | AnyOf() | Compare():
            return choose(meaning, Constant(1), Constant(0))
        case Sort.NUMBER, Number(formula):
            return formula
        case Sort.SYMBOL, Thing(cases):
            for _, thing in cases:
                _check_domain(thing, meanings, place, span)
            formula = cases[-1][1]
            for condition, thing in cases[-2::-1]:
                formula = choose(condition, thing, formula)
            return formula
        case ((Sort.NUMBER | Sort.SYMBOL), Nothing()):
            return Constant(UNKNOWN)
    expected = {Sort.TRUTH: "True or False", Sort.NUMBER: "a number", Sort.SYMBOL: "an entity"}[kind.sort]
    raise Refused("wrong-type", f"'{kind.name}' can't have this value", span, expected=expected)


def _check_domain(thing: Constant | Read, meanings: Meanings, place: Read, span: Span) -> None:
    kind = meanings.names.fluents[place.fluent]
    if isinstance(thing, Constant):
        codes: Iterable[int] = (thing.value,)
    else:
        codes = meanings.names.fluents[thing.fluent].domain
    for code in codes:
        if code != UNKNOWN and code not in kind.domain:
            seen = meanings.names.symbols[code]
            raise Refused("wrong-kind", f"'{kind.name}' can't be '{seen}'", span, seen=seen)
