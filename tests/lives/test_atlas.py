"""The atlas is the graph that trying everything finds, however many threads work and however often it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from bench.masquerade import masquerade
from tests.engine.worlds import random_task
from tests.lives.walking import agrees, steps_of, waits

import fabula
from fabula.budget import Budget
from fabula.engine.attempts import moved, taught
from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import evaluate, holds
from fabula.engine.exploring import NativeAtlas
from fabula.engine.interface import NumberTooLarge, State
from fabula.engine.reference import ReferenceEngine
from fabula.lives import ends
from fabula.lives.atlas import Atlas, Progress
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import Story, loads
from fabula.task import UNKNOWN, Condition, Expression, Limits, Task

WORLDS = int(os.environ.get("FABULA_WORLDS", "300"))
PORTION = 50
#: random worlds may be without end; beyond so many states they are left alone
MOST = 120
NEVER = 2**32 - 1

Graph = tuple[list[list[tuple[int, int]]], list[int]]

SMALL = """property hour: 0..30
property high
character Ines, she
character Oren, he
action wait(who: character)
    by who
    when hour < 30
    do: hour += 1
action climb(who: character)
    by who
    when not high
    do: high
Ines wants: hour
Oren wants: hour
ending dawn when hour is 30
"""


def by_brute_force(engine: ReferenceEngine, free: tuple[int, ...]) -> Graph | None:
    """Steps and endings of all states, breadth first, from the reference engine; None if there are too many."""
    order = [engine.initial()]
    numbers = {order[0]: 0}
    steps: list[list[tuple[int, int]]] = []
    endings: list[int] = []
    while len(steps) < len(order):
        state = order[len(steps)]
        ending = engine.ending(state)
        endings.append(-1 if ending is None else ending)
        steps.append([])
        for act, after in steps_of(engine, state, free):
            if after not in numbers:
                numbers[after] = len(order)
                order.append(after)
                if len(order) > MOST:
                    return None
            steps[-1].append((act, numbers[after]))
    return steps, endings


def drawn(
    task: Task,
    free: tuple[int, ...],
    threads: int,
    pause: float = 1000.0,
    room: int | None = None,
    engine: NativeEngine | None = None,
) -> NativeAtlas:
    atlas = NativeAtlas(NativeEngine(task) if engine is None else engine, free)
    while not atlas.explore(threads=threads, pause=pause, seconds=60.0, bytes_=None, room=room, states=0, watcher=None)[0]:
        pass
    return atlas


def graph_of(atlas: NativeAtlas) -> Graph:
    firsts, acts, targets = atlas.firsts(), atlas.acts(), atlas.targets()
    edges = list(zip(acts, targets, strict=True))
    return [edges[first:end] for first, end in pairwise(firsts)], list(atlas.endings())


def everything(atlas: NativeAtlas) -> list[object]:
    arrays = (atlas.firsts(), atlas.acts(), atlas.targets(), atlas.endings(), atlas.levels())
    return [*(array.tobytes() for array in arrays), atlas.tried(), atlas.lacking()]


def compare(seed: int) -> str:
    return compare_task(random_task(seed), seed)


def compare_task(task: Task, seed: int) -> str:
    everybody = tuple(range(len(task.characters)))
    free = ((), everybody[:1], everybody)[seed % 3]
    engine = ReferenceEngine(task)
    try:
        expected = by_brute_force(engine, free)
    except RUNTIME_ERRORS as fault:
        with pytest.raises(type(fault)):
            drawn(task, free, 1)
        with pytest.raises(type(fault)):
            drawn(task, free, 2)
        with pytest.raises(type(fault)):
            drawn(task, free, 1, room=0)
        return "at fault"
    if expected is None:
        return "too large"
    one, two = drawn(task, free, 1), drawn(task, free, 2)
    assert graph_of(one) == expected
    assert everything(two) == everything(one)
    check_counts(one, engine, expected, free)
    check_ways(one, expected)
    check_questions(one, engine, task)
    # Where there is no room at all, states are packed from the first on, and the world begins anew every few states.
    for threads in (1, 2):
        native = NativeEngine(task)
        packed = drawn(task, free, threads, room=0, engine=native)
        assert packed.is_packed()
        assert not one.is_packed()
        assert everything(packed) == everything(one)
        check_ways(packed, expected)
        check_questions(packed, engine, task)
        check_states(packed, native, engine)
    return "large" if len(expected[0]) > 5 else "small"


def check_counts(atlas: NativeAtlas, engine: ReferenceEngine, graph: Graph, free: tuple[int, ...]) -> None:
    """How often acts were possible and explained, and who lacked a reason."""
    states = states_of(engine, graph)
    possible: dict[int, list[int]] = {}
    explained: dict[int, list[int]] = {}
    lacking: dict[tuple[int, int], list[int]] = {}
    for number, state in enumerate(states):
        if graph[1][number] >= 0:
            continue
        for act in engine.possible(state):
            possible.setdefault(act, []).append(number)
            asked = engine.task.actions[act].consenting
            # Of those who are played it is asked first whether they believe in it; and nobody more than needed.
            asked = (*(mind for mind in asked if mind in free), *(mind for mind in asked if mind not in free))
            without = next((mind for mind in asked if not agrees(engine, state, act, mind, free)), None)
            follow = [move for move, _ in graph[0][number]]
            if without is not None:
                lacking.setdefault((act, without), []).append(number)
            elif not waits(engine, act, follow, free):
                explained.setdefault(act, []).append(number)
    assert atlas.tried() == [
        (act, len(found), found[0], len(explained.get(act, ())), explained.get(act, [NEVER])[0])
        for act, found in sorted(possible.items())
    ]
    assert atlas.lacking() == [(act, mind, len(found), found[0]) for (act, mind), found in sorted(lacking.items())]


def states_of(engine: ReferenceEngine, graph: Graph) -> list[State]:
    states = {0: engine.initial()}
    for number, steps in enumerate(graph[0]):
        for move, target in steps:
            if target not in states:
                act, mind = moved(engine.task, move)
                here = states[number]
                states[target] = (
                    engine.do(here, act) if mind is None else engine.in_vain(here, mind, taught(engine.task, act, mind))
                )
    return [states[number] for number in range(len(graph[0]))]


def check_ways(atlas: NativeAtlas, graph: Graph) -> None:
    distances = [0] + [NEVER] * (len(graph[0]) - 1)
    for number, steps in enumerate(graph[0]):
        for _, target in steps:
            distances[target] = min(distances[target], distances[number] + 1)
    for number, distance in enumerate(distances):
        place = 0
        way = atlas.way(number)
        for act in way:
            place = dict(graph[0][place])[act]
        assert (place, len(way)) == (number, distance)
    levels = atlas.levels()
    assert list(levels) == [distances.index(distance) for distance in range(max(distances) + 1)]


def check_states(atlas: NativeAtlas, native: NativeEngine, engine: ReferenceEngine) -> None:
    """What is unpacked is the state that was packed, with what anybody believes anybody to believe."""
    for number, expected in enumerate(states_of(engine, graph_of(atlas))):
        state = State(atlas.state(number))
        assert atlas.number_of(state) == number
        waiting = [(state, expected, 0)]
        for here, there, depth in waiting:
            assert native.values(here) == engine.values(there)
            if depth < 3:
                minds = range(len(engine.task.characters))
                waiting.extend((native.belief(here, mind), engine.belief(there, mind), depth + 1) for mind in minds)


def check_questions(atlas: NativeAtlas, engine: ReferenceEngine, task: Task) -> None:
    native = states_of(engine, graph_of(atlas))
    conditions: list[Condition] = [ending.condition for ending in task.endings]
    conditions += [action.precondition for action in task.actions]
    for condition in conditions:
        assert list(atlas.holding(condition)) == [n for n, state in enumerate(native) if holds(engine, state, condition)]
    expressions: list[Expression] = list(task.utilities)
    for expression in expressions:
        assert list(atlas.values(expression)) == [evaluate(engine, state, expression) for state in native]


@pytest.mark.parametrize("first", range(0, WORLDS, PORTION))
def test_it_is_the_graph_that_brute_force_finds(first: int) -> None:
    seen = Counter(compare(seed) for seed in range(first, first + PORTION))
    assert seen["large"] >= PORTION // 10
    assert seen["too large"] <= PORTION // 3


@pytest.fixture(scope="module")
def ridge() -> Story:
    return fabula.load("the_ridge")


@pytest.fixture(scope="module")
def whole(ridge: Story) -> Atlas:
    atlas = Atlas(ridge, threads=2)
    assert atlas.explore()
    return atlas


@pytest.mark.limit(600)
@pytest.mark.xdist_group("the_ridge_atlas")
def test_the_whole_ridge_with_one_thread_and_with_two_and_from_pause_to_pause(ridge: Story, whole: Atlas) -> None:
    """A second thread, pauses, and what others did in the engine before change nothing."""
    other = drawn(ridge.task, (), 2, pause=0.2)
    assert [other.firsts(), other.acts(), other.targets()] == [whole.firsts, whole.acts, whole.targets]
    assert other.size()[:4] == (whole.size, whole.expanded, whole.edges, whole.depth)


@pytest.mark.limit(600)
@pytest.mark.xdist_group("the_ridge_atlas")
def test_it_goes_on_wherever_it_was_interrupted(ridge: Story, whole: Atlas) -> None:
    """Its time ends again and again, in the middle of a question as well as between two: nothing that was asked is lost."""
    atlas = NativeAtlas(NativeEngine(ridge.task), ())
    for _ in range(1000):
        done, _ = atlas.explore(threads=2, pause=1000.0, seconds=0.1, bytes_=None, room=None, states=0, watcher=None)
        if done:
            break
    assert done
    assert [atlas.firsts(), atlas.acts(), atlas.targets()] == [whole.firsts, whole.acts, whole.targets]


def thinking(task: Task, limits: Limits) -> Task:
    return replace(task, limits=tuple(limits for _ in task.characters))


def test_its_time_ends_while_another_thread_is_deep_in_thought(ridge: Story) -> None:
    """At a pause one waits for what others have begun to ask, but no longer than one may."""
    atlas = NativeAtlas(NativeEngine(thinking(ridge.task, Limits(24, 2))), ())
    start = time.monotonic()
    assert atlas.explore(threads=2, pause=0.3, seconds=1.0, bytes_=None, room=None, states=0, watcher=None) == (False, "time")
    assert time.monotonic() - start < 10


@pytest.mark.limit(600)
@pytest.mark.xdist_group("the_ridge_atlas")
def test_every_life_that_it_shows_can_be_lived(ridge: Story, whole: Atlas) -> None:
    for ending in ridge.task.endings:
        ended = whole.ended(ridge.task.endings.index(ending))
        assert (ending.name == "every_one") == (not ended)
        if ended:
            life = whole.life(ended[0])
            assert (life.ending, len(life.events)) == (ending.name, whole.distance(ended[0]))
            assert life.events[-1].after == whole.state(ended[0])


@pytest.mark.limit(600)
@pytest.mark.xdist_group("the_ridge_atlas")
def test_an_atlas_that_is_stopped_and_opened_again_is_the_same(ridge: Story, whole: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "ridge.atlas"
    sizes = []
    while True:
        atlas = Atlas.opened(fabula.load("the_ridge"), path, threads=2)
        sizes.append(atlas.expanded)
        if atlas.explore(Budget(states=atlas.size + 12_000)):
            break
        assert atlas.why == "states"
    assert len(sizes) >= 3
    assert sizes == sorted(set(sizes))
    again = Atlas.opened(ridge, path)
    assert again.complete
    for other in (atlas, again):
        assert [other.firsts, other.acts, other.targets] == [whole.firsts, whole.acts, whole.targets]
        assert (other.tried, other.lacking, other.endings) == (whole.tried, whole.lacking, whole.endings)
        assert other.life(other.size - 1).acts == whole.life(whole.size - 1).acts


KILLED = """
import sys, fabula
from fabula.lives.atlas import Atlas
Atlas.opened(fabula.load("the_ridge"), sys.argv[1], threads=1).explore()
"""


@pytest.mark.limit(600)
@pytest.mark.xdist_group("the_ridge_atlas")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_exploration_loses_only_its_last_seconds(whole: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "killed.atlas"
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(path)])
    try:
        deadline = time.monotonic() + 60
        while (not path.exists() or path.stat().st_size < 100_000) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    atlas = Atlas.opened(fabula.load("the_ridge"), path)
    assert 0 < atlas.expanded < whole.expanded
    assert atlas.targets == whole.targets[: len(atlas.targets)]
    assert atlas.explore()
    assert atlas.targets == whole.targets


@pytest.mark.parametrize(
    ("budget", "why"), [(Budget(states=500), "states"), (Budget(seconds=0.05), "time"), (Budget(bytes=100_000), "memory")]
)
def test_a_budget_ends_it_and_it_can_go_on(budget: Budget, why: str, ridge: Story) -> None:
    atlas = Atlas(Story(ridge.definition, ridge.ground, NativeEngine(ridge.task), ()))
    assert not atlas.explore(budget)
    assert (atlas.complete, atlas.why) == (False, why)
    before = atlas.expanded
    atlas.explore(Budget(states=max(1000, 2 * before)))
    assert atlas.expanded > before


def test_an_interruption_ends_it_and_progress_is_told(ridge: Story) -> None:
    atlas = Atlas(Story(ridge.definition, ridge.ground, NativeEngine(ridge.task), ()))
    told: list[Progress] = []

    def watch(progress: Progress) -> None:
        told.append(progress)
        signal.raise_signal(signal.SIGINT)

    assert not atlas.explore(watcher=watch)
    assert atlas.why == "interrupted"
    assert told[0].states >= told[0].expanded > 0
    assert told[0].edges > 0 < told[0].bytes


def test_what_a_watcher_raises_comes_out(ridge: Story) -> None:
    atlas = Atlas(Story(ridge.definition, ridge.ground, NativeEngine(ridge.task), ()))

    def watch(progress: Progress) -> None:
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        atlas.explore(watcher=watch)
    assert atlas.size > 0


def test_other_limits_and_acts_without_reasons() -> None:
    """With nobody thinking further than an act ahead, and with Oren doing whatever he likes."""
    story = loads(SMALL)
    usual, free = Atlas(story), Atlas(story, ("Oren",))
    near = Atlas(story, limits=Limits(1, 0))
    assert usual.explore()
    assert free.explore()
    assert near.explore()
    assert (usual.size, free.size) == (31, 62)
    assert near.size == 31
    assert near.world.ground.task.limits == (Limits(1, 0), Limits(1, 0))
    climb = next(n for n, action in enumerate(story.task.actions) if action.name == "climb(Ines)")
    assert usual.lacking[climb, 0].times == usual.tried[climb].possible == 30
    assert usual.tried[climb].first_explained is None
    with pytest.raises(KeyError):
        Atlas(story, ("Nobody",))


AT_FAULT = """property hour: 0..30
property odd: 0..30
character Ines, she
action turn(who: character)
    by who
    when odd < 30
    do: odd += 1
