"""What would have given a mind a reason for an act: to know what it is wrong about, to want something more, to think further.

Each is tried: what is said to give a reason gives one. Where a search for plans ends before that is known, or not everything
that there is was tried, `complete` is false.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Union

from fabula.engine.attempts import after_move, attempt_move
from fabula.engine.core import NativeEngine
from fabula.engine.evaluate import evaluate
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.limits import ANY_LEVELS
from fabula.lives.life import Life
from fabula.lives.reasons import wants_of
from fabula.lives.world import World
from fabula.task import UNKNOWN, Arithmetic, Constant, Expression, Limits, Task

#: states that a search for plans may visit for one question
PATIENCE = 200_000
#: states in which what a mind wants is looked at, to find which of its wants an act could serve
LOOKED_AT = 3_000
#: how many wants are tried with a greater weight
WANTS = 4
#: how many acts further, and how many levels deeper, people are made to think
FURTHER = 3
#: single facts that somebody is told
FACTS = 60


@dataclass(frozen=True, slots=True)
class Knew:
    """A mind knew what a property of things is in a state."""

    mind: str
    state: State
    item: str
    arguments: tuple[str, ...]
    value: bool | int | str | None


@dataclass(frozen=True, slots=True)
class WasNotWrong:
    """A mind were wrong about nothing."""

    mind: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A want counted so many times as much for a mind."""

    mind: str
    want: str
    times: int


@dataclass(frozen=True, slots=True)
class Thought:
    """A mind thought as far as these limits, and not as its `own`."""

    mind: str
    own: Limits
    limits: Limits


@dataclass(frozen=True, slots=True)
class ThoughtAll:
    """Everybody thought so much further ahead, so much deeper."""

    more: Limits


