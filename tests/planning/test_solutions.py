"""Solution files: every known one reads, what is written reads back, and what is wrong with one is said where it is."""

from __future__ import annotations

import re

import pytest
from tests.planning.worlds import BENCHMARK, GIVEN, LAMP, read_text, solution_of, task_of, version_names, version_of

from fabula.engine.core import NativeEngine
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre.solutions import write_solution
from fabula.planning.conditions import deciding, outcomes, said
from fabula.planning.limits import PlanLimits
from fabula.planning.planner import plan

published = pytest.mark.skipif(not BENCHMARK.is_file(), reason="the published problems are not here")

GIVE = "give(Bob, Ann, Lamp, Yard)"


def test_a_plan_is_read() -> None:
    task = task_of(LAMP)
    solution = solution_of(task, GIVEN)
    names = [task.actions[act].name for act in solution.acts]
    assert (solution.mind, names) == (None, ["walk(Ann, Hall, Yard)", GIVE])
    (reason,) = solution.steps[0].reasons
    assert (reason.mind, [task.actions[act].name for act in reason.acts]) == (0, names)
    assert reason.steps[0].reasons == ()
    assert [inner.mind for inner in reason.steps[1].reasons] == [1]
    assert [other.mind for other in solution.steps[1].reasons] == [0, 1]


def test_spaces_and_the_order_of_reasons_mean_nothing() -> None:
    task = task_of(LAMP)
    free = """
walk( Ann,Hall ,Yard )

|give(Bob,Ann,Lamp,Yard)
||goal( Bob, thanked(Bob) == True )
| goal(Ann, has(Lamp) == Ann)\t
give(Bob, Ann, Lamp, Yard)\r
| goal (Bob, thanked(Bob))
| goal(Ann, has(Lamp) == Ann & (exists(c : character) has(Lamp) == c))
goal(has(Lamp) == Ann)"""
    assert solution_of(task, free) == solution_of(task, GIVEN)


@pytest.mark.parametrize("build", [NativeEngine, ReferenceEngine])
def test_what_is_written(build: type[NativeEngine] | type[ReferenceEngine]) -> None:
    task = task_of(LAMP)
    engine = build(task)
    assert write_solution(task, solution_of(task, GIVEN), outcomes(engine, solution_of(task, GIVEN))) == GIVEN


def test_a_plan_of_a_character_is_written_with_its_name() -> None:
    task = task_of(LAMP)
    text = f"walk(Ann, Hall, Yard)\n{GIVE}\n| goal(Bob, thanked(Bob) == True)\ngoal(Ann, has(Lamp) == Ann)\n"
    solution = solution_of(task, text)
    assert solution.mind == 0
    assert write_solution(task, solution, outcomes(NativeEngine(task), solution)) == text


@published
@pytest.mark.parametrize("name", version_names())
def test_known_solutions_are_written_as_they_were(name: str) -> None:
    """All acts on the same lines, below them the same reasons; and of the goals most to the letter."""
    version = version_of(name)
    engine = NativeEngine(version.task)
    text = write_solution(version.task, version.solution, outcomes(engine, version.solution))
    assert solution_of(version.task, text) == version.solution
    ours, theirs = text.splitlines(), version.text.splitlines()
    assert sorted(line for line in ours if "goal(" not in line) == sorted(line for line in theirs if "goal(" not in line)
    assert [line.split("goal(")[0] for line in ours] == [line.split("goal(")[0] for line in theirs] or set(ours) == set(theirs)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("lit() & n(Ann) > 2 & at(Ann) != Yard", "at(Ann) != Yard & lit() == True & n(Ann) > 2"),
        ("lit() & n(Ann) > 9", "n(Ann) <= 9"),
        ("n(Ann) > 9 | lit()", "lit() == True"),
        ("n(Ann) > 9 | !lit()", "lit() == True & n(Ann) <= 9"),
        ("n(Ann) * 2 + n(Bob)", "n(Ann) == 3 & n(Bob) == -1"),
        ("if(n(Bob) < n(Ann)) n(Ann) else n(Cat)", "n(Ann) == 3 & n(Bob) < n(Ann)"),
        ("n(Cat) > 2", "n(Cat) == ?"),
        ("3 <= n(Ann)", "n(Ann) >= 3"),
        ("n(Ann) + 1 == 4", "n(Ann) == 3"),
        ("at(Cat) == ?", "at(Cat) == ?"),
        ("at(Ann) == Hall & at(Ann) != Yard", "at(Ann) == Hall"),
        ("believes(Ann, believes(Bob, !lit()))", "believes(Ann, believes(Bob, lit())) == False"),
        ("4", "True"),
    ],
)
def test_what_decides_a_utility(expression: str, expected: str) -> None:
    task = task_of(
        """
        type place; entity Ann : character; entity Bob : character; entity Cat : character;
        entity Hall : place; entity Yard : place;
        property at(c : character) : place; property lit() : boolean; property n(c : character) : number;
        at(Ann) = Hall; lit(); n(Ann) = 3; n(Bob) = -1; n(Cat) = ?; believes(Ann, believes(Bob, !lit()));
        action change(c : character) { effect: at(c) = Yard & !lit() & n(c) = 4; };
        """
        + f"utility() : {expression};"
    )
    engine = NativeEngine(task)
    assert said(task, deciding(engine, engine.initial(), task.utility)) == expected


# --- what is wrong ---------------------------------------------------------------------------------------------------

