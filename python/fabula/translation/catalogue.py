"""Translated texts, as a gettext `.po` file holds them."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.source import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A text and what it is in another language. `previous`: what the source was when it was translated, if that is not what it
    is now (`fuzzy`: the translation waits for somebody to look at it). `comments`: of translators; `notes` and `references` are
    ours. `obsolete`: the story has no such text any more. `span`: the id; `said`: the translation, both in the file."""

    id: str
    source: str
    translation: str = ""
    previous: str | None = None
    fuzzy: bool = False
    obsolete: bool = False
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    span: Span | None = None
    said: Span | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A translation of a story. `story`: its title in the language that it was written in; `header`: further fields, kept."""

    story: str
    language: str
    entries: tuple[Entry, ...] = ()
    header: tuple[tuple[str, str], ...] = ()
    comments: tuple[str, ...] = ()
    span: Span | None = None
