"""States from which no ending can be reached, found without counting.

Where a fact has come to a value that it does not leave again (a trap), it is looked whether that is the end of all endings.
Each is proven: a life leads there, and from there each ending is out of reach. That none is found is no proof that there is
none.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fabula.budget import USUAL, Budget
from fabula.engine.attempts import after_move
from fabula.proving.goals import Goal, ending_goal
from fabula.proving.proofs import Proof
from fabula.proving.prover import Prover
from fabula.task import AnyOf, Compare, Condition, Constant, Effect, Read, Trigger, reads


@dataclass(frozen=True, slots=True)
class Trap:
    """The values that a fluent does not leave again once it has come to be one of them."""

    fluent: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A shortest life into a `trap`: its `moves`; after the first `after` of them no ending can be reached any more, and after
    one fewer some still could, or that is not known. `proofs`: for each ending, by its number, that it is out of reach then."""

    trap: Trap
    moves: tuple[int, ...]
    after: int
    proofs: tuple[Proof, ...]


def traps(prover: Prover, until: float | None = None) -> tuple[Trap, ...]:
    """The traps that may be the end of all endings, those first that are it whatever else is so. `until`: when to stop looking,
    by `time.monotonic`."""
    task, outlook = prover.engine.task, prover.outlook(prover.out)
    never = {number for number in range(len(task.endings)) if _never(prover, number)}
    possible = set(range(len(task.endings))) - never
    asked = [facts for number in sorted(possible) if (facts := _asked_on_the_way(prover, number)) is not None]
    start = list(prover.engine.values(prover.start))
    certain: list[Trap] = []
    likely: list[Trap] = []
    for fluent, values in outlook.traps():
        if until is not None and time.monotonic() >= until:
            break
        trap = Trap(fluent, values)
        if start[fluent] in values or any(_within(trap, other) for other in certain):
            continue
        if not possible & set(outlook.open_endings(fluent, values)):
            certain.append(trap)
        elif any(fluent not in facts for facts in asked):
            # A life that is known does not ask for it.
            continue
        elif not any(_within(trap, other) for other in likely):
            # As if it were so from the start on: what else the way there takes is left aside.
            before = [values[0] if number == fluent else value for number, value in enumerate(start)]
            then = outlook.at(before)
            if not any(then.may_hold(task.endings[number].condition) for number in possible):
                likely.append(trap)
    return (*certain, *likely)


def _never(prover: Prover, ending: int) -> bool:
    """Whether the facts alone say that no life comes to an ending."""
    return prover.decide(ending_goal(prover.engine.task, ending), search=False).reached is False


def _asked_on_the_way(prover: Prover, ending: int) -> set[int] | None:
    """All facts that make a difference to a life that comes to an ending; None: no life is known."""
    task = prover.engine.task
    moves = prover.decide(ending_goal(task, ending), search=False).moves
    if moves is None or any(move >= len(task.actions) for move in moves):
        return None
    asked = {read.fluent for read in reads(task.endings[ending].condition)}
    for move in moves:
        asked.update(_read_by(task.actions[move].precondition, task.effects_of(task.actions[move])))
    # What is asked for triggers may bring about, or take away.
    writers: dict[int, list[Trigger]] = {}
    for trigger in task.triggers:
        for fluent in {effect.fluent for effect in trigger.effects}:
            writers.setdefault(fluent, []).append(trigger)
    waiting = list(asked)
    while waiting:
        for trigger in writers.pop(waiting.pop(), ()):
            more = _read_by(trigger.precondition, trigger.effects) - asked
            asked |= more
            waiting += more
    return asked


def _read_by(precondition: Condition, effects: Iterable[Effect]) -> set[int]:
    """The facts that decide whether an event happens and what it does."""
    fluents = {read.fluent for read in reads(precondition)}
    for effect in effects:
        fluents.update(read.fluent for read in (*reads(effect.condition), *reads(effect.value)))
    return fluents


def _within(trap: Trap, other: Trap) -> bool:
    return trap.fluent == other.fluent and set(trap.values) <= set(other.values)


def lost_lives(prover: Prover, budget: Budget = USUAL) -> Iterator[Lost]:
    """Lives after which no ending can be reached any more, one for each trap that does that. Ends with the budget, which begins
    here and is shared by the traps that are left."""
    start = time.monotonic()
    until = None if budget.seconds is None else start + budget.seconds / 2
    if not prover.prepare(until):
        return
    found_traps = traps(prover, until) if prover.engine.task.endings else ()
    for place, trap in enumerate(found_traps):
        left = budget.after(time.monotonic() - start)
        if left.seconds is not None and left.seconds <= 0:
            return
        share = left.part(len(found_traps) - place)
        kept, goal = prover.kept, _into(trap)
        if kept is not None and budget.seconds is not None:
            share = share.part(kept.parts_of(goal))
        if share.seconds == 0:
            continue
        lost = _lost(prover, trap, share)
        if lost is not None:
            yield lost
        elif kept is not None:
            kept.give_up(goal)


def _into(trap: Trap) -> Goal:
    """To come into a trap."""
    cases = tuple(Compare("==", Read((), trap.fluent), Constant(value)) for value in trap.values)
    return Goal(None, cases[0] if len(cases) == 1 else AnyOf(cases))


def _lost(prover: Prover, trap: Trap, budget: Budget) -> Lost | None:
    """A life into a trap, if no ending can be reached from there."""
    begun = time.monotonic()
    verdict = prover.decide(_into(trap), budget)
    if verdict.moves is None:
        return None
    states = [prover.start]
    for move in verdict.moves:
        states.append(after_move(prover.engine, states[-1], move))
    best: Lost | None = None
    # What is lost stays lost, so that one looks back from the end.
    for after in range(len(verdict.moves), -1, -1):
        proofs = _out_of_reach(prover.at(states[after]), budget.after(time.monotonic() - begun))
        if proofs is None:
            break
        best = Lost(trap, verdict.moves, after, proofs)
    return best


def _out_of_reach(prover: Prover, budget: Budget) -> tuple[Proof, ...] | None:
    """That each ending is out of reach, told from the facts alone; None: it can't be told."""
    if prover.engine.ending(prover.start) is not None:
        return None
    proofs: list[Proof] = []
    for number in range(len(prover.engine.task.endings)):
        proof = prover.decide(ending_goal(prover.engine.task, number), budget, search=False).proof
        if proof is None:
            return None
        proofs.append(proof)
    return tuple(proofs)
