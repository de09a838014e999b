"""What only the native engine has: its border to Python, its counts, its budgets."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import pytest

from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded, State
from fabula.task import (
    TRUE,
    Action,
    Arithmetic,
    Compare,
    Constant,
    Effect,
    Ending,
    Fluent,
    Limits,
    Read,
    Sort,
    Task,
)


def counters(count: int, high: int) -> Task:
    """A character with so many counters, each of which goes up to `high`, one by one: (high + 1) ** count states."""
    fluents = tuple(Fluent(f"counter{number}", Sort.NUMBER, (), 0, high) for number in range(count))
    return Task(
        name="counters",
        symbols=(),
        characters=("A",),
        fluents=fluents,
        facts=(),
        actions=tuple(
            Action(
                f"count{number}",
                Compare("<", Read((), number), Constant(high)),
                (Effect((), number, Arithmetic("+", Read((), number), Constant(1))),),
                (0,),
                (TRUE,),
            )
            for number in range(count)
        ),
        triggers=(),
        utilities=(Read((), 0),),
        limits=(Limits(),),
        endings=(Ending("full", Compare("==", Read((), 0), Constant(high))),),
    )


def test_counts_grow_by_distinct_states() -> None:
    assert NativeEngine(counters(2, 9)).count(3, minds=False) == [1, 3, 6, 10]
    assert NativeEngine(counters(2, 1)).count(4, minds=True) == [1, 3, 4]


def test_a_count_ends_where_nothing_new_is_found() -> None:
    """However many steps it might go on for."""
    assert NativeEngine(counters(1, 3)).count(10**12, minds=False) == [1, 2, 3, 4]
    assert NativeEngine(counters(1, 3)).count(0, minds=False) == [1]


def test_successors_are_what_can_be_done() -> None:
    engine = NativeEngine(counters(2, 1))
    state = engine.initial()
    assert engine.successors(state) == [(0, engine.do(state, 0)), (1, engine.do(state, 1))]
    assert engine.size() == 3
    assert engine.memory() > 0


@pytest.mark.parametrize("number", [-1, 1, 1 << 31, 1 << 70])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    engine = NativeEngine(counters(1, 3))
    state = engine.initial()
    with pytest.raises(ValueError, match=r"no state|out of range"):
        engine.values(State(number))
    with pytest.raises(ValueError, match=r"no action|out of range"):
        engine.do(state, number)
    with pytest.raises(ValueError, match=r"no fluent|out of range"):
        engine.value(state, number)
    with pytest.raises(ValueError, match=r"no character|out of range"):
        engine.belief(state, number)


def test_a_task_that_is_none_is_refused() -> None:
    task = counters(1, 3)
    with pytest.raises(ValueError, match="no fluent 7"):
        NativeEngine(replace(task, utilities=(Read((), 7),)))


def test_the_budget_of_nodes_ends() -> None:
    engine = NativeEngine(counters(3, 9), nodes=100)
    with pytest.raises(BudgetEnded):
        engine.count(9, minds=False)
    assert engine.size() == 100
    assert engine.belief(engine.initial(), 0) == engine.initial()


def test_the_budget_of_a_question_ends_and_leaves_no_trace() -> None:
    difference = Arithmetic("-", Read((), 0), Read((), 1))
    engine = NativeEngine(replace(counters(4, 9), limits=(Limits(8, 2),), utilities=(difference,)))
    state = engine.initial()
    with pytest.raises(BudgetEnded):
        engine.plan(state, 2, 0, budget=3)
    assert engine.plan(state, 2, 0) is None
    assert engine.plan(state, 0, 0) == (0,)


def test_other_threads_go_on() -> None:
    engine = NativeEngine(counters(6, 9))
    done = threading.Event()

    def work() -> None:
        engine.measure(0.5)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    turns = 0
    while not done.is_set():
        turns += 1
        time.sleep(0.001)
    thread.join()
    assert turns > 20


def test_an_interruption_ends_long_work() -> None:
    engine = NativeEngine(counters(6, 9))
    with _alarm(0.2), pytest.raises(_Alarm):
        engine.count(60, minds=False)
    assert engine.possible(engine.initial()) == (0, 1, 2, 3, 4, 5)


class _Alarm(Exception):
    pass


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise _Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
