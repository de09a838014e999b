"""A file that is broken, or asks for more than any machine can do, is answered: with a problem and a place, and soon."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import fabula
from fabula.cli import main
from fabula.engine.core import NativeEngine
from fabula.engine.interface import EndlessTrigger, Engine, NumberTooLarge
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import read, steps
from fabula.problems import Problem, Problems, StoryProblems
from fabula.source import Source
from fabula.task import LARGEST, Task

WORLD = """
type place; type thing;
entity Ann : character; entity Bob : character; entity Hall : place; entity Yard : place;
property at(character : character) : place;
property coins(character : character) : number;
property open() : boolean;
at(Ann) = Hall;
action act(c : character, p : place) {
    precondition: at(c) != p;
    effect: at(c) = p & coins(c) = coins(c) + 1 & (if(open()) !open() else open());
    consenting: c;
    observing(d : character): at(d) == p;
};
trigger shut() { precondition: open() & coins(Ann) > 3; effect: !open(); };
utility(): coins(Ann);
"""
MANY = "".join(f"entity E{number} : thing; " for number in range(100))
FLAGS = "property p(t : thing) : boolean; property n(t : thing) : number; property f(t : thing) : thing; "
ALL = "action a(x : thing, y : thing) { effect: p(x) & n(x) = n(x) + 1 & f(x) = y; }; "


def read_all(text: str) -> tuple[Task | None, list[Problem]]:
    problems = Problems()
    task = read(Source("<text>", text), problems)
    return task, list(problems)


def ten(word: str) -> str:
    """A quantifier over a hundred things, ten times within itself."""
    return "".join(f"{word}(x{number} : thing) " for number in range(10))


def differing(number: int) -> str:
    """Comparisons of truths within each other."""
    return "(" * number + "open()" + "".join(f" == (coins(Ann) == {place}))" for place in range(number))


@pytest.fixture
def few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound on work is reached soon: what is asked for here would reach any."""
    monkeypatch.setattr(steps.Steps.__init__, "__defaults__", (20_000,))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        # nesting
        ("utility(): " + "(" * 100_000, "too-deep"),
        ("utility(): " + "(" * 100_000 + "1" + ")" * 100_000 + ";", "too-deep"),
        ("utility(): " + "!" * 100_000 + "open();", "too-deep"),
        ("utility(): " + "1 - " * 20_000 + "1;", "too-deep"),
        ("utility(): " + "1 == " * 20_000 + "1;", "too-deep"),
        ("utility(): " + "if(open()) " * 20_000 + "1;", "too-deep"),
        ("utility(): 1" + " : place" * 20_000 + ";", "too-deep"),
        ("utility(): " + "believes(Ann, " * 20_000 + "open()" + ")" * 20_000 + ";", "too-deep"),
        ("utility(): if(open()) 1 " + "elseif(open()) 2 " * 2_000 + "else 3;", "too-deep"),
        # length
        (";" * 100_000, "syntax"),
        ("utility(): f(" + "," * 50_000 + ");", "syntax"),
        ("utility(): " + "&" * 50_000 + ";", "syntax"),
        ("$ " * 50_000, "stray-character"),
        ("/*" * 50_000, "unclosed-bracket"),
        ("\x00\x01\ufffe" * 1_000, "stray-character"),
        # numbers
        (f"coins(Ann) = {LARGEST + 1};", "number-too-large"),
        ("coins(Ann) = " + "9" * 10_000 + ";", "number-too-large"),
        ("coins(Ann) = 1000000 * 1000000 * 1000000;", "number-too-large"),
        ("utility(): product(c : character) product(p : place) 100000;", "number-too-large"),
        # many of everything
        ("".join(f"type t{number} : t{number + 1}; " for number in range(5_000)), "too-large"),
        (
            "".join(f"type t{number} : t{number + 1}; " for number in range(1_500))
            + "".join(f"entity e{number} : t0; " for number in range(1_000)),
            "too-large",
        ),
        (
            MANY + FLAGS + "action b(" + ", ".join(f"x{number} : thing" for number in range(10)) + ") { effect: p(x1); };",
            "too-many-actions",
        ),
        (MANY + "property q(" + ", ".join(f"x{number} : thing" for number in range(10)) + ") : boolean;", "too-many-actions"),
    ],
)  # fmt: skip
def test_what_is_beyond_measure_is_refused(text: str, code: str) -> None:
    task, problems = read_all(WORLD + text)
    assert task is None
    assert {problem.code for problem in problems} == {code}
    assert len(problems) <= 100
    assert all(problem.span is not None for problem in problems)


