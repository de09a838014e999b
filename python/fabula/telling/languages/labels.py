"""The words that a finished page adds to those of the author, as each language has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """`by`, `never`, `unknown` and `stopped` have slots in braces; what is counted is given for one and for several."""

    by: str
    note: str
    disclaimer: str
    content: str
    before: str
    contents: str
    cover: str
    story: str
    skip: str
    reasons: str
    #: what a reader can always choose to do
    wait: str
    missing: str
    after: str
    words: tuple[str, str]
    minutes: tuple[str, str]
    lives: tuple[str, str]
    states: tuple[str, str]
    #: there is no life with this ending; it is not known whether there is one; nobody waited for an answer
    never: str
    #: the same where that is proven otherwise
    proven: str
    unknown: str
    stopped: str
    #: says to whom a file can't be shown, by an organisation of accessibility metadata, what it is like to read
    access: str


def counted(count: int, word: tuple[str, str]) -> str:
    return f"{count} {word[count != 1]}"
