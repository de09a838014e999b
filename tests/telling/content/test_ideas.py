"""What a mind takes to be possible, told in both languages: one value, several, any, and nobody as a value of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from tests.telling.bounds import leaks

from fabula import lives
from fabula.grounding import Idea
from fabula.model import Believed, Comparison, Expression, Get, Known, Knows, Literal, MayBe, Not, OneOf
from fabula.story import Story, loads
from fabula.task import Several
from fabula.telling import StateView, Telling, phrases, tell
from fabula.telling.wording.trace import Found

TEXT = """
story "The Safe"
    language "{language}"
kind place
kind item
property at(character) "{at}": place
property culprit "{the culprit}": character
property holder(item) "{the holder}": character
property hiding(item) "{hidden in}": item
property trusts(character) "{trusts}": character
property lit(place) "{lit}"
property code "{the code}": 1..6
property asked_after(character)
property guessed(character)
place hall "{the hall}"
place attic "{the attic}"
place cellar "{the cellar}"
item box "{the box}"
item key "{the key}"
character Iris, she, at hall
character Hugo, he, at attic
character Otto, he, at attic
character Vera, she, at cellar
culprit = Otto
Iris believes culprit is unknown
Iris believes holder(key) in (Hugo, nobody)
Iris believes Hugo.at in (attic, cellar)
Iris believes Vera.at is nowhere
Iris believes Otto.at is unknown
Iris believes Hugo.trusts in (Vera, Otto)
Iris believes hall.lit is unknown
Iris believes code in (2, 3)

action clear(who: character, other: character)
    by who
    who may be other
    do: other.asked_after
    seen by c: c is who
    says "{who} [{ask}] {after} {other}."

trigger exclude(viewer: character, other: character)
    when other.asked_after and viewer believes culprit may be other
    when culprit is not other
    do: viewer learns culprit is not other

action drug(who: character, other: character, lost: character)
    by who
    who may be other, lost
    other may be lost
    do: other forgets lost.at
    seen by c: c is who

action hint(who: character, other: character, lost: character, one: place, two: place)
    by who
    who may be other, lost
    other may be lost
    one may be two
    do: other believes lost.at in (one, two)
    seen by c: c is who

action guess(who: character)
    by who
    do: who.guessed
    seen by c: c is who
    says "{who} [{ask}] {after} {Hugo} ({Hugo.at}), {Otto} ({Otto.at}), {Vera} ({Vera.at}), {key} ({key.holder}), {Hugo.trusts}"

action walk(who: character, to: place)
    by who
    do: who.at = to
    seen by c: c is who

action take(who: character, what: item)
    by who
    do: what.holder = who
    seen by c: c is who

action change(who: character, other: character)
    by who
    who may be other
    do
        culprit = other
        who.trusts = other
        code += 1
        hall.lit
        box.hiding = key
    seen by c: c is who
for each c: character
    c wants: 1 if c.guessed
