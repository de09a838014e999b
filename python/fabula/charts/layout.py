"""Where the nodes of a layered graph go. The work is done by the crate `rust/drawing`; this is its face in Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.engine.placing import places_of


@dataclass(frozen=True, slots=True)
class Layout:
    """`places`: of each node, the middle of it within its layer, none below 0. `bends`: of each edge, its places in the layers
    that it passes; () for those that pass none. `crossings`: of edges between neighbouring layers."""

    places: tuple[int, ...]
    bends: tuple[tuple[int, ...], ...]
    crossings: int


def layered(
    layers: Sequence[int], keys: Sequence[str], widths: Sequence[int], edges: Sequence[tuple[int, int]], gap: int
) -> Layout:
    """Lays out a graph: each node has a layer, a key and a width, an edge is two numbers of nodes. Keys say which node stands
    first where nothing else decides; those that outlive a change of the graph keep a drawing from changing more than it must.
    Raises `ValueError` where the lists do not fit together."""
    ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return Layout(*places_of(layers, [ranks[key] for key in keys], widths, edges, gap))
