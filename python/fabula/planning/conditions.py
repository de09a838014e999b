"""What makes an expression what it is in a state: the comparisons that decide its value, as a writer reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from fabula.engine.evaluate import evaluate, holds
from fabula.engine.interface import Engine, State
from fabula.solution import Solution
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
    reads,
)

_NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def outcomes(engine: Engine, solution: Solution, start: State | None = None) -> dict[tuple[int, ...], str]:
    """What each plan of a solution comes to, for `write_solution`: the parts of its owner's utility that hold at its end, but
    for those that never change.

    `start` is where the solution begins, the initial state if None. Preconditions are not asked.
    """
    ways: dict[tuple[int, ...], str] = {}
    changes = _changes(engine.task)

    def enter(plan: Solution, state: State, way: tuple[int, ...]) -> None:
        for place, step in enumerate(plan.steps):
            for reason in step.reasons:
                if reason.mind is not None:
                    enter(reason, engine.belief(state, reason.mind), (*way, place, reason.mind))
            state = engine.do(state, step.action)
        task = engine.task
        utility = task.utility if plan.mind is None else task.utilities[plan.mind]
        reached = (
            comparison
            for comparison in deciding(engine, state, utility)
            if any(map(changes, (comparison.left, comparison.right)))
        )
        ways[way] = said(task, tuple(reached))

    enter(solution, engine.initial() if start is None else start, ())
    return ways


def _changes(task: Task) -> Callable[[Expression], bool]:
    """Whether what is read can be otherwise after an act: in the world what an event gives a value, and in a mind, too, what an
    event gives a value there, or what somebody may be surprised at."""
    world: set[int] = set()
    minds: set[int] = set()
    for effects in (*(action.effects for action in task.actions), *(trigger.effects for trigger in task.triggers)):
        for effect in effects:
            (minds if effect.path else world).add(effect.fluent)
    for action in task.actions:
        minds.update(place.fluent for place in reads(action.precondition))

    def changes(side: Expression) -> bool:
        return isinstance(side, Read) and (side.fluent in world or (bool(side.path) and side.fluent in minds))

    return changes


def said(task: Task, comparisons: tuple[Compare, ...]) -> str:
    """Comparisons as a condition."""
    return " & ".join(_said(task, comparison) for comparison in comparisons) or "True"


def deciding(engine: Engine, state: State, what: Expression | Condition) -> tuple[Compare, ...]:
    """Comparisons that hold in a state and together settle the value of an expression, or the truth of a condition, there;
    each of a fluent with a constant or another fluent, by the names of properties and the order of fluents."""
    if isinstance(what, (Compare, AllOf, AnyOf)):
        deciders = _of_condition(engine, state, what)
    else:
        deciders = _of_expression(engine, state, what)
    comparisons = tuple(dict.fromkeys(deciders))
    exact = {comparison.left for comparison in comparisons if comparison.operator == "==" and not comparison.denied}
    return tuple(
        sorted(
            # What something is says all that it is not.
            (one for one in comparisons if one.operator != "!=" or one.left not in exact),
            key=lambda comparison: _order(engine.task, comparison),
        )
    )


def _of_expression(engine: Engine, state: State, expression: Expression) -> Iterator[Compare]:
    match expression:
        case Constant():
            return
        case Read():
            yield Compare("==", expression, Constant(evaluate(engine, state, expression)))
        case Arithmetic(_, left, right):
            yield from _of_expression(engine, state, left)
            yield from _of_expression(engine, state, right)
        case Choose(condition, then, otherwise):
            yield from _of_condition(engine, state, condition)
            yield from _of_expression(engine, state, then if holds(engine, state, condition) else otherwise)


def _of_condition(engine: Engine, state: State, condition: Condition) -> Iterator[Compare]:
    if isinstance(condition, Compare):
        yield from _of_comparison(engine, state, condition)
        return
    truth = holds(engine, state, condition)
    for part in condition.parts:
        if isinstance(condition, AllOf) == truth:
            yield from _of_condition(engine, state, part)
        elif holds(engine, state, part) == truth:
            # One false part of a conjunction is enough, or one true part of a disjunction.
            yield from _of_condition(engine, state, part)
            return


def _of_comparison(engine: Engine, state: State, comparison: Compare) -> Iterator[Compare]:
    operator, left, right = comparison.operator, comparison.left, comparison.right
    if comparison.denied or operator not in _NEGATED:
        # It speaks of what a mind takes to be possible, and what is not so of that is its denial.
        yield comparison if holds(engine, state, comparison) else replace(comparison, denied=not comparison.denied)
        return
    if isinstance(left, Constant):
        operator, left, right = _MIRRORED[operator], right, left
    truth = isinstance(left, Read) and engine.task.fluents[left.fluent].sort is Sort.TRUTH
    plain = isinstance(left, Read) and isinstance(right, (Read, Constant)) and not truth
    for candidate in (Compare(operator, left, right), Compare(_NEGATED[operator], left, right)):
        if plain and holds(engine, state, candidate):
            yield candidate
            return
    # Neither it nor its contrary holds of something unknown; what is computed is said by what it is computed from; and what
    # is not false is said to be true.
    yield from _of_expression(engine, state, left)
    yield from _of_expression(engine, state, right)


def _order(task: Task, comparison: Compare) -> tuple[str, int, tuple[int, ...]]:
    left = comparison.left
    assert isinstance(left, Read)
    return task.fluents[left.fluent].name.partition("(")[0], left.fluent, left.path


def _said(task: Task, comparison: Compare) -> str:
    left = comparison.left
    assert isinstance(left, Read)
    sort = task.fluents[left.fluent].sort
    return f"{_side(task, left, sort)} {comparison.operator} {_side(task, comparison.right, sort)}"


def _side(task: Task, side: Expression, sort: Sort) -> str:
    match side:
        case Read(path, fluent):
            name = task.fluents[fluent].name
            for character in reversed(path):
                name = f"believes({task.characters[character]}, {name})"
            return name
        case Constant(value):
            if value == UNKNOWN:
                return "?"
            if sort is Sort.TRUTH:
                return str(bool(value))
            return task.symbols[value] if sort is Sort.SYMBOL else str(value)
        case _:
            raise ValueError(f"{side} is no side of a plain comparison")
