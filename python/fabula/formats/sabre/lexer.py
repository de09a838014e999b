"""Text of a Sabre problem file to tokens (problem-files 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from fabula.problems import Problems
from fabula.source import Source, Span

#: longest first
SYMBOLS = (
    "==",
    "!=",
    ">=",
    "<=",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "*",
    "/",
    "+",
    "-",
    "&",
    "|",
    "!",
    ">",
    "<",
    "=",
)
OPENING = {"(": ")", "{": "}", "[": "]"}
CLOSING = frozenset(OPENING.values())
#: brackets within brackets; more is no problem that anybody has written
DEEPEST = 100
#: after so many problems of a file the rest of it is left alone
MOST_PROBLEMS = 100

_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_WORD = re.compile(r"[^\s(){}\[\],;:*/+\-&|!=<>]+")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?|-?\.[0-9]+")


class Sort(str, Enum):
    SYMBOL = "symbol"
    NAME = "name"
    NUMBER = "number"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Token:
    sort: Sort
    text: str
    span: Span


def tokens(source: Source, problems: Problems) -> tuple[Token, ...]:
    """The tokens of a text. A `-` before a digit belongs to the number. Reports what is no token, and brackets without
    partner; then the tokens are of no use."""
    text = source.text
    read: list[Token] = []
    place = 0
    while place < len(text) and len(problems) < MOST_PROBLEMS:
        if space := _SPACE.match(text, place):
            place = space.end()
            continue
        if text.startswith("/*", place):
            problems.add("unclosed-bracket", "this comment has no end", Span(source, place, place + 2), expected="*/")
            break
        token = _token(source, place)
        if token is None:
            word = _WORD.match(text, place)
            end = word.end() if word else place + 1
            problems.add(
                "stray-character",
                f"'{text[place:end]}' is no name and no number",
                Span(source, place, end),
                expected="a name that begins with a letter",
                seen=text[place:end],
            )
            place = end
        else:
            read.append(token)
            place = token.span.end
    _check_brackets(read, problems)
    return tuple(read)


def _token(source: Source, place: int) -> Token | None:
    text = source.text
    if text[place] == "-" and text[place + 1 : place + 2].isdigit():
        word = _WORD.match(text, place + 1)
        assert word is not None
        end = word.end()
        return Token(Sort.NUMBER, text[place:end], Span(source, place, end)) if _NUMBER.fullmatch(text, place, end) else None
    for symbol in SYMBOLS:
        if text.startswith(symbol, place):
            return Token(Sort.SYMBOL, symbol, Span(source, place, place + len(symbol)))
    word = _WORD.match(text, place)
    if word is None:
        return None
    span = Span(source, place, word.end())
    if word.group() == "?":
        return Token(Sort.UNKNOWN, "?", span)
    if word.group()[0].isalpha():
        return Token(Sort.NAME, word.group(), span)
    return Token(Sort.NUMBER, word.group(), span) if _NUMBER.fullmatch(word.group()) else None


def _check_brackets(found: list[Token], problems: Problems) -> None:
    waiting: list[Token] = []
    for token in found:
        if token.sort is Sort.SYMBOL and token.text in OPENING:
            waiting.append(token)
            if len(waiting) > DEEPEST:
                problems.add("too-deep", "brackets are nested too deeply", token.span, expected=f"at most {DEEPEST} levels")
                return
        elif token.sort is Sort.SYMBOL and token.text in CLOSING and (not waiting or OPENING[waiting.pop().text] != token.text):
            problems.add("unclosed-bracket", f"this '{token.text}' closes nothing", token.span, seen=token.text)
            return
    if waiting:
        missing = OPENING[waiting[-1].text]
        problems.add("unclosed-bracket", f"this '{waiting[-1].text}' is never closed", waiting[-1].span, expected=missing)
