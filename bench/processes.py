"""A module in a process of its own, which can't take more memory than it may, and not much more time."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fabula

#: seconds beyond its budget after which a process is ended from outside
GRACE = 20.0
#: how files end that can change what is measured
_CODE = {".py", ".so", ".pyd", ".fabula"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process printed, and what it took. `data`: its object or, of several lines, the last whole one; empty = none.
    `cpu_seconds`: of all its threads. `late`: whether it was ended from outside."""

    data: dict[str, Any]
    seconds: float
    cpu_seconds: float
    peak_mb: float
    status: int
    late: bool


def once(command: Sequence[str], seconds: float, size: int, *, module: str = "fabula", grace: float = GRACE) -> Outcome:
    """A module with these arguments, ended `grace` seconds after the time that it may take; it may take `size` bytes."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        start = time.perf_counter()
        # As installed, with compiled modules kept: otherwise half of a short run is Python compiling fabula.
        keeping = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        arguments = [sys.executable, "-m", module, *command]
        process = subprocess.Popen(arguments, stdout=out, stderr=subprocess.DEVNULL, env=keeping)
        late = False
        try:
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (size, size))
            end = start + seconds + grace
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if not late and time.perf_counter() > end:
                    late = True
                    process.kill()
                time.sleep(0.002)
        except BaseException:
            # Also where this run is interrupted, nothing goes on in the background.
            process.kill()
            process.wait()
            raise
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        data = _last_object(out.read())
    return Outcome(data, taken, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, process.returncode, late)


def version_of(parts: Iterable[str] = (".",)) -> str:
    """Changes with everything in these parts of the package that can change a measurement."""
    digest = hashlib.sha256()
    folder = Path(fabula.__file__).parent
    for part in parts:
        for path in sorted([folder / part] if part.endswith(".py") else (folder / part).rglob("*")):
            if path.suffix in _CODE and folder / "stories" not in path.parents:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _last_object(text: str) -> dict[str, Any]:
    found = _object(text)
    for line in reversed(text.splitlines() if found is None else ()):
        if (found := _object(line)) is not None:
            break
    return found or {}


def _object(text: str) -> dict[str, Any] | None:
    """The object in a text; None if it is none, as where a process was ended while it was writing."""
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
