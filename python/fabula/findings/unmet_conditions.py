"""What lacks of a condition that holds in no state of any life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fabula.findings.finding import none_of
from fabula.findings.survey import Survey
from fabula.model import Expression, conjuncts
from fabula.problems import counted


@dataclass(frozen=True, slots=True)
class Lack:
    """`shown`: a part of the condition that never holds or, where each does, one that lacks in the state `closest`, in which as
    many as ever do hold together. `seen`: which of the two it is, in words."""

    shown: Expression
    closest: int
    seen: str
    evidence: Mapping[str, object]


def lack_of(survey: Survey, condition: Expression) -> Lack:
    """What lacks of a condition. The atlas is complete, and it holds in none of its states."""
    parts = list(conjuncts(condition))
    holds = [survey.atlas.where(survey.ground.condition(part)) for part in parts]
    size = counted(survey.atlas.size, "state")
    blamed = next((part for part, states in zip(parts, holds, strict=True) if not len(states)), None)
    met = [0] * survey.atlas.size
    for states in holds:
        for number in states:
            met[number] += 1
    most = max(met)
    closest = met.index(most)
    lacking = [part for part, states in zip(parts, holds, strict=True) if closest not in set(states)]
    texts = [part.span.in_one_line for part in lacking if part.span is not None]
    return Lack(
        blamed if blamed is not None else lacking[0],
        closest,
        f"this holds in {none_of(survey.atlas.size, 'state')}"
        if blamed is not None
        else f"each part of its condition holds in some of {size}, never all; this is what lacks where most of them do",
        {"states": survey.atlas.size, "parts": len(parts), "parts_met": most, "lacking": texts},
    )
