"""Semantics 8.2: what a mind learns, and what an event does whose conditions are not known there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest
from tests.engine.small import Small, both, denied

from fabula.engine.interface import Contradiction, Engine
from fabula.task import TRUE, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Effect, Task

Start = Callable[[Task], Engine]


def rooms() -> Small:
    """Ann knows no more than a test says; X stands in r3."""
    small = Small(
        "Ann Ben",
        "lit flag",
        {"n": (0, 5), "m": (0, 5)},
        {"x": "r1 r2 r3 r4", "door": "ajar open shut", "y": "r1 r2 r3"},
        sets=True,
    )
    small.fact("x", "r3")
    small.fact("y", "r1")
    small.fact("door", "ajar")
    return small


def after(start: Start, small: Small, *effects: Effect, fluent: str = "x", path: str = "Ann") -> str:
    """What is taken to be possible of a fluent in a mind, after an event of these effects that all see."""
    event = small.action("event", TRUE, *effects)
    engine = start(small.task())
    return small.taken(engine, engine.do(engine.initial(), event), fluent, path)


# --- learning ----------------------------------------------------------------------------------------------------------


def test_learning_what_it_is_leaves_that(start: Start) -> None:
    """Learning `is v` leaves {v}, also where it was not taken to be possible."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    assert after(start, small, small.effect("x", "r4", "Ann")) == "r4"


def test_learning_what_it_is_not_takes_it_away(start: Start) -> None:
    """Learning `is not v` takes v away; the last one left is believed: not Hugo, not Vera, so it was Otto."""
    small = rooms()
    small.fact("x", "r1 r2 r3", "Ann")
    first = small.action("first", TRUE, small.excludes("Ann", "x", "r1"))
    second = small.action("second", TRUE, small.excludes("Ann", "x", "r2"))
    engine = start(small.task())
    state = engine.do(engine.initial(), first)
    assert small.taken(engine, state, "x", "Ann") == "r2 r3"
    assert small.taken(engine, engine.do(state, first), "x", "Ann") == "r2 r3"
    state = engine.do(state, second)
    assert small.taken(engine, state, "x", "Ann") == "r3"


@pytest.mark.parametrize("order", list(permutations(["r1", "r2"])))
def test_several_is_not_of_one_event_take_their_values_away_together(start: Start, order: tuple[str, ...]) -> None:
    """If nothing is left, all but these; whatever the order."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    assert after(start, small, *(small.excludes("Ann", "x", room) for room in order)) == "r3 r4"


def test_if_nothing_at_all_is_left_nothing_changes(start: Start) -> None:
    """If that is nothing too, no change."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    assert after(start, small, *(small.excludes("Ann", "x", room) for room in ("r1", "r2", "r3", "r4"))) == "r1 r2"


def test_what_has_been_believed_is_learnt_to_be_wrong(start: Start) -> None:
    """Who believed it takes all else to be possible."""
    small = rooms()
    small.fact("x", "r1", "Ann")
    assert after(start, small, small.excludes("Ann", "x", "r1")) == "r2 r3 r4"


def test_all_but_ranges_over_the_values_that_the_world_can_have(start: Start) -> None:
    """`nobody` is among the values of a property only where the world can have it."""
    small = Small("Ann", "", None, {"free": "nobody r1 r2", "kept": "r1 r2"}, sets=True)
    small.fact("kept", "r2")
    small.fact("free", "r1", "Ann")
    small.fact("kept", "r1", "Ann")
    assert after(start, small, small.excludes("Ann", "free", "r1"), fluent="free") == "nobody r2"
    assert after(start, small, small.excludes("Ann", "kept", "r1"), fluent="kept") == "r2"


def test_learns_gives_what_is_so(start: Start) -> None:
    """`learns f` gives what is so."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    assert after(start, small, small.learns("Ann", "x")) == "r3"


@pytest.mark.parametrize(("fluent", "expected"), [("x", "r1 r2 r3 r4"), ("lit", "0 1"), ("n", "0 1 2 3 4 5")])
def test_forgets_gives_all_values(start: Start, fluent: str, expected: str) -> None:
    """`forgets f` gives all values; of yes-or-no and numbers, too. Nobody else forgets."""
    small = rooms()
    forget = small.action("forget", TRUE, small.forgets("Ann", fluent))
    engine = start(small.task())
    state = engine.do(engine.initial(), forget)
    assert small.taken(engine, state, fluent, "Ann") == expected
    assert small.taken(engine, state, fluent, "Ben") == small.taken(engine, state, fluent)


def test_assignments_in_a_mind(start: Start) -> None:
    """`f = v` gives {v}, `f = g` the set of g, `+=` moves the set, within its bounds."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    small.fact("y", "r2 r3", "Ann")
    small.fact("n", "1 3 4", "Ann")
    small.fact("n", "2", "Ben")
    add = Arithmetic("+", small.read("n"), Constant(2))
    twice = Arithmetic("+", small.read("n"), small.read("m"))
    small.fact("m", "0 1", "Ann")
    assert after(start, small, small.effect("x", "r4")) == "r4"
    assert after(start, small, small.effect("x", small.read("y"))) == "r2 r3"
    assert after(start, small, small.effect("n", add), fluent="n") == "3 5"
    assert after(start, small, small.effect("n", twice), fluent="n") == "1 2 3 4 5"
    assert after(start, small, small.effect("n", add), fluent="n", path="Ben") == "4"


