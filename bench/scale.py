"""`python -m bench.scale`: stories from two people to forty, and three that somebody wrote: loaded, played, told and proven.

Every measurement is a process of its own with its own time and memory. Rows are written as they are measured: an interrupted
run goes on where it was. What is measured is in `bench/README.md`.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from bench.processes import GRACE, Outcome, once, version_of
from bench.scale_page import chart, page
from bench.town import MOST_AHEAD, Town, town

HERE = Path(__file__).parent
TABLE, CHART, PAGE = HERE / "scale.csv", HERE / "scale.svg", HERE / "SCALE.md"

#: what each measurement may take unless it is told otherwise; `check` what it takes as it comes
SECONDS, CHECK_SECONDS, BYTES = 8.0, 60.0, 4_000_000_000
#: people and places
SIZES = ((2, 2), (2, 12), (4, 12), (8, 12), (12, 12), (12, 24), (20, 40), (30, 60), (40, 100))
#: how far ahead people think where more than turns is measured
AHEAD = 3
TURNS = 30
SEED = 0


@dataclass(frozen=True, slots=True)
class World:
    """A story to measure. `ahead`: 0 = as it says itself. `reached`: the endings that some life comes to, each with the acts
    that it takes at least (0 = not known); `impossible`: those that none does. `dead_ends`: the acts after which none can be
    reached. `questions`: kind, question, and the answer if it is known beforehand."""

    name: str
    text: str
    ahead: int
    reached: dict[str, int]
    impossible: tuple[str, ...]
    dead_ends: tuple[str, ...] = ()
    questions: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One process. `kind`: what is measured; `asked`: of what. `expected`: what it must say if it says anything; empty = that
    is not known beforehand."""

    kind: str
    asked: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement. `status`: empty, if it was done; else what ended it: "over 60 s", "over 4 GB", the code of a problem; or
    "wrong". `seconds`: from the start of the process to its end; `cpu_seconds`: of all its threads; `load_seconds` those of
    loading alone. `decided`, `dead_ends`: of `check`, how many of how many."""

    run: str
    world: str
    ahead: str
    kind: str
    asked: str = ""
    status: str = ""
    answer: str = ""
    seconds: str = ""
    cpu_seconds: str = ""
    peak_mb: str = ""
    load_seconds: str = ""
    load_mb: str = ""
    acts: str = ""
    triggers: str = ""
    turns: str = ""
    median_ms: str = ""
    p99_ms: str = ""
    states: str = ""
    decided: str = ""
    dead_ends: str = ""


Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one measurement may take. `check_seconds`: the same of `check` (None: no other than the rest)."""

    seconds: float = SECONDS
    size: int = BYTES
    turns: int = TURNS
    check_seconds: float | None = None

    def of(self, kind: str) -> Limits:
        """Those of a kind of measurement."""
        return self if kind != "check" or self.check_seconds is None else replace(self, seconds=self.check_seconds)

    @property
    def budget(self) -> str:
        return f"{self.seconds:g}s,{self.size}B"


def main() -> None:
    """Measure what is not measured yet, and write table, chart and page."""
    arguments = _arguments()
    limits = Limits(arguments.seconds, arguments.bytes, arguments.turns, arguments.check_seconds)
    run = (
        arguments.run or f"{version_of()}-{limits.seconds:g}s-{limits.check_seconds:g}s-{limits.size / 1e9:g}GB-{limits.turns}"
    )
    rows = {} if arguments.fresh else kept(TABLE, run)
    names, every = arguments.only, list(worlds())
    with tempfile.TemporaryDirectory() as folder:
        for world in every:
            if not names or world.name in names:
                measure_all(world, limits, run, rows, Path(folder), TABLE)
    order = list(dict.fromkeys(world.name for world in every))
    ordered = sorted(rows.values(), key=lambda row: order.index(row.world))
    PAGE.write_text(
        page([asdict(row) for row in ordered], limits.seconds, limits.size, arguments.check_seconds), encoding="utf-8"
    )
    CHART.write_text(chart([asdict(row) for row in ordered]), encoding="utf-8")
    if wrong := [row for row in ordered if row.status == "wrong"]:
        sys.exit("\n".join(f"{row.world}: {row.kind} {row.asked}: {row.answer} is not so" for row in wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="forget what has been measured")
    parser.add_argument("--run", help="a name for this run; rows of the same run are kept (by default the package's own hash)")
    parser.add_argument("--only", nargs="+", metavar="WORLD", help="measure these alone, as 8x12 or the_poor_box")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="what each measurement may take, `check` apart")
    parser.add_argument("--check-seconds", type=float, default=CHECK_SECONDS, help="what `check` may take")
    parser.add_argument("--bytes", type=int, default=BYTES, help="what each measurement may take")
    parser.add_argument("--turns", type=int, default=TURNS, help="of play")
    return parser.parse_args()


