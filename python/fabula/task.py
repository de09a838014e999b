"""What the engines understand: a story with every name replaced by a number.

All is ground (no variables), finite, frozen, and plain enough to cross a language border as JSON (`Task.data`). Characters
(minds), fluents, actions and triggers are numbered from 0 in the order of their tuples; that order is part of the meaning:
triggers fire in it, and of two equally short plans the one with the smaller numbers is taken.

Values are integers ("codes"): truth is 0 or 1, a number is itself, a thing is its index in `Task.symbols`, and `UNKNOWN`
stands for `?` (unknown, nobody, nothing). Truth fluents are never unknown.

Invariants that grounding keeps and engines rely on:
 * negation has been pushed to the atoms, so that there is none here (a negated comparison of numbers stays false on `?`);
 * in a condition, a truth or symbol fluent is compared by `==` or `!=` with a constant: left side `Read`, right side
   `Constant`; truth only by `==`. (A comparison of two such fluents has been split by cases.) Numbers compare freely;
 * paths of belief have no character twice in a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Union

UNKNOWN = -(1 << 62)
#: numbers beyond this are an error: nothing in a story needs them, and engines can add two of them without overflow
LARGEST = 1 << 40


class Sort(str, Enum):
    """What a fluent's values are."""

    TRUTH = "truth"
    NUMBER = "number"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Fluent:
    """A ground property such as `at(Aeris)`.

    `domain`: for symbols the codes that it can have, ascending, besides `UNKNOWN`; for truth (0, 1); for numbers empty,
    and `low`..`high` bound it (an assignment is clamped to them; `None` = unbounded on that side, as in Sabre problems).
    """

    name: str
    sort: Sort
    domain: tuple[int, ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    value: int


@dataclass(frozen=True, slots=True)
class Read:
    """The value of a fluent in the belief state reached by `path` (characters, outermost first; empty = this state)."""

    path: tuple[int, ...]
    fluent: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`+ - * / min max` on numbers; an operand that is `UNKNOWN` makes the result `UNKNOWN`. `/` rounds down."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Choose:
    """One of two values, by a condition."""

    condition: Condition
    then: Expression
    otherwise: Expression


Expression = Union[Constant, Read, Arithmetic, Choose]


@dataclass(frozen=True, slots=True)
class Compare:
    """`== != < <= > >=`. `==`: the same code (`? == ?` holds). `!=` its negation. `<`, `>`: false if a side is `?`.
    `<=`, `>=`: `==` or strict."""

    operator: str
    left: Expression
    right: Expression


def compared(operator: str, left: int, right: int) -> bool:
    """Whether a comparison holds of two codes (`?` equals only itself and is in no order)."""
    if operator == "==":
        return left == right
    if operator == "!=":
        return left != right
    if left == UNKNOWN or right == UNKNOWN:
        return left == right and operator in ("<=", ">=")
    match operator:
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
    raise ValueError(operator)


@dataclass(frozen=True, slots=True)
class AllOf:
    """True if every part is; `AllOf(())` is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True if some part is; `AnyOf(())` is false."""

    parts: tuple[Condition, ...]


Condition = Union[Compare, AllOf, AnyOf]
TRUE = AllOf(())
FALSE = AnyOf(())


@dataclass(frozen=True, slots=True)
class Effect:
    """`fluent` becomes `value` if `condition` holds, both read before the event. A non-empty `path` (c, d, ...) makes it an
    explicit belief effect: what c believes (that d believes ...) becomes so (semantics 2.2, step 3)."""

    path: tuple[int, ...]
    fluent: int
    value: Expression
    condition: Condition = TRUE


@dataclass(frozen=True, slots=True)
class Action:
    """A ground action. `name` is as in problem files, `walk(Aeris, field, trees)`, and unique within a task (a will that
    moves a body of several wills stands behind it: `kill(Sephiroth, Hale) as Jenova`).

    `consenting`: minds that must have a reason, ascending; empty = an act of nobody (author-only).
    `observing`: one condition for each character, evaluated before the act, in the state in which the act is executed.
    `public`: index into `Task.publics`, or None: what a character who does not observe the act perceives of it all the
    same (the passing of time, a noise). For such a character c the new belief is after(publics[public], β(c, s)).
    """

    name: str
    precondition: Condition
    effects: tuple[Effect, ...]
    consenting: tuple[int, ...]
    observing: tuple[Condition, ...]
    public: int | None = None


@dataclass(frozen=True, slots=True)
class Public:
    """The part of an act that everybody perceives: effects without precondition, observed by all."""

    name: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    precondition: Condition
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Initially, along `path`, `fluent` is `value`. Look-up of a path without a fact drops its last character and tries
    again, finally the type's default: truth 0, number 0 (clamped to the bounds), symbol `UNKNOWN` (semantics 1.1)."""

    path: tuple[int, ...]
    fluent: int
    value: int


@dataclass(frozen=True, slots=True)
class Ending:
    name: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Limits:
    """How many acts ahead a character plans (at least 1; -1 = unlimited) and how many levels deep it thinks about others
    (semantics 6: the belief limit; at least 0; -1 = unlimited)."""

    ahead: int = 4
    deep: int = 2


@dataclass(frozen=True, slots=True)
class Task:
    """A ground story. `utilities` and `limits` have one entry for each character; `utility` is fate's, the author's.

    `own`: for each character the fluents that are about itself, or its body; () = of nobody is it known."""

    name: str
    symbols: tuple[str, ...]
    characters: tuple[str, ...]
    fluents: tuple[Fluent, ...]
    facts: tuple[Fact, ...]
    actions: tuple[Action, ...]
    triggers: tuple[Trigger, ...]
    utilities: tuple[Expression, ...]
    limits: tuple[Limits, ...]
    publics: tuple[Public, ...] = ()
    utility: Expression = field(default=Constant(0))
    endings: tuple[Ending, ...] = ()
    own: tuple[tuple[int, ...], ...] = field(default=(), compare=False)

    def data(self) -> dict[str, Any]:
        """The task as plain lists, strings and integers: what crosses to the native engine as JSON, all but `own`."""
        return {
            "name": self.name,
            "symbols": list(self.symbols),
            "characters": list(self.characters),
            "fluents": [[f.name, f.sort.value, list(f.domain), f.low, f.high] for f in self.fluents],
            "facts": [[list(f.path), f.fluent, f.value] for f in self.facts],
            "actions": [
                {
                    "name": a.name,
                    "precondition": condition_data(a.precondition),
                    "effects": [_effect_data(e) for e in a.effects],
                    "consenting": list(a.consenting),
                    "observing": [condition_data(c) for c in a.observing],
                    "public": a.public,
                }
                for a in self.actions
            ],
            "publics": [{"name": p.name, "effects": [_effect_data(e) for e in p.effects]} for p in self.publics],
            "triggers": [
                {
                    "name": t.name,
                    "precondition": condition_data(t.precondition),
                    "effects": [_effect_data(e) for e in t.effects],
                }
                for t in self.triggers
            ],
            "utilities": [expression_data(u) for u in self.utilities],
            "utility": expression_data(self.utility),
            "limits": [[limit.ahead, limit.deep] for limit in self.limits],
            "endings": [[e.name, condition_data(e.condition)] for e in self.endings],
        }


def _effect_data(effect: Effect) -> list[Any]:
    return [
        list(effect.path),
        effect.fluent,
        expression_data(effect.value),
        condition_data(effect.condition),
    ]


def expression_data(expression: Expression) -> list[Any]:
    """An expression as it stands in `Task.data`."""
    match expression:
        case Constant(value):
            return ["constant", value]
        case Read(path, fluent):
            return ["read", list(path), fluent]
        case Arithmetic(operator, left, right):
            return ["arithmetic", operator, expression_data(left), expression_data(right)]
        case Choose(condition, then, otherwise):
            return ["choose", condition_data(condition), expression_data(then), expression_data(otherwise)]


def condition_data(condition: Condition) -> list[Any]:
    """A condition as it stands in `Task.data`."""
    match condition:
        case Compare(operator, left, right):
            return ["compare", operator, expression_data(left), expression_data(right)]
        case AllOf(parts):
            return ["all", [condition_data(part) for part in parts]]
        case AnyOf(parts):
            return ["any", [condition_data(part) for part in parts]]
