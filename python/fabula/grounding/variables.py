"""Which variables an expression or an effect leaves open, and which expressions are the same but for the names of these: what
is worked out for one is looked up under its shape and the things of its variables."""

from __future__ import annotations

from collections.abc import Mapping

from fabula.model import (
    Arithmetic,
    Assign,
    Believed,
    Common,
    Comparison,
    Conditional,
    Effect,
    Expression,
    ForEach,
    Get,
    IsKind,
    Known,
    Knows,
    Literal,
    Logic,
    MayBe,
    Not,
    OneOf,
    Opens,
    Quantified,
    Variable,
    When,
)

Node = Expression | Effect


class Variables:
    """Remembers for each node, by identity, what it leaves open; keeps the node, so that its identity stays its own."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Node, tuple[str, ...]]] = {}
        self._shapes: dict[int, int] = {}
        self._numbers: dict[tuple[object, ...], int] = {}
        self._both: dict[int, tuple[int, tuple[str, ...]]] = {}

    def of(self, node: Node) -> tuple[str, ...]:
        """The names of the variables that are not bound within, each once, in the order in which they are met."""
        entry = self._known.get(id(node))
        if entry is None:
            entry = self._known[id(node)] = (node, tuple(dict.fromkeys(self._free(node))))
        return entry[1]

    def shape(self, expression: Expression) -> int:
        """The same number for expressions that are the same but for where they stand and for the names of their variables, each
        of which stands where one of the other's does. Comparisons with nobody have shapes of their own, so that each is looked
        at."""
        shape = self._shapes.get(id(expression))
        if shape is None:
            # Keeps the expression, too.
            names = self.of(expression)
            form = self._form(expression, {name: place for place, name in enumerate(names)})
            shape = self._shapes[id(expression)] = self._numbers.setdefault(form, len(self._numbers))
        return shape

    def shape_and_names(self, expression: Expression) -> tuple[int, tuple[str, ...]]:
        """Both at once: they are asked for again and again."""
        both = self._both.get(id(expression))
        if both is None:
            both = self._both[id(expression)] = self.shape(expression), self.of(expression)
        return both

    def _form(self, expression: Expression, places: Mapping[str, int]) -> tuple[object, ...]:
        def part(inner: Expression) -> tuple[object, ...]:
            return self._part(inner, places)

        def parts(inner: tuple[Expression, ...]) -> tuple[object, ...]:
            return tuple([part(child) for child in inner])

        match expression:
            case Literal(value):
                return ("literal", type(value), value)
            case Variable():
                return ("variable",)
            case Get(name, arguments):
                return ("get", name, parts(arguments))
            case Believed(mind, content):
                return ("believed", part(mind), part(content))
            case Comparison(operator, left, right):
                asked = id(expression) if isinstance(right, Literal) and right.value is None else 0
                return ("comparison", operator, part(left), part(right), asked)
            case Arithmetic(operator, left, right):
                return ("arithmetic", operator, part(left), part(right))
            case MayBe(place, value):
                return ("may be", part(place), part(value))
            case Knows(mind, content):
                return ("knows", part(mind), part(content))
            case Not(operand):
                return ("not", part(operand))
            case IsKind(operand, kind):
                return ("kind", kind, part(operand))
            case Known(place):
                return ("known", part(place))
            case OneOf(place, options):
                return ("one of", part(place), parts(options))
            case Logic(operator, joined):
                return ("logic", operator, parts(joined))
            case Conditional(then, condition, otherwise):
                return ("if", part(then), part(condition), part(otherwise))
            case Quantified(word, variable, where, body):
                # What is bound here hides what has its name outside.
                inside = {**places, variable.name: -1}
                return ("each", word, variable.kind, self._part(where, inside), self._part(body, inside))

    def _part(self, inner: Expression | None, places: Mapping[str, int]) -> tuple[object, ...]:
        """The shape of a part, and which variables of the whole its own are."""
        return () if inner is None else (self.shape(inner), *[places[name] for name in self.of(inner)])

    def _free(self, node: Node) -> list[str]:
        match node:
            case Literal():
                return []
            case Variable(name):
                return [name]
            case Get(_, arguments):
                return self._all(*arguments)
            case Believed(first, second) | Comparison(_, first, second) | Arithmetic(_, first, second):
                return self._all(first, second)
            case MayBe(first, second) | Knows(first, second):
                return self._all(first, second)
            case Not(operand) | IsKind(operand) | Known(operand):
                return self._all(operand)
            case OneOf(place, options):
                return self._all(place, *options)
            case Logic(_, parts):
                return self._all(*parts)
            case Conditional(then, condition, otherwise):
                return self._all(then, condition, otherwise)
            case Quantified(_, variable, where, body):
                return _without(variable, self._all(body) if where is None else self._all(where, body))
            case Assign(believers, target, _, value):
                return self._all(*believers, target, value)
            case Opens(believers, target, _, values):
                return self._all(*believers, target, *values)
            case Common(believers, target, _, minds, _, values):
                return self._all(*believers, target, *minds, *values)
            case When(condition, then_effects, otherwise_effects):
                return self._all(condition, *then_effects, *otherwise_effects)
            case ForEach(variable, where, effects):
                return _without(variable, self._all(*effects) if where is None else self._all(where, *effects))

    def _all(self, *nodes: Node) -> list[str]:
        return [name for node in nodes for name in self.of(node)]


def _without(variable: Variable, names: list[str]) -> list[str]:
    return [name for name in names if name != variable.name]
