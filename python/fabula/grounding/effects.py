"""What an event changes: effects with their variables replaced, folded so that each says one value for one target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fabula.grounding.compiler import Binding, Compiler, Path
from fabula.grounding.numbers import clamp
from fabula.grounding.terms import Terms
from fabula.grounding.vocabulary import sort_of
from fabula.grounding.ways import OPPOSITE
from fabula.model import Assign, Effect, ForEach, Get, Opens, When
from fabula.model import Expression as Spoken
from fabula.source import Span
from fabula.task import FALSE, TRUE, Condition, Constant, Expression, Read


class Piece(NamedTuple):
    """One assignment as written: `operator` is =, += or -=; or what a mind learns: "not" this value, "knows" which it is.
    `is_own_view`: it says what somebody believes of the own belief."""

    path: Path
    fluent: int
    operator: str
    value: Expression
    condition: Condition
    span: Span | None
    is_own_view: bool = False


class Change(NamedTuple):
    """A `task.Effect` and where it was written. The value `Terms.unknown` stands for all values that the fluent can have."""

    path: Path
    fluent: int
    value: Expression
    condition: Condition
    span: Span | None
    excludes: bool = False
    known: bool = False

    @property
    def keeps(self) -> bool:
        """Whether it says that a fluent stays as it is."""
        value = self.value
        return type(value) is Read and value.fluent == self.fluent and not value.path and not self.path


#: a fluent in some mind, when it is meant, and whether somebody stands in the path twice in a row
Place = tuple[Path, int, Condition, bool]
#: the condition under which nothing that has been said of a fluent of the world happens, for those of which something is
Left = dict[int, Condition]


class Block(NamedTuple):
    """What some effects do that happen together."""

    pieces: tuple[Piece, ...]
    left: Left


NOTHING = Block((), {})


class Effects:
    """Turns effects into pieces; remembers those of each effect and binding."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._terms = compiler.terms
        self._free = compiler.vocabulary.variables.of
        self._done: dict[tuple[int, tuple[int, ...]], Block] = {}

    def block(self, effects: Sequence[Effect], binding: Binding) -> Block:
        """All that some effects do. Raises `StepsEnded`, `BadNumber`."""
        return self.together(self.blocks(effects, binding))

    def blocks(self, effects: Sequence[Effect], binding: Binding) -> list[Block]:
        """What some effects do, one by one: one object for the same effect and things. Raises `StepsEnded`, `BadNumber`."""
        blocks: list[Block] = []
        for effect in effects:
            key = (id(effect), tuple([binding[name] for name in self._free(effect)]))
            known = self._done.get(key)
            if known is None:
                known = self._done[key] = self._block(effect, binding)
            blocks.append(known)
        return blocks

    def together(self, blocks: Sequence[Block]) -> Block:
        """Blocks that happen together."""
        if len(blocks) == 1:
            return blocks[0]
        left: Left = {}
        for block in blocks:
            for fluent, condition in block.left.items():
                left[fluent] = self._terms.all_of((left.get(fluent, TRUE), condition))
        return Block(tuple([piece for block in blocks for piece in block.pieces]), left)

    def forget(self) -> None:
        """Other events have other effects."""
        self._done.clear()

    def _block(self, effect: Effect, binding: Binding) -> Block:
        compiler, terms = self._compiler, self._terms
        match effect:
            case Assign():
                if not effect.believers and (codes := compiler.written(effect.target, binding)) is not None:
                    return self._simple(effect, codes, binding)
                return self._of_pieces(self._assigned(effect, binding))
            case Opens():
                return self._of_pieces(self._opened(effect, binding))
            case When(condition, then, otherwise):
                guard = compiler.condition(condition, binding)
                opposite = compiler.condition(condition, binding, (), OPPOSITE)
                yes, no = self.block(then, binding), self.block(otherwise, binding)
                left: Left = {}
                for fluent in {**yes.left, **no.left}:
                    cases = (guard, yes.left.get(fluent, TRUE)), (opposite, no.left.get(fluent, TRUE))
                    left[fluent] = terms.any_of([terms.all_of(case) for case in cases])
                return Block((*self._pieces_under(guard, yes.pieces), *self._pieces_under(opposite, no.pieces)), left)
            case ForEach(variable, where, effects):
                blocks: list[Block] = []
                for inner in compiler.each(variable, binding, where):
                    guard = TRUE if where is None else compiler.condition(where, inner)
                    if guard is not FALSE:
                        blocks.append(self.under(guard, self.block(effects, inner)))
                return self.together(blocks)
        raise TypeError(f"not an effect: {effect}")

    def _of_pieces(self, pieces: Sequence[Piece]) -> Block:
        left: Left = {}
        for piece in pieces:
            if not piece.path:
                others = left.get(piece.fluent, TRUE)
                left[piece.fluent] = self._terms.all_of((others, self._terms.complement(piece.condition)))
        return Block(tuple(pieces), left)

    def under(self, guard: Condition, block: Block) -> Block:
        """A block under one more condition."""
        if guard is TRUE:
            return block
        terms = self._terms
        otherwise = terms.complement(guard)
        left = {fluent: terms.any_of((terms.all_of((guard, condition)), otherwise)) for fluent, condition in block.left.items()}
        return Block(tuple(self._pieces_under(guard, block.pieces)), left)

    def _pieces_under(self, guard: Condition, pieces: Iterable[Piece]) -> list[Piece]:
        if guard is TRUE:
            return list(pieces)
        if guard is FALSE:
            return []
        all_of = self._terms.all_of
        guarded = []
        for piece in pieces:
            both = guard if piece.condition is TRUE else all_of((guard, piece.condition))
            if both is not FALSE:
                guarded.append(piece._replace(condition=both))
        return guarded

    def _simple(self, assign: Assign, codes: tuple[int, ...], binding: Binding) -> Block:
        """What is assigned to one property of the world, whose arguments are known."""
        compiler, name = self._compiler, assign.target.property
        value = compiler.value(assign.value, binding, sort=sort_of(compiler.vocabulary.definition.properties[name]))
        leaf = compiler.resolve((), (name, codes))
        # What resolves to a constant is only ever given the value that it has.
        if not isinstance(leaf, Read):
            return NOTHING
        if assign.operator == "=":
            value = self._bounded(leaf.fluent, value)
            if value is leaf:
                return NOTHING
        return Block((Piece((), leaf.fluent, assign.operator, value, TRUE, assign.span),), {leaf.fluent: FALSE})

    def _assigned(self, assign: Assign, binding: Binding) -> list[Piece]:
        compiler, terms = self._compiler, self._terms
        declared = compiler.vocabulary.definition.properties[assign.target.property]
        value = compiler.value(assign.value, binding, sort=sort_of(declared))
        assigned = []
        for path, target, condition, is_own in self._targets(assign.believers, assign.target, binding):
            bounded = self._bounded(target, value) if assign.operator == "=" else value
            # What takes the value that it has stays as it is.
            if path or assign.operator != "=" or bounded is not terms.read((), target):
                assigned.append(Piece(path, target, assign.operator, bounded, condition, assign.span, is_own))
        return assigned

    def _opened(self, opens: Opens, binding: Binding) -> list[Piece]:
        compiler, terms = self._compiler, self._terms
        declared = compiler.vocabulary.definition.properties[opens.target.property]
        values = [compiler.value(value, binding, sort=sort_of(declared)) for value in opens.values]
        opened = []
        for path, target, condition, is_own in self._targets(opens.believers, opens.target, binding):
            bounded = [self._bounded(target, value) for value in values]
            codes = sorted({value.value for value in bounded if isinstance(value, Constant)})
            learnt: list[tuple[str, Expression]]
            match opens.word:
                case "in":
                    learnt = [("=", terms.constant(*codes))]
                case "only":
                    whole = compiler.vocabulary.all_values(declared)
                    learnt = [("not", terms.constant(code)) for code in whole if code not in codes]
                case "not":
                    learnt = [("not", value) for value in bounded]
                case "knows":
                    learnt = [("knows", terms.read(path[:-1], target))]
                case _:
                    learnt = [("=", terms.unknown)]
            opened += [Piece(path, target, operator, value, condition, opens.span, is_own) for operator, value in learnt]
        return opened

    def _targets(self, believers: Sequence[Spoken], target: Get, binding: Binding) -> Iterable[Place]:
        """What varies of a property, in which minds and when it is this that is meant."""
        compiler, terms = self._compiler, self._terms
        for guard, path, is_own_view in self._paths(believers, binding):
            for also, codes in compiler.arguments(target, binding):
                leaf = None if codes is None else compiler.resolve((), (target.property, codes))
                condition = terms.all_of((guard, also))
                # A target that resolves to a constant is only ever given the value that it has.
                if isinstance(leaf, Read) and condition is not FALSE:
                    yield path, leaf.fluent, condition, is_own_view

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


