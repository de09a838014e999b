"""Statements of Sabre problem files (problem-files 2). Each is read on its own, so that all problems are reported."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.formats.sabre.expressions import Expressions, TooDeep
from fabula.formats.sabre.lexer import MOST_PROBLEMS, Token
from fabula.formats.sabre.tree import (
    EntityDefinition,
    EventDefinition,
    Expression,
    InitialFact,
    Literal,
    Name,
    Observing,
    Parameter,
    PropertyDefinition,
    Statement,
    Term,
    TypeDefinition,
    UtilityDefinition,
)
from fabula.problems import Problems

EVENTS = {"action": ("precondition", "effect", "consenting", "observing"), "trigger": ("precondition", "effect")}


def statements(tokens: tuple[Token, ...], problems: Problems) -> Iterator[Statement]:
    """The statements of a file. Reports those that can't be read and goes on with the next."""
    reader = _Statements(tokens, problems)
    for start, end in reader.pieces(";", 0, len(tokens)):
        try:
            statement = reader.statement(start, end)
        except TooDeep as deep:
            problems.add("too-deep", "this is nested too deeply", deep.span)
            return
        if statement is None:
            reader.report(start, end)
            if len(problems) >= MOST_PROBLEMS:
                return
        else:
            yield statement


class _Statements(Expressions):
    """Reads statements; None where a stretch of tokens is not what was expected."""

    def __init__(self, tokens: tuple[Token, ...], problems: Problems) -> None:
        super().__init__(tokens, problems)
        self._all = tokens

    def pieces(self, symbol: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The stretches between separators, the last of which may be left out."""
        return ((first, last) for first, last in self.split(symbol, start, end) if first < last or last < end)

    def report(self, start: int, end: int) -> None:
        place = max(self.furthest, start)
        if place < end:
            seen = self._all[place]
            where, text = seen.span, seen.text
        else:
            where, text = self._all[min(end, len(self._all)) - 1].span, "the end of the statement"
        self._problems.add(
            "syntax",
            f"this can't be read from '{text}' on" if place < end else "this statement ends too early",
            where,
            expected=" or ".join(self.expected),
            seen=text,
        )
        self.furthest = end

    def statement(self, start: int, end: int) -> Statement | None:
        self.furthest = start
        self.expected = {}
        if start == end:
            self.miss(start, "a statement")
            return None
        match self._all[start].text:
            case "type":
                return self._type(start + 1, end)
            case "entity":
                return self._entity(start + 1, end)
            case "property":
                return self._property(start + 1, end)
            case "action" | "trigger" as kind:
                return self._event(kind, start + 1, end)
            case "utility":
                return self._utility(start + 1, end)
        fact = self.expression(start, end)
        return None if fact is None else InitialFact(fact)

    def _type(self, start: int, end: int) -> Statement | None:
        name = self.name(start)
        if name is not None and start + 1 == end:
            return TypeDefinition(name, ())
        names = self._names_after_colon(start + 1, end)
        return None if name is None or names is None else TypeDefinition(name, names)

    def _entity(self, start: int, end: int) -> Statement | None:
        name = self.name(start)
        names = self._names_after_colon(start + 1, end)
        return None if name is None or names is None else EntityDefinition(name, names)

    def _names_after_colon(self, start: int, end: int) -> tuple[Name, ...] | None:
        if not self._expect(":", start, end):
            return None
        names = []
        for first, last in self.split(",", start + 1, end):
            name = self.name(first) if first < last else None
            if name is None or last != first + 1:
                self.miss(first if name is None else first + 1, "a name" if name is None else "','")
                return None
            names.append(name)
        return tuple(names)

    def _property(self, start: int, end: int) -> Statement | None:
        name = self.name(start)
        parameters = self._signature(start + 1, end)
        if name is None or parameters is None:
            return None
        types = self._names_after_colon(self.closing(start + 1) + 1, end)
        if types is None or len(types) != 1:
            return None
        return PropertyDefinition(name, parameters, types[0])

    def _signature(self, start: int, end: int) -> tuple[Parameter, ...] | None:
        if not self._expect("(", start, end):
            return None
        closing = self.closing(start)
        if start + 1 == closing:
            return ()
        parameters = []
        for first, last in self.split(",", start + 1, closing):
            parameter = self._parameter(first, last)
            if parameter is None:
                return None
            parameters.append(parameter)
        return tuple(parameters)

    def _parameter(self, start: int, end: int) -> Parameter | None:
        if self.is_symbol(start + 1, ":"):
            variable, kind = self.name(start), self.name(start + 2)
            if variable is None or kind is None or end != start + 3:
                self.miss(start + 3, "',' or ')'")
                return None
            return Parameter(variable, kind, None)
        constant = self.term(start, end)
        if constant is None or (isinstance(constant, Literal) and constant.value is None):
            self.miss(start, "'name : type' or an entity")
            return None
        return Parameter(None, None, constant)

    def _event(self, kind: str, start: int, end: int) -> Statement | None:
        name = self.name(start)
        parameters = self._signature(start + 1, end)
        if name is None or parameters is None:
            return None
        opening = self.closing(start + 1) + 1
        if not self._expect("{", opening, end):
            return None
        if self.closing(opening) != end - 1:
            self.miss(self.closing(opening) + 1, "';'")
            return None
        expressions: dict[str, Expression] = {}
        consenting: tuple[Term, ...] = ()
        observing: Observing | None = None
        for first, last in self.pieces(";", opening + 1, end - 1):
            word = self._all[first].text if first < last else ""
            if word not in EVENTS[kind]:
                self.miss(first, " or ".join(f"'{known}'" for known in EVENTS[kind]))
                return None
            if word == "observing":
                observing = self._observing(first + 1, last)
                if observing is None:
                    return None
                continue
            if not self._expect(":", first + 1, last):
                return None
            if word == "consenting":
                terms = self._characters(first + 2, last)
                if terms is None:
                    return None
                consenting = terms
            else:
                expression = self.expression(first + 2, last)
                if expression is None:
                    return None
                expressions[word] = expression
        return EventDefinition(
            kind, name, parameters, expressions.get("precondition"), expressions.get("effect"), consenting, observing
        )

    def _observing(self, start: int, end: int) -> Observing | None:
        signature = self._signature(start, end)
        if signature is None or len(signature) != 1 or signature[0].variable is None or signature[0].type is None:
            self.miss(start + 1, "a variable and its type: 'name : type'")
            return None
        colon = self.closing(start) + 1
        body = self.expression(colon + 1, end) if self._expect(":", colon, end) else None
        return None if body is None else Observing(signature[0].variable, signature[0].type, body)

    def _characters(self, start: int, end: int) -> tuple[Term, ...] | None:
        if start < end and self.is_symbol(start, "(") and self.closing(start) == end - 1:
            return self._characters(start + 1, end - 1)
        return self.terms(start, end)

    def _utility(self, start: int, end: int) -> Statement | None:
        if not self._expect("(", start, end):
            return None
        closing = self.closing(start)
        character = self.name(start + 1) if closing > start + 1 else None
        if closing > start + 2 or (closing == start + 2 and character is None):
            self.miss(start + 2, "')'")
            return None
        value = self.expression(closing + 2, end) if self._expect(":", closing + 1, end) else None
        return None if value is None else UtilityDefinition(character, value)

    def _expect(self, symbol: str, place: int, end: int) -> bool:
        if place < end and self.is_symbol(place, symbol):
            return True
        self.miss(place, f"'{symbol}'")
        return False
