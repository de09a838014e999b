"""What can come about: which events can happen at all, and which values they can give to what.

Too much is allowed and nothing forgotten: conditions are judged one fluent at a time, over all states and minds together. What
is left out here can't be so in any state, nor in any mind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from fabula.comparing import compared
from fabula.grounding.effects import Change
from fabula.grounding.events import Instance, hopes_of
from fabula.grounding.parts import Changes
from fabula.grounding.steps import Steps
from fabula.task import (
    UNKNOWN,
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Condition,
    Constant,
    Expression,
    Fluent,
    Read,
    Sort,
    reads,
)

#: the codes that a fluent can have; None = any number
Reached = set[int] | None


class Reach:
    """The values reached so far, growing until nothing more happens. `whole`: what each fluent can have by its type, but for
    nobody: whoever does not know takes any of them to be possible."""

    def __init__(
        self, fluents: Sequence[Fluent], starts: Sequence[set[int]], whole: Sequence[frozenset[int]], steps: Steps, sets: bool
    ) -> None:
        self.values: list[Reached] = [set(start) for start in starts]
        self._fluents = fluents
        self._whole = whole
        self._sets = sets
        #: what a surprise may teach without saying which value it is
        self._vague: dict[int, None] = {}
        self._steps = steps
        self._copies: dict[int, dict[int, None]] = {}
        # What could hold once could hold ever after; what could not is judged anew in each round.
        self._held: set[int] = set()
        #: by identity: pieces of what has happened, with those of their changes that can
        self._begun: dict[int, tuple[Change, ...]] = {}
        self._failed: set[int] = set()
        self._grown = False

    def follow(self, instances: Sequence[Instance]) -> list[int]:
        """The places in `instances` of those that can happen, ascending; which of their changes can, `left` says. Raises
        `StepsEnded`."""
        waiting = list(enumerate(instances))
        happened: list[int] = []
        pending: list[Change] = []
        learnt: set[int] = set()
        begun = self._begun
        self._grown = True
        while self._grown:
            self._steps.spend(len(waiting) + len(pending))
            self._failed.clear()
            self._grown = False
            pending = [change for change in pending if not self._change(change)]
            before, waiting = waiting, []
            held, possible = self._held, self.possible
            for entry in before:
                number, instance = entry
                for part in instance.parts:
                    if id(part) not in held and not possible(part):
                        waiting.append(entry)
                        break
                else:
                    happened.append(number)
                    if instance.observing:
                        for part in instance.parts:
                            if id(part) not in learnt:
                                learnt.add(id(part))
                                self._surprise(part)
                        for hoped, _, _ in hopes_of(instance):
                            # Whoever hopes in vain learns what it is not, or that somebody knows nothing of it.
                            self._vague.update(dict.fromkeys([place.fluent for place in reads(hoped)]))
                    for piece in instance.pieces:
                        if id(piece) not in begun:
                            begun[id(piece)] = piece
                            pending += [change for change in piece if not self._change(change)]
            for fluent in self._vague:
                values = self.values[fluent]
                if values is not None and len(values) > 1:
                    self._widen(fluent)
            self._copy()
        never = set(map(id, pending))
        for piece in list(begun.values()) if never else ():
            if any(id(change) in never for change in piece):
                begun[id(piece)] = tuple([change for change in piece if id(change) not in never])
        return sorted(happened)

    def left(self, pieces: Changes) -> Changes:
        """What can be of the changes of something that happens."""
        begun = self._begun
        for piece in pieces:
            if begun[id(piece)] is not piece:
                return tuple([kept for piece in pieces if (kept := begun[id(piece)])])
        return pieces

    def _change(self, change: Change) -> bool:
        """Make a change if it can be, and say so."""
        if not change.keeps and not self.possible(change.condition):
            return False
        if change.excludes:
            self._widen(change.fluent)
        elif not change.keeps and not change.known:
            self._give(change.fluent, change.value)
        return True

    def _surprise(self, condition: Condition) -> None:
        """Whoever sees an act that they took to be impossible learns that its condition holds (semantics 8.2): of what it only
        excludes, all the rest may be so."""
        if type(condition) is AllOf or type(condition) is AnyOf:
            for part in condition.parts:
                self._surprise(part)
            return
        atom = cast(Compare, condition)
        is_vague = atom.operator == "in" or (atom.operator == "!=" and not atom.of_reads)
        if is_vague and not atom.denied and isinstance(atom.left, Read) and isinstance(atom.right, Constant):
            self._vague[atom.left.fluent] = None

    def _widen(self, fluent: int) -> None:
        """All values by type may be taken to be possible."""
        values = self.values[fluent]
        if self._fluents[fluent].sort is Sort.NUMBER:
            self._grown = self._grown or values is not None
            self.values[fluent] = None
        elif values is not None and not self._whole[fluent] <= values:
            values |= self._whole[fluent]
            self._grown = True

    # --- what can hold -----------------------------------------------------------------------------------------------

    def possible(self, condition: Condition) -> bool:
        """Whether a condition could hold, for all that is known so far."""
        key = id(condition)
        if key in self._held:
            return True
        if key in self._failed:
            return False
        if type(condition) is AllOf:
            holds = all(map(self.possible, condition.parts))
        elif type(condition) is AnyOf:
            holds = any(map(self.possible, condition.parts))
        else:
            holds = self._possible(cast(Compare, condition))
        (self._held if holds else self._failed).add(key)
        return holds

    def _possible(self, atom: Compare) -> bool:
        left, right = atom.left, atom.right
        if isinstance(left, Read) and isinstance(right, Constant):
            values = self.values[left.fluent]
            if values is None:
                return True
            if len(values) == 1:
                (value,) = values
                return _holds(atom, value) != atom.denied
            if atom.denied or self._fluents[left.fluent].sort is Sort.NUMBER:
                return True
            match atom.operator:
                case "==" | "may be":
                    # Without sets a surprise may leave anybody without knowing (semantics 2.2).
                    return right.value in values or (right.value == UNKNOWN and not self._sets)
                case "in":
                    return not values.isdisjoint(right.values)
            return True
        if atom.operator == "knows":
            values = self.values[cast(Read, left).fluent]
            return not atom.denied or values is None or len(values) > 1
        if atom.denied:
            return True
        if atom.operator == "may be":
            first, second = self.values[cast(Read, left).fluent], self.values[cast(Read, right).fluent]
            return first is None or second is None or not first.isdisjoint(second)
        known = (self._known(left), self._known(right))
        if known[0] is not None and known[1] is not None:
            return compared(atom.operator, known[0], known[1])
        if atom.operator == "==" and isinstance(left, Read) and isinstance(right, Read):
            first, second = self.values[left.fluent], self.values[right.fluent]
            return first is None or second is None or not first.isdisjoint(second)
        return True

    def _known(self, expression: Expression) -> int | None:
        """The only value of an expression, if it has but one so far and is simple enough to say."""
        if isinstance(expression, Constant):
            return expression.value
        if isinstance(expression, Read):
            values = self.values[expression.fluent]
            return next(iter(values)) if values is not None and len(values) == 1 else None
        return None

    # --- what becomes so ---------------------------------------------------------------------------------------------

    def _give(self, target: int, value: Expression) -> None:
        has = self.values[target]
        if has is None:
            return
        if isinstance(value, Constant):
            if value.value == UNKNOWN and self._sets:
                self._widen(target)
            elif not has.issuperset(value.values):
                has.update(value.values)
                self._grown = True
        elif isinstance(value, Read):
            self._copies.setdefault(value.fluent, {})[target] = None
        elif isinstance(value, Choose):
            self._give(target, value.then)
            self._give(target, value.otherwise)
        else:
            self.values[target] = None
            self._grown = True

    def _copy(self) -> None:
        """Hand on the values of fluents that others take over."""
        waiting = list(self._copies)
        while waiting:
            source = waiting.pop()
            given = self.values[source]
            for target in self._copies.get(source, ()):
                has = self.values[target]
                if has is None or (given is not None and given <= has):
                    continue
                self.values[target] = None if given is None else has | given
                self._grown = True
                waiting.append(target)


def _holds(atom: Compare, value: int) -> bool:
    """An atom without its denial, of the only value that is possible of a fluent."""
    right = atom.right
    assert isinstance(right, Constant)
    match atom.operator:
        case "known":
            return True
        case "may be":
            return value == right.value
        case "in":
            return value in right.values
    return compared(atom.operator, value, right.value)
