"""Chance that is the same on every machine: splitmix64, seeded by a number.

The algorithm is Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014), in its public-domain
form. Python's own generator promises the same numbers only for some of its methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15


class Random:
    """A stream of choices that depends on its seed and on nothing else. `state` is all there is to save of it."""

    def __init__(self, seed: int = 0) -> None:
        self.state = seed & _MASK

    def bits(self) -> int:
        """The next number from 0 to 2**64 - 1."""
        self.state = (self.state + _STEP) & _MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound: int) -> int:
        """A number from 0 to `bound` - 1, each as likely. Raises `ValueError` unless 1 <= bound <= 2**64."""
        if not 1 <= bound <= _MASK + 1:
            raise ValueError(f"no number is below {bound}")
        # the topmost numbers are thrown away, or the small remainders would come more often
        limit = (_MASK + 1) - (_MASK + 1) % bound
        while (number := self.bits()) >= limit:
            pass
        return number % bound

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items. Raises `ValueError` if there is none."""
        return items[self.below(len(items))]

    def shuffled(self, items: Iterable[Item]) -> list[Item]:
        """The items in a random order."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result
