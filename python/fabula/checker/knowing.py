"""What somebody knows of a property: `is known`, `is unknown`, `may be`, `knows`."""

from __future__ import annotations

from fabula import model
from fabula.checker.lookup import Check
from fabula.checker.names import Scope
from fabula.checker.typed import TRUTH, Type, Typed, build, describe_typed
from fabula.source import Span
from fabula.syntax import tree

#: a number of so many values is compared with each of them
MOST_VALUES = 40


def no_value(scope: Scope, span: Span) -> None:
    """Report `unknown` where a value is wanted."""
    scope.problems.add(
        "unknown-value",
        "'unknown' is no value: it says that somebody does not know, and not how it is",
        span,
        expected="a value; or 'nobody', 'nothing', 'nowhere' where there is none",
        seen="unknown",
        hint="write 'Ann believes x.at is unknown', or as a condition 'x.at is unknown'",
    )


def open_world(scope: Scope, span: Span, seen: str) -> None:
    """Report a fact or an effect that leaves open how the world is."""
    scope.problems.add(
        "unknown-value",
        "the world has one value of each property: only in somebody's mind can it be open which",
        span,
        expected="one value; or 'nobody', 'nothing', 'nowhere' where there is none",
        seen=seen,
        hint="say who does not know it: 'Ann believes x.at is unknown', 'Ann forgets x.at'",
    )


def says_unknown(expression: tree.Expression) -> bool:
    return isinstance(expression, tree.Unknown) and expression.word == "unknown"


def asks_knowledge(scope: Scope, expression: tree.Expression) -> bool:
    """Whether what a comparison compares with is `known` or `unknown`. `known` may also be a name of the story."""
    if says_unknown(expression):
        return True
    if not isinstance(expression, tree.Name) or expression.text != "known" or "known" in scope.variables:
        return False
    names = scope.names
    return not any("known" in known for known in (names.things, names.properties, names.rules, names.choices))


def check_known(scope: Scope, expression: tree.Comparison, check: Check) -> Typed | None:
    """`x.at is known`, `x.at is unknown`, and the denial of either."""
    what = "unknown" if says_unknown(expression.right) else "known"
    place = as_place(scope, check(scope, expression.left), expression.left.span, f"only a property is {what}")
    if place is None:
        return None
    known = build(model.Known(_place(place), expression.span), TRUTH, place)
    if (what == "known") == (expression.operator == "=="):
        return known
    return build(model.Not(known.expression, expression.span), TRUTH, known)


def as_place(scope: Scope, typed: Typed | None, span: Span, message: str) -> Typed | None:
    """What a mind has values of: a property, or one in the mind of another. Reports anything else."""
    if typed is None or is_place(typed.expression):
        return typed
    scope.problems.add(
        "wrong-type",
        f"{message}, and this is {describe_typed(typed)}",
        span,
        expected="a property of something",
        seen=describe_typed(typed),
        hint="write it of the property itself: 'x.property'",
    )
    return None


def is_place(expression: model.Expression) -> bool:
    while isinstance(expression, model.Believed):
        expression = expression.content
    return isinstance(expression, model.Get)


def _place(typed: Typed) -> model.Place:
    assert isinstance(typed.expression, (model.Get, model.Believed))
    return typed.expression


def one_of(place: Typed, options: list[Typed], span: Span) -> Typed:
    """The property has one of some values of the story."""
    return build(model.OneOf(_place(place), tuple(one.expression for one in options), span), TRUTH, place, *options)


def may_be(place: Typed, value: Typed, span: Span) -> Typed:
    """The property may have the value, as far as is known."""
    return build(model.MayBe(_place(place), value.expression, span), TRUTH, place, value)


def is_value(expression: model.Expression) -> bool:
    """Whether it is a value whatever is so: nothing is read for it."""
    return isinstance(expression, (model.Literal, model.Variable))


def knows(mind: Typed, content: Typed, span: Span) -> Typed | None:
    """That somebody knows what a property of the story is; None if it is no property here that is asked for."""
    if not isinstance(content.expression, model.Get):
        return None
    return build(model.Knows(mind.expression, content.expression, span), TRUTH, mind, content)


def wrong_about(mind: Typed, thinkers: list[Typed], place: Typed, span: Span) -> Typed:
    """That somebody rules out what a property is; or, of what another thinks of it, takes that one to know what he does not,
    not to know what he does, or to believe what he does not."""
    truth = _place(place)
    for thinker in reversed(thinkers):
        truth = model.Believed(thinker.expression, truth, span)
    idea = model.Believed(mind.expression, truth, span)
    excluded = model.Not(_may_be_so(idea, truth, place.type, span), span)
    if not thinkers:
        return build(excluded, TRUTH, mind, place)
    known, taken_to = model.Known(truth, span), model.Known(idea, span)
    cases = (
        model.Logic("and", (known, model.Not(taken_to, span)), span),
        model.Logic("and", (model.Not(known, span), taken_to), span),
        model.Logic("and", (known, taken_to, excluded), span),
    )
    return build(model.Logic("or", cases, span), TRUTH, mind, *thinkers, place)


def _may_be_so(idea: model.Believed, truth: model.Place, of: Type, span: Span) -> model.Expression:
    """Whether the value that a property has may be so in an idea."""
    match of:
        case model.TruthType():
            values: tuple[bool | int, ...] = (True, False)
        case model.NumberType(int() as low, int() as high) if high - low < MOST_VALUES:
            values = tuple(range(low, high + 1))
        case model.NumberType():
            return model.Logic(
                "or", (model.Not(model.Known(idea, span), span), model.Comparison("==", idea, truth, span)), span
            )
        case _:
            return model.MayBe(idea, truth, span)
    cases = []
    for value in values:
        literal = model.Literal(value, span)
        is_it = model.Comparison("==", truth, literal, span)
        cases.append(model.Logic("and", (is_it, model.MayBe(idea, literal, span)), span))
    return model.Logic("or", tuple(cases), span)
