"""`python -m bench.planner`: every published planning problem that is found, each run in a process of its own.

Rows are written as they are measured: an interrupted run goes on where it was. What is measured is in `bench/README.md`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from bench.planner_page import chart, page, table
from bench.processes import Outcome, once, version_of

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("FABULA_PROBLEMS", HERE.parent.parent / "shared" / "problems"))
TABLE, CHART, PAGE = HERE / "planner.csv", HERE / "planner.svg", HERE / "PLANNER.md"

#: what each run may take
SECONDS, BYTES = 60, 8_000_000_000
#: a run that takes less is repeated, and the median counts
SHORT = 2.0
RUNS = 5
#: how often a goal is raised until it can't be reached
RAISES = 5
#: the parts of the package that can change a measurement of the planner: without stories and prose
PARTS = ("engine", "planning", "formats", "grounding", "task.py", "plans.py")
#: problems whose states are counted, those that anybody believes in too
COUNTS = ("bribery", "gramma", "hospital", "raiders")


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement. `kind`: `solve` as it comes, `shortest` with the proof of it, `impossible` for a goal one above the best,
    `count` of states. `seconds` are the search's own, `process_seconds` from the start of the process to its end; both are
    medians of `runs`. `length` of a count is how many steps are known. Empty = not known."""

    run: str
    name: str
    kind: str
    goal: str = ""
    limits: str = ""
    status: str = ""
    shortest: str = ""
    length: str = ""
    seconds: str = ""
    process_seconds: str = ""
    states: str = ""
    peak_mb: str = ""
    runs: str = ""
    published_ms: str = ""
    published_visited: str = ""
    measured_ms: str = ""
    ratio: str = ""


def main() -> None:
    """Measure what is not measured yet, and write table, chart and page."""
    arguments = _arguments()
    versions = json.loads((FOLDER / "benchmark.json").read_text(encoding="utf-8"))
    run = arguments.run or version_of(PARTS)
    rows = {} if arguments.fresh else _kept(run)
    for name, kind, measure in _measurements(versions, run):
        if (name, kind) in rows or (arguments.only and name not in arguments.only):
            continue
        print(f"{name} {kind} ...", file=sys.stderr, flush=True)
        rows[name, kind] = measure()
        _write(rows.values())
    plain = [_plain(rows[key]) for name, kind, _ in _measurements(versions, run) if (key := (name, kind)) in rows]
    print(table(plain))
    PAGE.write_text(page(plain, SECONDS, BYTES), encoding="utf-8")
    CHART.write_text(chart(plain), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.planner", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="forget what has been measured")
    parser.add_argument("--run", help="a name for this run; rows of the same run are kept (by default the engine's own hash)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="measure these alone")
    return parser.parse_args()


# --- what is measured ------------------------------------------------------------------------------------------------

Measurement = tuple[str, str, Callable[[], Row]]


def _measurements(versions: list[dict[str, Any]], run: str) -> Iterator[Measurement]:
    for version in versions:
        yield version["name"], "solve", partial(solve, version, run)
        yield version["name"], "shortest", partial(solve, version, run, "--shortest")
    # One above the best of a problem: its versions have the same limits.
    hardest = {version["file"]: version for version in sorted(versions, key=lambda version: int(version["goal"]))}
    for version in versions:
        if hardest[version["file"]] is version:
            yield version["name"], "impossible", partial(impossible, version, run)
    for name in COUNTS:
        if (FOLDER / f"{name}.txt").is_file():
            yield name, "count", partial(count, name, run)


def solve(version: dict[str, Any], run: str, *more: str, goal: int | None = None, kind: str = "") -> Row:
    """A version solved as it comes, or with further options."""
    asked = version["goal"] if goal is None else goal
    limits = ",".join(str(version[name]) for name in ("author_limit", "character_limit", "belief_limit"))
    command = ["plan", str(FOLDER / version["file"]), "--goal", str(asked), "--limits", limits, *more]
    outcomes = repeated([*command, "--budget", f"{SECONDS}s,{BYTES}B", "--json"])
    data = outcomes[0].data
    seconds = statistics.median(float(one.data.get("seconds", one.seconds)) for one in outcomes)
    published, measured = version.get("published") or {}, version.get("measured_here") or {}
    status = data.get("status") or ended(outcomes[0])
    peer = measured.get("ms")
    return Row(
        run=run,
        name=version["name"],
        kind=kind or ("shortest" if more else "solve"),
        goal=str(asked),
        limits=limits,
        status=status,
        shortest=str(data.get("shortest", "")),
        length=_text(data.get("length")),
        seconds=f"{seconds:.6f}",
        process_seconds=f"{statistics.median(one.seconds for one in outcomes):.3f}",
        states=_text(data.get("states")),
        peak_mb=f"{max(one.peak_mb for one in outcomes):.1f}",
        runs=str(len(outcomes)),
        published_ms=_text(published.get("avg_ms")),
        published_visited=_text(published.get("avg_visited")),
        measured_ms=_text(peer),
        ratio=f"{peer / 1000 / seconds:.2f}" if peer and seconds and status == "solved" and not kind else "",
    )


def impossible(version: dict[str, Any], run: str) -> Row:
    """The proof that one more than the best can't be had: the goal is raised until it is refused, or the budget ends."""
    goal = int(version["goal"]) + 1
    row = solve(version, run, goal=goal, kind="impossible")
    for _ in range(RAISES):
        if row.status != "solved":
            break
        goal += 1
        row = solve(version, run, goal=goal, kind="impossible")
    return row


def count(name: str, run: str) -> Row:
    """How far the states of a problem, minds included, can be counted within the budget."""
    outcome = once([str(FOLDER / f"{name}.txt"), str(SECONDS), str(BYTES)], SECONDS, BYTES, module="bench.counting")
    data = outcome.data
    within = data.get("with_minds") or []
    return Row(
        run=run,
        name=name,
        kind="count",
        status="whole" if data.get("whole") else data.get("ended") or ended(outcome),
        length=str(within.index(within[-1])) if within else "",
        seconds=_text(data.get("seconds")),
        process_seconds=f"{outcome.seconds:.3f}",
        states=str(within[-1]) if within else "",
        peak_mb=f"{outcome.peak_mb:.1f}",
        runs="1",
    )


def ended(outcome: Outcome) -> str:
    """How a process ended that said nothing of it."""
    return "killed" if outcome.status < 0 else f"exit {outcome.status}"


# --- processes -------------------------------------------------------------------------------------------------------


def repeated(command: list[str]) -> list[Outcome]:
    """A run, and some more if it was short."""
    first = once(command, SECONDS, BYTES)
    return [first, *(once(command, SECONDS, BYTES) for _ in range(RUNS - 1 if first.seconds < SHORT else 0))]


# --- rows ------------------------------------------------------------------------------------------------------------


def _kept(run: str) -> dict[tuple[str, str], Row]:
    if not TABLE.is_file():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [Row(**line) for line in csv.DictReader(file)]
    return {(row.name, row.kind): row for row in rows if row.run == run}


def _write(rows: Iterable[Row]) -> None:
    """All rows, at once: an interruption never leaves half a file."""
    draft = TABLE.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(_plain(row) for row in rows)
    shutil.move(draft, TABLE)


def _plain(row: Row) -> dict[str, str]:
    return {field.name: getattr(row, field.name) for field in fields(Row)}


def _text(value: object) -> str:
    return "" if value is None else str(value)


if __name__ == "__main__":
    main()
