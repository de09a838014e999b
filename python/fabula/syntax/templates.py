"""The texts of a story, taken apart: words, slots `{who}`, verbs `[kneel]` that agree with whoever does it, values that are
worked out (`{hour + 1}`), and alternatives of which one is told (`{if who.hurt: limping|else: briskly}`).

The checker asks whether a text can be told, and a telling tells it: both take it apart here, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Union


class Form(str, Enum):
    """How a slot wants its thing: `AUTO` as the teller decides, `NAME` never as a pronoun, else that pronoun."""

    AUTO = "auto"
    NAME = "name"
    SUBJECT = "subject"
    OBJECT = "object"
    POSSESSIVE = "possessive"
    OWN = "own"
    REFLEXIVE = "reflexive"


#: what may follow the dot of a slot besides a property, and what it asks for
FORMS: dict[str, Form] = {
    word: form
    for form, words in {
        Form.NAME: "name",
        Form.SUBJECT: "he she they we it",
        Form.OBJECT: "him her them us",
        Form.POSSESSIVE: "his their its our",
        Form.OWN: "hers theirs ours",
        Form.REFLEXIVE: "himself herself itself themselves themself ourselves",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """`{who}`, `{who.at}` (`path` = ("at",)), `{who's}` (`owner`), `{who.him}` (`form`). `position`: where it begins."""

    who: str
    path: tuple[str, ...] = ()
    form: Form = Form.AUTO
    owner: bool = False
    position: int = 0

    @property
    def possessive(self) -> bool:
        return self.owner or self.form is Form.POSSESSIVE


@dataclass(frozen=True, slots=True)
class Verb:
    """`[kneel]`: a verb in its base form, with what follows it in the brackets. `capital`: it was written with one."""

    verb: str
    capital: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Noun:
    """A phrase that a verb can agree with. Not written in stories: the engine's own phrasing uses it."""

    text: str
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Computed:
    """`{owes(who, other)}`, `{hour + 1}`: an expression, as it is `written` (blanks made one); it stands from `begin` to `end`.
    `source`: with its braces."""

    written: str
    form: Form = Form.AUTO
    owner: bool = False
    position: int = 0
    begin: int = 0
    end: int = 0
    source: str = ""


class Way(Enum):
    """By what it is decided which alternative is told; the value begins the first of them."""

    CONDITION = "if"
    ORDER = "first"
    LOT = "one of"
    TURN = "in turn"


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative. `condition`: as it is written (blanks made one), "" if it is told without one; it stands from `position`
    to `end`."""

    pieces: tuple[Piece, ...]
    condition: str = ""
    position: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Texts of which one is told, or none. `source`: with its braces."""

    way: Way
    branches: tuple[Branch, ...]
    position: int = 0
    source: str = ""


Piece = Union[Text, Slot, Verb, Noun, Computed, Alternatives]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place in a text (offsets in characters) that can't be read, and why. `lone`: it begins with a mark that has no
    counterpart. `hint`: what to write, and `instead` the very words that should stand there, if that is known."""

    start: int
    end: int
    message: str
    lone: bool = False
    hint: str = ""
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A text in pieces. What could not be read (`flaws`) stands in it as plain words."""

    pieces: tuple[Piece, ...]
    flaws: tuple[Flaw, ...] = ()
    source: str = ""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.every_piece if isinstance(piece, Slot))

    @property
    def every_piece(self) -> Iterator[Piece]:
        """All pieces in their order, those of alternatives behind them."""
        return _every(self.pieces)

    @property
    def varies(self) -> bool:
        """Whether something in it has to be decided or worked out before it can be told."""
        return any(isinstance(piece, Computed | Alternatives) for piece in self.pieces)


