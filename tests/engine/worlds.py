"""Small random tasks: as much of `task.py` in as little space as possible, so that two engines have much to disagree on.

`random_task(seed)` is plain and quick; `tasks()` is the same as a hypothesis strategy, which shrinks what fails.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from fabula.task import (
    FALSE,
    TRUE,
    UNKNOWN,
    Action,
    AllOf,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Ending,
    Expression,
    Fact,
    Fluent,
    Limits,
    Public,
    Read,
    Sort,
    Task,
    Trigger,
)

T = TypeVar("T")
Random = random.Random


def tasks() -> st.SearchStrategy[Task]:
    """Random tasks as a hypothesis strategy."""
    return st.randoms(use_true_random=False).map(build)


def random_task(seed: int) -> Task:
    """The random task of a number, the same on every machine."""
    return build(Random(seed))


@dataclass(frozen=True, slots=True)
class World:
    """What is fixed before conditions and effects are drawn."""

    characters: int
    fluents: tuple[Fluent, ...]
    #: acts are simple and wishes are many, so that there is something to plan
    calm: bool


def build(chance: Random) -> Task:
    count = chance.choice((2, 2, 2, 3, 3, 4))
    names = tuple("ABCD"[:count])
    symbols = (*names, "here", "there")
    world = World(count, tuple(_fluent(chance, number, count) for number in range(chance.randint(2, 6))), chance.random() < 0.5)
    publics = tuple(
        Public(f"public{number}", _effects(chance, world, chance.randint(1, 2)))
        for number in range(chance.choice((0, 0, 1, 2)))
    )
    actions = [
        _action(chance, world, f"act{number}", len(publics)) for number in range(chance.randint(2, 8 if count < 4 else 6))
    ]
    if chance.random() < 0.3:
        actions.extend(_wills(chance, world, actions[-1]))
    utilities = [_utility(chance, world) for _ in names]
    if chance.random() < 0.6:
        quest, wish = _quest(chance, world)
        actions.extend(quest)
        for seeker in chance.sample(range(count), chance.randint(1, count)):
            utilities[seeker] = wish
    triggers = [_trigger(chance, world, f"trigger{number}") for number in range(chance.choice((0, 0, 1, 1, 2, 3)))]
    if chance.random() < 0.03:
        triggers.extend(_endless(chance, world))
    task = Task(
        name="world",
        symbols=symbols,
        characters=names,
        fluents=world.fluents,
        facts=_facts(chance, world),
        actions=tuple(actions),
        triggers=tuple(triggers),
        utilities=tuple(utilities),
        limits=tuple(_limits(chance, len(actions)) for _ in names),
        publics=publics,
        utility=_utility(chance, world),
        endings=tuple(
            Ending(f"ending{number}", AllOf((_condition(chance, world), _atom(chance, world))))
            for number in range(chance.randint(0, 2))
        ),
    )
    return replace(task, actions=(*task.actions, *_looks(chance, world)))


def _looks(chance: Random, world: World) -> list[Action]:
    """Acts that change nothing, and teach those who see that they are possible."""
    return [
        Action(
            name=f"look{number}",
            precondition=AllOf(tuple(_atom(chance, world) for _ in range(chance.choice((1, 1, 2))))),
            effects=(),
            consenting=tuple(sorted(chance.sample(range(world.characters), chance.choice((0, 1, 1, 2))))),
            observing=tuple(chance.choice((TRUE, TRUE, FALSE, _atom(chance, world))) for _ in range(world.characters)),
        )
        for number in range(chance.choice((0, 0, 0, 1)))
    ]


def _fluent(chance: Random, number: int, characters: int) -> Fluent:
    match chance.choice(("truth", "truth", "number", "held", "place")):
        case "truth":
            return Fluent(f"truth{number}", Sort.TRUTH, (0, 1))
        case "number":
            low = chance.choice((-2, 0, 0, 1))
            return Fluent(f"number{number}", Sort.NUMBER, (), low, low + chance.randint(1, 3))
        case "held":
            return Fluent(f"held{number}", Sort.SYMBOL, tuple(range(characters)))
        case _:
            return Fluent(f"place{number}", Sort.SYMBOL, (characters, characters + 1))


def _facts(chance: Random, world: World) -> tuple[Fact, ...]:
    facts = []
    for _ in range(chance.randint(1, 8)):
        fluent = chance.randrange(len(world.fluents))
        facts.append(Fact(_path(chance, world, (0, 0, 0, 1, 1, 2, 3)), fluent, _value(chance, world.fluents[fluent])))
    return tuple(facts)


def _action(chance: Random, world: World, name: str, publics: int) -> Action:
    if world.calm and chance.random() < 0.8:
        return _calm_action(chance, world, name)
    willing = chance.choice((0, 1, 1, 1, 1, 2, 2, 3))
    consenting = tuple(sorted(chance.sample(range(world.characters), min(willing, world.characters))))
    return Action(
        name=name,
        precondition=chance.choice((TRUE, _atom(chance, world), _condition(chance, world), _condition(chance, world))),
        effects=_effects(chance, world, chance.choice((1, 1, 2, 2, 3))),
        consenting=consenting,
        observing=tuple(
            chance.choice((TRUE, TRUE, FALSE, FALSE, _atom(chance, world), _condition(chance, world)))
            for _ in range(world.characters)
        ),
        public=chance.randrange(publics) if publics and chance.random() < 0.5 else None,
    )


def _calm_action(chance: Random, world: World, name: str) -> Action:
    """One effect, at most one condition, seen by nearly all."""
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    value: Expression = Constant(_value(chance, kind))
    if kind.sort is Sort.NUMBER and chance.random() < 0.6:
        value = Arithmetic(chance.choice("+-"), Read((), fluent), Constant(1))
    return Action(
        name=name,
        precondition=chance.choice((TRUE, _atom(chance, world, (0,)), _atom(chance, world, (0, 0, 1)))),
        effects=(Effect((), fluent, value),),
        consenting=tuple(sorted(chance.sample(range(world.characters), chance.choice((1, 1, 1, 2))))),
        observing=tuple(FALSE if chance.random() < 0.1 else TRUE for _ in range(world.characters)),
    )


def _quest(chance: Random, world: World) -> tuple[list[Action], Expression]:
    """Acts that lead to a common wish only together, each mostly after the one before it."""
    acts: list[Action] = []
    reached: list[Condition] = []
    for fluent in chance.sample(range(len(world.fluents)), min(chance.choice((2, 3, 3)), len(world.fluents))):
        kind = world.fluents[fluent]
        value = _value(chance, kind)
        acts.append(
            Action(
                name=f"quest{len(acts)}",
                precondition=AllOf(tuple(reached[-1:]) if chance.random() < 0.6 else ()),
                effects=(Effect((), fluent, Constant(value)),),
                consenting=tuple(sorted(chance.sample(range(world.characters), chance.choice((1, 1, 1, 2, 2))))),
                observing=tuple(FALSE if chance.random() < 0.15 else TRUE for _ in range(world.characters)),
            )
        )
        reached.append(_is(kind, Read((), fluent), value))
    return acts, Choose(AllOf(tuple(reached)), Constant(2), Constant(0))


def _wills(chance: Random, world: World, action: Action) -> list[Action]:
    """The action once for each of two wills, if something is held by one of the characters."""
    held = [number for number, fluent in enumerate(world.fluents) if fluent.name.startswith("held")]
    if not held:
        return []
    holder = Read(_path(chance, world, (0, 0, 0, 1)), chance.choice(held))
    return [
        Action(
            f"{action.name} as {will}",
            AllOf((Compare("==", holder, Constant(will)), action.precondition)),
            action.effects,
            (will,),
            action.observing,
            action.public,
        )
        for will in range(2)
    ]


def _trigger(chance: Random, world: World, name: str) -> Trigger:
    """A trigger that makes itself impossible: what it sets must have been otherwise, or runs against its bound."""
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    path = _path(chance, world, (0, 0, 0, 1, 1, 2))
    here = Read(path, fluent)
    cause = chance.choice((_atom(chance, world), _condition(chance, world)))
    if kind.sort is Sort.NUMBER and kind.low is not None and not path and chance.random() < 0.5:
        down = Effect(path, fluent, Arithmetic("-", here, Constant(1)))
        return Trigger(name, AllOf((Compare(">", here, Constant(kind.low)), cause)), (down,))
    if path and kind.sort is Sort.TRUTH and chance.random() < 0.7:
        # Seeing: the belief becomes what is the case.
        case = chance.randint(0, 1)
        differs = AllOf((Compare("==", Read((), fluent), Constant(case)), Compare("==", here, Constant(1 - case))))
        return Trigger(name, AllOf((differs, cause)), (Effect(path, fluent, Constant(case)),))
    value = _value(chance, kind)
    effects = [Effect(path, fluent, Constant(value))]
    if chance.random() < 0.2:
        effects.extend(effect for effect in _effects(chance, world, 1) if (effect.path, effect.fluent) != (path, fluent))
    return Trigger(name, AllOf((_is_not(kind, here, value), cause)), tuple(effects))


def _endless(chance: Random, world: World) -> list[Trigger]:
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    first, second = _value(chance, kind), _value(chance, kind)
    here = Read((), fluent)
    return [
        Trigger(
            f"circle{number}",
            AllOf((_is(kind, here, before), _atom(chance, world))),
            (Effect((), fluent, Constant(after)),),
        )
        for number, (before, after) in enumerate(((first, second), (second, first)))
    ]


def _limits(chance: Random, actions: int) -> Limits:
    if actions <= 3 and chance.random() < 0.1:
        return Limits(-1, chance.randint(0, 2))
    ahead = chance.choice((1, 2, 2, 3, 3, 4) if actions <= 6 else (1, 2, 2, 3))
    return Limits(ahead, chance.choice((0, 1, 1, 2, -1)))


def _effects(chance: Random, world: World, count: int) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for _ in range(count):
        fluent = chance.randrange(len(world.fluents))
        path = _path(chance, world, (0, 0, 0, 0, 1, 1, 2, 3))
        condition = chance.choice((TRUE, TRUE, _atom(chance, world), _condition(chance, world)))
        again = any((effect.path, effect.fluent) == (path, fluent) for effect in effects)
        if not again or chance.random() < 0.05:
            effects.append(Effect(path, fluent, _expression(chance, world, fluent), condition))
    return tuple(effects)


def _utility(chance: Random, world: World) -> Expression:
    terms: list[Expression] = []
    for _ in range(chance.choice((1, 1, 2, 2, 3))):
        numbers = [number for number, fluent in enumerate(world.fluents) if fluent.sort is Sort.NUMBER]
        if numbers and chance.random() < 0.3:
            terms.append(Read(_path(chance, world, (0, 0, 0, 1)), chance.choice(numbers)))
        else:
            if world.calm:
                both = AllOf((_atom(chance, world, (0,)), _atom(chance, world, (0, 0, 1))))
                terms.append(Choose(both, Constant(chance.randint(1, 3)), Constant(0)))
                continue
            less = UNKNOWN if chance.random() < 0.05 else chance.randint(-1, 0)
            wish = chance.choice((_atom(chance, world), _condition(chance, world)))
            terms.append(Choose(wish, Constant(chance.randint(1, 2)), Constant(less)))
    total = terms[0]
    for term in terms[1:]:
        total = Arithmetic("+", total, term)
    return total


def _expression(chance: Random, world: World, fluent: int) -> Expression:
    """A value for a fluent."""
    kind = world.fluents[fluent]
    same = [number for number, other in enumerate(world.fluents) if (other.sort, other.domain) == (kind.sort, kind.domain)]
    roll = chance.random()
    if roll < 0.6:
        return Constant(_value(chance, kind))
    other = Read(_path(chance, world, (0, 0, 1, 2)), chance.choice(same))
    if roll < 0.75:
        return other
    if roll < 0.85 or kind.sort is not Sort.NUMBER:
        return Choose(_atom(chance, world), Constant(_value(chance, kind)), other)
    return Arithmetic(
        chance.choice("++--*") if chance.random() < 0.7 else chance.choice(("/", "min", "max")),
        other,
        chance.choice((Constant(1), Constant(2), Read((), chance.choice(same)))),
    )


def _condition(chance: Random, world: World, depth: int = 2) -> Condition:
    if depth == 0 or chance.random() < 0.3:
        return _atom(chance, world)
    parts = tuple(_condition(chance, world, depth - 1) for _ in range(chance.choice((1, 2, 2, 3))))
    return chance.choice((AllOf, AllOf, AnyOf))(parts)


def _atom(chance: Random, world: World, lengths: Sequence[int] = (0, 0, 0, 0, 1, 1, 2, 3)) -> Condition:
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    here = Read(_path(chance, world, lengths), fluent)
    if kind.sort is not Sort.NUMBER:
        value = _value(chance, kind)
        return _is(kind, here, value) if chance.random() < 0.6 else _is_not(kind, here, value)
    numbers = [number for number, other in enumerate(world.fluents) if other.sort is Sort.NUMBER]
    right: Expression = Constant(_value(chance, kind))
    if chance.random() < 0.3:
        # Not seldom the very number itself.
        right = Read(_path(chance, world, (0, 0, 1)), chance.choice(numbers))
    left: Expression = here
    if chance.random() < 0.1:
        left = Arithmetic("+", here, Constant(1))
    return Compare(chance.choice(("==", "!=", "<", "<=", ">", ">=")), left, right)


def _is(kind: Fluent, here: Expression, value: int) -> Condition:
    return Compare("==", here, Constant(value))


def _is_not(kind: Fluent, here: Expression, value: int) -> Condition:
    return Compare("==", here, Constant(1 - value)) if kind.sort is Sort.TRUTH else Compare("!=", here, Constant(value))


def _value(chance: Random, kind: Fluent) -> int:
    if kind.sort is Sort.NUMBER:
        assert kind.low is not None
        assert kind.high is not None
        return UNKNOWN if chance.random() < 0.15 else chance.randint(kind.low, kind.high)
    if kind.sort is Sort.SYMBOL and chance.random() < 0.2:
        return UNKNOWN
    return chance.choice(kind.domain)


def _path(chance: Random, world: World, lengths: Sequence[int]) -> tuple[int, ...]:
    path: list[int] = []
    for _ in range(chance.choice(lengths)):
        path.append(chance.choice([character for character in range(world.characters) if [character] != path[-1:]]))
    return tuple(path)
