"""What is to be so on the way to what somebody wants: `by way of CONDITION, CONDITION`."""

from __future__ import annotations

from fabula.syntax.cursor import Cursor
from fabula.syntax.expressions import condition
from fabula.syntax.tree import Expression


def by_way_of(cursor: Cursor) -> tuple[Expression, ...]:
    """The conditions, in their order, if they stand here."""
    found: list[Expression] = []
    while cursor.at("by"):
        found += _conditions(cursor)
    return tuple(found)


def way_line(cursor: Cursor) -> tuple[Expression, ...]:
    """A line below a wish."""
    if not cursor.at("by"):
        raise cursor.fail(
            "below a wish stands what is to be so on the way to it, and nothing else",
            cursor.rest(),
            expected="'by way of CONDITION'",
            hint=f"write: by way of {cursor.rest().text}",
            fix=cursor.replaced(cursor.token.start, cursor.token.start, "by way of "),
        )
    found = by_way_of(cursor)
    cursor.end("',' or the end of the line")
    return found


def _conditions(cursor: Cursor) -> tuple[Expression, ...]:
    by = cursor.advance()
    for word in ("way", "of"):
        if not cursor.accept(word):
            raise cursor.fail(
                "of what is to be so on the way to a wish, write 'by way of'",
                by,
                expected="'by way of CONDITION'",
                hint=f"write: by way of {cursor.rest().text}",
                fix=(*cursor.replaced(by.start, cursor.token.start, "by way of "),),
            )
    if cursor.ended:
        raise cursor.fail("what is to be so is missing after 'by way of'", expected="a condition, such as 'key.held_by is Ann'")
    found = [condition(cursor)]
    while cursor.accept(",", "then"):
        found.append(condition(cursor))
    return tuple(found)
