"""What is proven of endings and expectations without counting all states, where those are too many."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from fabula.budget import Budget
from fabula.lives import ends
from fabula.lives.atlas import Atlas
from fabula.model import Expectation
from fabula.proving.always import Always, always, never_lost
from fabula.proving.astray import Astray, astray
from fabula.proving.chances import BY_CHANCE, Chances, Wanderers
from fabula.proving.dead import Lost, lost_lives
from fabula.proving.drawer import Drawer
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Exhausted, Verdict
from fabula.proving.prover import EARLY, Prover
from fabula.proving.refining import MOST
from fabula.runtime_errors import RUNTIME_ERRORS

#: told how many goals are decided, and how many there are
Watcher = Callable[[int, int], None]


#: such a part of the time is kept for lives after which no ending can be reached
OF_LOST_LIVES = 4
#: seconds for lives by chance where there is no end
SECONDS = 5.0


@dataclass(slots=True)
class Proven:
    """What is known without the atlas: of goals; of what every life comes to (`later`: from everywhere can), by goal; of lives
    after which no ending can be reached; that there is none (`open`). `chances`: what lives by chance say of goals that nothing
    decides."""

    verdicts: dict[Goal, Verdict] = field(default_factory=dict)
    always: dict[tuple[Goal, bool], Always] = field(default_factory=dict)
    astray: dict[tuple[Goal, bool], Astray] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    open: Always | None = None
    chances: dict[Goal, Chances] = field(default_factory=dict)
    wanderers: Wanderers | None = field(default=None, compare=False, repr=False)


def prove(
    atlas: Atlas,
    proven: Proven,
    budget: Budget,
    watcher: Watcher | None = None,
    drawer: Drawer | None = None,
    *,
    only_endings: bool = False,
) -> None:
    """Adds what is found out, within a budget, of the endings that an atlas has not come upon, and of what the story expects:
    of all what takes little, then of each in its turn; and of facts that are the end of all endings. What goes wrong in the
    story on the way is left to the atlas. `drawer`: what was found out before."""
    begun = time.monotonic()
    prover = Prover(atlas.world, atlas.free, kept=drawer)
    proven.wanderers = Wanderers(prover, atlas)
    if only_endings:
        _prove_goals(atlas, prover, proven.verdicts, budget, watcher)
        return
    kept = budget.part(OF_LOST_LIVES).seconds or 0.0
    try:
        proven.open = never_lost(prover, budget.after(time.monotonic() - begun))
    except RUNTIME_ERRORS:
        proven.open = None
    _prove_goals(atlas, prover, proven.verdicts, budget.after(kept), watcher)
    _prove_always(atlas, prover, proven, budget.after(time.monotonic() - begun))
    try:
        if proven.open is None:
            proven.lost.extend(lost_lives(prover, budget.after(time.monotonic() - begun)))
    except RUNTIME_ERRORS:
        return


def _prove_always(atlas: Atlas, prover: Prover, proven: Proven, budget: Budget) -> None:
    """What every life comes to, as the story expects it."""
    begun = time.monotonic()
    for one, goal in musts(atlas):
        try:
            proof = always(prover, goal, one.later, budget.after(time.monotonic() - begun), search=False)
        except RUNTIME_ERRORS:
            continue
        if proof is not None:
            proven.always[goal, one.later] = proof


def wander(atlas: Atlas, proven: Proven, budget: Budget) -> None:
    """Lives by chance, within a budget, where something is not known: what they show, and what they say where they show
    nothing."""
    begun = time.monotonic()
    seconds = SECONDS if budget.seconds is None else budget.seconds
    wanderers = proven.wanderers
    goals = [goal for goal in _goals(atlas) if (known := proven.verdicts.get(goal)) is None or known.reached is None]
    open_musts = [
        (goal, one.later)
        for one, goal in musts(atlas)
        if (goal, one.later) not in proven.always
        and not any((known := proven.verdicts.get(other)) and known.moves is not None for other in _others(atlas, goal))
    ]
    if wanderers is None or (not goals and not open_musts):
        return
    lives = wanderers.walk(BY_CHANCE, begun + seconds / 2, budget.states, room=budget.bytes)
    for goal, later in open_musts:
        against = astray(wanderers, lives, goal, later)
        if against is not None:
            proven.astray[goal, later] = against
    for place, goal in enumerate(goals):
        left = begun + seconds - time.monotonic()
        until = time.monotonic() + left / (len(goals) - place)
        moves = wanderers.sought(goal, until, budget.states, budget.bytes)
        if moves is None:
            found = wanderers.chances(goal)
            if found.by_chance:
                proven.chances[goal] = found
        else:
            known = proven.verdicts.get(goal) or Verdict(None, None, 0, None, 0)
            proven.verdicts[goal] = replace(known, reached=True, moves=moves)


def _others(atlas: Atlas, goal: Goal) -> Iterator[Goal]:
    task = atlas.world.ground.task
    return (ending_goal(task, number) for number in range(len(task.endings)) if number != goal.ending)


def musts(atlas: Atlas) -> Iterator[tuple[Expectation, Goal]]:
    """What the story expects of every life, where the atlas does not show that it is not so."""
    task = atlas.world.ground.task
    for one in atlas.world.definition.expectations:
        if one.word == "must" and one.ending is not None:
            number = task.ending(one.ending)
            against = (ends.against_at_last if one.later else ends.against)(atlas, atlas.ended(number))
            if against is None:
                yield one, ending_goal(task, number)


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
    if prover.kept is None or moves is None:
        return verdict
    prover.kept.taken.add(goal)
    return replace(verdict, reached=True, moves=moves)


def _goals(atlas: Atlas) -> Iterator[Goal]:
    """The endings that an atlas has not come upon, and what is expected never to be."""
    ground = atlas.world.ground
    reached = set(atlas.endings)
    for number in range(len(ground.task.endings)):
        if number not in reached:
            yield ending_goal(ground.task, number)
    for one in atlas.world.definition.expectations:
        if one.word == "never" and one.condition is not None:
            condition = ground.condition(one.condition)
            if not len(atlas.where(condition)):
                yield Goal(None, condition)
