"""Whether a certificate proves what it claims. This is all that has to be believed of a *never*: it shares no code with what
found it, and takes nothing from the certificate without looking.

What is true at the start is inside of the sets that a certificate names; whatever happens in a life, act or trigger, keeps
inside; what is claimed never to be holds nowhere inside. So it is never. Acts may be left aside that nobody has a reason for
(`idling`). Where lives were followed instead, they are followed once more, on the engine that defines what a life is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fabula.engine.evaluate import holds
from fabula.engine.interface import Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.problems import Problem, StoryProblems, counted
from fabula.proving.certificates import Certificate, Rows, digest_of, refuse
from fabula.proving.estimates import (
    Among,
    Event,
    Look,
    at_start,
    clamped,
    event_of,
    listed,
    narrowed,
    outcome,
    possible,
    strays,
    truth,
)
from fabula.proving.idling import why_not_idle
from fabula.proving.rows import Asked, Here, Steps, look_of
from fabula.task import Arithmetic, Condition, Constant, Expression, Read, Sort, Task, reads

#: nodes of minds that are kept where lives are followed
NODES = 2_000_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at to see that a certificate proves its claim: of how many facts, in how many rows of values, in how many
    states of lives; and how many acts nobody has a reason for."""

    facts: int
    rows: int
    states: int
    left_out: int


def check(task: Task, certificate: Certificate, engine: Engine | None = None) -> Checked:
    """Raises `StoryProblems` unless it proves what it claims; and what goes wrong in the story where lives are followed
    (`runtime_errors`). The certificates that are hard to check are large, or follow many lives: `budget.within` ends it.

    `engine`: that of the task on which lives are followed (None: the plain one, which defines what they are)."""
    return _Checker(task, certificate, engine or ReferenceEngine(task, NODES)).check()


