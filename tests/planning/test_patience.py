"""How long a search ponders whether acts of a plan that it has found can be left out."""

from __future__ import annotations

from fabula.engine.core import NativeEngine
from fabula.task import (
    TRUE,
    Action,
    AllOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Fluent,
    Limits,
    Read,
    Sort,
    Task,
)

#: numbers of acts
CLEAR, BEGIN = 0, 1


def chore(steps: int, alike: int, *, is_possible: bool) -> Task:
    """The author wants Ann to begin a chore of so many steps, each to be done in so many ways that come to the same; Ann wants
    it done. Bob, who does the last but one, has no use for it but in two cases: once all is clear, which is the author's to
    bring about, and, if `is_possible`, for the very last of the ways to do it, which also gets him the key."""
    names = ("clear", "begun", *(f"step {step}" for step in range(steps)), "rested", "key")
    clear, begun, first = 0, 1, 2
    last = first + steps - 1
    rested, key = last + 1, last + 2

    def is_so(fluent: int) -> Condition:
        return Compare("==", Read((), fluent), Constant(1))

    def worth(condition: Condition) -> Expression:
        return Choose(condition, Constant(1), Constant(0))

    def act(name: str, who: tuple[int, ...], *becomes: int, after: Condition = TRUE) -> Action:
        return Action(name, after, tuple(Effect((), fluent, Constant(1)) for fluent in becomes), who, (TRUE, TRUE))

    acts = [act("clear", (), clear), act("begin", (0,), begun)]
    for step in range(first, last + 1):
        for way in range(alike):
            gains_key = is_possible and step == last - 1 and way == alike - 1
            becomes = (step, key) if gains_key else (step,)
            acts.append(act(f"{names[step]}, way {way}", (1,) if step == last - 1 else (0,), *becomes, after=is_so(step - 1)))
    # Bob's other wish makes the step look as if it could be worth something to him: only a rest that needs no step fulfils it.
    acts.append(act("rest", (1,), rested))
    bobs = (worth(is_so(rested)), worth(is_so(key)), worth(AllOf((is_so(clear), is_so(last - 1)))))
    return Task(
        name="chore",
        symbols=("Ann", "Bob"),
        characters=("Ann", "Bob"),
        fluents=tuple(Fluent(name, Sort.TRUTH, (0, 1)) for name in names),
        facts=(),
        actions=tuple(acts),
        triggers=(),
        utilities=(worth(is_so(last)), Arithmetic("+", Arithmetic("+", bobs[0], bobs[1]), bobs[2])),
        limits=(Limits(steps + 1, -1), Limits(steps + 1, -1)),
        utility=worth(is_so(begun)),
    )


def test_a_reason_that_takes_longer_to_find_than_the_plan_shortens_it() -> None:
    """With a little patience Ann's reason is found only where all is clear; she has one all the same."""
    found = NativeEngine(chore(5, 30, is_possible=True)).find_plans("find", 1, 8, 6, seconds=30.0)
    assert (found.verdict, found.plans, found.why) == ("plan", (((BEGIN, 6),),), "")


def test_a_plan_stands_where_it_would_take_for_ever_to_find_out_whether_it_can_be_shorter() -> None:
    """There are forty to the fifth beginnings of plans of Ann's, none of which is one: that is not worth knowing."""
    found = NativeEngine(chore(6, 40, is_possible=False)).find_plans("find", 1, 8, 7, seconds=10.0)
    assert (found.verdict, found.plans, found.why) == ("plan", (((CLEAR, 0), (BEGIN, 7)),), "")
