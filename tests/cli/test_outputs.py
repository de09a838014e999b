"""What commands write: over files of the same kind only, and whole or not at all."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from fabula.play import saves

#: for each kind of file how it is written
WRITTEN = {
    "told.md": ("tell", "key.fabula", "-o"),
    "told.txt": ("tell", "key.fabula", "-o"),
    "told.html": ("tell", "key.fabula", "-o"),
    "told.epub": ("tell", "key.fabula", "-o"),
    "map.html": ("map", "key.fabula", "-o"),
    "map.svg": ("map", "key.fabula", "-o"),
    "map.json": ("map", "key.fabula", "-o"),
    "map.dot": ("map", "key.fabula", "-o"),
    "minds.html": ("minds", "key.fabula", "-o"),
    "minds.svg": ("minds", "key.fabula", "-o"),
    "minds.json": ("minds", "key.fabula", "-o"),
    "minds.txt": ("minds", "key.fabula", "-o"),
    "key.de.po": ("texts", "export", "key.fabula", "--language", "de", "-o"),
    "save.json": ("play", "key.fabula", "--save"),
    "key.atlas": ("check", "key.fabula", "--atlas"),
}
#: what people keep under names that end like this
PRECIOUS = {
    ".md": "# My notes\n",
    ".txt": "Dear diary\n",
    ".html": "<!DOCTYPE html>\n<html><head><title>My page</title></head></html>\n",
    ".epub": "PK\3\4 mimetypeapplication/epub+zip",
    ".svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n',
    ".json": '{"format": "mine"}\n',
    ".dot": "digraph mine {\n}\n",
    ".po": "Dear translator\n",
    ".atlas": "fabula of old\n",
}


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_only_its_own_kind_is_written_over(name: str, desk: Path, run: Run) -> None:
    command, file = (*WRITTEN[name], name), desk / name
    assert run(*command, lines="3\n").returncode == 0
    first = file.read_bytes()
    assert run(*command, lines="3\n").returncode == 0
    assert file.read_bytes() == first
    precious = PRECIOUS[file.suffix]
    file.write_text(precious, encoding="utf-8")
    ended = run(*command, lines="3\n")
    assert ended.returncode in (1, 2)
    assert "Traceback" not in ended.stderr
    assert file.read_text(encoding="utf-8") == precious
    file.write_bytes(b"")
    assert run(*command, lines="3\n").returncode == 0
    # An atlas grows about once a second, as much as has been found by then.
    assert file.read_bytes()[:40] == first[:40]
    assert not list(desk.glob(".fabula-*"))


@pytest.mark.parametrize(
    "command",
    [
        ("play", "key.fabula", "--save"),
        ("check", "key.fabula", "--atlas"),
        ("tell", "key.fabula", "-o"),
        ("map", "key.fabula", "-o"),
        ("minds", "key.fabula", "-o"),
        ("texts", "export", "key.fabula", "--language", "de", "-o"),
    ],
)
def test_a_story_is_never_written_over(command: tuple[str, ...], desk: Path, run: Run) -> None:
    story = (desk / "key.fabula").read_bytes()
    assert run(*command, "key.fabula", lines="3\n").returncode in (1, 2)
    assert (desk / "key.fabula").read_bytes() == story


def test_a_problem_file_is_not_told_over(desk: Path, run: Run) -> None:
    world = "entity Ann : character;\nproperty on() : boolean;\naction go(c : character) { effect: on(); consenting: c; };\n"
    (desk / "world.txt").write_text(f"{world}utility(): on();\nutility(Ann): on();\n", encoding="utf-8")
    before = (desk / "world.txt").read_bytes()
    ended = run("tell", "world.txt", "-o", "world.txt")
    assert ended.returncode == 2
    assert "something else in it" in ended.stderr
    assert (desk / "world.txt").read_bytes() == before


@pytest.mark.parametrize("name", ["told.md", "map.svg", "key.de.po", "save.json", "key.atlas"])
def test_a_link_stays_one(name: str, desk: Path, run: Run) -> None:
    (desk / "far").mkdir()
    (desk / name).symlink_to(Path("far") / name)
    for _ in range(2):
        assert run(*WRITTEN[name], name, lines="3\n").returncode == 0
        assert (desk / name).is_symlink()
        assert {path.name for path in (desk / "far").iterdir()} == {name}
        assert (desk / "far" / name).stat().st_size


def test_a_folder_that_is_not_there_is_not_made(desk: Path, run: Run) -> None:
    for name in ("told.md", "map.svg", "key.de.po", "save.json", "key.atlas"):
        ended = run(*WRITTEN[name], f"far/{name}", lines="3\n")
        assert ended.returncode == 2, name
    assert not (desk / "far").exists()


@pytest.mark.parametrize(("command", "names"), [("map", ("m.svg", "m.json")), ("minds", ("c.svg", "c.txt", "c.html"))])
def test_each_file_that_is_asked_for_is_written(command: str, names: tuple[str, ...], desk: Path, run: Run) -> None:
    ended = run(command, "key.fabula", *(part for name in names for part in ("-o", name)))
    assert ended.returncode == 0, ended.stderr
    assert [name for name in names if (desk / name).stat().st_size > 200] == list(names)
    assert "Written: " in ended.stderr
    assert all(name in ended.stderr for name in names)


def test_a_file_that_may_not_be_written_is_left_alone(desk: Path, run: Run) -> None:
    """What takes the place of a file would not ask for its rights."""
    run(*WRITTEN["told.md"], "told.md")
    (desk / "told.md").chmod(0o444)
    before = (desk / "told.md").read_bytes()
    ended = run(*WRITTEN["told.md"], "told.md", "--seed", "3")
    if ended.returncode:
        assert "permission denied" in ended.stderr
        assert (desk / "told.md").read_bytes() == before
    else:
        # Who may do everything may do this, too; the rights stay as they are.
        assert (desk / "told.md").stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize("name", ["told.html", "map.html", "minds.html", "key.de.po"])
def test_a_full_disk_leaves_the_old_file(name: str, desk: Path, run: Run) -> None:
    """As far as a process can tell, a disk is full where it may write no larger file."""
    run(*WRITTEN[name], name)
    before = (desk / name).read_bytes()
    assert len(before) > 2048
    command = shlex.join([sys.executable, "-B", "-m", "fabula", *WRITTEN[name], name])
    ended = subprocess.run(
        ["bash", "-c", f"ulimit -f 1; {command}"], cwd=desk, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 2
    assert "can't be written: file too large" in ended.stderr
    assert (desk / name).read_bytes() == before
    assert not list(desk.glob(".fabula-*"))


def test_a_full_disk_does_not_end_a_life(desk: Path) -> None:
    """What fits is kept, whole turns of it, and the rest is said and played all the same."""
    command = shlex.join([sys.executable, "-B", "-m", "fabula", "play", "key.fabula", "--save", "mine.json"])
    lines = "3\nundo\n" * 40 + "look\n"
    ended = subprocess.run(
        ["bash", "-c", f"ulimit -f 1; {command}"],
        cwd=desk,
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "can't be written: file too large" in " ".join(ended.stdout.split())
    assert ended.stdout.count("> look") == 1
    assert len(saves.read(desk / "mine.json").turns) <= 1
    assert (desk / "mine.json").read_bytes().endswith(b"}\n")


def test_a_life_that_is_killed_again_and_again(desk: Path) -> None:
    """In whatever moment it comes: all turns are there that were over, and the one that was chosen."""
    command = [sys.executable, "-m", "fabula", "play", "key.fabula", "--save", "mine.json"]
    kept = 0
    for round_ in range(6):
        process = subprocess.Popen(command, cwd=desk, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("3\nundo\n" * 2000)
        process.stdin.flush()
        shown = 0
        while shown < 3 + round_:
            shown += process.stdout.readline().startswith("> 3")
        process.kill()
        process.communicate()
        # One of the two lines that were typed in turn.
        assert len(saves.read(desk / "mine.json").turns) <= 1
        kept += len((desk / "mine.json").read_bytes().splitlines())
        assert {path.name for path in desk.iterdir()} <= {"key.fabula", "mine.json", "data"}
    assert kept > 6 * 4
