"""What is worked at by others, and what comes back."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from fabula.budget import Budget
from fabula.problems import Problem, StoryProblems

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Result = TypeVar("Result")

#: what is done for each part, by name a function of a module: it is told what all parts share, its part, and what it may take
Work = Callable[[Shared, Part, Budget], Result]


@dataclass(frozen=True, slots=True)
class Where:
    """Who works: so many `workers` (None: as many as there are), in processes of this machine or, with the address `ray` of a
    cluster, on Ray; "local" is one that is begun for this alone."""

    workers: int | None = 1
    ray: str | None = None

    @property
    def is_here(self) -> bool:
        """Whether all is done in this process."""
        return self.ray is None and self.count == 1

    @property
    def count(self) -> int | None:
        """How many work; None where only the cluster knows."""
        if self.workers is None and self.ray in (None, LOCAL):
            return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return self.workers


#: a Ray cluster of this machine, which is begun for the work and ended with it
LOCAL = "local"
#: in this process, one part after the other
HERE = Where()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a part: its `result`, or what was `raised` by it."""

    result: object = None
    raised: Exception | None = None


class Workers(Protocol):
    """Some who work."""

    @property
    def count(self) -> int:
        """How many."""
        ...

    @property
    def room(self) -> int:
        """So many parts may wait with them or be worked at."""
        ...

    def submit(self, number: int, part: object, share: Budget) -> None:
        """Has a part worked out. There must be room for it."""
        ...

    def next(self, seconds: float) -> tuple[int, Done] | None:
        """A part that is done, or None if none is within these seconds. Raises `StoryProblems` (`lost-worker`) where one will
        never be."""
        ...


def done(work: Work[Shared, Part, Result], shared: Shared, part: Part, share: Budget) -> Done:
    """A part worked out. What goes wrong in it is for whoever asked for it, wherever that is."""
    try:
        return Done(work(shared, part, share))
    except Exception as error:  # noqa: BLE001
        return Done(raised=error)


def lost(seen: str, hint: str) -> StoryProblems:
    """What is raised where somebody who worked has gone."""
    message = "a process that worked for this one ended before its work was done"
    return StoryProblems([Problem("lost-worker", message, seen=seen, hint=hint)])
