"""Utilities as lines of wants: a sum line by line, and an `if` by its cases, so that each line says one thing to wish for."""

from __future__ import annotations

from collections.abc import Iterator

from fabula import model
from fabula.formats.sabre.conditions import all_of, negate
from fabula.formats.sabre.phrases import Phrases, Unsayable
from fabula.formats.sabre.spoken import Spoken
from fabula.task import (
    FALSE,
    TRUE,
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
)

#: lines of one mind, and cases within each other, that are told apart; a utility beyond that is one line
MOST_LINES, MOST_CASES = 40, 12

#: a condition, and what it adds to a utility while it holds
Line = tuple[Condition, Expression]


class Entangled(Exception):
    """A utility does not come apart into a few lines."""


class Wanting:
    """Makes wants of utilities."""

    def __init__(self, task: Task, spoken: Spoken) -> None:
        self._task = task
        self._spoken = spoken
        self._phrases = Phrases(task.fluents, [fluent.name for fluent in task.fluents], task.symbols, task.characters)

    def wants(self, utility: Expression) -> tuple[model.Want, ...]:
        """The lines, which add up to the utility in every state. Each has a text of its own."""
        try:
            lines = list(self._lines(utility, 1, TRUE, 0))
        except Entangled:
            lines = [(TRUE, utility)]
        if len(lines) > MOST_LINES:
            lines = [(TRUE, utility)]
        texts: dict[str, None] = {}
        wants = []
        for condition, weight in lines:
            text = self._text(condition, weight)
            if text in texts:
                text = f"{text} ({len(texts) + 1})"
            texts[text] = None
            amount = self._spoken.value(weight)
            asked = None if condition == TRUE else self._spoken.condition(condition)
            if asked is not None and not isinstance(weight, Constant):
                # A line with a condition is told as the wish that this holds; here more is wished for than that.
                amount, asked = model.Conditional(amount, asked, model.Literal(0)), None
            wants.append(model.Want(amount, (), asked, text))
        return tuple(wants)

    def _lines(self, utility: Expression, sign: int, guard: Condition, depth: int) -> Iterator[Line]:
        if depth > MOST_CASES:
            raise Entangled
        match utility:
            case Constant(0):
                return
            case Constant(value) if value != UNKNOWN:
                yield guard, Constant(sign * value)
            case Arithmetic("+" | "-" as operator, left, right):
                yield from self._lines(left, sign, guard, depth)
                yield from self._lines(right, sign if operator == "+" else -sign, guard, depth)
            case Choose(condition, Constant(best), Choose(less, Constant(good), _) as rest) if UNKNOWN not in (
                best,
                good,
            ) and _implies(condition, less):
                # "2 if alive and well, else 1 if alive": 1 for being alive, and 1 more for being well at that.
                if best != good:
                    yield all_of((guard, condition)), Constant(sign * (best - good))
                yield from self._lines(rest, sign, guard, depth + 1)
            case Choose(condition, Constant(best), Constant(worst)) if UNKNOWN not in (best, worst):
                if best != worst:
                    yield all_of((guard, condition)), Constant(sign * (best - worst))
                yield from self._lines(utility.otherwise, sign, guard, depth)
            case Choose(condition, then, otherwise):
                if not self._is_exact(condition):
                    yield guard, _signed(utility, sign)
                    return
                opposite = negate(condition, self._task.fluents)
                for case, worth in ((condition, then), (opposite, otherwise)):
                    both = _simplified(guard, case)
                    if both != FALSE:
                        yield from self._lines(worth, sign, both, depth + 1)
            case _:
                yield guard, _signed(utility, sign)

    def _is_exact(self, condition: Condition) -> bool:
        """Whether the negation of a condition is its opposite: comparisons of numbers may both be false."""
        match condition:
            case AllOf(parts) | AnyOf(parts):
                return all(self._is_exact(part) for part in parts)
            case Compare("==" | "!=", Read(_, fluent), Constant()):
                return self._task.fluents[fluent].sort is not Sort.NUMBER
        return False

    def _text(self, condition: Condition, weight: Expression) -> str:
        """As in a problem file."""
        try:
            amount = self._phrases.number(weight)
            asked = "" if condition == TRUE else self._phrases.condition(condition)
        except Unsayable:
            return "what its utility says"
        if not asked:
            return amount
        return asked if amount == "1" else f"{amount} * ({asked})"


def _signed(utility: Expression, sign: int) -> Expression:
    return utility if sign == 1 else Arithmetic("*", Constant(-1), utility)


def _implies(condition: Condition, other: Condition) -> bool:
    """Whether one condition says all that the other says, and more."""
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    return all(
        asked in parts or (isinstance(asked, AnyOf) and any(way in parts for way in asked.parts))
        for asked in (other.parts if isinstance(other, AllOf) else (other,))
    )


def _simplified(guard: Condition, case: Condition) -> Condition:
    """Both, without ways that the rest rules out."""
    both = all_of((guard, case))
    if not isinstance(both, AllOf):
        return both
    parts: list[Condition] = [part for part in both.parts if not isinstance(part, AnyOf)]
    for part in both.parts:
        if isinstance(part, AnyOf):
            ways = tuple(way for way in part.parts if all_of((*both.parts, way)) != FALSE)
            parts.append(ways[0] if len(ways) == 1 else AnyOf(ways))
    return all_of(parts)
