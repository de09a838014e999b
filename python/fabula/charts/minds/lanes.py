"""Who knows what, when, as values: each mind of a life held against the truth, event by event.

A life of n events has n + 1 columns: column 0 is the beginning, column k what is so after the k-th event. A lane follows one
fact in one mind (or what that mind believes of it in another mind) over all columns in which the mind is alive.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Union

from fabula.charts.minds.relations import Kind, Relation
from fabula.grounding.ideas import Idea
from fabula.model import USUAL_LANGUAGE

#: yes or no, a number, the name of a thing, or None = nobody, nothing, nowhere
Value = Union[bool, int, str, None]


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
        own = [m for lane in self.lanes if lane.of is None and not lane.matters for m in lane.moments]
        return tuple(sorted((m for m in own if m.kind is Kind.MISSES), key=lambda m: (m.event, m.fact)))


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
class Traced:
    """Each mind of a life against the truth, before that has been given a form.

    `ending`: the title of the ending that the life comes to, if any. `language`: that of the story, as a tag. `facts`: the
    truth of all facts about which somebody is not right at some time, by the number of the fluent."""

    title: str
    ending: str | None
    events: tuple[Column, ...]
    minds: tuple[Line, ...]
    facts: tuple[Truth, ...]
    language: str = USUAL_LANGUAGE

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """All moments: by event, then in the order of minds and of facts."""
        moments = [moment for mind in self.minds for lane in mind.lanes for moment in lane.moments]
        return tuple(sorted(moments, key=lambda moment: moment.event))

    def data(self) -> dict[str, Any]:
        """The chart as plain data."""
        return {
            "title": self.title,
            "ending": self.ending,
            "events": [{"number": e.number, "act": e.act, "text": e.text, "because": e.because} for e in self.events],
            "facts": [
                {"fact": fact.name, "subject": fact.subject, "stretches": [_truth_data(stretch) for stretch in fact.stretches]}
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
                            "stretches": [_stretch_data(stretch) for stretch in lane.stretches],
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
