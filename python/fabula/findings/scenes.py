"""Scenes that no life passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.findings.finding import Finding, joined
from fabula.findings.survey import Survey
from fabula.findings.unmet_conditions import lack_of
from fabula.lives.scenes import NO_SCENE, scenes_of
from fabula.model import Scene
from fabula.problems import Problem, counted
from fabula.task import FALSE


def of_scenes(survey: Survey) -> Iterator[Finding]:
    """`empty-scene`. What grounding has found to be out of reach already is no finding. The atlas is complete."""
    of = scenes_of(survey.atlas)
    passed = set(of)
    for number, (name, condition) in enumerate(survey.ground.scenes.items()):
        if number in passed or condition == FALSE:
            continue
        scene = survey.definition.scenes[name]
        holding = list(survey.atlas.where(condition))
        yield _shadowed(survey, scene, holding, of) if holding else _never(survey, scene)


def _shadowed(survey: Survey, scene: Scene, holding: list[int], of: Sequence[int]) -> Finding:
    """Where it holds, an earlier one does, or the story has ended."""
    names = list(survey.definition.scenes)
    before: dict[str, int] = {}
    ended = 0
    for state in holding:
        if of[state] == NO_SCENE:
            ended += 1
        else:
            before[names[of[state]]] = before.get(names[of[state]], 0) + 1
    others = [f"'{name}'" for name in before]
    reasons = [f"{joined(others, 'or')} holds too and comes first"] if others else []
    reasons += ["the story has ended"] if ended else []
    hint = "let it ask for what is so before the story ends, or leave it out: the ending has a name of its own"
    if others:
        hint = f"put it before {joined(others)}, or let {'that one' if len(others) == 1 else 'those'} ask for more"
    places = [(survey.definition.scenes[name].span, f"'{name}' comes before it") for name in before]
    return Finding(
        Problem(
            "empty-scene",
            f"no life passes the scene '{scene.name}': where it holds, {', or '.join(reasons)}",
            scene.span,
            seen=f"it holds in {counted(len(holding), 'state')}",
            hint=hint,
            notes=tuple((span, text) for span, text in places if span is not None),
        ),
        survey.life(holding[0]),
        {"states": len(holding), "instead": before, "ended": ended},
    )


def _never(survey: Survey, scene: Scene) -> Finding:
    lack = lack_of(survey, scene.condition)
    return Finding(
        Problem(
            "empty-scene",
            f"no life passes the scene '{scene.name}': its condition never holds",
            lack.shown.span or scene.span,
            expected="a condition that holds at some time in some life",
            seen=lack.seen,
            hint="let it ask for what is so at some time, or leave the scene out",
        ),
        survey.life(lack.closest),
        lack.evidence,
        lacks=(lack.shown,),
    )
