"""What makes an act worth doing that changes nothing that anybody wants: it is never said to be unwanted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engine.engines import ENGINES
from tests.proving.small import act, becomes, has, task, truths, wants

from fabula.proving.unwanted import Witness, unwanted
from fabula.task import FALSE, TRUE, Action, AllOf, Compare, Effect, Limits, Public, Read, Task, Trigger

A, B = 0, 1


def waiting(ahead: int, deep: int) -> Task:
    """B helps A to what both want, as long as there are too few acts left for A to do it alone. So A waits for that."""
    waited, helped, done, first, second = range(5)
    return task(
        truths("whdfs"),
        [
            act("wait", has(waited, 0), becomes(waited), by=(A,)),
            act("help", has(helped, 0), becomes(helped), by=(B,)),
            act("do", has(done, 0), becomes(done), by=(A,)),
            act("first", has(first, 0), becomes(first), by=(A,)),
            act("second", has(second, 0), becomes(second), by=(A,)),
        ],
        utilities=(
            wants(has(helped), AllOf((has(done), has(helped))), AllOf((has(done), has(first), has(second)))),
            wants(has(done)),
        ),
        limits=Limits(ahead, deep),
    )


@pytest.mark.parametrize(
    ("ahead", "deep", "is_wanted"), [(3, 3, True), (3, -1, True), (3, 2, False), (2, 3, False), (4, 0, False)]
)
def test_to_wait_until_fewer_acts_are_left_is_a_reason(ahead: int, deep: int, is_wanted: bool) -> None:
    """Reasons within reasons share a budget (semantics 6): from three levels of thought on less of it may be more."""
    made = waiting(ahead, deep)
    for engine in (make(made) for make in ENGINES.values()):
        assert (engine.plan(engine.initial(), 0, A) is not None) is is_wanted
    assert (0 in unwanted(made).acts) is not is_wanted


@pytest.mark.parametrize("sets", [False, True])
@pytest.mark.parametrize("hidden", [True, False])
def test_to_leave_somebody_wrong_about_nothing_that_counts_is_a_reason(sets: bool, hidden: bool) -> None:
    """Whoever is right about everything is taken along by a trigger (semantics 3); who is not is told by it first."""
    trifle, cue, told, more = range(4)
    made = task(
        truths("tcdm"),
        [
            act("trifle", has(trifle, 0), becomes(trifle), by=(A,), seen=(TRUE, FALSE if hidden else TRUE)),
            act("cue", has(cue, 0), becomes(cue), by=(A,)),
        ],
        (Trigger("tell", AllOf((has(cue), has(told, 0, (B,)))), (becomes(more), becomes(told, 1, (B,)))),),
        utilities=(wants(AllOf((has(more), has(more, 0, (B,))))), wants()),
        sets=sets,
    )
    for engine in (make(made) for make in ENGINES.values()):
        assert (engine.plan(engine.initial(), 0, A) is not None) is hidden
    assert unwanted(made).acts == ()


def sighted(sets: bool, *, sees: bool) -> Task:
    """A light in a room: A wants B to know of it. The trifle, which B sees, can be done in the light alone, and nobody wants
    it. If B `sees`, there is nothing that it would teach."""
    lit, trifle = range(2)
    unaware = Compare("==", Read((B,), lit), Read((), lit), of_reads=True, denied=True) if sets else has(lit, 0, (B,))
    see = Trigger("see", AllOf((has(lit), unaware)), (Effect((B,), lit, Read((), lit)),))
    return task(
        truths("lt"),
        [
            act("light", has(lit, 0), becomes(lit), by=(A,), seen=(TRUE, FALSE)),
            act("trifle", AllOf((has(lit), has(trifle, 0))), becomes(trifle), by=(A,), seen=(FALSE, TRUE)),
        ],
        (see,) if sees else (),
        utilities=(wants(has(lit, 1, (B,))), wants()),
        sets=sets,
    )


@pytest.mark.parametrize("sets", [False, True])
@pytest.mark.parametrize("sees", [True, False])
def test_an_act_that_teaches_by_surprise_is_wanted_unless_a_trigger_teaches_it_anyway(sets: bool, sees: bool) -> None:
    made = sighted(sets, sees=sees)
    for engine in (make(made) for make in ENGINES.values()):
        lit = engine.do(engine.initial(), 0)
        assert engine.plan(lit, 1, A) == (None if sees else (1,))
    found = unwanted(made)
    # That B takes a truth to be false is not looked into: it is shown for what stories say, that B does not know it.
    shown = sees and sets
    assert found.acts == ((1,) if shown else ())
    assert found.witnesses == ((Witness(1, B, 0, 0),) if shown else ())


def chain(second: Action, *triggers: Trigger) -> Task:
    """A wants what comes second, for which the first act matters in one way only."""
    return task(truths("abc"), [act("first", TRUE, becomes(0), by=(A,)), second], triggers, utilities=(wants(has(1)), wants()))


@pytest.mark.parametrize(
    "made",
    [
        # It makes the effect of the second happen.
        chain(act("second", TRUE, becomes(1, condition=has(0)), by=(A,))),
        # It makes a trigger fire.
        chain(act("second", FALSE), Trigger("then", AllOf((has(0), has(1, 0))), (becomes(1),))),
    ],
)
def test_what_decides_what_an_event_does_counts(made: Task) -> None:
    for engine in (make(made) for make in ENGINES.values()):
        assert engine.plan(engine.initial(), 0, A) is not None
    assert 0 not in unwanted(made).acts


def test_who_sees_an_act_counts() -> None:
    """A wants B to see what comes second: the first makes him see it."""
    second = act("second", has(1, 0), becomes(1), by=(A,), seen=(TRUE, has(0)))
    made = replace(chain(second), utilities=(wants(has(1, 1, (B,))), wants()))
    for engine in (make(made) for make in ENGINES.values()):
        assert engine.plan(engine.initial(), 0, A) == (0, 1)
    assert unwanted(made).acts == ()


def test_what_is_public_of_an_act_counts() -> None:
    """Nobody sees the act, but B hears of it."""
    noise = Public("noise", (becomes(2),))
    first = replace(act("first", TRUE, becomes(0), by=(A,), seen=(FALSE, FALSE)), public=0)
    made = task(truths("abc"), [first], utilities=(wants(has(2, 1, (B,))), wants()))
    made = replace(made, publics=(noise,))
    for engine in (make(made) for make in ENGINES.values()):
        assert engine.plan(engine.initial(), 0, A) == (0,)
    assert unwanted(made).acts == ()
