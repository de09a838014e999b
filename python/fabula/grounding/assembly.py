"""From a checked story to a ground one: the stages, and the task that comes out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from fabula import task
from fabula.deferred import Deferred
from fabula.grounding.compiler import Compiler, Path
from fabula.grounding.effects import Change, Effects
from fabula.grounding.events import Apart, Events, Instance, Instances, all_drawn, hopes_of
from fabula.grounding.facts import Facts
from fabula.grounding.failures import (
    report_bad_number,
    report_too_many_cases,
    report_too_many_facts,
    report_too_many_instances,
)
from fabula.grounding.figures import BadNumber
from fabula.grounding.foreseen import never_happening
from fabula.grounding.ground import Ground, GroundAction, GroundProperty, GroundTrigger, own_fluents
from fabula.grounding.own_views import report_own_view
from fabula.grounding.parts import Changes
from fabula.grounding.pruning import Fluents, narrowed
from fabula.grounding.reports import (
    report_contradictions,
    report_ending,
    report_idle,
    report_never_nobody,
    report_scene,
    report_unsettled,
)
from fabula.grounding.sizes import Sizes
from fabula.grounding.steps import Capacity, Steps, StepsEnded
from fabula.grounding.taken import Taken
from fabula.grounding.terms import Leaf, Terms
from fabula.grounding.uncertain import uncertain, without_needless
from fabula.grounding.varying import Varying, written
from fabula.grounding.vocabulary import Key, Value, Vocabulary, decoded
from fabula.grounding.wants import fate, utility
from fabula.model import Action, Definition
from fabula.problems import Problems, StoryProblems
from fabula.source import Span


def ground(definition: Definition, problems: Problems, limits: Capacity | None = None, sets: bool = True) -> Ground:
    """Replace every variable by things and every name by a number. Problems are added to `problems`; where they leave nothing
    to go on with, `StoryProblems` is raised with all of them. `sets`: what a mind
    has of a property is a set, as it is in stories; not so in problem files, whose numbers may have no bounds."""
    limits = limits or Capacity()
    steps = Steps(limits)
    vocabulary = Vocabulary(definition, sets)
    try:
        facts, varying, terms, idle = _started(vocabulary, steps, problems)
        compiler = Compiler(vocabulary, terms, varying.resolve, varying.rows)
        events = Instances(compiler, Effects(compiler), limits, problems, idle).all()
        report_never_nobody(compiler.nobody, problems)
        problems.raise_errors()
        steps.begin(_largest(definition, events))
        fluents, events = narrowed(vocabulary, varying, terms, events, steps)
        _count(definition, events, limits, problems)
        at_first = {fluents.numbers[key] for (_, key), taken in facts.entries.items() if _is_open(fluents, key, taken)}
        at_first |= {fluents.numbers[entry.key] for entry, taken in facts.spread.items() if _is_open(fluents, entry.key, taken)}
        events = without_needless(events, uncertain(fluents.terms.fluents, events, at_first))
        if _nobody_errs(facts, events):
            events = replace(events, actions=[entry for entry in events.actions if entry.pieces or hopes_of(entry)])
        report_idle(definition, events, problems)
        report_contradictions(vocabulary.symbols, fluents.terms, events, problems)
        sizes = Sizes(limits)
        _measure(definition, events, sizes, problems)
        grounded = _assembled(vocabulary, facts, fluents, events, sizes)
    except BadNumber as bad:
        report_bad_number(bad, problems)
        raise StoryProblems(problems) from None
    except StepsEnded:
        report_too_many_cases(steps.largest, problems, definition)
        raise StoryProblems(problems) from None
    for ending in definition.endings.values():
        report_ending(grounded, ending, problems)
    return replace(grounded, scenes=MappingProxyType(_scenes(grounded, problems)))


def _scenes(grounded: Ground, problems: Problems) -> dict[str, task.Condition]:
    """The conditions of the scenes, once all else is settled: a mark must change nothing. Raises `StoryProblems` if one can't
    be computed."""
    conditions: dict[str, task.Condition] = {}
    is_sound = True
    for scene in grounded.definition.scenes.values():
        try:
            conditions[scene.name] = grounded.condition(scene.condition)
        except StoryProblems as failed:
            problems.extend(failed.problems)
            is_sound = False
            continue
        report_scene(grounded, scene, problems)
    if not is_sound:
        raise StoryProblems(problems)
    return conditions


def compiler_of(definition: Definition, limits: Capacity, sets: bool) -> Compiler:
    """What makes terms of a story's expressions, before it is known what can come about."""
    steps = Steps(limits)
    vocabulary = Vocabulary(definition, sets)
    _, varying, terms, _ = _started(vocabulary, steps, Problems())
    return Compiler(vocabulary, terms, varying.resolve, varying.rows)


