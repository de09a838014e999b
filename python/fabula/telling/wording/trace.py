"""What a passage takes for granted, written down while it is told, so that others can check it against the teller's mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fabula.engine.evaluate import possible, values_of
from fabula.engine.interface import State
from fabula.grounding import Idea
from fabula.model import Expression, Says, Type
from fabula.task import Compare, Condition, Constant, Read, Value
from fabula.telling.content.foreshadowing import Foretold
from fabula.telling.content.insets import single
from fabula.telling.content.recollection import Remembered
from fabula.telling.world import Binding, StateView, World


@dataclass(frozen=True, slots=True)
class Held:
    """In the teller's mind, in a state of the world, the condition `holds` or does not."""

    state: State
    condition: Condition
    holds: bool


@dataclass(frozen=True, slots=True)
class Found:
    """In an event (by its index in the life) the teller has come to this idea of a fluent: a value, or several possible."""

    event: int
    fluent: int
    taken: Value


@dataclass(frozen=True, slots=True)
class Named:
    """A thing was called by these words, in a state of the world."""

    thing: str
    words: str
    state: State


@dataclass(frozen=True, slots=True)
class Wanted:
    """That a mind wanted something (a line of its wants, as written), at an event."""

    event: int
    mind: str
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """`states`: those of the world in which it is told, the last one last; `acts`: the events told as acts that were seen;
    `tried`, `passing`: the attempts and the acts of colour of the life (by their index) that are told; `sights`: what is
    described, each after so many events."""

    states: tuple[State, ...] = ()
    acts: tuple[int, ...] = ()
    found: tuple[Found, ...] = ()
    held: tuple[Held, ...] = ()
    named: tuple[Named, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    remembered: tuple[Remembered, ...] = ()
    foretold: tuple[Foretold, ...] = ()
    tried: tuple[int, ...] = ()
    passing: tuple[int, ...] = ()
    sights: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: Trace) -> Trace:
        return Trace(
            self.states + other.states,
            self.acts + other.acts,
            self.found + other.found,
            self.held + other.held,
            self.named + other.named,
            self.wanted + other.wanted,
            self.remembered + other.remembered,
            self.foretold + other.foretold,
            self.tried + other.tried,
            self.passing + other.passing,
            self.sights + other.sights,
        )


UNTRACED = Trace()


def held_for(world: World, says: Says, state: State, binding: Binding) -> Trace:
    """What a text that was chosen takes for granted."""
    if says.condition is None:
        return UNTRACED
    return Trace(held=tuple(Held(state, world.ground.condition(says.condition, each), True) for each in single(binding)))


@dataclass(slots=True)
class Tracer:
    """Collects what the views of one passage are asked."""

    held: list[Held] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what was collected: the passage is told anew."""
        self.held.clear()
        self.named.clear()

    def taken(self, trace: Trace) -> Trace:
        """The trace with what was collected, which is forgotten here."""
        whole = trace + Trace(held=tuple(dict.fromkeys(self.held)), named=tuple(dict.fromkeys(self.named)))
        self.clear()
        return whole


class TracedView(StateView):
    """A view that writes down what it is asked, and by what words things are called."""

    def __init__(self, world: World, state: State, mind: str | None, tracer: Tracer) -> None:
        super().__init__(world, state, mind)
        self.real = state
        self.tracer = tracer

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        found = super().holds(condition, binding)
        self.tracer.held.append(Held(self.real, self.world.ground.condition(condition, binding), found))
        return found

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        fluent = self.world.ground.fluent(name, *arguments)
        if fluent is not None:
            values = values_of(self.world.engine.taken(self.state, fluent))
            asked = Read((), fluent)
            self.tracer.held.append(Held(self.real, _is_one_of(asked, values), True))
            self.tracer.held += [Held(self.real, Compare("may be", asked, Constant(value)), True) for value in values]
        return super().possible(name, arguments)

    def worked_out(self, expression: Expression, kind: Type, binding: Mapping[str, str]) -> Idea:
        asked = self.world.ground.expression(expression, binding)
        values = possible(self.world.engine, self.state, asked).values
        if len(values) == 1:
            self.tracer.held.append(Held(self.real, Compare("==", asked, Constant(values[0])), True))
        return super().worked_out(expression, kind, binding)

    def called(self, name: str, words: str) -> None:
        self.tracer.named.append(Named(name, words, self.real))


def _is_one_of(asked: Read, values: tuple[int, ...]) -> Condition:
    if len(values) == 1:
        return Compare("==", asked, Constant(values[0]))
    return Compare("in", asked, Constant(values[0], values[1:]))
