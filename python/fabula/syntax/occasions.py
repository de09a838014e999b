"""Lines that say how often something happens, and for whom it is: `once for each who`, `for the reader only`."""

from __future__ import annotations

from fabula.syntax.cursor import Cursor, Unreadable, misspelt
from fabula.syntax.tokens import NAME, Token
from fabula.syntax.tree import Name, Once

_READER, _OTHERS = "reader", "others"
_ONLY = {("the", _READER): _READER, ("reader",): _READER, ("the", _OTHERS): _OTHERS, ("others",): _OTHERS}


def is_once(cursor: Cursor) -> bool:
    """Whether a line of a block begins with `once`, which may be a name elsewhere."""
    return cursor.token.text == "once" and cursor.token.kind == NAME


def is_only(cursor: Cursor) -> bool:
    """Whether a line of a block begins with `for`, and is no `for each`."""
    return cursor.at("for") and cursor.ahead().text != "each"


def once_line(cursor: Cursor) -> Once:
    """`once`, `once for each who, other`, `once in all`."""
    word = cursor.advance()
    each: tuple[Name, ...] | None = None
    if cursor.accept("in"):
        if not cursor.accept("all"):
            raise _no_once(cursor, cursor.token)
        each = ()
    elif cursor.accept("for"):
        if not cursor.accept("each"):
            raise _no_once(cursor, cursor.token)
        found = [cursor.name("a parameter")]
        while cursor.accept(",", "and"):
            found.append(cursor.name("a parameter"))
        each = tuple(found)
    cursor.end("the end of the line, 'for each PARAMETER' or 'in all'")
    return Once(each, cursor.since(word.start))


def _no_once(cursor: Cursor, token: Token) -> Unreadable:
    return cursor.fail(
        "say after 'once' for each of which parameters, or nothing",
        token,
        expected="'once', 'once for each PARAMETER' or 'once in all'",
        hint="'once' alone: never again with the same who and what",
    )


def only_line(cursor: Cursor) -> Name:
    """`for the reader only`, `for others only`; as a name, `reader` or `others`."""
    word = cursor.advance()
    start = cursor.token
    words: list[str] = []
    while not cursor.ended and not cursor.at("only"):
        words.append(cursor.advance().text)
    who = _ONLY.get(tuple(words))
    if who is None or not cursor.accept("only"):
        guess = misspelt(start, (_READER, _OTHERS))
        raise cursor.fail(
            "say for whom alone an act is",
            cursor.since(word.start),
            expected="'for the reader only' or 'for others only'",
            hint=guess or "an act is for everybody whom 'by' names, unless it says otherwise",
        )
    cursor.end()
    return Name(who, cursor.since(word.start))
