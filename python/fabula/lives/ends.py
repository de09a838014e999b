"""Where lives come to, once for all commands (semantics 8.4): stuck states, dead states, loops, and lives that never come to
what is asked for.

Of an atlas that is not complete, what is found is true all the same: a state that has not been looked at counts as one from
which everything can be reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from fabula.lives.world import World


class Walked(Protocol):
    """What has to be known of all lives: see `fabula.lives.atlas.Atlas`, which is one."""

    @property
    def world(self) -> World: ...
    @property
    def size(self) -> int: ...
    @property
    def expanded(self) -> int: ...
    @property
    def firsts(self) -> Sequence[int]: ...
    @property
    def acts(self) -> Sequence[int]: ...
    @property
    def targets(self) -> Sequence[int]: ...
    @property
    def endings(self) -> Sequence[int]: ...
    def leading_to(self, numbers: Iterable[int]) -> bytearray: ...
    def cycles(self, barred: Iterable[int] = ()) -> Sequence[int]: ...


@dataclass(frozen=True, slots=True)
class Against:
    """A shortest life that never comes to what is asked for: the moves of its `way`, and the state `at` which that leads to.
    There it has ended otherwise; or, `circle` empty and no ending, it is stuck; or it goes round for ever by the moves of the
    `circle`. `lost`: after so many moves of the way what is asked for can't be reached any more (None: it always can)."""

    way: tuple[int, ...]
    at: int
    circle: tuple[int, ...]
    lost: int | None


def stuck(atlas: Walked) -> tuple[int, ...]:
    """The states without an ending on which nothing can follow, ascending."""
    firsts, endings = atlas.firsts, atlas.endings
    return tuple(number for number in range(atlas.expanded) if firsts[number] == firsts[number + 1] and endings[number] < 0)


def dead(atlas: Walked) -> bytes:
    """1 for each state from which no ending can be reached, whatever lies beyond what is known; else 0. Of a story that has no
    ending none is."""
    if not atlas.world.ground.task.endings:
        return bytes(atlas.size)
    ended = [number for number, ending in enumerate(atlas.endings) if ending >= 0]
    return _unable(atlas, ended)


def trapped(atlas: Walked) -> list[int]:
    """The states of loops without a way to an ending, ascending; there may be a way to where lives get stuck."""
    gone = dead(atlas)
    if 1 not in gone:
        return []
    cycles = atlas.cycles()
    return [number for number, is_dead in enumerate(gone) if is_dead and _goes_round(atlas, number, cycles)]


def against(atlas: Walked, goals: Iterable[int]) -> Against | None:
    """A life that never comes to one of the goals: a shortest that ends otherwise or is stuck, else one that goes round for
    ever. None: there is none, as far as the atlas is known."""
    wanted = frozenset(goals)
    came = _reached(atlas, wanted)
    stays = _staying(atlas, came, wanted)
    if stays is None:
        return None
    at, circle = stays
    return Against(_way(came, at), at, circle, _lost(_unable(atlas, wanted), came, at))


def against_at_last(atlas: Walked, goals: Iterable[int]) -> Against | None:
    """A life that comes to where none of the goals can be reached any more: it has ended otherwise there, is stuck or goes
    round for ever. None: there is none, as far as the atlas is known, and so whoever goes on by chance comes to a goal."""
    wanted = frozenset(goals)
    unable = _unable(atlas, wanted)
    came = _reached(atlas, wanted)
    start = next((number for number in came if unable[number]), None)
    if start is None:
        return None
    below = _reached(atlas, frozenset(), start)
    stays = _staying(atlas, below, ())
    assert stays is not None, "all that follows on a state from which nothing else can be reached is known"
    at, circle = stays
    before = _way(came, start)
    return Against((*before, *_way(below, at)), at, circle, len(before))


def cycle_at(atlas: Walked, start: int, cycles: Sequence[int]) -> tuple[int, ...]:
    """The moves of a shortest way from a state of a circle back to it."""
    ways: dict[int, tuple[int, ...]] = {start: ()}
    pending = deque([start])
    while pending:
        here = pending.popleft()
        for move, target in steps_of(atlas, here):
            if target == start:
                return (*ways[here], move)
            if target not in ways and cycles[target] == cycles[start]:
                ways[target] = (*ways[here], move)
                pending.append(target)
    raise AssertionError("a state of a circle has a way back to itself")


def steps_of(atlas: Walked, number: int) -> Iterator[tuple[int, int]]:
    """The moves that lead on from a state, each with where it leads; none where that is not known."""
    if number >= atlas.expanded:
        return iter(())
    first, end = atlas.firsts[number], atlas.firsts[number + 1]
    return zip(atlas.acts[first:end], atlas.targets[first:end], strict=True)


def _unable(atlas: Walked, goals: Iterable[int]) -> bytes:
    """1 for each state from which no goal can be reached, nor a state of which it is not known what follows."""
    open_ = (number for number in range(atlas.expanded, atlas.size) if atlas.endings[number] < 0)
    return bytes(1 - leads for leads in atlas.leading_to([*goals, *open_]))


def _reached(atlas: Walked, barred: frozenset[int], start: int = 0) -> dict[int, tuple[int, int] | None]:
    """The states that lives from `start` on pass without one that is barred, the nearest first: each with the one before it,
    and the move."""
    came: dict[int, tuple[int, int] | None] = {} if start in barred else {start: None}
    pending = deque(came)
    while pending:
        here = pending.popleft()
        for move, target in steps_of(atlas, here):
            if target not in came and target not in barred:
                came[target] = here, move
                pending.append(target)
    return came


def _way(came: dict[int, tuple[int, int] | None], number: int) -> tuple[int, ...]:
    moves: list[int] = []
    while (step := came[number]) is not None:
        number, move = step
        moves.append(move)
    return tuple(reversed(moves))


def _lost(unable: bytes, came: dict[int, tuple[int, int] | None], number: int) -> int | None:
    """After how many moves of the way to a state all is lost."""
    passed = [number]
    while (step := came[passed[-1]]) is not None:
        passed.append(step[0])
    return next((at for at, state in enumerate(reversed(passed)) if unable[state]), None)


def _is_over(atlas: Walked, number: int) -> bool:
    """Whether a life has ended in a state, or is stuck there."""
    if atlas.endings[number] >= 0:
        return True
    return number < atlas.expanded and atlas.firsts[number] == atlas.firsts[number + 1]


def _staying(atlas: Walked, came: Iterable[int], barred: Collection[int]) -> tuple[int, tuple[int, ...]] | None:
    """The first state in which lives are over; else the first of a circle that passes none that is `barred`, and the moves of
    that circle."""
    over = next((number for number in came if _is_over(atlas, number)), None)
    if over is not None:
        return over, ()
    cycles = atlas.cycles(barred)
    return next(((number, cycle_at(atlas, number, cycles)) for number in came if _goes_round(atlas, number, cycles)), None)


def _goes_round(atlas: Walked, number: int, cycles: Sequence[int]) -> bool:
    """Whether a step from a state stays in its circle."""
    return any(cycles[number] == cycles[target] for _, target in steps_of(atlas, number))
