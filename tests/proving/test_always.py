"""That every life comes to something: what is proven without counting is so in all lives of small stories, walked on the
obvious engine.

`FABULA_WORLDS` says of how many stories (2,000 if it is not set). One with a problem, or with too many states, does not count.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from tests.asking.brute import Lives, TooLarge, all_lives
from tests.proving.always_stories import always_story

from fabula.budget import Budget
from fabula.engine.evaluate import holds
from fabula.engine.interface import State
from fabula.problems import StoryProblems
from fabula.proving.always import always, never_lost
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.prover import Prover
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import loads

WORLDS = int(os.environ.get("FABULA_WORLDS", "2000"))
BLOCK = 200
TRIES = 700
#: as a budget of a proof: none ends before it is found
ENOUGH = Budget(60.0, None, None)
#: in each block at least so many answers of this kind
LEAST = {
    "worlds": BLOCK,
    "must, proven": 20,
    "must, of a condition, proven": 20,
    "sooner or later, proven": 40,
    "never lost, proven": 60,
    "never lost, not so": 20,
    "must, not so": 150,
    "must, so but not proven": 1,
    "played": 20,
    "loop": 20,
    "stuck": 20,
}


@pytest.mark.parametrize("block", range((WORLDS + BLOCK - 1) // BLOCK))
def test_what_is_proven_is_so_in_all_lives(block: int) -> None:
    counted: Counter[str] = Counter()
    for seed in range(block * TRIES, (block + 1) * TRIES):
        if counted["worlds"] < BLOCK:
            _one_story(seed, counted)
    for name, least in LEAST.items():
        assert counted[name] >= least, (name, dict(counted))


def _one_story(seed: int, counted: Counter[str]) -> None:
    try:
        story = loads(always_story(seed))
        free = (story.ground.minds["Ann"],) if seed % 5 == 0 else ()
        lives = all_lives(story.ground, free, 60)
    except (StoryProblems, TooLarge, *RUNTIME_ERRORS):
        return
    counted["worlds"] += 1
    counted["played"] += bool(free)
    counted["loop"] += bool(lives.turning(set()))
    counted["stuck"] += bool(lives.stuck())
    prover = Prover(story, free)
    task = story.task
    goals = [ending_goal(task, number) for number in range(len(task.endings))]
    goals += [Goal(None, ending.condition) for ending in task.endings]
    for goal in goals:
        meant = _meant(lives, goal)
        for later in (False, True):
            true = _at_last(lives, meant) if later else _always(lives, meant)
            proof = always(prover, goal, later, ENOUGH)
            assert proof is None or true, (seed, goal, later)
            name = "sooner or later" if later else "must" if goal.ending is not None else "must, of a condition"
            counted[f"{name}, {'proven' if proof else 'so but not proven' if true else 'not so'}"] += 1
    ended = {state for state, ending in lives.endings.items() if ending is not None}
    open_ = lives.reaching(ended) == set(lives.states)
    proof = never_lost(prover, ENOUGH)
    assert proof is None or open_, seed
    counted[f"never lost, {'proven' if proof else 'so but not proven' if open_ else 'not so'}"] += 1


def _meant(lives: Lives, goal: Goal) -> set[State]:
    if goal.ending is not None:
        return {state for state in lives.states if lives.endings[state] == goal.ending}
    return {state for state in lives.states if holds(lives.engine, state, goal.condition)}


def _always(lives: Lives, meant: set[State]) -> bool:
    """Every life passes one of these."""
    passed = lives.avoiding(meant)
    over = any(not lives.steps[state] for state in passed)
    return not over and not lives.turning(meant)


def _at_last(lives: Lives, meant: set[State]) -> bool:
    """From where lives come to that have passed none of these one of them can be reached."""
    return set(lives.avoiding(meant)) <= lives.reaching(meant)


HEAD = """story "Clock"
property hour: 0..3
property lit
property shut
character Ann
character Bob
Ann wants: hour
"""
LATE = "ending late when hour is 3\n"


def act(name: str, when: str, *effects: str) -> str:
    return f"action {name}()\n    by nobody\n    when {when}\n    do\n" + "".join(f"        {one}\n" for one in effects)


TICK = act("tick", "hour < 3", "hour += 1")


@pytest.mark.parametrize(
    ("story", "must", "later"),
    [
        pytest.param(TICK, True, True, id="a clock"),
        pytest.param(
            TICK + "trigger back\n    when hour is 2\n    do: hour = 0\n", False, False, id="turned back by a trigger"
        ),
        pytest.param(
            act("tick", "hour < 3", "if lit: hour += 1") + act("flip", "not lit", "lit") + act("flop", "lit", "not lit"),
            False,
            True,
            id="moved only now and then",
        ),
        pytest.param(
            "Ann believes lit\n" + act("tick", "hour < 3 and (Ann believes lit)", "hour += 1"), False, False, id="minds"
        ),
        pytest.param(TICK + "trigger back\n    when hour is 1\n    do: hour = 0\n", False, False, id="nothing comes of it"),
        pytest.param(
            "Ann believes lit\n" + act("tick", "hour < 3", "if (Ann believes lit): hour = 3", "else: hour = 0", "shut"),
            False,
            False,
            id="led astray by what somebody believes",
        ),
        pytest.param(
            "Ann believes lit\n" + TICK + "trigger back\n    when hour is 2 and (Ann believes lit)\n    do: hour = 0\n",
            False,
            False,
            id="turned back by what somebody believes",
        ),
        pytest.param(
            act("begin", "hour is 0", "hour = 1")
            + act("go_on", "hour is 1", "if (Ann believes lit): hour = 3", "else: hour = 0"),
            False,
            False,
            id="one of two ways",
        ),
        pytest.param(TICK + "ending early when hour is 2\n", False, False, id="another ending"),
    ],
)
def test_what_is_not_sure_is_not_proven(story: str, must: bool, later: bool) -> None:
    found = loads(HEAD + story + LATE)
    prover = Prover(found)
    goal = ending_goal(found.task, found.task.ending("late"))
    assert (always(prover, goal, False, ENOUGH) is not None, always(prover, goal, True, ENOUGH) is not None) == (must, later)
