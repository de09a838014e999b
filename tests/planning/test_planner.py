"""The planner finds what trying everything finds, and what it returns passes the judge, who shares no code with it."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from itertools import combinations

import pytest
from tests.engine.worlds import random_task
from tests.planning.brute import Brute
from tests.planning.worlds import BENCHMARK, FOLDER, task_of, version_names, version_of

from fabula.budget import Budget
from fabula.engine.core import NativeEngine, PlansFound
from fabula.engine.interface import BudgetEnded, Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.planning import planner
from fabula.planning.judge import Verdict, judge
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import GoalReached, SearchProgress, plan
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.solution import Solution
from fabula.task import UNKNOWN, Arithmetic, Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "1200"))
PORTION = 100
ENOUGH = Budget(20.0, 1_000_000_000)
#: versions that take more than a second
SLOW = ("hospital_both", "western")


def limits_of(seed: int) -> PlanLimits:
    return PlanLimits(2 + seed % 3, 1 + seed // 3 % 3, seed // 9 % 3)


def world(seed: int) -> Task:
    """A random world whose author wishes everybody well: so it is worth something what they do."""
    task = random_task(seed)
    shared = reduce(lambda left, right: Arithmetic("+", left, right), task.utilities)
    return replace(task, utility=shared) if seed % 4 else task


def compare(task: Task, limits: PlanLimits) -> list[str]:
    """What both say of the nearest goal, of the best that there is, and of one more than that."""
    brute = Brute(task, limits)
    try:
        before = brute.engine.utility(brute.engine.initial(), None)
        if before == UNKNOWN:
            return ["without a goal"]
        lengths = brute.lengths()
    except RUNTIME_ERRORS:
        return ["at fault"]
    best = max(lengths)
    return [compare_goal(task, limits, goal, lengths) for goal in sorted({before + 1, best, best + 1}) if goal > before]


def compare_goal(task: Task, limits: PlanLimits, goal: int, lengths: dict[int, int]) -> str:
    expected = min((length for utility, length in lengths.items() if utility >= goal), default=None)
    found = plan(task, goal=goal, limits=limits, budget=ENOUGH)
    proved = plan(task, goal=goal, limits=limits, shortest=True, budget=ENOUGH)
    if expected is None:
        assert (found.status, proved.status) == ("impossible", "impossible")
        return "impossible"
    assert (found.status, proved.status) == ("solved", "solved")
    assert len(found.solutions[0].acts) >= expected
    assert proved.shortest
    assert len(proved.solutions[0].acts) == expected
    for solution in (*found.solutions, *proved.solutions):
        verdict = judge(ReferenceEngine(task), solution, goal=goal, limits=limits)
        assert verdict.valid, verdict
    return f"solved in {expected}"


@pytest.mark.parametrize("first", range(0, WORLDS, PORTION))
def test_search_agrees_with_brute_force(first: int) -> None:
    """Solvable or not, and how long a shortest plan is, on random small worlds; and every plan is valid."""
    seen = Counter(said for seed in range(first, first + PORTION) for said in compare(world(seed), limits_of(seed)))
    assert seen["impossible"] >= 10
    assert sum(count for what, count in seen.items() if what.startswith("solved")) >= 10


def all_by_hand(task: Task, limits: PlanLimits, goal: int) -> list[tuple[int, ...]]:
    """Every plan to a goal, in order, from which no part can be kept that comes to as much."""
    brute = Brute(task, limits)
    engine = brute.engine
    found: list[tuple[int, ...]] = []

    def explained_part(acts: tuple[int, ...], aim: int) -> bool:
        state = engine.initial()
        for action in acts:
            if not engine.is_possible(state, action) or not brute.is_explained(state, action):
                return False
            state = engine.do(state, action)
        return engine.utility(state, None) >= aim

    def go_on(acts: tuple[int, ...], states: tuple[State, ...], length: int) -> None:
        utility = engine.utility(states[-1], None)
        if utility >= goal or len(acts) == length:
            if utility >= goal and len(acts) == length:
                parts = (part for size in range(length) for part in combinations(acts, size))
                if not any(explained_part(part, utility) for part in parts):
                    found.append(acts)
            return
        for action in engine.possible(states[-1]):
            if brute.is_explained(states[-1], action):
                after = engine.do(states[-1], action)
                if after not in states:
                    go_on((*acts, action), (*states, after), length)

    for length in range(1, limits.author + 1):
        go_on((), (engine.initial(),), length)
    return found


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_all_plans_are_all_plans(first: int) -> None:
    """Shortest first, by the numbers of their acts, each valid; and none is missing."""
    several = 0
    for seed in range(first, first + 100):
        task, limits = world(seed), limits_of(seed)
        try:
            engine = ReferenceEngine(task)
            before = engine.utility(engine.initial(), None)
            expected = all_by_hand(task, limits, before + 1) if before != UNKNOWN else []
        except RUNTIME_ERRORS:
            continue
        if not expected:
            continue
        found = plan(task, goal=before + 1, limits=limits, all=1000, budget=ENOUGH)
        assert [solution.acts for solution in found.solutions] == expected
        assert found.status == "solved"
        assert found.shortest
        for solution in found.solutions[:20]:
            assert judge(ReferenceEngine(task), solution, goal=before + 1, limits=limits).valid
        several += len(expected) > 1
        assert len(plan(task, goal=before + 1, limits=limits, all=2, budget=ENOUGH).solutions) == min(2, len(expected))
    assert several >= 1


def test_two_threads_return_what_one_returns() -> None:
    solved = 0
    for seed in range(120):
        task, limits = world(seed), limits_of(seed)
        for shortest in (False, True):
            try:
                one, two = (plan(task, limits=limits, shortest=shortest, threads=threads, budget=ENOUGH) for threads in (1, 2))
            except RUNTIME_ERRORS:
                continue
            assert (one.status, one.solutions, one.shortest) == (two.status, two.solutions, two.shortest)
            solved += one.status == "solved"
    assert solved >= 20


@pytest.mark.skipif(not BENCHMARK.is_file(), reason="the published problems are not here")
@pytest.mark.parametrize("name", [name for name in version_names() if name not in SLOW])
def test_published_problems(name: str) -> None:
    """Each version that takes under a second is solved, by a valid plan that is no longer than the published one."""
    (version,) = (version for version in json.loads(BENCHMARK.read_text()) if version["name"] == name)
    limits = PlanLimits(version["author_limit"], version["character_limit"], version["belief_limit"])
    task, goal = version_of(name).task, version["goal"]
    found = plan(task, goal=goal, limits=limits, budget=ENOUGH)
    assert found.status == "solved"
    assert judge(ReferenceEngine(task), found.solutions[0], goal=goal, limits=limits).valid
    assert len(found.solutions[0].acts) <= version["published"]["plan_length"]


@pytest.mark.skipif(not BENCHMARK.is_file(), reason="the published problems are not here")
@pytest.mark.parametrize("name", ["space_all", "jailbreak_revenge", "gramma_win", "treasure", "raiders", "deerhunter_both"])
def test_nothing_is_better_than_the_best_published_goal(name: str) -> None:
    (version,) = (version for version in json.loads(BENCHMARK.read_text()) if version["name"] == name)
    limits = PlanLimits(version["author_limit"], version["character_limit"], version["belief_limit"])
    assert plan(version_of(name).task, goal=version["goal"] + 1, limits=limits, budget=ENOUGH).status == "impossible"


@pytest.mark.skipif(not BENCHMARK.is_file(), reason="the published problems are not here")
def test_the_introductory_example_has_no_plan_of_three_acts() -> None:
    """As a complete search of it is known to say (author limit 3, character limit 3, goal 2, no belief limit)."""
    task = task_of((FOLDER / "macguffin.txt").read_text(encoding="utf-8"))
    assert plan(task, goal=2, limits=PlanLimits(3, 3, -1), budget=ENOUGH).status == "impossible"
    assert plan(task, goal=1, limits=PlanLimits(3, 3, -1), budget=ENOUGH).status == "solved"


#: forty switches and a wish that only beliefs about all of them could fulfil
ENDLESS = (
    "entity Ann : character; entity Bob : character;"
    + "".join(
        f"property s{n}() : boolean; "
        f"action flip{n}() {{ effect: if(s{n}()) !s{n}() else s{n}(); observing(c : character): c == Bob; }};"
        for n in range(40)
    )
    + "utility() : if("
    + " & ".join(f"believes(Ann, s{n}())" for n in range(40))
    + ") 1 else 0;"
)

WELL = """
entity Ann : character; entity Bob : character;
property n() : number; n() = 0;
property tired(c : character) : boolean;
action up(c : character) { effect: n() = n() + 1; consenting: c; observing(d : character): d == c; };
action down(c : character) { effect: n() = n() - 1; consenting: c; observing(d : character): d == c; };
action rest(c : character) { precondition: tired(c); effect: !tired(c); consenting: c; };
utility() : if(believes(Ann, n()) > 40) 1 else 0;
utility(Ann) : n();
utility(Bob) : 0 - n();
"""


def test_a_budget_of_time_ends_a_search_and_says_so() -> None:
    found = plan(task_of(WELL), limits=PlanLimits(-1, -1, -1), budget=Budget(0.5, None))
    assert found.status in {"budget", "solved"}
    assert found.seconds < 10


def test_a_budget_of_memory_ends_a_search_and_says_so() -> None:
    found = plan(task_of(WELL), goal=2, limits=PlanLimits(-1, 2, 1), budget=Budget(30.0, 3_000_000))
    assert found.status == "budget" or found.status == "impossible"
    assert found.bytes < 30_000_000


@pytest.mark.parametrize("limits", [PlanLimits(0, 5, 1), PlanLimits(5, 0, 1)])
def test_limits_of_nothing(limits: PlanLimits) -> None:
    """With no act nothing is reached, and with no act ahead nobody has a reason for anything."""
    assert plan(task_of(WELL), limits=limits, budget=ENOUGH).status == "impossible"


def test_a_goal_that_is_reached_at_the_beginning() -> None:
    with pytest.raises(GoalReached):
        plan(task_of(WELL), goal=0)


def test_a_watcher_is_told_and_what_it_raises_comes_out() -> None:
    told: list[SearchProgress] = []

    def watch(now: SearchProgress) -> None:
        told.append(now)
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        plan(task_of(ENDLESS), budget=Budget(20.0, None), progress=watch)
    assert told[0].states > 0
    assert told[0].bytes > 0


def test_an_interruption_ends_a_search_and_says_so() -> None:
    def watch(_: SearchProgress) -> None:
        raise KeyboardInterrupt

    found = plan(task_of(ENDLESS), budget=Budget(20.0, None), progress=watch)
    assert (found.status, found.interrupted) == ("budget", True)


def choirs(number: int, *, hidden: bool) -> str:
    """So many acts that have nothing to do with each other, each worth 1 to the author: what is so, or what Ann believes."""
    wanted = [f"(if({f'believes(Ann, d{n}())' if hidden else f'd{n}()'}) 1 else 0)" for n in range(number)]
    acts = (f"property d{n}() : boolean; action do{n}() {{ precondition: !d{n}(); effect: d{n}(); }};" for n in range(number))
    return (
        "entity Ann : character; entity Bob : character; property lit() : boolean;"
        + "".join(acts)
        + f"utility(): {reduce(lambda left, right: f'({left} + {right})', wanted)};"
    )


@pytest.mark.parametrize("goal", [20, 24])
def test_acts_that_have_nothing_to_do_with_each_other(goal: int) -> None:
    """A plan of many is found, and checked in less time than all the ways of leaving acts out would take."""
    found = plan(task_of(choirs(24, hidden=False)), goal=goal, budget=ENOUGH)
    assert (found.status, found.utility, len(found.solutions[0].acts)) == ("solved", goal, goal)
    assert (found.minimal, found.whole) == ((True,), True)
    assert found.seconds <= found.seconds_in_all < 15


def slow(engine: Engine, solution: Solution, *, is_over: Callable[[], bool], **_: object) -> Verdict:
    """A judge who needs more time than there is."""
    while not is_over():
        time.sleep(0.01)
    raise BudgetEnded


def test_a_plan_that_is_found_is_an_answer_though_nobody_knows_whether_it_can_be_shorter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planner, "judge", slow)
    before = time.monotonic()
    found = plan(task_of(choirs(12, hidden=True)), goal=12, budget=Budget(2.0, None))
    assert (found.status, found.utility, found.minimal, found.whole) == ("solved", 12, (False,), True)
    # The budget is used up, and no more than that.
    assert 1.9 <= time.monotonic() - before < 4
    assert found.seconds < 1 < found.seconds_in_all


def test_of_many_plans_those_are_shown_for_which_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 720 plans three have their reasons when the budget ends: these are the answer, and it isn't said that they are all."""
    settled: list[object] = []
    is_over = planner._Clock.is_over
    find = planner._Judging.settled

    def counted(judging: planner._Judging, steps: tuple[tuple[int, int], ...]) -> tuple[Solution, bool] | None:
        settled.append(steps)
        return find(judging, steps)

    monkeypatch.setattr(planner._Judging, "settled", counted)
    monkeypatch.setattr(planner._Clock, "is_over", lambda clock: len(settled) >= 3 or is_over(clock))
    found = plan(task_of(choirs(6, hidden=False)), goal=6, all=10**6, budget=ENOUGH)
    assert (found.status, len(found.solutions), len(found.outcomes), len(settled)) == ("solved", 3, 3, 3)
    assert not found.whole
    monkeypatch.setattr(planner._Clock, "is_over", is_over)
    every = plan(task_of(choirs(6, hidden=False)), goal=6, all=10**6, budget=ENOUGH)
    assert (len(every.solutions), every.whole) == (720, True)
    assert every.solutions[:3] == found.solutions


