"""A ground task without minds as a model in Promela, the language of SPIN: a process whose every step is an act."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.task import (
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Fluent,
    Read,
    Sort,
    Task,
)

_OPERATORS = {"==": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def promela(task: Task) -> str:
    """The model. Its states are those of the world that acts lead to, whether or not anybody has a reason. Raises `ValueError`
    for a task in which somebody may be wrong, or one with triggers or endings, after which acts would not go on."""
    if task.triggers or task.publics or task.endings or any(fact.path for fact in task.facts):
        raise ValueError("a model has no minds, triggers or endings")
    if any(observing != AllOf(()) for action in task.actions for observing in action.observing):
        raise ValueError("an act is not seen by everybody")
    initial = {fact.fluent: fact.value for fact in task.facts}
    lines = [_declared(task, fluent, number, initial) for number, fluent in enumerate(task.fluents)]
    most = max((len(action.effects) for action in task.actions), default=0)
    # What is hidden is no part of a state.
    lines += [f"hidden int t{number};" for number in range(most)]
    lines += ["active proctype world() {", "end: do"]
    for action in task.actions:
        guard = _condition(task, action.precondition)
        values = [f"t{place} = {_new(task, effect)};" for place, effect in enumerate(action.effects)]
        # All is read before anything is written.
        written = [f"{_name(effect.fluent)} = t{place};" for place, effect in enumerate(action.effects)]
        lines.append(f"  :: d_step {{ {guard} -> {' '.join((*values, *written))} }}")
    return "\n".join([*lines, "  od", "}"]) + "\n"


def _name(fluent: int) -> str:
    return f"f{fluent}"


def _base(fluent: Fluent) -> int:
    """What is taken from a value, so that the least is 0."""
    if fluent.sort is Sort.NUMBER:
        if fluent.low is None or fluent.high is None:
            raise ValueError(f"{fluent.name} has no bounds")
        return fluent.low
    return min(fluent.domain)


def _greatest(fluent: Fluent) -> int:
    return fluent.high if fluent.high is not None else max(fluent.domain)


def _declared(task: Task, fluent: Fluent, number: int, initial: dict[int, int]) -> str:
    span = _greatest(fluent) - _base(fluent)
    kind = "bit" if span <= 1 else "byte" if span <= 255 else "int"
    default = max(0, _base(fluent)) if fluent.sort is Sort.NUMBER else _base(fluent)
    return f"{kind} {_name(number)} = {initial.get(number, min(default, _greatest(fluent))) - _base(fluent)};"


def _new(task: Task, effect: Effect) -> str:
    if effect.path:
        raise ValueError("an act tells somebody something")
    fluent = task.fluents[effect.fluent]
    value, base = _expression(task, effect.value), _base(fluent)
    if fluent.sort is Sort.NUMBER:
        low, high = base, _greatest(fluent)
        value = f"({value} < {low} -> {low} : ({value} > {high} -> {high} : {value}))"
    return f"({_condition(task, effect.condition)} -> {value} - ({base}) : {_name(effect.fluent)})"


def _expression(task: Task, expression: Expression) -> str:
    match expression:
        case Constant(value, ()):
            return f"({value})"
        case Read((), fluent):
            return f"({_name(fluent)} + ({_base(task.fluents[fluent])}))"
        case Arithmetic("+" | "-" | "*" as operator, left, right):
            return f"({_expression(task, left)} {operator} {_expression(task, right)})"
        case Arithmetic("min" | "max" as operator, left, right):
            one, other = _expression(task, left), _expression(task, right)
            return f"({one} {'<' if operator == 'min' else '>'} {other} -> {one} : {other})"
        case Choose(condition, then, otherwise):
            return f"({_condition(task, condition)} -> {_expression(task, then)} : {_expression(task, otherwise)})"
    raise ValueError(f"a model can't say {expression}")


def _condition(task: Task, condition: Condition) -> str:
    match condition:
        case AllOf(parts):
            return _joined(task, parts, "&&", "true")
        case AnyOf(parts):
            return _joined(task, parts, "||", "false")
        case Compare(operator, left, right, denied=False) if operator in _OPERATORS:
            return f"({_expression(task, left)} {_OPERATORS[operator]} {_expression(task, right)})"
    raise ValueError(f"a model can't say {condition}")


def _joined(task: Task, parts: Sequence[Condition], word: str, empty: str) -> str:
    return f"({f' {word} '.join(_condition(task, part) for part in parts)})" if parts else empty
