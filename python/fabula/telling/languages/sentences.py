"""What the engine says of its own, as a language must be able to say it: acts, beliefs, wants, reasons, refusals.

Pieces come in and go out; who is called by which word, and in which tense, is decided where they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fabula.model import Action, Definition, Variable
from fabula.syntax.templates import Slot
from fabula.telling.languages.statements import Clause, Describer, Pieces, Statement


@dataclass(frozen=True, slots=True)
class Step:
    """An act that somebody intends: their own, or one of others that they count on."""

    act: Clause
    own: bool


class Sentences(Protocol):
    """`gains` are what somebody wants, each as it follows the word for wanting; `who` is whoever is spoken of."""

    def describer(self, definition: Definition) -> Describer:
        """What makes statements of the conditions of a story."""
        ...

    def finite(self, statement: Statement) -> Pieces:
        """A statement as a sentence without a full stop."""
        ...

    def dependent(self, statement: Statement) -> Pieces:
        """A statement as it stands behind a word such as "that" or "when"."""
        ...

    def infinitive(self, clause: Clause) -> Pieces:
        """An act as what one tries: "to walk to the field"."""
        ...

    def imperative(self, clause: Clause) -> Pieces: ...

    def letting(self, clause: Clause) -> Pieces:
        """An imperative that lets somebody else do it: "Let Ben walk to the field"."""
        ...

    # --- acts --------------------------------------------------------------------------------------------------------

    def from_phrase(self, action: Action) -> Clause | None:
        """What its author calls an act: "[tell] {other} the plan", of an act of nobody with what does it; None if that is not
        said."""
        ...

    def from_choice(self, subject: Pieces, action: Action) -> Clause | None:
        """What the author says in the imperative, if that is one plain clause."""
        ...

    def from_name(self, subject: Pieces, definition: Definition, action: Action, others: tuple[Variable, ...]) -> Clause:
        """An act by its name; `others`: the parameters that do not do it."""
        ...

    def of_itself(self, action: Action) -> Clause:
        """An act of nobody and about nobody."""
        ...

    def is_shared(self, action: Action) -> bool:
        """Whether an act by several is one that all of them do, by its name."""
        ...

    def in_a_row(self, doers: tuple[Slot, ...]) -> Pieces: ...

    # --- beliefs -----------------------------------------------------------------------------------------------------

    def believing(self, who: Slot, content: Statement) -> Clause:
        """ "Cloud believes that Hale is alive"."""
        ...

    def knowing(self, who: Slot, what: Pieces) -> Clause:
        """ "Cloud knows where Hale is"."""
        ...

    def learned(self, who: Slot, content: Statement, seen: bool) -> Pieces:
        """ "now Cloud believes that Hale is dead", or that he sees it."""
        ...

    def no_longer_knows(self, who: Slot, what: Pieces) -> Pieces: ...

    def whether(self, clause: Clause) -> Pieces:
        """ "whether Hale is alive"."""
        ...

    def whether_so(self, words: str) -> str | None:
        """The same of a phrase that says whether or that something is so; None if it does not."""
        ...

    def asked(self, words: str) -> str:
        """A noun phrase as what one asks: "whoever holds it" -> "who holds it"."""
        ...

    # --- wants and reasons -------------------------------------------------------------------------------------------

    def is_gain(self, text: str) -> bool:
        """Whether a text reads as what somebody wants, where the story has no such line."""
        ...

    def gain(self, statement: Statement, who: str) -> Pieces:
        """What is wanted, from what is to be so."""
        ...

    def more_of(self, noun: Pieces, much: bool) -> Pieces:
        """More of something is wanted, or less of it."""
        ...

    def wanting(self, who: Slot, gains: Sequence[Pieces]) -> Pieces: ...

    def plan(self, steps: Sequence[Step]) -> Pieces: ...

    def reason(self, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        """What somebody wants of an act, and means to do next. Without gains it is what comes of the act."""
        ...

    def because(self, act: Pieces, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        """An act and a reason as one sentence, without a full stop."""
        ...

    def agreeing(self, who: Slot, gains: Sequence[Pieces], further: Sequence[Step]) -> Pieces:
        """That somebody agrees, and the reason."""
        ...

    # --- what does not happen ----------------------------------------------------------------------------------------

    def refusing(self, who: Slot, gains: Sequence[Pieces]) -> Pieces:
        """That somebody refuses, for what is wanted; without gains, as nothing in it is wanted. With its full stop."""
        ...

    def refused_for_unknown_reasons(self, who: Slot) -> Pieces:
        """That somebody refuses, and whoever is refused can't tell why. With its full stop."""
        ...

    def refused_as_impossible(self, who: Slot, obstacles: Sequence[str]) -> Pieces:
        """That somebody refuses because it can't be done, as they see it."""
        ...

    def failed(self, who: Slot, act: Clause, learned: Sequence[str]) -> Pieces:
        """That somebody tried in vain, and what was learned by it."""
        ...
