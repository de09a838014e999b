"""How words are written in every language that we know of."""

from __future__ import annotations

import re


def capitalize(sentence: str) -> str:
    """The sentence with its first letter a capital, behind quotes, brackets and dashes."""
    found = re.match(r"[^\w]*", sentence)
    start = found.end() if found else 0
    return sentence[:start] + sentence[start : start + 1].upper() + sentence[start + 1 :]
