"""Texts as they are printed: quotation marks that open and close, and nothing that markup could trip over."""

from __future__ import annotations

import html
import re

from fabula.cleaning import clean

#: by language: double quotation marks, single ones
_MARKS = {"en": ("\u201c\u201d", "\u2018\u2019"), "de": ("\u201e\u201c", "\u201a\u2018")}
APOSTROPHE = "\u2019"
#: what a mark stands behind when it opens: nothing, a space, a bracket, another mark that opens; or a dash, if a word follows
_OPENS = r"(?:(?:(?<=^)|(?<=[\s(\[{\u201c\u2018\u201e\u201a]))(?=.\S)|(?<=[\u2014\u2013])(?=.['\w]))"
#: English words that begin with an apostrophe, and years
_CLIPPED = re.compile(r"'(?=(?:tis|twas|twere|em|til|cause|bout|round|n)\b|\d\ds?\b)", re.IGNORECASE)


def printed(text: str, language: str) -> str:
    """A paragraph with the quotation marks of its language where the author typed straight ones; as it is where we don't know
    the language's own."""
    marks = _MARKS.get(language.lower().split("-")[0])
    if marks is None:
        return text
    double, single = marks
    text = re.sub(_OPENS + '"', double[0], text).replace('"', double[1])
    text = _CLIPPED.sub(APOSTROPHE, text)
    # What opens and is never closed in its paragraph is an apostrophe as well.
    text = re.sub(_OPENS + r"'(?=[^']*'(?!\w))", single[0], text)
    closing = re.compile(rf"({single[0]}[^'{single[0]}]*(?:'\w[^'{single[0]}]*)*)'(?!\w)")
    return closing.sub(rf"\1{single[1]}", text).replace("'", APOSTROPHE)


def escaped(text: str, language: str) -> str:
    """A printed paragraph as content of HTML or XHTML, or of an attribute in double quotes."""
    return plainly_escaped(printed(text, language))


def plainly_escaped(text: str) -> str:
    """A text as content of HTML or XHTML, or of an attribute in double quotes, letter by letter: what XML has no way to say is
    among what is cleaned out of it."""
    return html.escape(clean(text), quote=True)
