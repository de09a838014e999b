"""A plan with the reasons for it: what the planner returns, what the judge judges, what solution files say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """An act of a plan, by its number in the task, with a plan for every character who has to agree to it and whose plan
    this is not, in the order of the characters."""

    action: int
    reasons: tuple[Solution, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """A plan of the character with the number `mind`, or of the author (None).

    The plan that is the reason for a step begins with the very act of that step, and says nothing there of the others who
    have to agree to it: whoever attaches a reason has asked them all (semantics 5).
    """

    mind: int | None
    steps: tuple[Step, ...]

    @property
    def acts(self) -> tuple[int, ...]:
        """The acts alone, by number."""
        return tuple(step.action for step in self.steps)
