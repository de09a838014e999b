"""Texts that come from strangers, made fit for terminals and files: nothing in them moves a cursor, rings, writes into the
clipboard or turns the direction of writing round.

A story, a translation, a save, a problem file and the answer of a language model are all texts of strangers. What is printed or
written goes through here, as the last thing before it leaves: nobody has to remember where a text came from.
"""

from __future__ import annotations

import re

#: what stands in the place of a character that is left out
MARK = "\ufffd"
#: control characters (C0, C1) but for tab and newline; line ends that only some know; what embeds, overrides and isolates a
#: direction of writing; half characters, and two that are none. Marks that scripts and emoji need (joiners, the marks for
#: left-to-right and right-to-left) stay: they act on their neighbours only.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]",
)


def clean(text: str) -> str:
    """The text with a visible mark in the place of each character that a terminal or a page would obey."""
    return _HARMFUL.sub(MARK, text)


def clean_json(text: str) -> str:
    """JSON that says the same, in which such characters stand as escapes: who reads it back gets every one of them."""
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def is_clean(text: str) -> bool:
    """Whether there is no such character in the text."""
    return _HARMFUL.search(text) is None
