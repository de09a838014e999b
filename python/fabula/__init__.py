"""Stories whose people act for reasons of their own: checked, told and played.

import fabula

story = fabula.load("stories/the_ridge.fabula")   # raises fabula.StoryProblems, with all of them
life = story.tell(ending="together", seed=7)      # a Life: events, each with its reasons
session = story.play(as_="Aeris")                 # session.choices, .choose(0), .undo(), .mind("Aeris"), .save(path)
found = fabula.plan(story, goal=2)                # acts, each with the reasons for it; or a proof that there are none
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fabula.lives import Life
    from fabula.plans import Planned, plan
    from fabula.play import Mind, Session
    from fabula.problems import Problem, StoryProblems
    from fabula.story import Story, load, loads

__version__ = "0.1.0"
__all__ = ["Life", "Mind", "Planned", "Problem", "Session", "Story", "StoryProblems", "__version__", "load", "loads", "plan"]

_HOMES = {
    "Life": "fabula.lives",
    "Mind": "fabula.play",
    "Planned": "fabula.plans",
    "Problem": "fabula.problems",
    "Session": "fabula.play",
    "Story": "fabula.story",
    "StoryProblems": "fabula.problems",
    "load": "fabula.story",
    "loads": "fabula.story",
    "plan": "fabula.plans",
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
