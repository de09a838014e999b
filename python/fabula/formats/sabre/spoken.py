"""What a task says, in the terms of the model: every condition and every value one to one, with names for numbers."""

from __future__ import annotations

from collections.abc import Sequence

from fabula import model
from fabula.task import (
    TRUE,
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Read,
    Sort,
    Task,
)

#: cases one below the other
LONGEST_CHAIN = 16


class Spoken:
    """Says it. `keys`: what each fluent of the task is called, a property and its arguments."""

    def __init__(self, task: Task, keys: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        self._task = task
        self._gets = [model.Get(name, tuple(model.Literal(argument) for argument in arguments)) for name, arguments in keys]

    def condition(self, condition: Condition) -> model.Expression:
        match condition:
            case AllOf(parts) | AnyOf(parts):
                if not parts:
                    return model.Literal(isinstance(condition, AllOf))
                return model.Logic("and" if isinstance(condition, AllOf) else "or", tuple(map(self.condition, parts)))
            case Compare(operator, Read(path, fluent), Constant(value)) if self.sort(fluent) is Sort.TRUTH:
                read = self._read(path, fluent)
                return read if (value == 1) == (operator == "==") else model.Not(read)
            case Compare(operator, left, right):
                sort = self.sort(left.fluent) if isinstance(left, Read) else Sort.NUMBER
                return model.Comparison(operator, self.value(left, sort), self.value(right, sort))

    def sort(self, fluent: int) -> Sort:
        return self._task.fluents[fluent].sort

    def value(self, expression: Expression, sort: Sort = Sort.NUMBER) -> model.Expression:
        """A value of a fluent of this sort."""
        match expression:
            case Constant(code):
                return model.Literal(self.decoded(code, sort))
            case Read(path, fluent):
                return self._read(path, fluent)
            case Arithmetic(operator, left, right):
                return model.Arithmetic(operator, self.value(left, sort), self.value(right, sort))
            case Choose():
                return self._choice(expression, sort)

    def _choice(self, choice: Choose, sort: Sort) -> model.Expression:
        cases = []
        rest: Expression = choice
        while isinstance(rest, Choose):
            cases.append((self.condition(rest.condition), self.value(rest.then, sort)))
            rest = rest.otherwise
        return _chosen(cases, self.value(rest, sort))

    def decoded(self, code: int, sort: Sort) -> bool | int | str | None:
        """What a code stands for."""
        if code == UNKNOWN:
            return None
        if sort is Sort.TRUTH:
            return code == 1
        return code if sort is Sort.NUMBER else self._task.symbols[code]

    def effect(self, effect: Effect) -> model.Effect:
        value = self.value(effect.value, self.sort(effect.fluent))
        assign = model.Assign(self._minds(effect.path), self._gets[effect.fluent], "=", value)
        return assign if effect.condition == TRUE else model.When(self.condition(effect.condition), (assign,))

    def fact(self, path: Sequence[int], fluent: int, code: int) -> model.Assign:
        value = model.Literal(self.decoded(code, self.sort(fluent)))
        return model.Assign(self._minds(path), self._gets[fluent], "=", value)

    def _minds(self, path: Sequence[int]) -> tuple[model.Expression, ...]:
        return tuple(model.Literal(self._task.characters[mind]) for mind in path)

    def _read(self, path: Sequence[int], fluent: int) -> model.Expression:
        spoken: model.Expression = self._gets[fluent]
        for mind in reversed(self._minds(path)):
            spoken = model.Believed(mind, spoken)
        return spoken


def _chosen(cases: Sequence[tuple[model.Expression, model.Expression]], otherwise: model.Expression) -> model.Expression:
    """The value of the first case whose condition holds. Many cases are split in halves, since
    whoever reads them goes down into them."""
    if len(cases) > LONGEST_CHAIN:
        half = len(cases) // 2
        first, (_, last) = cases[: half - 1], cases[half - 1]
        some = model.Logic("or", tuple(condition for condition, _ in cases[:half]))
        return model.Conditional(_chosen(first, last), some, _chosen(cases[half:], otherwise))
    result = otherwise
    for condition, value in reversed(cases):
        result = model.Conditional(value, condition, result)
    return result
