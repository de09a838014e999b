"""Ranges, sums, projections, acts nobody wants and the guided search, each alone, on random tasks: as of problem files and as
of stories. What they say is compared with all lives, walked on the obvious engine."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from tests.asking.random_stories import Random
from tests.engine.hoping import random_hopeful_task
from tests.engine.worlds import random_task
from tests.proving.reductions import (
    check_projections,
    check_ranges,
    check_seeking,
    check_sums,
    check_unwanted,
    groups_of,
    some_goals,
)
from tests.proving.walked import TooLarge, walk

from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded
from fabula.engine.proving import Outlook
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "1000"))
BLOCK = 250
#: states of a task that is walked
MOST = 20


@pytest.mark.parametrize("sets", [False, True])
@pytest.mark.parametrize("first", range(0, (WORLDS + 1) // 2, BLOCK))
def test_each_reduction_agrees_with_all_lives(first: int, sets: bool) -> None:
    counted: Counter[str] = Counter()
    for seed in range(first, first + BLOCK):
        one_task(seed, sets, counted)
    for name, least in {
        "walked": 200,
        "moving": 50,
        "free": 20,
        "ranges": 90,
        "sums": 10,
        "projection never": 120,
        "projection distance": 50,
        "unwanted": 2,
        "alone none": 200,
        "alone life": 150,
        "guided none": 100,
        "guided life": 50,
    }.items():
        assert counted[name] >= least, counted


@pytest.mark.parametrize("first", range(0, (WORLDS + 1) // 2, BLOCK))
def test_each_reduction_agrees_with_all_lives_of_hopes(first: int) -> None:
    """Where part of what acts ask for is hidden or hoped for, and people find things out."""
    counted: Counter[str] = Counter()
    for seed in range(first, first + BLOCK):
        task = random_hopeful_task(seed)
        counted["hopeful"] += task.is_hopeful
        counted["hidden"] += any(action.seen is not None for action in task.actions)
        of_task(task, Random(seed), counted)
    for name, least in {
        "walked": 150,
        "hopeful": 150,
        "hidden": 150,
        "moving": 40,
        "acts in vain": 10,
        "free": 20,
        "ranges": 60,
        "projection never": 60,
        "projection distance": 20,
        "alone none": 100,
        "alone life": 50,
        "guided none": 50,
        "guided life": 20,
    }.items():
        assert counted[name] >= least, counted


def one_task(seed: int, sets: bool, counted: Counter[str]) -> None:
    of_task(random_task(seed, sets), Random(seed), counted)


def of_task(task: Task, chance: Random, counted: Counter[str]) -> None:
    """A task that goes wrong, or that has too many states, counts for nothing."""
    free = (chance.randrange(len(task.characters)),) if chance.random() < 0.3 else ()
    try:
        walked = walk(task, free, MOST)
    except (TooLarge, BudgetEnded, *RUNTIME_ERRORS):
        return
    counted["walked"] += 1
    counted["moving"] += len(walked.states) > 1
    counted["free"] += bool(free)
    acts = task.actions
    counted["acts in vain"] += any(move < len(acts) and acts[move].in_vain for way in walked.steps.values() for move, _ in way)
    engine = NativeEngine(task)
    initial = engine.values(engine.initial())
    goals = some_goals(chance, task, 3)
    outlook = Outlook(task, initial)
    check_ranges(walked, outlook, goals, counted)
    bounded = Outlook(task, initial, (), groups_of(chance, task))
    check_ranges(walked, bounded, goals, counted, "ranges and sums")
    check_sums(walked, bounded, counted)
    guides = check_projections(chance, walked, outlook, goals, counted)
    check_projections(chance, walked, bounded, goals, counted, "bounded projection")
    out = check_unwanted(walked, counted)
    for goal in goals:
        check_seeking(chance, walked, engine, goal, counted, "alone")
        if goal in guides:
            check_seeking(chance, walked, engine, goal, counted, "guided", guides=guides[goal])
    if out:
        check_ranges(walked, Outlook(task, initial, out), goals, counted, "ranges without")
        check_seeking(chance, walked, engine, goals[-1], counted, "without", out)
