"""Conditions of a story as English clauses: `x.at is field` -> "x is at the field", which can be denied and wished for.

Properties are spoken of by their phrase or, without one, by their name. What kind of word that is decides the clause: "loves"
is a verb, "at" needs an object behind it, "alive" follows "is", "grief" belongs to someone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fabula.model import Expression, Literal, NumberType, OneOf, Property, ThingType, TruthType, Variable
from fabula.syntax.templates import Noun, Piece, Slot, Text, Verb, parse_template
from fabula.telling.languages.en.irregular import MODALS, VERBS
from fabula.telling.languages.en.nouns import article, is_plural, number, plural, possessive
from fabula.telling.languages.en.verbs import base
from fabula.telling.languages.grammar import unfinished
from fabula.telling.languages.statements import (
    ASKED,
    Clause,
    Describer,
    Joint,
    Pieces,
    Statement,
    is_nothing,
    trimmed_behind,
)


def finite(statement: Statement) -> Pieces:
    """A statement as a clause with a finite verb: "{Hale} [be] not alive"."""
    if isinstance(statement, Joint):
        return _joined([finite(part) for part in statement.parts], statement.word)
    verb: Pieces = (Verb(statement.verb),)
    if statement.negated:
        simple = statement.verb == "be" or statement.verb.partition(" ")[0] in MODALS or _is_perfect(statement)
        first, space, rest = statement.verb.partition(" ")
        verb = (Verb(first), Text(" not" + space + rest)) if simple else (Verb("do"), Text(f" not {statement.verb}"))
    return (*statement.subject, Text(" "), *verb, *statement.rest)


def _is_perfect(clause: Clause) -> bool:
    """Whether the verb is "have" before a participle: "has been seen"."""
    first = clause.rest[0] if clause.verb == "have" and clause.rest else None
    word = first.text.split()[:1] if isinstance(first, Text) else []
    return bool(word) and (word[0] in _PARTICIPLES or (len(word[0]) > 4 and word[0].endswith("ed")))


def infinitive(statement: Statement, wanter: str = "") -> Pieces:
    """A statement as what somebody wants: "{Hale} not to be alive"; `wanter`, if the subject, is left out."""
    if isinstance(statement, Joint):
        return _joined([infinitive(part, wanter) for part in statement.parts], statement.word)
    own = len(statement.subject) == 1 and statement.subject[0] == Slot(wanter)
    words = ("not to " if statement.negated else "to ") + _without_modal(statement.verb)
    return (*(() if own else (*statement.subject, Text(" "))), Text(words), *unfinished(statement.rest))


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
#: a place is asked for by "where", without these
_PLACED = frozenset({"at", "in", "on"})
_DENIED = re.compile(r"( not\b)(?: ([\w'\u2019-]+))?")
_QUESTIONS = frozenset({"how", "what", "who", "whom", "whose", "where", "when", "why", "which", "whether"})
_PARTICIPLES = frozenset(participle for _, participle in VERBS.values())
#: what happened, in a name such as "took_rope", is said as what has happened
_PASTS = {past: participle for past, participle in VERBS.values() if past != participle and past not in VERBS} | {
    "was": "been",
    "were": "been",
    "did": "done",
    "had": "had",
}
#: what somebody has done something to, behind a participle: "tasted it", "read the letter"
_OBJECTS = frozenset("it this that them him her everything something nothing the a an".split())


class EnglishDescriber(Describer):
    """Statements about one story in English."""

    this = "this"
    being = "be"

    # --- properties --------------------------------------------------------------------------------------------------

    def finite(self, statement: Statement) -> Pieces:
        return finite(statement)

    def named_predicate(self, item: Property, arguments: tuple[Expression, ...]) -> Clause:
        """A yes/no property of its arguments, said to hold."""
        words = self.words(item)
        things = [self.noun(argument) for argument in arguments]
        first, _, rest = words.partition(" ")
        if things and "[" not in words and (rest or len(things) > 1) and (done := _done(first, rest)):
            return Clause(things[0], "have", (Text(f" {done}"), *self._objects(things[1:])))
        if not things:
            so = " true " if words.startswith(("that ", "whether ")) else " "
            return Clause((Text("it"),), "be", (Text(so + words),))
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
            return Clause(things[0], base(first), (Text(tail), *others) if tail else others)
        participle = first.endswith("ed") or first in _PARTICIPLES
        if participle and others:
            return Clause(things[0], "have", (Text(" " + words), *others))
        if others and not (participle or first in _ADJECTIVES or first.endswith("ing")):
            return Clause((Text("there"),), "be", (Text(f" {article(words)} from "), *things[0], Text(" to"), *others))
        return Clause(things[0], "be", (Text(" " + words), *others))

    def _objects(self, things: list[Pieces]) -> Pieces:
        if not things:
            return ()
        return (Text(" "), *_joined(things, "and"))

    def named_valued(self, item: Property, arguments: tuple[Expression, ...], value: Expression, exact: bool = False) -> Clause:
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
        said = self.said(item, value)
        if things and last in _ENDS_IN_PREPOSITION and (_is_clause(said) or said == (Text("nowhere"),)):
            # "at where Ann is" says it twice, and nobody is at nowhere
            words = words.rpartition(" ")[0]
            return Clause(things[0], "be", (Text(f" {words} " if words else " "), *said))
        first, _, rest = words.partition(" ")
        if things and rest and first in _PASTS:
            return Clause(things[0], "have", (Text(f" {_PASTS[first]} {rest}"), *self._objects(things[1:]), Text(" "), *said))
        if things and (last in _ENDS_IN_PREPOSITION or words.endswith("ing")):
            behind = (*self._objects(things[1:]), Text(" "), *said)
            return Clause(things[0], "be", (Text(" " + words), *behind))
        if things and _is_verb(first):
            return Clause(things[0], base(first), (Text(f" {rest} " if rest else " "), *said))
        return Clause(self._owned(things, words), "be", (Text(" "), *said))

    def _measured(self, item: Property, things: list[Pieces], amount: Pieces) -> Clause:
        words = self.words(item)
        if words.partition(" ")[0] in _ADJECTIVES and things:
            return Clause(things[0], "be", (Text(f" {words} ("), *amount, Text(")")))
        return Clause(self._owned(things, words), "be", (Text(" "), *amount))

    def _amount(self, item: Property, value: Expression, exact: bool) -> Pieces:
        if is_nothing(value):
            return (Text("unknown"),)
        options = value.options if isinstance(value, OneOf) else (value,)
        numbers = [str(option.value) for option in options if isinstance(option, Literal)]
        if exact and len(numbers) == len(options) and isinstance(item.type, NumberType) and item.type.high is not None:
            return (*self.either([(Text(number),) for number in numbers]), Text(f" of {item.type.high}"))
        return self.said(item, value)

    def none_of(self, item: Property) -> Pieces:
        return (Text(self.nothing(item)),)

    def either(self, parts: Sequence[Pieces]) -> Pieces:
        return _joined(list(parts), "or")

    def named_asked(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        if isinstance(item.type, TruthType):
            words = self.words(item)
            if not arguments and words.startswith(("that ", "whether ")):
                return (Text("whether " + words.partition(" ")[2]),)
            return (Text("whether "), *finite(self.predicate(item, arguments)))
        got = self.got(item, arguments)
        if got[:1] == (Text("whoever holds "),):
            return (Text("who holds "), *got[1:])
        first = got[0] if got else None
        if isinstance(first, Text | Noun) and first.text.partition(" ")[0] in _QUESTIONS:
            return tuple(Text(piece.text) if isinstance(piece, Noun) else piece for piece in got)
        return (Text("who " if self.nothing(item) == "nobody" else "what "), *got, Text(" "), Verb("be"))

    def _owned(self, things: list[Pieces], words: str) -> Pieces:
        """ "Aeris's grief", "the hour", "Cloud's trust in Aeris"."""
        if not things or words.partition(" ")[0] in _DETERMINED:
            named = words if words.partition(" ")[0] in _DETERMINED else "the " + words
            return (Noun(named, named.startswith(("the ", "these ", "those ")) and is_plural(named)),)
        owner = _possessive(things[0])
        several = is_plural("the " + words)
        if len(things) == 1:
            return (*owner, Text(" "), Noun(words, several))
        head, _, last = words.rpartition(" ")
        if head and last in _ENDS_IN_PREPOSITION:
            return (*owner, Text(" "), Noun(head, several), Text(" " + last), *self._objects(things[1:]))
        return (*owner, Text(" "), Noun(words, several), *self._objects(things[1:]))

    def named_got(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        things = self.nouns(arguments)
        words = self.words(item)
        if item.name == "held_by":
            return (Text("whoever holds "), *things[0])
        if isinstance(item.type, ThingType) and "place" in self.definition.kinds[item.type.kind].ancestors and things:
            return (Text("where "), *things[0], Text(" "), Verb("be"))
        if words.rpartition(" ")[2] in _ENDS_IN_PREPOSITION and isinstance(item.type, ThingType) and things:
            return (Text(f"{self._who(item)} "), *things[0], Text(" "), Verb("be"), Text(f" {words}"))
        first, _, rest = words.partition(" ")
        if _is_verb(first) and isinstance(item.type, ThingType) and len(things) == 1:
            behind = (Text(f" {rest}"),) if rest else ()
            return (Text(f"{self._who(item)} "), *things[0], Text(" "), Verb(base(first)), *behind)
        return self._owned(things, words)

    def _who(self, item: Property) -> str:
        return "whom" if self.nothing(item) == "nobody" else "what"

    def named_compared(self, item: Property, things: list[Pieces], operator: str, value: Expression) -> Clause:
        return self._measured(item, things, (Text(_COMPARED[operator]), *self._amount(item, value, False)))

    def named_known(self, item: Property, arguments: tuple[Expression, ...], value: Expression) -> Clause:
        word = {"nowhere": "somewhere", "nobody": "somebody"}.get(self.nothing(item), "something")
        return _with_word(self.valued(item, arguments, value), self.nothing(item), word)

    # --- the author's own words --------------------------------------------------------------------------------------

    def clause(self, subject: Pieces, verb: str, rest: Pieces) -> Clause:
        if len(subject) == 1 and isinstance(subject[0], Noun):
            subject = (replace(subject[0], plural=is_plural(subject[0].text)),)
        first = rest[0] if rest else None
        denied = _DENIED.match(first.text) if isinstance(first, Text) else None
        if not isinstance(first, Text) or denied is None:
            return Clause(subject, verb, rest)
        behind = first.text[denied.end(1) :]
        if verb == "do" and denied[2]:
            # "does not know" is the denial of "knows"
            verb, behind = denied[2], first.text[denied.end() :]
        return Clause(subject, verb, (*((Text(behind),) if behind else ()), *rest[1:]), True)

    def standing(self, pieces: Pieces, slot: Slot) -> Pieces:
        return _possessive(pieces) if slot.owner else pieces

    def comparing(self, operator: str) -> str:
        return _COMPARED[operator]

    def some(self, item: Property) -> str:
        return {"nowhere": "somewhere", "nobody": "somebody"}.get(self.nothing(item), "something")

    def in_cases(self, pieces: Pieces) -> Pieces:
        return pieces

    def question(self, item: Property, clause: Clause) -> Pieces:
        verb: Pieces = (Verb(clause.verb), *((Text(" not"),) if clause.negated else ()))
        measured = isinstance(item.type, NumberType)
        if ASKED in clause.subject:
            at = clause.subject.index(ASKED)
            word = "how many" if measured else "who" if self.nothing(item) == "nobody" else "what"
            return (*clause.subject[:at], Text(word), *clause.subject[at + 1 :], Text(" "), *verb, *clause.rest)
        at = clause.rest.index(ASKED)
        before, behind = trimmed_behind(clause.rest[:at]), clause.rest[at + 1 :]
        word = self._who(item)
        if measured:
            word = "how many" if behind else "how much"
            return (Text(word), *behind, Text(" "), *clause.subject, Text(" "), *verb, *before)
        last = before[-1] if before else None
        if isinstance(last, Text) and self.nothing(item) == "nowhere":
            head, _, preposition = last.text.rpartition(" ")
            if preposition in _PLACED:
                word = "where"
                before = (*before[:-1], *((Text(head),) if head else ()))
        return (Text(word + " "), *clause.subject, Text(" "), *verb, *before, *behind)

    # --- statements --------------------------------------------------------------------------------------------------

    def equal(self, left: Pieces, operator: str, right: Pieces) -> Clause:
        return Clause(left, "be", (Text(" " + _COMPARED[operator]), *right))

    def so(self, subject: Pieces = ()) -> Clause:
        return Clause(subject or (Text("it"),), "be", (Text(" so"),))

    def of_kind(self, subject: Pieces, kind: str) -> Clause:
        return Clause(subject, "be", (Text(" " + article(kind)),))

    def believes(self, who: Pieces, content: Statement) -> Clause:
        return Clause(who, "believe", (Text(" that "), *finite(content)))

    def knows(self, who: Pieces, what: Pieces) -> Clause:
        return Clause(who, "know", (Text(" "), *what))

    def is_known(self, what: Pieces) -> Clause:
        return Clause((Text("it"),), "be", (Text(" known "), *what))

    def is_possible(self, content: Statement) -> Clause:
        return Clause((Text("it"),), "be", (Text(" possible that "), *finite(content)))

    def thinks_possible(self, who: Pieces, content: Statement) -> Clause:
        return Clause(who, "think", (Text(" it possible that "), *finite(content)))

    # --- kinds and numbers -------------------------------------------------------------------------------------------

    def counting(self, operator: str, number_of: int, kind: str) -> Noun:
        exactly = {"==": "exactly ", "!=": "not "}.get(operator, _COMPARED[operator])
        return Noun(f"{exactly}{number(number_of)} {kind if number_of == 1 else plural(kind)}", number_of != 1)

    def count_compared(self, counted: Pieces, operator: str, number_of: int) -> Clause:
        return Clause(counted, "be", (Text(f" {_COMPARED[operator]}{number_of}"),))

    def quantified(self, word: str, kind: str) -> Noun:
        return Noun(f"{word.replace('_', ' ')} {kind}")

    def same(self, kind: str, several: bool) -> Noun:
        return Noun(f"those {plural(kind)}" if several else f"that {kind}", several)

    def chosen(self, noun: Noun, statement: Statement) -> Pieces:
        pieces = finite(statement)
        if pieces and pieces[0] == noun:
            return (noun, Text(" who"), *pieces[1:])
        return (noun, Text(" for whom "), *pieces)

    def pronoun(self, noun: Noun) -> Noun:
        return Noun("they" if noun.plural else "it", noun.plural)

    def number_of(self, kind: str) -> tuple[Pieces, Noun]:
        return (Text("the number of "),), Noun(plural(kind), True)

    def taken_for(self, mind: Pieces, content: Pieces) -> Pieces:
        return (Text("what "), *mind, Text(" "), Verb("take"), Text(" for "), *content)

    def arithmetic(self, operator: str, left: Pieces, right: Pieces) -> Pieces:
        word = {"+": "plus", "-": "less", "*": "times", "/": "divided by", "min": "or", "max": "or"}[operator]
        return (*left, Text(f" {word} "), *right)

    def conditional(self, then: Pieces, condition: Statement, otherwise: Pieces) -> Pieces:
        return (*then, Text(" if "), *finite(condition), Text(" or else "), *otherwise)

    def value(self, value: bool | int | None) -> Pieces:
        if value is None:
            return (Text("nobody"),)
        return (Text(("yes" if value else "no") if isinstance(value, bool) else number(value)),)


def _done(first: str, rest: str) -> str:
    """A name such as "was_seen", "took_rope" or "tasted_it" as it follows "has"; "" if it is of another kind."""
    if first in _PASTS:
        return f"{_PASTS[first]} {rest}".rstrip()
    participle = first.endswith("ed") or first in _PARTICIPLES
    return f"{first} {rest}" if participle and rest.partition(" ")[0] in _OBJECTS else ""


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
        return (*thing[:-1], Text(possessive(last.text)))
    return (*thing, Text("'s"))


def _with_word(clause: Clause, old: str, new: str) -> Clause:
    rest = tuple(Text(new) if piece == Text(old) else piece for piece in clause.rest)
    return replace(clause, rest=rest)
