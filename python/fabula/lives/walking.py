"""Lives by chance, walked on the roads of an atlas or beyond it, and counted: what each process does that reads."""

from __future__ import annotations

import struct
import time
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from fabula.budget import Budget, OutOfBudget, held, within
from fabula.engine.attempts import after_move
from fabula.engine.interface import State
from fabula.lives.atlas import Atlas
from fabula.lives.chance import drawn
from fabula.lives.world import World
from fabula.randomness import Random

#: how many acts a reader has patience for
LONGEST = 200
#: acts between two looks at the clock and at the memory
LOOK = 2000
#: the same where the engine is asked for each step
SLOW = 20
#: bytes that a counter takes for one entry: with a number as its key, with two; and for a life beyond the bytes of its acts
_ENTRY, _PAIR, _LIFE = 150, 240, 100


@dataclass(slots=True)
class Tally:
    """What was counted, acts by their moves; all states beyond an atlas that is not complete are one. `hits`: readers who come
    to a state; `steps`: times that an act was done in a state; `acts`: readers in whose life an act came up; `ends`: readers by
    their last state; `firsts`: by first act and ending, -1 = none; `lives`: by all their acts, as `packed`; `acts_of_lives`:
    how many acts all different lives have. `why`: what ended the reading early, "time" or "memory"; else ""."""

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

    def count(self, states: Sequence[int], acts: Sequence[int], ending: int, goes_on: bool) -> None:
        """One more reader: the states that it came to, with the initial one, and the acts between them."""
        self.readers += 1
        self.hits.update(set(states))
        self.acts.update(set(acts))
        self.ends[states[-1]] += 1
        self.endings[ending] += 1
        self.lengths[len(acts)] += 1
        self.steps.update(zip(states, acts, strict=False))
        known = packed(acts)
        if known not in self.lives:
            self.acts_of_lives += len(acts)
        self.lives[known] += 1
        self.firsts[acts[0] if acts else -1, ending] += 1
        if ending < 0:
            self.tired += goes_on
            self.stuck += not goes_on

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

    @classmethod
    def of(cls, share: Budget) -> Bounds:
        """Those of a budget that begins now."""
        return cls(share.until(), share.bytes)

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

    @property
    def weights(self) -> Mapping[int, int]:
        """The acts that are left to chance, with their weights."""
        ...


@dataclass(frozen=True, slots=True)
class Paved:
    """The roads of a whole atlas, as plain arrays that another process can be sent."""

    starts: array[int]
    acts: array[int]
    targets: array[int]
    endings: array[int]
    weights: Mapping[int, int] = field(default_factory=dict)

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
    """The roads of an atlas that is not complete: beyond it the engine is asked for every step, once. Another process that is
    sent them begins without the atlas, and with numbers of its own: it comes upon the same lives."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.weights = atlas.world.ground.task.weights()
        #: what states have as their number in a tally that are none of the atlas
        self.beyond = atlas.size
        self._states: list[State] = []
        self._numbers: dict[State, int] = {}
        self._steps: dict[int, tuple[Sequence[int], Sequence[int]]] = {}
        self._after: dict[tuple[int, int], int] = {}
        self._edges = 0

    def __reduce__(self) -> tuple[object, ...]:
        atlas = self.atlas
        names = tuple(atlas.world.ground.task.characters[mind] for mind in atlas.free)
        return _unexplored, (atlas.world, names)

    @property
    def size(self) -> int:
        known = len(self._steps) + len(self._after)
        return 2 * _ENTRY * len(self._states) + _PAIR * known + 2 * 36 * self._edges

    def state(self, number: int) -> State:
        return self.atlas.state(number) if number < self.beyond else self._states[number - self.beyond]

    def steps(self, number: int) -> tuple[Sequence[int], Sequence[int]]:
        if number not in self._steps:
            self._steps[number] = self._known(number) if number < self.atlas.expanded else self._asked(number)
            self._edges += len(self._steps[number][0])
        return self._steps[number]

    def after(self, number: int, act: int) -> int:
        """The state that an act leads to, which somebody is known to do there: nobody's reasons are asked for."""
        if number in self._steps or number < self.atlas.expanded:
            acts, targets = self.steps(number)
            return targets[acts.index(act)]
        if (number, act) not in self._after:
            self._after[number, act] = self._number(after_move(self.atlas.world.engine, self.state(number), act))
        return self._after[number, act]

    def ending(self, number: int) -> int:
        if number < self.beyond:
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
            self._numbers[state] = self.beyond + len(self._states)
            self._states.append(state)
        return self._numbers[state]