action wait(who: character)
    by who
    when hour < 30
    do: hour += 1
{}
Ines wants: hour + odd
"""


@pytest.mark.parametrize(
    ("late", "shape"),
    [
        ("action burst\n    when hour * 54975581388 is 7\n    do: odd = 0", (275, 252, 504, 22)),
        ("ending burst when hour * 1099511627776 + hour is 7", (1, 0, 0, 0)),
    ],
)
def test_what_is_found_before_a_fault(late: str, shape: tuple[int, ...]) -> None:
    """It is the same with several threads, which look ahead, and of a state at fault there is nothing."""
    task = loads(AT_FAULT.format(late)).task
    found = []
    for threads in (1, 2):
        atlas = NativeAtlas(NativeEngine(task), ())
        for _ in range(2):
            with pytest.raises(NumberTooLarge):
                atlas.explore(threads=threads, pause=1000.0, seconds=60.0, bytes_=None, room=None, states=0, watcher=None)
        assert atlas.size()[:4] == shape
        found.append(everything(atlas))
    assert found[0] == found[1]


def test_dead_ends_circles_and_bottlenecks() -> None:
    text = """property place: start | left | right | gate | pit | end = start
character Ines, she
action left(who: character)
    by who
    when place is start
    do: place = left
action right(who: character)
    by who
    when place is start
    do: place = right
