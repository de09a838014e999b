"""Acts and properties in the words that their authors gave them."""

from __future__ import annotations

from fabula.lives import act_number
from fabula.story import Story, loads
from fabula.telling import Tense, Voice, phrases
from fabula.translation.ids import texts_of

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
