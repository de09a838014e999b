"""Finding a life to an ending: a shortest one, or, by chance that can be repeated, one with detours."""

from __future__ import annotations

from fabula.budget import Budget
from fabula.lives.finding import NotFound, life_of
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.problems import unknown_ending
from fabula.proving.basis import basis_in_english, basis_of
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover, alone
from fabula.randomness import Random
from fabula.runtime_errors import RUNTIME_ERRORS

#: how many states a search for an ending visits unless told otherwise
STATES = 200_000
#: a search for the rest of a life after a detour visits so many times fewer
DETOUR = 50


def find(world: World, ending: str, seed: int = 0, detours: int = 2, states: int = STATES) -> Life:
    """A life that ends in `ending`.

    With `detours` = 0 a shortest one, the first by the numbers of its acts. Otherwise, up to so many times, the life first takes
    an act by chance (by `seed`) after which the ending can still be reached. Raises `NotFound`, and `UnknownName` for an ending
    that the story does not have.
    """
    endings = {e.name: number for number, e in enumerate(world.ground.task.endings)}
    if ending not in endings:
        raise unknown_ending(ending, endings)
    engine = world.engine
    prover = Prover(world)
    state = engine.initial()
    way = _way(prover, ending, endings[ending], states)
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
        for act in random.shuffled(engine.explained(state)):
            after = engine.do(state, act)
            if act == way[0] or after in seen or engine.ending(after) is not None:
                continue
            try:
                further = _way(prover.at(after), ending, endings[ending], max(1, states // DETOUR))
            except NotFound:
                continue
            acts.append(act)
            state, way = after, further
            seen.add(state)
            break
    return life_of(world, (*acts, *way))


def _way(prover: Prover, name: str, ending: int, states: int) -> tuple[int, ...]:
    """The acts of a shortest life from where the prover starts: one that is near is searched for at once. Raises `NotFound`."""
    engine, world = prover.engine, prover.world
    near = min(states, alone(engine.task))
    search = engine.search(prover.start, (ending,), states=near)
    if search.acts is None and not search.complete and near < states:
        try:
            verdict = prover.decide(ending_goal(engine.task, ending), Budget(None, None, states))
        except RUNTIME_ERRORS:
            # A search that is guided may meet what goes wrong where none does that goes through lives in their order.
            search = engine.search(prover.start, (ending,), states=states)
        else:
            if verdict.moves is not None:
                return verdict.moves
            if verdict.proof is not None:
                basis = basis_of(world, verdict.proof, world.definition.endings[name].condition)
                raise NotFound(name, True, verdict.states, basis_in_english(basis))
            raise NotFound(name, False, verdict.states)
    if search.acts is None:
        raise NotFound(name, search.complete, search.states)
    return search.acts
