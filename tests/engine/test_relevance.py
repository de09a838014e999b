"""Acts that can't matter to a plan are left out of it unseen; and the plans are those that the definition finds."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from tests.engine.hoping import random_hopeful_task
from tests.engine.small import Small
from tests.engine.worlds import random_task

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.engine.reference import ReferenceEngine
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import AllOf, Limits, Task

Start = Callable[[Task], Engine]

WORLDS = int(os.environ.get("FABULA_WORLDS", "2000"))
PORTION = 250
#: beginnings of plans that the reference may try before a question is passed over
PATIENCE = 3_000


def plain(seed: int) -> Task:
    return random_task(seed, sets=seed % 2 == 1)


@pytest.mark.worlds
@pytest.mark.limit(300)
@pytest.mark.parametrize("portion", range(-(-WORLDS // PORTION)))
@pytest.mark.parametrize("world", [plain, random_hopeful_task])
def test_plans_are_those_of_the_definition(world: Callable[[int], Task], portion: int) -> None:
    """In every world, and after each act that is possible at its start; in enough of them something is left out."""
    compared, leaving = 0, 0
    for seed in range(portion * PORTION, min(WORLDS, (portion + 1) * PORTION)):
        task = world(seed)
        slow, fast = ReferenceEngine(task), NativeEngine(task)
        try:
            pairs = [(slow.initial(), fast.initial())]
            pairs += [(slow.do(pairs[0][0], act), fast.do(pairs[0][1], act)) for act in slow.possible(pairs[0][0])]
        except RUNTIME_ERRORS:
            continue
        for here, there in pairs:
            for action in slow.possible(here):
                for mind in task.actions[action].consenting:
                    try:
                        plan = slow.plan(here, action, mind, PATIENCE)
                    except RUNTIME_ERRORS:
                        continue
                    assert fast.plan(there, action, mind) == plan, f"{world.__name__}({seed})"
                    compared += 1
        leaving += fast.left_out() > 0
    assert compared > 2 * PORTION
    assert leaving > PORTION // 8


def chain(small: Small, *names: str) -> list[int]:
    """Acts of A, each of which needs the one before."""
    acts = []
    for place, name in enumerate(names):
        before = small.holds(names[place - 1]) if place else small.fails(name)
        acts.append(small.action(name, before, small.effect(name), by="A"))
    return acts


def test_what_nobody_wants_is_not_tried() -> None:
    """Ten bells that A could ring, and none that is in the way to the gold."""
    bells = [f"bell{number}" for number in range(10)]
    small = Small("A B", f"key gold {' '.join(bells)}")
    small.limits["A"] = Limits(3, 2)
    key, gold = chain(small, "key", "gold")
    rung = [small.action(bell, small.fails(bell), small.effect(bell), by="A") for bell in bells]
    small.wants("A", small.holds("gold"))
    engine = NativeEngine(small.task())
    start = engine.initial()
    assert engine.plan(start, key, 0) == (key, gold)
    assert [engine.plan(start, bell, 0) for bell in rung] == [None] * 10
    assert engine.left_out() > 50
    # One state for each of the acts, and a few for what follows on them; with every way of ringing there were some 90.
    assert engine.size() < 45


def test_what_a_trigger_makes_of_an_act_matters(start: Start) -> None:
    """A bell opens a door by way of two triggers, and behind it is the gold."""
    small = Small("A B", "bell latch door gold")
    small.limits["A"] = Limits(2, 2)
    small.trigger("lift", AllOf((small.holds("bell"), small.fails("latch"))), small.effect("latch"))
    small.trigger("swing", AllOf((small.holds("latch"), small.fails("door"))), small.effect("door"))
    bell = small.action("bell", small.fails("bell"), small.effect("bell"), by="A")
    gold = small.action("gold", small.holds("door"), small.effect("gold"), by="A")
    small.wants("A", small.holds("gold"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), bell, 0) == (bell, gold)


def test_what_makes_another_agree_matters(start: Start) -> None:
    """B opens for A alone once the lamp is lit, since B wants it open in the light."""
    small = Small("A B", "lamp open")
    small.limits.update(A=Limits(2, 2), B=Limits(1, 1))
    lamp = small.action("lamp", small.fails("lamp"), small.effect("lamp"), by="A")
    open_ = small.action("open", small.fails("open"), small.effect("open"), by="B")
    small.wants("A", small.holds("open"))
    small.wants("B", AllOf((small.holds("lamp"), small.holds("open"))))
    engine = start(small.task())
    assert engine.plan(engine.initial(), lamp, 0) == (lamp, open_)


def test_what_is_seen_to_be_possible_matters(start: Start) -> None:
    """A whistles, which only who has a whistle can: B, who sees it, learns that A has one, and lets A in for it."""
    small = Small("A B", "whistle heard open")
    small.limits.update(A=Limits(2, 2), B=Limits(1, 1))
    small.fact("whistle")
    small.fact("whistle", 0, "B")
    small.fact("whistle", 0, "A B")
    blow = small.action("blow", small.holds("whistle"), by="A")
    open_ = small.action("open", small.holds("whistle"), small.effect("open"), by="B")
    small.wants("A", small.holds("open"))
    small.wants("B", small.holds("open"))
    engine = start(small.task())
    assert engine.plan(engine.initial(), open_, 1) is None
    assert engine.plan(engine.initial(), blow, 0) == (blow, open_)
