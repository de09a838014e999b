"""Every life of a story at once: the graph of all states that its lives pass (semantics 7).

States are numbered as they are found, breadth first, from 0, the initial one; acts ascending: the same story has the same
numbers, however many threads worked and however often the exploration was stopped on the way. A step is what `Engine.moves`
says: an act that is explained for all who consent to it and changes something or, of those who are played, one that they
believe to be possible, done or tried in vain. A state with an ending has no steps. Which states are dead, and whether a life
can go on for ever, is said in `lives.ends`.
"""

from __future__ import annotations

import os
import time
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fabula.budget import USUAL, Budget
from fabula.engine.core import NativeEngine
from fabula.engine.exploring import NativeAtlas
from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.lives.atlas_file import AtlasFile, KeptFrames
from fabula.lives.ends import steps_of
from fabula.lives.finding import life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.model import Definition
from fabula.problems import Problem, unknown_character
from fabula.task import Condition, Expression, Limits

#: seconds of exploration after which one looks whether to go on, and saves
PAUSE = 1.0
#: a small world is explored sooner than further threads have a world of their own
ALONE = 0.5
#: of so many parts of the memory one is for states as nodes, and for what is found out about them: where that takes more,
#: states are packed
ROOM = 5
#: packing does not pay for less
LEAST_ROOM = 50_000_000
_NONE = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an exploration stands: `states` found, those whose steps are known (`expanded`), steps (`edges`), the greatest
    distance from the start (`depth`), `seconds` since it was begun or gone on with, `bytes` taken."""

    states: int
    expanded: int
    edges: int
    depth: int
    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of an act in the states that have no ending: in how many it was `possible`, in how many of those `explained`,
    and the first of them each time."""

    possible: int
    first_possible: int
    explained: int
    first_explained: int | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """In how many states an act was possible and this mind the first, in the order of consent, who had no reason for it."""

    times: int
    first: int


@dataclass(frozen=True, slots=True)
class _Limited:
    """A world in which all think as far as they are told. `made`: what `limited` has made it from, by which it is pickled."""

    definition: Definition
    ground: Ground
    engine: NativeEngine
    made: tuple[World, Limits]

    def __reduce__(self) -> tuple[object, ...]:
        return limited, self.made


def limited(world: World, limits: Limits) -> World:
    """The world with these limits in place of every character's own."""
    task = replace(world.ground.task, limits=tuple(limits for _ in world.ground.task.characters))
    return _Limited(world.definition, replace(world.ground, task=task), NativeEngine(task), (world, limits))


