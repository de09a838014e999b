"""What events have in common: the parts of conditions, and changes, that are the same for many of them, each kept once.

A condition is kept as the parts that must all hold, as they have been found for a few of the parameters each. Only where parts
say something of each other are they put together, and simplified as one; so it is with the changes of an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fabula.grounding.effects import Change
from fabula.grounding.terms import Terms, is_plain
from fabula.task import FALSE, TRUE, AnyOf, Condition, ground_conjuncts

#: conditions that must all hold, none of which says anything of another; none is `TRUE` or `FALSE`
Parts = tuple[Condition, ...]
#: what events do together, in pieces that are the same for many events; no two pieces of an event change one fluent
Changes = tuple[tuple[Change, ...], ...]


class Joining:
    """Puts conditions together, and remembers what they speak of."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._spoken: dict[int, frozenset[int]] = {}

    def joined(self, conditions: Iterable[Condition]) -> Parts | None:
        """The parts of all of them together, as `Terms.all_of` would have them; None: they exclude each other. Raises
        `StepsEnded`."""
        parts: list[Condition] = []
        for condition in conditions:
            if condition is FALSE:
                return None
            if condition is not TRUE:
                parts.append(condition)
        if len(parts) < 2 or self.are_apart(parts):
            return tuple(parts)
        return parts_of(self._terms.all_of(parts))

    def are_apart(self, parts: Sequence[Condition]) -> bool:
        """Whether no part repeats, excludes or shortens another, so that together they are simply one after the other."""
        spoken, size = set[int](), 0
        for part in parts:
            words = self._spoken.get(id(part))
            if words is None:
                words = self._spoken[id(part)] = frozenset(_spoken(part))
            spoken |= words
            size += len(words)
        return len(spoken) == size


def _spoken(condition: Condition) -> Iterable[int]:
    """By identity, the conditions that it consists of, and what those of them speak of that are simplified with others."""
    for part in ground_conjuncts(condition):
        yield id(part)
        if is_plain(part):
            yield id(part.left)
        elif type(part) is AnyOf:
            for case in part.parts:
                for inner in ground_conjuncts(case):
                    if is_plain(inner):
                        yield id(inner.left)


def parts_of(condition: Condition) -> Parts | None:
    """A condition as its only part; None: it is false."""
    return None if condition is FALSE else () if condition is TRUE else (condition,)
