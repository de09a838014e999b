"""Whether a plan is a solution, and if not, which rule it breaks where (semantics 5 and 6).

Nothing is searched for here but acts that could be left out, and nothing of the planner is used: states and acts alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fabula.engine.interface import BudgetEnded, Engine, State
from fabula.planning.conditions import deciding, said
from fabula.planning.limits import UNLIMITED, PlanLimits
from fabula.planning.outlook import Outlook
from fabula.planning.shape import Fault, beyond, entry, misshapen, owner
from fabula.solution import Solution, Step

#: how many acts the judge tries to leave out or to keep before it gives up, where nobody says how long it may take
PATIENCE = 100_000
#: acts between two looks at the clock
_OFTEN = 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rule`: the rule that is broken, `V1`..`V5` as in semantics 5, `goal`, `limits` or `form`; empty if none is. `where`: the
    way to the place, acts with their number in their plan and whose plan in turn (`("2. walk(Ann)", "Ann", "3. take(Ann)")`);
    a reason begins with the act that it is a reason for. `message`: what is wrong, in one sentence. `left_out`: where only that
    is wrong with the plan itself, the places of its acts without which it does as well."""

    valid: bool
    rule: str
    where: tuple[str, ...]
    message: str
    left_out: tuple[int, ...] = ()

    def data(self) -> dict[str, Any]:
        """The verdict as plain data."""
        return {"valid": self.valid, "rule": self.rule, "where": list(self.where), "message": self.message}


def judge(
    engine: Engine,
    solution: Solution,
    *,
    goal: int | None = None,
    limits: PlanLimits = UNLIMITED,
    patience: int = PATIENCE,
    is_over: Callable[[], bool] | None = None,
) -> Verdict:
    """Judge a solution from the initial state.

    `goal`: the utility that its end has to have, at the least. The rules are looked at in this order: form, limits, then for
    each plan V1 to V5, each act with its reasons in turn, then the goal. Raises `BudgetEnded` if `is_over` says so, or where it
    is not given if more than `patience` acts would have to be tried, before it is known whether any act can be left out; and
    what engines raise for a world without a next state.
    """
    task = engine.task
    fault = misshapen(task, solution) or beyond(task, solution, limits)
    if fault is None:
        judging = _Judging(engine, patience, is_over)
        start = engine.initial()
        fault = judging.fault_of_plan(solution.mind, start, solution.steps, 0) or judging.miss(solution, start, goal)
    if fault is None:
        return Verdict(True, "", (), "every act is possible and has its reasons, and none can be left out")
    return Verdict(False, fault.rule, fault.where, fault.message, fault.left_out)


#: acts that are left out, by their places
_LeftOut = tuple[int, ...]


