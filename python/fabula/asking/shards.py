"""Questions that are answered each by itself, by whoever works: the same answers as are given one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from fabula.asking.answers import Answer
from fabula.asking.asker import Asker
from fabula.asking.questions import Question
from fabula.budget import USUAL, Budget, OutOfBudget
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.spreading import HERE, Where, spread


@dataclass(frozen=True, slots=True)
class Shard:
    """An answer, and what ended the exploration for it early, as `Atlas.why`. `is_kept`: something that was proven before has
    helped."""

    answer: Answer
    why: str
    is_kept: bool = False


def ask_each(
    world: World,
    questions: Sequence[Question],
    free: tuple[str, ...] = (),
    *,
    life: Life | None = None,
    after: int | None = None,
    budget: Budget = USUAL,
    where: Where = HERE,
    told: Callable[[int, Answer], None] | None = None,
) -> list[Shard]:
    """The answers, in order, as `Asker.ask_all` has them for each question alone, with an exploration of its own and its share
    of the one budget, without what was proven before. `told`: is told each answer with the number of its question, as soon as
    it and all before it are known; and at last, once more, those for which it has been looked for what stands in the way.

    An interruption ends it, and so does the time: what is known by then is answered. Raises as `Asker.ask_all` and `spread`."""
    asked = _Asked(world, free, life, after)
    shards: list[Shard] = []

    def take(shard: Shard) -> None:
        shards.append(shard)
        if told is not None:
            told(len(shards) - 1, replace(shard.answer, obstacles=None))

    ended = ""
    try:
        for shard in spread(_answered, asked, questions, where, budget):
            take(shard)
            if shard.answer.interrupted:
                ended = "interrupted"
                break
    except KeyboardInterrupt:
        ended = "interrupted"
    except OutOfBudget as over:
        ended = over.why
    for shard in _unanswered(asked, questions[len(shards) :], ended):
        take(shard)
    for number, shard in enumerate(shards):
        if told is not None and shard.answer.obstacles is not None:
            told(number, shard.answer)
    return shards


def _unanswered(asked: _Asked, questions: Sequence[Question], why: str) -> Iterator[Shard]:
    """What can be said of the others, to which nobody came."""
    for question in questions:
        shard = _answered(asked, question, Budget(0.0))
        is_open = why == "interrupted" and not shard.answer.proof
        yield Shard(replace(shard.answer, interrupted=is_open), why)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all questions have in common."""

    world: World
    free: tuple[str, ...]
    life: Life | None
    after: int | None


def _answered(asked: _Asked, question: Question, share: Budget) -> Shard:
    asker = Asker(asked.world, asked.free)
    (answer,) = asker.ask_all([question], life=asked.life, after=asked.after, budget=share)
    return Shard(answer, asker.atlas.why)
