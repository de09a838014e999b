"""Finding a life to an ending: a shortest one, or, by chance that can be repeated, one with detours."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from fabula.budget import UNBOUNDED, Budget
from fabula.engine.interface import BudgetEnded, Search
from fabula.lives import intentions
from fabula.lives.finding import NotFound, life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.problems import unknown_ending
from fabula.proving.basis import basis_in_english, basis_of
from fabula.proving.chances import Wanderers
from fabula.proving.drawer import Drawer
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover, alone, events
from fabula.randomness import Random
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Task

#: how many states a search for an ending visits unless told otherwise
STATES = 200_000
#: of the time there is, a search for a shortest life gets one of so many parts; the rest is for lives by chance
SEARCHED = 1.25
#: and what is near one of so many of those
NEARBY = 3
#: a search for the rest of a life after a detour visits so many times fewer
DETOUR = 50
#: where there are more events than these, all that may follow on a state takes so long that no life is searched for in that
#: way; after a detour no more states are visited than such a part of those that are looked at alone elsewhere, and no more
#: detours than these are tried at one place
MANY, PART, TRIES = 300, 4, 3


def find(
    world: World,
    ending: str,
    seed: int = 0,
    detours: int = 2,
    states: int = STATES,
    budget: Budget = UNBOUNDED,
    kept: Drawer | None = None,
) -> Life:
    """A life that ends in `ending`. `budget`: when it is given up, whatever was found. `kept`: what was proven before.

    With `detours` = 0 a shortest one, the first by the numbers of its acts; or, where none is found otherwise, one by chance.
    With more, up to so many times, the life first takes an act by chance (by `seed`) after which the ending can still be
    reached, as far as that is found out soon. Raises `NotFound`, and `UnknownName` for an ending that the story does not have.
    """
    endings = {e.name: number for number, e in enumerate(world.ground.task.endings)}
    if ending not in endings:
        raise unknown_ending(ending, endings)
    begun = time.monotonic()
    engine = world.engine
    prover = Prover(world, kept=kept)
    state = engine.initial()
    try:
        way = _way(prover, ending, endings[ending], states, budget.part(SEARCHED))
    except NotFound as missing:
        left = budget.after(time.monotonic() - begun)
        by_chance = None if missing.proof else _way_by_chance(prover, endings[ending], states, left)
        if by_chance is None:
            raise
        way = by_chance
    few = max(1, states // DETOUR if _is_small(engine.task) else min(states // DETOUR, alone(engine.task) // PART))
    random = Random(seed)
    acts: list[int] = []
    seen = {state}
    while way and detours > 0:
        steps = random.below(len(way)) if len(way) > 1 else 0
        for act in way[:steps]:
            acts.append(act)
            state = engine.do(state, act)
            seen.add(state)
        way = way[steps:]
        detours -= 1
        tries = 0
        for act in random.shuffled(engine.explained(state)):
            after = engine.do(state, act)
            if act == way[0] or after in seen or engine.ending(after) is not None:
                continue
            tries += 1
            if tries > TRIES and not _is_small(engine.task):
                break
            try:
                further = _way(prover.at(after), ending, endings[ending], few, budget.after(time.monotonic() - begun))
            except NotFound:
                continue
            if _is_small(engine.task) and _turns(world, (*acts, act, *further)) > _turns(world, (*acts, *way)):
                continue
            acts.append(act)
            state, way = after, further
            seen.add(state)
            break
    return life_of(world, (*acts, *way))


def _turns(world: World, acts: Sequence[int]) -> int:
    """How often in a life somebody does something else than they were about to do."""
    engine = world.engine
    here, about_to, count = engine.initial(), intentions.NONE, 0
    for act in acts:
        count += not intentions.goes_on(world, here, act, about_to)
        then = engine.do(here, act)
        about_to = intentions.after(world, about_to, intentions.planned(world, here, act, then))
        here = then
    return count


def _is_small(task: Task) -> bool:
    return events(task) <= MANY


def _way_by_chance(prover: Prover, ending: int, states: int, budget: Budget) -> tuple[int, ...] | None:
    """The acts of a life by chance to an ending, the shortest that is found; None: none was."""
    goal = ending_goal(prover.engine.task, ending)
    wanderers = Wanderers(prover)
    until = budget.until()
    halfway = budget.part(2).until()
    wanderers.walk(until=halfway, states=states // DETOUR, room=budget.bytes)
    return wanderers.sought(goal, until, 2 * (states // DETOUR), budget.bytes)


def _way(prover: Prover, name: str, ending: int, states: int, budget: Budget) -> tuple[int, ...]:
    """The acts of a shortest life from where the prover starts. In a small story one is searched for at once, within as many
    states as are looked at alone (`alone`). Raises `NotFound`."""
    engine, task = prover.engine, prover.engine.task
    near = min(states, alone(task)) if _is_small(task) else 0
    search: Search | None = None
    if near:
        try:
            with engine.within(budget.part(NEARBY).seconds):
                search = engine.search(prover.start, (ending,), states=near)
        except BudgetEnded:
            search = None
    if search is None or (search.acts is None and not search.complete and near < states):
        try:
            return _proven_way(prover, name, ending, states, budget)
        except RUNTIME_ERRORS:
            # What goes wrong may be met by a search that is guided where none meets it that goes through lives in their order.
            search = engine.search(prover.start, (ending,), states=states)
    if search.acts is None:
        raise NotFound(name, search.complete, search.states)
    return search.acts


def _proven_way(prover: Prover, name: str, ending: int, states: int, budget: Budget) -> tuple[int, ...]:
    world = prover.world
    until = budget.until()
    # Memory is looked after from outside.
    verdict = prover.decide(ending_goal(world.ground.task, ending), replace(budget, bytes=None, states=states))
    if verdict.moves is not None:
        return verdict.moves
    if verdict.proof is None:
        raise NotFound(name, False, verdict.states, is_over=until is not None and time.monotonic() >= until)
    basis = basis_of(world, verdict.proof, world.definition.endings[name].condition)
    raise NotFound(name, True, verdict.states, basis_in_english(basis))
