"""Names in expressions: bare names, and properties and rules applied to their arguments."""

from __future__ import annotations

from collections.abc import Callable

from fabula import model
from fabula.checker.names import HELD_BY, THING, PropertyName, RuleName, Scope
from fabula.checker.substitution import reads_a_property, substitute
from fabula.checker.typed import TRUTH, NobodyType, Type, Typed, build, describe_typed, with_article
from fabula.problems import nearest
from fabula.source import Span
from fabula.syntax import tree

Check = Callable[..., Typed | None]

#: words of the language that stand for a value
_VALUES = ("yes", "no", "unknown", "nobody", "nothing", "nowhere", "none")
#: words of the language that stand where a property of two could
_VERBS = ("believes", "knows", "learns", "forgets", "wants")
#: nodes that all rules of a story may be written out to
LARGEST_EXPANSION = 400_000


def check_name(scope: Scope, name: tree.Name, expected: Type | None) -> Typed | None:
    """A bare name: a value of the enumeration that is expected, a variable, a thing, a property or rule without arguments,
    a value of any enumeration; in this order."""
    names, text, span = scope.names, name.text, name.span
    if isinstance(expected, model.ChoiceType) and text in expected.values:
        return Typed(model.Literal(text, span), model.ChoiceType((text,)))
    if text in scope.variables:
        variable = scope.variables[text]
        if variable is None:
            return None
        return Typed(model.Variable(text, variable.kind, span), model.ThingType(variable.kind))
    if text in names.things:
        kind = names.things[text].kind
        return None if kind is None else Typed(model.Literal(text, span), model.ThingType(kind))
    if text in names.properties or text in names.rules:
        known = names.properties.get(text) or names.rules[text]
        arity = len(known.kinds) if isinstance(known, PropertyName) else len(known.parameters)
        if arity == 0:
            return _apply(scope, name, known, (), span)
        if text not in names.choices:
            hint = f"write 'x.{text}'" if arity == 1 else f"write 'x {text} y'" if arity == 2 else f"write '{text}(...)'"
            _wrong_count(scope, name, arity, 0, span, f"{hint} with what it is said of")
            return None
    if text in names.choices:
        return Typed(model.Literal(text, span), model.ChoiceType((text,)))
    hint = ""
    if text in names.kinds:
        hint = f"'{text}' is a kind: write 'is {with_article(text)}', or 'every {text} (...)'"
        scope.problems.add(
            "unknown-name",
            f"'{text}' is a kind, and here a thing or a value is wanted",
            span,
            expected="a thing, a variable, a value",
            seen=f"the kind {text}",
            hint=hint,
        )
        return None
    if text in names.actions or text in names.triggers:
        hint = f"'{text}' is something that happens: it can't be asked for in an expression"
    names.unknown("unknown-name", "thing, variable or value", name, [*scope.known(), *_VALUES], hint)
    return None


def check_application(
    scope: Scope, name: tree.Name, arguments: tuple[tree.Expression, ...], span: Span, check: Check
) -> Typed | None:
    """A property or a rule with its arguments, however they are written: `x.p`, `p(x, y)`, `x p y`."""
    checked = [check(scope, argument) for argument in arguments]
    known = find_property(scope, name, len(arguments))
    if known is None:
        return None
    arity = len(known.kinds) if isinstance(known, PropertyName) else len(known.parameters)
    if arity != len(arguments):
        said = len(arguments) == 2 and arity == 1 and isinstance(known, PropertyName) and known.type != TRUTH
        left_out = f"write '{arguments[0].span.text}.{name.text} is {arguments[1].span.text}'" if said else ""
        _wrong_count(scope, name, arity, len(arguments), span, left_out or _shape(known))
        return None
    ready: list[Typed] = []
    for place, (argument, typed) in enumerate(zip(arguments, checked, strict=True)):
        wanted = known.kinds[place] if isinstance(known, PropertyName) else _kind_of(known.parameters[place])
        if typed is not None and wanted is not None and fit_argument(scope, typed, wanted, argument.span, name.text):
            ready.append(typed)
    if len(ready) < arity:
        return None
    return _apply(scope, name, known, tuple(ready), span)


