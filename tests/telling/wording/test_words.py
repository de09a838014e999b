"""Acts and properties in the words that their authors gave them."""

from __future__ import annotations

import pytest

from fabula.grounding import Idea
from fabula.lives import act_number
from fabula.story import Story, loads
from fabula.telling import StateView, Tense, Voice, phrases
from fabula.telling.world import is_spoken_of
from fabula.translation.ids import is_told, texts_of

STORY = """
story "The Roof"

kind place
kind tool

property at(character): place
property has(who: character, what: tool)
property knows_plan(character)
property torn

place street "the street"
place roof "the roof"
tool rope "the rope"
character Mara, she, at street, has rope
character Quill, he, at street

action tell_plan(who: character, other: character, spot: place)
    by who
    when who is not other and not other.knows_plan
    do: other.knows_plan
    as "[tell] {other} the plan for {spot}."

action test(who: character, what: tool)
    by who
    when has(who, what)
    do: torn
    choice "Test the rope"
    as "[take] {what} in {who.his} hands and [pull] at it"

action drop_tool(who: character, what: tool)
    by who
    when has(who, what)
    do: torn

action show_place(who: character, other: character)
    by who
    when who is not other
    do: torn

action meet_up(one: character, other: character)
    by one, other
    when one is not other
    do: torn
    as "[shake] hands"

action lift(one: character, other: character)
    by one, other
    when one is not other
    do: torn
    as "[lift] {other} onto the wall"

action tear()
    by nobody
    when not torn
    do: torn
    as "the ropes of the tent [tear]"

action slip(who: character)
    by nobody
    do: torn
    as "the ladder under {who} [slip]"

Mara wants
    1 if Quill.knows_plan
ending over when torn
"""


def _number(story: Story, act: str) -> int:
    number = act_number(story.ground, act)
    assert number is not None
    return number


def _said(story: Story, act: str, tense: Tense = Tense.PRESENT) -> str:
    return phrases(story, voice=Voice(tense=tense)).act(_number(story, act))


def test_an_act_is_called_what_its_author_calls_it() -> None:
    story = loads(STORY)
    assert _said(story, "tell_plan(Mara, Quill, roof)") == "Mara tells Quill the plan for the roof"
    assert _said(story, "tell_plan(Mara, Quill, roof)", Tense.PAST) == "Mara told Quill the plan for the roof"
    assert _said(story, "meet_up(Mara, Quill)") == "Mara and Quill shake hands"
    assert _said(story, "lift(Mara, Quill)") == "Mara lifts Quill onto the wall"
    assert _said(story, "tear()") == "The ropes of the tent tear"
    assert _said(story, "slip(Quill)") == "The ladder under Quill slips"


def test_further_verbs_have_the_form_of_the_first() -> None:
    story = loads(STORY)
    said, test = phrases(story), _number(story, "test(Mara, rope)")
    assert said.act(test) == "Mara takes the rope in her hands and pulls at it"
    assert said.plan([test], "Mara") == "to take the rope in her hands and pull at it"
    assert said.failed(test, "Mara", ()) == (
        "Mara tried to take the rope in her hands and pull at it, but it could not be done."
    )


def test_a_choice_is_made_of_it_where_none_is_given() -> None:
    story = loads(STORY)
    said = phrases(story)
    assert said.choice(_number(story, "tell_plan(Mara, Quill, roof)")) == "Tell Quill the plan for the roof"
    assert said.choice(_number(story, "test(Mara, rope)")) == "Test the rope"
    bare = loads(STORY.replace('    choice "Test the rope"\n', ""))
    assert phrases(bare).choice(_number(bare, "test(Mara, rope)")) == "Take the rope in your hands and pull at it"


def test_plans_say_what_others_are_to_do_and_what_is_to_happen() -> None:
    story = loads(STORY)
    acts = [_number(story, act) for act in ("tell_plan(Quill, Mara, roof)", "tear()")]
    assert phrases(story).plan(acts, "Mara") == (
        "for Quill to tell Mara the plan for the roof, then for the ropes of the tent to tear"
    )


def test_a_name_is_read_as_english_where_it_can_be() -> None:
    story = loads(STORY)
    assert _said(story, "show_place(Mara, Quill)") == "Mara shows Quill the place"
    assert _said(story, "drop_tool(Mara, rope)") == "Mara drops the rope"


