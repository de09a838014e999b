"""How many distinct states there are within so many steps of the initial one, through all possible acts.

Nobody is asked for a reason here: what is counted are states, not lives. It tells whether states, beliefs, surprises and
triggers are what they should be, before anything is planned.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded, Engine, State
from fabula.planning.memory import peak

#: seconds of the native walk between two looks at clock and memory
_SLICE = 0.2
#: expansions of the plain walk between two looks at clock and memory
_OFTEN = 8


class Ended(str, Enum):
    """Why a count went no further."""

    DEPTH = "depth"
    BUDGET = "budget"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Counting:
    """How far a count is: distinct states within `depth` steps so far."""

    depth: int
    states: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Count:
    """`within`: distinct states within 0, 1, 2, ... steps, as far as all of them are known. `whole`: these are all there are,
    and further steps lead nowhere new. `seen`: distinct states that were met at all, those of an unfinished step included."""

    within: tuple[int, ...]
    whole: bool
    ended: Ended
    seen: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Clock:
    """The bounds of a count: seconds from `start`, and bytes of the process."""

    start: float
    seconds: float | None
    size: int | None

    def spent(self) -> float:
        return time.perf_counter() - self.start

    def left(self) -> float | None:
        return None if self.seconds is None else self.seconds - self.spent()

    def is_over(self) -> bool:
        return (self.seconds is not None and self.spent() >= self.seconds) or (self.size is not None and peak() > self.size)


def count(
    engine: Engine,
    depth: int,
    *,
    minds: bool = False,
    seconds: float | None = None,
    size: int | None = None,
    progress: Callable[[Counting], None] | None = None,
) -> Count:
    """Distinct states within 0, 1, ... `depth` steps; with `minds` also from, and at every step, all states that anyone
    believes in. Ends early where all states have been met, after `seconds`, where the process holds more than `size` bytes,
    and on an interruption; what is known by then is returned. Raises `EndlessTrigger`, `Contradiction`, `NumberTooLarge`.
    """
    clock = _Clock(time.perf_counter(), seconds, size)
    layers = _native(engine, minds, clock) if isinstance(engine, NativeEngine) else _plain(engine, minds, clock)
    within: list[int] = []
    seen = 0
    ended = Ended.DEPTH
    whole = False
    try:
        for done, states in layers:
            seen = states
            if done:
                whole = bool(within) and within[-1] == states
                if not whole:
                    within.append(states)
                if whole or len(within) > depth:
                    break
            if progress is not None:
                progress(Counting(len(within), states, clock.spent()))
        else:
            ended = Ended.BUDGET
    except BudgetEnded:
        ended = Ended.BUDGET
    except KeyboardInterrupt:
        ended = Ended.INTERRUPTED
    return Count(tuple(within), whole, ended, seen, clock.spent())


#: (whether a step has been finished, distinct states so far); ends with the budget, and never otherwise
_Layers = Iterator[tuple[bool, int]]


def _plain(engine: Engine, minds: bool, clock: _Clock) -> _Layers:
    """On any engine, with nothing but what all of them offer."""
    seen: dict[State, None] = {}
    characters = range(len(engine.task.characters) if minds else 0)

    def enter(state: State) -> list[State]:
        if state in seen:
            return []
        seen[state] = None
        fresh = [state]
        for node in fresh:
            for character in characters:
                believed = engine.belief(node, character)
                if believed not in seen:
                    seen[believed] = None
                    fresh.append(believed)
        return fresh

    layer = enter(engine.initial())
    yield True, len(seen)
    while True:
        beyond: list[State] = []
        for number, state in enumerate(layer):
            if number % _OFTEN == 0:
                if clock.is_over():
                    return
                yield False, len(seen)
            for action in engine.possible(state):
                beyond += enter(engine.do(state, action))
        layer = beyond
        yield True, len(seen)


def _native(engine: NativeEngine, minds: bool, clock: _Clock) -> _Layers:
    """On the fast engine."""
    yield True, engine.count_begin(minds)
    while not clock.is_over():
        left = clock.left()
        yield engine.count_on(_SLICE if left is None else max(0.0, min(_SLICE, left)))
