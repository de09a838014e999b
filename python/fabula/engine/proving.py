"""What the native engine can tell without counting states, and the search that is guided by it (`rust/engine/src/proving`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fabula.engine import _native
from fabula.engine.core import NativeEngine, as_text, faults
from fabula.engine.interface import State
from fabula.engine.plain import condition_data
from fabula.task import Condition, Task

#: as a number of acts: what is sought can't be reached
NEVER = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Span:
    """The values that a fluent may have: `listed`, ascending; or, if there are too many, all from `least` to `most`, and
    `UNKNOWN` if it may be `unknown`."""

    listed: tuple[int, ...]
    least: int | None = None
    most: int | None = None
    unknown: bool = False

    @property
    def size(self) -> int:
        """How many they are."""
        if self.least is None or self.most is None:
            return len(self.listed)
        return self.most - self.least + 1 + self.unknown


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of some numbers is never below `least` nor above `most`; None = there is no such bound."""

    fluents: tuple[int, ...]
    least: int | None
    most: int | None


class Projection:
    """Lives as far as some facts go: each state is a value for each of its `fluents`. What holds in none of its states where
    `complete` holds in no state of any life."""

    def __init__(self, native: _native.Projection) -> None:
        self.native = native
        self.size, self.complete, self.bytes = native.size()
        self.fluents = tuple(native.fluents())

    def rows(self) -> list[tuple[int, ...]]:
        """The values of all states, the start first."""
        return [tuple(row) for row in self.native.rows()]

    def row(self, number: int) -> tuple[int, ...]:
        return tuple(self.native.row(number))

    def way(self) -> list[tuple[int, int]] | None:
        """A way with the fewest acts to a state where what is sought may hold: numbers of events, actions before triggers, each
        with the state that it leads to. None: there is none in what was looked at."""
        return self.native.way()

    def acts_from(self, row: Sequence[int]) -> int:
        """What is sought takes at least so many acts from a state with these values; `NEVER`: it can't be reached."""
        return self.native.acts_from(list(row))


class Outlook:
    """What can come to be at all: for each fluent the values that the world may ever have of it.

    `initial`: the values of all fluents at the start; `out`: actions that no life does; `groups`: numbers of one sort, whose
    sums may turn out to be bounded."""

    def __init__(
        self, task: Task, initial: Sequence[int], out: Iterable[int] = (), groups: Iterable[Sequence[int]] = ()
    ) -> None:
        self.task = task
        self.out = tuple(sorted(out))
        self._ranges: tuple[Span, ...] | None = None
        listed = [list(group) for group in groups]
        self._native = _native.Outlook(as_text(task), list(initial), list(self.out), listed)

    def at(self, initial: Sequence[int]) -> Outlook:
        """The same from another state on, by the values of all fluents in it."""
        there = object.__new__(Outlook)
        there.task, there.out = self.task, self.out
        there._ranges = None
        there._native = self._native.at(list(initial))
        return there

    def traps(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Values that a fluent does not leave again once it has come to be one of them, if they are not all that it can be: the
        fluent, and the values. Of each fluent the largest sets of values first."""
        return tuple((fluent, tuple(values)) for fluent, values in self._native.traps())

    def open_endings(self, fluent: int, values: Iterable[int]) -> tuple[int, ...]:
        """The endings that may still hold while a fluent has one of some values, ascending."""
        return tuple(self._native.open_endings(fluent, list(values)))

    def may_hold(self, condition: Condition) -> bool:
        """Whether a condition may hold in any state; false is a proof."""
        return self._native.may_hold(json.dumps(condition_data(condition)))

    @property
    def ranges(self) -> tuple[Span, ...]:
        """By fluent, what it can come to be."""
        if self._ranges is None:
            self._ranges = tuple(Span(tuple(values), *(bounds or ())) for values, bounds in self._native.ranges())
        return self._ranges

    def sums(self) -> tuple[Sum, ...]:
        return tuple(Sum(tuple(fluents), least, most) for fluents, least, most in self._native.sums())

    def possible(self) -> tuple[int, ...]:
        """The actions that may be possible somewhere, ascending."""
        return tuple(self._native.possible())

    def decisive(self, event: int, fluent: int) -> tuple[int, ...]:
        """The fluents of the world that decide what an event makes of a fluent."""
        return tuple(self._native.decisive(event, fluent))

    def project(self, fluents: Iterable[int], target: Condition, most: int) -> Projection:
        """The projection to these fluents, with at most so many states, in which `target` is sought."""
        return Projection(self._native.project(list(fluents), json.dumps(condition_data(target)), most))


class Seeking:
    """A search for a shortest life from `start` to a state that has an `ending` (None: in which a `condition` holds), which
    goes on where it stopped. `out`: actions that are known to be explained in no life."""

    def __init__(
        self,
        engine: NativeEngine,
        start: State,
        ending: int | None,
        condition: Condition,
        free: Sequence[int] = (),
        out: Iterable[int] = (),
        guides: Iterable[Projection] = (),
    ) -> None:
        engine.prepare(tuple(free))
        told = [guide.native for guide in guides]
        with faults():
            self._native = _native.Seeking(
                engine.native, start, ending, json.dumps(condition_data(condition)), list(free), list(out), told
            )

    def go_on(self, states: int) -> tuple[str, tuple[int, ...]]:
        """Goes on until it is known, or so many more states have been gone on from: "life" and the moves of a shortest one,
        "none", which is a proof, or "open". Once, where a life is come upon that may not be a shortest one, "some" and its
        moves; from then on only shorter ones are sought. Raises `BudgetEnded` within `NativeEngine.within`, and may be gone on
        with all the same."""
        with faults():
            verdict, moves = self._native.go_on(states)
        return verdict, tuple(moves)

    def first_life(self, length: int, most: int) -> tuple[int, ...] | None:
        """The moves of the first of the shortest lives, compared by the numbers of their acts from the beginning, where it is
        known that they have so many: the one that an atlas comes upon first. None: it was not found in `most` states. Raises
        `BudgetEnded` as above."""
        with faults():
            moves = self._native.first_life(length, most)
        return None if moves is None else tuple(moves)

    def size(self) -> int:
        """How many states lives have been followed to."""
        return self._native.size()[0]

    def memory(self) -> int:
        return self._native.size()[3]

    def least(self) -> int | None:
        """No life to what is sought has fewer acts; None: there is none."""
        return self._native.size()[2]
