"""The definition: `docs/semantics.md` as code, plain and slow. Sections in docstrings are those of that page.

States are immutable nodes of `minds.Graph`. What an event makes of them is first written in `terms`, since new nodes may
lead to each other in circles, and then settled: equal states get equal numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from fabula.engine import attempts
from fabula.engine.evaluate import evaluate, holds, possible, truth, value_of, values_of
from fabula.engine.explanations import Explanations
from fabula.engine.foresight import Foresight, hoped, with_marked
from fabula.engine.interface import (
    Contradiction,
    DividedByZero,
    EndlessTrigger,
    Engine,
    Fact,
    Foreseen,
    Lesson,
    Planned,
    Search,
    State,
)
from fabula.engine.limits import levels
from fabula.engine.minds import Graph
from fabula.engine.surprises import decided, lessons, true_atoms
from fabula.engine.terms import (
    WORLD,
    After,
    Becomes,
    Changes,
    Fired,
    Forgets,
    Initially,
    Repaired,
    Rested,
    Revised,
    Row,
    Step,
    Term,
    changed,
    clamped,
    default,
    facts_of,
    followed,
    frozen,
    owners,
    revised,
    revised_row,
    spread,
    spread_of,
    stated,
    told,
    without,
)
from fabula.task import (
    FALSE,
    TRUE,
    UNKNOWN,
    Action,
    Constant,
    Effect,
    Expression,
    Several,
    Task,
    Trigger,
    Value,
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
        self._done: dict[tuple[State, int, int], State] = {}
        self._perceived: dict[tuple[State, int, int], State] = {}
        self._rested: dict[Rested, tuple[State, tuple[str, ...]]] = {}
        self._closed: set[Rested] = set()
        self._foresight = Foresight(self)
        self._explanations = Explanations(self._foresight)

    # --- states and minds --------------------------------------------------------------------------------------------

    @property
    def task(self) -> Task:
        return self._task

    def value(self, state: State, fluent: int) -> int:
        taken = self.taken(state, fluent)
        return UNKNOWN if isinstance(taken, Several) else taken

    def taken(self, state: State, fluent: int) -> Value:
        _check(fluent, self._task.fluents, "fluent")
        return self._graph.value(state, fluent)

    def values(self, state: State) -> tuple[int, ...]:
        return tuple(UNKNOWN if isinstance(value, Several) else value for value in self._row(state))

    def _row(self, state: State) -> tuple[Value, ...]:
        return self._graph.row(state)[0]

    def belief(self, state: State, character: int) -> State:
        _check(character, self._task.characters, "character")
        return self._graph.belief(state, character)

    def initial(self) -> State:
        """Section 1.1."""
        if self._initial is None:
            facts = {(fact.path, fact.fluent): stated(fact) for fact in self._task.facts if not fact.among}
            for number, fluent in enumerate(self._task.fluents):
                facts.setdefault(((), number), default(self._task, fluent))
            self._initial = self._close(
                self._settle(Initially(WORLD, tuple(sorted(facts.items(), key=_place)), spread(self._task)), self._initially)
            )
        return self._initial

    def _initially(self, term: Term) -> Row:
        """Facts of a node always have a value of every fluent for the empty path: the one that holds there by look-up."""
        assert isinstance(term, Initially)
        facts = dict(term.facts)
        values = tuple(clamped(fluent, facts[(), number]) for number, fluent in enumerate(self._task.fluents))
        within = facts if term.character == WORLD else owners(self._task, term.character, facts, term.spread)
        return values, tuple(
            # Introspection: what c believes that c believes is what c believes.
            term
            if character == term.character
            else Initially(
                character,
                tuple(sorted(facts_of(character, within, term.spread).items(), key=_place)),
                spread_of(character, term.spread),
            )
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

    def may_try(self, believed: State, action: int) -> bool:
        """Section 8.3."""
        _check(action, self._task.actions, "action")
        return not self._task.actions[action].in_vain and hoped(self, believed, action) is not None

    def open_to(self, believed: State, character: int) -> tuple[int, ...]:
        _check(character, self._task.characters, "character")
        own = (number for number, action in enumerate(self._task.actions) if character in action.consenting)
        return tuple(number for number in own if self.may_try(believed, number))

    def foresee_act(self, believed: State, action: int, character: int) -> tuple[Planned, ...]:
        """Section 8.3."""
        _check(action, self._task.actions, "action")
        _check(character, self._task.characters, "character")
        openings = self._foresight.openings(believed, action, character)
        return tuple(self._foresight.outcome(opening, action, character) for opening in openings)

    def narrow(self, believed: State, character: int, changes: Changes) -> State:
        """Section 8.3: what a character takes to be so, narrowed in a plan; what it takes itself to know stays."""
        whole = with_marked(self, believed, changes)

        def row(term: Term) -> Row:
            before, edges = self._graph.row(believed)
            values = changed(self._task, before, whole)
            others = followed(self._task, character, before, values, edges, self._values_of_states)
            seen = [told(self._task, told(self._task, edge, other, others), other, whole) for other, edge in enumerate(edges)]
            return values, (*seen[:character], edges[character], *seen[character + 1 :])

        return self._close(self._settle(Repaired(believed), row), character)

    def do(self, state: State, action: int, owner: int | None = None) -> State:
        _check(action, self._task.actions, "action")
        self._graph.row(state)
        whose = WORLD if owner is None else owner
        if (state, action, whose) not in self._done:
            self._done[state, action, whose] = self._close(
                self._after(self._task.actions[action], state, whose), self._owner(whose)
            )
        return self._done[state, action, whose]

    def revise(self, state: State, character: int, facts: tuple[Fact, ...], excluded: tuple[Fact, ...] = ()) -> State:
        """Section 2.2 step 3: the character has come to believe these facts, and that those `excluded` are not so. Raises
        `ValueError` for a path with a character twice in a row."""
        _check(character, self._task.characters, "character")
        effects = []
        for learnt, excludes in ((facts, False), (excluded, True)):
            for path, fluent, value in learnt:
                whole = (character, *path)
                if any(first == second for first, second in pairwise(whole)):
                    raise ValueError(f"the path {whole} has a character twice in a row")
                for other in path:
                    _check(other, self._task.characters, "character")
                _check(fluent, self._task.fluents, "fluent")
                effects.append(Effect(whole, fluent, Constant(value), excludes=excludes))
        unseen = Action("revise", TRUE, tuple(effects), (), (FALSE,) * len(self._task.characters))
        return self._close(self._after(unseen, state, WORLD))

    def in_vain(self, state: State, character: int, given: tuple[Lesson, ...]) -> State:
        """The state after an attempt that failed: the character has learnt what it teaches (section 8.3)."""
        _check(character, self._task.characters, "character")
        return attempts.in_vain(self, state, character, given)

    def _after(self, event: Action, state: State, owner: int) -> State:
        """Section 2.2. The same event is executed in every mind that observes it, as it is believed to be there."""
        return self._settle(After(state, self._owner(owner)), self._row_after(event))

    def _row_after(self, event: Action) -> Callable[[Term], Row]:
        def row(term: Term) -> Row:
            assert isinstance(term, After)
            here, before = term.state, self._row(term.state)
            changes = self._changes(here, event.name, event.effects, term.owner)
            values = self._assigned(term.owner, before, changes, event.name)
            edges: list[State | Term] = []
            unseen: dict[tuple[tuple[int, ...], int], tuple[Step, ...]] = {}
            for character in range(len(self._task.characters)):
                believed = self.belief(here, character)
                if term.within and character == term.owner:
                    edges.append(term)
                elif holds(self, here, event.observing[character], event.name):
                    # Where β(c, s) = s this leads back to the node itself: the loop is preserved.
                    edges.append(self._seen(self._surprised(event, here, believed, character), character))
                else:
                    perceived = believed if event.public is None else self._perceive(event.public, believed, character)
                    unseen.update(self._outdated(character, before, values, self._row(perceived)))
                    edges.append(perceived)
            others = {**unseen, **self._own_of_others(term.owner, before, values)}
            return values, self._told(term, edges, others, changes)

        return row

    def _seen(self, state: State, character: int) -> After:
        """What an event makes of the mind of a character who observes it."""
        return After(state, character, True) if self._task.sets else After(state)

    def _told(
        self, term: After | Fired, edges: Iterable[State | Term], others: Changes, changes: Changes
    ) -> tuple[State | Term, ...]:
        """The beliefs in a node after those changes that are of them. In a mind itself none is of what it believes: that it is
        told from without, and nobody's view of herself differs from her mind (semantics 8.1)."""
        return tuple(
            edge
            if term.within and character == term.owner
            else told(self._task, told(self._task, edge, character, others), character, changes)
            for character, edge in enumerate(edges)
        )

    def _owner(self, owner: int) -> int:
        return owner if self._task.sets else WORLD

    def _outdated(
        self, character: int, before: tuple[Value, ...], after: tuple[Value, ...], theirs: tuple[Value, ...]
    ) -> Changes:
        """What somebody was known to know and has not seen change is no longer known there."""
        return {
            ((character,), fluent): (Forgets(),)
            for fluent, (old, new, value) in enumerate(zip(before, after, theirs, strict=True))
            if old != new and isinstance(value, Several) and value.known
        }

    def _own_of_others(self, owner: int, before: tuple[Value, ...], after: tuple[Value, ...]) -> Changes:
        """What of others is their own, and has come to be not known here, they know (semantics 8.2)."""
        if owner == WORLD:
            return {}
        return {
            ((whose,), number): (Becomes(Several(new.values, True)),)
            for number, (fluent, old, new) in enumerate(zip(self._task.fluents, before, after, strict=True))
            if old != new and isinstance(new, Several) and (whose := fluent.owner) not in (None, owner) and whose is not None
        }

    def _perceive(self, public: int, state: State, character: int) -> State:
        owner = self._owner(character)
        if (state, public, owner) not in self._perceived:
            row = self._row_after(self._publics[public])
            self._perceived[state, public, owner] = self._settle(self._seen(state, character), row)
        return self._perceived[state, public, owner]

    def _changes(self, state: State, event: str, effects: Iterable[Effect], owner: int) -> Changes:
        """Section 2.1: the effects whose condition holds; all conditions and values are read in the state before. Section 8.2:
        effects whose condition is not known, and what those who are told a value come to know."""
        becomes: dict[tuple[tuple[int, ...], int], Value] = {}
        taken: dict[tuple[tuple[int, ...], int], list[int]] = {}
        unclear: dict[int, list[Effect]] = {}
        stays: dict[int, list[bool | None]] = {}
        for effect in effects:
            place = effect.path, effect.fluent
            true = truth(self, state, effect.condition, event)
            if self._task.sets and effect.keeps:
                stays.setdefault(effect.fluent, []).append(true)
            elif true is None and not effect.path:
                unclear.setdefault(effect.fluent, []).append(effect)
            elif true and effect.excludes:
                excluded = possible(self, state, effect.value, event).values
                taken.setdefault(place, []).extend(excluded if len(excluded) == 1 else ())
            elif true:
                value = self._value(state, effect, event, owner)
                becomes[place] = self._both(becomes.get(place, value), value, event, effect.fluent)
        for fluent, cases in unclear.items():
            values = [code for effect in cases for code in values_of(self._value(state, effect, event, owner))]
            if ((), fluent) in becomes:
                values.extend(values_of(becomes[(), fluent]))
            elif all(kept is not False for kept in stays.get(fluent, ())):
                values.extend(values_of(self.taken(state, fluent)))
            becomes[(), fluent] = value_of(values)
        changes: dict[tuple[tuple[int, ...], int], tuple[Step, ...]] = {
            place: (Becomes(value),) for place, value in becomes.items()
        }
        for (path, fluent), values in taken.items():
            if steps := without(self._task.fluents[fluent], values):
                changes[path, fluent] = (*changes.get((path, fluent), ()), *steps)
        return changes

    def _value(self, state: State, effect: Effect, event: str, owner: int) -> Value:
        """What an effect makes of its fluent."""
        taken = possible(self, state, effect.value, event, effect.path[:-1])
        if self._task.sets and UNKNOWN in taken.values:
            # Numbers of a story are never unknown but where one has been divided by nothing.
            raise DividedByZero(event)
        # Of itself a mind comes to know what it knows; somebody else, what is so.
        known = effect.known or (taken.told if effect.path not in ((), (owner,)) else taken.known)
        return clamped(self._task.fluents[effect.fluent], value_of(taken.values, known))

    def _both(self, first: Value, second: Value, event: str, fluent: int) -> Value:
        """What two effects say together of one fluent."""
        if first == second:
            return first
        common = [value for value in values_of(first) if value in values_of(second)]
        if not common or not (isinstance(first, Several) or isinstance(second, Several)):
            raise Contradiction(event, self._task.fluents[fluent].name)
        return value_of(common)

    def _assigned(self, owner: int, before: tuple[Value, ...], changes: Changes, event: str) -> tuple[Value, ...]:
        after = changed(self._task, before, changes)
        if owner == WORLD:
            for fluent, old, new in zip(self._task.fluents, before, after, strict=True):
                if isinstance(new, Several) and not isinstance(old, Several):
                    raise Contradiction(event, fluent.name)
        return after

    def _surprised(self, event: Action, state: State, believed: State, owner: int) -> State:
        """Section 2.2 step 2: what the character `owner` believes, or what is put in its place where it believed the event
        impossible.

        What it believes itself to believe follows when it sees the event in its own mind; where it does not see it there, with
        the repair, so that it stays right (section 1.1)."""
        whose = self._owner(owner)
        hopes = [hope for hope in event.hopes if hope.seen or owner in event.consenting]
        outcomes = decided(self, state, believed, hopes, event.name)
        is_expected = holds(self, believed, event.shown, event.name)
        if is_expected and not outcomes:
            return believed
        shown = [] if is_expected else true_atoms(self, state, event.shown, event.name)
        atoms = [atom for atom in shown if not holds(self, believed, atom, event.name)]
        changes = lessons(self, self._task, state, atoms, outcomes)

        def row(term: Term) -> Row:
            before, edges = self._graph.row(believed)
            values = changed(self._task, before, changes)
            others = followed(self._task, whose, before, values, edges, self._values_of_states)
            told_others = [told(self._task, edge, c, others) for c, edge in enumerate(edges)]
            return values, tuple(told(self._task, edge, c, changes) for c, edge in enumerate(told_others))

        def row_with_own_view(term: Term) -> Row:
            values, edges = row(term)
            if self._task.sets:
                return values, (*edges[:owner], term, *edges[owner + 1 :])
            follows = revised(self._task, edges[owner], owner, frozen(changes))
            return values, (*edges[:owner], follows, *edges[owner + 1 :])

        if not self._task.sets:
            repaired = self._settle(Repaired(believed), row)
            if holds(self, repaired, event.observing[owner], event.name):
                return repaired
        return self._settle(Repaired(believed), row_with_own_view)

    def _values_of_states(self, node: State | Term) -> tuple[Value, ...]:
        assert isinstance(node, int)
        return self._row(State(node))

    # --- triggers ----------------------------------------------------------------------------------------------------

    def _close(self, state: State, owner: int = WORLD) -> State:
        """Section 3: rounds, in each of which every mind lets its own triggers come to rest, until nothing changes."""
        seen: list[State] = []
        while (mind := Rested(state, owner)) not in self._closed:
            if state in seen or len(seen) > ROUNDS:
                raise EndlessTrigger(self._names_of_rounds(seen[seen.index(state) if state in seen else -1 :], owner))
            seen.append(state)
            after = self._settle(mind, self._rest_row)
            if after == state:
                if fired := self._names_of_rounds([state], owner):
                    # What fires and is undone in the same round goes on for ever.
                    raise EndlessTrigger(fired)
                self._closed.update(self._minds(mind))
            state = after
        return state

    def _minds(self, mind: Rested) -> list[Rested]:
        """A state and all that somebody believes somebody to believe ... in it."""
        reached = {mind: None}
        pending = [mind]
        for outer in pending:
            for inner in self._minds_in(outer.state):
                if inner not in reached:
                    reached[inner] = None
                    pending.append(inner)
        return pending

    def _minds_in(self, state: State) -> list[Rested]:
        sets = self._task.sets
        return [Rested(edge, self._owner(character), sets) for character, edge in enumerate(self._graph.row(state)[1])]

    def _rest_row(self, term: Term) -> Row:
        assert isinstance(term, Rested)
        rested = self._rest(term)[0]
        return self._row(rested), tuple(mind.state if mind in self._closed else mind for mind in self._minds_in(rested))

    def _rest(self, mind: Rested) -> tuple[State, tuple[str, ...]]:
        """Fire the first enabled trigger of a state until none is. Also the names of those that fired, in order."""
        if mind not in self._rested:
            here = mind.state
            seen = {here: 0}
            names: list[str] = []
            while (fired := self._fire_first(Fired(here, mind.owner, mind.within))) is not None:
                here, name = fired
                names.append(name)
                if here in seen:
                    raise EndlessTrigger(tuple(names[seen[here] :]))
                if len(names) > FIRINGS:
                    raise EndlessTrigger(tuple(dict.fromkeys(names[-len(self._task.triggers) :])))
                seen[here] = len(names)
            self._rested[mind] = here, tuple(names)
        return self._rested[mind]

    def _fire_first(self, before: Fired) -> tuple[State, str] | None:
        for trigger in self._task.triggers:
            if holds(self, before.state, trigger.precondition, trigger.name):
                after = self._fire(before, trigger)
                # A mind is taught from without, and may not know what it would be taught; the world would go on for ever.
                if after != before.state or before.owner == WORLD:
                    return after, trigger.name
        return None

    def _fire(self, fired: Fired, trigger: Trigger) -> State:
        """Nobody observes a trigger: beliefs stay as they are, but a character who was right about everything still is."""
        state, owner = fired.state, fired.owner
        changes = self._changes(state, trigger.name, trigger.effects, owner)

        def row(term: Term) -> Row:
            assert isinstance(term, Fired)
            before, edges = self._graph.row(state)
            values = self._assigned(owner, before, changes, trigger.name)
            others: dict[tuple[tuple[int, ...], int], tuple[Step, ...]] = {}
            for character, edge in enumerate(edges):
                if edge != state:
                    others.update(self._outdated(character, before, values, self._row(edge)))
            others.update(self._own_of_others(owner, before, values))
            loops = [term if edge == state else edge for edge in edges]
            return values, self._told(term, loops, others, changes)

        return self._settle(fired, row)

    def _names_of_rounds(self, states: list[State], owner: int) -> tuple[str, ...]:
        """The triggers that fire in any mind of some states."""
        names: dict[str, None] = {}
        for state in states:
            for mind in self._minds(Rested(state, owner)):
                names.update(dict.fromkeys(self._rest(mind)[1]))
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
        return self.plan_in(self.belief(state, character), action, character, limits.ahead, levels(limits.deep), budget)

    def plan_in(
        self, believed: State, action: int, character: int, ahead: int, deep: int, budget: int = 0
    ) -> tuple[int, ...] | None:
        """Sections 5 (Expl) and 6."""
        self._graph.row(believed)
        _check(action, self._task.actions, "action")
        _check(character, self._task.characters, "character")
        return self._explanations.first(believed, self._task.act_of(action), character, ahead, deep, budget)

    def explained(self, state: State, budget: int = 0) -> tuple[int, ...]:
        return attempts.explained(self, state, (), budget)

    def moves(self, state: State, free: tuple[int, ...] = (), budget: int = 0) -> tuple[tuple[int, State], ...]:
        """Section 8.4."""
        return attempts.moves(self, state, free, budget)

    def twin(self) -> ReferenceEngine:
        """It forgets nothing, and so needs none."""
        return self

    def think_anew(self, origin: Engine, state: State, most: int) -> State:
        """The state itself."""
        return state

    def foresee(self, state: State, free: tuple[int, ...], each: int, most: int) -> Foreseen:
        """All of it."""
        moves, actions = self.moves(state, free), len(self.task.actions)
        acts = tuple(move for move, _ in moves if move < actions)
        return Foreseen(acts, tuple((move, after) for move, after in moves if move >= actions), True, 0)

    def search(self, start: State, endings: tuple[int, ...], free: tuple[int, ...] = (), states: int = 0) -> Search:
        """Section 7 (`can`): breadth first, so that the first life found is a shortest."""
        return attempts.search(self, start, endings, free, states)

    # --- terms -------------------------------------------------------------------------------------------------------

    def _settle(self, root: Term, row: Callable[[Term], Row]) -> State:
        """The state that a term stands for. `row` gives the values and edges of every term that is not a revision."""
        rows: dict[Term, Row] = {}

        def expand(term: Term) -> Row:
            if isinstance(term, int):
                return self._graph.row(term)
            if term not in rows:
                rows[term] = (
                    revised_row(expand(term.base), term, self._task, values) if isinstance(term, Revised) else row(term)
                )
            return rows[term]

        def values(term: Term) -> tuple[Value, ...]:
            # Without a look at where a revision leads, which may be where this question comes from.
            if isinstance(term, Revised):
                return changed(self._task, values(term.base), dict(term.update))
            return expand(term)[0]

        reached = {root: None}
        pending = [root]
        for term in pending:
            for edge in expand(term)[1]:
                if not isinstance(edge, int) and edge not in reached:
                    reached[edge] = None
                    pending.append(edge)
        return self._graph.settle({term: rows[term] for term in reached})[root]


def _place(fact: tuple[tuple[tuple[int, ...], int], Value]) -> tuple[tuple[int, ...], int]:
    return fact[0]


def _check(number: int, table: Sequence[object], what: str) -> None:
    if not 0 <= number < len(table):
        raise ValueError(f"there is no {what} {number}")
