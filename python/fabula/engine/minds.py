"""The graph of states and minds (semantics 1): grows, never changes, and holds no two states that are equal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar, Union

from fabula.engine.interface import BudgetEnded, State
from fabula.engine.machine import Machine, unfold
from fabula.task import Value

Values = tuple[Value, ...]
T = TypeVar("T", bound=Hashable)

#: nodes not yet numbered: each with its values and, for each character, a state or another node of the same draft
Draft = Mapping[T, tuple[Values, tuple[Union[State, T], ...]]]


class Graph:
    """Every state that has been met: its values and what each character believes in it.

    A state is an integer. Nodes of a draft may be anything else that is hashable.
    """

    def __init__(self, nodes: int) -> None:
        self._nodes = nodes
        self._rows: list[tuple[Values, tuple[State, ...]]] = []
        self._by_row: dict[tuple[Values, tuple[State, ...]], State] = {}
        self._by_machine: dict[Machine, State] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, state: State) -> tuple[Values, tuple[State, ...]]:
        """The values of a state and its belief edges. Raises `ValueError` for a number that is no state."""
        if not 0 <= state < len(self._rows):
            raise ValueError(f"there is no state {state}")
        return self._rows[state]

    def value(self, state: State, fluent: int) -> Value:
        return self.row(state)[0][fluent]

    def belief(self, state: State, character: int) -> State:
        return self.row(state)[1][character]

    def settle(self, draft: Draft[T]) -> dict[T, State]:
        """Number the nodes of a draft: bisimilar nodes alike, and a node that is bisimilar to a state as that state."""
        settled: dict[T, State] = {}
        waiting = list(draft)
        # A node all of whose beliefs are states is itself a state exactly if one has the same row.
        while ready := [node for node in waiting if all(self._is_settled(target, settled) for target in draft[node][1])]:
            for node in ready:
                values, edges = draft[node]
                settled[node] = self._of_row(values, tuple(self._settled(target, settled) for target in edges))
            waiting = [node for node in waiting if node not in settled]
        if waiting:
            settled.update(self._settle_cycles(draft, waiting, settled))
        return settled

    def below(self, state: State) -> tuple[State, ...]:
        """The state and all states that somebody believes somebody to believe ... in it."""
        reached = {state: None}
        pending = [state]
        for node in pending:
            for target in self._rows[node][1]:
                if target not in reached:
                    reached[target] = None
                    pending.append(target)
        return tuple(reached)

    def _is_settled(self, target: State | T, settled: Mapping[T, State]) -> bool:
        return isinstance(target, int) or target in settled

    def _settled(self, target: State | T, settled: Mapping[T, State]) -> State:
        return State(target) if isinstance(target, int) else settled[target]

    def _settle_cycles(self, draft: Draft[T], waiting: list[T], settled: Mapping[T, State]) -> dict[T, State]:
        """Partition refinement (Moore): nodes are told apart by their values, then by the classes that they lead to."""
        rows: dict[State | T, tuple[Values, tuple[State | T, ...]]] = {}
        for node in waiting:
            values, edges = draft[node]
            rows[node] = (
                values,
                tuple(self._settled(target, settled) if self._is_settled(target, settled) else target for target in edges),
            )
        for _, edges in list(rows.values()):
            for target in edges:
                if isinstance(target, int) and target not in rows:
                    rows.update((state, self._rows[state]) for state in self.below(State(target)))

        classes = _number({node: values for node, (values, _) in rows.items()})
        count = len(set(classes.values()))
        while True:
            classes = _number({n: (classes[n], tuple(classes[target] for target in rows[n][1])) for n in rows})
            if len(set(classes.values())) == count:
                break
            count = len(set(classes.values()))

        quotient: dict[int, tuple[Values, tuple[int, ...]]] = {}
        for place, (values, targets) in rows.items():
            quotient.setdefault(classes[place], (values, tuple(classes[target] for target in targets)))
        known = {classes[place]: State(place) for place in rows if isinstance(place, int)}
        fresh: list[tuple[int, Machine]] = []
        for number in quotient:
            if number not in known:
                shape = unfold(number, quotient.__getitem__)
                if shape in self._by_machine:
                    known[number] = self._by_machine[shape]
                else:
                    fresh.append((number, shape))
        self._reserve(len(fresh))
        known.update({number: State(len(self._rows) + place) for place, (number, _) in enumerate(fresh)})
        for number, shape in fresh:
            values, numbers = quotient[number]
            self._add(values, tuple(known[target] for target in numbers), shape)
        return {node: known[classes[node]] for node in waiting}

    def _of_row(self, values: Values, edges: tuple[State, ...]) -> State:
        state = self._by_row.get((values, edges))
        if state is None:
            self._reserve(1)
            state = State(len(self._rows))
            self._add(values, edges, unfold(state, lambda node: (values, edges) if node == state else self._rows[node]))
        return state

    def _reserve(self, count: int) -> None:
        if len(self._rows) + count > self._nodes:
            raise BudgetEnded

    def _add(self, values: Values, edges: tuple[State, ...], shape: Machine) -> None:
        state = State(len(self._rows))
        self._rows.append((values, edges))
        self._by_row[values, edges] = state
        self._by_machine[shape] = state


def _number(keys: Mapping[T, Hashable]) -> dict[T, int]:
    """Nodes with the same key get the same number, numbered by first occurrence."""
    numbers: dict[Hashable, int] = {}
    return {node: numbers.setdefault(key, len(numbers)) for node, key in keys.items()}
