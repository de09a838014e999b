"""Conditions, values and effects as a problem file says them.

Brackets stand around everything that is not a single comparison: in the format `&` binds looser than `|`, `*` splits before
`+`, and `-` is right-associative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fabula.task import (
    NOBODY,
    TRUE,
    UNKNOWN,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Fluent,
    Read,
    Sort,
)

#: characters of an operand: the least and the greatest of many numbers say each of them several times
LONGEST = 50_000

_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")

#: bounds of a number; None = none
Bounds = tuple[int | None, int | None]


class Unsayable(Exception):
    """The format has no words for it; the argument says for what."""


class Phrases:
    """Says what a task says, with the names that things and fluents have in the file. Methods raise `Unsayable`."""

    def __init__(
        self,
        fluents: Sequence[Fluent],
        titles: Sequence[str],
        symbols: Sequence[str],
        minds: Sequence[str],
        fresh: Callable[[str], str] = str,
    ) -> None:
        """`fresh`: a name like this one that nothing else has."""
        self._fluents = fluents
        self._titles = titles
        self._symbols = symbols
        self._minds = minds
        self._fresh = fresh
        #: by sort and code, the names of properties that stand for a value: which was read where it is compared
        self.constants: dict[tuple[Sort, int], str] = {}

    def place(self, path: Sequence[int], fluent: int) -> str:
        """The fluent, in the minds along the path."""
        text = self._titles[fluent]
        for mind in reversed(path):
            text = f"believes({self._minds[mind]}, {text})"
        return text

    def code(self, fluent: int, value: int) -> str:
        """A value that a fluent has."""
        match self._fluents[fluent].sort:
            case Sort.TRUTH:
                return "True" if value else "False"
            case Sort.NUMBER:
                return "?" if value == UNKNOWN else str(value)
            case Sort.SYMBOL:
                return "?" if value in (UNKNOWN, NOBODY) else self._symbols[value]

    # --- conditions --------------------------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:
        match condition:
            case AllOf(parts):
                return " & ".join(map(self._part, parts)) or "True"
            case AnyOf(parts):
                return " | ".join(map(self._part, parts)) or "False"
            case Compare():
                return self._compare(condition)

    def _part(self, condition: Condition) -> str:
        text = self.condition(condition)
        return text if isinstance(condition, Compare) or not condition.parts else f"({text})"

    def _compare(self, atom: Compare) -> str:
        left, right = atom.left, atom.right
        if atom.denied or atom.operator not in _COMPARISONS:
            raise Unsayable("what somebody knows, or does not believe")
        if isinstance(left, Read) and isinstance(right, Constant):
            place = self.place(left.path, left.fluent)
            if self._fluents[left.fluent].sort is not Sort.TRUTH:
                return f"{place} {atom.operator} {self._compared(atom, self.code(left.fluent, right.value))}"
            return place if (right.value == 1) == (atom.operator == "==") else f"!{place}"
        return f"{self.number(left)} {atom.operator} {self._compared(atom, self.number(right))}"

    def _compared(self, atom: Compare, said: str) -> str:
        """What is said on the right of an atom: of a value that was read, a property that always has it (semantics 8.1)."""
        if not atom.of_reads or not isinstance(atom.right, Constant):
            return said
        sort = self._fluents[atom.left.fluent].sort if isinstance(atom.left, Read) else Sort.NUMBER
        known = self.constants.get((sort, atom.right.value))
        if known is None:
            name = "unknown" if said == "?" else said.replace("-", "minus_")
            known = self.constants[sort, atom.right.value] = self._fresh(f"always_{name}")
        return f"{known}()"

    # --- values ------------------------------------------------------------------------------------------------------

    def number(self, expression: Expression) -> str:
        """A number, in brackets if it is more than one word."""
        match expression:
            case Constant(value):
                return "?" if value == UNKNOWN else str(value)
            case Read(path, fluent):
                if self._fluents[fluent].sort is Sort.TRUTH:
                    return f"(if({self.place(path, fluent)}) 1 else 0)"
                return self.place(path, fluent)
            case Arithmetic(operator, left, right):
                return self._calculation(operator, self.number(left), self.number(right))
            case Choose():
                return self._choice(expression, self.number)

    def _calculation(self, operator: str, left: str, right: str) -> str:
        if len(left) + len(right) > LONGEST:
            raise Unsayable("a calculation of such a length")
        match operator:
            case "/":
                raise Unsayable("a division that rounds down")
            case "min":
                return f"(if({left} <= {right}) {left} elseif({right} <= {left}) {right} else ?)"
            case "max":
                return f"(if({left} >= {right}) {left} elseif({right} >= {left}) {right} else ?)"
            case _:
                return f"({left} {operator} {right})"

    def _choice(self, choice: Choose, say: Callable[[Expression], str]) -> str:
        words = []
        rest: Expression = choice
        while isinstance(rest, Choose):
            words.append(f"if({self.condition(rest.condition)}) {say(rest.then)}")
            rest = rest.otherwise
        return f"({' else'.join(words)} else {say(rest)})"

    def _thing(self, expression: Expression) -> str:
        match expression:
            case Constant(value):
                return "?" if value in (UNKNOWN, NOBODY) else self._symbols[value]
            case Read(path, fluent):
                return self.place(path, fluent)
            case Choose():
                return self._choice(expression, self._thing)
            case Arithmetic():
                raise Unsayable("a calculation with what is no number")

    def _truth(self, expression: Expression) -> str:
        match expression:
            case Constant(value):
                return "True" if value else "False"
            case Read(path, fluent):
                return self.place(path, fluent)
            case Choose(condition, Constant(1), Constant(0)):
                return f"({self.condition(condition)})"
            case _:
                # As a number: where it is unknown whether the condition of a Boolean `if` holds, the format takes no branch.
                return f"({self.number(expression)} == 1)"

    # --- effects -----------------------------------------------------------------------------------------------------

    def effect(self, effect: Effect) -> str:
        """What becomes so, in brackets if that depends on something."""
        if effect.excludes or effect.known or (isinstance(effect.value, Constant) and effect.value.others):
            raise Unsayable("which of several values somebody takes to be possible")
        place = self.place(effect.path, effect.fluent)
        fluent = self._fluents[effect.fluent]
        match fluent.sort, effect.value:
            case Sort.TRUTH, Constant(value):
                made = place if value else f"!{place}"
            case Sort.TRUTH, _:
                made = f"{place} = {self._truth(effect.value)}"
            case Sort.SYMBOL, _:
                made = f"{place} = {self._thing(effect.value)}"
            case Sort.NUMBER, _:
                made = f"{place} = {self._within(fluent, effect.value)}"
        return made if effect.condition == TRUE else f"(if({self.condition(effect.condition)}) {made})"

    def _within(self, fluent: Fluent, value: Expression) -> str:
        """A number clamped to the bounds of a fluent, if it could be beyond them."""
        text = self.number(value)
        low, high = self._bounds(value)
        words = []
        if fluent.low is not None and (low is None or low < fluent.low):
            words.append(f"if({text} < {fluent.low}) {fluent.low}")
        if fluent.high is not None and (high is None or high > fluent.high):
            words.append(f"if({text} > {fluent.high}) {fluent.high}")
        return f"({' else'.join(words)} else {text})" if words else text

    def _bounds(self, value: Expression) -> Bounds:
        """Between what a number is, wherever it is known."""
        match value:
            case Constant(number):
                return (None, None) if number == UNKNOWN else (number, number)
            case Read(_, fluent):
                return self._fluents[fluent].low, self._fluents[fluent].high
            case Choose(_, then, otherwise):
                return _hull(self._bounds(then), self._bounds(otherwise))
            case Arithmetic(operator, left, right):
                return _combined(operator, self._bounds(left), self._bounds(right))


def _hull(one: Bounds, other: Bounds) -> Bounds:
    low = None if one[0] is None or other[0] is None else min(one[0], other[0])
    high = None if one[1] is None or other[1] is None else max(one[1], other[1])
    return low, high


def _combined(operator: str, one: Bounds, other: Bounds) -> Bounds:
    (a, b), (c, d) = one, other
    match operator:
        case "+":
            return None if a is None or c is None else a + c, None if b is None or d is None else b + d
        case "-":
            return None if a is None or d is None else a - d, None if b is None or c is None else b - c
        case "min" | "max":
            return _hull(one, other)
        case "*" if a is not None and b is not None and c is not None and d is not None:
            products = (a * c, a * d, b * c, b * d)
            return min(products), max(products)
        case _:
            return None, None
