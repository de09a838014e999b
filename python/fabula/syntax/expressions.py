"""Expressions: conditions and values. Binds loosest first:

`a if c else b` · `or` · `and` · `not` · `believes`, `knows` · comparisons · `a loves b` · `+ -` · `* /` · a minus · `.name`
"""

from __future__ import annotations

from collections.abc import Callable

from fabula.problems import Hint
from fabula.source import Edit
from fabula.syntax.cursor import Cursor, Unreadable, describe
from fabula.syntax.sharing import DOES, PRONOUNS, accept_that, begins_error, begins_group, group, many, minds, shared, wrong
from fabula.syntax.tokens import END, MARK, NAME, NUMBER, TEXT, WORD, Token
from fabula.syntax.tree import (
    Arithmetic,
    Attribute,
    Believes,
    Call,
    Comparison,
    Conditional,
    Expression,
    IsKind,
    Logic,
    MayBe,
    Name,
    Not,
    Number,
    OfMinds,
    OneOf,
    Parameter,
    Quantified,
    Relation,
    Text,
    Truth,
    Unknown,
)
from fabula.syntax.words import BARE_QUANTIFIERS, QUANTIFIERS, TRUTHS, UNKNOWNS

OR, AND, NOT, BELIEVES, COMPARE, RELATION, SUM, PRODUCT = range(1, 9)
#: how deep an expression may nest, operators counted
DEEPEST_EXPRESSION = 150

_LEVELS = {
    "or": OR,
    "and": AND,
    "believes": BELIEVES,
    "knows": BELIEVES,
    "==": COMPARE,
    "!=": COMPARE,
    "<": COMPARE,
    "<=": COMPARE,
    ">": COMPARE,
    ">=": COMPARE,
    "is": COMPARE,
    "in": COMPARE,
    "not": COMPARE,
    "=": COMPARE,
    "+=": COMPARE,
    "-=": COMPARE,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
}
#: names that are no relation unless the text defines them, because they are likely slips
_NO_RELATIONS = frozenset({"then", "sees", "prefers", "but", "except", "does", "do", "know", "share"})
#: `c does not believe ...`, `c does not know ...`
_DENIED_VERBS = {"believe": "believes", "know": "knows"}


def expression(cursor: Cursor) -> Expression:
    """A whole expression, with `a if c else b`."""
    start = cursor.token.start
    first = climb(cursor, OR)
    if not cursor.at("if"):
        return first
    height = cursor.height
    cursor.advance()
    condition = climb(cursor, OR)
    height = max(height, cursor.height)
    if not cursor.at("else"):
        if cursor.asking:
            raise cursor.fail(
                "'if' within an expression needs an 'else'", expected="'else' and a value", hint="A if CONDITION else B"
            )
        raise cursor.fail(
            "the condition for an effect comes before it",
            cursor.since(start),
            expected="'if CONDITION: EFFECT'",
            seen="'EFFECT if CONDITION'",
            hint=f"write: if {condition.span.text}: ...",
            fix=_turned(cursor, condition),
        )
    cursor.advance()
    otherwise = _deeper(cursor, expression)
    _rise(cursor, height)
    return Conditional(first, condition, otherwise, cursor.since(start))


def _turned(cursor: Cursor, asked: Expression) -> tuple[Edit, ...]:
    """`EFFECT if CONDITION` the other way round."""
    begin, end = cursor.tokens[0].start, asked.span.end
    before, _, _ = cursor.source.text[begin : asked.span.start].rpartition("if")
    if before.startswith("do:"):
        return cursor.replaced(begin, end, f"do: if {asked.span.text}: {before[3:].strip()}")
    return cursor.replaced(begin, end, f"if {asked.span.text}: {before.strip()}")


def condition(cursor: Cursor) -> Expression:
    """An expression in a place where only a question can stand, whatever is around it."""
    asking, cursor.asking = cursor.asking, True
    found = climb(cursor, OR)
    cursor.asking = asking
    return found


