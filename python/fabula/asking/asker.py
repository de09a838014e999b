"""One who answers questions about a story, all of them from one atlas, which grows only as far as it has to. Where a small one
does not have the answer, what can be proven without it (`fabula.proving`) is looked for in turn with its growth."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fabula.asking.answers import Answer
from fabula.asking.between import between
from fabula.asking.extremes import extreme
from fabula.asking.grammar import question_of
from fabula.asking.obstacles import Trying, obstacles
from fabula.asking.proving import SHARE, Looking, Proving, goal_of, targets_of
from fabula.asking.query_context import QueryContext
from fabula.asking.questions import (
    Between,
    Can,
    Extreme,
    Must,
    Never,
    Question,
    Shortest,
    WhoKnows,
    Why,
    WhyNot,
)
from fabula.asking.reachability import can, must, never, shortest
from fabula.asking.who_knows import who_knows
from fabula.asking.why import why
from fabula.asking.why_not import why_not
from fabula.budget import USUAL, Budget
from fabula.lives.atlas import Atlas, Progress
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.problems import Problem, StoryProblems
from fabula.proving.drawer import Drawer
from fabula.proving.prover import Prover
from fabula.proving.prover import alone as alone_of

#: so many states are looked at before it is asked for the first time whether that was enough, and so many times more each time
FIRST, MORE = 2_000, 4
#: such a part of the time is kept for lives by chance, where nothing decides a question; so many seconds, where there is no end
CHANCES, SECONDS = 10, 5.0
#: so many questions are worth the work of their own, each, before an atlas grows that answers all
FEW = 2
#: where no more states than these are looked at alone, proofs come before them: to go on from one of so many people's states
#: takes longer
SOON = 200

Watcher = Callable[[Progress | Trying | Looking], None]
#: told the number of a question, and its answer
Told = Callable[[int, Answer], None]


@dataclass(frozen=True, slots=True)
class _Share:
    """How much may be looked at without the atlas, for one of so many `questions` that are open. `is_last`: the atlas will not
    grow any more; `is_first`: only what takes little."""

    until: float | None
    budget: Budget
    is_last: bool
    is_first: bool
    questions: int


class Asker:
    """Answers questions about a story. `atlas`: what is known so far; it is kept from one question to the next.

    `free`: the minds whose acts need no reason, as a reader's does not. `finds_obstacles`: whether it is also found out which
    rules stand in the way of an ending that no life reaches.
    """

    def __init__(
        self,
        world: World,
        free: tuple[str, ...] = (),
        *,
        threads: int | None = None,
        finds_obstacles: bool = True,
        atlas: Atlas | None = None,
        alone: int | None = None,
        kept: Drawer | None = None,
    ) -> None:
        """`atlas`: one to go on with, of the same world and the same `free` minds. `alone`: it grows to so many states before
        it is looked what can be said without it (None: as many as are found soon). `kept`: what was proven before. Raises
        `UnknownName` for a mind that the story does not have."""
        self.atlas = Atlas(world, free, threads=threads) if atlas is None else atlas
        self._finds_obstacles = finds_obstacles
        self._proving = Proving(self.atlas, kept)
        self._alone = alone_of(self.world.ground.task) if alone is None else alone

    @property
    def world(self) -> World:
        return self.atlas.world

    @property
    def prover(self) -> Prover:
        """Who proves what is answered without the atlas. What it is asked to prove is known to answers, too."""
        return self._proving.prover

    def is_kept(self, question: Question) -> bool:
        """Whether something that was proven before has helped to answer a question."""
        kept = self.prover.kept
        return kept is not None and any(
            goal_of(self.world, target) in kept.taken for target in targets_of(self.world, question)
        )

    @property
    def _is_large(self) -> bool:
        """Whether proofs are tried before any states are looked at."""
        return self._alone <= SOON

    def ask(
        self,
        question: str | Question,
        *,
        life: Life | None = None,
        after: int | None = None,
        budget: Budget = USUAL,
        watcher: Watcher | None = None,
    ) -> Answer:
        """The answer to one question. Raises `StoryProblems` for one that can't be asked, and `KeyboardInterrupt`: what was
        explored until then stays known."""
        (answer,) = self.ask_all([question], life=life, after=after, budget=budget, watcher=watcher)
        if answer.interrupted:
            raise KeyboardInterrupt
        return answer

    def ask_all(
        self,
        questions: Sequence[str | Question],
        *,
        life: Life | None = None,
        after: int | None = None,
        budget: Budget = USUAL,
        watcher: Watcher | None = None,
        told: Told | None = None,
    ) -> list[Answer]:
        """The answers, in order, all within the one budget. `life` and `after`: what `why`, `why not` and `what stands between
        life` ask about. `told`: is told each answer as soon as it is known, with the number of its question, and once more when
        it has been looked for what stands in the way. Raises `StoryProblems` for questions that can't be asked, and what goes
        wrong in the story (`runtime_errors.RUNTIME_ERRORS`).

        An interruption ends the search; what is known until then is answered."""
        whole = budget.until()
        until = None if whole is None or budget.seconds is None else whole - budget.seconds / CHANCES
        life = None if life is None else life.within(self.world)
        asked = [question_of(self.world, question) if isinstance(question, str) else question for question in questions]
        for question in asked:
            _check_life(question, life, after)
        answers: dict[int, Answer] = {}
        interrupted = ended = False
        bound = max(min(FIRST, self._alone), self.atlas.size)
        turns = int(self._is_large)
        while True:
            context = QueryContext(
                self.atlas, self.atlas.complete or ended, life, after, until, budget.states or 0, interrupted, self._proving
            )
            try:
                for number, question in enumerate(asked):
                    if number in answers:
                        continue
                    if turns and not interrupted:
                        share = _Share(until, budget, ended, turns == 1, len(asked) - len(answers))
                        self._look(context, question, share, watcher)
                        if ended and _decided(replace(context, final=False), question) is None:
                            left = SECONDS if whole is None else whole - time.monotonic()
                            self._proving.wander(question, replace(budget, seconds=left / share.questions))
                    if (answer := _decided(context, question)) is not None:
                        answers[number] = replace(answer, interrupted=interrupted and not answer.proof)
                        if told is not None:
                            told(number, answers[number])
            except KeyboardInterrupt:
                # What takes no time is still answered; a second one is meant for all of it.
                if interrupted:
                    raise
                interrupted = ended = True
                until = whole = time.monotonic()
                continue
            if len(answers) == len(asked):
                break
            states = bound if budget.states is None else min(bound, budget.states)
            self.atlas.explore(Budget(_left(until), budget.explored().bytes, states), watcher)
            interrupted = self.atlas.why == "interrupted"
            ended = self.atlas.why not in ("", "states") or states == budget.states
            bound *= MORE
            turns += ended or self.atlas.size >= self._alone
        lost = [number for number in range(len(asked)) if self._finds_obstacles and _is_lost(asked[number], answers[number])]
        for place, number in enumerate(lost):
            if interrupted:
                break
            answers[number] = self._with_obstacles(asked[number], answers[number], budget, whole, len(lost) - place, watcher)
            interrupted = answers[number].interrupted
            if told is not None:
                told(number, answers[number])
        return [answers[number] for number in range(len(asked))]

    def _look(self, context: QueryContext, question: Question, share: _Share, watcher: Watcher | None) -> None:
        """Looks what can be said of a question without all states, if the atlas does not have its answer."""
        targets = [] if context.complete else list(targets_of(self.world, question))
        if any(context.first(target) is not None for target in targets):
            return
        # Where there are few events, an atlas that answers many questions grows sooner than much is projected for each.
        early = share.is_first and not share.is_last and share.questions > FEW and self._alone > FIRST // 2
        begun, until = time.monotonic(), share.until
        whole = None if until is None else max(0.0, until - begun) / share.questions
        for place, target in enumerate(targets):
            left = None if whole is None else (whole - (time.monotonic() - begun)) / (len(targets) - place)
            if left is not None and left <= 0:
                return
            parts = SHARE * share.questions * len(targets)
            before = self._alone if self._is_large and share.is_first else 0
            states = share.budget.states if share.is_last else max(self.atlas.size // parts, before)
            given = Budget(left, share.budget.explored().bytes, states)
            verdict = self._proving.look(target, given, early, watcher, shortest=isinstance(question, Shortest))
            if isinstance(question, Must) and verdict is not None and verdict.moves is not None:
                return
        if isinstance(question, Must) and not context.complete:
            left = None if whole is None else max(0.0, whole - (time.monotonic() - begun))
            self._proving.look_at_all(question, replace(share.budget, seconds=left), share.is_last)

    def _with_obstacles(
        self, question: Question, answer: Answer, budget: Budget, until: float | None, share: int, watcher: Watcher | None
    ) -> Answer:
        """The answer with the rules that stand in the way, as far as they are found in this share of what is left of the
        budget. What is answered stands, whatever is found."""
        ending = (
            question.ending if isinstance(question, Between) else question.target.ending if isinstance(question, Can) else None
        )
        assert ending is not None
        left = _left(until)
        bytes_ = None if budget.bytes is None else max(0, budget.bytes - self.atlas.memory)
        in_the_way = obstacles(
            self.world,
            ending,
            Budget(None if left is None else left / share, bytes_, None),
            watcher,
            free=tuple(self.world.ground.task.characters[mind] for mind in self.atlas.free),
            limits=self.atlas.limits,
            lost=True,
            # That nothing smaller stands in the way is looked for by whoever asks for just that.
            proves=isinstance(question, Between),
        )
        if isinstance(question, Between) and in_the_way.rules:
            answer = replace(answer, value=in_the_way.rules)
        return replace(answer, obstacles=in_the_way, interrupted=in_the_way.why == "interrupted")


def _left(until: float | None) -> float | None:
    """The seconds until then."""
    return None if until is None else max(0.0, until - time.monotonic())


def _decided(context: QueryContext, question: Question) -> Answer | None:
    """The answer, if it can be given from what is known, or has to."""
    match question:
        case Can():
            return can(context, question)
        case Must():
            return must(context, question)
        case Never():
            return never(context, question)
        case Shortest():
            return shortest(context, question)
        case Extreme():
            return extreme(context, question)
        case WhoKnows():
            return who_knows(context, question)
        case Why():
            return why(context, question)
        case WhyNot():
            return why_not(context, question)
        case Between():
            return between(context, question)


def _is_lost(question: Question, answer: Answer) -> bool:
    """Whether it was asked for an ending, from the start, that no life reaches."""
    if isinstance(question, Can):
        return question.target.ending is not None and answer.value is False
    return isinstance(question, Between) and not question.life and bool(answer)


def _check_life(question: Question, life: Life | None, after: int | None) -> None:
    if isinstance(question, Between) and question.life and life is None:
        raise StoryProblems(
            [
                Problem(
                    "bad-question",
                    "it is not said which life is meant",
                    question.span,
                    expected="a life",
                    seen="none",
                    hint="give it with --life FILE, or ask: what stands between start and ...",
                )
            ]
        )
    if isinstance(question, WhyNot) and life is not None and after is not None and not 0 <= after <= len(life.events):
        raise StoryProblems(
            [
                Problem(
                    "bad-question",
                    f"this life does not have {after} acts",
                    question.span,
                    expected=f"a number from 0 to {len(life.events)}",
                    seen=str(after),
                    hint="--after counts the acts that are done already",
                )
            ]
        )
