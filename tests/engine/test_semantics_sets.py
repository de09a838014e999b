"""Semantics 8.2: values, sets of values, and the atoms that read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small, both, denied
from tests.engine.verdicts import verdict

from fabula.engine.interface import Contradiction, DividedByZero, Engine, NumberTooLarge
from fabula.task import LARGEST, TRUE, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Task

Start = Callable[[Task], Engine]


def suspects() -> Small:
    """Hugo has done it; Ann and Ben know nothing but what a test adds."""
    small = Small(
        "Ann Ben",
        "answer lit dark",
        {"n": (0, 3), "m": (0, 3)},
        {"killer": "Hugo Vera Otto", "thief": "Hugo Vera Otto", "holder": "nobody Ann Ben"},
        sets=True,
    )
    small.fact("killer", "Hugo")
    small.fact("thief", "Hugo")
    return small


# --- values ----------------------------------------------------------------------------------------------------------


def test_nobody_is_a_value_that_one_can_know(start: Start) -> None:
    """`nobody` is a value, that one can know, believe and be wrong about: who does not know who has the key does not know that
    nobody has it."""
    small = suspects()
    small.fact("holder", "Ben")
    small.fact("holder", "nobody Ann Ben", "Ann")
    small.fact("holder", "nobody", "Ben")
    assert verdict(start, small, small.compare("holder", "==", "nobody")) is False
    assert verdict(start, small, small.compare("holder", "==", "nobody"), "Ann") is None
    assert verdict(start, small, small.compare("holder", "==", "nobody"), "Ben") is True
    assert verdict(start, small, small.known("holder"), "Ann") is False
    assert verdict(start, small, small.known("holder"), "Ben") is True


def test_the_world_has_nobody_where_the_text_says_none(start: Start) -> None:
    """The world has one value: where the text says none, `nobody` of things, `no`, and the number nearest to 0."""
    small = Small("Ann", "lit", {"n": (2, 5)}, {"holder": "nobody Ann"}, sets=True)
    engine = start(small.task())
    state = engine.initial()
    assert [small.taken(engine, state, fluent) for fluent in ("holder", "lit", "n")] == ["nobody", "0", "2"]
    assert engine.belief(state, 0) == state


def test_nobody_can_be_made_so_and_seen(start: Start) -> None:
    """`nobody` is a value that an effect gives, and that who sees it comes to believe."""
    small = suspects()
    small.fact("holder", "Ben")
    drop = small.action("drop", TRUE, small.effect("holder", "nobody"))
    engine = start(small.task())
    after = engine.do(engine.initial(), drop)
    assert small.taken(engine, after, "holder") == small.taken(engine, after, "holder", "Ann") == "nobody"


def test_an_effect_that_makes_something_of_the_world_unknown_is_a_problem(start: Start) -> None:
    small = suspects()
    blur = small.action("blur", TRUE, small.effect("killer", "Hugo Vera"))
    engine = start(small.task())
    with pytest.raises(Contradiction) as raised:
        engine.do(engine.initial(), blur)
    assert (raised.value.event, raised.value.fluent) == ("blur", "killer")


def test_an_effect_that_divides_by_nothing_is_a_problem_and_no_number_that_is_too_large(start: Start) -> None:
    """A condition that divides by nothing isn't known to be true; an effect would leave no number."""
    small = suspects()
    shared = Arithmetic("/", Constant(3), small.read("m"))
    share = small.action("share", TRUE, small.effect("n", shared))
    grow = small.action("grow", TRUE, small.effect("n", Arithmetic("*", Constant(LARGEST), Constant(2))))
    asked = small.action("asked", Compare("==", shared, Constant(3)), small.effect("lit"))
    more = small.action("more", TRUE, small.effect("m", 1))
    engine = start(small.task())
    state = engine.initial()
    with pytest.raises(DividedByZero) as raised:
        engine.do(state, share)
    assert raised.value.event == "share"
    with pytest.raises(NumberTooLarge):
        engine.do(state, grow)
    assert asked not in engine.possible(state)
    after = engine.do(state, more)
    assert small.taken(engine, engine.do(after, share), "n") == "3"
    assert asked in engine.possible(after)