def climb(cursor: Cursor, minimum: int) -> Expression:
    """An expression of operators that bind at least as tightly as `minimum`."""
    cursor.depth += 1
    if cursor.depth > DEEPEST_EXPRESSION:
        raise _too_deep(cursor)
    start = cursor.token.start
    left = _prefixed(cursor, minimum, start)
    while True:
        token = cursor.token
        if token.kind == NAME:
            level = _level_of_name(cursor, token)
        elif token.kind in (MARK, WORD):
            level = _LEVELS.get(token.text, 0)
        else:
            level = 0
        if level < minimum or not level:
            cursor.depth -= 1
            return left
        height = cursor.height
        if level == COMPARE:
            if not _compares(cursor, token):
                cursor.depth -= 1
                return left
            left = _comparison(cursor, left, start)
        elif level == RELATION:
            cursor.advance()
            right = climb(cursor, SUM)
            left = Relation(left, Name(token.text, cursor.span(token)), right, cursor.since(start))
        elif level in (SUM, PRODUCT):
            cursor.advance()
            right = climb(cursor, level + 1)
            left = Arithmetic(token.text, left, right, cursor.since(start))
        elif level == BELIEVES:
            left = _believing(cursor, left, start)
        else:
            parts = [left]
            while cursor.accept(token.text):
                parts.append(climb(cursor, level + 1))
                height = max(height, cursor.height)
            left = Logic(token.text, tuple(parts), cursor.since(start))
        _rise(cursor, height)


def _level_of_name(cursor: Cursor, token: Token) -> int:
    """How tightly a name binds that stands where an operator could: it may be a relation, or one of the words of the language
    that are words only here."""
    if token.text == "may" and cursor.ahead().text in ("be", "not") and cursor.ahead().kind in (NAME, WORD):
        return COMPARE
    if token.text == "does" and cursor.ahead().text == "not" and cursor.ahead(2).text in _DENIED_VERBS:
        return BELIEVES
    slip = token.text in _NO_RELATIONS and token.text not in cursor.context.declared
    return RELATION if not slip and _begins_operand(cursor.ahead()) else 0


def _believing(cursor: Cursor, mind: Expression, start: int) -> Expression:
    """`mind believes ...`, `mind knows ...`, and both with `does not`."""
    denied = cursor.at("does")
    if denied:
        cursor.advance()
        cursor.advance()
    token = cursor.token
    verb = _DENIED_VERBS.get(token.text, token.text)
    _check_mind(cursor, mind, verb, token)
    cursor.advance()
    whether = verb == "knows" and accept_whether(cursor)
    accept_that(cursor)
    content = climb(cursor, NOT)
    found = Believes(mind, content, verb == "knows", cursor.since(start), whether)
    if not denied:
        return found
    _rise(cursor, cursor.height)
    unknown = Not(found, cursor.since(start))
    thought = _thought(cursor, mind, content, whether) if verb == "knows" else None
    if thought is None:
        return unknown
    _rise(cursor, cursor.height + 2)
    return Logic("and", (unknown, thought), cursor.since(start))


def accept_whether(cursor: Cursor) -> bool:
    """Take `whether` before a property, where it is no name of a thing."""
    if cursor.token.kind != NAME or cursor.token.text != "whether" or not _begins_operand(cursor.ahead()):
        return False
    cursor.advance()
    return True


def _known(cursor: Cursor) -> Expression:
    """What somebody knows or believes."""
    return climb(cursor, NOT)


def _property(cursor: Cursor) -> Expression:
    """What somebody is wrong about."""
    return climb(cursor, RELATION)


def of_many(cursor: Cursor) -> Expression:
    """`Cole, Wit share a secret: ...`, `Cole, Wit know ...`."""
    return many(cursor, operand, _known, accept_whether)


def _thought(cursor: Cursor, mind: Expression, content: Expression, whether: bool) -> Expression | None:
    """`, and thinks that Cole does`, behind what somebody does not know."""
    place = cursor.index
    cursor.accept(",")
    begins = cursor.accept("and", "but")
    if begins and cursor.token.text in PRONOUNS and cursor.token.text not in cursor.context.declared:
        cursor.advance()
    if not (begins and cursor.token.text == "thinks" and cursor.advance()):
        cursor.index = place
        return None
    if cursor.token.text == "that" and "that" not in cursor.context.declared:
        cursor.advance()
    start = cursor.token.start
    inside: Expression
    if begins_group(cursor):
        those, but = group(cursor, operand)
        inside = OfMinds("knows", those, but, content, cursor.since(start), whether)
    else:
        each = [Believes(one, content, True, one.span, whether) for one in minds(cursor, operand)]
        inside = each[0] if len(each) == 1 else Logic("and", tuple(each), cursor.since(start))
    if not cursor.at(*DOES):
        raise cursor.fail("who is thought to know it comes before 'does'", expected="'does'")
    cursor.advance()
    return Believes(mind, inside, False, cursor.since(start))


