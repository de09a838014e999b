"""Endings that no life reaches, and those that always come too late."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.findings.finding import Finding, joined
from fabula.findings.survey import Survey
from fabula.findings.unmet_conditions import lack_of
from fabula.model import Ending
from fabula.problems import Problem, counted
from fabula.task import FALSE


def of_endings(survey: Survey) -> Iterator[Finding]:
    """`unreachable-ending` and `shadowed-ending`. What grounding has found to be out of reach already, and what the story
    itself expects to be, is no finding. The atlas is complete."""
    reached = set(survey.atlas.endings)
    expected = {one.ending for one in survey.definition.expectations if one.word == "can" and one.negated}
    for number, ground in enumerate(survey.task.endings):
        if number in reached or ground.condition == FALSE or ground.name in expected:
            continue
        ending = survey.definition.endings[ground.name]
        holding = survey.atlas.where(ground.condition)
        yield _shadowed(survey, ending, list(holding)) if len(holding) else _unreachable(survey, ending)


def _shadowed(survey: Survey, ending: Ending, holding: list[int]) -> Finding:
    before: dict[str, int] = {}
    for number in holding:
        name = survey.task.endings[survey.atlas.endings[number]].name
        before[name] = before.get(name, 0) + 1
    earlier = [f"'{name}'" for name in before]
    places = [(survey.definition.endings[name].span, f"'{name}' comes before it") for name in before]
    return Finding(
        Problem(
            "shadowed-ending",
            f"the ending '{ending.name}' never has its turn: where it holds, {joined(earlier, 'or')} holds too and comes first",
            ending.span,
            seen=f"it holds in {counted(len(holding), 'state')}",
            hint=f"put it before {joined(earlier)}, or let {'that one' if len(earlier) == 1 else 'those'} ask for more",
            notes=tuple((span, text) for span, text in places if span is not None),
        ),
        survey.life(holding[0]),
        {"states": len(holding), "instead": before},
    )


def _unreachable(survey: Survey, ending: Ending) -> Finding:
    lack = lack_of(survey, ending.condition)
    return Finding(
        Problem(
            "unreachable-ending",
            f"the ending '{ending.name}' is reached by no life",
            lack.shown.span or ending.span,
            expected="a condition that some life makes true",
            seen=lack.seen,
            hint=f"if that is meant, write 'expect not can {ending.name}'; else let somebody have a reason to bring it about",
        ),
        survey.life(lack.closest),
        lack.evidence,
    )
