"""A Sabre problem file to a task: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from fabula.formats.sabre.declarations import Declarations, Refused
from fabula.formats.sabre.events import Event, events
from fabula.formats.sabre.facts import Facts, facts, look_up
from fabula.formats.sabre.lexer import tokens
from fabula.formats.sabre.meaning import Meanings
from fabula.formats.sabre.statements import statements
from fabula.formats.sabre.tree import Statement, UtilityDefinition
from fabula.problems import Problems
from fabula.source import Source
from fabula.task import Action, Constant, Fact, Limits, Read, Task, Trigger
from fabula.task import Expression as Formula

#: a problem file says nothing of limits: they belong to a search
UNLIMITED = Limits(-1, -1)


def read(source: Source, problems: Problems, limits: Limits = UNLIMITED) -> Task | None:
    """The task of a problem file; None if any problem that was reported is an error. `limits` hold for all characters."""
    row = tokens(source, problems)
    if problems.errors:
        return None
    tree = tuple(statements(row, problems))
    names = Declarations(tree, problems)
    if problems.errors:
        return None
    known = facts(tree, names, problems)
    fixed: dict[int, int] = {}
    found = events(tree, Meanings(names, partial(_known, {})), problems)
    # What no event changes and nobody is wrong about is a constant. With it, more events turn out to be impossible.
    while not problems.errors and (more := _fixed(names, known, found)) != fixed:
        fixed = more
        found = events(tree, Meanings(names, partial(_known, fixed)), problems)
    utilities = _utilities(tree, Meanings(names, partial(_known, fixed)), problems)
    if problems.errors:
        return None
    return Task(
        name=source.name,
        symbols=names.symbols,
        characters=names.characters,
        fluents=tuple(names.fluents),
        facts=tuple(Fact(path, fluent, value) for (path, fluent), value in known.items()),
        actions=tuple(
            Action(event.name, event.precondition, event.effects, event.consenting, event.observing)
            for event in found
            if event.kind == "action"
        ),
        triggers=tuple(Trigger(event.name, event.precondition, event.effects) for event in found if event.kind == "trigger"),
        utilities=tuple(utilities.get(number, Constant(0)) for number in range(len(names.characters))),
        limits=(limits,) * len(names.characters),
        utility=utilities.get(None, Constant(0)),
    )


def _known(fixed: Mapping[int, int], place: Read) -> int | None:
    return fixed.get(place.fluent)


def _fixed(names: Declarations, known: Facts, found: Iterable[Event]) -> dict[int, int]:
    """The fluents that no event changes and that are the same in all minds, with their values."""
    changing = {effect.fluent for event in found for effect in event.effects}
    values = {number: look_up(Read((), number), known, names) for number in range(len(names.fluents))}
    for (_, fluent), value in known.items():
        if value != values[fluent]:
            changing.add(fluent)
    return {number: value for number, value in values.items() if number not in changing}


def _utilities(tree: Iterable[Statement], meanings: Meanings, problems: Problems) -> dict[int | None, Formula]:
    """Section 4 of semantics. Of several utilities of one character the last counts; None is the author."""
    utilities: dict[int | None, Formula] = {}
    for statement in tree:
        if isinstance(statement, UtilityDefinition):
            try:
                character = None if statement.character is None else meanings.names.character(statement.character, {})
                utilities[character] = meanings.utility(statement.value, {})
            except Refused as refused:
                refused.report(problems)
    return utilities
