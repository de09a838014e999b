"""That every life comes to something, proven without counting states.

No life ends otherwise. Lives are finite, since everything that is done moves a measure (`measures`); and they get stuck nowhere
before, since there is always something that nobody needs a reason for (`onward`), such as time that passes. Or, where that is
what is asked for, it is never out of reach: acts of nobody are sure to lead there.

Where people act only for reasons of their own, and nobody's acts do not keep a life going, this says nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from fabula.budget import USUAL, Budget
from fabula.problems import StoryProblems
from fabula.proving.certificates import Certificate, Claim
from fabula.proving.certifying import Needed
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.measures import Measure, measures
from fabula.proving.onward import any_ending, onward
from fabula.proving.proofs import Proof
from fabula.proving.prover import Prover
from fabula.proving.rows import look_of
from fabula.task import FALSE, AllOf, AnyOf, Compare, Condition, Constant, Task, reads

#: so many rows of values are looked at
ROWS = 2_000
#: so many acts of nobody are looked at each alone
ACTS = 16


@dataclass(frozen=True, slots=True)
class Always:
    """Every life comes to `goal` or (`later`) it is never out of reach. It rests on `others`: what no life comes to, with the
    proof of each; on a `fence` that nothing leads out of, in each row of which something follows; and, unless it is asked for
    `later`, on `measures`, which what is done moves forwards."""

    goal: Goal
    later: bool
    others: tuple[tuple[Goal, Proof], ...]
    fence: Certificate
    measures: tuple[Measure, ...]

    @property
    def facts(self) -> tuple[int, ...]:
        """The facts that decide it."""
        assert self.fence.rows is not None
        return tuple(dict.fromkeys((*self.fence.rows.fluents, *(measure.fluent for measure in self.measures))))


def others_of(task: Task, goal: Goal) -> tuple[Goal, ...] | None:
    """What no life may come to, if all come to a goal: the other endings; of a condition, an ending where it does not hold.
    None: that can't be said."""
    numbers = [number for number in range(len(task.endings)) if number != goal.ending]
    if goal.ending is not None:
        return tuple(ending_goal(task, number) for number in numbers)
    if not task.sets:
        return None
    missed = denied(goal.condition)
    return tuple(Goal(None, AllOf((task.endings[number].condition, missed))) for number in numbers)


def denied(condition: Condition) -> Condition:
    """What holds in the world wherever a condition does not; of tasks in which everything there has a value."""
    match condition:
        case AllOf(parts):
            return AnyOf(tuple(denied(part) for part in parts))
        case AnyOf(parts):
            return AllOf(tuple(denied(part) for part in parts))
        case Compare(operator, left, right, of_reads, is_denied):
            if is_denied or operator in ("known", "may be", "knows") or any(place.path for place in reads(condition)):
                return Compare(operator, left, right, of_reads, not is_denied)
            if operator == "in":
                assert isinstance(right, Constant)
                return AllOf(tuple(Compare("!=", left, Constant(value)) for value in right.values))
            return Compare(_OPPOSITES[operator], left, right, of_reads)


_OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def always(prover: Prover, goal: Goal, later: bool = False, budget: Budget = USUAL, *, search: bool = True) -> Always | None:
    """A proof that every life comes to a goal; `later`: that it is never out of reach. None: none was found within the budget,
    which says nothing. `search`: whether lives are searched for what is to be reached by none."""
    begun = time.monotonic()
    task = prover.engine.task
    instead = others_of(task, goal)
    until = None if budget.seconds is None else begun + budget.seconds
    always_so = None if instead is None else _found(prover, goal, later, until)
    if always_so is None or instead is None:
        return None
    others: list[tuple[Goal, Proof]] = []
    for other in instead:
        proof = prover.decide(other, budget.after(time.monotonic() - begun), search=search).proof
        if proof is None:
            return None
        others.append((other, proof))
    return replace(always_so, others=tuple(others))


def never_lost(prover: Prover, budget: Budget = USUAL) -> Always | None:
    """A proof that from everywhere in a life some ending can be reached; None: none was found, which says nothing."""
    goal = Goal(None, any_ending(prover.engine.task))
    return _found(prover, goal, True, budget.until())


def _found(prover: Prover, goal: Goal, later: bool, until: float | None) -> Always | None:
    """The proof, if no life ends otherwise."""
    task, out = prover.engine.task, prover.out
    outlook = prover.outlook(out)
    needed = Needed(task, outlook, prover.unwanted, out)
    claim = Claim(None, FALSE, prover.free)
    everything = range(len(task.fluents))
    moving: tuple[Measure, ...] = ()
    if not later:
        whole = needed.certificate(claim, everything, None, None)
        steps = None if prover.free else measures(task, look_of(task, whole), out)
        if steps is None:
            return None
        moving = steps
    sought = any_ending(task) if goal.ending is not None else goal.condition
    for fluents in _attempts(task, out, sought):
        if until is not None and time.monotonic() >= until:
            return None
        projection = outlook.project(fluents, FALSE, ROWS)
        if not projection.complete:
            continue
        looked_at = everything if not later else [*fluents, *_facts([sought, any_ending(task)])]
        fence = needed.certificate(claim, looked_at, (projection, projection.rows()), None)
        if not later:
            fence = replace(fence, left_out=needed.left_out(out))
        try:
            sure = onward(task, fence, sought)
        except StoryProblems:
            # There are too many ways on from some row.
            continue
        if sure.leads if later else sure.follows:
            return Always(goal, later, (), fence, moving)
    return None


def _attempts(task: Task, out: Sequence[int], sought: Condition) -> Iterator[frozenset[int]]:
    """Facts in which it may be seen that something follows: those of single acts of nobody, of all of them, and of endings."""
    left_out = frozenset(out)
    nobodys = [act for number, act in enumerate(task.actions) if not act.consenting and number not in left_out]
    ends = _facts([any_ending(task), sought])
    single = [
        _facts([act.precondition]) | {effect.fluent for effect in act.effects if not effect.path and not effect.keeps}
        for act in nobodys
    ]
    together: frozenset[int] = frozenset().union(*single)
    yield from dict.fromkeys((*single[:ACTS], together, *(act | ends for act in single[:ACTS]), together | ends))


def _facts(conditions: Iterable[Condition]) -> frozenset[int]:
    """The facts of the world that conditions read."""
    return frozenset(place.fluent for place in reads(AllOf(tuple(conditions))) if not place.path)
