"""Plans of the author, each act explained to everybody who has to agree to it. The search itself is native."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from fabula.budget import Budget
from fabula.engine.core import Flag, NativeEngine, PlansFound, Watcher
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.limits import least, levels, levels_below
from fabula.planning.conditions import outcomes
from fabula.planning.judge import judge
from fabula.planning.limits import UNLIMITED, PlanLimits
from fabula.planning.memory import peak
from fabula.solution import Solution, Step
from fabula.task import UNKNOWN, Limits, Task

#: how many acts ahead "no limit" is: a reason of more acts than this has yet to be seen, and to rule one out is out of reach
FARTHEST = 24
#: how many acts "no limit" is for the author
LONGEST = 1 << 30
#: the most distinct states
STATES = 1 << 29


#: what a search for plans may take if nobody says anything else
USUAL = Budget(bytes=8_000_000_000)


@dataclass(frozen=True, slots=True)
class SearchProgress:
    """Where a search stands: the `round` of questions and how many acts `ahead` they look, the `depth` and number of `states`
    that were looked at, `bytes` taken, and what the `best` plan so far is worth to the author. `checked`: once a
    plan has been found, how many acts it has, while the judge looks for some that can be left out."""

    round: int
    ahead: int
    depth: int
    states: int
    per_second: float
    bytes: int
    seconds: float
    best: int
    checked: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a search came to.

    `status`: "solved"; "impossible", which is a proof within `limits`; or "budget". `solutions`: best first, each act with its
    reasons; with "budget" the best so far, maybe none. `goal`: the author's utility that was asked for; `utility`: that of the
    first solution at its end. `shortest`: whether no plan with fewer acts exists, as a proof. `minimal`: for each solution
    whether it is proved that no act of it can be left out; where the budget ended before, it is a plan all the same. `whole`:
    whether these are as many solutions as were asked for, or all that there are. `seconds` that the search took;
    `seconds_in_all` from the call to the answer, with the making of the engine, the reasons and the judge. `states`: distinct
    ones that came up, in the world and in minds; `bytes` taken by them and all that was found out about them. `engine`: the one
    that the solutions were found on; `outcomes`: what each of them comes to (`conditions.outcomes`).
    """

    status: str
    solutions: tuple[Solution, ...]
    goal: int
    utility: int | None
    shortest: bool
    minimal: tuple[bool, ...]
    whole: bool
    limits: PlanLimits
    seconds: float
    seconds_in_all: float
    states: int
    bytes: int
    interrupted: bool
    engine: NativeEngine = field(repr=False, compare=False)
    outcomes: tuple[dict[tuple[int, ...], str], ...]


class GoalReached(ValueError):
    """The goal asks for no more than there is at the beginning. `utility`: the author's there."""

    def __init__(self, goal: int, utility: int) -> None:
        self.goal = goal
        self.utility = utility
        super().__init__(f"the author's utility is {utility} at the beginning, and a goal of {goal} asks for no more")


