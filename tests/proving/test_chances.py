"""Lives by chance: the same that random readers live, what they decide, and what they say where they decide nothing."""

from __future__ import annotations

import pytest
from tests.proving.random_stories import random_story

from fabula.budget import Budget
from fabula.engine.attempts import after_move
from fabula.lives.atlas import Atlas
from fabula.lives.walking import Unpaved, packed, read
from fabula.model import USUAL_LANGUAGE
from fabula.problems import StoryProblems
from fabula.proving.astray import astray
from fabula.proving.chances import WHOLE, Chances, Wanderers, bound
from fabula.proving.goals import ending_goal
from fabula.proving.odds import chances_in_english, chances_text
from fabula.proving.prover import Prover
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import Story, loads
from fabula.telling.languages import realiser_for

LADDER = """story "Ladder"
    ahead 3
character Ada
property height: 0..9
property down
action climb(who: character)
    by nobody
    when not down
    do: height += 1
action drop(who: character)
    by nobody
    when height > 1 and not down
    do: down
ending up "Up" when height is 9
ending ground "Ground" when down and height is 2
"""


def stories() -> list[Story]:
    found: list[Story] = []
    for seed in range(60):
        try:
            found.append(loads(random_story(seed).text))
        except StoryProblems:
            continue
    return found


@pytest.mark.parametrize(("lives", "most"), [(0, 1_000_000), (1, 950_000), (100, 29_514), (1_000, 2_992), (300, 9_937)])
def test_the_bound_is_exact(lives: int, most: int) -> None:
    """The least chance, in millionths, with which that many lives in a row go otherwise in one of twenty cases at most."""
    assert bound(lives) == most
    assert 20 * (WHOLE - most) ** lives <= WHOLE**lives or lives == 0
    assert 20 * (WHOLE - most + 1) ** lives > WHOLE**lives


def test_they_are_the_lives_of_random_readers() -> None:
    """With the same seed, drawn or not."""
    same = 0
    for story in stories()[:12]:
        atlas = Atlas(story)
        try:
            tally = read(Unpaved(atlas), 7, range(10), 30)
            drawn = Atlas(story)
            drawn.explore(Budget(30.0, None, 40))
            for one in (Wanderers(Prover(story), None, 7, 30), Wanderers(Prover(story), atlas, 7, 30)):
                walked = one.walk(10)
                assert {packed(life.moves) for life in walked} == set(tally.lives)
                same += len(walked)
        except RUNTIME_ERRORS:
            continue
    assert same >= 100


def test_what_they_show_is_so() -> None:
    """Each life can be lived; one that goes round comes back to a state; one that is stuck has no way on."""
    stuck = round_ = ended = 0
    for story in stories():
        prover = Prover(story)
        for lived in Wanderers(prover, None, 1, 20).walk(4):
            state = prover.start
            for move, after in zip(lived.moves, lived.states[1:], strict=True):
                assert after == dict(prover.engine.moves(state))[move] == after_move(prover.engine, state, move)
                state = after
            assert lived.ending == prover.engine.ending(state)
            assert lived.over is not bool(prover.engine.moves(state))
            stuck += lived.is_stuck
            ended += lived.ending is not None
            if lived.circle is not None:
                first, again = lived.circle
                assert lived.states[first] == lived.states[again]
                round_ += 1
    assert min(stuck, round_, ended) >= 5, (stuck, round_, ended)


def test_lives_that_are_led_come_where_others_do_not() -> None:
    """A life must be dropped at the second rung; those that are led go for it."""
    story = loads(
        LADDER.replace("height is 2", "height is 2 and Ada.luck is 0").replace(
            "property down", "property down\nproperty luck(character): 0..3"
        )
    )
    prover = Prover(story)
    goal = ending_goal(story.task, 0)
    prover.decide(goal, Budget(30.0, None, 1), search=False)
    wanderers = Wanderers(prover)
    wanderers.walk(3)
    assert wanderers.first_to(goal) is None
    led = wanderers.lead(goal)
    assert led, "there is a projection that leads"
    moves = wanderers.first_to(goal)
    assert moves is not None
    assert len(moves) == 9


def test_one_life_is_enough_to_say_no() -> None:
    story = loads(LADDER)
    wanderers = Wanderers(Prover(story))
    lives = wanderers.walk(40)
    against = astray(wanderers, lives, ending_goal(story.task, 0))
    assert against is not None
    assert against.ending in (1, None)
    assert len(against.moves) == 3
    assert against.circle == ()


def test_the_words_say_that_it_is_no_proof() -> None:
    assert chances_in_english(Chances(1_000, 200, 200, 0)) == (
        "None of 1,000 lives by chance comes there within 200 acts, nor of 200 that were led towards it: with 95 % confidence "
        "at most 0.30 % of all who choose by chance do, and at most 1.49 % of all who go straight for it. "
        "That is statistics, and no proof."
    )
    assert "no proof" in chances_in_english(Chances(10, 0, 200, 0))
    every = chances_text(realiser_for(USUAL_LANGUAGE).answers, Chances(99, 0, 200, 0, True, 1))
    assert every.startswith("All of 99 lives by chance that came to an end within 200 acts come there: ")
    assert every.endswith("1 more had come to no end by then.")
    assert chances_in_english(Chances(0, 0, 200, 0)) == ""
    assert chances_text(realiser_for("de").answers, Chances(100, 0, 200, 0)).startswith("Von 100 Leben nach Zufall kommt")


def test_without_time_or_states_nobody_wanders() -> None:
    wanderers = Wanderers(Prover(loads(LADDER)))
    assert not wanderers.walk(10, 0.0)
    assert not wanderers.walk(10, None, 0)
    assert wanderers.chances(ending_goal(loads(LADDER).task, 0)).at_most == WHOLE
