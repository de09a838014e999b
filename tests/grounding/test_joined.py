"""The bindings of an event are those of all combinations of things under which no part of its condition is false."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, pairwise, product

from hypothesis import given
from hypothesis import strategies as st
from tests.grounding.chance import PEOPLE, Chance, world
from tests.grounding.small import action, both, get, grounded, prop, put, story, thing, var

from fabula.grounding import Capacity
from fabula.grounding.assembly import compiler_of
from fabula.grounding.compiler import Compiler
from fabula.grounding.joined import Joined
from fabula.model import Action, Definition, Expression, Literal, Variable, conjuncts
from fabula.task import FALSE, Condition

KINDS = ("character", "mind", "place", "place", "place", "place")


def brute(compiler: Compiler, event: Action) -> list[tuple[tuple[int, ...], list[Condition]]]:
    """Every combination is looked at."""
    names = [parameter.name for parameter in event.parameters]
    found = []
    for codes in product(*(compiler.vocabulary.things_of(parameter.kind) for parameter in event.parameters)):
        binding = dict(zip(names, codes, strict=True))
        if any(binding[one.name] == _code(compiler, binding, other) for one, other in event.distinct):
            continue
        conditions = [compiler.condition(part, binding) for part in conjuncts(event.when)]
        if FALSE not in conditions:
            found.append((codes, conditions))
    return found


def _code(compiler: Compiler, binding: dict[str, int], part: Variable | Literal) -> int:
    return binding[part.name] if isinstance(part, Variable) else compiler.vocabulary.code(part.value)


def event_of(seed: int) -> Action:
    """An event with up to three parameters, as a rule with a relation between some of them that nothing changes."""
    chance, dice = Chance(seed), random.Random(seed)
    parameters = [var(f"v{number}", dice.choice(KINDS)) for number in range(dice.randint(0, 3))]
    places: list[Expression] = [parameter for parameter in parameters if parameter.kind == "place"]
    ends = [*places, *places, *parameters, Literal("wood"), Literal("field"), Literal(None)]
    parts: list[Expression] = [chance.truth(1, tuple(parameters)) for _ in range(dice.randint(0, 3))]
    parts += [get("path", dice.choice(ends), dice.choice(ends)) for _ in range(dice.choice((0, 1, 1, 2)))]
    dice.shuffle(parts)
    pairs: list[tuple[Variable, Variable | Literal]] = [*combinations(parameters, 2)]
    pairs += [(one, Literal(dice.choice(PEOPLE))) for one in parameters if one.kind != "place"]
    distinct = tuple(pair for pair in pairs if dice.random() < 0.5)
    return replace(action("act", parameters, [], both(*parts)), distinct=distinct)


def met(definition: Definition) -> Compiler:
    return compiler_of(definition, Capacity(), sets=True)


@given(st.integers(0, 1 << 40))
def test_a_join_finds_what_looking_at_everything_finds(seed: int) -> None:
    event = event_of(seed)
    compiler = met(world([]))
    assert compiler.rows("path") is not None
    found = [(codes, list(conditions)) for codes, conditions in Joined(compiler, event).rows()]
    expected = brute(compiler, event)
    assert [codes for codes, _ in found] == [codes for codes, _ in expected]
    assert [conditions for _, conditions in found] == [conditions for _, conditions in expected]


def test_random_events_are_worth_joining() -> None:
    """Many have parameters that a relation narrows, and of these not all have no bindings; many have fewer because two are
    never one thing. Says how many."""
    narrowed, bound, apart = 0, 0, 0
    for seed in range(300):
        event = event_of(seed)
        compiler = met(world([]))
        joined = Joined(compiler, event)
        relations = sum(map(len, joined.relations))
        narrowed += relations > 0
        bound += relations > 0 and next(joined.rows(), None) is not None
        without = Joined(compiler, replace(event, distinct=()))
        apart += len(list(joined.rows())) < len(list(without.rows()))
    assert narrowed > 30, (narrowed, bound)
    assert bound > 10, (narrowed, bound)
    assert apart > 30, apart


def test_of_what_a_relation_does_not_hold_nothing_is_asked() -> None:
    """Of 90,000 pairs of places, 299 are next to each other."""
    one, two = var("one", "place"), var("two", "place")
    names = [f"p{number}" for number in range(300)]
    facts = [put(get("path", first, second)) for first, second in pairwise(names)]
    pass_by = action("pass_by", [one, two], [put(get("passed", one))], get("path", one, two))
    properties = [prop("path", "place place", bool), prop("passed", "place", bool)]
    ground, _ = grounded(
        story([thing(name, "place") for name in names], properties, [pass_by], facts=facts), Capacity(steps=9_000)
    )
    assert len(ground.task.actions) == 299
