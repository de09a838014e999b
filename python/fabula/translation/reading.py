"""From the text of a `.po` file to a catalogue. What can't be read is a problem with its place, and never guessed at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from fabula.problems import Problems
from fabula.source import Source, Span
from fabula.translation.catalogue import Catalogue, Entry
from fabula.translation.writing import LANGUAGE, STORY

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(\[[0-9]+\])?[ \t]*(?=\"|$)")
_STRING = re.compile(r'"((?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\.)*)"[ \t]*$')
_ESCAPE = re.compile(r"((?:\\[0-7]{3})+)|\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
#: what a language may look like (BCP 47), with the underscore that gettext writes
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_WRITTEN = frozenset({STORY, LANGUAGE, "MIME-Version", "Content-Type", "Content-Transfer-Encoding"})


def _meant(escape: re.Match[str]) -> str | None:
    """What an escape stands for: one letter, or bytes of UTF-8 by their octal numbers."""
    if escape[2] is not None:
        return _ESCAPES.get(escape[2])
    numbers = [int(number, 8) for number in escape[1].split("\\")[1:]]
    try:
        return bytes(numbers).decode("utf-8")
    except ValueError:
        return None


@dataclass(slots=True)
class _Draft:
    """An entry that is being read."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    previous: list[str] | None = None
    obsolete: bool = False
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return "".join(self.texts.get(name, ()))


def read_catalogue(source: Source, problems: Problems) -> Catalogue | None:
    """The catalogue in a text; None if it could not be read, and its problems are then among `problems`."""
    reader = _Reader(source, problems)
    before = len(problems.errors)
    for number in range(1, source.text.count("\n") + 2):
        reader.line(number, source.line(number))
    reader.finish()
    if len(problems.errors) > before:
        return None
    return reader.catalogue()


