"""What a story expects of itself: each `expect` line holds, is broken, or is not known within the budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula.findings.finding import Finding, none_of
from fabula.findings.survey import Survey
from fabula.lives import ends
from fabula.model import Expectation
from fabula.problems import Problem
from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Expected:
    """An `expect` line as written. `holds`: None = not known. `life`: the acts of a life that shows it, if a life can: one that
    comes to what `can` speaks of, or one that breaks what `must` and `never` speak of. `circle`: the acts by which that life
    then goes round for ever, if it does."""

    text: str
    holds: bool | None
    life: tuple[str, ...] | None
    span: Span | None = None
    circle: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        life = None if self.life is None else list(self.life)
        return {"text": self.text, "holds": self.holds, "life": life, "circle": list(self.circle)}


def expected(survey: Survey) -> tuple[Expected, ...]:
    """All `expect` lines. Whatever a life shows is known, however much of the atlas is missing."""
    return tuple(_judged(survey, one) for one in survey.definition.expectations)


def broken(survey: Survey, one: Expected) -> Finding:
    """The problem of an expectation that does not hold."""
    if one.life is None:
        seen = f"{none_of(survey.atlas.size, 'state')} shows it, and lives pass no other"
        hint = "see what is in its way, or expect otherwise"
    else:
        seen = "the life that is shown" if one.life or one.circle else "so it is at the very beginning"
        seen += ", which goes round for ever" if one.circle else ""
        hint = "mend what this life shows, or expect otherwise"
    return Finding(
        Problem("broken-expectation", f"the story does not keep what it expects: {one.text}", one.span, seen=seen, hint=hint),
        one.life,
        {"expect": one.text, "states": survey.atlas.size, **({"circle": list(one.circle)} if one.circle else {})},
    )


def _judged(survey: Survey, one: Expectation) -> Expected:
    shown, circle = _shown(survey, one)
    # A life shows that an ending can be reached, and that something does not always or not never happen.
    of_life = one.word == "can"
    holds: bool | None = None
    if shown is not None:
        holds = of_life
    elif survey.atlas.complete:
        holds = not of_life
    if holds is not None and one.negated:
        holds = not holds
    return Expected(one.text, holds, None if shown is None else survey.names(shown), one.span, survey.names(circle))


def _shown(survey: Survey, one: Expectation) -> tuple[tuple[int, ...] | None, tuple[int, ...]]:
    """The moves of a life that answers, and of the circle that it ends in: to the ending of `can`, never to that of `must`, to
    what is `never` to be. None: there is none."""
    atlas = survey.atlas
    if one.word == "never":
        assert one.condition is not None
        return _first(survey, atlas.where(survey.ground.condition(one.condition))), ()
    wanted = next(number for number, ending in enumerate(survey.task.endings) if ending.name == one.ending)
    if one.word == "can":
        return _first(survey, atlas.ended(wanted)), ()
    against = (ends.against_at_last if one.later else ends.against)(atlas, atlas.ended(wanted))
    return (None, ()) if against is None else (against.way, against.circle)


def _first(survey: Survey, numbers: Iterable[int]) -> tuple[int, ...] | None:
    first = next(iter(numbers), None)
    return None if first is None else survey.atlas.way(first)