@pytest.mark.usefixtures("few_steps")
@pytest.mark.parametrize(
    "text",
    [
        MANY + FLAGS + ALL + "utility(): " + ten("forall") + "p(x1);",
        MANY + FLAGS + ALL + "utility(): " + ten("sum") + "n(x1);",
        MANY + FLAGS + ALL + "action b() { precondition: " + ten("exists") + "p(x1); effect: open(); };",
        MANY + FLAGS + "action b() { effect: " + ten("forall") + "p(x1); };",
        MANY + FLAGS + ten("forall") + "p(x1);",
        MANY + FLAGS + ALL + "action b(x : thing, y : thing) { precondition: f(x) == f(y); effect: open(); };",
        MANY + FLAGS + ALL + "action b(x : thing) { effect: open(); observing(c : character): " + ten("exists") + "p(x1); };",
        f"action b() {{ precondition: {differing(30)}; effect: open(); }};",
        "".join(f"entity C{number} : character; " for number in range(150))
        + "action b(x : character) { effect: coins(x) = 3; };",
    ],
)
def test_what_splits_into_too_many_cases_is_refused(text: str) -> None:
    task, problems = read_all(WORLD + text)
    assert task is None
    assert {problem.code for problem in problems} == {"too-many-cases"}
    assert all(problem.span is not None for problem in problems)


def test_a_sum_of_many_things_is_as_deep_as_it_must_be() -> None:
    many = "".join(f"entity E{number} : thing; " for number in range(2_000))
    task, problems = read_all(WORLD + many + "property n(t : thing) : number; action a(t : thing) { effect: n(t) = n(t) + 1; };"
                              "n(E1) = 2; n(E9) = 3; utility(Ann): sum(t : thing) n(t);")  # fmt: skip
    assert problems == []
    assert task is not None
    engine = NativeEngine(task)
    assert engine.utility(engine.initial(), 0) == 5


@pytest.mark.parametrize("build", [NativeEngine, ReferenceEngine])
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("open(); coins(Ann) = 4; trigger again() { precondition: !open(); effect: open(); };", EndlessTrigger),
        ("trigger more() { precondition: at(Ann) == Hall; effect: coins(Ann) = coins(Ann) + 1; };", EndlessTrigger),
        (
            "coins(Ann) = 4; trigger double() { precondition: coins(Ann) > 2; effect: coins(Ann) = coins(Ann) * coins(Ann); };",
            NumberTooLarge,
        ),
    ],
)  # fmt: skip
def test_what_never_stops_is_noticed(text: str, fault: type[Exception], build: Callable[[Task], Engine]) -> None:
    task, problems = read_all(WORLD + text)
    assert problems == []
    assert task is not None
    with pytest.raises(fault):
        build(task).initial()


def test_a_number_that_grows_too_large_underway_is_a_problem_of_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "problem.txt"
    path.write_text(
        "entity Ann : character; property n() : number; n() = 1000000;"
        "action square() { effect: n() = n() * n(); }; utility(): n();"
    )
    with pytest.raises(StoryProblems) as caught:
        fabula.plan(path, goal=LARGEST)
    assert [problem.code for problem in caught.value.problems] == ["number-too-large"]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    """Bits of the file are cut out, doubled or put elsewhere."""
    chance = random.Random(seed)
    text = WORLD
    for _ in range(chance.randrange(1, 6)):
        start, other = sorted(chance.randrange(len(text)) for _ in range(2))
        end = min(other, start + chance.randrange(1, 30))
        piece = text[start:end]
        match chance.randrange(3):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:other] + piece + text[other:]
            case _:
                text = text[:start] + chance.choice(("(", ")", ";", "&", "==", "if", "?", "-1", "believes(", "}")) + text[end:]
    task, problems = read_all(text)
    assert (task is None) == bool(problems)
    assert all(problem.span is not None and problem.message for problem in problems)


RUNNING = """
entity Ann : character;
property open() : boolean;
property coins() : number;
action lift(c : character) { effect: open(); consenting: c; };
EVENT
action find(c : character) { precondition: coins() > 1; effect: coins() = coins() + 1; consenting: c; };
utility(): coins();
utility(Ann): coins();
"""
#: what goes wrong only while a story runs
FAULTY = {
    "endless-trigger": "trigger odd() { precondition: open(); effect: coins() = coins() + 1; };",
    "number-too-large": "action odd(c : character) { effect: coins() = (coins() + 3) * 1000000000000; consenting: c; };",
    "contradiction": "action odd(c : character) { "
    "effect: if(open()) coins() = 1 & if(coins() == 0) coins() = 2; consenting: c; };",
}


@pytest.mark.parametrize("code", sorted(FAULTY))
@pytest.mark.parametrize("command", [("plan", "--goal", "1000000"), ("count", "--depth", "9"), ("check",)])
def test_what_goes_wrong_while_it_runs_has_a_line(code: str, command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "world.txt"
    path.write_text(RUNNING.replace("EVENT", FAULTY[code]), encoding="utf-8")
    ended = CliRunner().invoke(main, [command[0], str(path), *command[1:]])
    assert ended.exit_code == 1
    assert f"error[{code}]" in ended.stderr
    assert "world.txt:6:" in ended.stderr
