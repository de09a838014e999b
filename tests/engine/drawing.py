"""What random worlds are drawn from: fluents, facts, conditions and effects."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    Fact,
    Fluent,
    Read,
    Sort,
)

Random = random.Random
#: how deep in minds conditions and effects look
LENGTHS = (0, 0, 0, 0, 1, 1, 2, 3)
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class World:
    """What is fixed before conditions and effects are drawn."""

    characters: int
    fluents: tuple[Fluent, ...]
    #: acts are simple and wishes are many, so that there is something to plan
    calm: bool
    #: minds have sets of values
    sets: bool
    #: two reads are compared, too
    two_reads: bool


def a_fluent(chance: Random, number: int, characters: int, sets: bool) -> Fluent:
    fluent = _a_fluent(chance, number, characters)
    if not sets:
        return fluent
    if fluent.sort is Sort.SYMBOL and chance.random() < 0.5:
        fluent = replace(fluent, domain=(NOBODY, *fluent.domain))
    return replace(fluent, owner=chance.randrange(characters)) if chance.random() < 0.4 else fluent


def _a_fluent(chance: Random, number: int, characters: int) -> Fluent:
    match chance.choice(("truth", "truth", "number", "held", "place")):
        case "truth":
            return Fluent(f"truth{number}", Sort.TRUTH, (0, 1))
        case "number":
            low = chance.choice((-2, 0, 0, 1))
            return Fluent(f"number{number}", Sort.NUMBER, (), low, low + chance.randint(1, 3))
        case "held":
            return Fluent(f"held{number}", Sort.SYMBOL, tuple(range(characters)))
        case _:
            return Fluent(f"place{number}", Sort.SYMBOL, tuple(range(characters, characters + chance.choice((2, 3)))))


# --- values and paths ------------------------------------------------------------------------------------------------


def a_value(chance: Random, world: World, kind: Fluent) -> int:
    if world.sets:
        return chance.choice(kind.possible())
    if kind.sort is Sort.NUMBER:
        assert kind.low is not None
        assert kind.high is not None
        return UNKNOWN if chance.random() < 0.15 else chance.randint(kind.low, kind.high)
    if kind.sort is Sort.SYMBOL and chance.random() < 0.2:
        return UNKNOWN
    return chance.choice(kind.domain)


def several(chance: Random, kind: Fluent) -> tuple[int, ...]:
    """Two or more values, ascending; all of them as often as not."""
    values = kind.possible()
    count = len(values) if chance.random() < 0.5 else chance.randint(2, len(values))
    return tuple(sorted(chance.sample(values, count)))


def constant(values: Sequence[int]) -> Constant:
    return Constant(values[0], tuple(values[1:]))


def a_path(chance: Random, world: World, lengths: Sequence[int]) -> tuple[int, ...]:
    path: list[int] = []
    for _ in range(chance.choice(lengths)):
        path.append(chance.choice([character for character in range(world.characters) if [character] != path[-1:]]))
    return tuple(path)


def some_facts(chance: Random, world: World) -> tuple[Fact, ...]:
    facts: list[Fact] = []
    if world.sets:
        # The world has a value of everything.
        facts.extend(Fact((), fluent, a_value(chance, world, kind)) for fluent, kind in enumerate(world.fluents))
    for _ in range(chance.randint(1, 8)):
        fluent = chance.randrange(len(world.fluents))
        kind = world.fluents[fluent]
        path = a_path(chance, world, (0, 0, 0, 1, 1, 2, 3) if not world.sets else (0, 1, 1, 1, 2, 2, 3))
        roll = chance.random() if world.sets and path else 1.0
        if roll < 0.6:
            first, *others = several(chance, kind)
            facts.append(Fact(path, fluent, first, tuple(others)))
            if len(path) == 1 and chance.random() < 0.5:
                # Somebody is taken to know which it is.
                other = chance.choice([character for character in range(world.characters) if character != path[0]])
                facts.append(Fact((*path, other), fluent, 0, known=True))
        elif roll < 0.8 and len(path) > 1:
            facts.append(Fact(path, fluent, 0, known=True))
        else:
            facts.append(Fact(path, fluent, a_value(chance, world, kind)))
    return tuple(facts)


def some_spread(chance: Random, world: World) -> tuple[Fact, ...]:
    """Facts that are so in any idea of somebody, of one fluent each."""
    facts: list[Fact] = []
    for _ in range(chance.randint(1, 2)):
        fluent = chance.randrange(len(world.fluents))
        start = a_path(chance, world, (0, 0, 0, 1, 2))
        among = tuple(sorted(chance.sample(range(world.characters), chance.randint(1, world.characters))))
        for whose in range(world.characters):
            if start[-1:] == (whose,) or chance.random() < 0.2:
                continue
            if chance.random() < 0.5:
                facts.append(Fact((*start, whose), fluent, 0, known=True, among=among))
            elif chance.random() < 0.5:
                facts.append(Fact((*start, whose), fluent, a_value(chance, world, world.fluents[fluent]), among=among))
            else:
                first, *others = several(chance, world.fluents[fluent])
                facts.append(Fact((*start, whose), fluent, first, tuple(others), among=among))
    return tuple(facts)


# --- conditions ------------------------------------------------------------------------------------------------------


def a_condition(chance: Random, world: World, depth: int = 2) -> Condition:
    if depth == 0 or chance.random() < 0.3:
        return an_atom(chance, world)
    parts = tuple(a_condition(chance, world, depth - 1) for _ in range(chance.choice((1, 2, 2, 3))))
    return chance.choice((AllOf, AllOf, AnyOf))(parts)


def an_atom(chance: Random, world: World, lengths: Sequence[int] = LENGTHS) -> Condition:
    fluent = chance.randrange(len(world.fluents))
    kind = world.fluents[fluent]
    here = Read(a_path(chance, world, lengths), fluent)
    if world.two_reads and chance.random() < 0.15:
        return _in_minds(chance, world, _of_two_reads(chance, world, here))
    if world.sets and chance.random() < 0.35:
        return _of_a_set(chance, world, here)
    if kind.sort is not Sort.NUMBER:
        value = a_value(chance, world, kind)
        return _in_minds(chance, world, is_value(kind, here, value) if chance.random() < 0.6 else is_not(kind, here, value))
    numbers = [number for number, other in enumerate(world.fluents) if other.sort is Sort.NUMBER]
    right: Expression = Constant(a_value(chance, world, kind))
    if chance.random() < 0.3:
        right = Read(a_path(chance, world, (0, 0, 1)), chance.choice(numbers))
    left: Expression = here
    if chance.random() < 0.1:
        left = Arithmetic("+", here, Constant(1))
    return _in_minds(chance, world, Compare(chance.choice(tuple(OPPOSITE)), left, right))


def of_two_reads(chance: Random, world: World) -> Condition:
    """Something seen of two reads, if there are such atoms."""
    if not world.two_reads:
        return an_atom(chance, world)
    fluent = chance.randrange(len(world.fluents))
    if world.sets and chance.random() < 0.4:
        return _may_be_as_read(chance, world, Read(a_path(chance, world, (1, 1, 1, 2)), fluent), 0.1)
    return _of_two_reads(chance, world, Read(a_path(chance, world, (0, 0, 0, 1)), fluent))


def _may_be_as_read(chance: Random, world: World, here: Read, denied: float = 0.4) -> Compare:
    """Whether what is read somewhere may be so: here as a rule, or in somebody's mind."""
    kind = world.fluents[here.fluent]
    asked = Read(a_path(chance, world, (0, 0, 0, 1, 1, 2)), chance.choice(like(world, kind)))
    return Compare("may be", here, asked, denied=chance.random() < denied)


