"""What minds want: weighted conditions."""

from __future__ import annotations

from fabula.problems import write
from fabula.source import Span
from fabula.syntax.cursor import Cursor
from fabula.syntax.expressions import OR, climb, condition, operand
from fabula.syntax.landmarks import by_way_of, way_line
from fabula.syntax.parameters import each_parameter
from fabula.syntax.routines import at_routine, routine
from fabula.syntax.tokens import NAME, NUMBER, TEXT
from fabula.syntax.tree import Attribute, Expression, Name, Not, Parameter, Text, Want, Wants


def wants_of(cursor: Cursor) -> Wants:
    """`Aeris wants`, `fate wants`, and the lines below."""
    start = cursor.token.start
    mind: Expression | None = None
    if not cursor.accept("fate"):
        mind = operand(cursor)
    word = cursor.expect("wants", "write 'wants' after the one who wants something")
    span = cursor.since(start)
    if not cursor.ended and not cursor.at(":"):
        raise cursor.fail(
            "write what someone wants on the lines below, or after a colon",
            cursor.rest(),
            expected="the end of the line, or ':'",
            hint=_wish(cursor, span),
        )
    if not cursor.header_ends():
        return Wants(mind, (_want(cursor),), span)
    block = cursor.block()
    if not block:
        cursor.report(
            "there is nothing under this 'wants'",
            word,
            expected="indented lines below",
            seen="nothing",
            hint="one wish a line, with its weight: 2 if CONDITION",
        )
    return Wants(mind, tuple(block.each(_want)), span)


def _wish(cursor: Cursor, header: Span) -> str:
    """How the rest of a header is written as a wish."""
    if cursor.token.kind == NUMBER or cursor.at("-"):
        return f"write: {header.text}: {cursor.rest().text}"
    if cursor.at("if"):
        return f"write: {header.text}: 1 {cursor.rest().text}"
    aim = f' "{cursor.rest().text}"' if cursor.at("to", "not") and '"' not in cursor.rest().text else ""
    return f"say below it when that is so, and how much it counts: 1 if CONDITION{aim}"


def _want(cursor: Cursor) -> Want:
    """`2 if CONDITION`, `1 for each s: soldier if s.alive`, `1 for each soldier alive`, `3 * Cloud.trust`, with a text or
    without."""
    start = cursor.token.start
    if at_routine(cursor):
        return routine(cursor)
    if cursor.at("if"):
        raise cursor.fail(
            "a wish begins with how much it weighs", expected="a number", hint=f"write: 1 {cursor.rest().text}", fix="1 if"
        )
    weight = climb(cursor, OR)
    each: list[Parameter] = []
    asked: Expression | None = None
    while cursor.accept("for"):
        if not cursor.accept("each"):
            cursor.report(
                "write 'each' after 'for'",
                cursor.token,
                expected="'each'",
                seen="",
                hint="write: for each s: soldier",
                fix=f"each {cursor.token.text}",
            )
            cursor.accept("every", "all")
        each.append(each_parameter(cursor, in_wants=True))
        while cursor.accept(","):
            each.append(each_parameter(cursor, in_wants=True))
    if each and (cursor.token.kind == NAME or cursor.at("not")):
        asked = _bare(cursor, each[-1])
    elif cursor.at("if", "when", "where"):
        word = cursor.advance()
        if word.text == "when":
            cursor.report("the condition of a wish begins with 'if'", word, expected="'if'", seen="'when'", hint=write("if"))
        asked = condition(cursor)
        if cursor.at("else") and not each:
            raise cursor.fail(
                "a wish has no 'else'",
                expected="the end of the line",
                hint="write two wishes, the second with 'if not', or put the whole in brackets",
            )
    phrase: Text | None = cursor.text("") if cursor.token.kind == TEXT else None
    span = cursor.since(start)
    way = by_way_of(cursor)
    begins = cursor.token.kind == NAME or cursor.at("not", "(", "some", "every", "no")
    cursor.end(hint="one wish a line; a condition begins with 'if'", fix=f"if {cursor.rest().text}" if begins else None)
    for further in cursor.block().each(way_line):
        way += further
    return Want(weight, tuple(each), asked, phrase, span, way)


def _bare(cursor: Cursor, parameter: Parameter) -> Expression:
    """`alive` after `for each soldier`: said of that soldier."""
    start = cursor.token.start
    negated = cursor.accept("not")
    name = cursor.name("a yes/no property")
    variable = Name(parameter.name.text, parameter.name.span)
    said = Attribute(variable, name, name.span)
    return Not(said, cursor.since(start)) if negated else said
