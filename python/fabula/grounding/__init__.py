"""A checked story with things for its variables and numbers for its names: `model.Definition` -> `task.Task`."""

from fabula.grounding.assembly import ground
from fabula.grounding.ground import Ground, GroundAction, GroundTrigger
from fabula.grounding.ideas import Idea
from fabula.grounding.steps import Capacity

__all__ = ["Capacity", "Ground", "GroundAction", "GroundTrigger", "Idea", "ground"]
