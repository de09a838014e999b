"""The certificate of an answer that something never is."""

from __future__ import annotations

from fabula.asking.proving import goal_of
from fabula.asking.questions import Can, Never
from fabula.budget import USUAL, Budget
from fabula.proving.certificates import Certificate
from fabula.proving.certifying import certificate_of
from fabula.proving.prover import Prover


def certificate_for(prover: Prover, question: Can | Never, budget: Budget = USUAL) -> Certificate | bool | None:
    """The certificate that no life comes to what is asked about; True: some life does; None: neither is known within the
    budget. Raises what goes wrong in the story."""
    goal = goal_of(prover.world, question.target)
    verdict = prover.decide(goal, budget)
    if verdict.proof is None:
        return verdict.reached
    return certificate_of(prover.engine.task, goal, verdict.proof, prover.free)
