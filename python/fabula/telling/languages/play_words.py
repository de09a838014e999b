"""The words of a player for a terminal, as each language has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlayWords:
    """What is counted is given for one and for several; what stands in braces is filled in. The names of the commands are the
    same in every language."""

    nothing_yet: str
    stuck: str
    time_passed: str
    nothing_noticed: str
    own_reasons: str
    not_known_why: str
    fate: str
    #: who else is there: one, several; and the word before the last of several
    there_too: tuple[str, str]
    joint: str
    you_are: str
    you_are_briefly: str
    believes: str
    wrong: str
    rest: str
    the_end: str
    acts: tuple[str, str]
    only_ending: str
    no_ending: str
    endings: str
    other_endings: str
    turn: str
    help: str
    means_nothing: str
    no_choice: str
    #: what can be typed: a number of several, the only one, none; then the commands
    numbers: tuple[str, str, str]
    beginning: str
    closed_mind: str
    saved: str
    saved_lives: str
    more_saved: str
    none_saved: str
    file_there: str
    written: str
    unwritable: str
    goodbye: str
    kept: str
    #: what is said of a thing that is looked at: it is not there, it has no description, there are several
    not_in_sight: str
    nothing_special: str
    several_in_sight: str
    #: heads of a table of beliefs: about what, what is believed, what is so, what others are believed to believe
    heads: tuple[str, str, str, str]
    yes: str
    no: str
    unknown: str

    def company(self, names: Sequence[str]) -> str:
        """ "Ben and Cid were there too."."""
        joined = f"{', '.join(names[:-1])} {self.joint} {names[-1]}" if len(names) > 1 else "".join(names)
        return self.there_too[len(names) > 1].format(names=joined)
