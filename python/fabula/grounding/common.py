"""What is known or believed in any idea of somebody, and what one statement about many minds says of each (semantics 8.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fabula.grounding.compiler import Path
from fabula.grounding.taken import Taken
from fabula.grounding.vocabulary import Key


class Spread(NamedTuple):
    """Where something is so of `key`: at `path`, and wherever a way leads from before its last mind through any of `among` to
    that last one."""

    path: Path
    among: Path
    key: Key

    def reaches(self, path: Path) -> bool:
        start = len(self.path) - 1
        return (
            len(path) > start
            and path[:start] == self.path[:start]
            and path[-1] == self.path[-1]
            and all(mind in self.among for mind in path[start:-1])
        )

    def covers(self, other: Spread) -> bool:
        """Whether it reaches whatever the other does."""
        return self.reaches(other.path) and set(other.among) <= set(self.among)


class Said(NamedTuple):
    """`among` as in `Spread`, empty where it is said of the path alone. `is_open`: anything may be so."""

    path: Path
    taken: Taken
    among: Path = ()
    is_open: bool = False


class Commonly(NamedTuple):
    """A statement about many minds, made where `path` leads: `those` know it, `others` do not. `every`: all values there are;
    `look`: what is taken to be so along a path until then."""

    path: Path
    those: Path
    others: Path
    every: Taken
    look: Callable[[Path], Taken]

    def known(self) -> Iterator[Said]:
        """They know which it is, and the others do not."""
        for mind in self.others:
            taken = self._ignorance(mind)
            yield from self._of(mind, taken, len(taken.values) == len(self.every.values))
        known = Taken(self.look(self.path).values, True)
        for mind in self.those:
            yield from self._in_ideas(mind, known, self._everybody)

    def believed(self, taken: Taken) -> Iterator[Said]:
        """They take it to be so."""
        for mind in self.those:
            yield from self._of(mind, taken, taken == self.every)

    def shared(self, now: Taken, before: Taken) -> Iterator[Said]:
        """It is so, and they know it; the others go on believing what was so before."""
        for mind in self.others:
            yield from self._in_ideas(mind, before, self._everybody, before == self.every)
        yield Said(self.path, now)
        for mind in self.those:
            yield from self._in_ideas(mind, now, self.those)

    @property
    def _everybody(self) -> Path:
        return tuple(sorted((*self.those, *self.others)))

    def _of(self, mind: int, taken: Taken, is_open: bool) -> Iterator[Said]:
        """Of somebody in any idea, and of whoever it is that takes all this to be so."""
        yield from self._in_ideas(mind, taken, self._everybody, is_open)
        if self.path[-1:] == (mind,):
            yield Said(self.path, taken, is_open=is_open)

    def _in_ideas(self, mind: int, taken: Taken, among: Path, is_open: bool = False) -> Iterator[Said]:
        starts = [self.path]
        if self.path[-1:] == (mind,):
            # There is no step from a mind to itself: it is met again in the ideas of others.
            starts = [(*self.path, other) for other in among if other != mind]
        for start in starts:
            yield Said((*start, mind), taken, among, is_open)

    def _ignorance(self, mind: int) -> Taken:
        """What somebody takes to be possible who does not know it: what she did, if that were several values, or anything."""
        now = self.look(self.path if self.path[-1:] == (mind,) else (*self.path, mind))
        return now if 1 < len(now.values) < len(self.every.values) and not now.known else self.every
