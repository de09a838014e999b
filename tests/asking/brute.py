"""Every life of a small world, walked one state after the other on the obvious engine, and nothing clever in it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.lives.walking import steps_of

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

    def reaching(self, goals: set[State]) -> set[State]:
        """The states from which one of the goals can be reached."""
        found = set(goals)
        while True:
            more = {state for state in self.states if state not in found and any(to in found for _, to in self.steps[state])}
            if not more:
                return found
            found |= more

    def avoiding(self, goals: set[State]) -> dict[State, int]:
        """The states that lives come to without passing one of the goals, each with how many moves it takes."""
        layer, depth = [self.states[0]], 0
        seen: dict[State, int] = {}
        while layer:
            for state in layer:
                if state not in goals:
                    seen.setdefault(state, depth)
            ways = [to for state in layer if state not in goals for _, to in self.steps[state]]
            layer, depth = [state for state in dict.fromkeys(ways) if state not in seen], depth + 1
        return seen

    def turning(self, goals: set[State]) -> set[State]:
        """The states to which a life can come back without passing one of the goals, having passed none before."""
        here = set(self.avoiding(goals))
        found = set()
        for start in here:
            passed: set[State] = set()
            pending = [start]
            while pending:
                for _, to in self.steps[pending.pop()]:
                    if to in here and to not in passed:
                        passed.add(to)
                        pending.append(to)
            if start in passed:
                found.add(start)
        return found

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
        for move, after in steps_of(engine, state, free):
            lives.steps[state].append((move, after))
            if after not in lives.distance:
                lives.distance[after] = lives.distance[state] + 1
                lives.states.append(after)
    return lives
