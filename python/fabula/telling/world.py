"""What a telling needs to know of a story, a life and its events. `Story`, `lives.Life`, `lives.Event`, `lives.Reason` fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from fabula.engine.evaluate import holds, possible
from fabula.engine.interface import Engine, State
from fabula.grounding import Ground, Idea
from fabula.lives.colour import Aside
from fabula.model import Action, Definition, Expression, Property, Says, Thing, ThingType, TruthType, Type
from fabula.problems import unknown_character
from fabula.syntax.templates import parse_template

#: what the slots of a text stand for: a thing's name, or several
Binding = Mapping[str, str | tuple[str, ...]]


class World(Protocol):
    @property
    def definition(self) -> Definition: ...

    @property
    def ground(self) -> Ground: ...

    @property
    def engine(self) -> Engine: ...


class Motive(Protocol):
    """Why a mind agreed to an act: the plan that it believed in, and the lines of its wants that this plan makes better."""

    @property
    def mind(self) -> str: ...

    @property
    def plan(self) -> Sequence[int]: ...

    @property
    def gains(self) -> Sequence[str]: ...


class Happening(Protocol):
    """One act of a life."""

    @property
    def action(self) -> int: ...

    @property
    def before(self) -> State: ...

    @property
    def after(self) -> State: ...

    @property
    def reasons(self) -> Sequence[Motive]: ...


class Trial(Protocol):
    """An act that a mind tried in vain: `at`, how many events of the life came before it; `learned`: the conditions of
    the act that it found not to hold; `refused_by`: who had no reason for it, None if it was not possible."""

    @property
    def at(self) -> int: ...

    @property
    def mind(self) -> str: ...

    @property
    def action(self) -> int: ...

    @property
    def before(self) -> State: ...

    @property
    def after(self) -> State: ...

    @property
    def learned(self) -> Sequence[Expression]: ...

    @property
    def refused_by(self) -> str | None: ...


class Lived(Protocol):
    """A life. `ending`: the name of the ending that it has come to, if any; `attempts`: what was tried in vain, in order;
    `asides`: the acts of colour."""

    @property
    def events(self) -> Sequence[Happening]: ...

    @property
    def ending(self) -> str | None: ...

    @property
    def attempts(self) -> Sequence[Trial]: ...

    @property
    def asides(self) -> Sequence[Aside]: ...


def mind_number(world: World, name: str) -> int:
    """The number of a mind. Raises `UnknownName` if nobody of this name has one."""
    characters = world.ground.task.characters
    if name not in characters:
        raise unknown_character(name, characters)
    return characters.index(name)


def nothing_of(definition: Definition, item: Property) -> str:
    """The word for the value of a property that is none: nobody, nowhere, nothing; for all else: unknown."""
    return no_value_of(definition, item.type)


#: of a value that is not known there is nothing to say
UNSAID = "unknown"


def no_value_of(definition: Definition, kind: Type) -> str:
    """The same for a value of a type."""
    if not isinstance(kind, ThingType):
        return UNSAID
    ancestors = definition.kinds[kind.kind].ancestors
    if "place" in ancestors:
        return "nowhere"
    return "nobody" if ancestors & {"mind", "character", "body"} else "nothing"


def is_spoken_of(item: Property) -> bool:
    """Whether people speak of a property: what is marked as bookkeeping, and those of the library that have no words of their
    own, only keep account, and so does what counts turns and what has been drawn, by names that no story can give."""
    if item.bookkeeping or item.name.endswith("'"):
        return False
    return item.has_words or item.span is None or not item.span.source.is_library


def sees(world: World, event: Happening, mind: str) -> bool:
    """Whether a mind observes the act of an event. The dead see nothing, where a story has it that somebody is `alive`."""
    return is_alive(world, event, mind) and world.engine.observes(event.before, event.action, mind_number(world, mind))


def is_alive(world: World, event: Happening, mind: str) -> bool:
    """Whether the body of a mind is alive before an event, as far as the story knows of that."""
    return is_alive_in(world, event.before, mind)


def is_alive_in(world: World, state: State, mind: str) -> bool:
    """Whether the body of a mind is alive in a state, as far as the story knows of that."""
    item = world.definition.properties.get("alive")
    body = world.definition.things[mind].body or mind
    if item is None or len(item.kinds) != 1 or not isinstance(item.type, TruthType):
        return True
    if item.kinds[0] not in world.definition.kinds[world.definition.things[body].kind].ancestors:
        return True
    return StateView(world, state).possible("alive", (body,)).is_only(True)


def always_offered(action: Action) -> str | None:
    """The text by which an act is offered to anybody at any time, if there is one."""
    return next((one.text for one in action.choices if is_generic(one)), None)


def is_generic(says: Says) -> bool:
    """Whether a text is for everybody and at all times, and always the same."""
    return says.teller is None and says.condition is None and not parse_template(says.text).varies


class PlainView:
    """Things by their own names, and nothing else known: for what is said of a story apart from any state."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def thing(self, name: str) -> Thing | None:
        return self.definition.things.get(name)

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return False

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        raise KeyError(name)

    def nothing(self, name: str) -> str:
        return nothing_of(self.definition, self.definition.properties[name])

    def called(self, name: str, words: str) -> None:
        """What things are called here leaves no trace."""


class StateView:
    """A state as somebody has it before their eyes: the real one, or (`mind` given) what that mind believes in it."""

    def __init__(self, world: World, state: State, mind: str | None = None) -> None:
        self.world = world
        self.mind = mind
        self.state = state if mind is None else world.engine.belief(state, mind_number(world, mind))

    def thing(self, name: str) -> Thing | None:
        return self.world.definition.things.get(name)

    def holds(self, condition: Expression, binding: Mapping[str, str]) -> bool:
        return holds(self.world.engine, self.state, self.world.ground.condition(condition, binding))

    def possible(self, name: str, arguments: tuple[str, ...]) -> Idea:
        """What a property is taken to be by those whose view this is; in the world it is one value."""
        ground = self.world.ground
        fluent = ground.fluent(name, *arguments)
        if fluent is None:
            return Idea((ground.static(name, *arguments),), True)
        return ground.idea(fluent, self.world.engine.taken(self.state, fluent))

    def worked_out(self, expression: Expression, kind: Type, binding: Mapping[str, str]) -> Idea:
        """What an expression of a type is taken to be by those whose view this is; it may be several values."""
        asked = self.world.ground.expression(expression, binding)
        codes = possible(self.world.engine, self.state, asked).values
        return Idea(tuple(self.world.ground.meant(kind, code) for code in codes), len(codes) == 1)

    def nothing(self, name: str) -> str:
        return nothing_of(self.world.definition, self.world.definition.properties[name])

    def called(self, name: str, words: str) -> None:
        """What things are called here leaves no trace."""
