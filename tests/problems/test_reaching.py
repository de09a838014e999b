"""What is left out of a problem because it can never happen never happens; neither in the world nor in a mind."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from itertools import islice

import pytest

from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import read, reading
from fabula.formats.sabre.events import Event
from fabula.formats.sabre.reaching import Reached
from fabula.problems import Problems
from fabula.source import Source
from fabula.task import Fluent, Task

#: states that are looked at in each world
MOST = 60

WORLD = """
type place;
entity Ann : character; entity Bob : character; entity Hall : place; entity Yard : place; entity Attic : place;
property at(character : character) : place;
property coins(character : character) : number;
property angry(character : character) : boolean;
property open() : boolean;
property door(from : place, to : place) : boolean;
"""


def everything(fluents: Sequence[Fluent], starts: Sequence[frozenset[int]], events: Iterable[Event]) -> Reached:
    """Leaves nothing out."""
    return Reached(tuple(events), {})


def task_of(text: str) -> Task:
    problems = Problems()
    task = read(Source("<text>", text), problems)
    assert [problem.message for problem in problems if problem.code != "own-view"] == []
    assert task is not None
    return task


def explored(task: Task) -> list[frozenset[str]]:
    """The acts that make a difference in each state, in the order in which states are met, minds among them."""
    engine = ReferenceEngine(task)
    states: list[State] = [engine.initial()]
    seen = set(states)
    acts = []

    def enter(state: State) -> None:
        if state not in seen:
            seen.add(state)
            states.append(state)

    # `islice` goes on with what is added meanwhile.
    for state in islice(iter(states), MOST):
        for character in range(len(task.characters)):
            enter(engine.belief(state, character))
        steps = {action: engine.do(state, action) for action in engine.possible(state)}
        acts.append(frozenset(task.actions[action].name for action, after in steps.items() if after != state))
        for after in steps.values():
            enter(after)
    return acts


def atom(chance: random.Random) -> str:
    who, place = chance.choice(("a", "Ann", "Bob")), chance.choice(("Hall", "Yard", "Attic", "?"))
    fluent = chance.choice(
        (
            f"at({who}) {chance.choice(('==', '!='))} {place}",
            "at(Ann) == at(Bob)",
            f"coins({who}) {chance.choice(('<', '>', '==', '!=', '<='))} {chance.randrange(3)}",
            f"angry({who})",
            f"!angry({who})",
            "open()",
            f"door(Hall, {chance.choice(('Yard', 'Attic'))})",
            # What is asked of itself, after grounding at the latest.
            f"at({who}) {chance.choice(('==', '!='))} at(Ann)",
            f"coins({who}) {chance.choice(('==', '!=', '<', '<=', '>='))} coins(Bob)",
            f"angry({who}) {chance.choice(('==', '!='))} angry(Bob)",
        )
    )
    return minds(chance, fluent) if chance.random() < 0.3 else fluent


def minds(chance: random.Random, what: str) -> str:
    """In the mind of somebody, maybe in the own view of it, or in somebody else's."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        what = f"believes({chance.choice(('Ann', 'Bob'))}, {what})"
    return what


def effect(chance: random.Random) -> str:
    who = chance.choice(("a", "a", "Ann", "Bob"))
    made = chance.choice(
        (
            f"at({who}) = {chance.choice(('Hall', 'Yard', 'Attic', '?', 'at(Ann)'))}",
            f"coins({who}) = {chance.choice(('0', '1', '2', 'coins(Bob)', '?'))}",
            f"angry({who})",
            f"!angry({who})",
        )
    )
    if chance.random() < 0.25:
        made = minds(chance, made)
    return f"(if({atom(chance)}) {made})" if chance.random() < 0.3 else made


def world(chance: random.Random) -> str:
    """A random problem in which much can't happen."""
    statements = [WORLD, "at(Ann) = Hall; at(Bob) = Hall; door(Hall, Yard);"]
    for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
        fact = chance.choice(("at(Bob) = Yard", "at(Bob) = Attic", "coins(Ann) = 2", "coins(Ann) = 1"))
        statements.append(f"{minds(chance, fact)};")
    if chance.random() < 0.15:
        statements.append("believes(Ann, believes(Ann, at(Bob) = Attic)); believes(Ann, at(Bob)) = Yard;")
    for number in range(chance.randrange(2, 6)):
        condition = " & ".join(f"({atom(chance)})" for _ in range(chance.randrange(1, 4)))
        # Every act changes something, or nothing at all, so that no more than that can be learned from it.
        made = f"{effect(chance)} & (if(open()) !open() else open())" if chance.random() < 0.8 else "True"
        seen = "" if chance.random() < 0.4 else f"observing(c : character): {atom(chance).replace('(a)', '(c)')};"
        statements.append(f"action act{number}(a : character) {{ precondition: {condition}; effect: {made}; {seen} }};")
    return "\n".join(statements)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_left_out_can_never_happen(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = world(random.Random(seed))
    less = task_of(text)
    with monkeypatch.context() as context:
        context.setattr(reading, "reached", everything)
        whole = task_of(text)
    assert len(whole.actions) >= len(less.actions)
    assert explored(whole) == explored(less), text


def test_much_is_left_out_of_those_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [world(random.Random(seed)) for seed in range(50)]
    less = sum(len(task_of(text).actions) for text in texts)
    monkeypatch.setattr(reading, "reached", everything)
    assert less < 0.9 * sum(len(task_of(text).actions) for text in texts)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # nobody is ever in the attic
        ("action a() { precondition: at(Ann) == Attic; effect: open(); };", []),
        # only somebody who is wrong about the door, and sees it used, no longer knows how many coins there are
        (
            """
            believes(Bob, coins(Ann) = 5);
            action use() { precondition: coins(Ann) < 3; effect: open(); };
            action wonder() { precondition: coins(Ann) == ?; effect: angry(Bob); };
            """,
            ["use()", "wonder()"],
        ),
        # one leads to the other, whatever their order
        (
            """
            action third() { precondition: angry(Bob); effect: coins(Ann) = 3; };
            action second() { precondition: angry(Ann); effect: angry(Bob); };
            action first() { effect: angry(Ann); };
            """,
            ["third()", "second()", "first()"],
        ),
        # only in the mind of Bob
        (
            "believes(Bob, at(Ann) = Attic); action a() { precondition: at(Ann) == Attic; effect: open(); };",
            ["a()"],
        ),
        # what is set to what it always is, is not changed
        ("action a() { effect: at(Ann) = Hall & coins(Bob) = 0; };", []),
        # numbers without end, and few of them
        (
            """
            action more() { effect: coins(Ann) = coins(Ann) + 1; };
            action rich() { precondition: coins(Ann) == 77; effect: open(); };
            """,
            ["more()", "rich()"],
        ),
        (
            """
            action set() { precondition: coins(Ann) == 0; effect: coins(Ann) = 2 * (coins(Bob) + 1); };
            action rich() { precondition: coins(Ann) == 77; effect: open(); };
            """,
            ["set()"],
        ),
    ],
)  # fmt: skip
def test_what_can_come_about(events: str, expected: list[str]) -> None:
    task = task_of(WORLD + "at(Ann) = Hall; at(Bob) = Hall;" + events)
    assert [action.name for action in task.actions] == expected
