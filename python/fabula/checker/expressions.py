"""Expressions: every name looked up, every type known, rules replaced by what they stand for.

`check` gives the typed expression, or None where something in it is wrong; that has been reported then, and whoever gets None
stays silent.
"""

from __future__ import annotations

from fabula import model
from fabula.checker import sharing
from fabula.checker.comparisons import check_comparison, check_is_kind, check_may_be, check_one_of
from fabula.checker.folding import constant_number
from fabula.checker.knowing import as_place, knows, no_value, wrong_about
from fabula.checker.lookup import check_application, check_name
from fabula.checker.names import Scope, bind_parameter
from fabula.checker.typed import NOBODY, NUMBER, TRUTH, NobodyType, Type, Typed, bounds, build, describe_typed
from fabula.problems import Hint
from fabula.source import Span
from fabula.syntax import tree
from fabula.task import LARGEST

#: nodes and depth of one expression after rules have been put in: engines walk it by recursion, for each instance
LARGEST_EXPRESSION = 20_000
DEEPEST_EXPRESSION = 100


def check(scope: Scope, expression: tree.Expression, expected: Type | None = None) -> Typed | None:
    """The typed expression. `expected` only says among which values a bare name is looked up first."""
    typed = _check(scope, expression, expected)
    if typed is not None and typed.size > LARGEST_EXPRESSION:
        scope.problems.add(
            "too-large",
            "with its rules written out this expression is too large",
            expression.span,
            expected=f"at most {LARGEST_EXPRESSION} parts",
            seen=f"{typed.size} parts",
            hint="let rules use each other less often",
        )
        return None
    if typed is not None and typed.depth > DEEPEST_EXPRESSION:
        scope.problems.add(
            "too-deep",
            "with its rules written out this expression is nested too deeply",
            expression.span,
            expected=f"at most {DEEPEST_EXPRESSION} levels",
            seen=f"{typed.depth} levels",
            hint="let fewer rules use each other",
        )
        return None
    return typed


def check_condition(scope: Scope, expression: tree.Expression, what: str = "a condition") -> Typed | None:
    """An expression that must be yes or no."""
    return _as_truth(scope, check(scope, expression), expression.span, what)


def check_number(scope: Scope, expression: tree.Expression, what: str) -> Typed | None:
    """An expression that must be a number."""
    return _as_number(scope, check(scope, expression, NUMBER), expression.span, what)


def _as_truth(scope: Scope, typed: Typed | None, span: Span, what: str) -> Typed | None:
    if typed is None or isinstance(typed.type, model.TruthType):
        return typed
    hint = "compare it with something: 'is', '==', '<', '>'"
    if isinstance(typed.type, NobodyType):
        hint = "compare something with it: 'x.at is nowhere'"
    _wrong_type(scope, span, f"{what} must be yes or no, and this is {describe_typed(typed)}", "yes or no", typed, hint)
    return None


def _as_number(scope: Scope, typed: Typed | None, span: Span, what: str) -> Typed | None:
    if typed is None or isinstance(typed.type, model.NumberType):
        return typed
    hint = "write '1 if ... else 0' to count a yes as 1" if isinstance(typed.type, model.TruthType) else ""
    _wrong_type(scope, span, f"{what} must be a number, and this is {describe_typed(typed)}", "a number", typed, hint)
    return None


def _wrong_type(scope: Scope, span: Span, message: str, expected: str, seen: Typed, hint: str = "") -> None:
    scope.problems.add("wrong-type", message, span, expected=expected, seen=describe_typed(seen), hint=hint)


def _check(scope: Scope, expression: tree.Expression, expected: Type | None) -> Typed | None:
    match expression:
        case tree.Name():
            return check_name(scope, expression, expected)
        case tree.Number(value, span):
            return _number(scope, value, span)
        case tree.Truth(value, span):
            return Typed(model.Literal(value, span), TRUTH)
        case tree.Unknown("unknown", span):
            no_value(scope, span)
            return None
        case tree.Unknown(_, span):
            return Typed(model.Literal(None, span), NOBODY)
        case tree.Text(value, span):
            scope.problems.add(
                "wrong-type",
                "this is a text, and a value is wanted",
                span,
                expected="a name, a number, yes or no",
                seen="a text in quotes",
                hint=Hint.of(f"write {value} without quotes", value)
                if value.isidentifier()
                else "texts stand after 'choice' and 'says'",
            )
            return None
        case tree.Attribute(target, name, span):
            return check_application(scope, name, (target,), span, check)
        case tree.Call(name, arguments, span):
            return check_application(scope, name, arguments, span, check)
        case tree.Relation(left, name, right, span):
            return check_application(scope, name, (left, right), span, check)
        case tree.Believes():
            return _believes(scope, expression, expected)
        case tree.OfMinds(verb="wrong"):
            return _wrong(scope, expression)
        case tree.OfMinds():
            return sharing.asks(scope, expression, check)
        case tree.Not(operand, span):
            typed = check_condition(scope, operand, "what 'not' denies")
            return None if typed is None else build(model.Not(typed.expression, span), TRUTH, typed)
        case tree.Logic(operator, parts, span):
            return _logic(scope, operator, parts, span)
        case tree.Comparison():
            return check_comparison(scope, expression, check)
        case tree.OneOf():
            return check_one_of(scope, expression, check)
        case tree.MayBe():
            return check_may_be(scope, expression, check)
        case tree.IsKind():
            return check_is_kind(scope, expression, check)
        case tree.Arithmetic():
            return _arithmetic(scope, expression)
        case tree.Conditional():
            return _conditional(scope, expression, expected)
        case tree.Quantified():
            return _quantified(scope, expression)


