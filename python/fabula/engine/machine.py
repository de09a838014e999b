"""The smallest description of a state that means the same to every engine (semantics 1)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from fabula.engine.interface import Engine, State
from fabula.task import Value

#: one row for each belief state, in breadth-first order from the state itself: values, and for each character the row
#: of what it believes
Machine = tuple[tuple[tuple[Value, ...], tuple[int, ...]], ...]

N = TypeVar("N", bound=Hashable)


def machine(engine: Engine, state: State) -> Machine:
    """The minimal Moore machine of a state: equal for two states, also of two engines, if and only if they are equal
    along every string of characters."""
    characters, fluents = range(len(engine.task.characters)), range(len(engine.task.fluents))

    def row(node: State) -> tuple[tuple[Value, ...], tuple[State, ...]]:
        return tuple(engine.taken(node, fluent) for fluent in fluents), tuple(engine.belief(node, c) for c in characters)

    return unfold(state, row)


def unfold(root: N, row: Callable[[N], tuple[tuple[Value, ...], tuple[N, ...]]]) -> Machine:
    """The graph below `root`, its nodes numbered breadth first. `row` gives the values and edges of a node."""
    places = {root: 0}
    order = [root]
    rows = []
    for node in order:
        values, edges = row(node)
        for target in edges:
            if target not in places:
                places[target] = len(order)
                order.append(target)
        rows.append((values, tuple(places[target] for target in edges)))
    return tuple(rows)
