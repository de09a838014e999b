"""What a piece of work may take, time and memory together, looked after from outside: the work itself need not look.

Loops that can say what they know so far look at their own budgets, and end in good order. This here is for all else: reading
files, building engines, replaying, telling, drawing.
"""

from __future__ import annotations

import gc
import inspect
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

#: seconds between two looks
OFTEN = 0.05
#: seconds after which what was raised is raised anew: what has heard it may be long in putting things in order
AGAIN = 0.25
_STATM = Path("/proc/self/statm")
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Budget:
    """When a piece of work ends, whatever it knows: after `seconds`; when all that it keeps takes so many `bytes`; when it has
    found so many `states`. None = no bound."""

    seconds: float | None = 60.0
    bytes: int | None = 4_000_000_000
    states: int | None = None

    def after(self, spent: float) -> Budget:
        """What is left of it after so many seconds."""
        return self if self.seconds is None else replace(self, seconds=max(0.0, self.seconds - spent))

    def explored(self) -> Budget:
        """What of it an exploration may take, or a search that comes after it: half of its memory."""
        return self if self.bytes is None else replace(self, bytes=self.bytes // 2)

    def until(self) -> float | None:
        """The moment of the monotonic clock at which its time is over, if that begins now."""
        return None if self.seconds is None else time.monotonic() + self.seconds

    def part(self, parts: float) -> Budget:
        """One of so many equal parts of its time."""
        return self if self.seconds is None else replace(self, seconds=self.seconds / parts)


#: what an exploration of lives may take if nobody says anything else
USUAL = Budget()
UNBOUNDED = Budget(None, None, None)


class OutOfBudget(Exception):
    """The time or the memory has ended. `why`: "time" or "memory"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


if sys.platform == "win32":

    def held() -> int:
        """The bytes that this process holds; 0 where the system does not say."""
        return 0

else:
    import resource

    #: what the system counts the peak in
    _UNIT = 1 if sys.platform == "darwin" else 1024
    _PAGE = resource.getpagesize()

    def held() -> int:
        """The bytes that this process holds, or, where the system does not say, the most that it has held."""
        if _STATM.exists():
            return int(_STATM.read_text(encoding="ascii").split()[1]) * _PAGE
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


@contextmanager
def within(seconds: float | None, size: int | None = None) -> Iterator[None]:
    """Raises `OutOfBudget` in the midst of the work as soon as it has taken longer than `seconds`, or this process holds `size`
    bytes more than before; at once where there are no seconds. None = no bound.

    It takes a signal to do that: where there is none (Windows, threads other than the main one) nothing is raised. What is
    raised where nobody can hear it (a destructor) is raised anew, at the latest when the work has ended. Within another such
    block, the looks of that one go on when this one has ended."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    end = None if seconds is None else time.monotonic() + max(seconds, 0.0)
    most = None if size is None else held() + size

    raised: OutOfBudget | None = None
    anew = 0.0
    looking = False

    def look(number: int = 0, frame: FrameType | None = None) -> None:
        nonlocal looking
        if looking or (frame is not None and frame.f_code is look.__code__):
            # On a machine that has much else to do one look comes in the midst of another: what it raised there would be
            # raised where that one would not.
            return
        looking = True
        try:
            look_out(frame)
        finally:
            looking = False

    def look_out(frame: FrameType | None) -> None:
        nonlocal raised, anew
        if time.monotonic() < anew or _is_between(frame) or _is_called_by_the_collector(frame):
            # The collector drops what is raised there, and says so on the terminal.
            return
        if end is not None and time.monotonic() >= end:
            raised = OutOfBudget("time")
        elif most is not None and held() > most:
            raised = OutOfBudget("memory")
        else:
            return
        anew = time.monotonic() + AGAIN
        raise raised

    def unraisable(dropped: sys.UnraisableHookArgs) -> None:
        # What was raised where nobody can hear it, as in a destructor or what a weak reference calls, is raised anew.
        if dropped.exc_value is not raised:
            told(dropped)

    look()
    told = sys.unraisablehook
    is_within = signal.getitimer(signal.ITIMER_REAL) != (0.0, 0.0)
    before = signal.signal(signal.SIGALRM, look)
    # Again and again: see `unraisable`.
    signal.setitimer(signal.ITIMER_REAL, OFTEN, OFTEN)
    sys.unraisablehook = unraisable
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.unraisablehook = told
        signal.signal(signal.SIGALRM, before)
        if is_within:
            signal.setitimer(signal.ITIMER_REAL, OFTEN, OFTEN)
    if raised is not None:
        raise OutOfBudget(raised.why)


def _is_between(frame: FrameType | None) -> bool:
    """Whether a frame is where a block is entered or left: what is raised there keeps it from being left in order, the block of
    `within` itself among them, which then would never end."""
    return frame is not None and (frame.f_code.co_name in ("__enter__", "__exit__") or frame.f_code is _WITHIN)


def _is_called_by_the_collector(frame: FrameType | None) -> bool:
    """Whether a frame is within a function that is called before or after garbage is collected (`gc.callbacks`)."""
    codes = {getattr(one, "__code__", None) for one in gc.callbacks}
    while frame is not None:
        if frame.f_code in codes:
            return True
        frame = frame.f_back
    return False


_WITHIN = inspect.unwrap(within).__code__
