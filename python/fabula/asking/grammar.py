"""From the text of a question to what it asks. Conditions and values are written as in the story itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula import model
from fabula.asking.questions import (
    Between,
    Can,
    Extreme,
    Must,
    Never,
    Question,
    Shortest,
    Target,
    WhoKnows,
    Why,
    WhyNot,
)
from fabula.checker.asked import scope_of
from fabula.checker.expressions import check, check_condition, check_number
from fabula.checker.typed import NobodyType, Typed, with_article
from fabula.grounding import Ground
from fabula.lives.world import World
from fabula.model import conjuncts
from fabula.problems import Problem, Problems, StoryProblems, nearest
from fabula.source import Source, Span
from fabula.syntax.cursor import Block, Context, Cursor, misspelt
from fabula.syntax.expressions import expression
from fabula.syntax.layout import layout
from fabula.syntax.tokens import END, NAME, WORD, Token
from fabula.syntax.tree import Expression, Name
from fabula.syntax.words import SOONER_OR_LATER
from fabula.task import FALSE

#: the grammar of questions: how each is written, and what it asks
GRAMMAR: tuple[tuple[str, str], ...] = (
    ("can ENDING", "does some life end so?"),
    ("can CONDITION", "does it hold at some moment of some life?"),
    ("must ENDING", "does every life end so, and none go on for ever?"),
    ("must ENDING, sooner or later", "is it never out of reach, whatever is done?"),
    ("must CONDITION", "does it hold at some moment of every life? (also: , sooner or later)"),
    ("never CONDITION", "does it hold at no moment of any life?"),
    ("shortest ENDING", "how many acts does it take at least? (or shortest CONDITION)"),
    ("most NUMBER", "how much can it be where lives end?"),
    ("most NUMBER at ENDING", "how much where they end so?"),
    ("most NUMBER ever", "how much at any moment?"),
    ("least NUMBER", "how little? (also: at ENDING, ever)"),
    ("who knows CONDITION", "who can come to know it, and who is wrong about it?"),
    ("why ACT", "for what reason is it done? An ACT is kill(Ann, Bob), kill(_, Bob), or kill"),
    ("why not ACT", "what hinders it?"),
    ("what stands between start and ENDING", "which rules of the story are in its way?"),
    ("what stands between life and ENDING", "with which act of that life was it lost?"),
)
#: what a question can begin with
WORDS = ("can", "must", "never", "shortest", "most", "least", "who", "why", "what")
#: what is asked of an ending or a condition, by its first word
_OF_TARGETS: dict[str, type[Can | Never | Shortest]] = {"can": Can, "never": Never, "shortest": Shortest}
_FORMS = ", ".join(form for form, _ in GRAMMAR)
_MARKS = re.compile(r"\?+(?=[^\S\n]*(#|$))", re.MULTILINE)
#: stands for any thing in the name of an act
ANY = "_"


def grammar() -> str:
    """The grammar of questions as a text for people."""
    width = max(len(form) for form, _ in GRAMMAR)
    return "\n".join(f"  {form.ljust(width)}  {meaning}" for form, meaning in GRAMMAR)


def question_of(world: World, text: str) -> Question:
    """The question that a text asks. Raises `StoryProblems` with all that is wrong with it."""
    asked = questions_of(world, Source("<question>", text))
    if len(asked) != 1:
        span = asked[1].span if asked else None
        message = "this is more than one question" if asked else "no question is asked"
        raise StoryProblems([Problem("bad-question", message, span, _FORMS, f"{len(asked) or 'no'} questions", "ask one")])
    return asked[0]


def questions_of(world: World, source: Source) -> list[Question]:
    """The questions in a text, one on each line; what follows a `#` is a comment. Raises `StoryProblems` with all that is wrong
    with any of them."""
    # A question mark says nothing that is not said by the question.
    plain = _MARKS.sub(lambda marks: " " * len(marks[0]), source.text)
    source = Source(source.name, plain, source.path)
    context = Context(source)
    problems = Problems()
    reader = _Reader(world, problems)
    asked: list[Question] = Block(context, layout(source)).each(reader.question)
    problems.extend(context.problems)
    problems.raise_errors()
    return asked


def question_about(world: World, words: str, about: str) -> Question:
    """The question that begins with these `words`, as "who knows", and goes on with the text `about`. Raises `StoryProblems`
    with all that is wrong with that."""
    source = Source("<question>", _MARKS.sub("", about))
    context = Context(source)
    problems = Problems()
    reader = _Reader(world, problems)
    asked: list[Question] = Block(context, layout(source)).each(lambda cursor: reader.rest(words, cursor))
    problems.extend(context.problems)
    problems.raise_errors()
    if len(asked) != 1:
        span = asked[1].span if asked else None
        message = "this is more than one question" if asked else "it is not said what is asked for"
        raise StoryProblems([Problem("bad-question", message, span, _FORMS, f"{len(asked) or 'no'} questions", "ask one")])
    return asked[0]


class _Reader:
    """Reads the questions of one text."""

    def __init__(self, world: World, problems: Problems) -> None:
        self._ground = world.ground
        self._definition = world.definition
        self._problems = problems
        self._scope = scope_of(world.definition, problems)

    def question(self, cursor: Cursor) -> Question | None:
        """One line; None where it has a problem that has been reported."""
        first = cursor.token
        start = first.start
        if not cursor.at(*WORDS):
            hint = misspelt(first, WORDS) or "begin with one of " + ", ".join(WORDS)
            raise cursor.fail("this is not a question", first, code="bad-question", expected=_FORMS, hint=hint)
        cursor.advance()
        words = first.text
        if words == "who":
            cursor.expect("knows", "write 'knows' after 'who'", hint="write: who knows CONDITION")
            words = "who knows"
        elif words == "why" and cursor.accept("not"):
            words = "why not"
        span = Span(cursor.source, start, cursor.tokens[-1].end)
        return self._asked(words, cursor, span.in_one_line, span)

    def rest(self, words: str, cursor: Cursor) -> Question | None:
        """The same of a line in which the words that it begins with are left out."""
        span = Span(cursor.source, cursor.token.start, cursor.tokens[-1].end)
        return self._asked(words, cursor, f"{words} {span.in_one_line}", span)

    def _asked(self, words: str, cursor: Cursor, text: str, span: Span) -> Question | None:
        """What follows the words that a question begins with. `text` and `span` are those of all of it."""
        match words:
            case "must":
                return self._must(cursor, text, span)
            case word if word in _OF_TARGETS:
                target = self._target(cursor)
                return None if target is None else _OF_TARGETS[word](text, span, target)
            case "most" | "least":
                return self._extreme(cursor, text, span, words == "least")
            case "who knows":
                return self._who_knows(cursor, text, span)
            case "why" | "why not":
                acts = self._acts(cursor)
                return (Why if words == "why" else WhyNot)(text, span, acts) if acts else None
            case _:
                return self._between(cursor, text, span)

    # --- what is asked for --------------------------------------------------------------------------------------------

    def _target(self, cursor: Cursor) -> Target | None:
        token = cursor.token
        if token.kind == NAME and cursor.ahead().kind == END:
            if token.text in self._definition.endings:
                return Target(token.text, None)
            if token.text not in self._known():
                self._unknown_ending(token, cursor, (*self._definition.endings, *self._scope.known()))
                return None
        if cursor.ended:
            raise cursor.fail("it is not said what is asked for", code="bad-question", expected="an ending or a condition")
        written = self._expression(cursor)
        typed = check_condition(self._scope, written, "what is asked for")
        return None if typed is None else Target(None, typed.expression)

    def _must(self, cursor: Cursor, text: str, span: Span) -> Must | None:
        if not self._definition.endings:
            self._problems.add(
                "bad-question",
                "this story has no ending, and so it is not asked what all of its lives come to",
                span,
                expected="a story with an ending",
                seen="none",
                hint="ask with 'can' or 'never', or give the story an ending",
            )
            return None
        later = cursor.cut_row(*SOONER_OR_LATER)
        target = self._target(cursor)
        return None if target is None else Must(text, span, target, later)

    def _extreme(self, cursor: Cursor, text: str, span: Span, least: bool) -> Extreme | None:
        at, ever = None, False
        tokens = cursor.tokens
        left = len(tokens) - 1 - cursor.index
        if left > 2 and tokens[-3].text == "at" and tokens[-2].kind == NAME and tokens[-2].text not in self._definition.things:
            at = tokens[-2].text
            if at not in self._definition.endings:
                self._unknown_ending(tokens[-2], cursor, tuple(self._definition.endings))
                return None
            cursor.cut(2)
        elif left > 1 and tokens[-2].text == "ever" and tokens[-2].kind == NAME:
            ever = True
            cursor.cut(1)
        if cursor.ended:
            raise cursor.fail("it is not said what is to be counted", code="bad-question", expected="a number, as 'count ...'")
        written = self._expression(cursor)
        typed = check_number(self._scope, written, "what is asked for")
        if typed is None:
            return None
        if isinstance(typed.type, NobodyType):
            self._report_unknown(written)
            return None
        return Extreme(text, span, typed.expression, least, at, ever)

    def _who_knows(self, cursor: Cursor, text: str, span: Span) -> WhoKnows | None:
        if cursor.ended:
            raise cursor.fail("it is not said what is known", code="bad-question", expected="a condition or a property")
        written = self._expression(cursor)
        typed: Typed | None = check(self._scope, written)
        if typed is None:
            return None
        if isinstance(typed.type, NobodyType):
            self._report_unknown(written)
            return None
        return WhoKnows(text, span, typed.expression, isinstance(typed.type, model.TruthType))

    def _between(self, cursor: Cursor, text: str, span: Span) -> Between | None:
        form = "what stands between start and ENDING"
        for word in ("stands", "between"):
            cursor.expect(word, f"write '{form.partition(' ')[2]}' after 'what'", hint=f"write: {form}")
        if not cursor.at("start", "life"):
            raise cursor.fail(
                "it is not said from where", code="bad-question", expected="'start' or 'life'", hint=f"write: {form}"
            )
        life = cursor.advance().text == "life"
        cursor.expect("and", "write 'and' and an ending after 'start'", hint=f"write: {form}")
        token = cursor.token
        cursor.name("the name of an ending")
        cursor.end(hint="one question a line")
        if token.text not in self._definition.endings:
            self._unknown_ending(token, cursor, tuple(self._definition.endings))
            return None
        return Between(text, span, token.text, life)

    def _expression(self, cursor: Cursor) -> Expression:
        written = expression(cursor)
        cursor.end("an operator or the end of the question", hint="one question a line")
        return written

    # --- acts ---------------------------------------------------------------------------------------------------------

    def _acts(self, cursor: Cursor) -> tuple[int, ...]:
        """The acts that a name stands for; () where it has a problem that has been reported."""
        token = cursor.token
        if token.kind not in (NAME, WORD):
            raise cursor.fail("the name of an act is missing", code="bad-question", expected="an act, as kill(Ann, Bob)")
        cursor.advance()
        schema = Name(token.text, cursor.span(token))
        action = self._definition.actions.get(schema.text)
        if action is None:
            self._unknown_act(schema)
            return ()
        arguments = self._arguments(cursor) if cursor.accept("(") else None
        will: Name | None = None
        if cursor.accept("as"):
            will = cursor.name("the name of a will")
        cursor.end("the end of the question", hint="an act is written kill(Ann, Bob), kill(_, Bob) or kill")
        if arguments is not None and len(arguments) != len(action.parameters):
            self._problems.add(
                "wrong-count",
                f"'{schema.text}' has {len(action.parameters)} parameters, and {len(arguments)} are given",
                cursor.since(token.start),
                expected=f"{schema.text}({', '.join(parameter.name for parameter in action.parameters)})",
                seen=f"{len(arguments)} arguments",
                hint=f"'{ANY}' stands for any thing",
            )
            return ()
        if not all(self._is_thing(name) for name in arguments or () if name.text != ANY):
            return ()
        acts = self._instances(schema.text, None if arguments is None else [name.text for name in arguments], will)
        if not acts:
            meant = _written(schema.text, arguments, will)
            self._problems.add(
                "unknown-action",
                f"the story has no act {meant}",
                cursor.since(token.start),
                expected="an act that could happen by the kinds of its things and by what never changes",
                seen=meant,
                hint=self._excluded(action, [name.text for name in arguments or ()])
                or nearest(meant, (one.name for one in self._ground.task.actions))
                or ("its 'when' can hold of nothing" if arguments is None else f"ask of any: {schema.text}"),
            )
        return acts

    def _arguments(self, cursor: Cursor) -> list[Name]:
        names: list[Name] = []
        while not cursor.at(")"):
            if names:
                cursor.expect(",", "put a comma between arguments")
            names.append(cursor.name(f"the name of a thing, or '{ANY}' for any"))
        cursor.advance()
        return names

    def _instances(self, schema: str, arguments: Sequence[str] | None, will: Name | None) -> tuple[int, ...]:
        """The ground acts of a schema. One whose whole name is given is meant alone."""
        ground = self._ground
        exact = _written(schema, arguments, will)
        numbers: list[int] = []
        for number, action in enumerate(ground.actions):
            if action.schema != schema:
                continue
            if "".join(ground.task.actions[number].name.split()) == "".join(exact.split()):
                return (number,)
            bound = [action.binding[parameter.name] for parameter in self._definition.actions[schema].parameters]
            fits = arguments is None or all(asked in (ANY, thing) for asked, thing in zip(arguments, bound, strict=True))
            if fits and (will is None or _name_of(ground, number).endswith(f" as {will.text}")):
                numbers.append(number)
        return tuple(numbers)

    def _excluded(self, action: model.Action, things: Sequence[str]) -> str:
        """Why there is no act of these things, if that can be said: one is of another kind, or a condition excludes them."""
        if ANY in things or len(things) != len(action.parameters):
            return ""
        known = self._definition.things
        for parameter, thing in zip(action.parameters, things, strict=True):
            kind = known[thing].kind if thing in known else ""
            if kind and parameter.kind not in self._definition.kinds[kind].ancestors:
                return f"'{parameter.name}' must be {with_article(parameter.kind)}, and {thing} is {with_article(kind)}"
        binding = {parameter.name: thing for parameter, thing in zip(action.parameters, things, strict=True)}
        for one, other in action.distinct:
            second = binding[other.name] if isinstance(other, model.Variable) else other.value
            if binding[one.name] == second:
                name = other.name if isinstance(other, model.Variable) else second
                return f"'{one.name}' and '{name}' are two different things, unless the action says '{one.name} may be {name}'"
        for part in conjuncts(action.when):
            if part.span is not None and self._ground.condition(part, binding) == FALSE:
                return f"of these things it is never so that {part.span.in_one_line}"
        return ""

    def _is_thing(self, name: Name) -> bool:
        if name.text in self._definition.things or name.text in self._definition.choices:
            return True
        self._scope.names.unknown("unknown-name", "thing", name, self._definition.things)
        return False

    # --- what is not known --------------------------------------------------------------------------------------------

    def _known(self) -> set[str]:
        """Names that mean something in an expression, also where they are used wrongly."""
        names = self._scope.names
        return {*names.things, *names.properties, *names.rules, *names.choices, *names.kinds, *names.actions, *names.triggers}

    def _unknown_ending(self, token: Token, cursor: Cursor, candidates: Sequence[str]) -> None:
        known = tuple(self._definition.endings)
        close = nearest(token.text, candidates)
        self._problems.add(
            "unknown-ending",
            f"the story has no ending '{token.text}'",
            cursor.span(token),
            expected="an ending, or a condition as in the story",
            seen=token.text,
            hint=close or (f"there are {', '.join(known)}" if known else "there is none"),
        )

    def _unknown_act(self, name: Name) -> None:
        known = tuple(self._definition.actions)
        self._problems.add(
            "unknown-action",
            f"the story has no action '{name.text}'",
            name.span,
            expected="an act, as kill(Ann, Bob), kill(_, Bob) or kill",
            seen=name.text,
            hint=nearest(name.text, known) or f"there are {', '.join(known)}",
        )

    def _report_unknown(self, written: Expression) -> None:
        self._problems.add(
            "wrong-type",
            "nothing can be asked of nobody",
            written.span,
            expected="a condition or a property",
            seen="nobody",
            hint="ask about a property: Ann.at is nowhere",
        )


def _name_of(ground: Ground, number: int) -> str:
    return ground.task.actions[number].name


def _written(schema: str, arguments: Sequence[Name] | Sequence[str] | None, will: Name | None) -> str:
    names = [name if isinstance(name, str) else name.text for name in arguments or ()]
    suffix = "" if will is None else f" as {will.text}"
    return f"{schema}({', '.join(names)}){suffix}" if arguments is not None else f"{schema}{suffix}"
