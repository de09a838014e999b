"""The certificate of an answer that something never is."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.asking.proving import goal_of
from fabula.asking.questions import Can, Never
from fabula.budget import USUAL, Budget
from fabula.lives.world import World
from fabula.proving.certificates import Certificate
from fabula.proving.certifying import certificate_of
from fabula.proving.prover import Prover


def certificate_for(
    world: World, question: Can | Never, free: Sequence[str] = (), budget: Budget = USUAL
) -> Certificate | bool | None:
    """The certificate that no life comes to what is asked about; True: some life does; None: neither is known within the
    budget.

    `free`: the names of those whose acts need no reason. Raises what goes wrong in the story."""
    minds = tuple(sorted(world.ground.minds[name] for name in free))
    goal = goal_of(world, question.target)
    verdict = Prover(world, minds).decide(goal, budget)
    if verdict.proof is None:
        return verdict.reached
    return certificate_of(world.engine.task, goal, verdict.proof, minds)
