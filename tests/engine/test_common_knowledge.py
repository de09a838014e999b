"""Facts that are so in any idea of somebody (semantics, ideas of other minds), against a plain look-up along every path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product
from random import Random

import pytest
from tests.engine.engines import ENGINES, ENGINES_WITH_SETS
from tests.engine.worlds import random_task

from fabula.engine.interface import Engine, State
from fabula.task import Constant, Fact, Fluent, Limits, Several, Sort, Task, Value

DEPTH = 4
NAMES = ("A", "B", "C")
ROOM = Fluent("room", Sort.SYMBOL, (3, 4, 5))


def paths(depth: int) -> Iterator[tuple[int, ...]]:
    for length in range(depth + 1):
        for path in product(range(len(NAMES)), repeat=length):
            if all(first != second for first, second in pairwise(path)):
                yield path


def reaches(fact: Fact, path: tuple[int, ...]) -> bool:
    start = len(fact.path) - 1
    if len(path) <= start or path[:start] != fact.path[:start] or path[-1] != fact.path[-1]:
        return False
    return all(mind in fact.among for mind in path[start:-1])


def looked_up(task: Task, path: tuple[int, ...]) -> Value:
    """What is so at the end of a path, by the definition: what is said of the path, what is said last of any idea of its last
    mind, that what is somebody's own is known there, what is so around it."""
    own = [fact for fact in task.facts if not fact.among and fact.path == path]
    spread = [fact for fact in task.facts if fact.among and path and reaches(fact, path)]
    said = (own or spread)[-1:]
    if not path:
        return said[0].value
    around = looked_up(task, path[:-1])
    marked = Several(around.values, True) if isinstance(around, Several) else around
    if said:
        return marked if said[0].known else _stated(said[0])
    is_known = len(path) > 1 and task.fluents[0].owner == path[-1] and isinstance(around, Several)
    return marked if is_known else around


def _stated(fact: Fact) -> Value:
    return Several((fact.value, *fact.others)) if fact.others else fact.value


def _drawn(chance: Random) -> Task:
    facts = [Fact((), 0, 3)]
    for _ in range(chance.randint(1, 5)):
        path = chance.choice([path for path in paths(3) if path])
        among = tuple(sorted(chance.sample(range(3), chance.randint(1, 3)))) if chance.random() < 0.7 else ()
        values = sorted(chance.sample(ROOM.domain, chance.randint(1, 3)))
        facts.append(Fact(path, 0, values[0], tuple(values[1:]), chance.random() < 0.4, among))
    # One fact of a kind: of two, the later one counts, wherever it stands.
    kept = {(fact.path, fact.among): fact for fact in facts}
    room = Fluent("room", Sort.SYMBOL, ROOM.domain, owner=chance.choice((None, 0, 1)))
    return _still(room, kept.values())


def _still(room: Fluent, facts: Iterable[Fact]) -> Task:
    """A world in which nothing happens."""
    nobodys, limits = (Constant(0),) * len(NAMES), (Limits(),) * len(NAMES)
    return Task("ideas", (*NAMES, "x", "y", "z"), NAMES, (room,), tuple(facts), (), (), nobodys, limits, sets=True)


def _reached(engine: Engine, path: tuple[int, ...]) -> State:
    state = engine.initial()
    for mind in path:
        state = engine.belief(state, mind)
    return state


@pytest.mark.parametrize("name", ENGINES_WITH_SETS)
def test_ideas_are_as_they_are_looked_up(name: str) -> None:
    spread = 0
    for seed in range(150):
        task = _drawn(Random(seed))
        engine = ENGINES[name](task)
        for path in paths(DEPTH):
            assert engine.taken(_reached(engine, path), 0) == looked_up(task, path), (seed, path)
            spread += sum(bool(fact.among) and len(path) > len(fact.path) and reaches(fact, path) for fact in task.facts)
    assert spread > 500


@pytest.mark.parametrize("make", [ENGINES[name] for name in ENGINES_WITH_SETS], ids=ENGINES_WITH_SETS)
def test_to_any_depth(make: Callable[[Task], Engine]) -> None:
    """Only A knows: whoever else is thought of does not, and takes A to; by steps that end nowhere."""
    everybody = (0, 1, 2)
    facts = [Fact((), 0, 3), Fact((0,), 0, 3, known=True, among=everybody)]
    facts += [Fact((other,), 0, 3, (4, 5), among=everybody) for other in (1, 2)]
    engine = make(_still(ROOM, facts))
    chance = Random(1)
    path = [0]
    for _ in range(40):
        path.append(chance.choice([mind for mind in everybody if mind != path[-1]]))
        taken = engine.taken(_reached(engine, tuple(path)), 0)
        assert taken == Several((3, 4, 5), path[-1] == 0)


def test_random_worlds_have_them() -> None:
    tasks = [random_task(seed, True) for seed in range(200)]
    assert sum(any(fact.among for fact in task.facts) for task in tasks) > 30
