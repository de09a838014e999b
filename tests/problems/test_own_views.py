"""What somebody believes of the own belief is that belief, at any depth; acts that only teach; what is asked of itself
(semantics 8.1). Both engines take random problems with all of it for the same worlds."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.problems.test_reaching import WORLD, task_of, world

from fabula.cli import main
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Contradiction, Engine, State
from fabula.engine.machine import machine
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import read
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import plan
from fabula.problems import Problems
from fabula.source import Source
from fabula.task import TRUE, AllOf, Task

#: as it was found: Ann believes that the box is in the hall, and is said to believe that she believes otherwise
BOX = """
type place; entity Ann : character; entity Hall : place; entity Yard : place; property box() : place;
property got() : boolean;
box() = Yard; {facts}
action open(c : character, p : place) {{ precondition: box() == p & !got(); effect: got(); consenting: c; }};
utility(): got(); utility(Ann): got();
"""


def told(text: str) -> list[tuple[str, str, str]]:
    problems = Problems()
    assert read(Source("<text>", text), problems) is not None
    return [(problem.message, problem.expected, problem.seen) for problem in problems if problem.code == "own-view"]


WRONG, RIGHT = "believes(Ann, box() = Hall);", "believes(Ann, believes(Ann, box() = Yard));"
STATED = ("'believes(Ann, box())' is stated twice, and differently", "Hall", "Yard")


@pytest.mark.parametrize(
    ("facts", "status", "problems"),
    [
        (WRONG + RIGHT, "impossible", [STATED]),
        (RIGHT + WRONG, "impossible", [STATED]),
        (WRONG + "believes(Ann, believes(Ann, believes(Ann, box()))) = Yard;", "impossible", [STATED]),
        (WRONG + "forall(c : character) believes(c, believes(Ann, box() = Yard));", "impossible", [STATED]),
        (f"{WRONG[:-1]} & {RIGHT}", "impossible", [STATED]),
        (WRONG, "impossible", []),
        # Alone it says what Ann believes, and of two the later counts.
        (RIGHT.replace("Yard", "Hall"), "impossible", []),
        (RIGHT.replace("Yard", "Hall") + RIGHT, "solved", []),
        (WRONG + RIGHT.replace("Yard", "Hall"), "impossible", []),
        (WRONG + "believes(Ann, box() = Yard);" + RIGHT, "solved", []),
    ],
)
def test_the_own_view_never_overrides_the_belief(facts: str, status: str, problems: list[tuple[str, str, str]]) -> None:
    text = BOX.format(facts=facts)
    assert plan(task_of(text), limits=PlanLimits(3, 3, 1)).status == status
    assert told(text) == problems


def test_a_plan_says_what_its_file_states_twice(tmp_path: Path) -> None:
    file = tmp_path / "box.txt"
    file.write_text(BOX.format(facts=WRONG + RIGHT))
    for arguments in (["plan", str(file)], ["count", str(file), "--depth", "1"]):
        found = CliRunner().invoke(main, arguments)
        assert "warning[own-view]: 'believes(Ann, box())' is stated twice, and differently" in found.stderr


def effects_of(effect: str) -> tuple[set[object], list[tuple[str, str, str]]]:
    text = WORLD + f"believes(Bob, at(Ann) = Hall); action a() {{ effect: {effect}; }};"
    return set(task_of(text).actions[0].effects), told(text)


TWICE = "'believes(Bob, at(Ann))' is stated twice, and differently"


@pytest.mark.parametrize(
    ("effect", "same", "problems"),
    [
        ("believes(Bob, believes(Bob, at(Ann) = Yard))", "believes(Bob, at(Ann) = Yard)", []),
        ("believes(Bob, believes(Ann, believes(Ann, open())))", "believes(Bob, believes(Ann, open()))", []),
        ("believes(Bob, believes(Bob, open())) & believes(Bob, open())", "believes(Bob, open())", []),
        ("believes(Bob, believes(Bob, at(Ann) = Yard)) & believes(Bob, at(Ann) = Attic)", "believes(Bob, at(Ann) = Attic)",
         [(TWICE, "Attic", "Yard")]),
        ("(if(open()) believes(Bob, at(Ann) = Attic)) & believes(Bob, believes(Bob, at(Ann) = Yard)) & open()",
         "(if(open()) believes(Bob, at(Ann) = Attic) else believes(Bob, at(Ann) = Yard)) & open()",
         [(TWICE, "Attic", "Yard")]),
        ("(if(open()) believes(Bob, at(Ann) = Attic) else believes(Bob, believes(Bob, at(Ann) = Yard))) & open()",
         "(if(open()) believes(Bob, at(Ann) = Attic) else believes(Bob, at(Ann) = Yard)) & open()", []),
    ],
)  # fmt: skip
def test_an_effect_on_the_own_view_is_one_on_the_belief(effect: str, same: str, problems: list[tuple[str, str, str]]) -> None:
    found, said = effects_of(effect)
    assert found == effects_of(same)[0]
    assert said == problems


#: Bob, who believes the axe to be elsewhere, learns where it is only by seeing somebody point at it
POINTING = """
type place; entity Ann : character; entity Bob : character; entity Hall : place; entity Yard : place;
property axe() : place; property has() : boolean;
axe() = Yard; believes(Bob, axe() = Hall); believes(Ann, believes(Bob, axe() = Hall));
action point(c : character) {{ precondition: axe() == Yard & axe() == axe(); consenting: {who}; {seen} }};
action take(Bob, p : place) {{ precondition: axe() == p & !has(); effect: has(); consenting: Bob; }};
utility(): if(has()) 1 else 0; utility(Bob): has(); utility(Ann): believes(Bob, axe()) == Yard;
"""


@pytest.mark.parametrize(
    ("who", "seen", "plans"),
    [
        ("c", "", ("point(Ann)", "take(Bob, Yard)")),
        ("", "", ("point(Ann)", "take(Bob, Yard)")),
        ("c", "observing(d : character): d == Bob;", ("point(Ann)", "take(Bob, Yard)")),
        ("c", "observing(d : character): d == Ann;", None),
    ],
)
def test_an_act_without_effects_teaches_whoever_sees_it(who: str, seen: str, plans: tuple[str, ...] | None) -> None:
    task = task_of(POINTING.format(who=who, seen=seen))
    assert [action.name for action in task.actions if not action.effects] == ["point(Ann)", "point(Bob)"]
    found = plan(task, limits=PlanLimits(4, 3, 2))
    assert found.status == ("impossible" if plans is None else "solved")
    if plans is not None:
        assert tuple(task.actions[action].name for action in found.solutions[0].acts) == plans


@pytest.mark.parametrize(
    "action",
    [
        # Nobody sees it.
        "action look() { precondition: open(); observing(c : character): False; };",
        # It is always possible.
        "action look() { };",
        # So is this once it is ground.
        "action look() { precondition: open() == open() & coins(Ann) <= coins(Ann) & at(Bob) == at(Bob); };",
        "action look() { precondition: believes(Ann, at(Bob)) == believes(Ann, believes(Ann, at(Bob))); };",
        # And this never.
        "action look() { precondition: open() != open() | coins(Ann) < coins(Ann) | at(Bob) != at(Bob); effect: angry(Ann); };",
    ],
)
def test_what_can_teach_nobody_is_left_out(action: str) -> None:
    others = (
        "believes(Bob, at(Ann) = Yard); action move(c : character, p : place) { effect: at(c) = p & coins(c) = 1 & open(); };"
    )
    names = [found.name for found in task_of(WORLD + others + action).actions]
    assert "look()" not in names
    assert "move(Bob, Yard)" in names


def test_where_nobody_is_ever_wrong_there_is_nothing_to_teach() -> None:
    acts = "action look() { precondition: open(); }; action flip() { effect: if(open()) !open() else open(); };"
    assert [action.name for action in task_of(WORLD + acts).actions] == ["flip()"]
    unseen = acts[:-2] + " observing(c : character): c == Ann; };"
    assert [action.name for action in task_of(WORLD + unseen).actions] == ["look()", "flip()"]


def walk(task: Task, engines: tuple[Engine, Engine], chance: random.Random, seen: Counter[str]) -> None:
    """The same states in both engines, along a walk."""
    slow, fast = engines
    here: tuple[State, State] = slow.initial(), fast.initial()
    for _ in range(5):
        assert machine(slow, here[0]) == machine(fast, here[1])
        possible = slow.possible(here[0])
        assert fast.possible(here[1]) == possible
        for action in possible:
            if not task.actions[action].effects:
                after = slow.do(here[0], action)
                assert machine(slow, after) == machine(fast, fast.do(here[1], action))
                seen["teaches" if after != here[0] else "no step"] += 1
        if not possible:
            return
        action = chance.choice(possible)
        here = slow.do(here[0], action), fast.do(here[1], action)


def test_both_engines_take_problems_by_chance_for_the_same_worlds() -> None:
    seen: Counter[str] = Counter()
    for seed in range(300):
        chance = random.Random(seed)
        text = world(chance)
        own = re.findall(r"believes\((\w+), believes\(\1, ", text)
        seen["views of the own belief"] += bool(own)
        seen["stated differently"] += bool(told(text))
        seen["asked of itself"] += bool(re.search(r"(\w+\(\w+\)) (==|!=|<|<=|>=) \1", text.replace("(a)", "(Ann)")))
        task = task_of(text)
        for action in task.actions:
            assert action.precondition != TRUE or action.effects
            seen["acts without effects"] += not action.effects
        try:
            walk(task, (ReferenceEngine(task), NativeEngine(task)), chance, seen)
        except Contradiction:
            seen["contradictions"] += 1
    assert seen["contradictions"] < 60, seen
    assert seen["views of the own belief"] >= 60, seen
    assert seen["stated differently"] >= 20, seen
    assert seen["asked of itself"] >= 60, seen
    assert seen["acts without effects"] >= 40, seen
    assert seen["teaches"] >= 10, seen
    assert seen["no step"] >= 10, seen


def test_a_fact_that_is_stated_of_itself_is_no_condition() -> None:
    text = WORLD + "action a(c : character) { precondition: at(c) == at(Ann); effect: at(c) = Yard & open(); };"
    first, second = task_of(text + "at(Ann) = Hall; at(Bob) = Hall;").actions
    assert first.precondition == AllOf(())
    assert second.precondition != AllOf(())
