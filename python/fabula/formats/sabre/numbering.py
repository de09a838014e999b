"""The fluents that are left after constants were put in place of the others, numbered anew."""

from __future__ import annotations

from collections.abc import Mapping

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
        return Fact(fact.path, self._numbers[fact.fluent], fact.value)

    def _effect(self, effect: Effect) -> Effect:
        return Effect(
            effect.path, self._numbers[effect.fluent], self.expression(effect.value), self.condition(effect.condition)
        )

    def condition(self, condition: Condition) -> Condition:
        match condition:
            case AllOf(parts):
                return AllOf(tuple(map(self.condition, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self.condition, parts)))
            case Compare(operator, left, right):
                return Compare(operator, self.expression(left), self.expression(right))

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
