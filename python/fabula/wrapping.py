"""Text in lines that fit: broken between words, and nowhere else."""

from __future__ import annotations

import textwrap

from fabula.cleaning import clean

#: columns of prose: as many as are read comfortably
MEASURE = 76
#: nothing is made narrower than that
NARROWEST = 20


def wrapped(text: str, width: int = MEASURE) -> str:
    """A text whose lines are broken where they are too long; what a line begins with in spaces, its further lines do too. A
    word that is longer than a line stays whole."""
    return "\n".join(_filled(line, width) for line in clean(text).split("\n"))


def lines_of(text: str, width: int) -> list[str]:
    """The words of one line in as many lines as they need; at least one."""
    return textwrap.wrap(text, max(width, NARROWEST), break_long_words=False, break_on_hyphens=False) or [""]


def _filled(line: str, width: int) -> str:
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return textwrap.fill(line, max(width, NARROWEST), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
