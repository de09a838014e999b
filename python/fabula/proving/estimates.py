"""What a condition or an expression may come to where only sets of values are known: the arithmetic of the checker, written by
itself and shared with nothing that finds proofs.

Whatever is not sure is taken to be open, so that all that may be so is among what is said here. Of a mind anything may be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from fabula.comparing import compared
from fabula.task import (
    LARGEST,
    NOBODY,
    UNKNOWN,
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Fluent,
    Read,
    Sort,
    Task,
    ground_conjuncts,
    reads,
)

#: so many pairs of values are compared or calculated one by one; of more, only the least and the greatest are looked at
PAIRS = 4096


@dataclass(frozen=True, slots=True)
class Among:
    """The values that something may have: `numbers`, all of them, or everything from one to another; and whether it may be
    `UNKNOWN`."""

    numbers: frozenset[int] | range
    unknown: bool = False

    def __len__(self) -> int:
        return len(self.numbers) + self.unknown

    def __contains__(self, value: int) -> bool:
        return self.unknown if value == UNKNOWN else value in self.numbers

    def __le__(self, other: Among) -> bool:
        """Whether all of it is among another."""
        if self.unknown and not other.unknown:
            return False
        mine, others = self.numbers, other.numbers
        if not mine:
            return True
        if isinstance(others, range):
            return all(end in others for end in self.ends())
        return len(mine) <= len(others) and all(value in others for value in mine)

    def ends(self) -> tuple[int, int]:
        """The least and the greatest number."""
        if isinstance(self.numbers, range):
            return self.numbers[0], self.numbers[-1]
        return min(self.numbers), max(self.numbers)

    def codes(self) -> list[int]:
        return [*sorted(self.numbers), *([UNKNOWN] if self.unknown else [])]

    def where(self, holds: Callable[[int], bool]) -> Among:
        """Those of which something holds; all, where they are too many to be looked at."""
        if len(self) > PAIRS:
            return self
        return Among(frozenset(filter(holds, self.numbers)), self.unknown and holds(UNKNOWN))

    def between(self, least: int | None, most: int | None) -> Among:
        """The numbers that are not below or above a bound."""
        if isinstance(self.numbers, range):
            first = self.numbers.start if least is None else max(least, self.numbers.start)
            stop = self.numbers.stop if most is None else min(most + 1, self.numbers.stop)
            return Among(range(first, max(first, stop)), self.unknown)
        return self.where(lambda one: one == UNKNOWN or ((least is None or one >= least) and (most is None or one <= most)))


class Truth(NamedTuple):
    """Whether something may hold, and whether it may fail."""

    may: bool
    may_fail: bool

    @property
    def is_sure(self) -> bool:
        return self.may and not self.may_fail


OPEN = Truth(True, True)
#: what is known of the values of the world
Look = Callable[[int], Among]


def listed(values: Iterable[int]) -> Among:
    codes = frozenset(values)
    return Among(codes - {UNKNOWN}, UNKNOWN in codes)


def joined(parts: Sequence[Among]) -> Among:
    """What may be any of these."""
    unknown = any(part.unknown for part in parts)
    filled = [part for part in parts if part.numbers]
    if len(filled) == 1:
        return Among(filled[0].numbers, unknown)
    if sum(len(part.numbers) for part in filled) <= PAIRS:
        return Among(frozenset(value for part in filled for value in part.numbers), unknown)
    ends = [end for part in filled for end in part.ends()]
    return Among(range(min(ends), max(ends) + 1), unknown)


def anything(fluent: Fluent, sets: bool) -> Among:
    """All that a fluent can have, in whichever mind (`strays` says whether that is so)."""
    if fluent.sort is not Sort.NUMBER:
        return Among(frozenset(fluent.domain) - {UNKNOWN}, not sets and fluent.sort is Sort.SYMBOL)
    low = -LARGEST if fluent.low is None else fluent.low
    high = LARGEST if fluent.high is None else fluent.high
    return Among(range(low, high + 1), not sets)


def strays(task: Task) -> str | None:
    """The name of a fluent that a fact or an effect, of the world or of a mind, may give another value than those that it can
    have; None: there is none. What minds learn otherwise is a value that it has somewhere, or one of those that it can have."""
    domains = [anything(fluent, task.sets) for fluent in task.fluents]
    for fact in task.facts:
        fluent = task.fluents[fact.fluent]
        if fluent.sort is not Sort.NUMBER and not fact.known and not listed((fact.value, *fact.others)) <= domains[fact.fluent]:
            return fluent.name
    effects = [effect for action in task.actions for effect in action.effects]
    effects += [effect for trigger in task.triggers for effect in trigger.effects]
    effects += [effect for public in task.publics for effect in public.effects]
    for effect in effects:
        fluent = task.fluents[effect.fluent]
        if fluent.sort is not Sort.NUMBER:
            value = possible(task, effect.value, domains.__getitem__)
            if not value <= domains[effect.fluent]:
                return fluent.name
    return None


def truth(task: Task, condition: Condition, look: Look) -> Truth:
    """Whether a condition may hold, and whether it may fail, in a state of the world."""
    match condition:
        case AllOf(parts):
            truths = [truth(task, part, look) for part in parts]
            return Truth(all(part.may for part in truths), any(part.may_fail for part in truths))
        case AnyOf(parts):
            truths = [truth(task, part, look) for part in parts]
            return Truth(any(part.may for part in truths), all(part.may_fail for part in truths))
        case Compare(operator, left, right):
            if condition.denied or operator in ("known", "may be", "knows") or any(place.path for place in reads(condition)):
                return OPEN
            first, second = possible(task, left, look), possible(task, right, look)
            if operator == "in":
                inside = [value in second for value in first.codes()] if len(first) <= PAIRS else [True, False]
                return Truth(any(inside), not all(inside))
            return _related(operator, first, second)


def _related(operator: str, first: Among, second: Among) -> Truth:
    if not len(first) or not len(second):
        return Truth(False, False)
    if len(first) * len(second) <= PAIRS:
        pairs = {compared(operator, one, other) for one, other in product(first.codes(), second.codes())}
        return Truth(True in pairs, False in pairs)
    if first.unknown or second.unknown or not first.numbers or not second.numbers:
        return OPEN
    (least, most), (low, high) = first.ends(), second.ends()
    match operator:
        case "<":
            return Truth(least < high, most >= low)
        case "<=":
            return Truth(least <= high, most > low)
        case ">":
            return Truth(most > low, least <= high)
        case ">=":
            return Truth(most >= low, least < high)
        case "==":
            return Truth(least <= high and low <= most, True)
        case _:
            return Truth(True, least <= high and low <= most)


def possible(task: Task, expression: Expression, look: Look) -> Among:
    """The values that an expression may have. Where it is worked out to be too large, no life goes on."""
    match expression:
        case Constant():
            return listed(expression.values)
        case Read(path, fluent):
            return anything(task.fluents[fluent], task.sets) if path else look(fluent)
        case Choose(condition, then, otherwise):
            chosen = truth(task, condition, look)
            # Of what somebody believes it may not be known whether it holds.
            cases = [then] * chosen.may + [otherwise] * chosen.may_fail
            return joined([possible(task, case, look) for case in cases])
        case _:
            left, right = possible(task, expression.left, look), possible(task, expression.right, look)
            return _calculated(expression.operator, left, right)


def _calculated(operator: str, left: Among, right: Among) -> Among:
    if not len(left) or not len(right):
        return Among(frozenset())
    unknown = left.unknown or right.unknown or (operator == "/" and 0 in right)
    if not left.numbers or not right.numbers:
        return Among(frozenset(), unknown)
    if len(left.numbers) * len(right.numbers) <= PAIRS:
        results = {
            _calculate(operator, one, other)
            for one, other in product(left.numbers, right.numbers)
            if operator != "/" or other != 0
        }
        return Among(frozenset(result for result in results if abs(result) <= LARGEST), unknown)
    if operator == "/":
        return Among(range(-LARGEST, LARGEST + 1), unknown)
    # Of these, a result between others has operands between theirs.
    ends = [_calculate(operator, one, other) for one, other in product(left.ends(), right.ends())]
    return Among(range(max(min(ends), -LARGEST), min(max(ends), LARGEST) + 1), unknown)


def _calculate(operator: str, left: int, right: int) -> int:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left // right
        case "min":
            return min(left, right)
        case "max":
            return max(left, right)
    raise ValueError(f"unknown operator {operator!r}")


def clamped(fluent: Fluent, values: Among) -> Among:
    """What an assignment makes of them."""
    if fluent.sort is not Sort.NUMBER or not values.numbers:
        return values

    def clamp(value: int) -> int:
        value = value if fluent.low is None else max(value, fluent.low)
        return value if fluent.high is None else min(value, fluent.high)

    if isinstance(values.numbers, range):
        first, last = values.ends()
        return Among(range(clamp(first), clamp(last) + 1), values.unknown)
    return Among(frozenset(map(clamp, values.numbers)), values.unknown)


def narrowed(condition: Condition, look: Look) -> dict[int, Among]:
    """What single fluents of the world may be where a condition holds, as far as its parts compare them with constants."""
    among: dict[int, Among] = {}
    for part in ground_conjuncts(condition):
        match part:
            case Compare(operator, Read((), fluent), Constant() as constant, denied=False):
                before = among[fluent] if fluent in among else look(fluent)
                if operator == "in" or (operator == "==" and not constant.others):
                    among[fluent] = Among(
                        frozenset(value for value in constant.values if value != UNKNOWN and value in before.numbers),
                        before.unknown and UNKNOWN in constant.values,
                    )
                elif operator in ("!=", "<", "<=", ">", ">=") and not constant.others:
                    among[fluent] = _compared_with(operator, before, constant.value)
    return among


def _compared_with(operator: str, before: Among, value: int) -> Among:
    if len(before) <= PAIRS:
        return before.where(lambda one: compared(operator, one, value))
    if value == UNKNOWN or operator == "!=":
        return before
    numbers = {
        "<": before.between(None, value - 1),
        "<=": before.between(None, value),
        ">": before.between(value + 1, None),
        ">=": before.between(value, None),
    }[operator].numbers
    return Among(numbers)


@dataclass(frozen=True, slots=True)
class Event:
    """An act or a trigger as far as it changes the world. `writes`: for each fluent, under which conditions it becomes what."""

    name: str
    precondition: Condition
    writes: dict[int, list[tuple[Condition, Expression]]]
    #: all that decides whether it happens and what it does
    read: frozenset[int]


def event_of(name: str, precondition: Condition, effects: Iterable[Effect]) -> Event:
    """An act or a trigger as far as it changes the world."""
    writes: dict[int, list[tuple[Condition, Expression]]] = {}
    for effect in effects:
        if not effect.path and not effect.keeps:
            writes.setdefault(effect.fluent, []).append((effect.condition, effect.value))
    read = {place.fluent for place in reads(precondition) if not place.path}
    for cases in writes.values():
        for condition, value in cases:
            read |= {place.fluent for place in (*reads(condition), *reads(value)) if not place.path}
    return Event(name, precondition, writes, frozenset(read))


def outcome(task: Task, event: Event, look: Look, only: Iterable[int] | None = None) -> dict[int, Among] | None:
    """What the fluents that an event writes may be after it (`only`: these of them); None: it can't happen here."""
    known = narrowed(event.precondition, look)
    if any(not len(values) for values in known.values()):
        return None

    def within(fluent: int) -> Among:
        return known[fluent] if fluent in known else look(fluent)

    if not truth(task, event.precondition, within).may:
        return None
    return {
        fluent: _after(task, fluent, event.writes[fluent], within)
        for fluent in (event.writes if only is None else only)
        if fluent in event.writes
    }


def _after(task: Task, fluent: int, cases: list[tuple[Condition, Expression]], look: Look) -> Among:
    """What a fluent may be: what some effect makes of it, and what it was, unless one is sure to happen."""
    ways, stays = [], True
    for condition, value in cases:
        decided = truth(task, condition, look)
        if decided.may:
            after = clamped(task.fluents[fluent], possible(task, value, look))
            # In a story a number that is divided by nothing is an error, and no life goes on from it.
            ways.append(Among(after.numbers, after.unknown and not task.sets))
            stays = stays and decided.may_fail
    if stays:
        ways.append(look(fluent))
    return joined(ways)


def at_start(task: Task) -> list[int]:
    """The values of all fluents in the world as the story states them, before any trigger has fired."""
    values: list[int] = []
    for fluent in task.fluents:
        nothing = NOBODY if task.sets else UNKNOWN
        default = nothing if fluent.sort is Sort.SYMBOL else 0
        values += clamped(fluent, listed([default])).codes()
    for fact in task.facts:
        if not fact.path:
            (values[fact.fluent],) = clamped(task.fluents[fact.fluent], listed([fact.value])).codes()
    return values
