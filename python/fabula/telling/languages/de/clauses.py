"""How a German sentence is read: what a verb agrees with, and in which cases slots stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fabula.syntax.templates import Noun, Piece, Slot, Text, Verb
from fabula.telling.languages.de.nouns import is_row
from fabula.telling.languages.de.verbs import conjugate
from fabula.telling.languages.grammar import Agreement, Case, Cased, Person, Roles, Tense

_DATIVE = frozenset("aus außer bei entgegen gegenüber gemäß mit nach nahe samt seit von zu zuliebe beim vom zum zur".split())
#: those that can govern both are dative, where something is; a text that means whereto has its place after "bis zu" or says it
_DATIVE |= frozenset("an auf hinter in neben unter vor zwischen".split())
_ACCUSATIVE = frozenset("durch für gegen ohne um über bis entlang".split())
#: these verbs have somebody in the dative
GIVING = frozenset(
    """antworten befehlen begegnen bringen danken drohen erzählen folgen geben gehorchen gehören glauben helfen lauschen
    nachgehen nützen raten sagen schaden schenken schwören trauen vergeben versprechen vertrauen verzeihen zeigen zuhören
    zusehen""".split()
)
#: what is said to be something, is in the nominative as well
_EQUAL = frozenset({"sein", "werden", "heißen"})
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
#: what ends a clause; after the first ones a sentence begins
_STOPS = ".!?\u2026"
_MARK = re.compile(r"([.!?\u2026;:,\u2013\u2014\u201c\u201d\u201e\"]|\b(?:und|oder|aber|sondern|denn)\b)")
_ROW = re.compile(r"\s*(?:,|und|oder)\s+")
_PLAIN_SUBJECT = re.compile(
    r"(?:der|die|das|ein|eine|er|sie|es|ich|man|wer|was|niemand|jemand|nichts|etwas|alle|beide)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Clause:
    """What stands between two marks: words, and pieces by their index. `starts`: it begins a sentence."""

    parts: list[str | int] = field(default_factory=list)
    starts: bool = True

    def indices(self) -> list[int]:
        return [part for part in self.parts if isinstance(part, int)]

    def words_before(self, index: int) -> str:
        """The words that stand before a piece."""
        return "".join(part for part in self.parts[: self.parts.index(index)] if isinstance(part, str)).strip()

    def governor(self, index: int) -> str:
        """The last word before a piece, if it is a word that stands right there."""
        place = self.parts.index(index)
        before = self.parts[place - 1] if place else ""
        found = _LAST_WORD.search(before) if isinstance(before, str) else None
        return found[1].lower() if found is not None else ""


def _clauses(pieces: tuple[Piece, ...]) -> list[_Clause]:
    clauses = [_Clause()]
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Text):
            clauses[-1].parts.append(index)
            continue
        around = pieces[max(0, index - 1) : index + 2]
        if len(around) == 3 and all(isinstance(one, Slot) for one in (around[0], around[2])) and _ROW.fullmatch(piece.text):
            clauses[-1].parts.append(piece.text)
            continue
        for number, part in enumerate(_MARK.split(piece.text)):
            if number % 2:
                clauses.append(_Clause(starts=part[:1] in _STOPS))
            elif part:
                clauses[-1].parts.append(part)
    return clauses


def roles(pieces: tuple[Piece, ...]) -> Roles:
    """What verbs agree with, and the cases of slots: by preposition, by verb, and by their order in a clause."""
    found = Roles({}, {}, {})
    before: tuple[int, ...] = ()
    for clause in _clauses(pieces):
        if clause.starts:
            before = ()
        governed = {index: case for index in clause.indices() if (case := governed_by(clause.governor(index))) is not None}
        governed.update({index: case for index in clause.indices() if (case := _known(pieces[index])) is not None})
        free = [
            i for i in clause.indices() if isinstance(pieces[i], Slot | Noun) and i not in governed and not _owns(pieces[i])
        ]
        verbs = [index for index in clause.indices() if isinstance(pieces[index], Verb)]
        subject: tuple[int, ...] = ()
        if verbs:
            plain = _PLAIN_SUBJECT.match(clause.words_before(verbs[0])) and not any(index < verbs[0] for index in free)
            subject = () if plain else _row(clause, free) or before
            spoken = is_row(clause.words_before(verbs[0]))
            found.subjects.update(dict.fromkeys(verbs, subject or spoken))
        elif named := [index for index in free if _is_subject(pieces[index])]:
            # whose verb stands behind "und": "weil er die Frage los sein und den Stolz behalten will"
            subject = tuple(named[:1])
        elif free and not clause.words_before(free[0]).strip():
            # whoever stands first, before a verb that is written out, does it
            found.cases[free[0]] = Case.SUBJECT
            free = free[1:]
        objects = [index for index in free if index not in subject]
        giving = _gives(pieces, clause, verbs)
        equal = any(isinstance(verb := pieces[index], Verb) and verb.verb in _EQUAL for index in verbs)
        for place, index in enumerate(objects):
            found.cases[index] = Case.SUBJECT if equal else Case.DATIVE if giving and place == 0 else Case.OBJECT
        found.cases.update({index: Case.SUBJECT for index in subject if isinstance(pieces[index], Slot)})
        found.cases.update(governed)
        found.doers.update({index: subject for index in (*objects, *governed) if subject})
        before = subject or before
    whole = {index: found.cases.get(index, Case.SUBJECT) for index, piece in enumerate(pieces) if isinstance(piece, Slot)}
    return Roles(found.subjects, whole, found.doers)


def _known(piece: Piece) -> Case | None:
    """The case that a slot is in, if it says so; the one whose verb it is, is found as any other."""
    return piece.case if isinstance(piece, Cased) and piece.case is not Case.SUBJECT else None


def _is_subject(piece: Piece) -> bool:
    """Whether a slot says itself that it is who does something."""
    return isinstance(piece, Cased) and piece.case is Case.SUBJECT


def _owns(piece: Piece) -> bool:
    return isinstance(piece, Slot) and piece.possessive


def governed_by(word: str) -> Case | None:
    """The case that a word asks for, if it is a preposition."""
    return Case.DATIVE if word in _DATIVE else Case.OBJECT if word in _ACCUSATIVE else None


def _row(clause: _Clause, free: list[int]) -> tuple[int, ...]:
    """The first of the free slots, and those that stand in a row with it."""
    row = free[:1]
    for index in free[1:]:
        between = clause.parts[clause.parts.index(row[-1]) + 1 : clause.parts.index(index)]
        if len(between) != 1 or not isinstance(between[0], str) or not _ROW.fullmatch(between[0]):
            break
        row.append(index)
    return tuple(row)


def _gives(pieces: tuple[Piece, ...], clause: _Clause, verbs: list[int]) -> bool:
    """Whether somebody stands in the dative with the verb of a clause; without a verb, its first word is an imperative."""
    for index in verbs:
        if isinstance(piece := pieces[index], Verb):
            return piece.verb.split()[0] in GIVING
    first = clause.parts[0] if clause.parts else ""
    word = first.split()[0].lower().rstrip("e") if isinstance(first, str) and first.split() else ""
    return len(word) > 2 and any(imperative(verb) == word for verb in GIVING)


def imperative(verb: str) -> str:
    """ "helfen" -> "hilf", "antworten" -> "antwort": without the -e that some have."""
    second = conjugate(verb, Agreement(Person.SECOND), Tense.PRESENT).split()[0]
    stem = verb.removesuffix("n").removesuffix("e")
    return second.removesuffix("st").removesuffix("e") if second[1:2] != stem[1:2] and "i" in second else stem
