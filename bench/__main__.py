"""`python -m bench`: every figure that README and docs quote, measured in one run and written to `bench/results.json`."""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.crowd import crowd
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.play import Session
from fabula.randomness import Random
from fabula.story import Story, load, loads

HERE = Path(__file__).parent
FLAGSHIP = "the_ridge"


def main() -> None:
    """Measure all and print a table."""
    flagship, world = load(FLAGSHIP), loads(crowd(), "crowd")
    results: dict[str, Any] = {"python": platform.python_version(), "processor": platform.machine()}
    results["tell_seconds"] = processes(["-m", "fabula", "tell", FLAGSHIP], runs=9)
    results["start_seconds"] = processes(["-m", "fabula", "--version"], runs=9)
    results["check_seconds"] = processes(["-m", "fabula", "check", FLAGSHIP], runs=2)
    results["playtest_seconds"] = processes(["-m", "fabula", "playtest", FLAGSHIP, "--readers", "10000"], runs=2)
    for name, story in (("the_ridge", flagship), ("crowd_8_20", world)):
        results[f"native_{name}"] = native_speed(story)
        results[f"against_reference_{name}"] = against_reference(story)
    results["every_life_of_the_ridge"] = whole(flagship)
    results["proof_that_not_every_one_can_be_saved"] = refuted(flagship, "every_one")
    results["turn_of_play"] = turns(flagship, 1000)
    (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (HERE / "RESULTS.md").write_text(page(results), encoding="utf-8")
    for key, value in results.items():
        print(f"{key:32} {json.dumps(value)}")


def page(results: dict[str, Any]) -> str:
    """The results as the page that README and docs point to."""
    lines = [
        "# Results",
        "",
        "Written by `make bench`; see [what is measured](README.md).",
        "",
        "| what | figure |",
        "| --- | --- |",
    ]
    for key, value in results.items():
        shown = (
            ", ".join(f"{name.replace('_', ' ')} {part:,}" for name, part in value.items())
            if isinstance(value, dict)
            else value
        )
        lines.append(f"| {key.replace('_', ' ')} | {shown} |")
    return "\n".join(lines) + "\n"


def processes(arguments: list[str], runs: int) -> dict[str, float]:
    """Seconds from process start to end: median, least, most."""
    seconds: list[float] = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return _spread(seconds[1:])


def native_speed(story: Story, seconds: float = 20.0) -> dict[str, float]:
    """Successor states a second on one core, breadth first through all possible acts, whether or not anyone has a reason, each
    state expanded once; bytes a distinct state, minds included, all tables of states and steps counted."""
    engine = NativeEngine(story.task)
    measured = engine.measure(seconds)
    return {
        "successors_a_second": round(measured.successors / measured.seconds),
        "successors": measured.successors,
        "states": engine.size(),
        "bytes_a_state": round(engine.memory() / engine.size(), 1),
        "seconds": round(measured.seconds, 2),
    }


def whole(story: Story) -> dict[str, float]:
    """Seconds to visit every state that a life passes, on a new engine."""
    return visited(NativeEngine(story.task), ())


def refuted(story: Story, ending: str) -> dict[str, float]:
    """Seconds to prove that no life comes to an ending, on a new engine."""
    return visited(NativeEngine(story.task), (story.endings.index(ending),))


def visited(engine: NativeEngine, endings: tuple[int, ...]) -> dict[str, float]:
    start = time.perf_counter()
    search = engine.search(engine.initial(), endings)
    seconds = time.perf_counter() - start
    if search.acts is not None or not search.complete:
        raise AssertionError(f"the endings {endings} can be reached")
    return {"states": search.states, "seconds": round(seconds, 2), "states_a_second": round(search.states / seconds)}


def against_reference(story: Story, seconds: float = 20.0) -> dict[str, float]:
    """The same walk on both engines: all successors of states, breadth first, as many as the reference does in `seconds`."""
    reference = ReferenceEngine(story.task)
    done = 0
    start = time.perf_counter()
    frontier = [reference.initial()]
    seen = set(frontier)
    expanded = 0
    while time.perf_counter() - start < seconds and expanded < len(frontier):
        done += _expand(reference, frontier[expanded], frontier, seen)
        expanded += 1
    slow = time.perf_counter() - start
    native = NativeEngine(story.task)
    start = time.perf_counter()
    frontier = [native.initial()]
    seen = set(frontier)
    same = sum(_expand(native, frontier[index], frontier, seen) for index in range(expanded))
    fast = time.perf_counter() - start
    if same != done:
        raise AssertionError(f"the engines disagree: {same} successors, {done} by the reference")
    return {
        "successors": done,
        "reference_seconds": round(slow, 2),
        "native_seconds": round(fast, 4),
        "ratio": round(slow / fast),
    }


def _expand(engine: Engine, state: State, frontier: list[State], seen: set[State]) -> int:
    acts = engine.possible(state)
    for act in acts:
        after = engine.do(state, act)
        if after not in seen:
            seen.add(after)
            frontier.append(after)
    return len(acts)


def turns(story: Story, count: int) -> dict[str, float]:
    """Milliseconds of one turn of play: to list the choices, to do one by chance, and the others' acts."""
    random = Random(0)
    times: list[float] = []
    seed = 0
    minds = [mind.name for mind in story.definition.minds()]
    while len(times) < count:
        session = Session(story, minds[seed % len(minds)], seed)
        seed += 1
        for _ in range(40):
            start = time.perf_counter()
            choices = session.choices
            if not choices or session.ending is not None:
                break
            session.choose(random.below(len(choices)))
            times.append((time.perf_counter() - start) * 1000)
    times = sorted(times[:count])
    return {
        "median_ms": round(statistics.median(times), 2),
        "p99_ms": round(times[int(len(times) * 0.99)], 2),
        "most_ms": round(times[-1], 2),
        "turns": len(times),
    }


def _spread(seconds: list[float]) -> dict[str, float]:
    return {
        "median": round(statistics.median(seconds), 3),
        "least": round(min(seconds), 3),
        "most": round(max(seconds), 3),
    }


if __name__ == "__main__":
    main()
