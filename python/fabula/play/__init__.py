"""Playing: a session of one reader, the director who leads the others, saves, and the player for a terminal."""

from fabula.play.attempts import Done, Failed, Refused
from fabula.play.mind import Belief, Mind
from fabula.play.session import Choice, Session, Turn

__all__ = ["Belief", "Choice", "Done", "Failed", "Mind", "Refused", "Session", "Turn"]
