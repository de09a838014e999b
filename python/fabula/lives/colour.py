"""Acts of colour: they change nothing, and so are no steps of lives; who plays does them, and a life keeps that they were done.

Whether one can be done is asked in the mind of whoever does it: she hums in the kitchen if she takes herself to be there. So
what is offered tells nobody more than they know, and none is ever in vain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from fabula.engine.evaluate import holds
from fabula.engine.interface import State
from fabula.lives.world import World
from fabula.model import Action, Comparison, Expression, Get, Literal, Variable
from fabula.task import FALSE, AllOf, Condition


@dataclass(frozen=True, slots=True)
class Colour:
    """An act of colour with things for its parameters. `mind`: who does it; `things`: in the order of the parameters."""

    schema: str
    mind: str
    things: tuple[str, ...]
    #: a body of several wills is moved by this one
    will: str = ""

    @property
    def name(self) -> str:
        """As acts are called: `hum(Ann)`, `hum(Seth) as Jen`."""
        return f"{self.schema}({', '.join(self.things)}){f' as {self.will}' if self.will else ''}"

    def binding(self, world: World) -> dict[str, str]:
        """Parameter -> thing."""
        parameters = world.definition.colours[self.schema].parameters
        return {parameter.name: thing for parameter, thing in zip(parameters, self.things, strict=True)}


@dataclass(frozen=True, slots=True)
class Aside:
    """An act of colour that was done in a life, after `at` events and `tried` attempts of it, in this state."""

    act: Colour
    state: State
    at: int = 0
    tried: int = 0

    @property
    def after(self) -> State:
        """It has changed nothing."""
        return self.state


#: acts of colour that were done, by what they are never done again with
Done = Collection[tuple[str, tuple[str, ...]]]


def key_of(world: World, act: Colour) -> tuple[str, tuple[str, ...]] | None:
    """With what an act is never done again; None: it may be done as often as it can be."""
    once = world.definition.colours[act.schema].once
    if once is None:
        return None
    binding = act.binding(world)
    return act.schema, tuple(binding[name] for name in once)


@dataclass(slots=True)
class Palette:
    """All acts of colour of one mind, with the conditions that it must take to hold; worked out when first asked for."""

    world: World
    mind: str
    _acts: list[tuple[Colour, Condition]] | None = field(default=None)

    def open(self, state: State, done: Done) -> tuple[Colour, ...]:
        """What this mind can do in a state, where all these were `done` before."""
        if self._acts is None:
            self._acts = [(act, condition) for act, condition in _all(self.world, self.mind) if condition is not FALSE]
        if not self._acts:
            return ()
        engine = self.world.engine
        believed = engine.belief(state, self.world.ground.minds[self.mind])
        return tuple(
            act for act, condition in self._acts if key_of(self.world, act) not in done and holds(engine, believed, condition)
        )


def colour_named(world: World, name: str) -> Colour | None:
    """The act of colour of this name, spaces apart; None if the story has none."""
    squeezed = "".join(name.split())
    schema = squeezed.partition("(")[0]
    action = world.definition.colours.get(schema)
    if action is None:
        return None
    minds = [thing.name for thing in world.definition.minds()]
    every = (act for mind in minds for act in _instances(world, action, mind))
    return next((act for act in every if "".join(act.name.split()) == squeezed), None)


def can_do(world: World, act: Colour, state: State) -> bool:
    """Whether who does an act takes all that it needs to be so."""
    believed = world.engine.belief(state, world.ground.minds[act.mind])
    return holds(world.engine, believed, _condition(world, act))


def sees(world: World, act: Colour, state: State, mind: str) -> bool:
    """Whether a mind sees that an act of colour is done in a state. A will sees what its body sees."""
    action = world.definition.colours[act.schema]
    if mind == act.mind or action.seen_by_all:
        return True
    things, binding = world.definition.things, act.binding(world)
    eyes = things[mind].body or mind
    for seen in action.seen:
        if seen.variable.kind in world.definition.kinds[things[eyes].kind].ancestors:
            condition = world.ground.condition(seen.condition, {**binding, seen.variable.name: eyes})
            if holds(world.engine, state, condition):
                return True
    return False


def _all(world: World, mind: str) -> Iterator[tuple[Colour, Condition]]:
    for action in world.definition.colours.values():
        for act in _instances(world, action, mind):
            yield act, _condition(world, act)


def _instances(world: World, action: Action, mind: str) -> Iterator[Colour]:
    """An act with all things for its parameters with which this mind does it."""
    definition, doer = world.definition, action.by[0]
    body = definition.things[mind].body
    for moved in (mind,) if body is None else (mind, body):
        ranges = [_range(world, parameter, doer, moved) for parameter in action.parameters]
        if isinstance(doer, Literal) and doer.value != moved:
            continue
        for things in product(*ranges):
            if not _is_apart(action, things):
                continue
            yield Colour(action.name, mind, things, mind if moved != mind else "")


def _is_apart(action: Action, things: tuple[str, ...]) -> bool:
    """Whether those are different things that have to be."""
    binding = {one.name: thing for one, thing in zip(action.parameters, things, strict=True)}
    return all(
        binding[one.name] != (binding[other.name] if isinstance(other, Variable) else other.value)
        for one, other in action.distinct
    )


def _range(world: World, parameter: Variable, doer: Expression, moved: str) -> tuple[str, ...]:
    names = tuple(thing.name for thing in world.definition.things_of(parameter.kind))
    if isinstance(doer, Variable) and doer.name == parameter.name:
        return tuple(name for name in names if name == moved)
    return names


def _condition(world: World, act: Colour) -> Condition:
    """What must hold for an act; of a body of several wills, that it is moved by who does it."""
    definition, ground = world.definition, world.ground
    action: Action = definition.colours[act.schema]
    body = definition.things[act.mind].body or act.mind
    binding: Mapping[str, str] = act.binding(world)
    condition = ground.condition(action.when, binding)
    if len(definition.wills_of(body)) < 2 or (act.mind in act.things and act.mind != body):
        return condition
    held = ground.condition(Comparison("==", Get("held_by", (Literal(body),)), Literal(act.mind)))
    return AllOf((condition, held))
