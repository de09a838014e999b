"""What the library offers and no life of a story can come to is not multiplied out, and nothing else is left out."""

from __future__ import annotations

import pytest

from fabula.checker import check_text
from fabula.grounding import Capacity, Ground, assembly, ground
from fabula.grounding.facts import Facts
from fabula.grounding.foreseen import never_happening
from fabula.grounding.steps import Steps
from fabula.grounding.vocabulary import Vocabulary
from fabula.model import Definition
from fabula.problems import Problems, StoryProblems
from fabula.story import load

TOWN = """
story "Town"
use places, sight, talk, wills, triage
place square
place street
path square - street
character Ann, she, at square
character Bob, he, at street
"""
KILL = """
action kill(who: character, other: character)
    by who
    when who is not other and here(who, other)
    do: not other.alive
"""
HURT = """
action hurt(who: character, other: character)
    by who
    when who is not other and here(who, other)
    do: other.wounds += 1
"""


def story_of(text: str) -> Definition:
    definition, problems = check_text(TOWN + text, "town")
    assert definition is not None
    problems.raise_errors()
    return definition


def idle(text: str) -> frozenset[str]:
    vocabulary = Vocabulary(story_of(text), True)
    facts = Facts(vocabulary, Steps(Capacity()))
    facts.process(vocabulary.definition.facts)
    return never_happening(vocabulary, facts)


def test_where_nobody_can_die_nobody_is_seen_dead() -> None:
    assert {"die_of_wounds", "see_dead", "other_takes_hold", "succumb"} <= idle("")


@pytest.mark.parametrize("cause", [KILL, HURT, "not Bob.alive\n", "Ann believes not Bob.alive\n"])
def test_where_somebody_can_be_dead_or_taken_for_dead_it_is_seen(cause: str) -> None:
    assert "see_dead" not in idle(cause)


def test_who_can_be_wounded_can_die_of_it() -> None:
    assert "die_of_wounds" in idle(KILL)
    assert "die_of_wounds" not in idle(HURT)


def test_what_the_author_writes_is_looked_at_in_any_case() -> None:
    never = "action haunt(who: character)\n    by who\n    when not who.alive\n    do: who.at = square\n"
    assert "haunt" not in idle(never)
    problems = Problems()
    ground(story_of(never), problems)
    assert [problem.code for problem in problems] == ["never-possible"]


def _without_foresight(definition: Definition, patch: pytest.MonkeyPatch) -> Ground:
    patch.setattr(assembly, "never_happening", lambda *_: frozenset())
    return ground(definition, Problems())


@pytest.mark.parametrize("text", ["", KILL, HURT, "Ann believes not Bob.alive\n", "the_ridge", "the_silver_key"])
def test_the_task_is_the_same_without_foresight(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    definition = load(text).definition if text.startswith("the_") else story_of(text)
    foreseen = ground(definition, Problems())
    assert _without_foresight(definition, monkeypatch).task == foreseen.task


def test_too_many_instances_of_the_library_are_blamed_on_things() -> None:
    """What stands in the library nobody can change; how many things there are, one can."""
    people = "".join(f"character c{number}, they, at square\n" for number in range(30))
    definition = story_of(people + KILL)
    with pytest.raises(StoryProblems) as raised:
        ground(definition, Problems(), Capacity(instances=2_000))
    (problem,) = raised.value.problems
    # 992 times one can kill another, and 1,024 can see each other die.
    assert problem.code == "too-many-actions"
    assert problem.message == "the story has so many things that 'use sight' has too many instances"
    assert problem.span is not None
    assert problem.span.text.startswith("character c29")
    assert problem.seen == "32 mind × 32 character; 1024 that can happen"


def test_too_many_properties_that_the_library_changes_are_blamed_on_things() -> None:
    people = "".join(f"character c{number}, they, at square\n" for number in range(30))
    with pytest.raises(StoryProblems) as raised:
        ground(story_of(people + KILL), Problems(), Capacity(fluents=50))
    (problem,) = raised.value.problems
    assert problem.code == "too-many-facts"
    assert problem.message == "the story has so many things that its properties have too many instances that can change"
    assert problem.span is not None
    assert problem.span.text.startswith("character c29")


def test_too_many_cases_of_the_library_are_blamed_on_things() -> None:
    places = "".join(f"place p{number}\n" for number in range(30))
    overlooking = "trigger rise(here: place, there: place)\n    when Ann.at is here\n    do: here overlooks there\n"
    with pytest.raises(StoryProblems) as raised:
        ground(story_of(places + overlooking), Problems(), Capacity(parts=300))
    (problem,) = raised.value.problems
    assert problem.code == "too-many-cases"
    assert "'use sight'" in problem.message
    assert problem.span is not None
    assert problem.span.text.startswith("place p29")
