"""Reading files: whatever a path leads to, there is a text or a problem."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from fabula.checker import check_text
from fabula.problems import Problem, Problems
from fabula.source import Source
from fabula.syntax import read
from fabula.syntax.reading import LARGEST_FILE
from fabula.syntax.tokens import LARGEST
from fabula.task import LARGEST as LARGEST_IN_TASKS


def reading(path: Path) -> tuple[Source | None, list[Problem]]:
    problems = Problems()
    return read(path, problems), list(problems)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "story.fabula"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b'story "x"\n', 'story "x"\n'),
        (b"\xef\xbb\xbfkind a\n", "kind a\n"),
        (b"kind a\r\nkind b\r\n", "kind a\nkind b\n"),
        (b"kind a\rkind b", "kind a\nkind b"),
        ("kind größe".encode(), "kind größe"),
    ],
)
def test_a_file_is_read(tmp_path: Path, data: bytes, text: str) -> None:
    source, problems = reading(written(tmp_path, data))
    assert problems == []
    assert source is not None
    assert (source.text, source.name, source.path) == (text, str(tmp_path / "story.fabula"), tmp_path / "story.fabula")


def test_a_file_may_be_called_something_else(tmp_path: Path) -> None:
    source = read(written(tmp_path, b"kind a"), Problems(), "library/a.fabula")
    assert source is not None
    assert source.name == "library/a.fabula"


def test_bytes_that_are_no_text_are_shown_in_their_line(tmp_path: Path) -> None:
    source, (problem,) = reading(written(tmp_path, b"kind a\nkind gr\xf6\xdfe\n"))
    assert source is None
    assert problem.code == "not-utf8"
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (2, 8)
    assert problem.seen == "the byte 0xf6"
    assert "UTF-8" in problem.hint


def test_text_of_another_encoding_is_named(tmp_path: Path) -> None:
    source, (problem,) = reading(written(tmp_path, "kind a".encode("utf-16")))
    assert source is None
    assert (problem.code, problem.seen) == ("not-utf8", "UTF-16")


@pytest.mark.parametrize("text", ['story "a\0b"\n', "# a\0b\n", "kind a\n\0"])
def test_a_text_has_no_nul(tmp_path: Path, text: str) -> None:
    """Wherever it stands, in a file and in a text from memory: names of files and pages can't have one either."""
    source, (problem,) = reading(written(tmp_path, text.encode()))
    assert source is None
    assert problem.code == "stray-character"
    assert problem.span is not None
    assert problem.span.text == "\0"
    assert [one.code for one in check_text(text)[1]] == ["stray-character"]


def test_a_file_may_be_so_large_and_no_larger(tmp_path: Path) -> None:
    source, problems = reading(written(tmp_path, b"\n" * LARGEST_FILE))
    assert source is not None
    assert problems == []
    source, (problem,) = reading(written(tmp_path, b"\n" * (LARGEST_FILE + 1)))
    assert source is None
    assert (problem.code, problem.expected) == ("too-large", "at most 2 MiB")


def test_a_folder_is_no_story(tmp_path: Path) -> None:
    source, (problem,) = reading(tmp_path)
    assert source is None
    assert problem.code == "unreadable-file"
    assert "is a folder" in problem.message


def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    source, (problem,) = reading(tmp_path / "nothing.fabula")
    assert source is None
    assert problem.code == "unreadable-file"
    assert "there is no file" in problem.message


def test_a_forgotten_ending_is_guessed(tmp_path: Path) -> None:
    written(tmp_path, b"")
    _, (problem,) = reading(tmp_path / "story")
    assert problem.hint == f"did you mean '{tmp_path / 'story.fabula'}'?"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="whoever runs this may read everything")
def test_a_file_without_rights_is_unreadable(tmp_path: Path) -> None:
    path = written(tmp_path, b"")
    path.chmod(0)
    source, (problem,) = reading(path)
    assert source is None
    assert problem.code == "unreadable-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "pipe.fabula"
    os.mkfifo(path)
    source, (problem,) = reading(path)
    assert source is None
    assert problem.code == "unreadable-file"


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_a_name_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    source, (problem,) = reading(tmp_path / name)
    assert source is None
    assert problem.code == "unreadable-file"


def test_numbers_have_the_bound_that_engines_have() -> None:
    assert LARGEST == LARGEST_IN_TASKS
