"""Small random tasks: as much of `task.py` in as little space as possible, so that two engines have much to disagree on.

`random_task(seed)` is plain and quick; `tasks()` is the same as a hypothesis strategy, which shrinks what fails. With `sets`
they are as of stories, in which a mind has sets of values (semantics 8.2).
"""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import strategies as st
from tests.engine.drawing import (
    World,
    a_condition,
    a_fluent,
    a_path,
    a_value,
    an_atom,
    is_not,
    is_value,
    of_two_reads,
    some_effects,
    some_facts,
    some_spread,
)

from fabula.task import (
    FALSE,
    TRUE,
    UNKNOWN,
    Action,
    AllOf,
    Arithmetic,
    Choose,
    Compare,
    Condition,
    Constant,
    Effect,
    Ending,
    Expression,
    Limits,
    Public,
    Read,
    Sort,
    Task,
    Trigger,
)

Random = random.Random


def tasks(sets: bool = False) -> st.SearchStrategy[Task]:
    """Random tasks as a hypothesis strategy."""
    return st.randoms(use_true_random=False).map(lambda chance: build(chance, sets))


def random_task(seed: int, sets: bool = False, two_reads: bool = True) -> Task:
    """The random task of a number, the same on every machine."""
    return build(Random(seed), sets, two_reads)


