"""What happens in random worlds, counted while the reference engine works: it is wrapped from outside."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

import pytest

from fabula.engine import evaluate, reference, terms
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.engine.terms import Becomes, Narrows
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.task import Compare, Several, Task, reads

P = ParamSpec("P")
R = TypeVar("R")

STEPS = 4
#: states that a random world may have: few need more, and those are slow
STATES = 5_000

#: what is to be met in random worlds
KINDS = (
    "a set",
    "a mark",
    "a union",
    "several is-not at once",
    "an emptied set",
    "a marked set narrowed with one's own",
    "a trigger that is not known",
    "an observer who is not known",
    "a surprise by what is read and may be so",
    "what is read and may be so is not known",
    "a surprise by two reads",
    "a surprise by a constant in the place of a read",
)


def life(engine: ReferenceEngine, chance: random.Random) -> Iterator[State]:
    """The states of a random life, with what somebody was told on the way; ends where the engine gives up."""
    task = engine.task
    try:
        state = engine.initial()
        yield state
        for _ in range(STEPS):
            acts = engine.possible(state)
            if not acts:
                return
            state = engine.do(state, chance.choice(acts))
            yield state
            believer, fluent = chance.randrange(len(task.characters)), chance.randrange(len(task.fluents))
            possible = task.fluents[fluent].possible()
            excluded = tuple(((), fluent, value) for value in chance.sample(possible, min(2, len(possible))))
            state = engine.revise(state, believer, (), excluded) if task.sets and chance.random() < 0.3 else state
            yield state
    except RUNTIME_ERRORS:
        return


class Census:
    """`met`: which of `KINDS` have been met since the last time that it was emptied."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.met: set[str] = set()
        self._triggers: set[int] = set()
        self._observers: set[int] = set()
        self._unprefixed: set[int] = set()
        self._wrap(patch, reference, "holds", self._holds)
        self._wrap(patch, reference, "truth", self._truth)
        self._wrap(patch, evaluate, "_may_be", self._may_be)
        self._wrap(patch, reference, "without", self._without)
        self._wrap(patch, reference, "lessons", self._lessons)
        self._wrap(patch, reference, "followed", self._followed)
        self._wrap(patch, terms, "followed", self._followed)
        self._wrap(patch, terms, "_stepped", self._stepped)

    def begin(self, task: Task) -> None:
        self.met.clear()
        self._triggers = {id(trigger.precondition) for trigger in task.triggers}
        self._observers = {id(condition) for action in task.actions for condition in action.observing}
        effects = [effect for event in (task.actions, task.publics, task.triggers) for one in event for effect in one.effects]
        self._unprefixed = {id(effect.condition) for effect in effects if not effect.path and not effect.keeps}

    def look(self, engine: ReferenceEngine, state: State) -> None:
        """What minds have in a state."""
        for node, _ in minds(engine, state):
            for fluent in range(len(engine.task.fluents)):
                value = engine.taken(node, fluent)
                if isinstance(value, Several):
                    self.met.add("a mark" if value.known else "a set")

    def _wrap(
        self, patch: pytest.MonkeyPatch, module: object, name: str, notice: Callable[[tuple[object, ...], object], None]
    ) -> None:
        function: Callable[..., object] = getattr(module, name)

        def wrapped(*arguments: object) -> object:
            found = function(*arguments)
            notice(arguments, found)
            return found

        patch.setattr(module, name, wrapped)

    def _holds(self, arguments: tuple[object, ...], found: object) -> None:
        condition = arguments[2]
        if found or not {id(condition)} & (self._triggers | self._observers):
            return
        if evaluate.truth(*arguments) is None:  # type: ignore[arg-type]
            kind = "a trigger that is not known" if id(condition) in self._triggers else "an observer who is not known"
            self.met.add(kind)

    def _truth(self, arguments: tuple[object, ...], found: object) -> None:
        if found is None and id(arguments[2]) in self._unprefixed:
            self.met.add("a union")

    def _may_be(self, arguments: tuple[object, ...], found: object) -> None:
        if found is None:
            self.met.add("what is read and may be so is not known")

    def _without(self, arguments: tuple[object, ...], found: object) -> None:
        taken = arguments[1]
        assert isinstance(taken, list)
        if len(set(taken)) > 1:
            self.met.add("several is-not at once")

    def _stepped(self, arguments: tuple[object, ...], found: object) -> None:
        _, value, step = arguments
        if isinstance(step, Narrows) and not set(step.values) & set(value.values if isinstance(value, Several) else (value,)):
            self.met.add("an emptied set")

    def _followed(self, arguments: tuple[object, ...], found: object) -> None:
        before = arguments[2]
        assert isinstance(before, tuple)
        assert isinstance(found, dict)
        for (_, fluent), (step,) in found.items():
            assert isinstance(step, Becomes)
            now = step.value.values if isinstance(step.value, Several) else (step.value,)
            if isinstance(before[fluent], Several) and set(now) < set(before[fluent].values):
                self.met.add("a marked set narrowed with one's own")

    def _lessons(self, arguments: tuple[object, ...], found: object) -> None:
        atoms = arguments[3]
        assert isinstance(atoms, list)
        for atom in atoms:
            if isinstance(atom, Compare) and atom.operator == "may be" and len(reads(atom)) == 2 and not atom.denied:
                self.met.add("a surprise by what is read and may be so")
            if isinstance(atom, Compare) and atom.of_reads:
                constant = len(reads(atom)) == 1
                self.met.add("a surprise by a constant in the place of a read" if constant else "a surprise by two reads")


def minds(engine: ReferenceEngine, state: State) -> list[tuple[State, int | None]]:
    """A state and all that somebody believes somebody to believe ... in it, with whose mind they are (None: the world)."""
    found: dict[tuple[State, int | None], None] = {(state, None): None}
    pending: list[tuple[State, int | None]] = [(state, None)]
    for node, _ in pending:
        for character in range(len(engine.task.characters)):
            mind = engine.belief(node, character), character
            if mind not in found:
                found[mind] = None
                pending.append(mind)
    return pending
