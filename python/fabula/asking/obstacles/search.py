"""What stands in the way of an ending that no life reaches: a smallest set of the story's own rules, found by relaxing them.

Sets of rules are relaxed and the story that comes out is searched for a life to the ending. First a set is looked for that
changes little, near to the ending; then it is made minimal; then all smaller sets are tried, so that it is known whether it is
smallest in number. Relaxing more is not always better (people can come to have other plans, triggers can fire), so that no set
is judged by another one: what is said has been tried. The one shortcut is exact: where the ending can't be reached even if
nobody needs a reason for anything, no reason and no limit stands in its way.
"""

from __future__ import annotations

import json
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations

from fabula.asking.obstacles.relaxation import OtherLimit, WithoutReason, grounded, limited, relaxed, unasked
from fabula.asking.obstacles.rules import Option, options_of
from fabula.asking.obstacles.said import Rule
from fabula.budget import USUAL, Budget
from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded
from fabula.grounding import Ground
from fabula.lives.finding import life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.problems import StoryProblems, unknown_character, unknown_ending
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Limits, Task

#: how many rules are relaxed at once, at most
MOST = 3
#: how many states a search visits while a set is looked for, and then, to prove that a set does not suffice
FIRST, STATES = 3_000, 100_000
#: how many times more that is each time where time is left
MORE = 4
#: how many states an engine may keep for each that a search may visit
KEPT = 60
#: how many sets are tried nearest first before all are tried by their size
PROBES = 150
#: how many states of the story as it is are visited at least
AS_IT_IS = 1_000_000
#: how many states are visited to find out whether the ending can be reached if nobody needs a reason
FREE = 300_000


@dataclass(frozen=True, slots=True)
class Trying:
    """Where the search for obstacles stands: how many relaxed stories have been tried, how many rules are relaxed at once in
    those that are tried now, how many rules the best set so far has (0 = none so far), and seconds since the start."""

    tried: int
    size: int
    best: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Rules that stand in the way of an ending.

    `rules`: empty where a life reaches the ending as it is, or where no set was found (then `life` is None). `life`: a
    shortest life to the ending in the story with exactly these rules relaxed; its `story` is that story. `minimal`: it has
    been shown that with any proper subset relaxed no life reaches it; `smallest`: that with no fewer rules, in whatever way
    they are relaxed, any life does. `alternatives`: further sets of as many rules that suffice as well, as far as they were
    asked for. `complete`: all that was to be tried has been; without it `why` says what ended the search: "time", "states"
    (a search was too large to be decided) or "interrupted". `most`: how many rules were relaxed at once, at most; `options`:
    how many ways there are to relax one rule; `tried`: how many relaxed stories were tried.
    """

    ending: str
    rules: tuple[Rule, ...]
    life: Life | None
    minimal: bool
    smallest: bool
    complete: bool
    why: str
    most: int
    options: int
    tried: int
    seconds: float
    alternatives: tuple[tuple[Rule, ...], ...] = ()


def obstacles(
    world: World,
    ending: str,
    budget: Budget = USUAL,
    watcher: Callable[[Trying], None] | None = None,
    *,
    most: int = MOST,
    every: bool = False,
    library: bool = False,
    proves: bool = True,
    free: tuple[str, ...] = (),
    limits: Limits | None = None,
    lost: bool = False,
) -> Obstacles:
    """A smallest set of rules that stands in the way of an ending. Raises `UnknownName` for an ending or a mind that the
    story does not have.

    Only rules in the text of the story count as its own; with `library` also those of the library that it uses. `most`: how
    many rules are relaxed at once, at most; `every`: find all sets of the smallest size; `proves`: whether it is also looked
    whether fewer rules than were found suffice, which can take long. `free`: the minds whose acts need no reason, as a
    reader's; `limits`: in place of every character's own; both hold in the relaxed stories as they do in `world`. `lost`: it is
    known that no life reaches the ending. `budget`: after so many seconds the best is given that is known then; one search
    visits at most so many states (None = as many as is usual here, and more while there is time) and takes so much memory. The
    answer depends on nothing but the story and these bounds, unless the time ends first."""
    if ending not in world.definition.endings:
        raise unknown_ending(ending, world.definition.endings)
    for name in free:
        if name not in world.ground.minds:
            raise unknown_character(name, world.ground.minds)
    asked = _Asked(
        ending, most, every, library, proves, frozenset(free), tuple(world.ground.minds[name] for name in free), limits
    )
    return _Seeking(world, asked, budget, watcher, lost).found()


class _Ended(Exception):
    """The time has ended."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """`acts` of a life to the ending, or None; `proved`: whether that is certain."""

    acts: tuple[int, ...] | None
    proved: bool


_NONE = _Verdict(None, True)
_UNKNOWN = _Verdict(None, False)

#: numbers of options, ascending
Chosen = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `obstacles` is asked, apart from its bounds. `free`: minds by name; `numbers`: the same minds."""

    ending: str
    most: int
    every: bool
    library: bool
    proves: bool
    free: frozenset[str]
    numbers: tuple[int, ...]
    limits: Limits | None


