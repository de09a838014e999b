"""The initial facts, in the order of the text (semantics 1.1 and 8.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fabula.grounding.common import Commonly, Spread
from fabula.grounding.compiler import Binding, Compiler, Path
from fabula.grounding.figures import calculated
from fabula.grounding.numbers import clamp
from fabula.grounding.steps import Steps
from fabula.grounding.taken import Taken, possible, truth
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.vocabulary import Key, Vocabulary, sort_of
from fabula.model import Assign, Common, Effect, Expression, ForEach, Get, NumberType, Opens, Property, When
from fabula.source import Span
from fabula.task import Fluent, Sort


class Entry(NamedTuple):
    """One statement. `is_own_view`: it says what somebody believes of the own belief."""

    path: Path
    key: Key
    taken: Taken
    is_own_view: bool
    span: Span | None
    #: it is so wherever a way leads from before the last of the path through any of these to that last one
    among: Path = ()


class Facts:
    """What is so at the start, and what is believed to be so.

    `entries` keeps the order in which a path and ground property were first spoken of. A fact about nothing (an argument or
    a believer that is nobody or unknown at that point) says nothing. Of what is known there (`Taken.known`) the values are
    those of the mind around it when it was said.
    """

    def __init__(self, vocabulary: Vocabulary, steps: Steps) -> None:
        self.vocabulary = vocabulary
        self.entries: dict[tuple[Path, Key], Taken] = {}
        #: what is so in any idea of a mind, in the order in which it was said last
        self.spread: dict[Spread, Taken] = {}
        #: where anything is taken to be possible, or all but something
        self.open: set[tuple[Path, Key] | Spread] = set()
        #: facts that leave open how the world is
        self.unsettled: list[Assign] = []
        # What is said of a belief itself stands, whatever is said of its holder's own view of it, before or after.
        self._said: dict[tuple[Path, Key], Entry] = {}
        self._views: list[Entry] = []
        self._terms = Terms(steps, vocabulary.sets)
        self._steps = steps
        self._numbers: dict[Key, int] = {}
        self._keys: list[Key] = []
        self._compiler = Compiler(vocabulary, self._terms, self._resolve)

    def process(self, effects: Sequence[Effect]) -> None:
        """Add facts, each with those before it already true. Raises `StepsEnded`, `BadNumber`."""
        for effect in effects:
            match effect:
                case Assign() | Opens():
                    self._enter(self._stated(effect, {}))
                case Common():
                    self._enter(self._common(effect, {}))
                case When(condition, then, otherwise):
                    self.process(then if self._holds(condition, {}) else otherwise)
                case ForEach():
                    # One batch: none of its parts sees what another has changed.
                    for entries in self._batch(effect, {}):
                        self._enter(entries)

    def default(self, name: str) -> int:
        """The code of a property's value where nothing is said."""
        declared = self.vocabulary.definition.properties[name]
        if declared.default is None and sort_of(declared) is not Sort.TRUTH:
            return self.vocabulary.nothing(declared)
        return self._bounded(declared, self.vocabulary.code(declared.default or 0))

    def type_default(self, fluent: Fluent) -> int:
        """What engines take a fluent to be where no fact says anything (`task.Fact`)."""
        return self.vocabulary.nobody if fluent.sort is Sort.SYMBOL else clamp(0, fluent.low, fluent.high)

    def taken(self, path: Path, key: Key) -> Taken:
        """Look up along shorter and shorter paths, finally the property's default."""
        while True:
            entry = self.entries.get((path, key))
            if entry is None and self.spread:
                entry = self._spread_to(path, key)
            if entry is not None:
                return entry
            if not path:
                return Taken((self.default(key[0]),))
            path = path[:-1]

    def value(self, key: Key) -> int:
        """What a ground property is in the world."""
        return self.taken((), key).values[0]

    def values(self) -> dict[Key, set[int]]:
        """For each ground property that a fact speaks of the values that it has in whatever mind."""
        all_values: dict[Key, set[int]] = {}
        said: list[tuple[Key, Taken, bool]] = [
            *((place[1], taken, place in self.open) for place, taken in self.entries.items()),
            *((place.key, taken, place in self.open) for place, taken in self.spread.items()),
        ]
        for key, taken, is_open in said:
            values = all_values.setdefault(key, {self.value(key)})
            # What is known there is something that is possible around it. Nobody is one of all values only where something is
            # nobody.
            if not taken.known:
                values.update(value for value in taken.values if not (is_open and value == self.vocabulary.nobody))
        return all_values

    def clashes(self) -> Iterator[tuple[Entry, Entry]]:
        """What is said of somebody's view of the own belief, with what is said differently of that belief."""
        for view in self._views:
            said = self._said.get((view.path, view.key))
            if said is not None and said.taken != view.taken:
                yield view, said

    def _resolve(self, path: Path, key: Key) -> Leaf:
        """A value, or where it is open what stands for it."""
        taken = self.taken(path, key)
        if len(taken.values) == 1:
            return self._terms.constant(taken.values[0])
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._terms.add(self._fluent(key))
            self._keys.append(key)
        return self._terms.read(path, number)

    def _fluent(self, key: Key) -> Fluent:
        declared = self.vocabulary.definition.properties[key[0]]
        name, sort = self.vocabulary.key_name(key), sort_of(declared)
        if isinstance(declared.type, NumberType):
            return Fluent(name, sort, (), declared.type.low, declared.type.high)
        return Fluent(name, sort, self.vocabulary.all_values(declared))

    def _look(self, path: Path, fluent: int) -> Taken:
        return self.taken(path, self._keys[fluent])

    def _holds(self, condition: Expression, binding: Binding) -> bool:
        return truth(self._compiler.condition(condition, binding), self._look) is True

    def _enter(self, entries: Iterable[Entry]) -> None:
        for entry in list(entries):
            if entry.among:
                self._scatter(Spread(entry.path, entry.among, entry.key), entry.taken)
                continue
            place = entry.path, entry.key
            if entry.is_own_view:
                self._views.append(entry)
                if place in self._said:
                    continue
            else:
                self._said[place] = entry
            self.entries[place] = entry.taken
            self._compiler.forget()

    def _batch(self, effect: Effect, binding: Binding) -> list[list[Entry]]:
        self._steps.spend(1)
        entries: list[list[Entry]] = []
        match effect:
            case Assign() | Opens():
                return [self._stated(effect, binding)]
            case Common():
                return [self._common(effect, binding)]
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

    def _spread_to(self, path: Path, key: Key) -> Taken | None:
        """What is said of any idea of the last of a path; what was said last counts."""
        for place, taken in reversed(self.spread.items()):
            if place.key == key and place.reaches(path):
                if not taken.known:
                    return taken
                around = self.taken(path[:-1], key)
                return Taken(around.values, len(around.values) > 1)
        return None

    def _scatter(self, place: Spread, taken: Taken) -> None:
        """What is said of any idea of somebody takes the place of what was said of some."""
        for earlier in [entry for entry in self.spread if entry.key == place.key and place.covers(entry)]:
            del self.spread[earlier]
        for path, key in [entry for entry in self.entries if entry[1] == place.key and place.reaches(entry[0])]:
            del self.entries[path, key]
            self._said.pop((path, key), None)
        self.spread[place] = taken
        self._compiler.forget()

    def _common(self, fact: Common, binding: Binding) -> list[Entry]:
        """What a statement about the minds of several says, mind by mind."""
        where = self._where(fact, binding)
        if where is None:
            return []
        path, key, _ = where
        declared = self.vocabulary.definition.properties[key[0]]
        every = Taken(self.vocabulary.all_values(declared))
        named = {self.vocabulary.mind_of.get(self._only(part, binding)) for part in fact.minds}
        minds = range(len(self.vocabulary.minds))
        those, others = (tuple([mind for mind in minds if (mind in named) is wanted]) for wanted in (not fact.but, fact.but))
        commonly = Commonly(path, those, others, every, lambda path: self.taken(path, key))
        values = self._values(fact.values, key, binding) if fact.values else None
        match fact.word:
            case "known":
                said = commonly.known()
            case "believed":
                said = commonly.believed(values or every)
            case _:
                # Where nothing had been said, whoever knows of no secret knows nothing.
                is_stated = (path, key) in self.entries or declared.default is not None or sort_of(declared) is not Sort.SYMBOL
                now = self.taken(path, key)
                said = commonly.shared(values or now, now if values and is_stated else every)
        entries = []
        for part in said:
            if part.is_open:
                self.open.add(Spread(part.path, part.among, key) if part.among else (part.path, key))
            entries.append(Entry(part.path, key, part.taken, False, fact.span, part.among))
        return entries

    def _values(self, written: Sequence[Expression], key: Key, binding: Binding) -> Taken:
        declared = self.vocabulary.definition.properties[key[0]]
        values: set[int] = set()
        for value in written:
            given = possible(self._compiler.value(value, binding, sort=sort_of(declared)), self._look)
            values.update(self._bounded(declared, number) for number in given.values)
        return Taken(tuple(sorted(values)))

    def _where(self, fact: Assign | Opens | Common, binding: Binding) -> tuple[Path, Key, bool] | None:
        """Of which property in which mind a fact speaks, and whether in somebody's own view; None if it is about nothing."""
        path: Path = ()
        is_own_view = False
        for believer in fact.believers:
            mind = self.vocabulary.mind_of.get(self._only(believer, binding))
            if mind is None:
                return None
            if path[-1:] == (mind,):
                is_own_view = True
            else:
                path = (*path, mind)
        key = self._key(fact.target, binding)
        return None if key is None else (path, key, is_own_view)

    def _stated(self, fact: Assign | Opens, binding: Binding) -> list[Entry]:
        """What one fact says; nothing, if it is about nothing."""
        where = self._where(fact, binding)
        if where is None:
            return []
        path, key, is_own_view = where
        taken = self._assigned(fact, path, key, binding) if isinstance(fact, Assign) else self._opened(fact, path, key, binding)
        return [Entry(path, key, taken, is_own_view, fact.span)]

    def _only(self, expression: Expression, binding: Binding) -> int:
        """The one thing that an expression is; nobody if that is open."""
        certain = [code for guard, code in self._compiler.things(expression, binding) if truth(guard, self._look) is True]
        return certain[0] if certain else self.vocabulary.nobody

    def _key(self, target: Get, binding: Binding) -> Key | None:
        for guard, codes in self._compiler.arguments(target, binding):
            if truth(guard, self._look) is True:
                return None if codes is None else (target.property, codes)
        return None

    def _assigned(self, assign: Assign, path: Path, key: Key, binding: Binding) -> Taken:
        declared = self.vocabulary.definition.properties[key[0]]
        expression = self._compiler.value(assign.value, binding, sort=sort_of(declared))
        if assign.operator != "=":
            expression = calculated(self._terms, assign.operator[0], self._resolve(path, key), expression, assign.span)
        assigned = possible(expression, self._look)
        values = tuple(sorted({self._bounded(declared, value) for value in assigned.values}))
        if not path and len(values) > 1:
            self.unsettled.append(assign)
        return Taken(values)

    def _opened(self, opens: Opens, path: Path, key: Key, binding: Binding) -> Taken:
        """What a mind takes to be possible. Where that is anything, or all but something, the values of its type are entered;
        which of them it can have is known when all is ground."""
        declared = self.vocabulary.definition.properties[key[0]]
        if opens.word == "knows":
            return Taken(self.taken(path[:-1], key).values, True)
        values: set[int] = set()
        for value in opens.values:
            given = possible(self._compiler.value(value, binding, sort=sort_of(declared)), self._look)
            if opens.word != "not" or len(given.values) == 1:
                values.update(self._bounded(declared, number) for number in given.values)
        if opens.word == "in":
            return Taken(tuple(sorted(values)))
        before = self.taken(path, key)
        if opens.word == "only":
            return _left([number for number in before.values if number in values] or sorted(values), before.known)
        self.open.add((path, key))
        every = self.vocabulary.all_values(declared)
        if opens.word == "unknown":
            return Taken(every)
        kept = [number for number in before.values if number not in values]
        return _left(kept or [number for number in every if number not in values] or list(before.values), before.known)

    @staticmethod
    def _bounded(declared: Property, value: int) -> int:
        return clamp(value, declared.type.low, declared.type.high) if isinstance(declared.type, NumberType) else value


def _left(values: Sequence[int], known: bool) -> Taken:
    return Taken(tuple(values), known and len(values) > 1)
