"""Small tasks written out."""

from __future__ import annotations

from fabula.task import (
    TRUE,
    Action,
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
    Read,
    Sort,
    Task,
    Trigger,
)


def truths(names: str) -> list[Fluent]:
    """One of yes or no for each letter."""
    return [Fluent(name, Sort.TRUTH, (0, 1)) for name in names]


def number(name: str, low: int | None, high: int | None) -> Fluent:
    return Fluent(name, Sort.NUMBER, (), low, high)


def has(fluent: int, value: int = 1, path: tuple[int, ...] = ()) -> Compare:
    return Compare("==", Read(path, fluent), Constant(value))


def becomes(fluent: int, value: int | Expression = 1, path: tuple[int, ...] = (), condition: Condition = TRUE) -> Effect:
    return Effect(path, fluent, Constant(value) if isinstance(value, int) else value, condition)


def plus(fluent: int, by: int) -> Expression:
    return Arithmetic("+" if by > 0 else "-", Read((), fluent), Constant(abs(by)))


def act(
    name: str, precondition: Condition, *effects: Effect, by: tuple[int, ...] = (), seen: tuple[Condition, ...] = (TRUE, TRUE)
) -> Action:
    return Action(name, precondition, effects, by, seen)


def wants(*wishes: Condition) -> Expression:
    """One for each wish."""
    total: Expression = Constant(0)
    for wish in wishes:
        total = Arithmetic("+", total, Choose(wish, Constant(1), Constant(0)))
    return total


def task(
    fluents: list[Fluent],
    actions: list[Action],
    triggers: tuple[Trigger, ...] = (),
    *,
    endings: tuple[Condition, ...] = (),
    facts: tuple[Fact, ...] = (),
    utilities: tuple[Expression, Expression] = (Constant(0), Constant(0)),
    limits: Limits | None = None,
    sets: bool = False,
) -> Task:
    """A task of two minds."""
    return Task(
        name="small",
        symbols=("A", "B"),
        characters=("A", "B"),
        fluents=tuple(fluents),
        facts=facts,
        actions=tuple(actions),
        triggers=triggers,
        utilities=utilities,
        limits=(limits or Limits(),) * 2,
        endings=tuple(Ending(f"ending{place}", condition) for place, condition in enumerate(endings)),
        sets=sets,
    )
