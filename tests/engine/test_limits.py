"""What is left of limits, of which -1 acts and `ANY_LEVELS` levels are none."""

from __future__ import annotations

import pytest

from fabula.engine.limits import ANY_LEVELS, least, less, levels, levels_below


@pytest.mark.parametrize(("first", "second", "narrower"), [(4, 2, 2), (2, 4, 2), (-1, 3, 3), (3, -1, 3), (-1, -1, -1)])
def test_the_narrower_of_two_limits(first: int, second: int, narrower: int) -> None:
    assert least(first, second) == narrower


def test_without_a_limit_nothing_is_ever_taken_from_it() -> None:
    assert (less(-1, 5), less(5, 2)) == (-1, 3)
    assert levels_below(ANY_LEVELS, -1) == ANY_LEVELS
    assert levels(-1) == ANY_LEVELS


def test_a_level_deeper_there_is_one_less_and_no_more_than_ones_own() -> None:
    assert levels(2) == 1
    assert levels_below(5, -1) == 4
    assert levels_below(5, 2) == 1
    assert levels_below(ANY_LEVELS, 2) == 1
    assert levels_below(0, 4) == -1
