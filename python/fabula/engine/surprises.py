"""What somebody learns who sees an act that she took to be impossible (semantics 2.2 step 2, and 8.2)."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.engine.evaluate import NOWHERE, Minds, atom_with_reads, holds, read, read_all, values_of
from fabula.engine.interface import State
from fabula.engine.terms import Becomes, Changes, Doubts, Narrows, Step
from fabula.task import UNKNOWN, AllOf, AnyOf, Compare, Condition, Constant, Hope, Read, Sort, Task, reads

Place = tuple[tuple[int, ...], int]
#: a hope, and whether it was fulfilled
Decided = tuple[Compare, bool]


def true_atoms(minds: Minds, state: State, condition: Condition, event: str) -> list[Compare]:
    """The atoms of those clauses of a condition (in disjunctive normal form) that are true in a state."""
    if not holds(minds, state, condition, event):
        return []
    if isinstance(condition, AllOf | AnyOf):
        return [atom for part in condition.parts for atom in true_atoms(minds, state, part, event)]
    return [condition]


def lessons(minds: Minds, task: Task, state: State, atoms: Iterable[Compare], decided: Iterable[Decided] = ()) -> Changes:
    """What becomes so in a mind that learns that atoms hold which are true in a state, and of hopes how they were `decided`
    (only where `Task.sets`)."""
    return _narrowed(minds, task, state, atoms, decided) if task.sets else _repaired(minds, task, state, atoms)


def decided(minds: Minds, state: State, believed: State, hopes: Iterable[Hope], event: str) -> list[Decided]:
    """Which of some hopes are fulfilled in a state and which fail, as far as that is not believed already (semantics 8.3)."""
    all_decided = []
    for hope in hopes:
        for outcome, condition in ((True, hope.condition), (False, hope.opposite)):
            if holds(minds, state, condition, event) and not holds(minds, believed, condition, event):
                all_decided.append((hope.condition, outcome))
    return all_decided


def read_of(hoped: Compare) -> Read:
    """What a hope is about."""
    (place,) = reads(hoped)[:1]
    return place


def allowed_by(task: Task, hoped: Compare, outcome: bool) -> tuple[int, ...]:
    """The values of what a hope is about with which it is fulfilled, or fails."""
    place = read_of(hoped)
    satisfying = _satisfying(NOWHERE, task, State(0), hoped, place)
    return tuple(value for value in task.fluents[place.fluent].possible() if (value in satisfying) == outcome)


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


def _narrowed(minds: Minds, task: Task, state: State, atoms: Iterable[Compare], decided: Iterable[Decided] = ()) -> Changes:
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
    ignorant: list[Place] = []
    for hoped, outcome in decided:
        read_there = read_of(hoped)
        there = (read_there.path, read_there.fluent)
        if hoped.operator == "known":
            ignorant.extend([] if outcome else [there])
            continue
        values = allowed_by(task, hoped, outcome)
        before = allowed.get(there, values)
        allowed[there] = tuple(value for value in before if value in values)
    changes: dict[Place, tuple[Step, ...]] = {place: (Narrows(values),) for place, values in allowed.items() if values}
    for path, fluent in ignorant:
        changes[path, fluent] = (*changes.get((path, fluent), ()), Doubts(task.fluents[fluent].possible()))
    return changes


def _satisfying(minds: Minds, task: Task, state: State, atom: Compare, place: Read) -> tuple[int, ...]:
    """The values of the one read of an atom with which it holds."""
    domain = task.fluents[place.fluent].possible()
    if atom.operator == "in":
        assert isinstance(atom.right, Constant)
        return tuple(value for value in domain if value in atom.right.values)

    def satisfies(value: int) -> bool:
        return holds(minds, state, atom_with_reads(atom, lambda _: Constant(value)))

    return tuple(value for value in domain if satisfies(value))
