"""A bound on the work that a problem file can ask for: a few lines can ask for more than any machine can do."""

from __future__ import annotations

from fabula.formats.sabre.declarations import Refused
from fabula.source import Span
from fabula.task import AllOf, AnyOf, Condition

#: steps of working out what a file means; the largest published problems take a seventh of it
MOST_STEPS = 2_000_000


class Exhausted(Refused):
    """The bound was reached; nothing more can be worked out."""


class Steps:
    """Counts steps. `spend` and `measure` raise `Exhausted` where there are no more."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def spend(self, steps: int, span: Span) -> None:
        self._left -= steps
        if self._left < 0:
            raise Exhausted(
                "too-many-cases",
                "this splits into too many cases, or comes after what does",
                span,
                hint="go through fewer things at once",
            )

    def measure(self, condition: Condition, span: Span, depth: int = 1) -> int:
        """How many parts a condition has. Spends what it takes to build it anew, which is more for what is nested: equal
        parts are looked for at every level."""
        parts = 1
        self.spend(depth, span)
        if isinstance(condition, AllOf | AnyOf):
            for part in condition.parts:
                parts += self.measure(part, span, depth + 1)
        return parts
