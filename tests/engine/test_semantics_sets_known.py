"""Semantics 8.2, known there: what one takes others to know without knowing it oneself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small, denied

from fabula.engine.interface import Engine
from fabula.task import FALSE, TRUE, Arithmetic, Choose, Effect, Expression, Task

Start = Callable[[Task], Engine]


def house() -> Small:
    """Three suspects and three people, each of whom has a room; Hugo has done it."""
    rooms = "r1 r2 r3"
    small = Small(
        "Ann Ben Cal",
        "lit",
        {"n": (0, 5)},
        {"killer": "Hugo Vera Otto", "guess": "Hugo Vera Otto", "at Ann": rooms, "at Ben": rooms, "at Cal": rooms},
        sets=True,
        owners={"at Ann": "Ann", "at Ben": "Ben", "at Cal": "Cal"},
    )
    for fluent in ("killer", "guess"):
        small.fact(fluent, "Hugo")
    for who, room in (("Ann", "r1"), ("Ben", "r2"), ("Cal", "r3")):
        small.fact(f"at {who}", room)
    return small


def taken(start: Start, small: Small, fluent: str, *paths: str, event: int | None = None) -> list[str]:
    """What is taken to be possible of a fluent in several minds, at the start or after an event."""
    engine = start(small.task())
    state = engine.initial() if event is None else engine.do(engine.initial(), event)
    return [small.taken(engine, state, fluent, path) for path in paths]


# --- at the start ------------------------------------------------------------------------------------------------------


def test_somebody_is_taken_to_know_what_one_does_not_know(start: Start) -> None:
    """`Vane believes Cole knows was(Cole)`: Vane's idea of Cole's set is hers, marked; what Cole has in truth is his own."""
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    paths = ("Ann", "Ann Ben", "Ann Ben Ben", "Ann Ben Ann", "Ann Cal", "Ben", "Ben Ann")
    assert taken(start, small, "killer", *paths) == [
        "Hugo Otto",
        "Hugo Otto known",
        "Hugo Otto known",
        "Hugo Otto known",
        "Hugo Otto",
        "Hugo",
        "Hugo",
    ]


def test_one_value_left_needs_no_mark(start: Start) -> None:
    small = house()
    small.fact_knows("Ann Ben", "killer")
    assert taken(start, small, "killer", "Ann", "Ann Ben") == ["Hugo", "Hugo"]


def test_of_what_is_ones_own_one_is_taken_to_know_which(start: Start) -> None:
    """At the start: Ann, who lost Ben, takes Ben to know where he is, and Cal to know no more than she does."""
    small = house()
    small.fact("at Ben", "r2 r3", "Ann")
    assert taken(start, small, "at Ben", "Ann", "Ann Ben", "Ann Cal", "Ann Cal Ben", "Ben", "Cal") == [
        "r2 r3",
        "r2 r3 known",
        "r2 r3",
        "r2 r3 known",
        "r2",
        "r2",
    ]


def test_a_fact_goes_before_what_is_taken_to_be_known(start: Start) -> None:
    """What the story says of the idea of a mind is so."""
    small = house()
    small.fact("at Ben", "r2 r3", "Ann")
    small.fact("at Ben", "r2", "Ann Ben")
    assert taken(start, small, "at Ben", "Ann", "Ann Ben") == ["r2 r3", "r2"]


def test_ones_own_mind_has_no_mark(start: Start) -> None:
    """Ben has lost himself; he does not take himself to know where he is."""
    small = house()
    small.fact("at Ben", "r2 r3", "Ben")
    assert taken(start, small, "at Ben", "Ben", "Ben Ben", "Ben Ann") == ["r2 r3", "r2 r3", "r2 r3"]


def test_whose_place_one_loses_one_takes_to_know_it(start: Start) -> None:
    """Whenever c is left with several values of what is d's own, c's idea of d's set is c's, marked: by forgetting, by learning
    what is not so, by what may have been done."""
    for event in ("forgets", "excludes", "moves", "is told"):
        small = house()
        small.fact("lit", "0 1", "Ann")
        effects: dict[str, tuple[Effect, str]] = {
            "forgets": (small.forgets("Ann", "at Ben"), "r1 r2 r3"),
            "excludes": (small.excludes("Ann", "at Ben", "r2"), "r1 r3"),
            "moves": (small.effect("at Ben", "r1", when=small.holds("lit")), "r1 r2"),
            "is told": (small.effect("at Ben", "r1 r3", "Ann"), "r1 r3"),
        }
        effect, expected = effects[event]
        act = small.action(event, TRUE, effect)
        assert taken(start, small, "at Ben", "Ann", "Ann Ben", "Ann Cal", event=act)[:2] == [expected, f"{expected} known"]
        assert taken(start, small, "at Ben", "Ben", "Cal", event=act) == ["r2", "r2"]


# --- when one learns ---------------------------------------------------------------------------------------------------


def knowing() -> Small:
    """Ann takes it to be one of all; Ben to know, Cal to be left with the same."""
    small = house()
    small.fact("killer", "Hugo Vera Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    return small


@pytest.mark.parametrize(
    ("learns", "mine", "theirs"),
    [
        (lambda s: s.effect("killer", "Vera", "Ann"), "Vera", "Vera"),
        (lambda s: s.excludes("Ann", "killer", "Vera"), "Hugo Otto", "Hugo Otto known"),
        (lambda s: s.learns("Ann", "killer"), "Hugo", "Hugo"),
        (lambda s: s.effect("killer", "Hugo Vera", "Ann"), "Hugo Vera", "Hugo Vera known"),
    ],
)
def test_marked_sets_are_narrowed_with_ones_own(
    start: Start, learns: Callable[[Small], Effect], mine: str, theirs: str
) -> None:
    """When c learns, marked sets equal to c's own are narrowed with it, and no others; whether or not c sees it coming."""
    for seen in ("Ann Ben Cal", "Ann", ""):
        small = knowing()
        act = small.action("event", TRUE, learns(small), seen=seen)
        paths = ("Ann", "Ann Ann", "Ann Ben", "Ann Cal")
        assert taken(start, small, "killer", *paths, event=act)[:3] == [mine, mine, theirs]
        if seen == "Ann":
            assert taken(start, small, "killer", "Ann Cal", event=act) == ["Hugo Vera Otto"]


