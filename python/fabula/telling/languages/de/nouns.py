"""German nouns and names: what the article says of their gender, and their forms in the four cases.

A noun is given with its definite article, as an author would write it: "der Junge mit der gebrochenen Hand". Adjectives before
it are weak, as behind an article. A name without an article does not change but for the genitive.
"""

from __future__ import annotations

import re

from fabula.model import Pronoun
from fabula.telling.languages.grammar import Case

_PHRASE = re.compile(r"(der|die|das|ein|eine)\s+((?:[a-zäöüß]\w*\s+)*)([A-ZÄÖÜ]\w*(?:-\w+)*)(.*)", re.DOTALL)
_NOUNLESS = re.compile(r"(der|die|das)\s+((?:[a-zäöüß]\w*))(?=[,\s]|$)(.*)", re.DOTALL)
_GENDERS = {"der": Pronoun.HE, "die": Pronoun.SHE, "das": Pronoun.IT}
#: nominative, accusative, dative, genitive
_CASES = {Case.SUBJECT: 0, Case.OBJECT: 1, Case.DATIVE: 2, Case.POSSESSIVE: 3, Case.OWN: 3, Case.REFLEXIVE: 1}
_DEFINITE = {"der": "der den dem des", "die": "die die der der", "das": "das das dem des", "plural": "die die den der"}
_INDEFINITE = {"der": "ein einen einem eines", "die": "eine eine einer einer", "das": "ein ein einem eines"}
#: masculine nouns that take -en or -n in every case but the first; of those in -e, almost all
_WEAK = frozenset(
    "soldat mensch herr held fürst prinz bär graf nachbar bauer kamerad student patient präsident hirt narr christ ahn".split()
)
_WEAK_ENDINGS = ("ent", "ant", "ist", "oge", "ate", "at")
_NEUTER = frozenset(
    "ding wesen kind tier feld haus schwert buch licht volk land schiff pferd zimmer dorf schloss herz wort".split()
)
_NOT_WEAK = frozenset("käse rat salat verrat monat staat apparat senat".split())


def gender(display: str) -> Pronoun | None:
    """The gender that the article of a name shows; None for a name without one."""
    found = _PHRASE.fullmatch(display) or _NOUNLESS.fullmatch(display)
    return _GENDERS.get(found[1]) if found is not None else None


def inflected(name: str, case: Case, plural: bool) -> str:
    """A name in a case: "der Junge" -> "dem Jungen", "das Feld" -> "des Feldes", "Aeris" -> "Aeris". `Case.OWN`: as an owner
    that stands behind what is owned: "des Jungen", "von Aeris"."""
    place = _CASES[case]
    found = _PHRASE.fullmatch(name)
    if found is None and case is Case.OWN and not _NOUNLESS.match(name):
        return "von " + name
    if found is None:
        return _without_noun(name, place, plural)
    article, adjectives, noun, rest = found.groups()
    indefinite = article.startswith("ein")
    masculine = "das" if _is_neuter(noun) else "der"
    kind = {"ein": masculine, "eine": "die"}.get(article, "plural" if plural and article == "die" else article)
    forms = _INDEFINITE[kind] if indefinite else _DEFINITE[kind]
    if place:
        declined = _strong_adjective if indefinite else _adjective
        adjectives = "".join(declined(word, kind, place) + " " for word in adjectives.split())
    return f"{forms.split()[place]} {adjectives}{_noun(noun, kind, place)}{rest}"


def _is_neuter(noun: str) -> bool:
    """Whether a noun behind "ein", which does not show it, is neuter, as far as it is known."""
    lower = noun.lower()
    return lower in _NEUTER or lower.endswith(("chen", "lein", "ment", "tum"))


def _without_noun(name: str, place: int, plural: bool) -> str:
    """ "die, die nicht schrie": an article alone, which stands for somebody."""
    found = re.match(r"(der|die|das)(?=,)", name)
    if found is None:
        return possessive(name) if place == 3 else name
    kind = "plural" if plural and found[1] == "die" else found[1]
    alone = {
        "der": "der den dem dessen",
        "die": "die die der deren",
        "das": "das das dem dessen",
        "plural": "die die denen deren",
    }
    return alone[kind].split()[place] + name[found.end() :]


def _adjective(word: str, kind: str, place: int) -> str:
    stem = word.removesuffix("n") if word.endswith("en") else word
    if not stem.endswith("e"):
        return word
    return stem if kind in ("die", "das") and place == 1 else stem + "n"


def _strong_adjective(word: str, kind: str, place: int) -> str:
    """Behind "ein", which does not show the gender: "ein alter Mann", "einem alten Mann"."""
    same = place == 1 and kind != "der"
    return word if same or not word.endswith(("er", "es", "e")) else re.sub("(er|es|e)$", "en", word)


def _noun(noun: str, kind: str, place: int) -> str:
    if place == 0 or kind == "die":
        return noun
    if kind == "plural":
        return noun if place != 2 or noun.endswith(("n", "s")) else noun + "n"
    if kind == "der" and _is_weak(noun):
        return noun + ("n" if noun.endswith(("e", "r")) else "en")
    return _with_s(noun) if place == 3 else noun


