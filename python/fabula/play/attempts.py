"""What becomes of an act that the reader's character tries: it is done, it fails, or somebody refuses (semantics 7).

The reader's own reasons are the reader's, so that its character is not asked for any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from fabula.engine.evaluate import evaluate, holds, read
from fabula.engine.interface import Engine, State
from fabula.lives import Attempt, Event, reasons_for, wants_of
from fabula.lives.world import World
from fabula.task import UNKNOWN, AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read

#: what somebody came to know: the path inside its mind, the fluent, the code of the value
Fact = tuple[tuple[int, ...], int, int]


@dataclass(frozen=True, slots=True)
class Done:
    """The act was done."""

    event: Event

    @property
    def after(self) -> State:
        return self.event.after


@dataclass(frozen=True, slots=True)
class Failed:
    """The act was not possible in the world. `learned`: what the character now knows, and did not believe before."""

    action: int
    before: State
    after: State
    learned: tuple[Fact, ...]

    def kept(self, at: int, mind: str) -> Attempt:
        """The attempt as a life keeps it: after so many events, by this mind."""
        return Attempt(at, mind, self.action, self.before, self.after, self.learned)


@dataclass(frozen=True, slots=True)
class Refused:
    """The act was possible, and `mind` saw no reason for it; nothing has changed.

    `believed_possible`: whether the mind believes that the act can be done at all. `worse` and `better`: the lines of its
    wants that the act would change at once, in its own eyes; both empty = nothing that it wants depends on it.
    """

    action: int
    before: State
    mind: str
    believed_possible: bool
    worse: tuple[str, ...]
    better: tuple[str, ...]

    @property
    def after(self) -> State:
        return self.before

    def kept(self, at: int, mind: str) -> Attempt:
        """The attempt as a life keeps it: after so many events, by this mind."""
        return Attempt(at, mind, self.action, self.before, self.after, refused_by=self.mind)


Outcome = Union[Done, Failed, Refused]


def open_to(world: World, state: State, player: int) -> tuple[int, ...]:
    """The acts that a character may try: it is to consent, and believes that they are possible."""
    believed = world.engine.belief(state, player)
    actions = world.ground.task.actions
    return tuple(action for action in world.engine.possible(believed) if player in actions[action].consenting)


def attempt(world: World, state: State, action: int, player: int) -> Outcome:
    """Try an act that is open to the character."""
    engine, task = world.engine, world.ground.task
    if not engine.is_possible(state, action):
        after, learned = learn_from_failure(engine, state, action, player)
        return Failed(action, state, after, learned)
    for mind in task.actions[action].consenting:
        if mind != player and engine.plan(state, action, mind) is None:
            return _refusal(world, state, action, mind)
    reasons = reasons_for(world, state, action, free=(player,))
    return Done(Event(action, state, engine.do(state, action), reasons or ()))


def learn_from_failure(engine: Engine, state: State, action: int, character: int) -> tuple[State, tuple[Fact, ...]]:
    """The state in which the character knows why an act that it believed to be possible was not, and what it learned.

    As in a surprise (semantics 2.2 step 2): the fluents of those atoms of the precondition that are false in the world and
    true in its belief get the values that they have. What it learns may make another way of meeting the precondition look
    open, which is just as closed: then it learns about that one too, until it no longer believes in any.
    """
    precondition = engine.task.actions[action].precondition
    learned: dict[tuple[tuple[int, ...], int], int] = {}
    while True:
        believed = engine.belief(state, character)
        new: dict[tuple[tuple[int, ...], int], int] = {}
        for atom in _false_atoms(engine, state, precondition):
            if holds(engine, believed, atom):
                for place in _reads(atom):
                    # What a character believes about its own beliefs is what it believes.
                    inside = place.path[1:] if place.path[:1] == (character,) else place.path
                    value = read(engine, state, place.path, place.fluent)
                    if read(engine, believed, inside, place.fluent) != value:
                        new[inside, place.fluent] = value
        facts = tuple((path, fluent, value) for (path, fluent), value in new.items())
        revised = engine.revise(state, character, facts) if facts else state
        if revised == state:
            return state, tuple((path, fluent, value) for (path, fluent), value in learned.items())
        learned.update(new)
        state = revised


def _false_atoms(engine: Engine, state: State, condition: Condition) -> Iterator[Compare]:
    """The atoms below the parts of a condition that are false in a state, themselves false there."""
    if holds(engine, state, condition):
        return
    if isinstance(condition, Compare):
        yield condition
    else:
        for part in condition.parts:
            yield from _false_atoms(engine, state, part)


def _reads(part: Expression | Condition) -> Iterator[Read]:
    match part:
        case Read():
            yield part
        case Constant():
            pass
        case Arithmetic(_, left, right) | Compare(_, left, right):
            yield from _reads(left)
            yield from _reads(right)
        case Choose(condition, then, otherwise):
            yield from _reads(condition)
            yield from _reads(then)
            yield from _reads(otherwise)
        case AllOf(parts) | AnyOf(parts):
            for inner in parts:
                yield from _reads(inner)


def _refusal(world: World, state: State, action: int, mind: int) -> Refused:
    engine, ground = world.engine, world.ground
    name = ground.task.characters[mind]
    believed = engine.belief(state, mind)
    if not engine.is_possible(believed, action):
        return Refused(action, state, name, False, (), ())
    after = engine.do(believed, action)
    worse: list[str] = []
    better: list[str] = []
    for text, value in wants_of(ground, name):
        now, then = evaluate(engine, believed, value), evaluate(engine, after, value)
        if now != then:
            (worse if then == UNKNOWN or UNKNOWN != now > then else better).append(text)
    return Refused(action, state, name, True, tuple(worse), tuple(better))
