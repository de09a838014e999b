"""Random tasks in which part of what acts ask for is hidden or hoped for, and people find things out (semantics 8.3)."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.engine.drawing import World, a_path, a_value, negation, several, some_effects
from tests.engine.worlds import build

from fabula.task import (
    FALSE,
    TRUE,
    Action,
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Expression,
    Fact,
    Fluent,
    Hope,
    Read,
    Sort,
    Task,
    ground_conjuncts,
    reads,
)

Random = random.Random


def random_hopeful_task(seed: int) -> Task:
    """The random task of a number, the same on every machine."""
    chance = Random(f"hopes {seed}")
    task = build(chance, sets=True)
    return hidden(chance, task) if chance.random() < 0.2 else hopeful(chance, task)


def hidden(chance: Random, task: Task) -> Task:
    """The task, with conditions that are hidden, in which nobody hopes for anything, or acts in order to learn something."""
    acts = [replace(act, effects=tuple(effect for effect in act.effects if not effect.learns)) for act in task.actions]
    return replace(task, actions=tuple(_hiding(chance, act) for act in acts))


def hopeful(chance: Random, task: Task) -> Task:
    """The task, with acts that hide and hope, that are done to learn something, and that are in vain."""
    world = World(len(task.characters), task.fluents, False, True, False)
    acts = [_with_lessons(chance, world, _hiding(chance, act)) for act in task.actions]
    utilities = list(task.utilities)
    facts = list(task.facts)
    if chance.random() < 0.7:
        acts.extend(_search(chance, world, utilities, facts))
    if chance.random() < 0.4:
        acts.extend(_inquiry(chance, world, utilities, facts))
    own = len(acts)
    vain: list[Action] = []
    for number, act in enumerate(acts[:own]):
        hopes = _hopes(chance, world, act)
        if hopes:
            acts[number], twin = with_twin(act, hopes, number, own + len(vain), _in_vain(chance, world))
            vain.append(twin)
    return replace(task, actions=(*acts, *vain), utilities=tuple(utilities), facts=tuple(facts))


def with_twin(
    act: Action, hopes: tuple[Hope, ...], number: int, twin: int, effects: tuple[Effect, ...]
) -> tuple[Action, Action]:
    """An act, whose precondition is what must be sure, with its hopes, and the same in vain."""
    sure = act.precondition
    hoping = replace(
        act,
        precondition=AllOf((sure, *(hope.condition for hope in hopes))),
        seen=act.shown,
        sure=sure,
        hopes=hopes,
        twin=twin,
    )
    failed = AllOf((sure, AnyOf(tuple(hope.opposite for hope in hopes))))
    vain = replace(hoping, name=f"{act.name} in vain", precondition=failed, effects=effects, twin=number, in_vain=True)
    return hoping, vain


def hope_of(world: World, condition: Compare, seen: bool) -> Hope:
    opposite = negation(world, condition)
    return Hope(condition, opposite, seen)


def _hiding(chance: Random, act: Action) -> Action:
    """Part of its conditions are hidden: above all those on minds."""
    parts = ground_conjuncts(act.precondition)
    shown = [part for part in parts if chance.random() < (0.3 if any(place.path for place in reads(part)) else 0.8)]
    return act if len(shown) == len(parts) else replace(act, seen=AllOf(tuple(shown)))


def _with_lessons(chance: Random, world: World, act: Action) -> Action:
    if not act.consenting or chance.random() < 0.75:
        return act
    mind, fluent = chance.choice(act.consenting), chance.randrange(len(world.fluents))
    others = [other for other in range(world.characters) if other != mind]
    path = () if chance.random() < 0.5 else (chance.choice(others),)
    effects = tuple(effect for effect in act.effects if (effect.path, effect.fluent) != ((mind,), fluent))
    observing = tuple(TRUE if character == mind else sees for character, sees in enumerate(act.observing))
    return replace(act, effects=(*effects, Effect((mind,), fluent, Read(path, fluent))), observing=observing)


def _hopes(chance: Random, world: World, act: Action) -> tuple[Hope, ...]:
    found: list[Hope] = []
    for effect in act.effects:
        # Of whom one asks one hopes that he knows.
        if effect.learns and isinstance(effect.value, Read) and effect.value.path and chance.random() < 0.7:
            known = Compare("known", effect.value, Constant(0))
            found.append(Hope(known, replace(known, denied=True), chance.random() < 0.3))
    if act.name.startswith("search") or not act.consenting or chance.random() < 0.7:
        return (*found, *_sought(act))
    for _ in range(chance.choice((1, 1, 2))):
        fluent = chance.randrange(len(world.fluents))
        kind = world.fluents[fluent]
        here = Read(a_path(chance, world, (0, 0, 0, 1, 1, 2)), fluent)
        found.append(hope_of(world, _hoped(chance, world, kind, here), chance.random() < 0.3))
    return tuple(found)


def _sought(act: Action) -> tuple[Hope, ...]:
    if not act.name.startswith("search"):
        return ()
    effect = act.effects[-1]
    assert isinstance(effect.condition, Compare)
    sought = effect.condition
    assert isinstance(sought.left, Read)
    opposite = replace(sought, operator="!=")
    assert isinstance(sought.right, Constant)
    return (Hope(sought, opposite),)


def _hoped(chance: Random, world: World, kind: Fluent, here: Read) -> Compare:
    value = Constant(a_value(chance, world, kind))
    if kind.sort is Sort.NUMBER:
        return Compare(chance.choice(("==", "!=", "<", ">=", "<=", ">")), here, value)
    if len(kind.domain) > 2 and chance.random() < 0.2:
        first, *others = several(chance, kind)
        return Compare("in", here, Constant(first, tuple(others)))
    return Compare("==" if kind.sort is Sort.TRUTH or chance.random() < 0.7 else "!=", here, value)


def _in_vain(chance: Random, world: World) -> tuple[Effect, ...]:
    return some_effects(chance, world, 1) if chance.random() < 0.4 else ()


def _search(chance: Random, world: World, utilities: list[Expression], facts: list[Fact]) -> list[Action]:
    """Somebody tries one value after the other of what she does not know, for the sake of something else."""
    wide = [number for number, fluent in enumerate(world.fluents) if fluent.sort is Sort.SYMBOL]
    narrow = [number for number, fluent in enumerate(world.fluents) if fluent.sort is Sort.TRUTH]
    if not wide or not narrow:
        return []
    seeker, sought, prize = chance.randrange(world.characters), chance.choice(wide), chance.choice(narrow)
    values = world.fluents[sought].domain
    facts.append(Fact((seeker,), sought, values[0], tuple(values[1:])))
    if chance.random() < 0.7:
        utilities[seeker] = Choose(Compare("==", Read((), prize), Constant(1)), Constant(2), Constant(0))
    return [
        Action(
            f"search{value}",
            Compare("==", Read((), prize), Constant(0)),
            (Effect((), prize, Constant(1), Compare("==", Read((), sought), Constant(value))),),
            (seeker,),
            tuple(TRUE if other == seeker else chance.choice((TRUE, FALSE)) for other in range(world.characters)),
        )
        for value in values
    ]


def _inquiry(chance: Random, world: World, utilities: list[Expression], facts: list[Fact]) -> list[Action]:
    """Somebody learns what she does not know, from whom she takes to know it or from the world, and does what it is needed
    for."""
    asker, fluent = chance.randrange(world.characters), chance.randrange(len(world.fluents))
    narrow = [number for number, kind in enumerate(world.fluents) if kind.sort is Sort.TRUTH and number != fluent]
    if not narrow:
        return []
    prize = chance.choice(narrow)
    first, *others = several(chance, world.fluents[fluent])
    facts.append(Fact((asker,), fluent, first, tuple(others)))
    witnesses = [other for other in range(world.characters) if other != asker]
    for witness in witnesses:
        if chance.random() < 0.7:
            facts.append(Fact((asker, witness), fluent, 0, known=True))
    utilities[asker] = Choose(Compare("==", Read((), prize), Constant(1)), Constant(3), Constant(0))
    sees = tuple(TRUE if other == asker else chance.choice((TRUE, FALSE)) for other in range(world.characters))
    paths = [(witness,) for witness in witnesses] if chance.random() < 0.7 else [()]
    asks = [
        Action(f"inquire{number}", TRUE, (Effect((asker,), fluent, Read(path, fluent)),), (asker,), sees)
        for number, path in enumerate(paths)
    ]
    known: Condition = Compare("==", Read((), fluent), Constant(chance.choice((first, *others))))
    act = Action("use", known, (Effect((), prize, Constant(1)),), (asker,), sees)
    return [*asks, act]
