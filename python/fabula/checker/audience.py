"""Acts that are for whoever plays alone, and acts that are for others: which of them a story has depends on who plays it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from fabula import model
from fabula.checker.names import Names
from fabula.syntax import tree

READER, OTHERS = "reader", "others"


def report_audience(names: Names, definition: tree.ActionDefinition) -> None:
    """An act of nobody is nobody's to play, and what changes nothing is done by whoever plays alone."""
    only = definition.only
    if only is None:
        return
    by = [one for one in definition.by if not isinstance(one, tree.Unknown)]
    if not by:
        names.problems.add(
            "syntax",
            f"'{definition.name.text}' is an act of nobody, and so neither for the reader nor for others",
            only.span,
            expected="a line 'by' with who does it",
            seen="no line 'by'",
            hint="leave this line out",
        )
    elif only.text == OTHERS and not (definition.effects or definition.in_vain or True in definition.shows):
        names.problems.add(
            "no-effect",
            f"'{definition.name.text}' changes nothing, so that nobody has a reason for it but whoever plays",
            only.span,
            expected="something that is otherwise afterwards",
            hint="give it something to do, or leave this line out",
        )


def has_audience(definition: model.Definition) -> bool:
    """Whether it matters to a story who plays it."""
    return any(action.only for action in definition.actions.values())


def read_by(definition: model.Definition, minds: Sequence[str]) -> model.Definition:
    """The story as it is where these are played: acts for the reader are done by one of them, and by nobody where nobody is
    played; acts for others are done by none of them."""
    if not has_audience(definition):
        return definition
    actions = {name: _for(action, minds) for name, action in definition.actions.items() if minds or action.only != READER}
    return replace(
        definition,
        actions=MappingProxyType(actions),
        reactions=tuple(one for one in definition.reactions if one.action in actions),
    )


def _for(action: model.Action, minds: Sequence[str]) -> model.Action:
    if not action.only or not minds:
        return action
    plays: tuple[model.Expression, ...] = tuple(
        model.Comparison("==", doer, model.Literal(mind), action.span) for doer in action.by for mind in minds
    )
    played: model.Expression = plays[0] if len(plays) == 1 else model.Logic("or", plays, action.span)
    asked = played if action.only == READER else model.Not(played, action.span)
    return replace(action, when=model.Logic("and", (asked, action.when), action.span))
