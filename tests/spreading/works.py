"""What is worked out in tests, by others: functions of a module, as they have to be."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field

from fabula.budget import Budget


@dataclass
class Counted:
    """How often it was worked with, by one and the same worker."""

    base: int
    times: list[int] = field(default_factory=list)


def squared(shared: int, part: int, share: Budget) -> int:
    """What is begun first takes longest."""
    time.sleep(0.05 if part % 2 == 0 else 0.0)
    return shared + part * part


def granted(shared: None, part: int, share: Budget) -> tuple[float | None, int | None]:
    return share.seconds, share.bytes


def counted(shared: Counted, part: int, share: Budget) -> tuple[int, int]:
    """Which process it was, and how often it has worked."""
    shared.times.append(part)
    return os.getpid(), len(shared.times)


def refusing(shared: int, part: int, share: Budget) -> int:
    if part == shared:
        raise ValueError(f"{part} is refused")
    return part


def leaving(shared: int, part: int, share: Budget) -> int:
    """Ends its process at one part: with a number, or by a signal."""
    if part == abs(shared):
        if shared < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        os._exit(7)
    return part


def leaving_once(shared: str, part: int, share: Budget) -> int:
    """Ends its process at part 3, as long as there is no file of this name."""
    if part == 3 and not os.path.exists(shared):  # noqa: PTH110
        with open(shared, "w", encoding="utf-8"):  # noqa: PTH123
            os._exit(7)
    return part


def idling(shared: None, part: int, share: Budget) -> int:
    time.sleep(0.0 if part < 2 else 600.0)
    return part
