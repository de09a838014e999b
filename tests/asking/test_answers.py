"""Answers of every kind: budgets, several questions, words and data."""

from __future__ import annotations

import pytest
from tests.asking.stories import clock, wide

from fabula.asking import Asker
from fabula.budget import Budget
from fabula.lives import Life, replay
from fabula.story import Story, load

# --- budgets --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("can all", None),
        ("must all", None),
        ("never all", None),
        ("shortest all", None),
        ("most (1 if s0 else 0)", None),
        ("who knows s0 and never", ()),
        ("why give_up", None),
        ("what stands between start and all", None),
    ],
)
def test_an_ended_budget_is_no_proof(question: str, answer: object) -> None:
    found = Asker(wide(), finds_obstacles=False).ask(question, budget=Budget(20.0, None, 3))
    assert (found.answer, found.proof, found.life) == (answer, False, None)
    assert "no proof" in found.text
    assert not found


@pytest.mark.parametrize(("question", "answer"), [("can all", True), ("never all", False)])
def test_a_life_by_chance_is_a_proof(question: str, answer: bool) -> None:
    """Where the atlas does not come so far; whether there is a shorter one is not known then."""
    asker = Asker(wide(), finds_obstacles=False)
    found = asker.ask(question, budget=Budget(20.0, None, 2_000))
    assert (found.answer, found.proof, asker.atlas.complete) == (answer, True, False)
    assert found.life is not None


def test_what_was_found_before_the_budget_ended_is_a_proof() -> None:
    asker = Asker(wide())
    budget = Budget(20.0, None, 1_000)
    assert asker.ask("can s0 and s1", budget=budget).proof
    assert asker.ask("never s0", budget=budget).answer is False
    assert asker.ask("shortest s2 and s3", budget=budget).answer == 2
    assert asker.ask("why set7", budget=budget).proof
    assert asker.ask("most (1 if s0 else 0) ever", budget=budget).answer == 1
    assert not asker.ask("most (1 if s0 else 0) ever", budget=budget).proof
    assert not asker.atlas.complete


def test_a_new_budget_goes_on_where_the_old_one_ended() -> None:
    asker = Asker(clock(), finds_obstacles=False)
    assert asker.ask("can late", budget=Budget(0.0, None, 2)).proof is False
    assert asker.ask("can late").answer is True


def test_several_questions_share_one_exploration() -> None:
    asker = Asker(clock())
    answers = asker.ask_all(["can late", "must late", "most hour", "why pour"])
    assert [answer.question for answer in answers] == ["can late", "must late", "most hour", "why pour"]
    assert [answer.answer for answer in answers] == [True, False, 5, True]
    assert asker.atlas.complete


def test_an_interruption_says_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    asker = Asker(wide(), finds_obstacles=False)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    found, missing = asker.ask_all(["can s0", "can all"], budget=Budget(60.0, None, None), watcher=interrupt)
    assert (found.answer, found.proof, found.interrupted) == (True, True, False)
    assert (missing.answer, missing.proof, missing.interrupted) == (None, False, True)


# --- words and data -------------------------------------------------------------------------------------------------------


def test_an_answer_in_words_tells_the_life(in_house: Asker) -> None:
    text = str(in_house.ask("can hers"))
    assert "  1  walk(Jon, house, well)\n" in text
    assert "because he wants to have the key, and means to take the silver key next." in text
    assert "-> hers: Hers" in text


def test_an_answer_as_data(in_house: Asker) -> None:
    answer = in_house.ask("can hers")
    assert answer.data() == {
        "question": "can hers",
        "answer": True,
        "proof": True,
        "life": ["walk(Jon, house, well)", "take(Ida, silver)"],
        "obstacles": [],
        "text": answer.text,
        "basis": None,
    }
    assert in_house.ask("who knows lies(silver)").data()["answer"] == ["Ida"]


def test_every_answer_of_the_flagship_replays() -> None:
    """A question of each kind about a story that nobody made for this."""
    story: Story = load("the_ridge")
    asker = Asker(story)
    for question in ("can together", "shortest unseen", "why kiss", "why nod(Aeris, the_deed)", "never Aeris.alive is no"):
        answer = asker.ask(question, budget=Budget(60.0, None, 40_000))
        assert answer.proof
        life = answer.life
        assert isinstance(life, Life)
        assert replay(story, life.acts).ending == life.ending
