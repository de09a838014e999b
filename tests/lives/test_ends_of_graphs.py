"""Where lives come to, on graphs by chance that are nothing else, known to the end or not: held against the definitions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import cast

import pytest

from fabula.lives import ends
from fabula.lives.ends import Against
from fabula.lives.world import World

Edges = list[tuple[int, ...]]


class Graph:
    """What has to be known of all lives, of which the first `expanded` states are known with what follows."""

    def __init__(self, following: Edges, endings: Sequence[int], expanded: int) -> None:
        self.following = [targets if number < expanded else () for number, targets in enumerate(following)]
        self.endings = endings
        self.size = len(endings)
        self.expanded = expanded
        self.firsts = [sum(map(len, following[:number])) for number in range(expanded + 1)]
        self.targets = [target for targets in following[:expanded] for target in targets]
        self.acts = list(range(len(self.targets)))

    @property
    def world(self) -> World:
        return cast(World, SimpleNamespace(ground=SimpleNamespace(task=SimpleNamespace(endings=("an ending",)))))

    def reached(self, start: int, barred: Iterable[int] = ()) -> set[int]:
        """What can be reached, itself included; nothing follows on those that are barred."""
        found, pending = {start}, [start]
        for here in pending:
            more = () if here in set(barred) else set(self.following[here]) - found
            found.update(more)
            pending.extend(more)
        return found

    def leading_to(self, numbers: Iterable[int]) -> bytearray:
        wanted = set(numbers)
        return bytearray(bool(self.reached(number) & wanted) for number in range(self.size))

    def cycles(self, barred: Iterable[int] = ()) -> list[int]:
        barred = set(barred)
        reached = [self.reached(number, barred) for number in range(self.size)]
        return [min(other for other in reached[number] if number in reached[other]) for number in range(self.size)]

    def open(self) -> set[int]:
        return {number for number in range(self.expanded, self.size) if self.endings[number] < 0}

    def is_over(self, number: int) -> bool:
        return self.endings[number] >= 0 or (number < self.expanded and not self.following[number])

    def goes_round(self, number: int, barred: Iterable[int] = ()) -> bool:
        """Whether a step leads to where a way leads back, past none that is barred."""
        barred = set(barred)
        return number not in barred and any(number in self.reached(target, barred) for target in self.following[number])

    def distances(self, start: int, barred: Iterable[int] = ()) -> dict[int, int]:
        """By how many steps states are reached that are not barred."""
        barred = set(barred)
        layer = [] if start in barred else [start]
        found: dict[int, int] = {}
        while layer:
            found.update(dict.fromkeys(layer, max(found.values(), default=-1) + 1))
            layer = list({target for here in layer for target in self.following[here]} - found.keys() - barred)
        return found

    def follow(self, start: int, moves: Sequence[int]) -> list[int]:
        """The states that moves pass, each of them checked."""
        passed = [start]
        for move in moves:
            first, end = self.firsts[passed[-1]], self.firsts[passed[-1] + 1]
            assert first <= move < end
            passed.append(self.targets[move])
        return passed


def graph(seed: int) -> tuple[Graph, set[int]]:
    """A graph in which everything is reached, numbered nearest first as lives are; and some goals."""
    chance = random.Random(seed)
    size = chance.randint(2, 9)
    endings = [chance.choice((-1, -1, -1, 0)) for _ in range(size)]
    endings[0] = -1
    raw = [
        tuple(chance.choice([other for other in range(size) if other != number]) for _ in range(chance.choice((0, 1, 1, 2, 3))))
        if endings[number] < 0
        else ()
        for number in range(size)
    ]
    order = [0]
    for here in order:
        order.extend(target for target in dict.fromkeys(raw[here]) if target not in order)
    place = {number: at for at, number in enumerate(order)}
    following: Edges = [tuple(place[target] for target in raw[number]) for number in order]
    # What follows on the last states is not known, and they would not be there if nothing led to them.
    expanded = chance.choice((len(order), chance.randint(1, len(order))))
    known = max((target for targets in following[:expanded] for target in targets), default=0) + 1
    known = max(known, expanded)
    goals = {number for number in range(known) if chance.random() < 0.25}
    return Graph(following[:known], [endings[number] for number in order[:known]], min(expanded, known)), goals


def unable(known: Graph, goals: set[int]) -> set[int]:
    return {number for number in range(known.size) if not known.reached(number) & (goals | known.open())}


def check_against(known: Graph, goals: set[int], found: Against | None) -> str:
    """A nearest end that is no goal; without one a nearest circle past no goal."""
    ways = known.distances(0, goals)
    over = [number for number in ways if known.is_over(number)]
    round_ = [number for number in ways if known.goes_round(number, goals)]
    if found is None:
        assert not over
        assert not round_
        return "none"
    passed = known.follow(0, found.way)
    assert passed[-1] == found.at
    assert not set(passed) & goals
    if over:
        assert known.is_over(found.at)
        assert (found.circle, len(found.way)) == ((), min(ways[number] for number in over))
    else:
        assert len(found.way) == min(ways[number] for number in round_)
        check_circle(known, found, goals)
    lost = unable(known, goals)
    assert found.lost == next((at for at, number in enumerate(passed) if number in lost), None)
    return "over" if over else "circle"


def check_circle(known: Graph, found: Against, barred: set[int]) -> None:
    """A shortest way from a state back to it past none that is barred."""
    around = known.follow(found.at, found.circle)
    assert around[0] == around[-1] == found.at
    assert not set(around) & barred
    lengths = [
        1 + known.distances(target, barred)[found.at]
        for target in known.following[found.at]
        if found.at in known.distances(target, barred)
    ]
    assert len(found.circle) == min(lengths)


def check_at_last(known: Graph, goals: set[int], found: Against | None) -> str:
    """The way leads the nearest way to where all is lost, and on from there to where it is over, or to a circle."""
    lost = unable(known, goals)
    ways = known.distances(0, goals)
    if found is None:
        assert not lost & ways.keys()
        return "none at last"
    passed = known.follow(0, found.way)
    assert (passed[-1], found.lost) == (found.at, min(ways[number] for number in lost & ways.keys()))
    assert found.lost is not None
    assert passed[found.lost] in lost
    further = known.distances(passed[found.lost])
    over = [number for number in further if known.is_over(number)]
    round_ = [number for number in further if known.goes_round(number)]
    assert len(found.way) - found.lost == min(further[number] for number in over or round_)
    if over:
        assert known.is_over(found.at)
        assert found.circle == ()
        return "over at last"
    check_circle(known, found, set())
    return "circle at last"


@pytest.mark.parametrize("first", range(0, 3000, 1000))
def test_where_lives_come_to_is_what_is_defined(first: int) -> None:
    """Of all graphs, also of those that are known in part; each outcome is among them, and with each circles through a goal."""
    seen: dict[str, int] = {}
    for seed in range(first, first + 1000):
        known, goals = graph(seed)
        ended = {number for number, ending in enumerate(known.endings) if ending >= 0}
        gone = unable(known, ended)
        assert [number for number, is_dead in enumerate(ends.dead(known)) if is_dead] == sorted(gone)
        assert list(ends.trapped(known)) == sorted(number for number in gone if known.goes_round(number))
        nothing_follows = {number for number in range(known.expanded) if not known.following[number]}
        assert set(ends.stuck(known)) == nothing_follows - ended
        for what in (
            check_against(known, goals, ends.against(known, goals)),
            check_at_last(known, goals, ends.against_at_last(known, goals)),
            "in part" if known.open() else "whole",
        ):
            seen[what] = seen.get(what, 0) + 1
    assert seen.keys() == {"none", "over", "circle", "none at last", "over at last", "circle at last", "in part", "whole"}
    assert min(seen.values()) >= 10, seen
