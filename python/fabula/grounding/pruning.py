"""After the events are ground: what they really change, and everything rewritten with the rest as constants.

A fluent keeps only the values that some fact or effect gives it; one with a single value becomes a constant. Conditions that
can't be true any more take their events with them, which may leave still less: until nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from fabula.grounding.effects import Change, Piece, merged, without_idle
from fabula.grounding.events import Apart, Events, Instance, may_teach
from fabula.grounding.figures import calculated
from fabula.grounding.parts import Changes, Joining
from fabula.grounding.reaching import Reach
from fabula.grounding.steps import Steps
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.varying import Varying, fluent_of
from fabula.grounding.vocabulary import Key, Vocabulary
from fabula.task import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Fluent,
    Read,
    Sort,
)


class Fluents:
    """The fluents that are left, in order, and the constants that the others turned out to be."""

    def __init__(self, terms: Terms, keys: list[Key], constants: dict[Key, int]) -> None:
        self.terms = terms
        self.keys = keys
        self.constants = constants
        self.numbers: dict[Key, int] = {key: number for number, key in enumerate(keys)}


def narrowed(vocabulary: Vocabulary, varying: Varying, terms: Terms, events: Events, steps: Steps) -> tuple[Fluents, Events]:
    """The fluents in their final order, and the events over them. Raises `StepsEnded`, `BadNumber`."""
    order = {name: index for index, name in enumerate(vocabulary.definition.properties)}
    keys = varying.keys
    constants: dict[Key, int] = {}
    while True:
        whole = [frozenset(vocabulary.domain(vocabulary.definition.properties[key[0]])) for key in keys]
        reach = Reach(terms.fluents, [varying.initial(key) for key in keys], whole, steps, vocabulary.sets)
        left = _left(events, reach)
        fluents: list[tuple[Key, Fluent]] = []
        for key, old, possible in zip(keys, terms.fluents, reach.values, strict=True):
            if possible is not None and len(possible) == 1:
                (constants[key],) = possible
            elif old.sort is Sort.SYMBOL:
                # Somebody may take to be possible what never is: what is left in the end must not tell what is so.
                taken = vocabulary.domain(vocabulary.definition.properties[key[0]]) if vocabulary.sets else ()
                fluents.append((key, fluent_of(vocabulary, key, {*taken, *(possible or ())})))
            else:
                fluents.append((key, old))
        fluents.sort(key=lambda pair: (order[pair[0][0]], pair[0][1]))
        next_keys = [key for key, _ in fluents]
        next_terms = Terms(steps, vocabulary.sets)
        for _, fluent in fluents:
            next_terms.add(fluent)
        numbers = {key: number for number, key in enumerate(next_keys)}
        targets = [numbers[key] if key in numbers else next_terms.constant(constants[key]) for key in keys]
        events = Rewriter(next_terms, targets).events(left)
        keys, terms = next_keys, next_terms
        if events.size == left.size:
            return Fluents(terms, keys, constants), events


def _left(events: Events, reach: Reach) -> Events:
    """The events that can happen, with the changes that can."""
    instances = [*events.actions, *events.triggers]
    left = Events(counts=events.counts)
    for number in reach.follow(instances):
        old = instances[number]
        pieces = reach.left(old.pieces)
        made = old if pieces is old.pieces else replace(old, pieces=pieces)
        (left.actions if number < len(events.actions) else left.triggers).append(made)
    return left


class Rewriter:
    """Moves terms to another `Terms`, where old fluent n is `targets[n]`: a number there or a constant."""

    def __init__(self, terms: Terms, targets: list[int | Constant]) -> None:
        self._terms = terms
        self._targets = targets
        self._conditions: dict[int, Condition] = {}
        self._expressions: dict[int, Expression] = {}
        self._views: dict[int, tuple[Condition, ...]] = {}
        self._pieces: dict[int, tuple[Change, ...]] = {}
        self._joining = Joining(terms)

    def events(self, events: Events) -> Events:
        """Events without those that have become impossible or idle."""
        return Events(list(self._instances(events.actions)), list(self._instances(events.triggers)), events.counts)

    def _instances(self, instances: Iterable[Instance]) -> Iterable[Instance]:
        condition, conditions = self.condition, self._conditions
        for old in instances:
            parts = self._joining.joined([conditions.get(id(part)) or condition(part) for part in old.parts])
            if parts is None:
                continue
            pieces = self._changes(old.pieces)
            observing = self._views.get(id(old.observing))
            if observing is None:
                view = tuple([conditions.get(id(part)) or condition(part) for part in old.observing])
                observing = self._views[id(old.observing)] = view
            apart = old.apart
            if apart is not None:
                apart = self._apart(apart)
                if apart is None or (apart.in_vain and not apart.hopes):
                    continue
            if not (pieces or (apart is not None and apart.hopes) or may_teach(parts, observing)):
                continue
            yield Instance(old.schema, old.codes, parts, pieces, old.doers, old.wills, observing, apart)

    def _apart(self, old: Apart) -> Apart | None:
        """None, if a hope can never be fulfilled; without those that always are."""
        condition = self.condition
        hopes = [(condition(hoped), condition(opposite), seen) for hoped, opposite, seen in old.hopes]
        if any(hoped is FALSE for hoped, _, _ in hopes):
            return None
        return replace(old, shown=condition(old.shown), hopes=tuple([hope for hope in hopes if hope[0] is not TRUE]))

    def _changes(self, pieces: Changes) -> Changes:
        rewritten = []
        for piece in pieces:
            made = self._pieces.get(id(piece))
            if made is None:
                made = self._pieces[id(piece)] = tuple(self._piece(piece))
            if made:
                rewritten.append(made)
        return tuple(rewritten)

    def _piece(self, changes: Iterable[Change]) -> list[Change]:
        pieces: list[Piece] = []
        kept: list[Change] = []
        for change in changes:
            target = self._targets[change.fluent]
            if not isinstance(target, int):
                continue
            now = self.condition(change.condition)
            if change.keeps:
                kept.append(Change((), target, self._terms.read((), target), now, change.span))
            elif now is not FALSE:
                operator = "not" if change.excludes else "knows" if change.known else "="
                pieces.append(Piece(change.path, target, operator, self.expression(change.value), now, change.span))
        return without_idle([*merged(self._terms, pieces), *kept])

    def condition(self, condition: Condition) -> Condition:
        """The same condition over the new fluents. Raises `StepsEnded`."""
        rewritten = self._conditions.get(id(condition))
        if rewritten is None:
            terms = self._terms
            if type(condition) is AllOf:
                rewritten = terms.all_of([self.condition(part) for part in condition.parts])
            elif type(condition) is AnyOf:
                rewritten = terms.any_of([self.condition(part) for part in condition.parts])
            else:
                atom = cast(Compare, condition)
                rewritten = terms.rebuilt(atom, self.expression(atom.left), self.expression(atom.right))
            self._conditions[id(condition)] = rewritten
        return rewritten

    def expression(self, expression: Expression) -> Expression:
        """The same expression over the new fluents. Raises `StepsEnded`, `BadNumber`."""
        rewritten = self._expressions.get(id(expression))
        if rewritten is None:
            rewritten = self._expressions[id(expression)] = self._expression(expression)
        return rewritten

    def _expression(self, expression: Expression) -> Expression:
        terms = self._terms
        match expression:
            case Constant():
                return terms.constant(*expression.values)
            case Read(path, fluent):
                return self._leaf(path, fluent)
            case Arithmetic(operator, left, right):
                return calculated(terms, operator, self.expression(left), self.expression(right), None)
            case Choose(condition, then, otherwise):
                return terms.choose(self.condition(condition), self.expression(then), self.expression(otherwise))

    def _leaf(self, path: tuple[int, ...], fluent: int) -> Leaf:
        target = self._targets[fluent]
        return self._terms.read(path, target) if isinstance(target, int) else target
