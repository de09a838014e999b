"""One who proves what lives come to, the cheapest proof first."""

from __future__ import annotations

import time
from collections.abc import Callable

from fabula.budget import USUAL, Budget, OutOfBudget, within
from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded, State
from fabula.engine.proving import NEVER, Outlook, Projection, Seeking
from fabula.lives.replaying import held_by
from fabula.lives.world import World
from fabula.proving.drawer import Drawer
from fabula.proving.goals import Goal
from fabula.proving.proofs import Exhausted, OutOfRange, Projected, Proof, Verdict
from fabula.proving.refining import MOST, Refining, holds
from fabula.proving.unwanted import Unwanted, unwanted
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Sort, Task

#: so many states are gone on from between two looks at the clock
STATES = 2_000
#: a small story is looked at whole: up to so many states times events, and no more states than these
ALONE_WORK = 500_000
ALONE = 20_000
#: first it is looked how far projections of so many states get one
EARLY = 4_000
#: and a search that is guided by them, in so many states times events of the story
EARLY_WORK = 30_000
#: once a life is known that may not be a shortest one, so many times the states are looked at for a shorter one that led to it
AGAIN = 2
#: in so many states the first of the shortest lives is looked for, once one of them is known
FIRST = 100_000


def events(task: Task) -> int:
    """How many acts and triggers a story has, by which the work on one of its states grows."""
    return len(task.actions) + len(task.triggers)


