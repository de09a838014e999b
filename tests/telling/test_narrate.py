"""A telling keeps to what its teller perceives and believes (semantics 7), and says how it was chosen by its seed alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula import lives
from fabula.randomness import Random
from fabula.story import Story, loads
from fabula.telling import NOBODY, Person, StateView, Storyteller, Telling, Tense, tell
from fabula.telling.content.discoveries import discoveries

Lived = Callable[..., lives.Life]


def told(story: Story, life: lives.Life, by: str | None, seed: int = 0) -> str:
    return tell(story, life, by, seed).text


def test_each_teller_tells_what_it_perceives(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "walk(Ann, well, tower)", "light(Ben, tower)")
    assert told(story, life, "Ann") == "Ann lit the well and went to the tower. Ben lit the tower."
    assert told(story, life, "Ben") == "Ann came to the tower. Ben lit the tower."
    assert told(story, life, "Cid") == "Ann lit the well and went to the tower."
    assert told(story, life, NOBODY) == "Ann lit the well and went to the tower. Ben lit the tower."


def test_a_will_perceives_with_its_body(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "light(Ben, tower)", "recall(Cid)")
    assert told(story, life, "Nyx") == told(story, life, "Ben") == "Ann came to the tower. Ben lit the tower."


def test_a_will_is_named_by_who_knows_of_it(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "take(Nyx, Ben)", "walk(Ben, tower, well) as Nyx")
    assert told(story, life, "Ben") == "Ann came to the tower. Nyx took hold of Ben. Nyx went to the well."
    assert told(story, life, "Ann") == "Ann went to the tower. Ben went to the well."
    assert told(story, life, NOBODY).endswith("Nyx went to the well.")


def test_the_dead_tell_nothing_more(story: Story, lived: Lived) -> None:
    life = lived("walk(Ben, tower, well)", "kill(Ann, Cid)", "time_passes()", "light(Ann, well)")
    assert told(story, life, "Cid") == "Ben came to the well. Ann killed a stranger."
    assert told(story, life, "Ben").endswith("Time went by. She lit the well.")


def test_what_a_trigger_finds_out_is_told_by_its_text(story: Story, lived: Lived) -> None:
    life = lived("walk(Cid, well, tower)")
    assert told(story, life, "Cid") == "A stranger went to the tower. He saw Ben there."
    assert told(story, life, "Ben") == "A stranger came to the tower."


def test_what_happens_of_itself_is_told(story: Story, lived: Lived) -> None:
    life = lived("wound(Ann, Cid)", "time_passes()", "time_passes()")
    assert told(story, life, "Ann") == "Ann wounded a stranger. Time went by. He was dead."


def test_a_changed_belief_is_told_as_a_belief_and_not_as_the_truth(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "whisper(Ann, Cid)")
    assert StateView(story, life.events[-1].after).possible("at", ("Ann",)).thing == "tower"
    assert told(story, life, "Cid") == "Ann went to the tower. Now a stranger believed that she was at the well."
    assert discoveries(story, life.events[-1], "Ben") == ()


def test_names_are_those_that_the_teller_knows(story: Story, lived: Lived) -> None:
    life = lived("greet(Cid, Ann)", "light(Cid, well)", "walk(Cid, well, tower)", "light(Cid, tower)")
    assert told(story, life, "Ann") == "A stranger greeted Ann and said a name: Cid. He lit the well and went to the tower."
    assert told(story, life, "Ben") == "A stranger came to the tower and lit the tower."


def test_texts_for_a_teller_come_first_and_none_twice_while_another_fits(story: Story, lived: Lived) -> None:
    life = lived(*["greet(Ann, Cid)"] * 4)
    texts = told(story, life, "Ann").split(". ")
    assert "said a name" in texts[0]
    assert "said a name" not in texts[1]
    assert "said a name" not in texts[2], "what was made for one case is not heard twice while there is a plain text"
    assert "said a name" not in told(story, life, "Cid")


def test_a_text_under_a_condition_is_told_where_the_teller_believes_it(story: Story, lived: Lived) -> None:
    life = lived("wound(Ann, Cid)", "greet(Ann, Cid)")
    assert told(story, life, "Cid").endswith("She greeted him, who bled.")
    life = lived("greet(Ann, Cid)")
    assert told(story, life, "Cid") == "Ann greeted a stranger."


def test_acts_that_nobody_wrote_a_text_for_are_told(story: Story, lived: Lived) -> None:
    assert told(story, lived("wound(Ann, Cid)"), NOBODY) == "Ann wounded a stranger."


def test_what_is_routine_is_told_once(story: Story, lived: Lived) -> None:
    assert told(story, lived("time_passes()", "time_passes()", "time_passes()"), "Ann") == "Time went by."


def test_two_who_do_the_same_are_told_together(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "walk(Cid, well, tower)")
    telling = tell(story, life, NOBODY)
    assert telling.text == "Ann and a stranger went to the tower."
    assert telling.paragraphs[0].passages[0].events == (0, 1)
    assert told(story, life, "Cid").startswith("Ann went to the tower. A stranger went")


def test_the_hand_over_to_the_second_teller(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "walk(Ann, tower, well)", "recall(Ben)")
    telling = tell(story, life)
    assert [(paragraph.teller, paragraph.text) for paragraph in telling.paragraphs] == [
        ("Ann", "Ann went to the tower and back."),
        ("Ben", "Ben remembered her."),
        ("Ben", "Ben saw her face."),
    ]
    assert [paragraph.events for paragraph in telling.paragraphs] == [(0, 1), (2,), ()]
    alone = lived("walk(Ann, well, tower)", "walk(Ann, tower, well)")
    assert {paragraph.teller for paragraph in tell(story, alone).paragraphs} == {"Ann"}


def test_an_ending_is_told_by_who_knows_of_it(story: Story, lived: Lived) -> None:
    life = lived("recall(Ben)")
    assert told(story, life, "Ben").endswith("\n\nBen saw her face.")
    assert told(story, life, NOBODY).endswith("\n\nSo it ended.")
    assert told(story, life, "Cid") == ""


def test_the_title_of_an_ending_stands_apart(story: Story, lived: Lived) -> None:
    life = lived("kill(Cid, Ann)")
    assert told(story, life, "Cid") == "A stranger killed Ann."
    assert told(story, life, "Ben") == ""
    assert tell(story, life, "Cid").ending == "It is dark"
    assert tell(story, lived("light(Ann, well)"), "Ann").ending == ""


OPENED = """
story "Opened"
    told by Ann
    opening by Ann "{Ann} [wake] early."
    opening by Ann if cold "It [be] cold at {Ann.at}."
    opening by Ann if not cold "It [be] warm."
    opening "Day [come]."

