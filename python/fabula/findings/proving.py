"""What is proven of endings and expectations without counting all states, where those are too many."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from fabula.budget import Budget
from fabula.lives.atlas import Atlas
from fabula.proving.dead import Lost, lost_lives
from fabula.proving.drawer import Drawer
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Exhausted, Verdict
from fabula.proving.prover import EARLY, Prover
from fabula.proving.refining import MOST
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import FALSE

#: told how many goals are decided, and how many there are
Watcher = Callable[[int, int], None]


#: such a part of the time is kept for lives after which no ending can be reached
OF_LOST_LIVES = 4


@dataclass(slots=True)
class Proven:
    """What is known without the atlas: of goals, and of lives after which no ending can be reached."""

    verdicts: dict[Goal, Verdict] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)


def prove(atlas: Atlas, proven: Proven, budget: Budget, watcher: Watcher | None = None, drawer: Drawer | None = None) -> None:
    """Adds what is found out, within a budget, of the endings that an atlas has not come upon, and of what the story expects
    never to be: of all what takes little, then of each in its turn; and of facts that are the end of all endings. What goes
    wrong in the story on the way is left to the atlas. `drawer`: what was found out before."""
    begun = time.monotonic()
    prover = Prover(atlas.world, atlas.free, kept=drawer)
    kept = budget.part(OF_LOST_LIVES).seconds or 0.0
    _prove_goals(atlas, prover, proven.verdicts, budget.after(kept), watcher)
    try:
        proven.lost.extend(lost_lives(prover, budget.after(time.monotonic() - begun)))
    except RUNTIME_ERRORS:
        return


def _prove_goals(atlas: Atlas, prover: Prover, verdicts: dict[Goal, Verdict], budget: Budget, watcher: Watcher | None) -> None:
    begun = time.monotonic()
    waiting = list(_goals(atlas))
    known = 0
    for projected, search in ((EARLY, False), (MOST, True)):
        left_over: list[Goal] = []
        for place, goal in enumerate(waiting):
            left = budget.after(time.monotonic() - begun)
            if left.seconds is not None and left.seconds <= 0:
                return
            share = left.part(len(waiting) - place)
            verdict = _decided(prover, goal, share, projected, search)
            if verdict is None:
                continue
            if search and verdict.reached is None:
                verdict = _as_before(prover, goal, verdict)
            verdicts[goal] = verdict
            if verdict.reached is None:
                left_over.append(goal)
            else:
                known += 1
            if isinstance(verdict.proof, Exhausted) and goal.ending is not None:
                # It may be that another ending comes first, wherever it holds.
                holds = Goal(None, goal.condition)
                found = _decided(prover, holds, share, projected, search)
                if found is not None:
                    verdicts[holds] = found
            if watcher is not None:
                watcher(known, known + len(left_over) + len(waiting) - place - 1)
        waiting = left_over


def _decided(prover: Prover, goal: Goal, budget: Budget, projected: int, search: bool) -> Verdict | None:
    kept = prover.kept if search else None
    share = budget if kept is None else replace(budget, seconds=kept.share(goal, budget.seconds))
    try:
        verdict = prover.decide(goal, share, search=search, projected=projected)
    except RUNTIME_ERRORS:
        return None
    if kept is not None and verdict.reached is None and share.seconds:
        kept.keep_vain(goal, share.seconds)
    return verdict


def _as_before(prover: Prover, goal: Goal, verdict: Verdict) -> Verdict:
    """What is not known anew: a life that was found before may still be one, if not known to be a shortest."""
    moves = None if prover.kept is None else prover.kept.life(goal)
    return verdict if moves is None else replace(verdict, reached=True, moves=moves)


def _goals(atlas: Atlas) -> Iterator[Goal]:
    ground = atlas.world.ground
    reached = set(atlas.endings)
    for number, ending in enumerate(ground.task.endings):
        if number not in reached and ending.condition != FALSE:
            yield ending_goal(ground.task, number)
    for one in atlas.world.definition.expectations:
        if one.word == "never" and one.condition is not None:
            condition = ground.condition(one.condition)
            if not len(atlas.where(condition)):
                yield Goal(None, condition)
