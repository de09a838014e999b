"""What somebody believes at a moment, as a table and in sentences."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Union

from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.lives.world import World
from fabula.telling import StateView, phrases
from fabula.telling.english import ENGLISH
from fabula.telling.languages import realiser_for
from fabula.telling.play_words import PlayWords
from fabula.telling.world import is_spoken_of, nothing_of

#: yes or no, a number, the name of a thing, or None = unknown
Value = Union[bool, int, str, None]


@dataclass(frozen=True, slots=True)
class Other:
    """What a mind believes that another mind believes; `text` says so in a sentence without a full stop. `strange`: it is about
    somebody of whom the mind does not know."""

    mind: str
    value: Value
    text: str
    strange: bool = False


@dataclass(frozen=True, slots=True)
class Belief:
    """What a mind believes of the property `name` of some things, and what is so, each also as a sentence without a full stop.
    `empty`: it only says that something is not so, or that there is nobody or nothing. `spoken`: of a property that people
    speak of; those of the library that have no words of their own only keep account. `others`: the minds that it believes to
    believe something else. `strange`: it is about somebody of whom the mind does not know."""

    name: str
    arguments: tuple[str, ...]
    value: Value
    truth: Value
    text: str
    truth_text: str
    empty: bool
    spoken: bool
    others: tuple[Other, ...] = ()
    strange: bool = False

    @property
    def wrong(self) -> bool:
        return self.value != self.truth


@dataclass(frozen=True, slots=True)
class Mind:
    """Everything that can change in a story as one mind believes it to be; of a property that can change for some things only,
    what it is of the others as well. In a notebook it shows as a table."""

    name: str
    display: str
    beliefs: tuple[Belief, ...]
    words: PlayWords = ENGLISH.play

    def of(self, name: str, *arguments: str) -> Belief:
        """The belief about one property of things by their names. Raises `KeyError` where nothing of that can change."""
        for belief in self.beliefs:
            if belief.name == name and belief.arguments == arguments:
                return belief
        raise KeyError(f"{name}({', '.join(arguments)})")

    @property
    def wrong(self) -> tuple[Belief, ...]:
        """The beliefs that are not so."""
        return tuple(belief for belief in self.beliefs if belief.wrong)

    def telling(self, truth: bool) -> tuple[Belief, ...]:
        """The beliefs that say something and are spoken of, all but the empty ones and those about somebody of whom the mind
        does not know. `truth`: the empty ones too where they are wrong, and whomever they are about."""
        known = self.beliefs if truth else tuple(_known(belief) for belief in self.beliefs if not belief.strange)
        return tuple(b for b in known if b.spoken and (not b.empty or b.others or (truth and b.wrong)))

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(subject(belief))}</td><td>{html.escape(shown(belief.value, self.words))}</td>"
            f"<td>{html.escape(shown(belief.truth, self.words)) if belief.wrong else ''}</td>"
            f"<td>{html.escape('; '.join(f'{one.mind}: {shown(one.value, self.words)}' for one in belief.others))}</td></tr>"
            for belief in self.beliefs
        )
        return (
            f"<table><caption>{self.words.believes.format(name=html.escape(self.display))}</caption><tr>"
            + "".join(f"<th scope='col'>{head}</th>" for head in self.words.heads)
            + f"</tr>{rows}</table>"
        )


def _known(belief: Belief) -> Belief:
    return replace(belief, others=tuple(other for other in belief.others if not other.strange))


def mind_of(world: World, state: State, mind: int, unmet: frozenset[str] = frozenset()) -> Mind:
    """What a mind believes in a state. `unmet`: the people of whom it does not know."""
    engine, ground = world.engine, world.ground
    name = ground.task.characters[mind]
    said = phrases(world, StateView(world, state, name))
    believed = engine.belief(state, mind)
    inner = [
        (other, there)
        for number, other in enumerate(ground.task.characters)
        if number != mind and (there := engine.belief(believed, number)) != believed
    ]
    beliefs: list[Belief] = []
    for item, arguments in _places(ground):
        fluent = ground.fluents.get((item, arguments))
        others: list[Other] = []
        if fluent is None:
            value = truth = ground.static(item, *arguments)
        else:
            code = engine.value(believed, fluent)
            value, truth = ground.decode(fluent, code), ground.decode(fluent, engine.value(state, fluent))
            for other, there in inner:
                if (theirs := engine.value(there, fluent)) != code:
                    different = ground.decode(fluent, theirs)
                    text = said.belief(other, item, arguments, different)
                    others.append(Other(other, different, text, bool(unmet & {other, different})))
        lost = value is None and nothing_of(world.definition, world.definition.properties[item]) in ("nowhere", "unknown")
        text = said.belief(name, item, arguments, None) if lost else said.fluent(item, arguments, value)
        empty = value is False or (value is None and not lost)
        spoken = is_spoken_of(world.definition.properties[item])
        told = said.fluent(item, arguments, truth)
        strange = bool(unmet & {*arguments, value})
        beliefs.append(Belief(item, arguments, value, truth, text, told, empty, spoken, tuple(others), strange))
    return Mind(name, world.definition.things[name].display, tuple(beliefs), realiser_for(world.definition.front.frame).play)


def _places(ground: Ground) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The properties that can change, each of all the things of which it says something: what is left out for some of them
    alone would be known by its absence."""
    for item in dict.fromkeys(name for name, _ in ground.fluents):
        found = dict.fromkeys(arguments for name, arguments in ground.fluents if name == item)
        of = ground.definition.properties[item]
        if of.default is False or of.default is None:
            # Of all others it says nothing.
            fixed = (arguments for (name, arguments), value in ground.statics.items() if name == item and value)
        else:
            every = product(*(ground.definition.things_of(kind) for kind in of.kinds))
            # A will and its body can stand for the same.
            fixed = (ground.place(item, *(thing.name for thing in things))[1] for things in every)
        found.update(dict.fromkeys(fixed))
        for arguments in found:
            yield item, arguments


def shown(value: Value, words: PlayWords) -> str:
    """A value in words."""
    if value is None:
        return words.unknown
    if isinstance(value, bool):
        return words.yes if value else words.no
    return str(value).replace("_", " ")


def subject(belief: Belief) -> str:
    """What a belief is about, as it is written in a story: `Aeris.at`, `loves(Aeris, Sephiroth)`, `hour`."""
    match belief.arguments:
        case ():
            return belief.name
        case (only,):
            return f"{only}.{belief.name}"
        case _:
            return f"{belief.name}({', '.join(belief.arguments)})"
