"""The value of the expressions and the truth of the conditions of a task in a state, on whichever engine.

What a mind has of a fluent may be several values (semantics 8.2). Conditions are evaluated by Kleene's logic; where every
fluent has one value, as in the world, that is the ordinary one. Arithmetic on `?` gives `?`, as `task.py` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from typing import NamedTuple, Protocol

from fabula.comparing import compared
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
    reads,
)


class Minds(Protocol):
    """What has to be known of states to read them: every `Engine` offers it."""

    def taken(self, state: State, fluent: int) -> Value: ...

    def belief(self, state: State, character: int) -> State: ...


class _Nowhere:
    """No state: constants are what they are."""

    def taken(self, state: State, fluent: int) -> int:
        raise AssertionError("constants read no fluent")

    def belief(self, state: State, character: int) -> State:
        raise AssertionError("constants read no belief")


#: where only constants can be evaluated
NOWHERE = _Nowhere()


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


def possible(minds: Minds, state: State, expression: Expression, event: str = "", holder: tuple[int, ...] = ()) -> Possible:
    """What an expression may be (semantics 8.2). `holder`: the mind in whose idea somebody is told. Raises
    `NumberTooLarge(event)` if a number on the way is beyond `task.LARGEST`."""

    def inner(part: Expression) -> Possible:
        return possible(minds, state, part, event, holder)

    match expression:
        case Constant():
            return Possible(expression.values)
        case Read(path, fluent):
            value = read_all(minds, state, path, fluent)
            if not isinstance(value, Several):
                return Possible((value,))
            # What is marked further in is known to somebody in somebody's idea, who does not know it himself.
            told = not path or (value.known and len(path) <= 1 + (len(holder) if path[: len(holder)] == holder else 0))
            return Possible(value.values, told, value.known and not path)
        case Choose(condition, then, otherwise):
            decided = truth(minds, state, condition, event)
            if decided is not None:
                return inner(then if decided else otherwise)
            return Possible(tuple(sorted({*inner(then).values, *inner(otherwise).values})), True)
        case Arithmetic(operator, left, right):
            first, second = inner(left), inner(right)
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
                part_truth = truth(minds, state, part, event)
                if part_truth is False:
                    return False
                result = result and part_truth
            return result
        case AnyOf(parts):
            result = False
            for part in parts:
                part_truth = truth(minds, state, part, event)
                if part_truth is True:
                    return True
                result = None if part_truth is None else result
            return result
        case Compare():
            atom = _atom(minds, state, condition, event)
            return not atom if condition.denied and atom is not None else atom


def _atom(minds: Minds, state: State, atom: Compare, event: str) -> bool | None:
    """The truth of an atom, not denied. One that reads a single mind is judged in that mind: what somebody believes is a fact,
    and true or false, unless it depends there on what is known there and not here."""
    places = reads(atom)
    firsts = {place.path[:1] for place in places}
    if len(firsts) != 1 or firsts == {()}:
        return _atom_here(minds, state, atom, event)
    ((whose,),) = firsts
    inside = minds.belief(state, whose)
    holds = _atom(minds, inside, atom_with_reads(atom, inward), event)
    depends = reads(atom.right) if atom.operator == "may be" else places
    return holds if holds is not None or _is_marked(minds, inside, [inward(place) for place in depends]) else False


def _is_marked(minds: Minds, state: State, places: Iterable[Read]) -> bool:
    """Whether one of the fluents that are read in a mind itself is known there."""
    values = (minds.taken(state, place.fluent) for place in places if not place.path)
    return any(isinstance(value, Several) and value.known for value in values)


def _atom_here(minds: Minds, state: State, atom: Compare, event: str) -> bool | None:
    left, right = atom.left, atom.right
    if not isinstance(left, Read) or atom.operator not in ("in", "known", "may be", "knows"):
        return _compared(minds, state, atom.operator, left, right, event)
    value = read_all(minds, state, left.path, left.fluent)
    allowed = right.values if isinstance(right, Constant) else ()
    match atom.operator:
        case "in":
            inside = [code in allowed for code in values_of(value)]
            return _of_all(all(inside), any(inside))
        case "known":
            return not isinstance(value, Several) or value.known
        case "may be":
            return _may_be(minds, state, values_of(value), right)
        case _:
            if isinstance(value, Several):
                return value.known
            return value == read_all(minds, state, left.path[:-1], left.fluent)


def _may_be(minds: Minds, state: State, values: tuple[int, ...], asked: Expression) -> bool | None:
    """Whether what is asked for is among some values; not known where it is not known what that is, and some of it is."""
    asked_values = possible(minds, state, asked).values
    if not any(code in values for code in asked_values):
        return False
    if len(asked_values) == 1:
        return True
    others = [place for place in reads(asked) if place.path]
    is_marked = any(_is_marked(minds, minds.belief(state, place.path[0]), [inward(place)]) for place in others)
    return False if others and not is_marked else None


def _compared(minds: Minds, state: State, operator: str, left: Expression, right: Expression, event: str) -> bool | None:
    """A comparison that reads this mind, or no mind alone."""
    first, second = possible(minds, state, left, event), possible(minds, state, right, event)
    if first.values == second.values and _is_one(minds, state, left, right):
        return operator in ("==", "<=", ">=")
    if len(first.values) == len(second.values) == 1:
        return compared(operator, first.values[0], second.values[0])
    pairs = [compared(operator, one, other) for one, other in product(first.values, second.values)]
    others = [place for place in (*reads(left), *reads(right)) if place.path]
    if all(pairs) or not any(pairs) or not others:
        return _of_all(all(pairs), any(pairs))
    if any(_is_marked(minds, minds.belief(state, place.path[0]), [inward(place)]) for place in others):
        return None
    return False


def _is_one(minds: Minds, state: State, left: Expression, right: Expression) -> bool:
    """Whether two reads that have the same values are of one and the same: read by one path, or here and where it is known, a
    mark saying that the value there is the true one."""
    if not isinstance(left, Read) or not isinstance(right, Read) or left.fluent != right.fluent:
        return False
    there = [path for path in {left.path, right.path} if path]
    return left.path == right.path or (
        len(there) == 1 and len(there[0]) == 1 and _is_marked(minds, minds.belief(state, there[0][0]), [Read((), left.fluent)])
    )


def _of_all(always: bool, ever: bool) -> bool | None:
    """The truth of an atom that holds of all values, of some, or of none."""
    return always if always or not ever else None


def inward(place: Read) -> Read:
    """The same as it is read in the mind with which its path begins."""
    return Read(place.path[1:], place.fluent)


def with_reads(part: Expression, change: Callable[[Read], Expression]) -> Expression:
    """The expression with something else in the place of every read."""
    match part:
        case Read():
            return change(part)
        case Constant():
            return part
        case Arithmetic(operator, left, right):
            return Arithmetic(operator, with_reads(left, change), with_reads(right, change))
        case Choose(condition, then, otherwise):
            return Choose(_with_reads(condition, change), with_reads(then, change), with_reads(otherwise, change))


def atom_with_reads(atom: Compare, change: Callable[[Read], Expression]) -> Compare:
    """The atom, not denied, with something else in the place of every read."""
    return replace(atom, left=with_reads(atom.left, change), right=with_reads(atom.right, change), denied=False)


def _with_reads(condition: Condition, change: Callable[[Read], Expression]) -> Condition:
    match condition:
        case Compare():
            return replace(atom_with_reads(condition, change), denied=condition.denied)
        case AllOf(parts):
            return AllOf(tuple(_with_reads(part, change) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_with_reads(part, change) for part in parts))


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