class _Reader:
    """Reads line by line. `_into` is what a string on a line of its own goes on with."""

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self._draft = _Draft()
        self._into: list[str] | None = None
        self._name = ""
        self._entries: list[Entry] = []
        self._header: _Draft | None = None
        self._seen: dict[str, Span] = {}
        self._offset = 0

    # --- lines ---------------------------------------------------------------------------------------------------------

    def line(self, number: int, line: str) -> None:
        start = self._offset
        self._offset += len(line) + 1
        bare = line.strip()
        at = start + len(line) - len(line.lstrip())
        if not bare:
            self._end_entry()
        elif bare.startswith("#~|"):
            self._previous(bare[3:], at + 3)
        elif bare.startswith("#~"):
            self._obsolete(bare[2:], at + 2)
        elif bare.startswith("#|"):
            self._previous(bare[2:], at + 2)
        elif bare.startswith("#"):
            self._comment(bare)
        else:
            if self._draft.obsolete:
                self._end_entry()
            self._statement(bare, at)

    def _comment(self, line: str) -> None:
        if self._draft.texts:
            self._end_entry()
        mark, text = line[:2], line[2:].strip()
        if mark == "#.":
            self._draft.notes.append(text)
        elif mark == "#:":
            self._draft.references.append(text)
        elif mark == "#,":
            self._draft.flags += [flag.strip() for flag in text.split(",") if flag.strip()]
        else:
            self._draft.comments.append(line[1:].strip())

    def _previous(self, rest: str, at: int) -> None:
        """`#| msgid "..."`; a previous context says nothing that the id does not."""
        if self._draft.texts:
            self._end_entry()
        bare = rest.strip()
        at += len(rest) - len(rest.lstrip())
        keyword = _KEYWORD.match(bare)
        if keyword is not None and keyword[1] == "msgid":
            self._draft.previous = self._into = []
        elif keyword is not None:
            self._into = []
        self._string(bare[keyword.end() :] if keyword is not None else bare, at + (keyword.end() if keyword is not None else 0))

    def _obsolete(self, rest: str, at: int) -> None:
        if not self._draft.obsolete and self._draft.texts:
            self._end_entry()
        self._draft.obsolete = True
        self._statement(rest.strip(), at + len(rest) - len(rest.lstrip()))

    def _statement(self, line: str, at: int) -> None:
        keyword = _KEYWORD.match(line)
        if keyword is None:
            self._string(line, at)
            return
        name = keyword[1]
        if keyword[2] or name == "msgid_plural":
            self._report(at, keyword.end(), "a text of a story has no plural", keyword[0].strip(), "write msgid and msgstr")
            return
        if name in ("msgctxt", "msgid") and "msgid" in self._draft.texts:
            self._end_entry(obsolete=self._draft.obsolete)
        if name in self._draft.texts or (name == "msgstr" and "msgid" not in self._draft.texts):
            self._report(at, len(name), f"'{name}' is in a place where it can't be", name, "an entry is msgctxt, msgid, msgstr")
            return
        self._name = name
        self._into = self._draft.texts[name] = []
        self._draft.spans[name] = Span(self.source, at + keyword.end(), at + len(line))
        self._string(line[keyword.end() :], at + keyword.end())

    def _string(self, written: str, at: int) -> None:
        string = _STRING.fullmatch(written)
        if string is None:
            hint = 'write it as "...", with \\" for a quotation mark in it'
            self._report(at, max(1, len(written)), "a text in quotes is expected here", written[:40], hint)
            return
        if self._into is None:
            self._report(at, len(written), "this text belongs to nothing", written[:40], "write msgid or msgstr before it")
            return
        for escape in _ESCAPE.finditer(string[1]):
            if _meant(escape) is None:
                place, length = at + 1 + escape.start(), len(escape[0])
                self._report(place, length, f"'{escape[0]}' is no character", escape[0], "write \\\\ for a backslash")
        self._into.append(_ESCAPE.sub(lambda escape: _meant(escape) or "", string[1]))
        span = self._draft.spans.get(self._name)
        if span is not None and self._into is self._draft.texts.get(self._name):
            self._draft.spans[self._name] = Span(self.source, span.start, at + len(written))

    def _report(self, start: int, length: int, message: str, seen: str, hint: str) -> None:
        span = Span(self.source, start, start + length)
        self.problems.add("bad-texts", message, span, expected="a file of gettext (.po)", seen=seen, hint=hint)

    # --- entries -------------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        self._end_entry()
        if self._header is None:
            self._report(0, 0, "the file has no header", "no empty msgid", "begin with what 'fabula texts export' writes")

    def _end_entry(self, obsolete: bool = False) -> None:
        draft, self._draft, self._into = self._draft, _Draft(obsolete=obsolete), None
        if not draft.texts:
            return
        start = next(iter(draft.spans.values()))
        if "msgstr" not in draft.texts:
            self._report(
                start.start, start.end - start.start, "an entry has no msgstr", start.text[:40], "add one; it may be empty"
            )
        elif "msgctxt" not in draft.texts:
            if draft.text("msgid") or self._header is not None:
                hint = "write msgctxt with the id of the text, as 'fabula texts export' does"
                self._report(start.start, start.end - start.start, "an entry has no id", start.text[:40], hint)
            else:
                self._header = draft
        else:
            self._add(draft)

    def _add(self, draft: _Draft) -> None:
        identity, span = draft.text("msgctxt"), draft.spans["msgctxt"]
        if not draft.obsolete and identity in self._seen:
            note = ((self._seen[identity], "the first one"),)
            self.problems.add("duplicate-name", f"'{identity}' is translated twice", span, seen=identity, notes=note)
            return
        if not draft.obsolete:
            self._seen[identity] = span
        self._entries.append(
            Entry(
                identity,
                draft.text("msgid"),
                draft.text("msgstr"),
                "".join(draft.previous) if draft.previous is not None else None,
                "fuzzy" in draft.flags,
                draft.obsolete,
                tuple(draft.comments),
                tuple(draft.notes),
                tuple(draft.references),
                tuple(flag for flag in draft.flags if flag != "fuzzy"),
                span,
                draft.spans["msgstr"],
            )
        )

    def catalogue(self) -> Catalogue | None:
        assert self._header is not None
        span = self._header.spans["msgstr"]
        fields: dict[str, str] = {}
        for line in self._header.text("msgstr").splitlines():
            name, colon, value = line.partition(":")
            if colon:
                fields[name.strip()] = value.strip()
        checks: tuple[tuple[str, Callable[[str], bool], str], ...] = (
            (STORY, bool, "the title of the story"),
            (LANGUAGE, lambda value: _LANGUAGE.fullmatch(value) is not None, "a language as 'de' or 'pt-BR'"),
            ("Content-Type", lambda value: not value or "charset=utf-8" in value.lower(), "text/plain; charset=UTF-8"),
        )
        sound = True
        for name, fits, expected in checks:
            if not fits(fields.get(name, "")):
                sound = False
                message = f"the header has no '{name}' that can be used"
                self.problems.add("bad-texts", message, span, expected=expected, seen=fields.get(name, "") or "nothing")
        if not sound:
            return None
        header = tuple((name, value) for name, value in fields.items() if name not in _WRITTEN)
        language = fields[LANGUAGE].replace("_", "-")
        return Catalogue(fields[STORY], language, tuple(self._entries), header, tuple(self._header.comments), span)
