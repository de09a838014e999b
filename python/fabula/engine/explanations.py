"""Why somebody acts: plans that explain an act (semantics 5 and 6), found by trying all of them.

A plan a1...an explains a1 for a character c who believes to be in b, if, with s0 = b and si = do(ai, s(i-1)):

* E1  each act is possible where it stands, and none is an act of nobody;
* E2  it improves: u(sn) > u(s0), u being the utility of c;
* E3  every other character who consents to an act after the first has, in its turn, a reason for it: it believes the act
      possible, and has a plan for it within what is left of the budget of acts and of levels of thought;
* E4  what follows the first act is a plan of its own, and nothing in it can be left out: if n > 1, u(sn) > u(s1), and no
      proper subsequence of a2...an can be done from s1, explained as in E3, and ends as well;
* E5  the first act can't be left out: no subsequence of a2...an can be done from b, explained as in E3, and ends as well.

This is the strong version of section 5: a shorter way counts with any reason that the others may have for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from fabula.engine.interface import BudgetEnded, Engine, State
from fabula.engine.limits import least, less, levels_below

_Question = tuple[State, int, int, int, int]


class Explanations:
    """Answers to "has this character a reason?" on an engine, remembered."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._answers: dict[_Question, tuple[int, ...] | None] = {}
        self._asking: dict[_Question, None] = {}
        self._cycles = 0
        self._left: int | None = None

    def first(
        self, believed: State, action: int, character: int, ahead: int, deep: int, budget: int = 0
    ) -> tuple[int, ...] | None:
        """The first plan by (length, numbers of its acts) of at most `ahead` acts (-1: of any length) that explains the
        action for a character in a believed state. `budget`: how many beginnings of plans may be tried, 0 = any number."""
        outer = self._left
        self._left = budget or None
        try:
            return self._first(believed, action, character, ahead, deep)
        finally:
            self._left = outer
            self._asking.clear()

    def _first(self, believed: State, action: int, character: int, ahead: int, deep: int) -> tuple[int, ...] | None:
        question = believed, action, character, ahead, deep
        if question in self._answers:
            return self._answers[question]
        if question in self._asking:
            # Only without any limit: a reason that rests on itself is none.
            self._cycles += 1
            return None
        self._asking[question] = None
        cycles = self._cycles
        answer = next(self._plans(believed, action, character, ahead, deep), None)
        del self._asking[question]
        if self._cycles == cycles or not self._asking:
            self._answers[question] = answer
        return answer

    def _plans(self, believed: State, action: int, character: int, ahead: int, deep: int) -> Iterator[tuple[int, ...]]:
        """All plans that explain the action, in order: all sequences that satisfy E1 and E3, those that satisfy the rest."""
        engine = self._engine
        longest = _longest(ahead, deep)
        if not engine.task.actions[action].consenting or not engine.is_possible(believed, action):
            return
        beginnings: list[tuple[tuple[int, ...], tuple[State, ...]]] = [
            ((action,), (believed, engine.do(believed, action, character)))
        ]
        while beginnings and (longest == -1 or len(beginnings[0][0]) <= longest):
            for acts, states in beginnings:
                self._count()
                if self._improves(acts, states, character, ahead, deep):
                    yield acts
            if len(beginnings[0][0]) == longest:
                return
            beginnings = [
                ((*acts, after), (*states, engine.do(states[-1], after, character)))
                for acts, states in beginnings
                for after in engine.possible(states[-1])
                if engine.task.actions[after].consenting
                and self._is_explained(states[-1], after, character, less(ahead, len(acts)), deep)
                # Without a bound on the length: a state met twice leaves something out (semantics 5, derived facts).
                and not (longest == -1 and engine.do(states[-1], after, character) in states)
            ]

    def _improves(self, acts: tuple[int, ...], states: tuple[State, ...], character: int, ahead: int, deep: int) -> bool:
        """E2, E4, E5 for a sequence that satisfies E1 and E3."""
        utility = self._engine.utility
        before, first, last = (utility(state, character) for state in (states[0], states[1], states[-1]))
        rest = acts[1:]
        if not last > before or (rest and not last > first):
            return False
        if rest and any(
            self._ends_as_well(states[1], shorter, character, last, less(ahead, 1), deep)
            for shorter in _subsequences(rest)
            if shorter != rest
        ):
            return False
        return not any(self._ends_as_well(states[0], other, character, last, ahead, deep) for other in _subsequences(rest))

    def _ends_as_well(self, state: State, acts: tuple[int, ...], character: int, aim: int, ahead: int, deep: int) -> bool:
        """Whether the acts can be done one after the other, each explained for all others with the budget that is left
        when it is reached, and lead to a utility of at least `aim`."""
        for place, action in enumerate(acts):
            if not self._engine.is_possible(state, action):
                return False
            if not self._is_explained(state, action, character, less(ahead, place), deep):
                return False
            state = self._engine.do(state, action, character)
        return self._engine.utility(state, character) >= aim

    def _is_explained(self, state: State, action: int, character: int, ahead: int, deep: int) -> bool:
        """E3: whether every consenting character but `character` has a reason, at most `ahead` acts being left and `deep`
        the levels of the one who foresees it."""
        return all(
            self._first(
                self._engine.belief(state, other),
                action,
                other,
                least(ahead, self._engine.task.limits[other].ahead),
                levels_below(deep, self._engine.task.limits[other].deep),
            )
            is not None
            for other in self._engine.task.actions[action].consenting
            if other != character
        )

    def _count(self) -> None:
        if self._left is not None:
            if self._left == 0:
                raise BudgetEnded
            self._left -= 1


def _longest(ahead: int, deep: int) -> int:
    """Section 6: at the level after the last a plan has one act, and there is none below."""
    if deep >= 0:
        return ahead
    if deep < -1:
        return 0
    return 1 if ahead == -1 else min(ahead, 1)


def _subsequences(acts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for length in range(len(acts) + 1):
        yield from combinations(acts, length)
