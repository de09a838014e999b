"""What minds perceive of the events of a life: worked out once for each event and mind, and handed on."""

from __future__ import annotations

from fabula.engine.evaluate import evaluate, truth
from fabula.engine.interface import State
from fabula.task import Condition, Expression
from fabula.telling.content.discoveries import Discovery, discoveries
from fabula.telling.world import Happening, World, sees

_Key = tuple[object, int, object, str | None]


class Perceptions:
    """What was asked about one life before is not worked out again."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._seen: dict[_Key, bool] = {}
        self._found: dict[_Key, tuple[Discovery, ...]] = {}
        # By the term itself and not by what it says, which takes as long to hash as to evaluate; kept, so that no other
        # term comes to be in its place.
        self._held: dict[tuple[State, int], tuple[Condition, bool]] = {}
        self._values: dict[tuple[State, int], tuple[Expression, int]] = {}

    def sees(self, event: Happening, mind: str | None) -> bool:
        """Whether a mind sees the act of an event; nobody's eyes see every act."""
        key = (event.before, event.action, event.after, mind)
        if key not in self._seen:
            self._seen[key] = mind is None or sees(self.world, event, mind)
        return self._seen[key]

    def found(self, event: Happening, mind: str | None) -> tuple[Discovery, ...]:
        """What a mind finds out in an event."""
        key = (event.before, event.action, event.after, mind)
        if key not in self._found:
            self._found[key] = discoveries(self.world, event, mind)
        return self._found[key]

    def holds(self, state: State, condition: Condition) -> bool:
        """Whether a condition is true in a state."""
        key = (state, id(condition))
        if key not in self._held:
            self._held[key] = condition, truth(self.world.engine, state, condition) is True
        return self._held[key][1]

    def value(self, state: State, expression: Expression) -> int:
        """The value of an expression in a state, as of a want."""
        key = (state, id(expression))
        if key not in self._values:
            self._values[key] = expression, evaluate(self.world.engine, state, expression)
        return self._values[key][1]

    def perceives(self, event: Happening, mind: str | None) -> bool:
        """Whether a mind sees the act, or finds something out by it."""
        return self.sees(event, mind) or bool(self.found(event, mind))
