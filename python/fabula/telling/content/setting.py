"""Where it is told: who tells from nobody's eyes goes from place to place, and says so."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.engine.interface import State
from fabula.model import Pronoun
from fabula.syntax.templates import Template, Text
from fabula.telling.languages import realiser_for
from fabula.telling.wording.voice import Binding
from fabula.telling.world import StateView, World


class Scenes:
    """The place that is told of, and those that were."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.place: object = None
        self._been: set[object] = set()
        #: the place that has to be named, as the telling has just gone there, and whether it has been there before
        self._unnamed: tuple[str, bool] | None = None

    def is_at(self, place: object) -> None:
        """It is told of this place; None: it does not say where."""
        if place is not None:
            self._been.add(self.place)
            self.place = place

    def place_of(self, state: State, mind: str, teller: str | None = None) -> object:
        """Where somebody is, as the teller believes."""
        item = self.world.definition.properties.get("at")
        thing = self.world.definition.things.get(mind)
        if item is None or len(item.kinds) != 1 or thing is None:
            return None
        body = thing.body or mind
        if item.kinds[0] not in self.world.definition.kinds[self.world.definition.things[body].kind].ancestors:
            return None
        return StateView(self.world, state, teller).possible("at", (body,)).thing

    def moves_to(self, state: State, names: Iterable[str | tuple[str, ...]]) -> bool:
        """Whether one has to go to another place to tell of these things: then it is told of that one from here on."""
        self._unnamed = None
        single = (one for bound in names for one in (bound if isinstance(bound, tuple) else (bound,)))
        here = next((place for name in single if (place := self.place_of(state, name)) is not None), None)
        if here is None or self.place is None or here == self.place:
            return False
        self._unnamed = str(here), here in self._been
        self.is_at(here)
        return True

    def lead(self, template: Template, binding: Binding, late: bool) -> str:
        """The beginning of a sentence that says to where it has gone; "" if the text names a place, or it has gone nowhere."""
        unnamed, self._unnamed = self._unnamed, None
        realiser = realiser_for(self.world.definition.front.language)
        if unnamed is None or self._names_a_place(template, binding):
            return ""
        place, again = unnamed
        phrase = self.world.definition.properties["at"].phrase or ""
        thing = self.world.definition.things[place]
        several = thing.pronoun in (Pronoun.THEY, Pronoun.WE)
        lead = realiser.asides.scene(phrase, thing.display, several, again, late)
        return realiser.capitalize(realiser.finished(lead))

    def _names_a_place(self, template: Template, binding: Binding) -> bool:
        said = "".join(piece.text for piece in template.pieces if isinstance(piece, Text))
        if any(thing.display in said for thing in self.world.definition.things_of("place")):
            return True
        bound = [binding.get(slot.who, slot.who) for slot in template.slots]
        things = [self.world.definition.things.get(one) for one in bound if isinstance(one, str)]
        return any(thing is not None and "place" in self.world.definition.kinds[thing.kind].ancestors for thing in things)
