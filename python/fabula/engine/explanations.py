"""Why somebody acts: plans that explain an act (semantics 5 and 6), found by trying all of them.

A plan a1...an explains a1 for a character c who believes to be in b, if, with s0 = b and si = do(ai, s(i-1)):

* E1  each act is possible where it stands, and none is an act of nobody, or an act in vain of c's own;
* E2  it improves: u(sn) > u(s0), u being the utility of c;
* E3  every other character who consents to an act after the first has, in its turn, a reason for it: it believes the act
      possible, and has a plan for it within what is left of the budget of acts and of levels of thought;
* E4  what follows the first act is a plan of its own, and nothing in it can be left out: if n > 1, u(sn) > u(s1), and no
      proper subsequence of a2...an can be done from s1, explained as in E3, and ends as well;
* E5  the first act can't be left out: no subsequence of a2...an can be done from b, explained as in E3, and ends as well.

Where an act hopes for something, or is done to learn something, it is foreseen by `Engine.foresee_act`, and u(sn) less u(s0) is
the sum of what its acts gain (semantics 8.3). A shorter way then counts if it hopes for no more and learns nothing else.

This is the strong version of section 5: a shorter way counts with any reason that the others may have for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from fabula.engine.foresight import Foresight
from fabula.engine.interface import BudgetEnded, Planned, State
from fabula.engine.limits import least, less, levels_below
from fabula.task import Compare

_Question = tuple[State, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan as far as it has been made, of somebody who believes to be in `believed`."""

    acts: tuple[int, ...]
    steps: tuple[Planned, ...]
    believed: State

    @property
    def gain(self) -> int:
        return sum(step.gain for step in self.steps)

    @property
    def hopes(self) -> frozenset[Compare]:
        return frozenset(hope for step in self.steps for hope in step.hopes)

    @property
    def states(self) -> frozenset[State]:
        return frozenset((self.believed, *(step.after for step in self.steps)))


