"""Expressions of Sabre problem files (problem-files 2): ordered choice over stretches of tokens.

An operator is looked for at bracket depth 0 of the whole stretch; the first alternative that reads all of it wins. The order
of the alternatives is the precedence, and it is not the usual one: `&` binds looser than `|`, `*` and `/` split before `+`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from fabula.formats.sabre.lexer import CLOSING, OPENING, Sort, Token
from fabula.formats.sabre.tree import (
    Assignment,
    Believes,
    Calculation,
    Comparison,
    Conditional,
    Conjunction,
    Disjunction,
    Expression,
    FluentOf,
    IsOfType,
    Literal,
    Name,
    Negation,
    Quantified,
    Term,
)
from fabula.problems import Problems
from fabula.source import Span, join
from fabula.task import LARGEST

COMPARISONS = ("==", "!=", ">=", "<=", ">", "<")
CALCULATIONS = ("*", "/", "+", "-")
QUANTIFIERS = ("forall", "exists", "sum", "product")
#: expressions within expressions
DEEPEST = 150
#: beyond `task.LARGEST` anyway
DIGITS = 14

_KEYWORDS = frozenset({"believes", "if", "elseif", "else", *QUANTIFIERS})


class TooDeep(Exception):
    """An expression is nested too deeply; `span` is where."""

    def __init__(self, span: Span) -> None:
        self.span = span
        super().__init__(span)


class Expressions:
    """Reads stretches `start`..`end` (end not included) of a row of tokens. What fails to be read is None; `expected` is
    what was missing at the furthest place that any alternative reached."""

    def __init__(self, tokens: tuple[Token, ...], problems: Problems) -> None:
        self._tokens = tokens
        self._problems = problems
        self._read: dict[tuple[int, int], Expression | None] = {}
        self._depth = 0
        self._partners = _partners(tokens)
        self._within, self._places = _places(tokens)
        self.furthest = 0
        self.expected: dict[str, None] = {}

    def expression(self, start: int, end: int) -> Expression | None:
        """The expression that the stretch is, if it is one. Raises `TooDeep`."""
        if (start, end) not in self._read:
            if start >= end:
                self.miss(start, "an expression")
                return None
            self._depth += 1
            if self._depth > DEEPEST:
                raise TooDeep(self._tokens[start].span)
            readings = (alternative(start, end) for alternative in self._alternatives())
            self._read[start, end] = next((expression for expression in readings if expression is not None), None)
            self._depth -= 1
        return self._read[start, end]

    def miss(self, place: int, what: str) -> None:
        """Note what would have to stand at a place for the reading to go on."""
        if place > self.furthest:
            self.furthest = place
            self.expected = {}
        if place == self.furthest:
            self.expected.setdefault(what)

    def _alternatives(self) -> Iterator[Callable[[int, int], Expression | None]]:
        yield self._in_brackets
        yield self.term
        yield self.fluent
        yield self._believes
        yield self._conjunction
        yield self._disjunction
        yield self._negation
        yield self._conditional
        yield self._quantified(("forall", "exists"))
        yield self._assignment
        yield self._comparison
        yield self._is_of_type
        yield self._quantified(("sum", "product"))
        yield self._calculation

    # --- the alternatives, in order ----------------------------------------------------------------------------------

    def _in_brackets(self, start: int, end: int) -> Expression | None:
        if self.is_symbol(start, "(") and self._partners.get(start) == end - 1:
            return self.expression(start + 1, end - 1)
        return None

    def term(self, start: int, end: int) -> Term | None:
        """`?`, `True`, `False`, a number, a variable or an entity."""
        if start >= end:
            self.miss(start, "a name or a value")
            return None
        token = self._tokens[start]
        if end - start > 1:
            if token.sort is not Sort.SYMBOL and not self.is_symbol(start + 1, "("):
                self.miss(start + 1, "an operator")
            return None
        match token.sort:
            case Sort.UNKNOWN:
                return Literal(None, token.span)
            case Sort.NUMBER:
                return Literal(self._whole(token), token.span)
            case Sort.NAME if token.text in ("True", "False"):
                return Literal(token.text == "True", token.span)
            case Sort.NAME if token.text not in _KEYWORDS:
                return Name(token.text, token.span)
        self.miss(start, "a name or a value")
        return None

    def fluent(self, start: int, end: int) -> FluentOf | None:
        """`name(terms)`, or the same within `believes(term, ...)`."""
        if not (self._is_name(start) and self.is_symbol(start + 1, "(")):
            return None
        if self._partners[start + 1] != end - 1:
            if self._tokens[start].text not in _KEYWORDS:
                self.miss(self._partners[start + 1] + 1, "an operator")
            return None
        token = self._tokens[start]
        span = self.span(start, end)
        if token.text != "believes":
            arguments = self.terms(start + 2, end - 1)
            return None if arguments is None or token.text in _KEYWORDS else FluentOf((), token.text, arguments, span)
        comma = self.find(",", start + 2, end - 1)
        if comma is None:
            return None
        believer = self.term(start + 2, comma)
        inner = self.fluent(comma + 1, end - 1)
        if believer is None or inner is None:
            return None
        return FluentOf((believer, *inner.believers), inner.name, inner.arguments, span)

    def _believes(self, start: int, end: int) -> Expression | None:
        if not (self.is_word(start, "believes") and self.is_symbol(start + 1, "(")):
            return None
        comma = self.find(",", start + 2, end - 1)
        if self._partners.get(start + 1) != end - 1:
            return None
        if comma is None:
            self.miss(end - 1, "',' and what is believed")
            return None
        believer = self.term(start + 2, comma)
        body = self.expression(comma + 1, end - 1)
        return None if believer is None or body is None else Believes(believer, body, self.span(start, end))

    def _conjunction(self, start: int, end: int) -> Expression | None:
        parts = self._parts("&", start, end)
        return Conjunction(parts, self.span(start, end)) if parts else None

    def _disjunction(self, start: int, end: int) -> Expression | None:
        parts = self._parts("|", start, end)
        return Disjunction(parts, self.span(start, end)) if parts else None

    def _parts(self, symbol: str, start: int, end: int) -> tuple[Expression, ...] | None:
        stretches = list(self.split(symbol, start, end))
        if len(stretches) < 2:
            return None
        parts = []
        for first, last in stretches:
            part = self.expression(first, last)
            if part is None:
                return None
            parts.append(part)
        return tuple(parts)

    def _negation(self, start: int, end: int) -> Expression | None:
        if not self.is_symbol(start, "!"):
            return None
        body = self.expression(start + 1, end)
        return None if body is None else Negation(body, self.span(start, end))

    def _conditional(self, start: int, end: int) -> Expression | None:
        """Cut before the next `elseif`, and only if there is none before the next `else`; only the last piece may begin
        with `else`."""
        if not self.is_word(start, "if"):
            return None
        branches: list[tuple[Expression, Expression]] = []
        otherwise: Expression | None = None
        place = start
        while place < end:
            cut = self.find_word("elseif", place + 1, end)
            if cut is None:
                cut = self.find_word("else", place + 1, end)
            last = end if cut is None else cut
            if self.is_word(place, "else"):
                otherwise = self.expression(place + 1, last) if cut is None else None
                if otherwise is None:
                    return None
            else:
                branch = self._branch(place, last)
                if branch is None:
                    return None
                branches.append(branch)
            place = last
        return Conditional(tuple(branches), otherwise, self.span(start, end))

    def _branch(self, start: int, end: int) -> tuple[Expression, Expression] | None:
        closing = self._partners.get(start + 1) if self.is_symbol(start + 1, "(") else None
        if closing is None or closing >= end:
            self.miss(start + 1, "'(' and a condition")
            return None
        condition = self.expression(start + 2, closing)
        body = self.expression(closing + 1, end)
        return None if condition is None or body is None else (condition, body)

    def _quantified(self, words: tuple[str, ...]) -> Callable[[int, int], Expression | None]:
        def read(start: int, end: int) -> Expression | None:
            if start >= end or self._tokens[start].text not in words or not self.is_symbol(start + 1, "("):
                return None
            closing = self._partners[start + 1]
            if closing != start + 5 or closing >= end or not self.is_symbol(start + 3, ":"):
                self.miss(start + 2, "a variable and its type: 'name : type'")
                return None
            variable, kind = self.name(start + 2), self.name(start + 4)
            body = self.expression(closing + 1, end)
            if variable is None or kind is None or body is None:
                return None
            return Quantified(self._tokens[start].text, variable, kind, body, self.span(start, end))

        return read

    def _assignment(self, start: int, end: int) -> Expression | None:
        place = self.find("=", start, end)
        if place is None:
            return None
        fluent = self.fluent(start, place)
        value = self.expression(place + 1, end)
        if fluent is None:
            self.miss(start, "a fluent on the left of '='")
        return None if fluent is None or value is None else Assignment(fluent, value, self.span(start, end))

    def _comparison(self, start: int, end: int) -> Expression | None:
        for operator in COMPARISONS:
            sides = self._sides(operator, start, end)
            if sides is not None:
                return Comparison(operator, *sides, self.span(start, end))
        return None

    def _is_of_type(self, start: int, end: int) -> Expression | None:
        if end - start < 3 or not self.is_symbol(end - 2, ":"):
            return None
        body = self.expression(start, end - 2)
        kind = self.name(end - 1)
        return None if body is None or kind is None else IsOfType(body, kind, self.span(start, end))

    def _calculation(self, start: int, end: int) -> Expression | None:
        for operator in CALCULATIONS:
            sides = self._sides(operator, start, end)
            if sides is not None:
                return Calculation(operator, *sides, self.span(start, end))
        return None

    def _sides(self, operator: str, start: int, end: int) -> tuple[Expression, Expression] | None:
        place = self.find(operator, start, end)
        if place is None:
            return None
        left = self.expression(start, place)
        right = None if left is None else self.expression(place + 1, end)
        return None if left is None or right is None else (left, right)

    # --- tokens ------------------------------------------------------------------------------------------------------

    def span(self, start: int, end: int) -> Span:
        return join(self._tokens[start].span, self._tokens[end - 1].span)

    def is_symbol(self, place: int, symbol: str) -> bool:
        return place < len(self._tokens) and self._tokens[place].sort is Sort.SYMBOL and self._tokens[place].text == symbol

    def is_word(self, place: int, word: str) -> bool:
        return self._is_name(place) and self._tokens[place].text == word

    def _is_name(self, place: int) -> bool:
        return place < len(self._tokens) and self._tokens[place].sort is Sort.NAME

    def name(self, place: int) -> Name | None:
        if not self._is_name(place):
            self.miss(place, "a name")
            return None
        return Name(self._tokens[place].text, self._tokens[place].span)

    def closing(self, place: int) -> int:
        """Where the bracket at a place is closed."""
        return self._partners[place]

    def terms(self, start: int, end: int) -> tuple[Term, ...] | None:
        """Terms between commas, possibly none."""
        if start == end:
            return ()
        terms = [self.term(first, last) for first, last in self.split(",", start, end)]
        return None if None in terms else tuple(term for term in terms if term is not None)

    def split(self, symbol: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches between the symbols at depth 0; the whole if there is none."""
        first = start
        while (place := self.find(symbol, first, end)) is not None:
            yield first, place
            first = place + 1
        yield first, end

    def find(self, symbol: str, start: int, end: int) -> int | None:
        """The first place of the symbol at depth 0."""
        return self._first(Sort.SYMBOL, symbol, start, end)

    def find_word(self, word: str, start: int, end: int) -> int | None:
        return self._first(Sort.NAME, word, start, end)

    def _first(self, sort: Sort, text: str, start: int, end: int) -> int | None:
        if start >= end:
            return None
        places = self._places.get((self._within[start], sort, text), ())
        index = bisect_left(places, start)
        return places[index] if index < len(places) and places[index] < end else None

    def _whole(self, token: Token) -> int:
        number, _, fraction = token.text.partition(".")
        if len(number) > DIGITS:
            self._too_large(token)
            return 0
        if fraction.strip("0"):
            self._problems.add(
                "not-whole",
                f"{token.text} has a fraction",
                token.span,
                expected="a whole number",
                seen=token.text,
                hint="multiply all numbers of the problem by a power of ten",
            )
        value = 0 if number in ("", "-") else int(number)
        if abs(value) > LARGEST:
            self._too_large(token)
        return value

    def _too_large(self, token: Token) -> None:
        seen = token.text if len(token.text) <= DIGITS else f"{token.text[:DIGITS]}..."
        self._problems.add("number-too-large", "this number is too large", token.span, expected=f"at most {LARGEST}", seen=seen)


def _places(tokens: tuple[Token, ...]) -> tuple[list[int], dict[tuple[int, Sort, str], list[int]]]:
    """For each token the opening bracket around it (-1: none); and where each separator stands within each bracket."""
    within: list[int] = []
    places: dict[tuple[int, Sort, str], list[int]] = {}
    around = [-1]
    for place, token in enumerate(tokens):
        if token.sort is Sort.SYMBOL and token.text in CLOSING:
            around.pop()
        within.append(around[-1])
        if token.sort is Sort.SYMBOL or token.text in ("else", "elseif"):
            places.setdefault((around[-1], token.sort, token.text), []).append(place)
        if token.sort is Sort.SYMBOL and token.text in OPENING:
            around.append(place)
    return within, places


def _partners(tokens: tuple[Token, ...]) -> dict[int, int]:
    """For the place of each opening bracket that of the closing one. Brackets have been checked to match."""
    partners = {}
    waiting: list[int] = []
    for place, token in enumerate(tokens):
        if token.sort is Sort.SYMBOL and token.text in OPENING:
            waiting.append(place)
        elif token.sort is Sort.SYMBOL and token.text in CLOSING:
            partners[waiting.pop()] = place
    return partners
