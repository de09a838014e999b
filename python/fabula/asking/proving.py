"""What can be said of a question without counting all states, in turn with an atlas that grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fabula.asking.questions import Between, Can, Must, Never, Question, Shortest, Target
from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.lives.world import World
from fabula.model import Expression
from fabula.proving.basis import Basis, basis_of
from fabula.proving.drawer import Drawer
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Verdict
from fabula.proving.prover import EARLY, Prover
from fabula.proving.refining import MOST
from fabula.runtime_errors import RUNTIME_ERRORS

#: a search takes its turn with so many times fewer states than the atlas has
SHARE = 4


@dataclass(frozen=True, slots=True)
class Looking:
    """So many states of lives have been followed in search of one."""

    states: int


def targets_of(world: World, question: Question) -> tuple[Target, ...]:
    """What is decided of a question by whether lives come there from the start; nothing if it asks for something else."""
    match question:
        case Can(target=target) | Never(target=target) | Shortest(target=target):
            return (target,)
        case Between(ending=ending, life=False):
            return (Target(ending, None),)
        case Must(target=Target(ending=str() as name)):
            # A life that ends otherwise is enough to say no.
            return tuple(Target(ending.name, None) for ending in world.ground.task.endings if ending.name != name)
        case _:
            return ()


def goal_of(world: World, target: Target) -> Goal:
    """Where lives come to that come to a target."""
    if target.condition is not None:
        return Goal(None, world.ground.condition(target.condition))
    assert target.ending is not None
    return ending_goal(world.ground.task, world.ground.task.ending(target.ending))


class Proving:
    """Keeps what is known of goals. What goes wrong in a story while lives are searched for one is left to the atlas, which
    meets it in its own order."""

    def __init__(self, atlas: Atlas, kept: Drawer | None = None) -> None:
        """`kept`: what was found out before."""
        self._world = atlas.world
        self.prover = Prover(atlas.world, atlas.free, kept=kept)
        self._verdicts: dict[Goal, Verdict] = {}
        self._given_up: set[Goal] = set()

    def verdict(self, target: Target) -> Verdict | None:
        """What is known of it so far."""
        return self._verdicts.get(goal_of(self._world, target))

    def basis(self, target: Target, verdict: Verdict) -> Basis:
        """What the proof rests on that no life comes there."""
        assert verdict.proof is not None
        return basis_of(self._world, verdict.proof, self._asked(target))

    def _asked(self, target: Target) -> Expression:
        if target.condition is not None:
            return target.condition
        assert target.ending is not None
        return self._world.definition.endings[target.ending].condition

    def look(
        self, target: Target, budget: Budget, early: bool, watcher: Callable[[Looking], None] | None = None
    ) -> Verdict | None:
        """What is found out within a budget; `early`: only what takes little."""
        goal = goal_of(self._world, target)
        known = self._verdicts.get(goal)
        if goal in self._given_up or (known is not None and known.reached is not None):
            return known
        try:
            told = None if watcher is None else lambda states: watcher(Looking(states))
            self._verdicts[goal] = self.prover.decide(goal, budget, told, projected=EARLY if early else MOST)
        except RUNTIME_ERRORS:
            self._given_up.add(goal)
        return self._verdicts.get(goal)