def build(chance: Random, sets: bool = False, two_reads: bool = True) -> Task:
    count = chance.choice((2, 2, 2, 3, 3, 4))
    names = tuple("ABCD"[:count])
    symbols = (*names, "here", "there", "away")
    fluents = tuple(a_fluent(chance, number, count, sets) for number in range(chance.randint(2, 6)))
    world = World(count, fluents, chance.random() < 0.5, sets, two_reads)
    publics = tuple(
        Public(f"public{number}", some_effects(chance, world, chance.randint(1, 2)))
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
    actions.extend(_looks(chance, world))
    task = Task(
        name="world",
        symbols=symbols,
        characters=names,
        fluents=world.fluents,
        facts=some_facts(chance, world),
        actions=tuple(actions),
        triggers=tuple(triggers),
        utilities=tuple(utilities),
        limits=tuple(_limits(chance, len(actions)) for _ in names),
        publics=publics,
        utility=_utility(chance, world),
        endings=tuple(
            Ending(f"ending{number}", AllOf((a_condition(chance, world), an_atom(chance, world))))
            for number in range(chance.randint(0, 2))
        ),
        sets=sets,
    )
    # Drawn last, so that all else is as it would be without.
    return replace(task, facts=(*task.facts, *some_spread(chance, world))) if sets and chance.random() < 0.25 else task


def _action(chance: Random, world: World, name: str, publics: int) -> Action:
    if world.calm and chance.random() < 0.8:
        return _calm_action(chance, world, name)
    willing = chance.choice((0, 1, 1, 1, 1, 2, 2, 3))
    consenting = tuple(sorted(chance.sample(range(world.characters), min(willing, world.characters))))
    return Action(
        name=name,
        precondition=chance.choice(
            (TRUE, an_atom(chance, world), a_condition(chance, world), a_condition(chance, world), of_two_reads(chance, world))
        ),
        effects=some_effects(chance, world, chance.choice((1, 1, 2, 2, 3))),
        consenting=consenting,
        observing=tuple(
            chance.choice((TRUE, TRUE, FALSE, FALSE, an_atom(chance, world), a_condition(chance, world)))
            for _ in range(world.characters)
        ),
        public=chance.randrange(publics) if publics and chance.random() < 0.5 else None,
    )


def _looks(chance: Random, world: World) -> list[Action]:
    """Acts that change nothing, and teach those who see that they are possible."""
    return [
        Action(
            name=f"look{number}",
            precondition=AllOf(
                tuple(chance.choice((an_atom, of_two_reads))(chance, world) for _ in range(chance.choice((1, 1, 2))))
            ),
            effects=(),
            consenting=tuple(sorted(chance.sample(range(world.characters), chance.choice((0, 1, 1, 2))))),
            observing=tuple(chance.choice((TRUE, TRUE, FALSE, an_atom(chance, world))) for _ in range(world.characters)),
        )
        for number in range(chance.choice((0, 1)))
    ]


def _calm_action(chance: Random, world: World, name: str) -> Action:
    """One effect, at most one condition, seen by nearly all."""
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    value: Expression = Constant(a_value(chance, world, kind))
    if kind.sort is Sort.NUMBER and chance.random() < 0.6:
        value = Arithmetic(chance.choice("+-"), Read((), fluent), Constant(1))
    return Action(
        name=name,
        precondition=chance.choice((TRUE, an_atom(chance, world, (0,)), an_atom(chance, world, (0, 0, 1)))),
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
        value = a_value(chance, world, kind)
        acts.append(
            Action(
                name=f"quest{len(acts)}",
                precondition=AllOf(tuple(reached[-1:]) if chance.random() < 0.6 else ()),
                effects=(Effect((), fluent, Constant(value)),),
                consenting=tuple(sorted(chance.sample(range(world.characters), chance.choice((1, 1, 1, 2, 2))))),
                observing=tuple(FALSE if chance.random() < 0.15 else TRUE for _ in range(world.characters)),
            )
        )
        reached.append(is_value(kind, Read((), fluent), value))
    return acts, Choose(AllOf(tuple(reached)), Constant(2), Constant(0))


def _wills(chance: Random, world: World, action: Action) -> list[Action]:
    """The action once for each of two wills, if something is held by one of the characters."""
    held = [number for number, fluent in enumerate(world.fluents) if fluent.name.startswith("held")]
    if not held:
        return []
    holder = Read(a_path(chance, world, (0, 0, 0, 1)), chance.choice(held))
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
    path = a_path(chance, world, (0, 0, 0, 1, 1, 2))
    here = Read(path, fluent)
    cause = chance.choice((an_atom(chance, world), a_condition(chance, world)))
    if world.sets and path and chance.random() < 0.7:
        return _sight(chance, world, name, here, cause)
    if kind.sort is Sort.NUMBER and kind.low is not None and not path and chance.random() < 0.5:
        down = Effect(path, fluent, Arithmetic("-", here, Constant(1)))
        return Trigger(name, AllOf((Compare(">", here, Constant(kind.low)), cause)), (down,))
    if path and kind.sort is Sort.TRUTH and chance.random() < 0.7:
        # Seeing: the belief becomes what is the case.
        case = chance.randint(0, 1)
        differs = AllOf((Compare("==", Read((), fluent), Constant(case)), Compare("==", here, Constant(1 - case))))
        return Trigger(name, AllOf((differs, cause)), (Effect(path, fluent, Constant(case)),))
    value = a_value(chance, world, kind)
    effects = [Effect(path, fluent, Constant(value))]
    if chance.random() < 0.2:
        effects.extend(effect for effect in some_effects(chance, world, 1) if (effect.path, effect.fluent) != (path, fluent))
    return Trigger(name, AllOf((is_not(kind, here, value), cause)), tuple(effects))


def _sight(chance: Random, world: World, name: str, here: Read, cause: Condition) -> Trigger:
    """A mind takes in what is so, or what is not, where it does not believe it."""
    kind = world.fluents[here.fluent]
    value = a_value(chance, world, kind)
    match chance.choice(("is", "is", "is not", "as it is")):
        case "is":
            unaware = Compare("==", here, Constant(value), denied=True)
            so = is_value(kind, Read((), here.fluent), value)
            return Trigger(name, AllOf((so, unaware, cause)), (Effect(here.path, here.fluent, Constant(value)),))
        case "is not":
            may_be = Compare("may be", here, Constant(value))
            lesson = Effect(here.path, here.fluent, Constant(value), excludes=True)
            return Trigger(name, AllOf((is_not(kind, Read((), here.fluent), value), may_be, cause)), (lesson,))
        case _:
            unaware = Compare("==", here, Read((), here.fluent), of_reads=True, denied=True)
            return Trigger(name, AllOf((unaware, cause)), (Effect(here.path, here.fluent, Read((), here.fluent)),))


def _endless(chance: Random, world: World) -> list[Trigger]:
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    first, second = a_value(chance, world, kind), a_value(chance, world, kind)
    here = Read((), fluent)
    return [
        Trigger(
            f"circle{number}",
            AllOf((is_value(kind, here, before), an_atom(chance, world))),
            (Effect((), fluent, Constant(after)),),
        )
        for number, (before, after) in enumerate(((first, second), (second, first)))
    ]


def _limits(chance: Random, actions: int) -> Limits:
    if actions <= 3 and chance.random() < 0.1:
        return Limits(-1, chance.randint(0, 2))
    ahead = chance.choice((1, 2, 2, 3, 3, 4) if actions <= 6 else (1, 2, 2, 3))
    return Limits(ahead, chance.choice((0, 1, 1, 2, -1)))


def _utility(chance: Random, world: World) -> Expression:
    terms: list[Expression] = []
    for _ in range(chance.choice((1, 1, 2, 2, 3))):
        numbers = [number for number, fluent in enumerate(world.fluents) if fluent.sort is Sort.NUMBER]
        if numbers and chance.random() < 0.3:
            terms.append(Read(a_path(chance, world, (0, 0, 0, 1)), chance.choice(numbers)))
        else:
            if world.calm:
                both = AllOf((an_atom(chance, world, (0,)), an_atom(chance, world, (0, 0, 1))))
                terms.append(Choose(both, Constant(chance.randint(1, 3)), Constant(0)))
                continue
            less = UNKNOWN if not world.sets and chance.random() < 0.05 else chance.randint(-1, 0)
            wish = chance.choice((an_atom(chance, world), a_condition(chance, world)))
            terms.append(Choose(wish, Constant(chance.randint(1, 2)), Constant(less)))
    total = terms[0]
    for term in terms[1:]:
        total = Arithmetic("+", total, term)
    return total
