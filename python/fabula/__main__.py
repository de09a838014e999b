"""`python -m fabula` and `fabula` begin here: with little, so that an interruption is one from the first moment on."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from types import FrameType

#: as all commands end that were interrupted (`cli.shared`, which is yet to be imported)
INTERRUPTED = 130


def _leave(number: int, frame: FrameType | None) -> None:
    os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


def run() -> None:
    """Run the command that the process was called with. Does not return."""
    waits = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if waits:
        # As long as nothing is done but to import, nothing is to be put in order.
        signal.signal(signal.SIGINT, _leave)
    main = importlib.import_module("fabula.cli").main
    try:
        if waits:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        main()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
