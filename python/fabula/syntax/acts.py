"""Events: actions, triggers, reactions, and the texts that tell them."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.problems import Hint, write
from fabula.source import Span
from fabula.syntax.chance import at_moment, moment_line
from fabula.syntax.cursor import Block, Cursor, Unreadable, misspelt
from fabula.syntax.effects import effects_below, effects_in, effects_on_line
from fabula.syntax.expressions import condition, expression, operand
from fabula.syntax.occasions import is_once, is_only, once_line, only_line
from fabula.syntax.parameters import at_coinciding, coinciding, parameters
from fabula.syntax.phrases import begins_phrase, phrase_of_act
from fabula.syntax.tokens import END, NAME, TEXT, WORD, Token
from fabula.syntax.tree import (
    ActionDefinition,
    Effect,
    Expression,
    Name,
    Number,
    Once,
    Parameter,
    Reaction,
    Says,
    SeenBy,
    Text,
    TriggerDefinition,
    Unknown,
)
from fabula.syntax.words import ACTION_LINES, ACTION_WORDS, IN_VAIN, QUANTIFIERS, TRIGGER_LINES

_EVERYONE = ("everyone", "everybody", "all")


@dataclass(slots=True)
class _Parts:
    """What the lines of an action's or a trigger's block have given so far."""

    owner: str
    allowed: tuple[str, ...]
    by: tuple[Expression, ...] = ()
    when: list[Expression] = field(default_factory=list)
    shows: list[bool | None] = field(default_factory=list)
    hoping: list[Expression] = field(default_factory=list)
    shows_hope: list[bool | None] = field(default_factory=list)
    in_vain: list[Effect] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    seen: list[SeenBy] = field(default_factory=list)
    choices: list[Says] = field(default_factory=list)
    says: list[Says] = field(default_factory=list)
    may_be: list[tuple[Name, Name]] = field(default_factory=list)
    is_action: bool = False
    phrase: Text | None = None
    urgency: int = 0
    weight: Number | None = None
    occasion: Once | None = None
    only: Name | None = None
    #: lines that may stand once only, and where they did
    once: dict[str, Span] = field(default_factory=dict)

    def read(self, cursor: Cursor) -> None:
        """Read one line of the block."""
        token = cursor.token
        if self.is_action and at_coinciding(cursor):
            self.may_be.extend(coinciding(cursor))
            return
        if self.is_action and begins_phrase(cursor):
            self.phrase = phrase_of_act(cursor, self.phrase)
            return
        if self.is_action and at_moment(cursor):
            self.urgency, self.weight = moment_line(cursor, self.once, (self.urgency, self.weight))
            return
        begins = cursor.at(*self.allowed) and token.kind == WORD
        if not begins and not is_once(cursor) and not (self.is_action and (_at_vain(cursor) or is_only(cursor))):
            raise _no_line_of(cursor, self.owner, self.allowed)
        if token.text in ("by", "do", "in", "once", "for"):
            earlier = self.once.setdefault(token.text, cursor.span(token))
            word = "in vain" if token.text == "in" else token.text
            if earlier != cursor.span(token):
                cursor.report(
                    f"{self.owner} has one '{word}' and no second",
                    token,
                    expected=f"at most one '{word}'",
                    seen="a second one",
                    hint="put both into one line" if token.text == "by" else "put both together",
                    notes=((earlier, "the first one is here"),),
                )
        if token.text == "once":
            self.occasion = once_line(cursor)
            return
        if token.text == "for":
            self.only = only_line(cursor)
            return
        cursor.advance()
        match token.text:
            case "by":
                self.by = _by(cursor, token)
            case "when":
                shows = _shows(cursor) if self.is_action else None
                found = when_lines(cursor)
                self.when.extend(found)
                self.shows.extend([shows] * len(found))
            case "hoping":
                shows = _shows(cursor)
                found = when_lines(cursor, "hoping")
                self.hoping.extend(found)
                self.shows_hope.extend([shows] * len(found))
            case "in":
                cursor.advance()
                self.in_vain.extend(_do(cursor, "in vain"))
            case "do":
                self.effects.extend(_do(cursor))
            case "seen":
                self.seen.append(_seen(cursor, token))
            case "choice":
                self.choices.append(_choice(cursor, token))
            case _:
                self.says.append(says_line(cursor, token))


def action(cursor: Cursor) -> ActionDefinition:
    """`action tend(healer: character, soldier: soldier)` and its block."""
    name, head, span = _head(cursor, "the name of the action")
    parts = _Parts("an action", ACTION_LINES, is_action=True)
    _block(cursor).each(parts.read)
    return ActionDefinition(
        name,
        head,
        parts.by,
        tuple(parts.when),
        tuple(parts.effects),
        tuple(parts.seen),
        tuple(parts.choices),
        tuple(parts.says),
        span,
        tuple(parts.shows),
        tuple(parts.hoping),
        tuple(parts.shows_hope),
        tuple(parts.in_vain),
        tuple(parts.may_be),
        phrase=parts.phrase,
        urgency=parts.urgency,
        weight=parts.weight,
        once=parts.occasion,
        only=parts.only,
    )


def trigger(cursor: Cursor) -> TriggerDefinition:
    """`trigger bleed(soldier: soldier)` and its block."""
    name, head, span = _head(cursor, "the name of the trigger")
    parts = _Parts("a trigger", TRIGGER_LINES)
    _block(cursor).each(parts.read)
    return TriggerDefinition(name, head, tuple(parts.when), tuple(parts.effects), tuple(parts.says), span, parts.occasion)


def reaction(cursor: Cursor) -> Reaction:
    """`when c[: kind] sees kill(_, victim) [if CONDITION]: EFFECTS`."""
    start = cursor.advance().start
    if cursor.token.kind != NAME or not (cursor.ahead().text in ("sees", ":") or cursor.ahead().kind == NAME):
        raise _no_reaction(cursor)
    observer_name = cursor.new_name("who sees it")
    kind = cursor.kind() if cursor.accept(":") else None
    observer = Parameter(observer_name, kind, cursor.since(observer_name.span.start))
    if not cursor.at("sees"):
        hint = misspelt(cursor.token, ["sees"]) or "write: when c sees ACTION: EFFECT"
        raise cursor.fail("a reaction begins with who sees what", expected="'sees'", hint=hint)
    cursor.advance()
    act = cursor.name("the name of an action")
    arguments = patterns(cursor) if cursor.at("(") else None
    asked: Expression | None = None
    if cursor.accept("if"):
        asked = condition(cursor)
    span = cursor.since(start)
    return Reaction(observer, act, arguments, asked, effects_below(cursor), span)


def _no_reaction(cursor: Cursor) -> Unreadable:
    return cursor.fail(
        "a 'when' at the start of a line begins a reaction, and this is not one",
        cursor.rest(),
        expected="'when SOMEONE sees ACTION: EFFECT'",
        seen=f"'{cursor.rest().text}'",
        hint="put the condition in the block of an action or a trigger, indented",
    )


def patterns(cursor: Cursor) -> tuple[Name | None, ...]:
    """What stands in the brackets of an act that is spoken of: `(_, victim)`; None for `_`."""
    opening = cursor.advance()
    found: list[Name | None] = []
    while not cursor.at(")"):
        name = cursor.new_name("a name, or '_' for anyone")
        found.append(None if name.text == "_" else name)
        if cursor.at("."):
            raise cursor.fail(
                "only names can be here",
                expected="a name, or '_'",
                hint="give it a name here and ask for the rest with 'if'",
            )
        if not cursor.accept(","):
            break
    if not cursor.at(")"):
        raise cursor.fail(
            "this bracket should end here", expected="',' or ')'", notes=((cursor.span(opening), "the bracket begins here"),)
        )
    cursor.advance()
    return tuple(found)


def _head(cursor: Cursor, what: str) -> tuple[Name, tuple[Parameter, ...], Span]:
    start = cursor.advance().start
    name = cursor.new_name(what)
    head = parameters(cursor)
    if cursor.token.kind == TEXT:
        raise cursor.fail(
            f"{what} is one word, and its texts go in the block",
            expected="the end of the line",
            hint='write below it: choice "..." or says "..."',
        )
    if cursor.at(*ACTION_LINES):
        raise cursor.fail(
            f"'{cursor.token.text}' goes on a line of its own, in the block",
            expected="the end of the line",
            hint="begin a new line, indented",
        )
    if cursor.token.kind == NAME and not head:
        raise _several_words(cursor, name, what)
    return name, head, cursor.since(start)


def _several_words(cursor: Cursor, name: Name, what: str) -> Unreadable:
    """`action dig the ground(who)`."""
    words = [name.text]
    while cursor.token.kind in (NAME, WORD):
        words.append(cursor.advance().text)
    span = cursor.since(name.span.start)
    hint = f"write: {cursor.tokens[0].text} {'_'.join(words)}{cursor.rest().text}"
    fix = "_".join(words)
    return cursor.fail(f"{what} is one word", span, expected="one word", seen=f"'{span.text}'", hint=hint, fix=fix)


def _block(cursor: Cursor) -> Block:
    """The block of an action or a trigger, which can't stand on its line."""
    if not cursor.header_ends():
        raise cursor.fail(
            "put what belongs to it on the lines below",
            cursor.rest(),
            expected="the end of the line",
            hint="begin a new line, indented",
        )
    block = cursor.block()
    if not block:
        first = cursor.tokens[0]
        cursor.report(
            f"there is nothing under this '{first.text}'",
            cursor.since(first.start),
            expected="indented lines: 'when', 'do', ...",
            seen="nothing",
            hint="write what it needs and what it changes below it, indented",
        )
    return block


