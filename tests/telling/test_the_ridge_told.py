"""The flagship's scene from three pairs of eyes: the same events, three stories, and none of them knows too much."""

from __future__ import annotations

import re
from functools import cache

import pytest

from fabula.lives import Life, replay
from fabula.lives.replaying import acts_of
from fabula.story import Story, bundled, load
from fabula.telling import Person, Telling, Tense, tell


@cache
def ridge() -> Story:
    return load("the_ridge")


@cache
def beats() -> Life:
    path = bundled("the_ridge")
    assert path is not None
    return replay(ridge(), acts_of(path.with_suffix(".eighteen_beats.life").read_text(encoding="utf-8")))


@cache
def told(by: str | None) -> Telling:
    return tell(ridge(), beats(), by)


def test_the_first_is_a_whole_one_shot_and_passes_to_him_at_the_end() -> None:
    telling = told(None)
    tellers = [paragraph.teller for paragraph in telling.paragraphs]
    assert telling.words >= 900
    assert tellers == ["Aeris"] * (len(tellers) - 2) + ["Sephiroth"] * 2
    assert telling.paragraphs[-2].text.startswith("Sephiroth could not hear her steps any more.")
    assert telling.ending == "She returns unseen"


def test_every_teller_begins_with_what_it_sees() -> None:
    openings = [told(by).paragraphs[0].text for by in (None, "Sephiroth", "Cloud")]
    assert len(set(openings)) == 3
    assert all(told(by).paragraphs[0].events == () for by in (None, "Sephiroth", "Cloud"))


def test_the_three_share_hardly_a_sentence() -> None:
    tellings = (None, "Sephiroth", "Cloud")
    sentences = [set(re.split(r"(?<=[.?!])\s+", told(by).text)) - {""} for by in tellings]
    handed = set(re.split(r"(?<=[.?!])\s+", " ".join(paragraph.text for paragraph in told(None).paragraphs[-2:])))
    assert len((sentences[0] & sentences[1]) - handed) <= 5
    assert len(sentences[0] & sentences[2]) <= 5
    assert not {sentence for sentence in sentences[1] & sentences[2] if len(sentence.split()) > 4}


def test_cloud_does_not_know_who_is_there_before_she_nods() -> None:
    names = {"Sephiroth", "Jenova"}
    nod = next(index for index, act in enumerate(beats().acts) if act.startswith("nod(Aeris"))
    before = [passage.text for p in told("Cloud").paragraphs for passage in p.passages if max(passage.events, default=-1) < nod]
    assert len(before) >= 3
    assert not any(name in text for text in before[:-1] for name in names)
    assert "Jenova" not in told("Cloud").text
    assert "the ridge" not in told("Cloud").text


@pytest.mark.parametrize("by", [None, "Sephiroth", "Cloud", "Tifa", "Jenova"])
def test_nothing_is_left_of_the_marks_and_everything_is_told_in_the_past(by: str | None) -> None:
    text = told(by).text
    assert not re.search(r"[\[\]{}]", text)
    narration = re.sub(r'"[^"]*"', "", text)
    assert not re.search(r"(?<!as one )\b(goes|asks|says|nods|looks|calls|weeps|turns|kneels|remembers)\b", narration)
    assert re.search(r"[.?!\"]$", text)


@pytest.mark.parametrize("by", ["Aeris", "Sephiroth", "Cloud"])
def test_each_of_them_can_say_i(by: str) -> None:
    """The texts for a teller name that teller by slots alone, apart from the two that tell the man from what is in him."""
    told_as = {person: tell(ridge(), beats(), by, person=person) for person in Person}
    narration = {person: re.sub(r'"[^"]*"', "", telling.text) for person, telling in told_as.items()}
    apart = "The hand that met him was Sephiroth's|nobody was there but Sephiroth"
    assert by not in re.sub(apart, "", narration[Person.FIRST])
    assert len(re.findall(r"\bI\b", narration[Person.FIRST])) >= 10
    assert len(re.findall(r"\byou\b", narration[Person.SECOND], re.IGNORECASE)) >= 10
    if by == "Aeris":
        assert not re.search(r"\b(she|her|hers|herself)\b", narration[Person.FIRST], re.IGNORECASE)
    for person, telling in told_as.items():
        assert not re.search(r"\b(I|you) (is|has|does|goes|says)\b|\byou was\b", narration[person])
        assert telling.paragraphs[0].events == ()


@pytest.mark.parametrize("by", ["Aeris", "Sephiroth", "Cloud"])
def test_in_the_present_only_what_was_before_stays_in_the_past(by: str) -> None:
    telling = tell(ridge(), beats(), by, tense=Tense.PRESENT)
    told_now = " ".join(passage.text for one in telling.paragraphs for passage in one.passages if passage.events)
    narration = re.sub(r'"[^"]*"', "", told_now)
    assert not re.search(r"\b(went|knelt|was|shook|wept)\b", narration)
