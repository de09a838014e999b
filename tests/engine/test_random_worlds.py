"""What is so in every random world, whatever happens in it; and that enough happens in them."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter

import pytest
from tests.engine.census import KINDS, Census, life, minds
from tests.engine.worlds import random_task

from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Several

WORLDS = int(os.environ.get("FABULA_WORLDS", "2000"))
PORTION = 100
#: worlds in which what happens is counted
COUNTED = 1_000
STATES = 5_000


def check_values(engine: ReferenceEngine, node: State) -> None:
    """Several values are more than one, ascending; all are among those that the fluent can have."""
    for number, fluent in enumerate(engine.task.fluents):
        value = engine.taken(node, number)
        values = value.values if isinstance(value, Several) else (value,)
        assert set(values) <= set(fluent.possible())
        if isinstance(value, Several):
            assert len(values) > 1
            assert values == tuple(sorted(set(values)))


def check(engine: ReferenceEngine, state: State) -> None:
    """What semantics 8.2 promises of a state of the world and of every mind in it."""
    characters, fluents = range(len(engine.task.characters)), range(len(engine.task.fluents))
    for node, _ in minds(engine, state):
        check_values(engine, node)
        for character in characters:
            own = engine.belief(node, character)
            # Nobody's view of herself differs from her mind.
            assert engine.belief(own, character) == own
    # The world has one value of each property.
    assert not any(isinstance(engine.taken(state, fluent), Several) for fluent in fluents)
    for character in characters:
        # One's own mind has no marks.
        values = [engine.taken(engine.belief(state, character), fluent) for fluent in fluents]
        assert not any(isinstance(value, Several) and value.known for value in values)


@pytest.mark.parametrize("first", range(0, WORLDS // 2, PORTION))
def test_what_is_so_of_sets_in_every_world(first: int) -> None:
    """No set is empty or of one value, the world has no sets and one's own mind no marks, and nobody's view of herself differs
    from her mind."""
    for seed in range(first, min(first + PORTION, WORLDS // 2)):
        engine = ReferenceEngine(random_task(seed, sets=True), nodes=STATES)
        try:
            for state in life(engine, random.Random(seed)):
                check(engine, state)
        except AssertionError as broken:
            raise AssertionError(f"random_task({seed}, sets=True)") from broken


def test_what_is_so_of_the_sets_of_plans() -> None:
    """Also of what a mind takes the world to be after acts of its own."""
    for seed in range(200):
        task = random_task(seed, sets=True)
        engine = ReferenceEngine(task, nodes=STATES)
        chance = random.Random(seed)
        for state in life(engine, chance):
            character = chance.randrange(len(task.characters))
            believed = engine.belief(state, character)
            for action in engine.possible(believed)[:2]:
                try:
                    after = engine.do(believed, action, character)
                except RUNTIME_ERRORS:
                    continue
                for node, _ in minds(engine, after):
                    check_values(engine, node)
                    own = engine.belief(node, character)
                    assert engine.belief(own, character) == own


def test_enough_happens_in_worlds_with_sets() -> None:
    """Of every kind of thing that sets bring, enough worlds of a run have some. Says how many."""
    found: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        census = Census(patch)
        for seed in range(COUNTED):
            task = random_task(seed, sets=True)
            census.begin(task)
            engine = ReferenceEngine(task, nodes=STATES)
            for state in life(engine, random.Random(seed)):
                census.look(engine, state)
            found.update(census.met)
    shares = {kind: found[kind] / COUNTED for kind in KINDS}
    sys.stdout.write(f"of {COUNTED} worlds: " + ", ".join(f"{kind} in {found[kind]}" for kind in KINDS))
    assert {kind: share for kind, share in shares.items() if share < 0.02} == {}


def test_enough_is_learnt_by_surprise_in_worlds_without_sets() -> None:
    """Surprises by two reads, also where a constant stands in the place of one."""
    found: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        census = Census(patch)
        for seed in range(COUNTED):
            task = random_task(seed)
            census.begin(task)
            for _ in life(ReferenceEngine(task, nodes=STATES), random.Random(seed)):
                pass
            found.update(census.met)
    sys.stdout.write(str(dict(found)))
    assert found["a surprise by two reads"] > 10
    assert found["a surprise by a constant in the place of a read"] > 10
    assert found.keys() <= set(KINDS[-2:])
