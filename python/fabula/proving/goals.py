"""What is sought in lives."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.task import Condition, Task, reads


@dataclass(frozen=True, slots=True)
class Goal:
    """A state that has an ending, by its number; or (`ending` None) any state that a life passes in which a condition holds.
    `condition` holds in every state that is meant."""

    ending: int | None
    condition: Condition

    def fluents(self) -> tuple[int, ...]:
        """The facts of the world that it reads, ascending."""
        return tuple(sorted({read.fluent for read in reads(self.condition) if not read.path}))


def ending_goal(task: Task, number: int) -> Goal:
    """To come to an ending."""
    return Goal(number, task.endings[number].condition)
