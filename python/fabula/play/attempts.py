"""What becomes of an act that the reader's character tries: it is done, it fails, or somebody refuses (semantics 7).

The reader's own reasons are the reader's, so that its character is not asked for any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.engine.interface import State
from fabula.lives import Aside, Attempt, Event, Reason, reasons_for
from fabula.lives.reasons import refusal_of
from fabula.lives.trying import fail, not_so
from fabula.lives.world import World
from fabula.model import Expression


@dataclass(frozen=True, slots=True)
class Done:
    """The act was done."""

    event: Event

    @property
    def after(self) -> State:
        return self.event.after


@dataclass(frozen=True, slots=True)
class Failed:
    """The act was not possible in the world. `learned`: the conditions of the act of which the character now knows that they
    do not hold. What holds instead it does not know."""

    action: int
    before: State
    after: State
    learned: tuple[Expression, ...]

    def kept(self, at: int, mind: str) -> Attempt:
        """The attempt as a life keeps it: after so many events, by this mind."""
        return Attempt(at, mind, self.action, self.before, self.after, self.learned)


@dataclass(frozen=True, slots=True)
class Refused:
    """The act was possible, and `mind` saw no reason for it; nothing has changed. What follows is what `mind` thinks: no text
    for the reader tells it (`as_seen` does).

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


#: an act of colour has no other outcome than that it was done
Outcome = Union[Done, Failed, Refused, Aside]


def open_to(world: World, state: State, player: int) -> tuple[int, ...]:
    """The acts that a character may try: it is to consent, and believes that they are possible, or may be."""
    return world.engine.open_to(world.engine.belief(state, player), player)


def attempt(world: World, state: State, action: int, player: int) -> Done | Failed | Refused:
    """Try an act that is open to the character."""
    engine, task = world.engine, world.ground.task
    twin = task.actions[action].twin
    if twin is not None and engine.is_possible(state, twin):
        # What was hoped for is not so: that shows only as it is tried.
        action = twin
    if not engine.is_possible(state, action):
        after = fail(world, state, action, player)
        return Failed(action, state, after, not_so(world, state, after, action, player))
    for mind in task.actions[action].consenting:
        if mind != player and engine.plan(state, action, mind) is None:
            return _refusal(world, state, action, mind)
    reasons = reasons_for(world, state, action, free=(player,))
    return Done(Event(action, state, engine.do(state, action), reasons or ()))


def as_seen(world: World, refused: Refused, player: int) -> Refused | None:
    """A refusal as it looks to the one who is refused: by what that one believes of the world, and of the other's mind. None:
    it can't tell why, as it believes that the other has a reason to agree."""
    believed = world.engine.belief(refused.before, player)
    mind = world.ground.task.characters.index(refused.mind)
    if world.engine.plan(believed, refused.action, mind) is not None:
        return None
    return _refusal(world, believed, refused.action, mind)


def reasons_seen(world: World, event: Event, player: int) -> tuple[Reason, ...] | None:
    """The reasons of all others for an act, as far as the player can work them out: by what it believes of the world, and of
    the others' minds. None: it can't tell why somebody does that."""
    believed = world.engine.belief(event.before, player)
    if not world.engine.may_try(believed, world.ground.task.act_of(event.action)):
        return None
    return reasons_for(world, believed, event.action, free=(player,))


def _refusal(world: World, state: State, action: int, mind: int) -> Refused:
    found = refusal_of(world, state, action, mind)
    return Refused(action, state, world.ground.task.characters[mind], found.possible, found.worse, found.better)
