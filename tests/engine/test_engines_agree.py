"""The obvious engine judges the fast one: the same questions about the same random worlds, the same answers.

`FABULA_WORLDS` says on how many worlds (2,000 if it is not set); in every other one minds have sets of values.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.engines import ENGINES, ENGINES_WITH_SETS
from tests.engine.worlds import random_task, tasks

from fabula.engine.interface import EndlessTrigger, Engine, Fact, State
from fabula.engine.lessons import lessons
from fabula.engine.machine import Machine, machine
from fabula.engine.reference import ReferenceEngine
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Several, Task

P = ParamSpec("P")
T = TypeVar("T")

WORLDS = int(os.environ.get("FABULA_WORLDS", "2000"))
PORTION = 100
STEPS = 4
#: beginnings of plans that the reference may try before a question is passed over; fewer where plans have no bound, since the
#: states at their ends can grow with every act
PATIENCE = 3_000
PATIENCE_WITHOUT_BOUND = 40
STATES = 25

FAST = {name: engine for name, engine in ENGINES.items() if engine is not ReferenceEngine}
#: by engine: whether it is asked about tasks with sets of values
KINDS = [(name, sets) for name in FAST for sets in (False, True) if not sets or name in ENGINES_WITH_SETS]


class Pair:
    """Two engines on one task, and which of their states are the same."""

    def __init__(self, task: Task, slow: Engine, fast: Engine) -> None:
        self.task = task
        self.bounded = all(limit.ahead != -1 for limit in task.limits)
        self.patience = PATIENCE if self.bounded else PATIENCE_WITHOUT_BOUND
        self.slow = slow
        self.fast = fast
        self._forth: dict[State, State] = {}
        self._back: dict[State, State] = {}

    def lead(self, first: State | type[Exception], second: State | type[Exception]) -> tuple[State, State] | None:
        """The states to which both engines have come, or None if both have raised the same."""
        if isinstance(first, type) or isinstance(second, type):
            assert first == second
            return None
        self.meet(first, second)
        return first, second

    def meet(self, first: State, second: State) -> Machine:
        """Both states have the same machine, and the same number exactly if they had before."""
        shape = machine(self.slow, first)
        assert machine(self.fast, second) == shape
        assert self._forth.setdefault(first, second) == second
        assert self._back.setdefault(second, first) == first
        return shape


def _outcome(question: Callable[P, T], *arguments: P.args, **names: P.kwargs) -> T | type[Exception]:
    """The answer, or what was raised in its place."""
    try:
        return question(*arguments, **names)
    except RUNTIME_ERRORS as ended:
        return type(ended)


def compare(pair: Pair, chance: random.Random) -> None:
    """Everything that `Engine` offers, along a random walk."""
    here = pair.lead(_outcome(pair.slow.initial), _outcome(pair.fast.initial))
    if here is None:
        return
    if chance.random() < 0.1:
        _compare_searches(pair, here, chance)
    for _ in range(STEPS):
        _compare_state(pair, here, chance)
        _compare_reasons(pair, here, chance)
        if pair.task.is_hopeful:
            _compare_foresight(pair, here, chance)
        onward = _compare_events(pair, here, chance)
        if not onward:
            return
        here = chance.choice(onward)


def _compare_state(pair: Pair, here: tuple[State, State], chance: random.Random) -> None:
    slow, fast = here
    task = pair.task
    assert pair.fast.values(fast) == pair.slow.values(slow)
    fluents = range(len(task.fluents))
    assert tuple(pair.fast.value(fast, fluent) for fluent in fluents) == pair.slow.values(slow)
    assert [pair.fast.taken(fast, fluent) for fluent in fluents] == [pair.slow.taken(slow, fluent) for fluent in fluents]
    assert pair.fast.possible(fast) == pair.slow.possible(slow)
    assert pair.fast.ending(fast) == pair.slow.ending(slow)
    for character in (None, *range(len(task.characters))):
        assert pair.fast.utility(fast, character) == pair.slow.utility(slow, character)
    for expression in (task.utility, *task.utilities):
        assert pair.fast.evaluate(fast, expression) == pair.slow.evaluate(slow, expression)
    for action in range(len(task.actions)):
        assert pair.fast.is_possible(fast, action) == pair.slow.is_possible(slow, action)
        for character in range(len(task.characters)):
            assert pair.fast.observes(fast, action, character) == pair.slow.observes(slow, action, character)
            pair.meet(pair.slow.belief(slow, character), pair.fast.belief(fast, character))


def _compare_events(pair: Pair, here: tuple[State, State], chance: random.Random) -> list[tuple[State, State]]:
    """The states after every possible act; also one act that is impossible, and one belief that changes."""
    slow, fast = here
    possible = pair.slow.possible(slow)
    impossible = [action for action in range(len(pair.task.actions)) if action not in possible]
    onward = []
    for action in (*possible, *chance.sample(impossible, min(1, len(impossible)))):
        after = pair.lead(_outcome(pair.slow.do, slow, action), _outcome(pair.fast.do, fast, action))
        if after is not None and action in possible:
            onward.append(after)
    # What somebody takes to be so after an act, as when he plans it.
    owner = chance.randrange(len(pair.task.characters))
    action = chance.randrange(len(pair.task.actions))
    minds = pair.slow.belief(slow, owner), pair.fast.belief(fast, owner)
    pair.lead(_outcome(pair.slow.do, minds[0], action, owner), _outcome(pair.fast.do, minds[1], action, owner))
    _compare_revision(pair, here, chance)
    _compare_attempts(pair, here, chance)
    return onward


def _compare_revision(pair: Pair, here: tuple[State, State], chance: random.Random) -> None:
    """Somebody comes to believe what another believes, and, with sets of values, that something is not so."""
    slow, fast = here
    task = pair.task
    believer = chance.randrange(len(task.characters))
    others = [character for character in range(len(task.characters)) if character != believer]
    learnt: tuple[list[Fact], list[Fact]] = ([], [])
    for _ in range(chance.randint(1, 3)):
        fluent = chance.randrange(len(task.fluents))
        path = (chance.choice(others),) if chance.random() < 0.4 else ()
        value = pair.slow.taken(pair.slow.belief(slow, chance.choice(others)), fluent)
        code = chance.choice(value.values) if isinstance(value, Several) else value
        learnt[task.sets and chance.random() < 0.5].append((path, fluent, code))
    facts, excluded = (tuple(part) for part in learnt)
    first = _outcome(pair.slow.revise, slow, believer, facts, excluded)
    with contextlib.suppress(ValueError):
        # An engine need not keep room for doubts about what no act asks for.
        pair.lead(first, _outcome(pair.fast.revise, fast, believer, facts, excluded))


def _compare_attempts(pair: Pair, here: tuple[State, State], chance: random.Random) -> None:
    """What somebody learns by an act that seems possible to them and is not."""
    slow, fast = here
    for character in range(len(pair.task.characters)):
        own = tuple(fluent for fluent in range(len(pair.task.fluents)) if chance.random() < 0.3)
        for action in pair.slow.possible(pair.slow.belief(slow, character)):
            if not pair.slow.is_possible(slow, action):
                given = lessons(pair.task, action, character, own)
                attempt = slow, character, given
                pair.lead(_outcome(pair.slow.in_vain, *attempt), _outcome(pair.fast.in_vain, fast, character, given))


def _compare_reasons(pair: Pair, here: tuple[State, State], chance: random.Random) -> None:
    slow, fast = here
    for action in pair.slow.possible(slow):
        for character in pair.task.actions[action].consenting:
            plan = _outcome(pair.slow.plan, slow, action, character, pair.patience)
            if isinstance(plan, type):
                # A fault in one of the many ways that the definition tries: another engine need not come that way.
                continue
            assert _outcome(pair.fast.plan, fast, action, character) == plan
            if isinstance(plan, tuple):
                assert plan[0] == pair.task.act_of(action)
                if not pair.task.is_hopeful:
                    _check_derived(pair.slow, pair.slow.belief(slow, character), plan, character)
    action = chance.randrange(len(pair.task.actions))
    character = chance.randrange(len(pair.task.characters))
    ahead, deep = chance.randint(0, 3), chance.randint(-2, 2)
    plan = _outcome(pair.slow.plan_in, slow, action, character, ahead, deep, pair.patience)
    if not isinstance(plan, type):
        assert _outcome(pair.fast.plan_in, fast, action, character, ahead, deep) == plan
    explained = _outcome(pair.slow.explained, slow, pair.patience)
    if not isinstance(explained, type):
        assert _outcome(pair.fast.explained, fast) == explained


def _compare_foresight(pair: Pair, here: tuple[State, State], chance: random.Random) -> None:
    """How acts go on in the plans of somebody, who may try what, and what lives go on with."""
    slow, fast = here
    characters = range(len(pair.task.characters))
    for character in characters:
        minds = pair.slow.belief(slow, character), pair.fast.belief(fast, character)
        assert pair.fast.open_to(minds[1], character) == pair.slow.open_to(minds[0], character)
        for action in range(len(pair.task.actions)):
            assert pair.fast.may_try(minds[1], action) == pair.slow.may_try(minds[0], action)
            first = _outcome(pair.slow.foresee_act, minds[0], action, character)
            second = _outcome(pair.fast.foresee_act, minds[1], action, character)
            if isinstance(first, type) or isinstance(second, type):
                assert first == second
                continue
            assert len(first) == len(second)
            for one, other in zip(first, second, strict=True):
                pair.meet(one.before, other.before)
                pair.meet(one.after, other.after)
                assert (one.gain, one.hopes, one.learns, one.chosen) == (other.gain, other.hopes, other.learns, other.chosen)
    free = tuple(character for character in characters if chance.random() < 0.5)
    moves = _outcome(pair.slow.moves, slow, free, pair.patience)
    if not isinstance(moves, type):
        there = pair.fast.moves(fast, free)
        assert [move for move, _ in there] == [move for move, _ in moves]
        for (_, slow_after), (_, fast_after) in zip(moves, there, strict=True):
            pair.meet(slow_after, fast_after)


def _check_derived(engine: Engine, believed: State, plan: tuple[int, ...], character: int) -> None:
    """What follows from the definition of a plan (semantics 5): it only ends at its best, and never stands where it has
    stood."""
    states = [believed]
    for action in plan:
        assert engine.is_possible(states[-1], action)
        assert engine.task.actions[action].consenting
        states.append(engine.do(states[-1], action, character))
    assert len(set(states)) == len(states)
    utilities = [engine.utility(state, character) for state in states]
    assert all(utility < utilities[-1] for utility in utilities[:-1])


def _compare_searches(pair: Pair, here: tuple[State, State], chance: random.Random) -> None:
    if not pair.bounded:
        # A search has no budget of its own for each question, and the definition tries every plan there is.
        return
    slow, fast = here
    endings = tuple(number for number in range(len(pair.task.endings)) if chance.random() < 0.7)
    free = tuple(number for number in range(len(pair.task.characters)) if chance.random() < 0.3)
    first = _outcome(pair.slow.search, slow, endings, free, STATES)
    second = _outcome(pair.fast.search, fast, endings, free, STATES)
    if isinstance(first, type):
        return
    assert not isinstance(second, type)
    if first.complete and first.states < STATES:
        assert (second.acts, second.complete) == (first.acts, first.complete)


@pytest.mark.worlds
@pytest.mark.parametrize(("other", "sets"), KINDS)
@pytest.mark.parametrize("portion", range(-(-WORLDS // PORTION)))
def test_random_worlds(portion: int, other: str, sets: bool) -> None:
    for seed in range(portion * PORTION, min(WORLDS, (portion + 1) * PORTION)):
        if seed % 2 != sets:
            continue
        task = random_task(seed, sets)
        try:
            compare(Pair(task, ReferenceEngine(task), ENGINES[other](task)), random.Random(seed))
        except AssertionError as difference:
            raise AssertionError(f"the engines differ on random_task({seed}, {sets})") from difference


@pytest.mark.parametrize(("other", "sets"), KINDS)
@settings(max_examples=50)
@given(data=st.data())
def test_worlds_that_shrink(other: str, sets: bool, data: st.DataObject) -> None:
    task = data.draw(tasks(sets))
    compare(Pair(task, ReferenceEngine(task), ENGINES[other](task)), random.Random(0))


@pytest.mark.parametrize("sets", [False, True])
def test_reference_is_pure(sets: bool) -> None:
    """What an engine was asked before changes no answer: an engine that has seen much against new ones."""
    for seed in range(60):
        task = random_task(seed, sets)
        asked = ReferenceEngine(task)
        state = _outcome(asked.initial)
        if isinstance(state, type):
            continue
        for action in (*range(len(task.actions)), *reversed(range(len(task.actions)))):
            _outcome(asked.do, state, action)
            for character in task.actions[action].consenting:
                _outcome(asked.plan, state, action, character, PATIENCE)
        compare(Pair(task, ReferenceEngine(task), asked), random.Random(seed))


@pytest.mark.parametrize("sets", [False, True])
def test_worlds_are_worth_comparing(sets: bool) -> None:
    """Enough of the random worlds have long plans, wrong minds, and events that fail, for the tests to mean something."""
    lengths: list[int] = []
    sizes: list[int] = []
    failures: set[type[Exception]] = set()
    looks: list[bool] = []
    for seed in range(400):
        task = random_task(seed, sets)
        engine = ReferenceEngine(task)
        state = _outcome(engine.initial)
        if isinstance(state, type):
            failures.add(state)
            continue
        sizes.append(len(machine(engine, state)))
        for action in engine.possible(state):
            if not task.actions[action].effects:
                looks.append(_outcome(engine.do, state, action) != state)
            for character in task.actions[action].consenting:
                plan = _outcome(engine.plan, state, action, character, PATIENCE)
                if isinstance(plan, tuple):
                    lengths.append(len(plan))
                elif isinstance(plan, type):
                    failures.add(plan)
    assert sum(length == 1 for length in lengths) > 50
    assert sum(length == 2 for length in lengths) > 10
    assert sum(length >= 3 for length in lengths) > 0
    # Acts without effects: some teach, others are no step.
    assert looks.count(True) >= 5
    assert looks.count(False) >= 5
    assert sum(size > 3 for size in sizes) > 60
    assert EndlessTrigger in failures
