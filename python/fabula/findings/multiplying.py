"""What multiplies the states of a story, where they are too many: of the states that are drawn it is counted how many are left
if one forgets a property, or what somebody believes.

Two states are one without something if nothing else tells them apart, in the world or in any mind. What divides their number
most is looked for first, then what does so most besides, and so on. That is measured of a sample of the states, the nearest to
the start: how it goes on beyond is not known.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from fabula.engine.attempts import moved
from fabula.engine.interface import Engine, State
from fabula.lives.atlas import Atlas
from fabula.lives.ends import steps_of
from fabula.model import ThingType
from fabula.task import Condition, Expression, Sort, Task, reads

#: so many states are looked at, so many things are named, after the first one so many are tried, and so many acts are named
SAMPLE, NAMED, TRIED, ACTS = 2_000, 4, 8, 3
#: what makes fewer than so many hundredths of the states one is not named
LEAST = 5

Kind = Literal["clock", "place", "unread", "property", "mind", "nested"]


@dataclass(frozen=True, slots=True)
class Multiplier:
    """Something that tells states apart: a property by its name, a `mind` by the name of whoever has it, or (`nested`) what
    people think that others believe. Without it alone so many states are left (`alone`); without it and all that are named
    before, so many (`left`). `acts`: the actions that change it most often, each with how many steps do."""

    kind: Kind
    name: str
    left: int
    alone: int
    acts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Multiplying:
    """What multiplies the states: measured of the first `sample` of those that are known (`states`)."""

    sample: int
    states: int
    parts: tuple[Multiplier, ...]

    def data(self) -> dict[str, object]:
        """As plain data."""
        return {
            "sample": self.sample,
            "states": self.states,
            "parts": [
                {
                    "kind": part.kind,
                    "name": part.name,
                    "left": part.left,
                    "alone": part.alone,
                    "acts": [{"name": name, "steps": steps} for name, steps in part.acts],
                }
                for part in self.parts
            ],
        }


@dataclass(frozen=True, slots=True)
class _Forgotten:
    """What is left aside: properties, and minds, each by their numbers; `nested`: what people think that others believe."""

    properties: frozenset[int] = frozenset()
    minds: frozenset[int] = frozenset()
    nested: bool = False

    def __or__(self, other: _Forgotten) -> _Forgotten:
        return _Forgotten(self.properties | other.properties, self.minds | other.minds, self.nested or other.nested)


def multiplying(atlas: Atlas, sample: int = SAMPLE, until: float | None = None) -> Multiplying:
    """What multiplies the states of an atlas, as far as they are known. `until`: when to stop, by `time.monotonic`; what has
    been found by then is told."""
    size = min(sample, atlas.size)
    drawn = _Drawn(atlas, size)
    alone: dict[_Forgotten, int] = {}
    for part in drawn.candidates():
        if until is not None and time.monotonic() >= until:
            break
        alone[part] = drawn.classes(part)
    tried = sorted(alone, key=lambda part: (alone[part], drawn.order(part)))[:TRIED]
    found: list[Multiplier] = []
    gone, left = _Forgotten(), size
    while tried and len(found) < NAMED:
        counts: dict[_Forgotten, int] = {}
        for part in tried:
            if found and until is not None and time.monotonic() >= until:
                return Multiplying(size, atlas.size, tuple(found))
            counts[part] = drawn.classes(gone | part) if found else alone[part]
        best = min(tried, key=lambda part: (counts[part], drawn.order(part)))
        if 100 * (left - counts[best]) < LEAST * left:
            break
        gone, left = gone | best, counts[best]
        tried.remove(best)
        found.append(drawn.multiplier(best, left, alone[best]))
    return Multiplying(size, atlas.size, tuple(found))


class _Drawn:
    """Some states of an atlas, with all minds in them, by the values of their properties."""

    def __init__(self, atlas: Atlas, size: int) -> None:
        self._atlas, self._size = atlas, size
        ground = atlas.world.ground
        names = [ground.property_of(fluent)[0] for fluent in range(len(ground.task.fluents))]
        self._names = list(dict.fromkeys(names))
        self._fluents = [[fluent for fluent, name in enumerate(names) if name == one] for one in self._names]
        self._minds = range(len(ground.task.characters))
        engine: Engine = atlas.world.engine
        numbers: dict[State, int] = {}
        pending = [atlas.state(number) for number in range(size)]
        self._values: list[tuple[int, ...]] = []
        self._below: list[tuple[State, ...]] = []
        known: list[dict[tuple[object, ...], int]] = [{} for _ in self._names]
        for state in pending:
            if state in numbers:
                continue
            numbers[state] = len(numbers)
            values = [engine.taken(state, fluent) for fluent in range(len(names))]
            rows = (tuple(values[fluent] for fluent in fluents) for fluents in self._fluents)
            self._values.append(tuple(seen.setdefault(row, len(seen)) for seen, row in zip(known, rows, strict=True)))
            below = tuple(engine.belief(state, mind) for mind in self._minds)
            self._below.append(below)
            pending += (one for one in below if one not in numbers)
        self._varying = [number for number, seen in enumerate(known) if len(seen) > 1]
        self._edges = [tuple(numbers[one] for one in below) for below in self._below]
        self._roots = [numbers[atlas.state(number)] for number in range(size)]

    def candidates(self) -> list[_Forgotten]:
        """All that may be forgotten, one by one."""
        properties = [_Forgotten(frozenset((number,))) for number in self._varying]
        minds = [_Forgotten(minds=frozenset((mind,))) for mind in self._minds]
        return [*properties, *minds, _Forgotten(nested=True)]

    def order(self, part: _Forgotten) -> tuple[object, ...]:
        """Of what leaves as many states, the simplest comes first."""
        return part.nested, sorted(part.minds), sorted(part.properties)

    def classes(self, gone: _Forgotten) -> int:
        """How many states are told apart by what is left: a partition that is refined until minds that differ are apart."""
        kept = [number for number in self._varying if number not in gone.properties]
        minds = [mind for mind in self._minds if mind not in gone.minds]
        if gone.nested:
            labels = self._labels(kept)
            return len({(labels[root], *(labels[self._edges[root][mind]] for mind in minds)) for root in self._roots})
        found = self._refined(kept, minds)
        return len({found[root] for root in self._roots})

    def _labels(self, kept: Sequence[int]) -> list[int]:
        """The classes of states by some of their properties alone."""
        return _numbered(tuple([row[number] for number in kept]) for row in self._values)

    def _refined(self, kept: Sequence[int], minds: Sequence[int]) -> list[int]:
        """The same, with what these minds believe of them."""
        found = self._labels(kept)
        many = len(set(found))
        while True:
            found = _numbered(
                (label, *[found[edges[mind]] for mind in minds]) for label, edges in zip(found, self._edges, strict=True)
            )
            if len(set(found)) == many:
                return found
            many = len(set(found))

    def multiplier(self, part: _Forgotten, left: int, alone: int) -> Multiplier:
        ground = self._atlas.world.ground
        if part.nested:
            return Multiplier("nested", "", left, alone, ())
        if part.minds:
            (mind,) = part.minds
            acts = self._changing([edges[mind] for edges in self._edges])
            return Multiplier("mind", ground.task.characters[mind], left, alone, acts)
        (number,) = part.properties
        # Also where somebody comes to believe something else of it.
        acts = self._changing(self._refined([number], self._minds))
        return Multiplier(self._kind(number), self._names[number], left, alone, acts)

    def _steps(self) -> Iterator[tuple[int, int, int]]:
        """The steps between the states: state, move, state."""
        for number in range(self._size):
            for move, target in steps_of(self._atlas, number):
                if target < self._size:
                    yield number, move, target

    def _changing(self, classes: Sequence[int]) -> tuple[tuple[str, int], ...]:
        """The actions after which the class of a state is most often another one."""
        ground, roots = self._atlas.world.ground, self._roots
        times = Counter(
            ground.actions[moved(ground.task, move)[0]].schema
            for number, move, target in self._steps()
            if classes[roots[number]] != classes[roots[target]]
        )
        return tuple(sorted(times.items(), key=lambda item: (-item[1], item[0]))[:ACTS])

    def _kind(self, number: int) -> Kind:
        definition, task = self._atlas.world.definition, self._atlas.world.ground.task
        fluents = self._fluents[number]
        if not _read(task).intersection(fluents):
            return "unread"
        kind = definition.properties[self._names[number]].type
        ground = self._atlas.world.ground
        has_minds = any(ground.property_of(fluent)[1][:1] == (mind,) for fluent in fluents for mind in task.characters)
        if has_minds and isinstance(kind, ThingType) and "place" in definition.kinds[kind.kind].ancestors:
            return "place"
        return "clock" if self._only_rises(fluents) else "property"

    def _only_rises(self, fluents: Sequence[int]) -> bool:
        task, engine = self._atlas.world.ground.task, self._atlas.world.engine
        if any(task.fluents[fluent].sort is not Sort.NUMBER for fluent in fluents):
            return False
        rows = [engine.values(self._atlas.state(number)) for number in range(self._size)]
        return all(rows[number][fluent] <= rows[target][fluent] for number, _, target in self._steps() for fluent in fluents)


def _numbered(keys: Iterable[tuple[object, ...]]) -> list[int]:
    """Equal numbers for equal keys."""
    known: dict[tuple[object, ...], int] = {}
    return [known.setdefault(key, len(known)) for key in keys]


def _read(task: Task) -> frozenset[int]:
    """The facts that anything asks for."""
    conditions: list[Condition] = [ending.condition for ending in task.endings]
    events = [(one.precondition, one.effects) for one in task.actions] + [
        (one.precondition, one.effects) for one in task.triggers
    ]
    values: list[Expression] = list(task.utilities)
    for precondition, effects in events:
        conditions += [precondition, *(effect.condition for effect in effects)]
        values += [effect.value for effect in effects if not effect.keeps]
    conditions += [condition for action in task.actions for condition in action.observing]
    return frozenset(place.fluent for part in (*conditions, *values) for place in reads(part))
