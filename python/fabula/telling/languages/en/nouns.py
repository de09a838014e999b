"""English nouns and names: plurals, articles, owners; and numbers."""

from __future__ import annotations

import re

from fabula.telling.languages.en.irregular import ALWAYS_PLURAL, MAN_IS_NO_MAN, NEVER_PLURAL, NOUNS

_PREPOSITIONS = " of | in | on | at | from | with | by | for | to | under | behind | beyond "
_SINGULARS = {plural: singular for singular, plural in NOUNS.items()}
_SOUND_A = re.compile(r"(eu|ewe|one\b|once\b|u(ni([^nmd]|mo)|s[aeiu]|t[aeio]|biq|ran|rin|k[ru]|k\b|\b)|ouija)", re.IGNORECASE)
_SOUND_AN = re.compile(r"(hour|honest|honor|honour|heir|herb\b|8|11\b|18\b)", re.IGNORECASE)
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LETTERS = re.compile(r"[A-Z]([A-Z]+\b|\b)")


def with_s(word: str) -> str:
    """The ending -s of plurals and of verbs, as it is spelled after this word."""
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", word):
        return word + "es"
    return word + "s"


def plural(noun: str) -> str:
    """The plural of a noun or of a noun phrase: its head changes ("man of war" -> "men of war")."""
    inner = re.search(_PREPOSITIONS, noun)
    if inner:
        return plural(noun[: inner.start()]) + noun[inner.start() :]
    before, space, word = noun.rpartition(" ")
    if re.search("-in-|-of-|-by$", word):
        head, dash, rest = word.partition("-")
        return before + space + plural(head) + dash + rest
    lower = word.lower()
    for length in range(len(lower), 1, -1):
        # "noblewoman", "housewife", "werewolf": a compound goes as its last part, where that is not too short to tell
        end = lower[-length:]
        if end in NOUNS and (length == len(lower) or length > 3 or end == "man") and not lower.endswith(MAN_IS_NO_MAN):
            formed = NOUNS[end]
            kept = word[: len(word) - length]
            return before + space + kept + (formed.capitalize() if not kept and word[0].isupper() else formed)
    if lower.endswith(("sis", "xis")):
        return before + space + word[:-2] + "es"
    if word[:1].isupper() and re.search(r"[^aeiou]y$", word):
        return before + space + word + "s"
    if re.search(r"[^aeiou]o$", lower):
        return before + space + word + "s"
    return before + space + with_s(word)


def is_plural(name: str) -> bool:
    """Whether a name or noun phrase speaks of several ("the soldiers", "Tifa and Barret", not "James")."""
    if re.search(r" and ", name):
        return True
    inner = re.search(_PREPOSITIONS, name)
    words = re.findall(r"[\w'-]+", name[: inner.start()] if inner else name)
    if not words:
        return False
    word = words[-1]
    lower = re.split("-in-|-of-|-by$", word.lower())[0]
    if len(words) == 1 and word[0].isupper() and lower not in ALWAYS_PLURAL:
        return False
    if words[0].lower() in {"a", "an", "one", "every", "each"}:
        return False
    if lower in NEVER_PLURAL or lower.endswith(("ss", "us", "'s")):
        return False
    if lower in ALWAYS_PLURAL or _SINGULARS.get(lower, lower) != lower:
        return True
    if lower.endswith(("men", "people", "children")) and lower not in NEVER_PLURAL:
        return True
    return lower.endswith("s")


def article(phrase: str) -> str:
    """ "hour" -> "an hour", "soldier" -> "a soldier"."""
    word = phrase.lstrip("\"'\u201c\u2018(")
    if _SOUND_AN.match(word):
        return "an " + phrase
    if _SOUND_A.match(word):
        return "a " + phrase
    if _LETTERS.match(word):
        return ("an " if word[0] in "AEFHILMNORSX" else "a ") + phrase
    return ("an " if word[:1].lower() in "aeiou" and word else "a ") + phrase


def possessive(name: str) -> str:
    """A name as owner; only a plural in -s does without a second s."""
    return name + ("'" if name.endswith("s") and is_plural(name) else "'s")


def number(number: int) -> str:
    """Words up to twelve, digits beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)
