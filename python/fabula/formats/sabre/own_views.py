"""What somebody believes of the own belief is that belief (semantics 8.1): `believes(c, believes(c, f))` is `believes(c, f)`,
and where a file states both differently, what it says of `believes(c, f)` is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fabula.formats.sabre.conditions import all_of
from fabula.formats.sabre.declarations import Declarations
from fabula.formats.sabre.effects import Made
from fabula.formats.sabre.meaning import Meanings
from fabula.problems import Problems
from fabula.source import Span
from fabula.task import FALSE, UNKNOWN, Constant, Effect, Sort
from fabula.task import Expression as Formula


def settled(made: Sequence[Made], meanings: Meanings, problems: Problems) -> tuple[Effect, ...]:
    """The effects of an event. One that speaks of somebody's view of the own belief happens where none that speaks of the
    belief itself gives another value; where both may happen, that is a problem. Raises `Refused`."""
    said: dict[tuple[tuple[int, ...], int], list[Made]] = {}
    for assignment in made:
        if assignment.effect.path and not assignment.is_own_view:
            said.setdefault((assignment.effect.path, assignment.effect.fluent), []).append(assignment)
    kept: list[Effect] = []
    for assignment in made:
        effect = assignment.effect
        for other in said.get((effect.path, effect.fluent), ()) if assignment.is_own_view else ():
            if other.effect.value == effect.value or all_of((effect.condition, other.effect.condition)) == FALSE:
                continue
            report_two_views(effect, assignment.span, other.effect.value, other.span, meanings.names, problems)
            meanings.steps.measure(effect.condition, assignment.span)
            both = all_of((effect.condition, meanings.negated(other.effect.condition, other.span)))
            effect = replace(effect, condition=both)
        if effect.condition != FALSE:
            kept.append(effect)
    return tuple(dict.fromkeys(kept))


def report_two_views(
    effect: Effect, span: Span, kept: Formula, kept_span: Span, names: Declarations, problems: Problems
) -> None:
    """Say that what is stated at `span` of somebody's view of the own belief is not what is stated of the belief."""
    place = names.fluents[effect.fluent].name
    for character in reversed(effect.path):
        place = f"believes({names.characters[character]}, {place})"
    values = [_said(value, effect.fluent, names) for value in (kept, effect.value)]
    problems.add(
        "own-view",
        f"'{place}' is stated twice, and differently",
        span,
        expected="" if values[0] is None else values[0],
        seen="" if values[1] is None else values[1],
        hint="leave this out: what somebody believes about their own belief is that belief, and the other statement is kept",
        notes=((kept_span, "the statement that is kept"),),
    )


def _said(value: Formula, fluent: int, names: Declarations) -> str | None:
    if not isinstance(value, Constant):
        return None
    if value.value == UNKNOWN:
        return "?"
    match names.fluents[fluent].sort:
        case Sort.TRUTH:
            return str(bool(value.value))
        case Sort.NUMBER:
            return str(value.value)
        case Sort.SYMBOL:
            return names.symbols[value.value]
