"""Lives of a story: sequences of acts, each with its reasons; how they are found and replayed."""

from fabula.lives.colour import Aside, Colour
from fabula.lives.finding import wander
from fabula.lives.life import Attempt, Event, Life, Reason
from fabula.lives.reasons import gains_of, reasons_for, wants_of
from fabula.lives.replaying import LifeParts, act_number, replay

__all__ = [
    "Aside",
    "Attempt",
    "Colour",
    "Event",
    "Life",
    "LifeParts",
    "Reason",
    "act_number",
    "gains_of",
    "reasons_for",
    "replay",
    "wander",
    "wants_of",
]
