"""Saves of a story that was edited since: replayed as far as it goes, and said where it parts and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.play import Session
from fabula.problems import StoryProblems
from fabula.story import Story, loads

TEXT = (Path(__file__).parent / "stories" / "the_key.fabula").read_text(encoding="utf-8")


def take(session: Session, name: str) -> None:
    actions = session.story.ground.task.actions
    names = [None if choice.action is None else actions[choice.action].name for choice in session.choices]
    session.choose(names.index(name))


@pytest.fixture
def saved(the_key: Story, tmp_path: Path) -> Path:
    """Ann looks for the key where it is not, is told where it is, takes it there, goes back, and opens the garden."""
    session = Session(the_key, "Ann", 6)
    for name in ("take(Ann, key)", "go(Ann, cellar)", "take(Ann, key)", "go(Ann, hall)", "unlock(Ann)"):
        take(session, name)
    session.save(tmp_path / "save.json")
    return tmp_path / "save.json"


def parted(text: str, path: Path) -> tuple[Session, str, str]:
    session = Session.load(loads(text), path)
    (problem,) = session.problems
    assert problem.code == "life-parts"
    assert "edited" in problem.seen
    return session, problem.message, problem.hint


def test_an_edit_that_changes_no_act_of_the_life(saved: Path) -> None:
    """New words, a new title even: the life is the same and is told in the new words."""
    text = TEXT.replace("[go] to {to}.", "[walk] over to {to}.").replace('story "The Key"', 'story "The Old Key"')
    session = Session.load(loads(text), saved)
    (problem,) = session.problems
    assert problem.code == "other-version"
    assert "saved in 'The Key'" in problem.message
    assert len(session.history) == 5
    assert "walked over to the cellar" in session.transcript() or "walks over to the cellar" in session.transcript()


def test_an_act_that_is_gone(saved: Path) -> None:
    session, message, hint = parted(TEXT.replace("action unlock(", "action open_up("), saved)
    assert "turn 5" in message
    assert "unlock(Ann)" in message
    assert "no such act" in message
    assert "first 4 turns" in hint
    assert len(session.history) == 4


def test_an_act_that_is_not_open_any_more(saved: Path) -> None:
    session, message, _ = parted(
        TEXT.replace("(to != garden or unlocked)", "(to != garden or unlocked) and (to != cellar or hour > 5)"), saved
    )
    assert "turn 2" in message
    assert "does not believe" in message
    assert len(session.history) == 1


def test_an_attempt_that_now_fails(saved: Path) -> None:
    """The lock has rusted, and she does not know."""
    text = TEXT.replace("when opener has key", "when not rusted and opener has key").replace(
        "\nkey.lies is cellar\n", "\nrusted\nAnn believes not rusted\nkey.lies is cellar\n"
    )
    _, message, _ = parted(text.replace("property unlocked", "property rusted\nproperty unlocked"), saved)
    assert "turn 5" in message
    assert "was done and now is failed" in message


def test_others_who_have_lost_their_reason(the_key: Story, tmp_path: Path) -> None:
    """Ben took the lamp because he wanted it."""
    session = Session(the_key, "Ann", 6)
    while "take(Ben, lamp)" not in session.life.acts:
        session.choose(len(session.choices) - 1)
    session.save(tmp_path / "save.json")
    _, message, _ = parted(
        TEXT.replace("1 if Ben has lamp", "1 if Ben has nothing_at_all").replace("item lamp", "item nothing_at_all\nitem lamp"),
        tmp_path / "save.json",
    )
    assert "take(Ben, lamp)" in message
    assert "Ben has no reason for it" in message


def test_the_others_do_what_they_did(saved: Path) -> None:
    """Even where the director, asked again, would have them do something else."""
    before = Session.load(loads(TEXT), saved)
    after = Session.load(loads(TEXT.replace("fate prefers free > late", "fate prefers late > free")), saved)
    (problem,) = after.problems
    assert problem.code == "other-version"
    assert "has been edited since" in problem.message
    assert after.life.acts == before.life.acts


def test_a_save_of_another_story(saved: Path) -> None:
    other = """
story "Elsewhere"
property gone(character)
character Zoe, she
action leave(who: character)
    by who
    do: who.gone
Zoe wants
    1 if Zoe.gone
ending away "Away" when Zoe.gone
"""
    with pytest.raises(StoryProblems) as caught:
        Session.load(loads(other), saved)
    (problem,) = caught.value.problems
    assert problem.code == "other-story"
    assert "The Key" in problem.seen


def test_a_character_who_is_gone(saved: Path) -> None:
    with pytest.raises(StoryProblems) as caught:
        Session.load(loads(TEXT.replace("Ann", "Anna")), saved)
    (problem,) = caught.value.problems
    assert problem.code == "unknown-character"
    assert "Anna" in problem.hint
