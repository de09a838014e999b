"""What may happen after a state, thought through with patience that has an end.

Whoever leads the others asks many questions about reasons, and what an engine finds out about one it remembers. An engine of
its own keeps all that out of the story's, and forgets it. Patience is counted in steps of thought and begins anew with each
train of thought, so that what is foreseen depends on the state alone: not on the machine, nor on what was asked before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from fabula.engine.interface import Engine, Foreseen, State
from fabula.grounding import Ground
from fabula.lives import Reason, reasons_for
from fabula.lives.world import World
from fabula.model import Definition

#: steps of thought for one turn, all people together: to try an act in a mind takes as long as there are people in it
PATIENCE = 30_000
#: what is done for reasons that are found in so few steps is always foreseen
LITTLE = 8
WITHOUT_END = 2**62
#: of the patience, this part is for what people do now; the rest for what may follow
NOW = 2
#: what may follow on one state takes at most this part of the patience that is left, and a question there at most that one
LATER, QUESTION = 8, 64
#: states and what is known of them are kept from one train of thought to the next as long as they take so many bytes
BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class _Thoughts:
    """The world, thought about with another engine."""

    definition: Definition
    ground: Ground
    engine: Engine


class Foresight:
    """A train of thought about the life of one reader, who is the character `player`. It has states of its own; those of the
    story are not among them."""

    def __init__(self, world: World, player: int, patience: int = PATIENCE) -> None:
        self._world = world
        self._player = player
        self._patience = patience // max(1, len(world.ground.task.characters))
        self._twin: _Thoughts | None = None
        self._known: dict[State, Foreseen] = {}
        self._thought = 0

    @property
    def _thoughts(self) -> _Thoughts:
        if self._twin is None:
            self._twin = _Thoughts(self._world.definition, self._world.ground, self._world.engine.twin())
        return self._twin

    @property
    def engine(self) -> Engine:
        """The engine that has the states of this train of thought."""
        return self._thoughts.engine

    def begin(self, state: State) -> State:
        """Begins a train of thought at a state of the story, with all patience. No state of an earlier one is one any more."""
        self._known = {}
        self._thought = 0
        return self.engine.think_anew(self._world.engine, state, BYTES)

    @property
    def spent(self) -> int:
        """The steps of thought of this train of thought so far."""
        return self._thought

    @property
    def ended(self) -> bool:
        """Whether there is no more patience."""
        return self._thought >= self._patience

    def goes_on(self, state: State) -> bool:
        """Whether anything can follow on a state of the story: with a little thought where that is enough, else with all that
        it takes. It is a train of thought of its own."""
        inner = self.begin(state)
        found = self.engine.foresee(inner, (self._player,), LITTLE, WITHOUT_END)
        if found.attempts or any(self.engine.do(inner, action) != inner for action in found.acts):
            return True
        return not found.whole and bool(self.engine.moves(inner, (self._player,)))

    def now(self, state: State) -> tuple[int, ...]:
        """The acts that may be done in a state that has come about, ascending, maybe some that change nothing: first those for
        which reasons are found with little thought; and then, as long as there is patience, the others."""
        each = LITTLE
        while True:
            most = self._patience // NOW if each > LITTLE else WITHOUT_END
            found = self.engine.foresee(state, (self._player,), each, most)
            self._thought = found.thought
            if found.whole or found.thought >= self._patience // NOW:
                self._known[state] = found
                return found.acts
            each *= 4

    def later(self, state: State) -> Iterator[Callable[[], State]]:
        """What may follow on a state that may come about, each step worked out when it is called."""
        if state not in self._known:
            left = max(0, self._patience - self._thought)
            found = self.engine.foresee(state, (self._player,), left // QUESTION, self._thought + left // LATER)
            self._thought = found.thought
            self._known[state] = found
        known = self._known[state]
        for action in known.acts:
            yield partial(self.engine.do, state, action)
        for _, after in known.attempts:
            yield partial(State, after)

    def reasons(self, state: State, action: int) -> tuple[Reason, ...]:
        """The reasons for an act of others that was foreseen."""
        return reasons_for(self._thoughts, state, action) or ()
