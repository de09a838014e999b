"""German as a `Realiser`. Cases follow from what stands before a slot; a finite verb agrees with the first slot of its clause
that nothing governs, wherever that stands: "Dann [knien] {who} bei {other}."
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fabula.model import Pronoun
from fabula.syntax.templates import Noun, Piece, Slot, Text, Verb
from fabula.telling import connectives
from fabula.telling.english import capitalize
from fabula.telling.german_nouns import article, gender, inflected, is_plural, is_row, plural, possessive
from fabula.telling.german_verbs import base, conjugate, past_participle, present_participle
from fabula.telling.grammar import Agreement, Case, Person, Roles, Tense
from fabula.telling.realiser import Realiser

#: in the order of `Case`; the possessive is a stem: `{who.his}e Hand`
_FORMS: dict[str, dict[Case, str]] = {
    word: dict(zip(Case, forms.split(), strict=True))
    for word, forms in {
        "I": "ich mich mein meins mich mir",
        "you": "du dich dein deins dich dir",
        "you all": "ihr euch euer eures euch euch",
        "she": "sie sie ihr ihres sich ihr",
        "he": "er ihn sein seins sich ihm",
        "it": "es es sein seins sich ihm",
        "they": "sie sie ihr ihres sich ihnen",
        "we": "wir uns unser unseres uns uns",
    }.items()
}
_NUMBERS = ("kein", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_WORDS = {
    "yes": "ja",
    "no": "nein",
    "nobody": "niemand",
    "nowhere": "nirgends",
    "nothing": "nichts",
    "unknown": "unbekannt",
    "somebody": "jemand",
    "something": "etwas",
    "somewhere": "irgendwo",
}
_DATIVE = frozenset("aus außer bei entgegen gegenüber gemäß mit nach nahe samt seit von zu zuliebe beim vom zum zur".split())
#: those that can govern both are dative, where something is; a text that means whereto has its place after "bis zu" or says it
_DATIVE |= frozenset("an auf hinter in neben unter vor zwischen".split())
_ACCUSATIVE = frozenset("durch für gegen ohne um über bis entlang".split())
#: these verbs have somebody in the dative
_GIVING = frozenset(
    """antworten befehlen begegnen bringen danken drohen erzählen folgen geben gehorchen gehören glauben helfen lauschen
    nachgehen nützen raten sagen schaden schenken schwören trauen vergeben versprechen vertrauen verzeihen zeigen zuhören
    zusehen""".split()
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
#: what ends a clause; after the first ones a sentence begins
_STOPS = ".!?\u2026"
_MARK = re.compile(r"([.!?\u2026;:,\u2013\u2014\u201c\u201d\u201e\"]|\b(?:und|oder|aber|sondern|denn)\b)")
_ROW = re.compile(r"\s*(?:,|und|oder)\s+")
_PLAIN_SUBJECT = re.compile(
    r"(?:der|die|das|ein|eine|er|sie|es|ich|man|wer|was|niemand|jemand|nichts|etwas|alle|beide)\b", re.IGNORECASE
)
_CONTRACTED = {
    f"{preposition} {following}": whole
    for line in "an dem am, an das ans, bei dem beim, in dem im, in das ins, von dem vom, zu dem zum, zu der zur".split(", ")
    for preposition, following, whole in (line.split(), [line.split()[0].title(), line.split()[1], line.split()[2].title()])
}
_CONTRACTS = re.compile(rf"(?<!, )\b({'|'.join(re.escape(pair) for pair in _CONTRACTED)})(?= [a-zäöüß]*\s?[A-ZÄÖÜ])")


def pronoun(pronoun: Pronoun, case: Case, person: Person, plural: bool) -> str:
    """A pronoun. One person who is they has no word of their own in German and is spoken of as several."""
    several = plural or pronoun is Pronoun.WE
    match person:
        case Person.FIRST:
            word = "we" if several else "I"
        case Person.SECOND:
            word = "you all" if several else "you"
        case Person.THIRD:
            word = pronoun.value
    return _FORMS[word][case]


def agreement(pronoun: Pronoun, person: Person, plural: bool, named: bool) -> Agreement:
    """ "Robin kniet", but "sie knien" of one person who is they."""
    if person is Person.THIRD and pronoun is Pronoun.WE and not named:
        return Agreement(Person.FIRST, True)
    return Agreement(person, plural or pronoun is Pronoun.WE or (pronoun is Pronoun.THEY and not named))


def join(parts: Sequence[str], word: str = "und") -> str:
    """ "a", "a und b", "a, b und c"."""
    if len(parts) < 2:
        return "".join(parts)
    joint = {"and": "und", "or": "oder"}.get(word, word)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def number(number: int) -> str:
    """Words up to twelve, digits beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def word(word: str) -> str:
    """What the engine says where a value has no words of its own."""
    return _WORDS.get(word, word)


