"""What both engines offer. `reference.py` defines it, `core.py` does it fast; the same tests run on both.

A state is a number given out by its engine: equal numbers if and only if the states are equal along every string of
characters (semantics 1). Numbers mean nothing to another engine, and their order means nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NewType, Protocol

from fabula.engine.plain import condition_data
from fabula.task import Compare, Condition, Expression, Task, Value

State = NewType("State", int)


#: what a mind comes to believe: the path inside it, the fluent, the code of the value
Fact = tuple[tuple[int, ...], int, int]


@dataclass(frozen=True, slots=True)
class Lesson:
    """It is learned where all of `fails` are false in the world while the mind takes `believed` for true. `ways`: what it then
    comes to believe, or (`excludes`) what it learns not to be so, one way after the other until it no longer takes it for
    true."""

    fails: tuple[Condition, ...]
    believed: Condition
    ways: tuple[tuple[Fact, ...], ...]
    excludes: bool = False

    def data(self) -> list[Any]:
        """The lesson as plain lists, strings and integers."""
        fails = [condition_data(condition) for condition in self.fails]
        ways = [[[list(path), *rest] for path, *rest in way] for way in self.ways]
        return [fails, condition_data(self.believed), ways, self.excludes]


class EndlessTrigger(Exception):
    """Triggers that never come to rest. `chain`: names of the triggers that fire in a circle."""

    def __init__(self, chain: tuple[str, ...]) -> None:
        self.chain = chain
        super().__init__(chain)


class Contradiction(Exception):
    """An event gives one fluent two different values at once, or one of the world more than one that may be so."""

    def __init__(self, event: str, fluent: str) -> None:
        self.event = event
        self.fluent = fluent
        super().__init__(event, fluent)


class NumberTooLarge(Exception):
    """A number beyond `task.LARGEST`; `event` says where it arose, as far as known."""

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(event)


class DividedByZero(Exception):
    """An effect of a story is to give what a division by nothing leaves; `event` says where."""

    def __init__(self, event: str) -> None:
        self.event = event
        super().__init__(event)


class BudgetEnded(Exception):
    """The budget of nodes given to a call ended before its answer was known: no answer, and no proof of anything."""


@dataclass(frozen=True, slots=True)
class Search:
    """The answer of `Engine.search`: `acts` of a shortest life to a target, as moves (None if none was found), whether the
    search was `complete` (so that None is a proof), and how many states it saw."""

    acts: tuple[int, ...] | None
    complete: bool
    states: int


@dataclass(frozen=True, slots=True)
class Planned:
    """An act of a plan. `before`: the state that it is done in, with what is hoped for and learned; `after`: where it leads;
    `gain`: what it is worth to the planner; `hopes`: the conditions that it hopes for;
    `learns`: what it brings to light, as (path, fluent, value); `chosen`: as much of that as was open before."""

    before: State
    after: State
    gain: int
    hopes: frozenset[Compare] = frozenset()
    learns: frozenset[Fact] = frozenset()
    chosen: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What may happen in a state, as far as there was patience to find out. `acts`: those that would be done, ascending, among
    them maybe some that change nothing; `attempts`: what is tried in vain, as by `Engine.moves`; `whole`: whether there was
    patience for all; `thought`: steps of thought since `Engine.think_anew`."""

    acts: tuple[int, ...]
    attempts: tuple[tuple[int, State], ...]
    whole: bool
    thought: int