def _every(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        yield piece
        if isinstance(piece, Alternatives):
            for branch in piece.branches:
                yield from _every(branch.pieces)


_MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]|[{}\[\]]")
_MARK_WITHIN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\|\||[{}\[\]|]")
_SLOT = re.compile(r"\s*([^\W\d]\w*)((?:\.[^\W\d]\w*)*)(['\u2019]s|['\u2019])?\s*", re.UNICODE)
_VERB = re.compile(r"\s*([^\W\d_]+(?:-[^\W\d_]+)?(?: [\w'\u2019-]+)*)\s*")
_CLOSING = {"{": "}", "[": "]"}
_OPENS = re.compile(r"\s*(?:(if)\b(?!\s*[.}])|(first|one\s+of|in\s+turn)\s*:)")
_LABELS = {
    Way.CONDITION: re.compile(r"\s*(?:(?:else\s+if|elif|if)\b|(else)\s*:)"),
    Way.ORDER: re.compile(r"\s*(?:then|at\s+last)\s*:"),
}
_EXPRESSION = re.compile(r"(.*?\))(?:\.([^\W\d]\w*))?(['\u2019]s|['\u2019])?", re.DOTALL)
_ENDS_BRANCH = re.compile(r"[|}]")
_LABEL_HINTS = {Way.CONDITION: "else", Way.ORDER: "then"}
#: alternatives stand so deep in each other, and no deeper
DEEPEST_ALTERNATIVES = 8


@lru_cache(maxsize=4096)
def parse_template(text: str) -> Template:
    """The pieces of a text, and the flaws that were found in it."""
    reader = _Reader(text)
    return Template(reader.pieces(), tuple(reader.flaws), text)


class _Reader:
    """Reads a text from its beginning. Within alternatives a brace closes them, unless one was doubled before it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flaws: list[Flaw] = []
        self.at = 0
        self.depth = 0

    def pieces(self) -> tuple[Piece, ...]:
        """To the end of the text or, within alternatives, to the mark that ends this one, which is not passed."""
        found: list[Piece] = []
        words: list[str] = []
        doubled = 0

        def add(piece: Piece | None, start: int) -> None:
            if piece is None:
                words.append(self.text[start : self.at])
                return
            if joined := "".join(words):
                found.append(Text(joined))
            words.clear()
            found.append(piece)

        while (mark := (_MARK_WITHIN if self.depth else _MARK).search(self.text, self.at)) is not None:
            words.append(self.text[self.at : mark.start()])
            sign, start = mark.group(), mark.start()
            if self.depth and (sign == "|" or sign == "}" or (sign == "}}" and not doubled)):
                self.at = start
                break
            self.at = mark.end()
            if len(sign) == 2:
                doubled += (sign == "{{") - (sign == "}}")
                words.append(sign[0])
            elif sign in "}]":
                self.flaws.append(Flaw(start, self.at, f"'{sign}' closes nothing", True))
                words.append(sign)
            elif sign == "{" and (opens := _OPENS.match(self.text, self.at)) is not None:
                add(self._alternatives(start, opens), start)
            else:
                add(self._simple(sign, start), start)
        else:
            words.append(self.text[self.at :])
            self.at = len(self.text)
        if joined := "".join(words):
            found.append(Text(joined))
        return tuple(found)

    def _simple(self, sign: str, start: int) -> Piece | None:
        """A slot, a value or a verb, which ends with the next closing mark; None if it is none."""
        end = self.text.find(_CLOSING[sign], self.at)
        if end < 0:
            self.flaws.append(Flaw(start, len(self.text), f"'{sign}' is not closed", True))
            return None
        inner, self.at = self.text[self.at : end], end + 1
        piece = _slot(inner, start) or _value(inner, start) if sign == "{" else _verb(inner, start)
        if piece is None:
            written = self.text[start : end + 1]
            what = "a slot, such as {who}, {who's}, {who.him} or {who.at}" if sign == "{" else "a verb, such as [kneel]"
            self.flaws.append(Flaw(start, end + 1, f"'{written}' is not {what}"))
        return piece

    # --- alternatives ----------------------------------------------------------------------------------------------------

    def _alternatives(self, start: int, opens: re.Match[str]) -> Alternatives | None:
        way = Way.CONDITION if opens[1] else Way(" ".join(opens[2].split()))
        if self.depth == DEEPEST_ALTERNATIVES:
            self.flaws.append(Flaw(start, opens.end(), "there are too many alternatives within alternatives here"))
            return None
        self.depth += 1
        branches: list[Branch] = []
        self.at = opens.end()
        branch = self._branch(way, bool(opens[1]))
        while branch is not None:
            branches.append(branch)
            if self.text[self.at : self.at + 1] != "|":
                break
            self.at += 1
            branch = self._next(way, branches)
        self.depth -= 1
        if branch is None:
            end = self.text.find("}", self.at)
            self.at = end + 1 if end >= 0 else self.at
            return None
        if self.text[self.at : self.at + 1] != "}":
            hint = "put '}' behind the last of the alternatives"
            self.flaws.append(Flaw(start, opens.end(), f"'{self.text[start : opens.end()]}' is not closed", hint=hint))
            return None
        self.at += 1
        return Alternatives(way, tuple(branches), start, self.text[start : self.at])

    def _next(self, way: Way, branches: list[Branch]) -> Branch | None:
        """The alternative behind a bar, with the label that it needs."""
        if way not in _LABELS:
            return self._branch(way, False)
        label = _LABELS[way].match(self.text, self.at)
        begin = self.at
        if label is None:
            closing = _ENDS_BRANCH.search(self.text, begin)
            end = closing.start() if closing is not None else len(self.text)
            words = self.text[begin:end].strip()
            instead = f"|{_LABEL_HINTS[way]}: {words}"
            self.flaws.append(
                Flaw(begin - 1, end, f"it is not said when '{words}' is told", hint=f"write {instead}", instead=instead)
            )
            return self._branch(way, False)
        self.at = label.end()
        asks = way is Way.CONDITION and label[1] is None
        if way is Way.CONDITION and not branches[-1].condition:
            message = "'else' comes last: nothing behind it is ever told"
            self.flaws.append(Flaw(begin - 1, label.end(), message, hint="put 'else' behind all other alternatives"))
        return self._branch(way, asks)

    def _branch(self, way: Way, asks: bool) -> Branch | None:
        condition, position, end = "", self.at, None
        if asks:
            end = _end_of_condition(self.text, self.at)
            if end is None:
                begin, closing = self.text.rfind("{", 0, self.at), self.text.find("}", self.at)
                self.flaws.append(
                    Flaw(
                        begin,
                        closing + 1 if closing >= 0 else len(self.text),
                        "there is no ':' between the condition and the text for it",
                        hint="write {if CONDITION: TEXT} or {if CONDITION: TEXT|else: TEXT}",
                    )
                )
                return None
            written = self.text[self.at : end]
            condition, self.at = " ".join(written.split()), end + 1
            if not condition:
                hint = "write {if CONDITION: TEXT} or {if CONDITION: TEXT|else: TEXT}"
                self.flaws.append(Flaw(position, end + 1, "there is no condition between 'if' and ':'", hint=hint))
            position, end = position + len(written) - len(written.lstrip()), position + len(written.rstrip())
        return Branch(_stripped(self.pieces()), condition, position, position if end is None else end)


def _end_of_condition(text: str, start: int) -> int | None:
    """Where the colon stands that ends a condition; those in brackets belong to it."""
    depth = 0
    for place in range(start, len(text)):
        match text[place]:
            case "(":
                depth += 1
            case ")":
                depth -= 1
            case ":" if depth <= 0:
                return place
            case "{" | "}" | "|":
                return None
    return None


def _stripped(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Without the blanks around an alternative: they are there to be read well."""
    found = list(pieces)
    if found and isinstance(found[0], Text):
        found[0] = Text(found[0].text.lstrip())
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip())
    return tuple(piece for piece in found if piece != Text(""))


