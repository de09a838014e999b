"""Whether other words tell the same: a rewording is measured against the paragraph that it came from.

The check trusts nothing and understands nothing: it compares words, and would rather refuse a good rewording than let a
wrong one pass. Which words it looks for, a language says (`Realiser.comparison`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from fabula.model import Definition, Thing
from fabula.telling.languages import is_spoken, realiser_for
from fabula.telling.languages.comparison import Comparison
from fabula.telling.languages.grammar import Agreement, Tense
from fabula.telling.languages.realiser import Realiser

#: a rewording has from so many of the words of the paragraph to so many of them
SHORTEST, LONGEST = 0.5, 2.0
#: so much of what carries meaning is found again in the whole, and in each passage that tells an event
KEPT, KEPT_OF_EVENT = 1 / 3, 1 / 4
#: words with so many letters carry meaning; they are the same if they begin with the same so many
LEAST_LETTERS, STEM = 4, 5

_MARKS = frozenset(".,;:!?'\"()-\u2014\u2013\u2026 ")
_TYPOGRAPHIC = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " "})
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SENTENCE = re.compile(r"(?:^|[.!?\u2026:][\"')]*\s+|[\"(\u2014]\s*)[\"'(\u2014\u2013 ]*([^\W\d_]+(?:['-][^\W_]+)*)")
_QUOTED = re.compile(r'"[^"]*"')
_ADDRESS = re.compile(r"https?|www\.|\w\.(?:com|org|net|io|dev|html?)\b|--|\.\.\.\.", re.IGNORECASE)


def unfaithful(definition: Definition, told: str, passages: Iterable[str], reworded: str) -> str | None:
    """Why a rewording may not stand for what was told, as a clause; None if it may. `passages`: those pieces of the paragraph
    that tell an event."""
    realiser, words = realiser_for(definition.front.language), comparison_of(definition)
    if words is None:
        return "nobody can compare texts in its language"
    new, old = plain(reworded), plain(told)
    return (
        _form(old, new)
        or _length(old, new)
        or _speech(old, new)
        or _names(definition, words, old, new)
        or _strangers(words, old, new)
        or _turns(words, old, new)
        or _acts(definition, realiser, words, old, new)
        or _meaning(definition, words, old, [plain(passage) for passage in passages], new)
    )


def comparison_of(definition: Definition) -> Comparison | None:
    """The words by which tellings of a story can be compared; None where nobody knows them."""
    language = definition.front.language
    return realiser_for(language).comparison if is_spoken(language) else None


def plain(text: str) -> str:
    """The text with straight quotes and single spaces: how it is compared, and how it is told if it stands."""
    return re.sub(r" +", " ", text.strip().translate(_TYPOGRAPHIC))


def _form(old: str, new: str) -> str | None:
    known = set(old)
    for character in new:
        fits = character in _MARKS or character in known or character.isdecimal()
        if not fits and not unicodedata.name(character, "").startswith("LATIN "):
            return "it has a character that does not belong into prose"
    if _ADDRESS.search(new) and not _ADDRESS.search(old):
        return "it has an address or marks in it"
    return None


def _length(old: str, new: str) -> str | None:
    words, told = len(new.split()), len(old.split())
    if words < told * SHORTEST:
        return f"it has {words} words for {told}"
    return f"it has {words} words for {told}" if words > told * LONGEST else None


def _speech(old: str, new: str) -> str | None:
    """What somebody says is an event: it stands as it was said, and nothing else is said."""
    if Counter(_QUOTED.findall(old)) != Counter(_QUOTED.findall(new)) or old.count('"') != new.count('"'):
        return "what is said aloud in it is not what was said"
    return None


# --- who is in it ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8192)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)


def called(thing: Thing, words: Comparison) -> tuple[str, ...]:
    """All by which a thing can be called, without articles; its name in the file only if it reads as a name."""
    names = [thing.display, *(alias.text for alias in thing.aliases)]
    if thing.name[:1].isupper():
        names.append(thing.name.replace("_", " "))
    return tuple(dict.fromkeys(bare for name in names if (bare := words.article.sub("", name).lower())))


def mentioned(thing: Thing, words: Comparison, text: str) -> bool:
    """Whether a text calls a thing by one of its names."""
    return any(_pattern(name).search(text) for name in called(thing, words))


def _names(definition: Definition, words: Comparison, old: str, new: str) -> str | None:
    for thing in definition.things.values():
        for name in called(thing, words):
            before, after = _pattern(name).search(old), _pattern(name).search(new)
            if before and not after:
                return f"{name!r} is left out"
            if after and not before:
                return f"{name!r} is added"
    minds = [name for thing in definition.things.values() if thing.mind for name in called(thing, words)]
    if _row(minds, old) != _row(minds, new):
        return "its people come in another order"
    return None


def _row(names: list[str], text: str) -> list[str]:
    """The names in a text in their order; one that follows on itself counts once."""
    hits = sorted((hit.start(), name) for name in names for hit in _pattern(name).finditer(text))
    return [name for index, (_, name) in enumerate(hits) if index == 0 or hits[index - 1][1] != name]


def _strangers(words: Comparison, old: str, new: str) -> str | None:
    """A word with a capital that the paragraph does not have may be somebody's name."""
    known = {part.lower() for word in _WORD.findall(old) for part in (word, word.removesuffix(words.possessive))}
    opening = {hit.start(1) for hit in _SENTENCE.finditer(new)}
    for hit in _WORD.finditer(new):
        word = hit.group().removesuffix(words.possessive)
        lower = word.lower()
        if lower in known:
            continue
        if any(sign.isdecimal() for sign in word):
            return "it has a number that is not in the paragraph"
        if word != lower and not (hit.start() in opening and lower in words.openers):
            return f"{word!r} may be a name"
    return None