def test_learning_several_values(start: Start) -> None:
    """Somebody is told that it is one of these."""
    small = rooms()
    assert after(start, small, small.effect("x", "r1 r2", "Ann")) == "r1 r2"


def test_what_another_is_taken_to_have_is_learnt_of_him_alone(start: Start) -> None:
    """What Ann learns of Ben's mind changes her idea of it, and not what she takes to be so."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    assert after(start, small, small.excludes("Ann Ben", "x", "r1"), path="Ann Ben") == "r2"
    assert after(start, small, small.excludes("Ann Ben", "x", "r1"), path="Ann") == "r1 r2"
    assert after(start, small, small.excludes("Ann Ben", "x", "r1"), path="Ben") == "r3"


def test_a_revision_excludes_as_an_event_does(start: Start) -> None:
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    engine = start(small.task())
    x = small.fluent("x")
    state = engine.revise(
        engine.initial(), 0, ((((1,), x, small.code("r4"))),), (((), x, small.code("r1")), ((), x, small.code("r2")))
    )
    assert small.taken(engine, state, "x", "Ann") == "r3 r4"
    assert small.taken(engine, state, "x", "Ann Ben") == "r4"
    assert small.taken(engine, state, "x", "Ann Ann") == "r3 r4"


# --- what is learnt by surprise ------------------------------------------------------------------------------------------


def test_a_surprise_keeps_the_values_that_satisfy_what_is_seen(start: Start) -> None:
    """The set keeps the values that satisfy the atom, or, if none does, all that do."""
    small = rooms()
    for have, operator, value, expected in [
        ("r1 r2 r3", "!=", "r2", "r1 r3"),
        ("r2", "!=", "r2", "r1 r3 r4"),
        ("r1 r3", "==", "r3", "r3"),
        ("r1 r2", "in", "r2 r3", "r2"),
        ("r1 r4", "in", "r2 r3", "r2 r3"),
    ]:
        small.facts[3:] = []
        small.fact("x", have, "Ann")
        event = small.action(f"{have}{operator}{value}", small.compare("x", operator, value))
        engine = start(small.task())
        assert small.taken(engine, engine.do(engine.initial(), event), "x", "Ann") == expected


def test_what_is_seen_to_be_one_of_some_is_one_that_can_be(start: Start) -> None:
    """Only values that the property can have."""
    small = rooms()
    small.fact("y", "r3")
    small.fact("y", "r1", "Ann")
    event = small.action("event", small.compare("y", "in", "r3 r4"))
    engine = start(small.task())
    assert small.taken(engine, engine.do(engine.initial(), event), "y", "Ann") == "r3"


def test_what_is_seen_of_numbers(start: Start) -> None:
    """Of numbers in any order, and of what is reckoned from one read against a written value."""
    small = rooms()
    small.fact("n", 3)
    small.fact("n", "0 1 2 4", "Ann")
    atoms = [
        (small.compare("n", ">", 1), "2 4"),
        (small.compare("n", ">=", 3), "4"),
        (small.compare("n", "!=", 1), "0 2 4"),
        (Compare("<", Constant(1), small.read("n")), "2 4"),
        (Compare(">", Arithmetic("+", small.read("n"), Constant(1)), Constant(2)), "2 4"),
        (Compare("==", Arithmetic("*", small.read("n"), Constant(0)), Constant(0)), "0 1 2 4"),
    ]
    for number, (atom, expected) in enumerate(atoms):
        event = small.action(f"event{number}", atom)
        engine = start(small.task())
        assert small.taken(engine, engine.do(engine.initial(), event), "n", "Ann") == expected


def test_several_things_seen_of_one_property_count_together(start: Start) -> None:
    """Two rooms in which X is seen not to be are taken away together, as by several `is not` of one event."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    event = small.action("look", both(small.compare("x", "!=", "r1"), small.compare("x", "!=", "r2")))
    engine = start(small.task())
    assert small.taken(engine, engine.do(engine.initial(), event), "x", "Ann") == "r3 r4"


