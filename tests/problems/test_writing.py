"""What is written as a problem file is read back as the same task; what the format can't say is said to be so."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest
from tests.engine.worlds import random_task
from tests.problems.test_counts import FOLDER, SIZES, layers, task_of
from tests.problems.test_reaching import WORLD, everything, world

from fabula import load, loads
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Contradiction, EndlessTrigger, NumberTooLarge, State
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import UNLIMITED, read, reading, write
from fabula.problems import Problem, Problems
from fabula.source import Source
from fabula.task import (
    TRUE,
    UNKNOWN,
    Action,
    Arithmetic,
    Constant,
    Effect,
    Expression,
    Fact,
    Fluent,
    Limits,
    Read,
    Sort,
    Task,
    Trigger,
)


def written(task: Task) -> tuple[str | None, list[Problem]]:
    problems = Problems()
    return write(task, problems), list(problems)


def text_of(task: Task) -> str:
    text, problems = written(task)
    assert [problem.message for problem in problems if problem.code != "left-unsaid"] == []
    assert text is not None
    return text


def read_back(text: str, name: str = "<text>") -> Task:
    problems = Problems()
    task = read(Source(name, text), problems)
    assert [problem.message for problem in problems if problem.code != "own-view"] == []
    assert task is not None
    return task


# --- problem files ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the published problems are not here")
@pytest.mark.parametrize("name", SIZES)
def test_a_published_problem_is_read_back_as_the_same_task(name: str) -> None:
    task = task_of(FOLDER / f"{name}.txt")
    text, problems = written(task)
    assert text is not None
    assert problems == []
    assert read_back(text, task.name) == task


@pytest.mark.parametrize("seed", range(60))
def test_a_problem_by_chance_is_read_back_as_the_same_task(seed: int) -> None:
    task = read_back(world(random.Random(seed)))
    assert read_back(text_of(task)) == task


@pytest.mark.parametrize(
    "statements",
    [
        "action a(c : character) { effect: coins(c) = coins(c) - -1; }; utility(): coins(Ann) - (coins(Bob) - 2);",
        "action a() { effect: coins(Ann) = (if(open()) ? elseif(coins(Bob) > 1) 2 * coins(Bob) else 1) & open(); };",
        "action a(p : place) { effect: at(Ann) = (if(open()) p elseif(angry(Ann)) at(Bob) else ?) & open() & angry(Ann); };",
        "action a() { effect: open() = (angry(Ann) | coins(Bob) == 1) & coins(Bob) = coins(Bob) + 1 & angry(Ann); };",
        "action a() { effect: believes(Ann, believes(Bob, coins(Ann) = coins(Ann) + 1)); };",
        "action a() { effect: believes(Ann, coins(Bob)) = coins(Bob) + 1 & coins(Bob) = 3; };",
        "action a() { precondition: !(coins(Ann) > 5) | coins(Ann) == ?; effect: coins(Ann) = ?; };",
        "action a() { precondition: (if(open()) 1 else 0) + coins(Ann) < 2; effect: open() & coins(Ann) = 1; };",
        "action a(b : boolean) { effect: open() = b & (if(open()) !open() else open()); observing(c : character): False; };",
        "action a(4) { effect: open(); observing(c : character): angry(c); consenting: Ann, Bob; };"
        "trigger b() { precondition: open(); effect: !open() & forall(c : character) angry(c); };",
        "believes(Ann, believes(Bob, open())); action a() { effect: open(); }; utility(Ann): open(); utility(Bob): ? ;",
    ],
)  # fmt: skip
def test_all_that_can_be_said_is_read_back(statements: str) -> None:
    task = read_back(WORLD + "at(Ann) = Hall; believes(Bob, at(Ann) = ?);" + statements)
    text = text_of(task)
    assert read_back(text) == task
    assert text_of(read_back(text)) == text


# --- stories ---------------------------------------------------------------------------------------------------------


def counted(task: Task) -> list[int]:
    return list(islice(layers(NativeEngine(task), True), 5))


def test_what_minds_take_to_be_possible_cannot_be_said() -> None:
    """A problem file has one '?' where a mind in a story has a set of values, and nobody for a value."""
    text, problems = written(load("the_silver_key").task)
    assert text is None
    assert {problem.code for problem in problems} == {"unsayable", "left-unsaid"}
    assert any("does not believe" in problem.message for problem in problems)


def test_what_all_feel_of_an_act_that_not_all_see_cannot_be_said() -> None:
    task = load("the_ridge").task
    text, problems = written(task)
    assert text is None
    wrong = [problem for problem in problems if problem.code == "unsayable"]
    assert {problem.code for problem in problems} == {"unsayable", "left-unsaid"}
    felt = [problem for problem in wrong if "everybody feels" in problem.message]
    assert [problem.seen for problem in felt] == [action.name for action in task.actions if action.public is not None]
    assert "everybody feels a change of 'cry'" in " ".join(problem.message for problem in felt)


def test_an_ending_that_fate_wants_is_said() -> None:
    story = "character Ann\nproperty rich: 0..2\naction earn(who)\n    by who\n    do: rich += 1\nending gold when rich is 2\n"
    said = [problem.seen for problem in written(loads(story + "fate prefers gold\n").task)[1]]
    assert said == ["Ann"]
    assert [problem.seen for problem in written(loads(story).task)[1]] == ["Ann", "gold"]


def test_scenes_are_left_out_without_a_word() -> None:
    """A mark changes no plan: a problem file without it is the same problem."""
    text = (
        "character Ann, she\nproperty lit\naction light(who)\n    by who\n    do: lit\nAnn wants: 1 if lit\nending e when lit\n"
    )
    assert written(loads(text + 'scene dark "In the dark" when not lit\n').task) == written(loads(text).task)


def test_numbers_stay_within_their_bounds() -> None:
    story = loads(
        """
        character Ann
        character Bob
        property coins(character): 1..4
        property hour: 0..5
        action earn(who)
            by who
            do
                who.coins += 3
                hour += 1
        action pay(who, whom)
            by who
            when who is not whom
            do
                who.coins -= 2
                whom.coins = most c: character (c.coins)
        action share(who)
            by who
            do: who.coins = least c: character (c.coins)
        Ann wants: Ann.coins
        Bob wants: Bob.coins
        ending late when hour is 5
        """
    )
    task = story.task
    again = read_back(text_of(task))
    assert counted(again) == counted(task)
    assert counted(task)[-1] > 20
    # The least value of a number without 0 between its bounds is a fact.
    assert [fact.value for fact in again.facts] == [1, 1]


def outcome(task: Task, names: frozenset[str]) -> list[object] | str:
    """The first states, what they are worth, and where each of the acts leads from there; or how it went wrong."""
    engine = ReferenceEngine(task)
    found: list[object] = []
    try:
        states: list[State] = [engine.initial()]
        for state in islice(iter(states), 25):
            nearby = [engine.belief(state, character) for character in range(len(task.characters))]
            ways = {act: engine.do(state, act) for act in engine.possible(state) if plain(task.actions[act]) in names}
            for other in (*nearby, *ways.values()):
                if other not in states:
                    states.append(other)
            found.append([states.index(other) for other in nearby])
            found.append(sorted((plain(task.actions[act]), states.index(other)) for act, other in ways.items()))
            found.append([engine.utility(state, mind) for mind in (None, *range(len(task.characters)))])
    except (EndlessTrigger, Contradiction, NumberTooLarge) as fault:
        return type(fault).__name__
    return found


def plain(event: Action | Trigger) -> str:
    """The name of an event without what the writer changes in it."""
    return event.name.partition("(")[0].replace(" ", "_")


def test_any_task_is_written_or_refused_and_read_back_as_the_same_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "reached", everything)
    found: Counter[str] = Counter()
    for seed in range(250):
        # A problem file has no words for a read in whose place a constant stands.
        task = random_task(seed, two_reads=False)
        text, problems = written(task)
        found["refused"] += text is None
        assert (text is None) == any(problem.code == "unsayable" for problem in problems)
        if text is None:
            continue
        faults = Problems()
        again = read(Source("<text>", text), faults)
        if again is None:
            # Two effects that are at odds are an error there before anything is run.
            assert {problem.code for problem in faults} == {"contradiction"}
            continue
        # Acts whose effects can't happen are no part of a problem.
        names = frozenset(map(plain, task.actions)) & frozenset(map(plain, again.actions))
        assert outcome(again, names) == outcome(task, names), seed
        found["same"] += 1
    assert found["same"] > 100
    assert found["refused"] > 10


# --- names and limits ------------------------------------------------------------------------------------------------


def small(symbols: tuple[str, ...], title: str, actions: tuple[str, ...]) -> Task:
    """One fluent that can be anything, and acts that make it the first thing."""
    fluent = Fluent(title, Sort.SYMBOL, tuple(range(len(symbols))))
    made = (Effect((), 0, Constant(0)), Effect((), 1, Constant(1), TRUE))
    acts = tuple(Action(name, TRUE, made, (), (TRUE,)) for name in actions)
    return Task(
        name="A  story\nof names",
        symbols=symbols,
        characters=symbols[:1],
        fluents=(fluent, Fluent("lit", Sort.TRUTH, (0, 1))),
        facts=(),
        actions=acts,
        triggers=(),
        utilities=(Constant(0),),
        limits=(UNLIMITED,),
    )


def test_names_that_the_format_cannot_hold_are_changed() -> None:
    task = small(
        ("Ann", "the old well", "if", "9", "the-old-well", "Zoë"), "seen (Ann, the old well)", ("go to(Ann)", "go(Bob, 9)")
    )
    again = read_back(text_of(task))
    assert again.symbols == ("Ann", "the_old_well", "if_", "n9", "the_old_well2", "Zoë")
    assert [fluent.name for fluent in again.fluents] == ["seen(Ann, the_old_well)", "lit()"]
    assert [action.name for action in again.actions] == ["go_to(Ann)", "go_Bob_9()"]
    assert again.name == "<text>"


def test_equal_names_are_told_apart() -> None:
    task = small(("Ann", "well"), "lit()", ("wave(Ann)", "wave (Ann)", "wave( Ann )"))
    again = read_back(text_of(task))
    assert [fluent.name for fluent in again.fluents] == ["lit()", "lit2()"]
    assert [action.name for action in again.actions] == ["wave(Ann)", "wave2(Ann)", "wave3(Ann)"]


def test_limits_are_left_to_the_search() -> None:
    task = replace(small(("Ann",), "at", ("go",)), limits=(Limits(3, -1),))
    (problem,) = written(task)[1]
    assert (problem.code, problem.seen) == ("left-unsaid", "Ann")
    assert problem.hint == "give them to the search: 3 acts ahead, any number of levels deep"


def test_characters_must_come_first() -> None:
    text, problems = written(replace(small(("Ann", "Bob"), "at", ("go",)), characters=("Bob",)))
    assert text is None
    assert [problem.code for problem in problems] == ["unsayable"]


def test_a_calculation_that_grows_beyond_measure_is_refused() -> None:
    number = Fluent("n", Sort.NUMBER)
    value: Expression = Read((), 0)
    for _ in range(40):
        value = Arithmetic("min", value, value)
    task = small(("Ann",), "at", ())
    task = replace(task, fluents=(number,), facts=(Fact((), 0, UNKNOWN),), utility=value)
    text, problems = written(task)
    assert text is None
    assert [problem.seen for problem in problems] == ["the wants of fate"]
