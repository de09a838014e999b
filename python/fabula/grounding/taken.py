"""What is true, and which values something may have, where all that is read is written down: at the start of a story.

The same as in the engines (semantics 8.2), which are no part of grounding; without arithmetic on more values than a few.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

from fabula.comparing import compared
from fabula.grounding.numbers import calculate
from fabula.task import AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read, reads


class Taken(NamedTuple):
    """The values that something may have, ascending. `known`: it is known there which of them (`task.Several`)."""

    values: tuple[int, ...]
    known: bool = False


#: what is taken to be so along a path
Look = Callable[[tuple[int, ...], int], Taken]


def truth(condition: Condition, look: Look) -> bool | None:
    """Whether a condition is true; None = not known."""
    match condition:
        case AllOf(parts):
            truths = [truth(part, look) for part in parts]
            return False if False in truths else None if None in truths else True
        case AnyOf(parts):
            truths = [truth(part, look) for part in parts]
            return True if True in truths else None if None in truths else False
        case Compare():
            result = _atom(condition, look)
            return not result if condition.denied and result is not None else result


def _atom(atom: Compare, look: Look) -> bool | None:
    left, right = atom.left, atom.right
    if isinstance(left, Read) and isinstance(right, Constant):
        here = look(left.path, left.fluent)
        match atom.operator:
            case "known":
                return len(here.values) == 1 or (bool(left.path) and here.known)
            case "may be":
                return right.value in here.values
            case "in":
                return _decided([value in right.values for value in here.values], left, right, look)
    if atom.operator == "may be" and isinstance(left, Read) and isinstance(right, Read):
        asked, allowed = look(right.path, right.fluent).values, look(left.path, left.fluent).values
        holds = [value in allowed for value in asked]
        # Which of several it is that may be so is not known, even if they all may.
        return holds[0] if len(holds) == 1 else _decided([*holds, False], right, right, look)
    if atom.operator == "knows" and isinstance(left, Read):
        here = look(left.path, left.fluent)
        return here.known if len(here.values) > 1 else here.values == look(left.path[:-1], left.fluent).values
    if left == right and isinstance(left, Read):
        return atom.operator in ("==", "<=", ">=")
    pairs = product(possible(left, look).values, possible(right, look).values)
    return _decided([compared(atom.operator, first, other) for first, other in pairs], left, right, look)


def _decided(holds: list[bool], left: Expression, right: Expression, look: Look) -> bool | None:
    if all(holds) or not any(holds):
        return holds[0]
    read = [*reads(left), *reads(right)]
    marked = any(len(place.path) == 1 and look(place.path, place.fluent).known for place in read)
    return None if marked or not any(place.path for place in read) else False


def possible(expression: Expression, look: Look) -> Taken:
    """What an expression may be."""
    match expression:
        case Constant():
            return Taken(expression.values)
        case Read(path, fluent):
            return look(path, fluent)
        case Choose(condition, then, otherwise):
            decided = truth(condition, look)
            if decided is not None:
                return possible(then if decided else otherwise, look)
            return Taken(tuple(sorted({*possible(then, look).values, *possible(otherwise, look).values})))
        case Arithmetic(operator, left, right):
            pairs = product(possible(left, look).values, possible(right, look).values)
            return Taken(tuple(sorted({calculate(operator, first, other) for first, other in pairs})))
