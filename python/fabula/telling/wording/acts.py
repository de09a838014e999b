"""Acts in the engine's own words, where their author gave none: "Aeris walks from the field to the trees".

The name of the action is its verb; who consents does it. What the author says in the imperative (`choice`) is used where that
is one plain clause. How that is read, a language knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fabula.model import Action, Literal, Variable
from fabula.syntax.templates import Slot
from fabula.telling.content.wills import named_wills
from fabula.telling.languages import realiser_for
from fabula.telling.languages.sentences import Sentences
from fabula.telling.languages.statements import Clause, Pieces
from fabula.telling.world import World


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as a clause: who does it, by which verb, and what follows; `binding` says what the slots stand for."""

    clause: Clause
    binding: Mapping[str, str]
    sentences: Sentences

    @property
    def subject(self) -> Pieces:
        return self.clause.subject

    @property
    def finite(self) -> Pieces:
        return self.sentences.finite(self.clause)

    @property
    def infinitive(self) -> Pieces:
        return self.sentences.infinitive(self.clause)

    @property
    def named(self) -> Clause:
        """The clause with slots that name things instead of parameters."""
        clause = self.clause
        subject, rest = retold(self.binding, clause.subject), retold(self.binding, clause.rest)
        behind, content = retold(self.binding, clause.behind), retold(self.binding, clause.content)
        return replace(clause, subject=subject, rest=rest, behind=behind, content=content)


def deed_of(world: World, number: int, known: bool = True) -> Deed:
    """An act of the task as a deed. `known`: whether it is known which will moves a body."""
    action = world.definition.actions[world.ground.actions[number].schema]
    return deed_as(world, action, named_wills(world, number, known))


def deed_as(world: World, action: Action, binding: Mapping[str, str]) -> Deed:
    """An act as a deed, with these things for its parameters."""
    sentences = realiser_for(world.definition.front.language).sentences
    doers = tuple(_slot_of(doer) for doer in action.by if isinstance(doer, Variable | Literal))
    phrased = sentences.from_phrase(action)
    if phrased is not None and phrased.subject:
        return Deed(phrased, binding, sentences)
    if not doers and not action.parameters:
        return Deed(sentences.of_itself(action), binding, sentences)
    chosen = phrased or sentences.from_choice((), action)
    named = (
        {piece.who for piece in (*chosen.rest, *chosen.behind, *chosen.content) if isinstance(piece, Slot)}
        if chosen is not None
        else set()
    )
    # "Give {taker} the sword" is done by the first alone, although the other agrees to it; "Come up to the field" by both
    if not doers or (len(doers) > 1 and (named & {doer.who for doer in doers} if chosen else not sentences.is_shared(action))):
        doers = doers[:1] or (Slot(action.parameters[0].name),)
    others = tuple(parameter for parameter in action.parameters if parameter.name not in {doer.who for doer in doers})
    subject = sentences.in_a_row(doers)
    if chosen is not None:
        return Deed(replace(chosen, subject=subject), binding, sentences)
    return Deed(sentences.from_name(subject, world.definition, action, others), binding, sentences)


def _slot_of(doer: Variable | Literal) -> Slot:
    return Slot(doer.name if isinstance(doer, Variable) else str(doer.value))


def retold(binding: Mapping[str, str], pieces: Pieces) -> Pieces:
    """Pieces whose slots name things instead of parameters, so that those of several acts can stand in one sentence."""
    return tuple(
        replace(piece, who=binding.get(piece.who, piece.who), position=0) if isinstance(piece, Slot) else piece
        for piece in pieces
    )
