"""What an engine answers does not depend on what it has been asked before: it remembers, and forgets, without a trace."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from tests.engine.worlds import random_task

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Contradiction, EndlessTrigger, NumberTooLarge, State
from fabula.engine.machine import Machine, machine
from fabula.task import Task

#: worlds in which something once came to be known that no longer was so, and some others
WORLDS = (585, *range(0, 60, 3))
STATES = 240

#: somebody's belief, or an act in the world or in somebody's mind
Move = tuple[str, int, int | None]


@dataclass(frozen=True, slots=True)
class Reached:
    """A state, and the moves that lead to it."""

    state: State
    way: tuple[Move, ...]


def follow(engine: NativeEngine, way: tuple[Move, ...]) -> State:
    state = engine.initial()
    for kind, number, owner in way:
        state = engine.belief(state, number) if kind == "belief" else engine.do(state, number, owner)
    return state


def explored(engine: NativeEngine, task: Task) -> list[Reached]:
    """States breadth first: all acts, possible or not, in the world and in every mind, whatever the state was before."""
    characters = range(len(task.characters))
    moves: list[Move] = [("belief", character, None) for character in characters]
    moves += [("act", action, owner) for action in range(len(task.actions)) for owner in (None, *characters)]
    found = [Reached(engine.initial(), ())]
    seen = {found[0].state}
    for here in found:
        if len(found) > STATES:
            break
        for move in moves:
            kind, number, owner = move
            try:
                there = engine.belief(here.state, number) if kind == "belief" else engine.do(here.state, number, owner)
            except (Contradiction, EndlessTrigger, NumberTooLarge):
                continue
            if there not in seen:
                seen.add(there)
                found.append(Reached(there, (*here.way, move)))
    return found


@pytest.mark.parametrize("seed", WORLDS)
def test_a_new_engine_comes_to_the_same_states(seed: int) -> None:
    """An engine that was asked for much else comes to the same state as one that was asked for it alone."""
    task = random_task(seed, sets=seed % 4 != 3)
    engine = NativeEngine(task)
    try:
        found = explored(engine, task)
    except (EndlessTrigger, Contradiction, NumberTooLarge):
        return
    for reached in found:
        assert shape(NativeEngine(task), reached) == machine(engine, reached.state)


def shape(engine: NativeEngine, reached: Reached) -> Machine:
    return machine(engine, follow(engine, reached.way))