def _number(scope: Scope, value: int, span: Span) -> Typed | None:
    if abs(value) > LARGEST:
        number_too_large(scope, span)
        return None
    return Typed(model.Literal(value, span), model.NumberType(value, value))


def number_too_large(scope: Scope, span: Span) -> None:
    scope.problems.add(
        "number-too-large",
        "this number is beyond what fabula computes with",
        span,
        expected=f"a number from {-LARGEST} to {LARGEST}",
        seen=span.text if len(span.text) <= 40 else f"{span.text[:37]}...",
        hint="use smaller numbers",
    )


def _logic(scope: Scope, operator: str, parts: tuple[tree.Expression, ...], span: Span) -> Typed | None:
    checked = [check_condition(scope, part, f"each side of '{operator}'") for part in parts]
    known = [part for part in checked if part is not None]
    if len(known) < len(checked):
        return None
    return build(model.Logic(operator, tuple(part.expression for part in known), span), TRUTH, *known)


# --- minds -----------------------------------------------------------------------------------------------------------


def check_mind(scope: Scope, expression: tree.Expression, verb: str) -> Typed | None:
    """An expression that must be someone who has a mind."""
    typed = check(scope, expression)
    if typed is None:
        return None
    if isinstance(typed.type, model.ThingType) and scope.names.is_mind(typed.type.kind):
        return typed
    scope.problems.add(
        "not-a-mind",
        f"only someone with a mind {verb}",
        expression.span,
        expected="a character or a will",
        seen=describe_typed(typed),
        hint="minds are things of the kinds 'character' and 'will', and of kinds below them",
    )
    return None


def _wrong(scope: Scope, expression: tree.OfMinds) -> Typed | None:
    first, *others = expression.minds
    mind = check_mind(scope, first, "is wrong about something")
    thinkers = [check_mind(scope, thinker, "thinks something") for thinker in others]
    content = check(scope, expression.content)
    place = as_place(scope, content, expression.content.span, "only about a property can one be wrong here")
    known = [thinker for thinker in thinkers if thinker is not None]
    if mind is None or len(known) < len(thinkers) or place is None:
        return None
    return wrong_about(mind, known, place, expression.span)


def _believes(scope: Scope, expression: tree.Believes, expected: Type | None) -> Typed | None:
    mind = check_mind(scope, expression.mind, "knows things" if expression.knows else "believes things")
    content = check(scope, expression.content, expected)
    if mind is None or content is None:
        return None
    if isinstance(content.type, NobodyType):
        scope.problems.add(
            "wrong-type",
            "what someone believes must be about something",
            expression.content.span,
            expected="something that can be so or not, or a property",
            seen="nobody",
            hint="write 'believes x.at is nowhere'",
        )
        return None
    if expression.knows and (expression.whether or not isinstance(content.type, model.TruthType)):
        asked = knows(mind, content, expression.span)
        if asked is not None:
            return asked
        if expression.whether:
            as_place(scope, content, expression.content.span, "'knows whether' asks for a property")
            return None
    believed = build(model.Believed(mind.expression, content.expression, expression.span), content.type, mind, content)
    if not expression.knows:
        return believed
    if isinstance(content.type, model.TruthType):
        both = model.Logic("and", (content.expression, believed.expression), expression.span)
        return build(both, TRUTH, content, believed)
    same = model.Comparison("==", believed.expression, content.expression, expression.span)
    return build(same, TRUTH, believed, content)


# --- numbers ---------------------------------------------------------------------------------------------------------


def _arithmetic(scope: Scope, expression: tree.Arithmetic) -> Typed | None:
    operator, span = expression.operator, expression.span
    left = check_number(scope, expression.left, f"each side of '{operator}'")
    right = check_number(scope, expression.right, f"each side of '{operator}'")
    if left is None or right is None:
        return None
    if operator == "/" and constant_number(right.expression) == 0:
        scope.problems.add(
            "division-by-zero",
            "here is a division by zero",
            expression.right.span,
            expected="a number other than 0",
            seen="0",
            hint="divide by another number, or leave the division out",
        )
        return None
    checked = model.Arithmetic(operator, left.expression, right.expression, span)
    value = constant_number(checked)
    if value is not None and abs(value) > LARGEST:
        number_too_large(scope, span)
        return None
    return build(checked, model.NumberType(*_reach(operator, left.type, right.type)), left, right)


