"""What somebody concludes is told although it is about somebody elsewhere, and of an ending what its teller knows of it."""

from __future__ import annotations

from fabula.lives import replay
from fabula.story import loads
from fabula.telling import tell

STUDY = """story "The Study"
    told by Vane
use places, sight
place hall "the hall"
place attic "the attic"
path hall - attic
character Vane, she, at hall, stays
character Cole, he, at hall
character Otto, he, at attic, stays
property muddy(character) "muddy"
property culprit "the culprit": character
property pointed
culprit is Otto
Vane believes culprit is unknown

action point(who: character)
    by who
    when who.at is hall and not pointed
    do: pointed
    seen by c: c.at is who.at
    says "{who} [point] upstairs."
"""
REACTION = "when Vane sees point(_): Vane believes muddy(Otto)\n"
TRIGGER = """trigger conclude(c: character)
    when Vane believes muddy(c) and not (Vane believes culprit is c)
    do: Vane believes culprit is c
"""
SPOKEN = TRIGGER + '    says "It was {c}, then."\n'
ENDING = 'Cole wants: 1 if pointed\nending over when pointed\n    says "So it was."\n'


def told(text: str, *acts: str) -> str:
    story = loads(text)
    return tell(story, replay(story, acts)).text


def test_what_is_made_of_an_act_is_told() -> None:
    text = told(STUDY + REACTION + ENDING, "point(Cole)")
    assert text == "Cole pointed upstairs. Now Vane believed that Otto was muddy.\n\nSo it was."


def test_a_conclusion_about_somebody_elsewhere_is_told() -> None:
    text = told(STUDY + REACTION + SPOKEN + ENDING, "point(Cole)")
    assert text == "Cole pointed upstairs. Now Vane believed that Otto was muddy. It was Otto, then.\n\nSo it was."


def test_a_conclusion_without_a_text_is_told_in_words_of_ours() -> None:
    text = told(STUDY + REACTION + TRIGGER + ENDING, "point(Cole)")
    assert "Now she believed that the culprit was Otto." in text


def test_what_an_act_itself_lets_somebody_believe_is_left_to_its_text() -> None:
    itself = STUDY.replace("    do: pointed\n", "    do\n        pointed\n        Vane believes muddy(Otto)\n")
    assert told(itself + ENDING, "point(Cole)") == "Cole pointed upstairs.\n\nSo it was."


def test_what_the_text_of_an_act_for_that_mind_says_of_it_is_not_said_twice() -> None:
    own = STUDY + '    says by Vane "{who} [point] upstairs, so that it had to be Otto."\n'
    assert told(own + REACTION + ENDING, "point(Cole)") == "Cole pointed upstairs, so that it had to be Otto.\n\nSo it was."


def test_what_only_happens_elsewhere_is_no_conclusion() -> None:
    """Vane reckons that Otto is waiting now, and nothing of it happens to her."""
    waits = "property waiting(character)\ntrigger wait(c: character)\n    when pointed and c is Otto and not waiting(c)\n"
    waits += '    do: waiting(c)\n    says "{c} [wait] for it."\n'
    assert told(STUDY + waits + ENDING, "point(Cole)") == "Cole pointed upstairs.\n\nSo it was."


# --- an ending -----------------------------------------------------------------------------------------------------------

BOX = """story "The Box"
    told by Vane
use places, sight
place hall "the hall"
place attic "the attic"
path hall - attic
character Vane, she, at hall, stays
character Cole, he, at hall
property opened(character) "rich"
property lit(place) "lit"

action light(who: character)
    by who
    when who.at is hall and not lit(hall)
    do: lit(hall)
    says "{who} [strike] a match."

action open_box(who: character)
    by who
    when who.at is attic and lit(hall)
    do: opened(who)
    seen by c: c.at is attic

Cole wants: 1 if opened(Cole)
ending open when opened(Cole) and CONDITION
    says "So the box was open."
"""
ACTS = "light(Cole)", "walk(Cole, hall, attic)", "open_box(Cole)"


def test_of_an_ending_that_its_teller_does_not_know_is_told_what_it_knows() -> None:
    text = told(BOX.replace("CONDITION", "lit(hall)"), *ACTS)
    assert text == "Cole struck a match and went to the attic.\n\nThe hall was lit."


def test_what_was_so_from_the_start_is_no_ending() -> None:
    """Of this one Vane knows nothing that has come about."""
    text = told(BOX.replace("CONDITION", "Vane.at is hall"), *ACTS)
    assert "Vane was at" not in text
    assert text.startswith("Cole struck a match and went to the attic.\n\n")
    assert "Vane" in text.rsplit("\n\n", 1)[1]


def test_nobodys_eyes_are_told_the_ending_itself() -> None:
    text = told(BOX.replace("CONDITION", "lit(hall)").replace("    told by Vane\n", ""), *ACTS)
    assert text.endswith("So the box was open.")
