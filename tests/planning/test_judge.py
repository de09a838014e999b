"""The judge says what semantics 5 and 6 say, on both engines, and says it of every way to spoil a good plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from tests.planning.corruptions import corruptions
from tests.planning.oracle import is_solution
from tests.planning.worlds import BENCHMARK, GIVEN, LAMP, Version, lamps, solution_of, task_of, version_names, version_of

from fabula.engine.core import NativeEngine
from fabula.engine.interface import BudgetEnded
from fabula.engine.reference import ReferenceEngine
from fabula.planning.judge import Verdict, judge
from fabula.planning.limits import UNLIMITED, PlanLimits
from fabula.solution import Solution, Step

published = pytest.mark.skipif(not BENCHMARK.is_file(), reason="the published problems are not here")

#: where every subsequence of every plan is too much to try, and some corruptions are enough
TOO_LONG = ("deerhunter_both", "hospital_both")
RULES = {"V1", "V2", "V3", "V4", "V5", "goal", "limits", "form"}


def verdict(text: str, *, goal: int | None = None, limits: PlanLimits = UNLIMITED) -> Verdict:
    """What both engines say of a plan in the world of the lamp."""
    task = task_of(LAMP)
    solution = solution_of(task, text)
    first, second = (judge(build(task), solution, goal=goal, limits=limits) for build in (NativeEngine, ReferenceEngine))
    assert first == second
    assert first.valid == is_solution(NativeEngine(task), solution, -(10**9) if goal is None else goal, limits)
    return first


# --- what it says ----------------------------------------------------------------------------------------------------


def test_a_good_plan() -> None:
    good = verdict(GIVEN, goal=1)
    assert good == Verdict(True, "", (), "every act is possible and has its reasons, and none can be left out")
    assert good.data() == {"valid": True, "rule": "", "where": [], "message": good.message}


WALK, GIVE = "1. walk(Ann, Hall, Yard)", "give(Bob, Ann, Lamp, Yard)"
REASONS = "| goal(Ann, has(Lamp) == Ann)\n| goal(Bob, thanked(Bob) == True)\n"
FIRST = "".join(GIVEN.splitlines(keepends=True)[:4])
SECOND = f"{GIVE}\n{REASONS}"


@pytest.mark.parametrize(
    ("text", "rule", "where", "message"),
    [
        (SECOND, "V1", (f"1. {GIVE}",), f"'{GIVE}' is not possible there, because at(Ann) != Yard"),
        (
            f"walk(Ann, Hall, Yard)\n| {GIVE}\n| | goal(Bob, True)\n| {GIVE}\n| | goal(Bob, True)\n| goal(Ann, True)\n"
            + SECOND,
            "V1",
            (WALK, "Ann", f"3. {GIVE}"),
            f"'{GIVE}' is not possible there, because has(Lamp) != Bob",
        ),
        (FIRST, "V2", (), "the author gains nothing by the plan"),
        (
            "walk(Ann, Hall, Yard)\n| goal(Ann, True)\n" + SECOND,
            "V2",
            (WALK, "Ann"),
            "Ann would gain nothing by it",
        ),
        (
            f"walk(Ann, Hall, Yard)\n| {GIVE}\n| | goal(Bob, True)\n| flood()\n| goal(Ann, True)\n" + SECOND,
            "V3",
            (WALK, "Ann", "3. flood()"),
            "'flood()' just happens, and Ann can't foresee it",
        ),
        (
            "walk(Ann, Hall, Yard)\n" + SECOND,
            "V4",
            (WALK, "Ann"),
            "Ann has to agree to 'walk(Ann, Hall, Yard)', and no reason is given",
        ),
        (
            FIRST.replace("| | goal(Bob, thanked(Bob) == True)\n", "") + SECOND,
            "V4",
            (WALK, "Ann", f"2. {GIVE}", "Bob"),
            f"Bob has to agree to '{GIVE}', and no reason is given",
        ),
        (
            FIRST + "flood()\n" + SECOND.replace("| goal(Ann", "| flood()\n| goal(Ann"),
            "V1",
            (f"3. {GIVE}", "Ann", "2. flood()"),
            "'flood()' is not possible there, because flooded() == True",
        ),
        (
            FIRST + SECOND.replace("| goal(Bob", "| walk(Bob, Yard, Hall)\n| goal(Bob"),
            "V2",
            (f"2. {GIVE}", "Bob"),
            "Bob gains nothing by what comes after the first act",
        ),
        (
            f"walk(Ann, Hall, Yard)\n| walk(Ann, Yard, Hall)\n| walk(Ann, Hall, Yard)\n| {GIVE}\n| | goal(Bob, True)\n"
            "| goal(Ann, True)\n" + SECOND,
            "V5",
            (WALK, "Ann", "2. walk(Ann, Yard, Hall)"),
            "Ann would do as well without 'walk(Ann, Yard, Hall)' and 'walk(Ann, Hall, Yard)'",
        ),
        (
            FIRST + "walk(Cat, Yard, Hall)\n| goal(Cat, True)\n" + SECOND,
            "V2",
            ("2. walk(Cat, Yard, Hall)", "Cat"),
            "Cat would gain nothing by it",
        ),
        ("flood()\n" + FIRST + SECOND, "goal", (), "the plan ends with a utility of 2 for the author, and the goal is 3"),
        (
            FIRST + SECOND + "flood()\n" + "give(Ann, Cat, Lamp, Yard)\n| goal(Ann, True)\n| goal(Cat, True)\n",
            "V2",
            ("4. give(Ann, Cat, Lamp, Yard)", "Ann"),
            "Ann would gain nothing by it",
        ),
    ],
)
def test_what_is_wrong_and_where(text: str, rule: str, where: tuple[str, ...], message: str) -> None:
    goal = 3 if rule == "goal" else None
    assert verdict(text + "goal(has(Lamp) == Ann)\n", goal=goal) == Verdict(False, rule, where, message)


def test_whoever_agrees_must_believe_in_the_act() -> None:
    task = task_of(LAMP + "believes(Cat, has(Lamp) = Cat);")
    act = "give(Bob, Cat, Lamp, Yard)"
    solution = solution_of(task, f"flood()\n{act}\n| goal(Bob, True)\n| goal(Cat, True)\ngoal(True)")
    assert judge(NativeEngine(task), solution) == Verdict(
        False,
        "V4",
        (f"2. {act}", "Cat"),
        f"Cat does not believe that '{act}' is possible, but that has(Lamp) != Bob",
    )


@pytest.mark.parametrize(
    ("limits", "where", "message"),
    [
        (PlanLimits(author=1), (), "the plan has 2 acts, and may have 1"),
        (PlanLimits(2, 1, 0), (WALK, "Ann"), "the reason of Ann has 2 acts, and may have 1 here"),
        (
            PlanLimits(2, 2, 0),
            (WALK, "Ann"),
            "the reason of Ann has 2 acts, and may have 1 so deep in the thoughts of others",
        ),
        (PlanLimits(2, 2, 1), None, ""),
        (PlanLimits(0, 0, 0), (), "the plan has 2 acts, and may have 0"),
        (PlanLimits(-1, 0, -1), (WALK, "Ann"), "the reason of Ann has 2 acts, and may have 0 here"),
        (PlanLimits(1 << 62, 1 << 62, 1 << 62), None, ""),
    ],
)
def test_limits(limits: PlanLimits, where: tuple[str, ...] | None, message: str) -> None:
    """Bob's reason within Ann's is one level deeper, where only a plan of one act is allowed, and that is what it is."""
    found = verdict(GIVEN, limits=limits)
    assert found.valid == (where is None)
    assert where is None or found == Verdict(False, "limits", where, message)


def test_the_limits_that_a_story_sets_its_characters_hold() -> None:
    task = task_of(LAMP)
    solution = solution_of(task, GIVEN)
    short = replace(task, limits=tuple(replace(own, ahead=1) for own in task.limits))
    assert judge(NativeEngine(short), solution).rule == "limits"
    assert judge(NativeEngine(short), solution, limits=PlanLimits(character=2)).valid


WALKING = Step(0)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (Solution(None, ()), "the plan of the author has no acts"),
        (Solution(7, (WALKING,)), "there is no character 7"),
        (Solution(None, (Step(99),)), "there is no act with the number 99"),
        (Solution(None, (Step(0, (Solution(None, (WALKING,)),)),)), "a reason of the author is given"),
        (Solution(None, (Step(0, (Solution(1, (WALKING,)),)),)), "a reason of Bob is given"),
        (Solution(None, (Step(0, (Solution(8, (WALKING,)),)),)), "a reason of character 8 is given"),
        (Solution(0, (Step(0, (Solution(0, (WALKING,)),)),)), "a reason of Ann is given"),
        (Solution(None, (Step(0, (Solution(0, (WALKING,)),) * 2),)), "Ann gives two reasons"),
        (Solution(None, (Step(0, (Solution(0, (Step(1),)),)),)), "has to begin with it"),
        (Solution(None, (Step(0, (Solution(0, ()),)),)), "has to begin with it"),
        (Solution(None, (Step(0, (Solution(0, (Step(0, (Solution(1, (WALKING,)),)),)),)),)), "is not asked again"),
    ],
)
def test_what_is_no_solution_at_all(broken: Solution, message: str) -> None:
    found = judge(NativeEngine(task_of(LAMP)), broken)
    assert (found.valid, found.rule) == (False, "form")
    assert message in found.message


def test_a_plan_of_a_character_can_be_judged_too() -> None:
    task = task_of(LAMP)
    plan = f"walk(Ann, Hall, Yard)\n{GIVE}\n| goal(Bob, thanked(Bob) == True)\ngoal(Ann, has(Lamp) == Ann)\n"
    assert judge(NativeEngine(task), solution_of(task, plan), goal=1).valid
    found = judge(NativeEngine(task), solution_of(task, plan), goal=2)
    assert (found.rule, found.message) == ("goal", "the plan ends with a utility of 1 for Ann, and the goal is 2")


# --- how long it takes -----------------------------------------------------------------------------------------------

MANY = 15


def lit(task_names: list[str], *acts: str) -> Solution:
    """A plan in the world of many lamps, each act of Ann's explained by the shortest way to some light."""
    steps = []
    for name in acts:
        action = task_names.index(name)
        rest = (Step(task_names.index(name.replace("fill", "light"))),) if name.startswith("fill") else ()
        reason = () if name.startswith("spark") else (Solution(0, (Step(action), *rest)),)
        steps.append(Step(action, reason))
    return Solution(None, tuple(steps))


