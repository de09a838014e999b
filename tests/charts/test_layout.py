"""Drawings as Python asks for them; what the crate promises is tested there."""

from __future__ import annotations

import pytest

from fabula.charts.layout import Layout, layered
from fabula.engine.placing import places_of


def test_keys_are_texts_and_say_who_stands_first() -> None:
    found = layered([0, 1, 1, 1], ["start", "c", "a", "b"], [10, 10, 10, 10], [(0, 1), (0, 2), (0, 3)], 8)
    assert found == Layout((23, 41, 5, 23), ((), (), ()), 0)


def test_long_edges_bend() -> None:
    found = layered([0, 1, 2], ["a", "b", "c"], [10, 10, 10], [(0, 1), (1, 2), (0, 2)], 8)
    assert [len(bends) for bends in found.bends] == [0, 0, 1]
    assert abs(found.bends[2][0] - found.places[1]) >= 13


def test_nothing_is_laid_out_as_nothing() -> None:
    assert layered([], [], [], [], 8) == Layout((), (), 0)


@pytest.mark.parametrize(
    ("layers", "keys", "widths", "edges"),
    [([0], [], [10], []), ([0], [1], [], []), ([0], [1], [10], [(0, 1)]), ([0, 900], [1, 2], [10, 10], [])],
)
def test_lists_that_do_not_fit_together_are_refused(
    layers: list[int], keys: list[int], widths: list[int], edges: list[tuple[int, int]]
) -> None:
    with pytest.raises(ValueError, match=r"node|layer|edge"):
        places_of(layers, keys, widths, edges, 8)
