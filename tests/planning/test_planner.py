"""The planner finds what trying everything finds, and what it returns passes the judge, who shares no code with it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import reduce

import pytest
from tests.engine.worlds import random_task
from tests.planning.brute import Brute

from fabula.engine.interface import BudgetEnded, Contradiction, EndlessTrigger, NumberTooLarge
from fabula.engine.reference import ReferenceEngine
from fabula.planning.judge import judge
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import Budget, plan
from fabula.task import UNKNOWN, Arithmetic, Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "1200"))
PORTION = 100
FAULTS = (BudgetEnded, Contradiction, EndlessTrigger, NumberTooLarge)
ENOUGH = Budget(20.0, 1_000_000_000)


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
    except FAULTS:
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
    assert proved.shortest and len(proved.solutions[0].acts) == expected
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
