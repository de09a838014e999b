"""What `--budget` comes to."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from bench.town import town
from tests.cli.conftest import Run
from tests.cli.wells import lamps

from fabula import budget
from fabula.budget import OutOfBudget, within
from fabula.charts.layout import layered
from fabula.randomness import Random

#: for each command the rest of its arguments, and its usual bytes
COMMANDS = {
    "ask": (["key.fabula", "can free"], 4_000_000_000),
    "map": (["key.fabula", "-o", "map.svg"], 4_000_000_000),
    "tell": (["key.fabula"], 8_000_000_000),
    "minds": (["key.fabula"], 8_000_000_000),
    "play": (["key.fabula"], 8_000_000_000),
    "check": (["key.fabula"], 4_000_000_000),
    "playtest": (["key.fabula"], 8_000_000_000),
    "plan": (["key.fabula"], 8_000_000_000),
    "count": (["key.fabula", "--depth", "1"], 8_000_000_000),
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_what_is_not_named_is_as_usual(name: str) -> None:
    command = importlib.import_module(f"fabula.cli.{name}").command
    arguments, usual = COMMANDS[name]

    def read(*given: str) -> tuple[float, int]:
        found = command.make_context(name, [*arguments, *given]).params["budget"]
        return found.seconds, found.bytes

    assert read() == (60, usual)
    assert read("--budget", "2m") == (120, usual)
    assert read("--budget", "500MB") == (60, 500_000_000)
    assert read("--budget", "1GB, 1s") == (1, 1_000_000_000)


#: commands that take long with this story unless a budget ends them, and what is said then
LONG = {
    "tell": (("--ending", "full"), "no life that ends in 'full' was found so far, which proves nothing"),
    "tell all": (("--all-endings",), "nothing is told"),
    "minds": (("--ending", "full"), "no life that ends in 'full' was found so far, which proves nothing"),
    "playtest": (("--readers", "100000000000"), "of 100,000,000,000 readers have read"),
    "map": (("--readers", "100000000000", "-o", "m.svg"), "Not all readers have read"),
    "ask": (("can full",), ""),
    "check": ((), ""),
}


#: prints how a command has ended, the seconds of work that it took, and the most bytes: a process begins with those of the one
#: that it comes from, which is a small one here. On one core, a second of work takes a second at least: work beyond the budget
#: is seen also where others take most of the machine
MEASURED = """
import os, subprocess, sys
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
running = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(running.pid, 0)
running.returncode = os.waitstatus_to_exitcode(status)
peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(running.returncode, usage.ru_utime + usage.ru_stime, peak)
"""
#: bytes that the program takes before it does anything for a story
GROUND = 36_000_000
#: such a part of it a budget of time may be passed by
BEYOND = 1.1
#: and one of memory
BEYOND_MEMORY = 1.1
with_peak = pytest.mark.skipif(not hasattr(os, "wait4"), reason="what a process took is not to be had")


def measured(folder: Path, *arguments: str) -> tuple[int, float, int, str]:
    """How `fabula` ended, the seconds of work and the bytes that it took, and what it said."""
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "fabula", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    status, seconds, peak = run.stdout.split()[-3:]
    return int(status), float(seconds), int(peak), run.stderr


@with_peak
@pytest.mark.parametrize("name", LONG)
def test_time_is_kept(desk: Path, name: str) -> None:
    """A story whose people think for very long: two seconds are two seconds, the start and the end of Python apart."""
    (desk / "lamps.fabula").write_text(lamps(24), encoding="utf-8")
    _, start, _, _ = measured(desk, "check", "key.fabula")
    arguments, said = LONG[name]
    status, seconds, _, told = measured(desk, name.split()[0], "lamps.fabula", *arguments, "--budget", "2s")
    assert status == (0 if name == "check" else 3), told
    assert said in told
    assert seconds < start + BEYOND * 2.0
    assert "Traceback" not in told


#: what is asked of a town, most of which has no end: how it ends when its time is over, or its memory
TOWN = {
    "check": ((), {0, 3}),
    "ask": (("most laid",), {3}),
    "tell": (("--ending", "all_is_well"), {3}),
    "playtest": (("--readers", "100000000000"), {3}),
    "map": (("-o", "m.svg"), {3}),
}


@with_peak
@pytest.mark.slow
@pytest.mark.parametrize("name", TOWN)
@pytest.mark.parametrize("seconds", [0.5, 4.0])
def test_time_is_kept_in_a_large_town(desk: Path, name: str, seconds: float) -> None:
    """Whatever it is spent on: reading, grounding, building engines, what all proofs rest on, lives."""
    (desk / "town.fabula").write_text(town(20, 40).text, encoding="utf-8")
    _, start, _, _ = measured(desk, "check", "key.fabula")
    arguments, ends = TOWN[name]
    status, taken, _, told = measured(desk, name, "town.fabula", *arguments, "--budget", f"{seconds}s")
    assert status in {*ends, 3}, told
    # A second is there for reading a story, whatever the budget is.
    assert taken < start + BEYOND * max(seconds, 1.0) + LATE
    assert "Traceback" not in told


#: seconds that a large engine takes to be built, or what was read to be given back, neither of which can be cut short
LATE = 0.5


@with_peak
@pytest.mark.slow
@pytest.mark.parametrize("name", TOWN)
def test_memory_is_kept_in_a_town(desk: Path, name: str) -> None:
    (desk / "town.fabula").write_text(town(2, 12).text, encoding="utf-8")
    most = 100_000_000
    arguments, ends = TOWN[name]
    budget = f"300s,{most // 1_000_000}MB"
    status, _, peak, told = measured(desk, name, "town.fabula", *arguments, "--budget", budget)
    assert status in ends, told
    assert peak < BEYOND_MEMORY * (most + GROUND)


def test_memory_is_kept(run: Run, desk: Path) -> None:
    """What a search keeps is bounded, however many lives there are."""
    (desk / "lamps.fabula").write_text(lamps(24), encoding="utf-8")
    ended = run("tell", "lamps.fabula", "--ending", "full", "--budget", "60s,1MB")
    assert ended.returncode == 3, ended.stderr
    assert "The budget ended (memory)" in ended.stderr


@with_peak
@pytest.mark.parametrize("name", ["tell", "playtest"])
def test_memory_is_kept_as_the_process_holds_it(desk: Path, name: str) -> None:
    """Whether lives are searched for or read. A table that grows takes its old place and its new one at once, for a moment."""
    (desk / "lamps.fabula").write_text(lamps(24), encoding="utf-8")
    most = 200_000_000
    budget = f"300s,{most // 1_000_000}MB"
    status, _, peak, told = measured(desk, name, "lamps.fabula", *LONG[name][0], "--budget", budget)
    assert status == 3, told
    assert "The budget ended (memory)" in told
    assert 0.5 * most < peak < BEYOND_MEMORY * (most + GROUND)


def test_many_files_are_within_the_budget(run: Run, desk: Path) -> None:
    """Reading a story has an end, too, however many files it uses."""
    for number in range(150):
        lines = [f"property p{number}_{one}: 0..9\n" for one in range(400)]
        (desk / f"part{number}.fabula").write_text("".join(lines), encoding="utf-8")
    uses = "".join(f'use "part{number}.fabula"\n' for number in range(150))
    (desk / "many.fabula").write_text(f"{uses}character Ann, she\nending never when p0_0 is 5\n", encoding="utf-8")
    for command in (("tell",), ("check",), ("minds",), ("play",), ("ask", "can never"), ("playtest",), ("map", "-o", "m.svg")):
        ended = run(command[0], "many.fabula", *command[1:], "--budget", "0.5s")
        assert ended.returncode == 3, ended.stderr
        assert "The budget ended (time): the story has not been read to its end" in ended.stderr


def _deaf() -> None:
    """Work that hears nothing of its first time."""
    with suppress(OutOfBudget):
        time.sleep(0.3)
    time.sleep(5)


def _hoarding() -> None:
    kept = []
    for _ in range(400):
        kept.append(bytearray(b"x") * 1_000_000)
        time.sleep(0.005)


def test_what_is_raised_where_nobody_hears_it_is_raised_again() -> None:
    begun = time.monotonic()
    with pytest.raises(OutOfBudget) as ended, within(0.1):
        _deaf()
    assert ended.value.why == "time"
    assert time.monotonic() - begun < 2
    with pytest.raises(OutOfBudget) as full, within(None, 50_000_000):
        _hoarding()
    assert full.value.why == "memory"
    with within(0.2):
        assert signal.getitimer(signal.ITIMER_REAL) != (0.0, 0.0)
    # Nothing is left that could still be raised.
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


class _Dying:
    """Takes its time to go."""

    def __del__(self) -> None:
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_only_a_destructor_heard_is_raised_when_the_work_has_ended() -> None:
    """Nothing comes after it in which it could be raised anew."""
    with pytest.raises(OutOfBudget, match="time"), within(0.1):
        _Dying()


def _short_and_long() -> None:
    with pytest.raises(OutOfBudget, match="time"), within(0.1):
        time.sleep(5)
    with within(600):
        pass
    time.sleep(30)


def test_a_block_within_another_gives_its_looks_back() -> None:
    begun = time.monotonic()
    with pytest.raises(OutOfBudget, match="time"), within(1.0):
        _short_and_long()
    assert time.monotonic() - begun < 15
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def _much() -> None:
    """Work that takes long to be given back, in which nothing can be raised."""
    kept = [[] for _ in range(2_000_000)]  # type: list[list[object]]
    while kept:
        time.sleep(0.001)


@contextmanager
def _as_commands_do() -> Iterator[None]:
    with within(0.1):
        yield


def test_what_is_left_while_the_time_is_over_is_left_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look that comes as blocks are left raises nothing: what keeps the looks going would never be put in order."""
    monkeypatch.setattr(budget, "OFTEN", 0.001)
    monkeypatch.setattr(budget, "AGAIN", 0.0)
    before = signal.getsignal(signal.SIGALRM)
    for _ in range(5):
        with pytest.raises(OutOfBudget, match="time"), _as_commands_do():
            _much()
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        assert signal.getsignal(signal.SIGALRM) == before


