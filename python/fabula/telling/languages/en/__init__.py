"""English as a `Realiser`: pronouns, lists, numbers, and what the modules of verbs, nouns and clauses know."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.model import Pronoun
from fabula.syntax.templates import Piece, Slot, Text, Verb
from fabula.telling.languages.en.answers import ANSWERS
from fabula.telling.languages.en.asides import ASIDES
from fabula.telling.languages.en.clauses import roles
from fabula.telling.languages.en.comparison import COMPARISON
from fabula.telling.languages.en.connectives import CONNECTIVES
from fabula.telling.languages.en.labels import LABELS
from fabula.telling.languages.en.marks import MARKS
from fabula.telling.languages.en.nouns import article, is_plural, number, plural, possessive
from fabula.telling.languages.en.play import PLAY
from fabula.telling.languages.en.sentences import SENTENCES
from fabula.telling.languages.en.verbs import base, conjugate, past_participle, present_participle
from fabula.telling.languages.grammar import Agreement, Case, Person
from fabula.telling.languages.realiser import Realiser
from fabula.telling.languages.spelling import capitalize

_FORMS: dict[str, dict[Case, str]] = {
    word: dict(zip(Case, forms.split(), strict=True))
    for word, forms in {
        "I": "I me my mine myself me",
        "you": "you you your yours yourself you",
        "you all": "you you your yours yourselves you",
        "she": "she her her hers herself her",
        "he": "he him his his himself him",
        "it": "it it its its itself it",
        "they": "they them their theirs themselves them",
        "one they": "they them their theirs themself them",
        "we": "we us our ours ourselves us",
    }.items()
}


def pronoun(pronoun: Pronoun, case: Case, person: Person, plural: bool) -> str:
    """A pronoun; `plural` tells one person who is they from several, and one teller from a crowd that tells."""
    several = plural or pronoun is Pronoun.WE
    match person:
        case Person.FIRST:
            word = "we" if several else "I"
        case Person.SECOND:
            word = "you all" if several else "you"
        case Person.THIRD:
            word = pronoun.value if plural or pronoun is not Pronoun.THEY else "one they"
    return _FORMS[word][case]


def agreement(pronoun: Pronoun, person: Person, plural: bool, named: bool) -> Agreement:
    """ "Robin kneels", but "they kneel": one person who is they takes a plural verb only after that pronoun, never after
    "I" or "you"."""
    if person is not Person.THIRD:
        return Agreement(person, plural or pronoun is Pronoun.WE)
    if pronoun is Pronoun.WE and not named:
        return Agreement(Person.FIRST, True)
    return Agreement(person, plural or pronoun is Pronoun.WE or (pronoun is Pronoun.THEY and not named))


def join(parts: Sequence[str], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def inflected(name: str, case: Case, plural: bool) -> str:
    """Names have one form in English."""
    return name


def gender(display: str) -> Pronoun | None:
    """No word in English shows a gender."""
    return None


def word(word: str) -> str:
    """The engine thinks in English."""
    return word


def finished(text: str) -> str:
    """Words of English do not grow together."""
    return text


def wish(subject: Slot, gain: tuple[Piece, ...], subordinate: bool) -> tuple[Piece, ...]:
    """ "{who} [want] to see a light", "{who} [do] not want to leave"; a clause behind "because" is no other."""
    first = gain[0] if gain else None
    if isinstance(first, Text) and first.text.startswith("not to "):
        gain = (Text(first.text.removeprefix("not ")), *gain[1:])
        return (subject, Text(" "), Verb("do"), Text(" not want "), *gain)
    return (subject, Text(" "), Verb("want"), Text(" "), *gain)


class English:
    """English as a `Realiser`."""

    connectives = CONNECTIVES
    asides = ASIDES
    sentences = SENTENCES
    play = PLAY
    answers = ANSWERS
    labels = LABELS
    marks = MARKS
    comparison = COMPARISON
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


REALISER: Realiser = English()
