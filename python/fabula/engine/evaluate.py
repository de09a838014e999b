"""The value of the expressions and the truth of the conditions of a task in a state, on whichever engine.

What a mind has of a fluent may be several values (semantics 8.2). Conditions are evaluated by Kleene's logic; where every
fluent has one value, as in the world, that is the ordinary one. Arithmetic on `?` gives `?`, as `task.py` says.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import NamedTuple, Protocol

from fabula.engine.interface import NumberTooLarge, State
from fabula.task import (
    LARGEST,
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
    Several,
    Value,
    compared,
)


class Minds(Protocol):
    """What has to be known of states to read them: every `Engine` offers it."""

    def taken(self, state: State, fluent: int) -> Value: ...

    def belief(self, state: State, character: int) -> State: ...


class Possible(NamedTuple):
    """The values that an expression may have, ascending. Of several: `told`: whether whoever is told the value comes to know
    which of them it is; `known`: whether this mind, being an idea of another's, is marked as knowing it."""

    values: tuple[int, ...]
    told: bool = False
    known: bool = False


def read(minds: Minds, state: State, path: tuple[int, ...], fluent: int) -> int:
    """The value of a fluent in the belief state at the end of a path (semantics 1), `UNKNOWN` where several are possible."""
    value = read_all(minds, state, path, fluent)
    return UNKNOWN if isinstance(value, Several) else value


def read_all(minds: Minds, state: State, path: tuple[int, ...], fluent: int) -> Value:
    """What the belief state at the end of a path takes to be possible of a fluent."""
    for character in path:
        state = minds.belief(state, character)
    return minds.taken(state, fluent)


def values_of(value: Value) -> tuple[int, ...]:
    """The values that may be so, ascending."""
    return value.values if isinstance(value, Several) else (value,)


def value_of(values: Iterable[int], known: bool = False) -> Value:
    """One value, or several; `known` is said of several only."""
    ordered = tuple(sorted(set(values)))
    return ordered[0] if len(ordered) == 1 else Several(ordered, known)


def possible(minds: Minds, state: State, expression: Expression, event: str = "") -> Possible:
    """What an expression may be (semantics 8.2). Raises `NumberTooLarge(event)` if a number on the way is beyond
    `task.LARGEST`."""
    match expression:
        case Constant():
            return Possible(expression.values)
        case Read(path, fluent):
            value = read_all(minds, state, path, fluent)
            if isinstance(value, Several):
                return Possible(value.values, value.known or not path, value.known)
            return Possible((value,))
        case Choose(condition, then, otherwise):
            decided = truth(minds, state, condition, event)
            if decided is not None:
                return possible(minds, state, then if decided else otherwise, event)
            yes, no = possible(minds, state, then, event), possible(minds, state, otherwise, event)
            return Possible(tuple(sorted({*yes.values, *no.values})), True)
        case Arithmetic(operator, left, right):
            first, second = possible(minds, state, left, event), possible(minds, state, right, event)
            open_ = [side for side in (first, second) if len(side.values) > 1]
            return Possible(
                _calculated(operator, first.values, second.values, event),
                any(side.told for side in open_),
                bool(open_) and all(side.known for side in open_),
            )


def evaluate(minds: Minds, state: State, expression: Expression, event: str = "") -> int:
    """The value of an expression as of a want: what is not known does not count, and of several values of a number that one
    counts which makes it least (semantics 8.2). Raises `NumberTooLarge(event)` if a number on the way is beyond
    `task.LARGEST`."""
    return min(_wanted(minds, state, expression, event))


def _wanted(minds: Minds, state: State, expression: Expression, event: str) -> tuple[int, ...]:
    match expression:
        case Choose(condition, then, otherwise):
            return _wanted(minds, state, then if holds(minds, state, condition, event) else otherwise, event)
        case Arithmetic(operator, left, right):
            return _calculated(operator, _wanted(minds, state, left, event), _wanted(minds, state, right, event), event)
    return possible(minds, state, expression, event).values


def holds(minds: Minds, state: State, condition: Condition, event: str = "") -> bool:
    """Whether a condition is true: what is not known is not."""
    return truth(minds, state, condition, event) is True


