"""The definition: `semantics.md` as code, plain and slow. Sections in docstrings are those of that page.

States are immutable nodes of `minds.Graph`. What an event makes of them is first written in `terms`, since new nodes may
lead to each other in circles, and then settled: equal states get equal numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from fabula.engine import attempts
from fabula.engine.evaluate import evaluate, holds, read
from fabula.engine.explanations import UNLIMITED, Explanations
from fabula.engine.interface import Contradiction, EndlessTrigger, Search, State
from fabula.engine.lessons import Fact, Lesson
from fabula.engine.minds import Graph
from fabula.engine.terms import (
    After,
    Changes,
    Fired,
    Initially,
    Repaired,
    Rested,
    Revised,
    Row,
    Term,
    clamp,
    default,
    facts_of,
    frozen,
    reads,
    revised,
    revised_row,
    told,
)
from fabula.task import (
    FALSE,
    TRUE,
    UNKNOWN,
    Action,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Sort,
    Task,
)

#: triggers that fire so often in one state without repeating it are taken to be endless
FIRINGS = 1_000
#: so are triggers that have not come to rest after so many rounds: beliefs about beliefs can grow without end
ROUNDS = 30


class ReferenceEngine:
    """An `Engine` by definition. `nodes`: the most distinct states it may keep; `BudgetEnded` is raised beyond."""

    def __init__(self, task: Task, nodes: int = 1_000_000) -> None:
        self._task = task
        self._graph = Graph(nodes)
        everybody = (TRUE,) * len(task.characters)
        self._publics = tuple(Action(public.name, TRUE, public.effects, (), everybody) for public in task.publics)
        self._initial: State | None = None
        self._done: dict[tuple[State, int], State] = {}
        self._perceived: dict[tuple[State, int], State] = {}
        self._rested: dict[State, tuple[State, tuple[str, ...]]] = {}
        self._closed: set[State] = set()
        self._explanations = Explanations(self)

    # --- states and minds --------------------------------------------------------------------------------------------

    @property
    def task(self) -> Task:
        return self._task

    def value(self, state: State, fluent: int) -> int:
        _check(fluent, self._task.fluents, "fluent")
        return self._graph.value(state, fluent)

    def values(self, state: State) -> tuple[int, ...]:
        return self._graph.row(state)[0]

    def belief(self, state: State, character: int) -> State:
        _check(character, self._task.characters, "character")
        return self._graph.belief(state, character)

    def initial(self) -> State:
        """Section 1.1."""
        if self._initial is None:
            facts = {(fact.path, fact.fluent): fact.value for fact in self._task.facts}
            for number, fluent in enumerate(self._task.fluents):
                facts.setdefault(((), number), default(fluent))
            self._initial = self._close(self._settle(Initially(-1, frozen(facts)), self._initially))
        return self._initial

    def _initially(self, term: Term) -> Row:
        """Facts of a node always have a value of every fluent for the empty path: the one that holds there by look-up."""
        assert isinstance(term, Initially)
        facts = dict(term.facts)
        values = tuple(clamp(fluent, facts[(), number]) for number, fluent in enumerate(self._task.fluents))
        return values, tuple(
            # Introspection: what c believes that c believes is what c believes.
            term if character == term.character else Initially(character, frozen(facts_of(character, facts)))
            for character in range(len(self._task.characters))
        )

    # --- events ------------------------------------------------------------------------------------------------------

    def possible(self, state: State) -> tuple[int, ...]:
        return tuple(action for action in range(len(self._task.actions)) if self.is_possible(state, action))

    def is_possible(self, state: State, action: int) -> bool:
        _check(action, self._task.actions, "action")
        event = self._task.actions[action]
        return holds(self, state, event.precondition, event.name)

    def observes(self, state: State, action: int, character: int) -> bool:
        _check(action, self._task.actions, "action")
        _check(character, self._task.characters, "character")
        event = self._task.actions[action]
        return holds(self, state, event.observing[character], event.name)

    def do(self, state: State, action: int) -> State:
        _check(action, self._task.actions, "action")
        self._graph.row(state)
        if (state, action) not in self._done:
            self._done[state, action] = self._close(self._after(self._task.actions[action], state))
        return self._done[state, action]

    def revise(self, state: State, character: int, facts: tuple[Fact, ...]) -> State:
        _check(character, self._task.characters, "character")
        effects = []
        for path, fluent, value in facts:
            whole = (character, *path)
            if any(first == second for first, second in pairwise(whole)):
                raise ValueError(f"the path {whole} has a character twice in a row")
            for other in path:
                _check(other, self._task.characters, "character")
            _check(fluent, self._task.fluents, "fluent")
            effects.append(Effect(whole, fluent, Constant(value)))
        unseen = Action("revise", TRUE, tuple(effects), (), (FALSE,) * len(self._task.characters))
        return self._close(self._after(unseen, state))

    def in_vain(self, state: State, character: int, given: tuple[Lesson, ...]) -> State:
        _check(character, self._task.characters, "character")
        gone = [0] * len(given)
        while True:
            believed = self.belief(state, character)
            facts: dict[tuple[tuple[int, ...], int], int] = {}
            for number, lesson in enumerate(given):
                if gone[number] == len(lesson.ways) or not holds(self, believed, lesson.believed):
                    continue
                if any(holds(self, state, condition) for condition in lesson.fails):
                    continue
                for path, fluent, code in lesson.ways[gone[number]]:
                    facts.setdefault((path, fluent), code)
                gone[number] += 1
            if not facts:
                return state
            state = self.revise(state, character, tuple((path, fluent, code) for (path, fluent), code in facts.items()))

    def _after(self, event: Action, state: State) -> State:
        """Section 2.2. The same event is executed in every mind that observes it, as it is believed to be there."""

        def row(term: Term) -> Row:
            assert isinstance(term, After)
            here = term.state
            changes = self._changes(here, event.name, event.effects)
            edges: list[State | Term] = []
            for character in range(len(self._task.characters)):
                believed = self.belief(here, character)
                if holds(self, here, event.observing[character], event.name):
                    # Where β(c, s) = s this leads back to the node itself: the loop is preserved.
                    edges.append(After(self._surprised(event, here, believed, character)))
                elif event.public is not None:
                    edges.append(self._perceive(event.public, believed))
                else:
                    edges.append(believed)
            edges = [told(edge, character, changes) for character, edge in enumerate(edges)]
            return self._assigned(self.values(here), changes), tuple(edges)

        return self._settle(After(state), row)

    def _perceive(self, public: int, state: State) -> State:
        if (state, public) not in self._perceived:
            self._perceived[state, public] = self._after(self._publics[public], state)
        return self._perceived[state, public]

    def _changes(self, state: State, event: str, effects: Iterable[Effect]) -> Changes:
        """Section 2.1: the effects whose condition holds; all conditions and values are read in the state before."""
        changes: dict[tuple[tuple[int, ...], int], int] = {}
        for effect in effects:
            if holds(self, state, effect.condition, event):
                fluent = self._task.fluents[effect.fluent]
                value = clamp(fluent, evaluate(self, state, effect.value, event))
                if changes.setdefault((effect.path, effect.fluent), value) != value:
                    raise Contradiction(event, fluent.name)
        return changes

    def _assigned(self, values: tuple[int, ...], changes: Changes) -> tuple[int, ...]:
        return tuple(changes.get(((), fluent), value) for fluent, value in enumerate(values))

    def _surprised(self, event: Action, state: State, believed: State, owner: int) -> State:
        """Section 2.2 step 2: what a character believes, or what is put in its place where it believed the event impossible.

        What it believes itself to believe follows when it sees the event in its own mind; where it does not see it there, with
        the repair, so that it stays right (section 1.1)."""
        if holds(self, believed, event.precondition, event.name):
            return believed
        exact: dict[tuple[tuple[int, ...], int], int] = {}
        vague: dict[tuple[tuple[int, ...], int], int] = {}
        for atom in self._true_atoms(state, event.precondition, event.name):
            if not holds(self, believed, atom, event.name):
                for place in reads(atom):
                    value = read(self, state, place.path, place.fluent)
                    if atom.operator == "==" or self._task.fluents[place.fluent].sort is Sort.TRUTH:
                        exact[place.path, place.fluent] = value
                    else:
                        vague[place.path, place.fluent] = UNKNOWN
        changes = {**vague, **exact}

        def row(term: Term) -> Row:
            values, edges = self._graph.row(believed)
            return self._assigned(values, changes), tuple(told(edge, c, changes) for c, edge in enumerate(edges))

        def row_with_own_view(term: Term) -> Row:
            values, edges = row(term)
            follows = revised(edges[owner], owner, frozen(changes))
            return values, (*edges[:owner], follows, *edges[owner + 1 :])

        repaired = self._settle(Repaired(believed), row)
        if holds(self, repaired, event.observing[owner], event.name):
            return repaired
        return self._settle(Repaired(believed), row_with_own_view)

    def _true_atoms(self, state: State, condition: Condition, event: str) -> list[Compare]:
        """The atoms of those clauses of the condition (in disjunctive normal form) that are true in a state."""
        if not holds(self, state, condition, event):
            return []
        if isinstance(condition, Compare):
            return [condition]
        return [atom for part in condition.parts for atom in self._true_atoms(state, part, event)]

    # --- triggers ----------------------------------------------------------------------------------------------------

    def _close(self, state: State) -> State:
        """Section 3: rounds, in each of which every mind lets its own triggers come to rest, until nothing changes."""
        seen: list[State] = []
        while state not in self._closed:
            if state in seen or len(seen) > ROUNDS:
                raise EndlessTrigger(self._names_of_rounds(seen[seen.index(state) if state in seen else -1 :]))
            seen.append(state)
            after = self._settle(Rested(state), self._rest_row)
            if after == state:
                if fired := self._names_of_rounds([state]):
                    # What fires and is undone in the same round goes on for ever.
                    raise EndlessTrigger(fired)
                self._closed.update(self._graph.below(state))
            state = after
        return state

    def _rest_row(self, term: Term) -> Row:
        assert isinstance(term, Rested)
        values, edges = self._graph.row(self._rest(term.state)[0])
        return values, tuple(edge if edge in self._closed else Rested(edge) for edge in edges)

    def _rest(self, state: State) -> tuple[State, tuple[str, ...]]:
        """Fire the first enabled trigger of a state until none is. Also the names of those that fired, in order."""
        if state not in self._rested:
            seen = {state: 0}
            names: list[str] = []
            here = state
            while (fired := self._fire_first(here)) is not None:
                here, name = fired
                names.append(name)
                if here in seen:
                    raise EndlessTrigger(tuple(names[seen[here] :]))
                if len(names) > FIRINGS:
                    raise EndlessTrigger(tuple(dict.fromkeys(names[-len(self._task.triggers) :])))
                seen[here] = len(names)
            self._rested[state] = here, tuple(names)
        return self._rested[state]

    def _fire_first(self, state: State) -> tuple[State, str] | None:
        for trigger in self._task.triggers:
            if holds(self, state, trigger.precondition, trigger.name):
                return self._fire(state, self._changes(state, trigger.name, trigger.effects)), trigger.name
        return None

    def _fire(self, state: State, changes: Changes) -> State:
        """Nobody observes a trigger: beliefs stay as they are, but a character who was right about everything still is."""

        def row(term: Term) -> Row:
            values, edges = self._graph.row(state)
            followed = [term if edge == state else edge for edge in edges]
            return self._assigned(values, changes), tuple(told(edge, c, changes) for c, edge in enumerate(followed))

        return self._settle(Fired(state), row)

    def _names_of_rounds(self, states: list[State]) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for state in states:
            for node in self._graph.below(state):
                names.update(dict.fromkeys(self._rest(node)[1]))
        return tuple(names)

    # --- reasons -----------------------------------------------------------------------------------------------------

    def evaluate(self, state: State, expression: Expression) -> int:
        return evaluate(self, state, expression)

    def utility(self, state: State, character: int | None) -> int:
        """Section 4."""
        if character is None:
            return evaluate(self, state, self._task.utility, "utility")
        _check(character, self._task.characters, "character")
        return evaluate(self, state, self._task.utilities[character], f"utility of {self._task.characters[character]}")

    def ending(self, state: State) -> int | None:
        for number, ending in enumerate(self._task.endings):
            if holds(self, state, ending.condition, ending.name):
                return number
        return None

    def plan(self, state: State, action: int, character: int, budget: int = 0) -> tuple[int, ...] | None:
        """Sections 5 (V4) and 6."""
        _check(action, self._task.actions, "action")
        if character not in self._task.actions[action].consenting:
            raise ValueError(f"character {character} is not asked to consent to action {action}")
        limits = self._task.limits[character]
        deep = limits.deep - 1 if limits.deep >= 0 else UNLIMITED
        return self.plan_in(self.belief(state, character), action, character, limits.ahead, deep, budget)

    def plan_in(
        self, believed: State, action: int, character: int, ahead: int, deep: int, budget: int = 0
    ) -> tuple[int, ...] | None:
        """Sections 5 (Expl) and 6."""
        self._graph.row(believed)
        _check(action, self._task.actions, "action")
        _check(character, self._task.characters, "character")
        return self._explanations.first(believed, action, character, ahead, deep, budget)

    def explained(self, state: State, budget: int = 0) -> tuple[int, ...]:
        return tuple(
            action
            for action in self.possible(state)
            if all(
                self.plan(state, action, character, budget) is not None for character in self._task.actions[action].consenting
            )
        )

    def moves(self, state: State, free: tuple[int, ...] = (), budget: int = 0) -> tuple[tuple[int, State], ...]:
        """Section 8.4."""
        return attempts.moves(self, state, free, budget)

    def search(self, start: State, endings: tuple[int, ...], free: tuple[int, ...] = (), states: int = 0) -> Search:
        """Section 7 (`can`): breadth first, so that the first life found is a shortest."""
        lives: dict[State, tuple[int, ...]] = {start: ()}
        pending = [start]
        for state in pending:
            ending = self.ending(state)
            if ending in endings:
                return Search(lives[state], True, len(lives))
            if ending is not None:
                continue
            for action, after in self.moves(state, free):
                if after not in lives:
                    if len(lives) == states:
                        return Search(None, False, len(lives))
                    lives[after] = (*lives[state], action)
                    pending.append(after)
        return Search(None, True, len(lives))

    # --- terms -------------------------------------------------------------------------------------------------------

    def _settle(self, root: Term, row: Callable[[Term], Row]) -> State:
        """The state that a term stands for. `row` gives the values and edges of every term that is not a revision."""
        rows: dict[Term, Row] = {}

        def expand(term: Term) -> Row:
            if isinstance(term, int):
                return self._graph.row(term)
            if term not in rows:
                rows[term] = revised_row(expand(term.base), term) if isinstance(term, Revised) else row(term)
            return rows[term]

        reached = {root: None}
        pending = [root]
        for term in pending:
            for edge in expand(term)[1]:
                if not isinstance(edge, int) and edge not in reached:
                    reached[edge] = None
                    pending.append(edge)
        return self._graph.settle({term: rows[term] for term in reached})[root]


def _check(number: int, table: tuple[object, ...], what: str) -> None:
    if not 0 <= number < len(table):
        raise ValueError(f"there is no {what} {number}")
