"""Instances of actions and triggers: their parameters replaced by things, as far as their conditions can be true."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from fabula.grounding.atoms import Atoms
from fabula.grounding.compiler import Binding, Compiler
from fabula.grounding.effects import Block, Change, Effects, folded
from fabula.grounding.failures import report_too_many_fluents, report_too_many_instances
from fabula.grounding.joined import Joined
from fabula.grounding.own_views import report_clashes, settled
from fabula.grounding.parts import Changes, Joining, Parts, parts_of
from fabula.grounding.steps import Capacity, StepsEnded
from fabula.grounding.vocabulary import Vocabulary
from fabula.model import Action, Definition, Expression, Literal, Logic, Reaction, Trigger, Variable
from fabula.problems import Problems
from fabula.task import FALSE, TRUE, Condition, whole
from fabula.urgency import DRAWS

#: so many times as many instances may be made as may be left when it is known what can come about
BEFORE_PRUNING = 4


#: what is hoped for: a condition, its denial, and whether it is seen
Hoped = tuple[Condition, Condition, bool]


@dataclass(frozen=True, slots=True)
class Apart:
    """What an act has besides if part of its condition is hidden or hoped for (semantics 8.3). `shown`: what whoever sees it
    learns, beside hopes. The parts of the precondition are then what must be sure, of the act and of the same `in_vain`, which
    stands next to it."""

    shown: Condition
    hopes: tuple[Hoped, ...] = ()
    in_vain: bool = False


@dataclass(slots=True)
class Instance:
    """A ground event: its schema, and the things of its parameters in their order. `parts`: of its precondition. `doers`: the
    minds, as symbols, that it is done by, in order; triggers have none. `wills`: those of them that move a body which is not
    their own."""

    schema: Action | Trigger
    codes: tuple[int, ...]
    parts: Parts
    pieces: Changes
    doers: tuple[int, ...] = ()
    wills: tuple[int, ...] = ()
    observing: tuple[Condition, ...] = ()
    apart: Apart | None = None

    @property
    def is_in_vain(self) -> bool:
        return self.apart is not None and self.apart.in_vain

    @property
    def precondition(self) -> Condition:
        return whole(self.parts)

    @property
    def changes(self) -> list[Change]:
        return [change for piece in self.pieces for change in piece]

    @property
    def binding(self) -> dict[str, int]:
        return {parameter.name: code for parameter, code in zip(self.schema.parameters, self.codes, strict=True)}

    def name(self, symbols: Sequence[str]) -> str:
        """As in problem files; `symbols`: how things are called."""
        wills = f" as {', '.join([symbols[will] for will in self.wills])}" if self.wills else ""
        vain = " in vain" if self.is_in_vain else ""
        return f"{self.schema.name}({', '.join([symbols[code] for code in self.codes])}){wills}{vain}"


def hopes_of(instance: Instance) -> tuple[Hoped, ...]:
    """What an act hopes for."""
    return instance.apart.hopes if instance.apart is not None else ()


def may_teach(parts: Parts, observing: Sequence[Condition]) -> bool:
    """Whether somebody who sees an act may be surprised that it is possible (semantics 2.2, step 2)."""
    return bool(parts) and any(sees is not FALSE for sees in observing)


@dataclass(slots=True)
class Count:
    """How many instances of a schema have a condition that could be true, and how many of those change anything."""

    possible: int = 0
    changing: int = 0


@dataclass(slots=True)
class Events:
    actions: list[Instance] = field(default_factory=list)
    triggers: list[Instance] = field(default_factory=list)
    counts: dict[str, Count] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many instances there are, and how many changes they make."""
        return sum([1 + sum(map(len, instance.pieces)) for instance in (*self.actions, *self.triggers)])

    def pieces(self) -> list[tuple[Change, ...]]:
        """What events do, in pieces, each once."""
        return list({id(piece): piece for event in (*self.actions, *self.triggers) for piece in event.pieces}.values())


