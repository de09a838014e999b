"""What a language must be able to do so that stories can be told in it. English is `english.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fabula.model import Pronoun
from fabula.syntax.templates import Piece
from fabula.telling.grammar import Agreement, Case, Person, Roles, Tense


class Realiser(Protocol):
    """The forms of words in one language. All words come in and go out as plain text."""

    def conjugate(self, verb: str, agreement: Agreement, tense: Tense) -> str:
        """A form of a verb given in its base form; of several words ("look away") the first is the verb."""
        ...

    def present_participle(self, verb: str) -> str: ...

    def past_participle(self, verb: str) -> str: ...

    def base(self, verb: str) -> str:
        """The base form of a verb given in the third person ("loves" -> "love")."""
        ...

    def pronoun(self, pronoun: Pronoun, case: Case, person: Person, plural: bool) -> str: ...

    def agreement(self, pronoun: Pronoun, person: Person, plural: bool, named: bool) -> Agreement:
        """What a verb agrees with after someone who is `named`, or else stands there as a pronoun."""
        ...

    def possessive(self, name: str) -> str:
        """A name as owner: "Aeris's", "the soldiers'"."""
        ...

    def plural(self, noun: str) -> str: ...

    def is_plural(self, name: str) -> bool:
        """Whether a name or noun phrase speaks of several."""
        ...

    def article(self, phrase: str) -> str:
        """The phrase with its indefinite article before it."""
        ...

    def join(self, parts: Sequence[str], word: str = "and") -> str:
        """A list in prose."""
        ...

    def number(self, number: int) -> str:
        """A number in words where prose would write it so."""
        ...

    def roles(self, pieces: tuple[Piece, ...]) -> Roles:
        """What the verbs of a text agree with, and in which case its slots stand."""
        ...

    def capitalize(self, sentence: str) -> str:
        """The sentence with a capital where it begins."""
        ...
