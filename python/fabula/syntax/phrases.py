"""The author's words for what is done and for what is so: `as "[tell] {other} the plan"`."""

from __future__ import annotations

from fabula.syntax.cursor import Cursor
from fabula.syntax.expressions import operand
from fabula.syntax.tokens import NAME, TEXT
from fabula.syntax.tree import Phrase, Text

#: lines in the block of a property
_LINES = ("is", "unknown", "noun", "bookkeeping")


def begins_phrase(cursor: Cursor) -> bool:
    """Whether a line of an action begins with `as`, which may be a name elsewhere."""
    return cursor.token.text == "as" and cursor.token.kind == NAME and cursor.ahead().kind == TEXT


def phrase_of_act(cursor: Cursor, earlier: Text | None) -> Text:
    """`as "[tell] {other} the plan"`. `earlier`: what a line before it has said."""
    word = cursor.advance()
    if earlier is not None:
        cursor.report(
            "an action has one 'as' and no second",
            word,
            expected="at most one 'as'",
            seen="a second one",
            hint="leave one out",
            notes=((earlier.span, "the first one is here"),),
        )
    text = cursor.text("as")
    cursor.end()
    return text


def has_phrases(cursor: Cursor) -> bool:
    """Whether the lines below a property are words for it. A colon may stand before them."""
    first = cursor.line.children[0].row.tokens[:1] if cursor.line.children else []
    if not first or first[0].text not in (*_LINES, "not"):
        return False
    return cursor.ended or (cursor.at(":") and cursor.ahead().kind == "end")


def phrases_of_property(cursor: Cursor) -> tuple[tuple[Phrase, ...], bool]:
    """The words for a property in its block, and whether it is bookkeeping."""
    if not has_phrases(cursor):
        return (), False
    found: list[Phrase] = []
    kept = False

    def read(line: Cursor) -> None:
        nonlocal kept
        if line.at("bookkeeping") and line.ahead().kind == "end":
            kept = True
            line.advance()
        else:
            found.append(_phrase(line))

    cursor.accept(":")
    cursor.block().each(read)
    return tuple(found), kept


def _phrase(cursor: Cursor) -> Phrase:
    """`is "..."`, `is not "..."`, `is nobody "..."`, `unknown "..."`, `noun "..."`."""
    start = cursor.token.start
    if not cursor.at("is", "unknown", "noun"):
        raise cursor.fail(
            "no line of a property begins like this",
            cursor.rest(),
            expected="'is', 'is not', 'unknown', 'noun' or 'bookkeeping'",
            hint=f"write: is {cursor.rest().text}" if cursor.at("not") or cursor.token.kind == TEXT else "",
            fix=f"is {cursor.rest().text}" if cursor.at("not") or cursor.token.kind == TEXT else None,
        )
    use = cursor.advance().text
    if use == "is" and cursor.accept("not"):
        use = "is not"
    value = operand(cursor) if use in ("is", "is not") and cursor.token.kind != TEXT and not cursor.ended else None
    text = cursor.text(use)
    cursor.end()
    return Phrase(use, value, text, cursor.since(start))
