"""Properties that something changes, and that yet never change."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.findings.finding import Finding, is_own, joined
from fabula.findings.survey import Survey
from fabula.grounding.causes import assignments
from fabula.grounding.ideas import taken_values
from fabula.problems import Problem, counted
from fabula.task import AnyOf, Compare, Condition, Constant, Read, Several, Value


def of_properties(survey: Survey) -> Iterator[Finding]:
    """`never-changes`: acts that happen are said to change a property, and it is the same in all states of all lives, also in
    everybody's mind. The atlas is complete."""
    fluents: dict[str, list[int]] = {}
    for (name, _), number in survey.ground.fluents.items():
        fluents.setdefault(name, []).append(number)
    writers: dict[str, dict[str, None]] = {}
    for schema in survey.instances:
        for one in assignments(survey.definition.actions[schema].outcomes) if schema in survey.happening else ():
            if not one.believers:
                writers.setdefault(one.target.property, {})[schema] = None
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


def _otherwise(survey: Survey, numbers: list[int]) -> Condition:
    """That one of these is not what it is at the beginning, in the world or in somebody's mind."""
    engine = survey.atlas.world.engine
    start = survey.atlas.state(0)
    parts: list[Condition] = []
    for path in ((), *((mind,) for mind in range(len(survey.task.characters)))):
        taken = taken_values(engine, engine.belief(start, path[0]) if path else start)
        for number in numbers:
            parts += _other_than(Read(path, number), taken[number])
    return AnyOf(tuple(parts))


def _other_than(here: Read, value: Value) -> list[Condition]:
    """That something is not, or is not taken to be, just this: each of these is one way."""
    if not isinstance(value, Several):
        # What somebody takes to be one of several is not so, and not the opposite, either.
        is_so = Compare("==", here, Constant(value), denied=True)
        return [is_so if here.path else Compare("!=", here, Constant(value))]
    first, *others = value.values
    ruled_out: list[Condition] = [Compare("may be", here, Constant(code), denied=True) for code in value.values]
    return [Compare("in", here, Constant(first, tuple(others)), denied=True), *ruled_out]