What = Union[Knew, WasNotWrong, Counted, Thought, ThoughtAll]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would have given a mind a reason. `kind`: "knowing" a fact, "wanting" something more, "thinking" further ahead or
    deeper. `what` it is; `plan`: what it would then have meant to do, the act first."""

    kind: str
    what: What
    plan: tuple[int, ...]


class Remedies:
    """What would have given `mind` a reason for an act in a state. `way`: moves that lead to the state from the start, if there
    are any: in another world than this one the state is come to by them. `until`: when trying ends, by `time.monotonic`."""

    def __init__(
        self, world: World, state: State, act: int, mind: int, way: tuple[int, ...] | None, until: float | None
    ) -> None:
        self.complete = True
        self._world = world
        self._state = state
        self._act = act
        self._mind = mind
        self._way = way
        self._until = until
        self._engine = world.engine
        self._task: Task = world.ground.task
        self._name = self._task.characters[mind]
        self._believed = world.engine.belief(state, mind)

    def knowing(self) -> Iterator[Remedy]:
        """Facts that the mind is wrong about, any one of which would do; else all of them together."""
        engine, ground = self._engine, self._world.ground
        held = engine.values(self._believed)
        wrong = [((), fluent, value) for fluent, value in enumerate(engine.values(self._state)) if value != held[fluent]]
        found = False
        for fact in wrong[:FACTS]:
            plan = self._told((fact,))
            if plan is not None:
                found = True
                item, arguments = ground.property_of(fact[1])
                knew = Knew(self._name, self._state, item, tuple(arguments), ground.decode(fact[1], fact[2]))
                yield Remedy("knowing", knew, plan)
        self.complete = self.complete and len(wrong) <= FACTS
        if not found and len(wrong) > 1:
            plan = self._told(tuple(wrong))
            if plan is not None:
                yield Remedy("knowing", WasNotWrong(self._name), plan)

    def wanting(self) -> Iterator[Remedy]:
        """Wants that would only have to count for more."""
        served = self._served()
        if self._way is None or len(served) > WANTS:
            self.complete = self.complete and not served
        for place, least in served[:WANTS] if self._way is not None else ():
            text, line = wants_of(self._world.ground, self._name)[place]
            for more in (least, 2 * least):
                utility = Arithmetic("+", self._task.utilities[self._mind], _times(line, more))
                utilities = tuple(utility if mind == self._mind else old for mind, old in enumerate(self._task.utilities))
                plan = self._elsewhere(replace(self._task, utilities=utilities))
                if plan is not None:
                    yield Remedy("wanting", Counted(self._name, text, more + 1), plan)
                    break

    def thinking(self) -> Iterator[Remedy]:
        """Acts that the mind would have to think further ahead, or levels that it would have to think deeper; else both; else
        that all would have to."""
        own = self._task.limits[self._mind]
        alone = [found for way in _ways(own)[:2] if (found := self._first(way, self._thinking_alone)) is not None]
        if alone:
            yield from alone
            return
        found = next((found for way in _ways(own)[2:] if (found := self._first(way, self._thinking_alone))), None)
        if found is None:
            found = next((found for way in self._ways_of_all() if (found := self._first(way, self._thinking_all))), None)
        if found is not None:
            yield found

    # --- trying ------------------------------------------------------------------------------------------------------

    def _told(self, facts: tuple[tuple[tuple[int, ...], int, int], ...]) -> tuple[int, ...] | None:
        """The plan if the mind knew these facts."""
        return self._tried(
            lambda: self._engine.plan(self._engine.revise(self._state, self._mind, facts), self._act, self._mind, PATIENCE)
        )

    def _first(self, way: list[Limits], thinking: Callable[[Limits], Remedy | None]) -> Remedy | None:
        return next((found for more in way if (found := thinking(more)) is not None), None)

    def _thinking_alone(self, more: Limits) -> Remedy | None:
        """If the mind thought so much further."""
        own = self._task.limits[self._mind]
        limits = _further(own, more)
        # What is left of the limit of belief in a mind of one's own; without a limit nothing is ever taken from it.
        deep = limits.deep - 1 if limits.deep >= 0 else ANY_LEVELS
        plan = self._tried(lambda: self._engine.plan_in(self._believed, self._act, self._mind, limits.ahead, deep, PATIENCE))
        return None if plan is None else Remedy("thinking", Thought(self._name, own, limits), plan)

    def _thinking_all(self, more: Limits) -> Remedy | None:
        """If all thought so much further."""
        limits = tuple(_further(own, more) for own in self._task.limits)
        plan = self._elsewhere(replace(self._task, limits=limits))
        return None if plan is None else Remedy("thinking", ThoughtAll(more), plan)

    def _ways_of_all(self) -> list[list[Limits]]:
        """As for one mind, where there is another one that could think further."""
        others = [limits for mind, limits in enumerate(self._task.limits) if mind != self._mind]
        if not others:
            return []
        if self._way is None:
            self.complete = False
            return []
        limited = [*others, self._task.limits[self._mind]]
        return _ways(Limits(max(limits.ahead for limits in limited), max(limits.deep for limits in limited)))

    def _elsewhere(self, task: Task) -> tuple[int, ...] | None:
        """The plan in another world, where the way has led to."""
        way = self._way
        assert way is not None

        def plan() -> tuple[int, ...] | None:
            engine = NativeEngine(task)
            with engine.within(None if self._until is None else self._until - time.monotonic()):
                state = engine.initial()
                for move in way:
                    state = after_move(engine, state, move)
                return engine.plan(state, self._act, self._mind, PATIENCE)

        return self._tried(plan)

    def _tried(self, plan: Callable[[], tuple[int, ...] | None]) -> tuple[int, ...] | None:
        """The plan, if there is one and it is found before patience or the time end."""
        if self._until is None or time.monotonic() < self._until:
            try:
                return plan()
            except BudgetEnded:
                pass
        self.complete = False
        return None

    def _served(self) -> list[tuple[int, int]]:
        """The lines of the mind's wants that can become better by what it could plan after the act, each with how many times
        more it would have to count at least; the least first."""
        engine, task = self._engine, self._task
        lines = wants_of(self._world.ground, self._name)
        start = [evaluate(engine, self._believed, line) for _, line in lines]
        worth = engine.utility(self._believed, self._mind)
        if worth == UNKNOWN:
            return []
        layer = [engine.do(self._believed, self._act, self._mind)]
        seen = set(layer)
        least: dict[int, int] = {}
        ahead = task.limits[self._mind].ahead
        depth = 0
        while layer and (ahead < 0 or depth < ahead):
            depth += 1
            following: list[State] = []
            for state in layer:
                value = engine.utility(state, self._mind)
                for place, (_, line) in enumerate(lines):
                    now = evaluate(engine, state, line)
                    if UNKNOWN not in (value, now, start[place]) and now > start[place]:
                        more = max(1, (worth - value) // (now - start[place]) + 1)
                        least[place] = min(more, least.get(place, more))
                for further in engine.possible(state) if depth != ahead else ():
                    if task.actions[further].consenting:
                        after = engine.do(state, further, self._mind)
                        if after not in seen and len(seen) < LOOKED_AT:
                            seen.add(after)
                            following.append(after)
            layer = following
        self.complete = self.complete and len(seen) < LOOKED_AT
        return sorted(least.items(), key=lambda item: (item[1], item[0]))


def moves_of(life: Life) -> tuple[int, ...]:
    """The acts of a life, and what was tried in it and turned out not to be possible, by their numbers as moves."""
    ground = life.story.ground
    moves: list[int] = []
    for at in range(len(life.events) + 1):
        moves += [
            attempt_move(ground.task, attempt.action, ground.minds[attempt.mind])
            for attempt in life.attempts
            if attempt.at == at and attempt.refused_by is None
        ]
        moves += [event.action for event in life.events[at : at + 1]]
    return tuple(moves)


def _times(line: Expression, more: int) -> Expression:
    return line if more == 1 else Arithmetic("*", Constant(more), line)


def _further(own: Limits, more: Limits) -> Limits:
    """Limits with so much more of each; what is no limit stays none."""
    return Limits(own.ahead + more.ahead if own.ahead >= 0 else own.ahead, own.deep + more.deep if own.deep >= 0 else own.deep)


def _ways(own: Limits) -> list[list[Limits]]:
    """How much more of its limits somebody is given, the least first: of acts alone; of levels alone; of both. What has no
    limit gets no more."""
    some = range(1, FURTHER + 1)
    ahead = [Limits(acts, 0) for acts in some] if own.ahead >= 0 else []
    deep = [Limits(0, levels) for levels in some] if own.deep >= 0 else []
    both = sorted((acts + levels, levels, acts) for acts in some for levels in some) if ahead and deep else []
    return [ahead, deep, [Limits(acts, levels) for _, levels, acts in both]]
