"""What the engines understand: a story with every name replaced by a number.

All is ground (no variables), finite, frozen, and plain enough to cross a language border as JSON (`Task.data`). Characters
(minds), fluents, actions and triggers are numbered from 0 in the order of their tuples; that order is part of the meaning:
triggers fire in it, and of two equally short plans the one with the smaller numbers is taken.

Values are integers ("codes"): truth is 0 or 1, a number is itself, a thing is its index in `Task.symbols`. What a mind
need not know comes in two ways, and `Task.sets` says which:

 * as in problem files, not `sets`: `UNKNOWN` stands for `?` (unknown, nobody, nothing), a value like any other; truth
   fluents are never unknown. A condition is true or false.
 * as in stories, `sets` (semantics 8.2): the world has one value of every fluent, `NOBODY` being a value that it can have; a
   mind has a non-empty set of values that it takes to be possible, and several of them are `Several`. A condition is true,
   false, or not known, by Kleene's logic.

Invariants that grounding keeps and engines rely on:
 * negation has been pushed to the atoms: to those of another mind as `Not` (what somebody believes is a fact), to all others
   as the opposite comparison (a negated comparison of numbers stays false on `?`);
 * in a condition that is no comparison of two reads, a truth or symbol fluent is compared by `==` or `!=` with a constant:
   left side `Read`, right side `Constant`; truth only by `==`. Numbers compare freely;
 * paths of belief have no character twice in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain
from typing import Any, NamedTuple, Union

from fabula.deferred import Deferred

UNKNOWN = -(1 << 62)
#: the value of a symbol that is nobody, nothing, nowhere or none, where `Task.sets`; before all others in a domain
NOBODY = -1
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
    `owner`: the character whose own it is, which it is taken to know (semantics 8.2, "known there"); only with `Task.sets`.
    """

    name: str
    sort: Sort
    domain: tuple[int, ...] = ()
    low: int | None = None
    high: int | None = None
    owner: int | None = None

    def possible(self) -> tuple[int, ...]:
        """All values that it can have, ascending, where `Task.sets`. Raises `ValueError` for a number without bounds."""
        if self.sort is not Sort.NUMBER:
            return self.domain
        if self.low is None or self.high is None:
            raise ValueError(f"{self.name} has no bounds")
        return tuple(range(self.low, self.high + 1))

    def count(self) -> int | None:
        """How many values it can have; None for a number without bounds."""
        if self.sort is not Sort.NUMBER:
            return len(self.domain)
        return None if self.low is None or self.high is None else self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Constant:
    """A value; with `others`, ascending and greater, any of several (only with `Task.sets`)."""

    value: int
    others: tuple[int, ...] = ()

    @property
    def values(self) -> tuple[int, ...]:
        return (self.value, *self.others)


@dataclass(frozen=True, slots=True)
class Several:
    """What a mind has of a fluent, where that is more than one value, ascending. `known`: marked as *known there*: in the idea
    of another's mind, that one knows which of these it is (semantics 8.2)."""

    values: tuple[int, ...]
    known: bool = False


#: what a mind has of a fluent: the one value, or several
Value = Union[int, Several]


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
    """An atom. `== != < <= > >=`: `==` is the same code (`? == ?` holds), `!=` its negation; `<`, `>` are false if a side is
    `?`; `<=`, `>=` are `==` or strict.

    Where `Task.sets` they are true if they hold of all pairs of values, false if of none, else not known; of a read in another
    mind, true or false (`engine/evaluate.py`). There are four more, with a `Read` on the left:
     * `in`: whether the value is one of the `values` of a `Constant`;
     * `known`: whether one value alone is possible, or the set is marked as known there. The right side says nothing;
     * `may be`: whether the value of a `Constant` is possible, or the one value of another `Read`;
     * `knows`: of a read in the mind of a character, and the same fluent as it is where that mind is looked into: whether the
       character is taken to know it, having one value that is also the one there, or a set marked as known there.
    The last three speak of the set on the left and are not known only where the value is not that may be in it.

    `of_reads`: two reads were compared, of which one has been replaced by the constant that it always is. Whoever is surprised
    by such an atom, as by any that reads on both sides, then takes each read to be what it is (semantics 8.1).
    `denied`: the atom is true if what stands here is false (what somebody believes is a fact, so that this is not the same as
    the opposite comparison); only with `Task.sets`, and only if another mind is read, or by the last three."""

    operator: str
    left: Expression
    right: Expression
    of_reads: bool = False
    denied: bool = False


