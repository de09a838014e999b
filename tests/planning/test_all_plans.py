"""All plans of the author, where ways cross: what is known of one way to a state must hold for every other."""

from __future__ import annotations

import random

import pytest

from fabula.budget import Budget
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import plan
from fabula.task import TRUE, Action, Choose, Compare, Constant, Effect, Fact, Fluent, Limits, Read, Sort, Task

PLACES = 7
#: acts of a plan at most
LONGEST = 6


def roads(seed: int) -> list[tuple[int, int]]:
    """One-way roads by chance between places, in no order."""
    chance = random.Random(seed)
    found = [(one, other) for one in range(PLACES) for other in range(PLACES) if one != other and chance.random() < 0.35]
    chance.shuffle(found)
    return found


def journey(edges: list[tuple[int, int]]) -> Task:
    """Fate moves a ball along roads, from the first place to the last. Nobody is asked."""
    ball = Read((), 0)
    actions = tuple(
        Action(f"{one} to {other}", Compare("==", ball, Constant(1 + one)), (Effect((), 0, Constant(1 + other)),), (), (TRUE,))
        for one, other in edges
    )
    return Task(
        name="journey",
        symbols=("A", *(f"place{place}" for place in range(PLACES))),
        characters=("A",),
        fluents=(Fluent("ball", Sort.SYMBOL, tuple(range(1, 1 + PLACES))),),
        facts=(Fact((), 0, 1),),
        actions=actions,
        triggers=(),
        utilities=(Constant(0),),
        limits=(Limits(1, 0),),
        utility=Choose(Compare("==", ball, Constant(PLACES)), Constant(1), Constant(0)),
    )


def simple_ways(edges: list[tuple[int, int]]) -> list[tuple[int, ...]]:
    """All ways that pass no place twice, by their number of roads and then by the roads. Each road is needed: without one the
    next can't be taken."""
    found: list[tuple[int, ...]] = []
    pending: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((), (0,))]
    for way, passed in pending:
        if passed[-1] == PLACES - 1:
            found.append(way)
        elif len(way) < LONGEST:
            pending += [
                ((*way, road), (*passed, other))
                for road, (one, other) in enumerate(edges)
                if one == passed[-1] and other not in passed
            ]
    return sorted(found, key=lambda way: (len(way), way))


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_all_ways_are_found_wherever_they_cross(first: int) -> None:
    several = 0
    for seed in range(first, first + 100):
        edges = roads(seed)
        expected = simple_ways(edges)
        found = plan(journey(edges), goal=1, limits=PlanLimits(LONGEST, 1, 0), all=10_000, budget=Budget(60.0, None))
        assert [solution.acts for solution in found.solutions] == expected, f"roads({seed})"
        several += len(expected) > 2
    assert several >= 20