def _prefixed(cursor: Cursor, minimum: int, start: int) -> Expression:
    if minimum <= BELIEVES and begins_group(cursor):
        found = shared(cursor, operand, _known, accept_whether)
        _rise(cursor, cursor.height)
        return found
    if cursor.at("not"):
        token = cursor.token
        if minimum > NOT:
            raise cursor.fail(
                "'not' can't be used here", token, expected="a value", hint="put 'not' and what belongs to it in brackets"
            )
        cursor.advance()
        denied = climb(cursor, NOT)
        _rise(cursor, cursor.height)
        return Not(denied, cursor.since(start))
    if cursor.at("-"):
        minus = cursor.advance()
        inner = _deeper(cursor, _negated)
        if isinstance(inner, Number) and cursor.tokens[cursor.index - 1].kind == NUMBER:
            return Number(-inner.value, cursor.since(start))
        _rise(cursor, cursor.height)
        return Arithmetic("-", Number(0, cursor.span(minus)), inner, cursor.since(start))
    return operand(cursor)


def _negated(cursor: Cursor) -> Expression:
    """What stands after a minus; another minus is allowed."""
    return _prefixed(cursor, PRODUCT, cursor.token.start) if cursor.at("-") else operand(cursor)


def operand(cursor: Cursor) -> Expression:
    """A value with all that hangs on it: `x`, `x.at`, `x.knows_of(y).at`, `near(a, b)`, `(...)`."""
    start = cursor.token.start
    left = _atom(cursor)
    while cursor.at("."):
        height = cursor.height
        cursor.advance()
        if cursor.at("believes", "knows", "learns", "forgets", "wants"):
            word, owner = cursor.token, left.span.text
            raise cursor.fail(
                f"before '{word.text}' there is no dot",
                word,
                expected="the name of a property",
                hint=f"write: {owner} {word.text} ...",
            )
        name = cursor.new_name("the name of a property") if cursor.token.kind == WORD else cursor.name("the name of a property")
        if _opens_arguments(cursor):
            arguments = _arguments(cursor)
            height = max(height, cursor.height)
            left = Call(name, (left, *arguments), cursor.since(start))
        else:
            left = Attribute(left, name, cursor.since(start))
        _rise(cursor, height)
    return left


def _atom(cursor: Cursor) -> Expression:
    token = cursor.token
    cursor.height = 1
    if token.kind == NAME:
        cursor.advance()
        name = Name(token.text, cursor.span(token))
        if _opens_arguments(cursor):
            arguments = _arguments(cursor)
            _rise(cursor, cursor.height)
            return Call(name, arguments, cursor.since(token.start))
        return name
    if token.kind == NUMBER:
        return cursor.number("a number")
    if token.kind == TEXT:
        cursor.advance()
        return Text(token.text, cursor.span(token))
    if token.text == "(":
        return _bracketed(cursor)
    if token.kind == WORD:
        if token.text in QUANTIFIERS and (token.text != "no" or cursor.ahead().kind == NAME):
            return _quantified(cursor)
        if token.text in TRUTHS:
            cursor.advance()
            return Truth(TRUTHS[token.text], cursor.span(token))
        if token.text in UNKNOWNS:
            cursor.advance()
            return Unknown(token.text, cursor.span(token))
    raise _no_value(cursor)


def _no_value(cursor: Cursor) -> Unreadable:
    token = cursor.token
    before = cursor.tokens[cursor.index - 1] if cursor.index else None
    after = f" after {describe(before)}" if before is not None else ""
    hint = ""
    if token.kind == WORD and token.text in ("if", "elif", "else", "when"):
        hint = f"'{token.text}' begins a line of its own"
    elif token.kind == WORD:
        hint = f"'{token.text}' is a word of the language: if it is meant as a name, choose another"
    elif token.kind == END and before is not None and before.kind in (MARK, WORD):
        hint = "finish the line; it can go on in the next line if that is indented deeper"
    return cursor.fail(f"a name or a value is missing{after}", token, expected="a name, a number or a bracket", hint=hint)


