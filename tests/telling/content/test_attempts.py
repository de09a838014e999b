"""What a reader tried in vain is told in the life that was played: from the eyes of whoever tried, and by what they know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.telling.bounds import leaks, untrue

from fabula.lives import Life
from fabula.model import Tense
from fabula.play import Session
from fabula.play.attempts import Done, attempt
from fabula.play.saved_life import saved_life
from fabula.problems import StoryProblems
from fabula.randomness import Random
from fabula.story import Story, load
from fabula.telling import NOBODY, tell

ROOT = Path(__file__).resolve().parent.parent.parent.parent
KEY = ROOT / "tests" / "play" / "stories" / "the_key.fabula"


@pytest.fixture(scope="module")
def key() -> Story:
    return load(KEY)


def choose(session: Session, name: str | None) -> None:
    actions = session.story.ground.task.actions
    acts = [None if choice.action is None else actions[choice.action].name for choice in session.choices]
    session.choose(acts.index(name))


def played(story: Story, as_: str, *names: str | None) -> Session:
    session = Session(story, as_)
    for name in names:
        choose(session, name)
    return session


def by_chance(story: Story, as_: str, seed: int) -> Session:
    """A life in which much is tried in vain."""
    session, random = Session(story, as_, seed), Random(seed)
    for _ in range(25):
        open_ = [choice.action for choice in session.choices if choice.action is not None]
        vain = [act for act in open_ if not isinstance(attempt(story, session.state, act, session.player), Done)]
        if not session.choices:
            break
        choices = [choice.action for choice in session.choices]
        session.choose(choices.index(random.choice(vain)) if vain and random.below(2) else random.below(len(choices)))
    return session


def test_what_failed_is_told_with_what_was_learned_by_it(key: Story) -> None:
    life = played(key, "Ann", "take(Ann, key)").life
    assert [(one.at, one.mind, one.refused_by) for one in life.attempts] == [(0, "Ann", None)]
    assert tell(key, life, "Ann").text.startswith("Ann tried to take the key, but she was not where the key was.")
    assert tell(key, life, "Ann", tense=Tense.PRESENT).text.startswith(
        "Ann tries to take the key, but she is not where the key is."
    )


def test_a_refusal_is_told_without_what_the_other_thinks(key: Story) -> None:
    life = played(key, "Ann", "embrace(Ann, Ben)").life
    assert life.attempts[0].refused_by == "Ben"
    assert tell(key, life, "Ann").text.startswith("Ann wanted to embrace Ben, but he would not.")
    life = played(key, "Ann", "embrace(Ben, Ann)").life
    assert tell(key, life, "Ann").text.startswith("Ann wanted Ben to embrace her, but he would not.")


def test_only_who_tried_tells_of_it_and_nobody_who_knows_everything(key: Story) -> None:
    life = played(key, "Ann", "take(Ann, key)").life
    assert "tried" not in tell(key, life, "Ben").text
    assert "Ann tried to take the key" in tell(key, life, NOBODY).text


def test_what_is_tried_again_and_again_is_told_twice(key: Story) -> None:
    session = Session(key, "Ann")
    for _ in range(4):
        choose(session, "embrace(Ann, Ben)")
    assert len(session.life.attempts) == 4
    assert sum("embrace" in part for part in tell(key, session.life, "Ann").text.split(".")) == 2


def test_it_stands_where_it_happened(key: Story) -> None:
    told_between = 0
    for seed in range(8):
        life = by_chance(key, "Ann", seed).life
        passages = [passage for one in tell(key, life, "Ann", seed).paragraphs for passage in one.passages]
        for place, passage in enumerate(passages):
            for at in (life.attempts[number].at for number in passage.trace.tried):
                before = [event for one in passages[:place] for event in one.events]
                after = [event for one in passages[place:] for event in one.events]
                assert all(event < at for event in before)
                assert all(event >= at for event in after)
                told_between += bool(before and after)
    assert told_between > 3


@pytest.mark.parametrize("as_", ["Ann", "Ben"])
def test_no_telling_of_a_played_life_gives_away_what_its_teller_can_not_know(key: Story, as_: str) -> None:
    tried = 0
    for seed in range(20):
        life = by_chance(key, as_, seed).life
        tried += len(life.attempts)
        for mind in ("Ann", "Ben", NOBODY):
            for tense in Tense:
                telling = tell(key, life, mind, seed, tense=tense)
                assert [*leaks(key, life, telling), *untrue(key, life, telling)] == []
    assert tried > 20


def test_the_attempt_of_another_is_found_by_the_check(key: Story) -> None:
    life = played(key, "Ann", "take(Ann, key)").life
    telling = tell(key, life, "Ann")
    by_ben = replace(telling, paragraphs=tuple(replace(one, teller="Ben") for one in telling.paragraphs))
    assert {"attempt", "fact"} & {leak.sort for leak in leaks(key, life, by_ben)} == {"attempt"}
    other = replace(life, attempts=(replace(life.attempts[0], mind="Ben"),))
    assert "attempt" in {leak.sort for leak in leaks(key, other, telling)}


# --- kept ----------------------------------------------------------------------------------------------------------------


def told(story: Story, life: Life) -> list[str]:
    return [tell(story, life, mind).text for mind in ("Ann", "Ben", NOBODY)]


@pytest.mark.parametrize("seed", range(6))
def test_a_save_keeps_what_was_tried(key: Story, tmp_path: Path, seed: int) -> None:
    session = by_chance(key, "Ann", seed)
    session.save(tmp_path / "a.json")
    kept = saved_life(key, tmp_path / "a.json")
    assert kept.life.attempts == session.life.attempts
    assert told(key, kept.life) == told(key, session.life)


@pytest.mark.parametrize("seed", range(6))
def test_a_list_of_acts_keeps_what_was_tried(key: Story, tmp_path: Path, seed: int) -> None:
    life = by_chance(key, "Ann", seed).life
    (tmp_path / "a.life").write_text(life.transcript(), encoding="utf-8")
    kept = saved_life(key, tmp_path / "a.life")
    assert kept.problems == ()
    assert (kept.life.acts, kept.life.attempts, kept.by) == (life.acts, life.attempts, "Ann" if life.attempts else None)
    assert told(key, kept.life) == told(key, life)


def test_what_is_not_in_vain_any_more_parts_a_life(key: Story, tmp_path: Path) -> None:
    file = tmp_path / "a.life"
    file.write_text("Ann tries take(Ann, key)\ngo(Ann, cellar)\nAnn tries take(Ann, key)\n", encoding="utf-8")
    kept = saved_life(key, file)
    assert [(problem.code, problem.seen) for problem in kept.problems] == [("life-parts", "take(Ann, key)")]
    assert (len(kept.life.events), len(kept.life.attempts)) == (1, 1)
    file.write_text("Ann tries unlock(Ann)\n", encoding="utf-8")
    with pytest.raises(StoryProblems, match="life-parts"):
        saved_life(key, file)
