"""Every reduction, alone, and the whole chain on small stories by chance agree with what is found by walking all their lives
on the obvious engine.

`FABULA_WORLDS` says on how many stories (2,000 if it is not set). One that has a problem, or too many states to be walked, or
only one, is passed over and does not count.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from tests.asking.random_stories import Random
from tests.proving.random_stories import PARTS, RandomStory, random_story
from tests.proving.reductions import (
    check_projections,
    check_ranges,
    check_refining,
    check_seeking,
    check_sums,
    check_unwanted,
    groups_of,
    some_goals,
)
from tests.proving.walked import TooLarge, Walked, walk

from fabula.budget import Budget
from fabula.engine.core import NativeEngine
from fabula.engine.proving import Outlook
from fabula.problems import StoryProblems
from fabula.proving.goals import Goal
from fabula.proving.proofs import Exhausted, OutOfRange, Projected
from fabula.proving.prover import Prover
from fabula.story import loads
from fabula.task import Task, reads

WORLDS = int(os.environ.get("FABULA_WORLDS", "2000"))
BLOCK = 100
#: states of a world that is walked
MOST = 8
#: stories that are made for a block, at most
TRIES = 250
#: as a budget of an answer: none ends before it is found
ENOUGH = Budget(60.0, None, None)


@pytest.mark.parametrize("block", range((WORLDS + BLOCK - 1) // BLOCK))
def test_each_reduction_and_the_chain_agree_with_all_lives(block: int) -> None:
    counted: Counter[str] = Counter()
    for seed in range(block * TRIES, (block + 1) * TRIES):
        if counted["worlds"] < BLOCK:
            one_story(seed, counted)
    for name, least in LEAST.items():
        assert counted[name] >= least, (name, counted)


#: in each block at least so many worlds have this, and so many things were decided
LEAST = {
    "worlds": BLOCK,
    "free": 5,
    "deep": 15,
    "loop": 2,
    "dead end": 4,
    "stuck": 12,
    "ending reached": 15,
    "ending out of reach": 65,
    "sight": 3,
    "trigger of the world": 6,
    "effect under a condition": 2,
    "observer by condition": 8,
    "two reads": 17,
    "wrong belief": 6,
    "done to teach": 2,
    **{f"part {part}": 10 for part in PARTS},
    "part vault": 3,
    "acts in vain": 1,
    "ranges": 37,
    "ranges and sums": 37,
    "sums": 30,
    "projection never": 50,
    "projection distance": 60,
    "left out again": 2,
    "refined never": 300,
    "refined distance": 4,
    "alone some": 25,
    "unwanted": 30,
    "unwanted asked": 125,
    "alone none": 75,
    "alone life": 25,
    "in vain": 1,
    "guided life": 7,
    "without life": 7,
    "chain OutOfRange": 42,
    "chain Projected": 11,
    "chain Exhausted": 15,
    "chain life": 25,
}


def one_story(seed: int, counted: Counter[str]) -> None:
    made, chance = random_story(seed), Random(seed)
    try:
        story = loads(made.text)
    except StoryProblems:
        return
    free = (story.ground.minds[made.minds[0]],) if seed % 3 == 0 else ()
    try:
        walked = walk(story.task, free, MOST)
    except TooLarge:
        return
    if len(walked.states) == 1:
        return
    counted["worlds"] += 1
    census(made, story.task, walked, counted)
    engine = story.engine
    assert isinstance(engine, NativeEngine)
    initial = engine.values(engine.initial())
    goals = some_goals(chance, story.task, 1)
    outlook = Outlook(story.task, initial)
    check_ranges(walked, outlook, goals, counted)
    bounded = Outlook(story.task, initial, (), groups_of(chance, story.task))
    check_ranges(walked, bounded, goals, counted, "ranges and sums")
    check_sums(walked, bounded, counted)
    guides = check_projections(chance, walked, outlook, goals, counted)
    out = check_unwanted(walked, counted)
    without = Outlook(story.task, initial, out) if out else outlook
    if out:
        check_ranges(walked, without, goals, counted, "ranges without")
        check_projections(chance, walked, without, goals, counted, "projection without")
    prover = Prover(story, free)
    for goal in goals:
        check_refining(chance, walked, engine, outlook, goal, counted)
        how = chance.choice(("alone", "guided", "without"))
        check_seeking(chance, walked, engine, goal, counted, "alone")
        if how == "guided" and goal in guides:
            check_seeking(chance, walked, engine, goal, counted, "guided", guides=guides[goal])
        elif out:
            check_seeking(chance, walked, engine, goal, counted, "without", out)
        check_chain(walked, prover, goal, counted)


def check_chain(walked: Walked, prover: Prover, goal: Goal, counted: Counter[str]) -> None:
    meant = walked.meant(goal)
    first = prover.decide(goal, ENOUGH, search=False)
    nearest = walked.nearest(meant)
    assert first.reached in (None, bool(meant))
    assert first.least <= (nearest if nearest is not None else first.least)
    verdict = prover.decide(goal, ENOUGH)
    assert verdict.reached is bool(meant)
    if nearest is not None:
        assert verdict.moves is not None
        assert len(verdict.moves) == verdict.least == nearest
        assert verdict.is_shortest
        assert walked.end_of(verdict.moves) in meant
        counted["chain life"] += 1
    else:
        assert isinstance(verdict.proof, (OutOfRange, Projected, Exhausted))
        counted[f"chain {type(verdict.proof).__name__}"] += 1


def census(made: RandomStory, task: Task, walked: Walked, counted: Counter[str]) -> None:
    """What there is in a world."""
    engine = walked.engine
    counted["free"] += bool(walked.free)
    counted["deep"] += max(limits.deep for limits in task.limits) > 0
    counted["loop"] += walked.has_loop()
    dead = walked.dead()
    counted["dead end"] += bool(dead) and walked.states[0] not in dead
    counted["stuck"] += any(walked.endings[state] is None and not walked.steps[state] for state in walked.states)
    for part in made.parts:
        counted[f"part {part}"] += 1
    acts = task.actions
    counted["acts in vain"] += any(move < len(acts) and acts[move].in_vain for way in walked.steps.values() for move, _ in way)
    reached = {ending for ending in walked.endings.values() if ending is not None}
    counted["ending reached"] += len(reached)
    counted["ending out of reach"] += len(task.endings) - len(reached)
    for number, ending in enumerate(task.endings):
        assert number not in reached or ending.name not in made.planted
    counted["sight"] += any(effect.path for trigger in task.triggers for effect in trigger.effects)
    counted["trigger of the world"] += any(not effect.path for trigger in task.triggers for effect in trigger.effects)
    counted["effect under a condition"] += any(reads(effect.condition) for act in task.actions for effect in act.effects)
    counted["observer by condition"] += any(reads(condition) for act in task.actions for condition in act.observing)
    counted["two reads"] += any(len(reads(act.precondition)) > 1 for act in task.actions)
    wanted = {task.fluents[read.fluent].name for utility in task.utilities for read in reads(utility)}
    done = {task.actions[move].name for steps in walked.steps.values() for move, _ in steps if move < len(task.actions)}
    counted["done to teach"] += "cracked" not in wanted and any(name.startswith("crack(") for name in done)
    start = walked.states[0]
    counted["wrong belief"] += any(engine.belief(start, mind) != start for mind in range(len(task.characters)))
