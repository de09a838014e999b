"""Properties that something changes, and that yet never change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.findings.finding import Finding, counted, is_own, joined
from fabula.findings.survey import Survey
from fabula.model import Assign, Effect, ForEach, When
from fabula.problems import Problem
from fabula.task import UNKNOWN, AnyOf, Compare, Condition, Constant, Read, Sort


def of_properties(survey: Survey) -> Iterator[Finding]:
    """`never-changes`: acts that happen are said to change a property, and it is the same in all states of all lives, also in
    everybody's mind. The atlas is complete."""
    fluents: dict[str, list[int]] = {}
    for (name, _), number in survey.ground.fluents.items():
        fluents.setdefault(name, []).append(number)
    writers: dict[str, dict[str, None]] = {}
    for schema in survey.instances:
        for name in _changed(survey.definition.actions[schema].effects) if schema in survey.happening else ():
            writers.setdefault(name, {})[schema] = None
    for name, numbers in fluents.items():
        declared = survey.definition.properties[name]
        if not is_own(declared.span) or name not in writers:
            continue
        survey.go_on()
        if len(survey.atlas.where(_otherwise(survey, numbers))):
            continue
        acts = [f"'{schema}'" for schema in writers[name]]
        yield Finding(
            Problem(
                "never-changes",
                f"'{name}' never changes in any life, though {joined(acts)} {'has' if len(acts) == 1 else 'have'} it changed",
                declared.span,
                seen=f"the same in all of {counted(survey.atlas.size, 'state')}",
                hint="ask whether it is so already, at its bound, or under a condition that is never met",
            ),
            (),
            {"changed_by": list(writers[name]), "states": survey.atlas.size},
        )


def _changed(effects: Iterable[Effect]) -> Iterator[str]:
    """The properties that effects are to change in the world."""
    for effect in effects:
        match effect:
            case Assign(believers, target):
                if not believers:
                    yield target.property
            case When(_, then, otherwise):
                yield from _changed((*then, *otherwise))
            case ForEach(_, _, inner):
                yield from _changed(inner)


def _otherwise(survey: Survey, numbers: list[int]) -> Condition:
    """That one of these is not what it is at the beginning, in the world or in somebody's mind."""
    engine = survey.atlas.world.engine
    start = survey.atlas.state(0)
    parts: list[Condition] = []
    for number in numbers:
        for path in ((), *((mind,) for mind in range(len(survey.task.characters)))):
            state = engine.belief(start, path[0]) if path else start
            value = engine.value(state, number)
            here = Read(path, number)
            if survey.task.fluents[number].sort is Sort.TRUTH:
                parts.append(Compare("==", here, Constant(1 - value)))
            elif survey.task.fluents[number].sort is Sort.SYMBOL:
                parts += [Compare("==", here, Constant(code)) for code in _others(survey, number, value)]
            else:
                parts.append(Compare("!=", here, Constant(value)))
    return AnyOf(tuple(parts))


def _others(survey: Survey, number: int, value: int) -> list[int]:
    return [code for code in (*survey.task.fluents[number].domain, UNKNOWN) if code != value]