def _collected_then_idle() -> None:
    gc.collect()
    time.sleep(5)


def test_nothing_is_raised_where_garbage_is_collected() -> None:
    """What is raised there is dropped, with a warning, which is an error in these tests."""

    def collector(phase: str, info: dict[str, int]) -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass

    gc.callbacks.append(collector)
    try:
        with pytest.raises(OutOfBudget, match="time"), within(0.1):
            _collected_then_idle()
    finally:
        gc.callbacks.remove(collector)


class _Slow:
    """What takes its time as it goes, and so does whoever looks after it."""

    def __init__(self) -> None:
        self.end = time.monotonic() + 0.2

    def wait(self) -> None:
        while time.monotonic() < self.end:
            pass

    def __del__(self) -> None:
        self.wait()


def _goes_by_itself() -> None:
    slow = _Slow()
    del slow
    time.sleep(5)


def _is_watched() -> None:
    watched, watcher = _Slow(), _Slow()
    watched.end = 0.0
    reference = weakref.ref(watched, lambda _: watcher.wait())
    del watched
    assert reference() is None
    time.sleep(5)


@pytest.mark.parametrize("work", [_goes_by_itself, _is_watched])
def test_what_nobody_can_hear_is_raised_anew_and_said_nowhere(work: Callable[[], None]) -> None:
    """Python says what it drops on the terminal, with a traceback; here it is an error."""
    before = sys.unraisablehook
    with pytest.raises(OutOfBudget, match="time"), within(0.1):
        work()
    assert sys.unraisablehook is before


def test_a_drawing_is_within_the_budget() -> None:
    """Also in the midst of the layout, which is native."""
    nodes = 100_000
    chance = Random(1)
    edges = [(one, chance.below(nodes)) for one in range(nodes) for _ in range(6)]
    begun = time.monotonic()
    with pytest.raises(OutOfBudget), within(0.1):
        layered([one // 200 for one in range(nodes)], [str(one) for one in range(nodes)], [8] * nodes, edges, 4)
    assert time.monotonic() - begun < 1.5
