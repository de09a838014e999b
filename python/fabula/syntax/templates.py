"""The texts of a story, taken apart: words, slots `{who}`, and verbs `[kneel]` that agree with whoever does it.

The checker asks whether a text can be told, and a telling tells it: both take it apart here, once.
"""

from __future__ import annotations

import re
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


Piece = Union[Text, Slot, Verb, Noun]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place in a text (offsets in characters) that can't be read, and why. `lone`: it begins with a mark that has no
    counterpart."""

    start: int
    end: int
    message: str
    lone: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A text in pieces. What could not be read (`flaws`) stands in it as plain words."""

    pieces: tuple[Piece, ...]
    flaws: tuple[Flaw, ...] = ()
    source: str = ""

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Slot))


_MARK = re.compile(r"\{\{|\}\}|\[\[|\]\]|[{}\[\]]")
_SLOT = re.compile(r"\s*([^\W\d]\w*)((?:\.[^\W\d]\w*)*)(['\u2019]s|['\u2019])?\s*", re.UNICODE)
_VERB = re.compile(r"\s*([^\W\d_]+(?:-[^\W\d_]+)?(?: [\w'\u2019-]+)*)\s*")
_CLOSING = {"{": "}", "[": "]"}


@lru_cache(maxsize=4096)
def parse_template(text: str) -> Template:
    """The pieces of a text, and the flaws that were found in it."""
    pieces: list[Piece] = []
    flaws: list[Flaw] = []
    words: list[str] = []
    at = 0

    def flush() -> None:
        if joined := "".join(words):
            pieces.append(Text(joined))
        words.clear()

    while (mark := _MARK.search(text, at)) is not None:
        words.append(text[at : mark.start()])
        sign = mark.group()
        at = mark.end()
        if len(sign) == 2:
            words.append(sign[0])
            continue
        if sign in "}]":
            flaws.append(Flaw(mark.start(), at, f"'{sign}' closes nothing", True))
            words.append(sign)
            continue
        end = text.find(_CLOSING[sign], at)
        inner = text[at:end] if end >= 0 else text[at:]
        piece = (_slot if sign == "{" else _verb)(inner, mark.start()) if end >= 0 else None
        if isinstance(piece, (Slot, Verb)):
            flush()
            pieces.append(piece)
        elif end < 0:
            flaws.append(Flaw(mark.start(), len(text), f"'{sign}' is not closed", True))
            words.append(sign)
            continue
        else:
            what = "a slot, such as {who}, {who's}, {who.him} or {who.at}" if sign == "{" else "a verb, such as [kneel]"
            flaws.append(Flaw(mark.start(), end + 1, f"'{text[mark.start() : end + 1]}' is not {what}"))
            words.append(text[mark.start() : end + 1])
        at = end + 1
    words.append(text[at:])
    flush()
    return Template(tuple(pieces), tuple(flaws), text)


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


def _verb(inner: str, position: int) -> Verb | None:
    found = _VERB.fullmatch(inner)
    if found is None:
        return None
    verb = found.group(1)
    return Verb(verb[0].lower() + verb[1:], verb[0].isupper(), position)
