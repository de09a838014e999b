"""Stories whose people act for reasons of their own: checked, told and played.

import fabula

story = fabula.load("stories/the_ridge.fabula")   # raises fabula.StoryProblems, with all of them
life = story.tell(ending="together", seed=7)      # a Life: events, each with its reasons
session = story.play(as_="Aeris")                 # session.choices, .choose(0), .undo(), .mind("Aeris"), .save(path)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fabula.lives import Life
    from fabula.play import Mind, Session
    from fabula.problems import Problem, StoryProblems
    from fabula.story import Story, load, loads

__version__ = "0.1.0"
__all__ = ["Life", "Mind", "Problem", "Session", "Story", "StoryProblems", "__version__", "load", "loads"]

_HOMES = {
    "Life": "fabula.lives",
    "Mind": "fabula.play",
    "Problem": "fabula.problems",
    "Session": "fabula.play",
    "Story": "fabula.story",
    "StoryProblems": "fabula.problems",
    "load": "fabula.story",
    "loads": "fabula.story",
}


def __getattr__(name: str) -> object:
    """Names are imported when they are first asked for: a module of ours that is used alone does not load all others."""
    if name not in _HOMES:
        raise AttributeError(f"module 'fabula' has no attribute {name!r}")
    found = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
