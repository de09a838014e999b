"""A process that is interrupted at work: not while it is still being imported, however busy the machine is."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

#: `fabula`, which says so as soon as it looks for a life
SEARCHING = """
import sys
from fabula.__main__ import run
from fabula.engine.core import NativeEngine

search = NativeEngine.search

def saying(*arguments, **names):
    print("searching", file=sys.stderr, flush=True)
    return search(*arguments, **names)

NativeEngine.search = saying
run()
"""


def interrupted(
    folder: Path, *arguments: str, seconds: float = 60, after: str = "a second", program: Sequence[str] = ("-m", "fabula")
) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `fabula` when it is interrupted after its first line of progress, or
    when what it says of it has come to `after`. Its standard error is a terminal, its standard output is none. `program`: what
    Python runs."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        start_new_session=True,
    )
    os.close(theirs)
    shown = ""
    end = time.monotonic() + seconds
    try:
        while after not in shown:
            ready, _, _ = select.select([ours], [], [], max(0, end - time.monotonic()))
            assert ready, shown
            shown += os.read(ours, 65536).decode()
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=seconds)
    finally:
        # What did not come to it must not go on beside all other tests.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    try:
        while True:
            shown += os.read(ours, 65536).decode()
    except OSError:
        # how a terminal says that its process has gone
        return process.returncode, output, shown
    finally:
        os.close(ours)