def _no_line_of(cursor: Cursor, owner: str, allowed: tuple[str, ...]) -> Unreadable:
    token = cursor.token
    hint = misspelt(token, allowed)
    fix: str | None = None
    meant = ACTION_WORDS.get(token.text.lower())
    if meant in allowed and token.text != "if":
        hint = write(meant)
    elif token.text in ACTION_LINES and token.kind == WORD:
        hint = "a trigger is done by nobody: it happens by itself, and those see it who see what changes"
    elif token.kind == TEXT:
        hint = f"write: says {cursor.rest().text}"
        fix = f"says {cursor.rest().text}"
    elif not hint and any(other.text in ("=", "+=", "-=") for other in cursor.tokens):
        hint = "an effect stands under 'do', one step deeper"
    elif token.text == "if":
        hint = Hint.of("a condition of the whole act begins with 'when'; one of an effect stands under 'do'", "when")
    words = ", ".join(f"'{word}'" for word in allowed[:-1]) + f" or '{allowed[-1]}'"
    return cursor.fail(
        f"no line of {owner} begins like this",
        token if token.kind != TEXT else cursor.rest(),
        expected=words,
        hint=hint,
        fix=fix,
    )


# --- the lines of a block --------------------------------------------------------------------------------------------


def _by(cursor: Cursor, word: Token) -> tuple[Expression, ...]:
    if cursor.ended:
        raise cursor.fail(
            "who does it is missing after 'by'",
            expected="a parameter of the action, or 'nobody'",
            hint="an act of fate is 'by nobody'",
        )
    found = _minds(cursor)
    cursor.end("',' or the end of the line", hint="several names have commas between them")
    if len(found) == 1 and isinstance(found[0], Unknown):
        return ()
    return found


