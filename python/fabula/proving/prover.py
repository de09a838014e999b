"""One who proves what lives come to, the cheapest proof first."""

from __future__ import annotations

import time
from collections.abc import Callable

from fabula.budget import USUAL, Budget
from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.proving import NEVER, Outlook, Seeking
from fabula.lives.world import World
from fabula.proving.goals import Goal
from fabula.proving.proofs import Exhausted, OutOfRange, Projected, Proof, Verdict
from fabula.proving.refining import Refined, holds, refined
from fabula.proving.unwanted import Unwanted, unwanted
from fabula.task import Sort

#: so many states are gone on from between two looks at the clock
STATES = 2_000


class _Sought:
    """What is known of one goal."""

    def __init__(self) -> None:
        self.verdict: Verdict | None = None
        self.refined: Refined | None = None
        self.seeking: Seeking | None = None


class Prover:
    """Proves which endings and states the lives of a story come to. What it has found out is kept from one question to the
    next, and a search that was cut short is gone on with.

    `free`: the minds whose acts need no reason, as a reader's does not."""

    def __init__(self, world: World, free: tuple[int, ...] = (), start: State | None = None) -> None:
        """`start`: the state from which lives are looked at (None: the initial one)."""
        engine = world.engine
        if not isinstance(engine, NativeEngine):
            raise TypeError("proofs are found by the native engine")
        self.world = world
        self.free = free
        self.engine = engine
        self.start = engine.initial() if start is None else start
        self._sought: dict[Goal, _Sought] = {}
        self._unwanted: Unwanted | None = None
        self._outlooks: dict[tuple[int, ...], Outlook] = {}

    def at(self, state: State) -> Prover:
        """One who proves what lives come to from a state on. What this one knows of the story is known to it."""
        found = Prover(self.world, self.free, state)
        values = self.engine.values(state)
        found._unwanted = self.unwanted
        found._outlooks = {out: self.outlook(out).at(values) for out in dict.fromkeys(((), self.out))}
        return found

    def decide(
        self, goal: Goal, budget: Budget = USUAL, watcher: Callable[[int], None] | None = None, *, search: bool = True
    ) -> Verdict:
        """Whether some life comes to a goal, and a shortest one, within a budget that begins here. `watcher`: is told how many
        states of lives were looked at. `search`: whether lives are searched if nothing cheaper decides it.

        Raises what goes wrong in the story (`runtime_errors`), and `KeyboardInterrupt`; what is known by then stays known."""
        until = None if budget.seconds is None else time.monotonic() + budget.seconds
        known = self._sought.setdefault(goal, _Sought())
        if known.verdict is None and known.refined is None:
            self._project(known, goal, until)
        if known.verdict is None and search:
            self._search(known, goal, budget, until, watcher)
        if known.verdict is not None:
            return known.verdict
        seeking = known.seeking
        least = self._first_guess(known) if seeking is None else seeking.least() or 0
        return Verdict(None, None, least, None, 0 if seeking is None else seeking.size())

    @property
    def unwanted(self) -> Unwanted:
        """The acts that nobody ever has a reason for."""
        if self._unwanted is None:
            self._unwanted = unwanted(self.engine.task)
        return self._unwanted

    @property
    def out(self) -> tuple[int, ...]:
        """The acts that no life does, ascending."""
        return self.unwanted.out(self.engine.task, self.free)

    def outlook(self, out: tuple[int, ...] = ()) -> Outlook:
        """What can come to be at all, without some acts."""
        if out not in self._outlooks:
            initial = self.engine.values(self.start)
            self._outlooks[out] = Outlook(self.engine.task, initial, out, self._groups())
        return self._outlooks[out]

    def _groups(self) -> list[list[int]]:
        """Numbers of one property each."""
        groups: dict[str, list[int]] = {}
        for number, fluent in enumerate(self.engine.task.fluents):
            if fluent.sort is Sort.NUMBER:
                groups.setdefault(self.world.ground.property_of(number)[0], []).append(number)
        return [group for group in groups.values() if len(group) > 1]

    def _project(self, known: _Sought, goal: Goal, until: float | None) -> None:
        """What the facts alone say."""
        if holds(self.engine, self.start, goal):
            known.verdict = Verdict(True, (), 0, None, 1)
            return
        proof = self._never(goal, ()) or self._never(goal, self.out)
        if proof is None:
            known.refined = refined(self.engine, self.outlook(self.out), goal, self.start, until)
            never = known.refined.never
            if never is not None:
                # The acts that nobody wants are named only where it rests on them.
                for out in dict.fromkeys(((), self.out)):
                    projection = self.outlook(out).project(never.fluents, goal.condition, max(never.size * 4, 1000))
                    if projection.complete and projection.way() is None:
                        proof = Projected(self.outlook(out), self.unwanted, out, projection)
                        break
        if proof is not None:
            known.verdict = Verdict(False, None, NEVER, proof, 0)
            return
        assert known.refined is not None, "it is refined where nothing cheaper decides it"
        walk = known.refined.walk
        if walk is not None and self._is_life(self.start, walk) and self._first_guess(known) == len(walk):
            known.verdict = Verdict(True, walk, len(walk), None, len(walk) + 1)

    def _never(self, goal: Goal, out: tuple[int, ...]) -> Proof | None:
        outlook = self.outlook(out)
        return None if outlook.may_hold(goal.condition) else OutOfRange(outlook, self.unwanted, out)

    def _is_life(self, state: State, acts: tuple[int, ...]) -> bool:
        """Whether a life goes on with these acts, each explained, one after the other; of those who are played, each believed
        to be possible."""
        if self.free:
            return False
        task = self.engine.task
        for act in acts:
            if any(self.engine.plan(state, act, mind) is None for mind in task.actions[act].consenting):
                return False
            state = self.engine.do(state, act)
        return True

    def _first_guess(self, known: _Sought) -> int:
        """No life has fewer acts, as far as the facts say."""
        guide = None if known.refined is None else known.refined.guide
        return 0 if guide is None else guide.acts_from(guide.row(0))

    def _search(
        self, known: _Sought, goal: Goal, budget: Budget, until: float | None, watcher: Callable[[int], None] | None
    ) -> None:
        """Follows lives, those first that may be there soonest."""
        if known.seeking is None:
            guide = None if known.refined is None else known.refined.guide
            guides = () if guide is None else (guide,)
            known.seeking = Seeking(self.engine, self.start, goal.ending, goal.condition, self.free, self.out, guides)
        seeking = known.seeking
        verdict, moves = seeking.go_on(0)
        while verdict == "open":
            left = None if until is None else until - time.monotonic()
            is_full = budget.states is not None and seeking.size() >= budget.states
            if is_full or (left is not None and left <= 0):
                return
            try:
                with self.engine.within(left, None if budget.bytes is None else max(0, budget.bytes - seeking.memory())):
                    verdict, moves = seeking.go_on(STATES)
            except BudgetEnded:
                return
            if watcher is not None:
                watcher(seeking.size())
        if verdict == "life":
            known.verdict = Verdict(True, moves, len(moves), None, seeking.size())
        else:
            guide = None if known.refined is None else known.refined.guide
            proof = Exhausted(self.outlook(self.out), self.unwanted, self.out, guide, seeking.size())
            known.verdict = Verdict(False, None, NEVER, proof, seeking.size())