class Explanations:
    """Answers to "has this character a reason?" on an engine, remembered."""

    def __init__(self, foresight: Foresight) -> None:
        self._foresight = foresight
        self._engine = foresight.engine
        self._answers: dict[_Question, tuple[int, ...] | None] = {}
        self._asking: dict[_Question, None] = {}
        self._cycles = 0
        self._left: int | None = None

    def first(
        self, believed: State, action: int, character: int, ahead: int, deep: int, budget: int = 0
    ) -> tuple[int, ...] | None:
        """The first plan by (length, numbers of its acts) of at most `ahead` acts (-1: of any length) that explains the
        action for a character in a believed state. `budget`: how many beginnings of plans may be tried, 0 = any number."""
        outer = self._left
        self._left = budget or None
        try:
            if not self._foresight.is_hopeful:
                return self._first(believed, action, character, ahead, deep)
            # Whoever tells of a reason prefers one that hopes for little.
            plans = self._plans(believed, action, character, ahead, deep)
            best = min(plans, key=lambda plan: (len(plan.hopes), len(plan.acts), plan.acts), default=None)
            return None if best is None else best.acts
        finally:
            self._left = outer
            self._asking.clear()

    def _first(self, believed: State, action: int, character: int, ahead: int, deep: int) -> tuple[int, ...] | None:
        question = believed, action, character, ahead, deep
        if question in self._answers:
            return self._answers[question]
        if question in self._asking:
            # Only without any limit: a reason that rests on itself is none.
            self._cycles += 1
            return None
        self._asking[question] = None
        cycles = self._cycles
        first = next(self._plans(believed, action, character, ahead, deep), None)
        answer = None if first is None else first.acts
        del self._asking[question]
        if self._cycles == cycles or not self._asking:
            self._answers[question] = answer
        return answer

    def _plans(self, believed: State, action: int, character: int, ahead: int, deep: int) -> Iterator[_Plan]:
        """All plans that explain the action, in order: all sequences that satisfy E1 and E3, those that satisfy the rest."""
        longest = _longest(ahead, deep)
        beginnings: list[_Plan] = [
            _Plan((action,), (self._foresight.outcome(opening, action, character),), believed)
            for opening in self._foresight.openings(believed, action, character)
        ]
        while beginnings and (longest == -1 or len(beginnings[0].acts) <= longest):
            for plan in beginnings:
                self._count()
                if self._improves(plan, character, ahead, deep):
                    yield plan
            if len(beginnings[0].acts) == longest:
                return
            beginnings = [
                _Plan((*plan.acts, after), (*plan.steps, self._foresight.outcome(opening, after, character)), believed)
                for plan in beginnings
                for after in range(len(self._engine.task.actions))
                for opening in self._foresight.openings(plan.steps[-1].after, after, character)
                if self._is_explained(opening.before, after, character, less(ahead, len(plan.acts)), deep)
                # Without a bound on the length: a state met twice leaves something out (semantics 5, derived facts).
                and not (longest == -1 and self._foresight.outcome(opening, after, character).after in plan.states)
            ]

    def _improves(self, plan: _Plan, character: int, ahead: int, deep: int) -> bool:
        """E2, E4, E5 for a sequence that satisfies E1 and E3."""
        rest, gains = plan.steps[1:], plan.gain
        gains_of_rest = gains - plan.steps[0].gain
        if not gains > 0 or (rest and not gains_of_rest > 0):
            return False
        parts = [part for length in range(len(rest) + 1) for part in combinations(range(1, len(plan.steps)), length)]
        first = plan.steps[0].after
        hopes_of_rest = frozenset(hope for step in rest for hope in step.hopes)
        if rest and any(
            self._ends_as_well(first, plan, part, hopes_of_rest, character, gains_of_rest, less(ahead, 1), deep)
            for part in parts
            if len(part) < len(rest)
        ):
            return False
        return not any(
            self._ends_as_well(plan.believed, plan, part, plan.hopes, character, gains, ahead, deep) for part in parts
        )

    def _ends_as_well(
        self,
        start: State,
        plan: _Plan,
        part: tuple[int, ...],
        hopes: frozenset[Compare],
        character: int,
        aim: int,
        ahead: int,
        deep: int,
    ) -> bool:
        """Whether part of the acts of a plan can be done one after the other, each explained for all others with the budget
        that is left when it is reached, hoping for no more and learning nothing else, and gains at least `aim`."""
        reached = {(start, 0)}
        for place, number in enumerate(part):
            action, planned = plan.acts[number], plan.steps[number]
            steps = {
                (self._foresight.outcome(opening, action, character), gain)
                for state, gain in reached
                for opening in self._foresight.openings(state, action, character)
                if opening.hopes <= hopes
                and opening.chosen <= planned.learns
                and self._is_explained(opening.before, action, character, less(ahead, place), deep)
            }
            reached = {(step.after, gain + step.gain) for step, gain in steps}
        return any(gain >= aim for _, gain in reached)

    def _is_explained(self, state: State, action: int, character: int, ahead: int, deep: int) -> bool:
        """E3: whether every consenting character but `character` has a reason, at most `ahead` acts being left and `deep`
        the levels of the one who foresees it."""
        return all(
            self._first(
                self._engine.belief(state, other),
                self._engine.task.act_of(action),
                other,
                least(ahead, self._engine.task.limits[other].ahead),
                levels_below(deep, self._engine.task.limits[other].deep),
            )
            is not None
            for other in self._engine.task.actions[action].consenting
            if other != character
        )

    def _count(self) -> None:
        if self._left is not None:
            if self._left == 0:
                raise BudgetEnded
            self._left -= 1


def _longest(ahead: int, deep: int) -> int:
    """Section 6: at the level after the last a plan has one act, and there is none below."""
    if deep >= 0:
        return ahead
    if deep < -1:
        return 0
    return 1 if ahead == -1 else min(ahead, 1)
