"""Endings that no life reaches, and those that always come too late."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.findings.finding import Finding, joined
from fabula.findings.survey import Survey
from fabula.findings.unmet_conditions import lack_of
from fabula.lives.finding import life_of
from fabula.model import Ending
from fabula.problems import Problem, counted
from fabula.proving.basis import basis_in_english, basis_of
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Exhausted
from fabula.source import Span
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


def of_proven_endings(survey: Survey) -> Iterator[Finding]:
    """The same where the atlas is not complete, of the endings that are proven to be reached by no life."""
    expected = {one.ending for one in survey.definition.expectations if one.word == "can" and one.negated}
    for number, ground in enumerate(survey.task.endings):
        verdict = survey.verdict(ending_goal(survey.task, number))
        if verdict is None or verdict.proof is None or ground.condition == FALSE or ground.name in expected:
            continue
        ending = survey.definition.endings[ground.name]
        holds = survey.verdict(Goal(None, ground.condition)) if isinstance(verdict.proof, Exhausted) else verdict
        if holds is None:
            continue
        if holds.moves is not None:
            yield _overtaken(survey, ending, holds.moves)
        elif holds.proof is not None:
            basis = basis_of(survey.world, holds.proof, ending.condition)
            span = None if basis.part is None else basis.part.span
            seen = basis_in_english(basis, names_part=span is None)
            yield Finding(_nowhere(ending, span, seen), None, {"basis": basis.data()})


def _overtaken(survey: Survey, ending: Ending, moves: tuple[int, ...]) -> Finding:
    """An ending that holds at the end of a life, where another one comes first."""
    end = life_of(survey.world, moves, survey.atlas.free)
    instead = "" if end.ending is None else end.ending
    span = survey.definition.endings[instead].span if end.ending is not None else None
    problem = Problem(
        "shadowed-ending",
        f"the ending '{ending.name}' never has its turn: where it holds, '{instead}' holds too and comes first",
        ending.span,
        seen="it holds where the life that is shown ends, and in no life is it the first",
        hint=f"put it before '{instead}', or let that one ask for more",
        notes=() if span is None else ((span, f"'{instead}' comes before it"),),
    )
    return Finding(problem, survey.names(moves), {"instead": {instead: 1}})


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
        ("ending", ending.name),
    )


def _unreachable(survey: Survey, ending: Ending) -> Finding:
    lack = lack_of(survey, ending.condition)
    return Finding(
        _nowhere(ending, lack.shown.span, lack.seen),
        survey.life(lack.closest),
        lack.evidence,
        ("ending", ending.name),
        (lack.shown,),
    )


def _nowhere(ending: Ending, part: Span | None, seen: str) -> Problem:
    """That no life reaches an ending. `part`: of its condition, where it lacks."""
    return Problem(
        "unreachable-ending",
        f"the ending '{ending.name}' is reached by no life",
        part or ending.span,
        expected="a condition that some life makes true",
        seen=seen,
        hint=f"if that is meant, write 'expect not can {ending.name}'; else let somebody have a reason to bring it about",
    )
