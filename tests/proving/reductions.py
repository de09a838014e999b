"""Each reduction alone, compared with all lives of a small task.

Each counts, in `counted`, what it decided: so that a test can say that it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tests.asking.random_stories import Random
from tests.engine.drawing import World as Drawn
from tests.engine.drawing import a_condition
from tests.proving.walked import Walked

from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded
from fabula.engine.proving import NEVER, Outlook, Projection, Seeking, Span
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.refining import Refining
from fabula.proving.unwanted import unwanted
from fabula.task import UNKNOWN, Sort, Task

#: states that a projection may have
MOST = 5_000


def some_goals(chance: Random, task: Task, count: int) -> list[Goal]:
    """The endings, and conditions by chance."""
    drawn = Drawn(len(task.characters), task.fluents, False, task.sets, True)
    goals = [ending_goal(task, number) for number in range(len(task.endings))]
    return goals + [Goal(None, a_condition(chance, drawn)) for _ in range(count)]


def groups_of(chance: Random, task: Task) -> list[list[int]]:
    """All numbers of one property, and some numbers by chance."""
    numbers = [number for number, fluent in enumerate(task.fluents) if fluent.sort is Sort.NUMBER]
    named: dict[str, list[int]] = {}
    for number in numbers:
        named.setdefault(task.fluents[number].name.partition("(")[0], []).append(number)
    groups = [group for group in named.values() if len(group) > 1]
    if len(numbers) > 1:
        groups.append(sorted(chance.sample(numbers, chance.randint(2, len(numbers)))))
    return groups


def has(span: Span, value: int) -> bool:
    if span.least is None or span.most is None:
        return value in span.listed
    return span.unknown if value == UNKNOWN else span.least <= value <= span.most


def check_ranges(
    walked: Walked, outlook: Outlook, goals: Sequence[Goal], counted: Counter[str], name: str = "ranges"
) -> list[Goal]:
    """What each fact can come to, which acts are possible, and what may hold. Gives the goals that are ruled out."""
    engine = walked.engine
    spans = outlook.ranges
    for state in walked.states:
        for span, value in zip(spans, engine.values(state), strict=True):
            assert has(span, value)
    going_on = [state for state in walked.states if walked.endings[state] is None]
    assert {act for state in going_on for act in engine.possible(state)} - set(outlook.out) <= set(outlook.possible())
    ruled_out = [goal for goal in goals if not outlook.may_hold(goal.condition)]
    for goal in ruled_out:
        assert not walked.holding(goal.condition)
    counted[name] += len(ruled_out)
    return ruled_out


def check_sums(walked: Walked, outlook: Outlook, counted: Counter[str]) -> None:
    for found in outlook.sums():
        counted["sums"] += 1
        counted["sums both ways"] += found.least is not None and found.most is not None
        for state in walked.states:
            total = sum(walked.engine.value(state, fluent) for fluent in found.fluents)
            assert found.least is None or total >= found.least
            assert found.most is None or total <= found.most


def check_projections(
    chance: Random, walked: Walked, outlook: Outlook, goals: Sequence[Goal], counted: Counter[str], name: str = "projection"
) -> dict[Goal, list[Projection]]:
    """Projections to some facts by chance: what they never come to, and how far it is. Gives those that are whole."""
    fluents = range(len(outlook.task.fluents))
    found: dict[Goal, list[Projection]] = {}
    for goal in goals:
        looked_at = sorted({*chance.sample(fluents, chance.randint(1, len(fluents))), *chance.choice((goal.fluents(), ()))})
        projection = outlook.project(looked_at, goal.condition, MOST)
        assert projection.fluents == tuple(looked_at)
        if not projection.complete:
            continue
        holding = walked.holding(goal.condition)
        left = walked.moves_to(holding)
        if projection.way() is None:
            counted[f"{name} never"] += 1
            assert not holding
        for state in walked.states:
            least = projection.acts_from([walked.engine.value(state, fluent) for fluent in projection.fluents])
            assert least <= left.get(state, NEVER)
            counted[f"{name} distance"] += 0 < least < NEVER
        found.setdefault(goal, []).append(projection)
    return found


def check_refining(
    chance: Random, walked: Walked, engine: NativeEngine, outlook: Outlook, goal: Goal, counted: Counter[str]
) -> None:
    """Projections that are refined while they may have few states only."""
    refining = Refining(engine, outlook, goal, engine.initial())
    holding = walked.holding(goal.condition)
    left = walked.moves_to(holding)
    for most in sorted(chance.sample(range(1, 30), 3)):
        found = refining.go_on(most)
        counted["left out again"] += bool(refining.staying)
        if found.never is not None:
            counted["refined never"] += 1
            assert not holding
        if found.guide is not None:
            for state in walked.states:
                least = found.guide.acts_from([walked.engine.value(state, fluent) for fluent in found.guide.fluents])
                assert least <= left.get(state, NEVER)
                counted["refined distance"] += 0 < least < NEVER and bool(refining.staying)


def check_unwanted(walked: Walked, counted: Counter[str]) -> tuple[int, ...]:
    """No mind has a reason for these, in any state of any life. Gives those that are left out of lives."""
    engine, task = walked.engine, walked.engine.task
    found = unwanted(task)
    for act in found.acts:
        for state in walked.states:
            for mind in task.actions[act].consenting:
                assert engine.plan(state, act, mind) is None
                counted["unwanted asked"] += engine.is_possible(engine.belief(state, mind), act)
    counted["unwanted"] += len(found.acts)
    counted["witnesses"] += len(found.witnesses)
    out = found.out(task, walked.free)
    assert not {move for state in walked.states for move, _ in walked.steps[state]} & set(out)
    return out


def check_seeking(
    chance: Random,
    walked: Walked,
    engine: NativeEngine,
    goal: Goal,
    counted: Counter[str],
    name: str,
    out: tuple[int, ...] = (),
    guides: Sequence[Projection] = (),
) -> None:
    """A search for a shortest life, at one go, in slices, or interrupted; and the life that it may come upon first."""
    meant = walked.meant(goal)
    nearest = walked.nearest(meant)
    seeking = Seeking(engine, engine.initial(), goal.ending, goal.condition, walked.free, out, guides)
    slices = chance.choice((1, 1, 2, 1_000))
    verdict, moves = seeking.go_on(0)
    while verdict in ("open", "some"):
        if verdict == "some":
            assert walked.end_of(moves) in meant
            assert nearest is not None
            counted[f"{name} some"] += 1
            counted["some and longer"] += len(moves) > nearest
        if nearest is not None:
            assert (seeking.least() or 0) <= nearest
        if chance.random() < 0.2:
            try:
                with engine.within(0.0):
                    verdict, moves = seeking.go_on(slices)
            except BudgetEnded:
                counted["interrupted"] += 1
        else:
            verdict, moves = seeking.go_on(slices)
    if nearest is None:
        assert verdict == "none"
        assert seeking.least() is None
        counted[f"{name} none"] += 1
        if not guides:
            assert seeking.size() == len(walked.states)
        return
    assert verdict == "life"
    assert len(moves) == nearest
    assert walked.end_of(moves) in meant
    counted["in vain"] += sum(move >= len(engine.task.actions) for move in moves)
    counted[f"{name} life"] += 1
