"""Hand-made tasks in few words: names in place of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Union

from tests.engine.drawing import OPPOSITE
from tests.engine.hoping import with_twin

from fabula.engine.interface import Engine, State
from fabula.task import (
    FALSE,
    NOBODY,
    TRUE,
    UNKNOWN,
    Action,
    AllOf,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Ending,
    Expression,
    Fact,
    Fluent,
    Hope,
    Limits,
    Public,
    Read,
    Several,
    Sort,
    Task,
    Trigger,
)

Number = tuple[int | None, int | None]
#: what is written for a value: a number, a name (several are separated by blanks), `None` for `?`, or an expression
Written = Union[int, str, Expression, None]


class Small:
    """A task in the making. A `path` is the names of characters, outermost first, separated by blanks.

    `sets`: it is a story, in which minds have sets of values (semantics 8.2); several are written with blanks between them,
    `nobody` is a value. `owners`: whose own a fluent is."""

    def __init__(
        self,
        characters: str,
        truths: str = "",
        numbers: Mapping[str, Number] | None = None,
        symbols: Mapping[str, str] | None = None,
        sets: bool = False,
        owners: Mapping[str, str] | None = None,
    ) -> None:
        self.sets = sets
        self.characters = tuple(characters.split())
        things = [thing for domain in (symbols or {}).values() for thing in domain.split() if thing != "nobody"]
        self.symbols = tuple(dict.fromkeys([*self.characters, *things]))
        self.fluents: tuple[Fluent, ...] = (
            *(Fluent(name, Sort.TRUTH, (0, 1)) for name in truths.split()),
            *(Fluent(name, Sort.NUMBER, (), low, high) for name, (low, high) in (numbers or {}).items()),
            *(
                Fluent(name, Sort.SYMBOL, tuple(sorted(self.code(thing) for thing in domain.split())))
                for name, domain in (symbols or {}).items()
            ),
        )
        for name, owner in (owners or {}).items():
            owned = replace(self.fluents[self.fluent(name)], owner=self.characters.index(owner))
            self.fluents = tuple(owned if fluent.name == name else fluent for fluent in self.fluents)
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
        if value == "nobody":
            return NOBODY
        return self.symbols.index(value) if isinstance(value, str) else int(value)

    def codes(self, written: str) -> tuple[int, ...]:
        """The codes of several values, ascending."""
        return tuple(sorted(int(value) if value.lstrip("-").isdigit() else self.code(value) for value in written.split()))

    def constant(self, written: int | str | None) -> Constant:
        if isinstance(written, str):
            first, *others = self.codes(written)
            return Constant(first, tuple(others))
        return Constant(self.code(written))

    def expression(self, written: Written) -> Expression:
        return self.constant(written) if written is None or isinstance(written, int | str) else written

    def read(self, fluent: str, path: str = "") -> Read:
        return Read(self.path(path), self.fluent(fluent))

    def compare(self, fluent: str, operator: str, value: Written, path: str = "") -> Compare:
        return Compare(operator, self.read(fluent, path), self.expression(value))

    def holds(self, fluent: str, path: str = "") -> Compare:
        return self.compare(fluent, "==", 1, path)

    def fails(self, fluent: str, path: str = "") -> Compare:
        return self.compare(fluent, "==", 0, path)

    def known(self, fluent: str, path: str = "") -> Compare:
        return self.compare(fluent, "known", 0, path)

    def knows(self, path: str, fluent: str) -> Compare:
        """Whether the last character of a path knows what the fluent is in the mind before."""
        return Compare("knows", self.read(fluent, path), self.read(fluent, " ".join(path.split()[:-1])))

    def effect(self, fluent: str, value: Written = 1, path: str = "", when: Condition = TRUE) -> Effect:
        return Effect(self.path(path), self.fluent(fluent), self.expression(value), when)

    def learns(self, path: str, fluent: str, when: Condition = TRUE) -> Effect:
        """The mind comes to believe what is so."""
        return self.effect(fluent, self.read(fluent), path, when)

    def excludes(self, path: str, fluent: str, value: Written, when: Condition = TRUE) -> Effect:
        """The mind learns that it is not this."""
        return replace(self.effect(fluent, value, path, when), excludes=True)

    def forgets(self, path: str, fluent: str) -> Effect:
        first, *others = self.fluents[self.fluent(fluent)].possible()
        return Effect(self.path(path), self.fluent(fluent), Constant(first, tuple(others)))

    def keeps(self, fluent: str, when: Condition) -> Effect:
        """It stays as it is."""
        return self.effect(fluent, self.read(fluent), "", when)

    # --- statements --------------------------------------------------------------------------------------------------

    def fact(self, fluent: str, value: int | str | None = 1, path: str = "") -> None:
        constant = self.constant(value)
        self.facts.append(Fact(self.path(path), self.fluent(fluent), constant.value, constant.others))

    def fact_knows(self, path: str, fluent: str) -> None:
        """The mind before the last character of a path takes that one to know what the fluent is."""
        self.facts.append(Fact(self.path(path), self.fluent(fluent), 0, known=True))

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

    def hope(self, fluent: str, operator: str, value: Written, path: str = "", seen: bool = False) -> Hope:
        """It is hoped that the fluent is, or is not, a value."""
        condition = self.compare(fluent, operator, value, path)
        opposite = replace(condition, denied=True) if path else replace(condition, operator=OPPOSITE[operator])
        return Hope(condition, opposite, seen)

    def hope_knows(self, path: str, fluent: str) -> Hope:
        """It is hoped that somebody knows what the fluent is."""
        return Hope(self.known(fluent, path), replace(self.known(fluent, path), denied=True))

    def hiding(self, number: int, shown: Condition = TRUE) -> None:
        """Of an act's precondition only this is shown to those who see it."""
        self.actions[number] = replace(self.actions[number], seen=shown)

    def hoping(self, number: int, *hopes: Hope, in_vain: tuple[Effect, ...] = ()) -> int:
        """What an act hopes for, and what happens in vain: the number of the act in vain. Its precondition is what is sure."""
        act = self.actions[number]
        self.actions[number], vain = with_twin(act, hopes, number, len(self.actions), in_vain)
        self.actions.append(vain)
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
            sets=self.sets,
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

    def taken(self, engine: Engine, state: State, fluent: str, path: str = "") -> str:
        """What the belief state at the end of a path takes to be possible: the values with blanks between them, and `known`
        behind several that are known there."""
        number = self.fluent(fluent)
        value = engine.taken(self.mind(engine, state, path), number)
        codes, mark = (value.values, " known" if value.known else "") if isinstance(value, Several) else ((value,), "")
        return " ".join(self._name(number, code) for code in codes) + mark

    def _name(self, fluent: int, code: int) -> str:
        if code == NOBODY:
            return "nobody"
        return self.symbols[code] if self.fluents[fluent].sort is Sort.SYMBOL else str(code)


def denied(condition: Condition) -> Condition:
    """The negation of what is believed in another mind, or said of a set."""
    assert isinstance(condition, Compare)
    return replace(condition, denied=True)


def both(*parts: Condition) -> Condition:
    return AllOf(parts)
