"""The map of all lives of a story: as a page that can be explored, a picture, data, and a graph for Graphviz."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fabula.charts.map_files import as_dot, as_json
from fabula.charts.map_graph import Graph, graph_of
from fabula.charts.map_page import MOST_DETAILS, page
from fabula.charts.map_picture import picture
from fabula.charts.map_scenes import Explored, group
from fabula.lives.readers import Readings
from fabula.telling.phrasing import phrases

#: so many states are shown one by one; of more, scenes
MOST_NODES = 3000


@dataclass(frozen=True)
class Map:
    """A map that has been drawn. `most_details`: of how many states a page says all that is known. In a notebook it shows as a
    picture."""

    atlas: Explored
    graph: Graph
    readings: Readings | None
    most_details: int = MOST_DETAILS

    @property
    def title(self) -> str:
        return self.atlas.world.definition.front.title

    @cached_property
    def shown(self) -> str:
        """How many scenes are shown, "" if it is states: "78 scenes"; of those that the author has marked, "3 scenes, 2 endings
        and 5 groups of other states"."""
        nodes, grouping = self.graph.nodes, self.graph.grouping
        if grouping.level != "scenes":
            return ""
        own, ended = sum(node.scene is not None for node in nodes), sum(node.ending is not None for node in nodes)
        if not self.atlas.world.ground.scenes:
            return _counted(len(nodes), "scene", "scenes")
        parts = [(own, "scene", "scenes"), (ended, "ending", "endings")]
        parts += [(len(nodes) - own - ended, "group of other states", "groups of other states")]
        said = [_counted(*part) for part in parts if part[0]]
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"

    @cached_property
    def act_names(self) -> tuple[str, ...]:
        """The acts as in problem files: `walk(Aeris, field, trees)`."""
        return tuple(action.name for action in self.atlas.world.ground.task.actions)

    @cached_property
    def act_sentences(self) -> tuple[str, ...]:
        """The acts in words: "Aeris walks from the field to the trees."."""
        said = phrases(self.atlas.world)
        return tuple(said.because(number, ()) for number in range(len(self.act_names)))

    @cached_property
    def kinds(self) -> str:
        """Of each state: "e" it has an ending, "." it leads to one, "d" it leads to none, "s" nothing can follow there, "o" it
        is not known what follows."""
        atlas = self.atlas
        ended = [number for number in range(atlas.size) if atlas.endings[number] >= 0]
        leading = atlas.leading_to([*ended, *range(atlas.expanded, atlas.size)])
        return "".join(_kind(atlas, leading, number) for number in range(atlas.size))

    def html(self) -> str:
        """One file that needs no other and no network."""
        return page(self)

    def svg(self) -> str:
        """A picture of the whole, in which nothing can be opened."""
        return picture(self)

    def json(self) -> str:
        """The map as data, for other programs: docs/maps.md says what is in it."""
        return as_json(self)

    def dot(self) -> str:
        """A graph for Graphviz."""
        return as_dot(self)

    def _repr_svg_(self) -> str:
        return self.svg()


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _kind(atlas: Explored, leading: bytearray, number: int) -> str:
    if atlas.endings[number] >= 0:
        return "e"
    if number >= atlas.expanded:
        return "o"
    if leading[number]:
        return "."
    return "s" if atlas.firsts[number] == atlas.firsts[number + 1] else "d"


def make_map(
    atlas: Explored,
    readings: Readings | None = None,
    most_nodes: int = MOST_NODES,
    most_details: int = MOST_DETAILS,
    *,
    scenes: bool = False,
) -> Map:
    """The map of an atlas, with the hits of random readers if there are `readings` of it. Up to `most_nodes` states stand for
    themselves; of more, or if `scenes` are asked for, those of a scene stand together: those that the author has marked, and
    the rest in as fine scenes as there is room for."""
    return Map(atlas, graph_of(atlas, group(atlas, most_nodes, scenes), readings), readings, most_details)
