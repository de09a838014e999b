"""What several kinds of findings ask of an atlas, worked out once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from fabula.engine.attempts import move_name, moved
from fabula.findings.proving import Proven
from fabula.grounding import Ground
from fabula.lives import ends
from fabula.lives.atlas import Atlas, Lacking, Tried
from fabula.lives.world import World
from fabula.model import Definition
from fabula.proving.goals import Goal
from fabula.proving.proofs import Verdict
from fabula.task import Condition, Task


class TimeOver(Exception):
    """The time for a kind of finding ended before it was known whether there are any."""


class Survey:
    """An atlas and the story that it is of. `until`: when looking for findings ends, by `time.monotonic`; None = never.
    `proven`: what is known without the atlas."""

    def __init__(
        self,
        world: World,
        atlas: Atlas,
        until: float | None = None,
        proven: Proven | None = None,
    ) -> None:
        self.world = world
        self.atlas = atlas
        self.proven = Proven() if proven is None else proven
        self._until = until

    @property
    def definition(self) -> Definition:
        return self.world.definition

    @property
    def ground(self) -> Ground:
        return self.world.ground

    @property
    def task(self) -> Task:
        return self.world.ground.task

    def verdict(self, goal: Goal) -> Verdict | None:
        """What is known for certain of a goal without the atlas."""
        found = self.proven.verdicts.get(goal)
        return None if found is None or found.reached is None else found

    def go_on(self) -> None:
        """Raises `TimeOver` if there is no time left."""
        if self._until is not None and time.monotonic() > self._until:
            raise TimeOver

    @property
    def seconds_left(self) -> float | None:
        """How much time is left; None = as much as it takes."""
        return None if self._until is None else max(0.0, self._until - time.monotonic())

    # --- acts --------------------------------------------------------------------------------------------------------

    @cached_property
    def instances(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the acts of each action that has any."""
        found: dict[str, list[int]] = {}
        for number, act in enumerate(self.ground.actions):
            found.setdefault(act.schema, []).append(number)
        return {schema: tuple(numbers) for schema, numbers in found.items()}

    @cached_property
    def sources(self) -> Sequence[Sequence[int]]:
        """For each act the numbers of the states in which lives go on with it, ascending."""
        found: list[list[int]] = [[] for _ in self.task.actions]
        for number, act, _ in self.edges():
            if act < len(found):
                found[act].append(number)
        return found

    def edges(self) -> Iterator[tuple[int, int, int]]:
        """All steps of all lives: state, move, state. Those that are tried in vain have moves beyond the acts."""
        atlas = self.atlas
        firsts, acts, targets = atlas.firsts, atlas.acts, atlas.targets
        for number in range(atlas.expanded):
            for place in range(firsts[number], firsts[number + 1]):
                yield number, acts[place], targets[place]

    @cached_property
    def before(self) -> Sequence[Sequence[int]]:
        """For each state those from which a step leads to it, ascending."""
        found: list[list[int]] = [[] for _ in range(self.atlas.size)]
        for number, _, target in self.edges():
            found[target].append(number)
        return found

    @cached_property
    def happening(self) -> frozenset[str]:
        """The actions that some life has."""
        return frozenset(self.ground.actions[act].schema for act, places in enumerate(self.sources) if places)

    @cached_property
    def tried(self) -> Mapping[int, Tried]:
        """What became of each act that was ever possible."""
        return self.atlas.tried

    @cached_property
    def lacking(self) -> Mapping[tuple[int, int], Lacking]:
        """Who was the first to have no reason, by act and character."""
        return self.atlas.lacking

    def possible(self, act: int) -> int:
        """In how many states of lives an act is possible, whether or not anybody has a reason."""
        return self.tried[act].possible if act in self.tried else 0

    # --- states ------------------------------------------------------------------------------------------------------

    @cached_property
    def open_states(self) -> frozenset[int]:
        """The states in which no life has ended."""
        return frozenset(number for number, ending in enumerate(self.atlas.endings) if ending == -1)

    @cached_property
    def lost(self) -> bytes:
        """1 for each dead state."""
        return ends.dead(self.atlas)

    def where_open(self, condition: Condition) -> list[int]:
        """The states in which a condition holds and no life has ended."""
        return [number for number in self.atlas.where(condition) if number in self.open_states]

    def life(self, number: int) -> tuple[str, ...]:
        """The names of the moves of the first shortest life to a state."""
        return self.names(self.atlas.way(number))

    def names(self, moves: Sequence[int]) -> tuple[str, ...]:
        return tuple(move_name(self.task, move) for move in moves)

    def schema(self, move: int) -> str:
        """The action that a move does, or tries."""
        return self.ground.actions[moved(self.task, move)[0]].schema

    def display(self, name: str) -> str:
        """What somebody is called in a sentence."""
        return self.definition.things[name].display
