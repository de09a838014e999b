"""The parser: from a text to its tree. Reports all problems of a text and always returns a tree."""

from __future__ import annotations

from collections.abc import Callable

from fabula.problems import Hint, Problem, Problems
from fabula.source import Source
from fabula.syntax.acts import action, reaction, trigger
from fabula.syntax.chance import drawn, is_drawn
from fabula.syntax.cursor import Block, Context, Cursor, Unreadable, misspelt
from fabula.syntax.definitions import kind_definition, property_definition, rule_definition, thing_definition
from fabula.syntax.effects import effect_line, effects_on_line, for_each_head
from fabula.syntax.front import ending, expect, fate, scene, story_head, telling, use
from fabula.syntax.layout import Line, layout
from fabula.syntax.moments import is_moment, moment
from fabula.syntax.sharing import begins_group, begins_many
from fabula.syntax.tokens import END, MOST_PROBLEMS, NAME, NUMBER, TEXT, WORD, Token
from fabula.syntax.tree import Effect, ForEach, Statement, Tree, Wants
from fabula.syntax.wants import wants_of
from fabula.syntax.words import ACTION_LINES, INFIX, KINDS, STATEMENTS

_READERS: dict[str, Callable[[Cursor], Statement]] = {
    "story": story_head,
    "use": use,
    "kind": kind_definition,
    "property": property_definition,
    "rule": rule_definition,
    "action": action,
    "trigger": trigger,
    "when": reaction,
    "ending": ending,
    "scene": scene,
    "expect": expect,
    "telling": telling,
    "will": thing_definition,
}


def parse(source: Source, problems: Problems) -> Tree:
    """The tree of a text. What can't be read is left out and reported, in the order of the text; nothing is raised."""
    context = Context(source)
    lines = layout(source)
    context.kinds = set(KINDS) | _kinds_of(lines)
    context.declared = _declared(lines, context.kinds)
    block = Block(context, lines)
    statements = [statement for found in block.each(_statement) for statement in found]
    found = sorted(context.problems, key=_position)
    problems.extend(found[:MOST_PROBLEMS])
    if len(found) > MOST_PROBLEMS:
        last = found[MOST_PROBLEMS - 1].span
        problems.add(
            "syntax",
            f"these are {MOST_PROBLEMS} problems, and the rest of the text was not read",
            last,
            hint="repair the first ones: many of the others may go with them",
        )
    return Tree(source, tuple(statements), tuple(context.broken))


def _position(problem: Problem) -> int:
    return problem.span.start if problem.span is not None else 0


def _kinds_of(lines: list[Line]) -> set[str]:
    """The kinds that a text itself defines, as far as can be seen from the beginnings of its lines."""
    found: set[str] = set()
    for line in lines:
        tokens = line.row.tokens
        if len(tokens) < 3 or tokens[1].kind != NAME or tokens[0].text in found or tokens[0].text.lower() == "only":
            continue
        if tokens[0].text == "kind" and tokens[0].kind == WORD:
            found.add(tokens[1].text)
        elif (
            tokens[0].kind == NAME and (tokens[2].kind == TEXT or tokens[2].text == ",") and not misspelt(tokens[0], STATEMENTS)
        ):
            found.add(tokens[0].text)
    return found


def _declared(lines: list[Line], kinds: set[str]) -> set[str]:
    """The names that a text itself defines, as far as can be seen from the beginnings of its lines."""
    found = set(kinds)
    for line in lines:
        first, second = line.row.tokens[0], line.row.tokens[1:2]
        if second and second[0].kind == NAME and (first.text in kinds or (first.kind == WORD and first.text in STATEMENTS)):
            found.add(second[0].text)
    return found


