"""`fabula count`: how many states a story has."""

from __future__ import annotations

import sys

import click

from fabula.budget import Budget
from fabula.cli.amounts import BUDGET, SUBJECT
from fabula.cli.output import show
from fabula.cli.progress import progress, size
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OVER,
    UNREAD,
    draw_problems,
    for_reading,
    loading,
    rest,
    underway,
)
from fabula.cli.waiting import waited
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.engine.reference import ReferenceEngine
from fabula.planning.counting import Count, Counting, Ended, count
from fabula.planning.memory import peak
from fabula.plans import Subject, subject_of

#: the longest list that is filled up with the last number where there are no more states to come
LONGEST = 10_000
#: what a state takes at most, with all tables; what most take is far less
_STATE = 160


@click.command("count")
@SUBJECT
@click.option("--depth", type=click.IntRange(0), required=True, metavar="D", help="How many steps to take.")
@click.option("--minds", is_flag=True, help="Count also the states that somebody believes in, and all that follow from them.")
@click.option(
    "--engine", type=click.Choice(["native", "reference"]), default="native", show_default=True, help="Which engine counts."
)
@BUDGET
@JSON
def command(subject: str, depth: int, minds: bool, engine: str, budget: Budget) -> None:
    """Count the distinct states within 0, 1, 2, ... D steps, whether or not anybody has a reason for them.

    Ends with 0; 1 if the story has problems; 3 if the budget ended first; 130 if it was interrupted.
    """
    with loading(UNREAD, for_reading(budget)):
        found = subject_of(subject)
        draw_problems(found.problems)
        runner = _engine(found, engine, budget)
    with underway(found.definition):
        counts = [_count(runner, depth, False, rest(budget), 2 if minds else 1)]
        if minds and counts[0].ended is not Ended.INTERRUPTED:
            counts.append(_count(runner, depth, True, rest(budget), 1))
    within = [_filled(one, depth) for one in counts]
    ends = [one.ended for one in counts]
    if reply().is_wanted:
        reply().give(
            {
                "lives": within[0],
                "with_minds": (within[1] if len(within) > 1 else []) if minds else None,
                "depth": depth,
                "whole": counts[-1].whole and len(counts) == (2 if minds else 1),
                "ended": next((end.value for end in ends if end is not Ended.DEPTH), Ended.DEPTH.value),
                "seconds": round(sum(one.seconds for one in counts), 6),
                "seconds_in_all": round(waited(), 6),
                "seconds_each": {
                    name: round(one.seconds, 6) for name, one in zip(("lives", "with_minds"), counts, strict=False)
                },
                "states": counts[-1].seen,
                "peak_mb": round(peak() / 1e6, 1),
                "problems": [problem.data() for problem in found.problems],
                "interrupted": Ended.INTERRUPTED in ends,
            }
        )
    else:
        _print_table([one.within for one in counts])
    for place, one in enumerate(counts):
        _say(one, sum(earlier.seconds for earlier in counts[: place + 1]))
    sys.exit(INTERRUPTED if Ended.INTERRUPTED in ends else OVER if Ended.BUDGET in ends else FINE)


def _engine(found: Subject, name: str, budget: Budget) -> Engine:
    if name == "reference":
        return ReferenceEngine(found.task)
    return NativeEngine(found.task, nodes=min(1 << 28, budget.bytes // _STATE) if budget.bytes else 1 << 28)


def _count(engine: Engine, depth: int, minds: bool, budget: Budget, parts: int) -> Count:
    with progress() as line:

        def watch(now: Counting) -> None:
            speed = now.states / now.seconds if now.seconds else 0
            which = "with minds" if minds else "lives"
            line.show(f"{which}: step {now.depth}, {now.states:,} states, {speed:,.0f} a second, {size(peak())}")

        return count(engine, depth, minds=minds, seconds=budget.part(parts).seconds, size=budget.bytes, progress=watch)


def _filled(found: Count, depth: int) -> list[int]:
    """The numbers of all steps that were asked for; where there are no more states, the last one stands for the rest."""
    missing = min(depth + 1, LONGEST) - len(found.within)
    return [*found.within, *(found.within[-1:] * missing if found.whole else [])]


def _print_table(columns: list[tuple[int, ...]]) -> None:
    heads = ["step", "states", "with minds"][: len(columns) + 1]
    rows = [heads]
    for step in range(max(len(column) for column in columns)):
        rows.append([str(step), *(f"{column[step]:,}" if step < len(column) else "" for column in columns)])
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    for row in rows:
        show("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def _say(found: Count, seconds: float) -> None:
    """What is known of a count that did not come to its end; `seconds`: of it and of what was counted before on the engine."""
    cost = f"{seconds:.1f} s of counting, {waited():.1f} s in all"
    reached = f"no further than {len(found.within) - 1} steps is known; {found.seen:,} states were met ({cost})"
    match found.ended:
        case Ended.BUDGET:
            show(f"The budget ended: {reached}, which proves nothing about more.", err=True)
        case Ended.INTERRUPTED:
            show(f"Interrupted: {reached}, which proves nothing about more.", err=True)
        case Ended.DEPTH if found.whole:
            show(f"These are all there are: {found.within[-1]:,} states ({cost}).", err=True)