def test_a_mind_has_the_values_that_it_takes_to_be_possible(start: Start) -> None:
    """One value = it believes that; all = unknown; some = one of these; of yes-or-no and numbers, too."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact("killer", "Hugo Vera Otto", "Ben")
    small.fact("lit", "0 1", "Ann")
    small.fact("n", "1 2", "Ann")
    engine = start(small.task())
    state = engine.initial()
    assert small.taken(engine, state, "killer", "Ann") == "Hugo Otto"
    assert small.taken(engine, state, "killer", "Ben") == "Hugo Vera Otto"
    assert small.taken(engine, state, "lit", "Ann") == "0 1"
    assert small.taken(engine, state, "n", "Ann") == "1 2"
    assert small.value(engine, state, "n", "Ann") is None


def test_the_sets_of_different_properties_are_independent(start: Start) -> None:
    """No constraint between two properties is kept: to learn one leaves the other as open as it was."""
    small = suspects()
    small.fact("killer", "Hugo Vera", "Ann")
    small.fact("thief", "Hugo Vera", "Ann")
    same = small.action("same", small.compare("killer", "==", small.read("thief")), small.effect("lit"))
    engine = start(small.task())
    state = engine.revise(engine.initial(), 0, (), (((), small.fluent("killer"), small.code("Vera")),))
    assert small.taken(engine, state, "killer", "Ann") == "Hugo"
    assert small.taken(engine, state, "thief", "Ann") == "Hugo Vera"
    assert not engine.is_possible(small.mind(engine, state, "Ann"), same)


# --- atoms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "operator", "value", "expected"),
    [
        ("Hugo", "==", "Hugo", True),
        ("Hugo Otto", "==", "Hugo", None),
        ("Hugo Otto", "==", "Vera", False),
        ("Hugo Otto", "!=", "Vera", True),
        ("Hugo Otto", "!=", "Hugo", None),
        ("Hugo Otto", "in", "Hugo Otto", True),
        ("Hugo Otto", "in", "Hugo Vera Otto", True),
        ("Hugo Otto", "in", "Hugo Vera", None),
        ("Hugo Otto", "in", "Vera", False),
    ],
)
def test_is_and_in_of_a_set(start: Start, have: str, operator: str, value: str, expected: bool | None) -> None:
    """`f is v` is true if the set is {v}, false if v is not in it; `f in (...)` is one atom, true if the set lies within."""
    small = suspects()
    small.fact("killer", have, "Ann")
    assert verdict(start, small, small.compare("killer", operator, value), "Ann") is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("Hugo", "Hugo", True), ("Hugo", "Otto", False), ("Hugo Vera", "Otto", False), ("Hugo Vera", "Hugo Vera", None)],
)
def test_two_reads(start: Start, first: str, second: str, expected: bool | None) -> None:
    """`f is g` is true if both have the same single value, false if the sets are disjoint; two sets that are the same are not
    one value."""
    small = suspects()
    small.fact("killer", first, "Ann")
    small.fact("thief", second, "Ann")
    opposite = None if expected is None else not expected
    assert verdict(start, small, small.compare("killer", "==", small.read("thief")), "Ann") is expected
    assert verdict(start, small, small.compare("killer", "!=", small.read("thief")), "Ann") is opposite


@pytest.mark.parametrize(
    ("first", "second", "operator", "expected"),
    [
        ("0 1", "2 3", "<", True),
        ("0 2", "2 3", "<", None),
        ("0 2", "2 3", "<=", True),
        ("2 3", "0 1", "<", False),
        ("1 2", "0 1", ">=", True),
        ("1 2", "2 3", ">", False),
        ("1 2", "1 3", ">", None),
    ],
)
def test_order_holds_or_fails_for_all_pairs(
    start: Start, first: str, second: str, operator: str, expected: bool | None
) -> None:
    """`<` is true if it holds, and false if it fails, for all pairs."""
    small = suspects()
    small.fact("n", first, "Ann")
    small.fact("m", second, "Ann")
    assert verdict(start, small, small.compare("n", operator, small.read("m")), "Ann") is expected


@pytest.mark.parametrize(
    ("operator", "expected"), [("==", True), ("<=", True), (">=", True), ("!=", False), ("<", False), (">", False)]
)
def test_a_read_compared_with_itself(start: Start, operator: str, expected: bool) -> None:
    """A read compared with itself is true, however little is known of it; also of somebody else's mind."""
    small = suspects()
    small.fact("n", "1 2", "Ann")
    small.fact("n", "1 2", "Ann Ben")
    assert verdict(start, small, small.compare("n", operator, small.read("n")), "Ann") is expected
    assert verdict(start, small, small.compare("n", operator, small.read("n", "Ben"), "Ben"), "Ann") is expected


