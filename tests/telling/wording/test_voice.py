"""Texts of a story, taken apart and put together: who is named how, and what verbs agree with."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.grounding import Idea
from fabula.model import Alias, Expression, Literal, Pronoun, Thing
from fabula.syntax.templates import Form, Slot, Text, Verb
from fabula.telling import Person, References, Tense, UnknownSlot, Voice, parse_template, render

THINGS = {
    name: Thing(name, "character" if mind else "place", display, pronoun, aliases, mind=mind)
    for name, display, pronoun, mind, aliases in [
        ("Aeris", "Aeris", Pronoun.SHE, True, ()),
        ("Tifa", "Tifa", Pronoun.SHE, True, ()),
        ("Cloud", "Cloud", Pronoun.HE, True, ()),
        ("Hale", "a soldier", Pronoun.HE, True, (Alias("Hale", Literal(True)),)),
        ("Rusk", "Rusk", Pronoun.HE, True, (Alias("the captain", None),)),
        ("Robin", "Robin", Pronoun.THEY, True, ()),
        ("friends", "the friends", Pronoun.THEY, True, ()),
        ("crew", "the crew", Pronoun.WE, True, ()),
        ("field", "the field", Pronoun.IT, False, ()),
    ]
}
VALUES: dict[str, bool | int | str | None] = {
    "at": "field",
    "wounds": 2,
    "calm": True,
    "mood": "very_sad",
    "follows": None,
    "leader": "Tifa",
}
#: what is not known in a view: some of all values, or all of them
SEVERAL = {
    "suspect": Idea(("Cloud", "Tifa"), False),
    "lover": Idea(("Cloud", None), False),
    "taker": Idea(("Cloud", "Tifa"), False, True),
    "giver": Idea(("Cloud", None), False, True),
    "age": Idea((2, 3), False),
}
BINDING: dict[str, str | tuple[str, ...]] = {
    "a": "Aeris",
    "t": "Tifa",
    "c": "Cloud",
    "h": "Hale",
    "k": "Rusk",
    "r": "Robin",
    "m": "friends",
    "w": "crew",
    "f": "field",
}


class Before:
    """What a teller has before their eyes; `named`: whether aliases hold."""

    def __init__(self, named: bool = True) -> None:
        self.named = named
        self.names: tuple[str, ...] = ()

    def thing(self, name: str) -> Thing | None:
        return THINGS.get(name)

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return self.named

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        return SEVERAL.get(name) or Idea((VALUES[name],), True)

    def nothing(self, name: str) -> str:
        return "nobody"

    def called(self, name: str, words: str) -> None:
        self.names = (*self.names, words)


def told(*texts: str, teller: str | None = None, person: Person = Person.THIRD, tense: Tense = Tense.PAST) -> str:
    references = References()
    voice = Voice(teller, person, tense)
    return " ".join(render(parse_template(text), voice, Before(), BINDING, references) for text in texts)


# --- parsing ---------------------------------------------------------------------------------------------------------


def test_a_text_is_words_slots_and_verbs() -> None:
    template = parse_template("{who} [kneel] by {other.him}, {who's} {who.at.name} {{so}}.")
    assert template.flaws == ()
    assert template.pieces == (
        Slot("who", position=0),
        Text(" "),
        Verb("kneel", position=6),
        Text(" by "),
        Slot("other", form=Form.OBJECT, position=17),
        Text(", "),
        Slot("who", owner=True, position=30),
        Text(" "),
        Slot("who", ("at",), Form.NAME, position=38),
        Text(" {so}."),
    )


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("so {who", 3, 7),
        ("so who}", 6, 7),
        ("so [kneel", 3, 9),
        ("so kneel]", 8, 9),
        ("{'}", 0, 3),
        ("{}", 0, 2),
        ("{one of: a", 0, 8),
        ("{if a}", 0, 6),
        ("{who.him's}", 0, 11),
        ("[12]", 0, 4),
        ("[]", 0, 2),
    ],
)
def test_flaws_have_their_place(text: str, start: int, end: int) -> None:
    assert [(flaw.start, flaw.end) for flaw in parse_template(text).flaws] == [(start, end)]


@given(st.text(alphabet="{}[]aé .'’", max_size=30))
def test_any_text_is_parsed(text: str) -> None:
    template = parse_template(text)
    assert all(0 <= flaw.start < flaw.end <= len(text) for flaw in template.flaws)


@given(st.lists(st.sampled_from("{a} {c} {a's} {c.him} [kneel] [be] and , . by who the hand after".split()), max_size=12))
def test_any_sequence_of_words_slots_and_verbs_is_told(words: list[str]) -> None:
    assert "{" not in told(" ".join(words))


# --- what verbs agree with -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a} [kneel] by {c} and [bind] what [can] be bound.", "Aeris kneels by Cloud and binds what can be bound."),
        ("{a's} hand [tremble], and {a.his} eyes [be] open.", "Aeris's hand trembles, and her eyes are open."),
        ("{a} and {c} [embrace].", "Aeris and Cloud embrace."),
        ("{a}, {c} and {t} [embrace].", "Aeris, Cloud and Tifa embrace."),
        ("{c} [draw] and {a} [fall].", "Cloud draws and Aeris falls."),
        ("{a} [see] {m} and [weep].", "Aeris sees the friends and weeps."),
        ("{m} [see] {a} and [weep].", "The friends see Aeris and weep."),
        ("{m} [see] {a}, who [weep].", "The friends see Aeris, who weeps."),
        ("In the dark {m} [hold] on.", "In the dark the friends hold on."),
        ("The man in {c} [hold] back, and the leaves [fall].", "The man in Cloud holds back, and the leaves fall."),
        ("After {c} [leave], {m} [weep].", "After Cloud leaves, the friends weep."),
        ("{m} [ask] {a} what {a.she} [want].", "The friends ask Aeris what she wants."),
        (
            "{a} [look] away, and what {a.she} [say] [be] not an answer.",
            "Aeris looks away, and what she says is not an answer.",
        ),
        ("Something [go] out of {m}, and others [come].", "Something goes out of the friends, and others come."),
        ("{m} [be] tired. It [be] late; they [know] it.", "The friends are tired. It is late; they know it."),
        ("There [be] remorse in {c's} eyes.", "There is remorse in Cloud's eyes."),
        ("There [be] lanterns on the field now.", "There are lanterns on the field now."),
        ("There [be] {m}, and there [be] {c}.", "There are the friends, and there is Cloud."),
        ("Time [go] by.", "Time goes by."),
        ("{r} [say] that {r.they} [be] tired.", "Robin says that they are tired."),
        ("{w} [row] on.", "The crew row on."),
        (
            "{m} [have] many answers, and not one of them [be] to that.",
            "The friends have many answers, and not one of them is to that.",
        ),
        ("{a} [hold] still, as one [do] to hear rain.", "Aeris holds still, as one does to hear rain."),
        ("{a} [do] not look at {c}.", "Aeris does not look at Cloud."),
        ("{m} [look away].", "The friends look away."),
        ("{m} [want] to, and so far it [have] cost nothing.", "The friends want to, and so far it has cost nothing."),
    ],
)
def test_verbs_agree(text: str, expected: str) -> None:
    assert told(text, tense=Tense.PRESENT) == expected


def test_tense_and_person_of_the_teller() -> None:
    text = "{c} [see] {a}, and {a} [be] tired of {a's} sword."
    assert told(text) == "Cloud saw Aeris, and she was tired of her sword."
    assert told(text, teller="Aeris", person=Person.FIRST) == "Cloud saw me, and I was tired of my sword."
    second = told(text, teller="Aeris", person=Person.SECOND, tense=Tense.PRESENT)
    assert second == "Cloud sees you, and you are tired of your sword."


def test_whoever_tells_is_named_last() -> None:
    first = Person.FIRST
    assert told("{a} and {c} [go].", teller="Aeris", person=first) == "Cloud and I went."
    assert told("{t} [see] {a} and {c}.", teller="Aeris", person=first) == "Tifa saw Cloud and me."


# --- names and pronouns ----------------------------------------------------------------------------------------------


def test_a_pronoun_stands_for_who_was_just_mentioned() -> None:
    assert told("{a} [kneel].", "{a} [weep].", "{c} [see] {a}.") == "Aeris knelt. She wept. Cloud saw her."


def test_no_pronoun_that_could_mean_two() -> None:
    assert told("{c} [see] {a} and {t}.", "{a} [weep].") == "Cloud saw Aeris and Tifa. Aeris wept."
    assert told("{a} [go].", "{t} [go].", "{t} [weep].") == "Aeris went. Tifa went. Tifa wept."


def test_who_opened_a_sentence_may_open_the_next_as_a_pronoun() -> None:
    assert told("{a} [look] at {t}.", "{a} [weep].") == "Aeris looked at Tifa. She wept."
    assert told("{a} [look] at {t}.", "{t} [weep].") == "Aeris looked at Tifa. Tifa wept."


def test_who_was_named_in_a_row_is_named_again() -> None:
    assert told("{c} and {a} [come].", "{c} [ask] {a}.") == "Cloud and Aeris came. Cloud asked Aeris."


def test_a_name_comes_back_after_a_sentence_about_others() -> None:
    assert told("{a} [kneel].", "{c} [go].", "{a} [weep].") == "Aeris knelt. Cloud went. Aeris wept."


def test_the_same_person_twice_in_a_clause_is_reflexive() -> None:
    assert told("{a} [see] {a}.") == "Aeris saw herself."
    assert told("{r} [see] {r}.") == "Robin saw themself."
    assert told("{m} [see] {m}.") == "The friends saw themselves."
    assert told("{a} [see] that {c} [love] {a}.") == "Aeris saw that Cloud loved her."


def test_places_stay_named() -> None:
    assert told("{a} [leave] {f}.", "{c} [come] to {f}.") == "Aeris left the field. Cloud came to the field."


def test_forms_that_the_author_asks_for() -> None:
    text = "{a.she} {a.her} {a.his} {a.hers} {a.herself} {a.name} {a.name's}"
    assert told(text) == "She her her hers herself Aeris Aeris's"


def test_an_alias_stands_while_its_condition_holds() -> None:
    voice = Voice(tense=Tense.PAST)
    text = parse_template("{h} [fall].")
    assert render(text, voice, Before(named=True), BINDING) == "Hale fell."
    assert render(text, voice, Before(named=False), BINDING) == "A soldier fell."


def test_an_alias_without_a_condition_varies_a_name_that_would_come_twice() -> None:
    assert told("{k} [see] {c}.", "{c} [see] {k}.") == "Rusk saw Cloud. Cloud saw the captain."


def test_a_name_can_be_told_in_the_act_that_reveals_it() -> None:
    text = parse_template("{h} [say] it: {h.name}.")
    assert render(text, Voice(), Before(named=False), BINDING, later=Before(named=True)) == "A soldier said it: Hale."


def test_several_things_in_one_slot() -> None:
    text = parse_template("{who} [be] at {f}, and {c} [see] {who.them}.")
    binding = {**BINDING, "who": ("Aeris", "Tifa", "Hale")}
    assert render(text, Voice(), Before(), binding) == "Aeris, Tifa and Hale were at the field, and Cloud saw them."
    first = Voice("Aeris", Person.FIRST)
    assert render(text, first, Before(), binding) == "Tifa, Hale and I were at the field, and Cloud saw them."


def test_a_question_goes_on_with_who_asks_it() -> None:
    assert told("{c} [come].", '"How long?" {c} [ask].') == 'Cloud came. "How long?" he asked.'
    assert told("{c} [come].", '"Go!" {c} [stand] there.') == 'Cloud came. "Go!" He stood there.'


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a.at}", "The field"),
        ("{a.wounds}", "Two"),
        ("{a.calm}", "Yes"),
        ("{a.mood}", "Very sad"),
        ("{a.follows}", "Nobody"),
        ("{a.follows.at}", "Nobody"),
        ("{leader}", "Tifa"),
        ("{a.suspect}", "Cloud or Tifa"),
        ("{a.suspect's} sword", "Cloud's or Tifa's sword"),
        ("{a.lover}", "Cloud or nobody"),
        ("{a.taker}", "Somebody"),
        ("{a.giver}", "Somebody or nobody"),
        ("{a.age}", "Two or three"),
        ("{leader.name's} sword", "Tifa's sword"),
        ("{a.at's} edge", "The field's edge"),
    ],
)
def test_values_of_properties(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", ["{somebody}", "{a.height}"])
def test_what_is_not_there_can_not_be_told(text: str) -> None:
    with pytest.raises(UnknownSlot) as unknown:
        told(text)
    assert unknown.value.name == text.strip("{}")