def _minds(cursor: Cursor) -> tuple[Expression, ...]:
    found = [operand(cursor)]
    while cursor.accept(",", "and"):
        found.append(operand(cursor))
    return tuple(found)


def _at_vain(cursor: Cursor) -> bool:
    return (cursor.token.text, cursor.ahead().text) == IN_VAIN and cursor.token.kind == WORD


def _shows(cursor: Cursor) -> bool | None:
    """Whether conditions are said to be `seen` or `hidden`; `hidden` may also be a name of the story."""
    if cursor.accept("seen"):
        return True
    if not cursor.at("hidden"):
        return None
    token, following = cursor.token, cursor.ahead()
    begins = following.kind in (NAME, END) or following.text in ("not", ":", *QUANTIFIERS)
    if begins or (following.text == "(" and following.start > token.end):
        cursor.advance()
        return False
    return None


def when_lines(cursor: Cursor, word: str = "when") -> tuple[Expression, ...]:
    """What stands after `when`: a condition, or a block of conditions that must all hold."""
    if cursor.ended or (cursor.at(":") and cursor.ahead().kind == "end"):
        cursor.accept(":")
        block = cursor.block()
        if not block:
            raise cursor.fail(f"there is no condition after '{word}'", expected="a condition, such as 'x.alive'")
        return tuple(block.each(_condition_line))
    return (_condition_line(cursor),)


def _condition_line(cursor: Cursor) -> Expression:
    found = expression(cursor)
    if cursor.at("then", ":"):
        raise cursor.fail(
            "nothing can follow the condition",
            cursor.rest(),
            expected="the end of the line",
            hint="write what happens under 'do'",
            fix=_under_do(cursor),
        )
    joined = cursor.at(",", ";") or cursor.token.kind == NAME
    fix = f" and {cursor.rest().text.lstrip(',; ')}" if joined else None
    cursor.end("'and', 'or' or the end of the line", "join conditions with 'and'" if joined else "", fix)
    return found


def _under_do(cursor: Cursor) -> str | None:
    """What follows a condition, on a line of its own."""
    effect = cursor.rest().text.removeprefix("then").strip(": ")
    indent = cursor.line.row.indent
    return f"\n{' ' * indent}do: {effect}" if effect and indent else None


