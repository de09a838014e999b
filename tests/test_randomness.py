"""Chance is the same on every machine, and fair."""

from __future__ import annotations

import pytest

from fabula.randomness import Random


def test_it_is_splitmix64() -> None:
    """The first numbers for seed 0 are those of the published algorithm."""
    random = Random(0)
    assert [random.bits() for _ in range(3)] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_the_same_seed_gives_the_same_choices() -> None:
    one, other = Random(7), Random(7)
    assert [one.below(10) for _ in range(50)] == [other.below(10) for _ in range(50)]
    assert one.shuffled(range(20)) == other.shuffled(range(20))
    assert one.state == other.state


def test_a_state_goes_on_where_it_was() -> None:
    random = Random(7)
    random.below(10)
    again = Random(random.state)
    assert [again.below(1000) for _ in range(5)] == [random.below(1000) for _ in range(5)]


def test_numbers_are_within_the_bound_and_spread() -> None:
    random = Random(1)
    counted = [0] * 6
    for _ in range(6000):
        counted[random.below(6)] += 1
    assert min(counted) > 850
    assert max(counted) < 1150


def test_shuffling_keeps_all_items() -> None:
    assert sorted(Random(3).shuffled(range(30))) == list(range(30))
    assert Random(3).shuffled([]) == []


@pytest.mark.parametrize("bound", [0, -1, (1 << 64) + 1])
def test_no_number_is_below_nothing(bound: int) -> None:
    with pytest.raises(ValueError, match="no number is below"):
        Random(1).below(bound)
    with pytest.raises(ValueError, match="no number is below"):
        Random(1).choice([])
