"""What all formats write: the parts of a one-shot or of a book, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from fabula.model import Front
from fabula.pages.book import Book, Missing
from fabula.pages.oneshot import Page, Reasons, length
from fabula.telling.languages import realiser_for
from fabula.telling.languages.labels import Labels, counted
from fabula.telling.narrate import Telling

Work = Union[Page, Book]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of the story."""

    text: str


@dataclass(frozen=True, slots=True)
class Pause:
    """From here on somebody else tells."""


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons of what the paragraph before tells."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The title of the ending, below the story."""

    title: str


Block = Union[Prose, Pause, Why, Close]


@dataclass(frozen=True, slots=True)
class Part:
    """A story: all of a one-shot, or a chapter of a book. `title`: "" in a one-shot, which has that of the whole."""

    identity: str
    title: str
    length: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything that stands in a work. `before`: what the author says first, a word for each and its paragraphs; `missing`: a
    sentence for each ending without a life; `after`: the paragraphs of the request for feedback."""

    title: str
    by: str
    language: str
    length: str
    labels: Labels
    before: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def is_book(self) -> bool:
        """Whether it has chapters, and so a table of contents."""
        return any(part.title for part in self.parts)


def manuscript(work: Work) -> Manuscript:
    """The parts of a work."""
    front = work.front
    labels = realiser_for(front.frame).labels
    if isinstance(work, Page):
        parts = [Part("story", "", work.length, tuple(_blocks(work.telling, work.reasons, close=True)))]
        missing: list[str] = []
    else:
        parts = [
            Part(
                f"life-{number}",
                chapter.title,
                length(chapter.telling.words, front.frame),
                tuple(_blocks(chapter.telling, chapter.reasons, close=False)),
            )
            for number, chapter in enumerate(work.chapters, start=1)
        ]
        missing = [_missing(ending, labels) for ending in work.missing]
    return Manuscript(
        front.title,
        labels.by.format(by=front.by) if front.by else "",
        front.language,
        work.length,
        labels,
        tuple(_before(front, labels)),
        tuple(parts),
        tuple(missing),
        paragraphs(front.ask),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of what an author wrote in one piece; empty lines lie between them."""
    return tuple(part.strip() for part in re.split(r"\n\s*\n", text) if part.strip())


def _before(front: Front, labels: Labels) -> Iterator[tuple[str, tuple[str, ...]]]:
    for label, text in ((labels.note, front.note), (labels.disclaimer, front.disclaimer), (labels.content, front.content)):
        if text.strip():
            yield label, paragraphs(text)


def _blocks(telling: Telling, reasons: Reasons, close: bool) -> Iterator[Block]:
    """`close`: whether the title of the ending stands below; above a chapter it stands already."""
    for index, paragraph in enumerate(telling.paragraphs):
        if index and paragraph.teller != telling.paragraphs[index - 1].teller:
            yield Pause()
        yield Prose(paragraph.text)
        if reasons and reasons[index]:
            yield Why(reasons[index])
    if close and telling.ending:
        yield Close(telling.ending)


def _missing(one: Missing, labels: Labels) -> str:
    never = labels.proven if one.basis else labels.never
    sentence = never if one.proof else labels.stopped if one.stopped else labels.unknown
    return sentence.format(title=one.title, states=counted(one.states, labels.states))
