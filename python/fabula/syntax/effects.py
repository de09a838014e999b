"""Effects and facts: what an event changes, and what is so at the start."""

from __future__ import annotations

from fabula.problems import write
from fabula.source import Span
from fabula.syntax.cursor import Block, Cursor, Unreadable
from fabula.syntax.expressions import RELATION, accept_whether, climb, condition, expression, of_many, one_of, operand
from fabula.syntax.parameters import each_parameter
from fabula.syntax.sharing import begins_many
from fabula.syntax.tokens import END, NAME, WORD
from fabula.syntax.tree import (
    Assign,
    Attribute,
    Branch,
    Call,
    Chain,
    Claim,
    Comparison,
    Effect,
    Expression,
    ForEach,
    Learn,
    Name,
    OneOf,
    Parameter,
)
from fabula.syntax.words import ACTION_LINES

#: a condition and what happens then
Case = tuple[Expression, tuple[Effect, ...]]


def effects_below(cursor: Cursor) -> tuple[Effect, ...]:
    """The effects that a header opens: on the lines below it, or after a colon on its own line."""
    if not cursor.header_ends():
        return effects_on_line(cursor)
    return effects_in(_block_of_effects(cursor))


def effects_in(block: Block) -> tuple[Effect, ...]:
    """The effects of all lines of a block."""
    found: list[Effect] = []
    for line in block.each(effect_line):
        found.extend(line)
    return tuple(found)


def effect_line(cursor: Cursor) -> tuple[Effect, ...]:
    """A line of effects: several with `;` between them, or an `if` or `for each` with its block."""
    if cursor.at("if"):
        return (_branch(cursor),)
    if cursor.at("for"):
        return (for_each(cursor),)
    if cursor.at("else", "elif"):
        raise cursor.fail(
            f"this '{cursor.token.text}' has no 'if' before it",
            expected="an 'if' in the same column, directly above",
            seen=f"'{cursor.token.text}' alone",
            hint=f"'{cursor.token.text}' begins in the same column as its 'if'",
        )
    return effects_on_line(cursor)


def effects_on_line(cursor: Cursor) -> tuple[Effect, ...]:
    """`EFFECT; EFFECT`, to the end of the line."""
    if cursor.at("if"):
        return (_inline_branch(cursor),)
    found = [_effect(cursor)]
    while cursor.accept(";") and not cursor.ended:
        found.append(_effect(cursor))
    _end_of_effect(cursor)
    return tuple(found)


def _block_of_effects(cursor: Cursor) -> Block:
    header = cursor.line.row.tokens[0]
    block = cursor.block()
    if not block:
        cursor.report(
            f"there is nothing under this '{header.text}'",
            header,
            expected="indented lines below, or ':' and an effect on the same line",
            seen="nothing",
            hint="write effects below the line, and deeper than it",
        )
    return block


def _end_of_effect(cursor: Cursor) -> None:
    if cursor.ended:
        return
    token = cursor.token
    if cursor.at("when", "if"):
        raise cursor.fail(
            "the condition for an effect comes before it",
            cursor.rest(),
            expected="'if CONDITION: EFFECT'",
            hint=f"write: if {cursor.rest().text[len(token.text) :].strip()}: ...",
        )
    if cursor.at("*=", "/=", "++", "--"):
        hints = {"++": "x.p += 1", "--": "x.p -= 1", "*=": "x.p = x.p * 2", "/=": "x.p = x.p / 2"}
        raise cursor.fail(
            f"there is no '{token.text}' in an effect", token, expected="'=', '+=' or '-='", hint=f"write: {hints[token.text]}"
        )
    if cursor.at("wants"):
        raise cursor.fail(
            "'wants' belongs at the top of a story", token, expected="an effect", hint="begin the line without spaces before it"
        )
    if token.kind == NAME and cursor.ahead().kind == END:
        raise cursor.fail(
            "something is missing between these two",
            token,
            expected="'=', 'is' or the end of the line",
            hint=_between(cursor),
        )
    cursor.end()


