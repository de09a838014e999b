"""The rows of a chart of minds, as people look at them: what matters, minds that agree in everything put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fabula.charts.minds.lanes import Lane, Line, Moment, Stretch, Traced
from fabula.charts.minds.relations import TURNS, Kind

Key = TypeVar("Key")
Item = TypeVar("Item")

#: so many facts of the world a mind has rows for, and so many beliefs about what others believe; the rest is counted
MOST_FACTS = 9
MOST_OTHERS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """Moments of one kind in one event of a row: one for each of the minds that share the row."""

    kind: Kind
    event: int
    moments: tuple[Moment, ...]

    @property
    def text(self) -> str:
        return "\n".join(moment.text for moment in self.moments)


@dataclass(frozen=True, slots=True)
class Row:
    """A label, what is believed along the columns, and the marks on it."""

    label: str
    stretches: tuple[Stretch, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading of their own; "" = none."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A mind, or several of which the same is to be said. `names`: theirs; `until`: the last column in which they live.

    `missed`: by event, what they miss besides; `left_out`: how many rows there is no room for."""

    names: tuple[str, ...]
    heading: str
    until: int | None
    sections: tuple[Section, ...]
    missed: tuple[Mark, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Rows:
    """What is so of the facts that the groups speak of, and the groups."""

    truth: tuple[Row, ...]
    groups: tuple[Group, ...]


def rows_of(chart: Traced) -> Rows:
    """The rows for a chart. Minds about which there is nothing to say have none."""
    shown: set[int] = set()
    groups: list[Group] = []
    for lines in _gathered(chart.minds, _likeness):
        group = _group(lines, shown)
        if group.sections or group.missed:
            groups.append(group)
    truth = tuple(Row(fact.subject, fact.stretches) for fact in chart.facts if fact.fact in shown)
    return Rows(truth, tuple(groups))


def joined(names: Sequence[str]) -> str:
    """ "Cloud, Tifa and Jenova"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _group(lines: Sequence[Line], shown: set[int]) -> Group:
    displays = {line.name: line.display for line in lines}
    own = [lane for lane in lines[0].lanes if lane.of is None and lane.matters]
    of_others = [lane for lane in lines[0].lanes if lane.of is not None and lane.matters]
    alike = list(_gathered(of_others, _shape))
    kept = _foremost(own, MOST_FACTS, lambda lane: lane)
    others = _foremost(alike, MOST_OTHERS, lambda lanes: lanes[0])
    shown.update(lane.fact for lane in kept)
    shown.update(lanes[0].fact for lanes in others)
    sections: list[Section] = []
    if kept:
        sections.append(Section("", tuple(_row(lane.subject, _same(lines, [lane])) for lane in kept)))
    for about in _gathered(others, lambda lanes: tuple(lane.of for lane in lanes)):
        whom = joined([lane.of or "" for lane in about[0]])
        verb = "takes" if len(lines) == 1 else "take"
        rows = tuple(_row(lanes[0].subject, _same(lines, lanes)) for lanes in about)
        sections.append(Section(f"{verb} {whom} to believe", rows))
    heading = joined([_capital(name) for name in displays.values()])
    left_out = len(own) - len(kept) + len(alike) - len(others)
    return Group(tuple(displays), heading, lines[0].until, tuple(sections), _missed(lines), left_out)


def _row(label: str, lanes: Sequence[Lane]) -> Row:
    return Row(label, lanes[0].stretches, _marks(moment for lane in lanes for moment in lane.moments))


def _marks(moments: Iterable[Moment]) -> tuple[Mark, ...]:
    by_event: dict[tuple[int, Kind], list[Moment]] = {}
    for moment in moments:
        by_event.setdefault((moment.event, moment.kind), []).append(moment)
    return tuple(Mark(kind, event, tuple(items)) for (event, kind), items in sorted(by_event.items()))


def _missed(lines: Sequence[Line]) -> tuple[Mark, ...]:
    return _marks(moment for line in lines for moment in line.missed)


def _same(lines: Sequence[Line], lanes: Sequence[Lane]) -> list[Lane]:
    """The lanes of all these minds that are about the same facts in the same minds."""
    wanted = {(lane.of, lane.fact) for lane in lanes}
    return [lane for line in lines for lane in line.lanes if (lane.of, lane.fact) in wanted]


def _foremost(items: Sequence[Item], most: int, lane_of: Callable[[Item], Lane]) -> list[Item]:
    """So many at most, those in which more happens first chosen; in their own order."""
    ranked = sorted(range(len(items)), key=lambda index: (-_weight(lane_of(items[index])), index))
    return [items[index] for index in sorted(ranked[:most])]


def _weight(lane: Lane) -> int:
    return sum(2 if moment.kind in TURNS else 1 for moment in lane.moments)


def _shape(lane: Lane) -> tuple[object, ...]:
    """What two lanes about different minds must have in common to be shown as one."""
    beliefs = tuple((s.first, s.last, s.relation, s.idea) for s in lane.stretches)
    return lane.fact, beliefs, tuple((moment.kind, moment.event) for moment in lane.moments)


def _likeness(line: Line) -> tuple[object, ...]:
    """What two minds must have in common to be shown as one.."""
    lanes = tuple((lane.of, *_shape(lane)) for lane in line.lanes if lane.matters)
    return line.until, lanes, tuple((moment.event, moment.fact) for moment in line.missed)


def _gathered(items: Iterable[Item], key: Callable[[Item], Key]) -> Iterable[list[Item]]:
    """Items that have a key in common, in the order of the first of each."""
    gathered: dict[Key, list[Item]] = {}
    for item in items:
        gathered.setdefault(key(item), []).append(item)
    return gathered.values()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
