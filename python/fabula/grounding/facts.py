"""The initial facts, in the order of the text (semantics 1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fabula.grounding.budget import Budget
from fabula.grounding.compiler import Binding, Compiler, Path, calculated
from fabula.grounding.numbers import clamp
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.vocabulary import Key, Vocabulary, sort_of
from fabula.model import Assign, Effect, Expression, ForEach, NumberType, Property, When
from fabula.source import Span
from fabula.task import TRUE, UNKNOWN, Constant, Fluent, Sort


class Entry(NamedTuple):
    """One statement. `is_own_view`: it says what somebody believes of the own belief."""

    path: Path
    key: Key
    value: int
    is_own_view: bool
    span: Span | None


class Facts:
    """What is so at the start, and what is believed to be so.

    `entries` keeps the order in which a path and ground property were first spoken of. A fact about nothing (an argument or
    a believer that is unknown at that point) says nothing.
    """

    def __init__(self, vocabulary: Vocabulary, budget: Budget) -> None:
        self.vocabulary = vocabulary
        self.entries: dict[tuple[Path, Key], int] = {}
        # What is said of a belief itself stands, whatever is said of its holder's own view of it, before or after.
        self._said: dict[tuple[Path, Key], Entry] = {}
        self._views: list[Entry] = []
        self._terms = Terms(budget)
        self._budget = budget
        self._compiler = Compiler(vocabulary, self._terms, self._resolve)

    def process(self, effects: Sequence[Effect]) -> None:
        """Add facts, each with those before it already true. Raises `StepsEnded`, `BadNumber`."""
        for effect in effects:
            match effect:
                case Assign():
                    self._enter(self._assigned(effect, {}))
                case When(condition, then, otherwise):
                    self.process(then if self._holds(condition, {}) else otherwise)
                case ForEach():
                    # One batch: none of its parts sees what another has changed.
                    for entry in self._batch(effect, {}):
                        self._enter(entry)

    def default(self, name: str) -> int:
        """The code of a property's value where nothing is said."""
        declared = self.vocabulary.definition.properties[name]
        if declared.default is None and sort_of(declared) is not Sort.TRUTH:
            return UNKNOWN
        return self._bounded(declared, self.vocabulary.code(declared.default or 0))

    @staticmethod
    def type_default(fluent: Fluent) -> int:
        """What engines take a fluent to be where no fact says anything (`task.Fact`)."""
        return UNKNOWN if fluent.sort is Sort.SYMBOL else clamp(0, fluent.low, fluent.high)

    def value(self, path: Path, key: Key) -> int:
        """Look up along shorter and shorter paths, finally the property's default."""
        while True:
            found = self.entries.get((path, key))
            if found is not None:
                return found
            if not path:
                return self.default(key[0])
            path = path[:-1]

    def values(self) -> dict[Key, set[int]]:
        """For each ground property that a fact speaks of the values that it has in whatever mind."""
        found: dict[Key, set[int]] = {}
        for (_, key), value in self.entries.items():
            found.setdefault(key, {self.value((), key)}).add(value)
        return found

    def clashes(self) -> Iterator[tuple[Entry, Entry]]:
        """What is said of somebody's view of the own belief, with what is said differently of that belief."""
        for view in self._views:
            said = self._said.get((view.path, view.key))
            if said is not None and said.value != view.value:
                yield view, said

    def _resolve(self, path: Path, key: Key) -> Leaf:
        return self._terms.constant(self.value(path, key))

    def _holds(self, condition: Expression, binding: Binding) -> bool:
        return self._compiler.condition(condition, binding) is TRUE

    def _enter(self, entry: Entry | None) -> None:
        if entry is not None:
            place = entry.path, entry.key
            if entry.is_own_view:
                self._views.append(entry)
                if place in self._said:
                    return
            else:
                self._said[place] = entry
            self.entries[place] = entry.value
            self._compiler.forget()

    def _batch(self, effect: Effect, binding: Binding) -> list[Entry]:
        self._budget.spend(1)
        entries: list[Entry] = []
        match effect:
            case Assign():
                entry = self._assigned(effect, binding)
                return [] if entry is None else [entry]
            case When(condition, then, otherwise):
                for part in then if self._holds(condition, binding) else otherwise:
                    entries += self._batch(part, binding)
            case ForEach(variable, where, effects):
                for code in self.vocabulary.things_of(variable.kind):
                    inner = {**binding, variable.name: code}
                    if where is None or self._holds(where, inner):
                        for part in effects:
                            entries += self._batch(part, inner)
        return entries

    def _assigned(self, assign: Assign, binding: Binding) -> Entry | None:
        path: Path = ()
        is_own_view = False
        for believer in assign.believers:
            ((_, thing),) = self._compiler.things(believer, binding)
            mind = self.vocabulary.mind_of.get(thing)
            if mind is None:
                return None
            if path[-1:] == (mind,):
                is_own_view = True
            else:
                path = (*path, mind)
        ((_, codes),) = self._compiler.arguments(assign.target, binding)
        if codes is None:
            return None
        key = (assign.target.property, codes)
        declared = self.vocabulary.definition.properties[key[0]]
        sort = sort_of(declared)
        expression = self._compiler.value(assign.value, binding, sort=sort)
        if assign.operator != "=":
            current = self._terms.constant(self.value(path, key))
            expression = calculated(self._terms, assign.operator[0], current, expression, assign.span)
        value = expression.value if isinstance(expression, Constant) else UNKNOWN
        return Entry(path, key, self._bounded(declared, value), is_own_view, assign.span)

    @staticmethod
    def _bounded(declared: Property, value: int) -> int:
        return clamp(value, declared.type.low, declared.type.high) if isinstance(declared.type, NumberType) else value
