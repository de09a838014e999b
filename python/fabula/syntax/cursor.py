"""A reader's place in a line, and the block of lines that it walks through."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from fabula.problems import Hint, Problems, nearest
from fabula.source import Edit, Source, Span
from fabula.syntax.layout import Line
from fabula.syntax.tokens import END, MOST_PROBLEMS, NAME, NUMBER, TEXT, TOO_LARGE, WORD, Row, Token
from fabula.syntax.tree import Name, Number, Text
from fabula.syntax.words import ACTION_LINES

Read = TypeVar("Read")


class Unreadable(Exception):
    """A line can't be read further. Its problem has been reported, unless it is an echo of one that was. Caught where the
    line was begun; never leaves this package."""


class Context:
    """What all lines of one text share: the source, the problems found so far, and names whose definition is broken."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems = Problems()
        self.broken: dict[str, None] = {}
        #: kinds that are known without reading any other file
        self.kinds: set[str] = set()
        #: names that the text itself defines: what is declared is never taken for a slip of something else
        self.declared: set[str] = set()

    def flush(self, lines: Iterable[Line]) -> None:
        """Report what was found in lines while they were cut into tokens, and in all below them."""
        waiting = deque(lines)
        while waiting:
            line = waiting.popleft()
            self.problems.extend(line.row.problems)
            waiting.extendleft(reversed(line.children))

    def give_up(self, line: Line) -> None:
        """Leave out a line and its block; the names in it count as known from now on."""
        for token in line.row.tokens:
            if token.kind == NAME:
                self.broken.setdefault(token.text)
        self.flush(line.children)


