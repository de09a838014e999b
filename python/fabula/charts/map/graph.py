"""The nodes and links of a map, what is special about them, and where they are drawn."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fabula.charts.layout import layered
from fabula.charts.map.scenes import Explored, Grouping
from fabula.lives import ends
from fabula.lives.ends import steps_of
from fabula.lives.readers import Readings
from fabula.lives.scenes import NO_SCENE

#: the height of the smallest node, and the free room between two
LEAST, GAP = 12, 26
#: the height of the first node at least
BEGINNING = 22
#: of more nodes than these, less room
MANY, LITTLE = 400, 6
#: how much wider than high a drawing is meant to be; the room between two layers
SHAPE, NARROWEST, WIDEST = 0.9, 80, 600
_NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """An act on a link, as a move: how many steps of the atlas it stands for, how many readers took one of them."""

    act: int
    steps: int
    hits: int


@dataclass(frozen=True, slots=True)
class Link:
    """From a node to another one, through any of these acts; `bends`: its places in the layers between."""

    source: int
    target: int
    passages: tuple[Passage, ...]
    bends: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A state, or the states of a scene. `first`: the one that is nearest to the start. `ending`: in which all of them end;
    `scene`: the author's scene that all of them are in.

    `dead`: from how many of its states no ending can be reached; `stuck`: in how many of those nothing can follow; `open`: of
    how many it is not known what follows. `bottleneck_of`: the endings to which every life passes it; `bottleneck`: every life
    to any ending does. `inside`: steps that stay in it. `hits`: how often
    readers came into it.
    """

    number: int
    states: Sequence[int]
    first: int
    layer: int
    x: int
    y: int
    width: int
    ending: int | None
    scene: int | None
    dead: int
    stuck: int
    open: int
    bottleneck: bool
    bottleneck_of: tuple[int, ...]
    inside: int
    hits: int

    @property
    def size(self) -> int:
        return len(self.states)

    @property
    def is_dead(self) -> bool:
        """Whether no ending can be reached from any of its states."""
        return self.dead == len(self.states)


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn. `parents`: of each state the one, and the act, by which a first shortest life comes there. `height`: of
    the drawing; `column`: from one layer to the next."""

    grouping: Grouping
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    parents: array[int]
    parent_acts: array[int]
    width: int
    height: int
    column: int
    crossings: int


def graph_of(atlas: Explored, grouping: Grouping, readings: Readings | None) -> Graph:
    """The map of an atlas under a grouping."""
    count = len(grouping.members)
    parents, parent_acts = _parents(atlas)
    passages, inside = _links(atlas, grouping, readings)
    links = sorted(passages)
    layers = _layers(count, links)
    widths = [max(_width(len(states)), 0 if number else BEGINNING) for number, states in enumerate(grouping.members)]
    layout = layered(layers, grouping.keys, widths, links, LITTLE if count > MANY else GAP)
    height = max((place + width // 2 for place, width in zip(layout.places, widths, strict=True)), default=0)
    deepest = max(layers, default=0)
    column = column_of(height, deepest)
    endings = list(atlas.endings)
    opened = range(atlas.expanded, atlas.size)
    ended = [number for number in range(atlas.size) if endings[number] >= 0]
    gone = ends.dead(atlas)
    # What is not known may lead to an ending: so what is said of bottlenecks is true however far one has looked.
    narrow = _bottlenecks(atlas, grouping, parents, [*ended, *opened])
    ways = [[state for state in ended if endings[state] == ending] for ending in range(len(atlas.world.ground.task.endings))]
    of_ending = [_bottlenecks(atlas, grouping, parents, [*states, *opened] if states else []) for states in ways]
    came = [0] * count
    came[0] = 0 if readings is None else readings.readers
    for (_, target), through in passages.items():
        came[target] += sum(passage.hits for passage in through)
    nodes: list[Node] = []
    for number, states in enumerate(grouping.members):
        dead = [state for state in states if gone[state]]
        ending = endings[states[0]]
        nodes.append(
            Node(
                number,
                states,
                states[0],
                layers[number],
                layers[number] * column,
                layout.places[number],
                widths[number],
                ending if ending >= 0 else None,
                None if grouping.marks[number] == NO_SCENE else grouping.marks[number],
                len(dead),
                sum(atlas.firsts[state] == atlas.firsts[state + 1] for state in dead),
                sum(endings[state] < 0 for state in states[_first_at_least(states, atlas.expanded) :]),
                number in narrow,
                tuple(ending for ending, those in enumerate(of_ending) if number in those),
                inside.get(number, 0),
                came[number],
            )
        )
    made = tuple(
        Link(source, target, tuple(passages[source, target]), _bends(layers[source], column, bends))
        for (source, target), bends in zip(links, layout.bends, strict=True)
    )
    return Graph(grouping, tuple(nodes), made, parents, parent_acts, deepest * column, height, column, layout.crossings)


def column_of(height: int, deepest: int) -> int:
    """How far it is from one layer to the next in a drawing of this height."""
    return min(WIDEST, max(NARROWEST, int(height * SHAPE) // max(1, deepest)))


def _bends(layer: int, column: int, bends: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple(((layer + passed) * column, place) for passed, place in enumerate(bends, start=1))


def _width(size: int) -> int:
    """The height of a node: it grows with the number of its digits in base two, so that large scenes stay in bounds."""
    return LEAST + 2 * (size.bit_length() - 1)


def _first_at_least(states: Sequence[int], bound: int) -> int:
    return next((place for place, state in enumerate(states) if state >= bound), len(states))


def _parents(atlas: Explored) -> tuple[array[int], array[int]]:
    """Of each state, the state before it in the first shortest life that comes to it, and the act; -1 for the initial one."""
    parents, acts = array("q", [_NOWHERE]) * atlas.size, array("q", [_NOWHERE]) * atlas.size
    for number in range(atlas.expanded):
        for act, target in steps_of(atlas, number):
            if target > 0 and parents[target] == _NOWHERE:
                parents[target], acts[target] = number, act
    return parents, acts


def _links(
    atlas: Explored, grouping: Grouping, readings: Readings | None
) -> tuple[dict[tuple[int, int], list[Passage]], dict[int, int]]:
    """The acts between any two groups, by their numbers, and how many steps stay in each group."""
    counts: dict[tuple[int, int, int], list[int]] = {}
    inside: dict[int, int] = {}
    for number in range(atlas.expanded):
        source = grouping.of[number]
        for act, state in steps_of(atlas, number):
            target = grouping.of[state]
            if source == target and state != number:
                inside[source] = inside.get(source, 0) + 1
            elif source != target:
                entry = counts.setdefault((source, target, act), [0, 0])
                entry[0] += 1
                entry[1] += 0 if readings is None else readings.tally.steps[number, act]
    links: dict[tuple[int, int], list[Passage]] = {}
    for (source, target, act), (steps, hits) in sorted(counts.items()):
        links.setdefault((source, target), []).append(Passage(act, steps, hits))
    return links, inside


def _layers(count: int, links: Iterable[tuple[int, int]]) -> list[int]:
    """How far each node is from the first one."""
    further: list[list[int]] = [[] for _ in range(count)]
    for source, target in links:
        further[source].append(target)
    layers = [_NOWHERE] * count
    layers[0] = 0
    queue = [0]
    for node in queue:
        for target in further[node]:
            if layers[target] == _NOWHERE:
                layers[target] = layers[node] + 1
                queue.append(target)
    return layers


def _bottlenecks(atlas: Explored, grouping: Grouping, parents: Sequence[int], targets: Sequence[int]) -> frozenset[int]:
    """The groups that every life to one of the targets passes. There is none if there are no targets.

    They all lie on any one such life: so the groups on one life are tried in turn, each by looking for a life around it; what
    such a life does not pass is no bottleneck either."""
    if not targets:
        return frozenset()
    is_target = bytearray(atlas.size)
    for target in targets:
        is_target[target] = 1
    candidates = set(_groups_on(grouping, parents, min(targets)))
    bottlenecks: set[int] = set()
    while candidates:
        tried = max(candidates)
        candidates.discard(tried)
        around = _life_around(atlas, grouping.of, tried, lambda state: is_target[state] == 1)
        if around is None:
            bottlenecks.add(tried)
        else:
            candidates &= around
    return frozenset(bottlenecks)


def _groups_on(grouping: Grouping, parents: Sequence[int], state: int) -> Iterable[int]:
    while state != _NOWHERE:
        yield grouping.of[state]
        state = parents[state]


def _life_around(atlas: Explored, of: Sequence[int], avoided: int, is_target: Callable[[int], bool]) -> set[int] | None:
    """The groups on a life that comes to a target without passing one group; None if there is no such life."""
    if of[0] == avoided:
        return None
    before = {0: _NOWHERE}
    queue = [0]
    for state in queue:
        if is_target(state):
            passed: set[int] = set()
            while state != _NOWHERE:
                passed.add(of[state])
                state = before[state]
            return passed
        for _, target in steps_of(atlas, state):
            if target not in before and of[target] != avoided:
                before[target] = state
                queue.append(target)
    return None
