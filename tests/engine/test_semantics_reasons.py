"""Semantics 4 to 7: what makes an act somebody's own, and what a life can go on with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small

from fabula.engine.interface import BudgetEnded, Engine
from fabula.task import TRUE, UNKNOWN, AllOf, Arithmetic, Choose, Constant, Ending, Limits, Task

Start = Callable[[Task], Engine]


def quest(**limits: Limits) -> tuple[Small, int, int, int]:
    """A gets a key, opens a chest with it and takes the gold, alone and seen by all."""
    small = Small("A B", "key open gold")
    key = small.action("key", small.fails("key"), small.effect("key"), by="A")
    open_ = small.action("open", small.holds("key"), small.effect("open"), by="A")
    gold = small.action("gold", small.holds("open"), small.effect("gold"), by="A")
    small.wants("A", small.holds("gold"))
    small.limits.update(limits)
    return small, key, open_, gold


def test_a_plan_leads_to_what_is_wanted(start: Start) -> None:
    small, key, open_, gold = quest()
    engine = start(small.task())
    state = engine.initial()
    assert engine.plan(state, key, 0) == (key, open_, gold)
    assert engine.explained(state) == (key,)
    state = engine.do(state, key)
    assert engine.plan(state, open_, 0) == (open_, gold)
    assert engine.plan(state, key, 0) is None


@pytest.mark.parametrize(("ahead", "found"), [(1, False), (2, False), (3, True), (-1, True)])
def test_a_plan_is_no_longer_than_a_character_plans_ahead(start: Start, ahead: int, found: bool) -> None:
    small, key, *_ = quest(A=Limits(ahead, 2))
    engine = start(small.task())
    assert (engine.plan(engine.initial(), key, 0) is not None) is found


def test_at_the_last_level_a_plan_is_one_act(start: Start) -> None:
    """A character who does not think ahead of others at all does only what helps at once."""
    small, key, open_, gold = quest(A=Limits(4, 0))
    engine = start(small.task())
    state = engine.initial()
    assert engine.plan(state, key, 0) is None
    state = engine.do(engine.do(state, key), open_)
    assert engine.plan(state, gold, 0) == (gold,)
    assert engine.plan_in(state, gold, 0, 4, -1) == (gold,)
    assert engine.plan_in(state, gold, 0, 4, -2) is None
    assert engine.plan_in(state, gold, 0, 0, 2) is None
    assert engine.plan_in(engine.initial(), key, 0, 4, 1 << 20) == (key, open_, gold)


def test_a_reason_is_found_in_what_is_believed(start: Start) -> None:
    """There is no chest for A, who has not seen the key being made useless: it plans in vain."""
    small, key, open_, gold = quest()
    rust = small.action("rust", TRUE, small.effect("open", 0), seen="")
    steal = small.action("steal", TRUE, small.effect("key"), seen="B", by="B")
    engine = start(small.task())
    state = engine.initial()
    assert engine.plan(engine.do(engine.do(engine.do(state, key), open_), rust), gold, 0) == (gold,)
    # The key is there, but A does not believe the act possible that needs it.
    stolen = engine.do(state, steal)
    assert engine.is_possible(stolen, open_)
    assert engine.plan(stolen, open_, 0) is None
    assert engine.explained(stolen) == (rust,)


def test_acts_of_nobody_are_foreseen_by_nobody(start: Start) -> None:
    small = Small("A", "rain wet")
    rain = small.action("rain", TRUE, small.effect("rain"))
    out = small.action("out", small.holds("rain"), small.effect("wet"), by="A")
    small.wants("A", AllOf((small.holds("wet"), small.holds("rain"))))
    engine = start(small.task())
    state = engine.initial()
    assert engine.explained(state) == (rain,)
    assert engine.explained(engine.do(state, rain)) == (rain, out)
    assert engine.plan_in(state, rain, 0, 3, 1) is None
    with pytest.raises(ValueError, match=r"consent"):
        engine.plan(state, rain, 0)


def test_an_act_that_can_be_left_out_is_no_reason(start: Start) -> None:
    """To sing, and then take the gold, is a way to the gold, but not a reason to sing; nor is a way round a reason."""
    small = Small("A", "gold song up")
    sing = small.action("sing", TRUE, small.effect("song"), by="A")
    gold = small.action("gold", TRUE, small.effect("gold"), by="A")
    up = small.action("up", small.fails("up"), small.effect("up"), by="A")
    down = small.action("down", small.holds("up"), small.effect("up", 0), by="A")
    small.wants("A", AllOf((small.holds("gold"), small.fails("up"))))
    engine = start(small.task())
    state = engine.initial()
    assert engine.explained(state) == (gold,)
    assert engine.plan(state, sing, 0) is None
    assert engine.plan(state, up, 0) is None
    # With the gold and up already, down helps by itself; gold and then down is a plan of two.
    state = engine.do(state, up)
    assert engine.plan(state, gold, 0) == (gold, down)
    assert engine.plan(state, down, 0) == (down, gold)
    assert engine.explained(state) == (gold, down)


def test_what_is_left_out_must_not_reach_as_much(start: Start) -> None:
    """Minimal means: at least as good without. The detour by `rich` is no reason to work, since begging gives as much."""
    small = Small("A", "work", {"coins": (0, 9)})
    work = small.action("work", TRUE, small.effect("work"), by="A")
    earn = small.action("earn", small.holds("work"), small.effect("coins", 2), by="A")
    beg = small.action("beg", TRUE, small.effect("coins", 2), by="A")
    small.utilities["A"] = small.read("coins")
    engine = start(small.task())
    state = engine.initial()
    assert engine.plan(state, work, 0) == (work, earn)
    assert engine.plan(state, beg, 0) == (beg,)
    # From the state after work, to earn or to beg is all the same; but `work, beg` is no plan: begging alone does.
    assert engine.explained(state) == (work, beg)
    small.actions[earn] = small.actions[beg]
    engine = start(small.task())
    assert engine.plan(engine.initial(), work, 0) is None


def test_of_equally_short_plans_the_first_by_number_is_taken(start: Start) -> None:
    small = Small("A", "way", None, {"prize": "silver gold"})
    begin = small.action("begin", small.fails("way"), small.effect("way"), by="A")
    late = small.action("late", small.holds("way"), small.effect("prize", "gold"), by="A")
    early = small.action("early", small.holds("way"), small.effect("prize", "silver"), by="A")
    small.wants("A", small.compare("prize", "!=", None))
    engine = start(small.task())
    assert engine.plan(engine.initial(), begin, 0) == (begin, late)
    assert late < early


def test_utility_is_compared_with_where_one_stands(start: Start) -> None:
    """Whoever is content with two coins still wants a third, and nobody wants what is not known."""
    small = Small("A", "", {"coins": (0, 9)})
    more = small.action("more", TRUE, small.effect("coins", Arithmetic("+", small.read("coins"), Constant(1))), by="A")
    gamble = small.action("gamble", TRUE, small.effect("coins", None), by="A")
    less = small.action("less", TRUE, small.effect("coins", 0), by="A")
    small.utilities["A"] = small.read("coins")
    small.fact("coins", 2)
    engine = start(small.task())
    state = engine.initial()
    assert engine.explained(state) == (more,)
    lost = engine.do(state, gamble)
    assert engine.utility(lost, 0) == UNKNOWN
    # From nothing known everything known is better.
    assert engine.plan(lost, less, 0) == (less,)
    assert engine.plan(lost, more, 0) is None


def test_utilities_of_characters_and_of_fate(start: Start) -> None:
    small = Small("A B", "x y")
    small.wants("A", small.holds("x"))
    small.fate = Arithmetic(
        "+", Choose(small.holds("x"), Constant(2), Constant(0)), Choose(small.holds("y", "B"), Constant(1), Constant(0))
    )
    both = small.action("both", TRUE, small.effect("x"), small.effect("y", 1, "B"))
    engine = start(small.task())
    state = engine.do(engine.initial(), both)
    assert [engine.utility(state, character) for character in (0, 1, None)] == [1, 0, 3]
    assert [engine.utility(engine.initial(), character) for character in (0, 1, None)] == [0, 0, 0]


def trade() -> tuple[Small, int, int]:
    """A gives bread, then both swap: A gets the coin, B the bread."""
    small = Small("A B", "bread coin eaten")
    bake = small.action("bake", small.fails("bread"), small.effect("bread"), by="A")
    swap = small.action("swap", small.holds("bread"), small.effect("coin"), small.effect("eaten"), by="A B")
    small.wants("A", small.holds("coin"))
    return small, bake, swap


def test_a_plan_needs_a_reason_for_everybody_who_takes_part_later(start: Start) -> None:
    small, bake, swap = trade()
    engine = start(small.task())
    state = engine.initial()
    # B does not want to eat: A foresees that it will refuse.
    assert engine.plan(state, bake, 0) is None
    small.wants("B", small.holds("eaten"))
    engine = start(small.task())
    state = engine.initial()
    assert engine.plan(state, bake, 0) == (bake, swap)
    assert engine.explained(engine.do(state, bake)) == (swap,)


def test_others_are_not_asked_for_the_first_act_of_a_reason(start: Start) -> None:
    """A has its reason for the swap whatever B thinks; that B has none keeps the act from happening."""
    small, bake, swap = trade()
    engine = start(small.task())
    state = engine.do(engine.initial(), bake)
    assert engine.plan(state, swap, 0) == (swap,)
    assert engine.plan(state, swap, 1) is None
    assert engine.explained(state) == ()


def test_a_reason_of_another_is_what_one_believes_it_to_be(start: Start) -> None:
    """B has eaten, unseen by A: A bakes for a swap that B will refuse."""
    small, bake, swap = trade()
    small.wants("B", small.holds("eaten"))
    feast = small.action("feast", TRUE, small.effect("eaten"), by="B", seen="B")
    engine = start(small.task())
    state = engine.do(engine.initial(), feast)
    assert engine.plan(state, bake, 0) == (bake, swap)
    state = engine.do(state, bake)
    assert engine.plan(state, swap, 0) == (swap,)
    assert engine.explained(state) == ()


def test_a_subsequence_that_others_refuse_does_not_count(start: Start) -> None:
    """To pay first is needed, not for the act itself, but for B to agree to it."""
    small = Small("A B", "ride", {"coins": (0, 9)})
    pay = small.action("pay", TRUE, small.effect("coins", 3), by="A")
    ride = small.action("ride", TRUE, small.effect("ride"), by="A B")
    small.wants("A", small.holds("ride"))
    small.utilities["B"] = Choose(AllOf((small.holds("ride"), small.compare("coins", ">=", 3))), Constant(1), Constant(0))
    engine = start(small.task())
    state = engine.initial()
    assert engine.is_possible(state, ride)
    assert engine.plan(state, pay, 0) == (pay, ride)
    assert engine.explained(state) == (pay,)
    small.utilities["B"] = Choose(small.holds("ride"), Constant(1), Constant(0))
    engine = start(small.task())
    assert engine.plan(engine.initial(), pay, 0) is None
    assert engine.explained(engine.initial()) == (ride,)


def relay(ahead: int, deep: int) -> tuple[Small, int]:
    """A rings; B, who has the goods only then, hands over for a reason of three acts of its own."""
    small = Small("A B", "rung given paid fed")
    ring = small.action("ring", small.fails("rung"), small.effect("rung"), by="A")
    small.action("give", small.holds("rung"), small.effect("given"), by="A B")
    small.action("pay", small.holds("given"), small.effect("paid"), by="B")
    small.action("eat", small.holds("paid"), small.effect("fed"), by="B")
    small.wants("A", small.holds("given"))
    small.wants("B", small.holds("fed"))
    small.all_limits = Limits(ahead, deep)
    return small, ring


@pytest.mark.parametrize(("ahead", "found"), [(2, False), (3, False), (4, True), (5, True), (-1, True)])
def test_reasons_within_reasons_share_the_budget(start: Start, ahead: int, found: bool) -> None:
    """A needs two acts; for the second of them B needs three, and has one less than A."""
    small, ring = relay(ahead, 2)
    engine = start(small.task())
    assert engine.plan(engine.initial(), ring, 0) == ((0, 1) if found else None)


@pytest.mark.parametrize(("deep", "found"), [(0, False), (1, False), (2, True), (-1, True)])
def test_reasons_within_reasons_are_thought_only_so_deep(start: Start, deep: int, found: bool) -> None:
    """The reason of B within that of A is at level 2: at limit 1 it may only be a single act."""
    small, ring = relay(4, deep)
    engine = start(small.task())
    assert engine.plan(engine.initial(), ring, 0) == ((0, 1) if found else None)


def test_others_are_thought_to_plan_no_further_than_they_do(start: Start) -> None:
    small, ring = relay(6, 2)
    small.limits["B"] = Limits(2, 2)
    engine = start(small.task())
    assert engine.plan(engine.initial(), ring, 0) is None
    small.limits["B"] = Limits(3, 1)
    engine = start(small.task())
    assert engine.plan(engine.initial(), ring, 0) == (0, 1)
    small.limits["B"] = Limits(3, 0)
    engine = start(small.task())
    assert engine.plan(engine.initial(), ring, 0) is None


def test_a_body_with_two_wills_acts_for_the_one_that_moves_it(start: Start) -> None:
    """Jenova moves the body of Sephiroth. Hale does not know, and expects what Sephiroth would do."""
    small = Small("Sephiroth Jenova Hale", "dead", None, {"held_by": "Sephiroth Jenova"})
    for will in ("Sephiroth", "Jenova"):
        small.action(f"kill as {will}", small.compare("held_by", "==", will), small.effect("dead"), by=will)
    flee = small.action("flee", small.fails("dead"), small.effect("dead", 0), by="Hale")
    small.wants("Jenova", small.holds("dead"))
    small.fact("held_by", "Jenova")
    small.fact("held_by", "Sephiroth", "Hale")
    engine = start(small.task())
    state = engine.initial()
    assert engine.possible(state) == (1, flee)
    assert engine.explained(state) == (1,)
    believed = engine.belief(state, 2)
    assert engine.possible(believed) == (0, flee)
    assert engine.explained(believed) == ()


def test_a_budget_ends_a_search_without_an_answer(start: Start) -> None:
    small, key, open_, gold = quest()
    for number in range(6):
        small.action(f"idle {number}", TRUE, small.effect("key", number % 2), by="A")
    engine = start(small.task())
    state = engine.initial()
    with pytest.raises(BudgetEnded):
        engine.plan(state, key, 0, 1)
    assert engine.plan(state, key, 0) == (key, open_, gold)


def test_the_first_ending_that_holds_is_the_ending(start: Start) -> None:
    small, key, open_, gold = quest()
    small.endings = [Ending("rich", small.holds("gold")), Ending("open", small.holds("open"))]
    engine = start(small.task())
    states = [engine.initial()]
    for act in (key, open_, gold):
        states.append(engine.do(states[-1], act))
    assert [engine.ending(state) for state in states] == [None, None, 1, 0]


def test_search_finds_a_shortest_life_to_an_ending(start: Start) -> None:
    small, key, open_, gold = quest()
    small.endings = [Ending("rich", small.holds("gold"))]
    engine = start(small.task())
    state = engine.initial()
    found = engine.search(state, (0,))
    assert found.acts == (key, open_, gold)
    rich = engine.do(engine.do(engine.do(state, key), open_), gold)
    assert engine.search(rich, (0,)).acts == ()
    # Nothing else is wanted by anybody: with no ending asked for, every life has been seen.
    nothing = engine.search(state, ())
    assert (nothing.acts, nothing.complete, nothing.states) == (None, True, 4)


def test_search_goes_no_further_than_an_ending(start: Start) -> None:
    small, key, open_, _ = quest()
    small.endings = [Ending("open", small.holds("open")), Ending("rich", small.holds("gold"))]
    engine = start(small.task())
    state = engine.initial()
    assert engine.search(state, (0,)).acts == (key, open_)
    beyond = engine.search(state, (1,))
    assert (beyond.acts, beyond.complete) == (None, True)


def test_search_asks_no_reason_of_the_free(start: Start) -> None:
    small = Small("A B", "x y")
    small.action("help", small.fails("x"), small.effect("x"), by="A B")
    small.action("finish", small.holds("x"), small.effect("y"), by="B")
    small.wants("B", small.holds("y"))
    small.endings = [Ending("done", small.holds("y"))]
    engine = start(small.task())
    state = engine.initial()
    assert engine.search(state, (0,)).acts is None
    assert engine.search(state, (0,), free=(0,)).acts == (0, 1)
    assert engine.search(state, (0,), free=(1,)).acts is None


def test_a_search_that_is_cut_off_proves_nothing(start: Start) -> None:
    small = Small("A", "", {"n": (0, 50)})
    small.action("more", TRUE, small.effect("n", Arithmetic("+", small.read("n"), Constant(1))))
    small.endings = [Ending("far", small.compare("n", "==", 40))]
    engine = start(small.task())
    state = engine.initial()
    cut = engine.search(state, (0,), states=10)
    assert (cut.acts, cut.complete) == (None, False)
    assert engine.search(state, (0,)).acts == (0,) * 40
