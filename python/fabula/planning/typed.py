"""Limits and budgets as they are typed: what a plan, and all else that takes its time, may take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fabula.budget import Budget
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import USUAL

#: more bytes than any machine has, in as many bits as an engine counts them with
LARGEST_SIZE = (1 << 62) - 1

#: beyond this a limit of acts or levels is none, and nobody has so many plans or cores
FARTHEST = 1_000_000_000

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_BYTES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,9})?) ?([a-z]+)")


def limits_of(limits: str | Sequence[int]) -> PlanLimits:
    """Limits from `AUTHOR,CHARACTER,BELIEF` or from three numbers; -1 = none. Raises `ValueError` with what was expected."""
    parts = [part.strip() for part in limits.split(",")] if isinstance(limits, str) else [str(part) for part in limits]
    if len(parts) != 3:
        raise ValueError(
            f"expected three numbers, AUTHOR,CHARACTER,BELIEF, and there {'is' if len(parts) == 1 else 'are'} {len(parts)}"
        )
    for part in parts:
        if not re.fullmatch(r"-1|[0-9]+", part):
            raise ValueError(f"expected a whole number from 0 on, or -1 for no limit, in place of '{part[:40]}'")
    return PlanLimits(*(FARTHEST if len(part) > 9 else int(part) for part in parts))


def budget_of(text: str, usual: Budget = USUAL) -> Budget:
    """A budget from `60s,8GB`; what is not named stays as usual. Raises `ValueError` with what was expected."""
    seconds, size = usual.seconds, usual.bytes
    named: list[str] = []
    for part in text.split(","):
        amount = _AMOUNT.fullmatch(part.strip().lower())
        unit = amount[2] if amount else ""
        if amount is None or unit not in {**_SECONDS, **_BYTES}:
            raise ValueError(
                f"expected a time, a size or both, such as 60s,8GB (units s m h, B KB MB GB TB), in place of '{part[:40]}'"
            )
        if unit in _SECONDS:
            seconds = float(amount[1]) * _SECONDS[unit]
        else:
            size = min(int(float(amount[1]) * _BYTES[unit]), LARGEST_SIZE)
        named.append("time" if unit in _SECONDS else "size")
    if len(set(named)) < len(named):
        raise ValueError(f"expected one time and one size at most, and there are two of one in '{text[:40]}'")
    return replace(usual, seconds=seconds, bytes=size)
