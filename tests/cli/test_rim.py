"""How the process ends: with one number for each end, and without a traceback, whatever its streams are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Run
from tests.cli.test_processes import Terminal

from fabula.cli.rim import ended

FABULA = f"{sys.executable} -m fabula"


WORLD = """entity Ann : character;
property on() : boolean;
action start(c : character) { precondition: !on(); effect: on(); consenting: c; };
utility(): on();
utility(Ann): on();
"""


def shell(desk: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"{FABULA} {command}"], cwd=desk, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    "command",
    [
        "--help > /dev/full",
        "tell key.fabula > /dev/full",
        "tell key.fabula --json > /dev/full",
        "check key.fabula > /dev/full",
        "play key.fabula < /dev/null > /dev/full",
        "texts export key.fabula --language de > /dev/full",
        "tell key.fabula >&-",
    ],
)
def test_what_can_not_be_printed_is_said(command: str, desk: Path) -> None:
    ended = shell(desk, command)
    assert ended.returncode == 2
    # Warnings of the story may stand before it.
    assert ended.stderr.splitlines()[-1].startswith("What was to be printed can't be written: ")
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", ["check none.fabula 2> /dev/full", "tell key.fabula > /dev/full 2> /dev/full"])
def test_where_nothing_can_be_said_the_number_says_it(command: str, desk: Path) -> None:
    ended = shell(desk, command)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "")


@pytest.mark.parametrize("streams", ["<&-", "<&- 2>&-"])
def test_a_closed_input_is_an_empty_one(streams: str, desk: Path) -> None:
    """And no file that is opened later takes its place."""
    ended = shell(desk, f"play key.fabula --save mine.json {streams}")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.rstrip().endswith("Goodbye.")
    ended = shell(desk, f"ask key.fabula --questions - {streams}")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert shell(desk, f"tell key.fabula -o told.md {streams}").returncode == 0
    assert (desk / "told.md").read_text(encoding="utf-8").startswith("# The Key")


@pytest.mark.parametrize("arguments", [("tell", "the_ridge"), ("play", "the_ridge"), ("check", "the_ridge"), ("--help",)])
def test_an_interruption_in_the_first_moments(arguments: tuple[str, ...], desk: Path) -> None:
    """While modules are imported, options are read, and a story is loaded: always the same end. Only as long as Python itself
    is beginning, and nothing of ours runs, it ends in ways of its own."""
    seen = [_interrupted_after(modules, arguments, desk) for modules in (1, 20, 50, 90, 130, 160)]
    assert set(seen) <= {0, 130}
    # `--help` imports less than that, and is done with soon.
    assert seen.count(130) >= (1 if arguments == ("--help",) else 4)


def _interrupted_after(modules: int, arguments: tuple[str, ...], desk: Path) -> int:
    """How a command ends that is interrupted when it has imported so many modules, which Python says on standard error."""
    process = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-m", "fabula", *arguments],
        cwd=desk,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    # The first of what the command line itself needs.
    while (line := process.stderr.readline()) and "click" not in line:
        pass
    while line and modules > 0:
        line = process.stderr.readline()
        modules -= line.startswith("import time:")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert "Aborted" not in said
    return process.returncode


class _Interrupting:
    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def test_an_interruption_while_a_class_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    """As it comes in the midst of an import; whether Python wraps it or not."""

    @click.command()
    def command() -> None:
        type("Made", (), {"part": _Interrupting()})

    assert ended(lambda: command.main([], standalone_mode=False)) == 130
    assert capsys.readouterr().err.strip() == "Interrupted."


def test_an_error_that_is_no_interruption_is_one() -> None:
    def fail() -> None:
        raise RuntimeError("something else") from ValueError()

    with pytest.raises(RuntimeError, match="something else"):
        ended(fail)


@pytest.mark.parametrize(
    ("command", "code"),
    [(("--bogus",), 2), (("check",), 2), (("nothing",), 2), (("--version",), 0), (("tell", "--help"), 0)],
)
def test_what_click_ends_with(command: tuple[str, ...], code: int, run: Run) -> None:
    ended = run(*command)
    assert ended.returncode == code
    assert (ended.stderr if code else ended.stdout).startswith(("Usage: ", "fabula, version"))


@pytest.mark.parametrize(
    "line",
    [
        "save ~nosuchuser/x",
        "save " + "a" * 5000,
        "save a\0b",
        "save /nonexistent/a.json",
        "save ./precious.txt",
        "load ~nosuchuser/x",
        "load " + "a" * 5000,
        "load a\0b",
        "load ./pipe",
        "load /dev/zero",
        "load ./precious.txt",
        "transcript ~nosuchuser/x",
        "transcript " + "a" * 5000,
        "transcript a\0b",
        "transcript ./precious.txt",
        "transcript /nonexistent/a",
        "transcript ./pipe",
        "load",
        "mind a\0b",
    ],
)
def test_whatever_is_typed_the_life_goes_on(line: str, desk: Path, run: Run) -> None:
    precious = desk / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    os.mkfifo(desk / "pipe")
    shelf = desk / "data" / "fabula" / "saves"
    for folder in shelf.glob("*"):
        (folder / "dangling.json").symlink_to("nowhere")
    ended = run("play", "key.fabula", lines=f"{line}\nlook\n")
    assert (ended.returncode, ended.stderr) == (0, "")
    # The choices at the beginning, and once more for `look`.
    assert ended.stdout.count("1. ") == 2
    assert precious.read_text(encoding="utf-8") == "mine"
    assert not Path("/nonexistent").exists()


def test_a_dangling_link_among_the_saves(desk: Path, run: Run) -> None:
    assert run("play", "key.fabula", lines="3\nsave one\n").returncode == 0
    (folder,) = (desk / "data" / "fabula" / "saves").iterdir()
    (folder / "dangling.json").symlink_to("nowhere")
    ended = run("play", "key.fabula", lines="load\nload one\nload dangling\n")
    assert ended.returncode == 0
    assert "Saved lives: one, life-1." in ended.stdout
    assert "error[unreadable-file]" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("play", "key.fabula", "--load", "pipe"), 2),
        (("tell", "key.fabula", "--life", "pipe"), 2),
        (("check", "key.fabula", "--atlas", "pipe"), 2),
        (("check", "key.fabula", "--atlas", "/dev/zero"), 2),
        (("play", "key.fabula", "--load", "/dev/zero"), 2),
        (("check", "pipe"), 2),
        (("tell", "key.fabula", "--texts", "pipe"), 2),
        (("ask", "key.fabula", "--questions", "pipe"), 2),
        (("plan", "key.fabula", "--verify", "pipe"), 2),
        (("check", "a" * 5000), 2),
        (("plan", "a" * 5000), 2),
        (("tell", "key.fabula", "--life", "a" * 5000), 2),
        (("play", "key.fabula", "--load", "a" * 5000), 2),
        (("play", "key.fabula", "--save", "a" * 5000), 2),
        (("check", "key.fabula", "--atlas", "a" * 5000), 2),
        (("tell", "key.fabula", "-o", "a" * 5000 + ".md"), 2),
        (("new", "a" * 5000), 2),
        (("new", ""), 2),
        (("new", "folder/"), 2),
        (("plan", "world.txt", "--all", "1" + "0" * 30), 0),
        (("plan", "key.fabula", "--all", "1" + "0" * 5000), 2),
        (("count", "key.fabula", "--depth", "1" + "0" * 30), 0),
        (("ask", "key.fabula", "can free", "--budget", "999999999999h,999999999999TB"), 0),
        (("tell", "key.fabula", "--seed", "-1" + "0" * 30), 0),
    ],
)
def test_odd_files_and_numbers_are_answered(arguments: tuple[str, ...], code: int, desk: Path, run: Run) -> None:
    os.mkfifo(desk / "pipe")
    (desk / "world.txt").write_text(WORLD, encoding="utf-8")
    before = {path.name for path in desk.iterdir()}
    ended = run(*arguments)
    assert "Traceback" not in ended.stderr
    assert ended.returncode == code
    assert {path.name for path in desk.iterdir()} == before


def test_two_at_once_lose_nothing(desk: Path) -> None:
    """Each has a life of its own, also after both were killed, and each can go on."""
    terminals = [Terminal(desk, "play", "key.fabula", "--plain") for _ in range(2)]
    for terminal, choice in zip(terminals, ("3", "1"), strict=True):
        terminal.wait_for("> ")
        terminal.type(choice)
        terminal.wait_for("1. ")
        terminal.wait_for("> ")
    for terminal in terminals:
        terminal.process.kill()
        terminal.end()
    (folder,) = (desk / "data" / "fabula" / "saves").iterdir()
    lives = [(folder / f"life-{number}.json").read_text(encoding="utf-8") for number in (1, 2)]
    assert [len(life.splitlines()) for life in lives] == [3, 3]
    assert lives[0] != lives[1]
    for number in (1, 2):
        again = Terminal(desk, "play", "key.fabula", "--plain", "--load", f"life-{number}")
        again.wait_for("> ")
        again.type("quit")
        assert again.end() == 0


def test_a_file_that_another_sitting_keeps_its_life_in(desk: Path, run: Run) -> None:
    terminal = Terminal(desk, "play", "key.fabula", "--plain", "--save", "mine.json")
    terminal.wait_for("> ")
    terminal.type("3")
    terminal.wait_for("1. ")
    terminal.wait_for("> ")
    ended = run("play", "key.fabula", "--save", "mine.json")
    assert ended.returncode == 2
    assert "another process has it open" in ended.stderr
    terminal.type("quit")
    assert terminal.end() == 0


def test_saves_are_found_when_the_title_is_another(desk: Path, run: Run) -> None:
    """In a translation, and after an edit: it is the id that they lie under, which `new` has made."""
    assert run("new", "my story").returncode == 0
    story = desk / "my story.fabula"
    first = story.read_text(encoding="utf-8")
    (line,) = [line for line in first.split("\n") if line.startswith("    id ")]
    assert run("new", "other").returncode == 0
    assert line not in (desk / "other.fabula").read_text(encoding="utf-8")
    assert run("play", str(story), lines="1\nsave one\n").returncode == 0
    assert run("texts", "export", str(story), "--language", "de", "-o", "my story.de.po").returncode == 0
    texts = (desk / "my story.de.po").read_text(encoding="utf-8")
    titled = texts.replace('msgid "The Letter"\nmsgstr ""', 'msgid "The Letter"\nmsgstr "Der Brief"')
    assert titled != texts
    (desk / "my story.de.po").write_text(titled, encoding="utf-8")
    ended = run("play", str(story), "--texts", "de", lines="load\nload one\n")
    assert "Der Brief" in ended.stdout
    assert "one, life-1" in ended.stdout
    assert "other-version" not in ended.stdout
    story.write_text(first.replace("The Letter", "The Last Letter"), encoding="utf-8")
    ended = run("play", str(story), lines="load\nload one\n")
    assert "one, life-1" in ended.stdout
    assert "warning[other-version]" in ended.stdout


def test_a_seed_or_a_name_that_a_life_does_not_have_is_said(desk: Path, run: Run) -> None:
    """What the command itself has as its usual seed is asked for by nobody."""
    assert run("play", "key.fabula", "--seed", "5", lines="1\nsave mine\nquit\n").returncode == 0
    assert run("play", "key.fabula", "--load", "mine", lines="quit\n").returncode == 0
    assert run("play", "key.fabula", "--load", "mine", "--seed", "5", "--as", "Ann", lines="quit\n").returncode == 0
    for option, value in (("--as", "Ben"), ("--seed", "0")):
        ended = run("play", "key.fabula", "--load", "mine", option, value, lines="quit\n")
        assert ended.returncode == 2
        assert "error[bad-usage]" in ended.stderr
        assert option in ended.stderr
