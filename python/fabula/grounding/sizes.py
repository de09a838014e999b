"""How large terms are when they are written out: equal ones are one object for an engine, too, but not what is equal within
them."""

from __future__ import annotations

from fabula.grounding.events import Instance
from fabula.grounding.steps import Capacity, StepsEnded
from fabula.task import AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Expression


class Sizes:
    """Measures terms, and remembers what it has measured. One object must not outlive the terms that it has seen."""

    def __init__(self, limits: Capacity) -> None:
        self._limits = limits
        self._left = limits.written
        self._known: dict[int, int] = {}
        self._taken: set[int] = set()

    def take(self, term: Condition | Expression) -> None:
        """Raises `StepsEnded` if a term, or all that have been taken together, are too large."""
        if id(term) in self._taken:
            return
        self._taken.add(id(term))
        self._left -= self.check(term)
        if self._left < 0:
            raise StepsEnded

    def check(self, term: Condition | Expression) -> int:
        """The size of a term. Raises `StepsEnded` if it alone is too large."""
        size = self.of(term)
        if size > self._limits.parts:
            raise StepsEnded
        return size

    def take_instance(self, instance: Instance) -> None:
        """Take all terms of an event."""
        self._left -= len(instance.parts)
        for part in instance.parts:
            if id(part) not in self._taken:
                self.take(part)
        if instance.apart is not None:
            for condition in (instance.apart.shown, *(part for hope in instance.apart.hopes for part in hope[:2])):
                self.take(condition)
        if id(instance.observing) not in self._taken:
            self._taken.add(id(instance.observing))
            for condition in instance.observing:
                if id(condition) not in self._taken:
                    self.take(condition)
        for piece in instance.pieces:
            if id(piece) not in self._taken:
                self._taken.add(id(piece))
                for change in piece:
                    self.take(change.condition)
                    self.take(change.value)

    def of(self, term: Condition | Expression) -> int:
        """How many parts a term has."""
        size = self._known.get(id(term))
        if size is None:
            size = self._known[id(term)] = 1 + self._inside(term)
        return size

    def _inside(self, term: Condition | Expression) -> int:
        match term:
            case AllOf(parts) | AnyOf(parts):
                return sum([self.of(part) for part in parts])
            case Compare(_, left, right) | Arithmetic(_, left, right):
                return self.of(left) + self.of(right)
            case Choose(condition, then, otherwise):
                return self.of(condition) + self.of(then) + self.of(otherwise)
        return 0
