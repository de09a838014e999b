"""What is left of how far somebody thinks (semantics 6), where -1 acts and `ANY_LEVELS` levels are no limit."""

from __future__ import annotations

#: levels of thought from here on mean: no limit
ANY_LEVELS = 1 << 20


def less(ahead: int, acts: int) -> int:
    """What is left of so many acts ahead after `acts` of them."""
    return -1 if ahead == -1 else ahead - acts


def least(ahead: int, own: int) -> int:
    """The narrower of two limits of acts."""
    return max(ahead, own) if -1 in (ahead, own) else min(ahead, own)


def levels(own: int) -> int:
    """The levels below the first that somebody thinks whose own limit of levels is `own`, -1 = none."""
    return ANY_LEVELS if own < 0 else own - 1


def levels_below(deep: int, own: int) -> int:
    """One level below `deep`, and no more than a character thinks of its own (its limit, -1 = none)."""
    return min(deep if deep >= ANY_LEVELS else deep - 1, levels(own))
