"""Whatever happens while a file is written, it is the old one or the new one, whole; and nothing else is left on the disk."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fabula import files

SOURCES = Path(files.__file__).parent


def anything(head: bytes) -> bool:
    return True


def ours(head: bytes) -> bool:
    return head.startswith(b"ours")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- what is there -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000, "none/none"])
def test_of_what_can_be_no_name_there_is_nothing(name: str, tmp_path: Path) -> None:
    assert not files.is_there(tmp_path / name)
    assert not files.is_file(tmp_path / name)


def test_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "file").write_bytes(b"")
    assert files.is_there(tmp_path / "dangling")
    assert not files.is_file(tmp_path / "dangling")
    assert files.is_file(tmp_path / "file")
    assert not files.is_file(tmp_path)


def test_so_much_is_read_and_one_more(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert (files.read(path, 3), files.read(path, 5)) == (b"1234", b"12345")


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", ".", "a\0b", "a" * 5000, "round"])
def test_what_is_no_ordinary_file_is_refused_at_once(name: str, tmp_path: Path) -> None:
    """For reading and for writing; a pipe that nobody writes to would be waited for without end."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to("round")
    path = tmp_path / name
    why = "folder|ordinary file|name for a file|too long|levels|circle"
    with pytest.raises(OSError, match=why):
        files.read(path, 10)
    with pytest.raises(OSError, match=why):
        files.replace(path, b"new", anything)
    assert names(tmp_path) == {"pipe", "round"}


def test_the_home_of_nobody() -> None:
    with pytest.raises(FileNotFoundError, match="no such user"):
        files.named("~nosuchuser/x")
    assert files.named("~/x") == Path.home() / "x"


# --- written whole -------------------------------------------------------------------------------------------------------


def test_what_is_written_over_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.replace(path, b"ours 1", ours)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()
    path.chmod(0o640)
    files.replace(path, b"ours 2", ours)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"ours 2", 0o640)
    assert names(tmp_path) == {"file"}


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_only_what_is_of_its_own_kind_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_bytes(b"mine")
    with pytest.raises(files.NotOurs, match="something else in it"):
        files.replace(path, b"ours", ours)
    with pytest.raises(files.NotOurs, match="something else in it"):
        files.check(path, ours)
    with pytest.raises(FileExistsError):
        files.create(path, b"ours")
    assert path.read_bytes() == b"mine"
    path.write_bytes(b"")
    files.check(path, ours)
    files.replace(path, b"ours", ours)
    assert path.read_bytes() == b"ours"


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_one(there: bool, tmp_path: Path) -> None:
    """What it leads to is written, and made if it is not there."""
    (tmp_path / "far").mkdir()
    (tmp_path / "link").symlink_to("far/file")
    if there:
        (tmp_path / "far" / "file").write_bytes(b"ours, old")
        files.replace(tmp_path / "link", b"ours", ours)
    else:
        files.create(tmp_path / "link", b"ours")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "file").read_bytes() == b"ours"
    assert names(tmp_path / "far") == {"file"}


def test_no_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    with pytest.raises(FileNotFoundError):
        files.replace(path, b"", anything)
    with pytest.raises(FileNotFoundError):
        files.check(path, anything)
    with pytest.raises(FileNotFoundError):
        files.create(path, b"")
    assert names(tmp_path) == set()


@pytest.mark.parametrize("failing", ["fsync", "link", "rename"])
@pytest.mark.parametrize("raised", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_fails_leaves_the_old_file_and_nothing_else(
    failing: str, raised: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*arguments: object, **more: object) -> None:
        raise raised

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "link": (os, "link"), "rename": (Path, "replace")}[failing], fail)
    with pytest.raises(type(raised)):
        files.create(tmp_path / "new", b"new") if failing == "link" else files.replace(path, b"new", anything)
    monkeypatch.undo()
    assert names(tmp_path) == {"file"}
    assert path.read_bytes() == b"old"


