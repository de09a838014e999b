"""Reading files: from a path to a text, or to a problem."""

from __future__ import annotations

import codecs
from pathlib import Path

from fabula import files
from fabula.problems import Problems
from fabula.source import Source, Span

#: bytes that a file may have
LARGEST_FILE = 2 * 1024 * 1024


def read(path: Path, problems: Problems, name: str | None = None) -> Source | None:
    """The text of a file, or None and a problem. `name`: what it is called in problems, if not by its path.

    A byte order mark is left out, and every line ends in a single newline, however it ended in the file.
    """
    shown = name if name is not None else str(path)
    data = _bytes(path, shown, problems)
    if data is None:
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problems.add(
            "not-utf8",
            f"'{shown}' is a text in UTF-16",
            Span(Source(shown, "", path), 0, 0),
            expected="a text in UTF-8",
            seen="UTF-16",
            hint="save it as UTF-8: most editors offer that under 'save as'",
        )
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _report_bytes(path, shown, data, error, problems)
        return None
    source = Source(shown, text.replace("\r\n", "\n").replace("\r", "\n"), path)
    return source if is_text(source, problems) else None


def is_text(source: Source, problems: Problems) -> bool:
    """Whether there is nothing in it that no text has, whatever it is a text of; else a problem."""
    place = source.text.find("\0")
    if place < 0:
        return True
    problems.add(
        "stray-character",
        "a NUL is part of no text, not even of one in quotes",
        Span(source, place, place + 1),
        expected="letters, digits and signs",
        seen="an invisible character (NUL)",
        hint="take it away; if there are many, this is no text, or one in UTF-16: save it as UTF-8",
    )
    return False


def _bytes(path: Path, shown: str, problems: Problems) -> bytes | None:
    try:
        if path.is_dir():
            problems.add(
                "unreadable-file", f"'{shown}' is a folder, and a file is needed", hint="name a file in it that ends in .fabula"
            )
            return None
        # A pipe or a device could give bytes without end, or none for ever.
        if path.exists() and not path.is_file():
            problems.add(
                "unreadable-file", f"'{shown}' is no ordinary file", hint="copy what it gives into a file that ends in .fabula"
            )
            return None
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        problems.add("unreadable-file", f"there is no file '{shown}'", hint=_neighbour(path))
        return None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.add(
            "unreadable-file",
            f"'{shown}' can't be read: {reason.lower()}",
            hint="look at the name and at the rights of the file",
        )
        return None
    if len(data) > LARGEST_FILE:
        problems.add(
            "too-large",
            f"'{shown}' is too large for a story",
            expected=f"at most {LARGEST_FILE // 1024 // 1024} MiB",
            seen="more than that",
            hint="put parts of it into files of their own, and name them with 'use'",
        )
        return None
    return data


def _neighbour(path: Path) -> str:
    """A hint for a name that lacks only its ending."""
    with_ending = path.with_name(path.name + ".fabula") if path.name else path
    return (
        f"did you mean '{with_ending}'?"
        if with_ending != path and files.is_file(with_ending)
        else "look at the name, and at the folder you are in"
    )


def _report_bytes(path: Path, shown: str, data: bytes, error: UnicodeDecodeError, problems: Problems) -> None:
    before = data[: error.start].decode("utf-8", errors="replace")
    after = data[error.start + 1 :].decode("utf-8", errors="replace")
    source = Source(shown, f"{before}\ufffd{after}", path)
    problems.add(
        "not-utf8",
        "this is no text in UTF-8",
        Span(source, len(before), len(before) + 1),
        expected="a text in UTF-8",
        seen=f"the byte 0x{data[error.start]:02x}",
        hint="save the file as UTF-8: most editors offer that under 'save as'",
    )