def test_a_surprise_narrows_marked_sets_too(start: Start) -> None:
    small = knowing()
    act = small.action("event", small.compare("killer", "!=", "Vera"), seen="Ann")
    assert taken(start, small, "killer", "Ann", "Ann Ann", "Ann Ben", "Ann Cal", event=act) == [
        "Hugo Otto",
        "Hugo Otto",
        "Hugo Otto known",
        "Hugo Vera Otto",
    ]


def test_other_marked_sets_stay(start: Start) -> None:
    """One that is not equal to c's own is not narrowed."""
    small = knowing()
    first = small.action("first", TRUE, small.excludes("Ann Ben", "killer", "Otto"))
    second = small.action("second", TRUE, small.effect("killer", "Otto", "Ann"))
    engine = start(small.task())
    state = engine.do(engine.initial(), first)
    assert [small.taken(engine, state, "killer", path) for path in ("Ann", "Ann Ben")] == ["Hugo Vera Otto", "Hugo Vera known"]
    state = engine.do(state, second)
    assert [small.taken(engine, state, "killer", path) for path in ("Ann", "Ann Ben")] == ["Otto", "Hugo Vera known"]


def test_nothing_else_passes_from_another_to_oneself(start: Start) -> None:
    """What Ben is seen to learn, or taken to believe, leaves open what is so."""
    small = knowing()
    act = small.action("event", TRUE, small.effect("killer", "Otto", "Ben"))
    assert taken(start, small, "killer", "Ann", "Ann Ben", event=act) == ["Hugo Vera Otto", "Otto"]


# --- what one sees others made to believe ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "fluent", "expected"),
    [
        (lambda s: s.read("killer"), "killer", "Hugo Otto known"),
        (lambda s: s.read("guess"), "killer", "Vera Otto known"),
        (lambda s: Arithmetic("+", s.read("n"), s.read("n", "Cal")), "n", "2 3 known"),
        (lambda s: Choose(s.holds("lit"), s.constant("Hugo"), s.constant("Vera")), "killer", "Hugo Vera known"),
        (lambda s: s.constant("Hugo Vera"), "killer", "Hugo Vera"),
        (lambda s: s.read("killer", "Cal"), "killer", "Hugo Otto"),
        (lambda s: s.read("guess", "Cal"), "killer", "Vera Otto known"),
    ],
)
def test_who_is_told_knows(start: Start, value: Callable[[Small], Expression], fluent: str, expected: str) -> None:
    """Whatever c sees d made to believe by a value read where c does not know it is marked, not only by `learns`; a set read in
    another mind keeps its mark, or has none; several values that are written are not known to anybody."""
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact("guess", "Vera Otto", "Ann")
    small.fact("lit", "0 1", "Ann")
    small.fact("n", "1 2", "Ann")
    small.fact("n", 1, "Ann Cal")
    small.fact_knows("Ann Cal", "guess")
    act = small.action("event", TRUE, small.effect(fluent, value(small), "Ben"))
    assert taken(start, small, fluent, "Ann Ben", "Ann Ben Ben", event=act) == [expected, expected]