LINES = GIVEN.splitlines()


def changed(line: int, *lines: str) -> str:
    """The good solution with other lines in the place of one (counted from 1)."""
    return "\n".join((*LINES[: line - 1], *lines, *LINES[line:]))


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        (changed(1, "wolk(Ann, Hall, Yard)"), "unknown-action", (1, 1), "did you mean 'walk'?"),
        (changed(2, "| give(Bob, Ann, Lmap, Yard)"), "unknown-action", (2, 3), f"did you mean '{GIVE}'?"),
        (changed(2, "| walk"), "unknown-action", (2, 3), "did you mean 'walk'?"),
        (changed(3, "| | | goal(Bob, thanked(Bob) == True)"), "bad-indentation", (3, 7), ""),
        (changed(2, "    give(Bob, Ann, Lamp, Yard)"), "bad-indentation", (2, 1), ""),
        (changed(3, "| goal(Bob, thanked(Bob) == True)"), "wrong-reason", (3, 3), "remove the reason of Bob"),
        (changed(4), "syntax", (3, 5), ""),
        (changed(8), "syntax", (7, 3), ""),
        (changed(8, LINES[7], "walk(Ann, Hall, Yard)"), "syntax", (9, 1), ""),
        (changed(8, "goal()"), "syntax", (8, 1), ""),
        (changed(8, "goal(a() & )"), "syntax", (8, 1), ""),
        (changed(8, "goal(a()"), "syntax", (8, 1), ""),
        (changed(8, "goal(a(])"), "syntax", (8, 1), ""),
        (changed(4, "| goal(Ann, a(), b())"), "syntax", (4, 3), ""),
        (changed(4, "| goal(has(Lamp) == Ann)"), "wrong-reason", (4, 3), ""),
        (changed(4, "| goal(Anne, has(Lamp) == Ann)"), "unknown-character", (4, 3), "did you mean 'Ann'?"),
        (changed(4, "| goal(Cat, has(Lamp) == Ann)"), "wrong-reason", (4, 3), "remove the reason of Cat"),
        (changed(7, LINES[6], LINES[6]), "wrong-reason", (8, 3), "remove the reason of Bob"),
        (changed(3, LINES[2], "| | goal(Ann, has(Lamp) == Ann)"), "wrong-reason", (4, 5), "remove the reason of Ann"),
        (changed(1, "flood()", "| goal(Ann, True)", LINES[0]), "wrong-reason", (2, 3), "remove the reason of Ann"),
        ("goal(has(Lamp) == Ann)", "syntax", (1, 1), ""),
        ("", "syntax", (1, 1), ""),
        ("flood()\n" + "".join("| " * depth + "flood()\n" for depth in range(1, 200)), "too-deep", (102, 203), ""),
    ],
)
def test_problems_are_reported_where_they_are(text: str, code: str, place: tuple[int, int], hint: str) -> None:
    solution, problems = read_text(task_of(LAMP), text)
    assert solution is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].span is not None
    assert (problems[0].span.line, problems[0].span.column) == place
    assert problems[0].hint == hint


def test_a_wrong_reason_says_whose_is_expected() -> None:
    _, (problem,) = read_text(task_of(LAMP), changed(4, "| goal(Cat, has(Lamp) == Ann)"))
    assert (problem.message, problem.expected) == ("Cat does not have to agree to 'walk(Ann, Hall, Yard)'", "a reason of Ann")
    assert problem.notes[0][0].text == "walk(Ann, Hall, Yard)"


def test_a_reason_that_is_missing_is_for_the_judge_to_miss() -> None:
    solution, problems = read_text(task_of(LAMP), changed(7))
    assert problems == []
    assert solution is not None
    assert [reason.mind for reason in solution.steps[1].reasons] == [0]


def test_goal_lines_leave_out_what_never_changes() -> None:
    """Where Ann lives is believed wrongly, so that it is a fluent, and no act makes it otherwise in the world."""
    task = task_of(
        """
        type place; entity Ann : character; entity Bob : character; entity Hall : place; entity Yard : place;
        property home(c : character) : place; property lit() : boolean; property rung() : boolean;
        home(Ann) = Hall; home(Bob) = Yard; believes(Bob, home(Ann)) = Yard; believes(Ann, home(Bob) = Hall);
        action light(c : character) { precondition: !lit(); effect: lit(); consenting: c; };
        action ring(c : character) { precondition: !rung() & home(c) == Hall; effect: rung(); consenting: c; };
        utility(): if(home(Ann) == Hall & lit() & rung() & believes(Bob, home(Ann)) == Hall) 1 else 0;
        utility(Ann): if(home(Ann) == Hall & (lit() | rung())) (if(lit()) 1 else 0) + (if(rung()) 1 else 0) else 0;
        utility(Bob): if(home(Bob) == Yard & lit()) 1 else 0;
        """
    )
    found = plan(task, limits=PlanLimits(3, 2, 1))
    assert found.status == "solved"
    text = write_solution(task, found.solutions[0], outcomes(NativeEngine(task), found.solutions[0]))
    assert "home(Ann)) == Hall" in text
    assert [line for line in text.splitlines() if "goal" in line][-1] == (
        "goal(believes(Bob, home(Ann)) == Hall & lit() == True & rung() == True)"
    )
    assert not [line for line in text.splitlines() if re.search(r"goal\((\w+, )?home|& home", line)]
