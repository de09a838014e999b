"""Stories whose people act for reasons of their own: checked, told and played.

import fabula

story = fabula.load("stories/the_ridge.fabula")   # raises fabula.StoryProblems, with all of them
life = story.tell(ending="together", seed=7)      # a Life: events, each with its reasons
session = story.play(as_="Aeris")                 # session.choices, .choose(0), .undo(), .mind("Aeris"), .save(path)
found = fabula.plan(story, goal=2)                # acts, each with the reasons for it; or a proof that there are none
"""

from __future__ import annotations

from fabula.later import names_of

# As `typing` has it, which takes longer to import than all that is here: `fabula` is to begin soon.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from fabula.lives import Life
    from fabula.plans import Planned, plan
    from fabula.play import Mind, Session
    from fabula.problems import Problem, StoryProblems
    from fabula.story import Story, load, loads

__version__ = "0.1.0"
__all__ = ["Life", "Mind", "Planned", "Problem", "Session", "Story", "StoryProblems", "__version__", "load", "loads", "plan"]

# A module of ours that is used alone does not load all others.
if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(
        __name__,
        {
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
        },
    )