class Engine(Protocol):
    """States, beliefs, events, reasons. Methods raise `ValueError` for numbers that are out of range."""

    @property
    def task(self) -> Task: ...

    def initial(self) -> State:
        """The initial state, closed under triggers. Raises `EndlessTrigger`, `Contradiction`."""
        ...

    def value(self, state: State, fluent: int) -> int:
        """The code of a fluent's value, `UNKNOWN` where several are possible."""
        ...

    def taken(self, state: State, fluent: int) -> Value:
        """What is taken to be possible of a fluent: the code of the one value, or several (semantics 8.2)."""
        ...

    def values(self, state: State) -> tuple[int, ...]:
        """The codes of all fluents, as by `value`."""
        ...

    def belief(self, state: State, character: int) -> State:
        """The state that the character believes to be in: β(c, s)."""
        ...

    def possible(self, state: State) -> tuple[int, ...]:
        """The actions whose precondition holds, ascending."""
        ...

    def is_possible(self, state: State, action: int) -> bool: ...

    def may_try(self, believed: State, action: int) -> bool:
        """Whether somebody who believes to be in a state may try an act (semantics 8.3): it is not one in vain, its sure
        conditions hold, and what is hoped for may hold together."""
        ...

    def open_to(self, believed: State, character: int) -> tuple[int, ...]:
        """The acts that a character, who believes to be in a state, is to consent to and may try, ascending."""
        ...

    def foresee_act(self, believed: State, action: int, character: int) -> tuple[Planned, ...]:
        """How an act goes on in a plan of the character's who believes to be in a state (semantics 8.3), by what it learns,
        ascending; none, if it can't be planned there."""
        ...

    def do(self, state: State, action: int, owner: int | None = None) -> State:
        """do(a, s) = close(after(a, s)). The precondition is not asked. `owner`: the character who takes `state` to be so
        (None: it is the world). Raises `EndlessTrigger`, `Contradiction`."""
        ...

    def revise(self, state: State, character: int, facts: tuple[Fact, ...], excluded: tuple[Fact, ...] = ()) -> State:
        """The state in which the character has come to believe facts (path inside its mind, fluent, code), and that others are
        not so, as by explicit belief effects of an event that changes nothing else (semantics 2.2, step 3), closed under
        triggers. `excluded` only with `Task.sets`, and only what some act asks for."""
        ...

    def in_vain(self, state: State, character: int, given: tuple[Lesson, ...]) -> State:
        """The state after an act that the character tried in vain: of the lessons of the act it has learned those that apply.
        What is learned may make another way of meeting a condition look open, which is just as closed: then it learns about
        that one too. Each way of a lesson is gone once."""
        ...

    def utility(self, state: State, character: int | None) -> int:
        """The utility of a character (None: fate's), `UNKNOWN` if it is not known."""
        ...

    def evaluate(self, state: State, expression: Expression) -> int:
        """The value of any expression of the task. Raises `NumberTooLarge`."""
        ...

    def observes(self, state: State, action: int, character: int) -> bool:
        """Whether the character observes the action if it is done in the state."""
        ...

    def ending(self, state: State) -> int | None:
        """The first ending that holds, if any."""
        ...

    def plan(self, state: State, action: int, character: int, budget: int = 0) -> tuple[int, ...] | None:
        """The plan, starting with the action, that explains it for a consenting character who stands in `state` (the real
        state, not the believed one); None = it has no reason within its limits. Of all plans that explain it the first by
        (length, numbers of its actions). `budget`: nodes that the search may visit, 0 = no bound; raises `BudgetEnded`."""
        ...

    def plan_in(
        self, believed: State, action: int, character: int, ahead: int, deep: int, budget: int = 0
    ) -> tuple[int, ...] | None:
        """Expl(c, b, a) of semantics 5 with explicit limits: plans of at most `ahead` acts, `deep` further levels
        (semantics 6: `deep` = belief limit - depth; -1 allows only plans of one act, below that none).
        `believed` is b itself."""
        ...

    def explained(self, state: State, budget: int = 0) -> tuple[int, ...]:
        """The actions that a life can go on with: possible, and explained for every character who consents."""
        ...

    def moves(self, state: State, free: tuple[int, ...] = (), budget: int = 0) -> tuple[tuple[int, State], ...]:
        """What a life goes on with in a state, ascending, and where it leads (semantics 8.4): acts that are done, and what
        those in `free` try in vain, as numbers that `attempts.moved` reads. Those in `free` do what they believe to be
        possible, the others what they have a reason for. What leaves the state as it is is no move, and there is none after
        an ending. `budget`: as for `plan`."""
        ...

    def twin(self) -> Engine:
        """An engine for the same task to think with: what it remembers, it alone does."""
        ...

    def think_anew(self, origin: Engine, state: State, most: int) -> State:
        """Begins a train of thought: a state of the engine of which this is a twin becomes one of this. All that was found out
        about reasons is forgotten; and all states, the memory of which is given back, if they take more than `most` bytes: none
        of those handed out before is to be asked about again."""
        ...

    def foresee(self, state: State, free: tuple[int, ...], each: int, most: int) -> Foreseen:
        """What may happen in a state, as `moves` has it; but an act is left out where somebody's reason for it would take more
        than `each` steps of thought, or all since `think_anew` more than `most`. A step of thought is an act tried in a mind:
        the same questions in the same order take the same steps on every machine. The plain engine has patience for all."""
        ...

    def search(self, start: State, endings: tuple[int, ...], free: tuple[int, ...] = (), states: int = 0) -> Search:
        """A shortest life (breadth first, ties by the numbers of `moves`) from `start` to a state whose ending is one of
        `endings`; a state with any ending has no successors. `states`: how many distinct states it may visit, 0 = no bound."""
        ...
