"""What a map says of its states: what is so there, what each mind makes of it, and why the acts that lead on are done.

Of thousands of states each differs from the one before it, on the first shortest life that comes there, in a few facts only:
so only these are kept. A fact belongs to a path: () is the world, (c,) what c believes where that is not so, (c, d) what c
believes that d believes where c believes otherwise. What properties that only keep account are believed to be is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from fabula.believing import Believing
from fabula.charts.map.scenes import Explored
from fabula.engine.attempts import moved
from fabula.engine.interface import State
from fabula.grounding.ideas import goes_without_saying, taken_values
from fabula.lives.ends import steps_of
from fabula.lives.life import Reason
from fabula.lives.reasons import gains_of
from fabula.lives.world import World
from fabula.source import Span
from fabula.task import Value
from fabula.telling.wording.phrases import phrases
from fabula.telling.world import is_spoken_of

Within = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """`value`: what the fluent is along the path, in codes; None: there is nothing special to say of it any more. `text`: in
    words. `spoken`: people speak of such things; `empty`: it only says that something is not so, or that there is nothing."""

    path: Within
    fluent: int
    value: Value | None
    text: str
    spoken: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of the story's text."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """An act, as a move, with the reasons of those who do it; `text` says both."""

    act: int
    text: str


@dataclass(frozen=True, slots=True)
class Details:
    """`states`: those of which there are details, ascending; with each also the ones on its first shortest life. In the same
    order, `changes`: the numbers of the facts that are new there, for the first one all that is so; `steps`: the deeds that
    lead on, each with the state that it leads to. `comings`: the deed by which the first shortest life comes there, -1 for the
    start."""

    states: tuple[int, ...]
    facts: tuple[Fact, ...]
    deeds: tuple[Deed, ...]
    changes: tuple[tuple[int, ...], ...]
    steps: tuple[tuple[tuple[int, int], ...], ...]
    comings: tuple[int, ...]


def quote_of(span: Span | None) -> Quote | None:
    """The line of a text on which a span begins; None where there is no text. Whoever is given a map need not learn in which
    folder of whose machine the text lies."""
    if span is None:
        return None
    name = span.source.name
    return Quote(Path(name).name if Path(name).is_absolute() else name, span.line, span.source.line(span.line).strip())


def chosen(needed: Sequence[int], wanted: Sequence[int], parents: Sequence[int], most: int) -> tuple[int, ...]:
    """All states that are needed and of those that are wanted the first, at most about `most` in all, with all that lie on the
    first shortest lives to them."""
    shown: set[int] = set()
    for place, state in enumerate(chain(needed, wanted)):
        if place >= len(needed) and len(shown) >= most:
            break
        while state >= 0 and state not in shown:
            shown.add(state)
            state = parents[state]
    return tuple(sorted(shown))


def details_of(
    atlas: Explored, states: tuple[int, ...], parents: Sequence[int], parent_acts: Sequence[int], nested: int
) -> Details:
    """The details of states, among which are the parents of each of them. `nested`: of at most so many states it is also told
    what minds believe that others believe."""
    facts = _Facts(atlas, len(states) <= nested)
    deeds = _Deeds(atlas)
    changes: list[tuple[int, ...]] = []
    steps: list[tuple[tuple[int, int], ...]] = []
    comings: list[int] = []
    for number in states:
        here = atlas.state(number)
        parent = parents[number]
        changes.append(facts.change(None if parent < 0 else atlas.state(parent), here))
        steps.append(tuple((deeds.number(here, act), target) for act, target in steps_of(atlas, number)))
        comings.append(-1 if parent < 0 else deeds.number(atlas.state(parent), parent_acts[number]))
    return Details(states, tuple(facts.all), tuple(deeds.all), tuple(changes), tuple(steps), tuple(comings))


def move_sentence(world: World, move: int, said: str) -> str:
    """The sentence of an act as that of a move: "Aeris tries in vain: Aeris opens the door."."""
    mind = moved(world.ground.task, move)[1]
    if mind is None:
        return said
    return f"{world.definition.things[world.ground.task.characters[mind]].display} tries in vain: {said}"


@dataclass
class _Deeds:
    atlas: Explored
    all: list[Deed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers: dict[tuple[int, tuple[Reason, ...]], int] = {}
        self._reasons: dict[tuple[int, State, int], Reason] = {}
        self._said = phrases(self.atlas.world)

    def number(self, state: State, move: int) -> int:
        task = self.atlas.world.ground.task
        act, tried_by = moved(task, move)
        consenting = task.actions[act].consenting if tried_by is None else ()
        reasons = tuple(self._reason(state, act, mind) for mind in consenting if mind not in self.atlas.free)
        number = self._numbers.setdefault((move, reasons), len(self.all))
        if number == len(self.all):
            self.all.append(Deed(move, move_sentence(self.atlas.world, move, self._said.because(act, reasons))))
        return number

    def _reason(self, state: State, act: int, mind: int) -> Reason:
        """Why a mind agrees to an act: that depends on what it believes alone, and many states differ in other things."""
        world = self.atlas.world
        believed = world.engine.belief(state, mind)
        if (known := self._reasons.get((mind, believed, act))) is not None:
            return known
        plan = world.engine.plan(state, act, mind)
        assert plan is not None, "an atlas holds explained acts only"
        name = world.ground.task.characters[mind]
        reason = Reason(name, plan, gains_of(world.ground, world.engine, name, believed, plan))
        self._reasons[mind, believed, act] = reason
        return reason


class _Facts:
    def __init__(self, atlas: Explored, nested: bool) -> None:
        self.all: list[Fact] = []
        self._nested = nested
        self._numbers: dict[tuple[Within, int, Value | None], int] = {}
        self._world = atlas.world
        self._engine = atlas.world.engine
        self._said = phrases(self._world)
        self._believing = Believing(self._said)
        self._minds = range(len(self._world.ground.task.characters))
        definition = self._world.definition
        keys = map(self._world.ground.property_of, range(len(self._world.ground.task.fluents)))
        self._spoken = [is_spoken_of(definition.properties[name]) for name, _ in keys]
        # Few states of mind are distinct, and each is asked for again and again.
        self._values = cache(self._values_in)
        self._belief = cache(self._engine.belief)
        self._told_of = [fluent for fluent, spoken in enumerate(self._spoken) if spoken]
        self._told = cache(self._spoken_values)
        self._against = cache(self._differences)

    def change(self, before: State | None, here: State) -> tuple[int, ...]:
        """The facts of a state that are not so in the one before it."""
        numbers: list[int] = []
        now = self._values(here)
        then = None if before is None else self._values(before)
        for fluent, value in enumerate(now):
            if then is None or then[fluent] != value:
                numbers.append(self._number((), fluent, value))
        for mind in self._minds:
            numbers += self._changed((mind,), self._in_mind(before, mind), self._in_mind(here, mind))
            believed_before = None if before is None else self._belief(before, mind)
            believed = self._belief(here, mind)
            if believed == believed_before or not self._nested:
                continue
            for other in self._minds:
                if other != mind:
                    numbers += self._changed(
                        (mind, other), self._in_mind(believed_before, other), self._in_mind(believed, other)
                    )
        return tuple(numbers)

    def _values_in(self, state: State) -> tuple[Value, ...]:
        return taken_values(self._engine, state)

    def _spoken_values(self, state: State) -> tuple[Value, ...]:
        values = taken_values(self._engine, state)
        return tuple(values[fluent] for fluent in self._told_of)

    def _in_mind(self, state: State | None, mind: int) -> dict[int, Value]:
        return {} if state is None else self._against(self._belief(state, mind), state, mind)

    def _differences(self, believed: State, outside: State, mind: int) -> dict[int, Value]:
        """What is believed where that differs from what is so outside the mind."""
        if believed == outside:
            return {}
        rows = zip(self._told_of, self._told(believed), self._told(outside), strict=True)
        task = self._world.ground.task
        return {
            fluent: value
            for fluent, value, truth in rows
            if value != truth and not goes_without_saying(task, fluent, mind, value, truth)
        }

    def _changed(self, path: Within, before: dict[int, Value], now: dict[int, Value]) -> list[int]:
        if before is now:
            return []
        new = [self._number(path, fluent, value) for fluent, value in now.items() if before.get(fluent) != value]
        return new + [self._number(path, fluent, None) for fluent in before if fluent not in now]

    def _number(self, path: Within, fluent: int, value: Value | None) -> int:
        number = self._numbers.setdefault((path, fluent, value), len(self.all))
        if number == len(self.all):
            self.all.append(self._fact(path, fluent, value))
        return number

    def _fact(self, path: Within, fluent: int, code: Value | None) -> Fact:
        ground = self._world.ground
        name, arguments = ground.property_of(fluent)
        spoken = self._spoken[fluent]
        if code is None:
            return Fact(path, fluent, None, "", spoken, True)
        believed = ground.idea(fluent, code)
        if path:
            text = self._believing.belief(ground.task.characters[path[-1]], name, arguments, believed)
        else:
            text = self._said.fluent(name, arguments, believed.value)
        return Fact(path, fluent, code, _sentence(text), spoken, believed.is_empty)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