@pytest.mark.parametrize("apart", [True, False])
def test_a_long_plan_of_which_everything_is_needed(apart: bool) -> None:
    """Two to the power of 30 ways to leave acts out, and none of them is any good."""
    task = lamps(MANY)
    names = [action.name for action in task.actions]
    fills, lights = ([f"{what}(Ann, L{place})" for place in range(MANY)] for what in ("fill", "light"))
    order = [*fills, *lights] if apart else [act for pair in zip(fills, lights, strict=True) for act in pair]
    plan = lit(names, *order)
    assert judge(NativeEngine(task), plan, goal=MANY).valid
    last = replace(plan.steps[0], reasons=(Solution(0, tuple(Step(act) for act in plan.acts)),))
    assert judge(NativeEngine(task), replace(plan, steps=(last, *plan.steps[1:])), goal=MANY).valid


@pytest.mark.parametrize("place", [0, 9, 30])
def test_a_long_plan_of_which_something_is_not_needed(place: int) -> None:
    """A spark needs no filling; and singing is good for Ann, and for nothing else."""
    task = lamps(MANY)
    names = [action.name for action in task.actions]
    needed = [f"{what}(Ann, L{number})" for what in ("fill", "light") for number in range(MANY) if number != 3]
    with_song = [*needed, "spark(L3)"]
    with_song.insert(min(place, len(needed)), "sing(Ann)")
    found = judge(NativeEngine(task), lit(names, *with_song))
    assert (found.rule, found.where) == ("V5", (f"{min(place, len(needed)) + 1}. sing(Ann)",))
    with_fill = ["fill(Ann, L3)", *needed, "spark(L3)"]
    found = judge(NativeEngine(task), lit(names, *with_fill))
    assert (found.rule, found.where) == ("V5", ("1. fill(Ann, L3)",))
    assert judge(NativeEngine(task), lit(names, *needed, "spark(L3)")).valid