def test_who_is_told_what_another_does_not_know_does_not_know_it(start: Start) -> None:
    """In Ann's own mind, too: what she tells Ben of what she takes to be so leaves him as she is."""
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    act = small.action("tell", TRUE, small.effect("killer", small.read("killer", "Ann"), "Ben"))
    paths = ("Ben", "Ann Ben", "Cal Ben", "Cal Ann")
    assert taken(start, small, "killer", *paths, event=act) == ["Hugo Otto", "Hugo Otto", "Hugo", "Hugo"]


def test_what_is_told_of_another_mind_is_marked_there(start: Start) -> None:
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    act = small.action("event", TRUE, small.learns("Ben Cal", "killer"))
    assert taken(start, small, "killer", "Ben Cal", "Ann Ben Cal", "Ann Ben", event=act) == [
        "Hugo",
        "Hugo Otto known",
        "Hugo Otto",
    ]


def test_what_somebody_takes_another_to_know_he_does_not_know(start: Start) -> None:
    """Ann comes to believe what she takes Ben to believe, and Cal what Ann takes Ben to believe: neither knows which it is.
    What she takes Cal to believe, being what Ben believes, is known to Cal."""
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    there = small.read("killer", "Ann Ben")
    first = small.action("first", TRUE, small.effect("killer", there, "Ann"), small.effect("killer", there, "Cal"))
    second = small.action("second", TRUE, small.effect("killer", there, "Ann Cal"))
    assert taken(start, small, "killer", "Ann", "Cal", "Ben Cal", event=first) == ["Hugo Otto", "Hugo Otto", "Hugo"]
    assert taken(start, small, "killer", "Ann Cal", "Cal", event=second) == ["Hugo Otto known", "Hugo"]


def test_ones_own_mind_gets_no_mark(start: Start) -> None:
    """By learning what one does not know, by an effect on what somebody else is taken to know, or by what one learns of it."""
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    effects = [
        small.learns("Ann", "killer"),
        small.effect("guess", small.read("killer", "Ben")),
        small.effect("guess", small.read("killer", "Ben"), "Ann"),
    ]
    acts = [small.action(f"act{number}", TRUE, effect) for number, effect in enumerate(effects)]
    engine = start(small.task())
    mind = small.mind(engine, engine.initial(), "Ann")
    for act, fluent, here in zip(acts, ("killer", "guess", "guess"), ("Hugo Otto", "Hugo Otto", "Hugo"), strict=True):
        after = engine.do(mind, act, 0)
        assert small.taken(engine, after, fluent, "Ann") == "Hugo Otto"
        assert small.taken(engine, after, fluent) == here


def test_what_is_made_of_what_one_knows_one_knows(start: Start) -> None:
    """In Ann's idea of Ben, who knows who it was: what becomes the same of it Ben knows as well."""
    small = house()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    act = small.action("event", TRUE, small.effect("guess", small.read("killer")))
    assert taken(start, small, "guess", "Ann", "Ann Ben", "Ann Cal", event=act) == ["Hugo Otto", "Hugo Otto known", "Hugo Otto"]


def test_a_mark_is_taken_off_where_a_change_is_not_seen(start: Start) -> None:
    """A mark says that d's value is the true one: of what has changed unseen by Ben it no longer does."""
    for seen, expected in (("Ann", "Hugo Otto"), ("Ann Ben", "Vera")):
        small = house()
        small.fact("killer", "Hugo Otto", "Ann")
        small.fact_knows("Ann Ben", "killer")
        act = small.action("event", TRUE, small.effect("killer", "Vera"), seen=seen)
        assert taken(start, small, "killer", "Ann", "Ann Ben", event=act) == ["Vera", expected]


def test_d_knows_is_whom_one_asks(start: Start) -> None:
    """`d knows f` is true of a marked set: in Ann's mind an act on it is possible with Ben and not with Cal."""
    small = knowing()
    ask = {who: small.action(f"ask {who}", small.knows(who, "killer"), by="Ann") for who in ("Ben", "Cal")}
    shun = small.action("shun Cal", denied(small.knows("Cal", "killer")), by="Ann")
    engine = start(small.task())
    assert engine.possible(small.mind(engine, engine.initial(), "Ann")) == (ask["Ben"], shun)
    assert engine.possible(engine.initial()) == (ask["Ben"], ask["Cal"])


def test_an_unseen_act_is_not_known(start: Start) -> None:
    """What is done where Ben does not see it leaves what he has as it is."""
    small = knowing()
    act = small.action("event", FALSE, small.learns("Cal", "killer"), seen="Ann Cal")
    assert taken(start, small, "killer", "Ann Cal", "Ann Ben", "Ben Cal", event=act) == [
        "Hugo Vera Otto known",
        "Hugo Vera Otto known",
        "Hugo",
    ]
