"""Expressions that stand in the middle of a text: `{hour + 1}`, the condition of `{if who.hurt: ...}`."""

from __future__ import annotations

from collections.abc import Iterable

from fabula.problems import Problems
from fabula.source import Span
from fabula.syntax.cursor import Block, Context, Cursor, Unreadable
from fabula.syntax.expressions import expression
from fabula.syntax.layout import Line
from fabula.syntax.tokens import row_within
from fabula.syntax.tree import Expression


def expression_within(span: Span, declared: Iterable[str] = ()) -> tuple[Expression | None, Problems]:
    """The expression that stands in a stretch of a source, None if none can be read there, and what is wrong with it.
    `declared`: names that the story defines."""
    context = Context(span.source)
    context.declared.update(declared)
    row = row_within(span.source, span.start, span.end)
    if row.opaque:
        context.problems.extend(row.problems)
        return None, context.problems
    cursor = Cursor(Block(context, []), Line(row))
    found: Expression | None = None
    try:
        found = expression(cursor)
        cursor.end("the end of the expression", "put braces around no more than one value")
    except Unreadable:
        found = None
    context.problems.extend(row.problems)
    return found, context.problems
