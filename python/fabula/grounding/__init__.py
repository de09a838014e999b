"""A checked story with things for its variables and numbers for its names: `model.Definition` -> `task.Task`."""

from fabula.grounding.assembly import ground
from fabula.grounding.budget import Limits
from fabula.grounding.ground import Ground, GroundAction, GroundTrigger
from fabula.grounding.ideas import Idea

__all__ = ["Ground", "GroundAction", "GroundTrigger", "Idea", "Limits", "ground"]
