"""How a sentence begins that is told from another place."""

from __future__ import annotations

from fabula.model import Pronoun
from fabula.syntax.templates import Template, Text
from fabula.telling.content.setting import Entrance
from fabula.telling.languages import realiser_for
from fabula.telling.world import Binding, World


def lead(world: World, entrance: Entrance | None, template: Template, binding: Binding, late: bool) -> str:
    """What says to where the telling has gone; "" if the text names a place, or it has gone nowhere. `late`: hours have
    passed."""
    if entrance is None or _names_a_place(world, template, binding):
        return ""
    realiser = realiser_for(world.definition.front.language)
    phrase = world.definition.properties["at"].phrase or ""
    thing = world.definition.things[entrance.place]
    several = thing.pronoun in (Pronoun.THEY, Pronoun.WE)
    said = realiser.asides.scene(phrase, thing.display, several, entrance.again, late)
    return realiser.capitalize(realiser.finished(said))


def _names_a_place(world: World, template: Template, binding: Binding) -> bool:
    said = "".join(piece.text for piece in template.pieces if isinstance(piece, Text))
    if any(thing.display in said for thing in world.definition.things_of("place")):
        return True
    bound = [binding.get(slot.who, slot.who) for slot in template.slots]
    things = [world.definition.things.get(one) for one in bound if isinstance(one, str)]
    return any(thing is not None and "place" in world.definition.kinds[thing.kind].ancestors for thing in things)
