"""Stories of people who find things out: they hope, ask and fail as their author would expect (semantics 8.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.lives import Life, replay
from fabula.story import Story, load
from fabula.task import Fact, Task
from fabula.telling.narrate import tell

STORIES = Path(__file__).resolve().parent / "hopes"
ENGINES: dict[str, Callable[[Task], Engine]] = {"reference": ReferenceEngine, "native": NativeEngine}


@lru_cache
def story(name: str) -> Story:
    return load(STORIES / f"{name}.fabula")


def begun(name: str, kind: str) -> Engine:
    return ENGINES[kind](story(name).task)


def named(task: Task, engine: Engine, state: State, free: tuple[int, ...] = ()) -> dict[str, State]:
    """What a life goes on with in a state, by the names of acts."""
    return {task.actions[move].name: after for move, after in engine.moves(state, free)}


def all_lives(task: Task, engine: Engine) -> dict[State, dict[str, State]]:
    found: dict[State, dict[str, State]] = {}
    pending = [engine.initial()]
    while pending:
        state = pending.pop()
        if state not in found:
            found[state] = named(task, engine, state)
            pending.extend(found[state].values())
    return found


@pytest.mark.parametrize("kind", ENGINES)
def test_a_detective_asks_just_those_two_who_know_and_names_the_third(kind: str) -> None:
    task, engine = story("detective").task, begun("detective", kind)
    lives = all_lives(task, engine)
    assert len(lives) == 5
    first = lives[engine.initial()]
    assert sorted(first) == ["ask(Iris, Wit, Hugo)", "ask(Iris, Xan, Vera)"]
    assert sorted(lives[first["ask(Iris, Wit, Hugo)"]]) == ["ask(Iris, Xan, Vera)"]
    assert {act for onward in lives.values() for act in onward} == {*first, "accuse(Iris, Otto)"}


@pytest.mark.parametrize("kind", ENGINES)
def test_a_thief_tries_every_code_once(kind: str) -> None:
    task, engine = story("vault").task, begun("vault", kind)
    lives = all_lives(task, engine)
    assert len(lives) == 2**3 + 1
    assert sorted(lives[engine.initial()]) == [
        "try(Tom, four) in vain",
        "try(Tom, one) in vain",
        "try(Tom, three)",
        "try(Tom, two) in vain",
    ]


@pytest.mark.parametrize("kind", ENGINES)
def test_who_is_lost_is_found_in_the_third_room_at_the_latest(kind: str) -> None:
    task, engine = story("lost").task, begun("lost", kind)
    state = engine.initial()
    for room in ("attic", "shed"):
        state = named(task, engine, state)[f"look_for(Ann, Ben, {room}) in vain"]
    assert list(named(task, engine, state)) == ["look_for(Ann, Ben, cellar)"]


@pytest.mark.parametrize("kind", ENGINES)
def test_a_lover_tests_a_rumour(kind: str) -> None:
    """He may hope that she feels as he does, whatever they say; what he would lose is not in his plan."""
    task, engine = story("rumour").task, begun("rumour", kind)
    assert list(named(task, engine, engine.initial())) == ["test(Max, Lena)"]
    scorned = replace(task, facts=_scorned(task))
    other = ENGINES[kind](scorned)
    ((act, after),) = named(scorned, other, other.initial()).items()
    assert act == "test(Max, Lena) in vain"
    assert other.ending(after) == task.ending("alone")


def _scorned(task: Task) -> tuple[Fact, ...]:
    """The facts of the rumour, if it were true."""
    fluent = next(number for number, one in enumerate(task.fluents) if one.name == "heart(Lena)")
    scorn = task.symbols.index("scorn")
    return tuple(replace(fact, value=scorn) if fact.fluent == fluent and not fact.path else fact for fact in task.facts)


@pytest.mark.parametrize("kind", ENGINES)
def test_a_confidant_is_asked_because_she_was_seen_to_learn(kind: str) -> None:
    """At first nobody is known to know; who has been seen to look is asked, and nobody else."""
    task, engine = story("confidant").task, begun("confidant", kind)
    first = named(task, engine, engine.initial())
    assert list(first) == ["look(Rose)"]
    seen = named(task, engine, first["look(Rose)"])
    assert list(seen) == ["ask(Nell, Rose)"]
    assert list(named(task, engine, seen["ask(Nell, Rose)"])) == ["take(Nell, drawer)"]


def test_what_is_said_of_acts_in_vain() -> None:
    """In the author's words, and in ours where there are none; told only to those who see it."""
    vault = story("vault")
    life = replay(vault, ["try(Tom, two) in vain", "try(Tom, three)"])
    assert told(vault, life) == "Tom turned the dial to two. Nothing. He turned the dial to three, and it opened."
    assert life.acts == ("try(Tom, two) in vain", "try(Tom, three)")


def told(one: Story, life: Life, by: str | None = None) -> str:
    return " ".join(passage.text for part in tell(one, life, by).paragraphs for passage in part.passages)


def test_who_does_not_see_it_is_told_nothing_of_it() -> None:
    detective = story("detective")
    life = replay(detective, ["ask(Iris, Xan, Vera)", "ask(Iris, Wit, Hugo)", "accuse(Iris, Otto)"])
    assert told(detective, life, "Bob") == "Iris accused Otto."


def test_why_somebody_is_asked() -> None:
    """Because she is taken to know it; nobody else."""
    why = str(story("detective").ask("why ask(Iris, Wit, Hugo)"))
    assert "Iris asks Wit about Hugo because she wants the accused to be the killer" in why
    assert "Wit knows whether Hugo is cleared" in why
    assert "Bob" not in why


def test_questions_of_acts_in_vain() -> None:
    vault = story("vault")
    assert str(vault.ask("must rich")).startswith("Yes: every life ends in 'rich'; none gets stuck")
    assert "9 states" in str(vault.ask("must rich"))
    why = str(vault.ask("why try(Tom, three)"))
    assert "  Tom hopes that the code is three." in why


def test_a_reader_may_try_what_may_be_and_learns_that_it_is_not() -> None:
    session = story("vault").play("Tom")
    texts = [choice.text for choice in session.choices]
    assert texts[:-1] == ["Try one", "Try two", "Try three", "Try four"]
    session.choose(texts.index("Try two"))
    assert session.text == "Tom turned the dial to two. Nothing."
    assert [choice.text for choice in session.choices][:-1] == ["Try one", "Try three", "Try four"]
    session.choose(1)
    assert session.ending == "rich"