def folded(terms: Terms, block: Block) -> list[Change]:
    """One change for each target and value: conditions of equal values are joined, growth and shrinking add up. Where a fluent
    of the world has several, one that keeps it says when none of them happens."""
    if len(block.pieces) < 2:
        return merged(terms, block.pieces)
    changes = merged(terms, block.pieces)
    written: dict[int, int] = {}
    for piece in block.pieces:
        if not piece.path:
            written[piece.fluent] = written.get(piece.fluent, 0) + (piece.condition is not TRUE)
    kept = [
        Change((), fluent, terms.read((), fluent), block.left[fluent], None) for fluent, count in written.items() if count > 1
    ]
    return without_idle([*changes, *kept])


def without_idle(changes: Sequence[Change]) -> list[Change]:
    """Changes without those that keep what nothing else changes."""
    changed = {change.fluent for change in changes if not change.path and not change.keeps}
    return [change for change in changes if not change.keeps or change.fluent in changed]


def merged(terms: Terms, pieces: Iterable[Piece]) -> list[Change]:
    """One change for each target and value."""
    if not isinstance(pieces, (list, tuple)):
        pieces = list(pieces)
    if len(pieces) == 1 and (only := pieces[0]).operator not in ("+=", "-="):
        return [_changed(only, only.condition)] if only.condition is not FALSE else []
    values: dict[tuple[Path, int, str, int], tuple[Piece, list[Condition]]] = {}
    steps: dict[tuple[Path, int], list[Piece]] = {}
    order: dict[tuple[Path, int, str, int], None] = {}
    for piece in pieces:
        if piece.operator in ("+=", "-="):
            order[piece.path, piece.fluent, "+=", 0] = None
            steps.setdefault((piece.path, piece.fluent), []).append(piece)
            continue
        key = (piece.path, piece.fluent, piece.operator, id(piece.value))
        if key in values:
            values[key][1].append(piece.condition)
        else:
            values[key] = (piece, [piece.condition])
            order[key] = None
    changes = []
    for key in order:
        if key in values:
            first, conditions = values[key]
            change = _changed(first, conditions[0] if len(conditions) == 1 else terms.any_of(conditions))
        else:
            change = _stepped(terms, steps[key[:2]])
        if change.condition is not FALSE:
            changes.append(change)
    return changes


def _changed(piece: Piece, condition: Condition) -> Change:
    """What an assignment or something learnt comes to under a condition."""
    excludes, known = piece.operator == "not", piece.operator == "knows"
    return Change(piece.path, piece.fluent, piece.value, condition, piece.span, excludes, known)


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
