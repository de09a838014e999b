"""Which acts become one, and which sentences: by what they are, whatever has been told before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fabula import lives
from fabula.model import Closeness, Pronoun, Teller, Thing
from fabula.randomness import Random
from fabula.story import Story
from fabula.syntax.templates import Slot, Template, Text, Verb, parse_template
from fabula.telling.content.asides import Remark
from fabula.telling.content.attempts import Tried
from fabula.telling.content.choosing import Chooser
from fabula.telling.content.discoveries import Discovery
from fabula.telling.content.steps import content_of
from fabula.telling.languages import realiser_for
from fabula.telling.wording.aggregation import as_clause, grouped, tail_of
from fabula.telling.wording.going import destination, hither, returning, there

Lived = Callable[..., lives.Life]
ENGLISH = realiser_for("en")
ANN = Thing("Ann", "character", display="Ann", pronoun=Pronoun.SHE)
GO = parse_template("{who} [go] to {to}.")


def said(template: Template) -> str:
    """A template as an author would write it."""
    return "".join(
        piece.text if isinstance(piece, Text) else f"[{piece.verb}]" if isinstance(piece, Verb) else f"{{{piece.who}}}"
        for piece in template.pieces
        if isinstance(piece, Text | Verb | Slot)
    )


def groups(story: Story, life: lives.Life, eyes: tuple[str, ...] = ()) -> list[list[int]]:
    """The acts of a life by their index, those together that are told as one; of an attempt, -1."""
    chooser = Chooser(Random(0), Closeness.FELT)
    told = grouped(story, chooser, content_of(story, life, Teller(eyes)).told)
    return [[-1] if isinstance(group, Tried | Remark) else [step.index for step in group] for group in told]


def test_acts_that_read_as_one_are_put_together(story: Story, lived: Lived) -> None:
    assert groups(story, lived("walk(Ann, well, tower)", "walk(Ann, tower, well)", "light(Ann, well)")) == [[0, 1], [2]]
    assert groups(story, lived("light(Ann, well)", "light(Cid, well)")) == [[0, 1]]
    assert groups(story, lived("light(Ann, well)", "light(Ben, tower)")) == [[0], [1]]


def test_an_act_in_which_something_is_found_out_stands_alone(story: Story, lived: Lived) -> None:
    life = lived("walk(Cid, well, tower)", "walk(Cid, tower, well)")
    assert groups(story, life, ("Ann",)) == [[0, 1]]
    assert groups(story, life, ("Cid",)) == [[0], [1]]


def test_another_teller_and_an_attempt_part_them(story: Story, lived: Lived) -> None:
    life = lived("light(Ann, well)", "light(Cid, well)")
    state = life.events[1].before
    number = lives.act_number(story.ground, "walk(Ann, tower, well)")
    assert number is not None
    tried = lives.Life(story, life.start, life.events, None, (lives.Attempt(1, "Ann", number, state, state, ()),))
    assert groups(story, tried) == [[0], [-1], [1]]
    by_nobody, by_ann = (content_of(story, life, Teller(eyes)).told for eyes in ((), ("Ann",)))
    assert len(list(grouped(story, Chooser(Random(0), Closeness.FELT), [by_nobody[0], by_ann[1]]))) == 2
    assert len(list(grouped(story, Chooser(Random(0), Closeness.FELT), by_ann))) == 1


@pytest.mark.parametrize(
    ("text", "before", "same", "answers", "clause"),
    [
        ("she rested", "Ann went to the hall.", True, False, " and rested"),
        ("she went to the hall", "Ann went to the yard.", True, False, " and on to the hall"),
        ("Ann rested", "Ann went to the hall.", True, False, None),
        ("she rested", "Bob greeted Ann.", False, False, ", and she rested"),
        ("Ann rested", "Bob greeted her.", False, True, ", and Ann rested"),
        ("Ann rested", "Bob greeted Eve.", False, False, None),
    ],
)
def test_a_sentence_goes_on(text: str, before: str, same: bool, answers: bool, clause: str | None) -> None:
    assert as_clause(ENGLISH, text, before, ANN, same, answers) == clause


def test_of_a_second_discovery_only_what_is_new_is_told() -> None:
    template = parse_template("{viewer} [see] {other} at {spot}.")
    first = Discovery("notice", (), {"viewer": "Ann", "other": "Bob", "spot": "hall"}, (1,))
    second = Discovery("notice", (), {"viewer": "Ann", "other": "Eve", "spot": "hall"}, (2,))
    tail = tail_of(template, second, first)
    assert tail is not None
    assert [getattr(piece, "who", piece) for piece in tail.pieces] == ["other", Text(" at "), "spot", Text(".")]
    assert tail_of(template, second, Discovery("miss", (), first.binding, (1,))) is None
    assert tail_of(template, Discovery("notice", (), {**second.binding, "viewer": "Cid"}, (2,)), first) is None


def test_the_text_of_a_going_by_where_it_leads() -> None:
    words = ENGLISH.connectives
    assert destination(words, GO) == "to"
    assert destination(words, parse_template("{who} [go] home.")) is None
    assert said(hither(words, GO)) == "{who} [come] to {to}."
    assert said(returning(words, GO)) == "{who} [go] back to {to}."
    light = parse_template("{who} [light] a lamp at {spot}.")
    assert said(there(words, light, {"spot": "hall"}, "hall")) == "{who} [light] a lamp there."
    assert there(words, light, {"spot": "hall"}, "yard") == light
