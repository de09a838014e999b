"""What can come to be at all, on tasks that are written out: each was once told wrong, or may easily be."""

from __future__ import annotations

import pytest
from tests.proving.small import act, becomes, has, number, plus, task, truths

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Contradiction
from fabula.engine.proving import NEVER, Outlook, Seeking, Span, Sum
from fabula.task import TRUE, AllOf, AnyOf, Compare, Constant, Fact, Read, Task, Trigger


def coins(high: int | None, condition: int | None) -> Task:
    """One has two coins, and gives one at a time, to another who can have so many, if he has fewer than this."""
    conditions = [Compare(">", Read((), 0), Constant(0))]
    if condition is not None:
        conditions.append(Compare("<", Read((), 1), Constant(condition)))
    return task(
        [number("mine", 0, 2), number("yours", 0, high)],
        [act("give", AllOf(tuple(conditions)), becomes(0, plus(0, -1)), becomes(1, plus(1, 1)))],
        facts=(Fact((), 0, 2),),
    )


@pytest.mark.parametrize(
    ("high", "condition", "least", "yours"),
    [(5, 5, 2, (0, 1, 2)), (5, None, 2, (0, 1, 2)), (1, None, None, (0, 1)), (1, 1, 2, (0, 1))],
)
def test_coins_that_change_hands(high: int | None, condition: int | None, least: int | None, yours: tuple[int, ...]) -> None:
    """Their sum bounds what each can have, and they do change hands. What is too much to have is lost."""
    found = Outlook(coins(high, condition), (2, 0), (), [[0, 1]])
    assert found.sums() == (Sum((0, 1), least, 2),)
    assert found.ranges == (Span((0, 1, 2) if least is None or high != 1 else (1, 2)), Span(yours))
    assert found.may_hold(Compare("==", Read((), 1), Constant(yours[-1])))
    assert not found.may_hold(Compare(">", Read((), 1), Constant(yours[-1])))


def test_an_ending_that_is_only_passed_ends_nothing() -> None:
    """A trigger undoes at once what would be an ending; what it brings about can be reached."""
    over, cause, more = range(3)
    made = task(
        truths("ocm"),
        [act("go", has(over, 0), becomes(over)), act("cause", has(cause, 0), becomes(cause))],
        (Trigger("undo", AllOf((has(over), has(cause))), (becomes(over, 0), becomes(more))),),
        endings=(has(over),),
    )
    outlook = Outlook(made, (0, 0, 0))
    projection = outlook.project([over, more], has(more), 100)
    assert projection.complete
    assert projection.acts_from((0, 0)) == 1
    assert projection.acts_from((1, 0)) == 0
    # With the cause looked at, it takes another act.
    assert outlook.project([over, cause, more], has(more), 100).acts_from((0, 0, 0)) == 2


def test_an_ending_that_is_reached_ends_lives() -> None:
    """Without the trigger nothing follows."""
    over, more = range(2)
    made = task(
        truths("om"),
        [act("go", has(over, 0), becomes(over)), act("on", has(over), becomes(more))],
        endings=(has(over),),
    )
    projection = Outlook(made, (0, 0)).project([over, more], has(more), 100)
    assert projection.complete
    assert projection.way() is None
    assert projection.acts_from((0, 0)) == NEVER


def test_an_effect_under_a_condition_may_leave_all_as_it_was() -> None:
    """What it was before stays possible, unless one of the conditions is sure to hold."""
    cause, level = range(2)
    made = task(
        [*truths("c"), number("level", 0, 9)],
        [
            act("switch", TRUE, becomes(cause, 1)),
            act("step", Compare("<", Read((), level), Constant(4)), becomes(level, plus(level, 3), condition=has(cause))),
        ],
        endings=(),
    )
    outlook = Outlook(made, (0, 1))
    assert outlook.ranges[level] == Span((1, 4))
    projection = outlook.project([level], Compare("==", Read((), level), Constant(4)), 100)
    assert sorted(projection.rows()) == [(1,), (4,)]


def test_of_what_an_event_does_a_part_may_stay_as_it_was() -> None:
    """Two effects, one of them under a condition that is not looked at."""
    cause, sure, unsure = range(3)
    made = task(
        truths("csu"),
        [
            act("switch", TRUE, becomes(cause, 1)),
            act("do", has(sure, 0), becomes(sure), becomes(unsure, condition=has(cause))),
        ],
    )
    projection = Outlook(made, (0, 0, 0)).project([sure, unsure], AllOf((has(sure), has(unsure, 0))), 100)
    assert sorted(projection.rows()) == [(0, 0), (1, 0), (1, 1)]
    assert projection.acts_from((0, 0)) == 1


def test_a_projection_that_is_cut_short_says_nothing() -> None:
    level = 0
    made = task([number("level", 0, 99)], [act("step", TRUE, becomes(level, plus(level, 1)))])
    projection = Outlook(made, (0,)).project([level], Compare("==", Read((), level), Constant(50)), 10)
    assert not projection.complete
    assert projection.way() is None
    assert projection.acts_from((0,)) == 0
    whole = Outlook(made, (0,)).project([level], Compare("==", Read((), level), Constant(50)), 1_000)
    assert [whole.acts_from((value,)) for value in (0, 49, 50)] == [50, 1, 0]


def test_an_act_that_who_is_played_does_not_believe_in_is_not_worked_out() -> None:
    """It contradicts itself, which matters only where it is done."""
    cause, other = range(2)
    boom = act("boom", has(cause), becomes(other, 0), becomes(other, 1), by=(0,))
    for believes, goes_wrong in ((0, False), (1, True)):
        made = task(truths("co"), [boom], facts=(Fact((), cause, 1), Fact((0,), cause, believes)))
        engine = NativeEngine(made)
        seeking = Seeking(engine, engine.initial(), None, AnyOf(()), (0,))
        if goes_wrong:
            with pytest.raises(Contradiction):
                seeking.go_on(10)
        else:
            assert seeking.go_on(10) == ("none", ())


def test_a_life_that_is_come_upon_is_not_taken_for_a_shortest_one() -> None:
    """Counting to four brings something new with each act; of what has to be done together for the shorter life, each was there
    before."""
    once = [act(name, has(place, 0), becomes(place)) for place, name in enumerate("stuvwxab")]
    finish = act("finish", AllOf((has(6), has(7))), becomes(8))
    count = act("count", Compare("<", Read((), 9), Constant(4)), becomes(9, plus(9, 1)))
    sought = AnyOf((has(8), has(9, 4)))
    engine = NativeEngine(task([*truths("stuvwxabf"), number("count", 0, 4)], [*once, finish, count], endings=(sought,)))
    seeking = Seeking(engine, engine.initial(), 0, sought)
    verdict, moves = seeking.go_on(10_000)
    assert (verdict, moves) == ("some", (9,) * 4)
    assert (seeking.least() or 0) <= 3
    verdict, moves = seeking.go_on(10_000)
    assert (verdict, sorted(moves)) == ("life", [6, 7, 8])
    assert seeking.least() == 3
    assert seeking.go_on(10_000) == ("life", moves)
