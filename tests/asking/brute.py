"""Every life of a small world, walked one state after the other on the obvious engine, and nothing clever in it."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.grounding import Ground


class TooLarge(Exception):
    """A world that is left to others."""


@dataclass(frozen=True, slots=True)
class Lives:
    """All states, as they are found; how far each is from the start; the steps from each; the ending of each, if any."""

    engine: ReferenceEngine
    ground: Ground
    states: list[State]
    distance: dict[State, int]
    steps: dict[State, list[tuple[int, State]]]
    endings: dict[State, int | None]

    def can_be_done(self, state: State, act: int, free: tuple[int, ...]) -> bool:
        return all(
            mind in free or self.engine.plan(state, act, mind) is not None for mind in self.ground.task.actions[act].consenting
        )

    def reaching(self, goals: set[State]) -> set[State]:
        """The states from which one of the goals can be reached."""
        found = set(goals)
        while True:
            more = {state for state in self.states if state not in found and any(to in found for _, to in self.steps[state])}
            if not more:
                return found
            found |= more

    def stuck(self) -> set[State]:
        return {state for state in self.states if self.endings[state] is None and not self.steps[state]}


def all_lives(ground: Ground, free: tuple[int, ...], most: int) -> Lives:
    """Raises `TooLarge` beyond so many states."""
    engine = ReferenceEngine(ground.task)
    start = engine.initial()
    lives = Lives(engine, ground, [start], {start: 0}, {}, {})
    for state in lives.states:
        if len(lives.states) > most:
            raise TooLarge
        lives.endings[state] = engine.ending(state)
        lives.steps[state] = []
        if lives.endings[state] is not None:
            continue
        for act in engine.possible(state):
            if lives.can_be_done(state, act, free):
                after = engine.do(state, act)
                lives.steps[state].append((act, after))
                if after not in lives.distance:
                    lives.distance[after] = lives.distance[state] + 1
                    lives.states.append(after)
    return lives
