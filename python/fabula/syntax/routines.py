"""What people do who have nothing better to do: `otherwise CONDITION [if CONDITION]`, a line of what they want."""

from __future__ import annotations

from fabula.problems import write
from fabula.syntax.cursor import Cursor
from fabula.syntax.expressions import condition
from fabula.syntax.tokens import NAME, NUMBER, TEXT
from fabula.syntax.tree import Expression, Number, Text, Want


def at_routine(cursor: Cursor) -> bool:
    """Whether the line begins with `otherwise`, and that is no property of the story: something follows that is asked."""
    following = cursor.ahead()
    asks = following.kind in (NAME, NUMBER) or following.text in ("not", "some", "every", "no", "count", "(", ":")
    return cursor.at("else") or (
        cursor.at("otherwise") and asks and (following.text != "(" or following.start > cursor.token.end)
    )


def routine(cursor: Cursor) -> Want:
    """`otherwise Ann.at is mill if hour is 8 "to be at work"`."""
    word = cursor.advance()
    start = word.start
    if word.text == "else":
        hint = write("otherwise")
        cursor.report(
            "what somebody wants who has nothing better begins with 'otherwise'", word, expected="'otherwise'", hint=hint
        )
    if cursor.at(":", ","):
        cursor.report("nothing stands between 'otherwise' and what is wanted", expected="a condition", fix="")
        cursor.advance()
    if cursor.token.kind == NUMBER and cursor.ahead().text == "if":
        weight = cursor.token
        cursor.advance()
        span = cursor.span(weight)
        cursor.report(
            "what somebody wants otherwise weighs less than all else, and has no number",
            span,
            expected="a condition",
            hint="write: otherwise CONDITION",
            fix=cursor.replaced(weight.start, cursor.ahead().start, ""),
        )
        cursor.advance()
    if cursor.ended:
        raise cursor.fail("what is wanted is missing after 'otherwise'", expected="a condition, such as 'Ann.at is mill'")
    wanted = condition(cursor)
    meanwhile: Expression | None = None
    if cursor.at("if", "when", "while"):
        word = cursor.advance()
        if word.text != "if":
            cursor.report("the condition of a wish begins with 'if'", word, expected="'if'", hint=write("if"))
        meanwhile = condition(cursor)
    phrase: Text | None = cursor.text("") if cursor.token.kind == TEXT else None
    cursor.end(hint="one wish a line; a condition begins with 'if'")
    span = cursor.since(start)
    return Want(Number(1, span), (), wanted, phrase, span, (), True, meanwhile)
