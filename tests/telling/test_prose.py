"""A telling reads as prose: clauses joined, motives in the sentence, no three sentences that open alike, a last line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from fabula import lives
from fabula.lives.finding import wander
from fabula.story import Story, load, loads
from fabula.telling import NOBODY, tell

Lived = Callable[..., lives.Life]

ROOT = Path(__file__).resolve().parent.parent.parent
HOUSE = """
story "House"
kind place
kind lamp
property path(place, place)
property at(character) "at": place
property hour: 0..9, felt by all
property lit(lamp)
property greeted(character)
place hall "the hall"
place attic "the attic"
place cellar "the cellar"
lamp red "the red lamp"
lamp blue "the blue lamp"
character Ann, she, at hall
character Bob, he, at hall
character Eve, she, at attic
character Robin, they, at hall
character Crew "the crew", they, at cellar

action go(who: character, from: place, to: place)
    by who
    when who.at is from and from is not to
    do: who.at = to
    seen by c: c.at is from or c.at is to
    says "{who} [go] to {to}."

action light(who: character, what: lamp)
    by who
    when not what.lit
    do: what.lit
    seen by c: c.at is who.at
    says "{who} [light] {what}."

action greet(who: character, other: character)
    by who
    when who is not other
    do: other.greeted
    seen by c: c.at is who.at
    says "{who} [greet] {other}."

action call(who: character)
    by who
    when hour < 9
    do: hour += 1
    says "\\"Hello,\\" {who} [say]."

action rest(who: character)
    by who
    when hour < 9
    do: hour += 1
    seen by c: c.at is who.at
    says "{who} [rest]."

trigger miss(viewer: character, other: character, spot: place)
    when viewer.at is spot and other.at is not spot
    when viewer believes other.at is spot
    do: viewer forgets other.at
    says "{viewer} [look] for {other}."

Ann wants
    1 if red.lit "to see a light"
    1 if Ann.at is hall "to stay in the hall"
    1 if Ann.at is attic "to be in the attic"
    1 if Bob.at is attic "Bob to be in the attic"
    1 if blue.lit "not to sit in the dark"
Bob wants
    1 if blue.lit "to see a light"

ending bright "Bright" when red.lit and blue.lit
    says by Eve "Eve saw it from above."
    says if red.lit "Now both lamps were lit."
"""


NOTICE = """
for each c: character if c is not Eve
    c believes Eve.at is nowhere
trigger notice(viewer: character, other: character, spot: place)
    when viewer.at is spot and other.at is spot
    when not (viewer believes other.at is spot)
    do: viewer believes other.at = spot
    says "{viewer} [see] {other} at {spot}."
