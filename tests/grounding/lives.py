"""A story lived through on the reference engine, and what is taken to be so in it, in the story's own words."""

from __future__ import annotations

from fabula.checker import check_text
from fabula.engine.evaluate import truth
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.grounding import ground
from fabula.problems import Problems
from fabula.task import Several

#: what a set is shown as: its values, and a star where it is known there which of them it is
Shown = object


class Life:
    """A state of a story, and what acts make of it."""

    def __init__(self, text: str) -> None:
        definition, problems = check_text(text)
        problems.raise_errors()
        assert definition is not None
        self.problems = Problems()
        self.ground = ground(definition, self.problems)
        self.problems.raise_errors()
        self.engine = ReferenceEngine(self.ground.task)
        self.state: State = self.engine.initial()

    def do(self, *acts: str) -> Life:
        for act in acts:
            assert self.can(act), act
            self.state = self.engine.do(self.state, self._number(act))
        return self

    def can(self, act: str, *minds: str) -> bool:
        return self.engine.is_possible(self._in(minds), self._number(act))

    def has(self, fluent: str, *minds: str) -> Shown:
        """What is so in a mind: a value, or the set of those that may be so; `("known", ...)` if it is known there."""
        name, _, inside = fluent.partition("(")
        number = self.ground.fluent(name, *[part.strip() for part in inside.rstrip(")").split(",") if part.strip()])
        if number is None:
            return self.ground.static(name, *[part.strip() for part in inside.rstrip(")").split(",") if part.strip()])
        found = self.engine.taken(self._in(minds), number)
        if not isinstance(found, Several):
            return self.ground.decode(number, found)
        values = frozenset(self.ground.decode(number, value) for value in found.values)
        return ("known", values) if found.known else values

    def asked(self, ending: str, *minds: str) -> bool | None:
        """What the condition of an ending comes to, in the world or in a mind."""
        (found,) = (one.condition for one in self.ground.task.endings if one.name == ending)
        return truth(self.engine, self._in(minds), found)

    def _in(self, minds: tuple[str, ...]) -> State:
        state = self.state
        for mind in minds:
            state = self.engine.belief(state, self.ground.minds[mind])
        return state

    def _number(self, act: str) -> int:
        return [action.name for action in self.ground.task.actions].index(act)
