"""A catalogue as the text of a `.po` file. Same catalogue, same bytes: no date stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.cleaning import clean, is_clean
from fabula.translation.catalogue import Catalogue, Entry

#: a line of text is broken behind so many letters
WIDTH = 100
STORY, LANGUAGE = "Project-Id-Version", "Language"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def as_po(catalogue: Catalogue) -> str:
    """The catalogue as the text of a file, which `read_catalogue` reads back."""
    fields = {
        STORY: catalogue.story,
        LANGUAGE: catalogue.language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **dict(catalogue.header),
    }
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    lines = [*(_comment("#", comment) for comment in catalogue.comments), 'msgid ""', *_string("msgstr", header), ""]
    for entry in catalogue.entries:
        lines += [*_entry(entry), ""]
    return "\n".join(lines)


def _entry(entry: Entry) -> Iterator[str]:
    yield from (_comment("#", comment) for comment in entry.comments)
    if not entry.obsolete:
        yield from (_comment("#.", note) for note in entry.notes)
        yield from (_comment("#:", reference) for reference in entry.references)
    flags = [*(["fuzzy"] if entry.fuzzy else []), *entry.flags]
    if flags:
        yield f"#, {', '.join(flags)}"
    mark = "#~ " if entry.obsolete else ""
    if entry.previous is not None:
        yield from ((f"#~| {line}" if entry.obsolete else f"#| {line}") for line in _string("msgid", entry.previous))
    for name, text in (("msgctxt", entry.id), ("msgid", entry.source), ("msgstr", entry.translation)):
        yield from (mark + line for line in _string(name, text))


def _comment(mark: str, text: str) -> str:
    return clean(f"{mark} {text}".rstrip())


def _escaped(text: str) -> str:
    """A text as it stands between quotes. What a terminal would obey stands there as the octal numbers of its bytes, as gettext
    reads them."""
    return "".join(
        character if is_clean(character) else "".join(f"\\{byte:03o}" for byte in character.encode())
        for character in text.translate(_ESCAPES)
    )


def _string(name: str, text: str) -> Iterator[str]:
    """A keyword with its text: on one line if it fits there, else on lines of its own, broken behind spaces and newlines."""
    if len(text) + len(name) <= WIDTH and "\n" not in text.rstrip("\n"):
        yield f'{name} "{_escaped(text)}"'
        return
    yield f'{name} ""'
    for line in text.splitlines(keepends=True):
        while line:
            end = len(line) if len(line) <= WIDTH else line.rfind(" ", 0, WIDTH) + 1 or line.find(" ") + 1 or len(line)
            yield f'"{_escaped(line[:end])}"'
            line = line[end:]
