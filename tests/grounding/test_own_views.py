"""What somebody believes of the own belief is that belief: facts, effects and conditions, at any depth (semantics 8.1)."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from fabula.engine.core import NativeEngine
from fabula.engine.machine import machine
from fabula.engine.reference import ReferenceEngine
from fabula.story import Story, loads
from fabula.task import AllOf, Compare, Constant, Effect, Fact, Read

PEOPLE = """character Ann, she
character Bob, he
property lit = yes
property door: open | shut | ajar = shut
property steps: 0..3
action all(who)
    by who
    do
        if lit: not lit
        else: lit
        door = open
        steps += 1
Ann wants: steps
ending over when steps is 3
"""


def facts_of(*statements: str) -> tuple[set[Fact], list[tuple[str, str]]]:
    story = loads("\n".join((*PEOPLE.splitlines()[:5], *statements, *PEOPLE.splitlines()[5:])) + "\n")
    return set(story.task.facts), told(story)


def told(story: Story) -> list[tuple[str, str]]:
    return [(problem.message, problem.seen) for problem in story.problems if problem.code == "own-view"]


OPEN, SHUT, AJAR = "open", "shut", "ajar"


@pytest.mark.parametrize(
    ("statements", "same", "seen"),
    [
        (["Ann believes Ann believes door is open"], ["Ann believes door is open"], []),
        (["Ann believes Ann believes Ann believes not lit"], ["Ann believes not lit"], []),
        (["Ann believes Bob believes Bob believes not lit"], ["Ann believes Bob believes not lit"], []),
        (["Ann believes Ann believes Bob believes not lit"], ["Ann believes Bob believes not lit"], []),
        (["Ann believes door is open", "Ann believes Ann believes door is open"], ["Ann believes door is open"], []),
        # Whatever stands first, and however often it is said otherwise.
        (
            ["Ann believes door is open", "Ann believes Ann believes door is ajar"],
            ["Ann believes door is open"],
            [("'Ann believes door' is stated twice, and differently", "Ann believes Ann believes door is ajar")],
        ),
        (
            ["Ann believes Ann believes door is ajar", "Ann believes door is open"],
            ["Ann believes door is open"],
            [("'Ann believes door' is stated twice, and differently", "Ann believes Ann believes door is ajar")],
        ),
        (
            ["Ann believes Bob believes not lit", "Ann believes Bob believes Bob believes lit"],
            ["Ann believes Bob believes not lit"],
            [
                (
                    "'Ann believes Bob believes lit' is stated twice, and differently",
                    "Ann believes Bob believes Bob believes lit",
                )
            ],
        ),
        # Of two views the later counts, as of two facts.
        (
            ["Ann believes Ann believes door is ajar", "Ann believes Ann believes door is open"],
            ["Ann believes door is open"],
            [],
        ),
    ],
)
def test_a_fact_about_the_own_view_is_one_about_the_belief(
    statements: list[str], same: list[str], seen: list[tuple[str, str]]
) -> None:
    found, problems = facts_of(*statements)
    assert found == facts_of(*same)[0]
    assert problems == seen


def story_with(*effects: str, when: str = "steps is 0") -> Story:
    below = "".join(f"        {effect}\n" for effect in effects)
    return loads(PEOPLE + f"action speak(who)\n    by who\n    when {when}\n    do\n{below}")


def spoken(story: Story) -> tuple[Effect, ...]:
    return next(action.effects for action in story.task.actions if action.name == "speak(Ann)")


@pytest.mark.parametrize(
    ("effects", "same", "seen"),
    [
        (["Bob believes Bob believes door is ajar"], ["Bob believes door is ajar"], []),
        (["who believes Ann believes not lit"], ["Ann believes not lit"], []),
        (["Bob believes door is ajar", "Bob believes Bob believes door is ajar"], ["Bob believes door is ajar"], []),
        (["Bob believes Bob believes door is ajar", "Bob believes door is open"], ["Bob believes door is open"],
         ["Bob believes Bob believes door is ajar"]),
        (["if lit: Bob believes door is open", "Bob believes Bob believes door is ajar"],
         ["if lit: Bob believes door is open", "if not lit: Bob believes door is ajar"],
         ["Bob believes Bob believes door is ajar"]),
        (["if lit: Bob believes door is open", "if not lit: Bob believes Bob believes door is ajar"],
         ["if lit: Bob believes door is open", "if not lit: Bob believes door is ajar"], []),
        (["Ann believes Bob believes steps += 1", "Ann believes Bob believes Bob believes steps += 1"],
         ["Ann believes Bob believes steps += 1"], []),
    ],
)  # fmt: skip
def test_an_effect_on_the_own_view_is_one_on_the_belief(effects: list[str], same: list[str], seen: list[str]) -> None:
    story = story_with(*effects)
    assert set(spoken(story)) == set(spoken(story_with(*same)))
    assert sorted({text for _, text in told(story)}) == seen


def test_a_view_is_told_once_for_all_who_may_do_it() -> None:
    assert len(told(story_with("Bob believes Bob believes door is ajar", "Bob believes door is open"))) == 1


def test_a_condition_on_the_own_view_is_one_on_the_belief() -> None:
    story = story_with("Bob believes door is ajar", when="Bob believes Bob believes Ann believes Ann believes lit")
    (action,) = (action for action in story.task.actions if action.name == "speak(Ann)")
    lit = next(number for number, fluent in enumerate(story.task.fluents) if fluent.name == "lit")
    assert action.precondition == Compare("==", Read((1, 0), lit), Constant(1))
    assert AllOf(()) in action.observing


def line(chance: random.Random, seen: Counter[str]) -> tuple[str, str]:
    """A statement by chance, and the same without views of the own belief."""
    minds = [chance.choice(("Ann", "Bob")) for _ in range(chance.choice((1, 1, 2, 3)))]
    short = [mind for place, mind in enumerate(minds) if place == 0 or minds[place - 1] != mind]
    what = chance.choice(("lit", "not lit", "door is open", "door is ajar"))
    if short == minds:
        seen["plain"] += 1
    else:
        seen["own view"] += 1
    long, other = ("".join(f"{mind} believes " for mind in path) + what for path in (minds, short))
    return long, other


def without_views(lines: list[tuple[str, str]]) -> list[str]:
    """The statements that are left: views of the own belief where nothing is said of the belief itself."""

    def place(text: str) -> str:
        return "lit" if text.endswith("lit") else "door"

    def minds(text: str) -> str:
        return text.rpartition("believes ")[0]

    plain = {(minds(long), place(long)) for long, short in lines if long == short}
    return [short for long, short in lines if long == short or (minds(short), place(short)) not in plain]


def spelt(facts: list[str], effects: list[str]) -> Story:
    below = "".join(f"        {effect}\n" for effect in effects)
    above = "".join(f"{fact}\n" for fact in facts)
    return loads(PEOPLE.replace("action all", f"{above}action all") + f"action speak(who)\n    by who\n    do\n{below}")


def test_stories_by_chance_are_the_same_without_views_of_the_own_belief() -> None:
    """Facts and effects with and without them make the same task, and both engines take it for the same world."""
    seen: Counter[str] = Counter()
    for seed in range(150):
        chance = random.Random(seed)
        facts = [line(chance, seen) for _ in range(chance.randint(1, 4))]
        effects = [line(chance, seen)]
        first = spelt([long for long, _ in facts], [long for long, _ in effects])
        with_views, problems = first.task, told(first)
        without = spelt(without_views(facts), [short for _, short in effects]).task
        assert set(with_views.facts) == set(without.facts), facts
        assert [set(action.effects) for action in with_views.actions] == [set(action.effects) for action in without.actions]
        slow, fast = ReferenceEngine(with_views), NativeEngine(with_views)
        here, there = slow.initial(), fast.initial()
        for _ in range(4):
            assert machine(slow, here) == machine(fast, there)
            possible = slow.possible(here)
            assert fast.possible(there) == possible
            if not possible:
                break
            action = chance.choice(possible)
            here, there = slow.do(here, action), fast.do(there, action)
        seen["overruled"] += bool(problems)
    assert seen["own view"] >= 100
    assert seen["plain"] >= 100
    assert seen["overruled"] >= 5, seen


POINTING = """character Ann, she
character Bob, he
property axe: hall | yard = yard
property taken
Bob believes axe is hall
Ann believes Bob believes axe is hall
action point(who)
    by who
    when axe is yard
    seen by {seen}
