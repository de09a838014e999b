"""An act tried in vain: what it teaches, and which of the author's conditions it shows not to hold."""

from __future__ import annotations

from pathlib import Path

from fabula.lives import act_number
from fabula.lives.trying import fail, lessons_of, not_so, own_fluents
from fabula.story import load, loads

PATH = Path(__file__).parent.parent / "play" / "stories" / "the_secrets.fabula"
STORY = load(PATH)
IRIS = STORY.task.characters.index("Iris")


def number(act: str) -> int:
    found = act_number(STORY.ground, act)
    assert found is not None
    return found


def test_what_is_ones_own_is_what_is_about_oneself() -> None:
    own = {STORY.ground.property_of(fluent) for fluent in own_fluents(STORY.ground, IRIS)}
    assert ("at", ("Iris",)) in own
    assert ("at", ("Ben",)) not in own
    assert ("code", ()) not in own


def test_the_conditions_that_do_not_hold_are_the_authors() -> None:
    start, act = STORY.engine.initial(), number("open_safe(Iris)")
    after = fail(STORY, start, act, IRIS)
    (condition,) = not_so(STORY, start, after, act, IRIS)
    assert condition.span is not None
    assert condition.span.text.startswith("dial is code") or condition.span.text == "dial"
    assert STORY.engine.values(after) == STORY.engine.values(start)


def test_what_is_possible_teaches_nothing() -> None:
    start, act = STORY.engine.initial(), number("turn_dial(Iris)")
    after = fail(STORY, start, act, IRIS)
    assert after == start
    assert not_so(STORY, start, after, act, IRIS) == ()


def test_no_lesson_holds_what_is_so_instead() -> None:
    """The code is 4 and the culprit Hugo: what can be learned of them is only that they are not what was thought."""
    codes = {STORY.ground.fluents["code", ()], STORY.ground.fluents["culprit", ()]}
    for act in range(len(STORY.task.actions)):
        for lesson in lessons_of(STORY.ground, act, IRIS):
            for way in lesson.ways:
                assert lesson.excludes or not codes & {fluent for _, fluent, _ in way}
    # They are found from the text alone: with another culprit they are the same.
    other = loads(PATH.read_text(encoding="utf-8").replace("culprit is Hugo", "culprit is Ben"))
    there = act_number(other.ground, "prove(Iris, Otto)")
    assert there is not None
    assert lessons_of(other.ground, there, IRIS) == lessons_of(STORY.ground, number("prove(Iris, Otto)"), IRIS)
