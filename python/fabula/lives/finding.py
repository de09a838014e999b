"""Finding a life: a shortest one to an ending, or one of many, by chance that can be repeated."""

from __future__ import annotations

from fabula.engine.attempts import moved
from fabula.engine.interface import Engine, State
from fabula.lives.life import Attempt, Event, Life
from fabula.lives.replaying import ending_name, failed, step
from fabula.lives.world import World
from fabula.problems import unknown_ending
from fabula.randomness import Random

#: how many states a search for an ending visits unless told otherwise
STATES = 200_000
#: how many acts a life by chance may have before it is given up and another one is tried
LONGEST = 60
#: how many lives by chance are tried
TRIES = 40
#: how many that came to an ending fate has to choose from
OFFERED = 8


class NotFound(Exception):
    """No life was found that comes to `ending` (None: to any). `proof`: whether all states were visited, so that there is none;
    `states`: how many were. As a text it is a sentence that says so."""

    def __init__(self, ending: str | None, proof: bool, states: int) -> None:
        self.ending = ending
        self.proof = proof
        self.states = states
        super().__init__(ending, proof, states)

    def __str__(self) -> str:
        life = f"life that ends in '{self.ending}'" if self.ending else "life that comes to an ending"
        states = f"{self.states} state{'' if self.states == 1 else 's'}"
        if not self.proof:
            return f"no {life} was found in {states}, which proves nothing"
        looked = "the one state of the story was" if self.states == 1 else f"all {states} of the story were"
        return f"there is no {life}: {looked} looked at"


def life_of(world: World, moves: tuple[int, ...], free: tuple[int, ...] = ()) -> Life:
    """The life with these moves, with the reasons of all who are not in `free`; every act is checked again, and every attempt
    in vain."""
    state = start = world.engine.initial()
    events: list[Event] = []
    attempts: list[Attempt] = []
    for move in moves:
        act, mind = moved(world.ground.task, move)
        if mind is None:
            events.append(step(world, state, act, free))
            state = events[-1].after
        else:
            attempts.append(failed(world, state, act, mind, len(events)))
            state = attempts[-1].after
    return Life(world, start, tuple(events), ending_name(world, state), tuple(attempts))


def find(world: World, ending: str, seed: int = 0, detours: int = 2, states: int = STATES) -> Life:
    """A life that ends in `ending`.

    With `detours` = 0 a shortest one. Otherwise, up to so many times, the life first takes an act by chance (by `seed`) after
    which the ending can still be reached. Raises `NotFound`, and `UnknownName` for an ending that the story does not have.
    """
    endings = {e.name: number for number, e in enumerate(world.ground.task.endings)}
    if ending not in endings:
        raise unknown_ending(ending, endings)
    target = (endings[ending],)
    engine = world.engine
    state = engine.initial()
    search = engine.search(state, target, states=states)
    if search.acts is None:
        raise NotFound(ending, search.complete, search.states)
    random = Random(seed)
    acts: list[int] = []
    way = search.acts
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
            further = engine.search(after, target, states=max(1, states // 50))
            if further.acts is not None:
                acts.append(act)
                state, way = after, further.acts
                seen.add(state)
                break
    return life_of(world, (*acts, *way))


def wander(world: World, seed: int = 0, longest: int = LONGEST, tries: int = TRIES, offered: int = OFFERED) -> Life:
    """A life by chance that comes to an ending. Of the first `offered` such lives fate takes the one whose end it likes best.

    An act that leads back to a state of this life is not taken. Raises `NotFound` where none of `tries` lives by chance came
    to an ending."""
    engine = world.engine
    random = Random(seed)
    visited: set[State] = set()
    best: tuple[int, tuple[int, ...]] | None = None
    found = 0
    for _ in range(tries):
        acts, states = _stroll(engine, random, longest)
        visited.update(states)
        if engine.ending(states[-1]) is None:
            continue
        found += 1
        liking = engine.utility(states[-1], None)
        if best is None or liking > best[0]:
            best = liking, acts
        if found == offered:
            break
    if best is None:
        raise NotFound(None, False, len(visited))
    return life_of(world, best[1])


def _stroll(engine: Engine, random: Random, longest: int) -> tuple[tuple[int, ...], list[State]]:
    """Explained acts by chance, up to an ending, to where nothing new can follow, or to `longest` acts; and all states."""
    states = [engine.initial()]
    acts: list[int] = []
    while len(acts) < longest and engine.ending(states[-1]) is None:
        fresh = [act for act in engine.explained(states[-1]) if engine.do(states[-1], act) not in states]
        if not fresh:
            break
        acts.append(random.choice(fresh))
        states.append(engine.do(states[-1], acts[-1]))
    return tuple(acts), states
