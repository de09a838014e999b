"""What an act asks for, and who learns of it: conditions that are seen or hidden, sure or hoped for (semantics 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from fabula import model
from fabula.checker.effects import check_effects
from fabula.checker.expressions import check_condition
from fabula.checker.knowing import is_value
from fabula.checker.names import Scope
from fabula.checker.walking import inside
from fabula.source import Span
from fabula.syntax import tree

#: on it depends which mind moves a body
WILL_OF_BODY = "held_by"
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def shown(conditions: Iterable[tuple[model.Expression, bool | None]]) -> model.Expression | None:
    """As much of some conditions as whoever sees an act learns, each with whether it is said to be seen; None: all of them.
    What is on somebody's mind or will is hidden, unless it is said to be seen."""
    parts = [(part, seen) for condition, seen in conditions for part in model.conjuncts(condition)]
    kept = [part for part, seen in parts if (seen if seen is not None else not _is_within(part))]
    if len(kept) == len(parts):
        return None
    return kept[0] if len(kept) == 1 else model.Logic("and", tuple(kept)) if kept else model.Literal(True)


def _is_within(condition: model.Expression) -> bool:
    """Whether it is about what goes on in somebody: a belief, or which will moves a body."""
    return any(
        isinstance(part, (model.Believed, model.Knows)) or (isinstance(part, model.Get) and part.property == WILL_OF_BODY)
        for part in _parts(condition)
    )


def _parts(part: object) -> Iterator[object]:
    yield part
    if isinstance(part, tuple):
        for one in part:
            yield from _parts(one)
    elif is_dataclass(part) and not isinstance(part, (type, Span)):
        for field in fields(part):
            if field.name != "span":
                yield from _parts(getattr(part, field.name))


def hopes(scope: Scope, written: Iterable[tuple[tree.Expression, bool | None]]) -> tuple[model.Hope, ...] | None:
    """The conditions that are hoped for, each with whether it is said to be seen; None: one of them is wrong."""
    found: list[model.Hope] = []
    for expression, seen in written:
        checked = check_condition(scope, expression)
        if checked is None:
            return None
        for part in model.conjuncts(checked.expression):
            hope = _plain(part)
            if hope is None:
                scope.problems.add(
                    "hope-too-wide",
                    "this can't be hoped for: a hope is about what one thing is",
                    expression.span,
                    expected="a property and a value: 'x.at is room', 'x.coins < 3', plain or under 'believes'",
                    seen=f"'{expression.span.text}'",
                    hint="put what must be known under 'when', and hope for one property; several hopes have a line each",
                )
                return None
            found.append(model.Hope(hope, bool(seen)))
    return tuple(found)


def _plain(part: model.Expression) -> model.Expression | None:
    """A hope as a property compared with a value, maybe in somebody's mind; None, if it is anything else."""
    match part:
        case model.Believed(mind, content, span) if is_value(mind):
            within = _plain(content)
            return None if within is None else model.Believed(mind, within, span)
        case model.Get():
            return part if _is_fixed(part) else None
        case model.Not(model.Get() as operand):
            return part if _is_fixed(operand) else None
        case model.Not(model.Comparison(operator, left, right, span)):
            return _plain(model.Comparison(_OPPOSITE[operator], left, right, span))
        case model.Comparison(operator, left, right, span):
            if is_value(left):
                operator, left, right = _MIRRORED[operator], right, left
            if _is_fixed(left) and is_value(right):
                return model.Comparison(operator, left, right, span)
    return None


def _is_fixed(place: model.Expression) -> bool:
    """Whether it is a property of given things."""
    if isinstance(place, model.Believed):
        return is_value(place.mind) and _is_fixed(place.content)
    return isinstance(place, model.Get) and all(is_value(argument) for argument in place.arguments)


def effects_of(scope: Scope, effects: Iterable[tree.Effect]) -> tuple[tuple[model.Effect, ...], tuple[model.Hope, ...]]:
    """The effects of an act, and that those know it from whom somebody learns something by it: that is hoped for."""
    found: list[model.Effect] = []
    known: list[model.Hope] = []
    for effect in effects:
        checked = check_effects(scope, (effect,))
        found += checked
        if not (isinstance(effect, tree.Learn) and effect.source is not None):
            report_elsewhere(scope, (effect,))
            continue
        for one in checked:
            if isinstance(one, model.Assign) and isinstance(one.value, model.Believed) and is_value(one.value.mind):
                known.append(model.Hope(model.Known(one.value, effect.span), False))
            else:
                scope.problems.add(
                    "hope-too-wide",
                    "only somebody who is named here can be asked",
                    effect.source.span,
                    expected="a parameter, or the name of somebody",
                    seen=f"'{effect.source.span.text}'",
                    hint="add a parameter for who is asked, and say under 'when' who that is",
                )
    return tuple(found), tuple(known)


def report_elsewhere(scope: Scope, effects: Iterable[tree.Effect | tree.Wants]) -> None:
    """Report who is asked where that can't be in vain: anywhere but in the effects of an act themselves."""
    for effect in effects:
        for part in inside(effect):
            if isinstance(part, tree.Learn) and part.source is not None:
                scope.problems.add(
                    "learns-from",
                    "somebody is asked here, and nothing says what happens if she does not know it",
                    part.span,
                    expected="'learns ... from' right under the 'do' of an action",
                    seen="it under a condition, in a reaction, in a trigger, or in vain",
                    hint="make the question an action; or write what is believed then: 'x believes f = (y believes f)'",
                )


def report_idle(scope: Scope, definition: tree.ActionDefinition, hopes: Iterable[model.Hope]) -> None:
    """Report what is said of an act in vain that can't be in vain, and hopes of nobody."""
    written = [effect.span for effect in definition.in_vain] + [says.span for says in definition.says if says.in_vain]
    if list(hopes):
        if not definition.by:
            scope.problems.add(
                "hope-of-nobody",
                "an act of fate hopes for nothing",
                definition.name.span,
                expected="a line 'by' with who hopes",
                seen="'hoping', and nobody who does it",
                hint="say who does it, or put the condition under 'when'",
            )
        return
    for span in written[:1]:
        scope.problems.add(
            "never-in-vain",
            "this act is never in vain: it hopes for nothing",
            span,
            expected="a line 'hoping', or 'learns ... from'",
            seen="'in vain' alone",
            hint="say what must turn out to be so: 'hoping x.at is room'",
        )