def truth(minds: Minds, state: State, condition: Condition, event: str = "") -> bool | None:
    """Whether a condition is true or false; None = not known. Parts are looked at in order, and no more of them than
    needed."""
    match condition:
        case AllOf(parts):
            result: bool | None = True
            for part in parts:
                found = truth(minds, state, part, event)
                if found is False:
                    return False
                result = result and found
            return result
        case AnyOf(parts):
            result = False
            for part in parts:
                found = truth(minds, state, part, event)
                if found is True:
                    return True
                result = None if found is None else result
            return result
        case Compare():
            atom = _atom(minds, state, condition, event)
            return not atom if condition.denied and atom is not None else atom


def _atom(minds: Minds, state: State, atom: Compare, event: str) -> bool | None:
    left, right = atom.left, atom.right
    if not isinstance(left, Read) or atom.operator not in ("in", "known", "may be", "knows"):
        return _compared(minds, state, atom.operator, left, right, event)
    value = read_all(minds, state, left.path, left.fluent)
    allowed = right.values if isinstance(right, Constant) else ()
    match atom.operator:
        case "in":
            inside = [one in allowed for one in values_of(value)]
            return _decided(all(inside), any(inside), (left,), (value,))
        case "known":
            return not isinstance(value, Several) or (bool(left.path) and value.known)
        case "may be":
            return allowed[0] in values_of(value)
        case _:
            if isinstance(value, Several):
                return value.known
            return value == read_all(minds, state, left.path[:-1], left.fluent)


def _compared(minds: Minds, state: State, operator: str, left: Expression, right: Expression, event: str) -> bool | None:
    if left == right and isinstance(left, Read):
        return operator in ("==", "<=", ">=")
    first, second = possible(minds, state, left, event), possible(minds, state, right, event)
    if len(first.values) == len(second.values) == 1:
        return compared(operator, first.values[0], second.values[0])
    pairs = [compared(operator, one, other) for one, other in product(first.values, second.values)]
    places = (*reads(left), *reads(right))
    values = tuple(read_all(minds, state, place.path, place.fluent) for place in places)
    if operator in ("==", "<=", ">=") and _is_known_there(left, right, values):
        return True
    return _decided(all(pairs), any(pairs), places, values)


def _is_known_there(left: Expression, right: Expression, values: tuple[Value, ...]) -> bool:
    """Whether somebody's value of a fluent, known there, is compared with the fluent here: it is the true one."""
    match left, right:
        case (Read((_,), fluent), Read((), other)) | (Read((), fluent), Read((_,), other)) if fluent == other:
            theirs, here = values if left.path else values[::-1]
            return isinstance(theirs, Several) and theirs.known and theirs.values == values_of(here)
    return False


def _decided(always: bool, ever: bool, places: tuple[Read, ...], values: tuple[Value, ...]) -> bool | None:
    """The truth of an atom that holds of all values, of some, or of none. What is believed in another mind is a fact, unless
    the set is marked as known there."""
    if always or not ever:
        return always
    if not any(place.path for place in places):
        return None
    for place, value in zip(places, values, strict=True):
        if len(place.path) == 1 and isinstance(value, Several) and value.known:
            return None
    return False


def reads(part: Expression | Condition) -> list[Read]:
    """Every fluent that is read in an expression or a condition."""
    match part:
        case Read():
            return [part]
        case Constant():
            return []
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return [*reads(left), *reads(right)]
        case Choose(condition, then, otherwise):
            return [*reads(condition), *reads(then), *reads(otherwise)]
        case AllOf(parts) | AnyOf(parts):
            return [place for inner in parts for place in reads(inner)]


def _calculated(operator: str, left: tuple[int, ...], right: tuple[int, ...], event: str) -> tuple[int, ...]:
    return tuple(sorted({_calculate(operator, one, other, event) for one, other in product(left, right)}))


def _calculate(operator: str, left: int, right: int, event: str) -> int:
    if UNKNOWN in (left, right):
        return UNKNOWN
    match operator:
        case "+":
            result = left + right
        case "-":
            result = left - right
        case "*":
            result = left * right
        case "/":
            if right == 0:
                # Grounding refuses a division by a constant 0; a fluent that happens to be 0 leaves no known number.
                return UNKNOWN
            result = left // right
        case "min":
            result = min(left, right)
        case "max":
            result = max(left, right)
        case _:
            raise ValueError(f"unknown operator {operator!r}")
    if abs(result) > LARGEST:
        raise NumberTooLarge(event)
    return result
