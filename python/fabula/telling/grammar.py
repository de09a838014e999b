"""What every language of a telling has in some way: tense, person, number, case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum


class Tense(str, Enum):
    PAST = "past"
    PRESENT = "present"


class Person(IntEnum):
    """In which person the teller is spoken of; all others are in the third."""

    FIRST = 1
    SECOND = 2
    THIRD = 3


class Case(str, Enum):
    """The form of a name or pronoun. `POSSESSIVE` stands before a noun ("her"), `OWN` alone ("hers")."""

    SUBJECT = "subject"
    OBJECT = "object"
    POSSESSIVE = "possessive"
    OWN = "own"
    REFLEXIVE = "reflexive"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a verb must agree with."""

    person: Person = Person.THIRD
    plural: bool = False
