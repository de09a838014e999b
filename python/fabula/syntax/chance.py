"""When acts happen and what is left to chance: `at once`, `weight 3`, `drawn killer: Hugo 2 | Vera | Otto`."""

from __future__ import annotations

from fabula.source import Span
from fabula.syntax.cursor import Cursor
from fabula.syntax.effects import effects_in
from fabula.syntax.expressions import operand
from fabula.syntax.tokens import END, NAME, NUMBER
from fabula.syntax.tree import Drawn, Expression, Number
from fabula.urgency import AT_ONCE

#: how often something comes about at most, beside what has a weight of one
MOST = 1000
#: so many values may stand in a range that is drawn from
MOST_VALUES = 100


def at_moment(cursor: Cursor) -> bool:
    """Whether a line of an act is `at once` or `weight ...`: words that may be names elsewhere."""
    following = cursor.ahead()
    if cursor.token.text == "at" and following.text == "once":
        return True
    return (
        cursor.token.text == "weight"
        and cursor.token.kind == NAME
        and (following.kind in (NUMBER, END) or following.text == "-")
    )


def moment_line(cursor: Cursor, once: dict[str, Span], known: tuple[int, Number | None]) -> tuple[int, Number | None]:
    """How urgent an act is, and its weight, after such a line. `once`: where lines stand that may stand once only."""
    urgency, weight = known
    token = cursor.token
    word = "at once" if token.text == "at" else "weight"
    earlier = once.setdefault(word, cursor.span(token))
    if earlier != cursor.span(token):
        cursor.report(
            f"an action has one '{word}' and no second",
            token,
            expected=f"at most one '{word}'",
            seen="a second one",
            hint="take this one away",
            notes=((earlier, "the first one is here"),),
        )
    cursor.advance()
    if word == "at once":
        cursor.advance()
        cursor.end(hint="when it can happen is said by 'when', on a line of its own")
        return AT_ONCE, weight
    weight = _weight(cursor)
    cursor.end(hint="a weight is one number")
    return urgency, weight


def _weight(cursor: Cursor) -> Number:
    weight = cursor.number("how often it comes about")
    if 1 <= weight.value <= MOST:
        return weight
    cursor.report(
        f"a weight is a number from 1 to {MOST}",
        weight.span,
        expected="how often it comes about, beside what has a weight of 1",
        seen=str(weight.value),
        hint="leave out what is never to happen" if weight.value < 1 else "make all weights smaller",
    )
    return Number(1, weight.span)


def is_drawn(cursor: Cursor) -> bool:
    """Whether a line at the top of a story is `drawn TARGET: ...`; a story may have a kind or a thing of that name."""
    return (
        cursor.token.text == "drawn"
        and cursor.ahead().kind == NAME
        and "drawn" not in cursor.context.declared
        and any(token.text == ":" for token in cursor.tokens)
    )


def drawn(cursor: Cursor) -> Drawn:
    """`drawn killer: Hugo 2 | Vera | Otto`, `drawn code: 1..6`, and a block of what becomes so then."""
    start = cursor.advance().start
    target = operand(cursor)
    if not cursor.accept(":"):
        raise cursor.fail(
            "put a colon before what is drawn", expected="':'", hint="write: drawn PROPERTY: VALUE | VALUE | VALUE"
        )
    values = [*_values(cursor)]
    while cursor.at("|", ",", "or", "/"):
        mark = cursor.advance()
        if mark.text != "|":
            cursor.report(
                "put '|' between what may be drawn",
                mark,
                expected="'|'",
                seen=f"'{mark.text}'",
                hint="write: drawn PROPERTY: VALUE | VALUE | VALUE",
                fix="|",
            )
        values += _values(cursor)
    span = cursor.since(start)
    cursor.accept(":")
    cursor.end("'|' or the end of the line", hint="how often a value comes about is a number behind it: Hugo 2 | Vera")
    block = cursor.block()
    return Drawn(target, tuple(values), effects_in(block) if block else (), span)


def _values(cursor: Cursor) -> list[tuple[Expression, Number]]:
    """A value and its weight, or a range of numbers."""
    if cursor.ended:
        raise cursor.fail("what may be drawn is missing", expected="a value", hint="write: drawn PROPERTY: VALUE | VALUE")
    start = cursor.token.start
    value = operand(cursor)
    if isinstance(value, Number) and cursor.accept(".."):
        last = cursor.number("the last number")
        span = cursor.since(start)
        if not 0 <= last.value - value.value < MOST_VALUES:
            raise cursor.fail(
                "nothing can be drawn from this range",
                span,
                expected=f"the smaller number first, and at most {MOST_VALUES} numbers",
                seen=f"'{span.text}'",
                hint="write the smaller number first" if last.value < value.value else "draw from fewer numbers",
            )
        return [(Number(one, span), Number(1, span)) for one in range(value.value, last.value + 1)]
    once = Number(1, cursor.since(start))
    return [(value, _weight(cursor) if cursor.token.kind == NUMBER else once)]
