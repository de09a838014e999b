"""Work in parts: the same results in the same order, whoever does it; and an end, whatever becomes of them."""

from __future__ import annotations

import itertools
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from tests.spreading import works

from fabula.budget import Budget, OutOfBudget
from fabula.problems import StoryProblems
from fabula.spreading import HERE, LOCAL, Where, spread

TWO = Where(2)


@pytest.mark.parametrize("where", [HERE, TWO, Where(7)])
def test_results_come_in_the_order_of_the_parts(where: Where) -> None:
    assert list(spread(works.squared, 5, range(30), where)) == [5 + part * part for part in range(30)]
    assert list(spread(works.squared, 5, [], where)) == []


def test_what_goes_wrong_in_a_part_is_raised_in_its_turn() -> None:
    for where in (HERE, TWO):
        found: list[int] = []
        with pytest.raises(ValueError, match="6 is refused"):
            found.extend(spread(works.refusing, 6, range(100), where))
        assert found == list(range(6))
        assert not multiprocessing.active_children()


@pytest.mark.parametrize(("shared", "seen"), [(4, "exit 7"), (-4, "ended by the signal SIGKILL")])
def test_a_lost_worker_is_a_problem_and_never_a_hang(shared: int, seen: str) -> None:
    with pytest.raises(StoryProblems) as lost:
        list(spread(works.leaving, shared, range(9), TWO))
    (problem,) = lost.value.problems
    assert (problem.code, problem.seen) == ("lost-worker", seen)
    assert not multiprocessing.active_children()


def test_when_the_time_is_over_nobody_works_any_more() -> None:
    begun = time.monotonic()
    found: list[int] = []
    with pytest.raises(OutOfBudget, match="time"):
        found.extend(spread(works.idling, None, range(5), TWO, Budget(3.0, None)))
    assert found == [0, 1][: len(found)]
    assert time.monotonic() - begun < 120
    assert not multiprocessing.active_children()


def test_of_parts_without_end_no_more_are_taken_than_are_needed() -> None:
    taken: list[int] = []
    with closing(spread(works.squared, 0, _noting(taken.append), TWO)) as results:
        assert [next(results) for _ in range(5)] == [0, 1, 4, 9, 16]
    assert len(taken) < 15
    assert not multiprocessing.active_children()


def _noting(note: Callable[[int], None]) -> Iterator[int]:
    for number in itertools.count():
        note(number)
        yield number


def test_each_has_its_share_of_the_time_and_of_the_memory() -> None:
    budget = Budget(100.0, 1_000_000)
    for seconds, size in spread(works.granted, None, range(3), TWO, budget):
        assert seconds is not None
        assert size == 500_000
        # Of three parts for two workers, the last one has all that is left to itself.
        assert 40 < seconds <= 95
    first, *_ = spread(works.granted, None, range(4), TWO, budget)
    assert first[0] is not None
    assert 40 < first[0] <= 47.5
    ((seconds, size),) = spread(works.granted, None, iter([1]), HERE, budget)
    assert seconds is not None
    assert 90 < seconds <= 95
    assert size == 1_000_000
    assert list(spread(works.granted, None, [1], TWO)) == [(None, None)]


def test_what_a_worker_keeps_is_there_for_its_further_parts() -> None:
    found = list(spread(works.counted, works.Counted(1), range(12), TWO))
    workers = {process for process, _ in found}
    assert 1 <= len(workers) <= 2
    assert sum(max(times for process, times in found if process == one) for one in workers) == 12
    # Two parts need no more than two.
    assert len({process for process, _ in spread(works.counted, works.Counted(1), range(2), Where(9))}) <= 2


def test_who_works_is_known() -> None:
    assert HERE.is_here
    assert not TWO.is_here
    assert not Where(1, LOCAL).is_here
    assert Where(None, "10.0.0.1:6379").count is None
    assert (Where(None).count or 0) >= 1
    assert Where(None, LOCAL).count == Where(None).count