def test_known_and_may_be_speak_of_the_set(start: Start) -> None:
    """`is known`, `is unknown`, `f may be v` speak of the set and are never not known."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    known = small.known("killer")
    assert verdict(start, small, known, "Ann") is False
    assert verdict(start, small, denied(known), "Ann") is True
    assert verdict(start, small, known, "Ben") is True
    for value, expected in (("Hugo", True), ("Vera", False)):
        may_be = small.compare("killer", "may be", value)
        assert verdict(start, small, may_be, "Ann") is expected
        assert verdict(start, small, denied(may_be), "Ann") is not expected


def test_what_may_be_as_something_else_is(start: Start) -> None:
    """`p may be q` asks for the one value of q; where q has several, it is false if p can have none of them, else not known,
    even if p can have all of them; of a mind's q that is a fact, and so false."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    for thief, expected in (
        ("Hugo", True),
        ("Vera", False),
        ("Vera Otto", None),
        ("Hugo Otto", None),
        ("Hugo Vera Otto", None),
    ):
        for whose in ("Ann", "Ann Ben"):
            here = suspects()
            here.fact("killer", "Hugo Otto", "Ann")
            here.fact("thief", thief, whose)
            if whose == "Ann Ben":
                here.fact("thief", "Hugo Vera Otto", "Ann")
            may_be = here.compare("killer", "may be", here.read("thief", whose[4:]))
            fact = False if whose == "Ann Ben" and expected is None else expected
            assert verdict(start, here, may_be, "Ann") is fact
            assert verdict(start, here, denied(may_be), "Ann") is (None if fact is None else not fact)
    # A set that is known there is one of which it is not known here which it is.
    small.fact("thief", "Hugo Vera", "Ann")
    small.fact_knows("Ann Ben", "thief")
    assert verdict(start, small, small.compare("killer", "may be", small.read("thief", "Ben")), "Ann") is None


def test_not_known_by_the_logic_of_kleene(start: Start) -> None:
    """Kleene's logic: what is not known decides neither *and* nor *or*, and what is false or true decides it whatever else is
    not known, in any order."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    open_, true, false = small.compare("killer", "==", "Hugo"), small.fails("lit"), small.holds("lit")
    cases: list[tuple[Condition, bool | None]] = [
        (both(open_, true), None),
        (both(true, open_), None),
        (both(open_, false), False),
        (both(false, open_), False),
        (AnyOf((open_, false)), None),
        (AnyOf((false, open_)), None),
        (AnyOf((open_, true)), True),
        (AnyOf((true, open_)), True),
    ]
    for condition, expected in cases:
        assert verdict(start, small, condition, "Ann") is expected


def test_what_is_not_known_is_not_true_where_a_condition_is_asked_for(start: Start) -> None:
    """Of an act, an ending or a want: neither the atom nor its opposite is true."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    accuse = small.action("accuse", small.compare("killer", "==", "Hugo"))
    clear = small.action("clear", small.compare("killer", "!=", "Hugo"))
    engine = start(small.task())
    assert engine.possible(engine.initial()) == (accuse,)
    assert engine.possible(small.mind(engine, engine.initial(), "Ann")) == ()
    assert not engine.is_possible(small.mind(engine, engine.initial(), "Ann"), clear)


# --- wants -----------------------------------------------------------------------------------------------------------