def test_a_surprise_by_two_reads(start: Start) -> None:
    """Two reads: each takes what its set has in common with that of s, or that of s; also of `is not`."""
    small = rooms()
    small.fact("x", "r1 r2 r3", "Ann")
    small.fact("y", "r2 r3", "Ann")
    event = small.action("differ", small.compare("x", "!=", small.read("y")))
    engine = start(small.task())
    state = engine.do(engine.initial(), event)
    assert [small.taken(engine, state, fluent, "Ann") for fluent in "xy"] == ["r3", "r1"]


@pytest.mark.parametrize("operator", ["==", "!=", "<", ">="])
def test_a_surprise_by_two_reads_of_which_one_never_changes(start: Start, operator: str) -> None:
    """Whether or not one of the two can change: a constant in the place of a read is learnt from as a read (8.1)."""
    small = rooms()
    small.fact("n", 3)
    small.fact("n", "1 4", "Ann")
    constant = {"==": 3, "!=": 4, "<": 4, ">=": 2}[operator]
    small.fact("m", constant)
    event = small.action("event", Compare(operator, small.read("n"), Constant(constant), of_reads=True))
    open_ = small.action("open", small.compare("n", operator, small.read("m")))
    engine = start(small.task())
    for act in (event, open_):
        state = engine.do(engine.initial(), act)
        assert [small.taken(engine, state, fluent, "Ann") for fluent in "nm"] == ["3", str(constant)]


def test_what_is_known_or_not_believed_teaches_nothing(start: Start) -> None:
    """`knows`, `may be`, `not ... believes` teach nothing."""
    small = rooms()
    small.fact("x", "r1 r2 r3", "Ann")
    small.fact("x", "r2", "Ann Ben")
    atoms = [
        small.knows("Ben", "x"),
        small.known("x"),
        small.compare("x", "may be", "r3"),
        denied(small.compare("x", "==", "r2", "Ben")),
    ]
    for atom in atoms:
        small.action(f"act{len(small.actions)}", atom)
    engine = start(small.task())
    for act in range(len(atoms)):
        state = engine.do(engine.initial(), act)
        assert [small.taken(engine, state, "x", path) for path in ("Ann", "Ann Ben")] == ["r1 r2 r3", "r2"]


def test_what_may_be_as_something_else_is_teaches_what_that_is(start: Start) -> None:
    """`p may be q` teaches what q is, and nothing of p; denied, it teaches nothing."""
    small = rooms()
    small.fact("x", "r1 r2 r3", "Ann")
    small.fact("y", "r2 r3", "Ann")
    small.action("look", small.compare("x", "may be", small.read("y"), "Ann"))
    small.action("doubt", denied(small.compare("x", "may be", small.read("y"), "Ben")))
    engine = start(small.task())
    looked, doubted = (engine.do(engine.initial(), act) for act in range(2))
    assert [small.taken(engine, looked, fluent, "Ann") for fluent in "xy"] == ["r1 r2 r3", "r1"]
    assert [small.taken(engine, doubted, fluent, "Ann") for fluent in "xy"] == ["r1 r2 r3", "r2 r3"]


def test_a_surprise_about_another_mind(start: Start) -> None:
    """What is seen to be in somebody's mind is learnt of that mind."""
    small = rooms()
    small.fact("x", "r1 r2", "Ann")
    event = small.action("event", small.compare("x", "==", "r3", "Ben"))
    engine = start(small.task())
    state = engine.do(engine.initial(), event)
    assert [small.taken(engine, state, "x", path) for path in ("Ann", "Ann Ben")] == ["r1 r2", "r3"]


# --- effects under a condition that is not known ----------------------------------------------------------------------------


def test_if_and_else_under_a_condition_that_is_not_known(start: Start) -> None:
    """The set is the union over the cases that are not false: `if lit: open else: shut`."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    chain = (
        small.effect("door", "open", when=small.holds("lit")),
        small.effect("door", "shut", when=small.fails("lit")),
        small.keeps("door", AnyOf(())),
    )
    assert after(start, small, *chain, fluent="door") == "open shut"
    assert after(start, small, *chain, fluent="door", path="Ben") == "shut"
    assert after(start, small, *chain, fluent="door", path="") == "shut"


def test_without_an_else_it_may_be_as_it_was(start: Start) -> None:
    """The last case is "as it was"."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    assert after(start, small, small.effect("door", "open", when=small.holds("lit")), fluent="door") == "ajar open"


