"""Which states every road from a state must pass (its post-dominators)."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.findings.survey import Survey

#: how many states are settled between two looks at the clock
OFTEN = 4096


class Roads:
    """For each state the next that every life from it passes, if it comes to an end at all.

    Roads end with endings, where nothing follows, and in cycles that no road leaves. The iteration is the one of Cooper,
    Harvey and Kennedy, "A simple, fast dominance algorithm" (2001), against the direction of the steps."""

    def __init__(self, survey: Survey) -> None:
        atlas = survey.atlas
        self.end = atlas.size
        after: list[list[int]] = [[] for _ in range(self.end)]
        cycles = atlas.cycles()
        leaving: set[int] = set()
        for number, _, target in survey.edges():
            after[number].append(target)
            if cycles[number] != cycles[target]:
                leaving.add(cycles[number])
        for number in range(self.end):
            if cycles[number] not in leaving:
                after[number].append(self.end)
        self._place, order = self._order(after)
        self._next = self._settled(survey, after, order)

    def _order(self, after: list[list[int]]) -> tuple[list[int], list[int]]:
        """The states in the order in which they are given up by a search backwards from the end, the end last."""
        before: list[list[int]] = [[] for _ in range(self.end + 1)]
        for number, targets in enumerate(after):
            for target in targets:
                before[target].append(number)
        place = [-1] * (self.end + 1)
        order: list[int] = []
        seen = bytearray(self.end + 1)
        seen[self.end] = 1
        pending = [(self.end, iter(before[self.end]))]
        while pending:
            here, rest = pending[-1]
            for number in rest:
                if not seen[number]:
                    seen[number] = 1
                    pending.append((number, iter(before[number])))
                    break
            else:
                pending.pop()
                place[here] = len(order)
                order.append(here)
        return place, order

    def _settled(self, survey: Survey, after: list[list[int]], order: list[int]) -> list[int]:
        self._next = [-1] * (self.end + 1)
        self._next[self.end] = self.end
        changed = True
        while changed:
            changed = False
            for step, number in enumerate(reversed(order[:-1])):
                if step % OFTEN == 0:
                    survey.go_on()
                found = self.meeting(target for target in after[number] if self._next[target] != -1)
                if self._next[number] != found:
                    self._next[number] = found
                    changed = True
        return self._next

    def meeting(self, states: Iterable[int]) -> int:
        """The first state that all roads from all of these pass, one of them maybe; `end` if there is none."""
        found = -1
        for state in states:
            found = state if found == -1 else self._both(found, state)
        return found

    def _both(self, one: int, other: int) -> int:
        place, following = self._place, self._next
        while one != other:
            while place[one] < place[other]:
                one = following[one]
            while place[other] < place[one]:
                other = following[other]
        return one
