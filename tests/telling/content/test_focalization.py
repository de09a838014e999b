"""How a life is told: whose eyes, which person and tense, how close, from where to where, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from fabula import lives
from fabula.model import ActPattern, Closeness, Person, Teller, Tense
from fabula.problems import StoryProblems
from fabula.story import Story, loads
from fabula.telling import NOBODY, Telling, flaws, from_eyes, pattern, tell

Lived = Callable[..., lives.Life]

ACTS = ("light(Ann, well)", "walk(Ann, well, tower)", "greet(Ben, Ann)", "light(Ben, tower)", "recall(Ben)")


def told(story: Story, life: lives.Life, teller: Teller) -> str:
    return tell(story, life, teller).text


def head(lines: str) -> Teller:
    """The teller of a story whose head has these lines."""
    text = f'story "S"\n{lines}\n' + WORLD
    return loads(text).definition.front.teller


WORLD = """
property hour: 0..3
character Ann, she
character Ben, he
action wait(who, other)
    by who
    when hour < 3
    do: hour += 1
    says "{who} [wait]."
trigger dusk()
    when hour is 2
    do: hour = 3
Ann wants: hour
Ben wants: hour
ending over when hour is 3
"""


# --- patterns ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vow", ActPattern("vow")),
        (" vow ( Aeris , _ ) ", ActPattern("vow", ("Aeris", None))),
        ("dawn()", ActPattern("dawn", ())),
    ],
)
def test_a_pattern_is_read(text: str, expected: ActPattern) -> None:
    assert pattern(text) == expected


@pytest.mark.parametrize("text", ["vow(", "vow(a b)", "vow(a,)", "vow)a(", "1", "vow(a) b"])
def test_what_is_no_pattern(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        pattern(text)


# --- in a story --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", Teller()),
        ("    told by Ann, Ben", Teller(("Ann", "Ben"))),
        ("    told by nobody", Teller()),
        (
            "    told by Ann until wait(_, Ben), Ben",
            Teller(("Ann", "Ben"), (ActPattern("wait", (None, "Ben")), None)),
        ),
        (
            "    told in the first person and the present tense",
            Teller(person=Person.FIRST, tense=Tense.PRESENT),
        ),
        ("    told in second", Teller(person=Person.SECOND)),
        ("    told in past tense\n    told as seen", Teller(closeness=Closeness.SEEN)),
        (
            "    told from wait\n    told until wait(Ben, _)",
            Teller(begins=ActPattern("wait"), ends=ActPattern("wait", ("Ben", None))),
        ),
        ("    told without wait, dusk\n    told without wait(Ann, _)", Teller(
            leaves_out=(ActPattern("wait"), ActPattern("dusk"), ActPattern("wait", ("Ann", None)))
        )),
    ],
)  # fmt: skip
def test_a_story_says_how_it_is_told(lines: str, expected: Teller) -> None:
    assert head(lines) == expected


@pytest.mark.parametrize(
    ("lines", "code", "place", "hint"),
    [
        ("    told by Bne", "unknown-name", "Bne", "did you mean 'Ben'?"),
        ("    told by Ann until wiat, Ben", "unknown-action", "wiat", "did you mean 'wait'?"),
        ("    told from dusk", "unknown-action", "dusk", "'dusk' is a trigger: nobody does it"),
        ("    told until wait(Ann)", "wrong-count", "wait", "write _ for what does not matter, or leave the brackets out"),
        ("    told without wait(Ann, Bne)", "unknown-name", "Bne", "did you mean 'Ben'?"),
        ("    told in frist person", "syntax", "frist", "did you mean 'first'?"),
        ("    told as heard", "syntax", "heard", "write 'seen' or 'felt' in its place"),
        ("    told", "syntax", "", "write: told by NAME"),
        ("    told in first, second person", "duplicate-name", "second", "leave one of them out"),
        ("    told by Ann\n    told by Ben", "duplicate-name", "by", "leave one of them out"),
        ("    told from wait, wait", "syntax", ", wait", "take the rest away, or begin a new line with it"),
    ],
)
def test_a_slip_is_reported_at_its_place(lines: str, code: str, place: str, hint: str) -> None:
    with pytest.raises(StoryProblems) as found:
        head(lines)
    problem = found.value.problems[0]
    assert problem.span is not None
    assert (problem.code, problem.span.text, problem.hint) == (code, place, hint)


# --- in a telling ------------------------------------------------------------------------------------------------------


def test_a_name_is_the_story_s_own_teller_with_other_eyes(story: Story, lived: Lived) -> None:
    life = lived(*ACTS)
    own = story.definition.front.teller
    assert own == Teller(("Ann", "Ben"))
    assert from_eyes(replace(own, tense=Tense.PRESENT), "Cid") == Teller(("Cid",), tense=Tense.PRESENT)
    assert from_eyes(own, NOBODY) == Teller()
    assert tell(story, life, "Cid") == tell(story, life, Teller(("Cid",)))
    assert tell(story, life) == tell(story, life, own)
    assert tell(story, life, NOBODY) == tell(story, life, Teller())


def test_person_and_tense_of_the_teller_and_of_the_call(story: Story, lived: Lived) -> None:
    life = lived(*ACTS[:2])
    assert told(story, life, Teller(("Ann",), person=Person.FIRST)) == "I lit the well and went to the tower."
    second = Teller(("Ann",), person=Person.SECOND, tense=Tense.PRESENT)
    assert told(story, life, second) == "You light the well and go to the tower."
    assert tell(story, life, second, tense=Tense.PAST).text == "You lit the well and went to the tower."


def test_a_teller_hands_over_after_the_act_that_it_is_told_until(story: Story, lived: Lived) -> None:
    life = lived(*ACTS)

    def tellers(*until: ActPattern | None) -> list[tuple[str | None, tuple[int, ...]]]:
        telling = tell(story, life, Teller(("Ann", "Ben"), until))
        found: dict[str | None, tuple[int, ...]] = {}
        for paragraph in telling.paragraphs:
            found[paragraph.teller] = (*found.get(paragraph.teller, ()), *paragraph.events)
        return list(found.items())

    assert tellers() == [("Ann", (0, 1, 2, 3)), ("Ben", (4,))]
    assert tellers(pattern("walk")) == [("Ann", (0, 1)), ("Ben", (2, 3, 4))]
    assert tellers(pattern("greet(_, Ann)")) == [("Ann", (0, 1, 2)), ("Ben", (3, 4))]
    assert tellers(pattern("kill")) == tellers(), "a life without it is handed over as if nothing had been said"


def test_three_tell_one_after_another(story: Story, lived: Lived) -> None:
    life = lived("light(Cid, well)", "walk(Ann, well, tower)", "light(Ben, tower)", "recall(Ben)")
    teller = Teller(("Cid", "Ann", "Ben"), (pattern("light(Cid, _)"),))
    assert [paragraph.teller for paragraph in tell(story, life, teller).paragraphs][:3] == ["Cid", "Ann", "Ben"]


def test_a_telling_begins_and_ends_where_it_is_told_to(story: Story, lived: Lived) -> None:
    life = lived(*ACTS)

    def part(begins: str | None, ends: str | None) -> Telling:
        ways = Teller(begins=pattern(begins) if begins else None, ends=pattern(ends) if ends else None)
        return tell(story, life, ways)

    assert part("greet", None).text == "Ben greeted Ann and lit the tower. He remembered her.\n\nSo it ended."
    short = part("walk", "light")
    assert [paragraph.events for paragraph in short.paragraphs] == [(1, 2, 3)]
    assert short.ending == "", "it ends before the life does"
    assert part(None, "recall").ending == "Remembered"
    assert part("kill", "kill") == tell(story, life, NOBODY)


def test_the_opening_is_told_where_the_life_begins() -> None:
    text = 'story "S"\n    opening "So it began."\n' + WORLD
    story = loads(text)
    life = lives.replay(story, ["wait(Ann, Ben)", "wait(Ben, Ann)"], (0, 1))
    assert tell(story, life).text.startswith("So it began.")
    assert tell(story, life, Teller(begins=pattern("wait(Ben, _)"))).text == "Ben waited."


def test_what_is_left_out_is_not_told(story: Story, lived: Lived) -> None:
    life = lived(*ACTS[:4])
    assert (
        told(story, life, Teller(("Ann",), leaves_out=(pattern("light"), pattern("greet(Ben, _)")))) == "Ann went to the tower."
    )
    life = lived("walk(Cid, well, tower)")
    assert told(story, life, Teller(("Cid",), leaves_out=(pattern("notice"),))) == "A stranger went to the tower."


def test_from_outside_nothing_is_said_that_is_not_seen(story: Story, lived: Lived) -> None:
    life = lives.replay(story, ["light(Ann, well)"])
    assert told(story, life, Teller(("Ann",), closeness=Closeness.SEEN)) == "Ann lit the well."
    life = lived("walk(Ann, well, tower)", "whisper(Ann, Cid)")
    assert told(story, life, Teller(("Cid",), closeness=Closeness.SEEN)) == "Ann went to the tower."
    life = lived("greet(Ann, Cid)")
    assert "said a name" not in told(story, life, Teller(("Ann",), closeness=Closeness.SEEN))


# --- from elsewhere ------------------------------------------------------------------------------------------------------


def test_what_a_teller_names_and_the_story_does_not_have(story: Story) -> None:
    assert flaws(story, Teller(("Ann",), begins=pattern("walk(Ann, _, _)"), leaves_out=(pattern("notice"),))) == ()
    found = flaws(
        story,
        Teller(
            ("Anne", "Ben"),
            (pattern("wlak"),),
            begins=pattern("walk(Ann)"),
            ends=pattern("notice"),
            leaves_out=(pattern("light(Dan, _)"),),
        ),
    )
    assert [(problem.code, problem.seen) for problem in found] == [
        ("unknown-character", "Anne"),
        ("unknown-action", "wlak"),
        ("wrong-count", "1"),
        ("unknown-action", "notice"),
        ("unknown-name", "Dan"),
    ]
    assert [problem.hint for problem in found[:2]] == ["did you mean 'Ann'?", "did you mean 'walk'?"]


def test_a_teller_without_a_mind_is_refused(story: Story, lived: Lived) -> None:
    with pytest.raises(KeyError):
        tell(story, lived(), Teller(("well",)))
