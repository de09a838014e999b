"""Conditions as `task.py` wants them: folded where they are constant, negations at the atoms (problem-files 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.task import FALSE, TRUE, UNKNOWN, AllOf, AnyOf, Compare, Condition, Constant, Expression, Fluent, Read, Sort

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def all_of(parts: Iterable[Condition]) -> Condition:
    """The conjunction; false where two atoms contradict each other."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, AllOf) else (part,)))
    if FALSE in flat or _contradict(flat):
        return FALSE
    return next(iter(flat)) if len(flat) == 1 else AllOf(tuple(flat))


def any_of(parts: Iterable[Condition]) -> Condition:
    """The disjunction; true where one part is."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, AnyOf) else (part,)))
    if TRUE in flat:
        return TRUE
    return next(iter(flat)) if len(flat) == 1 else AnyOf(tuple(flat))


def negate(condition: Condition, fluents: Sequence[Fluent]) -> Condition:
    """The negation, pushed to the atoms: a negated comparison of numbers is false, too, if a number is unknown. Takes time
    in proportion to the size of the condition."""
    match condition:
        case AllOf(parts):
            return any_of([negate(part, fluents) for part in parts])
        case AnyOf(parts):
            return all_of([negate(part, fluents) for part in parts])
        case Compare("==", Read(_, fluent), Constant(value)) if fluents[fluent].sort is Sort.TRUTH:
            return Compare("==", condition.left, Constant(1 - value))
        case Compare(operator, left, right, of_reads):
            return Compare(_OPPOSITE[operator], left, right, of_reads)


def compare_numbers(operator: str, left: Expression, right: Expression, of_reads: bool) -> Condition:
    """A comparison of numbers. One with `?` stays an atom: its negation, too, is false. Whether a number is itself is not asked
    (`?` is at least and at most itself). `of_reads`: on both sides of the text a property is read, even if it always has one
    value (semantics 8.1)."""
    if isinstance(left, Read) and left == right:
        return TRUE if operator in ("==", "<=", ">=") else FALSE
    if not (isinstance(left, Constant) and isinstance(right, Constant)):
        return Compare(operator, left, right, of_reads)
    if UNKNOWN in (left.value, right.value) and operator not in ("==", "!="):
        return Compare(operator, left, right, of_reads)
    return TRUE if _is_true(operator, left.value, right.value) else FALSE


def equal_things(left: Constant | Read, right: Constant | Read, of_reads: bool, fluents: Sequence[Fluent]) -> Condition:
    """Split by cases, so that every atom compares a fluent with a constant. `?` equals `?`, and whatever it is itself."""
    if left == right:
        return TRUE
    if isinstance(left, Constant) and isinstance(right, Constant):
        return FALSE
    if isinstance(left, Constant):
        return equal_things(right, left, of_reads, fluents)
    if isinstance(right, Constant):
        possible = right.value == UNKNOWN or right.value in fluents[left.fluent].domain
        return Compare("==", left, right, of_reads) if possible else FALSE
    return any_of(
        all_of((equal_things(left, Constant(value), True, fluents), Compare("==", right, Constant(value), True)))
        for value in (*fluents[right.fluent].domain, UNKNOWN)
    )


def different_things(left: Constant | Read, right: Constant | Read, of_reads: bool, fluents: Sequence[Fluent]) -> Condition:
    if left == right:
        return FALSE
    if isinstance(left, Constant) or isinstance(right, Constant):
        return negate(equal_things(left, right, of_reads, fluents), fluents)
    return any_of(
        all_of((different_things(left, Constant(value), True, fluents), Compare("==", right, Constant(value), True)))
        for value in (*fluents[right.fluent].domain, UNKNOWN)
    )


def _contradict(atoms: Iterable[Condition]) -> bool:
    required: dict[Read, int] = {}
    excluded: set[tuple[Read, int]] = set()
    for atom in atoms:
        match atom:
            case Compare("==", Read() as place, Constant(value)):
                if required.setdefault(place, value) != value:
                    return True
            case Compare("!=", Read() as place, Constant(value)):
                excluded.add((place, value))
    return any(place in excluded for place in required.items())


def _is_true(operator: str, left: int, right: int) -> bool:
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case _:
            return left >= right
