"""Types, entities and properties of a Sabre problem (problem-files 3), and the ground fluents that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import product

from fabula.formats.sabre.tree import (
    EntityDefinition,
    Literal,
    Name,
    Parameter,
    PropertyDefinition,
    Statement,
    Term,
    TypeDefinition,
)
from fabula.problems import Problems, nearest
from fabula.source import Span
from fabula.task import UNKNOWN, Fluent, Sort

BUILT_IN = ("boolean", "number", "entity", "character")
#: ground fluents, and instances of one event, that are taken for a mistake
MOST = 200_000
#: types, and types that all entities together are of
MOST_TYPES, MOST_MEMBERS = 2_000, 1_000_000


class Refused(Exception):
    """A statement can't be used; the arguments are those of `Problems.add`."""

    def __init__(self, code: str, message: str, span: Span, expected: str = "", seen: str = "", hint: str = "") -> None:
        self.code = code
        self.message = message
        self.span = span
        self.expected = expected
        self.seen = seen
        self.hint = hint
        super().__init__(code, message, span)

    def report(self, problems: Problems) -> None:
        problems.add(self.code, self.message, self.span, expected=self.expected, seen=self.seen, hint=self.hint)


class Kind(str, Enum):
    """What a constant is."""

    TRUTH = "truth"
    NUMBER = "number"
    THING = "thing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """A constant: its code as in `task`."""

    kind: Kind
    code: int


NOBODY = Value(Kind.UNKNOWN, UNKNOWN)
Binding = Mapping[str, Value]


class Declarations:
    """The names of a problem. Reports what is wrong with them; `fluents` are in the order of the file."""

    def __init__(self, statements: Iterable[Statement], problems: Problems) -> None:
        everything = tuple(statements)
        self._problems = problems
        self._parents: dict[str, tuple[str, ...]] = {
            "boolean": (),
            "number": (),
            "entity": (),
            "character": ("entity",),
        }
        self._types_of: dict[str, tuple[str, ...]] = {}
        self._declare_types(everything)
        self._declare_entities([statement for statement in everything if isinstance(statement, EntityDefinition)])
        self.fluents: list[Fluent] = []
        self._numbers: dict[tuple[str, tuple[Value, ...]], int] = {}
        self._properties: dict[str, set[int]] = {}
        for statement in everything:
            if isinstance(statement, PropertyDefinition):
                try:
                    self._declare_property(statement)
                except Refused as refused:
                    refused.report(problems)

    # --- types and entities ------------------------------------------------------------------------------------------

    def _declare_types(self, everything: tuple[Statement, ...]) -> None:
        for statement in everything:
            if isinstance(statement, TypeDefinition):
                name = statement.name
                if name.text in BUILT_IN[:3]:
                    self._problems.add("reserved-name", f"'{name.text}' is a type already", name.span, seen=name.text)
                    continue
                known = self._parents.get(name.text, ())
                parents = tuple(parent.text for parent in statement.parents) or (() if known else ("entity",))
                self._parents[name.text] = tuple(dict.fromkeys((*known, *parents)))
                self._define_parents(statement.parents)
            elif isinstance(statement, EntityDefinition):
                self._define_parents(statement.types)
        if len(self._parents) > MOST_TYPES:
            span = next(s.name.span for s in reversed(everything) if isinstance(s, TypeDefinition | EntityDefinition))
            self._problems.add("too-large", "there are too many types", span, expected=f"at most {MOST_TYPES}")
            return
        for kind in self._parents:
            if any(kind in self._ancestors(parent) for parent in self._parents[kind]):
                span = next(s.name.span for s in everything if isinstance(s, TypeDefinition) and s.name.text == kind)
                self._problems.add("kind-cycle", f"the type '{kind}' is its own ancestor", span)
                self._parents[kind] = ("entity",)

    def _define_parents(self, names: Iterable[Name]) -> None:
        """Naming a type as a parent, or as the type of an entity, defines it."""
        for name in names:
            if name.text in ("boolean", "number"):
                self._problems.add("wrong-kind", f"nothing can be a '{name.text}' by definition", name.span, seen=name.text)
            else:
                self._parents.setdefault(name.text, ("entity",))

    def _ancestors(self, name: str) -> dict[str, None]:
        """The type and all above it."""
        ancestors = {name: None}
        pending = [name]
        for known in pending:
            for parent in self._parents.get(known, ()):
                if parent not in ancestors:
                    ancestors[parent] = None
                    pending.append(parent)
        return ancestors

    def _declare_entities(self, definitions: list[EntityDefinition]) -> None:
        spans: dict[str, Span] = {}
        members = 0
        for definition in definitions:
            name = definition.name
            if name.text in spans:
                notes = ((spans[name.text], "first here"),)
                self._problems.add("duplicate-name", f"'{name.text}' is defined twice", name.span, notes=notes)
            spans.setdefault(name.text, name.span)
            above = [self._ancestors(kind.text) for kind in definition.types]
            self._types_of.setdefault(name.text, tuple(dict.fromkeys(kind for kinds in above for kind in kinds)))
            members += len(self._types_of[name.text])
            if members > MOST_MEMBERS:
                self._problems.add("too-large", "the things so far are of too many types", name.span)
                break
        # Characters come first: a character's number is also its code.
        order = sorted(self._types_of, key=lambda name: "character" not in self._types_of[name])
        self.symbols = tuple(order)
        self.characters = tuple(name for name in order if "character" in self._types_of[name])
        self._codes = {name: Value(Kind.THING, code) for code, name in enumerate(order)}
        self._values: dict[str, tuple[Value, ...]] = {}

    def is_of(self, value: Value, kind: Name) -> bool:
        """Whether a constant is of a type."""
        self._check_type(kind)
        if value.kind is Kind.THING:
            return kind.text in self._types_of[self.symbols[value.code]]
        return kind.text == {Kind.TRUTH: "boolean", Kind.NUMBER: "number"}.get(value.kind)

    def values(self, kind: Name) -> tuple[Value, ...]:
        """All values of a type, in order."""
        self._check_type(kind)
        if kind.text == "boolean":
            return (Value(Kind.TRUTH, 0), Value(Kind.TRUTH, 1))
        if kind.text == "number":
            raise Refused("wrong-type", "there is no end of numbers to go through", kind.span, expected="a type of entities")
        if kind.text not in self._values:
            self._values[kind.text] = tuple(self._codes[name] for name in self.symbols if kind.text in self._types_of[name])
        return self._values[kind.text]

    def _check_type(self, kind: Name) -> None:
        if kind.text not in self._parents:
            hint = nearest(kind.text, self._parents)
            raise Refused("unknown-kind", f"there is no type '{kind.text}'", kind.span, seen=kind.text, hint=hint)

    # --- names -------------------------------------------------------------------------------------------------------

    def constant(self, term: Term, binding: Binding) -> Value:
        """The value of a variable, an entity or a literal."""
        if isinstance(term, Literal):
            if term.value is None:
                return NOBODY
            return Value(Kind.TRUTH if isinstance(term.value, bool) else Kind.NUMBER, int(term.value))
        code = binding.get(term.text) or self._codes.get(term.text)
        if code is None:
            hint = nearest(term.text, (*binding, *self._codes))
            raise Refused("unknown-name", f"there is no '{term.text}'", term.span, seen=term.text, hint=hint)
        return code

    def character(self, term: Term, binding: Binding) -> int:
        """The number of a character."""
        value = self.constant(term, binding)
        if value.kind is not Kind.THING or value.code >= len(self.characters):
            seen = self.show(value)
            raise Refused("not-a-mind", f"'{seen}' is no character", term.span, expected="a character", seen=seen)
        return value.code

    def show(self, value: Value) -> str:
        match value.kind:
            case Kind.TRUTH:
                return "True" if value.code else "False"
            case Kind.THING:
                return self.symbols[value.code]
            case Kind.NUMBER:
                return str(value.code)
            case Kind.UNKNOWN:
                return "?"

    def bindings(self, parameters: tuple[Parameter, ...]) -> Iterator[tuple[tuple[Value, ...], dict[str, Value]]]:
        """The ground arguments of a signature in order, each with its binding of the variables."""
        choices: list[tuple[Value, ...]] = []
        size = 1
        for parameter in parameters:
            if parameter.type is None or parameter.variable is None:
                assert parameter.constant is not None
                choices.append((self.constant(parameter.constant, {}),))
            else:
                choices.append(self.values(parameter.type))
            size *= len(choices[-1])
            if size > MOST:
                place = parameter.variable or parameter.constant
                assert place is not None
                raise Refused("too-many-actions", f"these parameters have more than {MOST} instances", place.span)
        for arguments in product(*choices):
            yield (
                arguments,
                {p.variable.text: value for p, value in zip(parameters, arguments, strict=True) if p.variable is not None},
            )

    # --- fluents -----------------------------------------------------------------------------------------------------

    def _declare_property(self, definition: PropertyDefinition) -> None:
        name, kind = definition.name.text, definition.type
        self._properties.setdefault(name, set()).add(len(definition.parameters))
        sort: Sort
        domain: tuple[int, ...]
        match kind.text:
            case "boolean":
                sort, domain = Sort.TRUTH, (0, 1)
            case "number":
                sort, domain = Sort.NUMBER, ()
            case _:
                sort, domain = Sort.SYMBOL, tuple(value.code for value in self.values(kind))
        for arguments, _ in self.bindings(definition.parameters):
            if (name, arguments) in self._numbers:
                raise Refused(
                    "duplicate-name", f"'{self.title(name, arguments)}' is a property already", definition.name.span, seen=name
                )
            self._numbers[name, arguments] = len(self.fluents)
            self.fluents.append(Fluent(self.title(name, arguments), sort, domain))
            if len(self.fluents) > MOST:
                raise Refused("too-many-facts", f"the properties have more than {MOST} instances", definition.name.span)

    def title(self, name: str, arguments: tuple[Value, ...]) -> str:
        return f"{name}({', '.join(self.show(argument) for argument in arguments)})"

    def fluent(self, name: str, arguments: tuple[Value, ...], span: Span) -> int:
        """The number of a ground fluent."""
        number = self._numbers.get((name, arguments))
        if number is not None:
            return number
        if name not in self._properties:
            hint = nearest(name, self._properties)
            raise Refused("unknown-property", f"there is no property '{name}'", span, seen=name, hint=hint)
        counts = sorted(self._properties[name])
        if len(arguments) not in counts:
            expected = " or ".join(str(count) for count in counts)
            raise Refused(
                "wrong-count", f"'{name}' has another number of arguments", span, expected=expected, seen=str(len(arguments))
            )
        raise Refused("wrong-kind", f"'{name}' is not for such arguments", span, seen=self.title(name, arguments))