def test_wants_of_what_is_not_known(start: Start) -> None:
    """What is not known does not count; of a set of numbers that value counts which makes the want least."""
    small = suspects()
    small.fact("n", "1 2 3", "Ann")
    small.fact("lit", "0 1", "Ann")
    small.fact("n", 2)
    n = small.read("n")
    wants: list[tuple[Expression, int]] = [
        (n, 1),
        (Arithmetic("-", Constant(5), n), 2),
        (Choose(small.holds("lit"), Constant(7), Constant(0)), 0),
        (Choose(small.fails("lit"), Constant(7), Constant(0)), 0),
        (Choose(small.known("n"), Constant(7), Constant(4)), 4),
        (Arithmetic("+", Choose(small.compare("n", ">", 0), Constant(3), Constant(0)), n), 4),
    ]
    for want, least in wants:
        small.utilities["Ann"] = want
        engine = start(small.task())
        assert engine.utility(small.mind(engine, engine.initial(), "Ann"), 0) == least
        assert engine.evaluate(small.mind(engine, engine.initial(), "Ann"), want) == least


# --- what somebody believes is a fact -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("atom", "expected"),
    [
        (lambda s: s.compare("killer", "==", "Hugo", "Ben"), False),
        (lambda s: denied(s.compare("killer", "==", "Hugo", "Ben")), True),
        (lambda s: s.compare("killer", "!=", "Hugo", "Ben"), False),
        (lambda s: s.compare("killer", "!=", "Vera", "Ben"), True),
        (lambda s: s.compare("killer", "in", "Hugo Vera", "Ben"), False),
        (lambda s: denied(s.compare("killer", "in", "Hugo Vera", "Ben")), True),
        (lambda s: s.known("killer", "Ben"), False),
        (lambda s: s.compare("killer", "may be", "Otto", "Ben"), True),
        (lambda s: s.knows("Ben", "killer"), False),
        (lambda s: denied(s.knows("Ben", "killer")), True),
    ],
)
@pytest.mark.parametrize("path", ["", "Ann"])
def test_what_somebody_believes_is_a_fact(start: Start, atom: Callable[[Small], Compare], expected: bool, path: str) -> None:
    """`d believes phi` is true where phi is true in that mind, and otherwise false, never not known: of Ben, who wavers between
    Hugo and Otto, in the world and to Ann, who takes him to waver. Negation goes as far as a `believes`, not through it."""
    small = suspects()
    small.fact("killer", "Hugo Vera Otto", "Ann")
    small.fact("killer", "Hugo Otto", "Ben")
    small.fact("killer", "Hugo Otto", "Ann Ben")
    assert verdict(start, small, atom(small), path) is expected


@pytest.mark.parametrize(
    ("theirs", "here", "expected"),
    [
        ("Hugo", "Hugo", True),
        ("Hugo", "Otto", False),
        ("Hugo", "Hugo Otto", False),
        ("Hugo Otto", "Hugo", False),
        ("Hugo Otto", "Hugo Otto", False),
    ],
)
def test_somebodys_read_compared_with_ones_own(start: Start, theirs: str, here: str, expected: bool) -> None:
    """`(d believes f) is g` is true of two equal single values; else false, if nothing is marked."""
    small = suspects()
    small.fact("thief", here, "Ann")
    small.fact("killer", theirs, "Ann Ben")
    atom = small.compare("killer", "==", small.read("thief"), "Ben")
    assert verdict(start, small, atom, "Ann") is expected
    assert verdict(start, small, denied(atom), "Ann") is not expected


