"""The minds of a life traced along it: what each takes to be possible in each column, beside what is so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.charts.minds.lanes import Lane, Line, Moment, Stretch, Truth
from fabula.charts.minds.relations import TURNS, Relation, kind_of, relation_of
from fabula.charts.minds.sayings import Place, Sayings
from fabula.engine.interface import State
from fabula.grounding.ideas import taken_values
from fabula.lives.world import World
from fabula.task import Value as Taken
from fabula.telling.wording.phrases import phrases
from fabula.telling.world import is_alive_in, is_spoken_of


def traced(world: World, states: Sequence[State]) -> tuple[tuple[Line, ...], tuple[Truth, ...]]:
    """Each mind against the truth along these states, and the truth of all facts about which somebody is not right at some
    time. Facts of the library that have no words of their own only keep account for it, and are left out."""
    task = world.ground.task
    sayings = Sayings(world.ground, phrases(world))
    columns = _Columns(world, states)
    spoken = [
        fluent
        for fluent in range(len(task.fluents))
        if is_spoken_of(world.definition.properties[world.ground.property_of(fluent)[0]])
    ]
    minds = tuple(_line(columns, sayings, number, spoken) for number in range(len(task.characters)))
    needed = sorted({lane.fact for mind in minds for lane in mind.lanes})
    facts = tuple(
        Truth(fluent, task.fluents[fluent].name, sayings.subject(fluent), _truth(columns, sayings, fluent)) for fluent in needed
    )
    return minds, facts


class _Columns:
    """The values of all fluents in each column: as they are, as a mind believes them, as it believes another to believe."""

    def __init__(self, world: World, states: Sequence[State]) -> None:
        self.world = world
        self.states = states
        self._known: dict[State, tuple[Taken, ...]] = {}

    def values(self, path: tuple[int, ...]) -> list[tuple[Taken, ...]]:
        """In each column what is taken to be possible of all fluents, as believed along a path of minds."""
        return [self._values(state, path) for state in self.states]

    def living(self, mind: int) -> list[bool]:
        """In each column, whether a mind is alive."""
        name = self.world.ground.task.characters[mind]
        return [is_alive_in(self.world, state, name) for state in self.states]

    def _values(self, state: State, path: tuple[int, ...]) -> tuple[Taken, ...]:
        engine = self.world.engine
        for character in path:
            state = engine.belief(state, character)
        if state not in self._known:
            self._known[state] = taken_values(engine, state)
        return self._known[state]


def _line(columns: _Columns, sayings: Sayings, mind: int, spoken: Sequence[int]) -> Line:
    """A mind with its lanes: those about the world first, then those about each of the others."""
    name = columns.world.ground.task.characters[mind]
    living = columns.living(mind)
    truth, own = columns.values(()), columns.values((mind,))
    lanes = []
    for fluent in spoken:
        pairs = [(own[column][fluent], truth[column][fluent]) for column in range(len(truth))]
        lane = _lane(sayings, Place(name, None, fluent), pairs, living)
        if lane is not None:
            lanes.append(lane)
    for other, of in enumerate(columns.world.ground.task.characters):
        if other == mind:
            continue
        both = [a and b for a, b in zip(living, columns.living(other), strict=True)]
        theirs, taken = columns.values((other,)), columns.values((mind, other))
        for fluent in spoken:
            if sayings.is_about(fluent, of):
                continue
            pairs = [(taken[column][fluent], theirs[column][fluent]) for column in range(len(truth))]
            told_apart = [
                lives and pair[0] != pair[1] and pair[0] != own[column][fluent]
                for column, (pair, lives) in enumerate(zip(pairs, both, strict=True))
            ]
            lane = _lane(sayings, Place(name, of, fluent), pairs, both, any(told_apart))
            if lane is not None:
                lanes.append(lane)
    until = None if living[-1] else max((column for column, lives in enumerate(living) if lives), default=0)
    return Line(name, columns.world.definition.things[name].display, until, tuple(lanes))


def _lane(
    sayings: Sayings, place: Place, pairs: Sequence[tuple[Taken, Taken]], living: Sequence[bool], told_apart: bool = False
) -> Lane | None:
    """The lane of what is (believed, so); None if the belief is right in all columns in which there is one."""
    if all(believed == truth for (believed, truth), lives in zip(pairs, living, strict=True) if lives):
        return None
    of_another = place.of is not None
    moments: list[Moment] = []
    for event in range(1, len(pairs)):
        kind = kind_of(pairs[event - 1], pairs[event], of_another) if living[event - 1] and living[event] else None
        if kind is not None:
            text = sayings.moment(place, kind, pairs[event - 1], pairs[event])
            moments.append(Moment(kind, event, place.mind, place.of, place.fluent, text))
    stretches = tuple(
        sayings.stretch(place, first, last, relation_of(*pairs[first], of_another), pairs[first])
        for first, last in _runs(pairs, living)
    )
    if place.of is None:
        not_right = living[0] and pairs[0][0] != pairs[0][1]
        matters = not_right or any(moment.kind in TURNS for moment in moments)
    else:
        matters = told_apart
    return Lane(place.mind, place.of, place.fluent, sayings.subject(place.fluent), stretches, tuple(moments), matters)


def _truth(columns: _Columns, sayings: Sayings, fluent: int) -> tuple[Stretch, ...]:
    pairs = [(values[fluent], values[fluent]) for values in columns.values(())]
    place = Place("", None, fluent)
    return tuple(
        sayings.stretch(place, first, last, Relation.RIGHT, pairs[first]) for first, last in _runs(pairs, [True] * len(pairs))
    )


def _runs(pairs: Sequence[tuple[Taken, Taken]], living: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last column of each run of equal pairs among the living ones."""
    first: int | None = None
    for column, lives in enumerate((*living, False)):
        if first is not None and (not lives or pairs[column] != pairs[first]):
            yield first, column - 1
            first = None
        if lives and first is None:
            first = column