def alone(task: Task) -> int:
    """How many states of a story are looked at, all in their order, before anything else is tried: where there are no more than
    these, nothing is sooner."""
    return min(ALONE, ALONE_WORK // (events(task) + 1))


class _Sought:
    """What is known of one goal."""

    def __init__(self) -> None:
        self.verdict: Verdict | None = None
        self.refining: Refining | None = None
        self.seeking: Seeking | None = None
        #: of a life that comes there, which may not be a shortest one
        self.moves: tuple[int, ...] | None = None
        #: so many states are then enough
        self.enough = 0
        #: facts that a desk had for it, to begin with
        self.guess: tuple[int, ...] = ()
        #: whether the life of the verdict is the first of the shortest
        self.is_first = False
        #: whether the verdict itself was kept
        self.is_kept = False
        #: so many seconds were spent on it
        self.spent = 0.0

    @property
    def guide(self) -> Projection | None:
        """What tells how many acts it takes at least."""
        return None if self.refining is None else self.refining.found.guide


class Prover:
    """Proves which endings and states the lives of a story come to. What it has found out is kept from one question to the
    next, and a search that was cut short is gone on with.

    `free`: the minds whose acts need no reason, as a reader's does not."""

    def __init__(
        self, world: World, free: tuple[int, ...] = (), start: State | None = None, kept: Drawer | None = None
    ) -> None:
        """`start`: the state from which lives are looked at (None: the initial one). `kept`: what was found out before, of
        lives from the initial one on, and where what is found out is kept."""
        self.kept = kept
        #: one who looks at the same story from another state on
        self._like: Prover | None = None
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
        there = Prover(self.world, self.free, state)
        there._like = self
        return there

    def decide(
        self,
        goal: Goal,
        budget: Budget = USUAL,
        watcher: Callable[[int], None] | None = None,
        *,
        search: bool = True,
        projected: int = MOST,
        shortest: bool = False,
    ) -> Verdict:
        """Whether some life comes to a goal, within a budget that begins here; and the first of the shortest
        (`Seeking.first_life`), if that is known soon after some life is (`AGAIN`), or, with `shortest`, within the budget.
        `watcher`: is told how many states of lives were looked at. `search`: whether lives are searched if nothing cheaper
        decides it. `projected`: so many states a projection may have.

        Raises what goes wrong in the story (`runtime_errors`), and `KeyboardInterrupt`; what is known by then stays known."""
        until = budget.until()
        if not self.prepare(until):
            return Verdict(None, None, 0, None, 0)
        known = self._sought.setdefault(goal, _Sought())
        begun, before = time.monotonic(), (known.verdict, known.moves)
        for most, states in ((EARLY, self._early), (projected, None)):
            if known.verdict is None and known.moves is None:
                self._look(known, goal, min(most, projected), until)
            if known.verdict is None and search:
                self._search(known, goal, budget, states, until, watcher)
        if known.moves is not None and shortest and search and (known.verdict is None or not known.verdict.is_shortest):
            self._search(known, goal, budget, None, until, watcher, shortest=True)
        known.spent += time.monotonic() - begun
        verdict = self._so_far(known) if known.verdict is None else known.verdict
        if verdict.reached is not None and (known.verdict is not before[0] or known.moves is not before[1]):
            self._keep(goal, known, verdict)
        return verdict

    @property
    def _early(self) -> int:
        """So many states are looked at first."""
        return EARLY_WORK // (events(self.engine.task) + 1)

    def _so_far(self, known: _Sought) -> Verdict:
        """What is known of a goal while a search for it goes on."""
        reached = None if known.moves is None else True
        seeking = known.seeking
        if seeking is None:
            return Verdict(reached, known.moves, self._least(known), None, 0)
        return Verdict(reached, known.moves, max(self._least(known), seeking.least() or 0), None, seeking.size())

    def guide(self, goal: Goal) -> Projection | None:
        """What tells how many acts a goal takes at least from a state on, as far as that has been found out."""
        known = self._sought.get(goal)
        return None if known is None else known.guide

    def prepare(self, until: float | None) -> bool:
        """Looks for what all goals rest on, which takes its time once in a large story; false where that is over before
        (`until`, by `time.monotonic`). What is found by then is kept."""
        if self._unwanted is not None and {(), self.out} <= self._outlooks.keys():
            return True
        try:
            with within(None if until is None else until - time.monotonic()):
                self.outlook(())
                self.outlook(self.out)
        except OutOfBudget:
            return False
        return True

    @property
    def unwanted(self) -> Unwanted:
        """The acts that nobody ever has a reason for."""
        if self._unwanted is None:
            self._unwanted = unwanted(self.engine.task) if self._like is None else self._like.unwanted
        return self._unwanted

    @property
    def out(self) -> tuple[int, ...]:
        """The acts that no life does, ascending."""
        return self.unwanted.out(self.engine.task, self.free)

    def outlook(self, out: tuple[int, ...] = ()) -> Outlook:
        """What can come to be at all, without some acts."""
        if out not in self._outlooks:
            initial = self.engine.values(self.start)
            like = None if self._like is None else self._like.outlook(out)
            known = Outlook(self.engine.task, initial, out, self._groups()) if like is None else like.at(initial)
            self._outlooks[out] = known
        return self._outlooks[out]

    def _groups(self) -> list[list[int]]:
        """Numbers of one property each."""
        groups: dict[str, list[int]] = {}
        for number, fluent in enumerate(self.engine.task.fluents):
            if fluent.sort is Sort.NUMBER:
                groups.setdefault(self.world.ground.property_of(number)[0], []).append(number)
        return [group for group in groups.values() if len(group) > 1]

    def _look(self, known: _Sought, goal: Goal, projected: int, until: float | None) -> None:
        """What the facts alone say."""
        if known.refining is None:
            if holds(self.engine, self.start, goal):
                known.verdict = Verdict(True, (), 0, None, 1)
                return
            proof = self._never(goal, ()) or self._never(goal, self.out)
            if proof is not None:
                known.verdict = Verdict(False, None, NEVER, proof, 0)
                return
            known.verdict = self._recalled(goal)
            if known.verdict is not None:
                known.is_kept = True
                return
            known.guess = () if self.kept is None else self.kept.facts(goal)
            known.refining = Refining(self.engine, self.outlook(self.out), goal, self.start, known.guess)
        refining, guide, walk = known.refining, known.guide, known.refining.found.walk
        if projected <= refining.most:
            return
        refined = refining.go_on(projected, until)
        if known.guess and refined.guide is None and refining.most >= MOST:
            # Those facts have too many states now: as if they had not been kept.
            known.guess = ()
            known.refining = refining = Refining(self.engine, self.outlook(self.out), goal, self.start)
            refined = refining.go_on(projected, until)
        if refined.never is not None:
            known.verdict = Verdict(False, None, NEVER, self._projected(goal, refined.never), 0)
        elif refined.guide is not guide or refined.walk != walk:
            # One that knows better begins anew.
            known.seeking = None
            if refined.walk is not None and self._least(known) == len(refined.walk) and self._is_life(self.start, refined.walk):
                known.seeking = self._sought_life(known, goal)
                moves = self._first(known, known.seeking, refined.walk, until)
                known.verdict = Verdict(True, moves, len(moves), None, len(moves) + 1)

    def _projected(self, goal: Goal, never: Projection) -> Projected:
        """The proof of a projection. The acts that nobody wants are named only where it rests on them."""
        if self.out:
            whole = self.outlook(())
            projection = whole.project(never.fluents, goal.condition, max(never.size * 4, 1000))
            if projection.complete and projection.way() is None:
                return Projected(whole, self.unwanted, (), projection)
        return Projected(self.outlook(self.out), self.unwanted, self.out, never)

    def _never(self, goal: Goal, out: tuple[int, ...]) -> Proof | None:
        outlook = self.outlook(out)
        return None if outlook.may_hold(goal.condition) else OutOfRange(outlook, self.unwanted, out)

    def _is_life(self, state: State, acts: tuple[int, ...]) -> bool:
        """Whether a life goes on with these acts, each explained, with nothing more urgent, one after the other; nothing is
        said of lives in which somebody is played."""
        if self.free:
            return False
        task = self.engine.task
        for act in acts:
            if any(self.engine.plan(state, act, mind) is None for mind in task.actions[act].consenting):
                return False
            if held_by(self.world, state, act) is not None:
                return False
            state = self.engine.do(state, act)
        return True

    def _least(self, known: _Sought) -> int:
        """No life has fewer acts, as far as the facts say."""
        return 0 if known.guide is None else known.guide.acts_from(known.guide.row(0))

    def _sought_life(self, known: _Sought, goal: Goal) -> Seeking:
        guides = () if known.guide is None else (known.guide,)
        return Seeking(self.engine, self.start, goal.ending, goal.condition, self.free, self.out, guides)

    def _recalled(self, goal: Goal) -> Verdict | None:
        """What a search has shown of this very task when it was kept."""
        recalled = None if self.kept is None else self.kept.recall(goal)
        if recalled is None:
            return None
        if recalled.moves is not None:
            return Verdict(True, recalled.moves, len(recalled.moves), None, recalled.states)
        outlook, guide = self.outlook(self.out), None
        if recalled.facts is not None:
            guide = outlook.project(recalled.facts, goal.condition, MOST)
            if not guide.complete:
                return None
        proof = Exhausted(outlook, self.unwanted, self.out, guide, recalled.states)
        return Verdict(False, None, NEVER, proof, recalled.states)

    def _keep(self, goal: Goal, known: _Sought, verdict: Verdict) -> None:
        """Keep what was found out, with the facts that the last projection was made to."""
        if self.kept is None or known.is_kept:
            return
        proof = verdict.proof
        last = proof.projection if isinstance(proof, Projected) else known.guide
        self.kept.keep(goal, verdict, last, known.is_first, known.spent)

    def _first(self, known: _Sought, seeking: Seeking, moves: tuple[int, ...], until: float | None) -> tuple[int, ...]:
        """The first of the shortest lives, one of which has these moves; these themselves, where it is not found in time."""
        try:
            with self.engine.within(None if until is None else until - time.monotonic()):
                first = seeking.first_life(len(moves), FIRST)
        except (BudgetEnded, *RUNTIME_ERRORS):
            # What goes wrong elsewhere is nothing against a life that was found.
            return moves
        known.is_first = first is not None
        return moves if first is None else first

    def _search(
        self,
        known: _Sought,
        goal: Goal,
        budget: Budget,
        early: int | None,
        until: float | None,
        watcher: Callable[[int], None] | None,
        *,
        shortest: bool = False,
    ) -> None:
        """Follows lives, those first that may be there soonest. `early`: to so many states until some life is known."""
        if known.seeking is None:
            known.seeking = self._sought_life(known, goal)
        seeking = known.seeking
        verdict, moves = seeking.go_on(0)
        while verdict in ("open", "some"):
            left = None if until is None else until - time.monotonic()
            enough = None if shortest else early if known.moves is None else known.enough
            more = min([STATES, *(most - seeking.size() for most in (budget.states, enough) if most is not None)])
            if more <= 0 and known.moves is not None and seeking.size() >= known.enough:
                # Whether there is a shorter one stays open.
                known.verdict = self._so_far(known)
            if (left is not None and left <= 0) or more <= 0:
                return
            try:
                with self.engine.within(left, None if budget.bytes is None else max(0, budget.bytes - seeking.memory())):
                    verdict, moves = seeking.go_on(more)
            except BudgetEnded:
                return
            if verdict == "some":
                known.moves, known.enough = moves, AGAIN * (seeking.size() + self._early)
            if watcher is not None:
                watcher(seeking.size())
        if verdict == "life":
            moves = self._first(known, seeking, moves, until)
            known.verdict = Verdict(True, moves, len(moves), None, seeking.size())
        else:
            proof = Exhausted(self.outlook(self.out), self.unwanted, self.out, known.guide, seeking.size())
            known.verdict = Verdict(False, None, NEVER, proof, seeking.size())