class _Checker:
    def __init__(self, task: Task, certificate: Certificate, engine: Engine) -> None:
        self.engine = engine
        self.task = task
        self.certificate = certificate
        self._look = look_of(task, certificate)
        self.wanted = self._wanted()
        self.out = frozenset(certificate.left_out.acts)
        #: acts, then triggers
        self.events = [event_of(action.name, action.precondition, action.effects) for action in task.actions]
        self.events += [event_of(trigger.name, trigger.precondition, trigger.effects) for trigger in task.triggers]

    def check(self) -> Checked:
        """What was looked at, where all that it says is so and proves the claim. Raises `StoryProblems` where not."""
        certificate, rows = self.certificate, self.certificate.rows
        self._numbers()
        stray = strays(self.task)
        if stray is not None:
            refuse("values", "facts and effects give everything a value that it can have", f"{stray} may get another")
        why = why_not_idle(self.task, certificate.left_out, certificate.claim.free)
        if why is not None:
            refuse("left_out", "acts that nobody has a reason for", why)
        self._start()
        self._sums()
        self._ranges()
        states = 0
        if rows is not None:
            self._rows(rows)
        if certificate.states is not None:
            states = self._lives(certificate.states)
        elif rows is None and truth(self.task, self.wanted, self.look).may:
            refuse("ranges", "values with which it can't be", "it may be with these")
        return Checked(len(certificate.ranges), 0 if rows is None else len(rows.rows), states, len(self.out))

    def look(self, fluent: int) -> Among:
        """What a fluent may be in any state of any life."""
        return self._look(fluent)

    # --- of what it speaks --------------------------------------------------------------------------------------------

    def _wanted(self) -> Condition:
        """What never holds, if the claim is true. First of all, whether it is a claim about this task."""
        if self.certificate.digest != digest_of(self.task):
            message = "this certificate is of another story, or of another version of it"
            raise StoryProblems([Problem("bad-certificate", message, None, digest_of(self.task), self.certificate.digest)])
        claim = self.certificate.claim
        if claim.condition is not None:
            return claim.condition
        conditions = [ending.condition for ending in self.task.endings if ending.name == claim.ending]
        if not conditions:
            refuse("never", "an ending of the story", str(claim.ending))
        return conditions[0]

    def _numbers(self) -> None:
        """Everything that is named by its number is there."""
        task, certificate, rows = self.task, self.certificate, self.certificate.rows
        out = certificate.left_out
        places = list(reads(certificate.claim.condition)) if certificate.claim.condition is not None else []
        fluents = [*certificate.ranges, *(f for bound in certificate.sums for f in bound.fluents), *out.idle]
        fluents += [fluent for _, fluent, _ in out.witnesses] + [place.fluent for place in places]
        fluents += rows.fluents if rows is not None else ()
        minds = [*certificate.claim.free, *(mind for mind, _, _ in out.witnesses), *(c for place in places for c in place.path)]
        triggers = [trigger for _, _, trigger in out.witnesses] + (list(rows.passed.values()) if rows is not None else [])
        endings = list(rows.ended.values()) if rows is not None else []
        for what, numbers, table in (
            ("facts", fluents, task.fluents),
            ("minds", minds, task.characters),
            ("acts", out.acts, task.actions),
            ("triggers", triggers, task.triggers),
            ("endings", endings, task.endings),
        ):
            wrong = next((number for number in numbers if not 0 <= number < len(table)), None)
            if wrong is not None:
                refuse(what, f"numbers from 0 to {len(table) - 1}", str(wrong))
        if any(not fact.path and (fact.others or fact.known) for fact in task.facts):
            refuse("values", "a world in which everything has one value", "a fact with several")
        if any(first == second for place in places for first, second in zip(place.path, place.path[1:], strict=False)):
            refuse("never", "paths in which no mind comes twice in a row", "one in which it does")

    # --- what is inside -----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """What is true at the start is inside, before the first triggers have fired or after."""
        if self._outside(at_start(self.task)) is not None:
            outside = self._outside(self.engine.values(self.engine.initial()))
            if outside is not None:
                refuse("ranges", "what is true at the start", outside)

    def _outside(self, values: Iterable[int]) -> str | None:
        """What of the values of all fluents is not inside; None: all are."""
        known = list(values)
        for fluent, allowed in self.certificate.ranges.items():
            if known[fluent] not in allowed:
                return f"{self.task.fluents[fluent].name} without {known[fluent]}"
        for bound in self.certificate.sums:
            total = sum(known[fluent] for fluent in bound.fluents)
            if not (bound.least is None or total >= bound.least) or not (bound.most is None or total <= bound.most):
                return f"a sum of {total}"
        rows = self.certificate.rows
        if rows is None or self.certificate.states is not None or tuple(known[fluent] for fluent in rows.fluents) in rows.rows:
            return None
        return "no row for it"

    def _happening(self) -> Iterator[tuple[int, Event]]:
        """Everything that changes the world, but for the acts that are left out."""
        for number, event in enumerate(self.events):
            if number not in self.out:
                yield number, event

    def _ranges(self) -> None:
        """Nothing leads out of the ranges."""
        ranges = self.certificate.ranges
        for _, event in self._happening():
            if not any(fluent in ranges for fluent in event.writes):
                continue
            after = outcome(self.task, event, self.look)
            for fluent, values in {} if after is None else after.items():
                if fluent in ranges and not self._bounded(fluent, values, after or {}) <= ranges[fluent]:
                    name = self.task.fluents[fluent].name
                    refuse("ranges", f"{name} stays within its range in {event.name}", "it may leave it")

    def _bounded(self, fluent: int, values: Among, after: dict[int, Among]) -> Among:
        """Those of its values that the sums allow, whatever the others come to in the same event."""
        for bound in self.certificate.sums:
            if fluent in bound.fluents:
                others = [after.get(other, self.look(other)) for other in bound.fluents if other != fluent]
                least, most = _total(others)
                values = values.between(
                    None if bound.least is None else bound.least - most, None if bound.most is None else bound.most - least
                )
        return values

    # --- sums ---------------------------------------------------------------------------------------------------------

    def _sums(self) -> None:
        """Nothing makes a sum greater than its bound, or less: what is above the greatest never grows."""
        for bound in self.certificate.sums:
            if len(set(bound.fluents)) != len(bound.fluents) or any(
                self.task.fluents[fluent].sort is not Sort.NUMBER or self.look(fluent).unknown for fluent in bound.fluents
            ):
                refuse("sums", "different numbers, which are never unknown", "other facts")
            for _, event in self._happening():
                changing = [fluent for fluent in bound.fluents if fluent in event.writes]
                if changing and outcome(self.task, event, self.look) is not None:
                    differences = [self._difference(event, fluent) for fluent in changing]
                    grows, shrinks = sum(more for _, more in differences) > 0, sum(less for less, _ in differences) < 0
                    if (grows and bound.most is not None) or (shrinks and bound.least is not None):
                        refuse("sums", f"{event.name} keeps a sum within its bounds", "it may change it")

    def _difference(self, event: Event, fluent: int) -> tuple[int, int]:
        """By how much at least, and at most, a number is greater after an event."""
        known = narrowed(event.precondition, self.look)
        before = known.get(fluent, self.look(fluent))
        differences = [0]
        is_sure = False

        def within(other: int) -> Among:
            return known.get(other, self.look(other))

        for condition, value in event.writes[fluent]:
            decided = truth(self.task, condition, within)
            if not decided.may:
                continue
            is_sure = is_sure or decided.is_sure
            by = _shift(value, fluent)
            if by is None:
                after = clamped(self.task.fluents[fluent], possible(self.task, value, within))
                if after.numbers and before.numbers:
                    differences += [after.ends()[0] - before.ends()[1], after.ends()[1] - before.ends()[0]]
            elif before.numbers:
                # Bounds take off the more, the nearer a number is to them.
                for end in before.ends():
                    (moved,) = clamped(self.task.fluents[fluent], listed([end + by])).numbers
                    differences.append(moved - end)
        found = differences[1:] if is_sure and len(differences) > 1 else differences
        return min(found), max(found)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _rows(self, rows: Rows) -> None:
        """Nothing leads out of the rows, and what is claimed never to be holds in none where a life stays."""
        if len(set(rows.fluents)) != len(rows.fluents):
            refuse("rows", "different facts", "one of them twice")
        known = set(rows.rows)
        here = Here(self.task, self.look, rows.fluents)
        steps = [Steps(here, event, number >= len(self.task.actions)) for number, event in self._happening()]
        steps = [one for one in steps if one.changes_any]
        wanted = Asked(here, self.wanted)
        fires = {number: Asked(here, self.task.triggers[number].precondition) for number in set(rows.passed.values())}
        ends = {number: Asked(here, self.task.endings[number].condition) for number in set(rows.ended.values())}
        for number, row in enumerate(rows.rows):
            passed, ended = rows.passed.get(number), rows.ended.get(number)
            if passed is not None and not fires[passed](row).is_sure:
                refuse("passed", f"{self.task.triggers[passed].name} is sure to fire in row {number}", "it need not")
            if ended is not None and not ends[ended](row).is_sure:
                refuse("ended", f"{self.task.endings[ended].name} is sure in row {number}", "it need not be so")
            if passed is None and wanted(row).may:
                refuse("rows", "rows in which it can't be", f"row {number}")
            for step in steps:
                if step.is_trigger or (passed is None and ended is None):
                    for after in step.after(row):
                        if after not in known and self._is_allowed(here.within(after)):
                            refuse("rows", f"a row for what {step.event.name} leads to from row {number}", "none")

    def _is_allowed(self, look: Look) -> bool:
        """Whether the sums allow a row."""
        for bound in self.certificate.sums:
            least, most = _total(look(fluent) for fluent in bound.fluents)
            if (bound.most is not None and least > bound.most) or (bound.least is not None and most < bound.least):
                return False
        return True

    # --- lives --------------------------------------------------------------------------------------------------------

    def _lives(self, most: int) -> int:
        """Follows all lives, but not to where the rows say that it can't come any more: to how many states."""
        engine, claim, rows = self.engine, self.certificate.claim, self.certificate.rows
        hopeless = frozenset(() if rows is None else rows.rows)
        start = engine.initial()
        reached: dict[State, None] = {start: None}
        pending = [start]
        for state in pending:
            if len(reached) > most:
                refuse("states", f"lives with at most {counted(most, 'state')}", "more")
            ended = engine.ending(state)
            if ended is not None and self.task.endings[ended].name == claim.ending:
                refuse("states", "lives that never come to the ending", "one that does")
            if claim.condition is not None and holds(engine, state, claim.condition):
                refuse("states", "lives in which it never holds", "one in which it does")
            for _, after in engine.moves(state, claim.free):
                is_hopeless = rows is not None and tuple(engine.value(after, fluent) for fluent in rows.fluents) in hopeless
                if after not in reached and not is_hopeless:
                    reached[after] = None
                    pending.append(after)
        return len(reached)


def _total(parts: Iterable[Among]) -> tuple[int, int]:
    """The least and the greatest that numbers come to in all."""
    ends = [part.ends() if part.numbers else (0, 0) for part in parts]
    return sum(least for least, _ in ends), sum(most for _, most in ends)


def _shift(value: Expression, fluent: int) -> int | None:
    """By how much a value is greater than what its fluent was, if it says just that."""
    match value:
        case Arithmetic("+", Read((), read), Constant(by, ())) | Arithmetic("+", Constant(by, ()), Read((), read)):
            return by if read == fluent else None
        case Arithmetic("-", Read((), read), Constant(by, ())):
            return -by if read == fluent else None
    return None
