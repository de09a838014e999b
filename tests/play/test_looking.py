"""Looking in play: it takes no turn, and shows what the reader's character can see."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from fabula.play import Session
from fabula.play.screens import PlainScreen
from fabula.play.terminal import Options, Terminal
from fabula.story import Story, load

PATH = Path(__file__).parent / "stories" / "the_vigil.fabula"
COUGH, CRYPT, SKULL = "Oda knew him by his cough.", "The crypt smelled of wax and water.", "It grinned, as all of them do."


@pytest.fixture(scope="module")
def the_vigil() -> Story:
    return load(PATH)


def choose(session: Session, text: str) -> None:
    session.choose([choice.text for choice in session.choices].index(text))


def printed(story: Story, *lines: str) -> str:
    out = StringIO()
    Terminal(story, PlainScreen(StringIO("\n".join(lines)), out), Options("vigil", "Oda")).run()
    return out.getvalue()


def test_what_is_seen_first_is_described_once(the_vigil: Story) -> None:
    session = Session(the_vigil, "Oda", seed=4)
    assert session.text == f"Oda was at the nave. Prior was there too.\n\n{COUGH} {SKULL}"
    choose(session, "Go to the crypt")
    assert session.text.startswith(f"Oda went to the crypt. {CRYPT}")
    choose(session, "Go to the nave")
    assert COUGH not in session.text
    choose(session, "Go to the crypt")
    assert CRYPT not in session.text
    session.undo()
    session.undo()
    session.undo()
    choose(session, "Go to the crypt")
    assert CRYPT in session.text


def test_looking_takes_no_turn_and_tells_what_is_there_now(the_vigil: Story) -> None:
    session = Session(the_vigil, "Oda", seed=4)
    assert session.look() == f"Oda was at the nave. Prior was there too.\n\n{COUGH} {SKULL}"
    assert session.look() == session.look()
    assert session.history == ()
    choose(session, "Go to the crypt")
    assert session.look().endswith(CRYPT)


def test_a_thing_is_looked_at_by_what_it_is_called(the_vigil: Story) -> None:
    session = Session(the_vigil, "Prior")
    for name in ("prior", "Prior"):
        assert session.look_at(name) == "Prior was old, and very upright."
    assert session.look_at("the nave") == "There is nothing more to be seen of it."
    assert Session(the_vigil, "Oda").look_at("skull") == Session(the_vigil, "Oda").look_at("the Skull") == SKULL
    choose(session, "Snuff")
    assert session.look_at("prior") == "Prior had wax on his sleeve."


def test_nothing_is_said_of_what_is_elsewhere(the_vigil: Story) -> None:
    """Whether there is anything of that name is not for the reader to learn."""
    session = Session(the_vigil, "Prior")
    answers = {session.look_at(name) for name in ("skull", "crypt", "unicorn", "")}
    assert answers == {"Prior sees nothing here that is called so."}


def test_what_several_are_called_is_asked_again(the_vigil: Story) -> None:
    assert Session(the_vigil, "Oda").look_at("the") == "Several things here are called so: the nave, the skull, the bell."


def test_the_terminal_looks(the_vigil: Story) -> None:
    told = printed(the_vigil, "look", "look at prior", "examine skull", "x bell", "look at crypt", "quit")
    assert told.count(COUGH) == 3
    assert told.count(SKULL) == 3
    assert "nothing more to be seen" in told
    assert "Oda sees nothing here that is called so." in told


def test_a_story_without_descriptions_reads_the_last_turn_again(the_key: Story) -> None:
    out = StringIO()
    Terminal(the_key, PlainScreen(StringIO("look\nquit\n"), out), Options("key", "Ann")).run()
    assert out.getvalue().count(Session(the_key, "Ann").text.splitlines()[0][:40]) == 2
