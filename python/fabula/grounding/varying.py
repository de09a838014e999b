"""Which ground properties can vary, and over what: the others are constants, and no part of the task."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from fabula.grounding.compiler import Path
from fabula.grounding.facts import Facts
from fabula.grounding.numbers import clamp
from fabula.grounding.steps import Steps
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.vocabulary import Key, Vocabulary, sort_of
from fabula.model import (
    Action,
    Assign,
    Believed,
    Conditional,
    Definition,
    Effect,
    Expression,
    ForEach,
    Literal,
    NumberType,
    Opens,
    Property,
    Trigger,
    Variable,
    When,
)
from fabula.task import UNKNOWN, Constant, Fluent, Sort

#: the codes that something can have; None = any number
Values = frozenset[int] | None
NONE: frozenset[int] = frozenset()


def written(vocabulary: Vocabulary, idle: Collection[str] = ()) -> dict[str, Values]:
    """For each property that an event changes the values that the text gives it: rough, before anything is ground. `idle`: the
    names of events that can't happen."""
    values: dict[str, Values] = {}
    for effects in _events(vocabulary.definition, idle):
        add_written(vocabulary, effects, values)
    return values


def add_written(vocabulary: Vocabulary, effects: Iterable[Effect], found: dict[str, Values]) -> None:
    """Add what some effects change."""
    for effect in _changes(effects):
        name = effect.target.property
        declared = vocabulary.definition.properties[name]
        values = (
            _assigned(vocabulary, declared, effect) if isinstance(effect, Assign) else _opened(vocabulary, declared, effect)
        )
        before = found.get(name, NONE)
        found[name] = None if values is None or before is None else values | before


def _assigned(vocabulary: Vocabulary, declared: Property, assign: Assign) -> Values:
    values = None if assign.operator != "=" else _given(vocabulary, declared, assign.value)
    if values is None and sort_of(declared) is not Sort.NUMBER:
        return frozenset(vocabulary.all_values(declared))
    return values


def _opened(vocabulary: Vocabulary, declared: Property, opens: Opens) -> Values:
    """Who takes anything to be possible, or all but something, takes nobody to be so only where something else gives it."""
    match opens.word:
        case "knows":
            return NONE
        case "in":
            given = [_given(vocabulary, declared, value) for value in opens.values]
            known = [values for values in given if values is not None]
            return NONE.union(*known) if len(known) == len(given) else frozenset(vocabulary.all_values(declared))
    return None if sort_of(declared) is Sort.NUMBER else frozenset(vocabulary.domain(declared))


def _events(definition: Definition, idle: Collection[str]) -> Iterator[Sequence[Effect]]:
    events: list[Action | Trigger] = [*definition.actions.values(), *definition.triggers.values()]
    for event in events:
        if event.name not in idle:
            yield event.outcomes
    for reaction in definition.reactions:
        if reaction.action not in idle:
            yield reaction.effects


def _changes(effects: Iterable[Effect]) -> Iterator[Assign | Opens]:
    for effect in effects:
        match effect:
            case Assign() | Opens():
                yield effect
            case When(_, then, otherwise):
                yield from _changes((*then, *otherwise))
            case ForEach(_, _, inner):
                yield from _changes(inner)


def _given(vocabulary: Vocabulary, declared: Property, value: Expression) -> Values:
    match value:
        case Literal(constant):
            code = vocabulary.code(constant)
            bounds = declared.type
            return frozenset({clamp(code, bounds.low, bounds.high) if isinstance(bounds, NumberType) else code})
        case Variable(_, kind):
            return vocabulary.members(kind)
        case Believed(_, content):
            inner = _given(vocabulary, declared, content)
            # In the mind of nobody nothing is so.
            return None if inner is None else inner | {vocabulary.nothing(declared)}
        case Conditional(then, _, otherwise):
            first, second = _given(vocabulary, declared, then), _given(vocabulary, declared, otherwise)
            return None if first is None or second is None else first | second
    return None


class Varying:
    """Gives ground properties that vary a number in `terms` when they are first met, and the others their value."""

    def __init__(self, vocabulary: Vocabulary, facts: Facts, terms: Terms, steps: Steps, given: dict[str, Values]) -> None:
        self.keys: list[Key] = []
        self._vocabulary = vocabulary
        self._facts = facts
        self._terms = terms
        self._steps = steps
        self._given = given
        self._numbers: dict[Key, int] = {}
        self._constants: dict[Key, Constant] = {}
        self._rows: dict[str, Sequence[tuple[int, ...]] | None] = {}
        self._initial = facts.values()
        for key in self._initial:
            self.resolve((), key)

    def initial(self, key: Key) -> set[int]:
        """The values at the start, in whatever mind."""
        values = self._initial.get(key)
        return {self._facts.default(key[0])} if values is None else values

    def rows(self, name: str) -> Sequence[tuple[int, ...]] | None:
        """See `Compiler.rows`."""
        if name not in self._rows:
            declared = self._vocabulary.definition.properties[name]
            is_relation = name not in self._given and sort_of(declared) is Sort.TRUTH and self._facts.default(name) == 0
            self._rows[name] = sorted(codes for given, codes in self._initial if given == name) if is_relation else None
        return self._rows[name]

    def resolve(self, path: Path, key: Key) -> Leaf:
        """Raises `StepsEnded` when there are too many."""
        number = self._numbers.get(key)
        if number is None:
            constant = self._constants.get(key)
            if constant is not None:
                return constant
            given = self._given.get(key[0], NONE)
            values = None if given is None else given | self.initial(key)
            if values is not None and len(values) == 1:
                (value,) = values
                constant = self._constants[key] = self._terms.constant(value)
                return constant
            self._steps.fluent()
            number = self._numbers[key] = self._terms.add(self._fluent(key, values))
            self.keys.append(key)
        return self._terms.read(path, number)

    def _fluent(self, key: Key, values: Values) -> Fluent:
        """A mind may come to take all things of a kind to be possible, whatever the text gives."""
        declared = self._vocabulary.definition.properties[key[0]]
        if sort_of(declared) is not Sort.SYMBOL:
            return fluent_of(self._vocabulary, key, values)
        return fluent_of(self._vocabulary, key, {*self._vocabulary.domain(declared), *(values or ())})


def fluent_of(vocabulary: Vocabulary, key: Key, values: Iterable[int] | None) -> Fluent:
    """The fluent of a ground property that can have these values (None: any number)."""
    declared = vocabulary.definition.properties[key[0]]
    name, sort = vocabulary.key_name(key), sort_of(declared)
    if isinstance(declared.type, NumberType):
        return Fluent(name, sort, (), declared.type.low, declared.type.high, owner_of(vocabulary, key))
    if sort is Sort.TRUTH:
        return Fluent(name, sort, (0, 1), owner=owner_of(vocabulary, key))
    domain = sorted(value for value in values or () if value != UNKNOWN)
    return Fluent(name, sort, tuple(domain), owner=owner_of(vocabulary, key))


def owner_of(vocabulary: Vocabulary, key: Key) -> int | None:
    """The mind whose own a ground property is: the first thing that it is said of (semantics 8.2, "known there")."""
    return vocabulary.mind_of.get(key[1][0]) if key[1] else None
