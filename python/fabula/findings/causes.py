"""One cause, one finding: what follows from another finding is left out.

What never happens gives nothing. An act whose condition reads a property that only such acts give follows from their findings,
as does an ending, a scene, a trigger or a want that asks for it; and that no ending can be reached at all follows from what is
found of the endings. Acts that wait for the same part of a condition have one cause. Where findings follow from each other in a
circle, one of them stands for all: first of those that nobody has a reason for, since a want is what everything begins with.
"""

from __future__ import annotations

from collections.abc import Sequence

from fabula.findings.finding import Finding, is_own
from fabula.findings.survey import Survey
from fabula.grounding.causes import Event, following, givers_of, properties_of

#: what wants and reasons ask for, which is in vain only if nothing of it can be had
OF_WANTS = ("no-reason", "never-acts", "idle-want")

#: a cause that is no finding of lives: the text alone shows it, and has been reported
STATIC = -1


def split_by_cause(survey: Survey, findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that stand for themselves, and those that follow from one of them or from a problem of the text. What a
    finding is `about`, and what it `lacks`, it says itself; one that says neither stands for itself."""
    dead = _Dead(survey, findings)
    causes = [dead.causes(finding) - {place} for place, finding in enumerate(findings)]
    alike: dict[object, int] = {}
    for place, finding in enumerate(findings):
        texts = tuple(one.span.text for one in finding.lacks if one.span is not None)
        if finding.problem.code == "unmet-condition" and texts and not causes[place]:
            first = alike.setdefault(texts, place)
            causes[place] = {first} - {place}
    order = sorted(range(len(findings)), key=lambda one: (findings[one].problem.code != "no-reason", one))
    left = following(causes, order, (STATIC,))
    return (
        tuple(finding for place, finding in enumerate(findings) if place not in left),
        tuple(finding for place, finding in enumerate(findings) if place in left),
    )


class _Dead:
    """What never happens, and which finding says so."""

    def __init__(self, survey: Survey, findings: Sequence[Finding]) -> None:
        definition = survey.definition
        self._places = {finding.about: place for place, finding in enumerate(findings) if finding.about is not None}
        self._givers = givers_of(definition)
        fired = {one.schema for one in survey.ground.triggers}
        self._static: set[Event] = {
            *(("act", name) for name, one in definition.actions.items() if name not in survey.instances and is_own(one.span)),
            *(("trigger", name) for name, one in definition.triggers.items() if name not in fired and is_own(one.span)),
        }
        names = [one.name for one in survey.task.endings]
        meant = {one.ending for one in definition.expectations if one.word == "can" and one.negated}
        reached = any(number >= 0 for number in survey.atlas.endings)
        #: where no ending is reached, and none is meant not to be: what says so of each
        self._endings = (
            set() if reached or not meant.isdisjoint(names) else {self._places.get(("ending", name), STATIC) for name in names}
        )

    def causes(self, finding: Finding) -> set[int]:
        """The places of the findings that one follows from; none if it stands for itself."""
        if finding.from_beginning:
            return self._endings
        lacking = finding.evidence.get("lacking") if finding.problem.code == "no-reason" else None
        if isinstance(lacking, dict) and all(("mind", name) in self._places for name in lacking):
            # Who does nothing at all has no reason for this, either.
            return {self._places["mind", name] for name in lacking}
        found = [self._cause(name, finding.about) for name in dict.fromkeys(properties_of(finding.lacks))]
        if finding.problem.code in OF_WANTS and not all(found):
            return set()
        return {cause for one in found for cause in one}

    def _cause(self, name: str, about: Event | None) -> set[int]:
        """Why a property is never given: what is known of all others that give it."""
        givers = self._givers.get(name, frozenset()) - {about}
        if not all(one in self._static or one in self._places for one in givers):
            return set()
        return {STATIC if one in self._static else self._places[one] for one in givers}
