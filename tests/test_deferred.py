"""What is made late is what would have been made at once."""

from __future__ import annotations

import pickle

import pytest

from fabula.deferred import Deferred


def squares(count: int = 5) -> tuple[Deferred[list[int]], list[int]]:
    """Squares, each in a list of its own, and the numbers that were asked for so far."""
    asked: list[int] = []

    def square(number: int) -> list[int]:
        asked.append(number)
        return [number * number]

    return Deferred(count, square), asked


def test_nothing_is_made_before_it_is_asked_for_and_then_once() -> None:
    values, asked = squares()
    assert (len(values), asked) == (5, [])
    assert values[3] is values[3]
    assert values[-2] is values[3]
    assert asked == [3]
    assert list(values) == [[0], [1], [4], [9], [16]]
    assert asked == [3, 0, 1, 2, 4]


def test_it_is_like_a_tuple() -> None:
    values, _ = squares()
    assert values == ([0], [1], [4], [9], [16])
    assert values == ([0], [1], [4], [9], [16])
    assert values != ([0],)
    assert values != [[0], [1], [4], [9], [16]]
    assert values == squares()[0]
    assert values != squares(4)[0]
    assert (values[1:3], values[::-2]) == (([1], [4]), ([16], [4], [0]))
    assert values.index([9]) == 3
    assert repr(values) == "([0], [1], [4], [9], [16])"
    assert hash(Deferred(3, str)) == hash(("0", "1", "2"))
    with pytest.raises(IndexError):
        values[5]


def test_pickled_it_is_a_tuple() -> None:
    again = pickle.loads(pickle.dumps(squares()[0]))
    assert type(again) is tuple
    assert again == squares()[0]
