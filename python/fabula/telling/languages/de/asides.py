"""What the engine says between the acts in German: "Sie hatte nicht vergessen, dass er den Ring gestohlen hatte"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.syntax.templates import Form, Noun, Piece, Slot, Template, Text, Verb
from fabula.telling.languages.asides import Asides, Foreseen
from fabula.telling.languages.de.acts import told_of
from fabula.telling.languages.de.nouns import inflected
from fabula.telling.languages.de.statements import cased, infinitive, joined, subordinate
from fabula.telling.languages.de.verbs import has_sein, is_modal, past_participle, with_zu
from fabula.telling.languages.grammar import Case
from fabula.telling.languages.statements import Clause, Pieces

#: whom such a word means can be read only where it was written
_PRONOUN = re.compile(
    r"\b(er|sie|es|ihn|ihm|ihnen|ihr\w*|sein|seine[rsmn]?|hier|dort|da|nun|jetzt|dies\w*|dann|sich)\b", re.IGNORECASE
)
#: a memory has no more words than this
SHORT = 14
_OMENS = {
    Foreseen.PARTED: "{who} [sein] zum letzten Mal bei {other} gewesen.",
    Foreseen.LEFT: "{who} [sollen] nicht mehr zu {place} zurückkehren.",
    Foreseen.LAST: "Es [sein] das Letzte, was {who} [tun].",
}


class GermanAsides:
    """German as `Asides`."""

    def memories(self, pieces: Pieces, who: str, found: bool, present: bool) -> tuple[Template, ...]:
        act = _first_sentence(pieces)
        if act is None:
            return ()
        subject = cased(act.subject, Case.SUBJECT)
        auxiliary = Verb("sein" if has_sein(act.verb) else "haben")
        said = (*act.rest, *act.behind, Text(" " + past_participle(act.verb)))
        main = (*subject, Text(" "), auxiliary, *said)
        if found:
            return (Template((*main, Text("."))),)
        remembers: Pieces = (*cased((Slot(who),), Case.SUBJECT), Text(" "), Verb("haben"))
        behind = (*subject, *said, Text(" "), auxiliary)
        return (
            Template((*remembers, Text(" nicht vergessen, dass "), *behind, Text("."))),
            Template((*main, Text(", und "), *remembers, Text(" das nicht vergessen."))),
        )

    def omen(self, sort: Foreseen) -> str:
        return _OMENS[sort]

    def in_vain(self, who: str, act: Clause, learned: Sequence[Pieces], turn: int) -> Template:
        why: Pieces = (Noun("es"), Text(" "), Verb("gehen"), Text(" nicht"))
        if learned:
            why = joined(list(learned), "und")
        return Template((*_tried(who, act, turn), Text(", doch "), *why, Text(".")))

    def refused(self, who: str, other: str, act: Clause, own: bool, turn: int) -> Template:
        someone = cased((Slot(who),), Case.SUBJECT)
        if own:
            unwilling: Pieces = (Slot(other), Text(" "), Verb("wollen"), Text(" nicht."))
            return Template((*someone, Text(" "), Verb("wollen"), Text(" "), *_bare(act), Text(", aber "), *unwilling))
        answer: Pieces = (Text(", aber "), Slot(other, form=Form.SUBJECT), Text(" "), Verb("wollen"), Text(" nicht."))
        if turn % 2:
            asked = (*someone, Text(" "), Verb("bitten"), Text(" "), *cased((Slot(other),), Case.OBJECT), Text(", "))
            return Template((*asked, *infinitive(act, with_zu(act.verb)), *answer))
        return Template((*someone, Text(" "), Verb("wollen"), Text(", dass "), *subordinate(act), *answer))

    def scene(self, at: str, place: str, several: bool, again: bool, late: bool) -> str:
        words = [*(("später",) if late else ()), *(("wieder",) if again else ())]
        where = f"{at if at.isalpha() else 'bei'} {inflected(place, Case.DATIVE, several)}"
        return f"{' '.join((*words, where))}:"


def _tried(who: str, act: Clause, turn: int) -> Pieces:
    someone: Pieces = (*cased((Slot(who),), Case.SUBJECT), Text(" "))
    if turn % 2:
        return (*someone, Verb("wollen"), Text(" "), *_bare(act))
    return (*someone, Verb("versuchen"), Text(", "), *infinitive(act, with_zu(act.verb)))


def _bare(act: Clause) -> Pieces:
    return infinitive(act, act.verb)


def _first_sentence(pieces: Pieces) -> Clause | None:
    """The first sentence of a text as a clause, if it is plain: somebody, one verb, and what follows it."""
    told: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Text) and (stop := re.search(r"[.!?](\s|$)", piece.text)):
            told.append(Text(piece.text[: stop.start()] + "."))
            break
        told.append(piece)
    said = "".join(piece.text if isinstance(piece, Text) else " x " for piece in told)
    first = told[0] if told else None
    paths = any(isinstance(piece, Slot) and piece.path for piece in told)
    if not isinstance(first, Slot) or paths or _PRONOUN.search(said) or len(said.split()) > SHORT:
        return None
    act = told_of(Template(tuple(told)), first.who)
    return None if act is None or is_modal(act.verb) else Clause((Slot(first.who),), act.verb, act.rest, behind=act.behind)


ASIDES: Asides = GermanAsides()