def test_needless_acts_are_left_out_of_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that the search could not reduce is reduced by what the judge says of it."""
    task = task_of(choirs(6, hidden=False))
    found = PlansFound("plan", (((0, 0), (1, 0), (2, 0), (3, 0)),), "", 4, 4, 0)
    wanted = task_of(choirs(6, hidden=False).replace("(if(d1()) 1 else 0)", "0").replace("(if(d2()) 1 else 0)", "0"))
    monkeypatch.setattr(NativeEngine, "find_plans", lambda *_, **__: found)
    answer = plan(wanted, goal=2, budget=ENOUGH)
    assert [wanted.actions[act].name for act in answer.solutions[0].acts] == ["do0()", "do3()"]
    assert (answer.status, answer.utility, answer.minimal) == ("solved", 2, (True,))
    # A plan that comes to what was asked for is an answer, whatever ended the search.
    monkeypatch.setattr(NativeEngine, "find_plans", lambda *_, **__: replace(found, verdict="unknown", why="time"))
    assert plan(task, goal=4, budget=ENOUGH).status == "solved"
    assert (plan(task, goal=5, budget=ENOUGH).status, plan(task, goal=5, budget=ENOUGH).utility) == ("budget", 4)


def test_an_interruption_while_a_plan_is_checked_leaves_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(now: SearchProgress) -> None:
        if now.checked:
            raise KeyboardInterrupt

    found = plan(task_of(choirs(5, hidden=False)), goal=5, budget=ENOUGH, progress=watch)
    assert (found.status, found.interrupted, found.minimal) == ("solved", True, (False,))


def test_a_plan_of_more_ways_to_leave_acts_out_than_can_be_looked_at_is_an_answer() -> None:
    """What Ann believes at the end can't be bounded: each of sixteen million ways would have to be tried."""
    found = plan(task_of(choirs(24, hidden=True)), goal=24, budget=Budget(6.0, None))
    assert (found.status, found.utility, len(found.solutions[0].acts)) == ("solved", 24, 24)
    assert found.minimal == (False,)
    assert found.seconds_in_all < 10