def plan(
    task: Task,
    *,
    goal: int | None = None,
    limits: PlanLimits = UNLIMITED,
    shortest: bool = False,
    all: int = 1,
    threads: int = 1,
    budget: Budget = USUAL,
    progress: Callable[[SearchProgress], None] | None = None,
) -> Plan:
    """Acts from the initial state to where the author's utility is at least `goal` (None: more than at the beginning).

    `shortest`: go on until it is proved that no plan has fewer acts. `all`: so many plans, shortest first, from none of
    which an act can be left out. With two `threads` a search that finds and one that proves work side by side; what is
    returned does not depend on it, unless the budget ends. Same task, same plan. Raises `GoalReached`, and what an engine
    raises.
    """
    clock = _Clock(time.monotonic(), budget, peak())
    limits = _bounded(limits)
    task = _limited(task, limits)
    engine = NativeEngine(task, STATES)
    before = engine.utility(engine.initial(), None)
    if goal is None:
        goal = _next_above(before)
    elif before != UNKNOWN and goal <= before:
        raise GoalReached(goal, before)
    search = _Search(task, engine, goal, limits, budget, progress, clock.start)
    searching = time.monotonic()
    plans, is_shortest = search.run(shortest, all, threads)
    seconds = time.monotonic() - searching
    judging = _Judging(engine, limits, clock, plans, goal, progress)
    is_cut = False
    minimal: dict[Solution, bool] = {}
    ends: dict[Solution, dict[tuple[int, ...], str]] = {}
    for steps in plans.plans:
        if minimal and judging.is_over():
            # A plan without its reasons answers nothing; what there was time for stands.
            is_cut = True
            break
        judged = judging.settled(steps)
        if judged is not None:
            solution, is_minimal = judged
            minimal[solution] = is_minimal or minimal.get(solution, False)
            ends[solution] = ends.get(solution) or outcomes(engine, solution)
    solutions = tuple(minimal)
    utility = _end(engine, solutions[0]) if solutions else None
    # What comes to the goal is an answer, whatever has ended meanwhile.
    is_solved = utility is not None and utility >= goal
    status = "impossible" if plans.verdict == "none" else "solved" if is_solved else "budget"
    return Plan(
        status,
        solutions,
        goal,
        utility,
        is_shortest and is_solved,
        tuple(minimal.values()),
        is_solved and not is_cut and (plans.verdict == "plan" or len(solutions) >= all),
        limits,
        seconds,
        clock.spent(),
        plans.states,
        plans.bytes,
        judging.is_interrupted,
        engine,
        tuple(ends.values()),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    task: Task
    engine: NativeEngine
    goal: int
    limits: PlanLimits
    budget: Budget
    progress: Callable[[SearchProgress], None] | None
    start: float

    def run(self, shortest: bool, plans: int, threads: int) -> tuple[PlansFound, bool]:
        """What was found, and whether the first plan is a shortest one."""
        if plans > 1:
            # The other half of the budget is for what makes plans of them: their reasons, and the judge.
            plans_found = self._search(self.engine, "all", plans=plans, watched=True, share=2, hurry=2)
            return plans_found, plans_found.verdict == "plan"
        if threads == 1:
            plans_found = self._search(self.engine, "find", watched=True)
            if not shortest or plans_found.verdict != "plan":
                return plans_found, False
            return self._proved(
                plans_found, self._search(self.engine, "shortest", acts=len(plans_found.plans[0]), watched=True)
            )
        return self._side_by_side(shortest)

    def _side_by_side(self, shortest: bool) -> tuple[PlansFound, bool]:
        """The search that finds in this thread, the one that proves in another, on an engine of its own."""
        finding, proving = Flag(), Flag()
        proved: list[PlansFound] = []

        def prove() -> None:
            mine = self._search(NativeEngine(self.task, STATES), "shortest", flag=proving, share=2)
            proved.append(mine)
            if mine.verdict == "none":
                finding.stop()

        thread = threading.Thread(target=prove, daemon=True)
        thread.start()
        try:
            mine = self._search(self.engine, "find", flag=finding, watched=True, share=2)
        except BaseException:
            proving.stop()
            thread.join()
            raise
        if mine.verdict == "none" or mine.why == "interrupted" or (mine.verdict == "plan" and not shortest):
            proving.stop()
        thread.join()
        other = proved[0] if proved else None
        if other is None or mine.verdict == "none":
            return mine, False
        if other.verdict == "none" or mine.verdict == "unknown":
            return (other if other.plans or other.verdict == "none" else mine), other.verdict == "plan"
        return self._proved(mine, other) if shortest else (mine, False)

    @staticmethod
    def _proved(found: PlansFound, proof: PlansFound) -> tuple[PlansFound, bool]:
        """A plan, and what a search for a shortest one came to."""
        if proof.verdict == "plan":
            return proof, True
        return replace(found, states=proof.states, bytes=proof.bytes, why=proof.why), False

    def _search(
        self,
        engine: NativeEngine,
        mode: str,
        *,
        acts: int = LONGEST,
        plans: int = 1,
        flag: Flag | None = None,
        watched: bool = False,
        share: int = 1,
        hurry: int = 1,
    ) -> PlansFound:
        left = self.budget.after(time.monotonic() - self.start)
        most = acts if self.limits.author < 0 else min(acts, self.limits.author)
        return engine.find_plans(
            mode,
            self.goal,
            most,
            self.limits.character,
            plans,
            seconds=left.part(hurry).seconds,
            bytes_=None if left.bytes is None else left.bytes // share,
            flag=flag,
            watcher=self._watcher() if watched and self.progress is not None else None,
        )

    def _watcher(self) -> Watcher:
        progress, start = self.progress, self.start

        def watch(stage: int, ahead: int, depth: int, expanded: int, _: int, best: int, taken: int, seconds: float) -> None:
            assert progress is not None
            speed = expanded / seconds if seconds > 0 else 0.0
            progress(SearchProgress(stage + 1, ahead, depth, expanded, speed, taken, time.monotonic() - start, best))

        return watch


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a budget is used up: its seconds since `start`, or its bytes beside the `taken` ones."""

    start: float
    budget: Budget
    taken: int

    def spent(self) -> float:
        return time.monotonic() - self.start

    def is_over(self) -> bool:
        seconds, size = self.budget.seconds, self.budget.bytes
        if seconds is not None and self.spent() >= seconds:
            return True
        return size is not None and peak() - self.taken > size


class _Judging:
    """What the judge, who shares no code with the search, says of the plans that were found."""

    def __init__(
        self,
        engine: NativeEngine,
        limits: PlanLimits,
        clock: _Clock,
        found: PlansFound,
        goal: int,
        progress: Callable[[SearchProgress], None] | None,
    ) -> None:
        self.is_interrupted = found.why == "interrupted"
        self._engine = engine
        self._limits = limits
        self._clock = clock
        self._found = found
        self._goal = goal
        self._progress = progress

    def settled(self, steps: tuple[tuple[int, int], ...]) -> tuple[Solution, bool] | None:
        """A plan with its reasons, without the acts that turn out to be needless, and whether it is known by the end of the
        budget that there are no more of these. None if the judge does not let it pass."""
        solution = _explained(self._engine, steps)
        try:
            while True:
                self._tell(len(solution.steps))
                verdict = judge(self._engine, solution, limits=self._limits, is_over=self.is_over)
                if not verdict.left_out:
                    return (solution, True) if verdict.valid else None
                kept = (step for place, step in enumerate(solution.steps) if place not in verdict.left_out)
                solution = replace(solution, steps=tuple(kept))
        except BudgetEnded:
            return solution, False
        except KeyboardInterrupt:
            self.is_interrupted = True
            return solution, False

    def _tell(self, acts: int) -> None:
        if self._progress is not None and self._found.verdict == "plan" and not self.is_interrupted:
            plans, spent = self._found, self._clock.spent()
            self._progress(SearchProgress(0, 0, acts, plans.states, 0.0, plans.bytes, spent, self._goal, acts))

    def is_over(self) -> bool:
        return self.is_interrupted or self._clock.is_over()


def _next_above(utility: int) -> int:
    return utility + 1 if utility != UNKNOWN else UNKNOWN + 1


def _bounded(limits: PlanLimits) -> PlanLimits:
    """The limits that are used: who looks ahead without a limit, or absurdly far, looks `FARTHEST`."""
    character = FARTHEST if limits.character < 0 else min(limits.character, FARTHEST)
    author = -1 if limits.author < 0 else min(limits.author, LONGEST)
    return PlanLimits(author, character, max(-1, min(limits.belief, FARTHEST)))


def _limited(task: Task, limits: PlanLimits) -> Task:
    """The task with the limits of a search in the place of those of its characters, where the search has any."""

    def of(own: Limits) -> Limits:
        ahead = limits.character if limits.character < FARTHEST or own.ahead < 0 else own.ahead
        return Limits(ahead, own.deep if limits.belief < 0 else limits.belief)

    return replace(task, limits=tuple(map(of, task.limits)))


def _explained(engine: NativeEngine, steps: tuple[tuple[int, int], ...]) -> Solution:
    """A plan of the author with the reasons of all who agree to its acts."""
    state = engine.initial()
    explained: list[Step] = []
    for action, ahead in steps:
        reasons = [
            _reason(engine, engine.belief(state, mind), action, mind, least(ahead, own.ahead), levels(own.deep))
            for mind in engine.task.actions[action].consenting
            for own in (engine.task.limits[mind],)
        ]
        explained.append(Step(action, tuple(reasons)))
        state = engine.do(state, action)
    return Solution(None, tuple(explained))


def _reason(engine: NativeEngine, believed: State, action: int, mind: int, ahead: int, deep: int) -> Solution:
    """The plan that explains an act to a mind that thinks so many acts ahead, with the reasons that it foresees."""
    acts = engine.plan_in(believed, action, mind, ahead, deep)
    if acts is None:
        name = engine.task.actions[action].name
        raise RuntimeError(f"{engine.task.characters[mind]} has no reason any more for {name}")
    state = engine.do(believed, action, mind)
    steps = [Step(action)]
    for place, act in enumerate(acts[1:], start=1):
        reasons: list[Solution] = []
        for other in engine.task.actions[act].consenting:
            if other != mind:
                own = engine.task.limits[other]
                there = engine.belief(state, other)
                left = least(ahead - place, own.ahead)
                reasons.append(_reason(engine, there, act, other, left, levels_below(deep, own.deep)))
        steps.append(Step(act, tuple(reasons)))
        state = engine.do(state, act, mind)
    return Solution(mind, tuple(steps))


def _end(engine: NativeEngine, solution: Solution) -> int:
    state = engine.initial()
    for action in solution.acts:
        state = engine.do(state, action)
    return engine.utility(state, None)
