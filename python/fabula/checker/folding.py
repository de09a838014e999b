"""What can be known of an expression without the story: constants, and conditions that can't hold.

Only what is certain before any instance is made; the rest is found when the story is instantiated.
"""

from __future__ import annotations

from fabula import model
from fabula.checker.substitution import parts


def constant_number(expression: model.Expression) -> int | None:
    """The number that the expression always is, if it is made of numbers alone."""
    match expression:
        case model.Literal(bool()):
            return None
        case model.Literal(int() as value):
            return value
        case model.Arithmetic(operator, left, right):
            a, b = constant_number(left), constant_number(right)
            if a is None or b is None or (operator == "/" and b == 0):
                return None
            return {"+": a + b, "-": a - b, "*": a * b}[operator] if operator != "/" else a // b
        case _:
            return None


def shape(expression: model.Expression) -> tuple[object, ...]:
    """The expression without its places: equal for two expressions that are written the same."""
    own: tuple[object, ...]
    match expression:
        case model.Literal(value):
            own = (type(value).__name__, value)
        case model.Variable(name):
            own = (name,)
        case model.Get(name):
            own = (name,)
        case model.Logic(operator) | model.Comparison(operator) | model.Arithmetic(operator):
            own = (operator,)
        case model.IsKind(_, kind):
            own = (kind,)
        case model.Quantified(word, variable, where):
            own = (word, variable.name, variable.kind, where is None)
        case _:
            own = ()
    return (type(expression).__name__, *own, *(shape(part) for part in parts(expression)))


def never_holds(condition: model.Expression) -> bool:
    """Whether the condition is certain never to hold: it is 'no', or asks for one thing and for its opposite."""
    match condition:
        case model.Literal(False):
            return True
        case model.Logic("or", several):
            return all(never_holds(part) for part in several)
        case model.Logic("and"):
            flat = list(model.conjuncts(condition))
            return any(never_holds(part) for part in flat) or _contradict(flat)
        case model.Believed(_, content):
            return never_holds(content)
        case model.Quantified("some", _, where, body):
            return never_holds(body) or (where is not None and never_holds(where))
        case _:
            return False


def _contradict(several: list[model.Expression]) -> bool:
    """Whether two of the conditions can't hold together."""
    shapes = {shape(part): part for part in several}
    asked: dict[tuple[object, ...], tuple[object, ...]] = {}
    denied: list[tuple[tuple[object, ...], tuple[object, ...]]] = []
    for part in shapes.values():
        if isinstance(part, model.Not) and shape(part.operand) in shapes:
            return True
        if isinstance(part, model.Comparison) and isinstance(part.right, model.Literal):
            left, value = shape(part.left), shape(part.right)
            if part.operator == "!=":
                denied.append((left, value))
            elif part.operator == "==" and asked.setdefault(left, value) != value:
                return True
    return any(asked.get(left) == value for left, value in denied)
