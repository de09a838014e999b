"""The director: what the others do after a turn of the reader, for reasons of their own, steered by fate (semantics 7).

It decides on the life so far, the seed and the number of the turn, and on nothing else: the same life with the same seed goes
on in the same way, whether it was played, undone and played again, or loaded.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from fabula.engine.interface import State
from fabula.lives import Event, reasons_for
from fabula.lives.world import World
from fabula.randomness import Random

#: how many acts of others follow a turn at most
ACTS = 2
#: how many turns in a row the others may be held back because all that they would do leads away from what fate prefers
PATIENCE = 2
#: how many states the director looks at before each act
HORIZON = 24


@dataclass(frozen=True, slots=True)
class Prospect:
    """What the director expects of a state. `worth` of the best ending that was found ahead, of `distance` acts to it (0 where
    none was found), and fate's own utility of the state."""

    worth: int
    utility: int
    distance: int


@dataclass(frozen=True, slots=True)
class Pace:
    """What the director has to know of a turn of the reader's: its number, whether the reader waited, and how many turns before
    it in a row were quiet."""

    number: int
    waited: bool
    quiet: int


class Director:
    """Leads the others in the life of one reader, who is the character `player`."""

    def __init__(self, world: World, player: int, seed: int, acts: int = ACTS, horizon: int = HORIZON) -> None:
        self._world = world
        self._player = player
        self._seed = seed
        self._acts = acts
        self._horizon = horizon
        self._worths = worths(world)
        # All depend on the state alone: they make a turn faster and never different.
        self._theirs: dict[State, tuple[int, ...]] = {}
        self._known: dict[State, tuple[tuple[int, State], ...]] = {}
        self._prospects: dict[State, Prospect] = {}

    def others(self, state: State) -> tuple[int, ...]:
        """The acts by which others can change a state, ascending: explained for all who consent, the player not among them."""
        if state not in self._theirs:
            actions = self._world.ground.task.actions
            self._theirs[state] = tuple(
                move for move, _ in self._moves(state) if move < len(actions) and self._player not in actions[move].consenting
            )
        return self._theirs[state]

    def is_stuck(self, state: State) -> bool:
        """Whether nothing can follow on a state, whatever the player tries; nor is it an ending."""
        return self._world.engine.ending(state) is None and not self._moves(state)

    def _moves(self, state: State) -> tuple[tuple[int, State], ...]:
        """What a life of the player's goes on with."""
        if state not in self._known:
            self._known[state] = self._world.engine.moves(state, (self._player,))
        return self._known[state]

    def turn(self, state: State, seen: Container[State], turn: Pace) -> tuple[Event, ...]:
        """What the others do, nothing in a quiet turn. `seen`: the states that this life has passed."""
        random = Random((self._seed << 20) + turn.number)
        passed = {state}
        busy: set[int | None] = set()
        events: list[Event] = []
        while len(events) < self._acts and self._world.engine.ending(state) is None:
            if events and random.below(2):
                break
            patient = bool(events) or not (turn.waited or turn.quiet >= PATIENCE)
            action = self._choose(state, (seen, passed), busy, patient, random)
            if action is None:
                break
            event = Event(action, state, self._world.engine.do(state, action), reasons_for(self._world, state, action) or ())
            events.append(event)
            busy.update(self._doers(action))
            state = event.after
            passed.add(state)
        return tuple(events)

    def _choose(
        self, state: State, passed: tuple[Container[State], ...], busy: set[int | None], patient: bool, random: Random
    ) -> int | None:
        """The act that leads nearest to what fate prefers. `patient`: rather none than one that leads away from it, or back to
        where this life has been before."""
        engine = self._world.engine
        free = [action for action in self.others(state) if busy.isdisjoint(self._doers(action))]
        fresh = [action for action in free if _is_new(engine.do(state, action), passed)]
        if not fresh and (patient or not free):
            return None
        promises = {action: self._promise(engine.do(state, action)) for action in fresh or free}
        best = max(promises.values())
        if patient and best[0] < self._prospect(state).worth:
            return None
        return random.choice([action for action, promise in promises.items() if promise == best])

    def _promise(self, state: State) -> tuple[int, int, int]:
        """A prospect as something to compare: a good ending is wanted soon, a bad one late."""
        prospect = self._prospect(state)
        nearer = -prospect.distance if prospect.worth > self._unknown else prospect.distance
        return prospect.worth, prospect.utility, nearer

    @property
    def _unknown(self) -> int:
        """The worth of not knowing how it ends: odd, and so between the better and the worse half of the endings."""
        return len(self._worths) | 1

    def _prospect(self, state: State) -> Prospect:
        """Breadth first over all that may happen, the player's own acts included, as far as the horizon."""
        if state not in self._prospects:
            engine = self._world.engine
            depths = {state: 0}
            pending = [state]
            worth, distance = 0, 0
            looked = 0
            for here in pending:
                ending = engine.ending(here)
                if ending is None:
                    if looked == self._horizon:
                        if worth < self._unknown:
                            worth, distance = self._unknown, 0
                        break
                    looked += 1
                    for _, after in self._moves(here):
                        if after not in depths:
                            depths[after] = depths[here] + 1
                            pending.append(after)
                elif self._worths[ending] > worth:
                    worth, distance = self._worths[ending], depths[here]
            self._prospects[state] = Prospect(worth, engine.utility(state, None), distance)
        return self._prospects[state]

    def _doers(self, action: int) -> tuple[int | None, ...]:
        """Who is busy with an act for a turn; None stands for fate, whose acts nobody consents to."""
        return self._world.ground.task.actions[action].consenting or (None,)


def _is_new(state: State, passed: tuple[Container[State], ...]) -> bool:
    return all(state not in states for states in passed)


def worths(world: World) -> tuple[int, ...]:
    """The worth of each ending, the first that fate prefers being worth most; those that fate does not name come below them in
    the order of the text. A life without an ending is worth 0."""
    names = [ending.name for ending in world.ground.task.endings]
    order = list(dict.fromkeys([*world.definition.fate, *names]))
    return tuple(2 * (len(names) - order.index(name)) for name in names)
