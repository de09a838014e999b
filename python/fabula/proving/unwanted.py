"""Acts that nobody ever has a reason for.

A reason is a plan from which nothing can be left out (semantics 5). An act can be left out of every plan if nothing that
counts is different after it: nothing that anybody wants, nothing that an act which changes such things asks for or is seen
by, nothing that a trigger reads which does. *What counts* is the least set of facts that is closed under that, in the world
and in all minds alike. An act also changes minds by surprise: who sees it takes its conditions to have been so. It teaches
nothing where whoever can see it knows them anyway, because of a trigger that would have taught them (a `witness`): states are
closed under triggers. Where it can make a difference all the same (`steadiness`) no act is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from fabula.comparing import compared
from fabula.proving.clauses import Known, clauses, knowing, value_in
from fabula.proving.steadiness import is_even, marks_keep_step, separates_nobody
from fabula.task import (
    FALSE,
    Action,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Read,
    Task,
    Trigger,
    reads,
)


@dataclass(frozen=True, slots=True)
class Witness:
    """Whoever sees the act knows the `fluent`, or the `trigger` would fire in the mind in which it is done."""

    act: int
    mind: int
    fluent: int
    trigger: int


@dataclass(frozen=True, slots=True)
class Unwanted:
    """`counting`: the facts that count; `acts`: those that change none of them, ascending; `witnesses`: for each condition that
    those who see such an act could learn of."""

    counting: frozenset[int]
    acts: tuple[int, ...]
    witnesses: tuple[Witness, ...]

    def out(self, task: Task, free: Sequence[int] = ()) -> tuple[int, ...]:
        """The acts that no life does in which those in `free` need no reasons, ascending."""
        return tuple(act for act in self.acts if not set(task.actions[act].consenting) <= set(free))


def unwanted(task: Task) -> Unwanted:
    """The acts that nobody ever has a reason for, as far as this shows it."""
    if task.is_hopeful:
        # Plans that hope, or are made to learn something, may rest on any fact.
        return Unwanted(frozenset(range(len(task.fluents))), (), ())
    counting: set[int] = set()
    waiting: list[int] = []

    def count(fluents: Iterable[int]) -> None:
        for fluent in fluents:
            if fluent not in counting:
                counting.add(fluent)
                waiting.append(fluent)

    writers: dict[int, list[tuple[bool, int]]] = {}
    for number, action in enumerate(task.actions):
        if action.consenting:
            for fluent in {effect.fluent for effect in task.effects_of(action)}:
                writers.setdefault(fluent, []).append((False, number))
    for number, trigger in enumerate(task.triggers):
        for fluent in {effect.fluent for effect in trigger.effects}:
            writers.setdefault(fluent, []).append((True, number))
    # Who sees an act may learn of what it asks for.
    teachers: dict[int, list[int]] = {}
    for number, action in enumerate(task.actions):
        if action.consenting:
            for fluent in {read.fluent for read in reads(action.shown)}:
                teachers.setdefault(fluent, []).append(number)
    teaching = _Teaching(task)
    serious: set[tuple[bool, int]] = set()

    def take(event: tuple[bool, int]) -> None:
        if event not in serious:
            serious.add(event)
            is_trigger, number = event
            count(_read_by(task, task.triggers[number] if is_trigger else task.actions[number]))

    for utility in task.utilities:
        count(read.fluent for read in reads(utility))
    while waiting:
        fluent = waiting.pop()
        for event in writers.get(fluent, ()):
            take(event)
        for act in teachers.get(fluent, ()):
            if (False, act) not in serious and teaching.witnesses(act, fluent) is None:
                take((False, act))
    if not separates_nobody(task, [task.triggers[number] for is_trigger, number in sorted(serious) if is_trigger]):
        return Unwanted(frozenset(counting), (), ())
    acts = tuple(
        number
        for number, action in enumerate(task.actions)
        if action.consenting
        and (False, number) not in serious
        and all(is_even(task.limits[mind]) for mind in action.consenting)
    )
    witnesses = [
        witness
        for act in acts
        for fluent in sorted({read.fluent for read in reads(task.actions[act].shown)} & counting)
        for witness in teaching.witnesses(act, fluent) or ()
    ]
    return Unwanted(frozenset(counting), acts, tuple(witnesses))


def _read_by(task: Task, event: Action | Trigger) -> Iterator[int]:
    """The facts that decide whether an event can happen, what it does, and who sees it."""
    effects = task.effects_of(event) if isinstance(event, Action) else event.effects
    conditions = [event.precondition, *(effect.condition for effect in effects)]
    if isinstance(event, Action):
        conditions += event.observing
    for condition in conditions:
        yield from (read.fluent for read in reads(condition))
    for effect in effects:
        yield from (read.fluent for read in reads(effect.value))


class _Teaching:
    """Whether those who see acts may learn something of a fact by it."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._known: dict[tuple[int, int], tuple[Witness, ...] | None] = {}
        self._steady: dict[int, bool] = {}
        #: by mind and fluent, the triggers that tell the mind what it is
        self._tellers: dict[tuple[int, int], list[int]] = {}
        for number, trigger in enumerate(task.triggers):
            for effect in trigger.effects:
                if len(effect.path) == 1 and not effect.excludes and not effect.known:
                    self._tellers.setdefault((effect.path[0], effect.fluent), []).append(number)

    def witnesses(self, act: int, fluent: int) -> tuple[Witness, ...] | None:
        """For each who may see the act, why it knows the fluent; None: somebody need not."""
        key = act, fluent
        if key not in self._known:
            self._known[key] = self._sought(act, fluent)
        return self._known[key]

    def _sought(self, act: int, fluent: int) -> tuple[Witness, ...] | None:
        action = self._task.actions[act]
        # In a mind that has seen the act only what is shown of its condition is sure.
        asked = clauses(action.shown)
        if asked is None:
            return None
        witnesses: dict[tuple[int, int], Witness] = {}
        for mind, condition in enumerate(action.observing):
            if condition == FALSE:
                continue
            seen = clauses(condition)
            if seen is None:
                return None
            for clause, sight in product(asked, seen):
                touching = [atom for atom in clause if any(read.fluent == fluent for read in reads(atom))]
                if not touching:
                    continue
                known = knowing((*clause, *sight))
                if known is None:
                    continue
                if any(read.path for atom in touching for read in reads(atom)):
                    return None
                trigger = self._teller(mind, fluent, known)
                if trigger is None or not self._keeps_step(fluent):
                    return None
                witnesses[mind, trigger] = Witness(act, mind, fluent, trigger)
        return tuple(witnesses.values())

    def _keeps_step(self, fluent: int) -> bool:
        if fluent not in self._steady:
            self._steady[fluent] = marks_keep_step(self._task, fluent)
        return self._steady[fluent]

    def _teller(self, mind: int, fluent: int, known: Known) -> int | None:
        tellers = self._tellers.get((mind, fluent), ())
        return next((number for number in tellers if tells(self._task, number, mind, fluent, known)), None)


