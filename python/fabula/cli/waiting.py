"""How long somebody has been waiting for a command."""

from __future__ import annotations

import os
import time
from pathlib import Path

_IMPORTED = time.monotonic()
#: what the system says of this process, where it does: its 22nd word is when it began, in ticks since the system did
_STAT = Path("/proc/self/stat")


def waited() -> float:
    """Seconds since the process began; where the system does not say that, since it came to this module."""
    since_import = time.monotonic() - _IMPORTED
    try:
        words = _STAT.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return since_import
    # The name of the program, in brackets, is the second word, and may itself have spaces.
    began = int(words[19]) / os.sysconf("SC_CLK_TCK")
    return max(since_import, time.clock_gettime(time.CLOCK_BOOTTIME) - began)
