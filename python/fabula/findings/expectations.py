"""What a story expects of itself: each `expect` line holds, is broken, or is not known within the budget."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.findings.finding import Finding, none_of
from fabula.findings.survey import Survey
from fabula.model import Expectation
from fabula.problems import Problem
from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Expected:
    """An `expect` line as written. `holds`: None = not known. `life`: the acts of a life that shows it, if a life can: one that
    comes to what `can` speaks of, or one that breaks what `must` and `never` speak of."""

    text: str
    holds: bool | None
    life: tuple[str, ...] | None
    span: Span | None = None

    def data(self) -> dict[str, object]:
        return {"text": self.text, "holds": self.holds, "life": None if self.life is None else list(self.life)}


def expected(survey: Survey) -> tuple[Expected, ...]:
    """All `expect` lines. Whatever a life shows is known, however much of the atlas is missing."""
    return tuple(_judged(survey, one) for one in survey.definition.expectations)


def broken(survey: Survey, one: Expected) -> Finding:
    """The problem of an expectation that does not hold."""
    if one.life is None:
        seen = f"{none_of(survey.atlas.size, 'state')} shows it, and lives pass no other"
        hint = "see what is in its way, or expect otherwise"
    else:
        seen = "the life that is shown" if one.life else "so it is at the very beginning"
        hint = "mend what this life shows, or expect otherwise"
    return Finding(
        Problem("broken-expectation", f"the story does not keep what it expects: {one.text}", one.span, seen=seen, hint=hint),
        one.life,
        {"expect": one.text, "states": survey.atlas.size},
    )


def _judged(survey: Survey, one: Expectation) -> Expected:
    shown = _shown(survey, one)
    # A life shows that an ending can be reached, and that something does not always or not never happen.
    of_life = one.word == "can"
    holds: bool | None = None
    if shown is not None:
        holds = of_life
    elif survey.atlas.complete:
        holds = not of_life
    if holds is not None and one.negated:
        holds = not holds
    return Expected(one.text, holds, None if shown is None else survey.life(shown), one.span)


def _shown(survey: Survey, one: Expectation) -> int | None:
    """The first state that answers: the ending of `can`, another end than that of `must`, what is `never` to be."""
    if one.word == "never":
        assert one.condition is not None
        return next(iter(survey.atlas.where(survey.ground.condition(one.condition))), None)
    wanted = next(number for number, ending in enumerate(survey.task.endings) if ending.name == one.ending)
    if one.word == "can":
        return next((number for number, ending in enumerate(survey.atlas.endings) if ending == wanted), None)
    others = (number for number, ending in enumerate(survey.atlas.endings) if ending not in (wanted, -1))
    first, stuck = next(others, None), survey.atlas.stuck
    return min((number for number in (first, *stuck[:1]) if number is not None), default=None)
