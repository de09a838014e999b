"""From text to rows: lines of tokens, with everything that is broken over several lines put back together.

A row never fails: what can't be read becomes a problem of the row, and the tokens are what was most likely meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fabula.problems import Problem
from fabula.source import Edit, Source, Span
from fabula.syntax.words import RESERVED, STARTERS

#: brackets and blocks may be nested so deeply, and no deeper
DEEPEST = 60
#: after so many problems the rest of a file is not read
MOST_PROBLEMS = 100
#: characters in a line
LONGEST_LINE = 10_000
#: numbers beyond this are refused; the same bound as `fabula.task.LARGEST`, which this layer does not know
LARGEST = 1 << 40
#: the value of a number that is refused
TOO_LARGE = -1
#: a tab in an indentation counts as if it went to the next multiple of this
TAB = 4

NAME, WORD, NUMBER, TEXT, MARK, END = "name", "word", "number", "text", "mark", "end"


class Token(NamedTuple):
    """`kind`: NAME, WORD (a reserved word), NUMBER, TEXT, MARK or END. `text`: for a TEXT what stands between the quotes,
    escapes resolved. `start` and `end` are offsets in the source. `value`: of a NUMBER."""

    kind: str
    text: str
    start: int
    end: int
    value: int = 0


@dataclass(slots=True)
class Row:
    """A line as it is meant: `tokens` end with one END; `indent` is counted in columns. `spoiled`: something in it had to be
    guessed, so that further problems in it are most likely echoes of the first. `opaque`: it can't be read at all."""

    tokens: list[Token]
    indent: int
    start: int
    problems: list[Problem] = field(default_factory=list)
    spoiled: bool = False
    opaque: bool = False


_TOKEN = re.compile(
    r"(?P<space>[^\S\n]+)|(?P<comment>\#[^\n]*)|(?P<name>[^\W\d]\w*)|(?P<number>[0-9]+)"
    r"|(?P<slip>&&?|\|\||<>|:=|=<|=>|!(?!=)|[\[\]{}≤≥≠×÷−–—…])"
    r"|(?P<mark>==|!=|<=|>=|\+=|-=|\*=|/=|\+\+|--|\.\.|[-+*/=<>.,:;()|])"
)
#: opening quote -> the quotes that close it
_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_SINGLE = {"'": "'", "‘": "’"}
#: slip -> what it is taken for
_SLIPS = {
    "&&": "and",
    "&": "and",
    "||": "or",
    "!": "not",
    "<>": "!=",
    ":=": "=",
    "=<": "<=",
    "=>": ">=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "…": "..",
    "[": "(",
    "{": "(",
    "]": ")",
    "}": ")",
}
#: a line that ends in one of these goes on in the next, deeper one
_UNFINISHED = frozenset("== != <= >= += -= + - * / = < > . .. , | and or not is in believes knows".split())
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\", "“": "“", "”": "”", "'": "'"}


def rows(source: Source) -> list[Row]:
    """The rows of a text, in order, without blank lines and comments. Ends early after more than `MOST_PROBLEMS`."""
    lines = _physical(source)
    found: list[Row] = []
    index = problems = 0
    while index < len(lines) and problems <= MOST_PROBLEMS:
        reader = _RowReader(source, lines[index])
        index += 1
        while index < len(lines) and reader.goes_on(lines[index]):
            reader.add(lines[index])
            index += 1
        row = reader.row()
        problems += len(row.problems)
        found.append(row)
    _explain_tabs(source, found)
    return found


def row_within(source: Source, start: int, end: int) -> Row:
    """A stretch of a line as a row of its own: an expression that stands in a text."""
    return _RowReader(source, _Physical(start, start, end, 0)).row()


def offsets(span: Span) -> tuple[str, tuple[int, ...]]:
    """The value of a text that stands here in quotes, and where each of its letters stands, and its end."""
    raw, value, places = span.text, "", list[int]()
    closing, position = "", 0
    while position < len(raw):
        character, step = raw[position], 1
        if not closing:
            if character in _QUOTES:
                closing = _QUOTES[character]
                if value and position + 1 < len(raw) and not value[-1].isspace() and not raw[position + 1].isspace():
                    value, places = f"{value} ", [*places, span.start + position]
        elif character in closing:
            closing = ""
        else:
            if character == "\\" and raw[position + 1 : position + 2] in _ESCAPES:
                character, step = _ESCAPES[raw[position + 1]], 2
            value += character
            places.append(span.start + position)
        position += step
    return value, (*places, places[-1] + 1 if places else span.start)


class _Physical(NamedTuple):
    """A line of the file: where its text starts after the indentation, where it ends, how deep it is indented."""

    begin: int
    start: int
    end: int
    indent: int


