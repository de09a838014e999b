"""Finding a life by chance that can be repeated; and how it is said that there is none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fabula.engine.attempts import moved
from fabula.engine.interface import State
from fabula.lives import intentions
from fabula.lives.chance import begun, drawn
from fabula.lives.intentions import planned
from fabula.lives.life import Attempt, Event, Life
from fabula.lives.replaying import ending_name, failed, step
from fabula.lives.world import World
from fabula.randomness import Random
from fabula.urgency import DRAWN

#: how many acts a life by chance may have before it is given up and another one is tried
LONGEST = 60
#: how many lives by chance are tried
TRIES = 40
#: how many that came to an ending fate has to choose from
OFFERED = 8


class NotFound(Exception):
    """No life was found that comes to `ending` (None: to any). `proof`: whether it is certain that there is none; `states`:
    how many were visited; `basis`: what the proof rests on, as a clause (empty: all states were visited); `is_over`: the time
    ended first. As a text it is a sentence that says so."""

    def __init__(self, ending: str | None, proof: bool, states: int, basis: str = "", is_over: bool = False) -> None:
        self.ending = ending
        self.proof = proof
        self.states = states
        self.basis = basis
        self.is_over = is_over
        super().__init__(ending, proof, states, basis, is_over)

    def __str__(self) -> str:
        life = f"life that ends in '{self.ending}'" if self.ending else "life that comes to an ending"
        states = f"{self.states} state{'' if self.states == 1 else 's'}"
        if not self.proof:
            return f"no {life} was found in {states}, which proves nothing"
        if self.basis:
            return f"there is no {life}: {self.basis}"
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


def wander(world: World, seed: int = 0, longest: int = LONGEST, tries: int = TRIES, offered: int = OFFERED) -> Life:
    """A life by chance that comes to an ending. Of the first `offered` such lives fate takes the one whose end it likes best.

    What is left to chance is drawn by `seed` alone: of a story that leaves anything to it beside what is drawn at the start the
    first such life is taken. An act that leads back to a state of this life is not taken. Raises `NotFound` where none of
    `tries` lives by chance came to an ending."""
    engine = world.engine
    random = Random(seed)
    visited: set[State] = set()
    best: tuple[int, tuple[int, ...]] | None = None
    count = 0
    weights = world.ground.task.weights()
    first = tuple(event.action for event in begun(world, seed))
    if any(world.ground.task.actions[act].urgency < DRAWN for act in weights):
        offered = 1
    for _ in range(tries):
        acts, states = _stroll(world, random, longest, first, weights)
        visited.update(states)
        if engine.ending(states[-1]) is None:
            continue
        count += 1
        liking = engine.utility(states[-1], None)
        if best is None or liking > best[0]:
            best = liking, acts
        if count == offered:
            break
    if best is None:
        raise NotFound(None, False, len(visited))
    return life_of(world, best[1])


def _stroll(
    world: World, random: Random, longest: int, first: tuple[int, ...], weights: Mapping[int, int]
) -> tuple[tuple[int, ...], list[State]]:
    """The `first` acts, and then explained acts by chance, in keeping with what people are about to do where there are such: up
    to an ending, to where nothing new can follow, or to `longest` acts; and all states."""
    engine = world.engine
    states = [engine.initial()]
    acts: list[int] = [*first]
    for act in first:
        states.append(engine.do(states[-1], act))
    about_to = intentions.NONE
    while len(acts) < longest and engine.ending(states[-1]) is None:
        here = states[-1]
        fresh = [act for act in engine.explained(here) if engine.do(here, act) not in states]
        if not fresh:
            break
        plain = [act for act in fresh if act not in weights] if weights else fresh
        act_of_chance = drawn(random, fresh, weights, bool(plain))
        if act_of_chance is None:
            keeping = intentions.in_keeping(world, here, plain, about_to, partial(engine.plan, here))
            act_of_chance = random.choice(keeping or plain)
        acts.append(act_of_chance)
        states.append(engine.do(here, acts[-1]))
        about_to = intentions.after(world, about_to, planned(world, here, acts[-1], states[-1]))
    return tuple(acts), states
