"""What is inside a scene: its states or, of too many, groups of them that differ in as little as can be shown."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from fabula.charts.layout import layered
from fabula.charts.map.graph import GAP, LEAST, column_of
from fabula.charts.map.scenes import Explored
from fabula.lives.ends import steps_of
from fabula.task import Read

#: so many nodes a scene shows at most
MOST_INSIDE = 160


@dataclass(frozen=True, slots=True)
class Inside:
    """`groups`: the states of each node, ascending; `places`: where each is drawn; `links`: from node to node; `column`: from
    one layer to the next."""

    groups: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, int], ...]
    links: tuple[tuple[int, int], ...]
    column: int


class Columns:
    """The values of fluents, each looked at once: those of all states of a large atlas would take too much room at once.

    `varying`: for each node, the fluents that have not the same value in all of its states. `all`: for each fluent its value in
    each of the states that are `kept`; `index`: the place of each of these."""

    def __init__(self, atlas: Explored, members: Sequence[Sequence[int]], kept: Sequence[int]) -> None:
        self.index = {state: place for place, state in enumerate(kept)}
        self.varying: list[list[int]] = [[] for _ in members]
        self.all: list[array[int]] = []
        for fluent in range(len(atlas.world.ground.task.fluents)):
            column = atlas.values(Read((), fluent))
            for number, states in enumerate(members):
                first = column[states[0]]
                if len(states) > 1 and any(column[state] != first for state in states):
                    self.varying[number].append(fluent)
            self.all.append(array("q", (column[state] for state in kept)))


def inside_of(atlas: Explored, columns: Columns, kept: Sequence[int]) -> Inside:
    """What is inside a node: those of its states that are `kept`."""
    groups = _groups(columns, kept)
    of = {state: group for group, states in enumerate(groups) for state in states}
    links = {
        (of[state], of[target])
        for state in kept
        for _, target in steps_of(atlas, state)
        if target in of and of[target] != of[state]
    }
    ordered = sorted(links)
    # Time runs to the right here, too: those that are as far from the beginning stand one above the other.
    distances = [atlas.distance(states[0]) for states in groups]
    ranks = {distance: rank for rank, distance in enumerate(sorted(set(distances)))}
    layers = [ranks[distance] for distance in distances]
    widths = [LEAST + 2 * (len(states).bit_length() - 1) for states in groups]
    keys = [f"{states[0]:09}" for states in groups]
    layout = layered(layers, keys, widths, ordered, GAP)
    column = column_of(max(layout.places), max(layers))
    places = tuple((layer * column, place) for layer, place in zip(layers, layout.places, strict=True))
    return Inside(tuple(groups), places, tuple(ordered), column)


def _groups(columns: Columns, states: Sequence[int]) -> list[tuple[int, ...]]:
    """The states one by one or, of too many, those together that agree in as many fluents, in their order, as can be told
    apart."""
    if len(states) <= MOST_INSIDE:
        return [(state,) for state in states]
    parts = dict.fromkeys(states, 0)
    count = 1
    for column in columns.all:
        numbers: dict[tuple[int, int], int] = {}
        finer = {state: numbers.setdefault((part, column[columns.index[state]]), len(numbers)) for state, part in parts.items()}
        if count < len(numbers) <= MOST_INSIDE:
            parts, count = finer, len(numbers)
    groups: list[list[int]] = [[] for _ in range(count)]
    for state, part in parts.items():
        groups[part].append(state)
    return [tuple(group) for group in sorted(groups)]
