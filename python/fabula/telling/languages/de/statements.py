"""Conditions of a story as German clauses: the verb second or, after "dass" and "weil", last; "nicht" before what is said of
somebody, after what somebody acts on.

Properties are spoken of by their phrase: "liebt" and "[umsorgen]" are verbs, "bei" needs an object after it, "am Leben"
follows "ist", "die Trauer" belongs to someone, "dass es Abend ist" is so or is not so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from fabula.model import Expression, Literal, NumberType, OneOf, Property, ThingType, TruthType, Variable
from fabula.syntax.templates import Form, Noun, Piece, Slot, Text, Verb, parse_template
from fabula.telling.languages.de.clauses import GIVING, governed_by, roles
from fabula.telling.languages.de.nouns import declined, determined, kind_of, plural
from fabula.telling.languages.de.verbs import parted, verb_of
from fabula.telling.languages.grammar import Case, Cased, unfinished
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

_COMPARED = {"<": "weniger als ", ">": "mehr als ", "<=": "höchstens ", ">=": "mindestens ", "==": "", "!=": ""}
_NUMBERS = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_OPERATORS = {"+": "plus", "-": "minus", "*": "mal", "/": "geteilt durch", "min": "oder", "max": "oder"}
_JOINTS = {"and": "und", "or": "oder"}
#: library properties that have no phrase of their own in a story
_NAMED = {"at": "bei", "alive": "am Leben"}
#: the kinds of the language itself, which no author has named
_KINDS = {"character": "die Figur", "mind": "das Wesen", "will": "der Wille", "place": "der Ort", "thing": "das Ding"}
_NOBODY = {
    "nobody": {Case.SUBJECT: "niemand", Case.OBJECT: "niemanden", Case.DATIVE: "niemandem"},
    "somebody": {Case.SUBJECT: "jemand", Case.OBJECT: "jemanden", Case.DATIVE: "jemandem"},
}
_WORDS = {"nothing": "nichts", "nowhere": "nirgends", "unknown": "unbekannt", "something": "etwas", "somewhere": "irgendwo"}
_ASKS = re.compile(r"(wer|was|wie|wo|wem|wen|ob|wessen|welche\w*)\s")
#: how a clause begins that stands for whoever or whatever something is true of: "wem Anna folgt"
_FREE = re.compile(r"([a-zäöü]+ )?(wer|was|wo|wem|wen) $")
#: what such a clause is taken up by after a preposition
_TAKEN_UP = {Case.DATIVE: "dem", Case.OBJECT: "den"}
_DENIED = re.compile(r" nicht\b")
_SHORT = re.compile(r" (es|sich)\b")
_NOUN = re.compile(r"(der|die|das)\s|[A-ZÄÖÜ]")


def finite(statement: Statement) -> Pieces:
    """A statement as a sentence of its own: "{Hale} [sein] nicht am Leben"."""
    if isinstance(statement, Joint):
        return _in_a_row(statement, finite)
    prefix, verb = parted(statement.verb)
    return (
        *cased(statement.subject, Case.SUBJECT),
        Text(" "),
        Verb(verb),
        *_denied(statement),
        *_particle(prefix),
        *statement.content,
    )


def inverted(clause: Clause) -> Pieces:
    """A sentence after something that comes first in it: "[glauben] {Cloud}, dass ..."."""
    prefix, verb = parted(clause.verb)
    subject = cased(clause.subject, Case.SUBJECT)
    return (Verb(verb), Text(" "), *subject, *_denied(clause), *_particle(prefix), *clause.content)


def subordinate(statement: Statement) -> Pieces:
    """A statement after "dass": "{Hale} nicht am Leben [sein]"."""
    if isinstance(statement, Joint):
        return _in_a_row(statement, subordinate)
    prefix, verb = parted(statement.verb)
    subject = cased(statement.subject, Case.SUBJECT)
    return (*subject, *_denied(statement), Text(" " + prefix), Verb(verb), *statement.content)


def _in_a_row(joint: Joint, said: Callable[[Statement], Pieces]) -> Pieces:
    """Statements in a row. A clause of its own in which the last but one ends is closed: "Anna weiß, wo Bert ist, und ..."."""
    parts = [said(part) for part in joint.parts]
    if len(parts) > 1 and _ends_in_clause(joint.parts[-2]):
        parts[-2] = (*parts[-2], Text(","))
    return joined(parts, _JOINTS[joint.word])


def _ends_in_clause(statement: Statement) -> bool:
    return _ends_in_clause(statement.parts[-1]) if isinstance(statement, Joint) else bool(statement.content)


def infinitive(clause: Clause, verb: str) -> Pieces:
    """What follows the verb of a clause, and then the verb in a form of its own: "nicht am Leben sein"."""
    found = trimmed((*_denied(clause), Text(" " + verb), *clause.content))
    return unfinished(found)


def _denied(clause: Clause) -> Pieces:
    if not clause.negated:
        return (*clause.rest, *clause.behind)
    first = clause.behind[0] if clause.behind else None
    if isinstance(first, Text) and re.match(r" eine? ", first.text):
        return (*clause.rest, Text(" k" + first.text[1:]), *clause.behind[1:])
    return (*clause.rest, Text(" nicht"), *clause.behind)


def _particle(prefix: str) -> Pieces:
    return (Text(" " + prefix),) if prefix else ()


def trimmed(pieces: Iterable[Piece]) -> Pieces:
    """Pieces without the space before the first word."""
    found = list(pieces)
    while found and isinstance(first := found[0], Text):
        if first.text.lstrip():
            found[0] = Text(first.text.lstrip())
            break
        found.pop(0)
    return tuple(found)


def cased(pieces: Pieces, case: Case) -> Pieces:
    """Things in a case. Slots whose case is known already stay as they are."""
    changed: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Cased):
            changed.append(piece)
        elif isinstance(piece, Slot) and not piece.possessive:
            changed.append(Cased(piece.who, piece.path, piece.form, piece.owner, piece.position, case))
        elif isinstance(piece, Noun):
            changed.append(replace(piece, text=declined(piece.text, case, piece.plural)))
        elif isinstance(piece, Text) and piece.text in ("niemand", "jemand"):
            changed.append(Text(_NOBODY[{"niemand": "nobody", "jemand": "somebody"}[piece.text]].get(case, piece.text)))
        else:
            changed.append(piece)
    return tuple(changed)


def joined(parts: list[Pieces], word: str) -> Pieces:
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index:
            pieces.append(Text(f" {word} " if index == len(parts) - 1 else ", "))
        pieces.extend(part)
    return tuple(pieces)


def _is_free(pieces: Pieces) -> bool:
    """Whether these are a clause that stands for whoever or whatever something is true of."""
    return bool(pieces) and isinstance(pieces[0], Text) and _FREE.match(pieces[0].text) is not None


def _closed(pieces: Pieces) -> Pieces:
    """A clause that comes first has a comma after it: "wem Anna folgt, ..."."""
    return (*pieces, Text(",")) if _is_free(pieces) else pieces


def number(number: int) -> str:
    """Words up to twelve, digits beyond."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


