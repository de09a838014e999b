"""What stands around the world of a story: its title page, the files it uses, endings, scenes, fate, what is expected."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.problems import Hint, write
from fabula.source import Span
from fabula.syntax.acts import says_line, when_lines
from fabula.syntax.cursor import Cursor, Unreadable, misspelt
from fabula.syntax.expressions import expression
from fabula.syntax.tokens import END, NAME, TEXT
from fabula.syntax.told import told_line
from fabula.syntax.tree import (
    EndingDefinition,
    Expect,
    Expression,
    Fate,
    FurtherTelling,
    Logic,
    Name,
    Number,
    Says,
    SceneDefinition,
    StoryHead,
    Text,
    Told,
    Truth,
    Use,
)
from fabula.syntax.words import ACTION_WORDS, ENDING_LINES, SCENE_LINES, SOONER_OR_LATER, STORY_LINES, STORY_TEXTS


@dataclass(slots=True)
class _StoryBlock:
    entries: list[tuple[Name, Text]] = field(default_factory=list)
    limits: list[tuple[Name, Name | None, Number]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    openings: list[Says] = field(default_factory=list)

    def read(self, cursor: Cursor) -> None:
        token = cursor.token
        word = Name(token.text, cursor.span(token))
        if token.kind not in (NAME, "word") or token.text not in STORY_LINES:
            meant = {"author": Hint.of("did you mean 'by'?", "by"), "title": "the title stands after 'story'"}
            hint = meant.get(token.text) or misspelt(token, STORY_LINES)
            words = ", ".join(f"'{line}'" for line in STORY_LINES[:-1])
            raise cursor.fail("no line under 'story' begins like this", token, expected=f"{words} or 'told'", hint=hint)
        cursor.advance()
        if token.text in STORY_TEXTS:
            self.entries.append((word, cursor.text(token.text)))
            cursor.end(hint='a quote within a text is written \\"')
        elif token.text == "opening":
            self.openings.append(says_line(cursor, token))
        elif token.text == "told":
            self.told.append(told_line(cursor, token))
        else:
            mind = cursor.name("a name") if cursor.token.kind == NAME else None
            cursor.accept("=")
            self.limits.append(
                (word, mind, cursor.number("a number of acts" if token.text == "ahead" else "a number of levels"))
            )
            cursor.end(hint=f"write: {token.text} 4, or {token.text} NAME 2")


def story_head(cursor: Cursor) -> StoryHead:
    """`story "Title"` and its block."""
    start = cursor.advance().start
    title = cursor.text("story")
    span = cursor.since(start)
    block = _StoryBlock()
    if not cursor.header_ends():
        raise cursor.fail(
            "put what belongs to the story's head on the lines below", cursor.rest(), expected="the end of the line"
        )
    cursor.block().each(block.read)
    return StoryHead(title, tuple(block.entries), tuple(block.limits), tuple(block.told), tuple(block.openings), span)


def use(cursor: Cursor) -> Use:
    """`use places, bodies, "own.fabula"`."""
    start = cursor.advance().start
    found = [_module(cursor)]
    while not cursor.ended:
        if not cursor.accept(",", "and"):
            if cursor.token.kind not in (NAME, TEXT):
                break
            cursor.report(
                "put a comma between two modules",
                cursor.token,
                expected="','",
                hint="put a comma before it",
                fix=cursor.behind(","),
            )
        found.append(_module(cursor))
    cursor.end("',' or the end of the line", hint=_own_file(cursor))
    return Use(tuple(found), cursor.since(start))


def _own_file(cursor: Cursor) -> Hint | str:
    """For `use places.fabula`."""
    if not cursor.at("."):
        return ""
    name = cursor.tokens[cursor.index - 1].text
    hint = f"write 'use {name}', without an ending, for a module of the library, and a file of your own in quotes"
    return Hint.of(hint, "")


def _module(cursor: Cursor) -> Name | Text:
    token = cursor.token
    if token.kind == TEXT:
        cursor.advance()
        return Text(token.text, cursor.span(token))
    return cursor.name("a module of the library, or a file in quotes,")


# --- further texts ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _TellingBlock:
    says: list[Says] = field(default_factory=list)

    def read(self, cursor: Cursor) -> None:
        token = cursor.token
        if not cursor.at("says"):
            hint = misspelt(token, ["says"]) or "the act itself is defined elsewhere"
            raise cursor.fail("no line of a telling begins like this", token, expected="'says'", hint=hint)
        cursor.advance()
        self.says.append(says_line(cursor, token))


def telling(cursor: Cursor) -> FurtherTelling:
    """`telling ask`, with `says` lines below."""
    start = cursor.advance().start
    event = cursor.name("the name of an action or a trigger")
    span = cursor.since(start)
    if not cursor.header_ends():
        hint = "write the name alone: its parameters are those of its definition" if cursor.at("(") else ""
        raise cursor.fail("here the line should end", cursor.rest(), expected="the end of the line", hint=hint)
    block = _TellingBlock()
    cursor.block().each(block.read)
    return FurtherTelling(event, tuple(block.says), span)


# --- endings, scenes, and fate ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _EndingBlock:
    what: str = "an ending"
    elsewhere: str = 'texts stand on the lines below: says "..."'
    conditions: list[Expression] = field(default_factory=list)
    says: list[Says] = field(default_factory=list)

    def read(self, cursor: Cursor) -> None:
        token = cursor.token
        if cursor.at("when"):
            cursor.advance()
            self.conditions.extend(when_lines(cursor))
        elif cursor.at("says"):
            cursor.advance()
            self.says.append(says_line(cursor, token))
        else:
            hint = misspelt(token, ENDING_LINES)
            fix = None
            if token.kind == TEXT:
                hint = f"write: says {cursor.rest().text}"
                fix = f"says {cursor.rest().text}"
            elif ACTION_WORDS.get(token.text) in ENDING_LINES:
                hint = write(ACTION_WORDS[token.text])
            raise cursor.fail(
                "no line of an ending begins like this",
                token if token.kind != TEXT else cursor.rest(),
                expected="'when' or 'says'",
                hint=hint,
                fix=fix,
            )


@dataclass(slots=True)
class _SceneBlock:
    what: str = "a scene"
    elsewhere: str = "a scene is not told: it has a title and a condition"
    conditions: list[Expression] = field(default_factory=list)

    def read(self, cursor: Cursor) -> None:
        token = cursor.token
        if not cursor.at("when"):
            told = cursor.at("says") or token.kind == TEXT
            hint = "a scene is not told: texts stand under actions, triggers and endings" if told else ""
            raise cursor.fail(
                "no line of a scene begins like this",
                token if token.kind != TEXT else cursor.rest(),
                expected="'when'",
                hint=hint or misspelt(token, SCENE_LINES),
            )
        cursor.advance()
        self.conditions.extend(when_lines(cursor))


def ending(cursor: Cursor) -> EndingDefinition:
    """`ending together "They leave together" when CONDITION`; `when` lines and `says` lines may stand below."""
    block = _EndingBlock()
    name, title, condition, span = _titled(cursor, "ending", block)
    return EndingDefinition(name, title, condition, tuple(block.says), span)


def scene(cursor: Cursor) -> SceneDefinition:
    """`scene parting "Where they part" when CONDITION`; `when` lines may stand below."""
    return SceneDefinition(*_titled(cursor, "scene", _SceneBlock()))


def _titled(cursor: Cursor, word: str, block: _EndingBlock | _SceneBlock) -> tuple[Name, Text | None, Expression, Span]:
    """`WORD NAME "title" when CONDITION` and its block: name, title, the whole condition, the place of the first line."""
    start = cursor.advance().start
    name = cursor.new_name(f"the name of the {word}")
    title = cursor.text(word) if cursor.token.kind == TEXT else None
    if cursor.at("if", ":") and not (cursor.at(":") and cursor.ahead().kind == END):
        slip = cursor.advance()
        cursor.report(
            f"the condition of {block.what} begins with 'when'",
            slip,
            expected="'when'",
            seen=f"'{slip.text}'",
            hint=write("when"),
        )
        block.conditions.append(expression(cursor))
    elif cursor.accept("when"):
        block.conditions.append(expression(cursor))
    elif cursor.token.kind == NAME:
        raise _title_without_quotes(cursor, word, block.what, name)
    span = cursor.since(start)
    if not cursor.header_ends():
        raise cursor.fail(
            "here the line should end",
            cursor.rest(),
            expected="'and', 'or' or the end of the line",
            hint=block.elsewhere,
        )
    lines = cursor.block()
    spoiled = len(cursor.context.problems)
    lines.each(block.read)
    if not block.conditions:
        if len(cursor.context.problems) == spoiled:
            cursor.report(
                f"the {word} '{name.text}' has no condition",
                name.span,
                expected="'when' and a condition",
                seen="none",
                hint=f"write: {word} {name.text} when CONDITION",
            )
        block.conditions.append(Truth(True, name.span))
    return name, title, _all(block.conditions), span


def _title_without_quotes(cursor: Cursor, word: str, what: str, name: Name) -> Unreadable:
    first = cursor.token
    if not any(token.text in ("when", "if") for token in cursor.tokens[cursor.index :]):
        return cursor.fail(
            f"the condition of {what} begins with 'when'",
            cursor.rest(),
            expected="'when'",
            hint=f"write: {word} {name.text} when {cursor.rest().text}",
            fix=f"when {cursor.rest().text}",
        )
    while not cursor.ended and not cursor.at("when", "if", ":"):
        cursor.advance()
    span = cursor.since(first.start)
    return cursor.fail(
        f"put the title of {what} in quotes",
        span,
        expected="a text in double quotes",
        seen=f"'{span.text}'",
        hint=f'write: {word} {name.text} "{span.text}"',
        fix=f'"{span.text}"',
    )


def _all(conditions: list[Expression]) -> Expression:
    if len(conditions) == 1:
        return conditions[0]
    first, last = conditions[0].span, conditions[-1].span
    return Logic("and", tuple(conditions), Span(first.source, first.start, max(first.end, last.end)))


def fate(cursor: Cursor) -> Fate:
    """`fate prefers together > found_out > altar`. (`fate wants` is read where all wants are.)"""
    start = cursor.advance().start
    if not cursor.at("prefers"):
        hint = misspelt(cursor.token, ["prefers", "wants"]) or "write: fate prefers BEST > SECOND, or: fate wants"
        raise cursor.fail("fate prefers endings, or wants something", expected="'prefers' or 'wants'", hint=hint)
    cursor.advance()
    found = [cursor.name("the name of an ending")]
    while cursor.at(">", ",", "<", ">="):
        mark = cursor.advance()
        if mark.text != ">":
            cursor.report(
                "put '>' between two endings, the better one first",
                mark,
                expected="'>'",
                seen=f"'{mark.text}'",
                hint="write: fate prefers BEST > SECOND",
            )
        found.append(cursor.name("the name of an ending"))
    cursor.end("'>' or the end of the line")
    return Fate(tuple(found), cursor.since(start))


def expect(cursor: Cursor) -> Expect:
    """`expect can together`, `expect not must altar`, `expect must altar, sooner or later`, `expect never CONDITION`."""
    start = cursor.advance().start
    negated = cursor.accept("not")
    word = cursor.token
    if word.text == "cannot":
        cursor.report(
            "'cannot' is written 'not can'", word, expected="'not can'", seen="'cannot'", hint="write: expect not can ENDING"
        )
        negated = True
    elif not cursor.at("can", "must", "never"):
        hint = (
            misspelt(word, ["can", "must", "never"]) or "write: expect can ENDING, expect must ENDING or expect never CONDITION"
        )
        raise cursor.fail("this is nothing that can be expected", word, expected="'can', 'must' or 'never'", hint=hint)
    cursor.advance()
    end = cursor.tokens[-1].end
    later = word.text == "must" and cursor.cut_row(*SOONER_OR_LATER)
    if word.text == "never":
        asked = expression(cursor)
        cursor.end("an operator or the end of the line")
        return Expect(negated, "never", None, asked, False, cursor.since(start))
    name = cursor.name("the name of an ending")
    cursor.end(hint="one expectation a line")
    span = Span(cursor.source, start, end) if later else cursor.since(start)
    return Expect(negated, "can" if word.text == "cannot" else word.text, name, None, later, span)