class View:
    """When an act is seen: `names`, the parameters on which that depends; `shape`, the same for acts that are seen alike, but
    for how these are called."""

    def __init__(self, vocabulary: Vocabulary, action: Action) -> None:
        free, shape = vocabulary.variables.of, vocabulary.variables.shape
        self.names = tuple(dict.fromkeys([n for seen in action.seen for n in free(seen.condition) if n != seen.variable.name]))
        places = {name: place for place, name in enumerate(self.names)}
        self.shape: tuple[object, ...] = tuple(
            [
                (
                    seen.variable.kind,
                    shape(seen.condition),
                    *[-1 if name == seen.variable.name else places[name] for name in free(seen.condition)],
                )
                for seen in action.seen
            ]
        )


def events_of(definition: Definition) -> Iterator[Action | Trigger]:
    """All actions, then all triggers."""
    yield from definition.actions.values()
    yield from definition.triggers.values()


def all_drawn(compiler: Compiler) -> Condition:
    """That all is drawn which is drawn at the start of the story."""
    draws = compiler.vocabulary.definition.draws
    if not draws:
        return TRUE
    return compiler.terms.compare("==", compiler.resolve((), (DRAWS, ())), compiler.terms.constant(draws))


class Instances:
    """Makes the instances of all events of a story."""

    def __init__(
        self, compiler: Compiler, effects: Effects, limits: Capacity, problems: Problems, idle: Collection[str] = ()
    ) -> None:
        """`idle`: the names of events that can't happen, and are not looked at."""
        self._idle = idle
        self._compiler = compiler
        self._effects = effects
        self._limits = limits
        self._problems = problems
        self._vocabulary = compiler.vocabulary
        self._definition: Definition = compiler.vocabulary.definition
        self._atoms = Atoms(compiler.terms)
        self._joining = Joining(compiler.terms)
        #: by identity: what has been found of a block alone, which stays so, too
        self._alone: dict[int, tuple[Block, frozenset[int] | None, tuple[Change, ...]]] = {}
        self._left = limits.instances * BEFORE_PRUNING
        self._seen: dict[tuple[tuple[object, ...], tuple[int, ...]], tuple[Condition, ...]] = {}
        self._looks: dict[tuple[str, int, tuple[int, ...]], tuple[Condition, ...]] = {}
        #: by identity: rows of looks, which stay so, and what is idle in them
        self._busy: dict[tuple[int, int], tuple[tuple[Condition, ...], list[int]]] = {}
        self._reactions: dict[str, list[Reaction]] = {}
        for reaction in self._definition.reactions:
            self._reactions.setdefault(reaction.action, []).append(reaction)
        body = self._vocabulary.bodies
        minds = [self._vocabulary.codes[name] for name in self._vocabulary.minds]
        self._eyes = [(mind, body.get(mind, mind)) for mind in minds]
        self._wills = {code: [code] for code in minds if code not in body}
        for will, code in body.items():
            self._wills.setdefault(code, [code]).append(will)
        self._may_be_moved = any(len(wills) > 1 for wills in self._wills.values())

    def all(self) -> Events:
        """Problems are reported; an event with too many instances stops the rest."""
        events = Events()
        for schema in events_of(self._definition):
            count = events.counts[schema.name] = Count()
            if schema.name in self._idle:
                continue
            instances = events.actions if isinstance(schema, Action) else events.triggers
            before = len(instances)
            self._compiler.terms.steps.begin(schema.span)
            try:
                made = self._actions(schema, count) if isinstance(schema, Action) else self._triggers(schema, count)
                for instance in made:
                    instances.append(instance)
            except StepsEnded:
                self._too_many(schema, len(instances) - before)
                break
            self._effects.forget()
            self._alone.clear()
        return events

    # --- parameters --------------------------------------------------------------------------------------------------

    def _bindings(self, event: Action | Trigger) -> Iterator[tuple[tuple[int, ...], dict[str, int], Parts]]:
        """The things of each binding, in the order of things, with its condition."""
        names = [parameter.name for parameter in event.parameters]
        joined = self._joining.joined
        for codes, conditions in Joined(self._compiler, event).rows():
            parts = joined(conditions)
            if parts is not None:
                yield codes, dict(zip(names, codes, strict=True)), parts

    def _take(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise StepsEnded

    # --- triggers ----------------------------------------------------------------------------------------------------

    def _triggers(self, trigger: Trigger, count: Count) -> Iterator[Instance]:
        waiting = self._waiting(trigger)
        for codes, binding, parts in self._bindings(trigger):
            parts = self._joining.joined((*parts, *waiting)) or parts
            self._take()
            count.possible += 1
            changes = self._changes(self._effects.blocks(trigger.effects, binding))
            if changes:
                count.changing += 1
                yield Instance(trigger, codes, parts, changes)

    def _waiting(self, trigger: Trigger) -> list[Condition]:
        """What a trigger waits for: that all is drawn, unless it belongs to a draw."""
        drawn = all_drawn(self._compiler)
        return [] if trigger.of_draw or drawn is TRUE else [drawn]

    # --- actions -----------------------------------------------------------------------------------------------------

    def _actions(self, action: Action, count: Count) -> Iterator[Instance]:
        view = View(self._vocabulary, action)
        for codes, binding, plain in self._bindings(action):
            by = self._by(action, binding)
            parts = self._without_choices(plain)
            if parts is None:
                continue
            observing = None
            for doers in self._ways(by):
                held = self._held(by, doers)
                together = self._joining.joined((*parts, *held)) if held else parts
                if together is None:
                    continue
                self._take()
                count.possible += 1
                if observing is None:
                    observing = self._observing(action, view, binding)
                    blocks = self._effects.blocks(action.effects, binding)
                    changes = self._changes(blocks, self._reacting(action, binding, observing))
                    hopes = self._hopes(action, binding)
                if hopes is None:
                    # Nobody can ever hope for this.
                    continue
                if not (changes or hopes or may_teach(together, observing)):
                    continue
                count.changing += bool(changes)
                wills = () if doers == tuple(by) else tuple([w for code, w in zip(by, doers, strict=True) if w != code])
                apart = self._apart(action, binding, parts, together, hopes)
                yield Instance(action, codes, together, changes, doers, wills, observing, apart)
                if apart is not None and hopes:
                    failed = self._changes(self._effects.blocks(action.in_vain, binding))
                    yield Instance(action, codes, together, failed, doers, wills, observing, replace(apart, in_vain=True))

    def _without_choices(self, parts: Parts) -> Parts | None:
        """A precondition without choices within comparisons; None: it can't hold."""
        of = self._atoms.of
        if all(of(part) is part for part in parts):
            return parts
        return parts_of(of(self._compiler.terms.all_of(parts)))

    def _hopes(self, action: Action, binding: Binding) -> tuple[Hoped, ...] | None:
        """What is hoped for; None, if it can never be fulfilled."""
        if not action.hopes:
            return ()
        compiler, terms = self._compiler, self._compiler.terms
        hopes: dict[int, Hoped] = {}
        for hope in action.hopes:
            condition = compiler.condition(hope.condition, binding)
            if condition is FALSE:
                return None
            if condition is not TRUE:
                hopes[id(condition)] = (condition, terms.complement(condition), hope.seen)
        return tuple(hopes.values())

    def _apart(self, action: Action, binding: Binding, parts: Parts, together: Parts, hopes: tuple[Hoped, ...]) -> Apart | None:
        """What an act has besides. `parts`: of its condition; `together`: with who moves a body, which is not seen."""
        terms = self._compiler.terms
        if action.shown is None:
            if together is parts and not hopes:
                return None
            shown = terms.all_of(parts)
        else:
            shown = self._atoms.of(self._compiler.condition(action.shown, binding))
        return Apart(shown, hopes) if hopes or shown is not terms.all_of(together) else None

    def _ways(self, by: Mapping[int, bool]) -> Iterable[tuple[int, ...]]:
        """By which wills it can be done."""
        wills = self._wills
        if not self._may_be_moved or not any(moved and len(wills.get(code, ())) > 1 for code, moved in by.items()):
            return (tuple(by),)
        return product(*(wills.get(code, [code]) if moved else [code] for code, moved in by.items()))

    def _changes(self, blocks: Sequence[Block], more: Sequence[Block] = ()) -> Changes:
        """What blocks change together: each for itself, where no two of them change one fluent."""
        if not more:
            changed, size = set[int](), 0
            all_changes = []
            for block in blocks:
                _, fluents, changes = self._alone.get(id(block)) or self._of_block(block)
                if fluents is None:
                    break
                changed |= fluents
                size += len(fluents)
                if changes:
                    all_changes.append(changes)
            else:
                if len(changed) == size:
                    return tuple(all_changes)
        together = self._effects.together([self._effects.together(blocks), *more])
        joined = tuple(self._folded(together))
        return (joined,) if joined else ()

    def _of_block(self, block: Block) -> tuple[Block, frozenset[int] | None, tuple[Change, ...]]:
        """The fluents that a block changes, and how; None: what else happens has a say in it."""
        fluents = None
        changes: tuple[Change, ...] = ()
        if not any(piece.is_own_view for piece in block.pieces):
            changes = tuple(folded(self._compiler.terms, block))
            if not any(change.keeps for change in changes):
                fluents = frozenset([piece.fluent for piece in block.pieces])
        entry = self._alone[id(block)] = block, fluents, changes
        return entry

    def _folded(self, block: Block) -> list[Change]:
        terms = self._compiler.terms
        pieces, clashes = settled(terms, block.pieces)
        report_clashes(self._vocabulary, terms, clashes, self._problems)
        return folded(terms, block._replace(pieces=tuple(pieces)))

    def _by(self, action: Action, binding: Binding) -> dict[int, bool]:
        """Who does it, and whether it moves a body. What `who: mind` does it does inwardly, whoever holds its body."""
        doers: dict[int, bool] = {}
        for expression in action.by:
            ((_, code),) = self._compiler.things(expression, binding)
            inward = isinstance(expression, Variable) and "character" not in self._definition.kinds[expression.kind].ancestors
            doers[code] = doers.get(code, False) or not inward
        return doers

    def _held(self, by: Mapping[int, bool], doers: Sequence[int]) -> list[Condition]:
        """What must hold for these wills to move the bodies that do it."""
        if not self._may_be_moved:
            return []
        held = [self._holding(code, will) for (code, moved), will in zip(by.items(), doers, strict=True) if moved]
        return [condition for condition in held if condition is not TRUE]

    def _holding(self, body: int, will: int) -> Condition:
        """A body with several wills is moved by the one that holds it."""
        if len(self._wills.get(body, ())) < 2:
            return TRUE
        holder = self._compiler.resolve((), ("held_by", (body,)))
        return self._compiler.terms.compare("==", holder, self._compiler.terms.constant(will))

    def _observing(self, action: Action, view: View, binding: Binding) -> tuple[Condition, ...]:
        """For each mind when it sees the act. A will sees what its body sees."""
        if action.seen_by_all:
            return (TRUE,) * len(self._eyes)
        key = (view.shape, tuple([binding[name] for name in view.names]))
        columns = self._seen.get(key)
        if columns is None:
            ways = [self._sees(seen.condition, seen.variable, binding) for seen in action.seen]
            columns = self._seen[key] = self._columns(self._compiler.terms.any_of, FALSE, ways)
        return columns

    def _sees(self, condition: Expression, observer: Variable, binding: Binding) -> tuple[Condition, ...]:
        """For each mind a condition of it; false for those that are no observers. Parts of it are worked out by themselves:
        many acts have them in common."""
        terms, free = self._compiler.terms, self._vocabulary.variables.of
        if isinstance(condition, Logic):
            parts = [self._sees(part, observer, binding) for part in condition.parts]
            if condition.operator == "and":
                return self._columns(terms.all_of, TRUE, parts)
            return self._columns(terms.any_of, FALSE, parts)
        values = tuple([-1 if name == observer.name else binding[name] for name in free(condition)])
        key = (observer.kind, self._vocabulary.variables.shape(condition), values)
        sees = self._looks.get(key)
        if sees is None:
            kind = self._vocabulary.members(observer.kind)
            inner = dict(binding)
            looks: list[Condition] = []
            for mind, body in self._eyes:
                inner[observer.name] = body if body in kind else mind
                looks.append(self._compiler.condition(condition, inner) if inner[observer.name] in kind else FALSE)
            sees = self._looks[key] = tuple(looks)
        return sees

    def _columns(
        self, join: Callable[[Sequence[Condition]], Condition], idle: Condition, rows: Sequence[tuple[Condition, ...]]
    ) -> tuple[Condition, ...]:
        """Rows of conditions joined, mind by mind; `idle`: what makes no difference."""
        if len(rows) < 2:
            return rows[0] if rows else (idle,) * len(self._eyes)
        decided = FALSE if idle is TRUE else TRUE
        columns = list(rows[0])
        for row in rows[1:]:
            for place in self._places(row, idle):
                before, condition = columns[place], row[place]
                if before is idle or condition is decided:
                    columns[place] = condition
                elif before is not decided:
                    columns[place] = join((before, condition))
        return tuple(columns)

    def _places(self, row: tuple[Condition, ...], idle: Condition) -> list[int]:
        """Where a row makes a difference."""
        known = self._busy.get((id(row), id(idle)))
        if known is None:
            places = [place for place, condition in enumerate(row) if condition is not idle]
            known = self._busy[id(row), id(idle)] = row, places
        return known[1]

    # --- reactions ---------------------------------------------------------------------------------------------------

    def _reacting(self, action: Action, binding: Binding, observing: Sequence[Condition]) -> list[Block]:
        blocks: list[Block] = []
        codes = [binding[parameter.name] for parameter in action.parameters]
        for reaction in self._reactions.get(action.name, ()):
            matched = self._matched(reaction, codes)
            if matched is None:
                continue
            for observer in self._observers(reaction, matched):
                sees = observing[self._vocabulary.mind_of[observer]]
                if sees is FALSE:
                    continue
                inner = matched
                if isinstance(reaction.observer, Variable):
                    inner = {**matched, reaction.observer.name: observer}
                if reaction.condition is not None:
                    sees = self._compiler.terms.all_of((sees, self._compiler.condition(reaction.condition, inner)))
                if sees is not FALSE:
                    blocks.append(self._effects.under(sees, self._effects.block(reaction.effects, inner)))
        return blocks

    def _matched(self, reaction: Reaction, codes: Sequence[int]) -> dict[str, int] | None:
        """The variables of a reaction, if the arguments of the act fit."""
        matched: dict[str, int] = {}
        for argument, code in zip(reaction.arguments, codes, strict=True):
            if isinstance(argument, Literal):
                if self._vocabulary.code(argument.value) != code:
                    return None
            elif argument is not None and (
                code not in self._vocabulary.members(argument.kind) or matched.setdefault(argument.name, code) != code
            ):
                return None
        return matched

    def _observers(self, reaction: Reaction, matched: Binding) -> Sequence[int]:
        observer = reaction.observer
        minds = self._vocabulary.mind_of
        if isinstance(observer, Literal):
            return [code for code in (self._vocabulary.code(observer.value),) if code in minds]
        if observer.name in matched:
            code = matched[observer.name]
            return [code] if code in minds and code in self._vocabulary.members(observer.kind) else []
        return [code for code in self._vocabulary.things_of(observer.kind) if code in minds]

    # --- too many ----------------------------------------------------------------------------------------------------

    def _too_many(self, event: Action | Trigger, found: int) -> None:
        if self._compiler.terms.steps.fluents >= 0:
            report_too_many_instances(self._definition, event, f"{found} made so far", self._limits.instances, self._problems)
        else:
            report_too_many_fluents(self._definition, event, self._limits.fluents, self._problems)