@pytest.mark.parametrize(
    ("atom", "expected"),
    [
        (lambda s: s.compare("killer", "==", "Hugo", "Ben"), None),
        (lambda s: denied(s.compare("killer", "==", "Hugo", "Ben")), None),
        (lambda s: s.compare("killer", "==", "Vera", "Ben"), False),
        (lambda s: denied(s.compare("killer", "==", "Vera", "Ben")), True),
        (lambda s: s.compare("killer", "in", "Hugo Vera", "Ben"), None),
        (lambda s: s.compare("killer", "in", "Hugo Otto", "Ben"), True),
        (lambda s: s.compare("killer", "==", s.read("thief"), "Ben"), None),
        (lambda s: s.compare("killer", "==", s.read("killer"), "Ben"), True),
        (lambda s: s.compare("killer", "!=", s.read("killer"), "Ben"), False),
        (lambda s: Compare("==", s.read("killer"), s.read("killer", "Ben")), True),
        (lambda s: s.known("killer", "Ben"), True),
        (lambda s: denied(s.known("killer", "Ben")), False),
        (lambda s: s.knows("Ben", "killer"), True),
    ],
)
def test_what_is_marked_as_known_there(start: Start, atom: Callable[[Small], Compare], expected: bool | None) -> None:
    """It is not known only where it depends on a set marked as known there. `(d believes f) is f` is true of a marked set equal
    to that of f, which is the true one; `d knows f` is true of a marked set."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact("thief", "Hugo Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    assert verdict(start, small, atom(small), "Ann") is expected


@pytest.mark.parametrize(
    ("atom", "expected"),
    [
        (lambda s: s.compare("killer", "==", "Hugo", "Ann Ben"), False),
        (lambda s: denied(s.compare("killer", "==", "Hugo", "Ann Ben")), True),
        (lambda s: s.knows("Ann Ben", "killer"), True),
        (lambda s: s.known("killer", "Ann Ben"), True),
        (lambda s: s.known("killer", "Ann"), False),
        (lambda s: s.compare("killer", "==", s.read("killer", "Ann"), "Ann Ben"), True),
        (lambda s: s.compare("killer", "!=", s.read("killer", "Ann"), "Ann Ben"), False),
        (lambda s: s.compare("killer", "==", s.read("killer", "Ben"), "Ann Ben"), False),
        (lambda s: s.compare("n", "==", s.read("n", "Ann"), "Ann"), True),
    ],
)
def test_what_somebody_believes_of_what_is_known_to_another(
    start: Start, atom: Callable[[Small], Compare], expected: bool
) -> None:
    """In the world, where nothing is not known: what Ann takes Ben to know, without knowing which it is, is a fact about her.
    What is true in her mind she believes, and nothing else."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact("n", "1 2", "Ann")
    small.fact_knows("Ann Ben", "killer")
    assert verdict(start, small, atom(small)) is expected


def test_to_know_is_to_have_the_true_value(start: Start) -> None:
    """`d knows f` is true of one value that is also the one here."""
    small = suspects()
    small.fact("killer", "Otto", "Ben")
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact("killer", "Otto", "Ann Ben")
    assert verdict(start, small, small.knows("Ben", "killer")) is False
    assert verdict(start, small, small.knows("Ben", "thief")) is True
    assert verdict(start, small, small.knows("Ben", "killer"), "Ann") is False
    assert verdict(start, small, small.knows("Ann", "killer")) is False
    assert verdict(start, small, small.knows("Ann Ben", "thief")) is True


@pytest.mark.parametrize(
    ("atom", "expected"),
    [
        (lambda s: s.compare("killer", "==", "Hugo", "Ann"), False),
        (lambda s: denied(s.compare("killer", "==", "Hugo", "Ann")), True),
        (lambda s: s.compare("killer", "==", s.read("killer"), "Ann"), False),
        (lambda s: denied(s.compare("killer", "==", s.read("killer"), "Ann")), True),
        (lambda s: s.compare("killer", "==", s.read("thief"), "Ann"), False),
        (lambda s: s.knows("Ann", "killer"), False),
        (lambda s: s.knows("Ann", "n"), True),
    ],
)
def test_that_one_does_not_know_is_a_fact_in_ones_own_mind_too(
    start: Start, atom: Callable[[Small], Compare], expected: bool | None
) -> None:
    """In c's own mind `c believes f` is true where f is, and false where c does not know: of her own mind she is sure."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact("thief", "Hugo Otto", "Ann")
    assert verdict(start, small, atom(small), "Ann") is expected


def test_a_set_known_there_is_known_in_that_mind(start: Start) -> None:
    """`d believes f is known` is true where `f is known` is: in Ann's idea of Ben, who knows which it is."""
    small = suspects()
    small.fact("killer", "Hugo Otto", "Ann")
    small.fact_knows("Ann Ben", "killer")
    assert verdict(start, small, small.known("killer", "Ben"), "Ann") is True
    assert verdict(start, small, small.known("killer"), "Ann Ben") is True
    assert verdict(start, small, small.knows("Ben", "killer"), "Ann Ben") is True
