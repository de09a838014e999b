"""Who tells from nobody's eyes goes from place to place, and says so; in the present the engine's own words are present."""

from __future__ import annotations

import re
from functools import cache

import pytest

from fabula import lives, rewording, telling
from fabula.lives.finding import wander
from fabula.story import Story, load, loads
from fabula.telling import NOBODY, Storyteller, Teller, Tense, pattern, tell

WORLD = """
story "Two Places"
    opening "There {Ann} [stand]. It had rained."
kind place
property at(character) "at": place
property hour: 0..9, felt by all
property fed(character)
place mill "the mill"
place well "the well"
character Ann, she, at mill
character Bob, he, at well
character Eve, she, at well

action wave(who: character)
    by who
    do: hour += 1
    seen by c: c.at is who.at
    says "{who} [wave]."

action wait(who: character)
    by who
    do: hour += 3
    seen by c: c.at is who.at
    says "{who} [wait]."

action call(who: character)
    by who
    do: hour += 1
    says "\\"Hello,\\" {who} [say]."

action go(who: character, from: place, to: place)
    by who
    when who.at is from and from is not to
    do: who.at = to
    seen by c: c.at is from or c.at is to
    says "{who} [go] to {to}."

for each c: character
    c wants: hour

ending late when hour is 9
"""


@cache
def world() -> Story:
    return loads(WORLD)


def told(*acts: str, by: str = NOBODY, tense: Tense | None = None) -> str:
    return tell(world(), lives.replay(world(), acts, (0, 1, 2)), by, tense=tense).text.split("\n\n", 1)[1]


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        (("wave(Ann)", "wave(Bob)"), "Ann waved.\n\nAt the well, Bob waved."),
        (("wave(Ann)", "wave(Bob)", "call(Ann)"), 'Ann waved.\n\nAt the well, Bob waved.\n\n"Hello," Ann said.'),
        (("wave(Ann)", "wave(Bob)", "wait(Ann)"), "Ann waved.\n\nAt the well, Bob waved.\n\nBack at the mill, Ann waited."),
        (("wave(Ann)", "go(Bob, well, mill)"), "Ann waved.\n\nBob went to the mill."),
        (("wave(Ann)", "go(Ann, mill, well)", "wave(Bob)"), "Ann waved and went to the well. Bob waved."),
        (("wave(Bob)", "wave(Eve)", "wave(Ann)"), "Bob and Eve waved.\n\nAt the mill, Ann waved."),
        (
            ("wave(Ann)", "wait(Bob)", "wait(Ann)"),
            "Ann waved.\n\nAt the well, Bob waited.\n\nBack at the mill, Ann waited.",
        ),
    ],
)
def test_each_place_has_its_paragraphs(acts: tuple[str, ...], text: str) -> None:
    assert told(*acts) == text


def test_hours_that_nobody_tells_of_are_said_to_have_passed() -> None:
    life = lives.replay(world(), ("wave(Ann)", "wave(Bob)", "wait(Ann)", "wave(Ann)"), (0, 1, 2))
    text = tell(world(), life, Teller(leaves_out=(pattern("wait"),))).text
    assert text.endswith("\n\nAt the well, Bob waved.\n\nLater, back at the mill, Ann waved.")


@pytest.mark.parametrize(
    ("belief", "told"),
    [
        ("", "Eve waved. Later she went to the mill."),
        # It is never later than nine: Eve takes one hour to have passed.
        ("Eve believes hour is 7", "Eve waved and went to the mill."),
        # Who never knows the time can't say that it is later.
        ("Eve believes hour is unknown", "Eve waved and went to the mill."),
    ],
)
def test_hours_pass_as_whoever_tells_believes_them_to_pass(belief: str, told: str) -> None:
    story = loads(f"{WORLD}\n{belief}\n")
    life = lives.replay(story, ("wave(Eve)", "wait(Ann)", "go(Eve, well, mill)"), (0, 1, 2))
    text = tell(story, life, Teller(("Eve",), leaves_out=(pattern("wait"),))).text
    assert text.split("\n\n", 1)[1] == told


def test_who_has_eyes_sees_one_place() -> None:
    assert told("wave(Bob)", "wave(Ann)", "wave(Eve)", by="Eve") == "Bob and Eve waved."


def test_nobody_tells_no_two_places_in_one_paragraph() -> None:
    story = load("the_ridge")
    for seed in range(12):
        life = wander(story, seed)
        for paragraph in tell(story, life, NOBODY, seed).paragraphs:
            places: set[object] = set()
            for passage in paragraph.passages:
                for index in passage.trace.acts:
                    event = life.events[index]
                    doers = story.ground.actions[event.action].doers
                    body = story.definition.things[doers[0]].body or doers[0] if doers else None
                    fluent = story.ground.fluents.get(("at", (body,))) if body is not None else None
                    if fluent is None:
                        continue
                    here, there = (story.engine.value(state, fluent) for state in (event.before, event.after))
                    assert places <= {here}, paragraph.text
                    places = {there}


# --- the present -----------------------------------------------------------------------------------------------------------


def test_verbs_of_an_opening_follow_the_tense_and_plain_words_stay() -> None:
    life = lives.replay(world(), ["wave(Ann)"], (0, 1, 2))
    assert tell(world(), life, tense=Tense.PAST).text.startswith("There Ann stood. It had rained.")
    assert tell(world(), life, tense=Tense.PRESENT).text.startswith("There Ann stands. It had rained.")


def test_in_the_present_the_engine_s_own_words_are_in_the_present() -> None:
    acts = ("wave(Ann)", "wait(Bob)", "wait(Ann)", "go(Bob, well, mill)", "go(Bob, mill, well)", "call(Bob)", "wave(Ann)")
    for by in (NOBODY, "Ann", "Bob", "Eve"):
        text = told(*acts, by=by, tense=Tense.PRESENT)
        assert not re.search(r"\b(was|were|had|went|came|did|waved|waited|said|knew|saw)\b", text), text


# --- names of classes --------------------------------------------------------------------------------------------------------


def test_there_is_one_narrator_and_that_is_the_protocol() -> None:
    assert not hasattr(telling, "Narrator")
    assert not hasattr(Storyteller, "reword")
    assert rewording.AsWritten().reword(rewording.Asked("So it was.")) == "So it was."
