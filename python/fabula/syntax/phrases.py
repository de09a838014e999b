"""The author's words for what is done and for what is so: `as "[tell] {other} the plan"`."""

from __future__ import annotations

from fabula.syntax.cursor import Cursor
from fabula.syntax.tokens import NAME, TEXT
from fabula.syntax.tree import Text


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
