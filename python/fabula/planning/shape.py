"""What can be said of a solution without any state: whether it is one at all, and whether it keeps within limits."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.planning.limits import PlanLimits
from fabula.solution import Solution
from fabula.task import Task

#: levels of thought from here on mean: no limit
_BOTTOMLESS = 1 << 20


@dataclass(frozen=True, slots=True)
class Fault:
    """The rule that a plan breaks, the way to the place where it does, and what is wrong there in one sentence. `left_out`: the
    places of needless acts, where they are the author's own."""

    rule: str
    where: tuple[str, ...]
    message: str
    left_out: tuple[int, ...] = ()

    def below(self, *way: str) -> Fault:
        """The same fault, seen from further up."""
        return Fault(self.rule, (*way, *self.where), self.message)


def entry(task: Task, place: int, action: int) -> str:
    """An act in the way to a fault. `place` counts from 0; the first act of a reason is the one that it is a reason for."""
    return f"{place + 1}. {task.actions[action].name}"


def owner(task: Task, mind: int | None) -> str:
    """Whose plan it is."""
    return "the author" if mind is None else task.characters[mind]


# --- form ------------------------------------------------------------------------------------------------------------


def misshapen(task: Task, solution: Solution) -> Fault | None:
    """The first place where what should be a solution of the task is none: no acts, acts and minds that are not there,
    reasons of those who are not asked, reasons for another act than the one that they stand at."""
    if solution.mind is not None and not 0 <= solution.mind < len(task.characters):
        return Fault("form", (), f"there is no character {solution.mind}")
    if not solution.steps:
        return Fault("form", (), f"the plan of {owner(task, solution.mind)} has no acts")
    for place, step in enumerate(solution.steps):
        if not 0 <= step.action < len(task.actions):
            return Fault("form", (), f"there is no act with the number {step.action}")
        action = task.actions[step.action]
        given: dict[int | None, None] = {}
        for reason in step.reasons:
            here = (entry(task, place, step.action),)
            if reason.mind is None or reason.mind not in action.consenting or reason.mind == solution.mind:
                name = "the author" if reason.mind is None else _name(task, reason.mind)
                return Fault("form", here, f"a reason of {name} is given for '{action.name}', which needs none")
            if reason.mind in given:
                return Fault("form", here, f"{_name(task, reason.mind)} gives two reasons for '{action.name}'")
            given[reason.mind] = None
            way = (*here, task.characters[reason.mind])
            if not reason.steps or reason.steps[0].action != step.action:
                return Fault("form", way, f"a reason for '{action.name}' has to begin with it")
            if reason.steps[0].reasons:
                return Fault("form", way, f"whoever else agrees to '{action.name}' is not asked again within a reason for it")
            if fault := misshapen(task, reason):
                return fault.below(*way)
    return None


def _name(task: Task, mind: int) -> str:
    return task.characters[mind] if 0 <= mind < len(task.characters) else f"character {mind}"


# --- limits ----------------------------------------------------------------------------------------------------------


def beyond(task: Task, solution: Solution, limits: PlanLimits) -> Fault | None:
    """The first plan in a well-formed solution that is longer than it may be (semantics 6).

    Reasons that are checked again where acts have been left out need no second look: they stand no later then, and have
    no less of the budget left.
    """
    if limits.author >= 0 and len(solution.steps) > limits.author:
        return Fault("limits", (), f"the plan has {_acts(len(solution.steps))}, and may have {limits.author}")
    return _beyond(task, solution, limits, -1, _BOTTOMLESS)


def _beyond(task: Task, plan: Solution, limits: PlanLimits, ahead: int, deep: int) -> Fault | None:
    """`ahead`: of how many acts the plan may be, -1 = any number; `deep`: how many further levels of reasons there may be,
    -1 = none, but this plan may have one act, below that not even that."""
    for place, step in enumerate(plan.steps):
        # A plan of the author has no budget to share, wherever in it the act stands.
        left = ahead if ahead < 0 else ahead - place
        for reason in step.reasons:
            assert reason.mind is not None
            own = task.limits[reason.mind]
            own_ahead = limits.character if limits.character >= 0 else own.ahead
            own_deep = limits.belief if limits.belief >= 0 else own.deep
            budget = max(left, own_ahead) if -1 in (left, own_ahead) else min(left, own_ahead)
            levels = deep if deep >= _BOTTOMLESS else deep - 1
            if own_deep >= 0:
                levels = min(levels, own_deep - 1)
            longest = budget if levels >= 0 else int(levels == -1 and budget != 0)
            way = (entry(task, place, step.action), task.characters[reason.mind])
            if longest >= 0 and len(reason.steps) > longest:
                why = "here" if longest == budget else "so deep in the thoughts of others"
                message = f"the reason of {way[1]} has {_acts(len(reason.steps))}, and may have {longest} {why}"
                return Fault("limits", way, message)
            if fault := _beyond(task, reason, limits, budget, levels):
                return fault.below(*way)
    return None


def _acts(number: int) -> str:
    return f"{number} act{'' if number == 1 else 's'}"