def _bracketed(cursor: Cursor) -> Expression:
    opening = cursor.advance()
    in_where, cursor.in_where = cursor.in_where, False
    inner = expression(cursor)
    cursor.in_where = in_where
    _close(cursor, opening)
    return inner


def _close(cursor: Cursor, opening: Token) -> None:
    if not cursor.at(")"):
        hint, fix = "", tuple[Edit, ...]()
        if cursor.at("="):
            hint = "an effect can't stand in a bracket"
        elif cursor.at(","):
            hint = "several values with commas stand only after 'in' or after a name"
        elif cursor.token.kind == NAME:
            hint, fix = f"write: , {cursor.token.text}", cursor.behind(",")
        raise cursor.fail(
            "this bracket should end here, or go on after an operator",
            expected="')'",
            hint=hint,
            notes=((cursor.span(opening), "the bracket begins here"),),
            fix=fix,
        )
    cursor.advance()


def _opens_arguments(cursor: Cursor) -> bool:
    """Whether a bracket here belongs to the name before it."""
    if not cursor.at("("):
        return False
    return not cursor.in_where or cursor.token.start == cursor.tokens[cursor.index - 1].end


def _arguments(cursor: Cursor) -> tuple[Expression, ...]:
    """`(a, b)`, the brackets included."""
    opening = cursor.advance()
    in_where, cursor.in_where = cursor.in_where, False
    found: list[Expression] = []
    height = 0
    while not cursor.at(")"):
        found.append(expression(cursor))
        height = max(height, cursor.height)
        if not cursor.accept(","):
            break
    _close(cursor, opening)
    cursor.in_where = in_where
    cursor.height = height
    return tuple(found)


def _quantified(cursor: Cursor) -> Expression:
    token = cursor.advance()
    word = token.text
    start = cursor.token.start
    name = cursor.new_name(f"a kind, or a name with its kind, after '{word}'")
    kind = cursor.kind() if cursor.accept(":") else None
    parameter = Parameter(name, kind, cursor.since(start))
    where: Expression | None = None
    height = 0
    if cursor.accept("where"):
        in_where, cursor.in_where = cursor.in_where, True
        where = climb(cursor, OR)
        cursor.in_where = in_where
        height = cursor.height
    variable = name.text
    if cursor.at("("):
        body = _bracketed(cursor)
        height = max(height, cursor.height)
    elif word in BARE_QUANTIFIERS and not (cursor.token.kind == NAME or cursor.at("not")):
        body = Truth(True, cursor.since(token.start))
    else:
        what = "the number to take" if word in ("sum", "most", "least") else "what must be so"
        raise cursor.fail(
            f"put {what} after '{cursor.since(token.start).text}' in brackets",
            expected="'('",
            hint=f"{word} {variable} ({variable}.PROPERTY)"
            if kind is None
            else f"{word} {variable}: {kind.text} ({variable}.PROPERTY)",
        )
    _rise(cursor, height)
    return Quantified(word, parameter, where, body, cursor.since(token.start))


def _compares(cursor: Cursor, token: Token) -> bool:
    """Whether a mark is a comparison here, or belongs to an effect; slips are explained."""
    if token.text == "not":
        return cursor.ahead().text == "in"
    if token.text == "may":
        return True
    if token.text not in ("=", "+=", "-="):
        return True
    if not cursor.asking:
        return False
    if token.text == "=":
        cursor.report(
            "a single '=' changes something, and this is a condition",
            token,
            expected="'is' or '=='",
            seen="'='",
            hint=Hint.of("use 'is' or '=='", "is"),
        )
    else:
        cursor.report(
            f"'{token.text}' changes something, and this is a condition",
            token,
            expected="a comparison, such as '=='",
            seen=f"'{token.text}'",
            hint="a condition only asks: use 'is', '<' or '>'; changes go under 'do'",
        )
    return True


def _comparison(cursor: Cursor, left: Expression, start: int) -> Expression:
    """`left` compared, once or in a chain such as `0 < x < 3`."""
    parts: list[Expression] = []
    height = cursor.height
    while _at_comparison(cursor):
        part = _compared(cursor, left, start if not parts else left.span.start)
        height = max(height, cursor.height)
        parts.append(part)
        if not isinstance(part, Comparison):
            break
        left = part.right
    cursor.height = height
    return parts[0] if len(parts) == 1 else Logic("and", tuple(parts), cursor.since(start))


