"""What a mind takes to be possible (semantics 8.2), from the text of a story to the reference engine."""

from __future__ import annotations

import pytest
from tests.grounding.lives import Life

from fabula.story import loads
from fabula.task import Several

ROOMS = """
use places
place r1
place r2
place r3
place r4
path r1 - r2 - r3 - r4
character Ann, she, at r1
character Xan, he, at r2
"""


def test_what_somebody_believes_is_a_fact_so_that_seeing_teaches() -> None:
    life = Life(
        f"""{ROOMS}
Ann believes Xan.at in (r2, r3)
trigger see(c: character, x: character)
    when c.at is x.at and (c believes x.at) is not c.at
    do: c learns x.at
"""
    )
    assert life.has("at(Xan)", "Ann") == {"r2", "r3"}
    life.do("walk(Ann, r1, r2)")
    assert life.has("at(Xan)", "Ann") == "r2"


def test_the_last_one_left_is_believed() -> None:
    life = Life(
        f"""{ROOMS}
Ann believes Xan.at in (r2, r3)
Xan.at is r3
trigger miss(c: character, x: character)
    when c.at is not x.at and c believes x.at may be c.at
    do: c learns x.at is not c.at
"""
    )
    assert life.has("at(Xan)", "Ann") == {"r2", "r3"}
    life.do("walk(Ann, r1, r2)")
    assert life.has("at(Xan)", "Ann") == "r3"


def test_several_exclusions_of_one_event_go_together() -> None:
    life = Life(
        f"""{ROOMS}
Ann believes Xan.at in (r1, r2)
Xan.at is r3
action look
    by Ann
    do
        Ann learns Xan.at is not r1
        Ann learns Xan.at is not r2
"""
    )
    assert life.do("look()").has("at(Xan)", "Ann") == {"r3", "r4"}


def test_who_has_lost_somebody_takes_him_to_know_where_he_is() -> None:
    life = Life(
        f"""{ROOMS}
action lose
    by Ann
    do: Ann forgets Xan.at
"""
    ).do("lose()")
    everywhere = {"r1", "r2", "r3", "r4"}
    assert life.has("at(Xan)", "Ann") == everywhere
    assert life.has("at(Xan)", "Ann", "Xan") == ("known", everywhere)
    assert life.has("at(Xan)") == "r2"


DOOR = """
property door: open | shut | ajar = ajar
property lamp
property alarm
character Ann, she
character Bob, he
Ann believes lamp is unknown
"""


@pytest.mark.parametrize(
    ("chain", "left"),
    [
        ("if lamp: door = open", {"open", "ajar"}),
        ("if lamp: door = open\n        else: door = shut", {"open", "shut"}),
        ("if lamp: door = open\n        elif lamp is no: door = shut", {"open", "shut"}),
        ("if lamp: door = open\n        elif Bob.ready: door = shut", {"open", "shut", "ajar"}),
        ("if lamp: door = open\n        elif Ann.ready: door = shut", {"open", "shut"}),
        ("if lamp: door = open\n        elif Ann.ready: door = open", "open"),
        ("if lamp\n            door = open\n        else\n            if Ann.ready: door = shut", {"open", "shut"}),
    ],
)
def test_effects_under_a_condition_that_is_not_known(chain: str, left: object) -> None:
    text = f"""{DOOR}
property ready(character)
Ann.ready
Ann believes Bob.ready is unknown
action push
    by Bob
    do
        {chain}
action swap
    do
        lamp = yes
        Bob.ready
"""
    life = Life(text).do("push()")
    assert life.has("door", "Ann") == left


def test_a_trigger_whose_condition_is_not_known_does_not_fire() -> None:
    life = Life(
        """
property door: open | shut = shut
property alarm
character Ann, she
Ann believes door is unknown
trigger ring
    when door is open and not alarm
    do: alarm
action push
    do: door = open
    seen by nobody
action tell
    do: Ann learns door
"""
    ).do("push()")
    assert (life.has("alarm"), life.has("alarm", "Ann")) == (True, False)
    life.do("tell()")
    assert life.has("alarm", "Ann") is True


def test_whoever_is_seen_to_learn_is_known_to_know() -> None:
    life = Life(
        """
kind suspect: character
property killer: suspect
suspect Hugo, he
suspect Vera, she
character Ann, she
character Bob, he
killer is Vera
Ann believes killer is unknown
Bob believes killer is unknown
action read
    by Ann
    do: Ann learns killer
action tell
    by Ann
    do: Bob learns killer
    seen by nobody
ending over when Bob believes Ann knows killer
ending told when Bob knows killer
ending gone when Bob believes not Ann knows killer
"""
    )
    assert life.has("killer", "Bob", "Ann") == {"Hugo", "Vera"}
    assert (life.asked("over"), life.asked("told"), life.asked("gone")) == (False, False, True)
    life.do("read()")
    assert life.has("killer", "Bob", "Ann") == ("known", {"Hugo", "Vera"})
    assert (life.asked("over"), life.asked("told"), life.asked("gone")) == (True, False, False)
    life.do("tell()")
    assert (life.has("killer", "Bob"), life.has("killer", "Bob", "Ann")) == ("Vera", "Vera")
    assert life.asked("told") is True


