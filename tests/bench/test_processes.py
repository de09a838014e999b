"""Processes that are measured: what they print is read, and none takes more than it may."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from bench.processes import once, version_of

#: what a measured module does, by name
_BODIES = {
    "prints_lines": "for number in range(3): print('{\"number\": %d}' % number)\nprint('{\"number\": 9', end='')",
    "hangs": "import time\nprint('{\"number\": 1}', flush=True)\ntime.sleep(60)",
    "fills_memory": "full = bytes(1_000_000_000)\nprint('{}')",
    "works": "sum(range(3_000_000))\nprint('{\"number\": 4}')",
}


@pytest.fixture(autouse=True)
def _modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, body in _BODIES.items():
        (tmp_path / f"{name}.py").write_text(body, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{':'.join(sys.path)}")


def test_the_last_whole_object_is_read() -> None:
    """So that it is known how far a process came which was ended in the middle of a line."""
    assert once([], 20, 1 << 30, module="prints_lines").data == {"number": 2}


def test_a_process_that_goes_on_too_long_is_ended() -> None:
    outcome = once([], 0.5, 1 << 30, module="hangs", grace=0.5)
    assert outcome.late
    assert outcome.data == {"number": 1}
    assert 1.0 <= outcome.seconds < 20.0


def test_no_process_takes_more_memory_than_it_may() -> None:
    outcome = once([], 20, 200_000_000, module="fills_memory")
    assert (outcome.status, outcome.data, outcome.late) == (1, {}, False)


def test_what_a_process_took_is_known() -> None:
    outcome = once([], 20, 1 << 30, module="works")
    assert outcome.data == {"number": 4}
    assert outcome.cpu_seconds > 0
    assert 1 < outcome.peak_mb < 1000


def test_the_version_is_that_of_the_parts_that_are_named() -> None:
    assert version_of() == version_of()
    assert len({version_of(), version_of(("engine",)), version_of(("task.py",))}) == 3
