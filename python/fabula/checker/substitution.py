"""Variables of a checked expression replaced by what they stand for; what an expression reads and uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fabula import model


def parts(expression: model.Expression) -> tuple[model.Expression, ...]:
    """The expressions that an expression is directly made of."""
    match expression:
        case model.Literal() | model.Variable():
            return ()
        case model.Get(_, arguments):
            return arguments
        case model.Believed(mind, content):
            return (mind, content)
        case model.Not(operand) | model.IsKind(operand):
            return (operand,)
        case model.Logic(_, several):
            return several
        case model.Comparison(_, left, right) | model.Arithmetic(_, left, right):
            return (left, right)
        case model.Known(place):
            return (place,)
        case model.OneOf(place, options):
            return (place, *options)
        case model.MayBe(first, second) | model.Knows(first, second):
            return (first, second)
        case model.Conditional(then, condition, otherwise):
            return (then, condition, otherwise)
        case model.Quantified(_, _, where, body):
            return (body,) if where is None else (where, body)


def reads_a_property(expression: model.Expression) -> bool:
    return isinstance(expression, model.Get) or any(reads_a_property(part) for part in parts(expression))


def free_variables(expression: model.Expression) -> frozenset[str]:
    """The names of the variables that are bound outside of the expression."""
    match expression:
        case model.Variable(name):
            return frozenset({name})
        case model.Quantified(_, variable):
            inner = frozenset[str]().union(*(free_variables(part) for part in parts(expression)))
            return inner - {variable.name}
        case _:
            return frozenset[str]().union(*(free_variables(part) for part in parts(expression)))


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a variable stands; `believed`: in what someone believes."""

    name: str
    believed: bool


def uses(expression: model.Expression, believed: bool = False) -> Iterator[Use]:
    """Every place where a variable stands that is bound outside of the expression."""
    match expression:
        case model.Variable(name):
            yield Use(name, believed)
        case model.Believed(mind, content) | model.Knows(mind, content):
            yield from uses(mind, believed)
            yield from uses(content, True)
        case model.Quantified(_, variable):
            for part in parts(expression):
                yield from (use for use in uses(part, believed) if use.name != variable.name)
        case _:
            for part in parts(expression):
                yield from uses(part, believed)


def substitute(expression: model.Expression, bindings: Mapping[str, model.Expression]) -> model.Expression:
    """The expression with variables replaced. A variable that is bound inside is renamed where it would catch one of a
    replacement; parts that hold none of the variables are shared, not copied."""
    if not bindings:
        return expression
    taken = frozenset[str]().union(*(free_variables(value) for value in bindings.values()))
    return _substitute(expression, bindings, taken)


def _substitute(
    expression: model.Expression, bindings: Mapping[str, model.Expression], taken: frozenset[str]
) -> model.Expression:
    def inside(part: model.Expression) -> model.Expression:
        return _substitute(part, bindings, taken)

    def got(part: model.Get) -> model.Get:
        return model.Get(part.property, tuple(inside(argument) for argument in part.arguments), part.span)

    def place(part: model.Place) -> model.Place:
        if isinstance(part, model.Get):
            return got(part)
        return model.Believed(inside(part.mind), inside(part.content), part.span)

    match expression:
        case model.Literal():
            return expression
        case model.Variable(name):
            return bindings.get(name, expression)
        case model.Get() | model.Believed():
            return place(expression)
        case model.OneOf(of, options, span):
            return model.OneOf(place(of), tuple(inside(option) for option in options), span)
        case model.Known(of, span):
            return model.Known(place(of), span)
        case model.MayBe(of, value, span):
            return model.MayBe(place(of), inside(value), span)
        case model.Knows(mind, content, span):
            return model.Knows(inside(mind), got(content), span)
        case model.Not(operand, span):
            return model.Not(inside(operand), span)
        case model.Logic(operator, several, span):
            return model.Logic(operator, tuple(inside(part) for part in several), span)
        case model.Comparison(operator, left, right, span):
            return model.Comparison(operator, inside(left), inside(right), span)
        case model.IsKind(operand, kind, span):
            return model.IsKind(inside(operand), kind, span)
        case model.Arithmetic(operator, left, right, span):
            return model.Arithmetic(operator, inside(left), inside(right), span)
        case model.Conditional(then, condition, otherwise, span):
            return model.Conditional(inside(then), inside(condition), inside(otherwise), span)
        case model.Quantified(word, variable, where, body, span):
            inner = {name: value for name, value in bindings.items() if name != variable.name}
            if variable.name in taken:
                fresh = variable.name
                while fresh in taken:
                    fresh += "'"
                variable = model.Variable(fresh, variable.kind, variable.span)
                inner[expression.variable.name] = variable
                taken |= {fresh}
            kept = None if where is None else _substitute(where, inner, taken)
            return model.Quantified(word, variable, kept, _substitute(body, inner, taken), span)
