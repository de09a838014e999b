"""What stands in the way of an ending: `rules` of the story are relaxed (`relaxation`), in the order of their `relevance`,
until a life comes there (`search`)."""

from fabula.asking.obstacles.said import Rule
from fabula.asking.obstacles.search import Obstacles, Trying, obstacles

__all__ = ["Obstacles", "Rule", "Trying", "obstacles"]
