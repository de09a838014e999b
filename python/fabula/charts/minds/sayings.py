"""What a chart of minds says: facts, beliefs and moments in words."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.believing import Believing
from fabula.charts.minds.lanes import Stretch
from fabula.charts.minds.relations import KNOWING, UNKNOWING, Kind, Relation
from fabula.grounding import Ground
from fabula.grounding.ideas import Idea
from fabula.task import Value as Taken
from fabula.telling.wording.phrases import Phrases


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lane belongs."""

    mind: str
    of: str | None
    fluent: int


class Sayings:
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

    def fact(self, place: Place, taken: Taken) -> str:
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

    def stretch(self, place: Place, first: int, last: int, relation: Relation, pair: tuple[Taken, Taken]) -> Stretch:
        """A stretch of a row, from one event to another; `pair`: what is believed in it, and what is so."""
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

    def _content(self, place: Place, taken: Taken, believed: Idea) -> str:
        if believed.known and not believed.is_one:
            return KNOWING if believed.everything else f"{KNOWING}: {self.words(place.fluent, taken)}"
        return UNKNOWING if believed.everything else self.fact(Place(place.mind, None, place.fluent), taken)

    def moment(self, place: Place, kind: Kind, before: tuple[Taken, Taken], after: tuple[Taken, Taken]) -> str:
        """A moment in a sentence; `before` and `after`: what is believed, and what is so."""
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
