"""English verbs: tenses, persons, participles. Spelling is British."""

from __future__ import annotations

import re

from fabula.telling.languages.en.irregular import (
    DOUBLED,
    DOUBLED_AFTER_U,
    KEEP_E,
    MODALS,
    NOT_PREFIXED,
    PREFIXES,
    SINGLE_L,
    VERBS,
)
from fabula.telling.languages.en.nouns import with_s
from fabula.telling.languages.grammar import Agreement, Person, Tense

_BE = {
    Tense.PRESENT: {Person.FIRST: "am", Person.SECOND: "are", Person.THIRD: "is"},
    Tense.PAST: {Person.FIRST: "was", Person.SECOND: "were", Person.THIRD: "was"},
}
_THIRD = {"has": "have", "is": "be", "does": "do", "goes": "go", "quizzes": "quiz"}
_THIRD_OF = {base: third for third, base in _THIRD.items()}


def conjugate(verb: str, agreement: Agreement, tense: Tense) -> str:
    """A finite form of a verb; of several words the first is the verb."""
    word, space, rest = verb.partition(" ")
    return _finite(word, agreement, tense) + space + rest


def _finite(verb: str, agreement: Agreement, tense: Tense) -> str:
    if verb in MODALS:
        return MODALS[verb] if tense is Tense.PAST else verb
    if verb == "be":
        if agreement.plural:
            return "are" if tense is Tense.PRESENT else "were"
        return _BE[tense][agreement.person]
    if tense is Tense.PAST:
        return past(verb)
    if agreement.plural or agreement.person is not Person.THIRD:
        return verb
    return third_person(verb)


def third_person(verb: str) -> str:
    """ "kneel" -> "kneels"."""
    return _THIRD_OF.get(verb) or with_s(verb)


def base(verb: str) -> str:
    """ "kneels" -> "kneel": the base form of a verb in the third person; a base form stays as it is."""
    if verb in _THIRD:
        return _THIRD[verb]
    if not verb.endswith("s") or verb.endswith("ss"):
        return verb
    # "dies" is of "die" and "carries" of "carry": a stem of two letters took no y
    if verb.endswith("ies") and len(verb) == 4:
        return verb[:-1]
    candidates = (verb[:-3] + "y" if verb.endswith("ies") else "", verb[:-2] if verb.endswith("es") else "", verb[:-1])
    fitting = [candidate for candidate in candidates if len(candidate) > 2 and third_person(candidate) == verb]
    known = [candidate for candidate in fitting if candidate in VERBS]
    return (known or fitting or [verb[:-1]])[0]


def _irregular(verb: str) -> tuple[str, str] | None:
    if verb in VERBS:
        return VERBS[verb]
    if verb in NOT_PREFIXED:
        return None
    for prefix in PREFIXES:
        stem = verb.removeprefix(prefix)
        if stem != verb and stem in VERBS and stem != "be":
            return prefix + VERBS[stem][0], prefix + VERBS[stem][1]
    return None


def past(verb: str) -> str:
    """ "kneel" -> "knelt"; of "be" the singular."""
    irregular = _irregular(verb)
    return irregular[0] if irregular else _with_ed(verb)


def past_participle(verb: str) -> str:
    """ "break" -> "broken"; of several words the first is the verb."""
    word, space, rest = verb.partition(" ")
    irregular = _irregular(word)
    return (irregular[1] if irregular else _with_ed(word)) + space + rest


def present_participle(verb: str) -> str:
    """ "lie" -> "lying"; of several words the first is the verb."""
    word, space, rest = verb.partition(" ")
    if word.endswith("ie"):
        stem = word[:-2] + "y"
    elif word.endswith("e") and not word.endswith(("ee", "oe", "ye")) and word not in KEEP_E and word != "be":
        stem = word[:-1]
    else:
        stem = _doubled(word)
    return stem + "ing" + space + rest


def _with_ed(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    """The stem before -ed and -ing: its last consonant doubled where English does so."""
    if verb.endswith("c"):
        return verb + "k"
    if not re.search(r"[^aeiou][aeiou][^aeiouwxy]$|^[aeiou][^aeiouwxy]$", verb) and verb not in DOUBLED_AFTER_U:
        return verb
    prefixed = next((verb.removeprefix(prefix) for prefix in PREFIXES if verb.startswith(prefix)), "")
    one_syllable = len(re.findall(r"[aeiouy]+", verb)) == 1 or prefixed in VERBS
    british = re.search(r"[aeiou]l$", verb) and verb not in SINGLE_L
    if one_syllable or british or verb in DOUBLED or verb in DOUBLED_AFTER_U:
        return verb + verb[-1]
    return verb
