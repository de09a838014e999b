"""What an event changes: effects with their variables replaced, folded so that each says one value for one target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fabula.grounding.compiler import OPPOSITE, Binding, Compiler, Path
from fabula.grounding.numbers import clamp
from fabula.grounding.terms import Terms
from fabula.grounding.vocabulary import sort_of
from fabula.model import Assign, Effect, ForEach, When
from fabula.model import Expression as Spoken
from fabula.source import Span
from fabula.task import FALSE, TRUE, Condition, Constant, Expression, Read


class Piece(NamedTuple):
    """One assignment as written: `operator` is =, += or -=. `is_own_view`: it says what somebody believes of the own belief."""

    path: Path
    fluent: int
    operator: str
    value: Expression
    condition: Condition
    span: Span | None
    is_own_view: bool = False


class Change(NamedTuple):
    """A `task.Effect` and where it was written."""

    path: Path
    fluent: int
    value: Expression
    condition: Condition
    span: Span | None


class Effects:
    """Turns effects into pieces; remembers those of each effect and binding."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._terms = compiler.terms
        self._free = compiler.vocabulary.variables.of
        self._done: dict[tuple[int, tuple[int, ...]], tuple[Piece, ...]] = {}

    def pieces(self, effects: Sequence[Effect], binding: Binding) -> list[Piece]:
        """All pieces of some effects. Raises `StepsEnded`, `BadNumber`."""
        found: list[Piece] = []
        for effect in effects:
            key = (id(effect), tuple([binding[name] for name in self._free(effect)]))
            known = self._done.get(key)
            if known is None:
                known = self._done[key] = tuple(self._pieces(effect, binding))
            found += known
        return found

    def _pieces(self, effect: Effect, binding: Binding) -> Iterable[Piece]:
        compiler = self._compiler
        match effect:
            case Assign():
                return self._assigned(effect, binding)
            case When(condition, then, otherwise):
                yes = self.under(compiler.condition(condition, binding), self.pieces(then, binding))
                if not otherwise:
                    return yes
                opposite = compiler.condition(condition, binding, (), OPPOSITE)
                return [*yes, *self.under(opposite, self.pieces(otherwise, binding))]
            case ForEach(variable, where, effects):
                found: list[Piece] = []
                for code in compiler.vocabulary.things_of(variable.kind):
                    inner = {**binding, variable.name: code}
                    guard = TRUE if where is None else compiler.condition(where, inner)
                    if guard is not FALSE:
                        found += self.under(guard, self.pieces(effects, inner))
                return found
        raise TypeError(f"not an effect: {effect}")

    def under(self, guard: Condition, pieces: Iterable[Piece]) -> list[Piece]:
        """Pieces under one more condition."""
        if guard is TRUE:
            return list(pieces)
        if guard is FALSE:
            return []
        all_of = self._terms.all_of
        found = []
        for piece in pieces:
            both = guard if piece.condition is TRUE else all_of((guard, piece.condition))
            if both is not FALSE:
                found.append(piece._replace(condition=both))
        return found

    def _assigned(self, assign: Assign, binding: Binding) -> Iterable[Piece]:
        compiler, terms = self._compiler, self._terms
        name = assign.target.property
        declared = compiler.vocabulary.definition.properties[name]
        value = compiler.value(assign.value, binding, sort=sort_of(declared))
        found = []
        for guard, path, is_own_view in self._paths(assign.believers, binding):
            for also, codes in compiler.arguments(assign.target, binding):
                if codes is None:
                    continue
                target = compiler.resolve((), (name, codes))
                condition = terms.all_of((guard, also))
                # A target that resolves to a constant is only ever given the value that it has.
                if isinstance(target, Read) and condition is not FALSE:
                    bounded = self._bounded(target.fluent, value) if assign.operator == "=" else value
                    found.append(Piece(path, target.fluent, assign.operator, bounded, condition, assign.span, is_own_view))
        return found

    def _paths(self, believers: Sequence[Spoken], binding: Binding) -> list[tuple[Condition, Path, bool]]:
        """By cases, in whose minds, and whether somebody stands there twice in a row."""
        compiler = self._compiler
        paths: list[tuple[Condition, Path, bool]] = [(TRUE, (), False)]
        for believer in believers:
            longer = []
            for guard, path, is_own_view in paths:
                for also, thing in compiler.things(believer, binding):
                    mind = compiler.vocabulary.mind_of.get(thing)
                    if mind is not None:
                        is_own = path[-1:] == (mind,)
                        step = path if is_own else (*path, mind)
                        longer.append((self._terms.all_of((guard, also)), step, is_own_view or is_own))
            paths = longer
        return paths

    def _bounded(self, number: int, value: Expression) -> Expression:
        fluent = self._terms.fluents[number]
        if isinstance(value, Constant) and (fluent.low is not None or fluent.high is not None):
            return self._terms.constant(clamp(value.value, fluent.low, fluent.high))
        return value


def folded(terms: Terms, pieces: Iterable[Piece]) -> list[Change]:
    """One change for each target and value: conditions of equal values are joined, growth and shrinking add up."""
    values: dict[tuple[Path, int, int], tuple[Piece, list[Condition]]] = {}
    steps: dict[tuple[Path, int], list[Piece]] = {}
    order: dict[tuple[Path, int, int], None] = {}
    for piece in pieces:
        if piece.operator == "=":
            key = (piece.path, piece.fluent, id(piece.value))
            if key in values:
                values[key][1].append(piece.condition)
            else:
                values[key] = (piece, [piece.condition])
                order[key] = None
        else:
            order[piece.path, piece.fluent, 0] = None
            steps.setdefault((piece.path, piece.fluent), []).append(piece)
    found = []
    for key in order:
        if key in values:
            first, conditions = values[key]
            condition = conditions[0] if len(conditions) == 1 else terms.any_of(conditions)
            change = Change(first.path, first.fluent, first.value, condition, first.span)
        else:
            change = _stepped(terms, steps[key[:2]])
        if change.condition is not FALSE:
            found.append(change)
    return [change for change in found if not _idle(terms, change, found)]


def _idle(terms: Terms, change: Change, changes: Sequence[Change]) -> bool:
    """Whether a change keeps what is there. A belief that is kept is none such: what its holder sees might change it; nor is
    one that another change may contradict."""
    if change.path or change.value is not terms.read((), change.fluent):
        return False
    return sum(other.fluent == change.fluent and not other.path for other in changes) == 1


def _stepped(terms: Terms, steps: Sequence[Piece]) -> Change:
    """Steps that fire together add up, so that they are one change."""
    path, fluent = steps[0].path, steps[0].fluent
    fixed = 0
    value: Expression = terms.read(path, fluent)
    for step in steps:
        if step.condition is TRUE and isinstance(step.value, Constant) and step.value is not terms.unknown:
            fixed += step.value.value if step.operator == "+=" else -step.value.value
    if fixed:
        value = terms.arithmetic("+" if fixed > 0 else "-", value, terms.constant(abs(fixed)))
    single = len(steps) == 1
    for step in steps:
        if step.condition is TRUE and isinstance(step.value, Constant) and step.value is not terms.unknown:
            continue
        # Alone, its condition is that of the change, and need not be asked again.
        amount = step.value if single else terms.choose(step.condition, step.value, terms.no)
        value = terms.arithmetic(step.operator[0], value, amount)
    return Change(path, fluent, value, terms.any_of([step.condition for step in steps]), steps[0].span)
