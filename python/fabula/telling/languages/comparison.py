"""The words by which it is seen whether another wording of a paragraph tells the same, as a language has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """All words are in lower case. `article`: what a name can begin with; `possessive`: what is added to a name that owns;
    `contracted`: the denial that is written as the end of a verb."""

    article: re.Pattern[str]
    possessive: str
    contracted: str
    #: with one more or one less of these, another story is told
    turning: frozenset[str]
    #: the word for who does it, where somebody else is the subject
    doer: str
    #: each pronoun, and the person of whom it is a form
    persons: Mapping[str, str]
    #: verbs that show their tense, by tense
    tenses: tuple[frozenset[str], frozenset[str]]
    #: what ends a life or a bond is never added, whatever the story's own acts are
    final: tuple[str, ...]
    final_words: frozenset[str]
    #: verbs that say nothing by themselves
    auxiliaries: frozenset[str]
    #: the verbs that a phrase is known to begin with
    verbs: frozenset[str]
    #: a sentence may begin with these although the paragraph has none of them: they can't be anybody's name
    openers: frozenset[str]
