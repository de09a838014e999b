"""Wants that never move anybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fabula.budget import Budget
from fabula.engine.core import NativeEngine
from fabula.engine.interface import State
from fabula.findings.finding import Finding, asked_by, is_own, joined, none_of
from fabula.findings.survey import Survey, TimeOver
from fabula.grounding import Ground
from fabula.lives.atlas import Atlas
from fabula.lives.reasons import wants_of
from fabula.model import Definition
from fabula.problems import Problem, counted
from fabula.source import Span
from fabula.task import UNKNOWN, Arithmetic, Constant, Expression, Task

#: how many states are explored without a want to see whether it makes a difference
LOOKED = 1000
#: how many steps are asked about between two looks at the clock
OFTEN = 256


#: lines of wants, by mind and place
Whose = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _World:
    definition: Definition
    ground: Ground
    engine: NativeEngine


def of_wants(survey: Survey) -> Iterator[Finding]:
    """`idle-want`: a line that is part of no reason in any life, and without which all lives are the same: what is feared is no
    part of a reason either, and yet it keeps people from doing things. Of those who are played nothing is said: their reasons
    are the reader's. The atlas is complete."""
    lines: dict[tuple[Span | None, str], Whose] = {}
    for name, wants in survey.definition.wants.items():
        if survey.ground.minds[name] in survey.atlas.free:
            continue
        for place, want in enumerate(wants):
            if is_own(want.span):
                key = want.span, want.text
                lines[key] = (*lines.get(key, ()), (survey.ground.minds[name], place))
    # Who never does anything is moved by nothing: that is said once.
    acting = {mind for act, places in enumerate(survey.sources) if places for mind in survey.task.actions[act].consenting}
    moving = _moving(survey)
    idle = {
        key: whose
        for key, whose in lines.items()
        if not acting.isdisjoint(mind for mind, _ in whose) and moving.isdisjoint(whose) and _is_same(survey, whose, LOOKED)
    }
    if not idle:
        return
    everybody = tuple(place for whose in idle.values() for place in whose)
    if _is_same(survey, everybody, None):
        for (span, text), whose in idle.items():
            yield _idle(survey, span, text, whose, len(idle))
        return
    for (span, text), whose in idle.items():
        if _is_same(survey, whose, None):
            yield _idle(survey, span, text, whose, 1)


def _idle(survey: Survey, span: Span | None, text: str, whose: Whose, together: int) -> Finding:
    minds = [survey.task.characters[mind] for mind, _ in whose]
    who = joined([f"'{mind}'" for mind in minds])
    others = "" if together == 1 else f", also if {counted(together - 1, 'other line')} of this kind are left out with it"
    return Finding(
        Problem(
            "idle-want",
            f"what {who} {'wants' if len(minds) == 1 else 'want'} here moves nobody: it is part of no reason in any life",
            span,
            seen=f"{none_of(survey.atlas.edges, 'step')} is done for it; all lives are the same without it{others}",
            hint="let somebody be able to do something about it, or leave it out",
        ),
        evidence={
            "want": text,
            "minds": minds,
            "steps": survey.atlas.edges,
            "same_without": survey.atlas.size,
            "lines": together,
        },
        lacks=asked_by(
            tuple(one for mind in minds for one in survey.definition.wants[mind] if (one.span, one.text) == (span, text))
        ),
    )


def _moving(survey: Survey) -> set[tuple[int, int]]:
    """The lines of wants, by mind and place, that the reason for some step of some life makes better."""
    engine = survey.atlas.world.engine
    idle: dict[int, dict[int, Expression]] = {}
    for name in survey.definition.wants:
        lines = wants_of(survey.ground, name)
        varying: dict[int, Expression] = {
            place: value for place, (_, value) in enumerate(lines) if not isinstance(value, Constant)
        }
        idle[survey.ground.minds[name]] = varying
    moving: set[tuple[int, int]] = set()
    asked: set[tuple[State, int, int]] = set()
    for step, (number, act, _) in enumerate(survey.edges()):
        if step % OFTEN == 0:
            survey.go_on()
        for mind in survey.task.actions[act].consenting if act < len(survey.task.actions) else ():
            if not idle.get(mind) or mind in survey.atlas.free:
                continue
            state = survey.atlas.state(number)
            believed = engine.belief(state, mind)
            if (believed, act, mind) in asked:
                continue
            asked.add((believed, act, mind))
            end = believed
            for one in engine.plan(state, act, mind) or ():
                end = engine.do(end, one, mind)
            for place, value in list(idle[mind].items()):
                before, after = engine.evaluate(believed, value), engine.evaluate(end, value)
                if after != UNKNOWN and (before == UNKNOWN or after > before):
                    moving.add((mind, place))
                    del idle[mind][place]
    return moving


def _is_same(survey: Survey, whose: Whose, states: int | None) -> bool:
    """Whether lives are the same without these lines: the first `states` of them (None: all). Raises `TimeOver`."""
    survey.go_on()
    task = without(survey, whose)
    known = survey.atlas
    free = tuple(task.characters[mind] for mind in known.free)
    other = Atlas(_World(survey.definition, replace(survey.ground, task=task), NativeEngine(task)), free)
    other.explore(Budget(survey.seconds_left, None, states))
    if other.why not in ("", "states"):
        raise TimeOver
    end = other.firsts[other.expanded]
    return (
        other.firsts == known.firsts[: other.expanded + 1]
        and other.acts == known.acts[:end]
        and other.targets == known.targets[:end]
        and other.endings == known.endings[: other.size]
    )


def without(survey: Survey, whose: Whose) -> Task:
    """The task in which some lines of wants are left out, by mind and place."""
    utilities = list(survey.task.utilities)
    for mind in {mind for mind, _ in whose}:
        total: Expression = Constant(0)
        for place, (_, value) in enumerate(wants_of(survey.ground, survey.task.characters[mind])):
            if (mind, place) not in whose:
                total = Arithmetic("+", total, value)
        utilities[mind] = total
    return replace(survey.task, utilities=tuple(utilities))
