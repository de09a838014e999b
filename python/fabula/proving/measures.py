"""Whether lives are finite because everything that is done moves something that never comes back: a clock, a coin that is
spent, a door that is broken.

A fact is a *measure* if its values can be put in an order that no event goes against. An event that always moves it forwards
can happen a finite number of times only, since there are finitely many values; from some moment on it does not happen any more.
What is left may have other measures then. If no act is left in the end, no life goes on for ever: it ends, or gets stuck.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fabula.proving.estimates import Among, Event, Look, anything, event_of, listed, narrowed, outcome, truth
from fabula.task import LARGEST, TRUE, Arithmetic, Constant, Expression, Read, Sort, Task, reads

#: of a fact that has more values than these it is only looked whether it rises or falls
LISTED = 64


@dataclass(frozen=True, slots=True)
class Measure:
    """A fact whose values come in an order, and the events, acts before triggers, that move it forwards whenever they
    happen."""

    fluent: int
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Moves:
    """What an event may make of a fact: `pairs` of values, before and after; or, where there are too many, whether it may let
    it rise, stay or fall."""

    pairs: frozenset[tuple[int, int]] = frozenset()
    rises: bool = False
    stays: bool = False
    falls: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether the fact is never the same afterwards, and not now greater, now less than it was."""
        return not self.stays and not (self.rises and self.falls) and all(before != after for before, after in self.pairs)


def measures(task: Task, look: Look, out: Iterable[int] = ()) -> tuple[Measure, ...] | None:
    """Facts by which all lives are finite, in the order in which they show it; None: it is not known whether they are.

    `look`: what the world can have of each fact in any state; `out`: acts that no life does. It is said of lives in which
    everybody acts for reasons: what somebody who is played tries in vain moves nothing."""
    acts, triggers = _events(task, look, frozenset(out))
    settled = _Settled(task, look)
    by_fluent: dict[int, dict[int, _Moves]] = {}
    for number, event in (*acts.items(), *triggers.items()):
        moves_of = {fluent: _moves(task, event, fluent, look, settled if number in acts else None) for fluent in event.writes}
        if number in acts and not any(moves.is_sure for moves in moves_of.values()):
            return None
        for fluent, moves in moves_of.items():
            by_fluent.setdefault(fluent, {})[number] = moves
    left = {*acts, *triggers}
    found_out: list[Measure] = []
    while not left.isdisjoint(acts):
        each = (_measure(fluent, look(fluent), by_fluent[fluent], left) for fluent in sorted(by_fluent))
        measure = next(filter(None, each), None)
        if measure is None:
            return None
        found_out.append(measure)
        left.difference_update(measure.events)
        for moved in by_fluent.values():
            for number in measure.events:
                moved.pop(number, None)
    return tuple(found_out)


def _measure(fluent: int, values: Among, moved: Mapping[int, _Moves], left: Collection[int]) -> Measure | None:
    """A fact as a measure, if it is one of some event that is left."""
    bounded = tuple(sorted(number for number in _bounded(moved, values) if number in left))
    return Measure(fluent, bounded) if bounded else None


def _events(task: Task, look: Look, out: frozenset[int]) -> tuple[dict[int, Event], dict[int, Event]]:
    """The acts and the triggers that may happen in lives, by number, acts before triggers."""
    acts = {number: event_of(source.name, source.precondition, source.effects) for number, source in enumerate(task.actions)}
    begin = len(task.actions)
    triggers = {
        number: event_of(source.name, source.precondition, source.effects) for number, source in enumerate(task.triggers, begin)
    }
    return (
        {number: act for number, act in acts.items() if number not in out and outcome(task, act, look, ()) is not None},
        {number: trigger for number, trigger in triggers.items() if outcome(task, trigger, look, ()) is not None},
    )


