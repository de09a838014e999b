"""Kinds, things, properties and rules."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.problems import write
from fabula.source import Span
from fabula.syntax.acts import says_line
from fabula.syntax.cursor import Cursor, Unreadable, misspelt
from fabula.syntax.effects import effect_line
from fabula.syntax.expressions import SUM, climb, condition, expression, operand
from fabula.syntax.parameters import kinds, parameters
from fabula.syntax.phrases import has_phrases, phrases_of_property
from fabula.syntax.tokens import NAME, NUMBER, TEXT, WORD, Token
from fabula.syntax.tree import (
    Called,
    Effect,
    Expression,
    KindDefinition,
    Name,
    PropertyDefinition,
    PropertyType,
    RuleDefinition,
    Says,
    Text,
    ThingDefinition,
    TypeChoice,
    TypeKind,
    TypeRange,
    TypeTruth,
)
from fabula.syntax.words import ACTION_LINES, STATEMENTS, TRUTHS, UNKNOWNS

_PRONOUNS = ("she", "he", "it", "they", "we")


def kind_definition(cursor: Cursor) -> KindDefinition:
    """`kind soldier "soldier": body, target`."""
    start = cursor.advance().start
    name = cursor.new_name("the name of the kind")
    display = cursor.text("kind") if cursor.token.kind == TEXT else None
    parents: tuple[Name, ...] = ()
    if cursor.at("is"):
        raise cursor.fail("put a colon before the kind above it", expected="':'", hint=f"write: kind {name.text}: KIND")
    if cursor.accept(":"):
        parents = _kinds(cursor)
    cursor.end(hint="a kind is one line: its properties are defined with 'property'")
    return KindDefinition(name, display, parents, cursor.since(start))


def _kinds(cursor: Cursor) -> tuple[Name, ...]:
    found = [cursor.kind()]
    while cursor.accept(",", "and"):
        found.append(cursor.kind())
    return tuple(found)


# --- things ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _ThingBlock:
    called: list[Called] = field(default_factory=list)
    facts: list[Effect] = field(default_factory=list)
    descriptions: list[Says] = field(default_factory=list)

    def read(self, cursor: Cursor) -> None:
        if cursor.at("description") and (cursor.ahead().kind == TEXT or cursor.ahead().text in ("by", "if")):
            self.descriptions.append(says_line(cursor, cursor.advance()))
            return
        if not cursor.at("called"):
            self.facts.extend(effect_line(cursor))
            return
        word = cursor.advance()
        asked: Expression | None = None
        if cursor.accept("if"):
            asked = condition(cursor)
            cursor.accept(":")
        text = cursor.text("called")
        if asked is None and cursor.accept("if", "when"):
            asked = condition(cursor)
        cursor.end()
        self.called.append(Called(text, asked, cursor.since(word.start)))


def thing_definition(cursor: Cursor) -> ThingDefinition:
    """`character Aeris "Aeris", she, at field, not armed, weariness 2` and its block."""
    first = cursor.token
    kind = cursor.kind()
    name = cursor.new_name(f"the name of the {kind.text}")
    _one_word(cursor, name)
    display = cursor.text("called") if cursor.token.kind == TEXT else None
    modifiers: list[tuple[bool, Name, Expression | None]] = []
    body: Name | None = None
    while cursor.accept(","):
        if cursor.ended:
            break
        if cursor.accept("in"):
            body = cursor.name("whose body it is")
        else:
            modifiers.append(_modifier(cursor))
    span = cursor.since(first.start)
    if not cursor.ended and not cursor.at(":"):
        guess = "" if kind.text in cursor.context.declared else misspelt(first, STATEMENTS)
        if guess:
            raise cursor.fail(f"no line begins with '{first.text}'", first, expected="a keyword, a kind, or a fact", hint=guess)
        if cursor.token.kind == NAME:
            raise cursor.fail(
                "a comma is missing here",
                expected="',' or the end of the line",
                hint="write what is so of it with commas between",
            )
        cursor.end("',' or the end of the line")
    if not cursor.header_ends():
        raise cursor.fail(
            "put a comma before what is so of it, or write it on the lines below", cursor.rest(), expected="the end of the line"
        )
    block = _ThingBlock()
    lines = cursor.block()
    next_line = lines.peek()
    if next_line is not None and next_line.kind == WORD and next_line.text in ACTION_LINES:
        raise _no_thing(cursor, first, next_line)
    lines.each(block.read)
    return ThingDefinition(
        kind, name, display, tuple(modifiers), body, tuple(block.called), tuple(block.facts), span, tuple(block.descriptions)
    )


def _no_thing(cursor: Cursor, first: Token, line: Token) -> Unreadable:
    owner = "action" if line.text in ("by", "do", "seen", "choice") else "action or a trigger"
    return cursor.fail(
        f"'{first.text}' begins no line that has a block like this",
        first,
        expected=f"'{owner.split()[0]}'",
        seen=f"'{first.text}', with a line '{line.text}' below it",
        hint=misspelt(first, STATEMENTS) or f"'{line.text}' belongs into the block of an {owner}",
    )


def _one_word(cursor: Cursor, name: Name) -> None:
    """Names of two words, or with a hyphen."""
    token = cursor.token
    if token.kind not in (NAME, NUMBER) and not (token.text == "-" and token.start == name.span.end):
        return
    if token.text in _PRONOUNS:
        raise cursor.fail(
            "a comma is missing here", expected="','", hint=f"write: {name.text}, {token.text}", fix=cursor.behind(",")
        )
    start = name.span.start
    words = [name.text]
    while cursor.token.kind in (NAME, NUMBER, WORD) or cursor.at("-"):
        part = cursor.advance()
        if part.text != "-":
            words.append(part.text)
    span = cursor.since(start)
    first = words[0]
    hint = f"write {'_'.join(words)} \"{span.text}\", where the text in quotes is how it is told; or a comma after '{first}'"
    fix = f'{"_".join(words)} "{span.text}"'
    raise cursor.fail("a name is one word", span, expected="one word", seen=f"'{span.text}'", hint=hint, fix=fix)


def _modifier(cursor: Cursor) -> tuple[bool, Name, Expression | None]:
    negated = cursor.accept("not")
    if cursor.token.kind == TEXT:
        raise cursor.fail("the text for its name comes right after the name", expected="a word", hint="take the comma away")
    word = cursor.new_name("what is so of it")
    if cursor.at("is", "=", "=="):
        cursor.report(
            "a property and its value follow each other here, with nothing between them",
            cursor.token,
            expected="the value",
            seen=f"'{cursor.token.text}'",
            hint=f"write: {word.text} {cursor.ahead().text}",
            fix="",
        )
        cursor.advance()
    if cursor.at("."):
        raise cursor.fail(
            "only properties of the thing itself can be given here",
            expected="its value, or ','",
            hint="put facts about others on lines of their own",
        )
    token = cursor.token
    begins = (
        token.kind in (NAME, NUMBER)
        or token.text in ("-", "(")
        or (token.kind == WORD and (token.text in TRUTHS or token.text in UNKNOWNS))
    )
    if not begins or token.kind == TEXT:
        return negated, word, None
    if cursor.at("-"):
        return negated, word, cursor.number("a number")
    return negated, word, operand(cursor)


# --- properties and rules --------------------------------------------------------------------------------------------


def property_definition(cursor: Cursor) -> PropertyDefinition:
    """`property weariness(character) "weary": 0..3 = 1, felt by all`."""
    start = cursor.advance().start
    name = cursor.new_name("the name of the property")
    head = kinds(cursor)
    phrase = _phrase(cursor, None)
    type_: PropertyType = TypeTruth(name.span)
    if cursor.accept(":"):
        type_ = _type(cursor)
    elif cursor.token.kind in (NAME, NUMBER) or cursor.at("yes", "is"):
        raise cursor.fail(
            "put a colon before the type",
            expected="':'",
            hint=f"write: {cursor.since(start).text}: {cursor.rest().text}",
            fix=cursor.behind(":"),
        )
    phrase = _phrase(cursor, phrase)
    default: Expression | None = None
    if cursor.accept("=", "is"):
        default = climb(cursor, SUM)
    elif cursor.at("=="):
        raise cursor.fail("put a single '=' before what the property is at the start", expected="'='", hint=write("="))
    phrase = _phrase(cursor, phrase)
    felt = False
    bookkeeping = False
    while cursor.accept(","):
        if cursor.accept("bookkeeping"):
            bookkeeping = True
        else:
            felt = _felt(cursor)
    phrase = _phrase(cursor, phrase)
    if not has_phrases(cursor):
        cursor.end("'= VALUE', ', felt by all' or the end of the line")
    span = cursor.since(start)
    phrases, kept = phrases_of_property(cursor)
    return PropertyDefinition(name, head, type_, default, felt, phrase, span, bookkeeping or kept, phrases)


def _phrase(cursor: Cursor, earlier: Text | None) -> Text | None:
    return cursor.text("property") if earlier is None and cursor.token.kind == TEXT else earlier


def _felt(cursor: Cursor) -> bool:
    first = cursor.token
    if first.text != "felt":
        raise cursor.fail("only 'felt by all' and 'bookkeeping' can follow the comma", cursor.rest(), expected="'felt by all'")
    cursor.advance()
    if not (cursor.accept("by") and cursor.accept("all", "everyone", "everybody")):
        raise cursor.fail(
            "this is written 'felt by all'", cursor.span(first), expected="'felt by all'", hint=write("felt by all")
        )
    return True


def _type(cursor: Cursor) -> PropertyType:
    start = cursor.token.start
    if cursor.at("yes", "true", "no", "false"):
        cursor.advance()
        if not (cursor.accept("/") or cursor.accept("or") or cursor.accept("|")) or not cursor.at(*TRUTHS):
            raise cursor.fail(
                "a property that is so or not so has the type yes/no",
                cursor.since(start),
                expected="'yes/no'",
                hint="write 'yes/no'",
            )
        cursor.advance()
        return TypeTruth(cursor.since(start))
    if cursor.token.kind == NUMBER or cursor.at("-"):
        return _range(cursor)
    first = cursor.kind() if cursor.at("will") else cursor.new_name("a type")
    if not cursor.at("|", "/", "or") and not (cursor.at(",") and cursor.ahead().kind == NAME and cursor.ahead().text != "felt"):
        return TypeKind(first, first.span)
    values = [first]
    while cursor.at("|", "/", "or", ","):
        if cursor.at(",") and cursor.ahead().text == "felt":
            break
        separator = cursor.advance()
        if separator.text == ",":
            line = cursor.line.row.tokens
            said = Span(cursor.source, line[1].start, line[1].end).text
            of = Span(cursor.source, start, line[-1].end).text
            raise cursor.fail(
                "put '|' between the values that a property can have",
                separator,
                expected="'|'",
                hint=f"put whose property it is in brackets: {said}({of}); its own values are written: calm | angry",
                fix=cursor.replaced(values[-1].span.end, cursor.token.start, " | "),
            )
        if separator.text != "|":
            cursor.report(
                "put '|' between the values that a property can have",
                separator,
                expected="'|'",
                seen=f"'{separator.text}'",
                hint="write: calm | angry | afraid",
                fix="|",
            )
        values.append(cursor.new_name("a value"))
    return TypeChoice(tuple(values), cursor.since(start))


def _range(cursor: Cursor) -> TypeRange:
    start = cursor.token.start
    low = cursor.number("the smallest number")
    if cursor.at("-") or cursor.at("to") or (cursor.at("..") and cursor.ahead().text == "."):
        start_of_slip = cursor.advance().start
        cursor.accept(".")
        slip = cursor.since(start_of_slip)
        cursor.report(
            "two numbers with '..' between them bound a property",
            slip,
            expected="'..'",
            seen=f"'{slip.text}'",
            hint=f"write {low.value}..{cursor.token.text}",
            fix="..",
        )
    elif not cursor.accept(".."):
        raise cursor.fail(
            "a property that is a number has a smallest and a largest one",
            expected="'..'",
            hint=f"write 0..{low.value}" if low.value > 0 else f"write {low.value}..10",
        )
    high = cursor.number("the largest number")
    return TypeRange(low, high, cursor.since(start))


def rule_definition(cursor: Cursor) -> RuleDefinition:
    """`rule near(a: character, b: character): a.at is b.at`; the expression may stand on a line below."""
    start = cursor.advance().start
    name = cursor.new_name("the name of the rule")
    head = parameters(cursor)
    span = cursor.since(start)
    if cursor.at("=", "is", "when", "if"):
        slip = cursor.advance()
        cursor.report(
            "put a colon before what the rule says",
            slip,
            expected="':'",
            seen=f"'{slip.text}'",
            hint=f"write: {span.text}: ...",
        )
    elif not cursor.header_ends():
        body = expression(cursor)
        cursor.end("an operator or the end of the line")
        return RuleDefinition(name, head, body, span)
    if not cursor.ended:
        return RuleDefinition(name, head, expression(cursor), span)
    block = cursor.block()
    lines = block.take()
    if lines is None:
        raise cursor.fail("what the rule says is missing", expected="an expression after ':'", hint=f"write: {span.text}: ...")
    body = expression(lines)
    lines.end("an operator or the end of the line")
    block.done(lines)
    block.nothing_more("a rule has one expression: join its parts with 'and' or 'or'")
    return RuleDefinition(name, head, body, span)
