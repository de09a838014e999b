"""Each test has a limit of time, also where it hangs in native code or in a signal handler of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HANGING = """
import signal
import threading
import pytest

@pytest.mark.limit(1)
def test_that_hangs():
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    threading.Event().wait()

@pytest.mark.limit(60)
def test_that_does_not():
    pass
"""


def run(folder: Path, checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_hanging.py").write_text(HANGING, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.limits", f"--rootdir={folder}", str(folder), *arguments]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-c", "/dev/null"],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_a_test_that_hangs_ends_its_process_and_says_where(tmp_path: Path, checkout: Path) -> None:
    ended = run(tmp_path, checkout)
    assert ended.returncode == 1
    assert "Timeout (0:00:01)!" in ended.stderr
    assert "in test_that_hangs" in ended.stderr


def test_other_processes_go_on_with_the_tests(tmp_path: Path, checkout: Path) -> None:
    pytest.importorskip("xdist")
    ended = run(tmp_path, checkout, "-n", "1")
    assert ended.returncode == 1
    assert "1 failed, 1 passed" in ended.stdout
    assert "crashed while running" in ended.stdout


def test_a_test_that_is_quick_is_left_alone(tmp_path: Path, checkout: Path) -> None:
    assert run(tmp_path, checkout, "-k", "does_not").returncode == 0