def test_the_judge_says_when_it_can_not_tell() -> None:
    """Nothing bounds what somebody may come to believe."""
    task = lamps(MANY, "believes(Ann, lit(l))")
    names = [action.name for action in task.actions]
    plan = lit(names, *(f"{what}(Ann, L{place})" for place in range(MANY) for what in ("fill", "light")))
    with pytest.raises(BudgetEnded):
        judge(NativeEngine(task), plan, patience=2_000)
    few = lamps(4, "believes(Ann, lit(l))")
    names = [action.name for action in few.actions]
    assert judge(NativeEngine(few), lit(names, *(f"{what}(Ann, L{n})" for n in range(4) for what in ("fill", "light")))).valid


# --- known solutions, and what becomes of them -----------------------------------------------------------------------


@published
@pytest.mark.parametrize("build", [NativeEngine, ReferenceEngine])
@pytest.mark.parametrize("name", version_names())
def test_known_solutions_are_solutions(name: str, build: type[NativeEngine] | type[ReferenceEngine]) -> None:
    version = version_of(name)
    engine = build(version.task)
    assert judge(engine, version.solution, goal=version.goal, limits=version.limits) == Verdict(
        True, "", (), "every act is possible and has its reasons, and none can be left out"
    )


def narrow(limit: int) -> Iterator[int]:
    yield from (-1, 0, 1, 2, 3, limit)


