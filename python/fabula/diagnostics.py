"""Problems as text for people: the line, a caret under the place, what was expected, what was seen, what to try.

The rim of the project: only the command line and the notebook draw.
"""

from __future__ import annotations

import unicodedata

from fabula.problems import Problem, Severity
from fabula.source import Span
from fabula.wrapping import NARROWEST, lines_of

#: columns of a source line that are shown; of a longer one the part around the place
WIDEST = 120
TAB = 4

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_RED = "\x1b[1;31m"
_YELLOW = "\x1b[1;33m"
_BLUE = "\x1b[1;34m"
_CYAN = "\x1b[1;36m"


def draw(problem: Problem, colour: bool, columns: int | None = None) -> str:
    """A problem in a few lines, without a line break at its end. `colour`: with ANSI codes, for a terminal; `columns`: as wide
    as that is. Lines of the source are cut around the place, all else is broken between words."""
    paint = _paint if colour else _plain
    severity = _RED if problem.severity is Severity.ERROR else _YELLOW
    name = f"{problem.severity.value}[{problem.code}]"
    first, *further = _broken(f"{name}: {printable(problem.message)}", columns, 2)
    lines = [paint(name, severity) + paint(first.removeprefix(name), _BOLD), *(paint(line, _BOLD) for line in further)]
    spans = [span for span in (problem.span, *(span for span, _ in problem.notes)) if span is not None]
    gutter = max((len(str(span.line)) for span in spans), default=0)
    bar = paint(f"{'':{gutter}} |", _BLUE)
    if problem.span is not None:
        lines += _place(problem.span, gutter, "^", severity, colour, columns)
    remarks = [("expected", problem.expected), ("seen", problem.seen), ("help", problem.hint)]
    given = [(word, text) for word, text in remarks if text]
    if given and problem.span is not None:
        lines.append(bar)
    widest = max((len(word) for word, _ in given), default=0) + 1
    for word, text in given:
        mark = paint(f"{'':{gutter}} =", _BLUE)
        label = paint(f"{word + ':':{widest}}", _CYAN if word == "help" else _BOLD)
        before = gutter + widest + 4
        first, *further = _broken(" " * before + printable(text), columns, before)
        lines += [f"{mark} {label} {first[before:]}", *further]
    for span, text in problem.notes:
        first, *further = _broken(f"note: {printable(text)}", columns, 2)
        lines += [paint("note", _BOLD) + first.removeprefix("note"), *further]
        lines += _place(span, gutter, "-", _BLUE, colour, columns)
    return "\n".join(lines)


def _broken(text: str, columns: int | None, indent: int) -> list[str]:
    """A text in lines that fit, all but the first one indented; without `columns` in one."""
    if columns is None:
        return [text]
    start = len(text) - len(text.lstrip(" "))
    first, *further = lines_of(text[start:], columns - max(start, indent))
    return [" " * start + first, *(" " * indent + line for line in further)]


def printable(text: str) -> str:
    """A text with everything that could move a terminal's cursor or turn its writing round made visible."""
    return "".join(_visible(character) for character in text)


def width(text: str) -> int:
    """How many columns of a terminal a text takes; tabs do not occur in it."""
    return sum(_width(character) for character in text)


def _place(span: Span, gutter: int, underline: str, style: str, colour: bool, columns: int | None) -> list[str]:
    paint = _paint if colour else _plain
    number, column = span.source.place(span.start)
    source_line = span.source.line(number)
    # Of a place that runs over several lines the first is shown.
    length = max(1, min(span.end - span.start, len(source_line) - column + 1))
    before = _expand(source_line[: column - 1], 0)
    marked = _expand(source_line[column - 1 : column - 1 + length], width(before))
    after = _expand(source_line[column - 1 + length :], width(before) + width(marked))
    widest = WIDEST if columns is None else min(WIDEST, max(NARROWEST, columns - gutter - 3))
    before, marked, after = _crop(before, marked, after, widest)
    bar = paint(f"{'':{gutter}} |", _BLUE)
    return [
        paint(f"{'':{gutter}}-->", _BLUE) + f" {printable(span.source.name)}:{number}:{column}",
        bar,
        (paint(f"{number:>{gutter}} |", _BLUE) + f" {before}{marked}{after}").rstrip(),
        f"{bar} {'':{width(before)}}{paint(underline * max(1, width(marked)), style)}",
    ]


def _crop(before: str, marked: str, after: str, widest: int) -> tuple[str, str, str]:
    """The part of a long line that is around the marked one."""
    if width(before + marked + after) <= widest:
        return before, marked, after
    if width(marked) > widest // 2:
        marked = _first(marked, widest // 2 - 1) + "…"
        after = ""
    room = widest - width(marked)
    if width(before) > room // 2 and width(before) + width(after) > room:
        keep = max(room // 2, room - width(after)) - 1
        before = "…" + _first(before[::-1], keep)[::-1]
    room -= width(before)
    if width(after) > room:
        after = _first(after, room - 1) + "…"
    return before, marked, after


def _first(text: str, columns: int) -> str:
    """As much of a text's beginning as fits."""
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > columns:
            return text[:index]
    return text


def _expand(text: str, column: int) -> str:
    """A stretch of a line that begins in a column, its tabs as spaces and all of it visible."""
    parts: list[str] = []
    for character in text:
        shown = " " * (TAB - column % TAB) if character == "\t" else _visible(character)
        parts.append(shown)
        column += width(shown)
    return "".join(parts)


def _visible(character: str) -> str:
    if character.isascii():
        return character if character.isprintable() else "\ufffd" if character != "\t" else " "
    # Cc, Cf, Zl, Zp, Cs: control, format (also those that turn the direction of writing), line ends, lone surrogates.
    return "\ufffd" if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs") else character


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _plain(text: str, style: str) -> str:
    return text


def _paint(text: str, style: str) -> str:
    return f"{style}{text}{_RESET}"
