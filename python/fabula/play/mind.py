"""What somebody believes at a moment, as a table and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Union

from fabula.believing import Believing
from fabula.engine.interface import State
from fabula.grounding import Ground
from fabula.grounding.ideas import Idea, goes_without_saying, taken_values
from fabula.lives.world import World
from fabula.markup import Markup
from fabula.problems import unknown_belief
from fabula.telling import StateView, phrases
from fabula.telling.languages import realiser_for
from fabula.telling.languages.play_words import PlayWords
from fabula.telling.world import is_spoken_of

#: yes or no, a number, the name of a thing, or None = nobody, nothing, nowhere
Value = Union[bool, int, str, None]


@dataclass(frozen=True, slots=True)
class Other:
    """What a mind believes that another mind believes; `text` says so in a sentence without a full stop. `values`: those that
    it believes the other to take to be possible; `value`: the only one, None also where there are several; `known`: the other
    is believed to know which of them it is. `words`: the values, and that they are known, in a few words. `strange`: it is
    about somebody of whom the mind does not know."""

    mind: str
    value: Value
    text: str
    values: tuple[Value, ...]
    known: bool
    words: str
    strange: bool = False


@dataclass(frozen=True, slots=True)
class Belief:
    """What a mind believes of the property `name` of some things, and what is so, each also as a sentence without a full stop.
    `values`: those that it takes to be possible, all that there are where it does not know anything of it; `value`: the only
    one, None also where there are several; `known`: there is one only. `words`, `truth_words`: the values alone.
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
    values: tuple[Value, ...]
    known: bool
    words: str
    truth_words: str
    others: tuple[Other, ...] = ()
    strange: bool = False

    @property
    def right(self) -> bool:
        """Whether it is what is so, and nothing else is taken to be possible."""
        return self.values == (self.truth,)

    @property
    def wrong(self) -> bool:
        """Whether what is so is taken to be impossible."""
        return self.truth not in self.values


@dataclass(frozen=True, slots=True, repr=False)
class Mind:
    """Everything that can change in a story as one mind believes it to be; of a property that can change for some things only,
    what it is of the others as well. In a notebook it shows as a table."""

    name: str
    display: str
    beliefs: tuple[Belief, ...]
    words: PlayWords

    def of(self, name: str, *arguments: str) -> Belief:
        """The belief about one property of things by their names. Raises `UnknownName` where nothing of that can change."""
        for belief in self.beliefs:
            if belief.name == name and belief.arguments == arguments:
                return belief
        asked = _written(name, arguments)
        alike = (_written(name, belief.arguments) for belief in self.beliefs if belief.name == name)
        raise unknown_belief(asked, name, alike, (belief.name for belief in self.beliefs))

    @property
    def wrong(self) -> tuple[Belief, ...]:
        """The beliefs that are not so."""
        return tuple(belief for belief in self.beliefs if belief.wrong)

    def telling(self, truth: bool) -> tuple[Belief, ...]:
        """The beliefs that say something and are spoken of, all but the empty ones and those about somebody of whom the mind
        does not know. `truth`: the empty ones too where they are not right, and whomever they are about."""
        known = self.beliefs if truth else tuple(_known(belief) for belief in self.beliefs if not belief.strange)
        return tuple(b for b in known if b.spoken and (not b.empty or b.others or (truth and not b.right)))

    def __repr__(self) -> str:
        return f"<fabula.Mind of {self.name}: {len(self.beliefs)} beliefs, {len(self.wrong)} of them wrong>"

    def _repr_html_(self) -> str:
        caption = Markup.escape(self.words.believes).format(name=self.display)
        heads = Markup().join(Markup("<th scope='col'>{}</th>").format(head) for head in self.words.heads)
        rows = Markup().join(
            Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>").format(
                subject(belief),
                belief.words,
                "" if belief.right else belief.truth_words,
                "; ".join(f"{one.mind}: {one.words}" for one in belief.others),
            )
            for belief in self.beliefs
        )
        return str(Markup("<table><caption>{}</caption><tr>{}</tr>{}</table>").format(caption, heads, rows))


def _written(name: str, arguments: tuple[str, ...]) -> str:
    return f"{name}({', '.join(arguments)})"


def _known(belief: Belief) -> Belief:
    return replace(belief, others=tuple(other for other in belief.others if not other.strange))


def mind_of(world: World, state: State, mind: int, unmet: frozenset[str] = frozenset()) -> Mind:
    """What a mind believes in a state. `unmet`: the people of whom it does not know."""
    engine, ground = world.engine, world.ground
    name = ground.task.characters[mind]
    said = phrases(world, StateView(world, state, name))
    believing = Believing(said)
    words = realiser_for(world.definition.front.frame).play
    believed = engine.belief(state, mind)
    inner = [
        (number, other, taken_values(engine, there))
        for number, other in enumerate(ground.task.characters)
        if number != mind and (there := engine.belief(believed, number)) != believed
    ]
    here, outside = taken_values(engine, believed), taken_values(engine, state)
    beliefs: list[Belief] = []
    for item, arguments in _places(ground):
        fluent = ground.fluents.get((item, arguments))
        others: list[Other] = []
        if fluent is None:
            mine = true = Idea((ground.static(item, *arguments),), True)
        else:
            mine, true = (ground.idea(fluent, values[fluent]) for values in (here, outside))
            for number, other, held in inner:
                obvious = goes_without_saying(ground.task, fluent, number, held[fluent], here[fluent])
                if held[fluent] != here[fluent] and not obvious:
                    theirs = ground.idea(fluent, held[fluent])
                    text = believing.belief(other, item, arguments, theirs)
                    few = text if theirs.known and not theirs.is_one else _shown(believing, item, theirs, words)
                    strange = bool(unmet & {other, *_named(theirs)})
                    others.append(Other(other, theirs.value, text, theirs.values, theirs.known, few, strange))
        beliefs.append(
            Belief(
                item,
                arguments,
                mine.value,
                true.value,
                believing.fact(item, arguments, mine, name),
                said.fluent(item, arguments, true.value),
                mine.is_empty,
                is_spoken_of(world.definition.properties[item]),
                mine.values,
                mine.known,
                _shown(believing, item, mine, words),
                _shown(believing, item, true, words),
                tuple(others),
                bool(unmet & {*arguments, *_named(mine)}),
            )
        )
    return Mind(name, world.definition.things[name].display, tuple(beliefs), words)


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


def _named(believed: Idea) -> tuple[Value, ...]:
    """The values that are spoken of: nobody is named where nothing is ruled out."""
    return () if believed.everything else believed.values


def _shown(believing: Believing, name: str, believed: Idea, words: PlayWords) -> str:
    """The values that may be so, in a few words: as they are written in a story, like what they are about."""
    if believed.everything:
        return words.unknown
    named = believed.said
    return believing.row([one.replace("_", " ") if isinstance(one, str) else believing.value(name, one) for one in named])


def subject(belief: Belief) -> str:
    """What a belief is about, as it is written in a story: `Aeris.at`, `loves(Aeris, Sephiroth)`, `hour`."""
    match belief.arguments:
        case ():
            return belief.name
        case (only,):
            return f"{only}.{belief.name}"
        case _:
            return f"{belief.name}({', '.join(belief.arguments)})"
