"""A telling, paragraph by paragraph, as a narrator words it; where its words do not tell the same, the plain ones stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

from fabula.engine.interface import State
from fabula.model import NumberType
from fabula.rewording.faithful import comparison_of, mentioned, plain, unfaithful
from fabula.rewording.narrator import Asked, Narrator, NoAnswer
from fabula.telling.narrate import Telling
from fabula.telling.wording.paragraphs import Paragraph, Passage
from fabula.telling.wording.phrases import phrases
from fabula.telling.wording.voice import name_of
from fabula.telling.world import Lived, StateView, World

#: a narrator is told no more than so many facts with a paragraph
MOST_FACTS = 12
#: so often it is asked for other words, where those that came back may not stand
TRIES = 2


@dataclass(frozen=True, slots=True)
class Untouched:
    """A paragraph (by its index) that stands as it was told, and why, as a clause."""

    paragraph: int
    why: str


@dataclass(frozen=True, slots=True)
class Retold:
    """A telling in other words, and what of it stands as it was. `paragraphs`: how many there are."""

    telling: Telling
    kept: tuple[Untouched, ...]

    @property
    def reworded(self) -> int:
        return len(self.telling.paragraphs) - len(self.kept)


def retell(
    world: World, life: Lived, telling: Telling, narrator: Narrator, progress: Callable[[int, int], None] | None = None
) -> Retold:
    """The telling as the narrator words it. `progress` hears of each paragraph: its number, and how many there are."""
    paragraphs: list[Paragraph] = []
    kept: list[Untouched] = []
    state = life.events[0].before if life.events else world.engine.initial()
    for index, paragraph in enumerate(telling.paragraphs):
        if progress is not None:
            progress(index + 1, len(telling.paragraphs))
        if paragraph.events:
            state = life.events[paragraph.events[0]].before
        try:
            paragraphs.append(_reworded(world, paragraph, _asked(world, paragraph, state), narrator))
        except NoAnswer as none:
            paragraphs.append(paragraph)
            kept.append(Untouched(index, none.why))
        if paragraph.events:
            state = life.events[paragraph.events[-1]].after
    return Retold(replace(telling, paragraphs=tuple(paragraphs)), tuple(kept))


def _asked(world: World, paragraph: Paragraph, state: State) -> Asked:
    teller = world.definition.things.get(paragraph.teller or "")
    name = "" if teller is None else name_of(teller, StateView(world, state, teller.name))
    return Asked(paragraph.text, name, facts(world, paragraph.text, paragraph.teller, state))


def facts(world: World, text: str, teller: str | None, state: State) -> tuple[str, ...]:
    """What the teller believes in a state about those whom a text names, and about nobody else; without a teller what is so.
    Only what has words of its own in the story; nothing where nobody knows how a text of its language names things."""
    view = StateView(world, state, teller)
    words = comparison_of(world.definition)
    if words is None:
        return ()
    things = {thing.name for thing in world.definition.things.values() if mentioned(thing, words, text)}
    spoken = phrases(world, view)
    sentences: list[str] = []
    for fluent in range(len(world.ground.task.fluents)):
        name, arguments = world.ground.property_of(fluent)
        item = world.definition.properties[name]
        if not arguments or not things.issuperset(arguments) or isinstance(item.type, NumberType):
            continue
        value = view.possible(name, arguments)
        shown = all(isinstance(one, str) and (one in things or one not in world.definition.things) for one in value.values)
        if ((item.has_words and not item.bookkeeping) or name in ("at", "alive")) and (
            (shown and not value.everything) or value.is_only(True)
        ):
            sentences.append(spoken.fluent(name, arguments, value))
    return tuple(sentences[:MOST_FACTS])


def _reworded(world: World, paragraph: Paragraph, asked: Asked, narrator: Narrator) -> Paragraph:
    """Raises `NoAnswer` if no words were found that may stand."""
    telling_events = [passage.text for passage in paragraph.passages if passage.events]
    why = ""
    for _ in range(TRIES):
        text = narrator.reword(asked)
        if text == asked.text:
            return paragraph
        refused = unfaithful(world.definition, asked.text, telling_events, text)
        if refused is None:
            return _worded(paragraph, plain(text))
        why = refused
    raise NoAnswer(why)


def _worded(paragraph: Paragraph, text: str) -> Paragraph:
    """The paragraph in one piece: which of its words tell which event is no longer known."""
    trace = reduce(add, (passage.trace for passage in paragraph.passages))
    return replace(paragraph, passages=(Passage(text, paragraph.events, trace),))
