"""Who knows what, when: each mind of a life held against the truth, event by event.

A life of n events has n + 1 columns: column 0 is the beginning, column k what is so after the k-th event. A lane follows one
fact in one mind (or what that mind believes of it in another mind) over all columns in which the mind is alive.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, Union

from fabula.believing import Believing
from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.grounding.ideas import Idea, taken_values
from fabula.lives.life import Life
from fabula.lives.world import World
from fabula.task import Several
from fabula.task import Value as Taken
from fabula.telling.wording.phrases import Phrases, phrases
from fabula.telling.world import is_alive_in, is_spoken_of

#: yes or no, a number, the name of a thing, or None = nobody, nothing, nowhere
Value = Union[bool, int, str, None]


class Relation(str, Enum):
    """How a belief stands to the truth. UNKNOWN: what is so is one of several values that the mind takes to be possible; nobody
    and nothing are values. WRONG: what is so is none of those."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


class Kind(str, Enum):
    """What becomes of a belief in an event.

    LEARNS: it was not known and is right now. NARROWS: it was not known and is not yet, but less is possible. FINDS_OUT: it was
    wrong, has changed and is right. DECEIVED: it has changed to what is not so. MISSES: what is so has changed, unnoticed.
    LOSES: it has become unknown, or more is possible. COMES_TRUE: it was not right, has not changed, and is right now, because
    the truth has changed.
    """

    LEARNS = "learns"
    NARROWS = "narrows down"
    FINDS_OUT = "finds out"
    DECEIVED = "deceived"
    MISSES = "misses"
    LOSES = "loses"
    COMES_TRUE = "comes true"


#: the content of a belief that rules nothing out
UNKNOWING = "does not know"
#: the content of a belief that somebody knows which of several values it is
KNOWING = "knows"
#: moments after which a lane is worth a line of its own; what is merely missed, and comes true again, is counted
TURNS = (Kind.LEARNS, Kind.NARROWS, Kind.FINDS_OUT, Kind.DECEIVED, Kind.LOSES)


def relation_of(believed: Taken, truth: Taken, of_another: bool = False) -> Relation:
    """How what is taken to be possible stands to what is so. `of_another`: what a mind takes another to have of it, and what
    that one has. Who takes it that another does not know which it is has then an opinion and no doubt of its own; who takes it
    that the other knows does not know what it is."""
    if believed == truth:
        return Relation.RIGHT
    is_open = isinstance(believed, Several) and (believed.known or not of_another)
    if is_open and not isinstance(truth, Several) and truth in _possible(believed):
        return Relation.UNKNOWN
    return Relation.WRONG


def kind_of(before: tuple[Taken, Taken], after: tuple[Taken, Taken], of_another: bool = False) -> Kind | None:
    """What an event makes of a belief, from what is (believed, so) before and after it; None = nothing new.

    A belief that is not right, changes along with the truth, and is as far from it as before is nothing new: the mind has seen
    the change."""
    was, now = relation_of(*before, of_another), relation_of(*after, of_another)
    changed = before[0] != after[0]
    if now is Relation.RIGHT:
        if was is Relation.RIGHT:
            return None
        if not changed:
            return Kind.COMES_TRUE
        return Kind.FINDS_OUT if was is Relation.WRONG else Kind.LEARNS
    if not changed:
        return Kind.MISSES if was is Relation.RIGHT else None
    if now is Relation.UNKNOWN:
        if was is Relation.UNKNOWN:
            return _of_doubt(before, after)
        return Kind.LOSES
    return None if was is Relation.WRONG and before[1] != after[1] else Kind.DECEIVED


def _of_doubt(before: tuple[Taken, Taken], after: tuple[Taken, Taken]) -> Kind | None:
    """What becomes of a set of several values, among which is what is so, that has become another such set."""
    old, new = _possible(before[0]), _possible(after[0])
    if new < old:
        return Kind.NARROWS
    return None if before[1] != after[1] and len(new) <= len(old) else Kind.LOSES


