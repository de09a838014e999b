"""What a failed attempt teaches: that what was taken for true is not so, and no more (semantics 8.3).

An act has *lessons* for a character, one for each condition that it can be wrong about. They are found from the task alone, so
that what is learned never depends on what is true instead; `Engine.in_vain` teaches those that apply.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fabula.engine.evaluate import NOWHERE, atom_with_reads, holds
from fabula.engine.interface import Fact, Lesson, State
from fabula.task import (
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Read,
    Sort,
    Task,
)


def lessons(task: Task, action: int, character: int, own: Collection[int]) -> tuple[Lesson, ...]:
    """What a character can learn by an act that it tries in vain. `own`: the fluents that are about the character itself, which
    it doubts last."""
    finder = _Finder(task, character, frozenset(own))
    return tuple(lesson for part in _parts(task.actions[action].certain) for lesson in finder.lessons(part, part))


def _parts(condition: Condition) -> Iterator[Condition]:
    """The conditions that all have to hold."""
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _atoms(condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield condition
    else:
        for part in condition.parts:
            yield from _atoms(part)


class _Finder:
    def __init__(self, task: Task, character: int, own: frozenset[int]) -> None:
        self._task = task
        self._character = character
        self._own = own

    def lessons(self, part: Condition, whole: Condition) -> Iterator[Lesson]:
        """What the failure of a condition teaches about a part of it: an alternative of it, or all of it."""
        match part:
            case Compare():
                if self._task.sets:
                    yield from self._excluding(part, part, whole)
                elif ways := self._doubts(part):
                    yield Lesson((whole,), part, ways)
            case AnyOf(parts):
                for one in parts:
                    yield from self.lessons(one, whole)
            case AllOf():
                yield from self._of_several(part, whole)

    def _of_several(self, part: AllOf, whole: Condition) -> Iterator[Lesson]:
        """Of several that do not hold together it can't be known which does not: "Ben and Cid are at the same place"."""
        atoms = list(_atoms(part))
        strange = [atom for atom in reversed(atoms) if not self._is_own(atom)] or list(reversed(atoms))
        if self._task.sets:
            excluded = (list(self._excluding(atom, part, whole)) for atom in strange)
            yield from next(filter(None, excluded), [])
            return
        open_ = tuple(way for atom in strange if not self._is_truth(atom) for way in self._doubts(atom))
        if open_:
            yield Lesson((whole,), part, open_)
            return
        # A yes or no can't be unknown, and must not be taken for what it is not.
        for atom in strange:
            yield Lesson((whole, atom), part, self._doubts(atom))

    def _excluding(self, atom: Compare, believed: Condition, whole: Condition) -> Iterator[Lesson]:
        """Where a mind has a set of values: those with which the atom would hold are excluded. Of several fluents it can't be
        known which one is another than was thought: then the value that one of them was taken to have is."""
        places = sorted(dict.fromkeys((*_reads(atom.right), *_reads(atom.left))), key=self._is_mine)
        if atom.operator == "may be":
            places = [place for place in _reads(atom.right) if not self._is_mine(place)]
        if atom.operator in ("known", "knows") or not places:
            # That somebody does not know it says nothing of what it is.
            return
        doubted = places[0]
        values = self._task.fluents[doubted.fluent].possible()
        if len(places) > 1 or atom.operator == "may be":
            for value in values:
                taken = AllOf((believed, Compare("==", doubted, Constant(value))))
                yield Lesson((whole,), taken, ((self._fact(doubted, value),),), True)
            return
        satisfying = [value for value in values if _holds_with(atom, value)]
        if atom.denied:
            # It was taken not to be believed: then it is.
            satisfying = [value for value in values if value not in satisfying]
        if 0 < len(satisfying) < len(values):
            yield Lesson((whole,), believed, (tuple(self._fact(doubted, value) for value in satisfying),), True)

    def _doubts(self, atom: Compare) -> tuple[tuple[Fact, ...], ...]:
        """How a mind that took an atom for true can take it for true no longer: this is where it is said what is learned.

        Of a fluent compared with a value: the opposite of a yes or no; that value, if it was said not to be that; or else
        nothing that it could name. Of several fluents it can't be known which one is another than was thought.
        """
        reads = sorted((*_reads(atom.right), *_reads(atom.left)), key=self._is_mine)
        match atom:
            case Compare(operator, Read() as read, Constant(code)) if operator in ("==", "!="):
                if self._sort(read) is Sort.TRUTH:
                    code = code if operator == "!=" else 1 - code
                elif operator == "==":
                    if code == UNKNOWN:
                        return ()
                    code = UNKNOWN
                return ((self._fact(read, code),),)
        ways = [(self._fact(read, UNKNOWN),) for read in reads if self._sort(read) is not Sort.TRUTH]
        for read in reads:
            if self._sort(read) is Sort.TRUTH:
                ways += [(self._fact(read, code),) for code in (0, 1)]
        return tuple(ways)

    def _fact(self, read: Read, code: int) -> Fact:
        # What a character believes about its own beliefs is what it believes.
        inside = read.path[1:] if read.path[:1] == (self._character,) else read.path
        return inside, read.fluent, code

    def _sort(self, read: Read) -> Sort:
        return self._task.fluents[read.fluent].sort

    def _is_mine(self, read: Read) -> bool:
        return read.fluent in self._own and not self._fact(read, 0)[0]

    def _is_own(self, atom: Compare) -> bool:
        return all(self._is_mine(read) for read in (*_reads(atom.left), *_reads(atom.right)))

    def _is_truth(self, atom: Compare) -> bool:
        return isinstance(atom.left, Read) and self._sort(atom.left) is Sort.TRUTH


def _holds_with(atom: Compare, value: int) -> bool:
    """Whether an atom, not denied, that reads one fluent holds if it has this value."""
    if atom.operator == "in":
        return isinstance(atom.right, Constant) and value in atom.right.values
    return holds(NOWHERE, State(0), atom_with_reads(atom, lambda _: Constant(value)))


def _reads(expression: Expression) -> Iterator[Read]:
    match expression:
        case Read():
            yield expression
        case Constant():
            pass
        case Arithmetic(_, left, right):
            yield from _reads(right)
            yield from _reads(left)
        case Choose(condition, then, otherwise):
            yield from _reads(otherwise)
            yield from _reads(then)
            for atom in _atoms(condition):
                yield from _reads(atom.right)
                yield from _reads(atom.left)