def _slot(inner: str, position: int) -> Slot | None:
    found = _SLOT.fullmatch(inner)
    if found is None:
        return None
    path = tuple(found.group(2).split(".")[1:])
    form = FORMS.get(path[-1], Form.AUTO) if path else Form.AUTO
    if form is not Form.AUTO:
        path = path[:-1]
    owner = found.group(3) is not None
    if owner and form not in (Form.AUTO, Form.NAME):
        return None
    return Slot(found.group(1), path, form, owner, position)


def _value(inner: str, position: int) -> Computed | None:
    """An expression: what is in braces and no slot. Behind a bracket the forms of a slot may follow: `{owner(key).his}`."""
    if _SLOT.fullmatch(inner) is not None or not re.search(r"\w", inner):
        return None
    base = inner.strip()
    begin, source = position + 1 + inner.index(base), f"{{{inner}}}"
    found = _EXPRESSION.fullmatch(base)
    form, owner = Form.AUTO, False
    if found is not None and (found[2] is None or found[2] in FORMS):
        base, form, owner = found[1], FORMS.get(found[2] or "", Form.AUTO), found[3] is not None
    return Computed(" ".join(base.split()), form, owner, position, begin, begin + len(base), source)


def _verb(inner: str, position: int) -> Verb | None:
    found = _VERB.fullmatch(inner)
    if found is None:
        return None
    verb = found.group(1)
    return Verb(verb[0].lower() + verb[1:], verb[0].isupper(), position)