# --- what is measured ------------------------------------------------------------------------------------------------


def worlds() -> Iterator[World]:
    """All that is measured, in the order of the page."""
    for people, places in SIZES:
        for ahead in range(1, MOST_AHEAD + 1):
            yield world_of(f"{people}x{places}", town(people, places, ahead, SEED), ahead)
    for path in sorted((HERE / "stories").glob("*.fabula")):
        yield written(path)


def world_of(name: str, made: Town, ahead: int) -> World:
    """A town, with a question of each kind to which the answer is known."""
    reached = {ending.name: len(ending.life) for ending in made.endings if ending.life}
    impossible = tuple(ending.name for ending in made.endings if not ending.life)
    first, *_, last = reached
    questions = (
        ("can", f"can {last}", "True"),
        ("can", f"can {impossible[0]}", "False"),
        ("must", f"must {first}", "False"),
        ("never", "never cracked", "True"),
        ("why", "why open_box", "True"),
        ("why not", "why not crack_the_bell", ""),
        ("who knows", f"who knows {made.dead_ends[0].condition}", ""),
        ("shortest", f"shortest {first}", str(reached[first])),
        ("most", "most laid", ""),
        ("between", f"what stands between start and {impossible[0]}", ""),
    )
    return World(name, made.text, ahead, reached, impossible, tuple(end.act for end in made.dead_ends), questions)


def written(path: Path) -> World:
    """A story that somebody wrote, with what it expects of its endings."""
    text = path.read_text(encoding="utf-8")
    reached = dict.fromkeys(re.findall(r"^expect can (\w+)$", text, re.MULTILINE), 0)
    impossible = tuple(re.findall(r"^expect not can (\w+)$", text, re.MULTILINE))
    questions = (
        *(("can", f"can {ending}", "True") for ending in reached),
        *(("can", f"can {ending}", "False") for ending in impossible),
    )
    return World(path.stem, text, 0, reached, impossible, (), questions)


def measures(world: World) -> Iterator[Measure]:
    """What is measured of a world: of towns that think another number of acts ahead, only turns of play."""
    yield Measure("load")
    yield Measure("turn")
    if world.ahead in (0, AHEAD):
        yield Measure("tell")
        for ending in world.reached:
            yield Measure("tell", ending, ending)
        for kind, question, expected in world.questions:
            yield Measure(kind, question, expected)
        yield Measure("check")


def measure_all(world: World, limits: Limits, run: str, rows: dict[Key, Row], folder: Path, table: Path) -> None:
    """Measure what is not in `rows` yet, and write it there and to the `table`; the story lies in `folder` meanwhile. Where it
    can't be loaded, nothing else of it is tried."""
    file = folder / f"{world.name}_{world.ahead}.fabula"
    file.write_text(world.text, encoding="utf-8")
    refused = ""
    for measure in measures(world):
        row = Row(run, world.name, str(world.ahead or ""), measure.kind, measure.asked)
        key = key_of(row)
        if key not in rows:
            _say(f"{world.name}{f' ahead {row.ahead}' if row.ahead else ''}: {_spoken(measure)} ...")
            done = replace(row, status=refused) if refused else measured(world, measure, file, limits, row)
            rows[key] = done
            _say(f"    {done.status or done.answer or 'done'}, {done.seconds or 0} s")
            write(table, rows.values())
        if measure.kind == "load":
            refused = rows[key].status


