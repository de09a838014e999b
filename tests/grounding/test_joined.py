"""The bindings of an event are those of all combinations of things under which no part of its condition is false."""

from __future__ import annotations

import random
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st
from tests.grounding.chance import Chance, world
from tests.grounding.small import action, both, get, grounded, prop, put, story, thing, var

from fabula.grounding import Capacity
from fabula.grounding.assembly import compiler_of
from fabula.grounding.compiler import Compiler
from fabula.grounding.joined import Joined
from fabula.model import Action, Definition, Expression, Literal, conjuncts
from fabula.task import FALSE, Condition

KINDS = ("character", "mind", "place", "place", "place", "place")


def brute(compiler: Compiler, event: Action) -> list[tuple[tuple[int, ...], list[Condition]]]:
    """Every combination is looked at."""
    names = [parameter.name for parameter in event.parameters]
    found = []
    for codes in product(*(compiler.vocabulary.things_of(parameter.kind) for parameter in event.parameters)):
        binding = dict(zip(names, codes, strict=True))
        conditions = [compiler.condition(part, binding) for part in conjuncts(event.when)]
        if FALSE not in conditions:
            found.append((codes, conditions))
    return found


def event_of(seed: int) -> Action:
    """An event with up to three parameters, as a rule with a relation between some of them that nothing changes."""
    chance, dice = Chance(seed), random.Random(seed)
    parameters = [var(f"v{number}", dice.choice(KINDS)) for number in range(dice.randint(0, 3))]
    places: list[Expression] = [parameter for parameter in parameters if parameter.kind == "place"]
    ends = [*places, *places, *parameters, Literal("wood"), Literal("field"), Literal(None)]
    parts: list[Expression] = [chance.truth(1, tuple(parameters)) for _ in range(dice.randint(0, 3))]
    parts += [get("path", dice.choice(ends), dice.choice(ends)) for _ in range(dice.choice((0, 1, 1, 2)))]
    dice.shuffle(parts)
    return action("act", parameters, [], both(*parts))


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
    """Many have parameters that a relation narrows, and of these not all have no bindings. Says how many."""
    narrowed, bound = 0, 0
    for seed in range(300):
        event = event_of(seed)
        compiler = met(world([]))
        joined = Joined(compiler, event)
        relations = sum(map(len, joined.relations))
        narrowed += relations > 0
        bound += relations > 0 and next(joined.rows(), None) is not None
    assert narrowed > 30, (narrowed, bound)
    assert bound > 10, (narrowed, bound)


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
