"""The rows of a certificate, the values that some facts have together, as places: what is known in each, and where events lead
from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from operator import itemgetter

from fabula.proving.certificates import Certificate, refuse
from fabula.proving.estimates import PAIRS, Among, Event, Look, Truth, anything, listed, outcome, truth
from fabula.task import Condition, Task, reads

#: so many answers about rows are remembered at once of each condition, and so many values of each event
REMEMBERED = 10_000

Row = tuple[int, ...]


def look_of(task: Task, certificate: Certificate) -> Look:
    """What a fact may be in any state of any life, by the ranges of a certificate."""

    def look(fluent: int) -> Among:
        values = certificate.ranges.get(fluent)
        return anything(task.fluents[fluent], task.sets) if values is None else values

    return look


class Here:
    """The rows as places for facts: what is known in a row, and which of its values make a difference to something."""

    def __init__(self, task: Task, look: Look, fluents: Sequence[int]) -> None:
        """`look`: what is known of all others."""
        self.task, self._look = task, look
        self.place = {fluent: number for number, fluent in enumerate(fluents)}

    def within(self, row: Row) -> Look:
        def look(fluent: int) -> Among:
            return listed([row[self.place[fluent]]]) if fluent in self.place else self._look(fluent)

        return look

    def key(self, fluents: Iterable[int]) -> Callable[[Row], object]:
        """The values of these facts in a row, as far as it has them."""
        places = sorted({self.place[fluent] for fluent in fluents if fluent in self.place})
        return itemgetter(*places) if places else lambda row: None


class Asked:
    """A condition that is asked in many rows: where the facts that it reads have the same values there is one answer."""

    def __init__(self, here: Here, condition: Condition) -> None:
        self._here, self._condition = here, condition
        self._key = here.key(place.fluent for place in reads(condition) if not place.path)
        self._known: dict[object, Truth] = {}

    def __call__(self, row: Row) -> Truth:
        key = self._key(row)
        if key not in self._known:
            self._known = self._known if len(self._known) < REMEMBERED else {}
            self._known[key] = truth(self._here.task, self._condition, self._here.within(row))
        return self._known[key]


class Steps:
    """Where an event leads from rows."""

    def __init__(self, here: Here, event: Event, is_trigger: bool) -> None:
        self.event, self.is_trigger = event, is_trigger
        self._here = here
        self._changing = [fluent for fluent in event.writes if fluent in here.place]
        self._key = here.key((*event.read, *self._changing))
        self._known: dict[object, list[tuple[int, ...]]] = {}
        self._kept = 0

    @property
    def changes_any(self) -> bool:
        return bool(self._changing)

    def leaves(self, row: Row) -> bool:
        """Whether the event, if it happens, is sure to lead to another row."""
        after = outcome(self._here.task, self.event, self._here.within(row), self._changing)
        return after is not None and any(row[self._here.place[fluent]] not in after[fluent] for fluent in self._changing)

    def after(self, row: Row) -> Iterator[Row]:
        """All rows, but itself, that the event may lead to."""
        key = self._key(row)
        rows = self._known.get(key)
        if rows is None:
            rows = self._found(row)
            self._kept += 1 + len(rows)
            if self._kept > REMEMBERED:
                self._known, self._kept = {}, 1 + len(rows)
            self._known[key] = rows
        for values in rows:
            changed = list(row)
            for fluent, value in zip(self._changing, values, strict=True):
                changed[self._here.place[fluent]] = value
            yield tuple(changed)

    def _found(self, row: Row) -> list[tuple[int, ...]]:
        after = outcome(self._here.task, self.event, self._here.within(row), self._changing)
        if after is None:
            return []
        ways = prod(len(after[fluent]) for fluent in self._changing)
        if not ways:
            return []
        if ways > PAIRS:
            refuse("rows", f"{self.event.name} leads to few rows", "it leads to too many")
        same = tuple(row[self._here.place[fluent]] for fluent in self._changing)
        rows = product(*(after[fluent].codes() for fluent in self._changing))
        return [values for values in rows if values != same]
