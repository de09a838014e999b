"""A chart of minds as plain lines, for terminals, pipes and screen readers."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.charts.minds.lanes import Lane, Line, Stretch, Traced
from fabula.charts.minds.relations import Relation
from fabula.charts.minds.summary import summary


def plain(chart: Traced) -> str:
    """For each mind what it does not rightly know at the beginning, what becomes of that event by event, and what it still
    does not know at the end. What is merely missed is counted; it stands in the data."""
    lines = [summary(chart)]
    for line in chart.minds:
        told = [*_beginning(line), *_events(chart, line), *_end(chart, line)]
        if told:
            lines += ["", line.display[:1].upper() + line.display[1:], *told]
    return "\n".join(lines) + "\n"


def _own(line: Line) -> list[Lane]:
    return [lane for lane in line.lanes if lane.of is None and lane.matters]


def _beginning(line: Line) -> Iterator[str]:
    for lane in _own(line):
        first = lane.stretches[0]
        if first.relation is not Relation.RIGHT and first.first == 0:
            yield f"  at first  {_believed(line, first)}"


def _believed(line: Line, stretch: Stretch) -> str:
    """What is believed, and what is so."""
    if stretch.relation is Relation.UNKNOWN:
        return f"{stretch.text}; in truth {stretch.truth_text}"
    return f"{line.display} believes that {stretch.text}; in truth {stretch.truth_text}"


def _events(chart: Traced, line: Line) -> Iterator[str]:
    moments = [moment for lane in _own(line) for moment in lane.moments]
    for event in chart.events:
        happening = [moment for moment in moments if moment.event == event.number]
        if happening:
            yield f"  {event.number:>8}  {event.text}"
            yield from (f"            {moment.kind.value}: {moment.text}" for moment in happening)
    if line.until is not None:
        yield f"  {line.until + 1:>8}  {chart.events[line.until].text}: this is the end of {line.display}"


def _end(chart: Traced, line: Line) -> Iterator[str]:
    if line.until is None:
        for lane in _own(line):
            last = lane.stretches[-1]
            if last.relation is not Relation.RIGHT and last.last == len(chart.events):
                yield f"  at last   {_believed(line, last)}"
    missed = len(line.missed)
    if missed:
        yield f"            besides, {missed} {'change goes' if missed == 1 else 'changes go'} unnoticed"
