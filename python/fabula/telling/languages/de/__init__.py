"""German as a `Realiser`. Cases follow from what stands before a slot; a finite verb agrees with the first slot of its clause
that nothing governs, wherever that stands: "Dann [knien] {who} bei {other}."
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.model import Pronoun
from fabula.telling.languages.de.answers import ANSWERS
from fabula.telling.languages.de.asides import ASIDES
from fabula.telling.languages.de.clauses import roles
from fabula.telling.languages.de.connectives import CONNECTIVES
from fabula.telling.languages.de.labels import LABELS
from fabula.telling.languages.de.marks import MARKS
from fabula.telling.languages.de.nouns import article, gender, inflected, is_plural, plural, possessive
from fabula.telling.languages.de.play import PLAY
from fabula.telling.languages.de.sentences import SENTENCES, wish
from fabula.telling.languages.de.verbs import base, conjugate, past_participle, present_participle
from fabula.telling.languages.grammar import Agreement, Case, Person
from fabula.telling.languages.realiser import Realiser
from fabula.telling.languages.spelling import capitalize

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
    """ "Robin kniet", but "sie knien" of one person who is they; "ich knie" and "du kniest" of whomever."""
    if person is not Person.THIRD:
        return Agreement(person, plural or pronoun is Pronoun.WE)
    if pronoun is Pronoun.WE and not named:
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


class German:
    """German as a `Realiser`."""

    connectives = CONNECTIVES
    asides = ASIDES
    sentences = SENTENCES
    play = PLAY
    answers = ANSWERS
    labels = LABELS
    marks = MARKS
    #: nothing compares two texts in German yet
    comparison = None
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


REALISER: Realiser = German()