def reads(part: Expression | Condition) -> list[Read]:
    """Every fluent that is read in an expression or a condition."""
    match part:
        case Read():
            return [part]
        case Constant():
            return []
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return [*reads(left), *reads(right)]
        case Choose(condition, then, otherwise):
            return [*reads(condition), *reads(then), *reads(otherwise)]
        case AllOf(parts) | AnyOf(parts):
            return [place for inner in parts for place in reads(inner)]


def ground_conjuncts(condition: Condition) -> list[Condition]:
    """The parts of a condition that must all hold, those within each other taken apart."""
    if isinstance(condition, AllOf):
        return [inner for part in condition.parts for inner in ground_conjuncts(part)]
    return [condition]


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


def whole(parts: tuple[Condition, ...]) -> Condition:
    """The condition that consists of these parts, which must all hold."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return TRUE
    return AllOf(tuple([inner for part in parts for inner in (part.parts if type(part) is AllOf else (part,))]))


@dataclass(frozen=True, slots=True)
class Effect:
    """`fluent` becomes `value` if `condition` holds, both read before the event. A non-empty `path` (c, d, ...) makes it an
    explicit belief effect: what c believes (that d believes ...) becomes so (semantics 2.2, step 3); `excludes`: the mind
    learns that the value is *not* this one (only with `Task.sets`); `known`: the value is what the mind around the last of the
    path takes to be possible, and is known there.

    Where `Task.sets` and a condition is not known: a belief effect does not happen; of the others on one fluent all values
    whose condition is not false are possible, and what it was, unless some condition is true or an effect that keeps it (the
    fluent's own value, with the empty path) has a condition that is false (semantics 8.2). Such an effect changes nothing."""

    path: tuple[int, ...]
    fluent: int
    value: Expression
    condition: Condition = TRUE
    excludes: bool = False
    known: bool = False

    @property
    def keeps(self) -> bool:
        """Whether it says of a fluent that it stays as it is."""
        return not self.path and self.value == Read((), self.fluent)

    @property
    def learns(self) -> bool:
        """Whether by it a mind learns what a fluent is, or what somebody else believes that it is (semantics 8.3)."""
        value = self.value
        return (
            len(self.path) == 1
            and isinstance(value, Read)
            and value.fluent == self.fluent
            and len(value.path) <= 1
            and value.path != self.path
            and not self.excludes
            and not self.known
        )


@dataclass(frozen=True, slots=True)
class Hope:
    """A condition of an act that is hoped for (semantics 8.3): an atom that compares one `Read` with a `Constant`, or a `known`
    of a read in somebody's mind. `opposite`: its denial. `seen`: who only observes the act learns whether it holds."""

    condition: Compare
    opposite: Condition
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A ground action. `name` is as in problem files, `walk(Aeris, field, trees)`, and unique within a task (a will that
    moves a body of several wills is named after it: `kill(Sephiroth, Hale) as Jenova`).

    `consenting`: minds that must have a reason, ascending; empty = an act of nobody (author-only).
    `observing`: one condition for each character, evaluated before the act, in the state in which the act is executed.
    `public`: index into `Task.publics`, or None: what a character who does not observe the act perceives of it all the
    same (the passing of time, a noise). For such a character c the new belief is after(publics[public], β(c, s)).

    `seen`: what whoever observes the act learns of its precondition, beside hopes (None: all of it). `hopes`: the conditions
    that are hoped for, and then `sure`: the others, which must all be true in the mind of whoever consents, and `twin`: the
    number of the act that it is in vain. That one is `in_vain`, has the same hopes, and its `twin` is this one (semantics 8.3).

    `urgency`: where it can follow in a life, nothing less urgent does (semantics 8.4). `weight`: of an act of nobody that is
    left to chance, how often it comes about beside others; 0: it is none.
    """

    name: str
    precondition: Condition
    effects: tuple[Effect, ...]
    consenting: tuple[int, ...]
    observing: tuple[Condition, ...]
    public: int | None = None
    seen: Condition | None = None
    sure: Condition | None = None
    hopes: tuple[Hope, ...] = ()
    twin: int | None = None
    in_vain: bool = False
    urgency: int = 0
    weight: int = 0

    @property
    def shown(self) -> Condition:
        """What whoever observes the act learns of its precondition, beside hopes."""
        return self.precondition if self.seen is None else self.seen

    @property
    def certain(self) -> Condition:
        """What must be true in the mind of whoever consents."""
        return self.precondition if self.sure is None else self.sure


class ActionInParts(NamedTuple):
    """An action but for its name. `parts`: conditions that must all hold, hopes too, for it to be possible; `effects`: pieces;
    the rest is as in `Action`. What is the same for many actions is one object."""

    parts: tuple[Condition, ...]
    effects: tuple[tuple[Effect, ...], ...]
    consenting: tuple[int, ...]
    observing: tuple[Condition, ...]
    public: int | None
    seen: Condition | None = None
    sure: Condition | None = None
    hopes: tuple[Hope, ...] = ()
    twin: int | None = None
    in_vain: bool = False
    urgency: int = 0
    weight: int = 0


class ActionsInParts(Deferred[Action]):
    """Very many actions, each made when it is first asked for. `name`: how the one with a number is called."""

    __slots__ = ("name", "rows")

    def __init__(self, rows: list[ActionInParts], name: Callable[[int], str]) -> None:
        super().__init__(len(rows), self._of_parts)
        self.rows = rows
        self.name = name

    def _of_parts(self, number: int) -> Action:
        row = self.rows[number]
        return Action(self.name(number), whole(row.parts), tuple(chain(*row.effects)), *row[2:])


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
    again, finally the type's default: truth 0, number 0 (clamped to the bounds), symbol `UNKNOWN` (semantics 1.1), or `NOBODY`
    where `Task.sets`.

    `others`: values, ascending and greater, that are possible too. `known`: what the mind around it takes to be possible is
    known there (semantics 8.2); the value then says nothing. `among`, not empty, ascending: it is so at `path`, and wherever
    a way leads from before its last character through any of these, as often as you like, to that last one. A fact of a
    path itself comes before it, and of several such facts the last one counts."""

    path: tuple[int, ...]
    fluent: int
    value: int
    others: tuple[int, ...] = ()
    known: bool = False
    among: tuple[int, ...] = ()


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
    actions: Sequence[Action]
    triggers: tuple[Trigger, ...]
    utilities: tuple[Expression, ...]
    limits: tuple[Limits, ...]
    publics: tuple[Public, ...] = ()
    utility: Expression = field(default=Constant(0))
    endings: tuple[Ending, ...] = ()
    sets: bool = False
    own: tuple[tuple[int, ...], ...] = field(default=(), compare=False)

    @property
    def is_hopeful(self) -> bool:
        """Whether anybody may act in the hope of something, or in order to learn something (semantics 8.3)."""
        if not self.sets:
            return False
        rows = self._rows()
        pieces = {id(piece): piece for row in rows for piece in row.effects}.values()
        return any(row.hopes for row in rows) or any(effect.learns for piece in pieces for effect in piece)

    def act_of(self, action: int) -> int:
        """The act itself, where a number is that of an act in vain."""
        found = self.actions.rows[action] if isinstance(self.actions, ActionsInParts) else self.actions[action]
        return found.twin if found.in_vain and found.twin is not None else action

    def effects_of(self, action: Action) -> tuple[Effect, ...]:
        """What an act does, and what everybody perceives of it."""
        return (*action.effects, *(() if action.public is None else self.publics[action.public].effects))

    def action_names(self) -> list[str]:
        """The names of all actions, without making the actions."""
        if isinstance(self.actions, ActionsInParts):
            return list(map(self.actions.name, range(len(self.actions))))
        return [action.name for action in self.actions]

    def consenting(self) -> list[tuple[int, ...]]:
        """For each action the minds that must have a reason, without making the actions."""
        return [row.consenting for row in self._acts()]

    def urgent(self) -> dict[int, int]:
        """How urgent the acts are that come before others, by their numbers, without making the actions."""
        return {number: row.urgency for number, row in enumerate(self._acts()) if row.urgency}

    def weights(self) -> dict[int, int]:
        """The weights of the acts that are left to chance, in the same way."""
        return {number: row.weight for number, row in enumerate(self._acts()) if row.weight}

    def _acts(self) -> Sequence[Action | ActionInParts]:
        return self.actions.rows if isinstance(self.actions, ActionsInParts) else self.actions

    def ending(self, name: str) -> int:
        """The number of an ending. Raises `ValueError` for a name that no ending has."""
        return [ending.name for ending in self.endings].index(name)

    def data(self) -> dict[str, Any]:
        """The task as plain lists, strings and integers, all but `own`: what it is known by. Equal terms are written once, in
        `terms`, each after its parts, and elsewhere referred to by their number there; so are, in `views`, the conditions for
        all characters to observe an act."""
        written = _Written()
        condition, effects = written.condition, written.effects
        actions = [
            (
                a.name,
                condition(a.precondition),
                effects(a.effects),
                a.consenting,
                written.view(a.observing),
                a.public,
                *written.apart(a, condition(a.precondition)),
            )
            for a in self.actions
        ]
        return self._data(written, actions)

    def shared_data(self) -> dict[str, Any]:
        """The same for the native engine: equal effects are written once, too, in `effects`, and preconditions of actions as
        the parts that must all hold."""
        written = _Shared()
        actions = [written.action(name, row) for name, row in zip(self.action_names(), self._rows(), strict=True)]
        return {**self._data(written, actions), "effects": list(written.shared)}

    def _rows(self) -> list[ActionInParts]:
        return [act if isinstance(act, ActionInParts) else _in_parts(act) for act in self._acts()]

    def _data(self, written: _Written, actions: list[tuple[Any, ...]]) -> dict[str, Any]:
        condition, effects = written.condition, written.effects
        publics = [(p.name, effects(p.effects)) for p in self.publics]
        triggers = [(t.name, condition(t.precondition), effects(t.effects)) for t in self.triggers]
        utilities = [written.expression(u) for u in self.utilities]
        utility = written.expression(self.utility)
        endings = [[e.name, written.condition(e.condition)] for e in self.endings]
        return {
            "name": self.name,
            "symbols": list(self.symbols),
            "characters": list(self.characters),
            "fluents": [[f.name, f.sort.value, list(f.domain), f.low, f.high, f.owner] for f in self.fluents],
            "facts": [
                [list(f.path), f.fluent, f.value, list(f.others), f.known, *([list(f.among)] if f.among else [])]
                for f in self.facts
            ],
            "terms": list(written.terms),
            "views": list(written.views),
            "actions": actions,
            "publics": publics,
            "triggers": triggers,
            "utilities": utilities,
            "utility": utility,
            "limits": [[limit.ahead, limit.deep] for limit in self.limits],
            "endings": endings,
            "sets": self.sets,
            **({"urgencies": [urgent.get(act, 0) for act in range(len(self.actions))]} if (urgent := self.urgent()) else {}),
        }


class _Written:
    """Gives the terms of a task numbers, equal ones the same; the task keeps them alive meanwhile."""

    def __init__(self) -> None:
        self.terms: dict[tuple[Any, ...], int] = {}
        self.views: dict[tuple[int, ...], int] = {}
        self._known: dict[int, int] = {}

    def expression(self, expression: Expression) -> int:
        known = self._known.get(id(expression))
        if known is not None:
            return known
        row: tuple[Any, ...]
        match expression:
            case Constant():
                row = ("constant", *expression.values)
            case Read(path, fluent):
                row = ("read", path, fluent)
            case Arithmetic(operator, left, right):
                row = ("arithmetic", operator, self.expression(left), self.expression(right))
            case Choose(condition, then, otherwise):
                row = ("choose", self.condition(condition), self.expression(then), self.expression(otherwise))
        return self._number(expression, row)

    def condition(self, condition: Condition) -> int:
        known = self._known.get(id(condition))
        if known is not None:
            return known
        row: tuple[Any, ...]
        match condition:
            case Compare(operator, left, right, of_reads, denied):
                row = ("compare", operator, self.expression(left), self.expression(right), of_reads, denied)
            case AllOf(parts):
                row = ("all", tuple([self.condition(part) for part in parts]))
            case AnyOf(parts):
                row = ("any", tuple([self.condition(part) for part in parts]))
        return self._number(condition, row)

    def view(self, observing: tuple[Condition, ...]) -> int:
        known = self._known.get(id(observing))
        if known is None:
            numbers = self._known
            view = tuple([numbers.get(id(condition)) or self.condition(condition) for condition in observing])
            known = self._known[id(observing)] = self.views.setdefault(view, len(self.views))
        return known

    def effects(self, effects: tuple[Effect, ...]) -> list[Any]:
        expression, condition = self.expression, self.condition
        return [(e.path, e.fluent, expression(e.value), condition(e.condition), e.excludes, e.known) for e in effects]

    def apart(self, action: Action | ActionInParts, precondition: Any) -> tuple[Any, ...]:
        """What some acts have besides: nothing for most. `precondition`: as it is written."""
        if action.seen is None and not action.hopes:
            return ()
        hopes = [(self.condition(hope.condition), self.condition(hope.opposite), hope.seen) for hope in action.hopes]
        shown, sure = [precondition if part is None else self.condition(part) for part in (action.seen, action.sure)]
        return shown, sure, hopes, action.twin, action.in_vain

    def _number(self, term: Expression | Condition, row: tuple[Any, ...]) -> int:
        return self._known.setdefault(id(term), self.terms.setdefault(row, len(self.terms)))


class _Shared(_Written):
    """The same, with equal effects written once."""

    def __init__(self) -> None:
        super().__init__()
        self.shared: dict[tuple[Any, ...], int] = {}
        self._pieces: dict[int, list[int]] = {}
        self._conjuncts: dict[int, list[int]] = {}

    def action(self, name: str, row: ActionInParts) -> tuple[Any, ...]:
        known, done = self._conjuncts, self._pieces
        parts = [number for part in row.parts for number in (known.get(id(part)) or self._of_part(part))]
        condition = parts[0] if len(parts) == 1 else ("all", parts)
        effects = [number for piece in row.effects for number in (done.get(id(piece)) or self._of_piece(piece))]
        plain = (name, condition, effects, row.consenting, self.view(row.observing), row.public)
        return plain if row.seen is None and not row.hopes else (*plain, *self.apart(row, condition))

    def _of_part(self, part: Condition) -> list[int]:
        found = self._conjuncts[id(part)] = list(map(self.condition, part.parts if type(part) is AllOf else (part,)))
        return found

    def _of_piece(self, piece: tuple[Effect, ...]) -> list[int]:
        found = self._pieces[id(piece)] = [self.shared.setdefault(row, len(self.shared)) for row in super().effects(piece)]
        return found

    def effects(self, effects: tuple[Effect, ...]) -> list[Any]:
        return self._of_piece(effects)


def _in_parts(a: Action) -> ActionInParts:
    rest = a.consenting, a.observing, a.public, a.seen, a.sure, a.hopes, a.twin, a.in_vain, a.urgency, a.weight
    return ActionInParts((a.precondition,), (a.effects,), *rest)