# --- what happens in it ------------------------------------------------------------------------------------------------


def _turns(words: Comparison, old: str, new: str) -> str | None:
    before, after = _said(words, old), _said(words, new)
    for word in sorted(words.turning | {words.contracted}):
        if before[word] != after[word]:
            return f"it has {word!r} {after[word]} times for {before[word]}"
    if after[words.doer] > before[words.doer]:
        return f"it has one more {words.doer!r}, which may turn round who does it"
    families = {words.persons[word] for word in before if word in words.persons}
    for word in sorted(after):
        if word in words.persons and words.persons[word] not in families:
            return f"it has {word!r}, and the paragraph speaks of nobody in that way"
    for tense, other in (words.tenses, words.tenses[::-1]):
        if before.keys() & other and after.keys() & tense and not before.keys() & tense:
            return "it is told in another tense"
    return None


def _said(words: Comparison, text: str) -> Counter[str]:
    """The words outside of quotes, a denial at the end of one as a word of its own."""
    said = [word.lower() for word in _WORD.findall(_QUOTED.sub(" ", text))]
    counted = Counter(said)
    counted[words.contracted] = sum(word.endswith(words.contracted) for word in said)
    for word in said:
        counted[word.removesuffix(words.contracted)] += word.endswith(words.contracted)
    return counted


@lru_cache(maxsize=1024)
def _forms(language: str, verb: str) -> frozenset[str]:
    realiser = realiser_for(language)
    third, past = (realiser.conjugate(verb, Agreement(), tense) for tense in (Tense.PRESENT, Tense.PAST))
    return frozenset({verb, third, past, realiser.past_participle(verb), realiser.present_participle(verb)})


def _verbs(definition: Definition, realiser: Realiser, words: Comparison) -> list[str]:
    """The verbs of a story's acts and properties, and those that no rewording adds."""
    acts = [name.split("_")[0].lower() for name in definition.actions]
    said = [item.phrase.split()[0].lower() for item in definition.properties.values() if item.phrase.strip()]
    bases = [base for word in said if (base := realiser.base(word)) != word and base in words.verbs]
    return [word for word in dict.fromkeys([*acts, *bases, *words.final]) if word.isalpha() and word not in words.auxiliaries]


def _acts(definition: Definition, realiser: Realiser, words: Comparison, old: str, new: str) -> str | None:
    before, after = _said(words, old), _said(words, new)
    for verb in _verbs(definition, realiser, words):
        forms = _forms(definition.front.language, verb)
        added = sorted(form for form in forms if after[form])
        if added and not any(before[form] for form in forms):
            return f"{added[0]!r} is added, which is something that can happen in the story"
    final = sorted(word for word in words.final_words if after[word] and not before[word])
    return f"{final[0]!r} is added" if final else None


def _meaning(definition: Definition, words: Comparison, old: str, passages: Iterable[str], new: str) -> str | None:
    # Names are there in any case.
    names = frozenset().union(*(_stems(words, name) for thing in definition.things.values() for name in called(thing, words)))
    kept = _stems(words, new)
    if (stems := _stems(words, old) - names) and len(stems & kept) < len(stems) * KEPT:
        return "too little of the paragraph is found again in it"
    for passage in passages:
        if (stems := _stems(words, passage) - names) and len(stems & kept) < len(stems) * KEPT_OF_EVENT:
            return "something that happens is left out"
    return None


def _stems(words: Comparison, text: str) -> frozenset[str]:
    said = (word.lower() for word in _WORD.findall(text))
    return frozenset(word[:STEM] for word in said if len(word) >= LEAST_LETTERS and word not in words.openers)
