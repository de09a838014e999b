"""What every language of a telling has in some way: tense, person, number, case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fabula.model import Person, Tense
from fabula.syntax.templates import Form, Piece, Slot, Text, Verb


class Case(str, Enum):
    """The form of a name or pronoun. `POSSESSIVE` stands before a noun ("her"), `OWN` alone ("hers"). `DATIVE` is for languages
    that tell it from the object."""

    SUBJECT = "subject"
    OBJECT = "object"
    POSSESSIVE = "possessive"
    OWN = "own"
    REFLEXIVE = "reflexive"
    DATIVE = "dative"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a verb must agree with."""

    person: Person = Person.THIRD
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does what in a text. `subjects`: for each verb (by its index among the pieces) the indices of the slots or nouns
    that it agrees with, or whether the words that it agrees with are plural. `cases`: of each slot. `doers`: for each slot in
    object position the subject of its clause, so that the two can be the same."""

    subjects: dict[int, tuple[int, ...] | bool]
    cases: dict[int, Case]
    doers: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Past(Verb):
    """A verb that stands in the past, in whichever tense the rest is told."""


@dataclass(frozen=True, slots=True)
class Further(Verb):
    """A verb that has the form of the one before it: "to put a finger in and lick it"."""


@dataclass(frozen=True, slots=True)
class Cased(Slot):
    """A slot of which it is known in which case it stands."""

    case: Case = Case.SUBJECT


def further(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What follows a verb, with verbs that share its form."""
    return tuple(Further(piece.verb, position=piece.position) if isinstance(piece, Verb) else piece for piece in pieces)


def unfinished(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What follows an infinitive: verbs that share its form stand in their base form."""
    return tuple(Text(piece.verb) if isinstance(piece, Further) else piece for piece in pieces)


def case_of(form: Form) -> Case | None:
    """The case that a slot asks for, if it asks for one."""
    return None if form in (Form.AUTO, Form.NAME) else Case(form.value)


__all__ = ["Agreement", "Case", "Cased", "Further", "Past", "Person", "Roles", "Tense", "case_of", "further", "unfinished"]
