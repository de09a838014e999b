"""The map of all lives of a story: as a page that can be explored, a picture, data, and a graph for Graphviz."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.charts.map.drawn import MOST_DETAILS, Drawn
from fabula.charts.map.files import as_dot, as_json
from fabula.charts.map.graph import graph_of
from fabula.charts.map.page import page
from fabula.charts.map.picture import picture
from fabula.charts.map.scenes import Explored, group
from fabula.lives.readers import Readings
from fabula.markup import Markup

#: so many states are shown one by one; of more, scenes
MOST_NODES = 3000


@dataclass(frozen=True, repr=False)
class Map(Drawn):
    """A map that has been drawn, and all that it can be written as. In a notebook it shows as a picture."""

    def html(self) -> str:
        """One file that needs no other and no network."""
        return str(page(self))

    def svg(self) -> str:
        """A picture of the whole, in which nothing can be opened."""
        return str(picture(self))

    def json(self) -> str:
        """The map as data, for other programs: docs/maps.md says what is in it."""
        return as_json(self)

    def dot(self) -> str:
        """A graph for Graphviz."""
        return as_dot(self)

    def __repr__(self) -> str:
        return f"<fabula.Map of {self.title!r}: {self.shown or f'{self.atlas.size:,} states'}>"

    def _repr_svg_(self) -> str:
        return self.svg()

    def __html__(self) -> Markup:
        return picture(self)


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
