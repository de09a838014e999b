"""From a proof to its certificate: what the proof needs, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.engine.proving import NEVER, Outlook, Projection, Span, Sum
from fabula.proving.certificates import Bound, Certificate, Claim, LeftOut, Rows, digest_of
from fabula.proving.estimates import Among, anything, event_of, listed, truth
from fabula.proving.goals import Goal
from fabula.proving.proofs import Exhausted, OutOfRange, Projected, Proof
from fabula.proving.unwanted import Unwanted
from fabula.task import Compare, Condition, Task, ground_conjuncts, reads


def certificate_of(task: Task, goal: Goal, proof: Proof, free: Sequence[int] = ()) -> Certificate:
    """The certificate of a proof that no life, in which those in `free` need no reason, comes to a goal."""
    ending = None if goal.ending is None else task.endings[goal.ending].name
    claim = Claim(ending, goal.condition if ending is None else None, tuple(sorted(free)))
    needed = Needed(task, proof.outlook, proof.unwanted, proof.out)
    match proof:
        case OutOfRange():
            return needed.certificate(claim, goal.fluents(), None, None)
        case Projected(projection=projection):
            return needed.certificate(claim, goal.fluents(), (projection, projection.rows()), None)
        case Exhausted(guide=Projection() as guide, states=states):
            hopeless = [row for row in guide.rows() if guide.acts_from(row) == NEVER]
            return needed.certificate(claim, goal.fluents(), (guide, hopeless), states)
        case Exhausted(states=states):
            return Certificate(digest_of(task), claim, {}, states=states)


class Needed:
    """What a proof needs of all that is known."""

    def __init__(self, task: Task, outlook: Outlook, unwanted: Unwanted, out: tuple[int, ...]) -> None:
        self._task = task
        self._spans = outlook.ranges
        self._sums = outlook.sums()
        self._unwanted = unwanted
        self._out = frozenset(out)
        #: actions before triggers
        self._events = [event_of(action.name, action.precondition, action.effects) for action in task.actions]
        self._events += [event_of(trigger.name, trigger.precondition, trigger.effects) for trigger in task.triggers]
        self._writers: dict[int, list[int]] = {}
        for number, event in enumerate(self._events):
            for fluent in event.writes:
                self._writers.setdefault(fluent, []).append(number)

    def certificate(
        self, claim: Claim, fluents: Iterable[int], rows: tuple[Projection, list[tuple[int, ...]]] | None, states: int | None
    ) -> Certificate:
        """What a claim about some facts needs; `rows`: those of a projection that hold it; `states`: so many were followed."""
        looked_at = set(fluents) | (set() if rows is None else set(rows[0].fluents))
        needed, writers = self._closed(looked_at)
        if rows is not None and (others := self._lacking(rows[0].fluents, rows[1], needed)):
            needed, writers = self._closed(looked_at | others)
        ranges = {fluent: _among(self._spans[fluent]) for fluent in sorted(needed)}
        acts = tuple(sorted(number for number in writers if number in self._out))
        return Certificate(
            digest_of(self._task),
            claim,
            ranges,
            tuple(_bound(bound) for bound in self._sums if needed.issuperset(bound.fluents)),
            self.left_out(acts),
            None if rows is None else self._rows(rows[0].fluents, rows[1], ranges),
            states,
        )

    def _lacking(self, fluents: tuple[int, ...], rows: list[tuple[int, ...]], needed: set[int]) -> set[int]:
        """The facts besides those that are needed anyway without which it is not sure in some row that a life does not stay, or
        does not go on."""
        every = {fluent: _among(span) for fluent, span in enumerate(self._spans)}
        known = self._rows(fluents, rows, {fluent: every[fluent] for fluent in needed})
        whole = self._rows(fluents, rows, every)
        passed = {whole.passed[row] for row in whole.passed.keys() - known.passed.keys()}
        ended = {whole.ended[row] for row in whole.ended.keys() - known.ended.keys() - known.passed.keys()}
        conditions = [*(self._task.triggers[n].precondition for n in passed), *(self._task.endings[n].condition for n in ended)]
        return {read.fluent for condition in conditions for read in reads(condition)} - needed

    def _closed(self, fluents: set[int]) -> tuple[set[int], set[int]]:
        """The facts that decide what these can come to, and the events that change any of those."""
        needed: set[int] = set()
        writers: set[int] = set()
        waiting = list(fluents)
        while waiting:
            fluent = waiting.pop()
            if fluent in needed:
                continue
            needed.add(fluent)
            waiting += (other for bound in self._sums if fluent in bound.fluents for other in bound.fluents)
            for number in self._writers.get(fluent, ()):
                writers.add(number)
                waiting += () if number in self._out else self._events[number].read
        return needed, writers

    def left_out(self, acts: tuple[int, ...]) -> LeftOut:
        """Why these acts may be left out."""
        if not acts:
            return LeftOut((), frozenset(), ())
        witnesses = {(witness.mind, witness.fluent, witness.trigger) for witness in self._unwanted.witnesses}
        idle = frozenset(range(len(self._task.fluents))) - self._unwanted.counting
        return LeftOut(acts, idle, tuple(sorted(witnesses)))

    def _rows(self, fluents: tuple[int, ...], rows: list[tuple[int, ...]], ranges: dict[int, Among]) -> Rows:
        """The rows, each with what is sure there, so that a life does not stay, or does not go on."""
        task = self._task
        triggers = [(number, trigger.precondition) for number, trigger in enumerate(task.triggers)]
        endings = [(number, ending.condition) for number, ending in enumerate(task.endings)]
        passes, ends = (_Sure(task, fluents, ranges, conditions) for conditions in (triggers, endings))
        passed: dict[int, int] = {}
        ended: dict[int, int] = {}
        for number, row in enumerate(rows):
            if (trigger := passes.first(row)) is not None:
                passed[number] = trigger
            elif (ending := ends.first(row)) is not None:
                ended[number] = ending
        return Rows(fluents, tuple(rows), passed, ended)


class _Sure:
    """The first of some conditions that is sure to hold in a row."""

    def __init__(
        self, task: Task, fluents: Sequence[int], ranges: dict[int, Among], conditions: Iterable[tuple[int, Condition]]
    ) -> None:
        self._task = task
        self._place = {fluent: number for number, fluent in enumerate(fluents)}
        self._ranges = ranges
        # What depends on a mind is never sure.
        self._conditions = [
            (number, condition, sorted({self._place[leaf.fluent] for leaf in reads(condition) if leaf.fluent in self._place}))
            for number, condition in conditions
            if not any(
                isinstance(part, Compare) and any(leaf.path for leaf in reads(part)) for part in ground_conjuncts(condition)
            )
        ]
        self._known: dict[tuple[int, tuple[int, ...]], bool] = {}

    def first(self, row: tuple[int, ...]) -> int | None:
        """Its number; None: none is sure."""

        def look(fluent: int) -> Among:
            if fluent in self._place:
                return listed([row[self._place[fluent]]])
            return self._ranges.get(fluent) or anything(self._task.fluents[fluent], self._task.sets)

        for number, condition, places in self._conditions:
            key = number, tuple([row[place] for place in places])
            if key not in self._known:
                self._known[key] = truth(self._task, condition, look).is_sure
            if self._known[key]:
                return number
        return None


def _among(span: Span) -> Among:
    if span.least is None or span.most is None:
        return listed(span.listed)
    return Among(range(span.least, span.most + 1), span.unknown)


def _bound(known: Sum) -> Bound:
    return Bound(known.fluents, known.least, known.most)
