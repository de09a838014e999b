"""Ground conditions and expressions: built once each, simplified as they are built.

Two equal terms of one `Terms` are one object, so that `is` compares them and repeated work is looked up. Simplification keeps
what a surprise would repair (semantics 2.2): the atoms of the clauses that can be true stay, but for those that another atom
of the same clause makes pointless (`f == v` beside `f != w`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from fabula.grounding.budget import Budget
from fabula.grounding.numbers import COMPARISONS, FLIPPED, Range, calculate, range_of, spread
from fabula.task import (
    FALSE,
    TRUE,
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Fluent,
    Read,
    Sort,
    compared,
)

Leaf = Constant | Read


class Terms:
    """Builds terms over fluents, to which more may be added as they are met."""

    def __init__(self, budget: Budget) -> None:
        self.fluents: list[Fluent] = []
        self.budget = budget
        self._domains: list[frozenset[int]] = []
        self._constants: dict[int, Constant] = {}
        self._reads: dict[tuple[tuple[int, ...], int], Read] = {}
        self._compares: dict[tuple[str, int, int], Condition] = {}
        self._atoms: dict[tuple[str, int, int], Compare] = {}
        self._all: dict[tuple[int, ...], Condition] = {}
        self._any: dict[tuple[int, ...], Condition] = {}
        self._all_of: dict[tuple[int, ...], AllOf] = {}
        self._any_of: dict[tuple[int, ...], AnyOf] = {}
        self._arithmetic: dict[tuple[str, int, int], Expression] = {}
        self._chooses: dict[tuple[int, int, int], Choose] = {}
        self._complements: dict[int, Condition] = {}
        self._ranges: dict[int, Range] = {}
        self.unknown = self.constant(UNKNOWN)
        self.yes = self.constant(1)
        self.no = self.constant(0)

    def add(self, fluent: Fluent) -> int:
        """The number of a new fluent."""
        self.fluents.append(fluent)
        self._domains.append(frozenset(fluent.domain))
        return len(self.fluents) - 1

    # --- expressions -------------------------------------------------------------------------------------------------

    def constant(self, value: int) -> Constant:
        found = self._constants.get(value)
        if found is None:
            found = self._constants[value] = Constant(value)
        return found

    def read(self, path: tuple[int, ...], fluent: int) -> Read:
        key = (path, fluent)
        found = self._reads.get(key)
        if found is None:
            found = self._reads[key] = Read(path, fluent)
        return found

    def arithmetic(self, operator: str, left: Expression, right: Expression) -> Expression:
        """Folds constants; raises `ZeroDivisionError` for a division by 0 and `OverflowError` beyond `task.LARGEST`."""
        key = (operator, id(left), id(right))
        found = self._arithmetic.get(key)
        if found is None:
            found = self._arithmetic[key] = self._calculated(operator, left, right)
        return found

    def _calculated(self, operator: str, left: Expression, right: Expression) -> Expression:
        if type(right) is Constant and right.value == 0 and operator == "/":
            raise ZeroDivisionError
        if left is self.unknown or right is self.unknown:
            return self.unknown
        if type(left) is Constant and type(right) is Constant:
            return self.constant(calculate(operator, left.value, right.value))
        if type(right) is Constant and (right.value, operator) in ((0, "+"), (0, "-"), (1, "*"), (1, "/")):
            return left
        if type(left) is Constant and (left.value, operator) in ((0, "+"), (1, "*")):
            return right
        return Arithmetic(operator, left, right)

    def choose(self, condition: Condition, then: Expression, otherwise: Expression) -> Expression:
        if condition is TRUE or then is otherwise:
            return then
        if condition is FALSE:
            return otherwise
        key = (id(condition), id(then), id(otherwise))
        found = self._chooses.get(key)
        if found is None:
            found = self._chooses[key] = Choose(condition, then, otherwise)
        return found

    def range(self, expression: Expression) -> Range:
        """Between which bounds the value of a number lies, and whether it is never unknown."""
        found = self._ranges.get(id(expression))
        if found is None:
            found = self._ranges[id(expression)] = range_of(expression, self.fluents, self.range)
        return found

    def domain(self, leaf: Read) -> tuple[int, ...]:
        """All codes that a symbol or truth can have, `UNKNOWN` last."""
        fluent = self.fluents[leaf.fluent]
        return fluent.domain if fluent.sort is Sort.TRUTH else (*fluent.domain, UNKNOWN)

    # --- conditions --------------------------------------------------------------------------------------------------

    def truth(self, value: bool) -> Condition:
        return TRUE if value else FALSE

    def compare(self, operator: str, left: Expression, right: Expression) -> Condition:
        """Truths and symbols: with constants on the right, cases where both sides vary."""
        if type(left) is Constant and type(right) is not Constant:
            left, right, operator = right, left, FLIPPED[operator]
        key = (operator, id(left), id(right))
        found = self._compares.get(key)
        if found is None:
            found = self._compares[key] = self._compared(operator, left, right)
        return found

    def _compared(self, operator: str, left: Expression, right: Expression) -> Condition:
        if type(left) is Constant and type(right) is Constant:
            return self.truth(compared(operator, left.value, right.value))
        if left is right:
            return self.truth(operator in ("==", "<=", ">="))
        if type(left) is Read and (fluent := self.fluents[left.fluent]).sort is not Sort.NUMBER:
            if type(right) is Constant:
                return self._literal(operator, left, right, fluent.sort)
            return self._split(operator, left, cast(Read, right))
        if right is self.unknown and operator not in ("==", "!="):
            if operator in ("<", ">"):
                return FALSE
            return self.compare("==", left, right)
        decided = spread(operator, self.range(left), self.range(right), right is self.unknown)
        return self._atom(operator, left, right) if decided is None else self.truth(decided)

    def _atom(self, operator: str, left: Expression, right: Expression) -> Compare:
        key = (operator, id(left), id(right))
        found = self._atoms.get(key)
        if found is None:
            found = self._atoms[key] = Compare(operator, left, right)
        return found

    def _literal(self, operator: str, left: Read, right: Constant, sort: Sort) -> Condition:
        value = right.value
        known = value in self._domains[left.fluent]
        if not known and (value != UNKNOWN or sort is Sort.TRUTH):
            return self.truth(operator == "!=")
        if sort is Sort.TRUTH and operator == "!=":
            return self._atom("==", left, self.constant(1 - value))
        return self._atom(operator, left, right)

    def _split(self, operator: str, left: Read, right: Read) -> Condition:
        values = self.domain(right)
        self.budget.spend(len(values))
        cases = []
        for value in values:
            constant = self.constant(value)
            cases.append(self.all_of((self.compare("==", right, constant), self.compare(operator, left, constant))))
        return self.any_of(cases)

    def all_of(self, parts: Iterable[Condition]) -> Condition:
        flat: dict[int, Condition] = {}
        for part in parts:
            if type(part) is AllOf:
                for inner in part.parts:
                    flat[id(inner)] = inner
            elif part is FALSE:
                return FALSE
            else:
                flat[id(part)] = part
        if len(flat) < 2:
            return next(iter(flat.values()), TRUE)
        key = tuple(flat)
        found = self._all.get(key)
        if found is None:
            found = self._all[key] = self._conjunction(list(flat.values()))
        return found

    def any_of(self, parts: Iterable[Condition]) -> Condition:
        flat: dict[int, Condition] = {}
        for part in parts:
            if type(part) is AnyOf:
                for inner in part.parts:
                    flat[id(inner)] = inner
            elif part is TRUE:
                return TRUE
            else:
                flat[id(part)] = part
        if len(flat) < 2:
            return next(iter(flat.values()), FALSE)
        key = tuple(flat)
        found = self._any.get(key)
        if found is None:
            found = self._any[key] = self._disjunction(list(flat.values()))
        return found

    def _conjunction(self, parts: list[Condition]) -> Condition:
        self.budget.spend(len(parts))
        equal: dict[int, int] = {}
        unequal: dict[int, set[int]] = {}
        choices = False
        for part in parts:
            if type(part) is AnyOf:
                choices = True
            elif type(part) is Compare and type(part.right) is Constant:
                subject, value = id(part.left), part.right.value
                if part.operator == "==":
                    if equal.setdefault(subject, value) != value:
                        return FALSE
                elif part.operator == "!=":
                    unequal.setdefault(subject, set()).add(value)
        kept: list[Condition] = []
        low: dict[int, int] = {}
        high: dict[int, int] = {}
        for part in parts:
            if type(part) is Compare and type(part.right) is Constant and part.operator != "==":
                subject, value = id(part.left), part.right.value
                if subject in equal:
                    if not compared(part.operator, equal[subject], value):
                        return FALSE
                    continue
                if part.operator in (">", ">="):
                    low[subject] = max(low.get(subject, value), value + (part.operator == ">"))
                elif part.operator in ("<", "<="):
                    high[subject] = min(high.get(subject, value), value - (part.operator == "<"))
                elif type(part.left) is Read and self._all_excluded(part.left, unequal[subject]):
                    return FALSE
            kept.append(part)
        if any(high.get(subject, bound) < bound for subject, bound in low.items()):
            return FALSE
        if choices and (equal or unequal):
            reduced = [self._under(part, equal, unequal) if type(part) is AnyOf else part for part in kept]
            if any(new is not old for new, old in zip(reduced, kept, strict=True)):
                return self.all_of(reduced)
        if len(kept) == 1:
            return kept[0]
        key = tuple(map(id, kept))
        found = self._all_of.get(key)
        if found is None:
            found = self._all_of[key] = AllOf(tuple(kept))
        return found

    def _all_excluded(self, subject: Read, values: set[int]) -> bool:
        fluent = self.fluents[subject.fluent]
        return fluent.sort is Sort.SYMBOL and len(values) > len(fluent.domain)

    def _under(self, choice: AnyOf, equal: dict[int, int], unequal: dict[int, set[int]]) -> Condition:
        """A choice beside atoms that must hold: without the cases that they exclude, and without repeating them."""
        self.budget.spend(len(choice.parts))
        kept: list[Condition] = []
        changed = False
        for case in choice.parts:
            parts = case.parts if type(case) is AllOf else (case,)
            rest: list[Condition] = []
            for part in parts:
                known = _known(part, equal, unequal)
                if known is False:
                    break
                if known is None:
                    rest.append(part)
            else:
                if rest and len(rest) < len(parts):
                    changed = True
                    kept.append(self.all_of(rest))
                else:
                    kept.append(case)
                continue
            changed = True
        return self.any_of(kept) if changed else choice

    def _disjunction(self, parts: list[Condition]) -> Condition:
        self.budget.spend(len(parts))
        equal: dict[int, set[int]] = {}
        unequal: dict[int, set[int]] = {}
        for part in parts:
            if type(part) is Compare and type(part.right) is Constant and type(part.left) is Read:
                if part.operator == "==":
                    equal.setdefault(id(part.left), set()).add(part.right.value)
                elif part.operator == "!=":
                    unequal.setdefault(id(part.left), set()).add(part.right.value)
        for subject, values in unequal.items():
            if len(values) > 1 or values & equal.get(subject, set()):
                return TRUE
        for part in parts:
            if type(part) is Compare and type(part.left) is Read:
                fluent = self.fluents[part.left.fluent]
                whole = len(fluent.domain) + (fluent.sort is Sort.SYMBOL)
                if fluent.sort is not Sort.NUMBER and len(equal.get(id(part.left), ())) == whole:
                    return TRUE
        key = tuple(map(id, parts))
        found = self._any_of.get(key)
        if found is None:
            found = self._any_of[key] = AnyOf(tuple(parts))
        return found

    def complement(self, condition: Condition) -> Condition:
        """Exactly when `condition` is false (while "not", pushed to a comparison of numbers, is false too on `?`)."""
        found = self._complements.get(id(condition))
        if found is None:
            found = self._complements[id(condition)] = self._complement(condition)
        return found

    def _complement(self, condition: Condition) -> Condition:
        if type(condition) is AllOf:
            return self.any_of(map(self.complement, condition.parts))
        if type(condition) is AnyOf:
            return self.all_of(map(self.complement, condition.parts))
        atom = cast(Compare, condition)
        left, right, opposite = atom.left, atom.right, COMPARISONS[atom.operator]
        flat = self.compare(opposite, left, right)
        if atom.operator in ("==", "!="):
            return flat
        left_unknown = self.compare("==", left, self.unknown)
        right_unknown = self.compare("==", right, self.unknown)
        if atom.operator in ("<", ">"):
            return self.any_of((flat, left_unknown, right_unknown))
        only_left = self.all_of((left_unknown, self.compare("!=", right, self.unknown)))
        only_right = self.all_of((right_unknown, self.compare("!=", left, self.unknown)))
        return self.any_of((flat, only_left, only_right))


def _known(part: Condition, equal: dict[int, int], unequal: dict[int, set[int]]) -> bool | None:
    """What atoms that hold say of another atom; None = nothing."""
    if type(part) is not Compare or type(part.right) is not Constant:
        return None
    subject, value = id(part.left), part.right.value
    if subject in equal:
        return compared(part.operator, equal[subject], value)
    if value in unequal.get(subject, ()):
        return {"==": False, "!=": True}.get(part.operator)
    return None
