"""On a terminal everything fits its width, in whole words, and no terminal is given colours that it can't show."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from fabula.diagnostics import draw, width
from fabula.problems import Problem
from fabula.source import Source, Span
from fabula.wrapping import wrapped

STORIES = Path(__file__).parent.parent / "telling"
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PROBLEM_FILE = """entity Ann : character;
property on() : boolean;
action start(c : character) { precondition: !on(); effect: on(); consenting: c; };
utility(): on();
utility(Ann): on();
"""
WIDTHS = (40, 80, 120)
#: what is said by each command: arguments, and what is typed
CALLS: dict[str, tuple[tuple[str, ...], str]] = {
    "check": (("check", "key.fabula"), ""),
    "errors": (("check", "broken.fabula"), ""),
    "tell": (("tell", "key.fabula", "--reasons"), ""),
    "no ending": (("tell", "key.fabula", "--ending", "fre"), ""),
    "usage": (("tell", "key.fabula", "--all-endings", "--ending", "free"), ""),
    "ask": (("ask", "key.fabula", "can free", "who knows lies(key) is hall", "why not take"), ""),
    "questions": (("ask", "key.fabula", "dance"), ""),
    "map": (("map", "key.fabula", "-o", "map.svg"), ""),
    "minds": (("minds", "key.fabula"), ""),
    "playtest": (("playtest", "key.fabula", "--readers", "50"), ""),
    "plan": (("plan", "on.sabre"), ""),
    "count": (("count", "on.sabre", "--depth", "2", "--minds"), ""),
    "help": (("--help",), ""),
    "help of ask": (("ask", "--help"), ""),
    "help of tell": (("tell", "--help"), ""),
    "plain": (("play", "key.fabula", "--plain"), "help\nmind\n1\nwhy\nnothing\nquit\n"),
    "rich": (("play", "key.fabula"), "help\nmind\n1\nwhy\nnothing\nquit\n"),
}


@pytest.fixture(autouse=True)
def _files(desk: Path) -> None:
    text = (desk / "key.fabula").read_text(encoding="utf-8")
    (desk / "broken.fabula").write_text(
        text + f'ending never "Never" when Ann.at is cellarr and hour is {" + ".join(["1"] * 40)}\n', encoding="utf-8"
    )
    (desk / "on.sabre").write_text(PROBLEM_FILE, encoding="utf-8")


def shown(desk: Path, columns: int, *arguments: str, typed: str = "", **environment: str) -> str:
    """What stands on a terminal of so many columns at the end, what was typed left out."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    attributes = termios.tcgetattr(theirs)
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(theirs, termios.TCSANOW, attributes)
    clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-m", "fabula", *arguments],
        cwd=desk,
        env={**clean, "TERM": "xterm-256color", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    text = b""
    try:
        while select.select([ours], [], [], 120)[0]:
            text += os.read(ours, 65536)
    except OSError:
        # how a terminal says that its process has gone
        process.wait(60)
    finally:
        os.close(ours)
    return text.decode().replace("\r\n", "\n")


def lines_of(text: str) -> list[str]:
    """The lines that are to be read: without colours, without progress, which is written over, and without prompts, behind
    which what is typed would begin a new line."""
    return [re.sub(r"^ *> ", "", line.rpartition("\r")[2].rstrip()) for line in CODES.sub("", text).split("\n")]


@pytest.mark.parametrize("call", sorted(CALLS))
def test_it_fits_and_no_word_is_broken(call: str, desk: Path) -> None:
    """At any width the same words, and no line beyond it but a word that is longer by itself."""
    arguments, typed = CALLS[call]
    said: dict[int, list[str]] = {}
    for columns in WIDTHS:
        (desk / "map.svg").unlink(missing_ok=True)
        text = shown(desk, columns, *arguments, typed=typed)
        lines = lines_of(text)
        for line in lines:
            # A command to be copied is whole, and how click shows the use of a command is its own.
            is_whole = " " not in line.strip() or "fabula play " in line or line.startswith("Usage: ")
            assert is_whole or width(line) <= columns, (columns, line)
        assert "Traceback" not in text
        said[columns] = lines
    if call in ("errors", "check") or call.startswith("help"):
        # Lines of the source are cut, and their marks move; tables of options are parted in other places.
        return
    if call in ("rich", "plain", "count", "playtest", "plan", "minds"):
        words = {columns: set(re.findall(r"[A-Za-z]{4,}", " ".join(lines))) for columns, lines in said.items()}
        assert words[40] == words[80] == words[120]
        return
    whole = {columns: " ".join(" ".join(lines).split()) for columns, lines in said.items()}
    assert whole[40] == whole[80] == whole[120]


@pytest.mark.parametrize("environment", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_no_colours_where_none_are_wanted(environment: dict[str, str], desk: Path) -> None:
    for call in ("errors", "plain", "rich", "check", "tell"):
        arguments, typed = CALLS[call]
        assert CODES.search(shown(desk, 80, *arguments, typed=typed, **environment)) is None, call
    assert CODES.search(shown(desk, 80, *CALLS["errors"][0])) is not None


def test_a_pipe_gets_its_lines_whole(desk: Path) -> None:
    """Whatever width the terminal has that somebody sits at."""
    ended = subprocess.run(
        [sys.executable, "-m", "fabula", "check", "broken.fabula"],
        cwd=desk,
        env={**os.environ, "COLUMNS": "40"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert max(len(line) for line in ended.stderr.splitlines()) > 80


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_problem_is_drawn_as_wide_as_there_is_room(columns: int) -> None:
    text = f"Ann wants\n    {'1 + ' * 60}nose if Ann.at is hall\n"
    start = text.index("nose")
    problem = Problem(
        "unknown-name",
        "nothing in this story, and nothing in what it uses, has this name, whatever it may be that is meant by it",
        Span(Source("a.fabula", text), start, start + 4),
        expected="a number, or a property of a number, of which there are several in this story",
        seen="nose",
        hint="did you mean 'hour'? Otherwise define it with 'property nose: 0..9' before it is used",
        notes=(
            (Span(Source("a.fabula", text), 0, 3), "the one who is meant by all of this, and who has no such thing, is here"),
        ),
    )
    for colour in (False, True):
        drawn = CODES.sub("", draw(problem, colour, columns))
        assert max(width(line) for line in drawn.split("\n")) <= columns
        assert " ".join(problem.hint.split()) in " ".join(drawn.split())
        marked, caret = next(
            (above, below) for above, below in zip(drawn.split("\n"), drawn.split("\n")[1:], strict=False) if "^" in below
        )
        assert marked[caret.index("^") :].startswith("nose")


def test_a_word_that_is_too_long_stays_whole() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    assert wrapped(f"Der {word} kam.", 20) == f"Der\n{word}\nkam."
    assert wrapped(f"  Ein {word}-Hut.", 24).split("\n") == ["  Ein", f"  {word}-Hut."]
