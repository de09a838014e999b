"""Whatever is said, the ground form says the same: random expressions and effects in random worlds, minds and sets included."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.grounding.chance import Chance, world
from tests.grounding.naive import Meaning, World, fired
from tests.grounding.small import action, grounded

from fabula.grounding import Ground
from fabula.grounding.terms import OF_SETS
from fabula.model import Believed, Literal, Not
from fabula.task import AllOf, AnyOf, Arithmetic, Choose, Compare, Condition, Constant, Expression, Read, Sort
from fabula.task import reads as places_of

SEEDS = st.integers(0, 1 << 40)


@cache
def plain() -> Ground:
    return grounded(world([]))[0]


def _well_formed(ground: Ground, condition: Condition, atoms_only: bool) -> None:
    """The invariants of `task.py`; `atoms_only`: no choice inside a comparison."""
    if isinstance(condition, AllOf | AnyOf):
        assert len(condition.parts) != 1
        for part in condition.parts:
            assert type(part) is not type(condition)
            _well_formed(ground, part, atoms_only)
        return
    assert isinstance(condition, Compare)
    for side in (condition.left, condition.right):
        _well_formed_expression(ground, side, atoms_only)
    sides = [side for side in (condition.left, condition.right) if isinstance(side, Read)]
    if condition.denied:
        assert condition.operator in OF_SETS or any(side.path for side in places_of(condition))
    if condition.operator == "knows":
        assert isinstance(condition.left, Read)
        assert condition.right == Read(condition.left.path[:-1], condition.left.fluent)
        return
    if condition.operator in OF_SETS or condition.operator == "in":
        assert isinstance(condition.left, Read)
        assert isinstance(condition.right, Constant) or (condition.operator == "may be" and isinstance(condition.right, Read))
        return
    sorts = {ground.task.fluents[side.fluent].sort for side in sides}
    if sorts & {Sort.TRUTH, Sort.SYMBOL}:
        if len(sides) == 2:
            assert condition.of_reads
            assert condition.left is not condition.right
            return
        assert isinstance(condition.left, Read)
        assert isinstance(condition.right, Constant)
        assert condition.operator in (("==",) if Sort.TRUTH in sorts else ("==", "!="))


def _well_formed_expression(ground: Ground, expression: Expression, atoms_only: bool) -> None:
    match expression:
        case Read(path, _):
            assert all(first != second for first, second in pairwise(path))
        case Arithmetic(_, left, right):
            _well_formed_expression(ground, left, atoms_only)
            _well_formed_expression(ground, right, atoms_only)
        case Choose(condition, then, otherwise):
            assert not atoms_only
            _well_formed(ground, condition, atoms_only)
            _well_formed_expression(ground, then, atoms_only)
            _well_formed_expression(ground, otherwise, atoms_only)


@settings(max_examples=300)
@given(SEEDS)
def test_a_condition_means_what_was_said(seed: int) -> None:
    ground = plain()
    expression = Chance(seed).truth(4)
    condition = ground.condition(expression)
    _well_formed(ground, condition, atoms_only=False)
    for other in range(12):
        valuation = World(ground, seed + other)
        assert valuation.holds(condition) == Meaning(valuation).truth(expression, {})


@settings(max_examples=300)
@given(SEEDS)
def test_what_is_known_of_a_condition_is_so_whatever_is_not_known(seed: int) -> None:
    """Where it is true (false) of sets, it is true (false) of whichever of their values; beliefs apart, which are facts."""
    ground = plain()
    expression = Chance(seed, of_sets=False).truth(3)
    condition, opposite = ground.condition(expression), ground.condition(Not(expression))
    if any(place.path for place in (*places_of(condition), *places_of(opposite))):
        return
    for other in range(6):
        valuation = World(ground, seed + other, sets=0.5)
        found, denied = valuation.truth(condition), valuation.truth(opposite)
        for choice in range(6):
            meant = Meaning(valuation.settled(seed + choice)).truth(expression, {})
            assert found in (meant, None)
            assert denied in (not meant, None)


@settings(max_examples=300)
@given(SEEDS)
def test_what_somebody_believes_is_true_or_not(seed: int) -> None:
    """It is a fact about them, whatever they do not know; not to believe it is another, and the very opposite."""
    ground = plain()
    expression = Believed(Literal("Ann"), Chance(seed).truth(3))
    believed, denied = ground.condition(expression), ground.condition(Not(expression))
    for other in range(8):
        valuation = World(ground, seed + other, sets=0.5)
        assert valuation.truth(believed) in (True, False)
        assert valuation.truth(denied) is not valuation.truth(believed)


@settings(max_examples=150)
@given(SEEDS)
def test_a_value_is_what_was_said(seed: int) -> None:
    ground = plain()
    chance = Chance(seed)
    for expression in (chance.number(4, ()), chance.thing("mind", 4, ()), chance.thing("place", 3, ())):
        value = ground.expression(expression)
        for other in range(8):
            valuation = World(ground, seed + other)
            assert valuation.code(value) == ground.code(Meaning(valuation).value(expression, {}))


@settings(max_examples=100)
@given(SEEDS)
def test_a_precondition_has_atoms_only_and_means_what_was_said(seed: int) -> None:
    when = Chance(seed).truth(3)
    effects = [Chance(seed + 1).effect(0)]
    ground, _ = grounded(world([action("act", [], effects, when=when)]))
    number = next((n for n, made in enumerate(ground.actions) if made.schema == "act"), None)
    if number is not None:
        _well_formed(ground, ground.task.actions[number].precondition, atoms_only=True)
    for other in range(8):
        valuation = World(ground, seed + other)
        meaning = Meaning(valuation)
        if number is not None:
            assert valuation.holds(ground.task.actions[number].precondition) == meaning.truth(when, {})
        else:
            assert not meaning.truth(when, {}) or not meaning.effects(tuple(effects), {})


@settings(max_examples=200)
@given(SEEDS)
def test_effects_give_what_was_said(seed: int) -> None:
    chance = Chance(seed)
    effects = tuple(chance.effect(3) for _ in range(3))
    definition = world([action("act", [], effects)])
    ground, problems = grounded(definition)
    if problems.errors:
        assert {problem.code for problem in problems.errors} == {"contradiction"}
        return
    number = next((n for n, made in enumerate(ground.actions) if made.schema == "act"), None)
    for other in range(8):
        valuation = World(ground, seed + other)
        expected = Meaning(valuation).effects(effects, {})
        assert ({} if number is None else fired(valuation, number)) == expected