def _possible(believed: Taken) -> set[int]:
    return set(believed.values) if isinstance(believed, Several) else {believed}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Columns `first` to `last` in which neither the belief nor the truth changes: `idea` and `true`. `text` and `truth_text`:
    both as sentences without a full stop; `words` and `truth_words`: the values alone; `content`: what is believed, without
    saying by whom."""

    first: int
    last: int
    relation: Relation
    idea: Idea
    words: str
    content: str
    text: str
    true: Idea
    truth_words: str
    truth_text: str

    @property
    def value(self) -> Value:
        """The only value that is believed to be possible; None also where there are several."""
        return self.idea.value

    @property
    def truth(self) -> Value:
        return self.true.value


@dataclass(frozen=True, slots=True)
class Moment:
    """In event `event` (from 1) something becomes of what `mind` believes about the fluent `fact` (with `of`: about what that
    mind believes of it). `text` says it as a whole sentence."""

    kind: Kind
    event: int
    mind: str
    of: str | None
    fact: int
    text: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One fact in one mind (`of`: as that mind believes another one to believe it). `subject`: the fact, as a noun.

    `matters`: the belief is not right at the beginning, or there is more to it than that something was missed; for what a mind
    believes of another one, that it is wrong about it and takes it to believe something else than itself."""

    mind: str
    of: str | None
    fact: int
    subject: str
    stretches: tuple[Stretch, ...]
    moments: tuple[Moment, ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A mind with all lanes in which it is ever not right. `until`: the last column in which it lives; None = to the end."""

    name: str
    display: str
    until: int | None
    lanes: tuple[Lane, ...]

    @property
    def missed(self) -> tuple[Moment, ...]:
        """What it misses in lanes that do not matter, by event."""
        found = [m for lane in self.lanes if lane.of is None and not lane.matters for m in lane.moments]
        return tuple(sorted((m for m in found if m.kind is Kind.MISSES), key=lambda m: (m.event, m.fact)))


@dataclass(frozen=True, slots=True)
class Column:
    """An event of the life: its number from 1, its act as in problem files, as a sentence, and why it was done."""

    number: int
    act: str
    text: str
    because: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so of one fact, column by column; belief and truth of the stretches are the same."""

    fact: int
    name: str
    subject: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class MindsChart:
    """Each mind of a life against the truth. `ending`: the title of the ending that the life comes to, if any.

    `facts`: the truth of all facts about which somebody is not right at some time, by the number of the fluent."""

    title: str
    ending: str | None
    events: tuple[Column, ...]
    minds: tuple[Line, ...]
    facts: tuple[Truth, ...]

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """All moments: by event, then in the order of minds and of facts."""
        found = [moment for mind in self.minds for lane in mind.lanes for moment in lane.moments]
        return tuple(sorted(found, key=lambda moment: moment.event))

    def data(self) -> dict[str, Any]:
        """The chart as plain data."""
        return {
            "title": self.title,
            "ending": self.ending,
            "events": [{"number": e.number, "act": e.act, "text": e.text, "because": e.because} for e in self.events],
            "facts": [
                {"fact": fact.name, "subject": fact.subject, "stretches": [_truth_data(one) for one in fact.stretches]}
                for fact in self.facts
            ],
            "minds": [
                {
                    "name": mind.name,
                    "until": mind.until,
                    "lanes": [
                        {
                            "fact": self._name(lane.fact),
                            "of": lane.of,
                            "subject": lane.subject,
                            "matters": lane.matters,
                            "stretches": [_stretch_data(one) for one in lane.stretches],
                        }
                        for lane in mind.lanes
                    ],
                }
                for mind in self.minds
            ],
            "moments": [
                {"kind": m.kind.value, "event": m.event, "mind": m.mind, "of": m.of, "fact": self._name(m.fact), "text": m.text}
                for m in self.moments
            ],
        }

    def _name(self, fact: int) -> str:
        return self._names[fact]

    @cached_property
    def _names(self) -> dict[int, str]:
        return {fact.fact: fact.name for fact in self.facts}


def _stretch_data(one: Stretch) -> dict[str, Any]:
    return {
        "first": one.first,
        "last": one.last,
        "relation": one.relation.value,
        "value": one.value,
        "values": list(one.idea.values),
        "known": one.idea.known,
        "text": one.text,
        "truth": one.truth,
        "truth_values": list(one.true.values),
        "truth_known": one.true.known,
        "truth_text": one.truth_text,
    }


def _truth_data(one: Stretch) -> dict[str, Any]:
    return {"first": one.first, "last": one.last, "value": one.truth, "text": one.truth_text}


def minds_chart(world: World, life: Life) -> MindsChart:
    """Each mind against the truth along a life. Facts of the library that have no words of their own only keep account for it,
    and are left out."""
    task = world.ground.task
    said = phrases(world)
    sayings = _Sayings(world.ground, said)
    columns = _Columns(world, life.states)
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
    events = tuple(
        Column(number, task.actions[event.action].name, said.act(event.action), said.because(event.action, event.reasons))
        for number, event in enumerate(life.events, start=1)
    )
    ending = None if life.ending is None else world.definition.endings[life.ending].title or life.ending
    return MindsChart(world.definition.front.title, ending, events, minds, facts)


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


def _line(columns: _Columns, sayings: _Sayings, mind: int, spoken: Sequence[int]) -> Line:
    """A mind with its lanes: those about the world first, then those about each of the others."""
    name = columns.world.ground.task.characters[mind]
    living = columns.living(mind)
    truth, own = columns.values(()), columns.values((mind,))
    lanes = []
    for fluent in spoken:
        pairs = [(own[column][fluent], truth[column][fluent]) for column in range(len(truth))]
        lane = _lane(sayings, _Place(name, None, fluent), pairs, living)
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
            lane = _lane(sayings, _Place(name, of, fluent), pairs, both, any(told_apart))
            if lane is not None:
                lanes.append(lane)
    until = None if living[-1] else max((column for column, lives in enumerate(living) if lives), default=0)
    return Line(name, columns.world.definition.things[name].display, until, tuple(lanes))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a lane belongs."""

    mind: str
    of: str | None
    fluent: int


def _lane(
    sayings: _Sayings, place: _Place, pairs: Sequence[tuple[Taken, Taken]], living: Sequence[bool], told_apart: bool = False
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


def _truth(columns: _Columns, sayings: _Sayings, fluent: int) -> tuple[Stretch, ...]:
    pairs = [(values[fluent], values[fluent]) for values in columns.values(())]
    place = _Place("", None, fluent)
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


class _Sayings:
    """Facts, beliefs and moments in words; each is only worded once."""

    def __init__(self, ground: Ground, said: Phrases) -> None:
        self.ground = ground
        self.definition = ground.definition
        self.said = said
        self._believing = Believing(said)
        self._facts: dict[tuple[str, str | None, int, Taken], str] = {}

    def is_about(self, fluent: int, mind: str) -> bool:
        """Whether a fact is first of all one about a mind itself, or about its body."""
        _, arguments = self.ground.property_of(fluent)
        return arguments[:1] in ((mind,), (self.definition.things[mind].body,))

    def subject(self, fluent: int) -> str:
        """ "where Aeris is", "whether the captain is alive", "his pride"."""
        name, arguments = self.ground.property_of(fluent)
        return self.said.question(name, arguments)

    def words(self, fluent: int, taken: Taken) -> str:
        """The values alone."""
        return self._believing.values(self.ground.property_of(fluent)[0], self.ground.idea(fluent, taken))

    def fact(self, place: _Place, taken: Taken) -> str:
        """That a fluent has a value, or one of several, or that another one believes so, without a full stop."""
        key = place.mind, place.of, place.fluent, taken
        if key not in self._facts:
            name, arguments = self.ground.property_of(place.fluent)
            believed = self.ground.idea(place.fluent, taken)
            self._facts[key] = (
                self._believing.fact(name, arguments, believed, place.mind)
                if place.of is None
                else self._believing.belief(place.of, name, arguments, believed)
            )
        return self._facts[key]

    def stretch(self, place: _Place, first: int, last: int, relation: Relation, pair: tuple[Taken, Taken]) -> Stretch:
        fluent = place.fluent
        believed, truth = (self.ground.idea(fluent, taken) for taken in pair)
        text = self.fact(place, pair[0])
        if relation is Relation.UNKNOWN and place.of is None:
            text = self._believing.belief(place.mind, *self.ground.property_of(fluent), believed)
        return Stretch(
            first,
            last,
            relation,
            believed,
            self.words(fluent, pair[0]),
            self._content(place, pair[0], believed),
            text,
            truth,
            self.words(fluent, pair[1]),
            self.fact(place, pair[1]),
        )

    def _content(self, place: _Place, taken: Taken, believed: Idea) -> str:
        if believed.known and not believed.is_one:
            return KNOWING if believed.everything else f"{KNOWING}: {self.words(place.fluent, taken)}"
        return UNKNOWING if believed.everything else self.fact(_Place(place.mind, None, place.fluent), taken)

    def moment(self, place: _Place, kind: Kind, before: tuple[Taken, Taken], after: tuple[Taken, Taken]) -> str:
        who = self._display(place.mind)
        old, new, truth = self.fact(place, before[0]), self.fact(place, after[0]), self.fact(place, after[1])
        match kind:
            case Kind.LEARNS:
                return f"{who} learns that {new}."
            case Kind.NARROWS:
                return f"{who} narrows it down: {new}."
            case Kind.FINDS_OUT:
                before_that = f", and had believed that {old}" if self._says_something(place.fluent, before[0]) else ""
                return f"{who} finds out that {new}{before_that}."
            case Kind.DECEIVED:
                return f"{who} comes to believe that {new}; in truth {truth}."
            case Kind.MISSES:
                still = f", and still believes that {old}" if self._says_something(place.fluent, after[0]) else ""
                return f"{who} does not notice that {truth}{still}."
            case Kind.LOSES:
                if place.of is not None:
                    return f"{who} knows no more than that {new}."
                left = self.ground.idea(place.fluent, after[0])
                only = "" if left.everything else f", only that {new}"
                return f"{who} no longer knows {self.subject(place.fluent)}{only}."
            case Kind.COMES_TRUE:
                return f"What {who} believed has become so: {truth}."

    def _says_something(self, fluent: int, taken: Taken) -> bool:
        """Whether a belief is worth repeating: whoever thinks of nobody or nothing, or rules nothing out, need not have
        thought anything."""
        believed = self.ground.idea(fluent, taken)
        return not believed.everything and believed.values != (None,)

    def _display(self, mind: str) -> str:
        display = self.definition.things[mind].display
        return display[:1].upper() + display[1:]
