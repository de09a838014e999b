"""Conditions as alternatives of atoms that all hold, and what such atoms say of single facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from fabula.task import AnyOf, Compare, Condition, Constant, Expression, Read, ground_conjuncts

#: more clauses of a condition than these are not looked at one by one
MOST_CLAUSES = 64
#: what is known of single facts of the world
Known = dict[int, int]


def clauses(condition: Condition) -> list[tuple[Compare, ...]] | None:
    """A condition as alternatives of atoms that all hold; None: too many."""
    parts: list[list[tuple[Compare, ...]]] = []
    for part in ground_conjuncts(condition):
        if isinstance(part, AnyOf):
            cases: list[tuple[Compare, ...]] = []
            for case in part.parts:
                inner = clauses(case)
                if inner is None:
                    return None
                cases += inner
            parts.append(cases)
        elif isinstance(part, Compare):
            parts.append([(part,)])
    size = 1
    for cases in parts:
        size *= len(cases)
        if size > MOST_CLAUSES:
            return None
    return [tuple(atom for case in chosen for atom in case) for chosen in product(*parts)]


def knowing(atoms: Sequence[Compare]) -> Known | None:
    """The single facts of the world that atoms say together; None: they can't all hold."""
    known: Known = {}
    changed = True
    while changed:
        changed = False
        for atom in atoms:
            if atom.operator != "==" or atom.denied:
                continue
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                value = value_in(other, known)
                if not isinstance(one, Read) or one.path or value is None:
                    continue
                if one.fluent not in known:
                    known[one.fluent] = value
                    changed = True
                elif known[one.fluent] != value:
                    return None
    return known


def value_in(expression: Expression, known: Known) -> int | None:
    """The one value of an expression, as far as that is known."""
    if isinstance(expression, Constant):
        return None if expression.others else expression.value
    if isinstance(expression, Read) and not expression.path:
        return known.get(expression.fluent)
    return None


def atoms_of(condition: Condition) -> Iterator[Compare]:
    """All atoms of a condition."""
    if isinstance(condition, Compare):
        yield condition
    else:
        for part in condition.parts:
            yield from atoms_of(part)
