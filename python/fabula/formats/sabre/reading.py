"""A Sabre problem file to a task: the stages, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from fabula.formats.sabre.declarations import Declarations, Refused
from fabula.formats.sabre.effects import assigned
from fabula.formats.sabre.events import Event, events
from fabula.formats.sabre.facts import Facts, facts, look_up
from fabula.formats.sabre.lexer import tokens
from fabula.formats.sabre.meaning import Meanings
from fabula.formats.sabre.numbering import Numbering
from fabula.formats.sabre.reaching import reached
from fabula.formats.sabre.statements import statements
from fabula.formats.sabre.steps import Steps
from fabula.formats.sabre.tree import EventDefinition, Statement, UtilityDefinition
from fabula.problems import Problems
from fabula.source import Source, Span
from fabula.task import TRUE, Action, Constant, Fact, Fluent, Limits, Read, Task, Trigger
from fabula.task import Expression as Formula

#: a problem file says nothing of limits: they belong to a search
UNLIMITED = Limits(-1, -1)


@dataclass(frozen=True, slots=True)
class Reading:
    """The task of a problem file, and the fluents that it does not have because they never vary, each with its value. `places`:
    where each action and trigger stands."""

    task: Task
    constants: tuple[tuple[Fluent, int], ...]
    places: Mapping[str, Span]


def is_problem(source: Source) -> bool:
    """Whether a text looks like a problem file: it begins with a type or an entity, as no story of ours does."""
    row = tokens(source, Problems())
    return bool(row) and row[0].text in ("type", "entity") and any(token.text == ";" for token in row)


def read(source: Source, problems: Problems, limits: Limits = UNLIMITED) -> Task | None:
    """The task of a problem file; None if any problem that was reported is an error. `limits` hold for all characters.

    Fluents that never vary are constants, and events that can never happen are left out.
    """
    reading = read_all(source, problems, limits)
    return None if reading is None else reading.task


def read_all(source: Source, problems: Problems, limits: Limits = UNLIMITED) -> Reading | None:
    """The task of a problem file with what is constant in it; None as for `read`."""
    row = tokens(source, problems)
    if problems.errors:
        return None
    tree = tuple(statements(row, problems))
    names = Declarations(tree, problems)
    if problems.errors:
        return None
    steps = Steps()
    known = facts(tree, names, steps, problems)
    starts = _starts(names, known)
    fixed: Mapping[int, int] = _never_assigned(tree, names, starts)
    possible: tuple[Event, ...] = ()
    while not problems.errors:
        possible = events(tree, Meanings(names, partial(_known, fixed), steps), problems)
        reach = reached(names.fluents, starts, possible)
        possible = reach.events
        # With more constants more events turn out to be impossible, and then still less varies.
        if reach.constants == fixed:
            break
        fixed = reach.constants
    if _nobody_errs(known, possible):
        possible = tuple(event for event in possible if event.effects)
    utilities = _utilities(tree, Meanings(names, partial(_known, fixed), steps), problems)
    if problems.errors:
        return None
    left = [number for number in range(len(names.fluents)) if number not in fixed]
    numbering = Numbering({number: place for place, number in enumerate(left)})
    actions, triggers = ([numbering.event(e) for e in possible if e.kind == kind] for kind in ("action", "trigger"))
    task = Task(
        name=source.name,
        symbols=names.symbols,
        characters=names.characters,
        fluents=tuple(names.fluents[number] for number in left),
        facts=tuple(numbering.fact(Fact(*place, value)) for place, value in known.items() if place[1] not in fixed),
        actions=tuple(Action(e.name, e.precondition, e.effects, e.consenting, e.observing) for e in actions),
        triggers=tuple(Trigger(e.name, e.precondition, e.effects) for e in triggers),
        utilities=tuple(numbering.expression(utilities.get(number, Constant(0))) for number in range(len(names.characters))),
        limits=(limits,) * len(names.characters),
        utility=numbering.expression(utilities.get(None, Constant(0))),
    )
    constants = tuple((names.fluents[number], value) for number, value in sorted(fixed.items()))
    return Reading(task, constants, {part.name.text: part.name.span for part in tree if isinstance(part, EventDefinition)})


def _known(fixed: Mapping[int, int], place: Read) -> int | None:
    return fixed.get(place.fluent)


def _nobody_errs(known: Facts, found: Iterable[Event]) -> bool:
    """Whether all minds are as the world is, at the start and ever after, so that nothing that is seen surprises anybody."""
    return not any(path for path, _ in known) and all(
        not any(effect.path for effect in event.effects) and (not event.effects or set(event.observing) <= {TRUE})
        for event in found
    )


def _starts(names: Declarations, known: Facts) -> list[frozenset[int]]:
    """The values that each fluent has initially, in the world and in all minds."""
    starts = [{look_up(Read((), number), known, names)} for number in range(len(names.fluents))]
    for (_, fluent), value in known.items():
        starts[fluent].add(value)
    return [frozenset(values) for values in starts]


def _never_assigned(tree: Iterable[Statement], names: Declarations, starts: Iterable[frozenset[int]]) -> dict[int, int]:
    """The fluents of which no effect speaks and that are the same in all minds, with their values: a first rough answer,
    without which every path between two places would be tried."""
    spoken = {name for statement in tree if isinstance(statement, EventDefinition) for name in assigned(statement.effect)}
    fixed: dict[int, int] = {}
    for number, (fluent, values) in enumerate(zip(names.fluents, starts, strict=True)):
        if len(values) == 1 and fluent.name.partition("(")[0] not in spoken:
            (fixed[number],) = values
    return fixed


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