def _started(vocabulary: Vocabulary, steps: Steps, problems: Problems) -> tuple[Facts, Varying, Terms, frozenset[str]]:
    """What is so at the start, and what may vary from there, as some events of the library can't happen."""
    facts, terms = Facts(vocabulary, steps), Terms(steps, vocabulary.sets)
    try:
        facts.process(vocabulary.definition.facts)
        report_unsettled(facts.unsettled, problems)
        for view, said in facts.clashes():
            name = vocabulary.key_name(view.key)
            report_own_view(vocabulary, view.path, name, view.span, said.span, problems)
        idle = never_happening(vocabulary, facts) if vocabulary.sets else frozenset()
        return facts, Varying(vocabulary, facts, terms, steps, written(vocabulary, idle)), terms, idle
    except StepsEnded:
        report_too_many_facts(vocabulary.definition, problems)
        raise StoryProblems(problems) from None


def _nobody_errs(facts: Facts, events: Events) -> bool:
    """Whether all minds are as the world is, at the start and ever after, so that nothing that is seen surprises anybody."""
    return (
        not facts.spread
        and not any(path for path, _ in facts.entries)
        and all(
            not any(change.path for piece in instance.pieces for change in piece)
            and (not instance.pieces or all(sees is task.TRUE for sees in instance.observing))
            for instance in (*events.actions, *events.triggers)
        )
    )


def _count(definition: Definition, events: Events, limits: Capacity, problems: Problems) -> None:
    """Stop where there are too many instances: more than one can be blamed for, those are of which there are the most."""
    numbers = Counter(instance.schema.name for instance in (*events.actions, *events.triggers))
    if numbers.total() > limits.instances:
        ((name, number),) = numbers.most_common(1)
        event = definition.actions.get(name) or definition.triggers[name]
        report_too_many_instances(definition, event, f"{number} that can happen", limits.instances, problems)
        raise StoryProblems(problems)


def _largest(definition: Definition, events: Events) -> Span | None:
    """Where the event stands that has the most instances: what is done with all of them is done for it above all."""
    numbers = Counter(instance.schema.name for instance in (*events.actions, *events.triggers))
    for name, _ in numbers.most_common(1):
        return (definition.actions.get(name) or definition.triggers[name]).span
    return None


def _measure(definition: Definition, events: Events, sizes: Sizes, problems: Problems) -> None:
    """Stop at the first event whose terms are too large to be written out."""
    for instance in (*events.actions, *events.triggers):
        try:
            sizes.take_instance(instance)
        except StepsEnded:
            report_too_many_cases(instance.schema.span, problems, definition)
            raise StoryProblems(problems) from None


def _assembled(vocabulary: Vocabulary, facts: Facts, fluents: Fluents, events: Events, sizes: Sizes) -> Ground:
    definition = vocabulary.definition
    compiler = Compiler(vocabulary, fluents.terms, _Settled(fluents, facts))
    endings = []
    for ending in definition.endings.values():
        fluents.terms.steps.begin(ending.condition.span or ending.span)
        condition = compiler.condition(ending.condition, {})
        if definition.draws:
            condition = compiler.terms.all_of((all_drawn(compiler), condition))
        sizes.take(condition)
        endings.append(task.Ending(ending.name, condition))
    utilities = [utility(compiler, definition.wants.get(mind, ())) for mind in vocabulary.minds]
    fates = fate(compiler, definition, endings)
    for expression in (*utilities, fates):
        sizes.take(expression)
    publics = _Publics(definition, fluents)
    names = vocabulary.symbols
    keys = tuple((name, tuple(names[code] for code in codes)) for name, codes in fluents.keys)
    return Ground(
        definition=definition,
        task=task.Task(
            name=definition.front.title,
            symbols=names,
            characters=vocabulary.minds,
            fluents=tuple(fluents.terms.fluents),
            facts=tuple(_facts(facts, fluents)),
            actions=_actions(vocabulary, events.actions, publics),
            triggers=tuple(
                [task.Trigger(i.name(names), i.precondition, _effects(i.changes, fluents.terms)) for i in events.triggers]
            ),
            utilities=tuple(utilities),
            limits=tuple([_limits(definition, mind) for mind in vocabulary.minds]),
            publics=tuple(publics.found.values()),
            utility=fates,
            endings=tuple(endings),
            sets=vocabulary.sets,
            own=own_fluents(definition, vocabulary.minds, keys),
        ),
        actions=Deferred(len(events.actions), lambda number: _said(names, events.actions[number])),
        triggers=tuple([GroundTrigger(i.schema.name, _named(names, i.binding)) for i in events.triggers]),
        fluents={key: number for number, key in enumerate(keys)},
        statics=_statics(vocabulary, facts, fluents),
        symbols=dict(vocabulary.codes),
        minds={name: number for number, name in enumerate(vocabulary.minds)},
        _keys=keys,
        _compiler=compiler,
        _sizes=sizes,
    )


