"""The director: what the others do after a turn of the reader, for reasons of their own, steered by fate (semantics 7).

It decides on the life so far, the seed and the number of the turn, and on nothing else: the same life with the same seed goes
on in the same way, whether it was played, undone and played again, or loaded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from fabula.engine.interface import State
from fabula.lives import Event, intentions
from fabula.lives.chance import drawn
from fabula.lives.intentions import Intentions
from fabula.lives.world import World
from fabula.play.foresight import PATIENCE, Foresight
from fabula.randomness import Random
from fabula.runtime_errors import RUNTIME_ERRORS

#: how many acts of others follow a turn at most
ACTS = 2
#: how many turns in a row the others may be held back because all that they would do leads away from what fate prefers
PATIENT = 2
#: how many acts of others follow a turn at most that happen at once
HURRIED = 24
#: how many states the director looks at beyond each act that it may choose
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
    it in a row were quiet. `about_to`: what people are about to do (semantics 8.4)."""

    number: int
    waited: bool
    quiet: int
    about_to: Intentions = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Here:
    """Where a life stands: a state of the story, and the same in foresight; and what people are about to do."""

    state: State
    inner: State
    about_to: Intentions


class _Outlook:
    """What was seen so far of what may follow on a state, breadth first."""

    def __init__(self, state: State) -> None:
        self.state = state
        #: steps that were not taken yet, and how many acts it takes to have taken them
        self.steps: deque[tuple[Callable[[], State], int]] = deque([(lambda: state, 0)])
        self.seen: set[State] = set()
        self.looked = 0
        self.worth = 0
        self.distance = 0

    def expect(self, worth: int, distance: int) -> None:
        """Something was seen; what is worth more counts."""
        if worth > self.worth:
            self.worth, self.distance = worth, distance


