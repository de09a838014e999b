"""Conditions of a story as English clauses: `x.at is field` -> "x is at the field", which can be denied and wished for.

Properties are spoken of by their phrase or, without one, by their name. What kind of word that is decides the clause: "loves"
is a verb, "at" needs an object behind it, "alive" follows "is", "grief" belongs to someone.
"""

from __future__ import annotations

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
    Literal,
    Logic,
    Not,
    NumberType,
    Property,
    Quantified,
    ThingType,
    TruthType,
    Variable,
)
from fabula.syntax.templates import Noun, Piece, Slot, Text, Verb, parse_template
from fabula.telling.english import ENGLISH
from fabula.telling.irregular import MODALS, VERBS
from fabula.telling.world import nothing_of

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Somebody (`subject`) does or is something: `rest` follows the verb."""

    subject: Pieces
    verb: str
    rest: Pieces = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Joint:
    """Several statements joined by "and" or "or"."""

    word: str
    parts: tuple[Statement, ...]


Statement = Union[Clause, Joint]


def negate(statement: Statement) -> Statement:
    """The denial of a statement."""
    if isinstance(statement, Clause):
        return replace(statement, negated=not statement.negated)
    return Joint("or" if statement.word == "and" else "and", tuple(negate(part) for part in statement.parts))


def finite(statement: Statement) -> Pieces:
    """A statement as a clause with a finite verb: "{Hale} [be] not alive"."""
    if isinstance(statement, Joint):
        return _joined([finite(part) for part in statement.parts], statement.word)
    verb: Pieces = (Verb(statement.verb),)
    if statement.negated:
        simple = statement.verb == "be" or statement.verb.partition(" ")[0] in MODALS
        first, space, rest = statement.verb.partition(" ")
        verb = (Verb(first), Text(" not" + space + rest)) if simple else (Verb("do"), Text(f" not {statement.verb}"))
    return (*statement.subject, Text(" "), *verb, *statement.rest)


def infinitive(statement: Statement, wanter: str = "") -> Pieces:
    """A statement as what somebody wants: "{Hale} not to be alive"; `wanter`, if the subject, is left out."""
    if isinstance(statement, Joint):
        return _joined([infinitive(part, wanter) for part in statement.parts], statement.word)
    own = len(statement.subject) == 1 and statement.subject[0] == Slot(wanter)
    words = ("not to " if statement.negated else "to ") + _without_modal(statement.verb)
    return (*(() if own else (*statement.subject, Text(" "))), Text(words), *statement.rest)


def _without_modal(verb: str) -> str:
    first, _, rest = verb.partition(" ")
    return (f"be able to {rest}" if first == "can" else rest) if first in MODALS else verb


def _joined(parts: list[Pieces], word: str) -> Pieces:
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index:
            pieces.append(Text(f" {word} " if index == len(parts) - 1 else ", "))
        pieces.extend(part)
    return tuple(pieces)


_COMPARED = {"<": "less than ", ">": "more than ", "<=": "at most ", ">=": "at least ", "==": "", "!=": ""}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_ENDS_IN_PREPOSITION = frozenset(
    {"at", "in", "on", "of", "by", "with", "to", "from", "for", "about", "near", "under", "behind", "beside", "over", "after"}
)
_ADJECTIVES = frozenset(
    {"weary", "angry", "hungry", "thirsty", "happy", "lonely", "guilty", "ready", "sad", "calm", "afraid", "ill", "proud"}
    | {"sick", "strong", "weak", "brave", "tired", "close", "drunk", "loyal", "cold", "warm", "bold", "sure"}
)
#: a phrase that begins with one of these takes no article and no owner: "his pride", "how near they are"
_DETERMINED = frozenset(
    {"his", "her", "its", "their", "my", "your", "our", "the", "a", "an", "this", "that", "these", "those", "no", "every"}
    | {"how", "what", "who", "whom", "whose", "where", "when", "why", "which", "whether", "he", "she", "it", "they", "we"}
)
_PARTICIPLES = frozenset(participle for _, participle in VERBS.values())


class Describer:
    """Statements about one story. Quantified variables that have been introduced are remembered while it speaks."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._introduced: dict[str, Pieces] = {}
        self._again: dict[str, Pieces] = {}

    def introduce(self, variable: Variable, word: str) -> None:
        """Speak of a variable as "each soldier" where it is first mentioned, then as "that soldier"."""
        kind = self._kind(variable)
        self._introduced[variable.name] = (Noun(f"{word} {kind}"),)
        self._again[variable.name] = (Noun(f"that {kind}"),)

    # --- properties --------------------------------------------------------------------------------------------------

    def words(self, item: Property) -> str:
        return item.phrase or item.name.replace("_", " ")

    def predicate(self, item: Property, arguments: tuple[Expression, ...]) -> Clause:
        """A yes/no property of its arguments, said to hold."""
        words = self.words(item)
        things = [self.noun(argument) for argument in arguments]
        if not things:
            so = " true " if words.startswith(("that ", "whether ")) else " "
            return Clause((Text("it"),), "be", (Text(so + words),))
        first, _, rest = words.partition(" ")
        others = self._objects(things[1:])
        tail = f" {rest}" if rest else ""
        if "[" in words:
            bare = parse_template(words).pieces
            verb = next((piece.verb for piece in bare if isinstance(piece, Verb)), "be")
            behind = tuple(piece for piece in bare if not isinstance(piece, Verb))
            return Clause(things[0], verb, (*behind, *others))
        if first in MODALS and rest:
            return Clause(things[0], words, others)
        if first == "in" or (words.rpartition(" ")[2] in _ENDS_IN_PREPOSITION and not _is_verb(first)):
            return Clause(things[0], "be", (Text(" " + words), *others))
        if _is_verb(first):
            return Clause(things[0], ENGLISH.base(first), (Text(tail), *others) if tail else others)
        participle = first.endswith("ed") or first in _PARTICIPLES
        if participle and others:
            return Clause(things[0], "have", (Text(" " + words), *others))
        if others and not (participle or first in _ADJECTIVES or first.endswith("ing")):
            return Clause((Text("there"),), "be", (Text(f" {ENGLISH.article(words)} from "), *things[0], Text(" to"), *others))
        return Clause(things[0], "be", (Text(" " + words), *others))

    def _objects(self, things: list[Pieces]) -> Pieces:
        if not things:
            return ()
        return (Text(" "), *_joined(things, "and"))

    def valued(self, item: Property, arguments: tuple[Expression, ...], value: Expression, exact: bool = False) -> Clause:
        """A property of its arguments, said to have a value that is a thing, an enumeration's value or a number."""
        words = self.words(item)
        things = [self.noun(argument) for argument in arguments]
        if item.name == "held_by" and len(things) == 1 and not isinstance(value, Literal | Variable):
            return Clause(self.noun(value), "hold", (Text(" "), *things[0]))
        if item.name == "held_by" and isinstance(value, Literal) and value.value is not None:
            if arguments == (replace(value, span=None),) or arguments[:1] == (value,):
                return Clause(things[0], "be", (Text(" "), Slot(str(value.value)), Text(" and nobody else")))
            return Clause((Slot(str(value.value)),), "have", (Text(" hold of "), *things[0]))
        last = words.rpartition(" ")[2]
        if isinstance(item.type, NumberType):
            return self._measured(item, things, self._amount(item, value, exact))
        said = self.noun(value) if not _is_unknown(value) else (Text(self.nothing(item)),)
        if things and last in _ENDS_IN_PREPOSITION and _is_clause(said):
            # "at where Ann is" says it twice
            words = words.rpartition(" ")[0]
            return Clause(things[0], "be", (Text(f" {words} " if words else " "), *said))
        if things and (last in _ENDS_IN_PREPOSITION or words.endswith("ing")):
            behind = (*self._objects(things[1:]), Text(" "), *said)
            return Clause(things[0], "be", (Text(" " + words), *behind))
        if things and _is_verb(words.partition(" ")[0]):
            first, _, rest = words.partition(" ")
            return Clause(things[0], ENGLISH.base(first), (Text(f" {rest} " if rest else " "), *said))
        return Clause(self._owned(things, words), "be", (Text(" "), *said))

    def _measured(self, item: Property, things: list[Pieces], amount: Pieces) -> Clause:
        words = self.words(item)
        if words.partition(" ")[0] in _ADJECTIVES and things:
            return Clause(things[0], "be", (Text(f" {words} ("), *amount, Text(")")))
        return Clause(self._owned(things, words), "be", (Text(" "), *amount))

    def _amount(self, item: Property, value: Expression, exact: bool) -> Pieces:
        if _is_unknown(value):
            return (Text("unknown"),)
        if exact and isinstance(value, Literal) and isinstance(item.type, NumberType) and item.type.high is not None:
            return (Text(f"{value.value} of {item.type.high}"),)
        return self.noun(value)

    def _owned(self, things: list[Pieces], words: str) -> Pieces:
        """ "Aeris's grief", "the hour", "Cloud's trust in Aeris"."""
        if not things or words.partition(" ")[0] in _DETERMINED:
            return (Noun(words if words.partition(" ")[0] in _DETERMINED else "the " + words),)
        owner = _possessive(things[0])
        plural = ENGLISH.is_plural("the " + words)
        if len(things) == 1:
            return (*owner, Text(" "), Noun(words, plural))
        head, _, last = words.rpartition(" ")
        if head and last in _ENDS_IN_PREPOSITION:
            return (*owner, Text(" "), Noun(head, plural), Text(" " + last), *self._objects(things[1:]))
        return (*owner, Text(" "), Noun(words, plural), *self._objects(things[1:]))

    def nothing(self, item: Property) -> str:
        return nothing_of(self.definition, item)

    # --- things and numbers ------------------------------------------------------------------------------------------

    def noun(self, expression: Expression) -> Pieces:
        """An expression for a thing or a number as a noun phrase."""
        match expression:
            case Literal(bool() as value):
                return (Text("yes" if value else "no"),)
            case Literal(int() as value):
                return (Text(ENGLISH.number(value)),)
            case Literal(str() as value):
                return (Slot(value),) if value in self.definition.things else (Text(value.replace("_", " ")),)
            case Literal():
                return (Text("nobody"),)
            case Variable(name):
                return self._variable(name)
            case Get(name, arguments):
                return self._got(self.definition.properties[name], arguments)
            case Believed(mind, content):
                return (Text("what "), *self.noun(mind), Text(" "), Verb("take"), Text(" for "), *self.noun(content))
            case Quantified("count", variable, where, body):
                both = body if where is None else Logic("and", (where, body))
                plural = ENGLISH.plural(self._kind(variable))
                return (Text("the number of "), *self._chosen(variable, Noun(plural, True), both))
            case Arithmetic(operator, left, right):
                word = {"+": "plus", "-": "less", "*": "times", "/": "divided by", "min": "or", "max": "or"}[operator]
                return (*self.noun(left), Text(f" {word} "), *self.noun(right))
            case Conditional(then, condition, otherwise):
                whether = finite(self.statement(condition))
                return (*self.noun(then), Text(" if "), *whether, Text(" or else "), *self.noun(otherwise))
        return (Noun(_written(expression)),)

    def _variable(self, name: str) -> Pieces:
        if name in self._introduced:
            return self._introduced.pop(name)
        return self._again.get(name, (Slot(name),))

    def _got(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        things = [self.noun(argument) for argument in arguments]
        words = self.words(item)
        if item.name == "held_by":
            return (Text("whoever holds "), *things[0])
        if isinstance(item.type, ThingType) and "place" in self.definition.kinds[item.type.kind].ancestors and things:
            return (Text("where "), *things[0], Text(" "), Verb("be"))
        if words.rpartition(" ")[2] in _ENDS_IN_PREPOSITION and isinstance(item.type, ThingType) and things:
            return (Text(f"{self._who(item)} "), *things[0], Text(" "), Verb("be"), Text(f" {words}"))
        return self._owned(things, words)

    def _who(self, item: Property) -> str:
        return "whom" if self.nothing(item) == "nobody" else "what"

    def _kind(self, variable: Variable) -> str:
        return self.definition.kinds[variable.kind].display or variable.kind

    def _chosen(self, variable: Variable, noun: Noun, condition: Expression) -> Pieces:
        """Those of a kind for whom a condition holds: "soldiers who are alive"."""
        self._introduced[variable.name] = (noun,)
        self._again[variable.name] = (Noun("they" if noun.plural else "it", noun.plural),)
        said = self.statement(condition)
        self._introduced.pop(variable.name, None)
        pieces = finite(said)
        if pieces and pieces[0] == noun:
            return (noun, Text(" who"), *pieces[1:])
        return (noun, Text(" for whom "), *pieces)

    # --- statements --------------------------------------------------------------------------------------------------

    def statement(self, expression: Expression) -> Statement:
        """A condition as a statement."""
        match expression:
            case Literal(value):
                return Clause((Text("it"),), "be", (Text(" so"),), not value)
            case Get(name, arguments):
                return self.predicate(self.definition.properties[name], arguments)
            case Variable():
                return Clause(self.noun(expression), "be", (Text(" so"),))
            case Not(operand):
                return self._denied(operand)
            case Logic(word, parts):
                return Joint(word, tuple(self.statement(part) for part in parts))
            case Comparison(operator, left, right):
                return self._comparison(operator, left, right)
            case IsKind(operand, kind):
                display = self.definition.kinds[kind].display or kind
                return Clause(self.noun(operand), "be", (Text(" " + ENGLISH.article(display)),))
            case Believed(mind, content):
                return self._belief(mind, content)
            case Conditional(then, condition, otherwise):
                yes, no = self.statement(condition), negate(self.statement(condition))
                return Joint("or", (Joint("and", (yes, self.statement(then))), Joint("and", (no, self.statement(otherwise)))))
            case Quantified():
                return self._quantified(expression)
        return Clause((Noun(_written(expression)),), "be", (Text(" so"),))

    def _denied(self, expression: Expression) -> Statement:
        match expression:
            case Not(operand):
                return self.statement(operand)
            case Logic(word, parts):
                return Joint("or" if word == "and" else "and", tuple(self._denied(part) for part in parts))
            case Comparison(operator):
                return self.statement(replace(expression, operator=_OPPOSITE[operator]))
            case Quantified("every", variable, where, body):
                return self._about(variable, Noun(f"not every {self._kind(variable)}"), where, body)
            case Quantified("some", variable, where, body):
                return self._about(variable, Noun(f"no {self._kind(variable)}"), where, body)
            case Quantified("no", variable, where, body):
                return self._about(variable, Noun(f"some {self._kind(variable)}"), where, body)
        return negate(self.statement(expression))

    def _belief(self, mind: Expression, content: Expression) -> Statement:
        who = self.noun(mind)
        if isinstance(content, Comparison) and isinstance(content.left, Get) and _is_unknown(content.right):
            item = self.definition.properties[content.left.property]
            if self.nothing(item) == "nowhere":
                where = self._got(item, content.left.arguments)
                return Clause(who, "know", (Text(" "), *where), content.operator == "==")
        return Clause(who, "believe", (Text(" that "), *finite(self.statement(content))))

    def _comparison(self, operator: str, left: Expression, right: Expression) -> Statement:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            return self._comparison(_MIRRORED[operator], right, left)
        denied = operator == "!="
        if isinstance(left, Believed) and isinstance(right, Literal | Variable):
            return self._belief(left.mind, Comparison(operator, left.content, right))
        if isinstance(left, Quantified) and isinstance(right, Literal) and isinstance(right.value, int):
            return self._counted(left, operator, right.value)
        if not isinstance(left, Get):
            return Clause(self.noun(left), "be", (Text(" " + _COMPARED[operator]), *self.noun(right)), denied)
        item = self.definition.properties[left.property]
        if isinstance(item.type, TruthType) and isinstance(right, Literal):
            clause = self.predicate(item, left.arguments)
            return replace(clause, negated=bool(right.value) == denied)
        if isinstance(item.type, NumberType) and operator not in ("==", "!="):
            things = [self.noun(argument) for argument in left.arguments]
            return self._measured(item, things, (Text(_COMPARED[operator]), *self._amount(item, right, False)))
        if denied and _is_unknown(right) and isinstance(item.type, ThingType):
            word = {"nowhere": "somewhere", "nobody": "somebody"}.get(self.nothing(item), "something")
            return _with_word(self.valued(item, left.arguments, right), self.nothing(item), word)
        return replace(self.valued(item, left.arguments, right), negated=denied)

    def _quantified(self, expression: Quantified) -> Statement:
        variable, where, body = expression.variable, expression.where, expression.body
        kind = self._kind(variable)
        word = {"every": "every", "some": "some", "no": "no"}.get(expression.word)
        if word is None:
            return Clause((Noun(_written(expression)),), "be", (Text(" so"),))
        return self._about(variable, Noun(f"{word} {kind}"), where, body)

    def _counted(self, counted: Quantified, operator: str, number: int) -> Statement:
        variable, where, body = counted.variable, counted.where, counted.body
        if counted.word != "count":
            return Clause((Noun(_written(counted)),), "be", (Text(f" {_COMPARED[operator]}{number}"),), operator == "!=")
        if (operator, number) in ((">=", 1), (">", 0), ("!=", 0)):
            return self._about(variable, Noun(f"some {self._kind(variable)}"), where, body)
        if (operator, number) in (("==", 0), ("<", 1), ("<=", 0)):
            return self._about(variable, Noun(f"no {self._kind(variable)}"), where, body)
        exactly = {"==": "exactly ", "!=": "not "}.get(operator, _COMPARED[operator])
        kind = self._kind(variable) if number == 1 else ENGLISH.plural(self._kind(variable))
        return self._about(variable, Noun(f"{exactly}{ENGLISH.number(number)} {kind}", number != 1), where, body)

    def _about(self, variable: Variable, noun: Noun, where: Expression | None, body: Expression) -> Statement:
        """A statement about a quantified variable, which is called `noun` where it is first mentioned."""
        phrase: Pieces = (noun,) if where is None else self._chosen(variable, noun, where)
        kind = self._kind(variable)
        self._introduced[variable.name] = phrase
        self._again[variable.name] = (Noun(f"those {ENGLISH.plural(kind)}" if noun.plural else f"that {kind}", noun.plural),)
        statement = self.statement(body)
        self._introduced.pop(variable.name, None)
        self._again.pop(variable.name, None)
        return statement


def _is_unknown(expression: Expression) -> bool:
    return isinstance(expression, Literal) and expression.value is None


def _is_clause(said: Pieces) -> bool:
    first = said[0] if said else None
    return isinstance(first, Text) and first.text.startswith("where ")


def _is_verb(word: str) -> bool:
    """Whether the first word of a property's phrase is a verb in the third person: "loves", "has", "chooses"."""
    return word in {"has", "is"} or (word.endswith("s") and not word.endswith(("ss", "us", "is", "as")))


def _possessive(thing: Pieces) -> Pieces:
    last = thing[-1]
    if isinstance(last, Slot):
        return (*thing[:-1], replace(last, owner=True))
    if isinstance(last, Noun):
        return (*thing[:-1], Text(ENGLISH.possessive(last.text)))
    return (*thing, Text("'s"))


def _with_word(clause: Clause, old: str, new: str) -> Clause:
    rest = tuple(Text(new) if piece == Text(old) else piece for piece in clause.rest)
    return replace(clause, rest=rest)


def _written(expression: Expression) -> str:
    """What the author wrote, where there is no better way to say it."""
    span = expression.span
    return f'"{" ".join(span.text.split())}"' if span is not None else "this"
