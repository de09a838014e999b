"""All plans of the author, tried one after the other on the obvious engine: slow, and with nothing clever in it."""

from __future__ import annotations

from dataclasses import replace

from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.planning.limits import PlanLimits
from fabula.task import Limits, Task

#: beginnings of plans that a question may try before a world is passed over
PATIENCE = 3_000


class Brute:
    """The author's plans in a world, by semantics 5 and 6 word for word: an act is explained within a limit if plans of at most
    one act, or of at most two, ..., or of at most the limit explain it to everybody who consents."""

    def __init__(self, task: Task, limits: PlanLimits) -> None:
        self.limits = limits
        self.engine = ReferenceEngine(replace(task, limits=tuple(Limits(limits.character, limits.belief) for _ in task.limits)))
        self._explained: dict[tuple[State, int], bool] = {}

    def lengths(self) -> dict[int, int]:
        """For each utility of the author's that plans come to, the number of acts of a shortest plan to just that."""
        engine = self.engine
        layer = [engine.initial()]
        seen = set(layer)
        found: dict[int, int] = {}
        for length in range(self.limits.author + 1):
            following: list[State] = []
            for state in layer:
                found.setdefault(engine.utility(state, None), length)
                for action in engine.possible(state) if length < self.limits.author else ():
                    if self.is_explained(state, action):
                        after = engine.do(state, action)
                        if after not in seen:
                            seen.add(after)
                            following.append(after)
            layer = following
        return found

    def is_explained(self, state: State, action: int) -> bool:
        """Whether somebody's reasons are enough, for some number of acts ahead within the limit."""
        known = self._explained.get((state, action))
        if known is None:
            consenting = self.engine.task.actions[action].consenting
            known = not consenting or any(
                all(self._has_reason(state, action, mind, ahead) for mind in consenting)
                for ahead in range(1, self.limits.character + 1)
            )
            self._explained[state, action] = known
        return known

    def _has_reason(self, state: State, action: int, mind: int, ahead: int) -> bool:
        believed = self.engine.belief(state, mind)
        return self.engine.plan_in(believed, action, mind, ahead, self.limits.belief - 1, PATIENCE) is not None
