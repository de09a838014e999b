"""Lives by chance that never come to what every life is to come to: one is enough to say no, and shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.proving.chances import Lived, Wanderers
from fabula.proving.goals import Goal


@dataclass(frozen=True, slots=True)
class Astray:
    """A life that never comes to what is sought: its `moves`; then it has come to an `ending`, by its number; or, that None, it
    is stuck, or goes on with the moves of the `circle` for ever."""

    moves: tuple[int, ...]
    ending: int | None
    circle: tuple[int, ...] = ()


def astray(wanderers: Wanderers, lives: Sequence[Lived], goal: Goal, later: bool = False) -> Astray | None:
    """The first of the shortest of these lives that never comes to a goal (`later`: and can't any more). None: each comes
    there, or one had enough of it."""
    circles = [one for lived in lives if (one := _astray(wanderers, lived, goal, later)) is not None]
    return min(circles, key=lambda one: (len(one.moves) + len(one.circle), len(one.moves)), default=None)


def _astray(wanderers: Wanderers, lived: Lived, goal: Goal, later: bool) -> Astray | None:
    came = wanderers.comes_to(lived, goal)
    circle = None if later else lived.circle
    if circle is not None and (came is None or circle[1] <= len(came)):
        first, again = circle
        return Astray(lived.moves[:first], None, lived.moves[first:again])
    return Astray(lived.moves, lived.ending) if came is None and lived.over else None
