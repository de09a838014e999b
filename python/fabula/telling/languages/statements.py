"""Conditions of a story as clauses that can be denied, believed and wished for: the part of it that is the same in every
language. What words a clause has, a language says: it makes a `Describer` of its own (`en/statements.py`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Union

from fabula.model import (
    Arithmetic,
    Believed,
    Comparison,
    Conditional,
    Definition,
    Expression,
    Get,
    IsKind,
    Known,
    Knows,
    Literal,
    Logic,
    MayBe,
    Not,
    NumberType,
    OneOf,
    Property,
    Quantified,
    ThingType,
    TruthType,
    Variable,
)
from fabula.phrase import IS_NOT, said_as
from fabula.syntax.templates import Form, Noun, Piece, Slot, Text, Verb, parse_template
from fabula.telling.languages.grammar import further
from fabula.telling.world import nothing_of

Pieces = tuple[Piece, ...]
#: stands in a clause for the value that is asked for
ASKED = Noun("?")


@dataclass(frozen=True, slots=True)
class Clause:
    """Somebody (`subject`) does or is something: `rest` follows the verb. A language in which a denial, or the verb, stands
    between what follows puts the one part of it into `rest` and the other into `behind`; `content` is a clause of its own
    that comes last of all. `denial`: how its author denies it, if not by the usual word."""

    subject: Pieces
    verb: str
    rest: Pieces = ()
    negated: bool = False
    behind: Pieces = ()
    content: Pieces = ()
    denial: Clause | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """Several statements joined by "and" or "or" (`word`, as a story is written)."""

    word: str
    parts: tuple[Statement, ...]


Statement = Union[Clause, Joint]


def negate(statement: Statement) -> Statement:
    """The denial of a statement."""
    if isinstance(statement, Clause):
        if statement.denial is not None:
            return replace(statement.denial, denial=replace(statement, denial=None))
        return replace(statement, negated=not statement.negated)
    return Joint("or" if statement.word == "and" else "and", tuple(negate(part) for part in statement.parts))


_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


class Describer(ABC):
    """Statements about one story. Quantified variables that have been introduced are remembered while it speaks."""

    #: what is said of something that nobody wrote
    this: str

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._introduced: dict[str, Pieces] = {}
        self._again: dict[str, Pieces] = {}

    def introduce(self, variable: Variable) -> None:
        """Speak of a variable as "each soldier" where it is first mentioned, then as "that soldier"."""
        self._introduced[variable.name] = (self.quantified("each", self.kind(variable)),)
        self._again[variable.name] = (self.same(self.kind(variable), False),)

    def words(self, item: Property) -> str:
        """What a property is spoken of by."""
        return item.phrase or item.name.replace("_", " ")

    def nothing(self, item: Property) -> str:
        return nothing_of(self.definition, item)

    def written(self, expression: Expression) -> str:
        """What the author wrote, where there is no better way to say it."""
        span = expression.span
        return f'"{span.in_one_line}"' if span is not None else self.this

    def kind(self, variable: Variable) -> str:
        return self.definition.kinds[variable.kind].display or variable.kind

    # --- properties ----------------------------------------------------------------------------------------------------

    def predicate(self, item: Property, arguments: tuple[Expression, ...]) -> Clause:
        """A yes/no property of its arguments, said to hold: as its author says it, or by its name."""
        return self._as_written(item, arguments) or self.named_predicate(item, arguments)

    def valued(self, item: Property, arguments: tuple[Expression, ...], value: Expression, exact: bool = False) -> Clause:
        """A property of its arguments, said to have a value that is a thing, an enumeration's value or a number."""
        alone = self._as_written(item, arguments, (value,)) if isinstance(value, Literal) else None
        if alone is None and item.phrases:
            alone = self._as_written(item, arguments, (), self.said(item, value))
        return (
            alone or self._by_noun(item, arguments, self.said(item, value)) or self.named_valued(item, arguments, value, exact)
        )

    def compared(self, item: Property, arguments: tuple[Expression, ...], operator: str, value: Expression) -> Clause:
        """A number, said to be more or less than another."""
        if item.phrases:
            amount = (Text(self.comparing(operator)), *self.said(item, value))
            written = self._as_written(item, arguments, (), amount) or self._by_noun(item, arguments, amount)
            if written is not None:
                return written
        return self.named_compared(item, self.nouns(arguments), operator, value)

    def known(self, item: Property, arguments: tuple[Expression, ...], value: Expression) -> Clause:
        """A property of its arguments, said to have some value, whichever: "Hale is somewhere"."""
        some = (Text(self.some(item)),)
        written = self._as_written(item, arguments, (), some) or self._by_noun(item, arguments, some)
        return written or self.named_known(item, arguments, value)

    def asked(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        """The value of a property as a clause that asks for it: "where Aeris is", "whether Hale is alive"."""
        if text := said_as(item.phrases, "unknown"):
            return self._filled(item, arguments, self.in_cases(parse_template(text).pieces))
        return self._question(item, arguments) or self.named_asked(item, arguments)

    def got(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        """The value of a property as a noun phrase, or as what one may know: "where Aeris is"."""
        return self._noun_of(item, arguments) or self._question(item, arguments) or self.named_got(item, arguments)

    def _as_written(
        self, item: Property, arguments: tuple[Expression, ...], only: tuple[Literal, ...] = (), value: Pieces = ()
    ) -> Clause | None:
        """What its author says of it: of one value alone (`only`), or of any. None where nothing is said."""
        asked = tuple(one.value for one in only)
        texts = {phrase.use: phrase.text for phrase in item.phrases if phrase.only == asked}
        said, denied = (self._clause(item, arguments, texts.get(use, ""), value) for use in ("is", IS_NOT))
        if said is None and denied is not None and isinstance(item.type, TruthType):
            said = self.named_predicate(item, arguments)
        if said is None:
            return None
        if denied is None:
            return said
        return replace(said, denial=denied) if not said.negated else replace(said, denial=replace(denied, denial=None))

    def _clause(self, item: Property, arguments: tuple[Expression, ...], text: str, value: Pieces = ()) -> Clause | None:
        """A phrase with a verb as a clause. What stands before the verb is its subject, or else the first argument."""
        if not text:
            return None
        pieces = self.in_cases(parse_template(text).pieces)
        at = next(index for index, piece in enumerate(pieces) if isinstance(piece, Verb))
        before, verb, behind = pieces[:at], pieces[at], pieces[at + 1 :]
        assert isinstance(verb, Verb)
        subject = self._filled(item, arguments, subject_of(before), value) if before else self.noun(arguments[0])
        return self.clause(subject, verb.verb, self._filled(item, arguments, further(behind), value))

    def _by_noun(self, item: Property, arguments: tuple[Expression, ...], value: Pieces) -> Clause | None:
        noun = self._noun_of(item, arguments)
        return self.clause(noun, self.being, (Text(" "), *value)) if noun else None

    def _noun_of(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        text = said_as(item.phrases, "noun")
        return self._filled(item, arguments, subject_of(self.in_cases(parse_template(text).pieces))) if text else ()

    def _question(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        """What somebody may ask, made of what is said: "whom Ann follows"."""
        if isinstance(item.type, TruthType) or said_as(item.phrases, "noun") or not said_as(item.phrases, "is"):
            return ()
        clause = self._clause(item, arguments, said_as(item.phrases, "is"), (ASKED,))
        return self.question(item, clause) if clause is not None else ()

    def _filled(self, item: Property, arguments: tuple[Expression, ...], pieces: Pieces, value: Pieces = ()) -> Pieces:
        """A phrase with what its slots stand for."""
        stand_for = {name: self.noun(one) for name, one in zip(item.parameters, arguments, strict=False) if name}
        if value:
            stand_for["value"] = value
        found: list[Piece] = []
        for piece in pieces:
            if not isinstance(piece, Slot) or piece.who not in stand_for:
                found.append(piece)
                continue
            meant = stand_for[piece.who]
            only = meant[0] if len(meant) == 1 else None
            if isinstance(only, Slot):
                form = only.form if piece.form is Form.AUTO else piece.form
                path = (*only.path, *piece.path)
                found.append(replace(piece, who=only.who, path=path, form=form, owner=piece.owner or only.owner, position=0))
            else:
                found += self.standing(meant, piece)
        return tuple(found)

    # --- what a language says ----------------------------------------------------------------------------------------

    #: the verb "be"
    being: str

    @abstractmethod
    def clause(self, subject: Pieces, verb: str, rest: Pieces) -> Clause:
        """A clause of its parts; a denial in it is read as one."""

    @abstractmethod
    def question(self, item: Property, clause: Clause) -> Pieces:
        """A clause as what asks for the value in it (`ASKED`)."""

    @abstractmethod
    def standing(self, pieces: Pieces, slot: Slot) -> Pieces:
        """What stands for a slot, where it is no slot itself, in the form that the slot asks for."""

    @abstractmethod
    def comparing(self, operator: str) -> str:
        """The words before a number that something is compared with."""

    @abstractmethod
    def some(self, item: Property) -> str:
        """The word for some value of a property, whichever."""

    @abstractmethod
    def in_cases(self, pieces: Pieces) -> Pieces:
        """The slots of a phrase in the cases in which they stand in it."""

    @abstractmethod
    def finite(self, statement: Statement) -> Pieces:
        """A statement as a sentence without a full stop."""

    @abstractmethod
    def named_predicate(self, item: Property, arguments: tuple[Expression, ...]) -> Clause:
        """A yes/no property of its arguments, said to hold."""

    @abstractmethod
    def named_valued(self, item: Property, arguments: tuple[Expression, ...], value: Expression, exact: bool = False) -> Clause:
        """A property of its arguments, said to have a value that is a thing, an enumeration's value or a number."""

    @abstractmethod
    def named_compared(self, item: Property, things: list[Pieces], operator: str, value: Expression) -> Clause:
        """A number, said to be more or less than another."""

    @abstractmethod
    def named_known(self, item: Property, arguments: tuple[Expression, ...], value: Expression) -> Clause:
        """A property of its arguments, said to have some value, whichever: "Hale is somewhere"."""

    @abstractmethod
    def none_of(self, item: Property) -> Pieces:
        """Nobody, nothing or nowhere as the value of a property."""

    @abstractmethod
    def either(self, parts: Sequence[Pieces]) -> Pieces:
        """Things or numbers in a row, with "or" before the last."""

    @abstractmethod
    def named_asked(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        """The value of a property as a clause that asks for it: "where Aeris is", "whether Hale is alive"."""

    @abstractmethod
    def named_got(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        """The value of a property as a noun phrase, or as what one may know: "where Aeris is"."""

    @abstractmethod
    def equal(self, left: Pieces, operator: str, right: Pieces) -> Clause:
        """Two things or numbers compared."""

    @abstractmethod
    def so(self, subject: Pieces = ()) -> Clause:
        """ "it is so"."""

    @abstractmethod
    def of_kind(self, subject: Pieces, kind: str) -> Clause:
        """ "Hale is a soldier"."""

    @abstractmethod
    def believes(self, who: Pieces, content: Statement) -> Clause:
        """ "Cloud believes that Hale is alive"."""

    @abstractmethod
    def knows(self, who: Pieces, what: Pieces) -> Clause:
        """ "Cloud knows where Hale is"."""

    @abstractmethod
    def is_known(self, what: Pieces) -> Clause:
        """ "it is known where Hale is"."""

    @abstractmethod
    def is_possible(self, content: Statement) -> Clause:
        """ "it is possible that Hale is alive"."""

    @abstractmethod
    def thinks_possible(self, who: Pieces, content: Statement) -> Clause:
        """ "Cloud thinks it possible that Hale is alive"."""

    @abstractmethod
    def counting(self, operator: str, number: int, kind: str) -> Noun:
        """ "at least two soldiers"."""

    @abstractmethod
    def count_compared(self, counted: Pieces, operator: str, number: int) -> Clause:
        """A number that has no better words, compared."""

    @abstractmethod
    def quantified(self, word: str, kind: str) -> Noun:
        """ "every soldier"; `word`: every, each, some, no, not_every."""

    @abstractmethod
    def same(self, kind: str, plural: bool) -> Noun:
        """Who was mentioned before: "that soldier", "those soldiers"."""

    @abstractmethod
    def chosen(self, noun: Noun, statement: Statement) -> Pieces:
        """Those for whom a statement holds that begins with them: "soldiers who are alive"."""

    @abstractmethod
    def pronoun(self, noun: Noun) -> Noun:
        """The word for those who are being chosen."""

    @abstractmethod
    def number_of(self, kind: str) -> tuple[Pieces, Noun]:
        """ "the number of", and "soldiers"."""

    @abstractmethod
    def taken_for(self, mind: Pieces, content: Pieces) -> Pieces:
        """ "what Cloud takes for the field"."""

    @abstractmethod
    def arithmetic(self, operator: str, left: Pieces, right: Pieces) -> Pieces: ...

    @abstractmethod
    def conditional(self, then: Pieces, condition: Statement, otherwise: Pieces) -> Pieces: ...

    @abstractmethod
    def value(self, value: bool | int | None) -> Pieces:
        """A truth, a number or nobody as a word."""

    # --- things and numbers ------------------------------------------------------------------------------------------

    def noun(self, expression: Expression) -> Pieces:
        """An expression for a thing or a number as a noun phrase."""
        match expression:
            case Literal(str() as value):
                return (Slot(value),) if value in self.definition.things else (Text(value.replace("_", " ")),)
            case Literal(bool() | int() | None as value):
                return self.value(value)
            case Variable(name):
                return self._variable(name)
            case Get(name, arguments):
                return self.got(self.definition.properties[name], arguments)
            case Believed(mind, content):
                return self.taken_for(self.noun(mind), self.noun(content))
            case Quantified("count", variable, where, body):
                both = body if where is None else Logic("and", (where, body))
                before, noun = self.number_of(self.kind(variable))
                return (*before, *self._chosen(variable, noun, both))
            case Arithmetic(operator, left, right):
                return self.arithmetic(operator, self.noun(left), self.noun(right))
            case Conditional(then, condition, otherwise):
                return self.conditional(self.noun(then), self.statement(condition), self.noun(otherwise))
        return (Noun(self.written(expression)),)

    def nouns(self, expressions: Sequence[Expression]) -> list[Pieces]:
        return [self.noun(expression) for expression in expressions]

    def said(self, item: Property, value: Expression) -> Pieces:
        """The value of a property as a noun phrase: one, or one of several."""
        options = value.options if isinstance(value, OneOf) else (value,)
        return self.either([self.none_of(item) if is_nothing(option) else self.noun(option) for option in options])

    def _variable(self, name: str) -> Pieces:
        if name in self._introduced:
            return self._introduced.pop(name)
        return self._again.get(name, (Slot(name),))

    def _chosen(self, variable: Variable, noun: Noun, condition: Expression) -> Pieces:
        """Those of a kind for whom a condition holds."""
        self._introduced[variable.name] = (noun,)
        self._again[variable.name] = (self.pronoun(noun),)
        said = self.statement(condition)
        self._introduced.pop(variable.name, None)
        return self.chosen(noun, said)

    # --- statements --------------------------------------------------------------------------------------------------

    def statement(self, expression: Expression) -> Statement:
        """A condition as a statement."""
        match expression:
            case Literal(value):
                return replace(self.so(), negated=not value)
            case Get(name, arguments):
                return self.predicate(self.definition.properties[name], arguments)
            case Variable():
                return self.so(self.noun(expression))
            case Not(operand):
                return self._denied(operand)
            case Logic(word, parts):
                return Joint(word, tuple(self.statement(part) for part in parts))
            case Comparison(operator, left, right):
                return self._comparison(operator, left, right)
            case IsKind(operand, kind):
                return self.of_kind(self.noun(operand), self.definition.kinds[kind].display or kind)
            case Believed(mind, content):
                return self._belief(mind, content)
            case OneOf(Believed(mind, content), options) if isinstance(content, Get | Believed):
                return self._belief(mind, OneOf(content, options))
            case OneOf(Get() as place):
                return self._one_of(place, expression)
            case Known(Believed(mind, content)) if isinstance(content, Get | Believed):
                return self._belief(mind, Known(content))
            case Knows(mind, content):
                return self._belief(mind, Known(content))
            case Known(Get(name, arguments)):
                return self.is_known(self.asked(self.definition.properties[name], arguments))
            case MayBe(Believed(mind, content), value) if isinstance(content, Get | Believed):
                return self._belief(mind, MayBe(content, value))
            case MayBe(Get() as place, value):
                return self.is_possible(self._comparison("==", place, value))
            case Conditional(then, condition, otherwise):
                yes, no = self.statement(condition), negate(self.statement(condition))
                return Joint("or", (Joint("and", (yes, self.statement(then))), Joint("and", (no, self.statement(otherwise)))))
            case Quantified(word, variable, where, body):
                if word in ("every", "some", "no"):
                    return self._about(variable, self.quantified(word, self.kind(variable)), where, body)
        return self.so((Noun(self.written(expression)),))

    def _denied(self, expression: Expression) -> Statement:
        match expression:
            case Not(operand):
                return self.statement(operand)
            case Logic(word, parts):
                return Joint("or" if word == "and" else "and", tuple(self._denied(part) for part in parts))
            case Comparison(operator):
                return self.statement(replace(expression, operator=_OPPOSITE[operator]))
            case Quantified("every" | "some" | "no" as word, variable, where, body):
                denied = {"every": "not_every", "some": "no", "no": "some"}[word]
                return self._about(variable, self.quantified(denied, self.kind(variable)), where, body)
        return negate(self.statement(expression))

    def _belief(self, mind: Expression, content: Expression) -> Statement:
        match content:
            case Not(Known() | MayBe() as known):
                return negate(self._belief(mind, known))
            case Known(Get(name, arguments)):
                return self.knows(self.noun(mind), self.asked(self.definition.properties[name], arguments))
            case MayBe(Get() as place, value):
                return self.thinks_possible(self.noun(mind), self._comparison("==", place, value))
        return self.believes(self.noun(mind), self.statement(content))

    def _one_of(self, place: Get, expression: OneOf) -> Statement:
        item = self.definition.properties[place.property]
        if item.name == "held_by" or isinstance(item.type, TruthType):
            # Whoever holds somebody is the subject, of one clause for each.
            return Joint("or", tuple(self._comparison("==", place, option) for option in expression.options))
        return self.valued(item, place.arguments, expression)

    def _comparison(self, operator: str, left: Expression, right: Expression) -> Statement:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            return self._comparison(_MIRRORED[operator], right, left)
        denied = operator == "!="
        if isinstance(left, Believed) and isinstance(right, Literal | Variable):
            return self._belief(left.mind, Comparison(operator, left.content, right))
        if isinstance(left, Quantified) and isinstance(right, Literal) and isinstance(right.value, int):
            return self._counted(left, operator, right.value)
        if not isinstance(left, Get):
            return replace(self.equal(self.noun(left), operator, self.noun(right)), negated=denied)
        item = self.definition.properties[left.property]
        if isinstance(item.type, TruthType) and isinstance(right, Literal):
            clause = self.predicate(item, left.arguments)
            return negate(clause) if bool(right.value) == denied else clause
        if isinstance(item.type, NumberType) and operator not in ("==", "!="):
            return self.compared(item, left.arguments, operator, right)
        if denied and is_nothing(right) and isinstance(item.type, ThingType):
            return self.known(item, left.arguments, right)
        valued = self.valued(item, left.arguments, right)
        return negate(valued) if denied else valued

    def _counted(self, counted: Quantified, operator: str, number: int) -> Statement:
        variable, where, body = counted.variable, counted.where, counted.body
        if counted.word != "count":
            return replace(self.count_compared((Noun(self.written(counted)),), operator, number), negated=operator == "!=")
        kind = self.kind(variable)
        if (operator, number) in ((">=", 1), (">", 0), ("!=", 0)):
            return self._about(variable, self.quantified("some", kind), where, body)
        if (operator, number) in (("==", 0), ("<", 1), ("<=", 0)):
            return self._about(variable, self.quantified("no", kind), where, body)
        return self._about(variable, self.counting(operator, number, kind), where, body)

    def _about(self, variable: Variable, noun: Noun, where: Expression | None, body: Expression) -> Statement:
        """A statement about a quantified variable, which is called `noun` where it is first mentioned."""
        phrase: Pieces = (noun,) if where is None else self._chosen(variable, noun, where)
        self._introduced[variable.name] = phrase
        self._again[variable.name] = (self.same(self.kind(variable), noun.plural),)
        statement = self.statement(body)
        self._introduced.pop(variable.name, None)
        self._again.pop(variable.name, None)
        return statement


def trimmed_behind(pieces: Pieces) -> Pieces:
    """Pieces without the space behind the last word."""
    last = pieces[-1] if pieces else None
    if not isinstance(last, Text):
        return pieces
    words = last.text.rstrip()
    return (*pieces[:-1], Text(words)) if words else pieces[:-1]


def subject_of(pieces: Pieces) -> Pieces:
    """Words that stand before a verb, as what it agrees with: without the space behind them."""
    pieces = trimmed_behind(pieces)
    if pieces and all(isinstance(piece, Text) for piece in pieces):
        return (Noun("".join(piece.text for piece in pieces if isinstance(piece, Text))),)
    return pieces


def is_nothing(expression: Expression) -> bool:
    """Whether it is nobody, nothing or nowhere."""
    return isinstance(expression, Literal) and expression.value is None
