"""From the text of a story to a task that an engine runs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pytest

from fabula.checker import check_text
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.grounding import Ground, ground
from fabula.lives.finding import NotFound
from fabula.problems import Severity, StoryProblems
from fabula.story import loads
from fabula.task import FALSE

STORY = """
story "The Ridge"

kind place "place"

place field "the field"
place ridge "the ridge"

property at(character): place
property overlooks(place, place)
property alive(character) = yes
property grief(character): 0..3
property loves(character, character)
property following(character): character
property hour: 0..9, felt by all

character Aeris, she, at field
character Cloud, he, at field
character Sephiroth, he, at ridge
will Jenova, she, in Sephiroth

ridge overlooks field
Aeris loves Sephiroth
Aeris.following is Sephiroth
Cloud believes Aeris.following is nobody
Aeris believes Cloud believes Aeris.following is nobody

action walk(who: character, from: place, to: place)
    by who
    when who.alive and who.at is from and to is not from
    do
        who.at = to
        hour += 1
    seen by c: c.at is from or overlooks(c.at, from)

action kill(killer: character, victim: character)
    by killer
    when killer.alive and victim.alive and killer.at is victim.at and killer is not victim
    do: not victim.alive
    seen by c: c.at is victim.at or overlooks(c.at, victim.at)

action whisper(other: will)
    by other
    do: Sephiroth.held_by = other
    seen by nobody

action find_out(who: character)
    by who
    when not (who believes Aeris.following is Sephiroth)
    do: who believes Aeris.following is Sephiroth
    seen by nobody

when c sees kill(_, victim) if c loves victim: c.grief += 2

for each f: character
    f wants
        1 if f.alive
        -1 for each c: character if not c.alive

Jenova wants
    1 if Sephiroth.held_by is Jenova

ending alone "Alone" when no c: character (c.at is field)
ending found "Found out" when Cloud believes Aeris.following is not nobody
fate prefers alone > found
"""


def told(text: str = STORY) -> Ground:
    definition, problems = check_text(text)
    problems.raise_errors()
    assert definition is not None
    return ground(definition, problems)


def act(grounded: Ground, name: str) -> int:
    return [action.name for action in grounded.task.actions].index(name)


def value(grounded: Ground, engine: ReferenceEngine, state: State, name: str, *things: str) -> object:
    fluent = grounded.fluent(name, *things)
    assert fluent is not None
    return grounded.decode(fluent, engine.value(state, fluent))


def test_everybody_acts_in_turn() -> None:
    grounded = told()
    engine = ReferenceEngine(grounded.task)
    state = engine.initial()
    cloud = grounded.minds["Cloud"]
    assert value(grounded, engine, state, "following", "Aeris") == "Sephiroth"
    assert value(grounded, engine, engine.belief(state, cloud), "following", "Aeris") is None
    for name in ("walk(Aeris, field, ridge)", "whisper(Jenova)", "kill(Sephiroth, Aeris) as Jenova"):
        assert engine.is_possible(state, act(grounded, name))
        state = engine.do(state, act(grounded, name))
    assert value(grounded, engine, state, "alive", "Aeris") is False
    # Cloud, on the field, saw her go and felt the time pass, but nothing more.
    believed = engine.belief(state, cloud)
    assert value(grounded, engine, believed, "alive", "Aeris") is True
    assert value(grounded, engine, believed, "at", "Aeris") == "ridge"
    assert value(grounded, engine, believed, "hour") == 1
    assert not engine.is_possible(state, act(grounded, "kill(Sephiroth, Cloud)"))


def test_the_time_is_felt_even_by_those_who_see_nothing_else() -> None:
    grounded = told()
    engine = ReferenceEngine(grounded.task)
    state = engine.do(engine.initial(), act(grounded, "walk(Sephiroth, ridge, field)"))
    believed = engine.belief(state, grounded.minds["Cloud"])
    assert value(grounded, engine, believed, "at", "Sephiroth") == "ridge"
    assert value(grounded, engine, believed, "hour") == 1
    assert value(grounded, engine, engine.belief(state, grounded.minds["Jenova"]), "at", "Jenova") == "field"


def test_who_loves_grieves() -> None:
    grounded = told(STORY.replace("killer is not victim", "killer is Cloud"))
    engine = ReferenceEngine(grounded.task)
    state = engine.do(engine.initial(), act(grounded, "walk(Sephiroth, ridge, field)"))
    state = engine.do(state, act(grounded, "kill(Cloud, Sephiroth)"))
    assert value(grounded, engine, state, "grief", "Aeris") == 2
    assert grounded.fluent("grief", "Cloud") is None


def test_endings_are_reached() -> None:
    grounded = told()
    engine = ReferenceEngine(grounded.task)
    state = engine.initial()
    assert engine.ending(state) is None
    found = engine.do(state, act(grounded, "find_out(Cloud)"))
    assert engine.ending(found) == 1
    assert engine.utility(found, None) == 1
    for who in ("Aeris", "Cloud"):
        state = engine.do(state, act(grounded, f"walk({who}, field, ridge)"))
    assert engine.ending(state) == 0
    assert engine.utility(state, None) == 2


def test_a_story_without_mistakes_gives_no_warning() -> None:
    definition, problems = check_text(STORY)
    assert definition is not None
    ground(definition, problems)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert [problem.code for problem in problems] == []


_HASH = """
import hashlib, json, sys
from fabula.checker import check_text
from fabula.grounding import ground
definition, problems = check_text(sys.stdin.read())
print(hashlib.sha256(json.dumps(ground(definition, problems).task.data()).encode()).hexdigest())
"""


def test_the_task_does_not_depend_on_the_order_of_sets() -> None:
    here = hashlib.sha256(json.dumps(told().task.data()).encode()).hexdigest()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", _HASH],
            input=STORY,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert run.stdout.strip() == here


AWAY = """
story "Away"
use places
place field
place ridge
character Ann, she, at field
property hour: 0..3
action wait(who)
    by who
    do: hour += 1
