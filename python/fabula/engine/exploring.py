"""The native atlas: the graph of all states that lives of a task pass. What it means is said in `fabula.lives.atlas`."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable

from fabula.engine import _native
from fabula.engine.core import Flag, NativeEngine, Watcher, as_text, faults
from fabula.engine.plain import condition_data, expression_data
from fabula.task import Condition, Expression


class NativeAtlas:
    """States are numbered as they are found, breadth first, from 0. All methods raise `ValueError` for numbers out of range."""

    def __init__(self, engine: NativeEngine, free: tuple[int, ...]) -> None:
        engine.prepare(free)
        with faults():
            self._atlas = _native.Atlas(engine.native, as_text(engine.task), list(free))

    def explore(
        self,
        *,
        threads: int,
        pause: float,
        seconds: float | None,
        bytes_: int | None,
        room: int | None,
        states: int,
        watcher: Watcher | None,
        flag: Flag | None = None,
    ) -> tuple[bool, str]:
        """Goes on where it stopped, at least to the end of the work on one state. After `pause` seconds it stops as soon as it
        can, after `seconds` or beyond `bytes_` at once. Beyond `room` bytes states are packed, and what else is known of them
        is forgotten as often as it takes so many. Whether all is known, and why it ended: "" (a pause, or all is known),
        "time", "memory", "states", "interrupted", "told". `watcher`: as for `NativeEngine.find_plans`, with the depth, the
        states whose steps are known, all states, and the steps. Raises what goes wrong in the story."""
        with faults():
            return self._atlas.explore(threads, pause, seconds, bytes_, room, states, flag or Flag(), watcher)

    def size(self) -> tuple[int, int, int, int, int]:
        """States, those whose steps are known, steps, the greatest distance from the start, bytes taken."""
        return self._atlas.size()

    def is_packed(self) -> bool:
        """Whether states are packed, because there was no room for them otherwise."""
        return self._atlas.is_packed()

    def state(self, number: int) -> int:
        """The engine's number of a state."""
        return self._atlas.state(number)

    def firsts(self) -> array[int]:
        """Where the steps of each state begin whose steps are known, and where the last ones end."""
        return array("I", self._atlas.firsts())

    def acts(self) -> array[int]:
        """The act of each step."""
        return array("I", self._atlas.acts())

    def targets(self) -> array[int]:
        """The state that each step leads to."""
        return array("I", self._atlas.targets())

    def endings(self) -> array[int]:
        """The ending of each state, -1 = none."""
        return array("i", self._atlas.endings())

    def levels(self) -> array[int]:
        """The first state of each distance from the start."""
        return array("I", self._atlas.levels())

    def tried(self) -> list[tuple[int, int, int, int, int]]:
        """Of each act that was possible in a state whose steps are known: the act, in how many states it was possible, the
        first of them, in how many it was explained, the first of them (2**32 - 1: none)."""
        return self._atlas.tried()

    def lacking(self) -> list[tuple[int, int, int, int]]:
        """Act, character, in how many states it was possible and this character the first who had no reason for it, and the
        first of them."""
        return self._atlas.lacking()

    def number_of(self, state: int) -> int | None:
        return self._atlas.number_of(state)

    def way(self, number: int) -> list[int]:
        """The acts of the first shortest life to a state."""
        return self._atlas.way(number)

    def holding(self, condition: Condition) -> array[int]:
        """The states in which a condition holds, ascending."""
        with faults():
            return array("I", self._atlas.holding(json.dumps(condition_data(condition))))

    def values(self, expression: Expression) -> array[int]:
        """The value of an expression in each state."""
        with faults():
            return array("q", self._atlas.values(json.dumps(expression_data(expression))))

    def leading_to(self, numbers: Iterable[int]) -> bytearray:
        """1 for each state from which one of these can be reached, itself included; else 0."""
        return bytearray(self._atlas.leading_to(list(numbers)))

    def cycles(self, barred: Iterable[int] = ()) -> array[int]:
        """The number of the strongly connected component of each state, where nothing follows on those in `barred`; steps never
        lead to a greater one."""
        return array("I", self._atlas.cycles(list(barred)))

    def bottlenecks(self, numbers: Iterable[int]) -> tuple[int, ...]:
        """The states that every life passes that comes to one of these, in the order in which they are passed."""
        return tuple(self._atlas.bottlenecks(list(numbers)))

    def keep(self) -> None:
        """From now on what is found can be packed. Raises `ValueError` if something has been explored."""
        self._atlas.keep()

    def pack(self, written: int) -> bytes:
        """The next frame for a file that has so many; empty if they tell all that is known. The last one again if it is not
        among them. Raises `ValueError` for another number."""
        return self._atlas.pack(written)

    def unpack(self, frame: bytes) -> None:
        """Takes in the next frame of a file of the same task. Raises `ValueError` if it is none."""
        with faults():
            self._atlas.unpack(frame)
