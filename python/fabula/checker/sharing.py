"""What several minds know or believe, and of each other: `only Cole knows was(Cole)`, `Cole, Wit share a secret: ...`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from fabula import model
from fabula.checker.lookup import Check
from fabula.checker.names import Scope
from fabula.checker.typed import Typed
from fabula.source import Span
from fabula.syntax import tree

Claim = Callable[[tree.Expression, tuple[model.Expression, ...]], tuple[model.Effect, ...]]


def asks(scope: Scope, expression: tree.OfMinds, check: Check) -> Typed | None:
    """As a condition, who knows or believes it and who does not, one by one. What they know of each other it does not ask."""
    content, span = expression.content, expression.span
    typed = [check(scope, mind) for mind in expression.minds]
    if None in typed or check(scope, content) is None:
        return None
    if not minds_of(scope) and not expression.minds:
        return check(scope, tree.Truth(True, span))
    knows = expression.verb != "believes"
    named = {mind.text for mind in expression.minds if isinstance(mind, tree.Name) and mind.text not in scope.variables}
    others = [
        (mind, one.type.kind)
        for mind, one in zip(expression.minds, typed, strict=True)
        if one is not None
        and isinstance(one.type, model.ThingType)
        and not (isinstance(mind, tree.Name) and mind.text in named)
    ]
    parts: list[tree.Expression] = []
    if not expression.but:
        parts += [tree.Believes(mind, content, knows, span, expression.whether) for mind in expression.minds]
    for name in minds_of(scope):
        if name in named:
            continue
        mind = tree.Name(name, span)
        does: tree.Expression = tree.Believes(mind, content, knows, span, expression.whether)
        kind = scope.names.things[name].kind
        is_other = [tree.Comparison("==", mind, one, span) for one, of in others if kind and scope.names.may_share(kind, of)]
        part = does if expression.but else tree.Not(does, span)
        parts.append(tree.Logic("or", (*is_other, part), span) if is_other else part)
    return check(scope, parts[0] if len(parts) == 1 else tree.Logic("and", tuple(parts), span))


def minds_of(scope: Scope) -> list[str]:
    """The names of all who have a mind."""
    names = scope.names
    return [name for name, known in names.things.items() if known.kind is not None and names.is_mind(known.kind)]


def facts(
    scope: Scope,
    expression: tree.OfMinds,
    believers: tuple[model.Expression, ...],
    those: tuple[model.Expression, ...],
    place: model.Get | None,
    claim: Claim,
) -> tuple[model.Effect, ...]:
    """What a statement says. `place`: the property of which they know what it is, if it says no more than that; else it says
    what is so as well."""
    span = expression.span
    if expression.verb == "believes" and not expression.but:
        return _refuse(scope, span, "nobody or only some believe it", "write of each what she believes: 'Ann believes ...'")
    word = {"knows": "known", "believes": "believed", "secret": "shared"}[expression.verb]
    if place is not None:
        return (model.Common(believers, place, word, those, expression.but, (), span),)
    # As if somebody in it believed it: whatever a mind can take to be so can be said.
    anybody = model.Literal(None, span)
    said = claim(expression.content, (*believers, anybody))
    found = _common(scope, said, believers, model.Common(believers, model.Get("", ()), word, those, expression.but, (), span))
    if found is None:
        return ()
    return (*claim(expression.content, believers), *found) if word == "known" else found


def _common(
    scope: Scope, said: Iterable[model.Effect], believers: tuple[model.Expression, ...], form: model.Common
) -> tuple[model.Effect, ...] | None:
    found: list[model.Effect] = []
    for one in said:
        span = one.span or form.span
        match one:
            case model.ForEach():
                inner = _common(scope, one.effects, believers, form)
                if inner is None:
                    return None
                found.append(replace(one, effects=inner))
            case model.Assign(within, target, "=", value) if len(within) == len(believers) + 1:
                found.append(replace(form, target=target, values=() if form.word == "known" else (value,)))
            case model.Opens(within, target, "in" | "unknown", values) if len(within) == len(believers) + 1:
                if form.word != "believed":
                    assert span is not None
                    _refuse(scope, span, "it leaves open what is so", "write what is so, or name the property alone")
                    return None
                found.append(replace(form, target=target, values=values))
            case _:
                assert span is not None
                _refuse(scope, span, "it does not say of one property what it is", "write: everybody knows x.at is hall")
                return None
    return tuple(found)


def _refuse(scope: Scope, span: Span, why: str, hint: str) -> tuple[model.Effect, ...]:
    scope.problems.add(
        "syntax",
        f"this can't be common to several minds: {why}",
        span,
        expected="what they know or believe of one property",
        seen=f"'{span.text}'",
        hint=hint,
    )
    return ()


def report_in_event(scope: Scope, effects: Iterable[model.Effect]) -> None:
    """Report what is said of several minds at once where it should happen: it is a fact."""
    for effect in effects:
        match effect:
            case model.Common(span=span) if span is not None:
                scope.problems.add(
                    "syntax",
                    "what several minds know of each other is a fact: an act does not make it so by itself",
                    span,
                    expected="an effect on one mind",
                    seen=f"'{span.text}'",
                    hint="beside the act write 'when c sees ACT: c learns x.at': whoever sees it knows that the others do",
                )
            case model.When():
                report_in_event(scope, (*effect.then, *effect.otherwise))
            case model.ForEach():
                report_in_event(scope, effect.effects)