def _statement(cursor: Cursor) -> tuple[Statement, ...]:
    """One line at the top of a text, with its block."""
    first = cursor.token
    if is_moment(cursor):
        return (moment(cursor),)
    if begins_group(cursor) or begins_many(cursor):
        return effects_on_line(cursor)
    if first.kind == WORD:
        reader = _READERS.get(first.text)
        if reader is not None:
            return (reader(cursor),)
        if first.text == "fate":
            return (wants_of(cursor),) if cursor.ahead().text == "wants" else (fate(cursor),)
        if first.text == "for":
            return (_for_each(cursor),)
        if first.text in ("if", "elif", "else", "not"):
            return effect_line(cursor)
        raise _misplaced(cursor)
    if first.kind != NAME:
        raise _misplaced(cursor)
    if is_drawn(cursor):
        return (drawn(cursor),)
    second = cursor.ahead()
    if _wishes(cursor):
        raise cursor.fail(
            "no line has a block like this",
            second,
            expected="'wants'",
            seen=f"'{second.text}', with wishes below it",
            hint=f"write: {first.text} wants",
            fix="wants",
        )
    kind = cursor.ahead(3).text if cursor.ahead(3).kind == NAME and cursor.ahead(4).kind == END else ""
    if kind and second.text == "is" and cursor.ahead(2).text in ("a", "an"):
        raise cursor.fail(
            "put the kind of thing that it is before its name",
            cursor.rest(),
            expected="a kind and a name",
            seen=f"'{cursor.rest().text}'",
            hint=f"write: {kind} {first.text}, where it is defined",
            fix=f"{kind} {first.text}",
        )
    if _defines_thing(cursor):
        return (thing_definition(cursor),)
    keyword = first.text.lower()
    # Another file may define the name: behind a word that begins a line none of these ever stands.
    named = first.text in cursor.context.declared or second.text == "." or (second.text in INFIX and second.text != "not")
    if keyword in STATEMENTS and not named:
        raise _unknown_beginning(cursor, Hint.of(f"'{keyword}' is written small: {_beginning(keyword)}", keyword))
    if second.kind == TEXT and (first.text in cursor.context.kinds or (first.text.islower() and first.text != "called")):
        raise _missing_name(cursor)
    if second.kind == TEXT or second.text == ",":
        raise _missing_kind(cursor)
    if second.text in ("can", "must") or (second.kind == NAME and cursor.ahead(2).text in ("(", "=", "when", "if")):
        guess = "" if first.text in cursor.context.declared else misspelt(first, STATEMENTS)
        if guess:
            raise _unknown_beginning(cursor, guess)
    if _is_wants(cursor):
        return (wants_of(cursor),)
    return effects_on_line(cursor)


def _for_each(cursor: Cursor) -> ForEach:
    """`for each` at the top of a text: its block may hold what each of them wants, too."""
    parameter, where, span = for_each_head(cursor)
    if not cursor.header_ends():
        found = (wants_of(cursor),) if _is_wants(cursor) else effects_on_line(cursor)
        return ForEach(parameter, where, found, span)
    block = cursor.block()
    if not block:
        cursor.report(
            "there is nothing under this 'for each'",
            span,
            expected="indented lines below, or ':' and a fact on the same line",
            seen="nothing",
            hint="write what is so of each of them below the line, and deeper than it",
        )
    body = [part for line in block.each(_line_for_each) for part in line]
    return ForEach(parameter, where, tuple(body), span)


def _line_for_each(cursor: Cursor) -> tuple[Effect | Wants, ...]:
    return (wants_of(cursor),) if _is_wants(cursor) else effect_line(cursor)


def _is_wants(cursor: Cursor) -> bool:
    """`X wants`: the word comes before anything that ends an operand."""
    if cursor.token.kind != NAME:
        return False
    return any(token.kind == WORD and token.text == "wants" for token in cursor.tokens[cursor.index : cursor.index + 8])


def _wishes(cursor: Cursor) -> bool:
    """`Ines want` with wishes below it; a thing has no lines that begin with a number."""
    first, second = cursor.token, cursor.ahead()
    if first.text in cursor.context.kinds or second.kind != NAME or not misspelt(second, ["wants"]):
        return False
    return any(line.row.tokens[0].kind == NUMBER or line.row.tokens[0].text == "-" for line in cursor.line.children)