def finished(text: str) -> str:
    """Prepositions grown together with their article: "zu dem Feld" -> "zum Feld"; not before "dem, der ..."."""
    return _CONTRACTS.sub(lambda found: _CONTRACTED[found[1]], text)


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
        governed = {index: case for index in clause.indices() if (case := _governed(clause.governor(index))) is not None}
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
        objects = [index for index in free if index not in subject]
        giving = _gives(pieces, clause, verbs)
        for place, index in enumerate(objects):
            found.cases[index] = Case.DATIVE if giving and place == 0 else Case.OBJECT
        found.cases.update({index: Case.SUBJECT for index in subject if isinstance(pieces[index], Slot)})
        found.cases.update(governed)
        found.doers.update({index: subject for index in (*objects, *governed) if subject})
        before = subject or before
    whole = {index: found.cases.get(index, Case.SUBJECT) for index, piece in enumerate(pieces) if isinstance(piece, Slot)}
    return Roles(found.subjects, whole, found.doers)


def _owns(piece: Piece) -> bool:
    return isinstance(piece, Slot) and piece.possessive


def _governed(word: str) -> Case | None:
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
            return piece.verb.split()[0] in _GIVING
    first = clause.parts[0] if clause.parts else ""
    word = first.split()[0].lower().rstrip("e") if isinstance(first, str) and first.split() else ""
    return len(word) > 2 and any(_imperative(verb) == word for verb in _GIVING)


def _imperative(verb: str) -> str:
    """ "helfen" -> "hilf", "antworten" -> "antwort": without the -e that some have."""
    second = conjugate(verb, Agreement(Person.SECOND), Tense.PRESENT).split()[0]
    stem = verb.removesuffix("n").removesuffix("e")
    return second.removesuffix("st").removesuffix("e") if second[1:2] != stem[1:2] and "i" in second else stem


def wish(subject: Slot, gain: tuple[Piece, ...], subordinate: bool) -> tuple[Piece, ...]:
    """ "{who} [wollen] ein Licht sehen", "weil {who} ein Licht sehen [wollen]": a wish is written without "zu"."""
    if subordinate:
        return (subject, Text(" "), *gain, Text(" "), Verb("wollen"))
    return (subject, Text(" "), Verb("wollen"), Text(" "), *gain)


class German:
    """German as a `Realiser`."""

    connectives = connectives.GERMAN
    has_clauses = False
    wish = staticmethod(wish)
    conjugate = staticmethod(conjugate)
    present_participle = staticmethod(present_participle)
    past_participle = staticmethod(past_participle)
    base = staticmethod(base)
    pronoun = staticmethod(pronoun)
    agreement = staticmethod(agreement)
    possessive = staticmethod(possessive)
    plural = staticmethod(plural)
    is_plural = staticmethod(is_plural)
    article = staticmethod(article)
    inflected = staticmethod(inflected)
    gender = staticmethod(gender)
    join = staticmethod(join)
    number = staticmethod(number)
    word = staticmethod(word)
    roles = staticmethod(roles)
    capitalize = staticmethod(capitalize)
    finished = staticmethod(finished)


GERMAN: Realiser = German()