action take
    by Bob
    when axe is yard and not taken
    do: taken
Bob wants: 1 if taken
Ann wants: 1 if Bob believes axe is yard
ending over when taken
"""


@pytest.mark.parametrize(("seen", "after"), [("all", "yard"), ("Bob", "yard"), ("Ann", "hall")])
def test_an_act_without_effects_teaches_whoever_sees_it(seen: str, after: str) -> None:
    story = loads(POINTING.format(seen=seen))
    names = [action.name for action in story.task.actions]
    assert names == ["point(Ann)", "point(Bob)", "take()"]
    for engine in (ReferenceEngine(story.task), NativeEngine(story.task)):
        there = engine.do(engine.initial(), 0)
        axe = next(number for number, fluent in enumerate(story.task.fluents) if fluent.name == "axe")
        assert story.task.symbols[engine.value(engine.belief(there, 1), axe)] == after
        assert (there == engine.initial()) == (after == "hall")
        assert engine.is_possible(engine.belief(there, 1), 2) == (after == "yard")


def test_where_nobody_is_ever_wrong_there_is_nothing_to_teach() -> None:
    right = POINTING.replace("Bob believes axe is hall\nAnn believes Bob believes axe is hall\n", "")
    move = "action move(who)\n    by who\n    do: axe = hall\n"
    for text, acts in ((right, ["take()"]), (right + move, ["take()", "move(Ann)", "move(Bob)"])):
        story = loads(text.format(seen="all"))
        assert [action.name for action in story.task.actions] == acts
        assert [problem.code for problem in story.problems] == ["no-effect"]
    # Who is away when the axe is moved may be wrong about it afterwards.
    story = loads((right + move + "    seen by Ann\n").format(seen="all"))
    assert [action.name for action in story.task.actions][:2] == ["point(Ann)", "point(Bob)"]
    assert story.problems == ()