def _do(cursor: Cursor, word: str = "do") -> tuple[Effect, ...]:
    if cursor.ended or cursor.at(":"):
        return effects_below(cursor)
    cursor.report(
        f"put a colon between '{word}' and the effect",
        cursor.rest(),
        expected="':' or a new line",
        seen=f"'{cursor.rest().text}'",
        hint=f"write: {word}: {cursor.rest().text}",
        fix=cursor.behind(":"),
    )
    effects = effects_on_line(cursor)
    if cursor.line.children:
        effects += effects_in(cursor.block())
    return effects


def _seen(cursor: Cursor, word: Token) -> SeenBy:
    start = word.start
    if not cursor.accept("by"):
        cursor.report("write 'by' after 'seen'", word, expected="'by'", seen="'seen' alone", hint=write("seen by"))
    if cursor.ended:
        raise cursor.fail(
            "who sees it is missing after 'seen by'",
            expected="'everyone', 'nobody', names, or 'c: CONDITION'",
            hint="leave the line out if everyone sees it",
        )
    if cursor.at(*_EVERYONE) and cursor.ahead().kind == "end":
        cursor.advance()
        return SeenBy(None, None, (), True, cursor.since(start))
    if cursor.token.kind == NAME and cursor.ahead().text == ":":
        return _seen_if(cursor, start)
    if cursor.ahead().kind == "end" and cursor.token.text not in cursor.context.declared:
        guess = misspelt(cursor.token, _EVERYONE)
        if guess:
            raise cursor.fail("who sees it is nobody that there is", expected="'everyone', 'nobody' or names", hint=guess)
    minds = _minds(cursor)
    if cursor.at("if", "where", "when"):
        raise cursor.fail(
            "who sees it under a condition is written with a colon",
            cursor.token,
            expected="':'",
            hint=f"write: seen by c: {cursor.rest().text[len(cursor.token.text) :].strip()}",
            fix=cursor.replaced(minds[-1].span.end, cursor.token.end, ":"),
        )
    cursor.end("',' or the end of the line", hint="several names have commas between them")
    if len(minds) == 1 and isinstance(minds[0], Unknown):
        minds = ()
    return SeenBy(None, None, minds, False, cursor.since(start))


def _seen_if(cursor: Cursor, start: int) -> SeenBy:
    first = cursor.token.start
    name = cursor.new_name("a name")
    kind = None
    if cursor.ahead(2).text == ":":
        cursor.advance()
        kind = cursor.kind()
    parameter = Parameter(name, kind, cursor.since(first))
    cursor.expect(":", "put a colon before the condition")
    if cursor.ended:
        raise cursor.fail("there is no condition after the colon", expected="who sees it, such as 'c.at is field'")
    asked = expression(cursor)
    cursor.end("'and', 'or' or the end of the line")
    return SeenBy(parameter, asked, (), False, cursor.since(start))


def _choice(cursor: Cursor, word: Token) -> Says:
    """What stands after `choice`: `[by MIND] [if CONDITION] "text"`."""
    if _at_vain(cursor):
        raise cursor.fail(
            "nobody chooses to do something in vain",
            expected="a text in double quotes",
            hint='write what comes of it: says in vain "..."',
        )
    return says_line(cursor, word)


# --- texts -----------------------------------------------------------------------------------------------------------


def says_line(cursor: Cursor, word: Token) -> Says:
    """What stands after `says` or `opening` (the `word`): `[in vain] [by MIND] [if CONDITION] "text"`; conditions may follow
    the text as well."""
    teller: Name | None = None
    asked: Expression | None = None
    text: Text | None = None
    in_vain = _at_vain(cursor)
    if in_vain:
        cursor.advance()
        cursor.advance()
    quoted = any(token.kind == TEXT for token in cursor.tokens)
    while True:
        if quoted and teller is None and cursor.accept("by"):
            teller = cursor.name("who tells it")
        elif quoted and asked is None and cursor.accept("if"):
            asked = condition(cursor)
            cursor.accept(":")
        elif quoted and asked is None and cursor.at("when"):
            slip = cursor.advance()
            hint = "write 'if'"
            if word.text == "choice":
                hint += "; a condition of the whole act stands in a line of its own"
            cursor.report("the condition of a text begins with 'if'", slip, expected="'if'", hint=hint, fix="if")
            asked = condition(cursor)
            cursor.accept(":")
        elif text is None and not (cursor.ended and quoted):
            if quoted and cursor.token.kind != TEXT and (teller is not None or asked is not None):
                raise cursor.fail("the text should begin here", expected="a text in double quotes")
            text = cursor.text(word.text)
        else:
            break
    if text is None:
        raise cursor.fail("there is no text", expected="a text in double quotes", hint=f'write: {word.text} "..."')
    cursor.end()
    return Says(teller, asked, text, cursor.since(word.start), in_vain)
