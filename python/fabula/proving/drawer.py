"""What a desk has for one story as it is now: names are looked up in its task, lives are lived again, and what was found by a
search is asked for by a digest of the whole task. Where the story has changed, nothing of that search is used."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf

import fabula
from fabula.engine.attempts import attempt_move, move_name
from fabula.engine.core import NativeEngine, as_text
from fabula.engine.interface import State
from fabula.engine.plain import condition_data
from fabula.engine.proving import Projection
from fabula.lives.life import Life
from fabula.lives.replaying import LifeParts, replay
from fabula.lives.world import World
from fabula.proving.claims import condition_text
from fabula.proving.desk import Desk, Explored
from fabula.proving.entries import LONGEST_NAME, Entry, Found, Vain, fits
from fabula.proving.goals import Goal
from fabula.proving.proofs import Exhausted, Projected, Verdict
from fabula.proving.refining import holds
from fabula.runtime_errors import RUNTIME_ERRORS

#: what is found in fewer seconds is found anew
WORTH = 0.3
#: so many times less time is spent on what was tried in vain before the story was changed
AGAIN = 10
#: what was tried for so much of a time was tried for all of it
NEARLY = 0.9


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a search has shown of just this task. `moves`: the first of the shortest lives; None: no life comes there, and the
    search ran dry, led by a projection to some `facts` (None: by none). `states`: so many were looked at."""

    moves: tuple[int, ...] | None
    facts: tuple[int, ...] | None
    states: int


