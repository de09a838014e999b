"""Random readers: lives by chance, many of them, counted. The same seed gives the same counts, however many processes read.

A reader goes on with one of all steps of an atlas, each as likely (but for what is left to chance: `chance.drawn`), up to an
ending, to where nothing goes on, or until it has had enough. With `free`, those minds are played: their acts need no reason,
and what they try in vain is a step, too.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import isqrt

from fabula.budget import USUAL, Budget, OutOfBudget, held, within
from fabula.engine.attempts import move_name
from fabula.lives import ends
from fabula.lives.atlas import Atlas, Progress
from fabula.lives.finding import life_of
from fabula.lives.life import Life
from fabula.lives.walking import LONGEST as LONGEST
from fabula.lives.walking import Bounds, Paved, Shared, Tally, Unpaved, lived, read, tallied, tally_of, unpacked
from fabula.lives.world import World
from fabula.markup import Markup
from fabula.spreading import HERE, Where, spread

#: the readers of one parcel of work
BATCH = 1000
#: the same where the engine is asked for each step
FEW = 10
#: of the time that there is, what follows the reading gets what is left after this part
READING = 0.9
#: fewer readers than this are done before further processes have begun
MANY = 100_000
#: of the time and the memory that there are, this part goes to the exploration if that does not come to its end
SHARE = 2 / 3
#: bytes that a process which reads takes beside the roads and what it counts
_PROCESS = 60_000_000


@dataclass(frozen=True, repr=False)
class Readings:
    """What random readers came to. `asked`: how many there were to be; `tally`: the counts of those who have read.

    `hits`: for each state of the atlas, how many readers come to it. `why`: what ended the reading early, "time",
    "memory" or "interrupted"; else "". The numbers of states are those of `atlas`; all states beyond an atlas that is not
    complete have its size as their number, and no hits."""

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
        counted = self.tally.hits
        return array("q", (counted[number] for number in range(self.atlas.size)))

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
        firsts: dict[str, dict[str | None, int]] = {}
        for (act, ending), count in sorted(self.tally.firsts.items()):
            if act >= 0:
                name = None if ending < 0 else task.endings[ending].name
                firsts.setdefault(move_name(task, act), {})[name] = count
        return firsts

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
    where: Where = HERE,
    atlas: Atlas | None = None,
) -> Readings:
    """Lets random readers read. First the story is explored; where the budget ends that, readers go on beyond what is known.

    `watcher` is told how far the exploration is, then how many have read. `atlas`: one of this world and of these `free` minds,
    if there is one. `where`: who reads, the same for all: processes of this machine only if that is worth their beginning. A
    KeyboardInterrupt ends the reading; those who have read by then count.

    Raises what goes wrong in the story (`runtime_errors`), `UnknownName` for a mind in `free` that the story does not have, and
    `StoryProblems` where others were to read and could not (`spreading.spread`)."""
    begun, before = time.monotonic(), held()
    if atlas is None:
        atlas = Atlas(world, free)
    if not atlas.complete:
        seconds = None if budget.seconds is None else budget.seconds * SHARE
        size = None if budget.bytes is None else int(budget.bytes * SHARE)
        atlas.explore(Budget(seconds, size, budget.states).explored(), watcher)
    tally = Tally()
    if atlas.why == "interrupted":
        return Readings(world, atlas, readers, seed, longest, tally, "interrupted")
    weights = world.ground.task.weights()
    roads = Paved(atlas.firsts, atlas.acts, atlas.targets, atlas.endings, weights) if atlas.complete else Unpaved(atlas)
    taken = max(atlas.memory, held() - before) + (roads.all_bytes if isinstance(roads, Paved) else 0)
    bounds = Bounds(
        None if budget.seconds is None else begun + budget.seconds * READING,
        None if budget.bytes is None else budget.bytes - taken,
    )
    where = _useful(where, roads, readers, bounds)
    if not where.is_here and bounds.bytes is not None:
        # The other half is for what those count who read.
        bounds = Bounds(bounds.end, bounds.bytes // 2)
    try:
        # An engine that is asked for a step may think about it for long, and remembers it: it is looked after from outside.
        growth = None if isinstance(roads, Paved) else bounds.bytes
        with within(None if bounds.end is None else bounds.end - time.monotonic(), growth):
            for part in _parts(roads, seed, readers, longest, where, bounds, tally):
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


def _useful(where: Where, roads: Paved | Unpaved, readers: int, bounds: Bounds) -> Where:
    """Who can read, and is worth being waited for: of the processes of this machine each has roads of its own."""
    if where.ray is not None or where.is_here:
        return where
    few = MANY if isinstance(roads, Paved) else 2 * FEW
    if readers < few:
        return HERE
    if bounds.bytes is None or where.count is None:
        return where
    each = _PROCESS + (roads.all_bytes if isinstance(roads, Paved) else 2 * _PROCESS)
    return replace(where, workers=max(1, min(where.count, bounds.bytes // 2 // each)))


def _parts(
    roads: Paved | Unpaved, seed: int, readers: int, longest: int, where: Where, bounds: Bounds, tally: Tally
) -> Iterator[Tally]:
    """The tallies of all readers, batch by batch, in the order of the readers. `tally`: where they are added up."""
    size = BATCH if isinstance(roads, Paved) else FEW
    batches = (range(first, min(first + size, readers)) for first in range(0, readers, size))
    shared = Shared(roads, seed, longest)
    if where.is_here:
        for batch in batches:
            left = Bounds(bounds.end, None if bounds.bytes is None else bounds.bytes - tally.size)
            yield (
                read(roads, seed, batch, longest, left)
                if isinstance(roads, Paved)
                else tally_of(shared.lives(batch, left), roads)
            )
        return
    seconds = None if bounds.end is None else bounds.end - time.monotonic()
    if isinstance(roads, Paved):
        # What is counted is at hand three times for each process: as it reads, and in two parcels that wait.
        yield from spread(tallied, shared, batches, where, Budget(seconds, None if bounds.bytes is None else bounds.bytes // 3))
    else:
        for lives in spread(lived, shared, batches, where, Budget(seconds, bounds.bytes)):
            yield tally_of(lives, roads)
