"""Whether other words tell the same: a rewording is measured against the paragraph that it came from.

The check trusts nothing and understands nothing: it compares words, and would rather refuse a good rewording than let a
wrong one pass. It knows English.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from fabula.model import Definition, Thing
from fabula.telling.languages.en import ENGLISH
from fabula.telling.languages.en.irregular import VERBS
from fabula.telling.languages.grammar import Agreement, Tense

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
_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)

#: with one more or one less of these, another story is told
_TURNING = frozenset(
    "not no never nobody nothing none neither nor without nowhere cannot hardly barely unless except almost nearly".split()
)
_PERSONS = {
    word: family
    for family, words in {
        "I": "i me my mine myself",
        "you": "you your yours yourself yourselves",
        "we": "we us our ours ourselves",
        "she": "she her hers herself",
        "he": "he him his himself",
        "they": "they them their theirs themselves themself",
    }.items()
    for word in words.split()
}
_PRESENT, _PAST = frozenset("am is are has does".split()), frozenset("was were had did".split())
#: what ends a life or a bond is never added, whatever the story's own acts are
_FINAL = (
    "kill",
    "die",
    "murder",
    "slay",
    "kiss",
    "marry",
    "betray",
    "rape",
    "strangle",
    "stab",
    "shoot",
    "drown",
    "hang",
    "burn",
)
_FINAL_WORDS = frozenset("dead death corpse lover wife husband traitor suicide".split())
#: a sentence may begin with these although the paragraph has none of them: they can't be anybody's name
_OPENERS = frozenset(
    (
        "a about above across after afterwards again against all alone along already also although always among an and another "
        "any around as at away back because before behind below beneath beside between beyond both but close each either else "
        "elsewhere even ever every everyone everything far few finally first for from had half he her here hers high his how "
        "however if in inside instead into it its itself just last later less like little long low many meanwhile more most "
        "much near next now of off often on once one only onto or other others out outside over past perhaps quickly quietly "
        "quite rather round she since slowly so some someone something sometimes somewhere soon still such suddenly than that "
        "the their them then there these they this those though three through throughout thus till to together too toward "
        "towards two under underneath until up upon very was were what whatever when whenever where wherever whether which "
        "while who whoever whom whose why with within yet"
    ).split()
)


def unfaithful(definition: Definition, told: str, passages: Iterable[str], reworded: str) -> str | None:
    """Why a rewording may not stand for what was told, as a clause; None if it may. `passages`: those pieces of the paragraph
    that tell an event."""
    new, old = plain(reworded), plain(told)
    return (
        _form(old, new)
        or _length(old, new)
        or _speech(old, new)
        or _names(definition, old, new)
        or _strangers(old, new)
        or _turns(old, new)
        or _acts(definition, old, new)
        or _meaning(definition, old, [plain(passage) for passage in passages], new)
    )


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


def called(thing: Thing) -> tuple[str, ...]:
    """All by which a thing can be called, without articles; its name in the file only if it reads as a name."""
    names = [thing.display, *(alias.text for alias in thing.aliases)]
    if thing.name[:1].isupper():
        names.append(thing.name.replace("_", " "))
    return tuple(dict.fromkeys(bare for name in names if (bare := _ARTICLE.sub("", name).lower())))


def mentioned(thing: Thing, text: str) -> bool:
    """Whether a text calls a thing by one of its names."""
    return any(_pattern(name).search(text) for name in called(thing))


def _names(definition: Definition, old: str, new: str) -> str | None:
    for thing in definition.things.values():
        for name in called(thing):
            before, after = _pattern(name).search(old), _pattern(name).search(new)
            if before and not after:
                return f"{name!r} is left out"
            if after and not before:
                return f"{name!r} is added"
    minds = [name for thing in definition.things.values() if thing.mind for name in called(thing)]
    if _row(minds, old) != _row(minds, new):
        return "its people come in another order"
    return None


def _row(names: list[str], text: str) -> list[str]:
    """The names in a text in their order; one that follows on itself counts once."""
    found = sorted((hit.start(), name) for name in names for hit in _pattern(name).finditer(text))
    return [name for index, (_, name) in enumerate(found) if index == 0 or found[index - 1][1] != name]


def _strangers(old: str, new: str) -> str | None:
    """A word with a capital that the paragraph does not have may be somebody's name."""
    known = {part.lower() for word in _WORD.findall(old) for part in (word, word.removesuffix("'s"))}
    opening = {found.start(1) for found in _SENTENCE.finditer(new)}
    for found in _WORD.finditer(new):
        word = found.group().removesuffix("'s")
        lower = word.lower()
        if lower in known:
            continue
        if any(sign.isdecimal() for sign in word):
            return "it has a number that is not in the paragraph"
        if word != lower and not (found.start() in opening and lower in _OPENERS):
            return f"{word!r} may be a name"
    return None


