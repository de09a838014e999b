"""A telling keeps to what its teller perceives and believes (semantics 7), and says how it was chosen by its seed alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula import lives
from fabula.randomness import Random
from fabula.story import Story
from fabula.telling import NOBODY, Narrator, Person, StateView, Telling, Tense, tell
from fabula.telling.discoveries import discoveries

Lived = Callable[..., lives.Life]


def told(story: Story, life: lives.Life, by: str | None, seed: int = 0) -> str:
    return tell(story, life, by, seed).text


def test_each_teller_tells_what_it_perceives(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "walk(Ann, well, tower)", "light(Ben, tower)")
    assert told(story, life, "Ann") == "Ann lit the well. She went to the tower. Ben lit the tower."
    assert told(story, life, "Ben") == "Ann went to the tower. Ben lit the tower."
    assert told(story, life, "Cid") == "Ann lit the well. She went to the tower."
    assert told(story, life, NOBODY) == "Ann lit the well. She went to the tower. Ben lit the tower."


def test_a_will_perceives_with_its_body(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "light(Ben, tower)", "recall(Cid)")
    assert told(story, life, "Nyx") == told(story, life, "Ben") == "Ann went to the tower. Ben lit the tower."


def test_a_will_is_named_by_who_knows_of_it(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "take(Nyx, Ben)", "walk(Ben, tower, well) as Nyx")
    assert told(story, life, "Ben") == "Ann went to the tower. Nyx took hold of Ben. Nyx went to the well."
    assert told(story, life, "Ann") == "Ann went to the tower. Ben went to the well."
    assert told(story, life, NOBODY).endswith("Nyx went to the well.")


def test_the_dead_tell_nothing_more(story: Story, lived: Lived) -> None:
    life = lived("walk(Ben, tower, well)", "kill(Ann, Cid)", "time_passes()", "light(Ann, well)")
    assert told(story, life, "Cid") == "Ben went to the well. Ann killed a stranger."
    assert told(story, life, "Ben").endswith("Time went by. She lit the well.")


def test_what_a_trigger_finds_out_is_told_by_its_text(story: Story, lived: Lived) -> None:
    life = lived("walk(Cid, well, tower)")
    assert told(story, life, "Cid") == "A stranger went to the tower. He saw Ben at the tower."
    assert told(story, life, "Ben") == "A stranger went to the tower."


def test_what_happens_of_itself_is_told(story: Story, lived: Lived) -> None:
    life = lived("wound(Ann, Cid)", "time_passes()", "time_passes()")
    assert told(story, life, "Ann") == "Ann wounded a stranger. Time went by. He was dead."


def test_a_changed_belief_is_told_as_a_belief_and_not_as_the_truth(story: Story, lived: Lived) -> None:
    life = lived("walk(Ann, well, tower)", "whisper(Ann, Cid)")
    assert StateView(story, life.events[-1].after).value("at", ("Ann",)) == "tower"
    assert told(story, life, "Cid") == "Ann went to the tower. Now a stranger believed that she was at the well."
    assert discoveries(story, life.events[-1], "Ben") == ()


def test_names_are_those_that_the_teller_knows(story: Story, lived: Lived) -> None:
    life = lived("greet(Cid, Ann)", "light(Cid, well)", "walk(Cid, well, tower)", "light(Cid, tower)")
    assert told(story, life, "Ann") == "A stranger greeted Ann and said a name: Cid. He lit the well. He went to the tower."
    assert told(story, life, "Ben") == "A stranger went to the tower. He lit the tower."


def test_texts_for_a_teller_come_first_and_none_twice_while_another_fits(story: Story, lived: Lived) -> None:
    life = lived(*["greet(Ann, Cid)"] * 4)
    texts = told(story, life, "Ann").split(". ")
    assert "said a name" in texts[0]
    assert "said a name" not in texts[1]
    assert "said a name" in texts[2]
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
        ("Ann", "Ann went to the tower. She went to the well."),
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


def test_an_ending_without_a_text_is_told_by_its_title(story: Story, lived: Lived) -> None:
    life = lived("kill(Cid, Ann)")
    assert told(story, life, "Cid") == "A stranger killed Ann.\n\nIt is dark."
    assert told(story, life, "Ben") == ""


def test_reasons_of_the_teller_are_given_now_and_then_and_of_others_never(story: Story) -> None:
    life = lives.replay(story, ["light(Ann, well)"])
    assert told(story, life, "Ann") == "Ann lit the well. She wanted to see a light."
    assert told(story, life, "Cid") == "Ann lit the well."


def test_person_and_tense(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "walk(Ann, well, tower)", "greet(Ben, Ann)")
    telling = tell(story, life, "Ann", person=Person.FIRST, tense=Tense.PRESENT)
    assert telling.text == "I light the well. I go to the tower. Ben greets me and says a name: Ben."


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


def test_a_narrator_can_be_fed_event_by_event(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "walk(Ann, well, tower)")
    narrator = Narrator(story, Random(0))
    narrator.take_over("Cid")
    for index, event in enumerate(life.events):
        narrator.event(index, event)
    assert [paragraph.text for paragraph in narrator.paragraphs()] == [told(story, life, "Cid")]