"""
ENGLISH = {
    "language": "en",
    "at": "at",
    "the culprit": "the culprit",
    "the holder": "holder",
    "hidden in": "hidden in",
    "trusts": "trusts",
    "lit": "lit",
    "the code": "the code",
    "the hall": "the hall",
    "the attic": "the attic",
    "the cellar": "the cellar",
    "the box": "the box",
    "the key": "the key",
    "ask": "ask",
    "after": "after",
}
GERMAN = {
    "language": "de",
    "at": "in",
    "the culprit": "der Dieb",
    "the holder": "der Besitzer",
    "hidden in": "versteckt in",
    "trusts": "vertraut",
    "lit": "hell",
    "the code": "die Zahl",
    "the hall": "der Saal",
    "the attic": "die Kammer",
    "the cellar": "der Keller",
    "the box": "die Kiste",
    "the key": "der Schlüssel",
    "ask": "fragen",
    "after": "nach",
}
WORDS = {"en": ENGLISH, "de": GERMAN}
SEEN = "hint(Hugo, Iris, Vera, attic, attic)"
CLEARED = ("clear(Iris, Vera)", "clear(Iris, Hugo)", "clear(Iris, Iris)")


@cache
def safe(language: str) -> Story:
    text = TEXT
    for key, word in WORDS[language].items():
        text = text.replace(f"{{{key}}}", word)
    return loads(text)


def life_of(language: str, *acts: str) -> lives.Life:
    return lives.replay(safe(language), acts, tuple(range(4)))


def told(language: str, *acts: str, by: str = "Iris") -> str:
    return tell(safe(language), life_of(language, *acts), by).text


FORMS = [
    ("culprit", (), "it is not known who the culprit is", "Iris does not know who the culprit is"),
    ("holder", ("key",), "the key's holder is Hugo or nobody", "Iris believes that the key's holder is Hugo or nobody"),
    ("at", ("Hugo",), "Hugo is at the attic or the cellar", "Iris believes that Hugo is at the attic or the cellar"),
    ("at", ("Vera",), "Vera is nowhere", "Iris believes that Vera is nowhere"),
    ("at", ("Otto",), "it is not known where Otto is", "Iris does not know where Otto is"),
    ("at", ("Iris",), "Iris is at the hall", "Iris believes that she is at the hall"),
    ("trusts", ("Hugo",), "Hugo trusts Otto or Vera", "Iris believes that Hugo trusts Otto or Vera"),
    ("trusts", ("Otto",), "Otto trusts nobody", "Iris believes that Otto trusts nobody"),
    ("lit", ("hall",), "it is not known whether the hall is lit", "Iris does not know whether the hall is lit"),
    ("code", (), "the code is 2 or 3 of 6", "Iris believes that the code is 2 or 3 of 6"),
    ("hiding", ("box",), "the box is hidden in nothing", "Iris believes that the box is hidden in nothing"),
]
FORMEN = [
    ("culprit", (), "es ist nicht bekannt, wer der Dieb ist", "Iris weiß nicht, wer der Dieb ist"),
    (
        "holder",
        ("key",),
        "der Besitzer des Schlüssels ist Hugo oder niemand",
        "Iris glaubt, dass der Besitzer des Schlüssels Hugo oder niemand ist",
    ),
    ("at", ("Hugo",), "Hugo ist in der Kammer oder dem Keller", "Iris glaubt, dass Hugo in der Kammer oder dem Keller ist"),
    ("at", ("Vera",), "Vera ist nirgends", "Iris glaubt, dass Vera nirgends ist"),
    ("at", ("Otto",), "es ist nicht bekannt, wo Otto ist", "Iris weiß nicht, wo Otto ist"),
    ("at", ("Iris",), "Iris ist im Saal", "Iris glaubt, dass sie im Saal ist"),
    ("trusts", ("Hugo",), "Hugo vertraut Otto oder Vera", "Iris glaubt, dass Hugo Otto oder Vera vertraut"),
    ("trusts", ("Otto",), "Otto vertraut niemandem", "Iris glaubt, dass Otto niemandem vertraut"),
    ("lit", ("hall",), "es ist nicht bekannt, ob der Saal hell ist", "Iris weiß nicht, ob der Saal hell ist"),
    ("code", (), "die Zahl ist 2 oder 3 von 6", "Iris glaubt, dass die Zahl 2 oder 3 von 6 ist"),
    ("hiding", ("box",), "die Kiste ist versteckt in nichts", "Iris glaubt, dass die Kiste versteckt in nichts ist"),
]


@pytest.mark.parametrize(
    ("language", "name", "arguments", "so", "believed"),
    [*(("en", *form) for form in FORMS), *(("de", *form) for form in FORMEN)],
)
def test_what_a_mind_has_of_a_property(language: str, name: str, arguments: tuple[str, ...], so: str, believed: str) -> None:
    story = safe(language)
    view = StateView(story, story.engine.initial(), "Iris")
    said = phrases(story, view)
    taken = view.possible(name, arguments)
    assert said.fluent(name, arguments, taken) == so
    assert said.belief("Iris", name, arguments, taken) == believed


def test_one_value_is_told_as_it_is_by_itself() -> None:
    story = safe("en")
    for name, arguments, value in (("at", ("Hugo",), "attic"), ("at", ("Vera",), None), ("lit", ("hall",), False)):
        said = phrases(story)
        assert said.fluent(name, arguments, Idea((value,), True)) == said.fluent(name, arguments, value)
        assert said.belief("Iris", name, arguments, Idea((value,), True)) == said.belief("Iris", name, arguments, value)


def test_a_possible_value() -> None:
    story = safe("en")
    at, held = story.ground.fluents["at", ("Hugo",)], story.ground.fluents["holder", ("key",)]
    domain, holders = story.task.fluents[at].domain, story.task.fluents[held].domain
    assert story.ground.idea(at, domain[0]) == Idea((story.ground.decode(at, domain[0]),), True)
    assert story.ground.idea(at, Several(domain)).everything
    assert not story.ground.idea(at, Several(domain[:2])).everything
    nobody = story.ground.idea(held, Several(holders[:2]))
    assert (nobody.values[0], nobody.said[-1]) == (None, None)
    assert (nobody.is_one, nobody.thing) == (False, None)
    code = story.ground.fluents["code", ()]
    assert story.ground.idea(code, Several((1, 2, 3, 4, 5, 6))) == Idea((1, 2, 3, 4, 5, 6), False, True)
    assert not story.ground.idea(code, Several((1, 2, 3, 4, 5))).everything
    assert Idea((None,), True).is_only(None)
    assert not Idea((None, "Hugo"), False).is_only(None)


# --- conditions --------------------------------------------------------------------------------------------------------

HUGO_AT = Get("at", (Literal("Hugo"),))
IRIS_HUGO_AT = Believed(Literal("Iris"), HUGO_AT)
PLACES = (Literal("attic"), Literal("cellar"))
ATTIC = Literal("attic")
CULPRIT = Get("culprit", ())


@pytest.mark.parametrize(
    ("condition", "english", "german"),
    [
        (OneOf(HUGO_AT, PLACES), "Hugo is at the attic or the cellar", "Hugo ist in der Kammer oder dem Keller"),
        (
            Not(OneOf(HUGO_AT, PLACES)),
            "Hugo is not at the attic or the cellar",
            "Hugo ist nicht in der Kammer oder dem Keller",
        ),
        (
            OneOf(IRIS_HUGO_AT, PLACES),
            "Iris believes that Hugo is at the attic or the cellar",
            "Iris glaubt, dass Hugo in der Kammer oder dem Keller ist",
        ),
        (Known(IRIS_HUGO_AT), "Iris knows where Hugo is", "Iris weiß, wo Hugo ist"),
        (Not(Known(IRIS_HUGO_AT)), "Iris does not know where Hugo is", "Iris weiß nicht, wo Hugo ist"),
        (Believed(Literal("Iris"), Not(Known(HUGO_AT))), "Iris does not know where Hugo is", "Iris weiß nicht, wo Hugo ist"),
        (Known(HUGO_AT), "it is known where Hugo is", "es ist bekannt, wo Hugo ist"),
        (Not(Known(HUGO_AT)), "it is not known where Hugo is", "es ist nicht bekannt, wo Hugo ist"),
        (Knows(Literal("Vera"), CULPRIT), "Vera knows who the culprit is", "Vera weiß, wer der Dieb ist"),
        (Knows(Literal("Vera"), Get("code", ())), "Vera knows what the code is", "Vera weiß, was die Zahl ist"),
        (
            Not(Knows(Literal("Vera"), Get("lit", (Literal("hall"),)))),
            "Vera does not know whether the hall is lit",
            "Vera weiß nicht, ob der Saal hell ist",
        ),
        (
            MayBe(IRIS_HUGO_AT, ATTIC),
            "Iris thinks it possible that Hugo is at the attic",
            "Iris hält es für möglich, dass Hugo in der Kammer ist",
        ),
        (
            Not(MayBe(IRIS_HUGO_AT, ATTIC)),
            "Iris does not think it possible that Hugo is at the attic",
            "Iris hält es nicht für möglich, dass Hugo in der Kammer ist",
        ),
        (
            MayBe(HUGO_AT, ATTIC),
            "it is possible that Hugo is at the attic",
            "es ist möglich, dass Hugo in der Kammer ist",
        ),
        (
            Comparison("==", IRIS_HUGO_AT, Literal(None)),
            "Iris believes that Hugo is nowhere",
            "Iris glaubt, dass Hugo nirgends ist",
        ),
        (
            Believed(Literal("Vera"), Known(IRIS_HUGO_AT)),
            "Vera believes that Iris knows where Hugo is",
            "Vera glaubt, dass Iris weiß, wo Hugo ist",
        ),
    ],
)
def test_conditions(condition: Expression, english: str, german: str) -> None:
    assert phrases(safe("en")).condition(condition) == english
    assert phrases(safe("de")).condition(condition) == german


# --- found out ---------------------------------------------------------------------------------------------------------


def test_what_is_excluded_is_told_by_what_is_left() -> None:
    assert told("en", *CLEARED) == (
        "Iris asked after Vera. Now she believed that the culprit was her, Hugo or Otto. Iris asked after Hugo. "
        "Now she believed that the culprit was her or Otto. She asked after herself. "
        "Now she believed that the culprit was Otto."
    )
    german = told("de", *CLEARED)
    assert re.findall(r"(?<=Dieb )[^.]*(?=\.)", german) == ["sie, Hugo oder Otto war", "sie oder Otto war", "Otto war"]


@pytest.mark.parametrize(
    ("language", "acts", "text"),
    [
        # what was known, and is not any more
        (
            "en",
            (SEEN, "drug(Hugo, Iris, Vera)"),
            "Now Iris believed that Vera was at the attic. She no longer knew where Vera was.",
        ),
        (
            "de",
            (SEEN, "drug(Hugo, Iris, Vera)"),
            "Nun glaubte Iris, dass Vera in der Kammer war. Sie wusste nicht mehr, wo Vera war.",
        ),
        # of what was known, some is left
        (
            "en",
            (SEEN, "hint(Hugo, Iris, Vera, hall, cellar)"),
            "Now Iris believed that Vera was at the attic. Now she believed that Vera was at the hall or the cellar.",
        ),
        (
            "de",
            (SEEN, "hint(Hugo, Iris, Vera, hall, cellar)"),
            "Nun glaubte Iris, dass Vera in der Kammer war. Nun glaubte sie, dass Vera im Saal oder dem Keller war.",
        ),
        # of whom she had never heard, Otto is nobody to be told of until he has a place
        ("en", ("hint(Hugo, Iris, Otto, hall, attic)",), ""),
        ("en", ("hint(Hugo, Iris, Otto, hall, hall)",), "Now Iris believed that Otto was at the hall."),
        # who did not know it has lost nothing
        ("en", ("drug(Hugo, Iris, Hugo)",), ""),
    ],
)
def test_what_a_mind_comes_to_think_possible(language: str, acts: tuple[str, ...], text: str) -> None:
    assert told(language, *acts) == text


def test_slots_tell_values_as_the_teller_has_them() -> None:
    assert told("en", "guess(Iris)") == (
        "Iris asked after Hugo (the attic or the cellar), Otto (somewhere), Vera (nowhere), the key (Hugo or nobody), "
        "Otto or Vera"
    )
    assert "(irgendwo), Vera (nirgends)" in told("de", "guess(Iris)")


# --- no more than the mind has -----------------------------------------------------------------------------------------


def with_found(telling: Telling, found: Found) -> Telling:
    """The telling with another line in the traces that say what was found out."""
    changed = []
    for paragraph in telling.paragraphs:
        passages = [
            replace(one, trace=replace(one.trace, found=(found,))) if one.trace.found else one for one in paragraph.passages
        ]
        changed.append(replace(paragraph, passages=tuple(passages)))
    return replace(telling, paragraphs=tuple(changed))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("by", ["Iris", "Hugo", "Vera"])
def test_nothing_leaks(language: str, by: str) -> None:
    acts = (*CLEARED, "hint(Hugo, Iris, Otto, hall, attic)", "drug(Hugo, Iris, Vera)", f"guess({by})")
    life = life_of(language, *acts)
    assert leaks(safe(language), life, tell(safe(language), life, by)) == []


def test_less_than_what_may_be_is_found_by_the_check() -> None:
    story, life = safe("en"), life_of("en", CLEARED[0])
    telling = tell(story, life, "Iris")
    found = [one for paragraph in telling.paragraphs for passage in paragraph.passages for one in passage.trace.found]
    assert [type(one.taken) for one in found] == [Several]
    assert leaks(story, life, telling) == []
    first = found[0].taken
    assert isinstance(first, Several)
    for wrong in (first.values[0], Several(first.values[:2])):
        other = with_found(telling, replace(found[0], taken=wrong))
        assert {leak.sort for leak in leaks(story, life, other)} == {"found"}


def test_a_value_is_written_down_as_possible_and_not_as_so() -> None:
    story, life = safe("en"), life_of("en", "guess(Iris)")
    telling = tell(story, life, "Iris")
    held = [one.condition for paragraph in telling.paragraphs for passage in paragraph.passages for one in passage.trace.held]
    operators = {getattr(condition, "operator", "") for condition in held}
    assert {"in", "may be", "=="} <= operators
    assert leaks(story, life, telling) == []
