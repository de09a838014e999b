"""Semantics 8.3: conditions that are seen or hidden, sure or hoped for; acts in vain; acts that are done to learn something."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.small import Small, both

from fabula.engine.attempts import attempt_move
from fabula.engine.interface import Engine, State
from fabula.task import TRUE, Choose, Constant, Fact, Task

Start = Callable[[Task], Engine]


def names(engine: Engine, state: State) -> list[str]:
    """What lives go on with in a state."""
    return [engine.task.actions[move].name for move, _ in engine.moves(state)]


def lives(engine: Engine) -> dict[State, list[str]]:
    """All states of all lives, with what they go on with."""
    found: dict[State, list[str]] = {}
    pending = [engine.initial()]
    while pending:
        state = pending.pop()
        if state not in found:
            found[state] = names(engine, state)
            pending.extend(after for _, after in engine.moves(state))
    return found


# --- seen and hidden ---------------------------------------------------------------------------------------------------


def guarded() -> Small:
    """A acts where the lamp is on and the door is red; B sees it, and knows neither."""
    small = Small("A B", "lamp done", None, {"door": "red green blue"}, sets=True)
    small.fact("lamp")
    small.fact("door", "red")
    small.fact("lamp", "0 1", "B")
    small.fact("door", "red green blue", "B")
    small.action("act", both(small.holds("lamp"), small.compare("door", "==", "red")), small.effect("done"), by="A")
    return small


def test_who_sees_it_learns_what_is_not_hidden(start: Start) -> None:
    small = guarded()
    small.hiding(0, small.holds("lamp"))
    engine = start(small.task())
    after = engine.do(engine.initial(), 0)
    assert small.taken(engine, after, "lamp", "B") == "1"
    assert small.taken(engine, after, "door", "B") == "red green blue"


def test_an_act_is_carried_out_although_its_hidden_condition_is_not_believed(start: Start) -> None:
    small = guarded()
    small.fact("door", "green", "B")
    small.hiding(0)
    engine = start(small.task())
    after = engine.do(engine.initial(), 0)
    assert small.taken(engine, after, "door", "B") == "green"
    assert small.taken(engine, after, "done", "B") == "1"


# --- what those learn who hope -----------------------------------------------------------------------------------------


def hopeful(seen: bool = False) -> Small:
    """A hopes that the door is red and the lamp on; it is red, and the lamp is off. B sees it, and knows neither."""
    small = Small("A B", "lamp done", None, {"door": "red green blue"}, sets=True)
    small.fact("door", "red")
    for who in ("A", "B"):
        small.fact("lamp", "0 1", who)
        small.fact("door", "red green blue", who)
    act = small.action("act", TRUE, small.effect("done"), by="A")
    small.hoping(act, small.hope("door", "==", "red", seen=seen), small.hope("lamp", "==", 1))
    small.wants("A", small.holds("done"))
    return small


def test_in_vain_one_learns_what_holds_and_what_does_not(start: Start) -> None:
    small = hopeful()
    engine = start(small.task())
    assert engine.possible(engine.initial()) == (1,)
    after = engine.do(engine.initial(), 1)
    assert small.taken(engine, after, "door", "A") == "red"
    assert small.taken(engine, after, "lamp", "A") == "0"
    assert small.taken(engine, after, "done") == "0"


def test_by_success_one_learns_that_it_holds(start: Start) -> None:
    small = hopeful()
    small.fact("lamp")
    engine = start(small.task())
    assert engine.possible(engine.initial()) == (0,)
    after = engine.do(engine.initial(), 0)
    assert small.taken(engine, after, "door", "A") == "red"
    assert small.taken(engine, after, "lamp", "A") == "1"


def test_who_only_observes_learns_of_hopes_that_are_seen(start: Start) -> None:
    for seen, door in ((False, "red green blue"), (True, "red")):
        small = hopeful(seen)
        engine = start(small.task())
        after = engine.do(engine.initial(), 1)
        assert small.taken(engine, after, "door", "B") == door
        assert small.taken(engine, after, "lamp", "B") == "0 1"


def test_a_hope_on_a_mind_that_fails_takes_the_value_away(start: Start) -> None:
    """The lover takes her to know whom she loves, and learns that it is not he."""
    small = Small("A B", "done", None, {"love": "x y z"}, sets=True)
    small.fact("love", "y")
    small.fact("love", "x y z", "A")
    small.fact_knows("A B", "love")
    act = small.action("woo", TRUE, small.effect("done"), by="A", seen="A")
    vain = small.hoping(act, small.hope("love", "==", "x", "B"))
    engine = start(small.task())
    after = engine.do(engine.initial(), vain)
    assert small.taken(engine, after, "love", "A B") == "y z known"


# --- plans that hope ---------------------------------------------------------------------------------------------------


def test_what_is_sure_must_be_true_and_what_is_hoped_for_not_false(start: Start) -> None:
    small = hopeful()
    engine = start(small.task())
    believed = engine.belief(engine.initial(), 0)
    assert engine.may_try(believed, 0)
    assert not engine.may_try(believed, 1)
    assert engine.plan(engine.initial(), 1, 0) == (0,)
    known = engine.revise(engine.initial(), 0, (((), small.fluent("lamp"), 0),))
    assert not engine.may_try(engine.belief(known, 0), 0)
    assert engine.plan(known, 1, 0) is None
    sure = Small("A", "lamp done", sets=True)
    sure.fact("lamp")
    sure.fact("lamp", "0 1", "A")
    sure.action("act", sure.holds("lamp"), sure.effect("done"), by="A")
    sure.wants("A", sure.holds("done"))
    other = start(sure.task())
    assert not other.may_try(other.belief(other.initial(), 0), 0)
    assert names(other, other.initial()) == []


def test_hopes_of_one_act_must_be_able_to_hold_together(start: Start) -> None:
    small = Small("A", "done", None, {"door": "red green blue"}, sets=True)
    small.fact("door", "red green", "A")
    act = small.action("act", TRUE, small.effect("done"), by="A")
    small.hoping(act, small.hope("door", "!=", "red"), small.hope("door", "!=", "green"))
    small.wants("A", small.holds("done"))
    engine = start(small.task())
    assert not engine.may_try(engine.belief(engine.initial(), 0), act)


def test_hoping_gains_nothing(start: Start) -> None:
    """Neither that the door is red, nor that one would know it, is a reason for an act that changes nothing else."""
    small = hopeful()
    small.utilities["A"] = Choose(small.compare("door", "==", "red"), Constant(1), Constant(0))
    engine = start(small.task())
    assert engine.plan(engine.initial(), 1, 0) is None


def test_to_find_out_is_a_reason_for_who_wants_to_know(start: Start) -> None:
    """What the planner takes herself to know is not narrowed by the hope; she knows it by the act."""
    small = hopeful()
    small.utilities["A"] = Choose(small.knows("A", "door"), Constant(1), Constant(0))
    engine = start(small.task())
    assert engine.plan(engine.initial(), 1, 0) == (0,)
    (step,) = engine.foresee_act(engine.belief(engine.initial(), 0), 0, 0)
    assert small.taken(engine, step.before, "door") == "red"
    assert small.taken(engine, step.before, "door", "A") == "red green blue"
    assert small.taken(engine, step.after, "door", "A") == "red"
    assert step.gain == 1


def test_what_is_hoped_of_who_is_taken_to_know_is_hoped_of_the_world(start: Start) -> None:
    small = Small("A B", "done", None, {"love": "x y z"}, sets=True)
    small.fact("love", "x y z", "A")
    small.fact_knows("A B", "love")
    act = small.action("woo", TRUE, small.effect("done"), by="A")
    small.hoping(act, small.hope("love", "==", "x", "B"))
    engine = start(small.task())
    (step,) = engine.foresee_act(engine.belief(engine.initial(), 0), act, 0)
    assert small.taken(engine, step.before, "love") == "x"
    assert small.taken(engine, step.before, "love", "B") == "x"
    assert small.taken(engine, step.before, "love", "A") == "x y z"


def test_others_are_asked_as_the_planner_hopes_them_to_be(start: Start) -> None:
    """A opens the door for B, who only enters a red room: A may hope that it is red, and that B knows it."""
    small = Small("A B", "open inside", None, {"room": "red green"}, sets=True)
    small.fact("room", "green")
    small.fact("room", "red green", "A")
    small.fact_knows("A B", "room")
    small.action("open", TRUE, small.effect("open"), by="A")
    enter = small.action("enter", small.holds("open"), small.effect("inside"), by="B")
    small.hoping(enter, small.hope("room", "==", "red"))
    small.wants("A", small.holds("inside"))
    small.wants("B", both(small.holds("inside"), small.compare("room", "==", "red")))
    engine = start(small.task())
    assert engine.plan(engine.initial(), 0, 0) == (0, enter)
    # Where B is taken to believe that it is green, nothing can be hoped of B.
    small.facts.append(Fact(small.path("A B"), small.fluent("room"), small.code("green")))
    other = start(small.task())
    assert other.plan(other.initial(), 0, 0) is None


def test_what_one_will_have_learned_is_so_in_the_rest_of_the_plan(start: Start) -> None:
    """A trigger teaches her what follows from what she asked for: then it is sure."""
    small = Small("A", "clear done", None, {"culprit": "x y"}, sets=True)
    small.fact("culprit", "y")
    small.fact("clear")
    small.fact("culprit", "x y", "A")
    small.fact("clear", "0 1", "A")
    may_be = small.compare("culprit", "may be", "x", "A")
    small.trigger("exclude", both(small.holds("clear", "A"), may_be), small.excludes("A", "culprit", "x"))
    ask = small.action("ask", TRUE, small.learns("A", "clear"), by="A")
    accuse = small.action("accuse", small.compare("culprit", "==", "y"), small.effect("done"), by="A")
    small.wants("A", small.holds("done"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), ask, 0) == (ask, accuse)


def test_a_shorter_way_counts_only_if_it_hopes_for_no_more(start: Start) -> None:
    """To look first is a plan although one could as well just try: trying hopes for what looking brings to light."""
    small = Small("A", "done", None, {"door": "red green"}, sets=True)
    small.fact("door", "red")
    small.fact("door", "red green", "A")
    look = small.action("look", TRUE, small.learns("A", "door"), by="A")
    act = small.action("try", TRUE, small.effect("done"), by="A")
    vain = small.hoping(act, small.hope("door", "==", "red"))
    small.wants("A", small.holds("done"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), look, 0) == (look, act)
    assert names(engine, engine.initial()) == ["look", "try"]
    assert vain == 2


def test_a_plan_that_hopes_for_less_is_told(start: Start) -> None:
    """After `go` one may try, hoping; or look and then try, which takes longer and hopes for nothing."""
    small = Small("A", "there done", None, {"door": "red green"}, sets=True)
    small.fact("door", "red")
    small.fact("door", "red green", "A")
    go = small.action("go", TRUE, small.effect("there"), by="A")
    act = small.action("try", small.holds("there"), small.effect("done"), by="A")
    look = small.action("look", small.holds("there"), small.learns("A", "door"), by="A")
    small.hoping(act, small.hope("door", "==", "red"))
    small.wants("A", small.holds("done"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), go, 0) == (go, look, act)


# --- acts in vain ------------------------------------------------------------------------------------------------------


def test_who_has_a_reason_for_an_act_has_it_for_the_same_in_vain(start: Start) -> None:
    small = hopeful()
    engine = start(small.task())
    assert names(engine, engine.initial()) == ["act in vain"]


def test_nobody_plans_an_act_in_vain_of_his_own(start: Start) -> None:
    """Although what it would do is wanted."""
    small = Small("A", "door alarm", sets=True)
    act = small.action("act", TRUE, small.effect("door", 1), by="A")
    small.hoping(act, small.hope("door", "==", 1), in_vain=(small.effect("alarm"),))
    small.wants("A", small.holds("alarm"))
    engine = start(small.task())
    assert engine.foresee_act(engine.initial(), 1, 0) == ()
    assert names(engine, engine.initial()) == []


def test_an_act_in_vain_of_somebody_else_can_be_planned(start: Start) -> None:
    """B lets A try, who believes that the door is open, since the alarm is what B wants."""
    small = Small("A B", "open let done alarm", sets=True)
    small.fact("open", "0 1", "A")
    small.fact("open", 0, "B")
    small.fact("open", "0 1", "B A")
    let = small.action("let", TRUE, small.effect("let"), by="B")
    act = small.action("try", small.holds("let"), small.effect("done"), by="A")
    vain = small.hoping(act, small.hope("open", "==", 1), in_vain=(small.effect("alarm"),))
    small.wants("A", small.holds("done"))
    small.wants("B", small.holds("alarm"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), let, 1) == (let, vain)


# --- to learn something ------------------------------------------------------------------------------------------------


def test_one_value_that_gives_a_plan_is_a_reason_to_learn(start: Start) -> None:
    small = Small("A", "done", None, {"door": "red green"}, sets=True)
    small.fact("door", "green")
    small.fact("door", "red green", "A")
    look = small.action("look", TRUE, small.learns("A", "door"), by="A")
    act = small.action("use", small.compare("door", "==", "red"), small.effect("done"), by="A")
    small.wants("A", small.holds("done"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), look, 0) == (look, act)
    after = engine.do(engine.initial(), look)
    assert small.taken(engine, after, "door", "A") == "green"
    assert names(engine, after) == []


def asked(knows: bool) -> Small:
    """A asks B, whom A takes to know what f is."""
    small = Small("A B", "done", None, {"f": "x y z"}, sets=True)
    small.fact("f", "y")
    small.fact("f", "x y z", "A")
    small.fact_knows("A B", "f")
    if not knows:
        small.fact("f", "x y", "B")
    ask = small.action("ask", TRUE, small.effect("f", small.read("f", "B"), "A"), by="A", seen="A")
    small.hoping(ask, small.hope_knows("B", "f"))
    small.wants("A", small.knows("A", "f"))
    return small


def test_who_knows_it_is_asked_and_tells(start: Start) -> None:
    small = asked(knows=True)
    engine = start(small.task())
    assert names(engine, engine.initial()) == ["ask"]
    assert small.taken(engine, engine.do(engine.initial(), 0), "f", "A") == "y"


def test_who_does_not_know_it_is_asked_in_vain_and_no_more(start: Start) -> None:
    small = asked(knows=False)
    engine = start(small.task())
    ((move, after),) = engine.moves(engine.initial())
    assert engine.task.actions[move].in_vain
    assert small.taken(engine, after, "f", "A B") == "x y z"
    assert small.taken(engine, after, "f", "A") == "x y z"
    assert engine.moves(after) == ()


def test_of_who_turns_out_not_to_know_it_no_belief_is_left(start: Start) -> None:
    small = asked(knows=False)
    small.facts = [fact for fact in small.facts if not fact.known]
    small.fact("f", "x", "A B")
    engine = start(small.task())
    after = engine.do(engine.initial(), 1)
    assert small.taken(engine, after, "f", "A B") == "x y z"


# --- the reader --------------------------------------------------------------------------------------------------------


def test_who_is_played_may_try_what_may_be(start: Start) -> None:
    """Without a reason: done, in vain, or, where what she was sure of is not so, an attempt that teaches that and no more."""
    small = Small("A", "lamp done", None, {"door": "red green blue"}, sets=True)
    small.fact("door", "red")
    small.fact("door", "red green", "A")
    small.fact("lamp", 1, "A")
    tries = []
    for door in ("red", "green", "blue"):
        tries.append(small.action(f"try {door}", TRUE, small.effect("done"), by="A"))
        small.hoping(tries[-1], small.hope("door", "==", door))
    lit = small.action("lit", small.holds("lamp"), small.effect("done"), by="A")
    small.hoping(lit, small.hope("door", "==", "green"))
    engine = start(small.task())
    moves = dict(engine.moves(engine.initial(), (0,)))
    attempt = attempt_move(engine.task, lit, 0)
    assert sorted(moves) == [tries[0], tries[1] + 1, attempt]
    assert small.taken(engine, moves[attempt], "lamp", "A") == "0"
    assert small.taken(engine, moves[attempt], "door", "A") == "red green"


# --- worked examples (8.5) ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codes", range(1, 6))
def test_a_thief_before_a_vault(start: Start, codes: int) -> None:
    """Each failure takes one code away: 2^(k-1) + 1 states, and no loop."""
    domain = " ".join(f"c{number}" for number in range(codes))
    small = Small("T", "open", None, {"code": domain}, sets=True)
    small.fact("code", "c0")
    small.fact("code", domain, "T")
    for code in domain.split():
        small.hoping(
            small.action(f"try {code}", small.fails("open"), small.effect("open"), by="T"), small.hope("code", "==", code)
        )
    small.wants("T", small.holds("open"))
    assert len(lives(start(small.task()))) == 2 ** (codes - 1) + 1


def test_a_detective_with_three_suspects_and_two_witnesses(start: Start) -> None:
    """She asks the two who know an exclusion, in either order, never the third; then she accuses the last suspect."""
    small = Small("I W X B", "clear_h clear_v accused", None, {"killer": "h v o"}, sets=True)
    small.fact("killer", "o")
    small.fact("clear_h")
    small.fact("clear_v")
    small.fact("killer", "h v o", "I")
    witnesses = {"W": "clear_h", "X": "clear_v"}
    for fluent in ("clear_h", "clear_v"):
        small.fact(fluent, "0 1", "I")
        for witness in "WXB":
            if witnesses.get(witness) == fluent:
                small.fact_knows(f"I {witness}", fluent)
            else:
                small.fact(fluent, "0 1", f"I {witness}")
                small.fact(fluent, "0 1", witness)
            ask = small.action(
                f"ask {witness} {fluent}", TRUE, small.effect(fluent, small.read(fluent, witness), "I"), by="I", seen="I"
            )
            small.hoping(ask, small.hope_knows(witness, fluent))
    for suspect in ("h", "v", "o"):
        if suspect != "o":
            known = both(small.holds(f"clear_{suspect}", "I"), small.compare("killer", "may be", suspect, "I"))
            small.trigger(f"exclude {suspect}", known, small.excludes("I", "killer", suspect))
        sure = small.compare("killer", "==", suspect)
        small.hiding(small.action(f"accuse {suspect}", both(sure, small.fails("accused")), small.effect("accused"), by="I"))
    small.fact("killer", "h v o", "B")
    small.wants("I", small.holds("accused"))
    engine = start(small.task())
    found = lives(engine)
    assert len(found) == 5
    assert found[engine.initial()] == ["ask W clear_h", "ask X clear_v"]
    assert sorted(found.values()) == [
        [],
        ["accuse o"],
        ["ask W clear_h"],
        ["ask W clear_h", "ask X clear_v"],
        ["ask X clear_v"],
    ]
    # Bystanders of the accusation learn nothing of the killer.
    (end,) = [state for state, onward in found.items() if not onward]
    assert small.taken(engine, end, "killer", "B") == "h v o"
    assert small.taken(engine, end, "accused", "B") == "1"


def test_somebody_is_looked_for_in_three_rooms(start: Start) -> None:
    """The right room at the latest in the third; in vain one has gone there."""
    small = Small("A X", "found", None, {"at A": "hall r1 r2 r3", "at X": "r1 r2 r3"}, sets=True, owners={"at X": "X"})
    small.fact("at A", "hall")
    small.fact("at X", "r2")
    small.fact("at X", "r1 r2 r3", "A")
    for room in ("r1", "r2", "r3"):
        look = small.action(f"look {room}", small.fails("found"), small.effect("found"), small.effect("at A", room), by="A")
        small.hoping(look, small.hope("at X", "==", room), in_vain=(small.effect("at A", room),))
    small.wants("A", small.holds("found"))
    engine = start(small.task())
    found = lives(engine)
    assert found[engine.initial()] == ["look r1 in vain", "look r2", "look r3 in vain"]
    searches = {small.taken(engine, state, "at A"): onward for state, onward in found.items() if len(onward) == 1}
    assert set(map(tuple, searches.values())) == {("look r2",)}
