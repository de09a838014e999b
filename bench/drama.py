"""`python -m bench.drama`: lives of stories played by many readers, and what they met: endings, choices, quiet turns, failures.

Each row is one story, one character and one kind of reader. Rows are written as they are measured: an interrupted run goes on
where it was. What is measured is in `bench/README.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bench.drama_page import page
from bench.processes import version_of
from fabula.play import Choice, Session
from fabula.play.attempts import Failed, Refused
from fabula.randomness import Random
from fabula.story import Story, load

HERE = Path(__file__).parent
TABLE, PAGE = HERE / "drama.json", HERE / "DRAMA.md"
STORIES = HERE.parent / "stories"

#: those who read, and in whose place
PLAYED = {
    "the_ridge": ("Aeris", "Sephiroth", "Cloud", "Tifa", "Jenova", "Rusk"),
    "the_silver_key": ("Ida",),
    "the_weir": ("",),
}
#: how readers choose: whatever is offered; what their character has a reason for, if anything; to wait
KINDS = ("chance", "reasons", "waits")
READERS = 1000
#: turns after which a reader goes away
LONGEST = 60


#: what of `Met` is no figure by itself
_WORKED_OUT = {"shared", "pairs", "to_ending", "milliseconds"}


@dataclass(slots=True)
class Met:
    """What some readers met, counted.

    `endings`: readers by the ending that they came to; `stuck` and `away`: readers who came to none. Of turns: `only_wait`: in
    which nothing else was offered; `quiet`: in which nobody else did anything; `quiet_twice`: those after another one;
    `longest_wait`: quiet ones in a row in which the reader waited; `offered`: the choices in all of them; `to_ending`: those of
    each life that came to one; `milliseconds`: of each, of the processor. `shared` and `pairs`: the parts of a life's sentences
    that stood in the life before, summed up, and of how many lives."""

    readers: int = 0
    turns: int = 0
    endings: Counter[str] = field(default_factory=Counter)
    stuck: int = 0
    away: int = 0
    only_wait: int = 0
    quiet: int = 0
    quiet_twice: int = 0
    longest_wait: int = 0
    failures: int = 0
    refusals: int = 0
    offered: int = 0
    shared: float = 0.0
    pairs: int = 0
    to_ending: list[int] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, other: Met) -> None:
        """What others met as well."""
        for one in fields(Met):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            setattr(self, one.name, max(mine, theirs) if one.name == "longest_wait" else mine + theirs)


def main() -> None:
    """Measure what has not been measured yet, and write the page."""
    arguments = _arguments()
    run = arguments.run or version_of()
    rows: list[dict[str, Any]] = [] if arguments.fresh or not TABLE.exists() else json.loads(TABLE.read_text(encoding="utf-8"))
    for story, as_, kind in _asked(arguments):
        if any((row["run"], row["story"], row["as"], row["kind"]) == (run, story, as_, kind) for row in rows):
            continue
        met = measured(STORIES / f"{story}.fabula", as_, kind, arguments.readers, arguments.workers)
        rows.append(row_of(met, run, story, as_, kind))
        print(json.dumps(rows[-1]), flush=True)
        TABLE.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n", encoding="utf-8")
    PAGE.write_text(page(rows), encoding="utf-8")


def _asked(arguments: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    for story, people in PLAYED.items():
        for as_ in people:
            for kind in KINDS:
                if not arguments.only or {story, as_, kind}.issuperset(arguments.only):
                    yield story, as_, kind


def measured(file: Path, as_: str, kind: str, readers: int, workers: int) -> Met:
    """So many readers of a story, some in each process."""
    size = -(-readers // workers)
    parts = [(str(file), as_, kind, first, min(size, readers - first)) for first in range(0, readers, size)]
    met = Met()
    with ProcessPoolExecutor(workers) as pool:
        for part in pool.map(read, parts):
            met.add(part)
    return met


def read(part: tuple[str, str, str, int, int]) -> Met:
    """Some readers, one after the other."""
    file, as_, kind, first, count = part
    story = load(file)
    met, before = Met(), frozenset[str]()
    for seed in range(first, first + count):
        said = lived(story, as_ or None, kind, seed, met)
        if before and said:
            met.shared += len(said & before) / len(said)
            met.pairs += 1
        before = said
    return met


def lived(story: Story, as_: str | None, kind: str, seed: int, met: Met) -> frozenset[str]:
    """One life, counted; the sentences that it was told in."""
    session = Session(story, as_, seed)
    random = Random(seed)
    was_quiet, waited = False, 0
    said = set(_sentences(session.text))
    for _ in range(LONGEST):
        start = time.process_time()
        choices = session.choices
        if not choices:
            break
        turn = session.choose(chosen(session, choices, kind, random))
        met.milliseconds.append((time.process_time() - start) * 1000)
        met.turns += 1
        met.offered += len(choices)
        met.only_wait += len(choices) == 1
        is_quiet = not turn.others
        met.quiet += is_quiet
        met.quiet_twice += is_quiet and was_quiet
        was_quiet = is_quiet
        waited = waited + 1 if is_quiet and turn.choice.waits else 0
        met.longest_wait = max(met.longest_wait, waited)
        met.failures += isinstance(turn.outcome, Failed)
        met.refusals += isinstance(turn.outcome, Refused)
        said.update(_sentences(turn.text))
    met.readers += 1
    if session.ending is not None:
        met.endings[session.ending] += 1
        met.to_ending.append(len(session.history))
    elif session.stuck:
        met.stuck += 1
    else:
        met.away += 1
    return frozenset(said)


def chosen(session: Session, choices: Sequence[Choice], kind: str, random: Random) -> int:
    """The place of what a reader takes: waiting is the last."""
    if kind == "waits":
        return len(choices) - 1
    if kind == "reasons":
        plan, state, player = session.story.engine.plan, session.state, session.player
        wanted = [
            number
            for number, one in enumerate(choices)
            if one.action is not None and plan(state, one.action, player) is not None
        ]
        return random.choice(wanted) if wanted else random.below(len(choices))
    return random.below(len(choices))


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?\u201d\"])\s+", text):
        if sentence.strip():
            yield sentence.strip()


def row_of(met: Met, run: str, story: str, as_: str, kind: str) -> dict[str, Any]:
    """What was counted, as figures."""
    counted = {one.name: getattr(met, one.name) for one in fields(Met) if one.name not in _WORKED_OUT}
    times, turns = sorted(met.milliseconds), met.to_ending
    figures = {
        "median_ms": round(statistics.median(times), 2) if times else 0.0,
        "p99_ms": round(times[min(int(len(times) * 0.99), len(times) - 1)], 2) if times else 0.0,
        "turns_to_ending": statistics.median(turns) if turns else None,
        "shared_sentences": round(met.shared / max(1, met.pairs), 3),
    }
    return {"run": run, "story": story, "as": as_, "kind": kind, **counted, **figures}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.drama", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="forget what has been measured")
    parser.add_argument("--run", help="a name for this run; rows of the same run are kept (by default the package's own hash)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="stories, characters or kinds of readers: only these")
    parser.add_argument("--readers", type=int, default=READERS, help="of each row")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