@pytest.mark.parametrize(("flag", "expected"), [("1", "open shut"), ("0", "ajar open"), ("0 1", "ajar open shut")])
def test_cases_up_to_the_first_true_one(start: Start, flag: str, expected: str) -> None:
    """`if lit: open elif flag: shut`, the lamp not known. The flag up: open or shut, and not as it was; the flag down: open
    or as it was; the flag not known either: all three."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    small.fact("flag", flag, "Ann")
    chain = (
        small.effect("door", "open", when=small.holds("lit")),
        small.effect("door", "shut", when=both(small.fails("lit"), small.holds("flag"))),
        small.keeps("door", both(small.fails("lit"), small.fails("flag"))),
    )
    assert after(start, small, *chain, fluent="door") == expected


def test_a_case_that_is_true_leaves_out_what_was(start: Start) -> None:
    """Where a later effect on the same property is true, it is not as it was."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    effects = (small.effect("door", "open", when=small.holds("lit")), small.effect("door", "shut"))
    event = small.action("event", TRUE, *effects)
    engine = start(small.task())
    mind = small.mind(engine, engine.initial(), "Ann")
    assert small.taken(engine, engine.do(mind, event, 0), "door") == "open shut"


def test_effects_on_sets_and_on_numbers_under_what_is_not_known(start: Start) -> None:
    """The union of sets, moved and unmoved."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    small.fact("n", "1 2", "Ann")
    move = small.effect("n", Arithmetic("+", small.read("n"), Constant(2)), when=small.holds("lit"))
    assert after(start, small, move, fluent="n") == "1 2 3 4"


def test_two_effects_that_give_several_values_leave_what_both_allow(start: Start) -> None:
    """Of one event, in a mind; together they may leave nothing, which is a contradiction."""
    small = rooms()
    pair = (small.effect("x", "r1 r2", "Ann"), small.effect("x", "r2 r3", "Ann"))
    assert after(start, small, *pair) == "r2"
    torn = rooms()
    act = torn.action("act", TRUE, torn.effect("x", "r1 r2", "Ann"), torn.effect("x", "r3 r4", "Ann"))
    engine = start(torn.task())
    with pytest.raises(Contradiction) as raised:
        engine.do(engine.initial(), act)
    assert (raised.value.event, raised.value.fluent) == ("act", "x")


def test_a_value_that_is_chosen_by_what_is_not_known(start: Start) -> None:
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    value = Choose(small.holds("lit"), small.constant("open"), small.constant("shut"))
    assert after(start, small, small.effect("door", value), fluent="door") == "open shut"


def test_a_belief_effect_that_is_not_known_does_not_happen(start: Start) -> None:
    """In a mind in which its condition is not known."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    small.fact("x", "r1 r2", "Ann Ben")
    small.fact("x", "r1 r2", "Ann")
    effects = small.effect("x", "r4", "Ben", small.holds("lit")), small.excludes("Ben", "x", "r2", small.fails("lit"))
    assert after(start, small, *effects, path="Ann Ben") == "r1 r2"
    assert after(start, small, *effects, path="Ann") == "r1 r2"


def test_a_trigger_that_is_not_known_does_not_fire_in_that_mind(start: Start) -> None:
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    small.fact("lit", 1)
    small.trigger("alarm", both(small.holds("lit"), small.fails("flag")), small.effect("flag", 1))
    engine = start(small.task())
    state = engine.initial()
    assert [small.taken(engine, state, "flag", path) for path in ("", "Ben", "Ann", "Ann Ben", "Ben Ann")] == list("11001")


def test_an_observing_condition_that_is_not_known_means_not_seen(start: Start) -> None:
    """In a mind: whether Ben sees it is not known to Ann, and so she takes him not to have seen it."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    small.fact("lit", 1)
    seen: dict[str, Condition] = {"Ann": TRUE, "Ben": small.holds("lit")}
    event = small.action("event", TRUE, small.effect("door", "open"), seen=seen)
    engine = start(small.task())
    state = engine.do(engine.initial(), event)
    assert [small.taken(engine, state, "door", path) for path in ("Ann", "Ben", "Ann Ben")] == ["open", "open", "ajar"]


def test_an_act_whose_condition_is_not_known_is_carried_out_where_it_is_seen(start: Start) -> None:
    """Who sees it learns of the condition, and then of the effects."""
    small = rooms()
    small.fact("lit", "0 1", "Ann")
    small.fact("lit", 1)
    event = small.action("event", small.holds("lit"), small.effect("door", "open", when=small.holds("lit")))
    engine = start(small.task())
    assert not engine.is_possible(small.mind(engine, engine.initial(), "Ann"), event)
    state = engine.do(engine.initial(), event)
    assert [small.taken(engine, state, fluent, "Ann") for fluent in ("lit", "door")] == ["1", "open"]
