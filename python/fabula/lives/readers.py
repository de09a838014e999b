"""Random readers: lives by chance, many of them, counted. The same seed gives the same counts, however many processes read.

A reader goes on with one of all steps of an atlas, each as likely, up to an ending, to where nothing goes on, or until it has
had enough. With `free`, those minds are played: their acts need no reason, and what they try in vain is a step, too.
"""

from __future__ import annotations

import multiprocessing
import struct
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt
from typing import Protocol

from fabula.budget import USUAL, Budget, OutOfBudget, within
from fabula.engine.attempts import move_name
from fabula.engine.interface import State
from fabula.lives import ends
from fabula.lives.atlas import Atlas, Progress
from fabula.lives.finding import life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.markup import Markup
from fabula.randomness import Random

#: how many acts a reader has patience for
LONGEST = 200
#: the readers of one parcel of work
BATCH = 1000
#: the same where the engine is asked for each step
FEW = 10
#: acts between two looks at the clock and at the memory
LOOK = 2000
#: of the time that there is, what follows the reading gets what is left after this part
READING = 0.9
#: fewer readers than this are done before further processes have begun
MANY = 100_000
#: of the time and the memory that there are, this part goes to the exploration if that does not come to its end
SHARE = 2 / 3
#: bytes that a counter takes for one entry: with a number as its key, with two; and for a life beyond the bytes of its acts
_ENTRY, _PAIR, _LIFE = 150, 240, 100
#: bytes that a process which reads takes beside the roads and what it counts
_PROCESS = 60_000_000


@dataclass(slots=True)
class Tally:
    """What was counted, acts by their moves. `hits`: readers who come to a state; `steps`: times that an act was done in a
    state; `acts`: readers in whose life an act came up; `ends`: readers by their last state; `firsts`: by first act and ending,
    -1 = none; `lives`: by all their acts, as `packed`; `acts_of_lives`: how many acts all different lives have. `why`: what
    ended the reading early, "time" or "memory"; else ""."""

    readers: int = 0
    hits: Counter[int] = field(default_factory=Counter)
    steps: Counter[tuple[int, int]] = field(default_factory=Counter)
    acts: Counter[int] = field(default_factory=Counter)
    ends: Counter[int] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)
    firsts: Counter[tuple[int, int]] = field(default_factory=Counter)
    lives: Counter[bytes] = field(default_factory=Counter)
    endings: Counter[int] = field(default_factory=Counter)
    acts_of_lives: int = 0
    stuck: int = 0
    tired: int = 0
    why: str = ""

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        numbers = len(self.hits) + len(self.acts) + len(self.ends) + len(self.lengths) + len(self.endings)
        pairs = len(self.steps) + len(self.firsts)
        return _ENTRY * numbers + _PAIR * pairs + _LIFE * len(self.lives) + _ACT * self.acts_of_lives

    def add(self, other: Tally) -> None:
        self.readers += other.readers
        self.stuck += other.stuck
        self.tired += other.tired
        for mine, theirs in (
            (self.hits, other.hits),
            (self.acts, other.acts),
            (self.ends, other.ends),
            (self.lengths, other.lengths),
            (self.endings, other.endings),
        ):
            mine.update(theirs)
        self.steps.update(other.steps)
        self.firsts.update(other.firsts)
        self.acts_of_lives += sum(len(life) for life in other.lives if life not in self.lives) // _ACT
        self.lives.update(other.lives)
        self.why = self.why or other.why


#: bytes of an act in a life that is packed
_ACT = 4


def packed(life: Sequence[int]) -> bytes:
    """The acts of a life as bytes that sort as the acts do, a seventh of what a tuple takes."""
    return struct.pack(f">{len(life)}I", *life)


