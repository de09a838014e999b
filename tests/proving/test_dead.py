"""States from which no ending can be reached, found by facts that never change back: so it is in all lives of small stories."""

from __future__ import annotations

from tests.asking.brute import TooLarge, all_lives
from tests.proving.random_stories import random_story

from fabula.budget import Budget
from fabula.engine.attempts import after_move
from fabula.problems import StoryProblems
from fabula.proving.dead import lost_lives, traps
from fabula.proving.goals import ending_goal
from fabula.proving.prover import Prover
from fabula.story import loads

TRAPDOOR = """story "Trapdoor"
kind place
place hall
place cellar
place street
property at(character): place
property open_door
character Ann, at hall
action fall(who: character)
    by who
    when who.at is hall
    do: who.at = cellar
action leave(who: character)
    by who
    when who.at is hall and open_door
    do: who.at = street
action unlock(who: character)
    by who
    when who.at is hall and not open_door
    do: open_door
Ann wants
    2 if Ann.at is street
    1 if Ann.at is cellar
ending away "Away" when Ann.at is street
"""
LADDER = """action climb(who: character)
    by who
    when who.at is cellar
    do: who.at = hall
"""


def test_one_way_is_the_end_of_all_endings() -> None:
    story = loads(TRAPDOOR)
    prover = Prover(story)
    assert [(story.task.fluents[trap.fluent].name, len(trap.values)) for trap in traps(prover)] == [("at(Ann)", 1)]
    (lost,) = lost_lives(prover)
    assert [story.task.actions[move].name for move in lost.moves] == ["fall(Ann)"]
    assert (lost.after, len(lost.proofs)) == (1, 1)
    climbing = TRAPDOOR.replace("Ann wants", f"{LADDER}Ann wants")
    assert list(lost_lives(Prover(loads(climbing)))) == []


def test_what_a_known_life_does_not_ask_for_itself_triggers_may_ask_for() -> None:
    """Who rings is let in, unless the bell is broken; ringing and leaving ask for no bell."""
    bell = """property rung
property broken
action ring(who: character)
    by nobody
    when not rung
    do: rung
action drop(who: character)
    by nobody
    when not broken
    do: broken
trigger let_in()
    when rung and not broken and not open_door
    do: open_door
"""
    head, tail = TRAPDOOR.split("action unlock")
    story = loads(f"{head}{bell}Ann wants{tail.partition('Ann wants')[2]}")
    prover = Prover(story)
    assert prover.decide(ending_goal(story.task, 0)).moves is not None
    assert {story.task.fluents[trap.fluent].name for trap in traps(prover)} == {"at(Ann)", "broken"}


def test_what_no_known_life_asks_for_is_no_trap() -> None:
    """A lamp that is only ever broken is in nobody's way."""
    lamp = "property broken\naction drop(who: character)\n    by nobody\n    when not broken\n    do: broken\n"
    reading = "action look(who: character)\n    by nobody\n    when not broken and not open_door\n    do: open_door\n"
    story = loads(TRAPDOOR.replace("Ann wants", f"{lamp}{reading}Ann wants", 1))
    prover = Prover(story)
    names = {story.task.fluents[fluent].name for fluent, _ in prover.outlook(prover.out).traps()}
    assert "broken" in names
    assert {story.task.fluents[trap.fluent].name for trap in traps(prover)} == {"at(Ann)"}


def test_without_time_nothing_is_looked_for() -> None:
    assert list(lost_lives(Prover(loads(TRAPDOOR)), Budget(0.0, None, None))) == []


def test_what_is_lost_is_lost_in_all_lives() -> None:
    """From none of the states that are found any ending can be reached, by all lives on the obvious engine."""
    found = worlds = 0
    for seed in range(400):
        made = random_story(seed)
        try:
            story = loads(made.text)
            lives = all_lives(story.ground, (), 40)
        except (StoryProblems, TooLarge):
            continue
        worlds += 1
        ended = {state for state, ending in lives.endings.items() if ending is not None}
        alive = lives.reaching(ended)
        for lost in lost_lives(Prover(story)):
            found += 1
            state = lives.states[0]
            for move in lost.moves[: lost.after]:
                state = after_move(lives.engine, state, move)
            assert state in lives.distance
            assert state not in alive
    assert worlds >= 100
    assert found >= 15, found
