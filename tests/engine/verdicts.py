"""Whether a condition is true, false or not known in a mind: asked of the engine itself, by an act under that condition."""

from __future__ import annotations

from collections.abc import Callable

from tests.engine.small import Small

from fabula.engine.interface import Engine
from fabula.task import TRUE, Condition, Task

VERDICTS = {"1": True, "0": False, "0 1": None}


def verdict(start: Callable[[Task], Engine], small: Small, condition: Condition, path: str = "") -> bool | None:
    """The truth of a condition in the mind at the end of a path at the start; None = not known. `small` has a truth `answer`,
    which no fact speaks of."""
    asked = small.action(f"ask{len(small.actions)}", TRUE, small.effect("answer", 1, when=condition))
    engine = start(small.task())
    whose = small.path(path)
    after = engine.do(small.mind(engine, engine.initial(), path), asked, whose[-1] if whose else None)
    return VERDICTS[small.taken(engine, after, "answer")]
