"""Acts of colour in play: offered, told, kept, taken back."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path

import pytest

from fabula.lives import Aside
from fabula.play import Session
from fabula.play.saved_life import saved_life
from fabula.problems import StoryProblems
from fabula.story import Story, load, loads

PATH = Path(__file__).parent / "stories" / "the_vigil.fabula"


@pytest.fixture(scope="module")
def the_vigil() -> Story:
    return load(PATH)


def texts(session: Session) -> list[str]:
    return [choice.text for choice in session.choices]


def colours(session: Session) -> list[str]:
    return [choice.colour.name for choice in session.choices if choice.colour is not None]


def choose(session: Session, text: str) -> None:
    session.choose(texts(session).index(text))


def test_they_stand_behind_what_can_be_tried_and_before_waiting(the_vigil: Story) -> None:
    session = Session(the_vigil, "Oda")
    assert texts(session)[-4:-1] == ["Hum", "Touch the skull", "Touch the bell"]
    assert [choice.waits for choice in session.choices] == [False] * (len(session.choices) - 1) + [True]
    assert colours(session) == ["hum(Oda)", "touch(Oda, skull)", "touch(Oda, bell)"]


def test_what_is_offered_is_what_is_believed(the_vigil: Story) -> None:
    """The skull is in the crypt, and Oda takes it to be in the nave. There she touches what she takes for it."""
    assert colours(Session(the_vigil, "Prior")) == ["hum(Prior)", "touch(Prior, bell)"]
    session = Session(the_vigil, "Oda")
    choose(session, "Touch the skull")
    assert session.text.startswith("It was colder than it should be.")


def test_the_world_and_all_minds_stay_as_they_are(the_vigil: Story) -> None:
    session = Session(the_vigil, "Oda", seed=3)
    before = session.state
    choose(session, "Hum")
    outcome = session.history[0].outcome
    assert isinstance(outcome, Aside)
    assert outcome.after == outcome.state == before == session.history[0].before
    assert session.history[0].events == session.history[0].others
    assert session.text.startswith("Oda hummed ")


def test_what_is_done_once_is_not_offered_again_until_it_is_taken_back(the_vigil: Story) -> None:
    """`once for each who`: after the skull, the bell is not offered, either; humming is offered each time."""
    session = Session(the_vigil, "Oda")
    choose(session, "Touch the skull")
    assert colours(session) == ["hum(Oda)"]
    choose(session, "Hum")
    assert colours(session) == ["hum(Oda)"]
    assert copy.copy(session).choices == session.choices
    session.undo()
    session.undo()
    assert colours(session) == ["hum(Oda)", "touch(Oda, skull)", "touch(Oda, bell)"]


def test_of_several_texts_one_is_told_after_the_other(the_vigil: Story) -> None:
    session = Session(the_vigil, "Oda")
    told = []
    for _ in range(2):
        choose(session, "Hum")
        told.append(session.text.partition(".")[0])
    assert sorted(told) == ["Oda hummed another verse", "Oda hummed the evening hymn"]


def test_a_life_keeps_them_and_is_told_with_them(the_vigil: Story, tmp_path: Path) -> None:
    session = Session(the_vigil, "Oda", seed=1)
    choose(session, "Hum")
    session.choose(len(session.choices) - 1)
    choose(session, "Touch the bell")
    life = session.life
    assert [(one.act.name, one.at) for one in life.asides] == [
        ("hum(Oda)", 0),
        ("touch(Oda, bell)", len(session.history[0].others) + len(session.history[1].others)),
    ]
    assert "Oda hummed" in life.prose("Oda")
    session.save(tmp_path / "life.json")
    again = saved_life(the_vigil, tmp_path / "life.json")
    assert again.problems == ()
    assert again.life.moves == life.moves
    assert again.life.asides == life.asides
    (tmp_path / "vigil.life").write_text(life.transcript(), encoding="utf-8")
    assert saved_life(the_vigil, tmp_path / "vigil.life").life.moves == life.moves
    assert pickle.loads(pickle.dumps(session)).life.moves == life.moves


def test_a_save_goes_on_where_it_was(the_vigil: Story, tmp_path: Path) -> None:
    session = Session(the_vigil, "Oda", seed=2)
    choose(session, "Touch the skull")
    choose(session, "Hum")
    session.save(tmp_path / "life.json")
    again = Session.load(the_vigil, tmp_path / "life.json")
    assert again.problems == ()
    assert again.transcript() == session.transcript()
    assert again.choices == session.choices


def test_a_life_that_the_story_does_not_allow_parts_there(the_vigil: Story, tmp_path: Path) -> None:
    """Nobody hums in the crypt, and nobody touches twice."""
    path = tmp_path / "some.life"
    for acts, why in (
        ("hum(Oda)\ngo(Oda, crypt)\nhum(Oda)\n", "Oda does not believe that it is possible"),
        ("hum(Oda)\ntouch(Oda, bell)\ntouch(Oda, skull)\n", "it is done once, and has been done"),
    ):
        path.write_text(acts, encoding="utf-8")
        found = saved_life(the_vigil, path, free=("Oda",))
        assert [problem.code for problem in found.problems] == ["life-parts"]
        assert why in found.problems[0].message
        assert len(found.life.moves) == 2
    path.write_text("hum(Nobody)\n", encoding="utf-8")
    with pytest.raises(StoryProblems) as problems:
        saved_life(the_vigil, path)
    assert [problem.code for problem in problems.value.problems] == ["other-story"]


def test_a_will_does_it_with_the_body_that_it_moves(the_vigil: Story) -> None:
    """At first the Prior moves himself, and the will in him can do what asks for no body."""
    assert colours(Session(the_vigil, "Ghost")) == ["whisper(Ghost)"]
    moved = loads(PATH.read_text(encoding="utf-8") + "held_by(Prior) is Ghost\n")
    assert colours(Session(moved, "Ghost")) == [
        "hum(Prior) as Ghost",
        "touch(Prior, bell) as Ghost",
        "whisper(Ghost)",
    ]
    assert colours(Session(moved, "Prior")) == []


def test_two_that_read_alike_are_told_apart() -> None:
    """By numbers, as what never changes is said of nothing, and not by what they are called in the story."""
    text = PATH.read_text(encoding="utf-8").replace('choice "Touch {what}"', 'choice "Touch it"')
    assert texts(Session(loads(text), "Oda"))[-4:-1] == ["Hum", "Touch it (1)", "Touch it (2)"]