class _Settled:
    """With which values of a fact a life has ended, so that no act is done any more."""

    def __init__(self, task: Task, look: Look) -> None:
        self._task, self._look = task, look
        self._endings: dict[int, list[int]] = {}
        self._known: dict[tuple[int, int], bool] = {}
        for number, ending in enumerate(task.endings):
            for fluent in {place.fluent for place in reads(ending.condition) if not place.path}:
                self._endings.setdefault(fluent, []).append(number)

    def at(self, fluent: int, value: int) -> bool:
        key = fluent, value
        if key not in self._known:
            look = _with(self._look, fluent, value)
            self._known[key] = any(
                truth(self._task, self._task.endings[number].condition, look).is_sure
                for number in self._endings.get(fluent, ())
            )
        return self._known[key]


def _with(look: Look, fluent: int, value: int) -> Look:
    here = listed([value])
    return lambda other: here if other == fluent else look(other)


def _moves(task: Task, event: Event, fluent: int, look: Look, settled: _Settled | None) -> _Moves:
    """`settled`: when the event is not possible any more, if it is an act."""
    values = look(fluent)
    if len(values) <= LISTED:
        pairs: set[tuple[int, int]] = set()
        for value in values.codes():
            if settled is not None and settled.at(fluent, value):
                continue
            after = outcome(task, event, _with(look, fluent, value), (fluent,))
            if after is not None:
                pairs.update((value, code) for code in after[fluent].codes())
        return _Moves(frozenset(pairs))
    by = _steady(task, event, fluent, values)
    return _Moves(rises=by is None or by > 0, stays=by is None, falls=by is None or by < 0)


def _steady(task: Task, event: Event, fluent: int, values: Among) -> int | None:
    """By how much an event always changes a number, but for its bounds, whatever else is so; None: that is not known."""
    cases, bounds = event.writes[fluent], task.fluents[fluent]
    if bounds.sort is not Sort.NUMBER or values.unknown or len(cases) != 1 or cases[0][0] != TRUE:
        return None
    by = _shift(cases[0][1], fluent)
    before = narrowed(event.precondition, lambda other: values if other == fluent else anything(task.fluents[other], task.sets))
    least, most = before.get(fluent, values).ends()
    # At a bound of its own it would stay as it is.
    if by is None or by == 0 or (bounds.high is not None and by > 0 and most >= bounds.high):
        return None
    return None if bounds.low is not None and by < 0 and least <= bounds.low else by


def _shift(value: Expression, fluent: int) -> int | None:
    """By how much a value is greater than what its fluent was, if it says just that."""
    match value:
        case Arithmetic("+", Read((), read), Constant(by, ())) | Arithmetic("+", Constant(by, ()), Read((), read)):
            return by if read == fluent else None
        case Arithmetic("-", Read((), read), Constant(by, ())):
            return -by if read == fluent else None
    return None


def _bounded(moved: Mapping[int, _Moves], values: Among) -> Iterator[int]:
    """The events that can happen a finite number of times only, because of what all these make of a fact."""
    if len(values) > LISTED:
        least, most = values.ends()
        is_finite = least > -LARGEST and most < LARGEST
        if is_finite and not (any(moves.rises for moves in moved.values()) and any(moves.falls for moves in moved.values())):
            yield from (number for number, moves in moved.items() if moves.is_sure)
        return
    circle = _circles({pair for moves in moved.values() for pair in moves.pairs})
    for number, moves in moved.items():
        if all(circle[before] != circle[after] for before, after in moves.pairs):
            yield number


def _circles(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """For each value one that stands for all those that it can come back from."""
    further: dict[int, list[int]] = {}
    for before, after in pairs:
        further.setdefault(before, []).append(after)
        further.setdefault(after, [])
    reach = {value: set(_reached(further, value)) for value in further}
    return {value: min(other for other in others if value in reach[other]) for value, others in reach.items()}


def _reached(further: Mapping[int, list[int]], start: int) -> Iterator[int]:
    """All that can be come to from a value, itself first."""
    reached = {start: None}
    pending = [start]
    for value in pending:
        yield value
        for after in further[value]:
            if after not in reached:
                reached[after] = None
                pending.append(after)