def test_it_is_a_text_for_those_who_translate() -> None:
    texts = {text.id: text.text for text in texts_of(loads(STORY).definition)}
    assert texts["action.lift.as"] == "[lift] {other} onto the wall"


PHRASED = """
story "Debts"

kind place
kind tool

property at(character): place
property has(who: character, what: tool)
    is "{who} [be] armed with {what}"
    is not "{who} [do] not have {what}"
property owes(who: character, whom: character): 0..9
    is "{who} [owe] {whom} {value} coins"
    is 0 "{who} [owe] {whom} nothing"
property told(character): character
    is "{character} [have] told {value}"
    is nobody "{character} [have] told nobody"
property seen_at(character): place
    is "[have] been seen at {value}"
property holder(what: tool): character
    is "{value} [hold] {what}"
property mood(who: character): calm | cross = calm
    noun "{who's} mood today"
property was(who: character)
    is "it [be] {who} who did it"
    unknown "whether it was {who}"
property stopped
    is "the clocks [have] stopped"
property steps: 0..9
    bookkeeping
property customers: 0..3
property tasted_it(character)
property was_at_ten_with(character): character

place street "the street"
place roof "the roof"
tool rope "the rope"
character Mara, she, at street
character Quill, he, at street
Mara believes was(Quill) is unknown

action go(who: character)
    by who
    when steps is 1
    when who.at is roof
    do: stopped

action step(who: character)
    by who
    when steps < 2
    do
        steps += 1
        who.at = roof

Mara wants
    1 if stopped
    1 if was(Quill)
    1 if owes(Mara, Quill) is 0
    1 if owes(Quill, Mara) >= 3
Quill wants
    1 if not stopped
    1 if has(Quill, rope)
ending over when stopped
"""


@pytest.mark.parametrize(
    ("name", "arguments", "value", "said"),
    [
        ("has", ("Mara", "rope"), True, "Mara was armed with the rope"),
        ("has", ("Mara", "rope"), False, "Mara did not have the rope"),
        ("owes", ("Mara", "Quill"), 3, "Mara owed Quill three coins"),
        ("owes", ("Mara", "Quill"), 0, "Mara owed Quill nothing"),
        ("owes", ("Mara", "Quill"), Idea((2, 3), False), "Mara owed Quill two or three coins"),
        ("told", ("Mara",), "Quill", "Mara had told Quill"),
        ("told", ("Mara",), None, "Mara had told nobody"),
        ("seen_at", ("Mara",), "roof", "Mara had been seen at the roof"),
        ("holder", ("rope",), "Quill", "Quill held the rope"),
        ("mood", ("Mara",), "cross", "Mara's mood today was cross"),
        ("was", ("Quill",), False, "it was not Quill who did it"),
        ("stopped", (), True, "the clocks had stopped"),
        ("customers", (), 3, "the customers were 3 of 3"),
        ("tasted_it", ("Mara",), True, "Mara had tasted it"),
        ("was_at_ten_with", ("Mara",), "Quill", "Mara had been at ten with Quill"),
    ],
)
def test_a_property_is_said_as_its_author_says_it(
    name: str, arguments: tuple[str, ...], value: bool | int | str | Idea | None, said: str
) -> None:
    assert phrases(loads(PHRASED), voice=Voice(tense=Tense.PAST)).fluent(name, arguments, value) == said


@pytest.mark.parametrize(
    ("name", "arguments", "asked"),
    [
        ("owes", ("Mara", "Quill"), "how many coins Mara owes Quill"),
        ("told", ("Mara",), "whom Mara has told"),
        ("seen_at", ("Mara",), "where Mara has been seen"),
        ("holder", ("rope",), "who holds the rope"),
        ("was", ("Quill",), "whether it was Quill"),
        ("has", ("Mara", "rope"), "whether Mara is armed with the rope"),
    ],
)
def test_what_is_asked_is_made_of_it(name: str, arguments: tuple[str, ...], asked: str) -> None:
    assert phrases(loads(PHRASED)).question(name, arguments) == asked


@pytest.mark.parametrize(
    ("mind", "number", "said"),
    [
        ("Mara", 0, "Mara wants the clocks to have stopped"),
        ("Mara", 1, "Mara wants it to be Quill who did it"),
        ("Mara", 2, "Mara wants to owe Quill nothing"),
        ("Mara", 3, "Mara wants Quill to owe her at least three coins"),
        ("Quill", 0, "Quill wants the clocks not to have stopped"),
        ("Quill", 1, "Quill wants to be armed with the rope"),
    ],
)
def test_it_is_wanted(mind: str, number: int, said: str) -> None:
    story = loads(PHRASED)
    assert phrases(story).want(mind, story.definition.wants[mind][number].text) == said


