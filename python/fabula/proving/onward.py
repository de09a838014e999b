"""Whether something can always follow, and whether there is always a way to where one wants to be, by what nobody needs a
reason for: acts of nobody, such as time that passes.

Nobody's acts follow wherever they are possible. In each row of values that some facts can have together (`certificates.Rows`)
it is looked whether an ending is sure, or such an act is sure to be possible and to change something; and whether such acts
alone are sure to lead on to what is sought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fabula.proving.certificates import Certificate, Rows
from fabula.proving.estimates import event_of
from fabula.proving.rows import Asked, Here, Row, Steps, look_of
from fabula.task import AnyOf, Condition, Task


@dataclass(frozen=True, slots=True)
class Onward:
    """`follows`: lives get stuck nowhere before they have come to what is sought; `leads`: it can be come to from
    everywhere."""

    follows: bool
    leads: bool


def any_ending(task: Task) -> Condition:
    """That a life has ended, somehow."""
    return AnyOf(tuple(ending.condition for ending in task.endings))


def onward(task: Task, fence: Certificate, sought: Condition) -> Onward:
    """What is sure by acts of nobody of lives to where a condition holds. `fence`: what nothing leads out of, with rows."""
    assert fence.rows is not None
    nobodys = _Nobodys(task, fence, fence.rows)
    staying = [row for number, row in enumerate(fence.rows.rows) if number not in fence.rows.passed]
    endings, arrived = Asked(nobodys.here, any_ending(task)), Asked(nobodys.here, sought)
    there = {row for row in staying if arrived(row).is_sure}
    over = {row for row in staying if row in there or endings(row).is_sure}
    ways = {row: list(nobodys.ways(row)) for row in staying if row not in over}
    follows = all(ways.values())
    waiting = dict(ways)
    come = True
    while come:
        come = False
        for row, acts in list(waiting.items()):
            unhindered = (act for act in acts if nobodys.is_unhindered(act, row))
            if any(all(after in there for after in nobodys.after(act, row)) for act in unhindered):
                there.add(row)
                del waiting[row]
                come = True
    return Onward(follows, len(there) == len(staying))


class _Nobodys:
    """What acts of nobody make of rows."""

    def __init__(self, task: Task, fence: Certificate, rows: Rows) -> None:
        self.here = Here(task, look_of(task, fence), rows.fluents)
        self._passed = frozenset(rows.rows[number] for number in rows.passed)
        out = frozenset(fence.left_out.acts)
        acts = {number: event for number, event in enumerate(task.actions) if not event.consenting and number not in out}
        self._possible = {number: Asked(self.here, event.precondition) for number, event in acts.items()}
        self._steps = {
            number: Steps(self.here, event_of(event.name, event.precondition, event.effects), False)
            for number, event in acts.items()
        }
        triggers = [event_of(event.name, event.precondition, event.effects) for event in task.triggers]
        self._triggers = [step for step in (Steps(self.here, event, True) for event in triggers) if step.changes_any]
        self._urgent = task.urgent()
        self._settled: dict[Row, frozenset[Row]] = {}

    def ways(self, row: Row) -> Iterator[int]:
        """The acts that are sure to be possible, and to leave something otherwise than it was, also when the triggers have come
        to rest."""
        for number, is_possible in self._possible.items():
            if is_possible(row).is_sure and row not in self.after(number, row):
                yield number

    def is_unhindered(self, act: int, row: Row) -> bool:
        """Whether nothing more urgent can come before an act (semantics 8.4)."""
        urgency = self._urgent.get(act, 0)
        more = (number for number, other in self._urgent.items() if other > urgency)
        return not any(number not in self._possible or self._possible[number](row).may for number in more)

    def after(self, act: int, row: Row) -> frozenset[Row]:
        """All rows in which life may stay after an act, when the triggers have come to rest."""
        step = self._steps[act]
        first = [*step.after(row), *([] if step.leaves(row) else [row])]
        return frozenset(last for row_after in first for last in self._settle(row_after))

    def _settle(self, row: Row) -> frozenset[Row]:
        if row not in self._settled:
            rows = {row: None}
            pending = [row]
            for before in pending:
                for step in self._triggers:
                    for after in step.after(before):
                        if after not in rows:
                            rows[after] = None
                            pending.append(after)
            self._settled[row] = frozenset(rows) - self._passed
        return self._settled[row]