def unpacked(life: bytes) -> tuple[int, ...]:
    """The acts of a life that was packed."""
    return struct.unpack(f">{len(life) // _ACT}I", life)


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a reading ends whatever it has: at the moment `end` of the monotonic clock, or with so many `bytes`; None = no
    bound."""

    end: float | None = None
    bytes: int | None = None

    def passed(self, taken: int) -> str:
        """The bound that is passed, "time" or "memory"; "" if none is."""
        if self.end is not None and time.monotonic() >= self.end:
            return "time"
        return "memory" if self.bytes is not None and taken > self.bytes else ""


class Roads(Protocol):
    """What readers walk on. States have numbers; 0 is the initial one. `size`: the bytes that were taken for it while readers
    walked."""

    @property
    def size(self) -> int: ...

    def steps(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        """The acts that can follow, ascending, and the states that they lead to."""
        ...

    def ending(self, number: int) -> int:
        """The ending of a state, -1 = none."""
        ...


@dataclass(frozen=True, slots=True)
class Paved:
    """The roads of a whole atlas, as plain arrays that another process can be sent."""

    starts: array[int]
    acts: array[int]
    targets: array[int]
    endings: array[int]

    @property
    def size(self) -> int:
        return 0

    @property
    def all_bytes(self) -> int:
        return sum(part.itemsize * len(part) for part in (self.starts, self.acts, self.targets, self.endings))

    def steps(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        first, end = self.starts[number], self.starts[number + 1]
        return self.acts[first:end], self.targets[first:end]

    def ending(self, number: int) -> int:
        return self.endings[number]


class Unpaved:
    """The roads of an atlas that is not complete: beyond it the engine is asked for every step, once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._known_states = atlas.size
        self._beyond: list[State] = []
        self._numbers: dict[State, int] = {}
        self._steps: dict[int, tuple[Sequence[int], Sequence[int]]] = {}
        self._edges = 0

    @property
    def size(self) -> int:
        return 2 * _ENTRY * len(self._beyond) + _PAIR * len(self._steps) + 2 * 36 * self._edges

    def state(self, number: int) -> State:
        return self.atlas.state(number) if number < self._known_states else self._beyond[number - self._known_states]

    def steps(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        if number not in self._steps:
            self._steps[number] = self._known(number) if number < self.atlas.expanded else self._asked(number)
            self._edges += len(self._steps[number][0])
        return self._steps[number]

    def ending(self, number: int) -> int:
        if number < self._known_states:
            return self.atlas.endings[number]
        ending = self.atlas.world.engine.ending(self.state(number))
        return -1 if ending is None else ending

    def _known(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        steps = self.atlas.steps(number)
        return tuple(act for act, _ in steps), tuple(target for _, target in steps)

    def _asked(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        moves = self.atlas.world.engine.moves(self.state(number), self.atlas.free)
        return tuple(move for move, _ in moves), tuple(self._number(after) for _, after in moves)

    def _number(self, state: State) -> int:
        known = self.atlas.number_of(state)
        if known is not None:
            return known
        if state not in self._numbers:
            self._numbers[state] = self._known_states + len(self._beyond)
            self._beyond.append(state)
        return self._numbers[state]


def chance_of(seed: int, reader: int) -> Random:
    """The chance of one reader, which no other one's depends on."""
    return Random(Random(Random(seed).bits() + reader).bits())


def read(roads: Roads, seed: int, readers: range, longest: int, bounds: Bounds = Bounds()) -> Tally:
    """The lives of some readers: of all, or of the first ones that fit into the bounds. One in whose life a bound is passed
    does not count."""
    tally = Tally()
    since = 0
    for reader in readers:
        since = _read_one(roads, chance_of(seed, reader), longest, tally, bounds, since)
        if tally.why:
            break
    return tally


def _read_one(roads: Roads, random: Random, longest: int, tally: Tally, bounds: Bounds, since: int) -> int:
    """One more life. `since`: how many acts ago the bounds were looked at; the same after it is handed back."""
    here = 0
    passed = {0}
    life: list[int] = []
    steps: list[tuple[int, int]] = []
    choices, targets = roads.steps(here)
    # A life without acts takes its time as well.
    since += 1
    while True:
        since += 1
        if since >= LOOK:
            since = 0
            tally.why = bounds.passed(tally.size + roads.size + len(life) * (_PAIR + _ENTRY))
            if tally.why:
                return since
        if not choices or len(life) >= longest:
            break
        chosen = random.below(len(choices)) if len(choices) > 1 else 0
        act = choices[chosen]
        steps.append((here, act))
        life.append(act)
        here = targets[chosen]
        passed.add(here)
        choices, targets = roads.steps(here)
    ending = roads.ending(here)
    tally.readers += 1
    tally.hits.update(passed)
    tally.acts.update(set(life))
    tally.ends[here] += 1
    tally.endings[ending] += 1
    tally.lengths[len(life)] += 1
    tally.steps.update(steps)
    known = packed(life)
    if known not in tally.lives:
        tally.acts_of_lives += len(life)
    tally.lives[known] += 1
    tally.firsts[life[0] if life else -1, ending] += 1
    if ending < 0:
        tally.tired += bool(choices)
        tally.stuck += not choices
    return since


# --- all of them -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Readings:
    """What random readers came to. `asked`: how many there were to be; `tally`: the counts of those who have read.

    `hits`: for each state of the atlas, how many readers come to it. `why`: what ended the reading early, "time",
    "memory" or "interrupted"; else "". The numbers of states are those of `atlas`; beyond an atlas that is not complete,
    states have numbers from its size on and no hits."""

    world: World
    atlas: Atlas
    asked: int
    seed: int
    longest: int
    tally: Tally
    why: str = ""

    @property
    def readers(self) -> int:
        return self.tally.readers

    def __repr__(self) -> str:
        return f"<fabula.Readings: {self.readers:,} of {self.asked:,} readers, seed {self.seed}>"

    def _repr_html_(self) -> str:
        rows = Markup().join(
            Markup("<tr><td>{}</td><td>{:,}</td><td>{:.1f} %</td></tr>").format(name, count, 100 * count / self.readers)
            for name, count in self.endings.items()
            if self.readers
        )
        table = Markup(
            "<table><caption>{:,} random readers (seed {}), {:,} different lives</caption>"
            "<tr><th scope='col'>ending</th><th scope='col'>readers</th><th scope='col'>of all</th></tr>{}</table>"
        )
        return str(table.format(self.readers, self.seed, self.different, rows))

    @cached_property
    def hits(self) -> array[int]:
        found = self.tally.hits
        return array("q", (found[number] for number in range(self.atlas.size)))

    @cached_property
    def endings(self) -> dict[str, int]:
        """How many readers came to each ending, in the order of the story."""
        return {ending.name: self.tally.endings[number] for number, ending in enumerate(self.world.ground.task.endings)}

    @cached_property
    def acts(self) -> dict[str, int]:
        """In the lives of how many readers each act came up; all acts of the story, by name."""
        return {action.name: self.tally.acts[number] for number, action in enumerate(self.world.ground.task.actions)}

    @cached_property
    def schemas(self) -> dict[str, int]:
        """How often each action of the story was done, whoever did it."""
        counts = dict.fromkeys(self.world.definition.actions, 0)
        for (_, act), times in self.tally.steps.items():
            if act < len(self.world.ground.actions):
                counts[self.world.ground.actions[act].schema] += times
        return counts

    @cached_property
    def dead(self) -> int:
        """How many readers came to where no ending can be reached any more, as far as that is known."""
        gone = ends.dead(self.atlas)
        return sum(count for number, count in self.tally.ends.items() if number < len(gone) and gone[number])

    @cached_property
    def lengths(self) -> dict[int, int]:
        """How many lives there are of each length in acts, ascending."""
        return dict(sorted(self.tally.lengths.items()))

    @property
    def median(self) -> int:
        """The length that half of the lives do not exceed."""
        return _middle(self.lengths)

    @property
    def different(self) -> int:
        """How many different lives there were."""
        return len(self.tally.lives)

    @cached_property
    def commonest(self) -> tuple[tuple[int, ...], int] | None:
        """The acts of the life that came up most often, and how often; of several the first by length and by acts."""
        lives = self.tally.lives
        if not lives:
            return None
        acts = min(lives, key=lambda life: (-lives[life], len(life), life))
        return unpacked(acts), lives[acts]

    def commonest_life(self) -> Life | None:
        """That life, with its reasons."""
        return None if self.commonest is None else life_of(self.atlas.world, self.commonest[0], self.atlas.free)

    @cached_property
    def firsts(self) -> dict[str, dict[str | None, int]]:
        """By first act, in the order of the acts: how many readers came to each ending (None: to none)."""
        task = self.world.ground.task
        found: dict[str, dict[str | None, int]] = {}
        for (act, ending), count in sorted(self.tally.firsts.items()):
            if act >= 0:
                name = None if ending < 0 else task.endings[ending].name
                found.setdefault(move_name(task, act), {})[name] = count
        return found

    def endings_data(self) -> list[dict[str, object]]:
        """As plain data, how many came to each ending."""
        return [
            {"name": name, "readers": count, "permille": list(share_between(count, self.readers))}
            for name, count in self.endings.items()
        ]

    def data(self) -> dict[str, object]:
        """As plain data, with no floating-point number in it. Of shares there are bounds: see `share_between`."""
        commonest = self.commonest
        task = self.world.ground.task
        return {
            "readers": self.readers,
            "asked": self.asked,
            "seed": self.seed,
            "longest": self.longest,
            "ended": self.why or "complete",
            "atlas": {"states": self.atlas.size, "complete": self.atlas.complete},
            "endings": self.endings_data(),
            "stuck": self.tally.stuck,
            "dead": self.dead,
            "too_long": self.tally.tired,
            "lengths": {
                "least": min(self.lengths, default=0),
                "median": self.median,
                "most": max(self.lengths, default=0),
                "counts": [[length, count] for length, count in self.lengths.items()],
            },
            "lives": {
                "different": self.different,
                "commonest": None if commonest is None else [move_name(task, act) for act in commonest[0]],
                "times": 0 if commonest is None else commonest[1],
            },
            "actions": self.schemas,
            "acts": self.acts,
            "firsts": [
                {"act": act, "endings": [{"name": name, "readers": count} for name, count in ends.items()]}
                for act, ends in self.firsts.items()
            ],
        }


def share_between(count: int, whole: int) -> tuple[int, int]:
    """Bounds, in thousandths, between which the true share lies with about 95 % confidence: Wilson's interval with z = 2,
    rounded outwards, in whole numbers throughout so that it is the same everywhere."""
    if whole == 0:
        return 0, 1000
    # (2c + 4 ± 4 sqrt(c (n - c) / n + 1)) / (2 (n + 4)), all times 1000
    square = 16 * 10**6 * (count * (whole - count) + whole)
    root = isqrt(square // whole) + 1
    below, above = 1000 * (2 * count + 4) - root, 1000 * (2 * count + 4) + root
    divisor = 2 * (whole + 4)
    return max(0, below // divisor), min(1000, -(-above // divisor))


def _middle(lengths: dict[int, int]) -> int:
    whole, passed = sum(lengths.values()), 0
    for length, count in lengths.items():
        passed += count
        if 2 * passed >= whole:
            return length
    return 0


def playtest(
    world: World,
    readers: int = 10_000,
    seed: int = 0,
    free: tuple[str, ...] = (),
    budget: Budget = USUAL,
    watcher: Callable[[Progress | int], None] | None = None,
    *,
    longest: int = LONGEST,
    workers: int = 1,
    atlas: Atlas | None = None,
) -> Readings:
    """Lets random readers read. First the story is explored; where the budget ends that, readers go on beyond what is known.

    `watcher` is told how far the exploration is, then how many have read. `atlas`: one of this world and of these `free` minds,
    if there is one. `workers`: processes that read where there are very many readers; each imports the main module anew, as
    `multiprocessing` says of "spawn". A KeyboardInterrupt ends the reading; those who have read by then count.

    Raises what goes wrong in the story (`runtime_errors`), and `UnknownName` for a mind in `free` that the story does
    not have."""
    begun = time.monotonic()
    if atlas is None:
        atlas = Atlas(world, free)
    if not atlas.complete:
        seconds = None if budget.seconds is None else budget.seconds * SHARE
        size = None if budget.bytes is None else int(budget.bytes * SHARE)
        atlas.explore(Budget(seconds, size, budget.states), watcher)
    tally = Tally()
    if atlas.why == "interrupted":
        return Readings(world, atlas, readers, seed, longest, tally, "interrupted")
    roads: Roads = Paved(atlas.firsts, atlas.acts, atlas.targets, atlas.endings) if atlas.complete else Unpaved(atlas)
    bounds = Bounds(
        None if budget.seconds is None else begun + budget.seconds * READING,
        None if budget.bytes is None else budget.bytes - atlas.memory - (roads.all_bytes if isinstance(roads, Paved) else 0),
    )
    workers = _useful(workers if readers >= MANY else 1, roads, bounds)
    if workers > 1 and bounds.bytes is not None:
        # The other half is for what the other processes count.
        bounds = Bounds(bounds.end, bounds.bytes // 2)
    try:
        # An engine that is asked for a step may think about it for long, and remembers it: it is looked after from outside.
        growth = None if isinstance(roads, Paved) else bounds.bytes
        with within(None if bounds.end is None else bounds.end - time.monotonic(), growth):
            for part in _parts(roads, seed, readers, longest, workers, bounds, tally):
                tally.add(part)
                if watcher is not None:
                    watcher(tally.readers)
                tally.why = tally.why or (bounds.passed(tally.size + roads.size) if tally.readers < readers else "")
                if tally.why:
                    break
    except KeyboardInterrupt:
        tally.why = "interrupted"
    except OutOfBudget as over:
        tally.why = over.why
    return Readings(world, atlas, readers, seed, longest, tally, tally.why)


def _useful(workers: int, roads: Roads, bounds: Bounds) -> int:
    """How many processes can read: each has roads of its own."""
    if not isinstance(roads, Paved):
        return 1
    if bounds.bytes is None:
        return workers
    return max(1, min(workers, bounds.bytes // 2 // (roads.all_bytes + _PROCESS)))


def _parts(roads: Roads, seed: int, readers: int, longest: int, workers: int, bounds: Bounds, tally: Tally) -> Iterator[Tally]:
    """The tallies of all readers, batch by batch, in the order of the readers. `tally`: where they are added up."""
    size = BATCH if isinstance(roads, Paved) else FEW
    batches = (range(first, min(first + size, readers)) for first in range(0, readers, size))
    if workers == 1 or not isinstance(roads, Paved):
        for batch in batches:
            left = None if bounds.bytes is None else bounds.bytes - tally.size
            yield read(roads, seed, batch, longest, Bounds(bounds.end, left))
        return
    # What is counted is at hand three times for each process: as it reads, and in two parcels that wait.
    share = None if bounds.bytes is None else bounds.bytes // (3 * workers)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_prepare, initargs=(roads,)) as pool:
        waiting: dict[int, Future[Tally]] = {}
        following = iter(enumerate(batches))
        number = 0
        try:
            while True:
                while len(waiting) < 2 * workers and (job := next(following, None)) is not None:
                    waiting[job[0]] = pool.submit(_read_here, seed, job[1], longest, Bounds(bounds.end, share))
                if not waiting:
                    return
                wait([waiting[number]], return_when=FIRST_COMPLETED)
                yield waiting.pop(number).result()
                number += 1
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


#: the roads, in a process that reads
_ROADS: list[Paved] = []


def _prepare(roads: Paved) -> None:
    _ROADS[:] = [roads]


def _read_here(seed: int, readers: range, longest: int, bounds: Bounds) -> Tally:
    return read(_ROADS[0], seed, readers, longest, bounds)
