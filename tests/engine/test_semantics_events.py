"""Semantics 2.2: what acts do to the world and to what everybody believes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.engine.small import Small

from fabula.engine.interface import Engine
from fabula.engine.machine import machine
from fabula.task import TRUE, AllOf, AnyOf, Arithmetic, Constant, Task

Start = Callable[[Task], Engine]


def test_effects_are_simultaneous(start: Start) -> None:
    small = Small("A", "", {"n": (0, 9), "m": (0, 9)})
    small.fact("n", 3)
    small.fact("m", 7)
    swap = small.action("swap", TRUE, small.effect("n", small.read("m")), small.effect("m", small.read("n")))
    engine = start(small.task())
    state = engine.do(engine.initial(), swap)
    assert (small.value(engine, state, "n"), small.value(engine, state, "m")) == (7, 3)


def test_in_a_mind_an_event_reads_what_is_believed_there(start: Start) -> None:
    """One coin is paid: A, who believes to have five, believes to have four; the condition is read in the mind too."""
    small = Small("A B", "poor", {"money": (0, 9)})
    small.fact("money", 3)
    small.fact("money", 5, "A")
    pay = small.action(
        "pay",
        small.compare("money", ">", 0),
        small.effect("money", Arithmetic("-", small.read("money"), Constant(1))),
        small.effect("poor", when=small.compare("money", "<", 4)),
    )
    engine = start(small.task())
    state = engine.do(engine.initial(), pay)
    assert [small.value(engine, state, "money", path) for path in ("", "A", "B", "A B", "B A")] == [2, 4, 2, 4, 2]
    assert [small.value(engine, state, "poor", path) for path in ("", "A", "B")] == [1, 0, 1]


def test_who_observes_is_read_before_the_event(start: Start) -> None:
    small = Small("A B", "light")
    small.fact("light")
    seen = {"A": small.holds("light"), "B": small.fails("light")}
    off = small.action("off", small.holds("light"), small.effect("light", 0), by="B", seen=seen)
    engine = start(small.task())
    before = engine.initial()
    assert engine.observes(before, off, 0)
    assert not engine.observes(before, off, 1)
    after = engine.do(before, off)
    assert [small.value(engine, after, "light", path) for path in ("", "A", "B")] == [0, 0, 1]
    # B did it and did not see it: to act is not to observe.
    assert engine.belief(after, 1) == before


def test_who_observes_in_a_mind_is_what_is_believed_there(start: Start) -> None:
    """B is asleep; A believes that B is awake, and so that B has seen it."""
    small = Small("A B", "awake done")
    small.fact("awake", 1, "A")
    act = small.action("act", TRUE, small.effect("done"), seen={"A": TRUE, "B": small.holds("awake")})
    engine = start(small.task())
    state = engine.do(engine.initial(), act)
    assert [small.value(engine, state, "done", path) for path in ("", "A", "B", "A B")] == [1, 1, 0, 1]


def test_loops_are_preserved_for_observers_and_lead_to_the_old_state_for_others(start: Start) -> None:
    small = Small("A B C", "x")
    act = small.action("act", TRUE, small.effect("x"), seen="A")
    engine = start(small.task())
    before = engine.initial()
    after = engine.do(before, act)
    assert engine.belief(after, 0) == after
    assert engine.belief(after, 1) == engine.belief(after, 2) == before
    # A knows that B does not know.
    assert small.value(engine, after, "x", "A B") == 0
    assert machine(engine, after) == (((1,), (0, 1, 1)), ((0,), (1, 1, 1)))


def test_a_false_belief_stays_until_something_is_seen(start: Start) -> None:
    """Sally and Anne: the marble is moved while Sally is away."""
    small = Small("Sally Anne", "away", None, {"marble": "basket box"})
    small.fact("marble", "basket")
    leave = small.action("leave", TRUE, small.effect("away"))
    move = small.action(
        "move", TRUE, small.effect("marble", "box"), by="Anne", seen={"Anne": TRUE, "Sally": small.fails("away")}
    )
    return_ = small.action("return", TRUE, small.effect("away", 0))
    engine = start(small.task())
    state = engine.initial()
    for act in (leave, move, return_):
        state = engine.do(state, act)
    values = {path: small.value(engine, state, "marble", path) for path in ("", "Sally", "Anne", "Anne Sally", "Sally Anne")}
    assert values == {"": "box", "Sally": "basket", "Anne": "box", "Anne Sally": "basket", "Sally Anne": "basket"}


def test_a_surprise_sets_what_must_have_been_true(start: Start) -> None:
    """A believes that the gun is with nobody, and sees it fired: so it was there after all, and the number is lost."""
    small = Small("A B", "fired", {"bullets": (0, 6)}, {"holder": "A B"})
    small.fact("holder", "B")
    small.fact("bullets", 3)
    small.fact("holder", None, "A")
    small.fact("bullets", 0, "A")
    fire = small.action(
        "fire",
        AllOf((small.compare("holder", "==", "B"), small.compare("bullets", ">", 0))),
        small.effect("fired"),
        small.effect("bullets", Arithmetic("-", small.read("bullets"), Constant(1))),
    )
    engine = start(small.task())
    before = engine.initial()
    assert not engine.is_possible(engine.belief(before, 0), fire)
    after = engine.do(before, fire)
    assert [small.value(engine, after, name, "A") for name in ("holder", "bullets", "fired")] == ["B", None, 1]
    assert [small.value(engine, after, name) for name in ("holder", "bullets", "fired")] == ["B", 2, 1]


def test_a_surprise_about_an_inequality_leaves_the_thing_unknown(start: Start) -> None:
    small = Small("A B", "gone", None, {"place": "here there"})
    small.fact("place", "there")
    small.fact("place", "here", "A")
    go = small.action("go", small.compare("place", "!=", "here"), small.effect("gone"))
    engine = start(small.task())
    after = engine.do(engine.initial(), go)
    assert small.value(engine, after, "place", "A") is None


def test_only_the_parts_that_are_true_can_surprise(start: Start) -> None:
    """Of several ways in which an act can be possible, those that are really there are learned: x and y, not z."""
    small = Small("A B", "x y z done", {"n": (0, 5)})
    for name in ("x", "y"):
        small.fact(name, 1)
        small.fact(name, 0, "A")
    small.fact("n", 4)
    small.fact("n", 1, "A")
    ways = AnyOf(
        (
            AllOf((small.holds("x"), small.holds("z"))),
            AllOf((small.holds("x"), small.compare("n", "==", 4))),
            AllOf((small.holds("y"), small.compare("n", ">", 2))),
        )
    )
    act = small.action("act", ways, small.effect("done"))
    engine = start(small.task())
    after = engine.do(engine.initial(), act)
    values = [small.value(engine, after, name, "A") for name in ("x", "y", "z", "done", "n")]
    # `n == 4` gives the number, `n > 2` alone would have lost it.
    assert values == [1, 1, 0, 1, 4]


def test_nobody_else_sees_a_surprise(start: Start) -> None:
    """A learns that the door was open; it still believes that B believes it shut, until B, too, is surprised by the act."""
    small = Small("A B", "open through")
    small.fact("open", 1)
    small.fact("open", 0, "A")
    small.fact("open", 0, "B")
    unseen_by_b = small.action("slip", small.holds("open"), small.effect("through"), seen="A")
    seen_by_all = small.action("walk", small.holds("open"), small.effect("through"))
    engine = start(small.task())
    before = engine.initial()
    after = engine.do(before, unseen_by_b)
    paths = ("", "A", "B", "A B", "B A", "A B A")
    assert [small.value(engine, after, "open", path) for path in paths] == [1, 1, 0, 0, 0, 0]
    after = engine.do(before, seen_by_all)
    assert [small.value(engine, after, "open", path) for path in paths] == [1, 1, 1, 1, 1, 1]
    assert engine.belief(after, 0) == after


def test_who_is_surprised_and_then_does_not_see_it_in_mind_is_right_about_the_own_mind(start: Start) -> None:
    """A is awake and sees the bell rung, which A believed to be broken; but A believes to be asleep, and so to see nothing.
    That the bell is whole A learns all the same, and believes to believe it, though not to have seen it rung."""
    small = Small("A B", "whole awake rung")
    small.fact("whole", 1)
    small.fact("awake", 1)
    small.fact("whole", 0, "A")
    small.fact("awake", 0, "A")
    ring = small.action("ring", small.holds("whole"), small.effect("rung"), by="B", seen={"A": small.holds("awake"), "B": TRUE})
    engine = start(small.task())
    after = engine.do(engine.initial(), ring)
    assert [small.value(engine, after, "whole", path) for path in ("", "A", "A A", "A A A")] == [1, 1, 1, 1]
    assert [small.value(engine, after, "rung", path) for path in ("", "A", "A A")] == [1, 1, 0]
    assert [small.value(engine, after, "awake", path) for path in ("", "A")] == [1, 0]


def test_a_surprise_about_a_mind_changes_what_is_believed_of_it(start: Start) -> None:
    """The act needs B to believe x. C thought that B did not."""
    small = Small("B C", "x done")
    small.fact("x", 1, "B")
    act = small.action("act", small.holds("x", "B"), small.effect("done"))
    engine = start(small.task())
    before = engine.initial()
    assert small.value(engine, before, "x", "C B") == 0
    after = engine.do(before, act)
    values = {path: small.value(engine, after, "x", path) for path in ("", "B", "C", "C B", "B C")}
    assert values == {"": 0, "B": 1, "C": 0, "C B": 1, "B C": 1}
    assert small.value(engine, after, "done", "C B") == 1


def test_a_lie_is_believed_by_the_one_who_is_told(start: Start) -> None:
    """The pirate tells the boy that the treasure is on the island, which he himself does not believe."""
    small = Small("Pirate Boy Cook", "treasure told")
    lie = small.action(
        "lie",
        TRUE,
        small.effect("told"),
        small.effect("treasure", 1, "Boy"),
        small.effect("treasure", 1, "Boy Pirate"),
        by="Pirate",
        seen="Pirate Boy",
    )
    engine = start(small.task())
    before = engine.initial()
    after = engine.do(before, lie)
    paths = ("", "Pirate", "Boy", "Cook", "Pirate Boy", "Boy Pirate", "Pirate Boy Pirate", "Boy Cook", "Pirate Cook")
    assert [small.value(engine, after, "treasure", path) for path in paths] == [0, 0, 1, 0, 1, 1, 1, 0, 0]
    # The pirate is right about everything, also about what the boy believes; the cook knows of nothing.
    assert engine.belief(after, 0) == after
    assert engine.belief(after, 2) == before
    # The boy believes what he believes.
    boy = engine.belief(after, 1)
    assert engine.belief(boy, 1) == boy


def test_a_belief_effect_reaches_those_who_do_not_observe(start: Start) -> None:
    """A letter: B, who sees nothing of the act, comes to believe x; C, who sees the act, knows that B does; A does not."""
    small = Small("A B C", "x sent")
    send = small.action("send", TRUE, small.effect("sent"), small.effect("x", 1, "B"), by="A", seen="C")
    engine = start(small.task())
    after = engine.do(engine.initial(), send)
    assert [small.value(engine, after, "x", path) for path in ("", "B", "C B", "A B", "B A", "B C")] == [0, 1, 1, 0, 0, 0]
    assert [small.value(engine, after, "sent", path) for path in ("", "A", "B", "C")] == [1, 0, 0, 1]


def test_a_belief_effect_wins_over_what_is_observed(start: Start) -> None:
    """The act makes x true for all to see, except that B comes to believe that it is false."""
    small = Small("A B", "x")
    act = small.action("act", TRUE, small.effect("x", 1), small.effect("x", 0, "B"))
    engine = start(small.task())
    after = engine.do(engine.initial(), act)
    paths = ("", "A", "B", "A B", "B A", "B A B")
    assert [small.value(engine, after, "x", path) for path in paths] == [1, 1, 0, 0, 1, 0]
    assert engine.belief(after, 0) == after


def test_a_belief_effect_is_not_noticed_by_those_who_do_not_observe(start: Start) -> None:
    small = Small("A B", "x")
    whisper = small.action("whisper", TRUE, small.effect("x", 1, "B"), seen="B")
    engine = start(small.task())
    before = engine.initial()
    after = engine.do(before, whisper)
    assert engine.belief(after, 0) == before
    boy = engine.belief(after, 1)
    assert (engine.belief(boy, 1), engine.belief(boy, 0)) == (boy, before)


def test_a_belief_effect_may_go_several_minds_deep(start: Start) -> None:
    """A comes to believe that B believes that C believes x, and nothing else changes, for anybody."""
    small = Small("A B C", "x")
    act = small.action("act", TRUE, small.effect("x", 1, "A B C"), seen="")
    engine = start(small.task())
    before = engine.initial()
    after = engine.do(before, act)
    paths = ["", "A", "B", "C", "A B", "A C", "B C", "A B C", "A B A", "A C B", "A B C A", "A B C B"]
    assert {path for path in paths if small.value(engine, after, "x", path) == 1} == {"A B C"}
    assert engine.belief(after, 1) == before
    mind = small.mind(engine, after, "A B C")
    assert engine.belief(mind, 2) == mind
    assert small.mind(engine, after, "A") == small.mind(engine, after, "A A")
    assert small.mind(engine, after, "A B") == small.mind(engine, after, "A B B")


def test_the_value_of_a_belief_effect_is_read_outside(start: Start) -> None:
    """`believes(B, money) = money`: B learns how much there really is, and may learn that it is not known."""
    small = Small("A B", "", {"money": (0, 9)})
    small.fact("money", 6)
    small.fact("money", 1, "B")
    count = small.action("count", TRUE, small.effect("money", small.read("money"), "B"), seen="")
    lose_count = small.action("lose count", TRUE, small.effect("money", None, "B"), seen="")
    engine = start(small.task())
    before = engine.initial()
    assert small.value(engine, engine.do(before, count), "money", "B") == 6
    assert small.value(engine, engine.do(before, lose_count), "money", "B") is None


def test_a_conditional_belief_effect_needs_its_condition_outside(start: Start) -> None:
    small = Small("A B", "x secret")
    act = small.action("act", TRUE, small.effect("x", 1, "B", when=small.holds("secret")), seen="")
    engine = start(small.task())
    assert small.value(engine, engine.do(engine.initial(), act), "x", "B") == 0
    small.fact("secret", 1)
    small.fact("secret", 0, "B")
    engine = start(small.task())
    assert small.value(engine, engine.do(engine.initial(), act), "x", "B") == 1


def test_the_public_part_of_an_act_is_perceived_by_all(start: Start) -> None:
    """Time passes for those, too, who see nothing of the act; they do not learn what was done."""
    small = Small("A B", "done", {"time": (0, 9)})
    passing = small.effect("time", Arithmetic("+", small.read("time"), Constant(1)))
    tick = small.public("tick", passing)
    act = small.action("act", TRUE, small.effect("done"), passing, by="A", seen="A", public=tick)
    secret = small.action("secret", TRUE, small.effect("done"), passing, by="A", seen="A")
    engine = start(small.task())
    before = engine.initial()
    after = engine.do(before, act)
    assert [small.value(engine, after, "time", path) for path in ("", "A", "B", "A B", "B A")] == [1, 1, 1, 1, 1]
    assert [small.value(engine, after, "done", path) for path in ("", "A", "B", "A B", "B A")] == [1, 1, 0, 0, 0]
    assert engine.belief(after, 0) == after
    bystander = engine.belief(after, 1)
    assert engine.belief(bystander, 0) == engine.belief(bystander, 1) == bystander
    assert small.value(engine, engine.do(before, secret), "time", "B") == 0


def test_an_act_may_be_tried_where_it_is_not_possible(start: Start) -> None:
    """`do` does not ask the precondition, and nobody can be surprised about what was not so."""
    small = Small("A", "x done")
    act = small.action("act", small.holds("x"), small.effect("done"))
    engine = start(small.task())
    before = engine.initial()
    assert engine.possible(before) == ()
    after = engine.do(before, act)
    assert engine.values(after) == (0, 1)
    assert engine.belief(after, 0) == after


def test_a_belief_can_be_revised_without_an_event(start: Start) -> None:
    """As after an attempt that fails: A learns x, and that B believes y; B knows nothing of it."""
    small = Small("A B", "x y")
    small.fact("x", 1)
    small.fact("x", 0, "A")
    engine = start(small.task())
    before = engine.initial()
    facts = (((), small.fluent("x"), 1), (small.path("B"), small.fluent("y"), 1))
    after = engine.revise(before, 0, facts)
    values = {path: small.value(engine, after, "x", path) for path in ("", "A", "B", "B A", "A B")}
    assert values == {"": 1, "A": 1, "B": 1, "B A": 1, "A B": 0}
    assert [small.value(engine, after, "y", path) for path in ("", "A", "A B", "B")] == [0, 0, 1, 0]
    assert engine.belief(after, 1) == engine.belief(before, 1)
    assert engine.revise(before, 0, ()) == before


@pytest.mark.parametrize(("of_reads", "taken"), [(True, "mill"), (False, None)])
def test_a_constant_in_the_place_of_a_read_is_learnt_from_as_a_read(start: Start, of_reads: bool, taken: str | None) -> None:
    """Two reads compared are both learnt, whether or not one of them can change; a read compared with a written value that it
    is not becomes unknown (semantics 8.1)."""
    small = Small("A", "", None, {"axe": "hall yard mill"})
    small.fact("axe", "mill")
    small.fact("axe", "hall", "A")
    act = small.action("act", replace(small.compare("axe", "!=", "hall"), of_reads=of_reads))
    engine = start(small.task())
    assert small.value(engine, engine.do(engine.initial(), act), "axe", "A") == taken


def test_a_surprise_by_two_reads_that_differ_teaches_both(start: Start) -> None:
    small = Small("A", "", None, {"axe": "hall yard mill", "home": "hall yard mill"})
    small.fact("axe", "mill")
    small.fact("home", "hall")
    for fluent in ("axe", "home"):
        small.fact(fluent, "yard", "A")
    act = small.action("act", replace(small.compare("axe", "!=", small.read("home")), of_reads=True))
    engine = start(small.task())
    after = engine.do(engine.initial(), act)
    assert [small.value(engine, after, fluent, "A") for fluent in ("axe", "home")] == ["mill", "hall"]
