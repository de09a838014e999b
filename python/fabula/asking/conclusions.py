"""What answers say, as values. Words for it are made in `wording`, in the language of the story.

Acts are given by their names, or as a number of them; whatever is meant by "it" stands in the question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from fabula.asking.diagnosis import Hindrance
from fabula.grounding.ideas import Idea
from fabula.lives.life import Event, Life, Reason
from fabula.proving.basis import Basis
from fabula.proving.chances import Chances


@dataclass(frozen=True, slots=True)
class Extent:
    """How much was looked at: so many `states`; all of them, or until the search was `ended` by something: "interrupted",
    "stopped" or "budget". `basis`: what it rests on that something never happens, where that was proven without counting all
    states; None: it rests on those."""

    states: int
    complete: bool
    ended: str
    basis: Basis | None = None


# --- the budget ended first -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Undecided:
    """What was asked for was not found. `more_than`: it takes more acts than these; `chances`: what lives by chance say, if any
    were looked at."""

    more_than: int | None = None
    chances: Chances | None = None


@dataclass(frozen=True, slots=True)
class CutShort:
    """The budget ended, or somebody interrupted (`interrupted`), while the answer was worked out."""

    interrupted: bool


# --- where lives come to ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SomeLife:
    """Some life comes to it, a first one after so many acts. `is_shortest`: whether it is known that none comes there
    sooner."""

    acts: int
    is_shortest: bool = True


@dataclass(frozen=True, slots=True)
class NoLife:
    """No life comes to it."""


@dataclass(frozen=True, slots=True)
class Always:
    """Every life comes to it; or, if it is asked so, it is never out of reach."""


@dataclass(frozen=True, slots=True)
class Circle:
    """After so many `acts` a life can go round in a `circle` for ever. `lost`: after so many acts it can't be reached any more;
    None: it always can, as far as is known."""

    acts: int
    circle: tuple[str, ...]
    lost: int | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """After so many acts a life can be stuck, where nothing can follow; `lost` as above."""

    acts: int
    lost: int | None


@dataclass(frozen=True, slots=True)
class EndsElsewhere:
    """After so many acts a life can end in another ending, or before it was so; `lost` as above."""

    ending: str
    acts: int
    lost: int | None


# --- how far a number goes --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """The greatest or least `number`, first after so many `acts`, where a life ends in `ending` (None: in none yet).
    `by_ending`: the same for each ending (None: there is none)."""

    number: int
    acts: int
    ending: str | None
    by_ending: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class NoAmount:
    """There is no such number. `some_life_ends`: whether any life comes to an ending."""

    some_life_ends: bool
    by_ending: tuple[tuple[str, int | None], ...]


# --- who knows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Knower:
    """What a mind comes to know. `life`: the nearest in which it knows it; `wrong`: the first number of acts after which it is
    wrong about it in some life (None: never); `always`: it knows it wherever a life ends (None: no life was seen to end)."""

    mind: str
    life: Life | None
    wrong: int | None
    always: bool | None


@dataclass(frozen=True, slots=True)
class Knowers:
    """All minds; and the one whose coming to know it is told."""

    minds: tuple[Knower, ...]
    told: str | None


# --- why --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NotDone:
    """The act is not done in the life that is asked about, or in no life."""

    in_this_life: bool


@dataclass(frozen=True, slots=True)
class Premise:
    """A belief that a plan rests on, and whether it is true: what a property of things is, or (`other`) what somebody else
    believes it to be; or, `hoped`, what it hopes that this is."""

    other: str | None
    item: str
    arguments: tuple[str, ...]
    idea: Idea
    true: bool
    hoped: bool = False


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons for an act, each with what the plan rests on; so many acts were done `before` it. `this_life`: the one
    that is asked about."""

    event: Event
    before: int
    this_life: bool
    reasons: tuple[tuple[Reason, tuple[Premise, ...]], ...]


# --- why not ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LifeEnded:
    """After so many acts there is nothing more to be done."""

    acts: int


@dataclass(frozen=True, slots=True)
class DoneSomewhere:
    """The act is done in some lives, at the soonest as the act with this number."""

    act: str
    number: int


@dataclass(frozen=True, slots=True)
class NotHindered:
    """The act can be done after so many acts."""

    act: str
    acts: int


@dataclass(frozen=True, slots=True)
class AtMoment:
    """It was looked at a moment of a life, after so many acts."""

    acts: int


@dataclass(frozen=True, slots=True)
class Idle:
    """Everybody would do it in so many states, and it changes nothing there; the first of them is after so many acts."""

    states: int
    acts: int


@dataclass(frozen=True, slots=True)
class AlwaysRefused:
    """It is possible in so many states, the first of them after so many acts, and somebody always lacks a reason: minds, and in
    how many states each."""

    states: int
    acts: int
    lacking: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AlwaysLater:
    """Everybody would do it wherever it is possible, in so many states, the first of them after so many acts, and something
    that happens at once always comes first."""

    states: int
    acts: int


@dataclass(frozen=True, slots=True)
class NeverPossible:
    """A part of its condition never holds; or (`before_the_end`) all of them hold only where lives have ended."""

    before_the_end: bool = False


@dataclass(frozen=True, slots=True)
class NeverAtOnce:
    """Each part of its condition holds somewhere, and never all of them; most of them do after so many acts."""

    acts: int


Where = Union[AtMoment, Idle, AlwaysRefused, AlwaysLater, NeverPossible, NeverAtOnce]


@dataclass(frozen=True, slots=True)
class Hindered:
    """An act is not done, and where it was looked for what hinders it. `hindrances`: None = the budget ended before they were
    known. `after`: so many acts are done there; None: that is nowhere in particular."""

    act: str
    where: Where
    hindrances: tuple[Hindrance, ...] | None
    after: int | None


# --- what stands between ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Onward:
    """From the end of the life (its moves are `begun`) these moves lead to the ending."""

    begun: tuple[str, ...]
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneBeginsSo:
    """No life comes to the ending, and so none that begins as this one does."""

    begun: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoWay:
    """From the end of the life no way was found."""

    begun: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """The ending was lost with a move of the life, the one with this number; `instead`, it could have gone on so."""

    begun: tuple[str, ...]
    number: int
    instead: tuple[str, ...]


Conclusion = Union[
    Undecided,
    CutShort,
    SomeLife,
    NoLife,
    Always,
    Circle,
    Stuck,
    EndsElsewhere,
    Amount,
    NoAmount,
    Knowers,
    NotDone,
    Reasons,
    LifeEnded,
    DoneSomewhere,
    NotHindered,
    Hindered,
    Onward,
    NoneBeginsSo,
    NoWay,
    Lost,
]
