"""What one command proves is there for the next, of a story as it is then; and whatever lies there is no harm."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.conftest import schema
from tests.findings.test_kept import ENDLESS

from fabula import files
from fabula.cli import main
from fabula.cli.desk import MOST, SUFFIX, folder
from fabula.proving.desk import HEADING, KEY, desk_from

BUDGET = ("--budget", "2s")


@pytest.fixture(autouse=True)
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    # What is found at once is kept as well.
    monkeypatch.setattr("fabula.cli.desk.WORTH", 0.0)
    path = tmp_path / "endless.fabula"
    path.write_text(ENDLESS, encoding="utf-8")
    return path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def object_of(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(invoke(*arguments, "--json").stdout)
    schema(arguments[0]).validate(found)
    return found


def desk_file() -> Path:
    (path,) = folder().glob(f"*{SUFFIX}")
    return path


def test_a_check_says_the_same_words_again_and_where_they_came_from(story: Path) -> None:
    first = invoke("check", story.name, *BUDGET)
    again = invoke("check", story.name, *BUDGET)
    assert again.stdout == first.stdout
    told = re.sub(r"(\d+ proofs? and )?the lives to [\d,]+ states \(\d+ s\)", "the lives", again.stderr)
    assert told == f"Kept from before: the lives; see --fresh.\n{first.stderr}"
    story.write_text(ENDLESS.replace("n1 is 3", "n1 is 2"), encoding="utf-8")
    changed = invoke("check", story.name, *BUDGET)
    assert "near  after 2 acts" in changed.stdout
    assert changed.stderr.endswith(
        "Lives were followed for a short time only: 2 s were not enough before the story was changed, either. "
        "What lies beyond is not known; see --fresh.\n"
    )
    found = object_of("check", story.name, *BUDGET)
    assert (found["why"], found["ended"], found["kept"]["spared"]) == ("spared", "time", pytest.approx(2.0, abs=0.3))
    fresh = object_of("check", story.name, *BUDGET, "--fresh")
    assert (fresh["why"], fresh["kept"]) == ("time", {"states": 0, "seconds": 0.0, "proven": 0, "spared": 0.0})
    # What was found anew is kept in place of what was there.
    assert object_of("check", story.name, *BUDGET)["kept"]["states"] == fresh["states"]


def test_all_commands_take_from_the_one_desk(story: Path) -> None:
    asked = ("ask", story.name, "never worn and locked", *BUDGET)
    first, again = object_of(*asked), object_of(*asked)
    assert (first["answer"], first["proof"], first["kept"]) == (True, True, False)
    assert (again["answer"], again["proof"], again["kept"]) == (True, True, True)
    assert {**again, "kept": False} == first
    assert object_of(*asked, "--fresh")["kept"] is False
    text = invoke(*asked).stdout
    assert text == invoke(*asked, "--fresh").stdout
    assert object_of("ask", story.name, "can near", *BUDGET)["kept"] is False
    # What is kept is for one process.
    assert object_of(*asked[:3], "--workers", "2") == first


def test_a_desk_that_is_damaged_is_as_none_and_is_said_once(story: Path) -> None:
    asked = ("ask", story.name, "never worn and locked", *BUDGET)
    first = invoke(*asked)
    path = desk_file()
    for content in (b"", b"nothing of ours", path.read_bytes()[:-1], HEADING + bytes(200)):
        path.write_bytes(content)
        damaged = invoke(*asked)
        assert damaged.stdout == first.stdout
        assert damaged.stderr.count("damaged-desk") == 1
        # It is kept anew.
        assert invoke(*asked).stderr == ""
    (folder() / "key").write_bytes(bytes(KEY))
    assert "its seal is broken" in invoke(*asked).stderr
    assert invoke(*asked).stderr == ""


def test_what_can_not_be_kept_is_said_and_costs_nothing_else(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("ask", story.name, "never worn and locked", *BUDGET)
    (story.parent / "full").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(story.parent / "full"))
    found = invoke(*asked)
    assert found.stderr == "What is found is not kept for the next time: not a directory.\n"
    assert found.exit_code == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(story.parent / "cache"))
    assert invoke(*asked).stderr == ""
    assert folder() == story.parent / "cache" / "fabula" / "desks"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(story.parent))
    assert folder() == story.parent / ".cache" / "fabula" / "desks"


def test_a_desk_is_its_owners_own_and_stands_in_its_place(story: Path) -> None:
    invoke("ask", story.name, "never worn and locked", *BUDGET)
    key = folder() / "key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert desk_from(desk_file().read_bytes(), key.read_bytes()).entries
    assert desk_file().name.startswith("endless-")
    assert sorted(path.name for path in story.parent.iterdir()) == ["endless.fabula"]
    # Another story of the same name has one of its own.
    (story.parent / "other").mkdir()
    other = story.parent / "other" / story.name
    other.write_text(ENDLESS, encoding="utf-8")
    assert object_of("ask", str(other), "never worn and locked", *BUDGET)["kept"] is False
    assert len(list(folder().glob(f"*{SUFFIX}"))) == 2


def test_a_desk_that_somebody_writes_to_is_left_to_them(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(path: Path, *_: object) -> None:
        raise files.InUse(path)

    monkeypatch.setattr(files, "replace", busy)
    found = invoke("ask", story.name, "never worn and locked", *BUDGET)
    assert (found.exit_code, found.stderr, list(folder().glob(f"*{SUFFIX}"))) == (0, "", [])


def test_what_was_not_used_for_longest_is_thrown_away(story: Path) -> None:
    invoke("ask", story.name, "never worn and locked", *BUDGET)
    for number in range(3):
        old = folder() / f"old-{number}{SUFFIX}"
        with old.open("wb") as file:
            file.truncate(MOST // 2)
        os.utime(old, (number, number))
    invoke("ask", story.name, "never worn and locked", "--fresh", *BUDGET)
    assert sorted(path.name for path in folder().glob(f"old-*{SUFFIX}")) == ["old-2.desk"]
    assert (folder() / "key").exists()


def test_a_life_that_is_told_may_be_kept(story: Path) -> None:
    """Where a story is large: in a small one a life is found anew."""
    wide = ENDLESS + "".join(f"property m{n}\naction mark{n}()\n    by nobody\n    do: m{n}\n" for n in range(300))
    story.write_text(wide + "ending marked when m7 and m8\n", encoding="utf-8")
    first = object_of("tell", story.name, "--ending", "marked")
    again = object_of("tell", story.name, "--ending", "marked")
    assert (first["kept"], again["kept"]) == (False, True)
    assert {**again, "kept": False} == first
