"""What a narrator remembers of what it has told, so that nothing is told again as if it were new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.engine.interface import State
from fabula.model import NumberType, Want
from fabula.randomness import Random
from fabula.syntax.templates import Template
from fabula.telling.content.choosing import Chooser
from fabula.telling.content.discoveries import Discovery
from fabula.telling.content.motives import Motive
from fabula.telling.world import Binding, Happening, StateView, World, mind_number

#: for so many events it is not told again that somebody was seen, or was not where the teller had thought
BETWEEN_DISCOVERIES = 12


def clock(world: World) -> tuple[int, ...]:
    """The fluents that everybody feels pass: public numbers without arguments."""
    found: list[int] = []
    for fluent in range(len(world.ground.task.fluents)):
        name, arguments = world.ground.property_of(fluent)
        item = world.definition.properties[name]
        if not arguments and item.public and isinstance(item.type, NumberType):
            found.append(fluent)
    return tuple(found)


class Novelty:
    """What was told in one telling."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.thoughts: list[Motive] = []
        self._clock = clock(world)
        self._before: State | None = None
        self._last = -1
        self._reached: tuple[State | None, object] = (None, None)
        self._discovered: dict[tuple[str, ...], int] = {}
        self._said: set[tuple[object, ...]] = set()
        self._missed: list[tuple[str, int]] = []

    def told(self, event: Happening) -> None:
        """An event was told."""
        self._before = event.after
        self._last = event.action

    def reach(self, event: Happening, place: object) -> None:
        """An act was told as one that leads to a place."""
        self._reached = (event.after, place)

    def reached(self, event: Happening) -> object:
        """The place that the act of an event was told to lead to, if it was."""
        state, place = self._reached
        return place if state == event.after else None

    def reached_before(self, event: Happening) -> object:
        """The place that the act before was told to lead to, if it was."""
        state, place = self._reached
        return place if state == event.before else None

    def concerned(self, minds: Sequence[str]) -> bool:
        """Whether the act that was told last was done to one of these."""
        if self._last < 0:
            return False
        ground = self.world.ground.actions[self._last]
        bodies = {self.world.definition.things[mind].body or mind for mind in minds}
        return bool(bodies & set(ground.binding.values()) - set(ground.doers))

    def hours_before(self, event: Happening, mind: str | None) -> int:
        """How much time has passed since the last event that was told, as everybody feels it."""
        if self._before is None:
            return 0
        engine = self.world.engine
        states = (self._before, event.before)
        if mind is not None:
            number = mind_number(self.world, mind)
            states = (engine.belief(states[0], number), engine.belief(states[1], number))
        passed = ((engine.taken(states[0], fluent), engine.taken(states[1], fluent)) for fluent in self._clock)
        return max((now - then for then, now in passed if isinstance(then, int) and isinstance(now, int)), default=0)

    def is_routine(self, event: Happening, chooser: Chooser) -> bool:
        """Whether an event that was told before is one of nobody and about nobody, such as the striking of a clock, or goes on
        with an act by which nothing but time passes."""
        ground = self.world.ground.actions[event.action]
        if not chooser.were_used(self.world.ground.says(event.action)):
            return False
        effects = self.world.ground.task.actions[event.action].effects
        waits = event.action == self._last and all(effect.fluent in self._clock for effect in effects)
        return not (ground.doers or ground.binding) or waits

    def is_news(self, index: int, discovery: Discovery) -> bool:
        """Whether it has not been told lately that the same was found out about the same things."""
        if not discovery.schema:
            return True
        key = (discovery.schema, *(str(bound) for bound in discovery.binding.values() if not self._is_scenery(bound)))
        last = self._discovered.get(key)
        if last is not None and index - last < BETWEEN_DISCOVERIES:
            return False
        self._discovered[key] = index
        return True

    def _is_scenery(self, bound: str | tuple[str, ...]) -> bool:
        names = bound if isinstance(bound, tuple) else (bound,)
        return all("place" in self.world.definition.kinds[self.world.definition.things[name].kind].ancestors for name in names)

    def again(self, template: Template, binding: Binding) -> bool:
        """Whether the same text was told of the same things before."""
        key = (template.pieces, *(binding.get(slot.who, slot.who) for slot in template.slots))
        if key in self._said:
            return True
        self._said.add(key)
        return False

    def fresh(self, motives: Sequence[Motive], random: Random) -> Motive | None:
        """A motive that was not told before; now and then one that speaks against the act."""
        fresh = [motive for motive in motives if motive not in self.thoughts]
        against = [motive for motive in fresh if motive.against]
        if against and not (self.thoughts and self.thoughts[-1].against):
            return against[0]
        others = [motive for motive in fresh if not motive.against]
        return random.choice(others) if others else None

    # --- what was found out ------------------------------------------------------------------------------------------------

    def found(self, discovery: Discovery) -> None:
        """A discovery was told: perhaps that somebody is missing."""
        for fluent in discovery.changed:
            name, arguments = self.world.ground.property_of(fluent)
            if name == "at" and len(arguments) == 1:
                self._missed.append((arguments[0], fluent))

    def _speaks_of(self, want: Want, thing: str) -> bool:
        name = re.escape(self.world.definition.things[thing].display)
        return want.phrased and re.search(rf"\b{name}\b", want.text) is not None

    def missed(self, view: StateView) -> str | None:
        """Whom the teller wants something with, has looked for in vain, and still does not know where to find."""
        for thing, fluent in reversed(self._missed):
            wanted = any(self._speaks_of(want, thing) for want in self.world.definition.wants.get(view.mind or "", ()))
            where = self.world.ground.idea(fluent, self.world.engine.taken(view.state, fluent))
            if wanted and thing != view.mind and not where.is_one:
                return thing
        return None