class _Settled:
    """What a ground property is, now that it is settled which of them vary."""

    def __init__(self, fluents: Fluents, facts: Facts) -> None:
        self._fluents = fluents
        self._facts = facts

    def __call__(self, path: Path, key: Key) -> Leaf:
        number = self._fluents.numbers.get(key)
        terms = self._fluents.terms
        return terms.constant(_constant(self._fluents, self._facts, key)) if number is None else terms.read(path, number)


def _constant(fluents: Fluents, facts: Facts, key: Key) -> int:
    constant = fluents.constants.get(key)
    return facts.value(key) if constant is None else constant


def _statics(vocabulary: Vocabulary, facts: Facts, fluents: Fluents) -> dict[GroundProperty, Value]:
    statics: dict[GroundProperty, Value] = {}
    for key in dict.fromkeys([*(key for _, key in facts.entries), *fluents.constants]):
        if key not in fluents.numbers:
            code = _constant(fluents, facts, key)
            arguments = tuple([vocabulary.symbols[argument] for argument in key[1]])
            statics[key[0], arguments] = decoded(vocabulary.symbols, vocabulary.sort(key[0]), code)
    return statics


def _facts(facts: Facts, fluents: Fluents) -> Iterable[task.Fact]:
    """Defaults that are not the type's come first, but where a fact says otherwise."""
    for number, (key, fluent) in enumerate(zip(fluents.keys, fluents.terms.fluents, strict=True)):
        default = facts.default(key[0])
        if default != facts.type_default(fluent) and ((), key) not in facts.entries:
            yield task.Fact((), number, default)
    for (path, key), taken in facts.entries.items():
        fluent_number = fluents.numbers.get(key)
        if fluent_number is not None:
            yield _fact(path, fluent_number, taken, fluents.terms.fluents[fluent_number])
    for place, taken in facts.spread.items():
        fluent_number = fluents.numbers.get(place.key)
        if fluent_number is not None:
            yield replace(_fact(place.path, fluent_number, taken, fluents.terms.fluents[fluent_number]), among=place.among)


def _is_open(fluents: Fluents, key: Key, taken: Taken) -> bool:
    return key in fluents.numbers and (taken.known or len(taken.values) > 1)


def _fact(path: Path, number: int, taken: Taken, fluent: task.Fluent) -> task.Fact:
    """Only the values count that the fluent can have; where they have all been excluded, any may be so."""
    if len(taken.values) > 1:
        possible = fluent.possible()
        taken = taken._replace(values=tuple([value for value in taken.values if value in possible]) or possible)
    return task.Fact(path, number, taken.values[0], taken.values[1:], taken.known)


