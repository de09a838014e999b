"""Where in a text something stands. Imports nothing of ours, so that every other module can point at a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A text and the name that it is known by: a path, or `<text>` for a text from memory."""

    name: str
    text: str = field(repr=False)
    path: Path | None = None
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0] + [index + 1 for index, character in enumerate(self.text) if character == "\n"]
        object.__setattr__(self, "_starts", tuple(starts))

    @property
    def is_library(self) -> bool:
        """Whether it is a module of the library: a file of an author's has a path, whatever its folder is called."""
        return self.path is None and self.name.startswith("library/")

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1, of an offset in characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    def start(self, number: int) -> int:
        """Where a line (from 1) begins."""
        return self._starts[number - 1]

    def line(self, number: int) -> str:
        """The text of a line (from 1) without its line break; empty beyond the end."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source: offsets in characters, the end not included."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.source.place(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.place(self.start)[1]

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def in_one_line(self) -> str:
        """The text with single blanks, however it is broken."""
        return " ".join(self.text.split())

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    def __repr__(self) -> str:
        return f"Span({self})"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a text: what stands in the span is replaced by `text`."""

    span: Span
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits of it. One that touches what an earlier one of them has changed is left out."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda one: one.span.start):
        if edit.span.start >= done:
            parts += [text[done : edit.span.start], edit.text]
            done = edit.span.end
    return "".join(parts) + text[done:]


def place_of(source: Source) -> str:
    """The file that a text stands in, by its whole path and without links; nothing for a text from memory."""
    return str(source.path.resolve()) if source.path is not None else ""


def join(first: Span, last: Span) -> Span:
    """The stretch from the start of one span to the end of another of the same source."""
    return Span(first.source, min(first.start, last.start), max(first.end, last.end))
