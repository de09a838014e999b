"""Lives by chance, where nothing decides what lives can come to: some decide it after all, since one that comes there shows
that it can be; if none does, that is a statement of statistics, and no proof.

Two sorts of readers: those who take each of all steps with the same chance, as random readers do (`lives.readers`: with the
same seed they live the same lives), and those who are led: they take a step after which it may be nearest, as far as a
projection says, and now and then another one.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from fabula.engine.evaluate import holds
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.proving import Projection
from fabula.lives.atlas import Atlas
from fabula.lives.chance import drawn
from fabula.lives.walking import LONGEST, chance_of
from fabula.proving.goals import Goal
from fabula.proving.prover import Prover
from fabula.randomness import Random
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Condition

#: so many lives by chance are looked at, and so many that are led
BY_CHANCE, LED = 1_000, 200
#: one of so many steps of a life that is led is taken by chance
ASTRAY = 4
#: chances are given in millionths, with a confidence of so many hundredths
WHOLE, CONFIDENCE = 1_000_000, 95
#: the steps of so many states are remembered
REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Lived:
    """A life: its `moves`, and the `states` that it passed, one more. `over`: whether it has ended or is stuck; else one had
    enough of it."""

    moves: tuple[int, ...]
    states: tuple[State, ...]
    ending: int | None
    over: bool

    @property
    def is_stuck(self) -> bool:
        return self.over and self.ending is None

    @property
    def circle(self) -> tuple[int, int] | None:
        """After how many moves, and after how many more, it is where it has been for the first time; None: nowhere."""
        first: dict[State, int] = {}
        for place, state in enumerate(self.states):
            if state in first:
                return first[state], place
            first[state] = place
        return None


@dataclass(frozen=True, slots=True)
class Chances:
    """None of so many lives comes to what is sought in `longest` acts: of those `by_chance`, and of those that were `led`
    towards it. Where it is asked what every life comes to (`every`): all of them come there; `unfinished`: so many others
    had come to no end by then."""

    by_chance: int
    led: int
    longest: int
    seed: int
    every: bool = False
    unfinished: int = 0

    @property
    def at_most(self) -> int:
        """In millionths: with the confidence, no more lives by chance come there."""
        return bound(self.by_chance)

    @property
    def led_at_most(self) -> int:
        """The same of lives that are led."""
        return bound(self.led)

    def data(self) -> dict[str, object]:
        """As plain data, with no floating-point number in it."""
        return {
            "lives": self.by_chance,
            "unfinished": self.unfinished,
            "millionths": self.at_most,
            "led": self.led,
            "led_millionths": self.led_at_most,
            "confidence": CONFIDENCE,
            "longest": self.longest,
            "seed": self.seed,
        }


def bound(lives: int) -> int:
    """The greatest chance, in millionths, with which something happens in none of so many lives in more than the rest of cases
    that the confidence leaves: the upper end of the interval of Clopper and Pearson, rounded up; about three by the number of
    lives. In whole numbers throughout, so that it is the same everywhere."""
    least, most = 0, WHOLE
    while least < most:
        middle = (least + most) // 2
        # (1 - p) ** lives <= 1 - confidence
        if 100 * (WHOLE - middle) ** lives <= (100 - CONFIDENCE) * WHOLE**lives:
            most = middle
        else:
            least = middle + 1
    return least


class Wanderers:
    """Lives by chance from where a prover starts, which are kept from one question to the next."""

    def __init__(self, prover: Prover, atlas: Atlas | None = None, seed: int = 0, longest: int = LONGEST) -> None:
        """`atlas`: one of the same world and the same who are played, which is asked first how lives go on."""
        self._atlas = atlas
        self.seed, self.longest = seed, longest
        self._prover = prover
        self._engine = prover.engine
        self._weights = prover.engine.task.weights()
        self._by_chance: list[Lived] = []
        self._led: dict[Goal, list[Lived]] = {}
        self._moves: dict[State, tuple[tuple[int, State], ...]] = {}
        #: of so many states it has been asked how lives go on
        self._asked = 0
        self._holding: dict[tuple[Condition, State], bool] = {}
        #: something went wrong in the story: no more lives are looked at
        self._has_failed = False

    def walk(
        self, lives: int = BY_CHANCE, until: float | None = None, states: int | None = None, room: int | None = None
    ) -> Sequence[Lived]:
        """So many lives by chance, or as many as there is time for. `until`: when to stop, by `time.monotonic`; `states`: after
        how many, with those that were looked at before; `room`: when engine and atlas take so many bytes."""
        while len(self._by_chance) < lives:
            lived = self._live(chance_of(self.seed, len(self._by_chance)), None, until, states, room)
            if lived is None:
                break
            self._by_chance.append(lived)
        return self._by_chance

    def lead(
        self, goal: Goal, lives: int = LED, until: float | None = None, states: int | None = None, room: int | None = None
    ) -> Sequence[Lived]:
        """So many lives that are led towards a goal, or as many as there is time for; none where nothing is known that would
        lead. Ends with the first that comes there."""
        led = self._led.setdefault(goal, [])
        guide = self._prover.guide(goal)
        while guide is not None and len(led) < lives and not (led and self.comes_to(led[-1], goal) is not None):
            lived = self._live(chance_of(self.seed, len(led)), guide, until, states, room)
            if lived is None:
                break
            led.append(lived)
        return led

    def sought(
        self, goal: Goal, until: float | None = None, states: int | None = None, room: int | None = None
    ) -> tuple[int, ...] | None:
        """The moves of the shortest of these lives to a goal. Where none comes there, some are led towards it, within bounds as
        `lead` has them; None: none of those does, either."""
        moves = self.first_to(goal)
        if moves is None:
            self.lead(goal, until=until, states=states, room=room)
            moves = self.first_to(goal)
        return moves

    def first_to(self, goal: Goal) -> tuple[int, ...] | None:
        """The moves of the shortest of these lives to a goal, the first of several; None: none of them comes there."""
        shortest: tuple[int, ...] | None = None
        for lived in (*self._by_chance, *self._led.get(goal, ())):
            moves = self.comes_to(lived, goal)
            if moves is not None and (shortest is None or len(moves) < len(shortest)):
                shortest = moves
        return shortest

    def comes_to(self, lived: Lived, goal: Goal) -> tuple[int, ...] | None:
        """The moves of a life up to where it first comes to a goal; None: it does not."""
        if goal.ending is not None:
            return lived.moves if lived.ending == goal.ending else None
        place = next((place for place, state in enumerate(lived.states) if self._holds(goal.condition, state)), None)
        return None if place is None else lived.moves[:place]

    def chances(self, goal: Goal) -> Chances:
        """What these lives say of a goal that none of them comes to."""
        return Chances(len(self._by_chance), len(self._led.get(goal, ())), self.longest, self.seed)

    def chances_of_all(self, goal: Goal) -> Chances:
        """What they say of a goal that each of them comes to which came to an end."""
        came = sum(self.comes_to(lived, goal) is not None for lived in self._by_chance)
        return Chances(came, 0, self.longest, self.seed, True, len(self._by_chance) - came)

    def _holds(self, condition: Condition, state: State) -> bool:
        key = condition, state
        if key not in self._holding:
            self._holding = self._holding if len(self._holding) < REMEMBERED else {}
            self._holding[key] = holds(self._engine, state, condition)
        return self._holding[key]

    def _live(
        self, chance: Random, guide: Projection | None, until: float | None, most: int | None, room: int | None
    ) -> Lived | None:
        """One life; None: there is no time or room for it, or something goes wrong."""
        if self._has_failed or (until is not None and time.monotonic() >= until):
            return None
        states, moves = [self._prover.start], list[int]()
        try:
            with self._engine.within(None if until is None else until - time.monotonic()):
                while True:
                    if most is not None and self._asked >= most:
                        return None
                    if room is not None and self._memory() >= room:
                        return None
                    steps = self._steps(states[-1])
                    if not steps or len(moves) >= self.longest:
                        break
                    move, after = self._chosen(steps, chance, guide)
                    moves.append(move)
                    states.append(after)
                ending = self._engine.ending(states[-1])
        except BudgetEnded:
            return None
        except RUNTIME_ERRORS:
            self._has_failed = True
            return None
        return Lived(tuple(moves), tuple(states), ending, not steps)

    def _any(self, steps: Sequence[tuple[int, State]], chance: Random) -> tuple[int, State]:
        """What comes about by chance, or else one of the others, each as likely."""
        weights = self._weights
        plain = [step for step in steps if step[0] not in weights] if weights else steps
        act = drawn(chance, [move for move, _ in steps], weights, bool(plain)) if weights else None
        return chance.choice(plain) if act is None else next(step for step in steps if step[0] == act)

    def _memory(self) -> int:
        return self._engine.memory() + (0 if self._atlas is None else self._atlas.memory)

    def _steps(self, state: State) -> tuple[tuple[int, State], ...]:
        if state not in self._moves:
            self._moves = self._moves if len(self._moves) < REMEMBERED else {}
            self._moves[state] = self._known_steps(state) or self._engine.moves(state, self._prover.free)
            self._asked += 1
        return self._moves[state]

    def _known_steps(self, state: State) -> tuple[tuple[int, State], ...]:
        """As far as they are drawn."""
        atlas = self._atlas
        number = None if atlas is None else atlas.number_of(state)
        if atlas is None or number is None:
            return ()
        return tuple((move, atlas.state(target)) for move, target in atlas.steps(number))

    def _chosen(self, steps: Sequence[tuple[int, State]], chance: Random, guide: Projection | None) -> tuple[int, State]:
        if len(steps) == 1:
            return steps[0]
        if guide is None or chance.below(ASTRAY) == 0:
            return self._any(steps, chance)
        far = [guide.acts_from([self._engine.value(after, fluent) for fluent in guide.fluents]) for _, after in steps]
        nearest = [step for step, acts in zip(steps, far, strict=True) if acts == min(far)]
        return chance.choice(nearest)
