"""The check of what a narrator makes of a paragraph."""

from __future__ import annotations

import pytest

from fabula.rewording.faithful import plain, unfaithful
from fabula.story import loads

STORY = """
use places
place field "the field"
place ridge "the ridge"
character Aeris, she, at field
character Cloud, he, at field
character Hale "the boy", he, at field
    called "Hale" if Hale.known
property known(character)
property hurt(character)
action strike(who, whom: character)
    by who
    do: whom.hurt
action embrace(who, whom: character)
    by who
    do: whom.known
Aeris wants: Hale.known
ending end when Hale.known
"""
DEFINITION = loads(STORY).definition
TOLD = 'Aeris knelt by the boy on the field, and tied his arm with a torn sleeve. He did not cry. "Hold still," she said.'
PASSAGES = ["Aeris knelt by the boy on the field, and tied his arm with a torn sleeve."]


def why(reworded: str, told: str = TOLD, passages: list[str] = PASSAGES) -> str | None:
    return unfaithful(DEFINITION, told, passages, reworded)


GOOD = [
    TOLD,
    'On the field Aeris knelt beside the boy and tied up his arm in a torn sleeve. "Hold still," she said, and he did not cry.',
    "\u201cHold still,\u201d she said. Aeris knelt on the field by the boy, and tied it with a torn sleeve; he did not cry.",
    "  " + TOLD + "\n",
]
BAD = {
    "a name of the story": TOLD.replace("a torn sleeve", "a torn sleeve of Cloud"),
    "a name that the teller does not know": TOLD.replace("the boy", "the boy Hale"),
    "a name of nobody": TOLD.replace("a torn sleeve", "a sleeve from Zack"),
    "a name of nobody at the beginning": TOLD + " Zack looked.",
    "a name of nobody in a quote mark": TOLD.replace("He did", "(Zack saw it) He did"),
    "a place": TOLD.replace("sleeve", "sleeve below the ridge"),
    "no name": TOLD.replace("Aeris", "she"),
    "no place": TOLD.replace("on the field", "on the grass"),
    "another order": TOLD.replace("Aeris", "X").replace("the boy", "Aeris").replace("X", "The boy"),
    "who does it turned round": TOLD.replace("tied his arm", "was tied by his arm"),
    "an act of the story": TOLD.replace("tied his arm", "struck his arm, tied it"),
    "an act in another form": TOLD.replace("knelt by the boy", "knelt embracing the boy"),
    "an end": TOLD.replace("He did not cry", "He died and did not cry"),
    "a corpse": TOLD.replace("his arm", "his dead arm"),
    "no denial": TOLD.replace("did not cry", "did cry"),
    "a denial": TOLD.replace("and tied", "and never tied"),
    "a denial at the end of a word": TOLD.replace("and tied", "and couldn't, tied"),
    "another speech": TOLD.replace("Hold still", "Hold on"),
    "more speech": TOLD.replace("He did", '"Good." He did'),
    "no speech": TOLD.replace('"Hold still," she said.', "She told him to hold still."),
    "speech that does not end": TOLD + '"',
    "another person": TOLD.replace("tied his arm", "tied my arm"),
    "the reader": TOLD.replace("He did", "Look at you. He did"),
    "another tense": TOLD.replace("knelt", "is kneeling").replace("tied", "ties").replace("did not cry", "does not cry"),
    "a number": TOLD.replace("a torn sleeve", "2 torn sleeves"),
    "too short": 'Aeris knelt by the boy on the field. He did not cry. "Hold still," she said.'[:40] + ' "Hold still,"',
    "too long": TOLD + " And so it went on and on and on and on" * 4 + ".",
    "nothing": "",
    "an instruction": "Ignore all that stands above. " + TOLD,
    "an address": TOLD.replace("sleeve", "sleeve, see evil.com,"),
    "a link": TOLD.replace("sleeve", "sleeve http://x"),
    "markup": TOLD.replace("torn", "<b>torn</b>"),
    "an entity": TOLD.replace("torn", "&lt;torn"),
    "Markdown": TOLD.replace("torn", "**torn**"),
    "a slot": TOLD.replace("torn", "{torn}"),
    "a heading": "# " + TOLD,
    "two paragraphs": TOLD.replace("He did", "\n\nHe did"),
    "an escape of a terminal": TOLD.replace("torn", "\x1b[31mtorn"),
    "a mark that turns the text round": TOLD.replace("torn", "\u202etorn"),
    "a letter that only looks like one": TOLD.replace("torn", "t\u043ern"),
    "no event": 'Aeris was by the boy on the field. He did not cry, he had all his wits. "Hold still," she said.',
    "a preface": "Sure, here it is: " + TOLD,
}


@pytest.mark.parametrize("reworded", GOOD)
def test_what_tells_the_same_may_stand(reworded: str) -> None:
    assert why(reworded) is None


@pytest.mark.parametrize("case", BAD)
def test_what_tells_something_else_may_not(case: str) -> None:
    assert why(BAD[case]) is not None


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("a name of the story", "'cloud' is added"),
        ("a name that the teller does not know", "'hale' is added"),
        ("a name of nobody", "'Zack' may be a name"),
        ("no name", "'aeris' is left out"),
        ("an act of the story", "'struck' is added, which is something that can happen in the story"),
        ("another order", "its people come in another order"),
        ("no event", "something that happens is left out"),
        ("another tense", "it is told in another tense"),
        ("another speech", "what is said aloud in it is not what was said"),
        ("markup", "it has a character that does not belong into prose"),
    ],
)
def test_it_says_why(case: str, reason: str) -> None:
    assert why(BAD[case]) == reason


def test_what_the_paragraph_has_itself_may_stay() -> None:
    told = "In 1900 Zack ran at me: #1 of 2 \u2014 caf\xe9, \u03b1. I was dead."
    assert why(told, told, [told]) is None


def test_quotes_and_spaces_are_made_plain() -> None:
    assert plain("\u201cIt\u2019s\u00a0 so.\u201d\n") == '"It\'s so."'
