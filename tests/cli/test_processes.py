"""Real processes: a pipe, a terminal, an interruption."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.interruptions import SEARCHING, interrupted


class Terminal:
    """A process that believes to be typed to."""

    def __init__(self, desk: Path, *arguments: str) -> None:
        ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fabula", *arguments],
            cwd=desk,
            env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm-256color", "COLUMNS": "90"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.side = ours
        self.shown = ""
        self.read = 0

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Read until `text` is shown, after what was waited for before."""
        end = time.monotonic() + seconds
        while (found := self.shown.find(text, self.read)) < 0:
            ready, _, _ = select.select([self.side], [], [], max(0, end - time.monotonic()))
            assert ready, f"no {text!r} in {self.shown[self.read :]!r}"
            self.shown += os.read(self.side, 65536).decode(errors="replace")
        self.read = found + len(text)

    def type(self, line: str) -> None:
        os.write(self.side, f"{line}\n".encode())

    def end(self) -> int:
        try:
            while True:
                self.shown += os.read(self.side, 65536).decode(errors="replace")
        except OSError:
            # how a terminal says that its process has gone
            return self.process.wait(60)
        finally:
            os.close(self.side)


def test_a_pipe_gets_plain_lines(run: Run) -> None:
    """Numbered choices, what was typed, no colours; and the end of the input is an end like any other."""
    ended = run("play", "key.fabula", lines="3\nwhy\nmind\n")
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    assert "\x1b" not in ended.stdout
    assert "> 3" in ended.stdout
    assert "Your own reasons are yours." in ended.stdout
    assert "fabula play key.fabula --load " in ended.stdout


def test_bytes_that_are_no_text(desk: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "fabula", "play", "key.fabula"],
        cwd=desk,
        input=b"\xff\xfe\n1\n",
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def test_a_reader_who_has_seen_enough(desk: Path) -> None:
    """`fabula tell ... | head -1` ends without a traceback."""
    command = f"{sys.executable} -m fabula tell key.fabula | head -1"
    ended = subprocess.run(["bash", "-c", command], cwd=desk, capture_output=True, text=True, check=False)
    assert ended.stdout == "The Key\n"
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("arguments", [("--plain",), ()])
def test_a_terminal(desk: Path, arguments: tuple[str, ...]) -> None:
    """The same life with and without colours."""
    terminal = Terminal(desk, "play", "key.fabula", *arguments)
    terminal.wait_for("> ")
    terminal.type("3")
    terminal.wait_for("Ann went to the cellar.")
    terminal.type("quit")
    assert terminal.end() == 0
    assert ("\x1b[" in terminal.shown) == (not arguments)


def test_ctrl_c_loses_no_choice(desk: Path) -> None:
    """At the prompt, after a choice: it ends politely, and the choice is in the save."""
    terminal = Terminal(desk, "play", "key.fabula", "--plain", "--save", "save.json")
    terminal.wait_for("> ")
    terminal.type("3")
    terminal.wait_for("Ann went to the cellar.")
    terminal.wait_for("> ")
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.end() == 130
    assert "Traceback" not in terminal.shown
    assert "fabula play key.fabula --load save.json" in terminal.shown
    again = Terminal(desk, "play", "key.fabula", "--plain", "--load", "save.json")
    again.wait_for("Ann went to the cellar.")
    again.type("quit")
    assert again.end() == 0


def test_a_kill_loses_no_choice(desk: Path) -> None:
    """Nothing can be done about SIGKILL, and nothing needs to be."""
    terminal = Terminal(desk, "play", "key.fabula", "--plain", "--save", "save.json")
    terminal.wait_for("> ")
    terminal.type("3")
    terminal.wait_for("Ann went to the cellar.")
    terminal.wait_for("> ")
    terminal.process.kill()
    terminal.end()
    again = Terminal(desk, "play", "key.fabula", "--plain", "--load", "save.json")
    again.wait_for("Ann went to the cellar.")
    again.type("quit")
    assert again.end() == 0


def test_a_search_can_be_interrupted(desk: Path) -> None:
    """It says what it knows, and that this is no proof."""
    switches = "".join(f"switch s{number}\n" for number in range(40))
    (desk / "large.fabula").write_text(
        'story "Large"\n    ahead 30\nkind switch\nproperty on(switch)\ncharacter Zoe, she\n'
        + switches
        + "action flip(s: switch)\n"
        "    by Zoe\n    do\n        if s.on: not s.on\n        else: s.on\n"
        "Zoe wants\n    1 if every s: switch (s.on)\n"
        'ending all_on "All on" when every s: switch (s.on)\n',
        encoding="utf-8",
    )
    status, out, err = interrupted(
        desk, "tell", "large.fabula", "--ending", "all_on", after="searching", program=("-c", SEARCHING)
    )
    assert status == 130
    assert out == ""
    assert "which proves nothing" in " ".join(err.split())


def test_what_is_left_at_the_end_is_not_looked_at_for_garbage() -> None:
    """A big story would be waited for once more."""
    code = (
        "import gc, sys; from fabula.__main__ import run; sys.argv = ['fabula', '--version']\n"
        "try: run()\nexcept SystemExit as end: print(end.code or 0, gc.get_freeze_count() > 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 True"
