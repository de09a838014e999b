"""The director: others act as fate prefers, as long as it can wait; and when nobody can act, the life is stuck."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.play import Session
from fabula.play.director import PATIENT, Director, Pace, worths
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
    for _ in range(PATIENT):
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


def acts(session: Session) -> list[str]:
    """What the others did in the last turn."""
    return [session.story.ground.task.actions[event.action].name for event in session.history[-1].others]


#: people who light a lamp, and one who puts it out, and want just that; Ann can end it
LAMP = """
story "Lamp"
property lit
property warm
property told
character Ann, she
character Ben, he
character Cat, she
character Dan, he
action light(who: character)
    by who
    when {lights} and not lit
    do
        lit
        {lighting}
action dim(who: character)
    by who
    when who is Cat and lit
    do: not lit
action tell(who: character)
    by who
    when who is Ann
    do: told
Ann wants: 1 if told
Ben wants: 1 if lit
Cat wants: 1 if not lit
Dan wants: 1 if lit
ending over "Over" when told
"""


def test_nobody_leads_back_to_where_the_life_has_been_as_long_as_there_is_patience() -> None:
    """Ann lights the lamp: to put it out would undo her turn."""
    story = loads(LAMP.format(lights="who is Ann", lighting="not warm"))
    for seed in range(8):
        session = Session(story, "Ann", seed)
        session.choose([choice.text for choice in session.choices].index("Light"))
        assert acts(session) == []
        wait(session)
        assert acts(session) == ["dim(Cat)"]


def test_nobody_leads_back_to_where_the_turn_has_been() -> None:
    """The lamp is lit, and warm from then on, and is put out; whoever lights it once more would lead back to where it was warm
    and lit."""
    story = loads(LAMP.format(lights="(who is Ben or who is Dan)", lighting="warm"))
    start = story.engine.initial()
    lengths: set[int] = set()
    for seed in range(16):
        director = Director(story, story.ground.minds["Ann"], seed, acts=3)
        events = director.turn(start, (), Pace(1, waited=True, quiet=0))
        states = [start, *(event.after for event in events)]
        assert len(set(states)) == len(states)
        lengths.add(len(events))
    assert lengths == {1, 2}


#: Ben can go into the pit, or into the wild and on and on; Cat can shut the gate to the yard for ever
WILD = """
story "Wild"
kind place
place hall
place pit
place wild
place yard
property at(character): place
property miles: 0..99
property rung
property shut
character Ann, she, at hall
character Ben, he, at hall
character Cat, she, at yard
action leave(who: character, to: place)
    by who
    when who is Ben and who.at is hall and to in_choice
    do: who.at is to
action wander(who: character)
    by who
    when who is Ben and who.at is wild and miles < 99
    do: miles += 1
action ring(who: character)
    by who
    when who is Ben and not rung
    do: rung
action shut_gate(who: character)
    by who
    when who is Cat and not shut
    do: shut
action go(who: character)
    by who
    when who is Ann and who.at is hall and not shut
    do: who.at is yard
Ann wants: 1 if Ann.at is yard
Ben wants
    1 if Ben.at is not hall
    miles
    1 if rung
Cat wants: 1 if shut
"""


def wild(ways: str, fate: str) -> Story:
    return loads(WILD.replace("to in_choice", ways) + fate)


def test_what_lies_too_far_ahead_is_better_than_a_bad_ending() -> None:
    """Ben goes where nobody knows how it ends, and not where it ends badly; but fate rather has it end well at once."""
    ways = "(to is pit or to is wild)"
    endings = 'ending home "Home" when Ann.at is yard and miles is 99\nending lost "Lost" when Ben.at is pit\n'
    rules = f"rung\nshut\n{endings}fate prefers {{}}"
    for fate, way in (("home > lost", "leave(Ben, wild)"), ("lost > home", "leave(Ben, pit)")):
        for seed in range(4):
            session = Session(wild(ways, rules.format(fate)), "Ann", seed)
            wait(session)
            assert acts(session)[:1] == [way]


def test_after_the_first_act_of_a_turn_nobody_leads_away_from_what_fate_prefers() -> None:
    """Somebody has acted already, so that nobody else has to, although the reader waits for it: Cat leaves the gate open."""
    rules = 'ending home "Home" when Ann.at is yard\nending out "Out" when shut and miles is 3\nfate prefers home > out'
    story = wild("to is wild", rules)
    for seed in range(16):
        session = Session(story, "Ann", seed)
        wait(session)
        assert len(acts(session)) == 1
        assert acts(session)[0] != "shut_gate(Cat)"


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
