"""Which variables an expression or an effect leaves open: what is worked out for them is looked up under their things."""

from __future__ import annotations

from fabula.model import (
    Arithmetic,
    Assign,
    Believed,
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

    def of(self, node: Node) -> tuple[str, ...]:
        """The names of the variables that are not bound within, each once, in the order in which they are met."""
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = (node, tuple(dict.fromkeys(self._free(node))))
        return found[1]

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
            case When(condition, then_effects, otherwise_effects):
                return self._all(condition, *then_effects, *otherwise_effects)
            case ForEach(variable, where, effects):
                return _without(variable, self._all(*effects) if where is None else self._all(where, *effects))

    def _all(self, *nodes: Node) -> list[str]:
        return [name for node in nodes for name in self.of(node)]


def _without(variable: Variable, names: list[str]) -> list[str]:
    return [name for name in names if name != variable.name]
