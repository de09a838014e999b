"""All lives of a small task, walked on the obvious engine, and how far it is from each state to where something holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tests.lives.walking import steps_of

from fabula.engine.evaluate import holds
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.proving.goals import Goal
from fabula.task import Condition, Task


class TooLarge(Exception):
    """A task that is left to others."""


@dataclass(frozen=True, slots=True)
class Walked:
    """All states, as they are found, with the steps from each and its ending, if any."""

    engine: ReferenceEngine
    free: tuple[int, ...]
    states: list[State]
    distance: dict[State, int]
    steps: dict[State, list[tuple[int, State]]]
    endings: dict[State, int | None]

    def holding(self, condition: Condition) -> list[State]:
        return [state for state in self.states if holds(self.engine, state, condition)]

    def meant(self, goal: Goal) -> list[State]:
        """The states that are what is sought."""
        if goal.ending is None:
            return self.holding(goal.condition)
        return [state for state in self.states if self.endings[state] == goal.ending]

    def end_of(self, moves: Iterable[int]) -> State:
        """Where a life with these moves comes to."""
        state = self.states[0]
        for move in moves:
            state = dict(self.steps[state])[move]
        return state

    def nearest(self, goals: Collection[State]) -> int | None:
        """How many moves it takes from the start to the nearest; None: there is none."""
        return min((self.distance[state] for state in goals), default=None)

    def moves_to(self, goals: Collection[State]) -> dict[State, int]:
        """How many moves it takes from each state from which one of the goals can be reached."""
        before: dict[State, list[State]] = {state: [] for state in self.states}
        for state in self.states:
            for _, after in self.steps[state]:
                before[after].append(state)
        found = dict.fromkeys(goals, 0)
        pending = list(goals)
        for state in pending:
            for earlier in before[state]:
                if earlier not in found:
                    found[earlier] = found[state] + 1
                    pending.append(earlier)
        return found

    def has_loop(self) -> bool:
        """Whether a life can come back to where it was."""
        return any(after in self.moves_to([state]) for state in self.states for _, after in self.steps[state])

    def dead(self) -> list[State]:
        """The states from which no ending can be reached."""
        leading = self.moves_to([state for state in self.states if self.endings[state] is not None])
        return [state for state in self.states if state not in leading]


def walk(task: Task, free: tuple[int, ...], most: int) -> Walked:
    """Raises `TooLarge` beyond so many states, and what the engine raises."""
    engine = ReferenceEngine(task, nodes=20_000)
    start = engine.initial()
    walked = Walked(engine, free, [start], {start: 0}, {}, {})
    for state in walked.states:
        if len(walked.states) > most:
            raise TooLarge
        walked.endings[state] = engine.ending(state)
        walked.steps[state] = steps_of(engine, state, free)
        for _, after in walked.steps[state]:
            if after not in walked.distance:
                walked.distance[after] = walked.distance[state] + 1
                walked.states.append(after)
    return walked