class Drawer:
    """The part of a desk that is about lives of a world in which those in `free` are played. `worth`: what was found in fewer
    seconds is neither kept nor taken.

    `free`: ascending. `outcomes`: how often what was kept stood, was refused, or was repaired; `taken`: what was answered with
    its help."""

    def __init__(self, desk: Desk, world: World, free: tuple[int, ...] = (), worth: float = WORTH) -> None:
        self.desk = desk
        self.worth = worth
        self.outcomes: Counter[str] = Counter()
        self.taken: set[Goal] = set()
        #: how long is looked for everything together (None: it takes what it takes)
        self.asked: float | None = None
        self._world = world
        self._task = world.ground.task
        self.free = tuple(sorted(free))
        self._names = tuple(self._task.characters[mind] for mind in self.free)
        self._lives: dict[Goal, tuple[int, ...] | None] = {}

    @cached_property
    def digest(self) -> str:
        """Of the whole task, and of what could make of it: the same under any title, in any texts."""
        whole = hashlib.sha256(f"{fabula.__version__}\n".encode())
        whole.update(as_text(replace(self._task, name="")).encode())
        return whole.hexdigest()

    def name_of(self, goal: Goal) -> str:
        """What is sought, in names."""
        if goal.ending is not None:
            return f"ending {self._task.endings[goal.ending].name}"
        return f"moment {condition_text(self._task, goal.condition)}"

    # --- taken from it ------------------------------------------------------------------------------------------------

    def entry(self, goal: Goal) -> Entry | None:
        return self.desk.entries.get((self._names, self.name_of(goal)))

    def recall(self, goal: Goal) -> Recalled | None:
        """What a search has shown; its life is lived again, and its projection has to be made again."""
        entry = self.entry(goal)
        answer = None if entry is None else entry.found
        if entry is None or answer is None or answer.asked != _asked(goal) or answer.task != self.digest:
            return None
        facts, moves = self._numbers(entry), self.life(goal) if answer.how == "life" else None
        if moves is not None or (answer.how == "search" and (facts is not None or entry.facts is None)):
            self.taken.add(goal)
            return Recalled(moves, facts, answer.states)
        return None

    def facts(self, goal: Goal) -> tuple[int, ...]:
        """The facts to begin a projection with; none where nothing is kept, or some are not there any more."""
        entry = self.entry(goal)
        known = None if entry is None or entry.seconds < self.worth else self._numbers(entry)
        if known:
            self.taken.add(goal)
        return known or ()

    def life(self, goal: Goal) -> tuple[int, ...] | None:
        """The moves of the life that is kept, as far as to where it comes to what is sought, if it can still be lived."""
        if goal not in self._lives:
            entry = self.entry(goal)
            self._lives[goal] = None if entry is None or entry.life is None else self._lived(goal, entry.life)
            if entry is not None and entry.life is not None:
                self.outcomes["life refused" if self._lives[goal] is None else "life stood"] += 1
        return self._lives[goal]

    def _lived(self, goal: Goal, names: tuple[str, ...]) -> tuple[int, ...] | None:
        engine = self._world.engine
        assert isinstance(engine, NativeEngine), "proofs are found by the native engine"
        try:
            life = replay(self._world, names, self.free)
        except (LifeParts, *RUNTIME_ERRORS):
            return None
        before: tuple[int, ...] = ()
        for moves, state in _moments(self._world, life):
            before = (*before, *moves)
            if holds(engine, state, goal):
                return before
        return None

    def _numbers(self, entry: Entry) -> tuple[int, ...] | None:
        numbers = [self._fluents.get(name) for name in entry.facts or ()]
        known = tuple(number for number in numbers if number is not None)
        return known if entry.facts is not None and len(known) == len(numbers) else None

    @cached_property
    def _fluents(self) -> dict[str, int]:
        return {fluent.name: number for number, fluent in enumerate(self._task.fluents)}

    def share(self, goal: Goal, seconds: float | None) -> float | None:
        """How long to look for something: not again what was tried in vain for as long, and only for a part of it since the
        story was changed."""
        entry = self.entry(goal)
        vain = None if entry is None else entry.vain
        if vain is None or seconds is None or vain.seconds < NEARLY * seconds:
            return seconds
        return 0.0 if vain.task == self.digest else seconds / AGAIN

    def parts_of(self, trap: Goal) -> float:
        """In how many parts of its time a trap is looked at: not again (infinity) where it was given up in as much time, and
        only for a part of it since the story was changed."""
        entry = self.desk.entries.get((self._names, _lost(self.name_of(trap))))
        vain = None if entry is None else entry.vain
        if vain is None or self.asked is None or vain.seconds < NEARLY * self.asked:
            return 1.0
        return inf if vain.task == self.digest else float(AGAIN)

    # --- put into it --------------------------------------------------------------------------------------------------

    def keep(self, goal: Goal, verdict: Verdict, last: Projection | None, is_first: bool, spent: float) -> None:
        """Keep what was found out in so many seconds. `last`: the projection that it rests on, or that led there; `is_first`:
        the life is the first of the shortest."""
        old = self.entry(goal)
        facts, size = (None, 0) if last is None else (last.fluents, last.size)
        self._note(old, verdict, facts, size)
        if old is not None and goal in self.taken:
            # Without what was kept it would have taken longer.
            spent = max(spent, old.seconds)
        if spent < self.worth:
            self._put(goal, None)
            return
        answer = None
        if is_first or isinstance(verdict.proof, Exhausted):
            answer = Found(self.digest, _asked(goal), "life" if is_first else "search", verdict.states)
        names = None if facts is None else tuple(self._task.fluents[fluent].name for fluent in facts)
        life = None if verdict.moves is None else tuple(move_name(self._task, move) for move in verdict.moves)
        is_any = life is not None or names is not None or answer is not None
        self._put(goal, Entry(life, names, size, spent, answer) if is_any else None)

    def _note(self, old: Entry | None, verdict: Verdict, facts: tuple[int, ...] | None, size: int) -> None:
        """Take note of what became of the facts that were kept for a *never*."""
        if old is None or old.facts is None or old.life is not None or old.found is not None:
            return
        if not isinstance(verdict.proof, Projected) or facts != self._numbers(old):
            self.outcomes["never refused"] += 1
        else:
            self.outcomes["never stood" if size == old.size else "never repaired"] += 1

    def keep_life(self, goal: Goal, moves: tuple[int, ...], states: int, spent: float) -> None:
        """Keep the first of the shortest lives, which the atlas has."""
        if spent >= self.worth:
            life = tuple(move_name(self._task, move) for move in moves)
            old = self.entry(goal)
            facts = (None, 0) if old is None else (old.facts, old.size)
            self._put(goal, Entry(life, *facts, spent, Found(self.digest, _asked(goal), "life", states)))

    def keep_some_life(self, goal: Goal, moves: tuple[int, ...]) -> None:
        """Keep a life that may not be a shortest one, such as one by chance, where nothing better was found in all the time."""
        old = self.entry(goal) or Entry()
        if old.found is None or old.found.task != self.digest:
            self._put(goal, replace(old, life=tuple(move_name(self._task, move) for move in moves), found=None))

    def keep_vain(self, goal: Goal, seconds: float) -> None:
        """Keep that so many seconds were not enough."""
        old = self.entry(goal) or Entry()
        if seconds >= self.worth and (old.vain is None or old.vain.seconds < seconds or old.vain.task == self.digest):
            self._put(goal, replace(old, vain=Vain(self.digest, seconds)))

    def give_up(self, trap: Goal) -> None:
        """Keep that it was not found out whether a trap is the end of all endings."""
        if self.asked is not None and self.parts_of(trap) == 1:
            self._put_named(_lost(self.name_of(trap)), Entry(vain=Vain(self.digest, self.asked)))

    def _put(self, goal: Goal, entry: Entry | None) -> None:
        self._put_named(self.name_of(goal), entry)

    def _put_named(self, name: str, entry: Entry | None) -> None:
        # What could not be read again is not kept.
        if len(name) <= LONGEST_NAME and (entry is None or fits(entry)):
            self.desk.put((self._names, name), entry)

    # --- all lives ----------------------------------------------------------------------------------------------------

    @property
    def explored(self) -> Explored | None:
        """How far all lives of just this task were followed."""
        known = self.desk.explored.get(self._names)
        return known if known is not None and known.task == self.digest else None

    def was_in_vain(self, seconds: float | None) -> bool:
        """Whether so much time was not enough to follow all lives, of this story or of an earlier version of it."""
        return seconds is not None and self.vain >= NEARLY * seconds

    @property
    def vain(self) -> float:
        """So many seconds were not enough to follow all lives, of this story or of an earlier version of it."""
        known = self.desk.explored.get(self._names)
        return 0.0 if known is None else known.vain

    def keep_explored(
        self, seconds: float, states: int, why: str, frames: tuple[bytes, ...], vain: float | None = None
    ) -> None:
        """Keep how far all lives were followed, in so many seconds. `vain`: the time that was not enough for it (None: that is
        known no better than before)."""
        known = self.explored
        is_more = known is None or known.states < states or known.why != why
        if seconds >= self.worth and (is_more or (vain or 0.0) > self.vain):
            vain = 0.0 if not why else max(self.vain, vain or 0.0)
            self.desk.follow(self._names, Explored(self.digest, seconds, states, why, vain, frames))


def _moments(world: World, life: Life) -> list[tuple[tuple[int, ...], State]]:
    """The states of a life, each with the moves that lead to it from the one before."""
    task, minds = world.ground.task, world.ground.minds
    moments: list[tuple[tuple[int, ...], State]] = [((), life.start)]
    attempts = list(life.attempts)
    for at in range(len(life.events) + 1):
        while attempts and attempts[0].at == at:
            attempt = attempts.pop(0)
            moments.append(((attempt_move(task, attempt.action, minds[attempt.mind]),), attempt.after))
        if at < len(life.events):
            moments.append(((life.events[at].action,), life.events[at].after))
    return moments


def _lost(name: str) -> str:
    return f"lost after {name}"


def _asked(goal: Goal) -> str:
    """A digest of what is sought, with all the numbers of its task."""
    return hashlib.sha256(json.dumps([goal.ending, condition_data(goal.condition)]).encode()).hexdigest()
