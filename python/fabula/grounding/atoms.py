"""Preconditions without a choice inside a comparison.

A surprise repairs what the atoms of a precondition read (semantics 2.2). What decides between two numbers is no part of an
atom, so `count s: soldier (s.alive) >= 2` becomes cases on who is alive.
"""

from __future__ import annotations

from typing import cast

from fabula.grounding.figures import calculated
from fabula.grounding.terms import Terms
from fabula.task import FALSE, AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Expression


class Atoms:
    """Takes choices out of comparisons; remembers what it has done."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._done: dict[int, Condition] = {}

    def of(self, condition: Condition) -> Condition:
        """The same condition with no `Choose` in it. Raises `StepsEnded`."""
        atomic = self._done.get(id(condition))
        if atomic is None:
            atomic = self._done[id(condition)] = self._of(condition)
        return atomic

    def _of(self, condition: Condition) -> Condition:
        if type(condition) is AllOf:
            return self._terms.all_of([self.of(part) for part in condition.parts])
        if type(condition) is AnyOf:
            return self._terms.any_of([self.of(part) for part in condition.parts])
        atom = cast(Compare, condition)
        choice = _first_choice(atom.left) or _first_choice(atom.right)
        return atom if choice is None else self._cases(atom, choice)

    def _cases(self, atom: Compare, choice: Choose) -> Condition:
        terms = self._terms
        branches: list[tuple[Condition, Expression]] = []
        earlier: list[Condition] = []
        rest: Expression = choice
        while type(rest) is Choose:
            before = [terms.complement(other) for other in earlier if terms.all_of((other, rest.condition)) is not FALSE]
            branches.append((terms.all_of((*before, rest.condition)), rest.then))
            earlier.append(rest.condition)
            rest = rest.otherwise
        branches.append((terms.all_of(map(terms.complement, earlier)), rest))
        terms.steps.spend(len(branches))
        results: dict[int, tuple[Condition, list[Condition]]] = {}
        for guard, branch in branches:
            left = self._replaced(atom.left, choice, branch)
            right = self._replaced(atom.right, choice, branch)
            result = self.of(terms.compare(atom.operator, left, right))
            results.setdefault(id(result), (result, []))[1].append(self.of(guard))
        return terms.any_of([terms.all_of((terms.any_of(guards), result)) for result, guards in results.values()])

    def _replaced(self, expression: Expression, choice: Choose, branch: Expression) -> Expression:
        self._terms.steps.spend(1)
        if expression is choice:
            return branch
        if isinstance(expression, Arithmetic):
            left = self._replaced(expression.left, choice, branch)
            right = self._replaced(expression.right, choice, branch)
            return calculated(self._terms, expression.operator, left, right, None)
        if isinstance(expression, Choose):
            then = self._replaced(expression.then, choice, branch)
            return self._terms.choose(expression.condition, then, self._replaced(expression.otherwise, choice, branch))
        return expression


def _first_choice(expression: Expression) -> Choose | None:
    if isinstance(expression, Choose):
        return expression
    if isinstance(expression, Arithmetic):
        return _first_choice(expression.left) or _first_choice(expression.right)
    return None