def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is made there all the same, and one that is there is left alone."""

    def fail(*arguments: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    files.create(tmp_path / "new", b"new")
    with pytest.raises(FileExistsError):
        files.create(tmp_path / "new", b"newer")
    assert (names(tmp_path), (tmp_path / "new").read_bytes()) == ({"new"}, b"new")


WRITING = """
import sys
from pathlib import Path
from fabula import files
path, letter = Path(sys.argv[1]), sys.argv[2].encode()
print("begun", flush=True)
while True:
    files.replace(path, letter * 3_000_000, lambda head: True)
"""


def writing(path: Path, letter: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", WRITING, str(path), letter], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def test_a_kill_leaves_a_whole_file_and_the_next_write_clears_up(tmp_path: Path) -> None:
    path = tmp_path / "file"
    deadline = time.monotonic() + 60
    left: set[str] = set()
    rounds = 0
    # Killed in the midst of a write at least once: else nothing was cut off, and this test has shown nothing.
    while rounds < 6 or not left:
        assert time.monotonic() < deadline
        process = writing(path, "ab"[rounds % 2])
        while names(tmp_path) - {"file"} == left and time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.communicate()
        if path.exists():
            content = path.read_bytes()
            assert content in (b"a" * 3_000_000, b"b" * 3_000_000)
        left = names(tmp_path) - {"file"}
        rounds += 1
    files.replace(path, b"whole", anything)
    assert names(tmp_path) == {"file"}


def test_what_somebody_is_just_writing_is_not_cleared_away(tmp_path: Path) -> None:
    """Two at once, each in the way of the other: no write is lost, and the file is always whole."""
    processes = [writing(tmp_path / letter, letter) for letter in "ab"]
    try:
        for _ in range(50):
            files.replace(tmp_path / "c", b"whole", anything)
            for letter in "ab":
                path = tmp_path / letter
                assert not path.exists() or path.read_bytes() == letter.encode() * 3_000_000
        assert [process.poll() for process in processes] == [None, None]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


# --- written bit by bit --------------------------------------------------------------------------------------------------


def test_what_is_added_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"head, and what a killed process has left")
    file = files.Growing(path, 4, path.stat().st_size - 4)
    assert path.read_bytes() == b"head"
    usual = os.write

    def short(handle: int, content: bytes) -> int:
        return usual(handle, bytes(content)[:2])

    monkeypatch.setattr(os, "write", short)
    file.add(b" one")

    def full(handle: int, content: bytes) -> int:
        usual(handle, bytes(content)[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        file.add(b" two")
    monkeypatch.undo()
    assert path.read_bytes() == b"head one"
    file.add(b" three", sync=False)
    assert path.read_bytes() == b"head one three"
    assert file.end == 14
    file.close()


def test_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"ours")
    one = files.Growing(path, 4)
    with pytest.raises(files.InUse):
        files.Growing(path, 4)
    with pytest.raises(files.InUse):
        files.replace(path, b"ours, new", ours)
    assert path.read_bytes() == b"ours"
    one.close()
    files.Growing(path, 4).close()


def test_what_others_have_added_or_cut_off_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"ours")
    for end, cut in ((5, 0), (3, 0), (2, 1), (1, 4)):
        with pytest.raises(files.InUse):
            files.Growing(path, end, cut)
    assert path.read_bytes() == b"ours"
    file = files.Growing(path, 4)
    path.write_bytes(b"ours, and theirs")
    with pytest.raises(files.InUse):
        file.add(b" more")
    assert path.read_bytes() == b"ours, and theirs"
    file.close()


# --- the rule of the house -----------------------------------------------------------------------------------------------


def test_no_other_module_writes_a_file() -> None:
    """Whatever the program writes goes through here."""
    writes = re.compile(
        r"\.write_(text|bytes)\(|open\([^)]*[\"'][rbt+]*[wax]|os\.(rename|replace|remove|unlink|truncate|link|symlink)\("
        r"|\.(unlink|rename|touch|symlink_to|hardlink_to)\(|\b(tempfile|shutil\.(copy|move))"
    )
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in sorted(SOURCES.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if writes.search(line)
    }
    assert found == {"files.py"}
