"""The texts of a story as it is now, with what was translated of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fabula.translation.catalogue import Catalogue, Entry
from fabula.translation.ids import StoryText, owner_of


def merged(texts: Iterable[StoryText], story: str, language: str, old: Catalogue | None = None) -> Catalogue:
    """A catalogue for these texts. A translation of the same source of the same owner is kept; one whose source was changed is
    marked fuzzy and keeps the source that it was made for; one whose text is gone stays behind as obsolete."""
    known = list(texts)
    translated = matched(known, old.entries if old is not None else ())
    entries = [_entry(text, translated.get(text.id)) for text in known]
    used = {entry.id for entry in translated.values()}
    gone: list[Entry] = []
    for entry in old.entries if old is not None else ():
        if entry.obsolete or (entry.id not in used and entry.translation):
            gone.append(replace(entry, obsolete=True, notes=(), references=()))
    header = old.header if old is not None else ()
    return Catalogue(story, language, (*entries, *gone), header, old.comments if old is not None else ())


def matched(texts: Iterable[StoryText], entries: Iterable[Entry]) -> dict[str, Entry]:
    """By the id of a text, the entry for it: with the same id and source, with the same owner and source, with the same id."""
    waiting = list(texts)
    free = {entry.id: entry for entry in entries if not entry.obsolete}
    by_id: dict[str, Entry] = {}

    def take(text: StoryText, entry: Entry | None) -> bool:
        if entry is None:
            return False
        by_id[text.id] = free.pop(entry.id)
        return True

    waiting = [text for text in waiting if not take(text, _same(free.get(text.id), text))]
    by_source: dict[tuple[str, str], list[Entry]] = {}
    for entry in free.values():
        by_source.setdefault((owner_of(entry.id), entry.source), []).append(entry)
    waiting = [text for text in waiting if not take(text, next(iter(_pop(by_source, text)), None))]
    for text in waiting:
        take(text, free.get(text.id))
    return by_id


def _same(entry: Entry | None, text: StoryText) -> Entry | None:
    return entry if entry is not None and entry.source == text.text else None


def _pop(by_source: dict[tuple[str, str], list[Entry]], text: StoryText) -> Iterator[Entry]:
    entries = by_source.get((text.owner, text.text))
    if entries:
        yield entries.pop(0)


def _entry(text: StoryText, old: Entry | None) -> Entry:
    span = text.context.span
    notes = (text.context.note,) if text.context.note else ()
    # The name alone: the same story gives the same file wherever it lies.
    references = (f"{span.source.name.replace(chr(92), '/').rpartition('/')[2]}:{span.line}",) if span is not None else ()
    fresh = Entry(text.id, text.text, notes=notes, references=references)
    if old is None:
        return fresh
    fresh = replace(fresh, translation=old.translation, comments=old.comments, flags=old.flags)
    if old.source == text.text or not old.translation:
        return replace(fresh, fuzzy=old.fuzzy and bool(old.translation), previous=old.previous if old.fuzzy else None)
    previous = old.previous if old.fuzzy and old.previous is not None else old.source
    return replace(fresh, fuzzy=previous != text.text, previous=previous if previous != text.text else None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a story is translated: in all, ready, to be looked at again, and not at all."""

    total: int
    ready: int
    fuzzy: int

    @property
    def missing(self) -> int:
        return self.total - self.ready - self.fuzzy


def coverage(texts: Iterable[StoryText], catalogue: Catalogue) -> Coverage:
    """How much of these texts a catalogue translates."""
    known = list(texts)
    translated = matched(known, catalogue.entries)
    pairs = [(text, translated[text.id]) for text in known if text.id in translated and translated[text.id].translation]
    ready = sum(entry.source == text.text and not entry.fuzzy for text, entry in pairs)
    return Coverage(len(known), ready, len(pairs) - ready)
