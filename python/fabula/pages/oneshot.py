"""The one-shot: one life, told, with what its author puts around it."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.model import Front
from fabula.telling.languages import realiser_for
from fabula.telling.languages.grammar import Tense
from fabula.telling.languages.labels import counted
from fabula.telling.narrate import Telling, tell
from fabula.telling.wording.phrases import Phrases
from fabula.telling.wording.voice import Voice
from fabula.telling.world import Lived, StateView, World

#: words that are read in a minute
PACE = 230

#: for each paragraph of a telling, why what it tells was done; or nothing at all
Reasons = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A finished one-shot."""

    front: Front
    telling: Telling
    reasons: Reasons = ()

    @property
    def text(self) -> str:
        """The story itself, without what stands around it."""
        return self.telling.text

    @property
    def words(self) -> int:
        return self.telling.words

    @property
    def minutes(self) -> int:
        """How long it takes to read, at least one."""
        return minutes(self.words)

    @property
    def length(self) -> str:
        return length(self.words, self.front.frame)


def minutes(words: int) -> int:
    """How long it takes to read so many words, at least one minute."""
    return max(1, round(words / PACE))


def length(words: int, language: str) -> str:
    """So many words, and the time that they take, as it is said to readers."""
    labels = realiser_for(language).labels
    return f"{counted(words, labels.words)}, {counted(minutes(words), labels.minutes)}"


def page_of(world: World, life: Lived, by: str | None = None, seed: int = 0, reasons: bool = False) -> Page:
    """A life as a one-shot, told by `by` (see `tell`); with `reasons`, the reason of each act below the paragraph of it.

    Reasons are the truth about everybody, whoever tells. Raises `UnknownName` for a teller without a mind.
    """
    telling = tell(world, life, by, seed)
    return Page(world.definition.front, telling, reasons_below(world, life, telling) if reasons else ())


def reasons_below(world: World, life: Lived, telling: Telling) -> Reasons:
    """The reasons of all acts; those of acts that nobody tells stand below the paragraph before them."""
    below: list[list[str]] = [[] for _ in telling.paragraphs]
    at = 0
    for index, event in enumerate(life.events):
        at = next((n for n, paragraph in enumerate(telling.paragraphs) if index in paragraph.events), at)
        if below and event.reasons:
            phrases = Phrases(world, StateView(world, event.before), Voice(tense=Tense.PRESENT))
            below[at].append(phrases.because(event.action, event.reasons))
    return tuple(tuple(lines) for lines in below)
