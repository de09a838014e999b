"""Both engines on random worlds in which part of what acts ask for is hidden or hoped for, and people find things out."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter

import pytest
from tests.engine.hoping import random_hopeful_task
from tests.engine.test_engines_agree import Pair, compare

from fabula.engine.attempts import moved
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Planned, State
from fabula.engine.reference import ReferenceEngine
from fabula.lives.reasons import foreseen, hopes_of
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Task, reads

WORLDS = int(os.environ.get("FABULA_WORLDS", "2000"))
PORTION = 100
#: beginnings of plans that the definition may try before a question is passed over
PATIENCE = 400
#: worlds in which what happens is counted, and in how many of them it must happen
COUNTED = 1_000
LEAST = {
    "a condition on the world is hidden": 60,
    "a condition on a mind is hidden": 60,
    "something is hoped for": 300,
    "something is hoped for of a mind": 100,
    "who is asked is hoped to know it": 100,
    "somebody learns what is so": 60,
    "somebody learns what another believes": 100,
    "an act in vain has effects": 100,
    "nobody hopes, and something is hidden": 40,
    "somebody acts in vain": 60,
    "somebody acts in vain, with effects": 20,
    "a plan hopes for something": 60,
    "a plan learns something": 20,
    "a plan of several acts hopes or learns": 15,
    "a plan hopes for something twice": 1,
    "somebody who is played tries in vain what is hoped for": 60,
}


@pytest.mark.worlds
@pytest.mark.parametrize("portion", range(-(-WORLDS // 2 // PORTION)))
def test_random_worlds_with_hopes(portion: int) -> None:
    for seed in range(portion * PORTION, min(WORLDS // 2, (portion + 1) * PORTION)):
        task = random_hopeful_task(seed)
        pair = Pair(task, ReferenceEngine(task), NativeEngine(task))
        pair.patience = min(PATIENCE, pair.patience)
        try:
            compare(pair, random.Random(seed))
        except AssertionError as difference:
            raise AssertionError(f"the engines differ on random_hopeful_task({seed})") from difference


def test_enough_happens_in_worlds_with_hopes() -> None:
    """Of every kind of thing that hopes bring, enough worlds of a run have some. Says how many."""
    found: Counter[str] = Counter()
    for seed in range(COUNTED):
        task = random_hopeful_task(seed)
        found.update(set(_written(task)) | _met(task, random.Random(seed)))
    sys.stdout.write(f"of {COUNTED} worlds: " + ", ".join(f"{kind} in {found[kind]}" for kind in LEAST))
    assert {kind: found[kind] for kind, least in LEAST.items() if found[kind] < least} == {}


def _written(task: Task) -> set[str]:
    """What is in a world."""
    found: set[str] = set()
    for act in task.actions:
        if act.seen is not None:
            hidden = [place for place in reads(act.certain) if place not in reads(act.seen)]
            found |= {
                "a condition on a mind is hidden" if place.path else "a condition on the world is hidden" for place in hidden
            }
            if not task.is_hopeful:
                found.add("nobody hopes, and something is hidden")
        for hope in act.hopes:
            if hope.condition.operator == "known":
                found.add("who is asked is hoped to know it")
            else:
                is_of_mind = any(place.path for place in reads(hope.condition))
                found.add("something is hoped for of a mind" if is_of_mind else "something is hoped for")
        for effect in act.effects:
            if effect.learns:
                is_of_mind = any(place.path for place in reads(effect.value))
                found.add("somebody learns what another believes" if is_of_mind else "somebody learns what is so")
        if act.in_vain and act.effects:
            found.add("an act in vain has effects")
    return found


def _met(task: Task, chance: random.Random) -> set[str]:
    """What happens along a random life."""
    found: set[str] = set()
    engine = NativeEngine(task)
    everybody = tuple(range(len(task.characters)))
    try:
        state = engine.initial()
        for _ in range(4):
            for move, _after in engine.moves(state, everybody):
                action, tried_by = moved(task, move)
                if tried_by is None and task.actions[action].in_vain:
                    found.add("somebody who is played tries in vain what is hoped for")
            moves = engine.moves(state)
            if not moves:
                break
            for move, _after in moves:
                act = task.actions[move]
                if act.in_vain:
                    found.add("somebody acts in vain, with effects" if act.effects else "somebody acts in vain")
                for mind in act.consenting:
                    found |= _of_plan(_followed(engine, state, move, mind))
            state = chance.choice(moves)[1]
    except RUNTIME_ERRORS:
        return found
    return found


def _followed(engine: NativeEngine, state: State, act: int, mind: int) -> tuple[Planned, ...]:
    plan = engine.plan(state, act, mind)
    assert plan is not None
    steps = foreseen(engine, engine.belief(state, mind), plan, mind)
    # A plan that is found can be followed, and gains something.
    assert len(steps) == len(plan)
    return steps


def _of_plan(steps: tuple[Planned, ...]) -> set[str]:
    hopes, learns = len(hopes_of(steps)), any(step.chosen for step in steps)
    found = {"a plan hopes for something"} if hopes else set()
    found |= {"a plan hopes for something twice"} if hopes > 1 else set()
    found |= {"a plan learns something"} if learns else set()
    return found | ({"a plan of several acts hopes or learns"} if (hopes or learns) and len(steps) > 1 else set())
