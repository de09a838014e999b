"""What a question is answered from: a story, its atlas as far as it is known, and maybe one of its lives."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from fabula.asking.answers import Answer, Value
from fabula.asking.conclusions import Conclusion, CutShort, Extent, Undecided
from fabula.asking.proving import Proving
from fabula.asking.questions import Question, Target
from fabula.engine.attempts import move_name
from fabula.engine.core import NativeEngine
from fabula.lives.atlas import Atlas
from fabula.lives.finding import life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.proving.proofs import Verdict
from fabula.task import Condition


@dataclass(frozen=True, slots=True)
class QueryContext:
    """`final`: the atlas will not grow any more; if it is not complete then, what is not found is not known. `life`: the one
    that is asked about; `after`: so many of its acts are done (None: all). `until`: when the budget ends, by
    `time.monotonic`; None = never. `states`: how many a search that begins in a state of a life may visit; 0 = no bound.
    `interrupted`: somebody has waited long enough. `proving`: what is known without an atlas, of some questions."""

    atlas: Atlas
    final: bool = False
    life: Life | None = None
    after: int | None = None
    until: float | None = None
    states: int = 0
    interrupted: bool = False
    proving: Proving | None = None

    @property
    def world(self) -> World:
        return self.atlas.world

    @property
    def complete(self) -> bool:
        return self.atlas.complete

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """What the engine is asked meanwhile raises `BudgetEnded` when the budget has ended."""
        engine = self.world.engine
        assert isinstance(engine, NativeEngine), "that of an atlas is one"
        with engine.within(None if self.until is None else self.until - time.monotonic()):
            yield

    def condition(self, target: Target) -> Condition:
        """What holds where a target is reached."""
        assert target.condition is not None
        return self.world.ground.condition(target.condition)

    def ending(self, name: str) -> int:
        """The number of an ending."""
        return self.world.ground.task.ending(name)

    def first(self, target: Target) -> int | None:
        """The first state of the atlas, and so one of the nearest, where a target is reached."""
        if target.ending is None:
            return next(iter(self.atlas.where(self.condition(target))), None)
        sought = self.ending(target.ending)
        return next((number for number, ending in enumerate(self.atlas.endings) if ending == sought), None)

    def verdict(self, target: Target) -> Verdict | None:
        """What is known of a target without the atlas."""
        return None if self.proving is None else self.proving.verdict(target)

    def names(self, moves: Sequence[int]) -> tuple[str, ...]:
        """Acts, and what is tried in vain, by their names."""
        return tuple(move_name(self.world.ground.task, move) for move in moves)

    def life_of(self, moves: tuple[int, ...]) -> Life:
        """The life with these moves, those who are played in the atlas without reasons."""
        return life_of(self.world, moves, self.atlas.free)

    def beginning(self, life: Life, count: int) -> Life:
        """The first acts of a life, with what was tried in vain before them."""
        ending = life.ending if count == len(life.events) else None
        attempts = tuple(attempt for attempt in life.attempts if attempt.at < count)
        return Life(life.story, life.start, life.events[:count], ending, attempts)

    @property
    def extent(self) -> Extent:
        """How much is looked at."""
        why = "interrupted" if self.interrupted else self.atlas.why
        ended = why if why == "interrupted" else "budget" if why else "stopped"
        return Extent(self.atlas.size, self.complete, ended)

    def answer(
        self, question: Question, value: Value, conclusion: Conclusion, life: Life | None = None, proof: bool = True
    ) -> Answer:
        """An answer from what is known now."""
        return Answer(question, value, proof, conclusion, self.extent, self.world, life)

    def never(self, question: Question, value: Value, conclusion: Conclusion, target: Target) -> Answer | None:
        """The answer that no life comes to a target; None: that is not known."""
        if self.complete:
            return self.answer(question, value, conclusion)
        verdict = self.verdict(target)
        if self.proving is None or verdict is None or verdict.reached is not False:
            return None
        extent = replace(self.extent, basis=self.proving.basis(target, verdict))
        return Answer(question, value, True, conclusion, extent, self.world)

    def undecided(self, question: Question, conclusion: Conclusion | None = None) -> Answer:
        """The answer where the budget ended first."""
        if conclusion is None:
            conclusion = Undecided(chances=None if self.proving is None else self.proving.chances(question))
        return self.answer(question, None, conclusion, proof=False)

    def cut_short(self, question: Question) -> Answer:
        """The answer where the budget ended while it was worked out."""
        return self.undecided(question, CutShort(self.interrupted))
