"""English as a `Realiser`: pronouns, lists, numbers, and what the modules of verbs, nouns and clauses know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.model import Pronoun
from fabula.telling.clauses import roles
from fabula.telling.grammar import Agreement, Case, Person
from fabula.telling.nouns import article, is_plural, plural, possessive
from fabula.telling.realiser import Realiser
from fabula.telling.verbs import base, conjugate, past_participle, present_participle

_FORMS: dict[str, dict[Case, str]] = {
    word: dict(zip(Case, forms.split(), strict=True))
    for word, forms in {
        "I": "I me my mine myself",
        "you": "you you your yours yourself",
        "you all": "you you your yours yourselves",
        "she": "she her her hers herself",
        "he": "he him his his himself",
        "it": "it it its its itself",
        "they": "they them their theirs themselves",
        "one they": "they them their theirs themself",
        "we": "we us our ours ourselves",
    }.items()
}
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


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
    """ "Robin kneels", but "they kneel": one person who is they takes a plural verb only after the pronoun."""
    several = plural or pronoun is Pronoun.WE or (pronoun is Pronoun.THEY and not named)
    if person is Person.THIRD and pronoun is Pronoun.WE and not named:
        return Agreement(Person.FIRST, True)
    return Agreement(person, several)


def join(parts: Sequence[str], word: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def number(number: int) -> str:
    """Words up to twelve, digits beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def capitalize(sentence: str) -> str:
    """The sentence with its first letter a capital, behind quotes, brackets and dashes."""
    found = re.match(r"[^\w]*", sentence)
    start = found.end() if found else 0
    return sentence[:start] + sentence[start : start + 1].upper() + sentence[start + 1 :]


class English:
    """English as a `Realiser`."""

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
    join = staticmethod(join)
    number = staticmethod(number)
    roles = staticmethod(roles)
    capitalize = staticmethod(capitalize)


ENGLISH: Realiser = English()
