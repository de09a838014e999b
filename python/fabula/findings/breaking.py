"""Where a story breaks: a fault that some life meets, with that life."""

from __future__ import annotations

from fabula.findings.finding import Finding
from fabula.findings.survey import Survey
from fabula.lives.atlas import Atlas
from fabula.runtime_errors import RUNTIME_ERRORS, Fault, problem_of


def of_fault(survey: Survey, fault: Fault) -> Finding:
    """The problem of a fault that ended an exploration: it was met in the first state the steps of which are not known."""
    atlas = survey.atlas
    problem = problem_of(survey.definition, fault)
    number = atlas.expanded
    if number >= atlas.size:
        return Finding(problem)
    act = _breaking(atlas, number)
    if act is None:
        return Finding(problem, survey.life(number), {"act": None})
    return Finding(problem, survey.life(number), {"act": survey.task.actions[act].name})


def _breaking(atlas: Atlas, number: int) -> int | None:
    """The act that is possible in a state and goes wrong there; None if it goes wrong only in what somebody thinks of."""
    engine, state = atlas.world.engine, atlas.state(number)
    for act in engine.possible(state):
        try:
            engine.do(state, act)
        except RUNTIME_ERRORS:
            return act
    return None
