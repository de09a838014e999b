"""What a story expects of itself: each `expect` line holds, is broken, or is not known within the budget."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fabula.findings.finding import Finding, none_of
from fabula.findings.survey import Survey
from fabula.lives import ends
from fabula.model import Expectation
from fabula.problems import Problem
from fabula.proving.always import Always
from fabula.proving.astray import Astray
from fabula.proving.basis import Basis, basis_in_english, basis_of, basis_of_always
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Verdict
from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Expected:
    """An `expect` line as written. `holds`: None = not known. `life`: the acts of a life that shows it, if a life can: one that
    comes to what `can` speaks of, or one that breaks what `must` and `never` speak of. `circle`: the acts by which that life
    then goes round for ever, if it does. `basis`: what it rests on that no life shows it, where not all of them are known."""

    text: str
    holds: bool | None
    life: tuple[str, ...] | None
    span: Span | None = None
    circle: tuple[str, ...] = ()
    basis: Basis | None = None

    def data(self) -> dict[str, object]:
        life = None if self.life is None else list(self.life)
        basis = None if self.basis is None else self.basis.data()
        return {"text": self.text, "holds": self.holds, "life": life, "circle": list(self.circle), "basis": basis}


def expected(survey: Survey) -> tuple[Expected, ...]:
    """All `expect` lines. Whatever a life shows is known, however much of the atlas is missing."""
    return tuple(_judged(survey, one) for one in survey.definition.expectations)


def broken(survey: Survey, one: Expected) -> Finding:
    """The problem of an expectation that does not hold."""
    if one.basis is not None:
        seen = basis_in_english(one.basis)
        hint = "see what is in its way, or expect otherwise"
    elif one.life is None:
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
    verdict = None if shown is not None or survey.atlas.complete else _verdict(survey, one)
    if verdict is not None:
        shown = verdict.moves
    always: Always | None = None
    if one.word == "must" and shown is None and not survey.atlas.complete:
        always, against = _of_all_lives(survey, one)
        if against is not None:
            shown, circle = against.moves, against.circle
    # A life shows that an ending can be reached, and that something does not always or not never happen.
    of_life = one.word == "can"
    holds: bool | None = None
    if shown is not None:
        holds = of_life
    elif survey.atlas.complete or verdict is not None or always is not None:
        holds = not of_life
    if holds is not None and one.negated:
        holds = not holds
    life = None if shown is None else survey.names(shown)
    basis = _basis(survey, one, verdict) if always is None else basis_of_always(survey.world, always)
    return Expected(one.text, holds, life, one.span, survey.names(circle), basis)


def _shown(survey: Survey, one: Expectation) -> tuple[tuple[int, ...] | None, tuple[int, ...]]:
    """The moves of a life that answers, and of the circle that it ends in: to the ending of `can`, never to that of `must`, to
    what is `never` to be. None: there is none."""
    atlas = survey.atlas
    if one.word == "never":
        assert one.condition is not None
        return _first(survey, atlas.where(survey.ground.condition(one.condition))), ()
    assert one.ending is not None
    wanted = survey.task.ending(one.ending)
    if one.word == "can":
        return _first(survey, atlas.ended(wanted)), ()
    against = (ends.against_at_last if one.later else ends.against)(atlas, atlas.ended(wanted))
    return (None, ()) if against is None else (against.way, against.circle)


def _verdict(survey: Survey, one: Expectation) -> Verdict | None:
    """What is known without the atlas of what is expected."""
    if one.word == "never" and one.condition is not None:
        return survey.verdict(Goal(None, survey.ground.condition(one.condition)))
    if one.word == "can":
        assert one.ending is not None
        return survey.verdict(ending_goal(survey.task, survey.task.ending(one.ending)))
    return None


def _of_all_lives(survey: Survey, one: Expectation) -> tuple[Always | None, Astray | None]:
    """What is known without the atlas of what every life is expected to come to: that it is so, or a life against it."""
    assert one.ending is not None
    goal = ending_goal(survey.task, survey.task.ending(one.ending))
    key = goal, one.later
    others = (ending_goal(survey.task, number) for number in range(len(survey.task.endings)) if number != goal.ending)
    elsewhere = [verdict.moves for other in others if (verdict := survey.verdict(other)) and verdict.moves is not None]
    if elsewhere:
        return None, Astray(min(elsewhere, key=len), None)
    return survey.proven.always.get(key), survey.proven.astray.get(key)


def _basis(survey: Survey, one: Expectation, verdict: Verdict | None) -> Basis | None:
    if verdict is None or verdict.proof is None:
        return None
    asked = one.condition if one.ending is None else survey.definition.endings[one.ending].condition
    assert asked is not None
    return basis_of(survey.world, verdict.proof, asked)


def _first(survey: Survey, numbers: Iterable[int]) -> tuple[int, ...] | None:
    first = next(iter(numbers), None)
    return None if first is None else survey.atlas.way(first)
