"""Effects and initial facts: what is said to become so, taken apart into assignments to properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula import model
from fabula.checker import sharing
from fabula.checker.expressions import about, check, check_condition, check_mind, check_number
from fabula.checker.folding import shape
from fabula.checker.knowing import open_world, says_unknown
from fabula.checker.lookup import find_property, will_body
from fabula.checker.names import PropertyName, RuleName, Scope, bind_parameter
from fabula.checker.typed import TRUTH, NobodyType, Typed, describe, describe_typed
from fabula.source import Span
from fabula.syntax import tree

#: `elif` after `elif`: each is one level deeper in what grounding sees
MOST_CASES = 40


@dataclass(frozen=True, slots=True)
class Target:
    """A property of things that an effect sets, in the minds of `believers` (outermost first)."""

    believers: tuple[model.Expression, ...]
    get: model.Get
    type: model.Type


def check_effects(scope: Scope, effects: Iterable[tree.Effect | tree.Wants]) -> tuple[model.Effect, ...]:
    """All effects that could be understood; the others have been reported."""
    return tuple(checked for effect in effects for checked in _check_effect(scope, effect))


def _check_effect(scope: Scope, effect: tree.Effect | tree.Wants) -> tuple[model.Effect, ...]:
    match effect:
        case tree.Assign():
            return _assign(scope, effect)
        case tree.Claim(expression):
            return _claim(scope, expression, (), True, expression.span)
        case tree.Learn():
            return _learn(scope, effect)
        case tree.Chain():
            return _chain(scope, effect)
        case tree.Branch():
            return _branch(scope, effect)
        case tree.ForEach(parameter, where, body, span):
            inner, variable = bind_parameter(scope, parameter, None)
            condition = _where(inner, where, parameter.name.text)
            effects = check_effects(inner, body)
            if variable is None or (where is not None and condition is None):
                return ()
            return (model.ForEach(variable, condition.expression if condition else None, effects, span),)
        case tree.Wants(_, _, span):
            _cannot_become(scope, span, "wants belong at the top of a story, not among effects", "an effect", "wants")
            return ()


def _where(scope: Scope, where: tree.Expression | None, variable: str) -> Typed | None:
    if where is None:
        return None
    return check_condition(scope, about(where, variable, scope), "the condition of 'for each'")


def _branch(scope: Scope, branch: tree.Branch) -> tuple[model.Effect, ...]:
    if len(branch.cases) > MOST_CASES:
        scope.problems.add(
            "too-deep",
            "too many 'elif' follow each other",
            branch.span,
            expected=f"at most {MOST_CASES} cases",
            seen=f"{len(branch.cases)} cases",
            hint="break the block in two",
        )
        return ()
    conditions = [check_condition(scope, condition, "the condition after 'if'") for condition, _ in branch.cases]
    blocks = [check_effects(scope, effects) for _, effects in branch.cases]
    otherwise = check_effects(scope, branch.otherwise)
    for condition, block in zip(reversed(conditions), reversed(blocks), strict=True):
        if condition is None:
            return ()
        otherwise = (model.When(condition.expression, block, otherwise, branch.span),)
    return otherwise


# --- what is set -----------------------------------------------------------------------------------------------------


def _find_target(scope: Scope, expression: tree.Expression, believers: tuple[model.Expression, ...]) -> Target | None:
    """The property that an expression names as the place of an effect; reports anything else."""
    match expression:
        case tree.Believes(mind, content, knows, span):
            checked = check_mind(scope, mind, "believes things")
            if knows:
                _cannot_become(scope, span, "what someone knows can't be set alone", "'believes'", "knows", "use 'believes'")
                return None
            inside = _find_target(scope, content, believers if checked is None else (*believers, checked.expression))
            return None if checked is None else inside
        case tree.Name(text, span) if text in scope.variables or text in scope.names.things:
            typed = check(scope, expression)
            if typed is not None:
                hint = f"write '{text}.PROPERTY' for what becomes so of {text}"
                _cannot_become(scope, span, f"'{text}' is a thing, and only properties change", "a property", text, hint)
            return None
        case tree.Name(text) if text not in scope.names.properties and text not in scope.names.rules:
            find_property(scope, expression, 0)
            return None
        case tree.Name() | tree.Attribute() | tree.Call() | tree.Relation():
            name = expression if isinstance(expression, tree.Name) else expression.name
            known = scope.names.properties.get(name.text) or scope.names.rules.get(name.text)
            if isinstance(known, RuleName):
                _rule_is_fixed(scope, name)
                return None
            typed = check(scope, expression)
            if typed is None or not isinstance(typed.expression, model.Get) or isinstance(typed.type, NobodyType):
                return None
            return Target(believers, typed.expression, typed.type)
        case _:
            if check(scope, expression) is not None:
                hint = "write 'x.property = value', or 'x.property', or 'not x.property'"
                _cannot_become(
                    scope, expression.span, "only a property can change", "a property of something", "something else", hint
                )
            return None


def _rule_is_fixed(scope: Scope, name: tree.Name) -> None:
    scope.problems.add(
        "wrong-type",
        f"'{name.text}' is a rule: it follows from other things and can't be set",
        name.span,
        expected="a property",
        seen=f"the rule {name.text}",
        hint="set the properties that the rule is made of",
    )


def _cannot_become(scope: Scope, span: Span, message: str, expected: str, seen: str, hint: str = "") -> None:
    scope.problems.add("syntax", message, span, expected=expected, seen=seen, hint=hint)


def fit_value(scope: Scope, value: Typed, wanted: model.Type, span: Span, what: str) -> model.Expression | None:
    """The value as it is given to a property of the type; None, and a problem, if it does not fit. A will that is named
    where a character is wanted stands for its body."""
    names = scope.names
    match wanted, value.type:
        case model.TruthType(), model.TruthType():
            return value.expression
        case ((model.ThingType() | model.ChoiceType()), NobodyType()):
            return value.expression
        case model.NumberType(low, high), model.NumberType(least, most) if least is not None and least == most:
            if (low is None or least >= low) and (high is None or least <= high):
                return value.expression
            scope.problems.add(
                "out-of-bounds",
                f"{least} is beyond the bounds of '{what}'",
                span,
                expected=describe(wanted),
                seen=str(least),
                hint="use a number within the bounds, or widen them where the property is defined",
            )
            return None
        case model.NumberType(), model.NumberType():
            return value.expression
        case model.ChoiceType(values), model.ChoiceType(others) if set(others) <= set(values):
            return value.expression
        case model.ThingType(kind), model.ThingType(seen):
            if names.is_below(seen, kind):
                return value.expression
            body = will_body(scope, value.expression)
            if body is not None and body in names.things:
                of_body = names.things[body].kind
                if of_body is None or names.is_below(of_body, kind):
                    return model.Literal(body, span)
            scope.problems.add(
                "wrong-kind",
                f"'{what}' must be {describe(wanted)}, and this is {describe_typed(value)}",
                span,
                expected=describe(wanted),
                seen=describe_typed(value),
            )
            return None
        case _:
            hint = ""
            if isinstance(value.type, NobodyType):
                hint = "write a number: it is never nobody" if isinstance(wanted, model.NumberType) else "write 'yes' or 'no'"
            scope.problems.add(
                "wrong-type",
                f"'{what}' must be {describe(wanted)}, and this is {describe_typed(value)}",
                span,
                expected=describe(wanted),
                seen=describe_typed(value),
                hint=hint,
            )
            return None


def _assign(scope: Scope, effect: tree.Assign) -> tuple[model.Effect, ...]:
    target = _find_target(scope, effect.target, ())
    if effect.operator == "=" and says_unknown(effect.value):
        return _unknown(scope, target, effect.span)
    value = check(scope, effect.value, target.type if target is not None else None)
    if target is None or value is None:
        return ()
    what = target.get.property
    if effect.operator != "=":
        if not isinstance(target.type, model.NumberType):
            scope.problems.add(
                "wrong-type",
                f"'{effect.operator}' changes a number, and '{what}' is {describe(target.type)}",
                effect.span,
                expected="a property that is a number",
                seen=describe(target.type),
                hint="use '='",
            )
            return ()
        counted = check_number(scope, effect.value, f"what '{effect.operator}' adds or takes")
        if counted is None:
            return ()
        return (model.Assign(target.believers, target.get, effect.operator, counted.expression, effect.span),)
    fitted = fit_value(scope, value, target.type, effect.value.span, what)
    return () if fitted is None else (model.Assign(target.believers, target.get, "=", fitted, effect.span),)


def _unknown(scope: Scope, target: Target | None, span: Span) -> tuple[model.Effect, ...]:
    """Somebody takes anything to be possible."""
    if target is None:
        return ()
    if not target.believers:
        open_world(scope, span, "unknown")
        return ()
    return (model.Opens(target.believers, target.get, "unknown", (), span),)


# --- claims: an expression that is made true ---------------------------------------------------------------------------


def _claim(
    scope: Scope, expression: tree.Expression, believers: tuple[model.Expression, ...], holds: bool, whole: Span
) -> tuple[model.Effect, ...]:
    """The assignments that make the expression true (or, `holds` false, untrue) in the minds of the believers. `whole` is the
    claim that it is part of."""
    match expression:
        case tree.Logic("and", parts) if holds:
            return tuple(effect for part in parts for effect in _claim(scope, part, believers, holds, part.span))
        case tree.Not(operand):
            return _claim(scope, operand, believers, not holds, whole)
        case tree.Comparison("==" | "=" | "!=", left, right):
            positive = (expression.operator != "!=") == holds
            if positive and says_unknown(right):
                return _unknown(scope, _find_target(scope, left, believers), whole)
            return _claim_value(scope, left, right, believers, positive, whole)
        case tree.OneOf(operand, options, negated):
            target = _find_target(scope, operand, believers)
            return _claim_open(scope, target, options, "not" if negated == holds else "in", whole)
        case tree.Believes(_, _, True) if _asks_which(scope, expression, not holds):
            return _claim_knowledge(scope, expression, believers, holds, whole)
        case tree.Believes(mind, content, knows) if holds:
            checked = check_mind(scope, mind, "knows things" if knows else "believes things")
            inner = believers if checked is None else (*believers, checked.expression)
            believed = _claim(scope, content, inner, True, whole)
            fact = _claim(scope, content, believers, True, whole) if knows else ()
            return () if checked is None else (*fact, *believed)
        case tree.OfMinds(verb="knows" | "believes" | "secret") if holds:
            return _claim_shared(scope, expression, believers)
        case tree.Quantified("every", parameter, where, body, span) if holds:
            inside, variable = bind_parameter(scope, parameter, None)
            condition = _where(inside, where, parameter.name.text)
            effects = _claim(inside, about(body, parameter.name.text, inside), believers, True, body.span)
            if variable is None or (where is not None and condition is None):
                return ()
            return (model.ForEach(variable, condition.expression if condition else None, effects, span),)
        case tree.Name() | tree.Attribute() | tree.Call() | tree.Relation():
            target = _find_target(scope, expression, believers)
            if target is None:
                return ()
            if not isinstance(target.type, model.TruthType):
                what = target.get.property
                scope.problems.add(
                    "wrong-type",
                    f"'{what}' is {describe(target.type)}, and nothing says which value it gets",
                    expression.span,
                    expected="a property that is yes or no, or a value",
                    seen=describe(target.type),
                    hint=_value_hint(expression),
                )
                return ()
            value = model.Literal(holds, expression.span)
            return (model.Assign(target.believers, target.get, "=", value, whole),)
        case _:
            if check(scope, expression) is not None:
                _refuse_claim(scope, expression, holds)
            return ()


def _value_hint(expression: tree.Expression) -> str:
    if isinstance(expression, tree.Attribute):
        return f"write '{expression.span.text} = ...'"
    return "write '= ...' and the value behind it"


def _refuse_claim(scope: Scope, expression: tree.Expression, holds: bool) -> None:
    """Report a condition that does not say what becomes so."""
    hint = "say of one property which value it gets: 'x.property = value'"
    match expression:
        case tree.Believes():
            hint = "write 'believes not ...', or 'forgets ...'"
        case tree.MayBe():
            hint = "say all that may be so: 'Ann believes x.at in (...)'"
        case tree.Logic("or"):
            hint = "say which of them becomes so, or use 'if'"
        case tree.Logic("and"):
            hint = "say which of them ceases to be so"
        case tree.Comparison():
            hint = "use '=' and a value, or '+=' and '-='"
        case tree.Quantified("no" | "some"):
            hint = "use 'for each'"
    _cannot_become(
        scope,
        expression.span,
        "this is a condition: it leaves open what becomes so",
        "something that is made so",
        "a condition" if holds else "a denied condition",
        hint,
    )


def _claim_value(
    scope: Scope,
    left: tree.Expression,
    right: tree.Expression,
    believers: tuple[model.Expression, ...],
    positive: bool,
    span: Span,
) -> tuple[model.Effect, ...]:
    """`x.p is value` made so; `x.p is not value` where the value is yes or no, or where a mind learns that it is not so."""
    target = _find_target(scope, left, believers)
    value = check(scope, right, target.type if target is not None else None)
    if target is None or value is None:
        return ()
    fitted = fit_value(scope, value, target.type, right.span, target.get.property)
    if fitted is None:
        return ()
    if not positive:
        if not isinstance(target.type, model.TruthType):
            if target.believers:
                return (model.Opens(target.believers, target.get, "not", (fitted,), span),)
            _cannot_become(
                scope,
                span,
                "this says only what is not so, and leaves open what is",
                "a value",
                f"all values but {describe_typed(value)}",
                "say which value it gets; only a mind learns what is not so: 'Ann learns x.at is not ...'",
            )
            return ()
        if isinstance(fitted, model.Literal):
            fitted = model.Literal(not fitted.value, fitted.span)
        else:
            fitted = model.Not(fitted, span)
    return (model.Assign(target.believers, target.get, "=", fitted, span),)


# --- learning, paths -------------------------------------------------------------------------------------------------


def _asks_which(scope: Scope, expression: tree.Believes | tree.OfMinds, denied: bool = False) -> bool:
    """Whether `d knows ...` says that d knows which value something has, and not that something is so. Who does not know that
    it is so does not know whether it is."""
    if expression.whether:
        return True
    content = expression.content
    if not isinstance(content, (tree.Name, tree.Attribute, tree.Call, tree.Relation)):
        return False
    known = scope.names.properties.get(content.text if isinstance(content, tree.Name) else content.name.text)
    return known is not None and (denied or (known.type is not None and known.type != TRUTH))


def _claim_knowledge(
    scope: Scope, expression: tree.Believes, believers: tuple[model.Expression, ...], holds: bool, span: Span
) -> tuple[model.Effect, ...]:
    """`d knows x.p` made so, or not so. That somebody does know it is in the world what `learns` says."""
    mind = check_mind(scope, expression.mind, "knows things")
    target = _find_target(scope, expression.content, ())
    if mind is None or target is None:
        return ()
    if target.believers:
        hint = "write 'Ann believes Ben knows x.at'"
        _cannot_become(scope, span, "what somebody knows is a property, and no belief", "a property", "a belief", hint)
        return ()
    known = (*believers, mind.expression)
    if not holds:
        return (model.Opens(known, target.get, "unknown", (), span),)
    if not believers:
        return (model.Assign(known, target.get, "=", target.get, span),)
    return (model.Opens(known, target.get, "knows", (), span),)


def _claim_shared(scope: Scope, expression: tree.OfMinds, believers: tuple[model.Expression, ...]) -> tuple[model.Effect, ...]:
    """What several minds know or believe, and of each other."""
    those = [check_mind(scope, mind, "knows things") for mind in expression.minds]
    place = None
    if expression.verb != "believes" and _asks_which(scope, expression):
        target = _find_target(scope, expression.content, ())
        if target is None:
            return ()
        place = target.get
    checked = tuple(one.expression for one in those if one is not None)
    if len(checked) < len(those):
        return ()

    def claim(content: tree.Expression, within: tuple[model.Expression, ...]) -> tuple[model.Effect, ...]:
        return _claim(scope, content, within, True, expression.span)

    return sharing.facts(scope, expression, believers, checked, place, claim)


def _claim_open(
    scope: Scope, target: Target | None, options: tuple[tree.Expression, ...], word: str, span: Span
) -> tuple[model.Effect, ...]:
    """`x.p in (...)`, `x.p not in (...)`: what some mind takes to be possible."""
    values = [check(scope, option, target.type if target is not None else None) for option in options]
    if target is None:
        return ()
    fitted: list[model.Expression] = []
    for option, value in zip(options, values, strict=True):
        found = None if value is None else fit_value(scope, value, target.type, option.span, target.get.property)
        if found is not None:
            fitted.append(found)
    if len(fitted) < len(options) or not options:
        return ()
    if not target.believers:
        open_world(scope, span, "several values" if word == "in" else "all values but some")
        return ()
    return (model.Opens(target.believers, target.get, word, tuple(fitted), span),)


def _learn(scope: Scope, effect: tree.Learn) -> tuple[model.Effect, ...]:
    verb = "forgets things" if effect.forgets else "learns things"
    mind = check_mind(scope, effect.mind, verb)
    believers: tuple[model.Expression, ...] = () if mind is None else (mind.expression,)
    if isinstance(effect.said, tree.OneOf):
        target = _find_target(scope, effect.target, believers)
        found = _claim_open(scope, target, effect.said.options, "not" if effect.said.negated else "only", effect.span)
        return () if mind is None else found
    if effect.said is not None:
        found = _claim(scope, effect.said, believers, True, effect.span)
        return () if mind is None else found
    target = _find_target(scope, effect.target, ())
    if mind is None or target is None:
        return ()
    believers = (mind.expression, *target.believers)
    if effect.forgets:
        return (model.Opens(believers, target.get, "unknown", (), effect.span),)
    if effect.source is not None:
        source = check_mind(scope, effect.source, "knows things")
        if source is None:
            return ()
        told = model.Believed(source.expression, target.get, effect.span)
        return (model.Assign(believers, target.get, "=", told, effect.span),)
    value: model.Expression = target.get
    for believer in reversed(target.believers):
        value = model.Believed(believer, value, effect.span)
    return (model.Assign(believers, target.get, "=", value, effect.span),)


def _chain(scope: Scope, chain: tree.Chain) -> tuple[model.Effect, ...]:
    known = find_property(scope, chain.name, 2)
    if isinstance(known, RuleName):
        _rule_is_fixed(scope, chain.name)
        return ()
    if known is not None and not _is_path(scope, chain, known):
        known = None
    effects: list[model.Effect] = []
    for first, second in zip(chain.links, chain.links[1:], strict=False):
        for one, other in ((first, second), (second, first)):
            if known is None:
                check(scope, one)
            else:
                effects += _claim(scope, tree.Call(chain.name, (one, other), chain.span), (), True, chain.span)
    return tuple(effects)


def _is_path(scope: Scope, chain: tree.Chain, known: PropertyName) -> bool:
    if len(known.kinds) == 2 and (known.type is None or known.type == TRUTH):
        return True
    scope.problems.add(
        "wrong-type",
        f"'{known.name}' can't join places in a chain",
        chain.name.span,
        expected="a yes/no property of two things",
        seen=f"{known.name}, {describe(known.type) if known.type else 'a property'}, of {len(known.kinds)}",
    )
    return False


# --- contradictions --------------------------------------------------------------------------------------------------


def report_contradictions(scope: Scope, effects: Iterable[model.Effect]) -> None:
    """Report two effects of one event that always happen and give one property different values."""
    first: dict[tuple[object, ...], model.Assign] = {}
    for effect in effects:
        if not isinstance(effect, model.Assign) or effect.operator != "=" or not isinstance(effect.value, model.Literal):
            continue
        key = (tuple(shape(believer) for believer in effect.believers), shape(effect.target))
        earlier = first.setdefault(key, effect)
        if shape(earlier.value) != shape(effect.value):
            scope.problems.add(
                "contradiction",
                f"'{effect.target.property}' gets two different values at once",
                effect.span,
                expected="one value for each property",
                seen=_both(earlier.value, effect.value),
                hint="leave one out, or put each under a condition of its own",
                notes=((earlier.span, "the other value is given here"),) if earlier.span is not None else (),
            )


def _both(first: model.Expression, second: model.Expression) -> str:
    return " and ".join(describe_typed(Typed(value, NobodyType())) for value in (first, second))
