"""`python -m bench.checkers`: the same graph, drawn as an atlas and by SPIN, an explicit-state model checker, side by side.

The story has no minds to speak of: all see everything, and nobody needs a reason. Its ground task is written as a model in
Promela (`promela`), and both have to count the same states. Rows are written to `bench/checkers.json`, and to
[CHECKERS.md](CHECKERS.md). SPIN and a C compiler have to be there.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.promela import promela
from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.planning.memory import peak
from fabula.story import Story, loads

HERE = Path(__file__).parent
ROWS = HERE / "checkers.json"
LIMITS = Budget(seconds=1800.0, bytes=8_000_000_000)
#: how many balls two carriers have between four rooms
SIZES = (4, 5, 6)
#: by what SPIN is compiled with, what it does; it looks depth first, and reduces nothing, since there is one process
SPIN = {"SPIN": (), "SPIN, states collapsed": ("-DCOLLAPSE",)}
_STORED = re.compile(r"^\s*(\S+) states, stored", re.MULTILINE)
#: megabytes
_KEPT = re.compile(r"^\s*(\S+)\s+actual memory usage for states", re.MULTILINE)
_TABLE = re.compile(r"^\s*(\S+)\s+memory used for hash table", re.MULTILINE)


def carriers(balls: int, rooms: int = 4) -> str:
    """The text of a story in which two carriers take so many balls from room to room."""
    lines = [
        'story "Carriers"',
        "kind ball",
        *(f"ball b{number}" for number in range(balls)),
        "character Ann, she",
        "character Ben, he",
        f"property room(character): 0..{rooms - 1}",
        f"property lies(ball): 0..{rooms - 1}",
        "property held(ball)",
        "property has(character, ball)",
        "action up(who: character)",
        "    by who",
        f"    when who.room < {rooms - 1}",
        "    do: who.room += 1",
        "action down(who: character)",
        "    by who",
        "    when who.room > 0",
        "    do: who.room -= 1",
        "action take(who: character, x: ball)",
        "    by who",
        "    when not x.held and x.lies is who.room",
        "    do:",
        "        x.held",
        "        has(who, x)",
        "        x.lies = 0",
        "action drop(who: character, x: ball)",
        "    by who",
        "    when has(who, x)",
        "    do:",
        "        not x.held",
        "        not has(who, x)",
        "        x.lies = who.room",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure all, or one atlas in this process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", type=int, metavar="BALLS")
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(drawn(loads(carriers(arguments.one), "carriers"))))
        return
    rows = []
    for balls in SIZES:
        command = [sys.executable, "-m", "bench.checkers", "--one", str(balls)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        atlas = json.loads(done.stdout)
        found = [atlas, *checked(loads(carriers(balls), "carriers"), atlas["states"])]
        if len({row["states"] for row in found}) != 1:
            raise SystemExit(f"they do not count the same states of {balls} balls: {found}")
        for row in found:
            rows.append({"balls": balls, **row})
            print(json.dumps(rows[-1]))
    ROWS.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    (HERE / "CHECKERS.md").write_text(page(rows), encoding="utf-8")


def drawn(story: Story) -> dict[str, Any]:
    """All states of a story whose characters need no reasons, with one thread."""
    before = peak()
    start = time.process_time()
    atlas = Atlas(story, story.ground.task.characters, threads=1)
    if not atlas.explore(LIMITS):
        raise SystemExit("the atlas was not whole within its limits")
    return _row("fabula, one thread, with all steps", atlas.size, time.process_time() - start, peak() - before)


def checked(story: Story, states: int) -> list[dict[str, Any]]:
    """The same states, counted by SPIN, which is told how many there are: its table is as large as it has to be, and so is its
    stack, which is not counted."""
    size = max(16, states.bit_length())
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model.pml").write_text(promela(story.ground.task), encoding="utf-8")
        _run(["spin", "-a", "model.pml"], folder)
        rows = []
        for name, options in SPIN.items():
            _run(["cc", "-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=8000", *options, "-o", "pan", "pan.c"], folder)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            said = _run(["./pan", "-E", f"-m{states + 1000}", f"-w{size}"], folder)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if "Search not completed" in said or "max search depth too small" in said:
                raise SystemExit(f"SPIN did not count all states: {said}")
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            kept = (_number(_KEPT, said) + _number(_TABLE, said)) * 1e6
            rows.append(_row(name, int(_number(_STORED, said)), seconds, kept))
        return rows


def _run(command: list[str], folder: str) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def _number(pattern: re.Pattern[str], text: str) -> float:
    found = pattern.search(text)
    if found is None:
        raise SystemExit(f"SPIN did not say {pattern.pattern}: {text}")
    return float(found[1])


def _row(name: str, states: int, seconds: float, size: float) -> dict[str, Any]:
    return {
        "checker": name,
        "states": states,
        "seconds": round(seconds, 2),
        "states_a_second": round(states / max(seconds, 0.01)),
        "bytes_a_state": round(size / states),
    }


def page(rows: list[dict[str, Any]]) -> str:
    """The rows as a page."""
    lines = [
        "# The atlas and a model checker on the same graph",
        "",
        "Written by `python -m bench.checkers`; see [what is measured](README.md).",
        "",
        "| balls | | states | CPU seconds | states a second | bytes a state |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        cells = [row["balls"], row["checker"], f"{row['states']:,}", f"{row['seconds']:.2f}"]
        cells += [f"{row['states_a_second']:,}", f"{row['bytes_a_state']:,}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