def _kind_of(parameter: model.Variable | None) -> str | None:
    return None if parameter is None else parameter.kind


#: what other tools call what is left to chance
DICE = frozenset({"random", "rand", "randint", "roll", "dice", "d6", "d20", "chance", "either"})
CHANCE = "what is left to chance is an act 'by nobody' with a 'weight'; what is drawn at the start: drawn NAME: VALUE | VALUE"


def find_property(scope: Scope, name: tree.Name, arity: int) -> PropertyName | RuleName | None:
    """The property or rule of that name; reports an unknown one."""
    names, text = scope.names, name.text
    if text in names.properties:
        return names.properties[text]
    if text in names.rules:
        return names.rules[text]
    hint = CHANCE if text.lower() in DICE else ""
    if text in names.actions or text in names.triggers:
        hint = f"'{text}' is something that happens: only 'when c sees {text}(...)' can refer to it"
    elif text in names.kinds and arity == 1:
        hint = f"'{text}' is a kind: write 'is {with_article(text)}'"
    elif text in names.things:
        hint = f"'{text}' is a thing: a property or a rule is wanted here"
    names.unknown("unknown-property", "property or rule", name, [*names.properties, *names.rules, *_VERBS], hint)
    return None


def _wrong_count(scope: Scope, name: tree.Name, wanted: int, seen: int, span: Span, hint: str) -> None:
    scope.problems.add(
        "wrong-count",
        f"'{name.text}' has {count(wanted)}, and {count(seen, bare=True)} given",
        span,
        expected=count(wanted),
        seen=count(seen),
        hint=hint,
    )


def count(number: int, bare: bool = False) -> str:
    """So many arguments in words; `bare`: with a verb instead, as in "two are"."""
    words = {0: "no argument", 1: "one argument", 2: "two arguments", 3: "three arguments"}
    if bare:
        return {0: "none is", 1: "one is", 2: "two are", 3: "three are"}.get(number, f"{number} are")
    return words.get(number, f"{number} arguments")


def _shape(known: PropertyName | RuleName) -> str:
    kinds = known.kinds if isinstance(known, PropertyName) else tuple(_kind_of(one) for one in known.parameters)
    inside = ", ".join(kind or "?" for kind in kinds)
    return f"it is defined as {known.name}({inside})" if kinds else f"write '{known.name}' alone"


def fit_argument(scope: Scope, typed: Typed, wanted: str, span: Span, what: str) -> bool:
    """Whether the value can stand where a thing of the kind is wanted; reports it if not."""
    names = scope.names
    if not isinstance(typed.type, model.ThingType):
        nobody = isinstance(typed.type, NobodyType)
        scope.problems.add(
            "wrong-type",
            f"'{what}' is said of {with_article(wanted)}, and this is {describe_typed(typed)}",
            span,
            expected=with_article(wanted),
            seen=describe_typed(typed),
            hint="name the thing itself" if nobody else "",
        )
        return False
    kind = typed.type.kind
    if names.is_below(kind, wanted) or stands_for_body(scope, typed, wanted):
        return True
    fitting = [thing.name for thing in names.things.values() if thing.kind is not None and names.is_below(thing.kind, wanted)]
    hint = ""
    match typed.expression:
        case model.Literal(str() as name):
            hint = nearest(name, fitting)
        case model.Variable(name) if names.is_below(wanted, kind):
            hint = f"write '{name}: {wanted}' where it is introduced"
    scope.problems.add(
        "wrong-kind",
        f"'{what}' is said of {with_article(wanted)}, and this is {describe_typed(typed)}",
        span,
        expected=with_article(wanted),
        seen=describe_typed(typed),
        hint=hint,
    )
    return False


