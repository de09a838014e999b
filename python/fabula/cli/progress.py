"""A line on a terminal that says how far something is, and is gone when it is over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from fabula.cli.output import USUAL, columns, overwrite, watched

#: seconds between two looks
OFTEN = 0.1


class Line:
    """The one line. On anything but a terminal it says nothing."""

    def __init__(self) -> None:
        self._shows = watched()
        self._last = float("-inf")
        self._length = 0

    def show(self, text: str) -> None:
        """Replace the line, unless that was just done."""
        now = time.monotonic()
        if not self._shows or now - self._last < OFTEN:
            return
        self._last = now
        shown = text[: max(20, (columns(err=True) or USUAL) - 1)]
        overwrite(shown, self._length)
        self._length = len(shown)

    def clear(self) -> None:
        """Leave nothing of it."""
        if self._length:
            overwrite("", self._length)
            overwrite("")
            self._length = 0


@contextmanager
def progress() -> Iterator[Line]:
    """A line for as long as something takes."""
    line = Line()
    try:
        yield line
    finally:
        line.clear()


def replace_line(text: str) -> None:
    """Say what is going on, on a line of the terminal that the next one takes the place of."""
    if watched():
        overwrite("", (columns(err=True) or USUAL) - 1)
        overwrite(text)


def size(count: float) -> str:
    """Bytes for people."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