kind place
property at(character) "at": place
property alive(character) "alive" = yes
property cold = yes
property hour: 0..9, felt by all
property hurt(character) "hurt"
place well "the well"
place tower "the tower"
character Ann, she, at well
character Bea, she, at well
character Cid, he, at tower
Bea believes not Cid.alive

action call(who: character, other: character)
    by who
    when who is not other
    do: hour += 1
    says "\\"Come,\\" {who} [say] to {other}."

action wave(who: character)
    by who
    when who.alive
    do: hour += 1
    says "{who} [wave]."

action chime()
    do: hour += 1
    seen by nobody
    says "It [chime]."

trigger fade(who: character)
    when not who.hurt and hour >= 2
    do: who.hurt
    says "{who} [be] hurt."

telling wave
    says by Ann if who is Bea and Ann.at is well "{who} [wave], of all people."
    says by Ann "{who} [wave] back."

telling fade
    says by Bea "It [begin] to hurt."

ending over when hour is 9
"""


@pytest.fixture(scope="module")
def opened() -> Story:
    return loads(OPENED)


def life_of(story: Story, *acts: str) -> lives.Life:
    return lives.replay(story, acts, tuple(range(len(story.task.characters))))


def test_a_story_opens_with_the_texts_for_its_teller(opened: Story) -> None:
    life = life_of(opened, "wave(Ann)")
    telling = tell(opened, life)
    assert telling.text == "Ann woke early.\n\nIt was cold at the well.\n\nAnn waved back."
    assert [paragraph.events for paragraph in telling.paragraphs] == [(), (), (0,)]
    assert tell(opened, life, "Bea").text == "Day came.\n\nAnn waved."
    assert tell(opened, life, NOBODY).text == "Day came.\n\nAnn waved."
    first = tell(opened, life, "Ann", person=Person.FIRST, tense=Tense.PRESENT)
    assert first.text.startswith("I wake early.\n\nIt is cold at the well.")


def test_further_texts_tell_an_act_from_elsewhere(opened: Story) -> None:
    told_acts = tell(opened, life_of(opened, "wave(Bea)", "call(Bea, Ann)"), "Ann").paragraphs[2:]
    assert [paragraph.text for paragraph in told_acts] == [
        'Bea waved, of all people. "Come," Bea said to Ann. Ann and Bea were hurt.'
    ]
    assert tell(opened, life_of(opened, "wave(Bea)", "wave(Bea)"), "Bea").text.endswith("It began to hurt.")


def test_others_are_named_who_could_be_taken_for_the_teller(opened: Story) -> None:
    texts = [
        paragraph.text for paragraph in tell(opened, life_of(opened, "wave(Ann)", "chime()", "wave(Bea)"), "Ann").paragraphs
    ]
    assert texts[2:] == ["Ann waved back. Ann and Bea were hurt. Bea waved, of all people."]


def test_another_voice_is_another_paragraph(opened: Story) -> None:
    telling = tell(opened, life_of(opened, "call(Ann, Bea)", "call(Bea, Ann)"), NOBODY)
    assert telling.text.split("\n\n")[1:] == [
        '"Come," Ann said to Bea.',
        '"Come," Bea said to Ann. Ann, Bea and Cid were hurt.',
    ]


def test_what_is_seen_to_be_so_is_seen_and_not_believed(opened: Story) -> None:
    assert tell(opened, life_of(opened, "wave(Cid)"), "Bea").text == "Day came.\n\nCid waved. Bea saw that he was alive."


def test_what_a_mind_reckons_of_another_place_is_not_told(opened: Story) -> None:
    """Cid is hurt at the tower, and Ann at the well knows that it must be so."""
    life = life_of(opened, "wave(Ann)", "wave(Ann)")
    after = StateView(opened, life.events[-1].after, "Ann")
    assert all(after.possible("hurt", (who,)).is_only(True) for who in ("Cid", "Bea"))
    text = tell(opened, life, "Ann").text
    assert "Ann and Bea were hurt." in text
    assert "Cid" not in text


def test_reasons_of_the_teller_are_given_now_and_then_and_of_others_never(story: Story) -> None:
    life = lives.replay(story, ["light(Ann, well)"])
    assert told(story, life, "Ann") == "Ann lit the well to see a light."
    assert told(story, life, "Cid") == "Ann lit the well."


def test_person_and_tense(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "walk(Ann, well, tower)", "greet(Ben, Ann)")
    telling = tell(story, life, "Ann", person=Person.FIRST, tense=Tense.PRESENT)
    assert telling.text == "I light the well and go to the tower. Ben greets me and says a name: Ben."


def test_long_lives_have_paragraphs(story: Story, lived: Lived) -> None:
    life = lived(
        *["light(Ann, well)", "light(Ann, well)", "light(Ann, well)", "walk(Ann, well, tower)", "walk(Ann, tower, well)"] * 4
    )
    telling = tell(story, life, "Ann")
    assert all(1 <= len(paragraph.passages) <= 8 for paragraph in telling.paragraphs)
    assert [event for paragraph in telling.paragraphs for event in paragraph.events] == list(range(len(life.events)))
    assert telling.words == len(telling.text.split())
    assert telling.title == "The Well & the <Tower>"


def test_the_same_seed_gives_the_same_text(story: Story, lived: Lived) -> None:
    life = lived(*["greet(Ann, Cid)", "light(Ann, well)"] * 5)
    tellings: list[Telling] = [tell(story, life, NOBODY, seed=3) for _ in range(3)]
    assert tellings[0] == tellings[1] == tellings[2]


def test_who_has_no_mind_can_not_tell(story: Story, lived: Lived) -> None:
    with pytest.raises(KeyError):
        tell(story, lived("light(Ann, well)"), "well")
    with pytest.raises(KeyError):
        tell(story, lived(), "Nobody")


def test_a_life_without_events_has_no_text(story: Story, lived: Lived) -> None:
    assert tell(story, lived()).paragraphs == ()


def test_a_storyteller_can_be_fed_event_by_event(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "walk(Ann, well, tower)")
    storyteller = Storyteller(story, Random(0))
    storyteller.take_over("Cid")
    for index, event in enumerate(life.events):
        storyteller.event(index, event)
    assert [paragraph.text for paragraph in storyteller.paragraphs()] == [told(story, life, "Cid")]
