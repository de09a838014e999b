"""Comparisons: `is`, `<`, `in (...)`, `is a`: both sides of one type, and able to hold at all."""

from __future__ import annotations

from fabula import model
from fabula.checker.knowing import as_place, asks_knowledge, check_known, is_place, is_value, may_be, one_of
from fabula.checker.lookup import Check
from fabula.checker.names import Scope
from fabula.checker.typed import TRUTH, NobodyType, Type, Typed, bounds, build, describe, describe_typed, with_article
from fabula.source import Span
from fabula.syntax import tree

_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def check_comparison(scope: Scope, expression: tree.Comparison, check: Check) -> Typed | None:
    """`left operator right`. A bare name on one side is looked up among the values of the other side first."""
    operator = expression.operator
    if operator == "=":
        scope.problems.add(
            "syntax",
            "a single '=' sets something; a condition compares",
            expression.span,
            expected="'is' or '=='",
            seen="=",
            hint="use 'is' or '=='",
        )
        operator = "=="
    if operator in ("==", "!=") and asks_knowledge(scope, expression.right):
        return check_known(scope, expression, check)
    left, right = _both_sides(scope, expression.left, expression.right, check)
    return compare(scope, operator, left, right, expression.span)


def _both_sides(scope: Scope, left: tree.Expression, right: tree.Expression, check: Check) -> tuple[Typed | None, Typed | None]:
    if isinstance(left, tree.Name) and not isinstance(right, tree.Name):
        second = check(scope, right)
        return check(scope, left, second.type if second is not None else None), second
    first = check(scope, left)
    return first, check(scope, right, first.type if first is not None else None)


def compare(scope: Scope, operator: str, left: Typed | None, right: Typed | None, span: Span) -> Typed | None:
    """The comparison of two checked sides; None if a side is, or if they can't be compared, which is reported."""
    if left is None or right is None:
        return None
    if isinstance(left.expression, model.Literal) and not isinstance(right.expression, model.Literal):
        left, right, operator = right, left, _MIRRORED[operator]
    ordered = operator not in ("==", "!=")
    if not (_ordered(scope, operator, left, right, span) if ordered else _same_type(scope, left, right, span)):
        return None
    if not _can_hold(scope, operator, left, right, span):
        return None
    return build(model.Comparison(operator, left.expression, right.expression, span), TRUTH, left, right)


def _ordered(scope: Scope, operator: str, left: Typed, right: Typed, span: Span) -> bool:
    for side in (left, right):
        if not isinstance(side.type, model.NumberType):
            scope.problems.add(
                "wrong-type",
                f"'{operator}' compares numbers, and this is {describe_typed(side)}",
                side.expression.span or span,
                expected="a number",
                seen=describe_typed(side),
                hint="compare with 'is' or 'is not'",
            )
            return False
    return True


def _same_type(scope: Scope, left: Typed, right: Typed, span: Span) -> bool:
    match left.type, right.type:
        case (NobodyType(), model.TruthType() | model.NumberType()) | (model.TruthType() | model.NumberType(), NobodyType()):
            is_truth = isinstance(left.type, model.TruthType) or isinstance(right.type, model.TruthType)
            what = "yes or no is never nobody" if is_truth else "a number is never nobody"
            _mismatch(scope, "wrong-type", left, right, span, f"{what}: who does not know it asks with 'is unknown'")
            return False
        case (NobodyType(), _) | (_, NobodyType()):
            return True
        case (model.TruthType(), model.TruthType()) | (model.NumberType(), model.NumberType()):
            return True
        case model.ChoiceType(some), model.ChoiceType(others):
            if set(some) & set(others):
                return True
            _mismatch(scope, "wrong-type", left, right, span)
            return False
        case model.ThingType(first), model.ThingType(second):
            if scope.names.may_share(first, second):
                return True
            _mismatch(scope, "wrong-kind", left, right, span, "no thing is both, so they are never the same")
            return False
        case _:
            _mismatch(scope, "wrong-type", left, right, span)
            return False