def _of_two_reads(chance: Random, world: World, here: Read) -> Compare:
    """Two reads compared, of which one may have been replaced by the constant that it always is."""
    kind = world.fluents[here.fluent]
    same = like(world, kind)
    right: Expression = Read(a_path(chance, world, (0, 0, 1, 2)), chance.choice(same))
    if chance.random() < 0.5:
        right = Constant(a_value(chance, world, kind))
    operators = tuple(OPPOSITE) if kind.sort is Sort.NUMBER and chance.random() < 0.5 else ("==", "!=")
    return Compare(chance.choice(operators), here, right, of_reads=True)


def _of_a_set(chance: Random, world: World, here: Read) -> Condition:
    kind = world.fluents[here.fluent]
    match chance.choice(("in", "known", "may be", "knows")):
        case "in":
            return _in_minds(chance, world, Compare("in", here, constant(several(chance, kind))))
        case "knows" if here.path:
            before = Read(here.path[:-1], here.fluent)
            return Compare("knows", here, before, denied=chance.random() < 0.4)
        case "may be":
            if chance.random() < 0.5:
                return _may_be_as_read(chance, world, here)
            return Compare("may be", here, Constant(a_value(chance, world, kind)), denied=chance.random() < 0.4)
        case _:
            return Compare("known", here, Constant(0), denied=chance.random() < 0.4)


def _in_minds(chance: Random, world: World, atom: Compare) -> Compare:
    """The atom, or that it is not believed."""
    return replace(atom, denied=True) if world.sets and _reads_a_mind(atom) and chance.random() < 0.4 else atom


def _reads_a_mind(atom: Compare) -> bool:
    return any(isinstance(side, Read) and side.path for side in (atom.left, atom.right))


def negation(world: World, condition: Condition) -> Condition:
    """The opposite, pushed inwards to the atoms, as far as a mind."""
    match condition:
        case AllOf(parts):
            return AnyOf(tuple(negation(world, part) for part in parts))
        case AnyOf(parts):
            return AllOf(tuple(negation(world, part) for part in parts))
        case Compare("in", Read((), fluent) as here, Constant() as allowed):
            rest = [value for value in world.fluents[fluent].possible() if value not in allowed.values]
            return Compare("in", here, constant(rest)) if rest else AnyOf(())
        case Compare("==", Read((), fluent), Constant(value), of_reads=False) if world.fluents[fluent].sort is Sort.TRUTH:
            return replace(condition, right=Constant(1 - value))
        case Compare(operator) if operator in OPPOSITE and not _reads_a_mind(condition):
            return replace(condition, operator=OPPOSITE[operator])
        case Compare():
            return replace(condition, denied=not condition.denied)