"""


@cache
def house() -> Story:
    return loads(HOUSE)


def told(*acts: str, by: str = NOBODY, free: bool = True) -> str:
    minds = tuple(range(len(house().task.characters)))
    return tell(house(), lives.replay(house(), acts, minds if free else ()), by).text


# --- several acts in one sentence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        (("go(Ann, hall, attic)", "go(Ann, attic, hall)"), "Ann went to the attic and back."),
        (("go(Ann, hall, attic)", "go(Ann, attic, cellar)"), "Ann went to the attic and on to the cellar."),
        (
            ("go(Ann, hall, attic)", "go(Ann, attic, cellar)", "go(Ann, cellar, hall)"),
            "Ann went to the attic, on to the cellar and back to the hall.",
        ),
        (("go(Ann, hall, attic)", "go(Bob, hall, attic)"), "Ann and Bob went to the attic."),
        (("greet(Ann, Bob)", "greet(Ann, Robin)"), "Ann greeted Bob and Robin."),
        (("light(Ann, red)", "go(Ann, hall, attic)"), "Ann lit the red lamp and went to the attic."),
        (("greet(Ann, Bob)", "greet(Bob, Ann)"), "Ann greeted Bob, and he greeted her."),
        (("greet(Ann, Robin)", "rest(Robin)"), "Ann greeted Robin, and they rested."),
        (("rest(Ann)", "rest(Bob)", "greet(Bob, Ann)"), "Ann and Bob rested. Bob greeted Ann."),
        (("rest(Ann)", "rest(Ann)", "rest(Ann)", "greet(Ann, Bob)"), "Ann rested. Later she greeted Bob."),
        (("rest(Crew)", "greet(Crew, Ann)"), "The crew rested and greeted Ann."),
    ],
)
def test_acts_that_belong_together_share_a_sentence(acts: tuple[str, ...], text: str) -> None:
    assert told(*acts) == text


def test_what_is_not_seen_does_not_part_a_way() -> None:
    assert told("go(Eve, attic, cellar)", "rest(Ann)", "go(Eve, cellar, hall)", by="Crew") == (
        "Eve went to the cellar and on to the hall."
    )


def test_who_is_there_sees_others_come_and_those_who_go_go() -> None:
    assert told("go(Ann, hall, attic)", by="Eve") == "Ann came to the attic."
    assert told("go(Ann, hall, attic)", by="Bob").startswith("Ann went to the attic.")
    assert told("go(Ann, hall, attic)", by="Ann") == "Ann went to the attic."


def test_a_place_that_was_just_named_is_there() -> None:
    story = loads(HOUSE + NOTICE)
    life = lives.replay(story, ["go(Ann, hall, attic)"], tuple(range(len(story.task.characters))))
    assert tell(story, life, "Ann").text == "Ann went to the attic. She saw Eve there."
    assert tell(story, life, "Eve").text == "Ann came to the attic."


# --- again, then ---------------------------------------------------------------------------------------------------------


def test_what_is_told_in_the_same_words_is_told_to_be_so_again() -> None:
    text = told("greet(Ann, Bob)", "go(Eve, attic, hall)", "greet(Ann, Bob)")
    assert re.search(r"(Again|Once more) Ann greeted Bob\.", text)
    assert told("call(Ann)", "greet(Ann, Bob)", "call(Ann)") == '"Hello," Ann said. She greeted Bob and said it once more.'


def first_words(text: str) -> list[str]:
    """How the sentences of a paragraph begin."""
    parts = re.split(r"(?<=[.!?])[\"']*\s+(?=[\"'A-Z])", text)
    return [re.sub(r"\W", "", part.split()[0]).lower() for part in parts if part.split()]


@pytest.mark.parametrize("path", ["python/fabula/stories/the_ridge.fabula", "python/fabula/templates/new.fabula"])
def test_no_three_sentences_in_a_row_open_alike_unless_an_author_wrote_them_so(path: str) -> None:
    story = load(ROOT / path)
    seen = 0
    for seed in range(12):
        life = wander(story, seed)
        for mind in (*story.task.characters, NOBODY):
            passages = [passage for paragraph in tell(story, life, mind, seed).paragraphs for passage in paragraph.passages]
            opened = [(word, index) for index, passage in enumerate(passages) for word in first_words(passage.text)]
            for (one, at), (two, _), (three, end) in zip(opened, opened[1:], opened[2:], strict=False):
                seen += 1
                assert not (one == two == three and at != end), passages[at : end + 1]
    assert seen > 50


def test_the_third_sentence_that_would_open_alike_does_not() -> None:
    acts = (
        "rest(Ann)",
        "greet(Ann, Eve)",
        "light(Eve, red)",
        "greet(Ann, Crew)",
        "greet(Ann, Robin)",
        "rest(Ann)",
        "greet(Ann, Bob)",
    )
    words = first_words(told(*acts))
    assert all(len(set(words[at : at + 3])) > 1 for at in range(len(words) - 2))


def test_who_comes_to_where_they_have_been_comes_back() -> None:
    acts = ("greet(Ann, Bob)", "go(Ann, hall, attic)", "rest(Eve)", "rest(Bob)", "go(Ann, attic, hall)", "greet(Ann, Bob)")
    assert "Ann went back to the hall" in told(*acts, by="Eve")
    assert "back" not in told(*acts[:4], by="Eve")
    assert "Ann came back to the hall" in told(*acts, by="Bob")


# --- why -----------------------------------------------------------------------------------------------------------------


def test_a_motive_is_a_clause_of_what_is_done() -> None:
    assert told("light(Ann, red)", by="Ann", free=False) == "Ann lit the red lamp, because she wanted to see a light."
    assert (
        told("light(Ann, blue)", by="Ann", free=False) == "Ann lit the blue lamp, because she did not want to sit in the dark."
    )
    assert told("light(Ann, red)", by="Bob", free=False) == "Ann lit the red lamp."


def test_what_speaks_against_an_act_is_told_as_well() -> None:
    story = loads(HOUSE.replace('1 if Ann.at is attic "', '3 if Ann.at is attic "'))
    life = lives.replay(story, ["go(Ann, hall, attic)"])
    assert tell(story, life, "Ann").text == "Ann went to the attic, though she wanted to stay in the hall."


def test_going_somewhere_is_told_with_its_end() -> None:
    story = loads(HOUSE.replace('    1 if Ann.at is hall "to stay in the hall"\n', ""))
    life = lives.replay(story, ["go(Ann, hall, attic)"])
    assert tell(story, life, "Ann").text == "Ann went to the attic to be in the attic."


# --- the last line -------------------------------------------------------------------------------------------------------


def test_who_does_not_learn_how_it_ends_has_a_last_line_all_the_same() -> None:
    acts = ("light(Ann, red)", "light(Bob, blue)")
    assert told(*acts, by="Bob").endswith("Now both lamps were lit.")
    assert told(*acts, by="Eve") == "Eve saw it from above."
    last = told("go(Crew, cellar, hall)", "light(Ann, red)", "go(Crew, hall, cellar)", "light(Bob, blue)", by="Crew").split(
        "\n\n"
    )[-1]
    assert last in (
        "That was all that the crew saw of it.",
        "How it went on, the crew did not learn.",
        "What came of it, the crew never saw.",
    )


def test_who_misses_somebody_ends_with_that() -> None:
    story = loads(HOUSE.replace("seen by c: c.at is from or c.at is to", "seen by c: c is who"))
    # of all whom Ann does not find, she wants something with Bob
    free = tuple(range(len(story.task.characters)))
    life = lives.replay(story, ["go(Bob, hall, attic)", "light(Bob, red)", "light(Bob, blue)"], free)
    assert tell(story, life, "Ann").text == "Ann looked for Bob.\n\nWhere Bob had gone, Ann did not know."