def _between(cursor: Cursor) -> str:
    """What can stand between the last two names of a line."""
    *others, before, last = cursor.tokens[: cursor.index + 1]
    if before.kind != NAME:
        return "say between them what is so"
    if len(others) == 2 and others[1].kind == NAME:
        relation, first = others
        return f"write: {relation.text} {first.text} - {last.text}"
    if len(others) == 2 and others[0].kind == NAME and others[1].text == ".":
        owner = others[0].text
        return f"write: {owner}.{before.text} is {last.text}, or {owner} {before.text} {last.text} for a property of two"
    return f"write: ... {before.text} is {last.text}"


def _effect(cursor: Cursor) -> Effect:
    start = cursor.token.start
    if cursor.token.kind == WORD and cursor.at(*ACTION_LINES, "for", "elif", "else"):
        raise _no_effect(cursor)
    if cursor.token.kind == NAME and cursor.ahead().kind == NAME and cursor.ahead(2).text in ("-", "."):
        return _chain(cursor)
    cursor.asking = False
    if begins_many(cursor):
        return Claim(of_many(cursor), cursor.since(start))
    target = expression(cursor)
    if cursor.at("=", "+=", "-="):
        operator = cursor.advance().text
        if cursor.ended:
            raise cursor.fail(f"there is no value after '{operator}'", expected="a value")
        value = expression(cursor)
        return Assign(target, operator, value, cursor.since(start))
    if cursor.at("learns", "forgets"):
        return _learn(cursor, target, start)
    return Claim(target, cursor.since(start))


def _no_effect(cursor: Cursor) -> Unreadable:
    word = cursor.token.text
    if word == "when":
        hint = "for one effect write 'if ...'; put a condition of the whole act beside 'do', in its column"
    elif word in ACTION_LINES:
        hint = f"'{word}' goes beside 'do', in its column"
    else:
        hint = f"'{word}' begins a line of its own"
    return cursor.fail(f"'{word}' is no effect", expected="an effect, such as 'x.alive = no'", hint=hint)


def _learn(cursor: Cursor, mind: Expression, start: int) -> Learn:
    word = cursor.token
    if not isinstance(mind, (Name, Attribute, Call)):
        raise cursor.fail(
            f"only who {word.text} comes before '{word.text}'",
            mind.span,
            expected="the name of someone",
            seen=f"'{mind.span.text}'",
        )
    cursor.advance()
    if cursor.ended:
        raise cursor.fail(f"what is it that someone {word.text}?", expected="a property, such as 'x.at'")
    whether = accept_whether(cursor)
    target = operand(cursor)
    said = None if whether else _said(cursor, target, word.text == "forgets")
    source = None
    if said is None and word.text == "learns" and cursor.accept("from"):
        if cursor.ended:
            raise cursor.fail("who tells it is missing after 'from'", expected="the name of someone")
        source = operand(cursor)
    return Learn(mind, target, word.text == "forgets", cursor.since(start), said, source)


def _said(cursor: Cursor, target: Expression, forgets: bool) -> Comparison | OneOf | None:
    """What follows the property that somebody learns: nothing, or what is learned of it."""
    if not cursor.at("is", "==", "!=", "=", "+=", "-=", "in", "not"):
        return None
    token = cursor.token
    if forgets or cursor.at("+=", "-="):
        raise cursor.fail(
            "after 'forgets' stands a property without a value" if forgets else f"'{token.text}' can't stand after 'learns'",
            expected="the end of the line",
            hint="who forgets something takes everything to be possible; for less, write 'believes ... in (...)'"
            if forgets
            else "'learns x.at' gives the true value, 'learns x.at is ...' another",
        )
    cursor.advance()
    negated = token.text == "!=" or (token.text == "is" and cursor.accept("not"))
    if token.text == "in" or (token.text == "not" and cursor.accept("in")) or (token.text == "is" and cursor.accept("in")):
        return one_of(cursor, target, negated or token.text == "not", target.span.start)
    value = climb(cursor, RELATION)
    return Comparison("!=" if negated else "==", target, value, cursor.since(target.span.start))


def _chain(cursor: Cursor) -> Chain:
    start = cursor.token.start
    name = cursor.name("the name of a relation")
    links = [operand(cursor)]
    while cursor.accept("-"):
        if cursor.at(">"):
            raise cursor.fail(
                f"'{name.text}' leads both ways, with '-' between two things",
                expected="'-'",
                seen="'->'",
                hint=f"write: {name.text} A - B, or {name.text}(A, B) for one way",
            )
        links.append(operand(cursor))
    if len(links) < 2:
        raise cursor.fail(f"'{name.text}' leads from one thing to another, with '-' between them", expected="'-'")
    return Chain(name, tuple(links), cursor.since(start))


