"""Choices that make no difference."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from fabula.engine.attempts import moved
from fabula.findings.finding import Finding, joined
from fabula.findings.post_dominators import OFTEN, Roads
from fabula.findings.survey import Survey
from fabula.problems import Problem, counted


@dataclass(slots=True)
class _Choice:
    """The states in which somebody can choose between these actions: how many, in how many of them the choice leads to equal
    states at once, and the first of them with what can be done there and where all roads meet again."""

    states: int = 0
    at_once: int = 0
    matters: bool = False
    first: tuple[int, dict[int, int], int] = field(default=(0, {}, 0))


def of_choices(survey: Survey) -> Iterator[Finding]:
    """`idle-choice`: somebody can choose between the same actions in some states, and in every one of them all that can be
    chosen leads to equal states, or all roads from there lead to one and the same state. The atlas is complete."""
    found: dict[tuple[int, tuple[str, ...]], _Choice] = {}
    roads = Roads(survey)
    for number in range(survey.atlas.expanded):
        if number % OFTEN == 0:
            survey.go_on()
        steps = survey.atlas.steps(number)
        if len(steps) < 2:
            continue
        options: dict[int, dict[int, int]] = {}
        for act, target in steps:
            done, tried_by = moved(survey.task, act)
            for mind in survey.task.actions[done].consenting if tried_by is None else (tried_by,):
                options.setdefault(mind, {})[act] = target
        for mind, acts in options.items():
            if len(acts) < 2:
                continue
            choice = found.setdefault((mind, tuple(sorted({survey.schema(act) for act in acts}))), _Choice())
            meeting = roads.meeting(acts.values())
            if choice.states == 0:
                choice.first = number, acts, meeting
            choice.states += 1
            choice.matters = choice.matters or meeting == roads.end
            choice.at_once += len(set(acts.values())) == 1
    for (mind, schemas), choice in found.items():
        if not choice.matters:
            yield _idle(survey, survey.task.characters[mind], schemas, choice)


def _idle(survey: Survey, name: str, schemas: tuple[str, ...], choice: _Choice) -> Finding:
    number, acts, meeting = choice.first
    names = [f"'{schema}'" for schema in schemas]
    what = f"between {joined(names)}" if len(names) > 1 else f"how to {names[0]}"
    at_once = choice.at_once == choice.states
    outcome = "what can be chosen leads to equal states" if at_once else "all roads meet again in one state"
    far = _distances(survey, meeting)
    roads = {survey.names([act])[0]: [*_road(survey, target, far)] for act, target in acts.items()}
    farthest = max(len(road) for road in roads.values())
    later = f", {counted(farthest, 'act')} later at the most" if farthest else ""
    return Finding(
        Problem(
            "idle-choice",
            f"wherever '{name}' can choose {what}, it makes no difference: {outcome}",
            next((survey.definition.actions[schema].span for schema in schemas), None),
            seen=f"{counted(choice.states, 'state')}; in the first it is {joined(list(roads), 'or')}{later}",
            hint="let something that is chosen leave a trace, in the world or in somebody's mind",
        ),
        survey.life(number),
        {"who": name, "states": choice.states, "equal_at_once": choice.at_once, "roads": roads},
        from_beginning=not at_once and bool(survey.lost[0]),
    )


def _distances(survey: Survey, end: int) -> list[int]:
    """How many acts it is at least from each state to this one; -1 where no road leads to it."""
    far = [-1] * survey.atlas.size
    far[end] = 0
    pending = deque([end])
    looked = 0
    while pending:
        here = pending.popleft()
        looked += 1
        if looked % OFTEN == 0:
            survey.go_on()
        for source in survey.before[here]:
            if far[source] < 0:
                far[source] = far[here] + 1
                pending.append(source)
    return far


def _road(survey: Survey, start: int, far: list[int]) -> tuple[str, ...]:
    """The acts of a shortest road, of several the one whose acts come first."""
    acts: list[int] = []
    while far[start]:
        act, start = next((act, target) for act, target in survey.atlas.steps(start) if far[target] == far[start] - 1)
        acts.append(act)
    return survey.names(acts)
