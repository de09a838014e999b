"""Leaving out what can't come about changes nothing that does: the same lives with and without it, in every mind."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.grounding.chance import PEOPLE, Chance, world
from tests.grounding.small import action, get, grounded, put, same, thing, var

from fabula.engine.interface import Contradiction, NumberTooLarge, State
from fabula.engine.reference import ReferenceEngine
from fabula.grounding import Ground, pruning
from fabula.grounding.events import Instance
from fabula.grounding.parts import Changes
from fabula.grounding.reaching import Reach
from fabula.model import Assign, Definition, Literal, Not, Observation
from fabula.problems import StoryProblems
from fabula.task import NOBODY, Several, Sort

Path = tuple[int, ...]
Key = tuple[str, tuple[str, ...]]
Values = dict[tuple[Path, Key], object]


class Everything(Reach):
    """Thinks that all can happen, and that all that varies can have any value."""

    def follow(self, instances: Sequence[Instance]) -> list[int]:
        for number, fluent in enumerate(self._fluents):
            # Two codes that nothing has: what has no other value is no constant either.
            self.values[number] = set(fluent.domain) | {-1, -2} if fluent.sort is not Sort.NUMBER else None
        return list(range(len(instances)))

    def left(self, pieces: Changes) -> Changes:
        return pieces


def story_of(seed: int) -> Definition:
    chance, dice = Chance(seed), random.Random(seed)
    x, c = var("x"), var("c")
    acts = []
    for number in range(5):
        effects = [chance.effect(1, (x,)) for _ in range(2)]
        seen = [Observation(c, chance.truth(1, (x, c)))]
        acts.append(action(f"act{number}", [x], effects, chance.truth(2, (x,)), by=[x], seen=seen))
    definition = world(acts)
    facts = [*definition.facts]
    for _ in range(6):
        believers = [Literal(dice.choice(PEOPLE)) for _ in range(dice.randint(0, 2))]
        fact = chance.effect(0)
        facts.append(replace(fact, believers=tuple(believers)) if isinstance(fact, Assign) else fact)
    kept = {name: made for name, made in definition.actions.items() if name.startswith("act")}
    return replace(definition, actions=kept, facts=tuple(facts))


def seen(ground: Ground, engine: ReferenceEngine, state: State) -> Values:
    """All values of all properties, for oneself, in every mind, and in every mind's minds."""
    found: Values = {}
    minds = range(len(ground.minds))
    paths: list[Path] = [(), *((c,) for c in minds), *((c, d) for c in minds for d in minds if c != d)]
    for path in paths:
        inner = state
        for mind in path:
            inner = engine.belief(inner, mind)
        for fluent, code in enumerate(engine.values(inner)):
            found[path, ground.property_of(fluent)] = ground.decode(fluent, code)
    return found


def known(few: Ground, first: Values, path: Path, key: Key) -> object:
    """The value of any ground property, constants included."""
    return first[path, key] if key in few.fluents else few.static(key[0], *key[1])


@settings(max_examples=80)
@given(st.integers(0, 1 << 40))
def test_the_same_lives_with_and_without_it(seed: int) -> None:
    definition = story_of(seed)
    try:
        few, _ = grounded(definition)
    except StoryProblems:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pruning, "Reach", Everything)
        all_, _ = grounded(definition)
    assert len(all_.task.fluents) >= len(few.task.fluents)
    engines = ReferenceEngine(few.task), ReferenceEngine(all_.task)
    names = [[act.name for act in ground.task.actions] for ground in (few, all_)]
    states = [engine.initial() for engine in engines]
    dice = random.Random(seed)
    for _ in range(6):
        first, second = (
            seen(ground, engine, state) for ground, engine, state in zip((few, all_), engines, states, strict=True)
        )
        differing = [(key, value) for (path, key), value in second.items() if known(few, first, path, key) != value]
        # A number that never varies is a constant, which no surprise makes unknown; the other way round they part here.
        if differing and all(value is None and key not in few.fluents for key, value in differing):
            return
        assert not differing
        possible = [
            [name[act] for act in engine.possible(state)] for engine, state, name in zip(engines, states, names, strict=True)
        ]
        idle = set(possible[1]) - set(names[0])
        for name in idle:
            # It was left out because nothing that it does makes a difference (semantics 2.1), in no mind either.
            assert engines[1].do(states[1], names[1].index(name)) == states[1]
        assert [name for name in possible[1] if name not in idle] == possible[0]
        if not possible[0]:
            return
        chosen = dice.choice(possible[0])
        try:
            states = [engine.do(state, name.index(chosen)) for engine, state, name in zip(engines, states, names, strict=True)]
        except (Contradiction, NumberTooLarge):
            return


def test_a_surprise_can_leave_all_that_somebody_has_not_excluded() -> None:
    """Nothing ever brings Ann to the barn, but whoever is surprised that she is not in the field takes that to be possible."""
    place, at, step = var("p", "place"), get("at", "Ann"), put(get("hour"), 1, operator="+=")
    acts = [
        action("go", [place], [put(at, place)], Not(same(place, "barn"))),
        action("pass", [], [step], Not(same(at, "field"))),
        action("wonder", [], [step], same(at, "barn")),
    ]
    facts = (put(at, "wood"), put(at, "field", Literal("Bob")))
    before = world([])
    things = {**before.things, "barn": thing("barn", "place")}
    definition = replace(before, things=things, actions={act.name: act for act in acts}, facts=facts)
    ground, problems = grounded(definition)
    assert [problem.code for problem in problems] == []
    engine = ReferenceEngine(ground.task)
    names = [act.name for act in ground.task.actions]
    state = engine.do(engine.initial(), names.index("pass()"))
    taken = engine.taken(engine.belief(state, 1), ground.fluents["at", ("Ann",)])
    assert taken == Several(tuple(sorted((ground.symbols["wood"], ground.symbols["barn"]))))
    assert ground.task.fluents[ground.fluents["at", ("Ann",)]].domain[0] != NOBODY, "nothing makes her be nowhere"
