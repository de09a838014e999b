"""What can be said of a question without counting all states, in turn with an atlas that grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from fabula.asking.questions import Between, Can, Must, Never, Question, Shortest, Target
from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.lives.world import World
from fabula.model import Expression
from fabula.proving.always import Always, always
from fabula.proving.astray import Astray, astray
from fabula.proving.basis import Basis, basis_of
from fabula.proving.chances import BY_CHANCE, Chances, Wanderers
from fabula.proving.drawer import Drawer
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Verdict
from fabula.proving.prover import EARLY, Prover
from fabula.proving.refining import MOST
from fabula.runtime_errors import RUNTIME_ERRORS

#: a search takes its turn with so many times fewer states than the atlas has
SHARE = 4
#: so many lives by chance are looked at before much is searched for
FIRST_LIVES = 20


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
        self._wanderers = Wanderers(self.prover, atlas)
        self._verdicts: dict[Goal, Verdict] = {}
        self._chances: dict[Goal, Chances] = {}
        self._always: dict[tuple[Goal, bool], Always] = {}
        self._astray: dict[tuple[Goal, bool], Astray] = {}
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
        self,
        target: Target,
        budget: Budget,
        early: bool,
        watcher: Callable[[Looking], None] | None = None,
        *,
        shortest: bool = False,
    ) -> Verdict | None:
        """What is found out within a budget; `early`: only what takes little; `shortest`: how few acts it takes, too."""
        goal = goal_of(self._world, target)
        known = self._verdicts.get(goal)
        if goal in self._given_up:
            return known
        if known is not None and (known.reached is False or (known.reached and (known.is_shortest or not shortest))):
            return known
        try:
            told = None if watcher is None else lambda states: watcher(Looking(states))
            self._verdicts[goal] = self.prover.decide(goal, budget, told, projected=EARLY if early else MOST, shortest=shortest)
        except RUNTIME_ERRORS:
            self._given_up.add(goal)
        return self._verdicts.get(goal)

    # --- what every life comes to -------------------------------------------------------------------------------------

    def always(self, question: Must) -> Always | None:
        """The proof that every life comes there, if it is known."""
        return self._always.get((goal_of(self._world, question.target), question.later))

    def astray(self, question: Must) -> Astray | None:
        """A life that never comes there, if one is known by chance."""
        return self._astray.get((goal_of(self._world, question.target), question.later))

    def look_at_all(self, question: Must, budget: Budget, search: bool) -> None:
        """Looks within a budget whether every life comes there. `search`: also by what takes long."""
        goal = goal_of(self._world, question.target)
        key = goal, question.later
        if key in self._always or key in self._astray:
            return
        until = budget.until()
        lives = self._wanderers.walk(FIRST_LIVES, until, budget.states, room=budget.bytes)
        against = astray(self._wanderers, lives, goal, question.later)
        if against is not None:
            self._astray[key] = against
            return
        try:
            proof = always(self.prover, goal, question.later, _left(budget, until), search=search)
        except RUNTIME_ERRORS:
            return
        if proof is not None:
            self._always[key] = proof

    # --- lives by chance ----------------------------------------------------------------------------------------------

    def chances(self, question: Question) -> Chances | None:
        """What lives by chance say of a question that nothing decides."""
        target = _one_target(self._world, question)
        chances = None if target is None else self._chances.get(goal_of(self._world, target))
        return chances if chances is not None and chances.by_chance else None

    def wander(self, question: Question, budget: Budget) -> None:
        """Lives by chance, within a budget: what they decide, and what they say otherwise."""
        target = _one_target(self._world, question)
        if target is None:
            return
        until = budget.until()
        goal, wanderers = goal_of(self._world, target), self._wanderers
        halfway = budget.part(2).until()
        lives = wanderers.walk(BY_CHANCE, halfway, budget.states, room=budget.bytes)
        if isinstance(question, Must):
            against = astray(wanderers, lives, goal, question.later)
            if against is not None:
                self._astray[goal, question.later] = against
            else:
                self._chances[goal] = wanderers.chances_of_all(goal)
            return
        moves = wanderers.sought(goal, until, budget.states, budget.bytes)
        if moves is None:
            self._chances[goal] = wanderers.chances(goal)
            return
        known = self._verdicts.get(goal) or Verdict(None, None, 0, None, 0)
        self._verdicts[goal] = replace(known, reached=True, moves=moves)


def _one_target(world: World, question: Question) -> Target | None:
    """Where lives may come to, or always come to, that decide a question."""
    if isinstance(question, Must):
        return question.target
    return next(iter(targets_of(world, question)), None)


def _left(budget: Budget, until: float | None) -> Budget:
    return budget if until is None else replace(budget, seconds=max(0.0, until - time.monotonic()))