class _Pieces:
    """Makes effects of changes, those of a piece once."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._made: dict[int, tuple[task.Effect, ...]] = {}

    def of(self, pieces: Changes) -> tuple[tuple[task.Effect, ...], ...]:
        effects = []
        for piece in pieces:
            made = self._made.get(id(piece))
            if made is None:
                made = self._made[id(piece)] = _effects(piece, self._terms)
            effects.append(made)
        return tuple(effects)


def _effects(changes: Iterable[Change], terms: Terms) -> tuple[task.Effect, ...]:
    return tuple([_effect(change, terms) for change in changes if not _excludes_nothing(change, terms)])


def _excludes_nothing(change: Change, terms: Terms) -> bool:
    """Whether a mind learns only that a fluent has not a value which it can't have anyway, as that it is not nobody's."""
    fluent, value = terms.fluents[change.fluent], change.value
    is_symbol = fluent.sort is not task.Sort.NUMBER
    return change.excludes and is_symbol and isinstance(value, task.Constant) and value.value not in fluent.domain


def _effect(change: Change, terms: Terms) -> task.Effect:
    value = change.value
    if value is terms.unknown and terms.sets:
        value = terms.constant(*terms.fluents[change.fluent].possible())
    return task.Effect(change.path, change.fluent, value, change.condition, change.excludes, change.known)


def _actions(vocabulary: Vocabulary, instances: Sequence[Instance], publics: _Publics) -> task.ActionsInParts:
    pieces = _Pieces(publics.terms)
    consenting: dict[tuple[int, ...], tuple[int, ...]] = {}
    rows = []
    for number, instance in enumerate(instances):
        minds = consenting.get(instance.doers)
        if minds is None:
            minds = tuple(sorted({vocabulary.mind_of[code] for code in instance.doers}))
            consenting[instance.doers] = minds
        row = instance.parts, pieces.of(instance.pieces), minds, instance.observing, publics.of(instance)
        schema = cast(Action, instance.schema)
        made = task.ActionInParts(*row, urgency=schema.urgency, weight=schema.weight)
        rows.append(made if instance.apart is None else _set_apart(made, number, instance.apart, publics.terms))
    return task.ActionsInParts(rows, lambda number: instances[number].name(vocabulary.symbols))


def _set_apart(plain: task.ActionInParts, number: int, apart: Apart, terms: Terms) -> task.ActionInParts:
    """An act, the number of which is given, with what it has besides; the one that it is in vain stands behind it."""
    if not apart.hopes:
        return plain._replace(seen=apart.shown)
    hopes = tuple([task.Hope(cast(task.Compare, hoped), opposite, seen) for hoped, opposite, seen in apart.hopes])
    met = [hope.condition for hope in hopes] if not apart.in_vain else [terms.any_of([hope.opposite for hope in hopes])]
    return plain._replace(
        parts=(terms.all_of((*plain.parts, *met)),),
        seen=apart.shown,
        sure=terms.all_of(plain.parts),
        hopes=hopes,
        twin=number - 1 if apart.in_vain else number + 1,
        in_vain=apart.in_vain,
    )


class _Publics:
    """The parts of acts that everybody perceives, equal ones once."""

    def __init__(self, definition: Definition, fluents: Fluents) -> None:
        public = {name for name, declared in definition.properties.items() if declared.public}
        self._felt = {number for number, key in enumerate(fluents.keys) if key[0] in public}
        self.terms = fluents.terms
        self._fluents = fluents.terms.fluents
        self._numbers: dict[tuple[tuple[int, int, int], ...], int] = {}
        self._pieces: dict[int, list[Change]] = {}
        self.found: dict[tuple[tuple[int, int, int], ...], task.Public] = {}

    def of(self, instance: Instance) -> int | None:
        if not self._felt:
            return None
        felt = [change for piece in instance.pieces for change in self._felt_of(piece)]
        if not felt or all(sees is task.TRUE for sees in instance.observing):
            return None
        key = tuple([(change.fluent, id(change.value), id(change.condition)) for change in felt])
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            names = dict.fromkeys(self._fluents[change.fluent].name for change in felt)
            self.found[key] = task.Public(", ".join(names), _effects(felt, self.terms))
        return number

    def _felt_of(self, piece: tuple[Change, ...]) -> list[Change]:
        felt = self._pieces.get(id(piece))
        if felt is None:
            felt = [change for change in piece if not change.path and change.fluent in self._felt]
            self._pieces[id(piece)] = felt
        return felt


def _said(names: tuple[str, ...], instance: Instance) -> GroundAction:
    doers = tuple([names[code] for code in instance.doers])
    return GroundAction(instance.schema.name, _named(names, instance.binding), doers, instance.is_in_vain)


def _named(names: tuple[str, ...], binding: Mapping[str, int]) -> dict[str, str]:
    return {variable: names[code] for variable, code in binding.items()}


def _limits(definition: Definition, mind: str) -> task.Limits:
    usual = task.Limits()
    ahead = definition.ahead.get(mind, definition.ahead.get("", usual.ahead))
    return task.Limits(ahead, definition.deep.get(mind, definition.deep.get("", usual.deep)))