def _mismatch(scope: Scope, code: str, left: Typed, right: Typed, span: Span, hint: str = "") -> None:
    scope.problems.add(
        code,
        f"{describe_typed(left)} is compared with {describe_typed(right)}",
        right.expression.span or span,
        expected=describe(left.type),
        seen=describe_typed(right),
        hint=hint,
    )


def _can_hold(scope: Scope, operator: str, left: Typed, right: Typed, span: Span) -> bool:
    """Whether numbers within these bounds can compare so; a comparison that is never true, or never false, is a slip."""
    (low, high), (least, most) = bounds(left.type), bounds(right.type)
    beyond = (low is not None and most is not None and most < low) or (high is not None and least is not None and least > high)
    never = {
        "==": beyond,
        "!=": beyond,
        "<": low is not None and most is not None and low >= most,
        "<=": low is not None and most is not None and low > most,
        ">": high is not None and least is not None and high <= least,
        ">=": high is not None and least is not None and high < least,
    }[operator]
    if never:
        says = f"{describe_typed(left)} is never {'' if operator in ('==', '!=') else operator + ' '}{_value(right.type)}"
        scope.problems.add(
            "out-of-bounds",
            f"this always holds: {says}" if operator == "!=" else f"this never holds: {says}",
            span,
            expected=describe(left.type),
            seen=_value(right.type),
            hint="compare with a number within the bounds, or widen the bounds of the property",
        )
    return not never


def _value(kind: Type) -> str:
    return describe(kind).removeprefix("the number ")


def check_one_of(scope: Scope, expression: tree.OneOf, check: Check) -> Typed | None:
    """`operand in (a, b)`: one question of all options where they are values, else one comparison for each."""
    operand = check(scope, expression.operand)
    expected = operand.type if operand is not None else None
    checked = [check(scope, option, expected) for option in expression.options]
    options = [option for option in checked if option is not None]
    if operand is None or len(options) < len(checked):
        return None
    compared = [compare(scope, "==", operand, option, expression.span) for option in options]
    known = [one for one in compared if one is not None]
    if len(known) < len(compared):
        return None
    if is_place(operand.expression) and all(is_value(option.expression) for option in options):
        some = one_of(operand, options, expression.span)
    else:
        some = build(model.Logic("or", tuple(one.expression for one in known), expression.span), TRUTH, *known)
    return build(model.Not(some.expression, expression.span), TRUTH, some) if expression.negated else some


def check_may_be(scope: Scope, expression: tree.MayBe, check: Check) -> Typed | None:
    """`operand may be value`."""
    found = check(scope, expression.operand)
    operand = as_place(scope, found, expression.operand.span, "only a property may be something")
    value = check(scope, expression.value, found.type if found is not None else None)
    if operand is None or compare(scope, "==", operand, value, expression.span) is None or value is None:
        return None
    if isinstance(operand.type, model.ThingType | model.ChoiceType) or is_value(value.expression):
        return may_be(operand, value, expression.span)
    scope.problems.add(
        "wrong-type",
        f"'may be' needs a number that is written out, and this is {describe_typed(value)}",
        expression.value.span,
        expected="a number",
        seen=describe_typed(value),
        hint="ask for each number by itself",
    )
    return None


def check_is_kind(scope: Scope, expression: tree.IsKind, check: Check) -> Typed | None:
    """`operand is a soldier`."""
    operand = check(scope, expression.operand)
    kind = scope.names.kind(expression.kind)
    if operand is None or kind is None:
        return None
    if not isinstance(operand.type, model.ThingType):
        scope.problems.add(
            "wrong-type",
            f"only a thing can be {with_article(kind)}, and this is {describe_typed(operand)}",
            expression.operand.span,
            expected="a thing",
            seen=describe_typed(operand),
        )
        return None
    if not scope.names.may_share(operand.type.kind, kind):
        scope.problems.add(
            "wrong-kind",
            f"{describe_typed(operand)} can't be {with_article(kind)}",
            expression.span,
            expected=f"a kind that {with_article(operand.type.kind)} can be of",
            seen=kind,
            hint="no thing of the story is of both kinds",
        )
        return None
    typed = build(model.IsKind(operand.expression, kind, expression.span), TRUTH, operand)
    return build(model.Not(typed.expression, expression.span), TRUTH, typed) if expression.negated else typed
