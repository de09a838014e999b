"""How large a story may become when its variables are replaced by things, and what happens beyond that."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Capacity:
    """`instances`: of all actions and triggers together, those left that can happen; `fluents`: ground properties that change;
    `steps`: pieces of work in all, a measure of time that is the same on every machine; `parts`: of one condition or value,
    written out; `written`: of all of them together, equal ones once."""

    # 200,000 instances take 1.6 GB.
    instances: int = 200_000
    fluents: int = 40_000
    steps: int = 10_000_000
    parts: int = 50_000
    written: int = 8_000_000


class StepsEnded(Exception):
    """The work goes beyond the `steps` of a `Capacity`, or the story has more than its `fluents`; caught where it is known what
    for."""


class Steps:
    """Counts the steps that are left."""

    __slots__ = ("_at", "_begun", "_limits", "_most", "fluents", "steps")

    def __init__(self, limits: Capacity) -> None:
        self._limits = limits
        self.renew()

    def renew(self) -> None:
        """Begin anew, with another piece of work."""
        self.steps = self._begun = self._limits.steps
        self.fluents = self._limits.fluents
        self._at: Span | None = None
        self._most: tuple[int, Span | None] = (0, None)

    def begin(self, at: Span | None) -> None:
        """From here on steps are spent on what stands there."""
        self._most = self._most if self._most[0] >= self._begun - self.steps else (self._begun - self.steps, self._at)
        self._at, self._begun = at, self.steps

    @property
    def largest(self) -> Span | None:
        """Where that stands on which the most steps were spent."""
        self.begin(self._at)
        return self._most[1]

    def spend(self, steps: int) -> None:
        """Raises `StepsEnded` when nothing is left."""
        self.steps -= steps
        if self.steps < 0:
            raise StepsEnded

    def fluent(self) -> None:
        """One more ground property that changes."""
        self.fluents -= 1
        if self.fluents < 0:
            raise StepsEnded
