"""Playing: a session of one reader, the director who leads the others, saves, and the player for a terminal."""

from typing import TYPE_CHECKING

from fabula.lazy import names_of

if TYPE_CHECKING:
    from fabula.play.attempts import Done, Failed, Refused
    from fabula.play.mind import Belief, Mind
    from fabula.play.session import Choice, Session, Turn

__all__ = ["Belief", "Choice", "Done", "Failed", "Mind", "Refused", "Session", "Turn"]

# Lives that were kept are read without all that plays.
if not TYPE_CHECKING:
    __getattr__, __dir__ = names_of(
        __name__,
        {
            "Belief": "fabula.play.mind",
            "Choice": "fabula.play.session",
            "Done": "fabula.play.attempts",
            "Failed": "fabula.play.attempts",
            "Mind": "fabula.play.mind",
            "Refused": "fabula.play.attempts",
            "Session": "fabula.play.session",
            "Turn": "fabula.play.session",
        },
    )