def _at_comparison(cursor: Cursor) -> bool:
    token = cursor.token
    if token.kind == NAME:
        return _level_of_name(cursor, token) == COMPARE
    return token.kind in (MARK, WORD) and _LEVELS.get(token.text) == COMPARE and _compares(cursor, token)


def _compared(cursor: Cursor, left: Expression, start: int) -> Expression:
    token = cursor.advance()
    operator = token.text
    if operator == "may":
        if cursor.at("not"):
            raise cursor.fail(
                "'may not be' can be read in two ways",
                cursor.since(token.start),
                expected="'may be'",
                hint=f"write 'not ({left.span.text} may be ...)'",
            )
        cursor.advance()
        return MayBe(left, climb(cursor, RELATION), cursor.since(start))
    if operator in ("in", "not"):
        if operator == "not":
            cursor.advance()
        return one_of(cursor, left, operator == "not", start)
    if operator == "is":
        negated = cursor.accept("not")
        if cursor.accept("in"):
            return one_of(cursor, left, negated, start)
        if begins_error(cursor):
            error = wrong(cursor, left, operand, _property, start)
            return Not(error, error.span) if negated else error
        if cursor.at("a", "an") and (cursor.ahead().kind == NAME or cursor.ahead().text == "will"):
            cursor.advance()
            return IsKind(left, cursor.kind(), negated, cursor.since(start))
        operator = "!=" if negated else "=="
    elif operator in ("=", "+=", "-="):
        operator = "=="
    elif operator == "==" and cursor.at("not"):
        operator = "!="
        slip = cursor.advance()
        fix = cursor.replaced(token.start, slip.end, "is not")
        hint = "write 'is not'"
        cursor.report("'== not' is written '!=' or 'is not'", slip, expected="'!='", seen="'== not'", hint=hint, fix=fix)
    right = climb(cursor, RELATION)
    return Comparison(operator, left, right, cursor.since(start))


def one_of(cursor: Cursor, left: Expression, negated: bool, start: int) -> OneOf:
    """The values in brackets after `in` or `not in`."""
    if not cursor.at("("):
        raise cursor.fail(
            "put the possible values after 'in' in brackets",
            expected="'(' and the values",
            hint="for example: in (field, trees)",
        )
    height = cursor.height
    options = _arguments(cursor)
    cursor.height = max(height, cursor.height) + 1
    return OneOf(left, options, negated, cursor.since(start))


def _check_mind(cursor: Cursor, mind: Expression, verb: str, token: Token) -> None:
    if not isinstance(mind, (Name, Attribute, Call)):
        raise cursor.fail(
            f"only who {verb} comes before '{token.text}'",
            mind.span,
            expected="the name of someone",
            seen=f"'{mind.span.text}'",
            hint="put what belongs together in brackets",
        )


def _begins_operand(token: Token) -> bool:
    """Whether a value can begin here, so that a name before it stands between two of them."""
    if token.kind in (NAME, NUMBER):
        return True
    if token.kind == WORD:
        return token.text in UNKNOWNS
    return token.kind == MARK and token.text == "("


def _deeper(cursor: Cursor, read: Callable[[Cursor], Expression]) -> Expression:
    """Read something that nests without an operator in between."""
    cursor.depth += 1
    if cursor.depth > DEEPEST_EXPRESSION:
        raise _too_deep(cursor)
    found = read(cursor)
    cursor.depth -= 1
    return found


def _rise(cursor: Cursor, height: int) -> None:
    """The expression that was just built stands on parts of this height and of the height of the last part."""
    cursor.height = max(height, cursor.height) + 1
    if cursor.height > DEEPEST_EXPRESSION:
        raise _too_deep(cursor)


def _too_deep(cursor: Cursor) -> Unreadable:
    token = cursor.token if cursor.token.kind != END else cursor.tokens[max(0, cursor.index - 1)]
    return cursor.fail(
        "this expression is nested too deeply, or has too many parts",
        token,
        code="too-deep",
        expected=f"at most {DEEPEST_EXPRESSION} parts within each other",
        seen="more than that",
        hint="give a part of it a name of its own with 'rule'",
    )