class _Judging:
    """The rules, with what has been found out about reasons so far."""

    def __init__(self, engine: Engine, patience: int, is_over: Callable[[], bool] | None) -> None:
        self._engine = engine
        self._task = engine.task
        self._outlook = Outlook(engine)
        self._left = patience
        self._is_over = is_over
        self._counted = 0
        self._numbers: dict[Solution, int] = {}
        #: keyed by identity, since comparing nested plans takes time; the plans are kept alive with their numbers
        self._number_of: dict[int, tuple[int, Solution]] = {}
        self._reasons: dict[tuple[State, int], Fault | None] = {}

    def miss(self, solution: Solution, start: State, goal: int | None) -> Fault | None:
        """The fault of a plan that can be done and does not reach the goal."""
        end = start
        for act in solution.acts:
            end = self._engine.do(end, act, solution.mind)
        reached = self._engine.utility(end, solution.mind)
        if goal is None or reached >= goal:
            return None
        whose = owner(self._task, solution.mind)
        return Fault("goal", (), f"the plan ends with a utility of {reached} for {whose}, and the goal is {goal}")

    # --- the rules ---------------------------------------------------------------------------------------------------

    def fault_of_plan(self, mind: int | None, start: State, steps: tuple[Step, ...], before: int) -> Fault | None:
        """Valid(w, s, π). `before`: how many acts come before these in their plan, so that they are counted
        as a reader counts them."""
        engine, whose = self._engine, owner(self._task, mind)
        states = [start]
        for place, step in enumerate(steps):
            if fault := self._impossible(states[-1], step, before + place):
                return fault
            states.append(engine.do(states[-1], step.action, mind))
        aim = engine.utility(states[-1], mind)
        if not aim > engine.utility(start, mind):
            what = "what comes after the first act" if before else "the plan"
            return Fault("V2", (), f"{whose} gains nothing by {what}")
        if mind is not None:
            for place, step in enumerate(steps):
                if not self._task.actions[step.action].consenting:
                    return Fault(
                        "V3",
                        (entry(self._task, before + place, step.action),),
                        f"'{self._task.actions[step.action].name}' just happens, and {whose} can't foresee it",
                    )
        for place, step in enumerate(steps):
            if fault := self._unexplained(mind, states[place], step):
                return fault.below(entry(self._task, before + place, step.action))
        beginnings = [(state, place + 1, (place,)) for place, state in enumerate(states[:-1])]
        if left_out := self._shorter(mind, beginnings, steps, aim):
            return self._needless(mind, steps, left_out, before)
        return None

    def _unexplained(self, mind: int | None, state: State, step: Step) -> Fault | None:
        """V4 for one act: the fault of the first who has to agree and has no good reason."""
        reasons = {reason.mind: reason for reason in step.reasons}
        for other in self._task.actions[step.action].consenting:
            if other != mind:
                name = self._task.characters[other]
                if other not in reasons:
                    act = self._task.actions[step.action].name
                    return Fault("V4", (name,), f"{name} has to agree to '{act}', and no reason is given")
                if fault := self._fault_of_reason(self._engine.belief(state, other), reasons[other]):
                    return fault.below(name)
        return None

    def _fault_of_reason(self, believed: State, reason: Solution) -> Fault | None:
        """Expl(c, b, a, ρ), and that c believes a to be possible."""
        key = believed, self._number(reason)
        if key not in self._reasons:
            self._reasons[key] = self._fault_of_new_reason(believed, reason)
        return self._reasons[key]

    def _fault_of_new_reason(self, believed: State, reason: Solution) -> Fault | None:
        engine, name, steps = self._engine, owner(self._task, reason.mind), reason.steps
        act = steps[0].action
        if not engine.is_possible(believed, act):
            why = said(self._task, deciding(engine, believed, self._task.actions[act].precondition))
            return Fault("V4", (), f"{name} does not believe that '{self._task.actions[act].name}' is possible, but that {why}")
        state = believed
        for place, step in enumerate(steps):
            if fault := self._impossible(state, step, place):
                return fault
            state = engine.do(state, step.action, reason.mind)
        aim = engine.utility(state, reason.mind)
        if not aim > engine.utility(believed, reason.mind):
            return Fault("V2", (), f"{name} would gain nothing by it")
        if len(steps) > 1 and (fault := self.fault_of_plan(reason.mind, engine.do(believed, act, reason.mind), steps[1:], 1)):
            return fault
        if left_out := self._shorter(reason.mind, [(believed, 1, (0,))], steps, aim):
            return self._needless(reason.mind, steps, left_out, 0)
        return None

    def _impossible(self, state: State, step: Step, place: int) -> Fault | None:
        """V1 for one act."""
        if self._engine.is_possible(state, step.action):
            return None
        action = self._task.actions[step.action]
        why = said(self._task, deciding(self._engine, state, action.precondition))
        return Fault("V1", (entry(self._task, place, step.action),), f"'{action.name}' is not possible there, because {why}")

    def _needless(self, mind: int | None, steps: tuple[Step, ...], left_out: _LeftOut, before: int) -> Fault:
        names = [f"'{self._task.actions[steps[place].action].name}'" for place in left_out]
        acts = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        first = entry(self._task, before + left_out[0], steps[left_out[0]].action)
        mine = left_out if mind is None else ()
        return Fault("V5", (first,), f"{owner(self._task, mind)} would do as well without {acts}", mine)

    # --- what can be left out ----------------------------------------------------------------------------------------

    def _shorter(
        self, mind: int | None, beginnings: Sequence[tuple[State, int, _LeftOut]], steps: tuple[Step, ...], aim: int
    ) -> _LeftOut | None:
        """V5: acts that can be left out, so that the others can be done, have reasons for all but `mind`, and end with a
        utility of at least `aim`. A beginning is a state, the place of the next act, and what has been left out so far.

        First nothing more than that is left out; then every way is tried, but none twice from the same state, and none that
        can't end well.
        """
        for state, place, left_out in beginnings:
            if self._can_end(mind, state, steps[place:], aim) and self._ends(mind, state, steps[place:], aim):
                return left_out
        acts = tuple(step.action for step in steps)
        seen: set[tuple[State, int]] = set()
        waiting: list[tuple[State, int, _LeftOut]] = list(reversed(beginnings))
        while waiting:
            state, place, left_out = waiting.pop()
            if (state, place) in seen:
                continue
            seen.add((state, place))
            self._count()
            if place == len(acts):
                if self._engine.utility(state, mind) >= aim:
                    return left_out
                continue
            if not self._can_end(mind, state, steps[place:], aim):
                continue
            waiting.append((state, place + 1, (*left_out, place)))
            if self._can_go_on(mind, state, steps[place]):
                waiting.append((self._engine.do(state, acts[place], mind), place + 1, left_out))
        return None

    def _ends(self, mind: int | None, state: State, steps: tuple[Step, ...], aim: int) -> bool:
        """Whether all of the acts can be done, explained, and reach the aim."""
        for step in steps:
            self._count()
            if not self._can_go_on(mind, state, step):
                return False
            state = self._engine.do(state, step.action, mind)
        return self._engine.utility(state, mind) >= aim

    def _can_go_on(self, mind: int | None, state: State, step: Step) -> bool:
        return self._engine.is_possible(state, step.action) and self._unexplained(mind, state, step) is None

    def _can_end(self, mind: int | None, state: State, steps: tuple[Step, ...], aim: int) -> bool:
        best = self._outlook.best(state, (step.action for step in steps), mind)
        return best is None or best >= aim

    def _count(self) -> None:
        is_over = self._left == 0 if self._is_over is None else self._counted % _OFTEN == 0 and self._is_over()
        if is_over:
            raise BudgetEnded
        self._left -= 1
        self._counted += 1

    def _number(self, solution: Solution) -> int:
        """The same number for equal plans."""
        if id(solution) not in self._number_of:
            number = self._numbers.setdefault(solution, len(self._numbers))
            self._number_of[id(solution)] = number, solution
        return self._number_of[id(solution)][0]