def _spoken(measure: Measure) -> str:
    return f"tell {measure.asked}".strip() if measure.kind == "tell" else measure.asked or measure.kind


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def measured(world: World, measure: Measure, file: Path, limits: Limits, row: Row) -> Row:
    """One measurement, in a process of its own."""
    limits = limits.of(measure.kind)
    if measure.kind in ("load", "turn"):
        turns = limits.turns if measure.kind == "turn" else 0
        outcome = once([str(file), str(turns), str(SEED)], limits.seconds, limits.size, module="bench.playing", grace=0.0)
    else:
        outcome = once([*command(measure, file), "--budget", limits.budget, "--json"], limits.seconds, limits.size, grace=GRACE)
    data = outcome.data
    row = replace(
        row,
        status=ended(outcome, limits),
        seconds=f"{outcome.seconds:.3f}",
        cpu_seconds=f"{outcome.cpu_seconds:.3f}",
        peak_mb=f"{outcome.peak_mb:.1f}",
        **{name: str(data[name]) for name in _PLAIN if name in data},
    )
    if measure.kind == "check":
        return checked(world, data, row)
    if row.status == "unreached" and measure.expected:
        return replace(row, status="wrong", answer=row.status)
    if measure.kind in ("load", "turn") or row.status:
        return row
    answer = _answer(data)
    return replace(row, answer=answer, status="wrong" if measure.expected not in ("", answer) else "")


#: what stands in a row as it was printed
_PLAIN = ("load_seconds", "load_mb", "acts", "triggers", "turns", "median_ms", "p99_ms", "states")


def command(measure: Measure, file: Path) -> list[str]:
    """The arguments of `fabula` that a measurement is of."""
    if measure.kind == "check":
        return ["check", str(file)]
    if measure.kind == "tell":
        return ["tell", str(file), *(["--ending", measure.asked] if measure.asked else []), "--seed", str(SEED)]
    return ["ask", str(file), measure.asked]


def _answer(data: dict[str, Any]) -> str:
    if "ending" in data and "words" in data:
        return str(data["ending"])
    answer = data.get("answer")
    return f"{len(answer)} of them" if isinstance(answer, list) else str(answer)


def checked(world: World, data: dict[str, Any], row: Row) -> Row:
    """What `check` found out: of how many endings it knows whether a life comes to them, and of how many dead ends that they
    are. Where something ended it, that is what it knew then."""
    known = {ending["name"]: ending["reached"] for ending in data.get("endings", ()) if ending["reached"] is not None}
    wrong = [name for name, reached in known.items() if reached != (name in world.reached)]
    wrong += [
        ending["name"]
        for ending in data.get("endings", ())
        if ending["shortest"] is not None and ending["shortest"] < world.reached.get(ending["name"], 0)
    ]
    said = " ".join(problem["message"] for problem in data.get("problems", ()) if problem["code"] in _DEAD)
    found = [act for act in world.dead_ends if f"'{act}'" in said]
    return replace(
        row,
        status="wrong" if wrong else row.status,
        answer=" ".join(wrong),
        decided=f"{len(known)} of {len(world.reached) + len(world.impossible)}",
        dead_ends=f"{len(found)} of {len(world.dead_ends)}",
    )


#: by what `check` says that after an act no ending can be reached
_DEAD = ("dead-end", "endless-loop")


def ended(outcome: Outcome, limits: Limits) -> str:
    """What ended a process before it was done; empty = nothing."""
    over = {"time": f"over {limits.seconds:g} s", "memory": f"over {limits.size / 1e9:g} GB"}
    if outcome.late:
        return over["time"]
    if (why := outcome.data.get("ended")) is not None:
        return over.get(why, str(why))
    codes = [problem["code"] for problem in outcome.data.get("problems", ()) if problem["severity"] == "error"]
    if codes:
        return str(codes[0])
    if outcome.data.get("interrupted"):
        return "interrupted"
    if outcome.status != 0 and not outcome.data:
        full = outcome.peak_mb * 1e6 > 0.8 * limits.size
        return over["memory"] if full else f"exit {outcome.status}"
    return ""


# --- rows ------------------------------------------------------------------------------------------------------------


def key_of(row: Row) -> Key:
    return row.world, row.ahead, row.kind, row.asked


def kept(file: Path, run: str) -> dict[Key, Row]:
    """The rows of this run that have been measured."""
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [Row(**line) for line in csv.DictReader(lines)]
    return {key_of(row): row for row in rows if row.run == run}


def write(file: Path, rows: Iterable[Row]) -> None:
    """All rows, at once: an interruption never leaves half a file."""
    draft = file.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    shutil.move(draft, file)


if __name__ == "__main__":
    main()
