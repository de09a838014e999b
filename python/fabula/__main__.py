"""`python -m fabula` and `fabula` begin here: with little, so that an interruption is one from the first moment on."""

from __future__ import annotations

# Nothing that takes long: until `run`, an interruption ends in a traceback.
import gc
import importlib
import os
import signal
import sys

#: as all commands end that were interrupted (`cli.shared`, which is yet to be imported)
INTERRUPTED = 130


def _leave(number: int, frame: object) -> None:
    os.write(2, b"Interrupted.\n")
    os._exit(INTERRUPTED)


def _end() -> None:
    """End as interrupted. Python itself would die of the signal where it came in a text that was being executed, such as the
    methods of a dataclass, even though it has been answered."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # The number says enough.
            continue
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
    except SystemExit as end:
        if end.code != INTERRUPTED:
            # What is left goes with the process. To look at all of it for garbage once more is what a big story would wait for.
            gc.freeze()
            raise
        _end()
    except KeyboardInterrupt:
        _end()


if __name__ == "__main__":
    run()
