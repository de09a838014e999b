"""What a language must be able to do so that stories can be told in it. `en/` and `de/` are two that can."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fabula.model import Pronoun
from fabula.syntax.templates import Piece, Slot
from fabula.telling.languages.answers import AnswerWords
from fabula.telling.languages.asides import Asides
from fabula.telling.languages.comparison import Comparison
from fabula.telling.languages.connectives import Connectives
from fabula.telling.languages.grammar import Agreement, Case, Person, Roles, Tense
from fabula.telling.languages.labels import Labels
from fabula.telling.languages.marks import Marks
from fabula.telling.languages.play_words import PlayWords
from fabula.telling.languages.sentences import Sentences


class Realiser(Protocol):
    """The forms of words in one language. All words come in and go out as plain text."""

    @property
    def connectives(self) -> Connectives: ...

    @property
    def asides(self) -> Asides:
        """How it is said what is remembered, foretold, or tried in vain, and where."""
        ...

    @property
    def sentences(self) -> Sentences:
        """How the engine's own sentences are said."""
        ...

    @property
    def play(self) -> PlayWords:
        """The words of the player for a terminal."""
        ...

    @property
    def answers(self) -> AnswerWords:
        """The words in which questions about all lives are answered."""
        ...

    @property
    def labels(self) -> Labels:
        """The words around a page."""
        ...

    @property
    def marks(self) -> Marks:
        """The quotation marks, and where an apostrophe stands instead of one."""
        ...

    @property
    def comparison(self) -> Comparison | None:
        """The words by which it is seen whether another wording tells the same; None where nobody knows them."""
        ...

    def wish(self, subject: Slot, gain: tuple[Piece, ...], subordinate: bool) -> tuple[Piece, ...]:
        """What somebody wants, as a sentence, or as a clause behind "because"; `gain` is the author's text."""
        ...

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

    def inflected(self, name: str, case: Case, plural: bool) -> str:
        """A name in a case; `plural`: it speaks of several."""
        ...

    def gender(self, display: str) -> Pronoun | None:
        """How a thing of this name is spoken of, if its name shows that."""
        ...

    def join(self, parts: Sequence[str], word: str = ...) -> str:
        """A list in prose."""
        ...

    def number(self, number: int) -> str:
        """A number in words where prose would write it so."""
        ...

    def word(self, word: str) -> str:
        """A word of the engine's own for a value: yes, no, nobody, nowhere, nothing, unknown."""
        ...

    def roles(self, pieces: tuple[Piece, ...]) -> Roles:
        """What the verbs of a text agree with, and in which case its slots stand."""
        ...

    def capitalize(self, sentence: str) -> str:
        """The sentence with a capital where it begins."""
        ...

    def finished(self, text: str) -> str:
        """The text once all words of it stand there: what grows together is put together."""
        ...
