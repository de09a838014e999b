"""Both engines, the atlas, and what is proven without going through lives, on random worlds in which some acts come first."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from dataclasses import replace

import pytest
from tests.asking.random_stories import Random
from tests.engine.test_engines_agree import Pair, compare
from tests.engine.urgency import random_urgent_task
from tests.lives.test_atlas import by_brute_force, compare_task, drawn, graph_of
from tests.proving.test_random_tasks import of_task

from fabula.engine.attempts import moved
from fabula.engine.core import NativeEngine
from fabula.engine.reference import ReferenceEngine
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "600"))
PORTION = 100
PATIENCE = 400
COUNTED = 600
#: moves of a life on which it is counted
STEPS = 5
LEAST = {
    "something is urgent": 500,
    "something is left to chance": 100,
    "an act waits": 60,
    "all wait for something more urgent": 50,
    "the others wait for whoever plays": 15,
    "an attempt in vain waits": 3,
}


@pytest.mark.worlds
@pytest.mark.parametrize("portion", range(-(-WORLDS // PORTION)))
def test_engines_agree_on_what_comes_first(portion: int) -> None:
    for seed in range(portion * PORTION, min(WORLDS, (portion + 1) * PORTION)):
        task = random_urgent_task(seed)
        pair = Pair(task, ReferenceEngine(task), NativeEngine(task))
        pair.patience = min(PATIENCE, pair.patience)
        try:
            compare(pair, random.Random(seed))
        except AssertionError as difference:
            raise AssertionError(f"the engines differ on random_urgent_task({seed})") from difference


@pytest.mark.worlds
@pytest.mark.parametrize("portion", range(-(-WORLDS // 4 // PORTION)))
def test_the_atlas_agrees_on_what_comes_first(portion: int) -> None:
    sizes: Counter[str] = Counter()
    for seed in range(portion * PORTION, (portion + 1) * PORTION):
        if seed % 3 == 0:
            sizes[compare_task(random_urgent_task(seed), seed)] += 1
        elif seed % 3 == 1:
            # Without questions, which are those of problem files. With hopes the definition takes too long for all lives.
            sizes[_steps_agree(random_urgent_task(seed), seed)] += 1
    assert sizes["large"] >= 3, sizes


def _steps_agree(task: Task, seed: int) -> str:
    free = ((), (0,), tuple(range(len(task.characters))))[seed // 3 % 3]
    try:
        expected = by_brute_force(ReferenceEngine(task), free)
    except RUNTIME_ERRORS:
        return "at fault"
    if expected is None:
        return "too large"
    assert graph_of(drawn(task, free, 1)) == expected
    return "large" if len(expected[0]) > 5 else "small"


def test_what_is_proven_holds_of_lives_in_which_something_comes_first() -> None:
    counted: Counter[str] = Counter()
    for seed in range(200):
        of_task(random_urgent_task(seed), Random(seed), counted)
    for name, least in {"walked": 60, "projection never": 30, "guided none": 20, "guided life": 10}.items():
        assert counted[name] >= least, counted


def test_enough_comes_first() -> None:
    """Of every kind of thing that urgency brings, enough worlds of a run have some. Says how many."""
    found: Counter[str] = Counter()
    for seed in range(COUNTED):
        found.update(_met(random_urgent_task(seed), seed))
    sys.stdout.write(f"of {COUNTED} worlds: " + ", ".join(f"{kind} in {found[kind]}" for kind in LEAST))
    assert {kind: found[kind] for kind, least in LEAST.items() if found[kind] < least} == {}


def _met(task: Task, seed: int) -> set[str]:
    """What is in a world, and what becomes of it on one life."""
    found = {"something is urgent"} if task.urgent() else set()
    found |= {"something is left to chance"} if task.weights() else set()
    chance = random.Random(seed)
    for free in ((), (seed % len(task.characters),)):
        # Nothing else differs between the two.
        hurried, patient = NativeEngine(task), NativeEngine(without_urgency(task))
        try:
            here, there = hurried.initial(), patient.initial()
            for _ in range(STEPS):
                now, later = hurried.moves(here, free, PATIENCE), dict(patient.moves(there, free, PATIENCE))
                assert {move for move, _ in now} <= set(later)
                found |= _waiting(task, [move for move, _ in now], list(later), free)
                if not now:
                    break
                move, here = chance.choice(now)
                there = later[move]
        except RUNTIME_ERRORS:
            continue
    return found


def _waiting(task: Task, now: list[int], later: list[int], free: tuple[int, ...]) -> set[str]:
    waiting = [moved(task, move) for move in later if move not in now]
    if not waiting:
        return set()
    urgent = [task.actions[act] for act, tried in (moved(task, move) for move in now) if tried is None]
    others = [act for act in urgent if act.urgency and set(act.consenting).isdisjoint(free)]
    found = {"an act waits", "all wait for something more urgent" if others else "the others wait for whoever plays"}
    return found | ({"an attempt in vain waits"} if any(tried is not None for _, tried in waiting) else set())


def without_urgency(task: Task) -> Task:
    """The task in which nothing comes first."""
    return replace(task, actions=tuple(replace(act, urgency=0) for act in task.actions))
