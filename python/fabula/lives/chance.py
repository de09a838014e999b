"""What is left to chance in a life (semantics 8.4): acts of nobody with weights, drawn by a seed, whatever fate prefers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fabula.lives.life import Event
from fabula.lives.world import World
from fabula.randomness import Random
from fabula.urgency import DRAWN

#: how often nothing comes about, beside what has a weight of one
NOTHING = 10


def drawn(random: Random, acts: Sequence[int], weights: Mapping[int, int], may_be_nothing: bool) -> int | None:
    """One of the acts that can follow, by its weight; None: nothing that is left to chance comes about now. `may_be_nothing`:
    whether there is anything else that can follow."""
    weighty = [act for act in acts if act in weights]
    if not weighty:
        return None
    left = random.below(sum(weights[act] for act in weighty) + (NOTHING if may_be_nothing else 0))
    for act in weighty:
        left -= weights[act]
        if left < 0:
            return act
    return None


def begun(world: World, seed: int) -> tuple[Event, ...]:
    """What is drawn at the start, by a seed: the first acts of a life."""
    if not world.definition.draws:
        return ()
    engine, task = world.engine, world.ground.task
    random = Random(Random(seed).bits() ^ DRAWN)
    weights = task.weights()
    state = engine.initial()
    events: list[Event] = []
    while True:
        acts = [act for act in engine.explained(state) if task.actions[act].urgency == DRAWN]
        act = drawn(random, acts, weights, False)
        if act is None:
            return tuple(events)
        events.append(Event(act, state, engine.do(state, act), ()))
        state = events[-1].after
