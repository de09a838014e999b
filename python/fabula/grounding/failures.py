"""What stops grounding: numbers that can't be computed, and too much of something."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from fabula.grounding.figures import BadNumber
from fabula.grounding.steps import StepsEnded
from fabula.model import Action, Definition, Thing, Trigger
from fabula.problems import Problems, StoryProblems
from fabula.source import Span
from fabula.task import LARGEST


def report_bad_number(bad: BadNumber, problems: Problems) -> None:
    """A constant that can't be computed."""
    if bad.code == "division-by-zero":
        problems.add(
            bad.code,
            "a number is divided by 0",
            bad.span,
            expected="a divisor that is never 0",
            seen="0",
            hint="divide by something that is never 0, or put the division under 'if'",
        )
    else:
        problems.add(
            bad.code,
            "this number is more than fabula computes with",
            bad.span,
            expected=f"a number from {-LARGEST} to {LARGEST}",
            hint="use smaller numbers",
        )


def report_too_many_cases(span: Span | None, problems: Problems, definition: Definition | None = None) -> None:
    """A condition that can't be written out. With `definition`, what stands in the library is not blamed: nobody can change it
    there."""
    if definition is not None and span is not None and _is_of_the_library(span):
        kinds = sorted(definition.kinds, key=lambda kind: -len(_own_things(definition, kind)))
        problems.add(
            "too-many-cases",
            f"the story has so many things that {_module(span)} splits into too many cases",
            _last_thing(definition, kinds[:1]),
            seen=_amounts(definition, kinds[:3]),
            hint="use fewer things of these kinds, or leave the module out",
        )
        return
    problems.add(
        "too-many-cases",
        "the conditions here split into too many cases",
        span,
        hint="ask fewer properties of properties in one condition, or use narrower kinds",
    )


def report_too_many_instances(
    definition: Definition, event: Action | Trigger, found: str, most: int, problems: Problems
) -> None:
    """An event is multiplied out into too many. If it is of the library, its things are blamed, which are the author's."""
    kinds = _kinds(definition, event)
    is_library = _is_of_the_library(event.span)
    seen = _amounts(definition, kinds) if is_library else _parameters(definition, event)
    problems.add(
        "too-many-actions",
        f"{_blamed(event)} has too many instances",
        _last_thing(definition, kinds) if is_library else event.span,
        expected=f"at most {most} instances in all",
        seen=f"{seen}; {found}" if seen else found,
        hint="use fewer things of these kinds, or leave the module out"
        if is_library
        else "give parameters narrower kinds, or say in 'when' early how they belong together",
    )


def report_too_many_fluents(definition: Definition, event: Action | Trigger, most: int, problems: Problems) -> None:
    """With an event there are too many ground properties that change. Of the library nothing is blamed."""
    kinds = _kinds(definition, event)
    is_library = _is_of_the_library(event.span)
    problems.add(
        "too-many-facts",
        f"with {_blamed(event)} the properties of the story have too many instances that can change"
        if not is_library
        else "the story has so many things that its properties have too many instances that can change",
        _last_thing(definition, kinds) if is_library else event.span,
        expected=f"at most {most}",
        seen=_amounts(definition, kinds) if is_library else _parameters(definition, event),
        hint="use fewer things, or properties with fewer arguments",
    )


def _is_of_the_library(span: Span | None) -> bool:
    return span is not None and span.source.is_library


def _blamed(event: Action | Trigger) -> str:
    if event.span is not None and event.span.source.is_library:
        return f"the story has so many things that {_module(event.span)}"
    return f"'{event.name}'"


def _kinds(definition: Definition, event: Action | Trigger) -> list[str]:
    """The kinds of its parameters, of which there are most things first."""
    kinds = dict.fromkeys(parameter.kind for parameter in event.parameters)
    return sorted(kinds, key=lambda kind: -len(definition.things_of(kind)))


def _parameters(definition: Definition, event: Action | Trigger) -> str:
    return " × ".join(f"{p.name}: {len(definition.things_of(p.kind))} {p.kind}" for p in event.parameters)


def _own_things(definition: Definition, kind: str) -> list[Thing]:
    return [thing for thing in definition.things_of(kind) if thing.span is not None and not thing.span.source.is_library]


def _last_thing(definition: Definition, kinds: Iterable[str]) -> Span | None:
    """Where the last thing stands of the first of some kinds that has any."""
    return next((things[-1].span for things in (_own_things(definition, kind) for kind in kinds) if things), None)


def _amounts(definition: Definition, kinds: Iterable[str]) -> str:
    return " × ".join(f"{len(definition.things_of(kind))} {kind}" for kind in kinds)


def _module(span: Span) -> str:
    """As it is written in a story: 'use sight'."""
    return f"'use {PurePosixPath(span.source.name).stem}'"


def report_too_many_facts(definition: Definition, problems: Problems) -> None:
    """The facts at the start alone are too many."""
    problems.add(
        "too-many-facts",
        "the facts at the start of the story are too many",
        next((source.span for source in (*definition.facts, *definition.properties.values()) if source.span), None),
        hint="give 'for each' narrower kinds, or properties fewer arguments",
    )


def problem_of(failed: StepsEnded | BadNumber, span: Span | None) -> StoryProblems:
    """The failure of a single expression."""
    problems = Problems()
    if isinstance(failed, BadNumber):
        report_bad_number(failed, problems)
    else:
        report_too_many_cases(span, problems)
    return StoryProblems(problems)