def _defines_thing(cursor: Cursor) -> bool:
    """Whether a line that begins with a name is `KIND NAME ...`."""
    first, second, third = cursor.token, cursor.ahead(), cursor.ahead(2)
    ends = third.kind in (END, TEXT) or third.text in (",", ":")
    if first.text in cursor.context.kinds:
        # A word that may follow an operand is taken for a name, if only what may follow a name comes after it.
        named = (
            third.kind == TEXT
            or third.text == ","
            or (third.kind == END and (second.text != "wants" or not cursor.line.children))
        )
        return second.kind == NAME or (second.kind == WORD and (second.text not in INFIX or named))
    if second.kind == NAME:
        hyphen = third.text == "-" and third.start == second.end and cursor.ahead(3).start == third.end
        return ends or (hyphen and cursor.ahead(4).text != "-")
    return second.kind == WORD and second.text not in INFIX and ends


# --- lines that begin with nothing that a line can begin with --------------------------------------------------------


def _misplaced(cursor: Cursor) -> Unreadable:
    token = cursor.token
    if token.kind == WORD and token.text in ACTION_LINES:
        owner = "an action or an ending" if token.text == "says" else "an action"
        return cursor.fail(
            f"'{token.text}' is outside of {owner}",
            token,
            expected="a line that can be at the top of a story",
            seen=f"'{token.text}' without an action around it",
            hint=f"indent it, so that it belongs to the block of {owner} above it",
        )
    if token.kind == WORD and token.text == "called":
        return cursor.fail(
            "'called' is outside of a thing",
            token,
            expected="a thing above it",
            hint="indent it, so that it belongs to the thing above it",
        )
    if token.kind == TEXT:
        return cursor.fail(
            "this text belongs to nothing",
            cursor.rest(),
            expected="a word before it",
            hint="in an action write: says " + _shown(token),
        )
    if token.kind == NUMBER:
        return cursor.fail(
            "a number can't begin a line here",
            token,
            expected="a word",
            hint="write what someone wants below 'NAME wants', indented",
        )
    return cursor.fail(
        f"no line at the top of a story begins with '{token.text}'",
        token,
        expected="a keyword, a kind, or a fact",
        hint=misspelt(token, STATEMENTS)
        or ("a name begins with a letter" if token.kind != WORD else f"'{token.text}' is a word of the language"),
    )


def _shown(token: Token) -> str:
    return f'"{token.text}"' if len(token.text) <= 40 else f'"{token.text[:37]}..."'


def _missing_kind(cursor: Cursor) -> Unreadable:
    token = cursor.token
    return cursor.fail(
        f"what kind of thing '{token.text}' is can't be said here",
        token,
        expected="a kind before the name",
        seen=f"'{token.text}' at the start of the line",
        hint=f"write the kind first: character {token.text}",
        fix=f"character {token.text}",
    )


def _missing_name(cursor: Cursor) -> Unreadable:
    """`character "Tifa"`: the words of the text count as known, since it is one of them that other lines say."""
    first, text = cursor.token, cursor.ahead()
    words = ["".join(letter for letter in word if letter.isalnum() or letter == "_") for word in text.text.split()]
    names = [word for word in words if word.isidentifier()]
    for name in (*names, "_".join(names)):
        cursor.context.broken.setdefault(name)
    name = "_".join(names) or "NAME"
    return cursor.fail(
        f"this {first.text} has a text and no name",
        text,
        expected="a name: one word, without quotes",
        hint=f"write: {first.text} {name}" if names == [text.text] else f"write: {first.text} {name} {_shown(text)}",
        fix=name if names == [text.text] else f"{name} {cursor.span(text).text}",
    )


def _beginning(keyword: str) -> str:
    return f'{keyword} "..."' if keyword == "story" else f"{keyword} ..."


def _unknown_beginning(cursor: Cursor, guess: str) -> Unreadable:
    token = cursor.token
    return cursor.fail(f"no line begins with '{token.text}'", token, expected="a keyword, a kind, or a fact", hint=guess)
