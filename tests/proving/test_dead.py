"""States from which no ending can be reached, found by facts that never change back: so it is in all lives of small stories."""

from __future__ import annotations

from tests.asking.brute import TooLarge, all_lives
from tests.proving.random_stories import random_story

from fabula.budget import Budget
from fabula.engine.attempts import after_move
from fabula.problems import StoryProblems
from fabula.proving.dead import lost_lives, traps
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
