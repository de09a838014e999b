"""Where it is told: who tells from nobody's eyes goes from place to place, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.telling.world import StateView, World


@dataclass(frozen=True, slots=True)
class Entrance:
    """A place to which the telling has just gone; `again`: it has been there before."""

    place: str
    again: bool


class Setting:
    """The place that is told of, and those that were."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.place: object = None
        self._been: set[object] = set()
        self._unnamed: Entrance | None = None

    def is_at(self, place: object) -> None:
        """It is told of this place; None: it does not say where."""
        if place is not None:
            self._been.add(self.place)
            self.place = place

    def moves_to(self, state: State, names: Iterable[str | tuple[str, ...]]) -> bool:
        """Whether one has to go to another place to tell of these things: then it is told of that one from here on."""
        self._unnamed = None
        single = (one for bound in names for one in (bound if isinstance(bound, tuple) else (bound,)))
        here = next((place for name in single if (place := place_of(self.world, state, name)) is not None), None)
        if here is None or self.place is None or here == self.place:
            return False
        self._unnamed = Entrance(str(here), here in self._been)
        self.is_at(here)
        return True

    def entered(self) -> Entrance | None:
        """The place that has to be named with what is told next; asked for once."""
        unnamed, self._unnamed = self._unnamed, None
        return unnamed


def place_of(world: World, state: State, mind: str, teller: str | None = None) -> object:
    """Where somebody is, as the teller believes."""
    item = world.definition.properties.get("at")
    thing = world.definition.things.get(mind)
    if item is None or len(item.kinds) != 1 or thing is None:
        return None
    body = thing.body or mind
    if item.kinds[0] not in world.definition.kinds[world.definition.things[body].kind].ancestors:
        return None
    return StateView(world, state, teller).possible("at", (body,)).thing


def place_told(world: World, state: State, doers: Sequence[str], teller: str | None) -> object:
    """Where the teller believes itself to be in a state; without a teller, where the first of those is who act."""
    mind = teller if teller is not None else next(iter(doers), None)
    return None if mind is None else place_of(world, state, mind, teller)
