"""`python -m bench.atlas`: how fast all lives of a world are found, and what they take, from a thousand states to ten million.

Every run is a process of its own. Rows are written to `bench/atlas.json` as they are measured and, as a page, to
[ATLAS.md](ATLAS.md).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.masquerade import masquerade
from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.planning.memory import peak
from fabula.story import Story, load, loads

HERE = Path(__file__).parent
ROWS = HERE / "atlas.json"
#: no run takes longer, or more
LIMITS = Budget(seconds=1800.0, bytes=20_000_000_000)

#: world, states (0 = all), threads
RUNS: tuple[tuple[str, int, int], ...] = (
    ("the_ridge", 0, 1),
    ("the_ridge", 0, 2),
    *(("masquerade_3", 10**power, 2) for power in range(3, 7)),
    ("masquerade_3", 1_000_000, 1),
    ("masquerade_3", 0, 2),
    *(("masquerade_5_6_6", 10**power, 2) for power in range(3, 7)),
    ("masquerade_5_6_6", 0, 2),
    ("masquerade_4_6_5", 10_000_000, 2),
)


def main() -> None:
    """Measure all, or one run in this process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", metavar="WORLD,STATES,THREADS")
    parser.add_argument("--only", metavar="WORLD")
    arguments = parser.parse_args()
    if arguments.one:
        name, states, threads = arguments.one.split(",")
        print(json.dumps(measured(name, int(states), int(threads))))
        return
    rows: list[dict[str, Any]] = json.loads(ROWS.read_text(encoding="utf-8")) if ROWS.exists() and arguments.only else []
    for name, states, threads in RUNS:
        if arguments.only not in (None, name):
            continue
        command = [sys.executable, "-m", "bench.atlas", "--one", f"{name},{states},{threads}"]
        row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rows = [other for other in rows if _key(other) != _key(row)] + [row]
        print(json.dumps(row))
        ROWS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    (HERE / "ATLAS.md").write_text(page(rows), encoding="utf-8")


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["world"], row["asked"], row["threads"]


def world(name: str) -> Story:
    """The flagship, or a house with so many rooms, so many letters, and so many watches."""
    base, *sizes = name.split("_")
    return loads(masquerade(*map(int, sizes)), name) if base == "masquerade" else load(name)


def measured(name: str, states: int, threads: int) -> dict[str, Any]:
    """One exploration of a world that has just been loaded."""
    story = world(name)
    before = peak()
    start = time.perf_counter()
    atlas = Atlas(story, threads=threads)
    atlas.explore(Budget(LIMITS.seconds, LIMITS.bytes, states or None))
    seconds = time.perf_counter() - start
    return {
        "world": name,
        "asked": states,
        "threads": threads,
        "complete": atlas.complete,
        "states": atlas.size,
        "expanded": atlas.expanded,
        "steps": atlas.edges,
        "depth": atlas.depth,
        "seconds": round(seconds, 2),
        "states_a_second": round(atlas.size / seconds),
        "peak_mb": round(peak() / 1e6),
        "before_mb": round(before / 1e6),
        "bytes_a_state": round(atlas.memory / atlas.size),
    }


def page(rows: list[dict[str, Any]]) -> str:
    """The rows as the page that README and docs point to."""
    lines = [
        "# The atlas: all lives of a world",
        "",
        "Written by `make bench-atlas`; see [what is measured](README.md).",
        "",
        "| world | threads | states | all of them | with their steps | steps | depth | seconds | states a second | peak MB |",
        "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        cells = [
            row["world"],
            row["threads"],
            f"{row['states']:,}",
            "yes" if row["complete"] else "no",
            f"{row['expanded']:,}",
            f"{row['steps']:,}",
            row["depth"],
            f"{row['seconds']:.1f}",
            f"{row['states_a_second']:,}",
            f"{row['peak_mb']:,}",
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