def _physical(source: Source) -> list[_Physical]:
    text = source.text
    found: list[_Physical] = []
    begin = 0
    while begin <= len(text):
        end = text.find("\n", begin)
        if end < 0:
            end = len(text)
        start, indent = begin, 0
        while start < end and text[start].isspace():
            indent = (indent // TAB + 1) * TAB if text[start] == "\t" else indent + 1
            start += 1
        if start < end and text[start] != "#":
            found.append(_Physical(begin, start, end, indent))
        begin = end + 1
    return found


class _RowReader:
    """Reads one row, which may run over several lines of the file."""

    def __init__(self, source: Source, line: _Physical) -> None:
        self.source = source
        self.first = line
        self.tokens: list[Token] = []
        self.problems: list[Problem] = []
        self.open: list[Token] = []
        #: where the problems are that were reported of brackets of another kind that are open
        self.wrong: list[int] = []
        self.spoiled = False
        self.opaque = False
        self.add(line)

    def add(self, line: _Physical) -> None:
        if line.end - line.begin > LONGEST_LINE:
            self._refuse(
                "too-large",
                f"this line has {line.end - line.begin:,} characters",
                line.start,
                line.end,
                expected=f"at most {LONGEST_LINE:,} characters in a line",
                seen=f"{line.end - line.begin:,} characters",
                hint="break the line: a text goes on in the next, deeper line",
            )
            return
        position = line.start
        while position < line.end and not self.opaque:
            position = self._token(position, line.end)

    def goes_on(self, line: _Physical) -> bool:
        """Whether a line of the file belongs to this row still."""
        if self.opaque:
            return False
        text = self.source.text
        word = _TOKEN.match(text, line.start, line.end)
        first = word.group() if word is not None else text[line.start]
        deeper = line.indent > self.first.indent
        if self.open:
            return first not in STARTERS and (deeper or first == ")")
        if not deeper or not self.tokens:
            return False
        if first in ("and", "or"):
            return True
        last = self.tokens[-1]
        if last.kind == TEXT:
            return first in _QUOTES
        return last.kind in (MARK, WORD) and last.text in _UNFINISHED and first not in STARTERS

    def row(self) -> Row:
        """The finished row; brackets that are still open are reported and closed."""
        end = self.tokens[-1].end if self.tokens else self.first.start
        if self.open and not self.opaque:
            bracket = self.open[-1]
            self._problem(
                "unclosed-bracket",
                "this bracket is opened and never closed",
                bracket.start,
                bracket.end,
                expected="')' further on",
                seen="the end of the line",
                hint="add ')' where the brackets should end",
                fix=(Edit(Span(self.source, end, end), ")" * len(self.open)),),
            )
            self.tokens += [Token(MARK, ")", end, end) for _ in self.open]
        self.tokens.append(Token(END, "", end, end))
        return Row(self.tokens, self.first.indent, self.first.start, self.problems, self.spoiled, self.opaque)

    def _token(self, position: int, limit: int) -> int:
        """Read one token, blank or comment; return where the next one begins."""
        text = self.source.text
        match = _TOKEN.match(text, position, limit)
        if match is None:
            character = text[position]
            if character in _QUOTES:
                return self._quoted(position, limit, _QUOTES[character])
            if character in _SINGLE:
                return self._single(position, limit)
            return self._stray(position, limit)
        end = match.end()
        group = match.lastgroup
        if group == "space":
            return end
        if group == "comment":
            return limit
        if group == "name":
            return self._name(position, end, limit)
        if group == "number":
            return self._number(position, end, limit)
        word = match.group()
        if group == "slip":
            self._slip(word, position, end)
            word = _SLIPS[word]
        kind = WORD if word in RESERVED else MARK
        token = Token(kind, word, position, end)
        if word == "(":
            self._open(token)
        elif word == ")":
            if not self.open:
                self._problem(
                    "unclosed-bracket",
                    "this bracket closes none that was opened",
                    position,
                    end,
                    expected="'(' before it",
                    seen="')' without a '(' before it",
                    hint="take it away, or add the '(' that is missing",
                    fix=self._replaced(position, end, ""),
                )
                return end
            self.open.pop()
        self.tokens.append(token)
        return end

    def _open(self, token: Token) -> None:
        self.open.append(token)
        if len(self.open) > DEEPEST:
            self._refuse(
                "too-deep",
                "there are too many brackets within brackets here",
                token.start,
                token.end,
                expected=f"at most {DEEPEST} brackets within each other",
                seen="more than that",
                hint="give a part of it a name of its own with 'rule'",
            )

    def _name(self, start: int, end: int, limit: int) -> int:
        text = self.source.text
        # Letters of some scripts carry marks that are no letters by themselves.
        while end < limit and not text[end].isascii() and ("a" + text[end]).isidentifier():
            end += 1
            while end < limit and (text[end].isalnum() or text[end] == "_"):
                end += 1
        name = text[start:end]
        if not name.isascii():
            name = unicodedata.normalize("NFC", name)
        self.tokens.append(Token(WORD if name in RESERVED else NAME, name, start, end))
        return end

    def _number(self, start: int, end: int, limit: int) -> int:
        text = self.source.text
        digits = text[start:end]
        if end < limit and (text[end].isalpha() or text[end] == "_"):
            while end < limit and (text[end].isalnum() or text[end] == "_"):
                end += 1
            name = text[start:end]
            self._problem(
                "syntax",
                "a name can't begin with a digit",
                start,
                end,
                expected="a letter first",
                seen=f"'{name}'",
                hint=f"put the digit at the end, or write '_{name}'",
                fix=self._replaced(start, end, f"_{name}"),
            )
            self.tokens.append(Token(NAME, name, start, end))
            return end
        if end + 1 < limit and text[end] == "." and text[end + 1] in "0123456789":
            end += 1
            while end < limit and text[end] in "0123456789":
                end += 1
            self._problem(
                "syntax",
                "numbers in a story are whole",
                start,
                end,
                expected="a whole number",
                seen=text[start:end],
                hint="count in smaller units: 15 instead of 1.5",
            )
        significant = digits.lstrip("0")
        # More digits than these are not even converted: that alone could take long.
        value = int(significant or "0") if len(significant) <= 13 else LARGEST + 1
        if value > LARGEST:
            value = TOO_LARGE
            self._problem(
                "number-too-large",
                "this number is too large",
                start,
                end,
                expected=f"at most {LARGEST}",
                seen=digits if len(digits) <= 24 else f"a number of {len(digits)} digits",
                hint="write a smaller number: the bounds of a property rarely need more than 10",
            )
        self.tokens.append(Token(NUMBER, digits, start, end, value))
        return end

    def _quoted(self, start: int, limit: int, closing: str) -> int:
        """A text: up to its closing quote, or, with a problem, to the end of the line."""
        text = self.source.text
        parts: list[str] = []
        position = start + 1
        limit = self._end_of_open_text(start, limit, closing)
        while position < limit:
            character = text[position]
            if character in closing:
                self.tokens.append(Token(TEXT, "".join(parts), start, position + 1))
                return position + 1
            if character == "\\" and position + 1 < limit:
                escape = _ESCAPES.get(text[position + 1])
                if escape is None:
                    self._problem(
                        "syntax",
                        "a backslash in a text goes before a quote, an 'n' or another backslash",
                        position,
                        position + 2,
                        expected=r"\" for a quote, \n for a new line, or \\ for a backslash",
                        seen=text[position : position + 2],
                        hint=r"write \\ if you want a backslash",
                        spoils=False,
                        fix=self._replaced(position, position + 1, r"\\"),
                    )
                    escape = "\\" + text[position + 1]
                parts.append(escape)
                position += 2
                continue
            parts.append(character)
            position += 1
        end = start + len(text[start:limit].rstrip())
        quote = closing[-1]
        fix = self._closed(start, end, quote)
        if text[start] == '"' and self._follows_empty_text(start):
            fix = ()
            hint = "three quotes mean nothing here: use one, and \\n for a new line; a text goes on in the next, deeper line"
        elif quote != '"' and '"' in text[start + 1 : end]:
            hint = f'the text begins with {text[start]} and must end with {quote}; or use " at both ends'
        else:
            hint = f"add {quote} at the end of the text; a long text goes on in quotes in the next, deeper line"
        self._problem(
            "unclosed-string",
            "this text has no end",
            start,
            end,
            expected=f"{quote} before the end of the line",
            seen="the end of the line",
            hint=hint,
            fix=fix,
        )
        self.tokens.append(Token(TEXT, "".join(parts).rstrip(), start, end))
        return limit

    def _end_of_open_text(self, start: int, limit: int, closing: str) -> int:
        """How far a text that has no end most likely goes: to a quote of another kind, or, in a title, to the condition behind
        it."""
        text = self.source.text
        if any(text.find(quote, start + 1, limit) >= 0 for quote in closing):
            return limit
        if text[start] != '"':
            other = text.find('"', start + 1, limit)
            return limit if other < 0 else other + 1
        if self.tokens and self.tokens[0].text in ("ending", "scene"):
            condition = text.find(" when ", start + 1, limit)
            return limit if condition < 0 else condition
        return limit

    def _closed(self, start: int, end: int, quote: str) -> tuple[Edit, ...]:
        text = self.source.text
        if text[end - 1] == '"':
            return self._replaced(end - 1, end, quote)
        return self._replaced(end, end, quote)

    def _replaced(self, start: int, end: int, text: str) -> tuple[Edit, ...]:
        return (Edit(Span(self.source, start, end), text),)

    def _follows_empty_text(self, start: int) -> bool:
        last = self.tokens[-1] if self.tokens else None
        return last is not None and last.kind == TEXT and last.end == start and not last.text

    def _single(self, start: int, limit: int) -> int:
        text = self.source.text
        end = text.find(_SINGLE[text[start]], start + 1, limit)
        if end < 0:
            return self._stray(start, limit)
        self._problem(
            "stray-character",
            "put a text in double quotes",
            start,
            end + 1,
            expected=f'"{text[start + 1 : end]}"',
            seen=text[start : end + 1],
            hint='use " at both ends',
            fix=self._replaced(start, end + 1, f'"{text[start + 1 : end]}"'),
        )
        self.tokens.append(Token(TEXT, text[start + 1 : end], start, end + 1))
        return end + 1

    def _stray(self, start: int, limit: int) -> int:
        text = self.source.text
        end = start + 1
        while end < limit and _TOKEN.match(text, end, limit) is None and text[end] not in _QUOTES:
            end += 1
        name = unicodedata.name(text[start], f"character {ord(text[start])}").lower()
        shown = f"'{text[start]}' ({name})" if text[start].isprintable() else f"an invisible character ({name})"
        self._problem(
            "stray-character",
            "this means nothing in a story",
            start,
            end,
            expected="a word, a number, a text in quotes or a sign such as '+'",
            seen=shown,
            hint="take it away; inside a text, in double quotes, any character is allowed",
            fix=self._replaced(start, end, ""),
        )
        return end

    def _slip(self, seen: str, start: int, end: int) -> None:
        meant = _SLIPS[seen]
        brackets = seen in "[]{}"
        fix = self._replaced(start, end, meant + " " if seen == "!" else meant)
        if seen in "]}" and self.wrong:
            # With the one that it closes it is one slip.
            place = self.wrong.pop()
            self.problems[place] = replace(self.problems[place], fix=self.problems[place].fix + fix)
            return
        if seen in "[{":
            self.wrong.append(len(self.problems))
        self._problem(
            "stray-character" if brackets or not seen.isascii() else "syntax",
            "only round brackets group things in a story" if brackets else f"'{seen}' is written '{meant}' in a story",
            start,
            end,
            expected=f"'{meant}'",
            seen=f"'{seen}'",
            hint=f"write '{meant}'",
            spoils=brackets,
            fix=fix,
        )

    def _problem(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        *,
        expected: str = "",
        seen: str = "",
        hint: str = "",
        spoils: bool = True,
        fix: tuple[Edit, ...] = (),
    ) -> None:
        self.problems.append(Problem(code, message, Span(self.source, start, end), expected, seen, hint, fix=fix))
        self.spoiled = self.spoiled or spoils

    def _refuse(self, code: str, message: str, start: int, end: int, *, expected: str, seen: str, hint: str) -> None:
        """The row can't be read at all."""
        self._problem(code, message, start, end, expected=expected, seen=seen, hint=hint)
        self.opaque = True


def _explain_tabs(source: Source, found: list[Row]) -> None:
    """One problem for each run of rows that are indented with tabs or with blanks that only look like spaces."""
    region: list[tuple[Row, int, int]] = []
    for row in [*found, None]:
        if row is not None:
            begin = source.text.rfind("\n", 0, row.start) + 1
            if source.text[begin : row.start].strip(" "):
                region.append((row, begin, row.start))
                continue
        if region:
            first, begin, end = region[0]
            last = source.place(region[-1][2])[0]
            line = source.place(end)[0]
            tabs = "\t" in source.text[begin:end]
            what = "tabs" if tabs else "characters that only look like spaces"
            first.problems.append(
                Problem(
                    "bad-indentation",
                    f"this line is indented with {what}"
                    if last == line
                    else f"lines {line} to {last} are indented with {what}",
                    Span(source, begin, end),
                    "spaces, four for each step",
                    "tabs" if tabs else "other blanks",
                    "replace each tab by four spaces: most editors can do it for the whole file"
                    if tabs
                    else "delete the blanks at the start of the line and type spaces",
                    fix=tuple(_with_spaces(source, begin, region[-1][2])),
                )
            )
            region = []


def _with_spaces(source: Source, start: int, end: int) -> Iterator[Edit]:
    """Spaces in place of all that lines are indented with, in a stretch of a text that begins with a line."""
    begin = start
    while begin <= end:
        stop, column = begin, 0
        while stop < len(source.text) and source.text[stop].isspace() and source.text[stop] != "\n":
            column = (column // TAB + 1) * TAB if source.text[stop] == "\t" else column + 1
            stop += 1
        if source.text[begin:stop].strip(" "):
            yield Edit(Span(source, begin, stop), " " * column)
        following = source.text.find("\n", stop)
        if following < 0:
            return
        begin = following + 1
