"""The director: others act as fate prefers, as long as it can wait; and when nobody can act, the life is stuck."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.play import Session
from fabula.play.director import PATIENCE, worths
from fabula.story import Story, loads

TWO_DOORS = """
story "Two doors"
place hall, yard, pit
property at(character): place
property knocks: 0..3 = 0
character Ann, she, at hall
character Ben, he, at hall
action leave(who: character, to: place)
    by who
    when who.at is hall and to is not hall
    do: who.at is to
action knock(who: character)
    by who
    when who is Ann and knocks < 3
    do: knocks += 1
Ann wants
    1 if knocks is 3
Ben wants
    1 if Ben.at is yard
    1 if Ben.at is pit
ending good "Good" when Ben.at is yard
ending bad "Bad" when Ben.at is pit
"""


def two_doors(fate: str) -> Story:
    return loads(TWO_DOORS.replace("place hall, yard, pit", "kind place\nplace hall\nplace yard\nplace pit") + fate)


def wait(session: Session) -> None:
    session.choose(len(session.choices) - 1)


def test_fate_chooses_among_what_people_want() -> None:
    """Ben wants to leave and does not care by which door; fate does."""
    for seed in range(8):
        for fate, ending in (("fate prefers good > bad", "good"), ("fate prefers bad > good", "bad")):
            session = Session(two_doors(fate), "Ann", seed)
            wait(session)
            assert session.ending == ending


def test_fate_has_people_wait_but_not_for_ever() -> None:
    """The only way out leads to what fate likes less: Ben is held back for a while, but not when the reader waits for him."""
    story = two_doors("fate prefers good > bad")
    only_pit = loads(
        TWO_DOORS.replace("place hall, yard, pit", "kind place\nplace hall\nplace yard\nplace pit")
        .replace("to is not hall", "to is pit and who is Ben or to is yard and who is Ann")
        .replace("when Ben.at is yard", "when Ann.at is yard")
        + "fate prefers good > bad"
    )
    session = Session(only_pit, "Ann")
    for _ in range(PATIENCE):
        session.choose([choice.text for choice in session.choices].index("Knock"))
        assert session.history[-1].others == ()
    session.choose([choice.text for choice in session.choices].index("Knock"))
    assert session.ending == "bad"
    impatient = Session(only_pit, "Ann")
    wait(impatient)
    assert impatient.ending == "bad"
    assert story.task.endings == only_pit.task.endings or worths(story) == worths(only_pit)


#: two ways down, a short one and a long one, and nothing else that Ben could want
TWO_WAYS = """
story "Two ways"
kind place
place hall
place ledge
place stairs
place landing
place cellar
property at(character): place
property down(place, place)
down(hall, ledge)
down(ledge, cellar)
down(hall, stairs)
down(stairs, landing)
down(landing, cellar)
character Ann, she, at hall
character Ben, he, at hall
action climb(who: character, to: place)
    by who
    when who is Ben and down(who.at, to)
    do: who.at is to
Ben wants
    1 if Ben.at is cellar
ending home "Home" when Ann.at is cellar
ending below "Below" when Ben.at is cellar
"""


@pytest.mark.parametrize(("fate", "way"), [("home > below", "stairs"), ("below > home", "ledge")])
def test_a_bad_ending_is_put_off_and_a_good_one_is_not(fate: str, way: str) -> None:
    """All that Ben would do leads to the same ending: fate has him take the long way to what it likes less, and the short one
    to what it likes best."""
    for seed in range(8):
        session = Session(loads(f"{TWO_WAYS}fate prefers {fate}"), "Ann", seed)
        wait(session)
        first = session.history[-1].others[0]
        assert session.story.ground.task.actions[first.action].name == f"climb(Ben, {way})"


def test_endings_are_worth_what_fate_says() -> None:
    """Those that it does not name are worth less, in the order of the text."""
    assert worths(two_doors("fate prefers bad > good")) == (2, 4)
    assert worths(two_doors("fate prefers bad")) == (2, 4)
    assert worths(two_doors("")) == (4, 2)


def test_a_life_that_is_stuck(tmp_path: Path) -> None:
    """It says so; undo leads back, and a save of it can be loaded."""
    story = loads(
        """
story "A cup"
property empty
property broken
character Ann, she
action drink(who: character)
    by who
    when not empty and not broken
    do: empty
action drop(who: character)
    by who
    when not empty and not broken
    do: broken
Ann wants
    1 if empty
ending drunk "Drunk" when empty
"""
    )
    session = Session(story)
    session.choose([choice.text for choice in session.choices].index("Drop"))
    assert session.stuck
    assert session.ending is None
    assert session.choices == ()
    assert "nothing left to do" in session.closing
    session.save(tmp_path / "save.json")
    assert Session.load(story, tmp_path / "save.json").stuck
    session.undo()
    assert not session.stuck