# --- what happens in it ------------------------------------------------------------------------------------------------


def _turns(old: str, new: str) -> str | None:
    before, after = _said(old), _said(new)
    for word in sorted(_TURNING | {"n't"}):
        if before[word] != after[word]:
            return f"it has {word!r} {after[word]} times for {before[word]}"
    if after["by"] > before["by"]:
        return "it has one more 'by', which may turn round who does it"
    families = {_PERSONS[word] for word in before if word in _PERSONS}
    for word in sorted(after):
        if word in _PERSONS and _PERSONS[word] not in families:
            return f"it has {word!r}, and the paragraph speaks of nobody in that way"
    for tense in (_PRESENT, _PAST):
        if any(word in tense for word in after) and not any(word in tense for word in before):
            other = _PAST if tense is _PRESENT else _PRESENT
            if any(word in other for word in before):
                return "it is told in another tense"
    return None


def _said(text: str) -> Counter[str]:
    """The words outside of quotes, "n't" as one of its own."""
    words = [word.lower() for word in _WORD.findall(_QUOTED.sub(" ", text))]
    counted = Counter(words)
    counted["n't"] = sum(word.endswith("n't") for word in words)
    for word in words:
        counted[word.removesuffix("n't")] += word.endswith("n't")
    return counted


@lru_cache(maxsize=1024)
def _forms(verb: str) -> frozenset[str]:
    third = ENGLISH.conjugate(verb, Agreement(), Tense.PRESENT)
    past = ENGLISH.conjugate(verb, Agreement(), Tense.PAST)
    return frozenset({verb, third, past, ENGLISH.past_participle(verb), ENGLISH.present_participle(verb)})


def _verbs(definition: Definition) -> list[str]:
    """The verbs of a story's acts and properties, and those that no rewording adds."""
    acts = [name.split("_")[0].lower() for name in definition.actions]
    said = [item.phrase.split()[0].lower() for item in definition.properties.values() if item.phrase.strip()]
    words = [*acts, *(ENGLISH.base(word) for word in said if word.endswith("s") and ENGLISH.base(word) in VERBS), *_FINAL]
    return [word for word in dict.fromkeys(words) if word.isalpha() and word not in ("be", "have", "do")]


def _acts(definition: Definition, old: str, new: str) -> str | None:
    before, after = _said(old), _said(new)
    for verb in _verbs(definition):
        forms = _forms(verb)
        added = sorted(form for form in forms if after[form])
        if added and not any(before[form] for form in forms):
            return f"{added[0]!r} is added, which is something that can happen in the story"
    final = sorted(word for word in _FINAL_WORDS if after[word] and not before[word])
    return f"{final[0]!r} is added" if final else None


def _meaning(definition: Definition, old: str, passages: Iterable[str], new: str) -> str | None:
    # Names are there in any case.
    names = frozenset().union(*(_stems(name) for thing in definition.things.values() for name in called(thing)))
    kept = _stems(new)
    if (stems := _stems(old) - names) and len(stems & kept) < len(stems) * KEPT:
        return "too little of the paragraph is found again in it"
    for passage in passages:
        if (stems := _stems(passage) - names) and len(stems & kept) < len(stems) * KEPT_OF_EVENT:
            return "something that happens is left out"
    return None


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(word[:STEM] for word in words if len(word) >= LEAST_LETTERS and word not in _OPENERS)