def test_comparing_two_reads_teaches_both() -> None:
    life = Life(
        """
kind place
place r1
place r2
place r3
property at(character): place
character Ann, she, at r1
character Cid, he, at r3
character Dan, he, at r3
Ann believes Cid.at is r1
Ann believes Dan.at is r2
action meet
    by Cid
    when Cid.at is Dan.at
    do: Cid.at = r2
"""
    ).do("meet()")
    assert (life.has("at(Cid)", "Ann"), life.has("at(Dan)", "Ann")) == ("r2", "r3")


def test_two_who_are_lost_are_not_together() -> None:
    life = Life(
        f"""{ROOMS}
character Cal, he, at r1
Cal believes Ann.at is unknown
Cal believes Xan.at is unknown
action greet(one, other)
    by one
    when here(one, other) and one is not other
    do: one.stays
ending together when Cal believes here(Ann, Xan)
ending apart when Cal believes not here(Ann, Xan)
"""
    )
    assert not life.can("greet(Ann, Xan)", "Cal")
    assert (life.asked("together"), life.asked("apart")) == (False, False)


def test_nobody_is_a_value_that_one_can_know() -> None:
    life = Life(
        """
kind key
key brass
property holder(key): character
character Ann, she
character Ben, he
Ben believes holder(brass) is unknown
action take(who)
    by who
    do: holder(brass) = who
ending knows_nobody when Ben believes holder(brass) is nobody
ending in_the_dark when Ben believes holder(brass) is unknown
"""
    )
    assert life.has("holder(brass)", "Ben") == {None, "Ann", "Ben"}
    assert (life.asked("knows_nobody"), life.asked("in_the_dark")) == (False, True)
    assert life.do("take(Ann)").has("holder(brass)", "Ben") == "Ann"


def test_nobody_is_possible_only_where_something_makes_it_so() -> None:
    life = Life(
        """
kind suspect: character
property killer: suspect
suspect Hugo, he
suspect Vera, she
suspect Otto, he
character Iris, she
killer is Otto
Iris believes killer is unknown
action clear(s: suspect)
    when s is not killer
    do: Iris learns killer is not s
"""
    )
    assert life.has("killer", "Iris") == {"Hugo", "Vera", "Otto"}
    life.do("clear(Hugo)")
    assert life.has("killer", "Iris") == {"Vera", "Otto"}
    assert life.do("clear(Vera)").has("killer", "Iris") == "Otto"


def test_asking_for_nobody_where_nothing_makes_it_so_is_a_slip() -> None:
    text = """
kind key
key silver
property holder(key): character
property asked
character Ann, she
character Ben, he
holder(silver) is Ben
Ann believes holder(silver) is unknown
ending over when Ann believes holder(silver) is nobody
action ask(who)
    by who
    when who believes holder(silver) is {asked}
    do: asked
"""
    found = [problem for problem in Life(text.format(asked="nobody")).problems if problem.code == "never-nobody"]
    assert [(problem.seen, problem.severity.value) for problem in found] == [("nobody", "warning")]
    assert [problem.code for problem in Life(text.format(asked="unknown")).problems] == ["unreachable-ending"]
    given = text.format(asked="nobody") + "Ben believes holder(silver) is nobody\n"
    assert "never-nobody" not in [problem.code for problem in Life(given).problems]


def test_what_nobody_can_be_is_left_out_of_what_is_learnt() -> None:
    """To learn that it is one of some leaves out all others, "nobody" too, which it can't be anyway: both engines take that."""
    text = """
kind suspect: character
property killer: suspect
suspect Hugo, he
suspect Vera, she
suspect Otto, he
character Iris, she
killer is Otto
Iris believes killer is unknown
action read
    do: Iris learns killer in (Hugo, Otto)
action count_heads
    do: Iris learns killer is not nobody
ending over when Iris believes killer is Vera
"""
    life = Life(text)
    assert life.do("count_heads()").has("killer", "Iris") == {"Hugo", "Vera", "Otto"}
    assert life.do("read()").has("killer", "Iris") == {"Hugo", "Otto"}
    story = loads(text)
    engine, iris = story.engine, story.ground.minds["Iris"]
    killer = story.ground.fluent("killer")
    assert killer is not None
    after = engine.do(engine.initial(), [action.name for action in story.task.actions].index("read()"))
    taken = engine.taken(engine.belief(after, iris), killer)
    assert isinstance(taken, Several)
    assert {story.ground.decode(killer, value) for value in taken.values} == {"Hugo", "Otto"}
