"""Chance in play, and what others do at once."""

from __future__ import annotations

from pathlib import Path

from tests.lives.chance import locked_room

from fabula.play import Session


def names(session: Session) -> list[str]:
    return list(session.life.acts)


def choose(session: Session, text: str) -> None:
    session.choose([choice.text for choice in session.choices].index(text))


def test_a_session_begins_where_all_is_drawn() -> None:
    story = locked_room()
    found = {names(Session(story, "Iris", seed))[0] for seed in range(12)}
    assert found == {"draw_killer_Hugo()", "draw_killer_Vera()"}
    session = Session(story, "Iris", 1)
    assert session.life.start == story.engine.initial()
    assert "draw" not in session.transcript()
    assert not any(belief.name.endswith("'") and belief.spoken for belief in session.mind("Iris").beliefs)


def test_an_answer_comes_before_all_else_and_after_every_question() -> None:
    for seed in range(12):
        session = Session(locked_room(), "Iris", seed)
        choose(session, "Ask Hugo")
        assert names(session)[2] == "reply(Hugo, Iris)"


def test_the_thunder_comes_by_chance_whatever_fate_prefers() -> None:
    times = 0
    for seed in range(60):
        session = Session(locked_room("fate wants: 5 if dark\n"), "Vera", seed)
        session.choose(len(session.choices) - 1)
        times += "thunder()" in names(session)
    # 3 in 13: it would come each time if fate could choose it.
    assert 5 <= times <= 25


def test_a_life_with_chance_is_saved_and_undone(tmp_path: Path) -> None:
    story = locked_room()
    session = Session(story, "Iris", 5)
    choose(session, "Ask Hugo")
    before = names(session)
    session.save(tmp_path / "life.json")
    assert session.undo()
    assert names(session) == before[:1]
    choose(session, "Ask Hugo")
    assert names(session) == before
    again = Session.load(story, tmp_path / "life.json")
    assert (names(again), again.problems) == (before, ())


def test_where_others_do_something_at_once_the_reader_waits() -> None:
    """Already at the start, where nobody has had a turn yet."""
    story = locked_room("asked(Iris, Hugo)\n")
    session = Session(story, "Iris", 1)
    assert [choice.action for choice in session.choices] == [None]
    session.choose(0)
    assert names(session)[1] == "reply(Hugo, Iris)"


def test_others_wait_for_what_the_reader_may_do_at_once() -> None:
    story = locked_room("asked(Iris, Hugo)\nfate wants: 5 if dark\n")
    for seed in range(12):
        session = Session(story, "Hugo", seed)
        session.choose(len(session.choices) - 1)
        assert len(names(session)) == 1