def tells(task: Task, number: int, mind: int, fluent: int, known: Known) -> bool:
    """Whether a trigger is sure to fire, and to tell a mind what a fluent is, where the mind does not know it."""
    trigger = task.triggers[number]
    told = [effect for effect in trigger.effects if effect.path == (mind,) and effect.fluent == fluent]
    if len(told) != 1 or told[0].excludes or told[0].known:
        return False
    value = told[0].value
    is_true = value == Read((), fluent) or (
        isinstance(value, Constant) and known.get(fluent) == value.value and not value.others
    )
    unaware = _Unaware(mind, fluent, known)
    return is_true and unaware.truth(told[0].condition) is True and unaware.truth(trigger.precondition) is True


@dataclass(frozen=True, slots=True)
class _Unaware:
    """What is sure where single facts of the world are known, and a mind does not believe a fluent to be what it is."""

    mind: int
    fluent: int
    known: Known

    def truth(self, condition: Condition) -> bool | None:
        """None: it is not sure."""
        if isinstance(condition, AllOf):
            parts = [self.truth(part) for part in condition.parts]
            return False if False in parts else None if None in parts else True
        if isinstance(condition, AnyOf):
            parts = [self.truth(part) for part in condition.parts]
            return True if True in parts else None if None in parts else False
        if condition.operator == "==" and self._is_about_it(condition):
            return condition.denied
        left, right = value_in(condition.left, self.known), value_in(condition.right, self.known)
        if left is None or right is None or condition.denied or condition.operator in ("in", "known", "may be", "knows"):
            return None
        return compared(condition.operator, left, right)

    def _is_about_it(self, atom: Compare) -> bool:
        """Whether it says that the mind believes the fluent to be what it is."""
        believed = Read((self.mind,), self.fluent)
        for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
            if one == believed:
                if other == Read((), self.fluent):
                    return True
                value = value_in(other, self.known)
                return value is not None and self.known.get(self.fluent) == value
        return False
