"""What `--budget` comes to."""

from __future__ import annotations

import gc
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
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


@pytest.mark.parametrize("name", LONG)
def test_time_is_kept(run: Run, desk: Path, name: str) -> None:
    """A story whose people think for very long: two seconds are two seconds, the start of Python apart."""
    (desk / "lamps.fabula").write_text(lamps(24), encoding="utf-8")
    begun = time.monotonic()
    run("--version")
    start = time.monotonic() - begun
    begun = time.monotonic()
    arguments, said = LONG[name]
    ended = run(name.split()[0], "lamps.fabula", *arguments, "--budget", "2s")
    took = time.monotonic() - begun
    assert ended.returncode == (0 if name == "check" else 3), ended.stderr
    assert said in ended.stderr
    assert took - start < 3.0
    assert "Traceback" not in ended.stderr


def test_memory_is_kept(run: Run, desk: Path) -> None:
    """What a search keeps is bounded, however many lives there are."""
    (desk / "lamps.fabula").write_text(lamps(24), encoding="utf-8")
    ended = run("tell", "lamps.fabula", "--ending", "full", "--budget", "60s,1MB")
    assert ended.returncode == 3, ended.stderr
    assert "The budget ended (memory)" in ended.stderr


#: prints how a command has ended, and the most bytes that it took: a process begins with those of the one that it comes from,
#: which is a small one here
PEAK = """
import os, subprocess, sys
running = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(running.pid, 0)
running.returncode = os.waitstatus_to_exitcode(status)
print(running.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
#: bytes that the program takes before it does anything for a story
GROUND = 36_000_000


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="there is no peak to be had")
@pytest.mark.parametrize("name", ["tell", "playtest"])
def test_memory_is_kept_as_the_process_holds_it(desk: Path, name: str) -> None:
    """Whether lives are searched for or read. A table that grows takes its old place and its new one at once, for a moment."""
    (desk / "lamps.fabula").write_text(lamps(24), encoding="utf-8")
    most = 200_000_000
    command = [sys.executable, "-m", "fabula", name, "lamps.fabula", *LONG[name][0], "--budget", f"60s,{most // 1_000_000}MB"]
    run = subprocess.run([sys.executable, "-c", PEAK, *command], cwd=desk, capture_output=True, text=True, check=True)
    status, peak = map(int, run.stdout.split()[-2:])
    assert status == 3, run.stderr
    assert "The budget ended (memory)" in run.stderr
    assert 0.5 * most < peak < 1.4 * most + GROUND


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


def test_a_drawing_is_within_the_budget() -> None:
    """Also in the midst of the layout, which is native."""
    nodes = 100_000
    chance = Random(1)
    edges = [(one, chance.below(nodes)) for one in range(nodes) for _ in range(6)]
    begun = time.monotonic()
    with pytest.raises(OutOfBudget), within(0.1):
        layered([one // 200 for one in range(nodes)], [str(one) for one in range(nodes)], [8] * nodes, edges, 4)
    assert time.monotonic() - begun < 1.5
