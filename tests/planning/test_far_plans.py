"""Plans whose first act is done for reasons that lie far ahead, most of them other people's."""

from __future__ import annotations

from pathlib import Path

from tests.planning.worlds import task_of

from fabula.budget import Budget
from fabula.planning.judge import judge
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import plan

LAMP = task_of((Path(__file__).parent / "lamp.txt").read_text(encoding="utf-8"))
LIMITS = PlanLimits(16, 12, 3)


def test_a_king_orders_what_he_needs_nine_acts_later() -> None:
    """The order is explained only ten acts ahead; once it is, all that follows is easy, and must not be asked about as if it
    were as hard: then the search does not end within its budget."""
    found = plan(LAMP, goal=2, limits=LIMITS, budget=Budget(60.0, 4_000_000_000))
    assert found.status == "solved"
    (solution,) = found.solutions
    assert judge(found.engine, solution, goal=2, limits=LIMITS).valid
    orders = [step for step in solution.steps if LAMP.actions[step.action].name == "order(King, Knight, Lamp)"]
    assert all(len(reason.steps) >= 9 for order in orders for reason in order.reasons)


def test_the_same_plan_every_time() -> None:
    found = [plan(LAMP, goal=1, limits=LIMITS, threads=threads).solutions for threads in (1, 1, 2)]
    assert found[0] == found[1] == found[2] != ()
