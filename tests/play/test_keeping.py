"""The life of a sitting is kept turn by turn: each turn costs one line, and no sitting touches what another has kept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from fabula import files
from fabula.play import Session, saves
from fabula.play.keeping import Keeper
from fabula.play.shelf import Shelf
from fabula.story import Story, loads

#: it has no end, and in every turn somebody else does something, too
ENDLESS = """
story "Endless"
property hour: 0..100000
property ticks: 0..100000
character Ines, she
character Oren, he
action wait(who: character)
    by who
    when who is Ines
    do: hour += 1
    says "{who} [wait] another hour."
action tick(who: character)
    by who
    when who is Oren and hour > ticks
    do: ticks += 1
    says "{who} [count]."
Ines wants: hour
Oren wants: ticks
ending dawn when hour is 99999
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


def turn(keeper: Keeper, session: Session, number: int = 0) -> None:
    keeper.keep(session, session.choices[number])
    session.choose(number)
    keeper.keep(session)


def test_what_is_kept_is_the_life(the_key: Story, shelf: Shelf) -> None:
    """After each turn, in the middle of one, and after turns were taken back."""
    keeper, session = Keeper(shelf), Session(the_key)
    for number in (0, 1, -1, -2):
        keeper.keep(session, session.choices[0])
        session.choose(number % len(session.choices))
        keeper.keep(session)
        assert keeper.path is not None
        assert saves.read(keeper.path) == session.saved()
        if number == 1:
            session.undo()
            session.undo()
            keeper.keep(session)
            assert saves.read(keeper.path) == session.saved()
        pending = session.choices[0]
        keeper.keep(session, pending)
        assert saves.read(keeper.path) == session.saved(pending)
        # The act could not be carried out: the life is as before.
        keeper.keep(session)
        assert saves.read(keeper.path) == session.saved()
    assert keeper.path is not None
    assert Session.load(the_key, keeper.path).transcript() == session.transcript()


def test_another_choice_after_undo(the_key: Story, shelf: Shelf) -> None:
    """As many turns as before, and others."""
    keeper, session = Keeper(shelf), Session(the_key)
    turn(keeper, session, 0)
    turn(keeper, session, 0)
    session.undo()
    session.choose(len(session.choices) - 1)
    keeper.keep(session)
    assert keeper.path is not None
    assert saves.read(keeper.path) == session.saved()


def test_two_sittings_at_once_lose_nothing(the_key: Story, shelf: Shelf) -> None:
    one, other = (Keeper(shelf), Session(the_key)), (Keeper(shelf), Session(the_key, "Ben"))
    for _ in range(2):
        turn(*one)
        turn(*other)
    paths = [keeper.path for keeper, _ in (one, other)]
    assert paths == [shelf.path("life-1"), shelf.path("life-2")]
    assert saves.read(shelf.path("life-1")) == one[1].saved()
    assert saves.read(shelf.path("life-2")) == other[1].saved()


def test_a_file_that_is_named_is_kept_by_one_at_a_time(the_key: Story, shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    one, session = Keeper(shelf, path), Session(the_key)
    turn(one, session)
    with pytest.raises(files.InUse):
        Keeper(shelf, path).keep(Session(the_key))
    assert saves.read(path) == session.saved()
    one.close()
    turn(Keeper(shelf, path), Session(the_key, "Ben"))
    assert saves.read(path).as_ == "Ben"


def test_a_life_goes_on_in_its_file_unless_somebody_has_it(the_key: Story, shelf: Shelf) -> None:
    first, session = Keeper(shelf), Session(the_key)
    turn(first, session)
    second, again = Keeper(shelf, before=shelf.path("life-1")), Session.load(the_key, shelf.path("life-1"))
    turn(second, again)
    assert second.path == shelf.path("life-2")
    first.close()
    third, more = Keeper(shelf, before=shelf.path("life-1")), Session.load(the_key, shelf.path("life-1"))
    turn(third, more)
    assert third.path == shelf.path("life-1")
    assert saves.read(shelf.path("life-1")) == more.saved()


def test_another_life_goes_into_another_file(the_key: Story, shelf: Shelf) -> None:
    keeper, session = Keeper(shelf), Session(the_key)
    turn(keeper, session)
    before = session.saved()
    session.restart()
    keeper.part()
    turn(keeper, session, len(session.choices) - 1)
    assert saves.read(shelf.path("life-1")) == before
    assert saves.read(shelf.path("life-2")) == session.saved()


def test_a_full_disk_loses_no_turn(the_key: Story, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be added is added with the next turn, and the file is whole in between."""
    keeper, session = Keeper(shelf), Session(the_key)
    turn(keeper, session)
    assert keeper.path is not None
    before = keeper.path.read_bytes()
    usual = os.write

    def full(handle: int, content: bytes) -> int:
        usual(handle, bytes(content)[:7])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        session.choose(0)
        with pytest.raises(OSError, match="No space left"):
            keeper.keep(session)
    assert keeper.path.read_bytes() == before
    keeper.keep(session)
    assert saves.read(keeper.path) == session.saved()


def test_a_turn_costs_what_it_costs_however_many_there_were(shelf: Shelf) -> None:
    """Thousands of turns: each adds its own lines and no more, and all are loaded in one go."""
    story = loads(ENDLESS)
    keeper, session = Keeper(shelf), Session(story)
    sizes, spent = [], []
    for _ in range(4):
        begun = time.process_time()
        for _ in range(500):
            turn(keeper, session)
        spent.append(time.process_time() - begun)
        assert keeper.path is not None
        sizes.append(keeper.path.stat().st_size)
    assert sizes[3] - sizes[2] < 1.1 * (sizes[1] - sizes[0])
    # Noise may come to twice as much; what is done once more for each turn before it comes to seven times.
    assert spent[3] < 4 * spent[0]
    assert keeper.path is not None
    begun = time.process_time()
    loaded = Session.load(story, keeper.path)
    assert time.process_time() - begun < sum(spent)
    assert loaded.saved() == session.saved()
