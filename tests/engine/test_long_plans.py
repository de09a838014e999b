"""Plans of three acts and more, for which others are needed who have reasons of their own: the obvious engine judges the fast
one, whose bounds and answers are remembered from one question to the next, whatever the limits were."""

from __future__ import annotations

import random
import sys
from collections import Counter

import pytest
from tests.engine.engines import ENGINES

from fabula.engine.interface import BudgetEnded, Contradiction, EndlessTrigger, Engine, NumberTooLarge, State
from fabula.engine.reference import ReferenceEngine
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
    Expression,
    Fact,
    Fluent,
    Limits,
    Read,
    Sort,
    Task,
)

WORLDS = 400
PORTION = 100
#: beginnings of plans that the obvious engine may try for a question; fewer where plans have no bound
PATIENCE, WITHOUT_BOUND = 1_000, 100
RUNTIME_ERRORS = (BudgetEnded, Contradiction, EndlessTrigger, NumberTooLarge)
#: levels of thought
UNLIMITED = 1 << 20
Answer = tuple[int, ...] | type[Exception] | None
FAST = [name for name, engine in ENGINES.items() if engine is not ReferenceEngine]


def quest(seed: int) -> Task:
    """A few things to bring about, most of them one after the other, by one or two people each, who want some of them all."""
    chance = random.Random(seed)
    people = range(chance.choice((2, 2, 3)))
    steps = range(chance.choice((3, 4, 4, 5)))
    numbers = {step for step in steps if chance.random() < 0.35}
    fluents = tuple(
        Fluent(f"n{step}", Sort.NUMBER, (), 0, 2) if step in numbers else Fluent(f"t{step}", Sort.TRUTH, (0, 1))
        for step in steps
    )
    facts = [Fact((), step, UNKNOWN) for step in numbers if chance.random() < 0.5]
    for _ in range(chance.choice((0, 0, 1, 2))):
        facts.append(Fact((chance.choice(people),), chance.choice(steps), chance.randint(0, 1)))
    goal = {step: chance.choice((1, 1, 1, 2)) if step in numbers else 1 for step in steps}

    def done(step: int) -> Condition:
        operator = chance.choice(("==", ">=", ">")) if step in numbers else "=="
        return Compare(operator, Read((), step), Constant(goal[step] - (operator == ">")))

    actions = [
        Action(
            name=f"act{number}",
            precondition=AllOf((done(step - 1),)) if step and chance.random() < 0.7 else TRUE,
            effects=(Effect((), step, Constant(goal[step] if number < len(steps) or chance.random() < 0.5 else 0)),),
            consenting=tuple(sorted(chance.sample(people, chance.choice((1, 1, 2))))),
            observing=tuple(FALSE if chance.random() < 0.1 else TRUE for _ in people),
        )
        for number, step in enumerate((*steps, *(chance.choice(steps) for _ in range(chance.choice((0, 1, 2))))))
    ]
    for step in sorted(numbers):
        if chance.random() < 0.4:
            # What is not known any more: always, if something is done, or as another number isn't.
            lost = chance.choice((Constant(UNKNOWN), Constant(UNKNOWN), Read((), chance.choice(sorted(numbers)))))
            case = chance.choice((TRUE, done(chance.choice(steps))))
            actions.append(Action(f"lose{step}", TRUE, (Effect((), step, lost, case),), (0,), tuple(TRUE for _ in people)))
    chance.shuffle(actions)

    def amount() -> Expression:
        """A number that may not be known."""
        one = Read((), chance.choice(sorted(numbers)))
        other = Read((), chance.choice(sorted(numbers)))
        return chance.choice((one, one, Arithmetic("+", one, other), Constant(UNKNOWN), Constant(1)))

    def wish() -> Expression:
        some = tuple(done(step) for step in chance.sample(steps, chance.choice((1, 2, 3, 3))))
        whole: Expression = Choose(AllOf(some), Constant(chance.choice((1, 2, 3))), Constant(0))
        if chance.random() < 0.4:
            other = Choose(done(chance.choice(steps)), Constant(chance.choice((-1, 1))), Constant(0))
            whole = Arithmetic("+", whole, other)
        if numbers and chance.random() < 0.2:
            whole = Arithmetic(chance.choice(("+", "-")), whole, Read((), chance.choice(sorted(numbers))))
        if numbers and chance.random() < 0.6:
            compared = Compare(chance.choice(("==", "!=", "<", "<=", ">", ">=")), amount(), amount())
            value = chance.choice((1, 2))
            this, other_one = chance.choice(((value, 0), (0, value)))
            whole = Arithmetic("+", whole, Choose(compared, Constant(this), Constant(other_one)))
        return whole

    ahead = chance.choice((3, 4, 5, -1 if len(actions) < 5 else 4))
    return Task(
        name="quest",
        symbols=tuple("ABC"[: len(people)]),
        characters=tuple("ABC"[: len(people)]),
        fluents=fluents,
        facts=tuple(facts),
        actions=tuple(actions),
        triggers=(),
        utilities=tuple(wish() for _ in people),
        limits=tuple(Limits(ahead, chance.choice((0, 1, 2, -1, -1))) for _ in people),
        utility=Constant(0),
    )


def asked(engine: Engine, believed: State, question: tuple[int, int, int, int], patience: int) -> Answer:
    """`question`: the act, whose plan, how many acts ahead, and how many levels deep."""
    try:
        return engine.plan_in(believed, *question, patience)
    except RUNTIME_ERRORS as fault:
        return type(fault)


def compare(seed: int, fast: Engine, slow: ReferenceEngine) -> list[int]:
    """The lengths of plans, along a walk, in whatever order the questions come."""
    chance = random.Random(seed)
    task = slow.task
    here = slow.initial(), fast.initial()
    lengths: list[int] = []
    for _ in range(3):
        questions = [
            (act, mind, ahead, deep)
            for act in slow.possible(here[0])
            for mind in task.actions[act].consenting
            for ahead, deep in {
                *((chance.choice((2, 3, 4)), chance.randint(-1, 3)) for _ in range(3)),
                (task.limits[0].ahead, 1 << 20),
            }
        ]
        chance.shuffle(questions)
        for question in questions:
            _, mind, ahead, _ = question
            patience = WITHOUT_BOUND if ahead < 0 else PATIENCE
            expected = asked(slow, slow.belief(here[0], mind), question, patience)
            if isinstance(expected, type):
                continue
            assert asked(fast, fast.belief(here[1], mind), question, 0) == expected, question
            lengths.append(len(expected or ()))
        onward = slow.possible(here[0])
        if not onward:
            break
        act = chance.choice(onward)
        here = slow.do(here[0], act), fast.do(here[1], act)
    return lengths


@pytest.mark.parametrize("other", FAST)
@pytest.mark.parametrize("first", range(0, WORLDS, PORTION))
def test_long_plans_are_the_same(first: int, other: str) -> None:
    """Says how many plans there are of each length: enough are long."""
    lengths: Counter[int] = Counter()
    for seed in range(first, first + PORTION):
        task = quest(seed)
        try:
            lengths.update(compare(seed, ENGINES[other](task), ReferenceEngine(task)))
        except AssertionError as difference:
            raise AssertionError(f"the engines differ on quest({seed})") from difference
    sys.stdout.write(f"acts of plans: {dict(sorted(lengths.items()))}")
    assert sum(count for length, count in lengths.items() if length >= 3) >= 100
    assert lengths[4] >= 10
