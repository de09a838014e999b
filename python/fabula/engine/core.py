"""The fast engine: `rust/engine` behind the interface. Only `exploring.py` imports the native module beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fabula.engine._native import Flag as Flag
from fabula.engine._native import Native, NativeFault
from fabula.engine.attempts import taught
from fabula.engine.interface import (
    BudgetEnded,
    Contradiction,
    DividedByZero,
    EndlessTrigger,
    Engine,
    Fact,
    Foreseen,
    Lesson,
    NumberTooLarge,
    Planned,
    Search,
    State,
)
from fabula.engine.plain import expression_data
from fabula.task import Expression, Several, Task, Value

#: told where a search for plans stands
Watcher = Callable[[int, int, int, int, int, int, int, float], None]

#: the most distinct states that an engine keeps, unless it is told otherwise
NODES = 20_000_000
#: seconds of a count at a time
_SLICE = 1.0
#: so many entries of a list are written at once
_PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Measurement:
    """How many successors were worked out in how many seconds, and how many distinct states there are since."""

    successors: int
    states: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PlansFound:
    """What a search for plans of the author came to.

    `verdict`: "plan"; "none", which is a proof; or "unknown". `plans`: the acts, each with how many acts ahead those who agree
    to it have to think; with "unknown" the best so far, maybe none. `why` the search ended early: "", "time", "memory",
    "interrupted", or "told" by a `Flag`. `expanded`: states that were looked at, once in every round; `states`: how many
    distinct ones there are, in the world and in minds; `bytes`: taken by all of it.
    """

    verdict: str
    plans: tuple[tuple[tuple[int, int], ...], ...]
    why: str
    expanded: int
    states: int
    bytes: int


def as_text(task: Task) -> str:
    """A task as JSON for the native engine. Long lists are written piece by piece: at once, a string would be kept for each
    number in them."""
    parts = []
    for name, value in task.shared_data().items():
        pieces = [value[at : at + _PIECE] for at in range(0, len(value), _PIECE)] if isinstance(value, list) else []
        written = f"[{','.join([_dumped(piece)[1:-1] for piece in pieces])}]" if len(pieces) > 1 else _dumped(value)
        parts.append(f"{_dumped(name)}:{written}")
    return f"{{{','.join(parts)}}}"


def _dumped(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


class NativeEngine:
    """An `Engine`. `nodes`: the most distinct states it may keep; `BudgetEnded` is raised beyond. `native`: what it stands on,
    if that has been made."""

    def __init__(self, task: Task, nodes: int = NODES, native: Native | None = None) -> None:
        self._task = task
        self.native = Native(as_text(task), nodes) if native is None else native
        #: by identity: expressions that have been asked about, with the numbers that they are prepared under
        self._prepared: dict[int, tuple[Expression, int]] = {}
        self._played: set[int] = set()

    @property
    def task(self) -> Task:
        return self._task

    @contextmanager
    def within(self, seconds: float | None, bytes_: int | None = None) -> Iterator[None]:
        """Whatever is asked of the engine meanwhile raises `BudgetEnded` when so many seconds have passed since the beginning,
        or as soon as states take so many bytes; None = no bound. Searches that have bounds of their own keep to those."""
        self.native.bound(None if seconds is None else max(0.0, seconds), bytes_)
        try:
            yield
        finally:
            self.native.bound(None, None)

    def initial(self) -> State:
        with faults():
            return State(self.native.initial())

    def value(self, state: State, fluent: int) -> int:
        return self.native.value(state, fluent)

    def taken(self, state: State, fluent: int) -> Value:
        values, known = self.native.taken(state, fluent)
        return values[0] if len(values) == 1 else Several(tuple(values), known)

    def values(self, state: State) -> tuple[int, ...]:
        return tuple(self.native.values(state))

    def belief(self, state: State, character: int) -> State:
        return State(self.native.belief(state, character))

    def possible(self, state: State) -> tuple[int, ...]:
        with faults():
            return tuple(self.native.possible(state))

    def is_possible(self, state: State, action: int) -> bool:
        with faults():
            return self.native.is_possible(state, action)

    def may_try(self, believed: State, action: int) -> bool:
        with faults():
            return self.native.may_try(believed, action)

    def open_to(self, believed: State, character: int) -> tuple[int, ...]:
        with faults():
            return tuple(self.native.open_to(believed, character))

    def foresee_act(self, believed: State, action: int, character: int) -> tuple[Planned, ...]:
        hopes = self._task.actions[action].hopes
        with faults():
            rows = self.native.foresee_act(believed, action, character)
        return tuple(
            Planned(
                State(before),
                State(after),
                gain,
                frozenset(hopes[place].condition for place in hoped),
                frozenset((tuple(path), fluent, value) for path, fluent, value in learns),
                frozenset((tuple(path), fluent, value) for path, fluent, value in chosen),
            )
            for before, after, gain, hoped, learns, chosen in rows
        )

    def do(self, state: State, action: int, owner: int | None = None) -> State:
        with faults():
            return State(self.native.act(state, action, owner))

    def revise(self, state: State, character: int, facts: tuple[Fact, ...], excluded: tuple[Fact, ...] = ()) -> State:
        with faults():
            return State(self.native.revise(state, character, facts, excluded))

    def in_vain(self, state: State, character: int, given: tuple[Lesson, ...]) -> State:
        with faults():
            return State(self.native.in_vain(state, character, json.dumps([lesson.data() for lesson in given])))

    def utility(self, state: State, character: int | None) -> int:
        with faults():
            return self.native.utility(state, character)

    def evaluate(self, state: State, expression: Expression) -> int:
        # It is kept for as long as the engine lives: what is asked about belongs to the story.
        known = self._prepared.get(id(expression))
        with faults():
            if known is None:
                known = expression, self.native.prepare(json.dumps(expression_data(expression)))
                self._prepared[id(expression)] = known
            return self.native.prepared_value(state, known[1])

    def observes(self, state: State, action: int, character: int) -> bool:
        with faults():
            return self.native.observes(state, action, character)

    def ending(self, state: State) -> int | None:
        with faults():
            return self.native.ending(state)

    def plan(self, state: State, action: int, character: int, budget: int = 0) -> tuple[int, ...] | None:
        with faults():
            return _acts(self.native.plan(state, action, character, budget))

    def plan_in(
        self, believed: State, action: int, character: int, ahead: int, deep: int, budget: int = 0
    ) -> tuple[int, ...] | None:
        with faults():
            return _acts(self.native.plan_in(believed, action, character, ahead, deep, budget))

    def explained(self, state: State, budget: int = 0) -> tuple[int, ...]:
        with faults():
            return tuple(self.native.explained(state, budget))

    def prepare(self, free: tuple[int, ...]) -> None:
        """Makes ready what those who are played can learn by what they try in vain."""
        for character in free:
            if character not in self._played:
                for number, consenting in enumerate(self._task.consenting()):
                    if character in consenting:
                        self._teach(number, character)
                self._played.add(character)

    def _prepare_for(self, state: State, free: tuple[int, ...]) -> None:
        """The same, for one state alone: what else they could try takes long in a large story."""
        if not self._played.issuperset(free):
            for action, character in self.native.untaught(state, list(free)):
                self._teach(action, character)

    def _teach(self, action: int, character: int) -> None:
        self.native.teach(character, action, json.dumps([lesson.data() for lesson in taught(self._task, action, character)]))

    def moves(self, state: State, free: tuple[int, ...] = (), budget: int = 0) -> tuple[tuple[int, State], ...]:
        with faults():
            self._prepare_for(state, free)
            return tuple((move, State(after)) for move, after in self.native.moves(state, list(free), budget))

    def twin(self) -> NativeEngine:
        twin = NativeEngine(self._task, native=self.native.twin())
        twin._played = set(self._played)
        return twin

    def think_anew(self, origin: Engine, state: State, most: int) -> State:
        if self.native.bytes() > most:
            self.native.forget_states()
        self.native.forget_reasons()
        if not isinstance(origin, NativeEngine):
            raise TypeError("a native engine takes over states of its twin alone")
        with faults():
            return State(self.native.take_over(origin.native, state))

    def foresee(self, state: State, free: tuple[int, ...], each: int, most: int) -> Foreseen:
        with faults():
            self._prepare_for(state, free)
            acts, attempts, whole, thought = self.native.foresee(state, list(free), each, most)
            return Foreseen(tuple(acts), tuple((move, State(after)) for move, after in attempts), whole, thought)

    def search(self, start: State, endings: tuple[int, ...], free: tuple[int, ...] = (), states: int = 0) -> Search:
        self.prepare(free)
        with faults():
            acts, complete, seen = self.native.search(start, list(endings), list(free), states)
            return Search(_acts(acts), complete, seen)

    def find_plans(
        self,
        mode: str,
        goal: int,
        acts: int,
        ahead: int,
        plans: int = 1,
        *,
        seconds: float | None = None,
        bytes_: int | None = None,
        flag: Flag | None = None,
        watcher: Watcher | None = None,
    ) -> PlansFound:
        """Plans for the author, from the initial state to a utility of `goal` or more, of at most `acts` acts, everybody
        thinking at most `ahead` acts ahead (and within their own limits). `mode`: "find" one; a "shortest"; "all", at most
        `plans`.

        `watcher` is told a few times a second where the search stands: (stage, ahead, depth, expanded, asked, best utility,
        bytes, seconds). A KeyboardInterrupt, `flag`, and the ends of `seconds` and `bytes_` end the search early."""
        with faults():
            verdict, found, why, expanded, states, taken = self.native.find_plans(
                mode, goal, acts, ahead, plans, seconds, bytes_, flag or Flag(), watcher
            )
        return PlansFound(verdict, tuple(map(tuple, found)), why, expanded, states, taken)

    def successors(self, state: State) -> list[tuple[int, State]]:
        """The possible actions, ascending, each with the state that it leads to."""
        with faults():
            return [(action, State(after)) for action, after in self.native.successors(state)]

    def count(self, depth: int, minds: bool) -> list[int]:
        """How many distinct states there are within 0, 1, ... `depth` steps of the initial state through all possible acts,
        whether or not anyone has a reason; with `minds` also from, and at every step, all states that anyone believes in. Ends
        before the first step that finds no new one."""
        counts = [self.count_begin(minds)]
        while len(counts) <= depth:
            is_finished, states = self.count_on(_SLICE)
            if is_finished and states == counts[-1]:
                break
            if is_finished:
                counts.append(states)
        return counts

    def count_begin(self, minds: bool) -> int:
        """Begins a count like `count`, to be gone on with by `count_on`: how many states there are without any step."""
        with faults():
            return self.native.count_begin(minds)

    def count_on(self, seconds: float) -> tuple[bool, int]:
        """Goes on with the count that was begun, by one step or for so long: whether the step is finished, and how many
        distinct states there are so far."""
        with faults():
            return self.native.count_on(seconds)

    def measure(self, seconds: float) -> Measurement:
        """Works out successors, breadth first from the initial state, for so long or until there are no more."""
        with faults():
            return Measurement(*self.native.measure(seconds))

    def left_out(self) -> int:
        """How often so far an act was left out of plans because it can't matter to them."""
        return self.native.left_out()

    def size(self) -> int:
        """How many distinct states there are so far."""
        return self.native.states()

    def memory(self) -> int:
        """The bytes taken by states and by the steps between them that are remembered."""
        return self.native.bytes()


def _acts(numbers: list[int] | None) -> tuple[int, ...] | None:
    return None if numbers is None else tuple(numbers)


@contextmanager
def faults() -> Iterator[None]:
    """What the native engine raises becomes what `Engine` says that it raises."""
    try:
        yield
    except NativeFault as fault:
        kind, names = fault.args
        match kind:
            case "endless":
                raise EndlessTrigger(tuple(names)) from None
            case "contradiction":
                raise Contradiction(*names) from None
            case "large":
                raise NumberTooLarge(*names) from None
            case "zero":
                raise DividedByZero(*names) from None
            case "budget":
                raise BudgetEnded from None
            case _:
                raise
