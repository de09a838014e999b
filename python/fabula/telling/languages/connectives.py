"""The words with which the engine joins what authors and it itself have said, as each language has them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Connectives:
    """`then`: before a sentence that would be the third in a row to begin alike, at least three; `again`: before what was told
    before in the same words, of the same people; `later`: before what comes first after hours of which nothing is told. None
    of them changes the order of the words behind it. `once_more`: who says again what was quoted before; `onward` and `back`:
    how one goes on from one place to the next; `there`: at a place that was named just before. `unended`: how those end who do
    not learn how it ends (`{who}` is the teller); `missing`: the same of those who miss somebody, `{other}`.
    `to` and `at` stand before a place; who `go` to where the teller is, `come`."""

    then: tuple[str, ...]
    again: tuple[str, ...]
    once_more: str
    later: str
    joint: str
    because: str
    though: str
    onward: str
    back: str
    there: str
    to: str
    at: str
    go: str
    come: str
    #: what a gain begins with that can follow an act without "because"; "" where none can
    purpose: str
    #: verbs of those who do nothing
    states: frozenset[str]
    #: verbs that say that what stands in quotes was said
    speech: frozenset[str]
    unended: tuple[str, ...]
    missing: str