def _is_weak(noun: str) -> bool:
    lower = noun.lower()
    if lower in _NOT_WEAK:
        return False
    return (
        lower.endswith("e")
        or lower in _WEAK
        or any(lower.endswith(word) for word in _WEAK if len(word) > 4)
        or (lower.endswith(_WEAK_ENDINGS) and len(lower) > 4)
    )


def _with_s(noun: str) -> str:
    """The genitive of a strong noun: "des Feldes", "des Gartens"."""
    if noun.endswith(("s", "ß", "x", "z", "tsch")):
        return noun + ("ses" if noun.endswith("nis") else "es")
    one_syllable = len(re.findall("[aeiouyäöü]+", noun.lower())) == 1
    return noun + ("es" if one_syllable and not noun.endswith(("a", "e", "i", "o", "u", "h")) else "s")


def possessive(name: str) -> str:
    """A name as owner: "Clouds", "Aeris'"; a noun with its article in the genitive: "des Jungen"."""
    if _PHRASE.fullmatch(name) or re.match("(der|die|das),", name):
        return inflected(name, Case.POSSESSIVE, False)
    return name + ("'" if name.endswith(("s", "ß", "x", "z", "ce")) else "s")


def is_plural(name: str) -> bool:
    """Whether the name of those who are `they` speaks of several: "die Leute", "Tifa und Barret", not "Robin"."""
    return name.startswith("die ") or is_row(name)


def is_row(words: str) -> bool:
    """Whether plain words before a verb speak of several, as far as that shows: "die Zeit" and "die Leute" look the same."""
    return " und " in words or re.match(r"(alle|beide|viele|einige|wir|zwei|drei|vier)\b", words.lower()) is not None


_PLURALS = {
    "mann": "männer",
    "frau": "frauen",
    "kind": "kinder",
    "leben": "leben",
    "haus": "häuser",
    "tür": "türen",
    "ort": "orte",
    "figur": "figuren",
}
_PLURALS |= {
    "schlüssel": "schlüssel",
    "wort": "worte",
    "tag": "tage",
    "stadt": "städte",
    "hand": "hände",
    "feld": "felder",
    "wald": "wälder",
}


def plural(noun: str) -> str:
    """The plural of a noun, by what it ends in; German has no rule that always holds."""
    lower = noun.lower()
    if lower in _PLURALS:
        formed = _PLURALS[lower]
        return formed.capitalize() if noun[:1].isupper() else formed
    if lower.endswith(("ung", "heit", "keit", "schaft", "ion", "tät")) or _is_weak(noun):
        return noun + ("n" if lower.endswith("e") else "en")
    if lower.endswith("in"):
        return noun + "nen"
    if lower.endswith(("el", "er", "en", "chen", "lein")):
        return noun
    if lower.endswith(("a", "o", "i", "u", "y")):
        return noun + "s"
    return noun + ("n" if lower.endswith("e") else "e")


_FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "in", "ei")


def article(phrase: str) -> str:
    """The phrase with its indefinite article, in the nominative: "eine Hoffnung", "ein Feld"."""
    word = phrase.split()[-1] if phrase.split() else ""
    feminine = word.lower().endswith(_FEMININE) or (word.lower().endswith("e") and not _is_masculine(word))
    return ("eine " if feminine else "ein ") + phrase


def _is_masculine(noun: str) -> bool:
    return noun.lower() in {
        "junge",
        "bote",
        "riese",
        "löwe",
        "zeuge",
        "erbe",
        "name",
        "wille",
        "gedanke",
        "käse",
        "knabe",
        "sklave",
    }


#: words that stand before a noun as "der" and "ein" do, by what they go like
_LIKE_THE = {"jed": "der", "dies": "der"}
_ENDINGS = {"der": "er", "die": "e", "das": "es", "den": "en", "dem": "em", "des": "es"}
_LIKE_A = re.compile(r"(k|irgend)ein(?=(e|en|em|er|es)?\s)")


def kind_of(display: str) -> tuple[str, str]:
    """The article and the noun of what things of a kind are called: "der Soldat", or a guess where no article stands."""
    found = re.match(r"(der|die|das)\s+(.+)", display)
    if found is not None:
        return found[1], found[2]
    return ("die" if article(display).startswith("eine ") else "der"), display


def determined(word: str, display: str) -> str:
    """A kind with a word before it in the nominative: `jed`, `dies`, `kein`, `irgendein`, `ein`."""
    gender, noun = kind_of(display)
    if word in _LIKE_THE:
        return f"{word}{_ENDINGS[gender]} {noun}"
    return f"{word}{'e' if gender == 'die' else ''} {noun}"


def declined(phrase: str, case: Case, plural: bool) -> str:
    """A phrase of ours, such as "jeder Soldat", in a case."""
    if case is Case.SUBJECT:
        return phrase
    before = "nicht " if phrase.startswith("nicht ") else ""
    bare = phrase.removeprefix(before)
    for word in _LIKE_THE:
        found = re.match(rf"{word}(er|es|e)\s+(.+)", bare, re.DOTALL)
        if found is not None:
            gender = {"er": "der", "e": "die", "es": "das"}[found[1]]
            given, _, noun = inflected(f"{gender} {found[2]}", case, plural).partition(" ")
            return f"{before}{word}{_ENDINGS[given]} {noun}"
    found = _LIKE_A.match(bare)
    if found is not None:
        return before + found[1] + inflected(bare.removeprefix(found[1]), case, plural)
    return before + inflected(bare, case, plural)
