"""The checker's table of contents: from a file or a text to a definition and its problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from fabula import model
from fabula.checker.chance import without_draws
from fabula.checker.colour import colours_among
from fabula.checker.distinct import report_same
from fabula.checker.drives import (
    check_ending,
    check_expectation,
    check_fate,
    check_scene,
    check_wants,
    collect_endings,
    collect_scenes,
    report_wants_nothing,
    wants_of_each,
    without_wants,
)
from fabula.checker.effects import check_effects
from fabula.checker.events import check_action, check_reaction, check_tellings, check_trigger, collect_events
from fabula.checker.front import check_head
from fabula.checker.kinds import check_kinds, check_properties, collect_properties, collect_things, display
from fabula.checker.landmarks import scaled
from fabula.checker.moments import without_moments
from fabula.checker.names import CHARACTER, HELD_BY, MIND, Names, Scope
from fabula.checker.once import with_once
from fabula.checker.rules import check_rules, collect_rules, rules_of
from fabula.checker.things import check_thing, holders, ordered, thing_facts
from fabula.checker.using import Files, gather
from fabula.checker.walking import DEEPEST_TREE, is_too_deep
from fabula.problems import Problem, Problems
from fabula.source import Source, Span, place_of
from fabula.syntax import read, tree
from fabula.syntax.habits import explained
from fabula.syntax.reading import is_text

#: characters of a text from memory; a file has its own bound
LARGEST_TEXT = 2 * 1024 * 1024

Checked = tuple[model.Definition | None, Problems]
Node = TypeVar("Node")


def check_file(path: str | Path) -> Checked:
    """The story in a file, with all problems of it and of all files that it uses, in the order of their texts. None if there
    is an error among them."""
    problems = Problems()
    file = Path(path)
    source = read(file, problems)
    if source is None:
        return None, problems
    return _check(gather(source, file.parent, problems), display(file.stem))


def check_text(text: str, name: str = "<text>", folder: str | Path | None = None) -> Checked:
    """The story in a text. `folder`: where own files that it uses may be; without it, it can use the library alone."""
    problems = Problems()
    if len(text) > LARGEST_TEXT:
        problems.add(
            "too-large",
            f"'{name}' is too large for a story",
            expected=f"at most {LARGEST_TEXT} characters",
            seen=f"{len(text)} characters",
            hint="put parts of it into files of their own, and name them with 'use'",
        )
        return None, problems
    source = Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))
    if not is_text(source, problems):
        return None, problems
    return _check(gather(source, None if folder is None else Path(folder), problems), display(Path(name).stem))


def _check(files: Files, untitled: str) -> Checked:
    """The definition, and the problems in the order of the texts: the story's own first, then what it uses."""
    definition = _define(files, untitled)
    places = {id(one.source): place for place, one in enumerate(reversed(files.trees))}

    def place(problem: Problem) -> tuple[int, int]:
        span = problem.span
        return (-1, 0) if span is None else (places.get(id(span.source), len(places)), span.start)

    problems = Problems()
    problems.extend(explained(sorted(files.problems, key=place)))
    return definition, problems


def _define(files: Files, untitled: str) -> model.Definition | None:
    """All passes: names first, then what is made of them, in an order in which each finds what it needs."""
    problems = files.problems
    broken = frozenset(chain.from_iterable(one.broken for one in files.trees))
    unread = bool(problems.errors)
    statements = [one for one in chain.from_iterable(one.statements for one in files.trees) if _is_sound(problems, one)]
    statements = without_moments(statements, problems)
    colour = colours_among(statements)
    statements, draws = without_draws(with_once(statements, colour), problems)
    names = Names(problems, broken, files.incomplete, _words(statements))

    check_kinds(names, _of(tree.KindDefinition, statements))
    property_definitions = collect_properties(names, _of(tree.PropertyDefinition, statements))
    thing_definitions = collect_things(names, _of(tree.ThingDefinition, statements))
    rules = collect_rules(names, _of(tree.RuleDefinition, statements))
    events = collect_events(
        names, (one for one in statements if isinstance(one, tree.ActionDefinition | tree.TriggerDefinition))
    )
    ending_definitions = collect_endings(names, _of(tree.EndingDefinition, statements))
    scene_definitions = collect_scenes(names, _of(tree.SceneDefinition, statements))
    _report_shared_names(names)

    head = check_head(names, list(_of(tree.StoryHead, files.trees[-1].statements)), untitled, place_of(files.trees[-1].source))
    properties = check_properties(names, property_definitions)
    check_rules(names, rules)
    things = ordered(names, _known(check_thing(names, one) for one in thing_definitions))
    facts = _facts(names, statements, {id(one) for one in thing_definitions})
    tellings = check_tellings(names, _of(tree.FurtherTelling, statements))
    acts = [one for one in events if isinstance(one, tree.ActionDefinition)]
    every = {one.name: one for one in _known(check_action(names, one, tellings) for one in acts)}
    actions = {name: one for name, one in every.items() if name not in colour}
    colours = {name: one for name, one in every.items() if name in colour}
    rest = [one for one in events if isinstance(one, tree.TriggerDefinition)]
    triggers = {one.name: one for one in _known(check_trigger(names, one, tellings) for one in rest)}
    reactions = tuple(_known(check_reaction(names, one) for one in _of(tree.Reaction, statements)))
    report_same(names, reactions, actions)
    wants, fate_wants, wanting = _wants(names, statements)
    endings = {one.name: one for one in _known(check_ending(names, one) for one in ending_definitions)}
    scenes = {one.name: one for one in _known(check_scene(names, one) for one in scene_definitions)}
    fate = check_fate(names, _of(tree.Fate, statements))
    expectations = tuple(_known(check_expectation(names, one) for one in _of(tree.Expect, statements)))

    if not unread and not files.incomplete:
        _report_missing(names, Span(files.trees[-1].source, 0, 0))
        report_wants_nothing(names, actions.values(), wanting)
    if problems.errors:
        return None
    if names.held_by_used or any(thing.body is not None for thing in things.values()):
        properties = {HELD_BY: model.Property(HELD_BY, (CHARACTER,), model.ThingType(MIND), None), **properties}
        facts = (*holders(names, things), *facts)
    return model.Definition(
        head.front,
        MappingProxyType({name: kind for name, kind in names.kinds.items() if kind is not None}),
        MappingProxyType(things),
        tuple(names.choices),
        MappingProxyType(properties),
        facts,
        MappingProxyType(actions),
        MappingProxyType(triggers),
        reactions,
        MappingProxyType(wants),
        fate_wants,
        MappingProxyType(endings),
        fate,
        expectations,
        MappingProxyType(head.ahead),
        MappingProxyType(head.deep),
        rules=MappingProxyType(rules_of(names)),
        scenes=MappingProxyType(scenes),
        draws=draws,
        colours=MappingProxyType(colours),
    )


