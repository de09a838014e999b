"""What stands in the way of an ending: `rules` of the story, in the order of their `relevance`, are relaxed (`relaxation`) until a
life comes there (`search`)."""

from fabula.asking.obstacles.rules import Rule
from fabula.asking.obstacles.search import Obstacles, Trying, obstacles

__all__ = ["Obstacles", "Rule", "Trying", "obstacles"]
