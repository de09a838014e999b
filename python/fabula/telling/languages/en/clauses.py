"""How an English sentence is read: who does what in it. `roles` of a template, read off the words around its slots and verbs.

This is no parser of English. It knows prepositions, conjunctions and determiners, and looks from a verb to the left. An author
who is not understood can say `{who.he}` or `{who.him}`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from fabula.syntax.templates import Form, Noun, Piece, Slot, Text, Verb
from fabula.telling.languages.en.nouns import is_plural
from fabula.telling.languages.grammar import Case, Roles


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    piece: int


_PREPOSITIONS = _words(
    """in of at by with from to on onto behind beside near under over through into toward towards against about upon among
    between without within beyond across along around inside outside beneath below above past off for like after before
    until since"""
)
#: these open a clause as well as a phrase: "after {a} [leave]"
_CLAUSE_OPENERS = frozenset({"after", "before", "until", "since", "like", "for"})
_CONJUNCTIONS = _words(
    """and or but nor yet then that while when where because if though although as so than whether unless once what who
    which whom"""
)
_RELATIVES = frozenset({"who", "which", "that"})
_DETERMINERS = _words(
    """the a an his her its their my our your no every each some any this that these those all both one another others many few
    somebody someone nobody everybody everyone something nothing everything it he she they we you i what there"""
)
_ADVERBS = _words(
    """not never now then again only just still soon once always ever almost also even first at last no longer
    too slowly there here"""
)
#: these stand right before their verb
_SUBJECTS = _words("it he she they we i nobody everybody everyone somebody someone nothing everything something")
_WORD = re.compile(r"[\w'\u2019-]+|[.!?\u2026]+|[,;:\u2014\u2013()]")
_PLURAL_WORDS = frozenset({"they", "we", "you", "these", "those", "i", "all", "both", "many", "few", "others"})


def _tokens(pieces: tuple[Piece, ...]) -> list[_Token]:
    tokens: list[_Token] = []
    for index, piece in enumerate(pieces):
        match piece:
            case Text(text):
                for word in _WORD.findall(text):
                    kind = "end" if word[0] in ".!?\u2026" else "comma" if word[0] in ",;:\u2014\u2013()" else "word"
                    tokens.append(_Token(kind, word.lower(), index))
            case Slot():
                tokens.append(_Token("slot", "", index))
            case Verb():
                tokens.append(_Token("verb", "", index))
            case Noun(text):
                tokens.append(_Token("noun", text, index))
    return tokens


@lru_cache(maxsize=4096)
def roles(pieces: tuple[Piece, ...]) -> Roles:
    """What verbs agree with, and in which case slots stand (`Realiser.roles`)."""
    return _Reader(pieces).read()


class _Reader:
    """Reads the tokens from left to right, sentence by sentence."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self.pieces = pieces
        self.tokens = _tokens(pieces)
        self.found = Roles({}, {}, {})
        self.sentence = 0
        self.region = 0
        self.subject: tuple[int, ...] | bool | None = None
        #: verbs of "who", whose slot may stand in any case: "they see {a}, who [love] {b}"
        self.relative: set[int] = set()

    def read(self) -> Roles:
        for at, token in enumerate(self.tokens):
            if token.kind == "verb":
                self.subject = self._subject_of(at)
                self.found.subjects[token.piece] = self.subject
                self.region = at + 1
            elif token.kind == "end":
                self.sentence = self.region = at + 1
                self.subject = None
            elif token.kind == "slot" and isinstance(self.subject, tuple) and not self._crossed(at):
                self.found.doers[token.piece] = self.subject
        subjects = {
            piece
            for verb, group in self.found.subjects.items()
            if isinstance(group, tuple) and verb not in self.relative
            for piece in group
        }
        for at, token in enumerate(self.tokens):
            if token.kind == "slot":
                stands = token.piece in subjects or self._opens_clause(at)
                self.found.cases[token.piece] = Case.SUBJECT if stands else Case.OBJECT
        return self.found

    def _crossed(self, at: int) -> bool:
        """Whether another clause has begun between the last verb and a slot."""
        between = self.tokens[self.region : at]
        if any(token.kind == "word" and token.text in _CONJUNCTIONS - {"and", "or"} for token in between):
            return True
        # "{a} [want] {b} to see {a}": what {b} is to do is a clause of {b}'s own
        words = [token.text if token.kind == "word" else token.kind for token in between]
        for index, kind in enumerate(words):
            further = [word for word in words[index + 1 :] if word != "not"]
            if kind in ("slot", "noun") and further[:1] == ["to"] and further[1:2] not in ([], ["slot"], ["noun"]):
                return further[1] not in _DETERMINERS
        return False

    def _opens_clause(self, at: int) -> bool:
        """Whether a slot without a verb in brackets stands where a subject would: "{who} was there"."""
        follows = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if follows is None or follows.kind != "word" or follows.text in _CONJUNCTIONS | _PREPOSITIONS:
            return False
        if at == 0 or self.tokens[at - 1].kind == "end":
            return True
        before = self.tokens[at - 1]
        joined = at >= 2 and self.tokens[at - 2].kind in ("slot", "noun")
        return before.kind == "word" and before.text in _CONJUNCTIONS and not joined

    def _subject_of(self, at: int) -> tuple[int, ...] | bool:
        """What the verb at a token agrees with: the nearest slot before it that can be a subject, else words, else the
        subject of the verb before it in the sentence."""
        begin = at
        for index in range(at - 1, self.region - 1, -1):
            token = self.tokens[index]
            if token.kind == "comma" or (token.kind == "word" and token.text in _CONJUNCTIONS):
                break
            begin = index
            if token.kind == "noun" and not self._in_phrase(index):
                return self._group(index)
            if token.kind == "slot":
                slot = self.pieces[token.piece]
                assert isinstance(slot, Slot)
                words = self._words(index + 1, at)
                if slot.possessive and not self._in_phrase(index):
                    return _is_plural(words)
                if self._can_be_subject(slot, index, at):
                    return self._group(index)
        return self._by_words(begin, at)

    def _by_words(self, begin: int, at: int) -> tuple[int, ...] | bool:
        before = self.tokens[begin - 1] if begin > self.sentence else None
        if begin == at and before is not None and before.text in _RELATIVES and begin - 2 >= self.sentence:
            behind_comma = self.tokens[begin - 2].kind == "comma" and begin - 3 >= self.sentence
            named = self.tokens[begin - 3 if behind_comma else begin - 2]
            if named.kind in ("slot", "noun"):
                self.relative.add(self.tokens[at].piece)
                return (named.piece,)
            if named.kind == "word":
                return _is_plural([named.text])
        if begin == at and before is not None and (before.text == "what" or before.kind == "verb"):
            # "what she says is not an answer": the whole clause is the subject
            return False
        if begin < at and self.tokens[at - 1].text == "there":
            return self._announced(at)
        words = self._words(begin, at)
        if words and words[-1] in _SUBJECTS:
            # "and so far it [have] cost nothing"
            return _is_plural([words[-1]])
        while len(words) > 1 and words[0] in (_CONJUNCTIONS | _ADVERBS) - _DETERMINERS:
            words = words[1:]
        if (
            words
            and words[0] not in _ADVERBS | _PREPOSITIONS
            and (words[0] in _DETERMINERS or (begin == self.sentence and not words[0].endswith("ly")))
        ):
            return _is_plural(words)
        if self.subject is not None:
            return self.subject
        for index in range(self.sentence, at):
            token = self.tokens[index]
            piece = self.pieces[token.piece]
            if token.kind == "slot" and isinstance(piece, Slot) and self._can_be_subject(piece, index, index + 1):
                return self._group(index)
        return False

    def _announced(self, at: int) -> tuple[int, ...] | bool:
        """What stands behind the verb of "there [be]"."""
        words: list[str] = []
        for token in self.tokens[at + 1 :]:
            if token.kind == "slot" and not words:
                return (token.piece,)
            if token.kind != "word" or token.text in _CONJUNCTIONS | _PREPOSITIONS:
                break
            words.append(token.text)
        while words and words[-1] in _ADVERBS | {"left"}:
            words.pop()
        return _is_plural(words) if words else False

    def _in_phrase(self, index: int) -> bool:
        """Whether what stands at a token belongs to a preposition."""
        before = self.tokens[index - 1] if index > self.region else None
        return before is not None and before.kind == "word" and before.text in _PREPOSITIONS

    def _can_be_subject(self, slot: Slot, index: int, at: int) -> bool:
        if slot.possessive or slot.form in (Form.OBJECT, Form.OWN, Form.REFLEXIVE):
            return False
        adjacent = not [word for word in self._words(index + 1, at) if word not in _ADVERBS]
        before = self.tokens[index - 1] if index > 0 else None
        if before is not None and before.kind == "word" and before.text in _PREPOSITIONS:
            return before.text in _CLAUSE_OPENERS and adjacent and index + 1 <= at
        object_of_verb = before is not None and before.kind == "verb"
        return adjacent or not object_of_verb

    def _group(self, index: int) -> tuple[int, ...]:
        """The slot at a token and those that "and" and commas join to it."""
        group = [self.tokens[index].piece]
        while index - 2 >= self.region:
            joint, other = self.tokens[index - 1], self.tokens[index - 2]
            if other.kind == "comma" and joint.text == "and" and index - 3 >= self.region:
                joint, other, index = other, self.tokens[index - 3], index - 1
            if other.kind not in ("slot", "noun") or not (joint.text == "and" or joint.kind == "comma"):
                break
            piece = self.pieces[other.piece]
            before = self.tokens[index - 3] if index >= 3 else None
            if (isinstance(piece, Slot) and not self._can_be_subject(piece, index - 2, index - 1)) or (
                before is not None and before.kind == "verb"
            ):
                break
            if joint.kind == "comma" and len(group) < 2:
                break
            group.insert(0, other.piece)
            index -= 2
        return tuple(group)

    def _words(self, begin: int, end: int) -> list[str]:
        return [token.text for token in self.tokens[begin:end] if token.kind == "word"]


def _is_plural(words: list[str]) -> bool:
    """Whether a verb after these words is plural: their head stands before the first preposition in them."""
    head = words
    for index, word in enumerate(words):
        if word in _PREPOSITIONS and index > 0:
            head = words[:index]
            break
    head = [word for word in head if word not in _ADVERBS] or head
    if not head:
        return False
    return head[-1] in _PLURAL_WORDS or is_plural(f"the {head[-1]}")
