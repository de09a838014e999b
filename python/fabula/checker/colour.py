"""Acts of colour: they change nothing, and are there to be done and told."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.syntax import tree


def colours_among(statements: Iterable[tree.Statement]) -> frozenset[str]:
    """The names of the acts that change nothing and are told or offered: one does them, nothing stands under `do` or `in vain`,
    nothing is hoped for, nobody reacts to them, and no condition is `seen`, by which others could learn something."""
    written = list(statements)
    told = {one.event.text for one in written if isinstance(one, tree.FurtherTelling) and one.says}
    answered = {one.action.text for one in written if isinstance(one, tree.Reaction)}
    return frozenset(
        one.name.text
        for one in written
        if isinstance(one, tree.ActionDefinition)
        and not (one.effects or one.in_vain or one.hoping or True in one.shows or one.name.text in answered)
        and len(one.by) == 1
        and not isinstance(one.by[0], tree.Unknown)
        and (one.choices or one.says or one.name.text in told)
    )