def stands_for_body(scope: Scope, typed: Typed, wanted: str) -> bool:
    """Whether the value is a mind whose body is of the kind that is wanted (semantics 7: wills)."""
    names = scope.names
    if not isinstance(typed.type, model.ThingType) or not names.is_mind(typed.type.kind) or wanted == THING:
        return False
    body = will_body(scope, typed.expression)
    if body is not None:
        kind = names.things[body].kind if body in names.things else None
        return kind is None or names.is_below(kind, wanted)
    if isinstance(typed.expression, model.Literal) or names.is_below(typed.type.kind, "character"):
        return False
    return names.bodies_are_below(typed.type.kind, wanted)


def will_body(scope: Scope, expression: model.Expression) -> str | None:
    """The body of a will that is named; None for all else."""
    match expression:
        case model.Literal(str() as name) if name in scope.names.things:
            return scope.names.things[name].body
        case _:
            return None


def _apply(
    scope: Scope, name: tree.Name, known: PropertyName | RuleName, arguments: tuple[Typed, ...], span: Span
) -> Typed | None:
    if isinstance(known, RuleName):
        return _expand(scope, name, known, arguments, span)
    if known.name == HELD_BY:
        scope.names.held_by_used = True
    if known.type is None:
        return None
    get = model.Get(known.name, tuple(argument.expression for argument in arguments), span)
    return build(get, known.type, *arguments)


# --- rules -----------------------------------------------------------------------------------------------------------


def _expand(scope: Scope, name: tree.Name, rule: RuleName, arguments: tuple[Typed, ...], span: Span) -> Typed | None:
    """The rule's body with the arguments in the place of its parameters. What an argument reads is read where the rule is
    called, also where the body asks what someone believes."""
    body = rule.body
    if body is None:
        return None
    names = scope.names
    bindings: dict[str, model.Expression] = {}
    outside: list[tuple[model.Variable, Typed]] = []
    size, depth = body.size, body.depth
    for parameter, argument in zip(rule.parameters, arguments, strict=True):
        if parameter is None:
            return None
        size += rule.uses.get(parameter.name, 0) * argument.size
        depth = max(depth, body.depth + argument.depth)
        if parameter.name in rule.under_belief and reads_a_property(argument.expression):
            held = model.Variable(f"{parameter.name}'{names.expanded}", parameter.kind, span)
            outside.append((held, argument))
            bindings[parameter.name] = held
        else:
            bindings[parameter.name] = _as_body(scope, argument.expression, parameter.kind)
    names.expanded += size
    if names.expanded > LARGEST_EXPANSION:
        if names.expanded - size <= LARGEST_EXPANSION:
            scope.problems.add(
                "too-large",
                "written out, the rules of this story are too large",
                span,
                expected=f"at most {LARGEST_EXPANSION} parts",
                seen=f"more, from '{name.text}' on",
                hint="let rules use each other less often",
            )
        return None
    if size > 50_000 or depth > 500:
        # too large by far: `check` reports it, and nothing that large is ever built
        return Typed(body.expression, body.type, size, depth)
    typed = Typed(substitute(body.expression, bindings), body.type, size, depth)
    for variable, argument in reversed(outside):
        whole = _hold(scope, variable, argument, typed, span)
        if whole is None:
            return None
        typed = whole
    return typed


def _as_body(scope: Scope, expression: model.Expression, wanted: str) -> model.Expression:
    body = will_body(scope, expression)
    if body is None or scope.names.is_below("will", wanted):
        return expression
    return model.Literal(body, expression.span)


def _hold(scope: Scope, variable: model.Variable, argument: Typed, body: Typed, span: Span) -> Typed | None:
    """The body for the one thing that the argument's value is: nothing holds of it, or it counts as 0, if it is unknown."""
    same = build(model.Comparison("==", variable, argument.expression, span), TRUTH, Typed(variable, argument.type), argument)
    match body.type:
        case model.TruthType():
            word = "some"
        case model.NumberType():
            word = "sum"
        case _:
            scope.problems.add(
                "wrong-type",
                "this rule gives a thing that someone believes, and its argument must then be a thing or a variable",
                span,
                expected="the name of a thing or a variable",
                seen=describe_typed(argument),
                hint="write out the rule's expression here",
            )
            return None
    return build(model.Quantified(word, variable, same.expression, body.expression, span), body.type, same, body)