def _reach(operator: str, left: Type, right: Type) -> tuple[int | None, int | None]:
    """Between which bounds the result lies, as far as is easily known."""
    (a, b), (c, d) = bounds(left), bounds(right)
    if operator == "+":
        return (a + c if a is not None and c is not None else None, b + d if b is not None and d is not None else None)
    if operator == "-":
        return (a - d if a is not None and d is not None else None, b - c if b is not None and c is not None else None)
    if operator == "*" and a is not None and b is not None and c is not None and d is not None:
        corners = (a * c, a * d, b * c, b * d)
        return min(corners), max(corners)
    return None, None


def _conditional(scope: Scope, expression: tree.Conditional, expected: Type | None) -> Typed | None:
    condition = check_condition(scope, expression.condition, "the condition after 'if'")
    then = check(scope, expression.then, expected)
    otherwise = check(scope, expression.otherwise, expected)
    if condition is None or then is None or otherwise is None:
        return None
    joined = _join(scope, then.type, otherwise.type)
    if joined is None:
        message = f"the two sides of this 'if' differ: {describe_typed(then)}, and {describe_typed(otherwise)}"
        _wrong_type(scope, expression.otherwise.span, message, f"a value like {describe_typed(then)}", otherwise)
        return None
    checked = model.Conditional(then.expression, condition.expression, otherwise.expression, expression.span)
    return build(checked, joined, condition, then, otherwise)


def _join(scope: Scope, left: Type, right: Type) -> Type | None:
    """The type of what may be of either type; None if there is none."""
    match left, right:
        case (NobodyType(), model.TruthType() | model.NumberType()) | (model.TruthType() | model.NumberType(), NobodyType()):
            return None
        case NobodyType(), _:
            return right
        case _, NobodyType():
            return left
        case model.TruthType(), model.TruthType():
            return left
        case model.NumberType(a, b), model.NumberType(c, d):
            low = min(a, c) if a is not None and c is not None else None
            return model.NumberType(low, max(b, d) if b is not None and d is not None else None)
        case model.ChoiceType(some), model.ChoiceType(others):
            return model.ChoiceType(tuple(dict.fromkeys((*some, *others))))
        case model.ThingType(first), model.ThingType(second):
            return model.ThingType(_common_kind(scope, first, second))
        case _:
            return None


def _common_kind(scope: Scope, first: str, second: str) -> str:
    """A nearest kind above both: of those above both the one with the most ancestors, the earliest defined if several."""
    kinds = scope.names.kinds
    shared = [
        kind
        for name, kind in kinds.items()
        if kind and scope.names.is_below(first, name) and scope.names.is_below(second, name)
    ]
    return max(shared, key=lambda kind: len(kind.ancestors)).name


# --- for each of many ------------------------------------------------------------------------------------------------


def about(expression: tree.Expression, variable: str, scope: Scope) -> tree.Expression:
    """The condition with a bare yes/no property word read as said of the variable: `every soldier (alive)`."""
    match expression:
        case tree.Name(text, span) if text not in scope.variables and text not in scope.names.things:
            names = scope.names
            prop, rule = names.properties.get(text), names.rules.get(text)
            arity = len(prop.kinds) if prop is not None else len(rule.parameters) if rule is not None else 0
            return tree.Attribute(tree.Name(variable, span), expression, span) if arity == 1 else expression
        case tree.Not(operand, span):
            return tree.Not(about(operand, variable, scope), span)
        case tree.Logic(operator, parts, span):
            return tree.Logic(operator, tuple(about(part, variable, scope) for part in parts), span)
        case _:
            return expression


def check_about(scope: Scope, expression: tree.Expression, variable: str, what: str = "a condition") -> Typed | None:
    """A condition on the things that a variable stands for."""
    return check_condition(scope, about(expression, variable, scope), what)


def _quantified(scope: Scope, expression: tree.Quantified) -> Typed | None:
    word, name = expression.word, expression.parameter.name.text
    inner, variable = bind_parameter(scope, expression.parameter, None)
    where = check_about(inner, expression.where, name, "the condition after 'where'") if expression.where is not None else None
    kind: Type
    if word in ("every", "some", "no", "count"):
        body = check_about(inner, expression.body, name, f"what '{word}' asks of each")
        kind = model.NumberType(0, None) if word == "count" else TRUTH
    else:
        body = check_number(inner, expression.body, f"what '{word}' takes of each")
        kind = NUMBER
    if variable is None or body is None or (expression.where is not None and where is None):
        return None
    parts = (body,) if where is None else (where, body)
    condition = None if where is None else where.expression
    return build(model.Quantified(word, variable, condition, body.expression, expression.span), kind, *parts)
