"""Of whom a mind knows that there is such a one: nobody else is named to the reader who lives as it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.engine.interface import State
from fabula.lives import Event
from fabula.lives.world import World
from fabula.task import Sort


def strangers(world: World, states: Iterable[State], events: Sequence[Event], mind: int) -> frozenset[str]:
    """The characters and wills of whom a mind has not known so far. It knows of those who ever had a place in it, or were what
    something else was about (or among those who might be), and of those who acted before its eyes; whom one knows, one goes on
    knowing."""
    engine, ground = world.engine, world.ground
    name = ground.task.characters[mind]
    met = {name, world.definition.things[name].body or name}
    symbols = [number for number, fluent in enumerate(ground.task.fluents) if fluent.sort is Sort.SYMBOL]
    for believed in dict.fromkeys(engine.belief(state, mind) for state in states):
        for fluent in symbols:
            taken = ground.idea(fluent, engine.taken(believed, fluent))
            item, arguments = ground.property_of(fluent)
            # Who looks round knows where all those are not of whom he knows nothing.
            if item == "at" and taken.thing is not None:
                met.update(arguments[:1])
            # That somebody moves their own body is no news of them; nor is what may be anybody.
            if not taken.everything:
                met.update(value for value in taken.values if isinstance(value, str) and value not in arguments)
    # What never changes everybody knows.
    for (item, arguments), value in ground.statics.items():
        if isinstance(value, str) and value not in arguments:
            met.update((value, *arguments[:1]) if item == "at" else (value,))
    for event in events:
        if engine.observes(event.before, event.action, mind):
            act = ground.actions[event.action]
            own = {doer for doer in act.doers if world.definition.things[doer].body in met}
            met.update(act.binding.values(), own)
    kinds = world.definition.kinds
    everybody = (
        thing.name for thing in world.definition.things.values() if kinds[thing.kind].ancestors & {"character", "will"}
    )
    return frozenset(everybody) - met
