"""Ground conditions and expressions: built once each, simplified as they are built.

Two equal terms of one `Terms` are one object, so that `is` compares them and repeated work is looked up. Simplification keeps
what a surprise would repair (semantics 2.2): the atoms of the clauses that can be true stay, but for those that another atom
of the same clause makes pointless (`f == v` beside `f != w`).

Where what a mind has of a property is a set (`Task.sets`), a condition may also be not known: what is folded here is true, or
false or not known, whatever the sets are (semantics 8.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeGuard, cast

from fabula.comparing import compared
from fabula.grounding.numbers import COMPARISONS, FLIPPED, Range, calculate, range_of, spread
from fabula.grounding.steps import Steps
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
    reads,
)

Leaf = Constant | Read
#: what speaks of the set of values that a mind has: true or false, never not known
OF_SETS = frozenset({"known", "may be", "knows"})


class Terms:
    """Builds terms over fluents, to which more may be added as they are met."""

    def __init__(self, steps: Steps, sets: bool) -> None:
        self.fluents: list[Fluent] = []
        self.steps = steps
        self.sets = sets
        self._domains: list[frozenset[int]] = []
        self._constants: dict[tuple[int, ...], Constant] = {}
        self._reads: dict[tuple[tuple[int, ...], int], Read] = {}
        self._compares: dict[tuple[str, int, int, bool], Condition] = {}
        self._atoms: dict[tuple[str, int, int, bool, bool], Compare] = {}
        self._all: dict[tuple[int, ...], Condition] = {}
        self._any: dict[tuple[int, ...], Condition] = {}
        self._all_of: dict[tuple[int, ...], AllOf] = {}
        self._any_of: dict[tuple[int, ...], AnyOf] = {}
        self._arithmetic: dict[tuple[str, int, int], Expression] = {}
        self._chooses: dict[tuple[int, int, int], Choose] = {}
        self._complements: dict[int, Condition] = {}
        self._negations: dict[tuple[int, int], Condition] = {}
        self._depths: dict[int, int] = {}
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

    def constant(self, value: int, *others: int) -> Constant:
        """A value, or any of several, ascending."""
        key = (value, *others)
        constant = self._constants.get(key)
        if constant is None:
            constant = self._constants[key] = Constant(value, others)
        return constant

    def read(self, path: tuple[int, ...], fluent: int) -> Read:
        """A fluent in a mind. `path`: whose belief about whose, outermost first; empty = the world. Equal reads are one."""
        key = (path, fluent)
        read = self._reads.get(key)
        if read is None:
            read = self._reads[key] = Read(path, fluent)
        return read

    def arithmetic(self, operator: str, left: Expression, right: Expression) -> Expression:
        """Folds constants; raises `ZeroDivisionError` for a division by 0 and `OverflowError` beyond `task.LARGEST`."""
        key = (operator, id(left), id(right))
        term = self._arithmetic.get(key)
        if term is None:
            term = self._arithmetic[key] = self._calculated(operator, left, right)
        return term

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
        """`then` where a condition holds, else `otherwise`; one of the two, if that is known."""
        if condition is TRUE or then is otherwise:
            return then
        if condition is FALSE:
            return otherwise
        key = (id(condition), id(then), id(otherwise))
        choice = self._chooses.get(key)
        if choice is None:
            choice = self._chooses[key] = Choose(condition, then, otherwise)
        return choice

    def range(self, expression: Expression) -> Range:
        """Between which bounds the value of a number lies, and whether it is never unknown."""
        span = self._ranges.get(id(expression))
        if span is None:
            span = range_of(expression, self.fluents, self.range)
            if self.sets and type(expression) is Read:
                span = span._replace(known=True)
            self._ranges[id(expression)] = span
        return span

    def domain(self, leaf: Read) -> tuple[int, ...]:
        """All codes that a symbol or truth can have; without sets `UNKNOWN` last."""
        fluent = self.fluents[leaf.fluent]
        return fluent.domain if fluent.sort is Sort.TRUTH or self.sets else (*fluent.domain, UNKNOWN)

    # --- conditions --------------------------------------------------------------------------------------------------

    def truth(self, value: bool) -> Condition:
        """The condition that always holds, or the one that never does."""
        return TRUE if value else FALSE

    def compare(self, operator: str, left: Expression, right: Expression, of_reads: bool = False) -> Condition:
        """Truths and symbols: with constants on the right; where both sides vary one atom of two reads, or cases where there
        are no sets. `of_reads`: two reads are compared, of which one may have become a constant (semantics 8.1)."""
        if type(left) is Constant and type(right) is not Constant:
            left, right, operator = right, left, FLIPPED[operator]
        key = (operator, id(left), id(right), of_reads)
        comparison = self._compares.get(key)
        if comparison is None:
            comparison = self._compares[key] = self._compared(operator, left, right, of_reads and self.sets)
        return comparison

    def _compared(self, operator: str, left: Expression, right: Expression, of_reads: bool) -> Condition:
        if type(left) is Constant and type(right) is Constant:
            return self.truth(compared(operator, left.value, right.value))
        if left is right:
            return self.truth(operator in ("==", "<=", ">="))
        if type(left) is Read and (fluent := self.fluents[left.fluent]).sort is not Sort.NUMBER:
            if type(right) is Constant:
                return self._literal(operator, left, right, fluent.sort, of_reads)
            second = cast(Read, right)
            return self._twoplaces(operator, left, second) if self.sets else self._split(operator, left, second)
        if right is self.unknown and operator not in ("==", "!="):
            if operator in ("<", ">"):
                return FALSE
            return self.compare("==", left, right)
        decided = spread(operator, self.range(left), self.range(right), right is self.unknown)
        return self._atom(operator, left, right, of_reads) if decided is None else self.truth(decided)

    def _atom(
        self, operator: str, left: Expression, right: Expression, of_reads: bool = False, denied: bool = False
    ) -> Compare:
        key = (operator, id(left), id(right), of_reads, denied)
        atom = self._atoms.get(key)
        if atom is None:
            atom = self._atoms[key] = Compare(operator, left, right, of_reads, denied)
        return atom

    def _literal(self, operator: str, left: Read, right: Constant, sort: Sort, of_reads: bool) -> Condition:
        value = right.value
        known = value in self._domains[left.fluent]
        if not known and (self.sets or value != UNKNOWN or sort is Sort.TRUTH):
            return self.truth(operator == "!=")
        if sort is Sort.TRUTH and operator == "!=":
            return self._atom("==", left, self.constant(1 - value))
        return self._atom(operator, left, right, of_reads)

    def _twoplaces(self, operator: str, left: Read, right: Read) -> Condition:
        if self._domains[left.fluent].isdisjoint(self._domains[right.fluent]):
            return self.truth(operator == "!=")
        if (right.path, right.fluent) < (left.path, left.fluent):
            left, right = right, left
        return self._atom(operator, left, right, True)

    def one_of(self, leaf: Leaf, values: Iterable[int]) -> Condition:
        """Whether the value of a leaf is one of some."""
        codes = sorted(set(values))
        if type(leaf) is Constant:
            return self.truth(leaf.value in codes)
        place = cast(Read, leaf)
        if not self.sets:
            return self.any_of([self.compare("==", place, self.constant(code)) for code in codes])
        possible = self._possible(place)
        kept = [code for code in codes if code in possible]
        if len(kept) == len(possible):
            return TRUE
        if len(kept) < 2:
            return self.compare("==", place, self.constant(kept[0])) if kept else FALSE
        return self._atom("in", place, self.constant(*kept))

    def _possible(self, leaf: Read) -> Sequence[int]:
        fluent = self.fluents[leaf.fluent]
        if fluent.sort is not Sort.NUMBER:
            return fluent.domain
        if fluent.low is None or fluent.high is None:
            raise ValueError(f"{fluent.name} has no bounds")
        return range(fluent.low, fluent.high + 1)

    def known(self, leaf: Leaf) -> Condition:
        """Whether one value alone of it is possible."""
        if type(leaf) is Constant:
            return self.truth(self.sets or leaf is not self.unknown)
        return self._atom("known", leaf, self.no) if self.sets else self.compare("!=", leaf, self.unknown)

    def settled(self, guard: Condition) -> Condition:
        """That all is known that a condition reads."""
        read = {id(place): place for place in reads(guard)} if self.sets else {}
        return self.all_of([self.known(place) for place in read.values()])

    def may_be(self, leaf: Leaf, value: Leaf) -> Condition:
        """Whether it may have a value, or the one that something else has."""
        if type(leaf) is Constant or not self.sets:
            return self.compare("==", leaf, value)
        possible = self._possible(cast(Read, leaf))
        if type(value) is Constant:
            return self._atom("may be", leaf, value) if value.value in possible else FALSE
        overlaps = any(code in possible for code in self._possible(cast(Read, value)))
        return self._atom("may be", leaf, value) if overlaps else FALSE

    def knows(self, path: tuple[int, ...], leaf: Leaf) -> Condition:
        """Whether the last of a path is taken to know what a leaf is, which is read where that mind is looked into."""
        if type(leaf) is Constant:
            return TRUE
        place = cast(Read, leaf)
        within = self.read(path, place.fluent)
        return self._atom("knows", within, place) if self.sets else self.compare("==", within, place)

    def rebuilt(self, atom: Compare, left: Expression, right: Expression) -> Condition:
        """An atom with other sides."""
        operator = atom.operator
        if operator == "in":
            rebuilt = self.one_of(cast(Leaf, left), cast(Constant, right).values)
        elif operator == "known":
            rebuilt = self.known(cast(Leaf, left))
        elif operator == "may be":
            rebuilt = self.may_be(cast(Leaf, left), cast(Leaf, right))
        elif operator == "knows":
            rebuilt = TRUE if type(left) is Constant else self._atom(operator, left, right)
        else:
            rebuilt = self.compare(operator, left, right, atom.of_reads)
        return self.denied(rebuilt) if atom.denied else rebuilt

    def _split(self, operator: str, left: Read, right: Read) -> Condition:
        values = self.domain(right)
        self.steps.spend(len(values))
        cases = []
        for value in values:
            constant = self.constant(value)
            cases.append(self.all_of((self.compare("==", right, constant), self.compare(operator, left, constant))))
        return self.any_of(cases)

    def all_of(self, parts: Iterable[Condition]) -> Condition:
        """All of these: without repetitions and what always holds, `FALSE` if they exclude each other. Raises `StepsEnded`."""
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
        conjunction = self._all.get(key)
        if conjunction is None:
            conjunction = self._all[key] = self._conjunction(list(flat.values()))
        return conjunction

    def any_of(self, parts: Iterable[Condition]) -> Condition:
        """Any of these: without repetitions and what never holds, `TRUE` if one always does. Raises `StepsEnded`."""
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
        disjunction = self._any.get(key)
        if disjunction is None:
            disjunction = self._any[key] = self._disjunction(list(flat.values()))
        return disjunction

    def either(self, cases: Sequence[Condition]) -> Condition:
        """That one of the cases holds into which all has been split, or some of them: all of them together hold whatever may
        be so."""
        values: dict[int, tuple[Read, set[int]]] = {}
        for case in cases:
            if is_plain(case) and case.operator == "==" and type(case.left) is Read:
                values.setdefault(id(case.left), (case.left, set()))[1].add(cast(Constant, case.right).value)
        for place, codes in values.values():
            if self.fluents[place.fluent].sort is not Sort.NUMBER and len(codes) == len(self.domain(place)):
                return TRUE
        return self.any_of(cases)

    def _conjunction(self, parts: list[Condition]) -> Condition:
        self.steps.spend(len(parts))
        equal: dict[int, int] = {}
        unequal: dict[int, set[int]] = {}
        choices = False
        for part in parts:
            if type(part) is AnyOf:
                choices = True
            elif is_plain(part):
                subject, value = id(part.left), cast(Constant, part.right).value
                if part.operator == "==":
                    if equal.setdefault(subject, value) != value:
                        return FALSE
                elif part.operator == "!=":
                    unequal.setdefault(subject, set()).add(value)
        kept: list[Condition] = []
        low: dict[int, int] = {}
        high: dict[int, int] = {}
        for part in parts:
            if is_plain(part) and part.operator != "==":
                subject, value = id(part.left), cast(Constant, part.right).value
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
        conjunction = self._all_of.get(key)
        if conjunction is None:
            conjunction = self._all_of[key] = AllOf(tuple(kept))
        return conjunction

    def _all_excluded(self, subject: Read, values: set[int]) -> bool:
        fluent = self.fluents[subject.fluent]
        return fluent.sort is Sort.SYMBOL and len(values) == len(self.domain(subject))

    def _under(self, choice: AnyOf, equal: dict[int, int], unequal: dict[int, set[int]]) -> Condition:
        """A choice beside atoms that must hold: without the cases that they exclude, and without repeating them."""
        self.steps.spend(len(choice.parts))
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
        self.steps.spend(len(parts))
        # With sets `f is a or f is not a` is not known where f is not, and of another's f it may be false.
        if not self.sets and self._is_certain(parts):
            return TRUE
        key = tuple(map(id, parts))
        disjunction = self._any_of.get(key)
        if disjunction is None:
            disjunction = self._any_of[key] = AnyOf(tuple(parts))
        return disjunction

    def _is_certain(self, parts: list[Condition]) -> bool:
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
                return True
        for part in parts:
            if type(part) is Compare and type(part.left) is Read:
                fluent = self.fluents[part.left.fluent]
                whole = len(fluent.domain) + (fluent.sort is Sort.SYMBOL)
                if fluent.sort is not Sort.NUMBER and len(equal.get(id(part.left), ())) == whole:
                    return True
        return False

    # --- opposites ---------------------------------------------------------------------------------------------------

    def negate(self, condition: Condition, depth: int) -> Condition:
        """With sets, what denies a condition that is asked in a mind at the end of a path of this length: negation goes down
        to the atoms, but not through what is believed in another mind."""
        key = (id(condition), depth)
        negation = self._negations.get(key)
        if negation is None:
            negation = self._negations[key] = self._negated(condition, depth)
        return negation

    def _negated(self, condition: Condition, depth: int) -> Condition:
        if type(condition) is AllOf:
            return self.any_of([self.negate(part, depth) for part in condition.parts])
        if type(condition) is AnyOf:
            return self.all_of([self.negate(part, depth) for part in condition.parts])
        atom = cast(Compare, condition)
        if atom.denied or atom.operator in OF_SETS or self.depth(atom) > depth:
            return self.denied(atom)
        if atom.operator == "in":
            place, values = cast(Read, atom.left), cast(Constant, atom.right).values
            return self.one_of(place, set(self._possible(place)).difference(values))
        return self.compare(COMPARISONS[atom.operator], atom.left, atom.right, atom.of_reads)

    def denied(self, condition: Condition) -> Condition:
        """The atom that is true exactly where this one is not, as what somebody believes is."""
        if condition is TRUE or condition is FALSE:
            return self.truth(condition is FALSE)
        atom = cast(Compare, condition)
        return self._atom(atom.operator, atom.left, atom.right, atom.of_reads, not atom.denied)

    def depth(self, term: Condition | Expression) -> int:
        """The length of the longest path along which something is read."""
        depth = self._depths.get(id(term))
        if depth is None:
            depth = self._depths[id(term)] = self._depth(term)
        return depth

    def _depth(self, term: Condition | Expression) -> int:
        match term:
            case Read(path):
                return len(path)
            case AllOf(parts) | AnyOf(parts):
                return max(map(self.depth, parts), default=0)
            case Compare(_, left, right) | Arithmetic(_, left, right):
                return max(self.depth(left), self.depth(right))
            case Choose(condition, then, otherwise):
                return max(self.depth(condition), self.depth(then), self.depth(otherwise))
        return 0

    def complement(self, condition: Condition) -> Condition:
        """Exactly when `condition` is false (while "not", pushed to a comparison of numbers, is false too on `?`)."""
        complement = self._complements.get(id(condition))
        if complement is None:
            complement = self._complements[id(condition)] = self._complement(condition)
        return complement

    def _complement(self, condition: Condition) -> Condition:
        if self.sets:
            return self.negate(condition, 0)
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


def is_plain(part: Condition) -> TypeGuard[Compare]:
    """Whether it is a comparison with one value, and not the denial of one."""
    return type(part) is Compare and type(part.right) is Constant and not part.denied and part.operator in COMPARISONS


def _known(part: Condition, equal: dict[int, int], unequal: dict[int, set[int]]) -> bool | None:
    """What atoms that hold say of another atom; None = nothing."""
    if not is_plain(part):
        return None
    subject, value = id(part.left), cast(Constant, part.right).value
    if subject in equal:
        return compared(part.operator, equal[subject], value)
    if value in unequal.get(subject, ()):
        return {"==": False, "!=": True}.get(part.operator)
    return None
