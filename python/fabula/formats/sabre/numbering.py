"""The fluents that are left after constants were put in place of the others, numbered anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fabula.formats.sabre.events import Event
from fabula.task import AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Effect, Expression, Fact, Read


class Numbering:
    """Puts new numbers of fluents in the place of old ones; every fluent that is read must have one."""

    def __init__(self, numbers: Mapping[int, int]) -> None:
        self._numbers = numbers

    def event(self, event: Event) -> Event:
        return Event(
            event.kind,
            event.name,
            self.condition(event.precondition),
            tuple(map(self._effect, event.effects)),
            event.consenting,
            tuple(map(self.condition, event.observing)),
        )

    def fact(self, fact: Fact) -> Fact:
        return replace(fact, fluent=self._numbers[fact.fluent])

    def _effect(self, effect: Effect) -> Effect:
        value, condition = self.expression(effect.value), self.condition(effect.condition)
        return replace(effect, fluent=self._numbers[effect.fluent], value=value, condition=condition)

    def condition(self, condition: Condition) -> Condition:
        match condition:
            case AllOf(parts):
                return AllOf(tuple(map(self.condition, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self.condition, parts)))
            case Compare(operator, left, right, of_reads):
                # That it was read is said where it can't be seen and makes a difference.
                kept = of_reads and operator != "==" and not (_reads(left) and _reads(right))
                return replace(condition, left=self.expression(left), right=self.expression(right), of_reads=kept)

    def expression(self, expression: Expression) -> Expression:
        match expression:
            case Constant():
                return expression
            case Read(path, fluent):
                return Read(path, self._numbers[fluent])
            case Arithmetic(operator, left, right):
                return Arithmetic(operator, self.expression(left), self.expression(right))
            case Choose(condition, then, otherwise):
                return Choose(self.condition(condition), self.expression(then), self.expression(otherwise))


def _reads(expression: Expression) -> bool:
    match expression:
        case Read():
            return True
        case Constant():
            return False
        case Arithmetic(_, left, right):
            return _reads(left) or _reads(right)
        case Choose(_, then, otherwise):
            return _reads(then) or _reads(otherwise)