class GermanDescriber(Describer):
    """Statements about one story in German."""

    this = "dies"
    being = "sein"

    def words(self, item: Property) -> str:
        return item.phrase or _NAMED.get(item.name) or item.name.replace("_", " ")

    def finite(self, statement: Statement) -> Pieces:
        return finite(statement)

    def kind(self, variable: Variable) -> str:
        display = super().kind(variable)
        return _KINDS.get(display, display)

    # --- properties --------------------------------------------------------------------------------------------------

    def named_predicate(self, item: Property, arguments: tuple[Expression, ...]) -> Clause:
        words = self.words(item)
        things = self.nouns(arguments)
        if not things:
            if words.startswith(("dass ", "ob ")):
                return Clause((Noun("es"),), "stimmen", content=(Text(f", dass {words.partition(' ')[2]}"),))
            return Clause((Noun("es"),), "sein", behind=(Text(" " + words),))
        first, others = _closed(things[0]), joined(things[1:], "und")
        verb, tail = self._verb(words)
        if verb is not None:
            return self._acting(first, verb, tail, others)
        if _NOUN.match(words) and not others:
            return Clause(first, "haben", cased((Text(" "), Noun(words)), Case.OBJECT))
        return self._standing(first, "sein", words, others)

    def _verb(self, words: str) -> tuple[str | None, str]:
        """The verb that a phrase is, and what follows it."""
        if "[" in words:
            pieces = parse_template(words).pieces
            verb = next((piece.verb for piece in pieces if isinstance(piece, Verb)), None)
            return verb, "".join(piece.text for piece in pieces if isinstance(piece, Text)).strip()
        first, _, rest = words.partition(" ")
        return verb_of(first), rest

    def _acting(self, who: Pieces, verb: str, tail: str, others: Pieces) -> Clause:
        """Somebody acts on something: right after the verb, or after a preposition."""
        if not others:
            return Clause(who, verb, behind=(Text(f" {tail}"),) if tail else ())
        if governed_by(tail.rpartition(" ")[2]) is not None:
            return self._standing(who, verb, tail, others)
        if _is_free(others):
            return Clause(who, verb, behind=(Text(f" {tail}"),) if tail else (), content=(Text(", "), *others))
        case = Case.DATIVE if verb in GIVING else Case.OBJECT
        return Clause(who, verb, (Text(" "), *cased(others, case)), behind=(Text(f" {tail}"),) if tail else ())

    def _standing(self, who: Pieces, verb: str, words: str, things: Pieces) -> Clause:
        """Somebody is or does something to things after words that may end in a preposition."""
        if _is_free(things):
            taken_up = _TAKEN_UP[governed_by(words.rpartition(" ")[2].lower()) or Case.OBJECT]
            return Clause(who, verb, behind=(Text(f" {words} {taken_up}"),), content=(Text(", "), *things))
        return Clause(who, verb, behind=(Text(f" {words}"), *self._governed(words, things)))

    def _governed(self, words: str, things: Pieces) -> Pieces:
        """Things after words that may end in a preposition."""
        if not things:
            return ()
        return (Text(" "), *cased(things, governed_by(words.rpartition(" ")[2].lower()) or Case.OBJECT))

    def named_valued(self, item: Property, arguments: tuple[Expression, ...], value: Expression, exact: bool = False) -> Clause:
        words = self.words(item)
        things = self.nouns(arguments)
        if item.name == "held_by" and len(things) == 1 and not is_nothing(value):
            if arguments[:1] == (value,) or (isinstance(value, Literal) and arguments == (replace(value, span=None),)):
                return Clause(things[0], "gehören", (Text(" sich selbst"),))
            return Clause(
                self.noun(value), "haben", (Text(" "), *cased(things[0], Case.OBJECT)), behind=(Text(" in der Gewalt"),)
            )
        if isinstance(item.type, NumberType):
            return self._measured(item, things, self._amount(item, value, exact))
        return self._related(item, things, words, self.said(item, value))

    def _related(self, item: Property, things: list[Pieces], words: str, said: Pieces) -> Clause:
        first = said[0] if said else None
        apart = isinstance(first, Text) and first.text in ("nirgends", "irgendwo")
        if things and governed_by(words.rpartition(" ")[2].lower()) is not None and self._verb(words)[0] is None:
            head, _, _ = words.rpartition(" ")
            if apart:
                return Clause(things[0], "sein", behind=(Text(f" {head} " if head else " "), *said))
            if isinstance(first, Text) and first.text.startswith("wo "):
                return Clause(things[0], "sein", behind=(Text(" dort"),), content=(Text(", "), *said))
            if _NOUN.match(words):
                return Clause(self._owned(things, words), "sein", behind=(Text(" "), *said))
            if len(things) == 1:
                return self._standing(_closed(things[0]), "sein", words, said)
            others = (Text(" "), *joined(things[1:], "und"))
            return Clause(things[0], "sein", behind=(Text(" " + words), *others, *self._governed(words, said)))
        verb, tail = self._verb(words)
        if things and verb is not None:
            return self._acting(_closed(things[0]), verb, tail, said)
        return Clause(self._owned(things, words), "sein", behind=(Text(" "), *cased(said, Case.SUBJECT)))

    def _measured(self, item: Property, things: list[Pieces], amount: Pieces) -> Clause:
        words = self.words(item)
        if things and not _NOUN.match(words) and not _ASKS.match(words):
            return Clause(things[0], "sein", behind=(Text(f" {words} ("), *amount, Text(")")))
        return Clause(self._owned(things, words), "sein", behind=(Text(" "), *amount))

    def _amount(self, item: Property, value: Expression, exact: bool) -> Pieces:
        if is_nothing(value):
            return (Text("unbekannt"),)
        options = value.options if isinstance(value, OneOf) else (value,)
        numbers = [str(option.value) for option in options if isinstance(option, Literal)]
        if exact and len(numbers) == len(options) and isinstance(item.type, NumberType) and item.type.high is not None:
            return (*self.either([(Text(number),) for number in numbers]), Text(f" von {item.type.high}"))
        return self.said(item, value)

    def none_of(self, item: Property) -> Pieces:
        return (Text(self._word(self.nothing(item))),)

    def either(self, parts: Sequence[Pieces]) -> Pieces:
        return joined(list(parts), "oder")

    def named_asked(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        if isinstance(item.type, TruthType):
            words = self.words(item)
            if not arguments and words.startswith(("dass ", "ob ")):
                return (Text("ob " + words.partition(" ")[2]),)
            return (Text("ob "), *subordinate(self.predicate(item, arguments)))
        got = self.got(item, arguments)
        first = got[0] if got else None
        if isinstance(first, Noun) and _ASKS.match(first.text):
            return (Text(first.text.removesuffix(",")), *got[1:])
        if not isinstance(first, Noun):
            return got
        return (Text("wer " if self.nothing(item) == "nobody" else "was "), *cased(got, Case.SUBJECT), Text(" "), Verb("sein"))

    def _owned(self, things: list[Pieces], words: str) -> Pieces:
        """ "die Trauer von Aeris", "das Vertrauen des Jungen zu Aeris", "wer dies getan hat,"."""
        if _ASKS.match(words):
            return (Noun(words + ","),)
        if not things:
            return (Noun(words, _is_several(words)),)
        if len(things) == 1 and _is_free(things[0]):
            return (Noun(words, _is_several(words)), Text(" dessen, "), *things[0], Text(","))
        owner = tuple(
            Cased(piece.who, piece.path, Form.NAME, False, piece.position, Case.OWN)
            if isinstance(piece, Slot)
            else Text(declined(piece.text, Case.POSSESSIVE, piece.plural))
            if isinstance(piece, Noun)
            else piece
            for piece in things[0]
        )
        head, _, last = words.rpartition(" ")
        if len(things) > 1 and head and (case := governed_by(last)) is not None:
            others = cased(joined(things[1:], "und"), case)
            return (Noun(head, _is_several(head)), Text(" "), *owner, Text(f" {last} "), *others)
        others = (Text(" zu "), *cased(joined(things[1:], "und"), Case.DATIVE)) if len(things) > 1 else ()
        return (Noun(words, _is_several(words)), Text(" "), *owner, *others)

    def named_got(self, item: Property, arguments: tuple[Expression, ...]) -> Pieces:
        things = self.nouns(arguments)
        words = self.words(item)
        if item.name == "held_by":
            return (Text("wer "), *cased(things[0], Case.OBJECT), Text(" in der Gewalt hat"))
        if isinstance(item.type, ThingType) and "place" in self.definition.kinds[item.type.kind].ancestors and things:
            return (Text("wo "), *cased(things[0], Case.SUBJECT), Text(" "), Verb("sein"))
        person = self.nothing(item) == "nobody"
        if isinstance(item.type, ThingType) and things and not _NOUN.match(words):
            verb, tail = self._verb(words)
            last = (tail if verb is not None else words).rpartition(" ")[2].lower()
            case = governed_by(last)
            asked = {Case.DATIVE: "wem", Case.OBJECT: "wen" if person else "was"}
            subject = (*cased(things[0], Case.SUBJECT), Text(" "))
            if verb is not None and case is None:
                word = "wem" if verb in GIVING else asked[Case.OBJECT]
                return (Text(f"{word} "), *subject, Text(f"{tail} " if tail else ""), Verb(verb))
            if case is not None:
                return (Text(f"{last} {asked[case]} "), *subject, Verb(verb or "sein"))
        return self._owned(things, words)

    def named_compared(self, item: Property, things: list[Pieces], operator: str, value: Expression) -> Clause:
        return self._measured(item, things, (Text(_COMPARED[operator]), *self._amount(item, value, False)))

    def named_known(self, item: Property, arguments: tuple[Expression, ...], value: Expression) -> Clause:
        word = {"nowhere": "somewhere", "nobody": "somebody"}.get(self.nothing(item), "something")
        return self._related(item, self.nouns(arguments), self.words(item), (Text(self._word(word)),))

    def _word(self, word: str) -> str:
        return _NOBODY[word][Case.SUBJECT] if word in _NOBODY else _WORDS[word]

    # --- the author's own words --------------------------------------------------------------------------------------

    def clause(self, subject: Pieces, verb: str, rest: Pieces) -> Clause:
        if len(subject) == 1 and isinstance(subject[0], Noun):
            subject = (replace(subject[0], plural=_is_several(subject[0].text)),)
        words = [piece.text if isinstance(piece, Text) else "" for piece in rest]
        denied = next((index for index, text in enumerate(words) if _DENIED.search(text)), None)
        if denied is not None:
            before, _, behind = words[denied].partition(" nicht")
            parts = (
                (*rest[:denied], *((Text(before),) if before else ())),
                (*((Text(behind),) if behind else ()), *rest[denied + 1 :]),
            )
            return Clause(subject, verb, parts[0], True, parts[1])
        # "nicht" stands behind whom something is done to, and before all else
        first = rest[0] if rest else None
        if isinstance(first, Text) and (short := _SHORT.match(first.text)):
            behind = first.text[short.end() :]
            return Clause(subject, verb, (Text(short[0]),), behind=(*((Text(behind),) if behind else ()), *rest[1:]))
        own = next((index for index, piece in enumerate(rest) if isinstance(piece, Text) and piece.text.strip()), len(rest))
        if 0 < own < len(rest) and isinstance(rest[own - 1], Text):
            own -= 1
        return Clause(subject, verb, rest[:own], behind=rest[own:])

    def standing(self, pieces: Pieces, slot: Slot) -> Pieces:
        case = Case.POSSESSIVE if slot.owner else slot.case if isinstance(slot, Cased) else None
        return pieces if case is None else cased(pieces, case)

    def comparing(self, operator: str) -> str:
        return _COMPARED[operator]

    def some(self, item: Property) -> str:
        return self._word({"nowhere": "somewhere", "nobody": "somebody"}.get(self.nothing(item), "something"))

    def in_cases(self, pieces: Pieces) -> Pieces:
        cases = roles(pieces).cases
        return tuple(
            Cased(piece.who, piece.path, piece.form, piece.owner, 0, cases.get(index, Case.OBJECT))
            if isinstance(piece, Slot) and not piece.possessive and piece.form is Form.AUTO
            else piece
            for index, piece in enumerate(pieces)
        )

    def question(self, item: Property, clause: Clause) -> Pieces:
        measured, person = isinstance(item.type, NumberType), self.nothing(item) == "nobody"
        said = (*clause.rest, *clause.behind)
        denied: Pieces = (Text(" nicht"),) if clause.negated else ()
        prefix, verb = parted(clause.verb)
        last: Pieces = (*denied, Text(" " + prefix), Verb(verb))
        if ASKED in clause.subject:
            at = clause.subject.index(ASKED)
            word = "wie viele" if measured else "wer" if person else "was"
            return (*clause.subject[:at], Text(word), *clause.subject[at + 1 :], *said, *last)
        at = said.index(ASKED)
        before, behind = trimmed_behind(said[:at]), said[at + 1 :]
        subject = (Text(" "), *cased(clause.subject, Case.SUBJECT))
        if measured:
            counted = bool(behind) and isinstance(behind[0], Text) and bool(re.match(r" [A-ZÄÖÜ]", behind[0].text))
            return (Text("wie viele" if counted else "wie viel"), *behind, *subject, *before, *last)
        link = before[-1] if before else None
        if isinstance(link, Text):
            head, _, preposition = link.text.rpartition(" ")
            if (case := governed_by(preposition)) is not None:
                rest = (*before[:-1], *((Text(head),) if head else ()))
                if self.nothing(item) == "nowhere":
                    return (Text("wo"), *subject, *rest, *behind, *last)
                word = {Case.DATIVE: "wem"}.get(case, "wen" if person else "was")
                return (Text(f"{preposition} {word}"), *subject, *rest, *behind, *last)
        word = ("wem" if clause.verb in GIVING else "wen") if person else "was"
        return (Text(word), *subject, *before, *behind, *last)

    # --- statements --------------------------------------------------------------------------------------------------

    def equal(self, left: Pieces, operator: str, right: Pieces) -> Clause:
        if _is_free(right):
            return Clause(_closed(left), "sein", content=(Text(", "), *right))
        return Clause(_closed(left), "sein", behind=(Text(" " + _COMPARED[operator]), *cased(right, Case.SUBJECT)))

    def so(self, subject: Pieces = ()) -> Clause:
        return Clause(subject or (Noun("es"),), "sein", behind=(Text(" so"),))

    def of_kind(self, subject: Pieces, kind: str) -> Clause:
        return Clause(subject, "sein", behind=(Text(" " + determined("ein", kind)),))

    def believes(self, who: Pieces, content: Statement) -> Clause:
        return Clause(who, "glauben", content=(Text(", dass "), *subordinate(content)))

    def knows(self, who: Pieces, what: Pieces) -> Clause:
        return Clause(who, "wissen", content=(Text(", "), *what))

    def is_known(self, what: Pieces) -> Clause:
        return Clause((Noun("es"),), "sein", behind=(Text(" bekannt"),), content=(Text(", "), *what))

    def is_possible(self, content: Statement) -> Clause:
        return Clause((Noun("es"),), "sein", behind=(Text(" möglich"),), content=(Text(", dass "), *subordinate(content)))

    def thinks_possible(self, who: Pieces, content: Statement) -> Clause:
        that: Pieces = (Text(", dass "), *subordinate(content))
        return Clause(who, "halten", (Text(" es"),), behind=(Text(" für möglich"),), content=that)

    # --- kinds and numbers -------------------------------------------------------------------------------------------

    def counting(self, operator: str, number_of: int, kind: str) -> Noun:
        exactly = {"==": "genau ", "!=": "nicht "}.get(operator, _COMPARED[operator])
        if number_of == 1:
            return Noun(exactly + determined("ein", kind))
        return Noun(f"{exactly}{number(number_of)} {plural(kind_of(kind)[1])}", True)

    def count_compared(self, counted: Pieces, operator: str, number_of: int) -> Clause:
        return Clause(counted, "sein", behind=(Text(f" {_COMPARED[operator]}{number_of}"),))

    def quantified(self, word: str, kind: str) -> Noun:
        if word == "not_every":
            return Noun("nicht " + determined("jed", kind))
        return Noun(determined({"some": "irgendein", "no": "kein"}.get(word, "jed"), kind))

    def same(self, kind: str, several: bool) -> Noun:
        return Noun(f"diese {plural(kind_of(kind)[1])}" if several else determined("dies", kind), several)

    def chosen(self, noun: Noun, statement: Statement) -> Pieces:
        pieces = subordinate(statement)
        if pieces and pieces[0] == noun:
            return (noun, Text(f", {self._relative(noun)}"), *pieces[1:], Text(","))
        return (noun, Text(", bei dem gilt, dass " if not noun.plural else ", bei denen gilt, dass "), *pieces, Text(","))

    def _relative(self, noun: Noun) -> str:
        if noun.plural:
            return "die"
        word = noun.text.removeprefix("nicht ").partition(" ")[0]
        return "die" if word.endswith("e") else "das" if word.endswith("es") else "der"

    def pronoun(self, noun: Noun) -> Noun:
        return Noun("sie" if noun.plural else {"die": "sie", "das": "es"}.get(self._relative(noun), "er"), noun.plural)

    def number_of(self, kind: str) -> tuple[Pieces, Noun]:
        return (Noun("die Zahl"), Text(" der ")), Noun(plural(kind_of(kind)[1]), True)

    def taken_for(self, mind: Pieces, content: Pieces) -> Pieces:
        return (Text("wofür "), *cased(mind, Case.SUBJECT), Text(" "), *cased(content, Case.OBJECT), Text(" "), Verb("halten"))

    def arithmetic(self, operator: str, left: Pieces, right: Pieces) -> Pieces:
        return (*left, Text(f" {_OPERATORS[operator]} "), *right)

    def conditional(self, then: Pieces, condition: Statement, otherwise: Pieces) -> Pieces:
        return (*then, Text(", wenn "), *subordinate(condition), Text(", sonst "), *otherwise)

    def value(self, value: bool | int | None) -> Pieces:
        if value is None:
            return (Text("niemand"),)
        return (Text(("ja" if value else "nein") if isinstance(value, bool) else number(value)),)


def _is_several(words: str) -> bool:
    """Whether a noun with its article speaks of several, as far as that shows: "die Wunden"."""
    return words.startswith("die ") and words.partition(" ")[2].split(" ")[0].endswith("en")