class Cursor:
    """A place in the tokens of one line.

    `asking`: expressions are conditions, so that `=` can only be a slip. `in_where`: the next bracket after a blank is the
    body of a quantifier and not a list of arguments. `depth` and `height` bound how deeply expressions nest. `around`: the
    block that the line belongs to; the deeper it is, the less deep may its expressions be.
    """

    __slots__ = (
        "around", "asking", "block_taken", "context", "depth", "height", "in_where", "index", "line", "silent", "source",
        "token", "tokens",
    )  # fmt: skip

    def __init__(self, around: Block, line: Line) -> None:
        self.around = around
        self.context = around.context
        self.source = around.context.source
        self.line = line
        self.tokens = line.row.tokens
        self.index = 0
        self.token = self.tokens[0]
        self.silent = line.row.spoiled
        self.asking = True
        self.in_where = False
        self.block_taken = False
        self.depth = 2 * around.level
        self.height = 0

    # --- moving ------------------------------------------------------------------------------------------------------

    def advance(self) -> Token:
        """Step over the token here and return it. The END of a line is never stepped over."""
        token = self.token
        if token.kind != END:
            self.index += 1
            self.token = self.tokens[self.index]
        return token

    def at(self, *texts: str) -> bool:
        """Whether a mark or a word of the language (or one that only means something here) stands here."""
        return self.token.text in texts and self.token.kind != TEXT

    def ahead(self, count: int = 1) -> Token:
        """The token so many places further on, END beyond the last."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def accept(self, *texts: str) -> bool:
        """Step over one of these if it stands here."""
        if self.at(*texts):
            self.advance()
            return True
        return False

    @property
    def ended(self) -> bool:
        return self.token.kind == END

    def cut(self, count: int) -> None:
        """Take so many tokens away from the end of the line."""
        first = self.tokens[-1 - count]
        self.tokens = [*self.tokens[: -1 - count], Token(END, "", first.start, first.start)]
        self.token = self.tokens[self.index]

    def cut_row(self, *texts: str) -> bool:
        """Take these words away from the end of the line, with a comma before them, if they stand there behind something
        else."""
        left = len(self.tokens) - 1 - self.index
        if left <= len(texts) or tuple(token.text for token in self.tokens[-1 - len(texts) : -1]) != texts:
            return False
        self.cut(len(texts))
        if left > len(texts) + 1 and self.tokens[-2].text == ",":
            self.cut(1)
        return True

    # --- spans -------------------------------------------------------------------------------------------------------

    def span(self, token: Token) -> Span:
        return Span(self.source, token.start, token.end)

    def since(self, start: int) -> Span:
        """From an offset to the end of the last token that was read."""
        end = self.tokens[self.index - 1].end if self.index else start
        return Span(self.source, start, max(start, end))

    def rest(self) -> Span:
        """From here to the end of the line."""
        return Span(self.source, self.token.start, self.tokens[-1].end)

    # --- problems ----------------------------------------------------------------------------------------------------

    def report(
        self,
        message: str,
        where: Token | Span | None = None,
        *,
        code: str = "syntax",
        expected: str = "",
        seen: str = "",
        hint: str = "",
        notes: tuple[tuple[Span, str], ...] = (),
        fix: str | tuple[Edit, ...] | None = None,
    ) -> None:
        """Report a slip that is understood all the same. What then can't be read in this line is taken for its echo. `fix`:
        what should stand where the problem is, or edits."""
        span = where if isinstance(where, Span) else self.span(where or self.token)
        if not seen:
            seen = f"'{span.text}'" if span.text else "nothing"
        fixes = () if fix is None else (Edit(span, fix),) if isinstance(fix, str) else fix
        self.context.problems.add(code, message, span, expected=expected, seen=seen, hint=hint, notes=notes, fix=fixes)
        self.silent = True

    def fail(
        self,
        message: str,
        where: Token | Span | None = None,
        *,
        code: str = "syntax",
        expected: str = "",
        seen: str | None = None,
        hint: str = "",
        notes: tuple[tuple[Span, str], ...] = (),
        fix: str | tuple[Edit, ...] | None = None,
    ) -> Unreadable:
        """Report that the line can't be read from here on; the caller raises what is returned."""
        if not self.silent:
            if seen is None:
                seen = describe(where if isinstance(where, Token) else self.token)
            if not hint:
                hint = f"write {expected} here" if self.ended else f"write {expected} in its place"
            self.report(message, where, code=code, expected=expected, seen=seen, hint=hint, notes=notes, fix=fix)
        return Unreadable()

    # --- small things that many lines have ---------------------------------------------------------------------------

    def expect(self, text: str, message: str, *, hint: str = "") -> Token:
        """Step over a mark or word that must stand here."""
        if not self.at(text):
            raise self.fail(message, expected=f"'{text}'", hint=hint)
        return self.advance()

    def replaced(self, start: int, end: int, text: str) -> tuple[Edit, ...]:
        """A change of the text between two offsets."""
        return (Edit(Span(self.source, start, end), text),)

    def behind(self, mark: str) -> tuple[Edit, ...]:
        """A mark right behind the last token that was read, before the one here."""
        return self.replaced(self.tokens[self.index - 1].end, self.token.start, f"{mark} ")

    def end(self, expected: str = "the end of the line", hint: str = "", fix: str | None = None) -> None:
        """Nothing more may stand on the line. `fix`: what should stand in place of the rest."""
        if not self.ended:
            where = self.rest()
            if not hint and self.at("="):
                hint = "one '=' to a line; several effects stand on lines of their own, or with ';' between them"
            elif not hint:
                hint = "take the rest away, or begin a new line with it"
            if fix is None and not where.text.strip(";,.: "):
                fix = ""
            raise self.fail("the line should end here", where, expected=expected, hint=hint, fix=fix)

    def new_name(self, what: str) -> Name:
        """A name that is given here: reserved words are refused, and read as if they were names."""
        token = self.token
        if token.kind == WORD:
            self.report(
                f"'{token.text}' is a word of the language and can't be a name",
                token,
                code="reserved-name",
                expected=what,
                seen=f"the word '{token.text}'",
                hint=Hint.of(f"choose another word, or write '{token.text}_'", f"{token.text}_"),
            )
        elif token.kind != NAME:
            hint = "a name is one word, without quotes" if token.kind == TEXT else "add it: a word that you choose"
            raise self.fail(f"{what} is missing", expected=what, hint=hint)
        self.advance()
        return Name(token.text, self.span(token))

    def name(self, what: str) -> Name:
        """A name of something that is defined elsewhere."""
        token = self.token
        if token.kind != NAME:
            raise self.fail(f"{what} is missing", expected=what, hint="add it, as it is written where it is defined")
        self.advance()
        return Name(token.text, self.span(token))

    def kind(self) -> Name:
        """The name of a kind."""
        if self.token.text == "will" and self.token.kind == WORD:
            return Name("will", self.span(self.advance()))
        return self.name("the name of a kind")

    def number(self, what: str) -> Number:
        """A number, with or without a minus."""
        start = self.token.start
        negative = self.accept("-")
        if self.token.kind != NUMBER:
            raise self.fail(f"{what} is missing", expected=what, hint="add a number in digits, such as 3")
        if self.token.value == TOO_LARGE:
            raise self.fail("this number is too large", code="number-too-large", expected="a smaller number")
        value = self.advance().value
        return Number(-value if negative else value, self.since(start))

    def text(self, word: str) -> Text:
        """A text in quotes; texts that follow each other are one. Without quotes the rest of the line is taken for it."""
        start = self.token.start
        parts: list[str] = []
        while self.token.kind == TEXT:
            part = self.advance().text
            if parts and parts[-1] and part and not parts[-1][-1].isspace() and not part[0].isspace():
                parts.append(" ")
            parts.append(part)
        if parts:
            return Text("".join(parts), self.since(start))
        if self.at(":") and self.ahead().kind == TEXT:
            slip = self.advance()
            self.report(
                f"there is no colon between '{word}' and its text",
                slip,
                expected="a text in double quotes",
                hint=f"write: {word} {self.rest().text}",
                fix="",
            )
            return self.text(word)
        if self.ended:
            raise self.fail(f"there is no text after '{word}'", expected="a text in double quotes", hint=f'write {word} "..."')
        return self._unquoted(word)

    def _unquoted(self, word: str) -> Text:
        begin = self.token.start
        line, column = self.source.place(begin)
        raw = self.source.line(line)[column - 1 :].rstrip()
        # What looked wrong in it looked so because the quotes are missing.
        self.line.row.problems[:] = [found for found in self.line.row.problems if found.code == "bad-indentation"]
        self.silent = False
        bare = raw.strip('"').replace('"', '\\"')
        shown = bare if len(bare) <= 40 else bare[:37] + "..."
        span = Span(self.source, begin, begin + len(raw))
        hint = f'write {word} "{shown}"'
        self.report("a text must be in quotes", span, expected="a text in double quotes", hint=hint, fix=f'"{bare}"')
        self.index = len(self.tokens) - 1
        self.token = self.tokens[-1]
        return Text(raw, span)

    def names(self, what: str, read: str = "and") -> tuple[Name, ...]:
        """Names with commas (or `and`) between them; at least one."""
        found = [self.name(what)]
        while self.accept(",", read):
            found.append(self.name(what))
        return tuple(found)

    def header_ends(self) -> bool:
        """Read the end of a header. True if its block is on the lines below, False if something follows a colon here."""
        colon = self.accept(":")
        if not self.ended:
            if colon:
                return False
            if self.tokens[0].text in ("if", "elif", "else", "for", "when"):
                hint = "put ':' before what happens then, or begin a new, deeper line with it"
                fix = self.behind(":")
            else:
                hint, fix = "take the rest away, or begin a new line with it", ()
            raise self.fail("the line should end here", self.rest(), expected="the end of the line, or ':'", hint=hint, fix=fix)
        return True

    def block(self) -> Block:
        """The lines below this one."""
        self.block_taken = True
        return Block(self.context, self.line.children, self.around.level + 1)


