"""The page that a telling is written on: passages, paragraphs, and how the last sentences began."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from fabula.telling.wording.trace import UNTRACED, Trace

#: a paragraph goes on for so many sentences although somebody else begins to act, and never for more than the second number
PATIENCE, LONGEST = 4, 8
#: so many sentences in a row may begin alike
ALIKE = 2
QUOTES = ('"', "\u201c")
_STOP = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*(?=\s|$)")
_SENTENCE = re.compile(r"(?<=[.!?\u2026])[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]*[A-Z])")
_WORD = re.compile(r"[\w'\u2019]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a telling and the events of the life (by their index) that it tells; none: how the life opens or ends.
    `trace`: what it takes for granted."""

    text: str
    events: tuple[int, ...]
    trace: Trace = UNTRACED


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`teller`: whose eyes; None = nobody's."""

    passages: tuple[Passage, ...]
    teller: str | None

    @property
    def text(self) -> str:
        return " ".join(passage.text for passage in self.passages)

    @property
    def events(self) -> tuple[int, ...]:
        """The events that it tells, by their index in the life, ascending."""
        return tuple(sorted({event for passage in self.passages for event in passage.events}))


def openings(text: str) -> list[str]:
    """The first word of each sentence, in lower case."""
    found = (_WORD.search(sentence) for sentence in _SENTENCE.split(text))
    return [word.group().lower() for word in found if word is not None]


def is_speech(text: str) -> bool:
    return text.startswith(QUOTES)


@dataclass(slots=True)
class _Draft:
    """A paragraph that is being written. `speakers`: of each speech in it, who acted."""

    teller: str | None
    passages: list[Passage] = field(default_factory=list)
    sentences: int = 0
    doers: tuple[str, ...] = ()
    speakers: list[tuple[str, ...]] = field(default_factory=list)
    #: who acts in the last passage; of what is found out, nobody
    last: tuple[str, ...] = ()


class Manuscript:
    """All paragraphs so far; the last one is still open."""

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._openings: list[str] = []

    def paragraphs(self, since: int = 0) -> tuple[Paragraph, ...]:
        """The paragraphs from a `mark` on."""
        return tuple(Paragraph(tuple(draft.passages), draft.teller) for draft in self._drafts[since:] if draft.passages)

    @property
    def mark(self) -> int:
        """The place of the next paragraph."""
        return len(self._drafts) - (bool(self._drafts) and not self._drafts[-1].passages)

    @property
    def is_new(self) -> bool:
        """Whether nothing has been begun."""
        return not self._drafts

    @property
    def last(self) -> Passage | None:
        """The passage before, in this paragraph."""
        return self._drafts[-1].passages[-1] if self._drafts and self._drafts[-1].passages else None

    @property
    def ever(self) -> Passage | None:
        """The passage before, in whichever paragraph."""
        return next((draft.passages[-1] for draft in reversed(self._drafts) if draft.passages), None)

    def begin(self, teller: str | None) -> None:
        """A new paragraph."""
        self._drafts.append(_Draft(teller, doers=self._drafts[-1].doers if self._drafts else ()))

    def write(self, passage: Passage, doers: tuple[str, ...]) -> None:
        """Add a passage to the paragraph. `doers`: who acts in it."""
        draft = self._drafts[-1]
        draft.passages.append(passage)
        draft.sentences += max(1, len(_STOP.findall(passage.text)))
        draft.last = doers
        if any(mark in passage.text for mark in QUOTES):
            draft.speakers.append(doers)
        self._openings = (self._openings + openings(passage.text))[-ALIKE:]

    def extend(self, text: str, events: tuple[int, ...], trace: Trace, doers: tuple[str, ...]) -> None:
        """Let the last sentence go on: `text` takes the place of its full stop."""
        draft = self._drafts[-1]
        last = draft.passages[-1]
        joined = tuple(dict.fromkeys((*last.events, *events)))
        draft.passages[-1] = replace(last, text=last.text.rstrip(".") + text, events=joined, trace=last.trace + trace)
        draft.last = doers

    def is_worn(self, text: str) -> bool:
        """Whether a text would be the third sentence in a row that begins alike."""
        first = openings(text)[:1]
        return len(self._openings) == ALIKE and self._openings == first * ALIKE

    def parts_speech(self, text: str, doers: tuple[str, ...]) -> bool:
        """Whether a speech needs a paragraph of its own: somebody else has spoken in this one, or acted just before."""
        draft = self._drafts[-1]
        if not draft.passages or not is_speech(text):
            return False
        return draft.last != doers or any(speaker != doers for speaker in draft.speakers)

    def ends(self, doers: tuple[str, ...] | None, moved: bool, weighty: bool) -> bool:
        """Whether the paragraph has to end before what comes: somewhere else or later (`moved`), decisive (`weighty`), done
        by others after a while, or because the paragraph is long. `doers` of None: it is nobody's act."""
        draft = self._drafts[-1]
        others = doers is not None and doers != draft.doers and draft.sentences >= PATIENCE
        apart = (moved or weighty) and draft.sentences > 2
        return bool(draft.passages) and (apart or others or draft.sentences >= LONGEST)

    def goes_on(self, doers: tuple[str, ...] | None) -> None:
        """From here on these act in the paragraph."""
        if doers is not None:
            self._drafts[-1].doers = doers