# --- if and for each -------------------------------------------------------------------------------------------------


def _branch(cursor: Cursor) -> Branch:
    """`if`, and the `elif` and `else` that follow it in the same column."""
    block = cursor.around
    cursor.advance()
    try:
        cases = [_case(cursor)]
    except Unreadable:
        # The parts that belong to it are left out with it.
        while (following := _next_part(block)) is not None:
            block.leave(following.line)
        raise
    span = cursor.since(cursor.tokens[0].start)
    otherwise: tuple[Effect, ...] = ()
    ended = False
    while (following := _next_part(block)) is not None:
        try:
            case, otherwise_here = _part(following, ended)
        except Unreadable:
            block.leave(following.line)
            continue
        if case is None:
            otherwise, ended = otherwise_here, True
        else:
            cases.append(case)
        block.done(following)
    return Branch(tuple(cases), otherwise, span)


def _next_part(block: Block) -> Cursor | None:
    """The next line of a block if it is an `elif` or `else`."""
    token = block.peek()
    if token is None or token.kind != WORD or token.text not in ("elif", "else"):
        return None
    return block.take()


def _part(cursor: Cursor, ended: bool) -> tuple[Case | None, tuple[Effect, ...]]:
    """An `elif` as a case, or the effects of an `else`."""
    first = cursor.advance()
    if ended:
        raise cursor.fail(
            f"'{first.text}' can't follow an 'else'",
            first,
            expected="an 'if' before it",
            hint="'else' is the last part, and there is one",
        )
    if first.text == "elif":
        return _case(cursor), ()
    if cursor.accept("if"):
        cursor.report(
            "'else if' is written 'elif'", cursor.since(first.start), expected="'elif'", seen="'else if'", hint=write("elif")
        )
        return _case(cursor), ()
    return None, effects_below(cursor)


def _case(cursor: Cursor) -> Case:
    asked = condition(cursor)
    if cursor.at("then"):
        _skip_then(cursor)
        if not cursor.ended:
            return asked, effects_on_line(cursor)
    return asked, effects_below(cursor)


def _skip_then(cursor: Cursor) -> None:
    before, token = cursor.tokens[cursor.index - 1], cursor.advance()
    cursor.accept(":")
    cursor.report(
        "there is no 'then' in a story",
        token,
        expected="':' or the end of the line",
        seen="'then'",
        hint="write ':' in its place",
        fix=cursor.replaced(before.end, token.end, ":"),
    )


def _inline_branch(cursor: Cursor) -> Branch:
    start = cursor.advance().start
    asked = condition(cursor)
    if cursor.at("then"):
        _skip_then(cursor)
    else:
        cursor.expect(":", "put a colon after the condition")
    if cursor.ended:
        raise cursor.fail("there is no effect after the colon", expected="an effect")
    return Branch(((asked, effects_on_line(cursor)),), (), cursor.since(start))


def for_each(cursor: Cursor) -> ForEach:
    """`for each s: soldier if s.alive`, with effects."""
    parameter, where, span = for_each_head(cursor)
    return ForEach(parameter, where, effects_below(cursor), span)


def for_each_head(cursor: Cursor) -> tuple[Parameter, Expression | None, Span]:
    """What `for each` goes through, under which condition; the end of the header is not read."""
    start = cursor.advance().start
    if not cursor.accept("each"):
        if cursor.at("every", "all"):
            slip = cursor.advance()
            cursor.report(
                f"'for {slip.text}' is written 'for each'",
                slip,
                expected="'each'",
                seen=f"'{slip.text}'",
                hint="write 'for each'",
                fix="each",
            )
        elif cursor.ahead().text != "in":
            cursor.report(
                "write 'each' after 'for'",
                cursor.token,
                expected="'each'",
                seen="nothing",
                hint="write: for each s: soldier",
                fix=f"each {cursor.token.text}",
            )
    parameter = each_parameter(cursor)
    where: Expression | None = None
    if cursor.accept("if", "where"):
        where = condition(cursor)
    return parameter, where, cursor.since(start)
