"""Hand-made tasks in few words: names in place of numbers."""

from __future__ import annotations

from collections.abc import Mapping

from fabula.engine.interface import Engine, State
from fabula.task import (
    FALSE,
    TRUE,
    UNKNOWN,
    Action,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Ending,
    Expression,
    Fact,
    Fluent,
    Limits,
    Public,
    Read,
    Sort,
    Task,
    Trigger,
)

Number = tuple[int | None, int | None]


class Small:
    """A task in the making. A `path` is the names of characters, outermost first, separated by blanks."""

    def __init__(
        self,
        characters: str,
        truths: str = "",
        numbers: Mapping[str, Number] | None = None,
        symbols: Mapping[str, str] | None = None,
    ) -> None:
        self.characters = tuple(characters.split())
        things = [thing for domain in (symbols or {}).values() for thing in domain.split()]
        self.symbols = tuple(dict.fromkeys([*self.characters, *things]))
        self.fluents = (
            *(Fluent(name, Sort.TRUTH, (0, 1)) for name in truths.split()),
            *(Fluent(name, Sort.NUMBER, (), low, high) for name, (low, high) in (numbers or {}).items()),
            *(
                Fluent(name, Sort.SYMBOL, tuple(sorted(self.symbols.index(thing) for thing in domain.split())))
                for name, domain in (symbols or {}).items()
            ),
        )
        self.facts: list[Fact] = []
        self.actions: list[Action] = []
        self.triggers: list[Trigger] = []
        self.publics: list[Public] = []
        self.endings: list[Ending] = []
        self.utilities: dict[str, Expression] = {}
        self.limits: dict[str, Limits] = {}
        self.all_limits = Limits(4, 2)
        self.fate: Expression = Constant(0)

    # --- words -------------------------------------------------------------------------------------------------------

    def path(self, names: str) -> tuple[int, ...]:
        return tuple(self.characters.index(name) for name in names.split())

    def fluent(self, name: str) -> int:
        return next(number for number, fluent in enumerate(self.fluents) if fluent.name == name)

    def code(self, value: int | str | None) -> int:
        """`None` is `?`."""
        if value is None:
            return UNKNOWN
        return self.symbols.index(value) if isinstance(value, str) else int(value)

    def read(self, fluent: str, path: str = "") -> Read:
        return Read(self.path(path), self.fluent(fluent))

    def compare(self, fluent: str, operator: str, value: int | str | Expression | None, path: str = "") -> Compare:
        right = Constant(self.code(value)) if value is None or isinstance(value, int | str) else value
        return Compare(operator, self.read(fluent, path), right)

    def holds(self, fluent: str, path: str = "") -> Compare:
        return self.compare(fluent, "==", 1, path)

    def fails(self, fluent: str, path: str = "") -> Compare:
        return self.compare(fluent, "==", 0, path)

    def effect(self, fluent: str, value: int | str | Expression | None = 1, path: str = "", when: Condition = TRUE) -> Effect:
        written = Constant(self.code(value)) if value is None or isinstance(value, int | str) else value
        return Effect(self.path(path), self.fluent(fluent), written, when)

    # --- statements --------------------------------------------------------------------------------------------------

    def fact(self, fluent: str, value: int | str | None = 1, path: str = "") -> None:
        self.facts.append(Fact(self.path(path), self.fluent(fluent), self.code(value)))

    def action(
        self,
        name: str,
        precondition: Condition,
        *effects: Effect,
        by: str = "",
        seen: str | Mapping[str, Condition] | None = None,
        public: int | None = None,
    ) -> int:
        """`by`: who consents. `seen`: who observes, or under which condition (None: everybody)."""
        observing: tuple[Condition, ...]
        if seen is None:
            observing = (TRUE,) * len(self.characters)
        elif isinstance(seen, str):
            observing = tuple(TRUE if name in seen.split() else FALSE for name in self.characters)
        else:
            observing = tuple(seen.get(name, FALSE) for name in self.characters)
        self.actions.append(Action(name, precondition, effects, tuple(sorted(self.path(by))), observing, public))
        return len(self.actions) - 1

    def trigger(self, name: str, precondition: Condition, *effects: Effect) -> None:
        self.triggers.append(Trigger(name, precondition, effects))

    def public(self, name: str, *effects: Effect) -> int:
        self.publics.append(Public(name, effects))
        return len(self.publics) - 1

    def wants(self, character: str, wish: Condition) -> None:
        self.utilities[character] = Choose(wish, Constant(1), Constant(0))

    def task(self) -> Task:
        return Task(
            name="small",
            symbols=self.symbols,
            characters=self.characters,
            fluents=self.fluents,
            facts=tuple(self.facts),
            actions=tuple(self.actions),
            triggers=tuple(self.triggers),
            utilities=tuple(self.utilities.get(name, Constant(0)) for name in self.characters),
            limits=tuple(self.limits.get(name, self.all_limits) for name in self.characters),
            publics=tuple(self.publics),
            utility=self.fate,
            endings=tuple(self.endings),
        )

    # --- questions ---------------------------------------------------------------------------------------------------

    def mind(self, engine: Engine, state: State, path: str) -> State:
        for character in self.path(path):
            state = engine.belief(state, character)
        return state

    def value(self, engine: Engine, state: State, fluent: str, path: str = "") -> int | str | None:
        """The value of a fluent in the belief state at the end of a path; names for symbols, None for `?`."""
        number = self.fluent(fluent)
        code = engine.value(self.mind(engine, state, path), number)
        if code == UNKNOWN:
            return None
        return self.symbols[code] if self.fluents[number].sort is Sort.SYMBOL else code
