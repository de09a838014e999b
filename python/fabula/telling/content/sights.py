"""What is before somebody's eyes: the place where they take themselves to be, and what they take to be there.

It is asked in their mind, so that being told what is to be seen betrays nothing; whoever sees better, believes better.
"""

from __future__ import annotations

from collections.abc import Collection

from fabula.engine.interface import State
from fabula.model import Definition, Property, Thing, ThingType
from fabula.telling.content.setting import place_of
from fabula.telling.world import StateView, World


def in_sight(world: World, state: State, mind: str, teller: str | None) -> tuple[Thing, ...]:
    """What is where a mind is, as the teller (None: nobody, who knows all) has it: first that place, then what else is
    there, in the order of the story. Nobody is in their own sight. Where the story knows no places, all is in sight."""
    definition = world.definition
    place = place_of(world, state, mind, teller)
    body = definition.things[mind].body or mind
    others = [thing for thing in definition.things.values() if thing.name not in (mind, body, place) and thing.body is None]
    if place is None:
        return tuple(others) if _kind_of_places(definition) is None else ()
    view = StateView(world, state, teller)
    here = [
        thing
        for thing in others
        if any(view.possible(item.name, (thing.name,)).is_only(str(place)) for item in _places_of(definition, thing))
    ]
    return (definition.things[str(place)], *here)


def at_hand(world: World, state: State, mind: str) -> tuple[Thing, ...]:
    """What a mind can look at: what is in its sight, itself, and what it takes to be its own by any property."""
    definition, view = world.definition, StateView(world, state, mind)
    seen = in_sight(world, state, mind, mind)
    body = definition.things[mind].body or mind
    known = {thing.name for thing in seen} | {body}
    own = [
        thing
        for thing in definition.things.values()
        if thing.name not in known and not thing.mind
        if any(view.possible(item.name, (thing.name,)).thing in (mind, body) for item in _said_of(definition, thing))
    ]
    return (*seen, definition.things[body], *own)


def fresh(things: Collection[Thing], told: Collection[str]) -> list[Thing]:
    """Those that have a description and were not described before."""
    return [thing for thing in things if thing.descriptions and thing.name not in told]


def _kind_of_places(definition: Definition) -> str | None:
    item = definition.properties.get("at")
    return item.type.kind if item is not None and len(item.kinds) == 1 and isinstance(item.type, ThingType) else None


def _places_of(definition: Definition, thing: Thing) -> list[Property]:
    """The properties by which a thing is somewhere."""
    kind = _kind_of_places(definition)
    return [item for item in _said_of(definition, thing) if isinstance(item.type, ThingType) and item.type.kind == kind]


def _said_of(definition: Definition, thing: Thing) -> list[Property]:
    """The properties of this thing alone that are a thing."""
    above = definition.kinds[thing.kind].ancestors
    return [
        item
        for item in definition.properties.values()
        if len(item.kinds) == 1 and item.kinds[0] in above and isinstance(item.type, ThingType) and item.name != "held_by"
    ]
