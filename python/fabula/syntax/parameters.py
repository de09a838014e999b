"""Names with kinds: in the head of an action and after `each`; and which of those of an action may be one thing."""

from __future__ import annotations

from fabula.problems import write
from fabula.source import Span
from fabula.syntax.cursor import Cursor
from fabula.syntax.tokens import END, NAME, TEXT
from fabula.syntax.tree import Name, Parameter


def parameters(cursor: Cursor) -> tuple[Parameter, ...]:
    """`(healer: character, soldier: soldier)`; nothing if there is no bracket."""
    return tuple(_bracketed(cursor, kinds_only=False))


def kinds(cursor: Cursor) -> tuple[Parameter, ...]:
    """`(character, place)`, as a property has them: what stands alone is the kind, and the name too."""
    return tuple(_bracketed(cursor, kinds_only=True))


def each_parameter(cursor: Cursor, in_wants: bool = False) -> Parameter:
    """`s: soldier`, or `soldier` for both. A colon that ends the header is left where it is; `in_wants` there is no header,
    and a condition may follow the kind at once."""
    start = cursor.token.start
    name = cursor.new_name("a kind, or a name with its kind")
    if cursor.at("in") and cursor.ahead().kind == NAME:
        cursor.report(
            f"put a colon before what '{name.text}' is",
            cursor.token,
            expected="':'",
            seen="'in'",
            hint=f"write: for each {name.text}: {cursor.ahead().text}",
        )
        cursor.advance()
        return Parameter(name, cursor.kind(), cursor.since(start))
    if cursor.at(":") and _kind_follows(cursor, in_wants):
        cursor.advance()
        return Parameter(name, cursor.kind(), cursor.since(start))
    return Parameter(name, None, cursor.since(start))


def _kind_follows(cursor: Cursor, in_wants: bool) -> bool:
    kind, after = cursor.ahead(), cursor.ahead(2)
    if in_wants:
        return True
    if kind.kind != NAME and kind.text != "will":
        return False
    return after.kind in (END, TEXT) or after.text in (":", "if", "where")


def _bracketed(cursor: Cursor, kinds_only: bool) -> list[Parameter]:
    found: list[Parameter] = []
    if not cursor.at("("):
        return found
    opening = cursor.advance()
    while not cursor.at(")"):
        found.append(_parameter(cursor, kinds_only))
        if cursor.accept(","):
            continue
        if not cursor.at(")"):
            raise cursor.fail(
                "put a comma between two parameters, and a bracket after the last",
                expected="',' or ')'",
                notes=((cursor.span(opening), "the bracket begins here"),),
                hint="write: name: kind, name: kind" if not kinds_only else "write the kinds with commas between them",
            )
    cursor.advance()
    return found


def _parameter(cursor: Cursor, kinds_only: bool) -> Parameter:
    start = cursor.token.start
    if kinds_only and cursor.at("will"):
        kind = cursor.kind()
        return Parameter(kind, kind, kind.span)
    name = cursor.new_name("the name of a kind" if kinds_only else "the name of a parameter")
    kind_name: Name | None = name if kinds_only else None
    if cursor.at(":"):
        colon = cursor.advance()
        if cursor.at(",", ")") or cursor.ended:
            cursor.report(
                f"the kind of '{name.text}' is missing",
                cursor.span(colon),
                expected="the name of a kind after ':'",
                seen="nothing",
                hint=f"write {name.text}: character",
            )
        else:
            kind_name = cursor.kind()
    return Parameter(name, kind_name, cursor.since(start))


# --- two that may be one -------------------------------------------------------------------------------------------------

#: `who may be the same as other`: what can be left out
_SAME = ("the", "same", "thing", "person", "one", "as")


def at_coinciding(cursor: Cursor) -> bool:
    """Whether a line of an action's block begins like `who may be other`."""
    return cursor.token.kind == NAME and cursor.ahead().text in ("may", "can") and cursor.ahead(2).text == "be"


def coinciding(cursor: Cursor) -> tuple[tuple[Name, Name], ...]:
    """`who may be other`, `who may be other, third`."""
    one = cursor.name("a parameter")
    words = cursor.token.start, cursor.advance().text, cursor.advance().end
    if cursor.at(*_SAME) and cursor.ahead().text in _SAME:
        while cursor.at(*_SAME) and cursor.ahead().kind != END:
            words = (words[0], "", cursor.advance().end)
    if words[1] != "may":
        span = Span(cursor.source, words[0], words[2])
        cursor.report("of two that may be one, write 'may be'", span, expected="'may be'", hint=write("may be"), fix="may be")
    others = cursor.names("a parameter of the action")
    cursor.end("',' or the end of the line")
    return tuple([(one, other) for other in others])