class Director:
    """Leads the others in the life of one reader, who is the character `player`."""

    def __init__(
        self, world: World, player: int, seed: int, acts: int = ACTS, horizon: int = HORIZON, patience: int = PATIENCE
    ) -> None:
        self._world = world
        self._player = player
        self._seed = seed
        self._acts = acts
        self._horizon = horizon
        self._worths = worths(world)
        self._weights = world.ground.task.weights()
        self._urgent_acts = world.ground.task.urgent()
        self.foresight = Foresight(world, player, patience)
        #: the state that was asked about last, and whether it is stuck
        self._asked: tuple[State, bool] | None = None

    def is_stuck(self, state: State) -> bool:
        """Whether nothing can follow on a state, whatever the player tries; nor is it an ending."""
        if self._asked is None or self._asked[0] != state:
            self._asked = state, self._world.engine.ending(state) is None and not self._goes_on(state)
        return self._asked[1]

    def _goes_on(self, state: State) -> bool:
        """Whether anything can follow on a state that is no ending. What the player can do alone is tried first, then what
        others have reasons for that are near: to find out whether there is none at all takes longer."""
        engine, actions = self._world.engine, self._world.ground.task.actions
        believed = engine.belief(state, self._player)
        for action in engine.possible(state):
            is_own = actions[action].consenting == (self._player,)
            if is_own and engine.may_try(believed, self._world.ground.task.act_of(action)):
                try:
                    if engine.do(state, action) != state:
                        return True
                except RUNTIME_ERRORS:
                    # Who tries it is told what is wrong with the story.
                    return True
        return self.foresight.goes_on(state)

    def turn(self, state: State, seen: Container[State], turn: Pace) -> tuple[Event, ...]:
        """What the others do, nothing in a quiet turn. `seen`: the states that this life has passed."""
        engine = self._world.engine
        if engine.ending(state) is not None:
            return ()
        random = Random((self._seed << 20) + turn.number)
        passed = {state}
        busy: set[int | None] = set()
        events: list[Event] = []
        done = 0
        is_drawn = not self._weights
        inner = self.foresight.begin(state)
        about_to = turn.about_to
        while engine.ending(state) is None:
            urgent = self._urgent(inner) if len(events) < HURRIED else ()
            if not urgent and (done >= self._acts or (done and random.below(2))):
                break
            chosen = None
            if urgent or not is_drawn:
                chosen = self._by_chance(inner, urgent, random)
                is_drawn = is_drawn or not urgent
            if chosen is None:
                patient = not urgent and (done > 0 or not (turn.waited or turn.quiet >= PATIENT))
                chosen = self._choose(_Here(state, inner, about_to), (seen, passed), set() if urgent else busy, patient, random)
                done += not urgent
                if chosen is not None and not urgent:
                    busy.update(self._doers(chosen[0]))
            if chosen is None:
                break
            action, then = chosen
            event = Event(action, state, engine.do(state, action), self.foresight.reasons(inner, action))
            events.append(event)
            about_to = intentions.after(self._world, about_to, event)
            state, inner = event.after, then
            passed.add(state)
        return tuple(events)

    def hurries(self, state: State) -> bool:
        """Whether others do something at once in a state, before the player can do anything."""
        return bool(self._urgent_acts) and bool(self._urgent(self.foresight.begin(state)))

    def _urgent(self, inner: State) -> tuple[int, ...]:
        """What others can do at once in a state."""
        if not self._urgent_acts:
            return ()
        found = [action for action in self.foresight.now(inner) if action in self._urgent_acts and not self._is_players(action)]
        return tuple(action for action in found if self.foresight.engine.do(inner, action) != inner)

    def _by_chance(self, inner: State, urgent: tuple[int, ...], random: Random) -> tuple[int, State] | None:
        """What comes about by chance in a state, whatever fate prefers, and where it leads; None: nothing."""
        do = self.foresight.engine.do
        acts = urgent or [act for act in self.foresight.now(inner) if act in self._weights and do(inner, act) != inner]
        act = drawn(random, acts, self._weights, not urgent or not self._weights.keys() >= set(urgent))
        return None if act is None else (act, do(inner, act))

    def _is_players(self, action: int) -> bool:
        return self._player in self._world.ground.task.actions[action].consenting

    def _choose(
        self, here: _Here, passed: tuple[Container[State], ...], busy: set[int | None], patient: bool, random: Random
    ) -> tuple[int, State] | None:
        """The act that leads nearest to what fate prefers, and the state that it is thought to lead to. `patient`: rather none
        than one that leads away from it, or back to where this life has been before."""
        engine = self._world.engine
        free = {action: after for action, after in self._others(here.inner, busy) if after != here.inner}
        fresh = [action for action in free if _is_new(engine.do(here.state, action), passed)]
        if not fresh and (patient or not free):
            return None
        candidates = fresh or list(free)
        prospects = self._prospects([*(free[action] for action in candidates), *([here.inner] if patient else [])])
        promises = {action: self._promise(prospects[free[action]]) for action in candidates}
        best = max(promises.values())
        if patient and best[0] < prospects[here.inner].worth:
            return None
        plans = partial(self.foresight.engine.plan, here.inner)
        kept = intentions.in_keeping(self._world, here.state, candidates, here.about_to, plans)
        # People go on with what they have begun, unless that leads to a worse ending.
        if kept and (going_on := max(promises[action] for action in kept))[0] >= best[0]:
            best, promises = going_on, {action: promises[action] for action in kept}
        action = random.choice([action for action, promise in promises.items() if promise == best])
        return action, free[action]

    def _others(self, inner: State, busy: set[int | None]) -> Iterator[tuple[int, State]]:
        """What others can do in a state, ascending, and where it leads: acts that are explained for all who consent, nobody
        among them busy, nor the player; nothing that is left to chance."""
        for action in self.foresight.now(inner):
            is_free = action not in self._weights and not self._is_players(action)
            if is_free and busy.isdisjoint(self._doers(action)):
                yield action, self.foresight.engine.do(inner, action)

    def _promise(self, prospect: Prospect) -> tuple[int, int, int]:
        """A prospect as something to compare: a good ending is wanted soon, a bad one late."""
        nearer = -prospect.distance if prospect.worth > self._unknown else prospect.distance
        return prospect.worth, prospect.utility, nearer

    @property
    def _unknown(self) -> int:
        """The worth of not knowing how it ends: odd, and so between the better and the worse half of the endings."""
        return len(self._worths) | 1

    def _prospects(self, states: Iterable[State]) -> dict[State, Prospect]:
        """What is to be expected of each state. All are looked ahead from in turns, so that patience ends for all at once."""
        outlooks = [_Outlook(state) for state in dict.fromkeys(states)]
        going = outlooks
        while going:
            going = [outlook for outlook in going if self._looks_on(outlook)]
        utility = self.foresight.engine.utility
        return {one.state: Prospect(one.worth, utility(one.state, None), one.distance) for one in outlooks}

    def _looks_on(self, outlook: _Outlook) -> bool:
        """Looks at one state more, breadth first over all that may happen, the player's own acts included. False: all was
        seen, or as much as there is patience for."""
        while outlook.steps:
            step, distance = outlook.steps.popleft()
            here = step()
            if here in outlook.seen:
                continue
            outlook.seen.add(here)
            ending = self.foresight.engine.ending(here)
            if ending is None:
                if outlook.looked == self._horizon or self.foresight.ended:
                    outlook.expect(self._unknown, 0)
                    return False
                outlook.looked += 1
                outlook.steps.extend((further, distance + 1) for further in self.foresight.later(here))
                return True
            outlook.expect(self._worths[ending], distance)
        return False

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