def _of(sort: type[Node], statements: Iterable[object]) -> Iterator[Node]:
    return (one for one in statements if isinstance(one, sort))


def _known(several: Iterable[Node | None]) -> Iterator[Node]:
    return (one for one in several if one is not None)


def _words(statements: Iterable[tree.Statement]) -> dict[str, str]:
    """Every word that is defined somewhere, and as what; kinds aside."""
    found: dict[str, str] = {}
    for statement in statements:
        match statement:
            case tree.ThingDefinition(_, name):
                found.setdefault(name.text, "thing")
            case tree.PropertyDefinition(name):
                found.setdefault(name.text, "property")
            case tree.RuleDefinition(name):
                found.setdefault(name.text, "rule")
            case tree.ActionDefinition(name):
                found.setdefault(name.text, "action")
    return found


def _is_sound(problems: Problems, statement: tree.Statement) -> bool:
    """Whether a statement can be walked by recursion; one that is nested too deeply is left out."""
    if not is_too_deep(statement):
        return True
    problems.add(
        "too-deep",
        "this is nested too deeply",
        statement.span,
        expected=f"at most {DEEPEST_TREE} levels",
        seen="more",
        hint="take parts out into rules, or into blocks of their own",
    )
    return False


def _report_shared_names(names: Names) -> None:
    """A value of an enumeration can't have the name of a thing: both are found by the bare name."""
    for value, span in names.choices.items():
        if value in names.things:
            names.duplicate(tree.Name(value, span), "a thing", names.things[value].span)


def _facts(names: Names, statements: Sequence[tree.Statement], things: set[int]) -> tuple[model.Effect, ...]:
    """The initial facts, in the order of the text."""
    scope = Scope(names)
    found: list[model.Effect] = []
    for statement in statements:
        match statement:
            case tree.ThingDefinition() if id(statement) in things:
                found += thing_facts(names, statement)
            case tree.ForEach():
                block = without_wants(statement)
                found += check_effects(scope, (block,)) if block is not None else ()
            case tree.Assign() | tree.Claim() | tree.Learn() | tree.Chain() | tree.Branch():
                found += check_effects(scope, (statement,))
    return tuple(found)


def _wants(
    names: Names, statements: Iterable[tree.Statement]
) -> tuple[dict[str, tuple[model.Want, ...]], tuple[model.Want, ...], set[str]]:
    """The wants of each mind and of fate, and who has any, also if they could not be understood."""
    wants: dict[str, tuple[model.Want, ...]] = {}
    fate: tuple[model.Want, ...] = ()
    for statement in statements:
        found: list[tuple[str, tuple[model.Want, ...]]] = []
        if isinstance(statement, tree.Wants):
            mind, lines = check_wants(Scope(names), statement)
            if statement.mind is None:
                fate += lines
            elif mind is not None:
                found = _whose(names, mind.expression, lines, statement)
        elif isinstance(statement, tree.ForEach):
            found = wants_of_each(Scope(names), statement)
        for who, lines in found:
            wants[who] = (*wants.get(who, ()), *lines)
    return {who: scaled(lines) for who, lines in wants.items()}, fate, set(wants)


def _whose(
    names: Names, mind: model.Expression, lines: tuple[model.Want, ...], wants: tree.Wants
) -> list[tuple[str, tuple[model.Want, ...]]]:
    if isinstance(mind, model.Literal) and isinstance(mind.value, str):
        return [(mind.value, lines)]
    names.problems.add(
        "syntax",
        "wants belong to someone by name",
        wants.mind.span if wants.mind is not None else wants.span,
        expected="the name of a character or a will",
        seen="something that changes",
        hint="write 'NAME wants', with 'if' in its lines",
    )
    return []


def _report_missing(names: Names, start: Span) -> None:
    if all(thing.kind is not None and not names.is_mind(thing.kind) for thing in names.things.values()):
        names.problems.add(
            "no-characters",
            "there is nobody in this story",
            start,
            expected="at least one character",
            seen="none",
            hint="write 'character NAME'",
        )
    if not names.endings:
        names.problems.add(
            "no-ending",
            "this story has no ending",
            start,
            expected="at least one ending",
            seen="none",
            hint="write 'ending NAME when CONDITION'",
        )
