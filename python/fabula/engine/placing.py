"""Where the nodes of a drawing go: the part of the native module that `rust/drawing` stands behind."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.engine._native import arrange


def places_of(
    layers: Sequence[int], keys: Sequence[int], widths: Sequence[int], edges: Sequence[tuple[int, int]], gap: int
) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...], int]:
    """The place of each node within its layer, where each edge bends in the layers that it passes, and how many edges cross.

    Of a node the layer, the key (which of two stands first where nothing else decides) and the width are given. `gap`: free
    room between two nodes. Raises `ValueError` where the lists do not fit together."""
    places, bends, crossings = arrange(list(layers), list(keys), list(widths), list(edges), gap)
    return tuple(places), tuple(map(tuple, bends)), crossings
