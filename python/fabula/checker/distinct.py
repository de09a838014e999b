"""Which parameters of an action are never one thing: any two, unless the action says `who may be other`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from fabula import model
from fabula.checker.names import Names
from fabula.checker.typed import with_article
from fabula.source import Span
from fabula.syntax import tree

#: one that takes part: a parameter, or somebody who does it and stands there by name
Part = model.Variable | model.Literal
Distinct = tuple[tuple[model.Variable, Part], ...]


def check_distinct(
    names: Names,
    lines: Iterable[tuple[tree.Name, tree.Name]],
    parameters: Sequence[model.Variable],
    doers: Sequence[model.Expression],
) -> Distinct:
    """The pairs that are never one thing, as far as their kinds have things in common: of all parameters, and of these with
    those who do it and stand there by name."""
    named = [doer for doer in doers if isinstance(doer, model.Literal)]
    _report_twice(names, doers)
    parts: dict[str, Part] = {**{str(doer.value): doer for doer in named}, **{one.name: one for one in parameters}}
    pairs: list[tuple[model.Variable, Part]] = [
        *combinations(parameters, 2),
        *((one, doer) for one in parameters for doer in named),
    ]
    overlapping = [pair for pair in pairs if names.may_share(_kind(names, pair[0]), _kind(names, pair[1]))]
    allowed = {frozenset(pair) for line in lines if (pair := _coinciding(names, *line, parts)) is not None}
    return tuple((one, other) for one, other in overlapping if frozenset((_name(one), _name(other))) not in allowed)


def _report_twice(names: Names, doers: Sequence[model.Expression]) -> None:
    """`by who, who`."""
    found: dict[str, Span | None] = {}
    for doer in doers:
        if not isinstance(doer, model.Variable | model.Literal):
            continue
        name = _name(doer)
        if name in found:
            names.problems.add(
                "syntax",
                f"'{name}' stands after 'by' already",
                doer.span,
                expected="somebody else",
                seen=f"{name} again",
                hint="name each of those who do it once",
                notes=((first, "here"),) if (first := found[name]) is not None else (),
            )
        found.setdefault(name, doer.span)


def _coinciding(names: Names, first: tree.Name, second: tree.Name, parts: dict[str, Part]) -> tuple[str, str] | None:
    """The names of two that may be one thing; None if they can't, which is reported."""
    for name in (first, second):
        if name.text not in parts:
            names.unknown("unknown-name", "parameter", name, parts, fallback="name parameters of this action")
            return None
    one, other = parts[first.text], parts[second.text]
    if one is other:
        names.problems.add(
            "syntax",
            f"'{first.text}' is itself in any case",
            second.span,
            expected="two different parameters of the action",
            seen=f"{first.text} may be {second.text}",
            hint="name another parameter, or leave the line out",
        )
        return None
    kinds = _kind(names, one), _kind(names, other)
    if not names.may_share(*kinds):
        names.problems.add(
            "wrong-kind",
            f"'{first.text}' is {with_article(kinds[0])} and '{second.text}' {with_article(kinds[1])}: nothing is both",
            second.span,
            expected="parameters whose kinds have things in common",
            seen=f"{with_article(kinds[0])} and {with_article(kinds[1])}",
            hint="leave the line out: they are never the same",
        )
        return None
    return first.text, second.text


def _name(part: Part) -> str:
    return part.name if isinstance(part, model.Variable) else str(part.value)


def _kind(names: Names, part: Part) -> str:
    return part.kind if isinstance(part, model.Variable) else names.things[str(part.value)].kind or ""


# --- where one thing stands for two --------------------------------------------------------------------------------------


def report_same(names: Names, reactions: Iterable[model.Reaction], actions: Mapping[str, model.Action]) -> None:
    """Report reactions to acts of one thing in two places, `greet(Ann, Ann)`, where that is never done."""
    for reaction in reactions:
        action = actions.get(reaction.action)
        if action is None:
            continue
        given = dict(zip([one.name for one in action.parameters], reaction.arguments, strict=True))
        for one, other in action.distinct:
            first, second = given[one.name], given.get(_name(other))
            if first is not None and second is not None and _stands_for(first) == _stands_for(second):
                _report(names, second.span, one.name, _name(other))


def _stands_for(part: Part) -> str:
    """A variable that must be the same as an earlier one is called like it, and has a mark."""
    return _name(part).partition("'")[0]


def _report(names: Names, span: Span | None, one: str, other: str) -> None:
    names.problems.add(
        "never-possible",
        f"'{one}' and '{other}' are two different things, as any two parameters of an action",
        span,
        expected="two different things",
        seen="the same one twice" if span is None else span.text,
        hint=f"if they may be one, write a line in the block of the action: {one} may be {other}",
    )