def is_value(kind: Fluent, here: Expression, value: int) -> Compare:
    return Compare("==", here, Constant(value))


def is_not(kind: Fluent, here: Expression, value: int) -> Compare:
    return Compare("==", here, Constant(1 - value)) if kind.sort is Sort.TRUTH else Compare("!=", here, Constant(value))


# --- effects ---------------------------------------------------------------------------------------------------------


def some_effects(chance: Random, world: World, count: int) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for _ in range(count):
        fluent = chance.randrange(len(world.fluents))
        path = a_path(chance, world, LENGTHS)
        again = any((effect.path, effect.fluent) == (path, fluent) for effect in effects)
        if again and chance.random() >= 0.05:
            continue
        if world.sets and not path and chance.random() < 0.4:
            effects.extend(_cases(chance, world, fluent))
            continue
        condition = chance.choice((TRUE, TRUE, an_atom(chance, world), a_condition(chance, world)))
        if world.sets and path and chance.random() < 0.6:
            effects.extend(_lessons(chance, world, path, fluent, condition))
            continue
        effects.append(Effect(path, fluent, an_expression(chance, world, fluent, path), condition))
    return tuple(effects)


def _cases(chance: Random, world: World, fluent: int) -> list[Effect]:
    """if / elif / else, of which some leave the fluent as it is."""
    effects: list[Effect] = []
    before: list[Condition] = []
    for _ in range(chance.choice((1, 1, 2, 2, 3))):
        condition = chance.choice((an_atom(chance, world, (0, 0, 0, 1, 2)), a_condition(chance, world, 1)))
        whole = AllOf((*before, condition))
        effects.append(
            Effect((), fluent, Read((), fluent), whole)
            if chance.random() < 0.1
            else Effect((), fluent, an_expression(chance, world, fluent, ()), whole)
        )
        before.append(negation(world, condition))
    if chance.random() < 0.5:
        effects.append(Effect((), fluent, an_expression(chance, world, fluent, ()), AllOf(tuple(before))))
        effects.append(Effect((), fluent, Read((), fluent), AnyOf(())))
    else:
        effects.append(Effect((), fluent, Read((), fluent), AllOf(tuple(before))))
    return effects


def _lessons(chance: Random, world: World, path: tuple[int, ...], fluent: int, condition: Condition) -> list[Effect]:
    """What a mind learns: what is so, what is not, that it is one of several, nothing any more."""
    kind = world.fluents[fluent]
    match chance.choice(("learns", "learns", "excludes", "excludes", "several", "forgets")):
        case "learns":
            return [Effect(path, fluent, Read(a_path(chance, world, (0, 0, 0, 1, 2)), fluent), condition)]
        case "excludes":
            count = min(chance.choice((1, 2, 2, 3)), len(kind.possible()))
            excluded: list[Expression] = [Constant(value) for value in chance.sample(kind.possible(), count)]
            if chance.random() < 0.2:
                excluded[0] = Read(a_path(chance, world, (0, 0, 1)), chance.choice(like(world, kind)))
            return [Effect(path, fluent, value, condition, excludes=True) for value in excluded]
        case "several":
            return [Effect(path, fluent, constant(several(chance, kind)), condition)]
        case _:
            return [Effect(path, fluent, constant(kind.possible()), condition)]


def like(world: World, kind: Fluent) -> list[int]:
    """The fluents that have the same values."""
    return [number for number, other in enumerate(world.fluents) if (other.sort, other.domain) == (kind.sort, kind.domain)]


def an_expression(chance: Random, world: World, fluent: int, path: tuple[int, ...]) -> Expression:
    """A value for a fluent in the mind at the end of a path."""
    kind = world.fluents[fluent]
    same = like(world, kind)
    roll = chance.random()
    if roll < (0.4 if world.sets else 0.6):
        return Constant(a_value(chance, world, kind))
    # What another mind has may be several values, which the world can't have.
    lengths = (0, 0, 0, 0, 0, 0, 0, 0, 0, 1) if world.sets and not path else (0, 0, 1, 2)
    other = Read(a_path(chance, world, lengths), chance.choice(same))
    if roll < (0.6 if world.sets else 0.75):
        return other
    if roll < (0.7 if world.sets else 0.85) or kind.sort is not Sort.NUMBER:
        return Choose(an_atom(chance, world), Constant(a_value(chance, world, kind)), other)
    operator = chance.choice("++--*") if chance.random() < 0.7 else chance.choice(("/", "min", "max"))
    # A story divides by nothing that can be 0.
    right = (Constant(1), Constant(2), *(() if world.sets and operator == "/" else (Read((), chance.choice(same)),)))
    return Arithmetic(operator, other, chance.choice(right))