Ann wants: hour
ending late when hour is 3
ending gone when Ann.at is ridge
"""


def test_an_ending_that_the_world_keeps_out_of_reach_is_a_warning_and_the_story_runs() -> None:
    story = loads(AWAY)
    (problem,) = story.problems
    assert (problem.code, problem.severity) == ("unreachable-ending", Severity.WARNING)
    assert problem.span is not None
    assert problem.span.text == "Ann.at is ridge"
    assert story.task.endings[1].condition == FALSE
    assert story.tell().ending == "late"
    with pytest.raises(NotFound) as caught:
        story.tell("gone")
    assert caught.value.proof


def test_what_the_library_offers_and_a_story_does_not_use_is_no_problem_but_the_story_s_own_is() -> None:
    story = loads(AWAY.replace("ending gone when Ann.at is ridge", ""))
    assert [instance.schema for instance in story.ground.actions] == ["wait"]
    assert not story.problems
    own = "trigger rot(what: place)\n    when Ann.at is ridge\n    do: hour = 0\n"
    (problem,) = loads(AWAY.replace("ending gone when Ann.at is ridge", own)).problems
    assert (problem.code, problem.span and problem.span.source.name) == ("never-possible", "<text>")


SCENES = """
scene apart "Apart" when Aeris.at is not Cloud.at
scene deceived when Cloud believes Aeris.following is nobody and Aeris knows Cloud.alive
scene early when hour < 2
"""


def test_scenes_are_ground_and_change_nothing_else() -> None:
    plain, marked = loads(STORY), loads(STORY + SCENES)
    assert plain.task.data() == marked.task.data()
    assert list(plain.ground.scenes) == []
    assert list(marked.ground.scenes) == ["apart", "deceived", "early"]
    for name, condition in marked.ground.scenes.items():
        assert condition == marked.ground.condition(marked.definition.scenes[name].condition)


STONES = (
    STORY
    + "kind stone\n"
    + "".join(f"stone s{number}\n" for number in range(12))
    + "property next(stone): stone\naction turn(a: stone, b: stone)\n    do: a.next = b\n"
)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (f"ending round when s1{'.next' * 8} is s2{'.next' * 8}", f"s1{'.next' * 8} is s2{'.next' * 8}"),
        (f"Cloud wants: 1 if s1{'.next' * 8} is s2{'.next' * 8}", f"1 if s1{'.next' * 8} is s2{'.next' * 8}"),
        (f"fate wants: 1 if s1{'.next' * 8} is s2{'.next' * 8}", f"1 if s1{'.next' * 8} is s2{'.next' * 8}"),
    ],
)
def test_what_splits_into_too_many_cases_is_shown_where_it_stands(line: str, where: str) -> None:
    with pytest.raises(StoryProblems) as caught:
        loads(STONES + line + "\n")
    found = [(problem.code, problem.span and problem.span.text) for problem in caught.value.problems]
    assert ("too-many-cases", where) in found


def test_scenes_that_can_t_be_computed_are_shown_where_they_stand() -> None:
    round_ = f"s1{'.next' * 8} is s2{'.next' * 8}"
    with pytest.raises(StoryProblems) as caught:
        loads(STONES + f"scene fine when s1.next is s2\nscene huge when {round_}\nscene vast when {round_} or hour is 1\n")
    found = [(problem.code, problem.span and problem.span.text) for problem in caught.value.problems]
    assert found == [("too-many-cases", round_), ("too-many-cases", f"{round_} or hour is 1")]