@published
@pytest.mark.parametrize("name", [name for name in version_names() if name not in TOO_LONG])
def test_known_solutions_within_other_limits(name: str) -> None:
    version = version_of(name)
    engine = NativeEngine(version.task)
    for character in narrow(6):
        for belief in narrow(5):
            limits = PlanLimits(-1, character, belief)
            found = judge(engine, version.solution, goal=version.goal, limits=limits)
            assert found.valid == is_solution(engine, version.solution, version.goal, limits), limits
            assert found.valid or found.rule == "limits"


@published
def test_spoilt_solutions() -> None:
    """Whatever is done to a known solution, both engines say the same, and the rules word by word agree."""
    found: Counter[str] = Counter()
    for name in version_names():
        found.update(spoilt(version_of(name)))
    assert set(found) == {*RULES, ""}
    assert sum(found.values()) >= 2_000
    assert found[""] < sum(found.values()) / 10
    assert all(found[rule] >= 5 for rule in RULES)


def spoilt(version: Version) -> Iterator[str]:
    """The rules that corruptions of a version's solution break."""
    native, reference = NativeEngine(version.task), ReferenceEngine(version.task)
    every = 4 if version.name in TOO_LONG else 1
    for what, corrupt in islice(corruptions(native, version.solution), 0, None, every):
        verdict = judge(native, corrupt, goal=version.goal, limits=version.limits)
        assert judge(reference, corrupt, goal=version.goal, limits=version.limits) == verdict, (version.name, what)
        assert verdict.valid == (verdict.rule == "")
        if version.name not in TOO_LONG:
            assert is_solution(native, corrupt, version.goal, version.limits) == verdict.valid, (version.name, what, verdict)
        yield verdict.rule
