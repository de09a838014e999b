"""What a chart of minds is called, and what it shows in a few sentences."""

from __future__ import annotations

from fabula.charts.minds.lanes import Traced
from fabula.charts.minds.relations import Kind
from fabula.charts.minds.rows import joined

_TOLD = {Kind.LEARNS: "learns something", Kind.FINDS_OUT: "finds out about a wrong belief", Kind.DECEIVED: "is deceived"}


def heading(chart: Traced) -> str:
    """What the chart is called."""
    return f"{chart.title}: who knows what, when"


def life(chart: Traced) -> str:
    """How long the life is, and how it ends."""
    events = f"{len(chart.events)} event{'' if len(chart.events) == 1 else 's'}"
    ending = f"; it ends in \u201c{chart.ending}\u201d" if chart.ending else ""
    return f"A life of {events}{ending}."


def summary(chart: Traced) -> str:
    """What a chart shows, in a few sentences."""
    counts: dict[Kind, int] = dict.fromkeys(Kind, 0)
    for moment in chart.moments:
        if moment.of is None:
            counts[moment.kind] += 1
    ending = f", ending in \u201c{chart.ending}\u201d" if chart.ending else ""
    told = ", ".join(f"{_times(counts[kind])} somebody {what}" for kind, what in _TOLD.items() if counts[kind])
    names = joined([mind.display for mind in chart.minds])
    events = "event" if len(chart.events) == 1 else "events"
    told = told or "nobody learns anything"
    return f"What {names} believe along {len(chart.events)} {events}{ending}, held against the truth: {told}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