class Block:
    """Goes through the lines of a block, one cursor at a time.

    A line that opens no block and has deeper lines all the same gets a problem, and those lines are read as its neighbours.
    """

    def __init__(self, context: Context, lines: list[Line], level: int = 0) -> None:
        self.context = context
        self.level = level
        self.waiting = deque(lines)

    def __bool__(self) -> bool:
        return bool(self.waiting)

    def peek(self) -> Token | None:
        """The first token of the next line."""
        while self.waiting and self.waiting[0].row.opaque:
            self.leave(self.waiting.popleft())
        return self.waiting[0].row.tokens[0] if self.waiting else None

    def take(self) -> Cursor | None:
        """The next line that can be read at all, if there is one."""
        while self.waiting:
            if len(self.context.problems) > MOST_PROBLEMS:
                self.waiting.clear()
                return None
            if self.peek() is not None:
                return Cursor(self, self.waiting.popleft())
        return None

    def each(self, read: Callable[[Cursor], Read | None]) -> list[Read]:
        """Read the lines one by one; a line that can't be read is left out with the block below it."""
        found: list[Read] = []
        while (cursor := self.take()) is not None:
            try:
                result = read(cursor)
            except Unreadable:
                self.leave(cursor.line)
                continue
            self.done(cursor)
            if result is not None:
                found.append(result)
        return found

    def done(self, cursor: Cursor) -> None:
        """A line was read to its end."""
        line = cursor.line
        self.context.problems.extend(line.row.problems)
        if cursor.block_taken or not line.children:
            return
        first = line.children[0].row
        if _begins(first, ACTION_LINES) and not _begins(line.row, ACTION_LINES):
            self._no_header(line, first)
            return
        if not cursor.silent:
            begin = self.context.source.text.rfind("\n", 0, first.start) + 1
            self.context.problems.add(
                "bad-indentation",
                "this line is indented deeper than the one above it, which has no block",
                Span(self.context.source, begin, first.start),
                expected=f"{line.row.indent} spaces" if line.row.indent else "no spaces before the line",
                seen=f"{first.indent} spaces",
                hint="begin it in the same column as the line above",
                fix=tuple(self._shifted(line.children, line.row.indent - first.indent)),
            )
        self.waiting.extendleft(reversed(line.children))

    def _shifted(self, lines: Iterable[Line], columns: int) -> Iterator[Edit]:
        """Lines and their blocks so many columns further to the right."""
        for line in lines:
            begin = self.context.source.text.rfind("\n", 0, line.row.start) + 1
            yield Edit(Span(self.context.source, begin, line.row.start), " " * max(0, line.row.indent + columns))
            yield from self._shifted(line.children, columns)

    def _no_header(self, line: Line, first: Row) -> None:
        """Lines of an action stand under a line that is none."""
        head, word = line.row.tokens[0], first.tokens[0]
        self.context.problems.add(
            "syntax",
            "this line begins nothing that has a block",
            Span(self.context.source, head.start, line.row.tokens[-1].end),
            expected="'action', 'trigger' or 'ending' and a name",
            seen=describe(head),
            fix=(Edit(Span(self.context.source, head.start, head.start), "action "),) if head.kind == NAME else (),
            hint=f"'{word.text}' belongs into the block of an action: write 'action' before its name",
        )
        self.leave(line)

    def leave(self, line: Line) -> None:
        """A line was given up, and its block with it."""
        self.context.problems.extend(line.row.problems)
        self.context.give_up(line)

    def nothing_more(self, message: str) -> None:
        """Report lines that are left over."""
        cursor = self.take()
        if cursor is not None:
            cursor.report("this line belongs to nothing", cursor.rest(), expected="nothing more here", hint=message)
            self.leave(cursor.line)


def _begins(row: Row, words: tuple[str, ...]) -> bool:
    return row.tokens[0].kind == WORD and row.tokens[0].text in words


def describe(token: Token) -> str:
    """A token in words, for `seen`."""
    if token.kind == END:
        return "the end of the line"
    if token.kind == TEXT:
        return f'the text "{token.text}"' if len(token.text) <= 30 else f'the text "{token.text[:27]}..."'
    if token.kind == WORD:
        return f"the word '{token.text}'"
    if token.kind == NUMBER:
        return f"the number {token.value}"
    return f"'{token.text}'"


def misspelt(token: Token, words: Iterable[str]) -> Hint | str:
    """A hint for a word that is close to one of those that can stand there."""
    if token.kind not in (NAME, WORD) or (token.kind == WORD and token.text in words):
        return ""
    return nearest(token.text, words) if len(token.text) > 1 else ""
