"""Where saves lie: by what a story is, and by nothing that people read."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from fabula.model import Front
from fabula.play.saves import Save, write
from fabula.play.shelf import Shelf, shelf_of
from fabula.problems import StoryProblems

OWN = Front("The Key", id="k7fm-29xq-w4ta-p3vd", place="/stories/the_key.fabula")
PLAIN = Front("The Key", place="/stories/the_key.fabula")
SAVE = Save("", "The Key", "0", 0, "Ann", ())


def put(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, SAVE)


def test_a_story_with_an_id_is_known_by_it() -> None:
    """Whatever its title becomes, in whatever language, and wherever its file is moved."""
    folder = shelf_of(OWN).folder
    assert folder.name == OWN.id
    assert shelf_of(replace(OWN, title="Der Schlüssel", place="/elsewhere/schluessel.fabula")).folder == folder
    assert shelf_of(replace(OWN, id="another-story")).folder != folder


def test_a_story_without_one_is_known_by_the_place_of_its_file() -> None:
    folder = shelf_of(PLAIN).folder
    assert shelf_of(replace(PLAIN, title="Der Schlüssel")).folder == folder
    assert shelf_of(replace(PLAIN, place="/others/the_key.fabula")).folder != folder
    # No id can be made to be this one.
    assert "." in folder.name


def test_the_folder_is_below_the_data_of_the_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert shelf_of(OWN).folder == tmp_path / "data" / "fabula" / "saves" / OWN.id
    monkeypatch.setenv("XDG_DATA_HOME", "somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert shelf_of(OWN).folder.is_relative_to(tmp_path / ".local" / "share")


def test_saves_are_found_where_they_lay_before(tmp_path: Path) -> None:
    """By the place of the file before it had an id, by its title as in earlier versions; the new ones come first."""
    by_title = tmp_path / "data" / "fabula" / "saves" / "the-key-0acc8341"
    assert shelf_of(PLAIN).earlier == (by_title,)
    put(by_title / "auto.json")
    put(shelf_of(PLAIN).path("one"))
    shelf = shelf_of(OWN)
    assert set(shelf.names()) == {"auto", "one"}
    assert shelf.find("auto") == by_title / "auto.json"
    assert shelf.find("one") == shelf_of(PLAIN).path("one")
    put(shelf.path("one"))
    assert shelf.find("one") == shelf.path("one") == shelf.folder / "one.json"
    assert sorted(shelf.names()) == ["auto", "one"]


def test_the_youngest_comes_first() -> None:
    shelf = shelf_of(OWN)
    assert shelf.names() == ()
    put(shelf.path("one"))
    put(shelf.path("two"))
    os.utime(shelf.path("one"), (0, 0))
    assert shelf.names() == ("two", "one")


def test_what_is_no_save_among_them_is_passed_over() -> None:
    shelf = shelf_of(OWN)
    put(shelf.path("one"))
    (shelf.folder / "dangling.json").symlink_to("nowhere")
    (shelf.folder / "round.json").symlink_to("round.json")
    (shelf.folder / "folder.json").mkdir()
    os.mkfifo(shelf.folder / "pipe.json")
    (shelf.folder / ".hidden.json").write_text("", encoding="utf-8")
    assert shelf.names() == ("one",)


def test_a_name_that_is_a_file() -> None:
    shelf = shelf_of(OWN)
    assert shelf.path("a/b") == Path("a/b")
    assert shelf.path("mine.json") == Path("mine.json")
    assert shelf.path("~/a") == Path.home() / "a"


def test_the_home_of_nobody() -> None:
    with pytest.raises(FileNotFoundError, match="no such user"):
        shelf_of(OWN).path("~nosuchuser/x")
    with pytest.raises(StoryProblems) as caught:
        shelf_of(OWN).find("~nosuchuser/x")
    assert [problem.code for problem in caught.value.problems] == ["unreadable-file"]


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000])
def test_a_name_that_can_be_no_file_is_found_nowhere(name: str) -> None:
    shelf = shelf_of(OWN)
    assert shelf.find(name) == shelf.path(name)


def test_each_sitting_has_a_file_of_its_own() -> None:
    shelf = Shelf(shelf_of(OWN).folder)
    for name in ("life-2", "life-9", "life-010", "life-", "one"):
        put(shelf.path(name))
    assert [path.stem for path in islice(shelf.sittings(), 2)] == ["life-10", "life-11"]
    assert shelf.is_of_sitting(shelf.path("life-9"))
    assert not shelf.is_of_sitting(shelf.path("one"))
    assert not shelf.is_of_sitting(Path("life-9.json"))
