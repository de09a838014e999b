"""What somebody learns who sees an act that she took to be impossible (semantics 2.2 step 2, and 8.2)."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.engine.evaluate import Minds, atom_with_reads, holds, read, read_all, values_of
from fabula.engine.interface import State
from fabula.engine.terms import Becomes, Changes, Narrows
from fabula.task import UNKNOWN, AllOf, AnyOf, Compare, Condition, Constant, Read, Sort, Task, reads

Place = tuple[tuple[int, ...], int]


def true_atoms(minds: Minds, state: State, condition: Condition, event: str) -> list[Compare]:
    """The atoms of those clauses of a condition (in disjunctive normal form) that are true in a state."""
    if not holds(minds, state, condition, event):
        return []
    if isinstance(condition, AllOf | AnyOf):
        return [atom for part in condition.parts for atom in true_atoms(minds, state, part, event)]
    return [condition]


def lessons(minds: Minds, task: Task, state: State, atoms: Iterable[Compare]) -> Changes:
    """What becomes so in a mind that learns that atoms hold which are true in a state."""
    return _narrowed(minds, task, state, atoms) if task.sets else _repaired(minds, task, state, atoms)


def _repaired(minds: Minds, task: Task, state: State, atoms: Iterable[Compare]) -> Changes:
    """Section 2.2 step 2: a read is known, or, if no atom says what it is, unknown."""
    exact: dict[Place, Becomes] = {}
    vague: dict[Place, Becomes] = {}
    for atom in atoms:
        of_reads = atom.of_reads or (reads(atom.left) and reads(atom.right))
        for place in reads(atom):
            if atom.operator == "==" or of_reads or task.fluents[place.fluent].sort is Sort.TRUTH:
                exact[place.path, place.fluent] = Becomes(read(minds, state, place.path, place.fluent))
            else:
                vague[place.path, place.fluent] = Becomes(UNKNOWN)
    return {place: (step,) for place, step in {**vague, **exact}.items()}


def _narrowed(minds: Minds, task: Task, state: State, atoms: Iterable[Compare]) -> Changes:
    """Section 8.2: a set keeps the values that satisfy all atoms; of two reads each is what it is. What is known or not
    believed teaches nothing."""
    allowed: dict[Place, tuple[int, ...]] = {}
    for atom in atoms:
        if atom.denied or atom.operator in ("known", "knows"):
            continue
        # Whether something may be so says nothing of what is; only what it is that may be.
        speaks_of_value = atom.operator == "may be"
        places = tuple(dict.fromkeys(reads(atom.right if speaks_of_value else atom)))
        for place in places:
            if atom.of_reads or len(places) > 1 or speaks_of_value:
                values = values_of(read_all(minds, state, place.path, place.fluent))
            else:
                values = _satisfying(minds, task, state, atom, place)
            before = allowed.get((place.path, place.fluent), values)
            allowed[place.path, place.fluent] = tuple(value for value in before if value in values)
    return {place: (Narrows(values),) for place, values in allowed.items()}


def _satisfying(minds: Minds, task: Task, state: State, atom: Compare, place: Read) -> tuple[int, ...]:
    """The values of the one read of an atom with which it holds."""
    domain = task.fluents[place.fluent].possible()
    if atom.operator == "in":
        assert isinstance(atom.right, Constant)
        return tuple(value for value in domain if value in atom.right.values)

    def satisfies(value: int) -> bool:
        return holds(minds, state, atom_with_reads(atom, lambda _: Constant(value)))

    return tuple(value for value in domain if satisfies(value))
