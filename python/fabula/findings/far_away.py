"""What somebody wants and does nothing for because it is too far away: the way to it, and what can be said of that way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.engine.interface import BudgetEnded, State
from fabula.engine.limits import ANY_LEVELS
from fabula.findings.survey import Survey
from fabula.task import reads

#: how many acts further than they think people are made to look, and how many nodes of plans are visited for that altogether
FURTHER, PATIENCE = 8, 20_000


@dataclass(frozen=True, slots=True)
class FarAway:
    """A plan that somebody would have who thought further: its acts; how far `ahead` its mind thinks; and what would be so on
    the `way`, as it is written in a story, so near to each other that no more than that has to be thought ahead."""

    mind: str
    plan: tuple[int, ...]
    ahead: int
    way: tuple[str, ...]

    @property
    def hint(self) -> str:
        """What to write."""
        limit = f"'ahead {self.mind} {len(self.plan)}' under 'story'"
        known = f"below what is wanted 'by way of {', '.join(self.way)}', or {limit}" if self.way else limit
        return f"it is {len(self.plan)} acts away, and '{self.mind}' thinks {self.ahead} ahead: write {known}"


def far_away(survey: Survey, state: State, acts: Sequence[int], mind: int) -> FarAway | None:
    """The shortest plan that somebody would have for one of some acts in a state, if they thought further ahead; None: none was
    found soon."""
    engine, limits = survey.atlas.world.engine, survey.task.limits[mind]
    if limits.ahead < 0 or mind in survey.atlas.free:
        return None
    believed = engine.belief(state, mind)
    deep = limits.deep - 1 if limits.deep >= 0 else ANY_LEVELS
    for ahead in range(limits.ahead + 1, limits.ahead + FURTHER + 1):
        for act in dict.fromkeys(map(survey.task.act_of, acts)):
            survey.go_on()
            try:
                plan = engine.plan_in(believed, act, mind, ahead, deep, PATIENCE // FURTHER)
            except BudgetEnded:
                return None
            if plan is not None:
                way = _way(survey, believed, plan, mind, limits.ahead)
                return FarAway(survey.task.characters[mind], plan, limits.ahead, way)
    return None


def _way(survey: Survey, believed: State, plan: tuple[int, ...], mind: int, ahead: int) -> tuple[str, ...]:
    """What comes to be so on the way, in order, each as far on as can be thought: what stays so and what a later step asks for
    if there is such. With it all that stays so, and is asked for, since the one before: nobody is to come by without it. None,
    where there are steps by which nothing becomes so that could be said."""
    engine = survey.atlas.world.engine
    passed = [believed]
    for act in plan:
        passed.append(engine.do(passed[-1], act, mind))
    values = [engine.values(state) for state in passed]
    asked = [{read.fluent for read in reads(survey.task.actions[act].precondition)} for act in plan]
    found: list[str] = []
    here = 0
    while len(plan) - here > ahead:
        new = [fact for fact in _new(values, here) if fact.place <= here + ahead]
        if not new:
            return ()
        chosen = max(new, key=lambda fact: (fact.stays, fact.place, fact.is_asked(asked), -fact.fluent))
        beside = [fact for fact in new if fact.stays and fact.place <= chosen.place and fact.is_asked(asked)]
        here = chosen.place
        facts = dict.fromkeys([*(one for one in beside if one != chosen), chosen])
        found.append(" and ".join([_fact(survey, one.fluent, one.value) for one in facts]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fact:
    """What becomes so at a `place` of a plan, by the value of a fluent, and whether it stays so to its end."""

    place: int
    fluent: int
    value: int
    stays: bool

    def is_asked(self, asked: Sequence[set[int]]) -> bool:
        """Whether a step after it reads it. `asked`: what each step reads."""
        return any(self.fluent in reads_it for reads_it in asked[self.place :])


def _new(values: Sequence[Sequence[int]], here: int) -> list[_Fact]:
    """What becomes so for the first time after a place."""
    found: list[_Fact] = []
    for place in range(here + 1, len(values)):
        for fluent, value in enumerate(values[place]):
            if value >= 0 and all(before[fluent] != value for before in values[:place]):
                found.append(_Fact(place, fluent, value, all(later[fluent] == value for later in values[place:])))
    return found


def _fact(survey: Survey, fluent: int, value: int) -> str:
    """That something is so, as it is written in a story."""
    name, arguments = survey.ground.property_of(fluent)
    is_value = survey.ground.decode(fluent, value)
    place = name if not arguments else f"{arguments[0]}.{name}" if len(arguments) == 1 else f"{name}({', '.join(arguments)})"
    if isinstance(is_value, bool):
        return place if is_value else f"not {place}"
    return f"{place} is {'nobody' if is_value is None else is_value}"