def _cores() -> int:
    """How many may be used by this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Atlas:
    """All states that lives of a story pass, as far as they are known.

    `world`: the one whose engine's states it speaks of. `free`: the characters who are played, ascending. `limits`: in place of
    every character's own, if that was asked for. `complete`: whether all is known; otherwise `why` says what ended the
    exploration: "time", "memory", "states", "interrupted", or "" if it has not been ended. What is said of steps, ways and dead
    ends then holds of what is known so far, and is no proof. It can be pickled: what is known of it is explored again where it
    comes to; a copy is the atlas itself.
    """

    def __init__(
        self, world: World, free: tuple[str, ...] = (), *, limits: Limits | None = None, threads: int | None = None
    ) -> None:
        """`limits`: in place of every character's own. `threads`: how many may work (None: as many as there are cores).

        Raises `UnknownName` for a mind that the story does not have, `TypeError` for a world without a native engine."""
        self.world = world if limits is None else limited(world, limits)
        self.limits = limits
        engine = self.world.engine
        if not isinstance(engine, NativeEngine):
            raise TypeError("an atlas is drawn by the native engine")
        minds = self.world.ground.minds
        for name in free:
            if name not in minds:
                raise unknown_character(name, minds)
        self.free = tuple(sorted({minds[name] for name in free}))
        self.complete = False
        self.why = ""
        self._threads = threads or _cores()
        self._native = NativeAtlas(engine, self.free)
        self._known: dict[str, array[int]] = {}
        self._file: AtlasFile | KeptFrames | None = None
        #: so many seconds it was explored
        self.seconds = 0.0
        #: what of its file had to be left out
        self.problems: tuple[Problem, ...] = ()
        self._measure()

    @classmethod
    def opened(
        cls,
        world: World,
        path: str | Path,
        free: tuple[str, ...] = (),
        *,
        limits: Limits | None = None,
        threads: int | None = None,
    ) -> Atlas:
        """The atlas that is kept in a file, made if there is none: what is found is added to it about every second, and at the
        latest when `explore` returns. Raises `StoryProblems` if the file is of another story, or none of an atlas, or can't be
        used."""
        atlas = cls(world, free, limits=limits, threads=threads)
        atlas._go_on_from(AtlasFile(Path(path), atlas.world.ground.task, atlas.free))
        return atlas

    @classmethod
    def kept(cls, world: World, frames: KeptFrames, free: tuple[str, ...] = (), seconds: float = 0.0) -> Atlas:
        """The atlas of these frames, to which what is found is added. `seconds`: so long it took. Raises `ValueError` where
        they are of no atlas of this world."""
        atlas = cls(world, free)
        atlas._go_on_from(frames)
        atlas.seconds = seconds
        return atlas

    def _go_on_from(self, file: AtlasFile | KeptFrames) -> None:
        self._native.keep()
        self._file = file
        for frame in file.frames():
            file.check(self._native.unpack, frame)
        self.problems = file.problems
        self._measure()
        self.complete = self.expanded == self.size

    @property
    def frames(self) -> tuple[bytes, ...] | None:
        """Those that it is kept as; none where they are too many. None: it is not kept like that."""
        return self._file.pressed if isinstance(self._file, KeptFrames) else None

    def explore(self, budget: Budget = USUAL, watcher: Callable[[Progress], None] | None = None) -> bool:
        """Goes on until all is known (True) or the budget ends, which counts from here. A KeyboardInterrupt ends it too.
        Raises what goes wrong in the story (`runtime_errors`); the state where it did is then number `expanded`."""
        start = time.monotonic()

        def watched(_: int, __: int, depth: int, expanded: int, states: int, edges: int, taken: int, ___: float) -> None:
            if watcher is not None:
                watcher(Progress(states, expanded, edges, depth, time.monotonic() - start, taken))

        self.why = ""
        try:
            while not self.complete and not self.why:
                passed = time.monotonic() - start
                left = None if budget.seconds is None else budget.seconds - passed
                if left is not None and left <= 0:
                    self.why = "time"
                    break
                threads = 1 if passed < ALONE and self.size < 100_000 else self._threads
                pause = ALONE if threads == 1 else PAUSE
                self.complete, self.why = self._native.explore(
                    threads=threads,
                    pause=pause if left is None else min(pause, left),
                    seconds=left,
                    bytes_=budget.bytes,
                    room=None if budget.bytes is None else max(budget.bytes // ROOM, LEAST_ROOM),
                    # 0 is no bound there, and where lives begin is always known.
                    states=0 if budget.states is None else max(budget.states, 1),
                    watcher=watched,
                )
                self._save()
        except KeyboardInterrupt:
            self.why = "interrupted"
        finally:
            self.seconds += time.monotonic() - start
            self._measure()
            self._save()
        return self.complete

    def _measure(self) -> None:
        self.size, self.expanded, self.edges, self.depth, self.memory = self._native.size()
        self._known.clear()

    def _save(self) -> None:
        if self._file is not None:
            while frame := self._native.pack(self._file.count):
                self._file.add(frame)

    def __reduce__(self) -> tuple[object, ...]:
        world = self.world.made[0] if isinstance(self.world, _Limited) else self.world
        names = tuple(self.world.ground.task.characters[mind] for mind in self.free)
        return _explored_again, (world, names, self.limits, self.size, self.expanded, self.why)

    def __copy__(self) -> Atlas:
        return self

    def __deepcopy__(self, memo: object) -> Atlas:
        return self

    # --- states and steps --------------------------------------------------------------------------------------------

    def state(self, number: int) -> State:
        """The engine's state. Raises `IndexError`."""
        if not 0 <= number < self.size:
            raise IndexError(number)
        return State(self._native.state(number))

    def number_of(self, state: State) -> int | None:
        return self._native.number_of(state)

    def steps(self, number: int) -> tuple[tuple[int, int], ...]:
        """Moves, ascending, each with the number of the state that it leads to; none after an ending, where nothing goes on,
        and where it is not known."""
        return tuple(steps_of(self, number))

    def ending(self, number: int) -> int | None:
        """The ending of a state, as a number of the task's endings."""
        ending = self.endings[number]
        return None if ending < 0 else ending

    def distance(self, number: int) -> int:
        """The least number of acts that lead to a state."""
        levels = self._array("levels")
        below, above = 0, len(levels)
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (middle, above) if levels[middle] <= number else (below, middle)
        return below

    def way(self, number: int) -> tuple[int, ...]:
        """The moves of the first shortest life that comes to a state."""
        return tuple(self._native.way(number))

    def life(self, number: int) -> Life:
        """That life, with its reasons; acts of those in `free` have none."""
        return life_of(self.world, self.way(number), self.free)

    @property
    def firsts(self) -> array[int]:
        """Where the steps of each state begin in `acts` and `targets`, for the `expanded` first states, and where they end."""
        return self._array("firsts")

    @property
    def acts(self) -> array[int]:
        """The move of each step."""
        return self._array("acts")

    @property
    def targets(self) -> array[int]:
        return self._array("targets")

    @property
    def endings(self) -> array[int]:
        """The ending of each state, -1 = none."""
        return self._array("endings")

    def _array(self, name: str) -> array[int]:
        if name not in self._known:
            read: dict[str, Callable[[], array[int]]] = {
                "firsts": self._native.firsts,
                "acts": self._native.acts,
                "targets": self._native.targets,
                "endings": self._native.endings,
                "levels": self._native.levels,
            }
            self._known[name] = read[name]()
        return self._known[name]

    # --- what holds in them ------------------------------------------------------------------------------------------

    def where(self, condition: Condition) -> array[int]:
        """The states in which a condition holds, ascending."""
        return self._native.holding(condition)

    def values(self, expression: Expression) -> array[int]:
        """The value of an expression in each state, `task.UNKNOWN` for `?`."""
        return self._native.values(expression)

    def ended(self, ending: int | None = None) -> list[int]:
        """The states with this ending (None: with any), ascending."""
        return [number for number, other in enumerate(self.endings) if other == ending or (ending is None and other >= 0)]

    @property
    def tried(self) -> Mapping[int, Tried]:
        """Of each act that was possible in a state whose steps are known, what became of it. One that everybody has a reason
        for is explained also where it would change nothing and so is no step."""
        return {
            act: Tried(possible, first, explained, None if explained == 0 else first_explained)
            for act, possible, first, explained, first_explained in self._native.tried()
        }

    @property
    def lacking(self) -> Mapping[tuple[int, int], Lacking]:
        """By act and character: where the character was the first who had no reason for it; if it is played, who did not
        believe that it can be done."""
        return {(act, mind): Lacking(times, first) for act, mind, times, first in self._native.lacking()}

    def first_with(self, act: int) -> int | None:
        """The first state from which lives go on with an act."""
        known = self.tried.get(act)
        if known is None or known.first_explained is None:
            return None
        try:
            place = self.acts.index(act, self.firsts[known.first_explained])
        except ValueError:
            return None
        return bisect_right(self.firsts, place) - 1

    # --- ways through them -------------------------------------------------------------------------------------------

    def leading_to(self, numbers: Iterable[int]) -> bytearray:
        """1 for each state from which one of these can be reached, itself included; else 0."""
        return self._native.leading_to(numbers)

    def cycles(self, barred: Iterable[int] = ()) -> array[int]:
        """The number of the strongly connected component of each state, where nothing follows on those in `barred`; steps never
        lead to a greater one."""
        return self._native.cycles(barred)

    def bottlenecks(self, ending: int | None = None) -> tuple[int, ...]:
        """The states that every life to this ending (None: to any) passes, in the order in which it does."""
        return self._native.bottlenecks(self.ended(ending))


def _explored_again(world: World, free: tuple[str, ...], limits: Limits | None, size: int, expanded: int, why: str) -> Atlas:
    """The atlas that was pickled: as far as it was known, and no further. Raises `KeyboardInterrupt` if it is interrupted."""
    whole = expanded == size
    atlas = Atlas(world, free, limits=limits, threads=None if whole else 1)
    if whole:
        atlas.explore(Budget(None, None))
    while atlas.expanded < expanded and atlas.why != "interrupted":
        # First up to the last state that was found, then state by state to the last one whose steps are known.
        atlas.explore(Budget(None, None, size))
    if atlas.why == "interrupted":
        raise KeyboardInterrupt
    atlas.why = why
    atlas._threads = _cores()
    return atlas
