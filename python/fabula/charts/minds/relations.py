"""How a belief stands to the truth, and what an event makes of it."""

from __future__ import annotations

from enum import Enum

from fabula.task import Several
from fabula.task import Value as Taken


class Relation(str, Enum):
    """How a belief stands to the truth. UNKNOWN: what is so is one of several values that the mind takes to be possible; nobody
    and nothing are values. WRONG: what is so is none of those."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


class Kind(str, Enum):
    """What becomes of a belief in an event.

    LEARNS: it was not known and is right now. NARROWS: it was not known and is not yet, but less is possible. FINDS_OUT: it was
    wrong, has changed and is right. DECEIVED: it has changed to what is not so. MISSES: what is so has changed, unnoticed.
    LOSES: it has become unknown, or more is possible. COMES_TRUE: it was not right, has not changed, and is right now, because
    the truth has changed.
    """

    LEARNS = "learns"
    NARROWS = "narrows down"
    FINDS_OUT = "finds out"
    DECEIVED = "deceived"
    MISSES = "misses"
    LOSES = "loses"
    COMES_TRUE = "comes true"


#: the content of a belief that rules nothing out
UNKNOWING = "does not know"
#: the content of a belief that somebody knows which of several values it is
KNOWING = "knows"
#: moments after which a lane is worth a line of its own; what is merely missed, and comes true again, is counted
TURNS = (Kind.LEARNS, Kind.NARROWS, Kind.FINDS_OUT, Kind.DECEIVED, Kind.LOSES)


def relation_of(believed: Taken, truth: Taken, of_another: bool = False) -> Relation:
    """How what is taken to be possible stands to what is so. `of_another`: what a mind takes another to have of it, and what
    that one has. Who takes it that another does not know which it is has then an opinion and no doubt of its own; who takes it
    that the other knows does not know what it is."""
    if believed == truth:
        return Relation.RIGHT
    is_open = isinstance(believed, Several) and (believed.known or not of_another)
    if is_open and not isinstance(truth, Several) and truth in _possible(believed):
        return Relation.UNKNOWN
    return Relation.WRONG


def kind_of(before: tuple[Taken, Taken], after: tuple[Taken, Taken], of_another: bool = False) -> Kind | None:
    """What an event makes of a belief, from what is (believed, so) before and after it; None = nothing new.

    A belief that is not right, changes along with the truth, and is as far from it as before is nothing new: the mind has seen
    the change."""
    was, now = relation_of(*before, of_another), relation_of(*after, of_another)
    changed = before[0] != after[0]
    if now is Relation.RIGHT:
        if was is Relation.RIGHT:
            return None
        if not changed:
            return Kind.COMES_TRUE
        return Kind.FINDS_OUT if was is Relation.WRONG else Kind.LEARNS
    if not changed:
        return Kind.MISSES if was is Relation.RIGHT else None
    if now is Relation.UNKNOWN:
        if was is Relation.UNKNOWN:
            return _of_doubt(before, after)
        return Kind.LOSES
    return None if was is Relation.WRONG and before[1] != after[1] else Kind.DECEIVED


def _of_doubt(before: tuple[Taken, Taken], after: tuple[Taken, Taken]) -> Kind | None:
    """What becomes of a set of several values, among which is what is so, that has become another such set."""
    old, new = _possible(before[0]), _possible(after[0])
    if new < old:
        return Kind.NARROWS
    return None if before[1] != after[1] and len(new) <= len(old) else Kind.LOSES


def _possible(believed: Taken) -> set[int]:
    return set(believed.values) if isinstance(believed, Several) else {believed}