def _unexplored(world: World, free: tuple[str, ...]) -> Unpaved:
    return Unpaved(Atlas(world, free))


def chance_of(seed: int, reader: int) -> Random:
    """The chance of one reader, which no other one's depends on."""
    return Random(Random(Random(seed).bits() + reader).bits())


def _chosen(random: Random, choices: Sequence[int], weights: Mapping[int, int]) -> int:
    """The place of what a reader goes on with: what comes about by chance, or else one of the others, each as likely."""
    if len(choices) == 1:
        return 0
    if not weights:
        return random.below(len(choices))
    plain = [place for place, act in enumerate(choices) if act not in weights]
    act = drawn(random, choices, weights, bool(plain))
    return random.choice(plain) if act is None else choices.index(act)


@dataclass(slots=True)
class _Reading:
    """Lives by chance, with a look at the bounds every `look` acts, however many lives those are. `why`: the bound that is
    passed."""

    roads: Roads
    seed: int
    longest: int
    bounds: Bounds
    look: int
    since: int = 0
    why: str = ""

    def life(self, reader: int, taken: Callable[[], int]) -> tuple[list[int], list[int], bool] | None:
        """The states and the acts of a life, and whether it could have gone on; None where a bound is passed. `taken`: the
        bytes of what is kept of the lives before."""
        random = chance_of(self.seed, reader)
        states = [0]
        acts: list[int] = []
        choices, targets = self.roads.steps(0)
        # A life without acts takes its time as well.
        self.since += 1
        while True:
            self.since += 1
            if self.since >= self.look:
                self.since = 0
                self.why = self.bounds.passed(taken() + self.roads.size + len(acts) * (_PAIR + _ENTRY))
                if self.why:
                    return None
            if not choices or len(acts) >= self.longest:
                return states, acts, bool(choices)
            chosen = _chosen(random, choices, self.roads.weights)
            acts.append(choices[chosen])
            states.append(targets[chosen])
            choices, targets = self.roads.steps(targets[chosen])


def read(roads: Roads, seed: int, readers: range, longest: int, bounds: Bounds = Bounds()) -> Tally:
    """The lives of some readers: of all, or of the first ones that fit into the bounds. One in whose life a bound is passed
    does not count."""
    tally = Tally()
    reading = _Reading(roads, seed, longest, bounds, LOOK)
    for reader in readers:
        life = reading.life(reader, lambda: tally.size)
        if life is None:
            tally.why = reading.why
            break
        states, acts, goes_on = life
        tally.count(states, acts, roads.ending(states[-1]), goes_on)
    return tally


@dataclass(frozen=True, slots=True)
class Lived:
    """What one reader lived: its acts, `packed`; the ending that they come to, -1 = none; and whether it could have gone on."""

    acts: bytes
    ending: int
    goes_on: bool


@dataclass(slots=True)
class Lives:
    """Those of some readers, in their order; and what ended the reading early, as in a tally."""

    lived: list[Lived] = field(default_factory=list)
    why: str = ""


def tally_of(lives: Lives, roads: Unpaved) -> Tally:
    """The same lives, counted."""
    tally = Tally(why=lives.why)
    for life in lives.lived:
        here, states = 0, [0]
        acts = unpacked(life.acts)
        for act in acts:
            here = roads.after(here, act)
            states.append(min(here, roads.beyond))
        tally.count(states, acts, life.ending, life.goes_on)
    return tally


# --- in a process of its own ---


@dataclass(frozen=True, slots=True)
class Shared:
    """What all parcels of readers have in common."""

    roads: Paved | Unpaved
    seed: int
    longest: int

    def lives(self, readers: range, bounds: Bounds) -> Lives:
        """Those of some readers, as far as the bounds go."""
        lives = Lives()
        reading = _Reading(self.roads, self.seed, self.longest, bounds, SLOW)
        for reader in readers:
            life = reading.life(reader, lambda: _LIFE * len(lives.lived))
            if life is None:
                break
            states, acts, goes_on = life
            lives.lived.append(Lived(packed(acts), self.roads.ending(states[-1]), goes_on))
        lives.why = reading.why
        return lives


def tallied(shared: Shared, readers: range, share: Budget) -> Tally:
    return read(shared.roads, shared.seed, readers, shared.longest, Bounds.of(share))


def lived(shared: Shared, readers: range, share: Budget) -> Lives:
    """In a process of its own, which is to hold no more than its share, with all that its engine remembers."""
    try:
        with within(share.seconds, None if share.bytes is None else share.bytes - held()):
            return shared.lives(readers, Bounds.of(share))
    except OutOfBudget as over:
        return Lives(why=over.why)
