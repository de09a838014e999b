"""Texts as they are printed: quotation marks that open and close, and nothing that markup could trip over."""

from __future__ import annotations

import re
from functools import lru_cache

from fabula.markup import Markup
from fabula.model import USUAL_LANGUAGE
from fabula.telling.languages import is_spoken, realiser_for
from fabula.telling.languages.marks import Marks

#: languages that are written from right to left, and scripts that a tag may name: `az-Arab`, `ks-Deva`
_LEFTWARD = re.compile(r"ar|arc|ckb|dv|fa|glk|he|iw|ji|khw|ks|lrc|mzn|nqo|pnb|prs|ps|sd|skr|syr|ug|ur|yi")
_LEFTWARD_SCRIPTS = re.compile(r"adlm|arab|aran|hebr|mand|nkoo|rohg|samr|syrc|thaa")
APOSTROPHE = "\u2019"
#: what comes before a mark that opens: nothing, a space, a bracket, another mark that opens; or a dash, if a word follows
_OPENS = r"(?:(?:(?<=^)|(?<=[\s(\[{\u201c\u2018\u201e\u201a]))(?=.\S)|(?<=[\u2014\u2013])(?=.['\w]))"


@lru_cache(maxsize=16)
def _clipped(marks: Marks) -> re.Pattern[str]:
    """An apostrophe that words begin with, and years."""
    return re.compile(rf"'(?=(?:{'|'.join(map(re.escape, marks.clipped))})\b|\d\ds?\b)", re.IGNORECASE)


def is_leftward(language: str) -> bool:
    """Whether a language, by its tag, is written from right to left."""
    first, *others = language.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), None)
    return bool(_LEFTWARD.fullmatch(first) if script is None else _LEFTWARD_SCRIPTS.fullmatch(script))


def own_language(language: str) -> Markup:
    """The attributes of an element in a story's language, on a page that speaks English; none where both are English."""
    turned = Markup(' dir="rtl"') if is_leftward(language) else Markup()
    return Markup() if language == USUAL_LANGUAGE else Markup(' lang="{}"{}').format(language, turned)


def printed(text: str, language: str) -> str:
    """A paragraph with the quotation marks of its language where the author typed straight ones; as it is where we don't know
    the language's own."""
    if not is_spoken(language):
        return text
    marks = realiser_for(language).marks
    double, single = marks.double, marks.single
    text = re.sub(_OPENS + '"', double[0], text).replace('"', double[1])
    text = _clipped(marks).sub(APOSTROPHE, text)
    # What opens and is never closed in its paragraph is an apostrophe as well.
    text = re.sub(_OPENS + r"'(?=[^']*'(?!\w))", single[0], text)
    closing = re.compile(rf"({single[0]}[^'{single[0]}]*(?:'\w[^'{single[0]}]*)*)'(?!\w)")
    return closing.sub(rf"\1{single[1]}", text).replace("'", APOSTROPHE)


def escaped(text: str, language: str) -> Markup:
    """A printed paragraph as content of HTML or XHTML, or of an attribute in double quotes."""
    return Markup.escape(printed(text, language))