action go(who: character)
    by who
    when place is left or place is right
    do: place = gate
action fall(who: character)
    when place is gate
    do: place = pit
action leave(who: character)
    by who
    when place is gate
    do: place = end
Ines wants: 3 if place is end
ending out when place is end
"""
    story = loads(text)
    atlas = Atlas(story)
    assert atlas.explore()
    places = [story.ground.decode(0, story.engine.value(atlas.state(n), 0)) for n in range(atlas.size)]
    assert [places[n] for n in ends.stuck(atlas)] == ["pit"]
    assert [places[n] for n in atlas.bottlenecks()] == ["start", "gate", "end"]
    assert [places[n] for n in range(atlas.size) if not atlas.leading_to(atlas.ended())[n]] == ["pit"]
    assert len(set(atlas.cycles())) == atlas.size
    assert UNKNOWN not in atlas.values(story.task.utilities[0])


@pytest.mark.limit(600)
def test_where_there_is_no_room_states_are_packed_and_the_budget_is_used_up() -> None:
    """A house with more states than fit: they are packed, and what the atlas says it takes comes near to the budget and is
    never more. Packed, it knows what an atlas knows that has room for all."""
    text = masquerade(5, 6, 6)
    size = 24_000_000
    atlas = Atlas(loads(text), threads=1)
    engine = atlas._native
    # A tenth of what packing usually pays for.
    done, why = engine.explore(threads=1, pause=1e6, seconds=1e6, bytes_=size, room=size // 5, states=0, watcher=None)
    assert (done, why, engine.is_packed()) == (False, "memory", True)
    found, expanded, _, _, taken = engine.size()
    assert 0.6 * size <= taken <= size
    whole = Atlas(loads(text), threads=1)
    assert not whole.explore(Budget(300.0, None, found))
    # It stops as soon as it has found as many.
    assert expanded - 16 <= whole.expanded <= expanded
    assert (engine.acts()[: whole.edges], engine.targets()[: whole.edges]) == (whole.acts, whole.targets)
    assert list(engine.endings()) == list(whole.endings[:found])