class _Seeking:
    def __init__(
        self, world: World, asked: _Asked, budget: Budget, watcher: Callable[[Trying], None] | None, lost: bool
    ) -> None:
        self._world = world
        self._asked = asked
        self._ending = asked.ending
        self._number = [each.name for each in world.ground.task.endings].index(asked.ending)
        self._seconds = budget.seconds
        self._bytes = budget.bytes
        self._states = budget.states or STATES
        self._is_bounded = budget.states is not None
        self._most = asked.most
        self._every = asked.every
        self._proves = asked.proves
        self._watcher = watcher
        self._options: Sequence[Option] = options_of(
            world.ground, asked.ending, asked.library, asked.free, limits=asked.limits is None
        )
        self._costs = [option.cost for option in self._options]
        self._mental = [isinstance(option.change, WithoutReason | OtherLimit) for option in self._options]
        self._known: dict[Chosen, tuple[int, _Verdict]] = {(): (0, _NONE)} if lost else {}
        self._same: dict[bytes, tuple[int, _Verdict]] = {}
        self._closed: dict[Chosen, bool] = {}
        self._tried = 0
        self._best: Chosen | None = None
        self._minimal = False
        self._smallest = False
        self._others: list[Chosen] = []
        self._start = time.monotonic()

    def found(self) -> Obstacles:
        """What stands in the way, as far as it is known when the budget ends."""
        why = ""
        try:
            self._seek()
            while self._may_know_more():
                self._seek_further()
        except _Ended:
            why = "time"
        except KeyboardInterrupt:
            why = "interrupted"
        undecided = self._best is None or not self._smallest
        if not why and undecided and any(not verdict.proved for _, verdict in self._known.values()):
            why = "states"
        best = self._best
        return Obstacles(
            ending=self._ending,
            rules=self._rules(best) if best else (),
            life=self._life(best) if best is not None else None,
            minimal=self._minimal,
            smallest=self._smallest,
            complete=not why,
            why=why,
            most=self._most,
            options=len(self._options),
            tried=self._tried,
            seconds=time.monotonic() - self._start,
            alternatives=tuple([self._rules(chosen) for chosen in self._others]),
        )

    def _rules(self, chosen: Chosen) -> tuple[Rule, ...]:
        return tuple([self._options[number].said for number in chosen])

    def _life(self, chosen: Chosen) -> Life:
        """The life that was found, with its reasons."""
        verdict = self._known[chosen][1]
        if not chosen:
            return life_of(self._world, verdict.acts or (), self._asked.numbers)
        changes = [self._options[number].change for number in chosen]
        return life_of(relaxed(self._world, changes, self._asked.limits), verdict.acts or (), self._asked.numbers)

    # --- the search --------------------------------------------------------------------------------------------------

    def _seek(self) -> None:
        if self._verdict((), max(self._states, AS_IT_IS)).acts is not None:
            self._best, self._minimal, self._smallest = (), True, True
            return
        for probe, chosen in enumerate(self._nearest_first()):
            if probe == PROBES:
                break
            if self._verdict(chosen, min(FIRST, self._states)).acts is not None:
                self._best = chosen
                break
        if self._best is not None:
            self._make_minimal(self._best)
        if self._proves or self._best is None or len(self._best) == 1:
            self._prove()
        if self._every and self._best is not None:
            candidates = (chosen for chosen in self._of_size(len(self._best)) if chosen != self._best)
            for chosen in candidates:
                if self._verdict(chosen, self._states).acts is not None and self._is_minimal(chosen):
                    self._others.append(chosen)

    def _may_know_more(self) -> bool:
        """Whether there is time to decide what was too large to be decided, and something would be known by it."""
        if self._seconds is None or self._is_bounded:
            return False
        known = self._smallest or (self._best is not None and not self._proves)
        return not known and any(not verdict.proved for _, verdict in self._known.values())

    def _seek_further(self) -> None:
        """Seek again, and let every search visit more states. Where the time ends first, what was found before stands."""
        before = self._best, self._minimal, self._smallest, self._others
        self._states *= MORE
        self._others = []
        try:
            self._seek()
        except (_Ended, KeyboardInterrupt):
            if before[0] is not None and (self._best is None or len(self._best) >= len(before[0])):
                self._best, self._minimal, self._smallest, self._others = before
            raise

    def _make_minimal(self, chosen: Chosen) -> None:
        """Take the first smallest part of a set that suffices, and note whether it is minimal."""
        decided = True
        for size in range(1, len(chosen)):
            for part in combinations(chosen, size):
                verdict = self._verdict(part, self._states)
                decided = decided and verdict.proved
                if verdict.acts is not None:
                    self._best = part
                    self._minimal = self._is_minimal(part)
                    return
        self._minimal = decided and self._known[()][1].proved

    def _is_minimal(self, chosen: Chosen) -> bool:
        """Whether no proper part of a set suffices, the empty one included."""
        parts = (part for size in range(len(chosen)) for part in combinations(chosen, size))
        return all(self._verdict(part, self._states) == _NONE for part in parts)

    def _prove(self) -> None:
        """Try all sets by size, up to what is known to suffice."""
        decided = self._known[()][1].proved
        for size in range(1, self._most + 1 if self._best is None else len(self._best)):
            for chosen in self._of_size(size):
                verdict = self._verdict(chosen, self._states)
                decided = decided and verdict.proved
                if verdict.acts is not None:
                    self._best = chosen
                    self._minimal = self._is_minimal(chosen)
                    # The others of this size come later and prove nothing more; those before were smaller or refuted.
                    self._smallest = decided or self._are_refuted(size - 1)
                    return
        self._smallest = decided and self._best is not None

    def _are_refuted(self, size: int) -> bool:
        """Whether all sets of at most so many rules are known not to suffice."""
        sets = (chosen for smaller in range(size + 1) for chosen in self._of_size(smaller))
        return all(self._known.get(chosen, (0, _UNKNOWN))[1] == _NONE for chosen in sets)

    def _nearest_first(self) -> Iterator[Chosen]:
        """Sets of rules by what it costs to relax them all, smaller ones first where it is the same."""
        for total in range(1, self._most * max(self._costs, default=0) + 1):
            for size in range(1, self._most + 1):
                yield from self._costing(size, total, 0)

    def _of_size(self, size: int) -> Iterator[Chosen]:
        """Sets of so many rules by what it costs to relax them all."""
        for total in range(size * max(self._costs, default=0) + 1):
            yield from self._costing(size, total, 0)

    def _costing(self, size: int, total: int, first: int) -> Iterator[Chosen]:
        """Sets of so many rules, at or behind a place among the options, that cost so much together."""
        if size == 0:
            if total == 0:
                yield ()
            return
        low = first if size > 1 else max(first, bisect_left(self._costs, total))
        for number in range(low, len(self._costs)):
            cost = self._costs[number]
            if cost * size > total:
                break
            for others in self._costing(size - 1, total - cost, number + 1):
                if all(self._options[other].rule != self._options[number].rule for other in others):
                    yield (number, *others)

    # --- one relaxed story -------------------------------------------------------------------------------------------

    def _verdict(self, chosen: Chosen, states: int) -> _Verdict:
        """Whether a life reaches the ending with exactly these rules relaxed. Raises `_Ended`."""
        visited, known = self._known.get(chosen, (0, _UNKNOWN))
        if known.proved or visited >= states:
            return known
        seconds = time.monotonic() - self._start
        if self._is_over():
            raise _Ended
        if self._watcher is not None:
            self._watcher(Trying(self._tried, len(chosen), len(self._best or ()), seconds))
        verdict = self._judged(chosen, states)
        self._known[chosen] = states, verdict
        return verdict

    def _judged(self, chosen: Chosen, states: int) -> _Verdict:
        physical = tuple([number for number in chosen if not self._mental[number]])
        if physical != chosen and self._is_closed(physical):
            return _NONE
        self._tried += 1
        try:
            changed = self._grounded(chosen)
        except StoryProblems:
            # What does not hold together any more is no story, and has no lives.
            return _NONE
        same = sha256(json.dumps(changed.task.data()).encode()).digest()
        visited, known = self._same.get(same, (0, _UNKNOWN))
        if known.proved or visited >= states:
            return known
        verdict = self._searched(changed.task, states)
        if not verdict.proved and states > FIRST and self._is_closed(physical):
            verdict = _NONE
        self._same[same] = states, verdict
        return verdict

    def _grounded(self, chosen: Chosen) -> Ground:
        if not chosen:
            return self._world.ground
        changes = [self._options[number].change for number in chosen]
        return limited(grounded(self._world.ground, changes), self._asked.limits)

    def _searched(self, task: Task, states: int) -> _Verdict:
        """Whether a life reaches the ending. Raises `_Ended`."""
        engine = NativeEngine(task, KEPT * states)
        left = None if self._seconds is None else self._seconds - (time.monotonic() - self._start)
        try:
            with engine.within(left, self._bytes):
                search = engine.search(engine.initial(), (self._number,), self._asked.numbers, states)
        except BudgetEnded:
            if self._is_over():
                raise _Ended from None
            return _UNKNOWN
        except RUNTIME_ERRORS:
            # A story that can't go on where one of its lives leads is none either.
            return _NONE
        return _Verdict(search.acts, search.complete)

    def _is_over(self) -> bool:
        return self._seconds is not None and time.monotonic() - self._start >= self._seconds

    def _is_closed(self, physical: Chosen) -> bool:
        """Whether it is certain that no life reaches the ending with these rules relaxed even if nobody needs a reason."""
        known = self._closed.get(physical)
        if known is None:
            try:
                task = unasked(self._grounded(physical)).task
            except StoryProblems:
                known = True
            else:
                known = self._searched(task, FREE) == _NONE
            self._closed[physical] = known
        return known