def test_bookkeeping_is_not_spoken_of() -> None:
    story = loads(PHRASED)
    assert not is_spoken_of(story.definition.properties["steps"])
    go = _number(story, "go(Mara)")
    assert phrases(story).obstacles(go, StateView(story, story.engine.initial(), None)) == ("Mara is not at the roof",)


def test_its_words_are_texts_for_those_who_translate() -> None:
    texts = {text.id: text.text for text in texts_of(loads(PHRASED).definition)}
    assert texts["property.owes.is"] == "{who} [owe] {whom} {value} coins"
    assert texts["property.owes.is.0"] == "{who} [owe] {whom} nothing"
    assert texts["property.told.is.none"] == "{character} [have] told nobody"
    assert texts["property.has.is_not"] == "{who} [do] not have {what}"
    assert (is_told("property.owes.is.0"), is_told("property.owes.phrase")) == (True, False)


GERMAN = """
story "Das Dach"
    language "de"

kind place
property at(character): place
property knows_plan(character)
place roof "das Dach"
character Mara, she, at roof
character Quill, he, at roof

action tell_plan(who: character, other: character, spot: place)
    by who
    when who is not other and not other.knows_plan
    do: other.knows_plan
    as "{other} den Plan für {spot} [erzählen]"

action shout(who: character, other: character)
    by who
    when who is not other
    do: other.knows_plan
    as "[anrufen] {other} und [gehen]"

action tear()
    by nobody
    do: Mara.knows_plan
    as "das Seil [reißen]"

Mara wants: 1 if Quill.knows_plan
ending over when Quill.knows_plan
"""


def test_in_german_its_verb_stands_first_or_last() -> None:
    story = loads(GERMAN)
    tell, tear = _number(story, "tell_plan(Mara, Quill, roof)"), _number(story, "tear()")
    said = phrases(story)
    assert said.act(tell) == "Mara erzählt Quill den Plan für das Dach"
    assert said.act(_number(story, "shout(Mara, Quill)")) == "Mara ruft Quill an und geht"
    assert said.act(tear) == "Das Seil reißt"
    assert said.plan([tell, tear], "Mara") == "Quill den Plan für das Dach erzählen, dann dass das Seil reißt"


GERMAN_DEBTS = """
story "Schulden"
    language "de"

kind place "der Ort"
property at(character) "bei": place
property owes(who: character, whom: character): 0..9
    is "{who} [schulden] {whom} {value} Münzen"
    is 0 "{who} [schulden] {whom} nichts"
property told(character): character
    is "{character} [haben] {value} eingeweiht"
property seen_at(character): place
    is "{character} [sein] bei {value} gesehen worden"
property was(who: character)
    is "{who} [sein] es gewesen"
    unknown "ob {who} es [sein]"
place roof "das Dach"
character Mara, she, at roof
character Quill, he, at roof
action go(who: character)
    by who
    when who.seen_at is roof
    do: was(who)
Mara wants: 1 if was(Quill)
Quill wants: 1 if was(Mara)
ending over when was(Mara)
"""


@pytest.mark.parametrize(
    ("name", "arguments", "value", "said", "asked"),
    [
        ("owes", ("Mara", "Quill"), 3, "Mara schuldet Quill drei Münzen", "wie viele Münzen Mara Quill schuldet"),
        ("owes", ("Mara", "Quill"), 0, "Mara schuldet Quill nichts", "wie viele Münzen Mara Quill schuldet"),
        ("told", ("Mara",), "Quill", "Mara hat Quill eingeweiht", "wen Mara eingeweiht hat"),
        ("told", ("Mara",), None, "Mara hat niemanden eingeweiht", "wen Mara eingeweiht hat"),
        ("seen_at", ("Mara",), "roof", "Mara ist beim Dach gesehen worden", "wo Mara gesehen worden ist"),
        ("was", ("Quill",), False, "Quill ist es nicht gewesen", "ob Quill es ist"),
    ],
)
def test_properties_are_said_in_german(
    name: str, arguments: tuple[str, ...], value: bool | int | str | None, said: str, asked: str
) -> None:
    german = phrases(loads(GERMAN_DEBTS))
    assert german.fluent(name, arguments, value) == said
    assert german.question(name, arguments) == asked
