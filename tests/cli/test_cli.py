"""The commands as they are typed: what they print where, and with what they end."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from fabula import __version__
from fabula.cli import main
from fabula.story import load

ROOT = Path(__file__).resolve().parent.parent.parent
ACT = re.compile(r"\w+\([\w, ]*\)( as \w+)?")


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.mark.usefixtures("desk")
class TestNew:
    def test_it_writes_a_story_that_has_no_problems_and_can_be_told(self) -> None:
        assert invoke("new", "mine").exit_code == 0
        assert Path("mine.fabula").is_file()
        checked = invoke("check", "mine.fabula")
        assert checked.exit_code == 0
        told = invoke("tell", "mine.fabula")
        assert told.exit_code == 0
        assert told.stdout

    def test_what_it_writes_has_a_lie_that_is_acted_on_and_every_life_of_it_can_end(self) -> None:
        invoke("new", "mine")
        story = load("mine.fabula")
        assert not story.problems
        assert {ending: bool(story.tell(ending).events) for ending in story.endings} == {"ashes": True, "known": True}
        told = invoke("tell", "mine.fabula", "--seed", "1", "--reasons")
        assert "means for him to go to the well next" in " ".join(told.stdout.split())
        engine = story.engine
        endings = tuple(range(len(story.endings)))
        layer = [engine.initial()]
        for _ in range(3):
            # Whatever two acts come first, with or without a reason: from there an ending can be had by reasons.
            assert all(engine.search(state, endings, states=3000).acts is not None for state in layer)
            running = [state for state in layer if engine.ending(state) is None]
            layer = list(dict.fromkeys(engine.do(state, act) for state in running for act in engine.possible(state)))
        assert len(layer) > 10

    def test_the_guide_quotes_what_it_writes(self) -> None:
        invoke("new", "mine")
        written = Path("mine.fabula").read_text(encoding="utf-8")
        guide = (ROOT / "docs" / "writing-stories.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```fabula\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
        quoted = [block for block in blocks if not block.startswith("story ")]
        assert len(quoted) > 6
        assert [block for block in quoted if block not in written] == []

    @pytest.mark.parametrize(
        ("name", "shown"),
        [("mine", "mine.fabula"), ("my story", "'my story.fabula'"), ("it's", "'it'\"'\"'s.fabula'"), ("-x", "./-x.fabula")],
    )
    def test_what_it_says_to_type_next_works(self, name: str, shown: str) -> None:
        """As a shell reads it: with quotation marks where the name has spaces, and never as an option."""
        written = invoke("new", "--", name)
        assert written.stdout == f"Written: {name}.fabula\nNow: fabula check {shown}\nThen: fabula play {shown}\n"
        first, *arguments = shlex.split(written.stdout.splitlines()[1].removeprefix("Now: "))
        assert first == "fabula"
        assert invoke(*arguments, "--quick").exit_code == 0

    def test_it_never_writes_over_a_file(self) -> None:
        Path("mine.fabula").write_text("mine", encoding="utf-8")
        ended = invoke("new", "mine.fabula")
        assert ended.exit_code == 2
        assert "nothing is written over it" in ended.stderr
        assert Path("mine.fabula").read_text(encoding="utf-8") == "mine"

    def test_a_folder_that_is_not_there(self) -> None:
        ended = invoke("new", "nowhere/mine")
        assert ended.exit_code == 2
        assert "can't be written" in ended.stderr


@pytest.mark.usefixtures("desk")
class TestCheck:
    def test_a_story_without_problems(self) -> None:
        ended = invoke("check", "key.fabula", "--quick")
        assert ended.exit_code == 0
        assert ended.stderr == ""
        assert ended.stdout == "key.fabula: no problems (2 minds, 20 acts, 2 endings)\n"

    def test_a_story_with_two_errors(self) -> None:
        """All of them at once, on the standard error, and how many at the end."""
        text = Path("key.fabula").read_text(encoding="utf-8")
        Path("bad.fabula").write_text(
            text.replace("at hall\ncharacter Ben", "at hal\ncharacter Ben").replace(
                "Ann.at is garden\n", "Ann.att is garden\n"
            ),
            encoding="utf-8",
        )
        ended = invoke("check", "bad.fabula")
        assert ended.exit_code == 1
        assert "error[unknown-name]" in ended.stderr
        assert "did you mean 'hall'?" in ended.stderr
        assert "error[unknown-property]" in ended.stderr
        assert re.search(r"bad.fabula: \d+ errors", ended.stdout)

    def test_warnings_are_no_errors(self) -> None:
        text = Path("key.fabula").read_text(encoding="utf-8")
        Path("warned.fabula").write_text(re.sub(r"\nBen wants\n(    .*\n)+", "\n", text), encoding="utf-8")
        ended = invoke("check", "warned.fabula", "--quick")
        assert ended.exit_code == 0
        assert "warning[wants-nothing]" in ended.stderr
        assert "1 warning" in ended.stdout

    def test_as_json(self) -> None:
        data = json.loads(invoke("check", "key.fabula", "--json", "--quick").stdout)
        assert data["problems"] == []
        assert [(ending["name"], ending["reached"]) for ending in data["endings"]] == [("free", None), ("late", None)]
        assert data["expects"] == []

    def test_problems_as_json(self) -> None:
        Path("bad.fabula").write_text('story "Bad"\ncharacter Ann, sh\n', encoding="utf-8")
        ended = invoke("check", "bad.fabula", "--json")
        assert ended.exit_code == 1
        problems = json.loads(ended.stdout)["problems"]
        assert problems
        for problem in problems:
            assert {"code", "severity", "file", "line", "column", "message", "hint"} <= set(problem)

    def test_a_file_that_is_not_there_is_no_problem_of_a_story(self) -> None:
        ended = invoke("check", "none.fabula")
        assert ended.exit_code == 2
        assert "error[unreadable-file]" in ended.stderr


@pytest.mark.usefixtures("desk")
class TestTell:
    def test_a_life_to_an_ending(self) -> None:
        ended = invoke("tell", "key.fabula", "--ending", "late", "--seed", "3")
        assert ended.exit_code == 0
        assert "The clock has struck for the last time." in ended.stdout

    def test_as_json(self) -> None:
        """Every act is written as in problem files, and every character who agreed to it has a plan that begins with it."""
        data = json.loads(invoke("tell", "key.fabula", "--ending", "free", "--json").stdout)
        assert data["ending"] == "free"
        assert data["words"] == len(data["text"].split())
        assert [event["act"] for event in data["events"]][-1] == "go(Ann, garden)"
        for event in data["events"]:
            assert ACT.fullmatch(event["act"])
            for reason in event["reasons"]:
                assert set(reason) == {"character", "plan", "goal"}
                assert reason["plan"][0] == event["act"]
                assert reason["goal"]

    def test_the_same_seed_tells_the_same(self) -> None:
        assert invoke("tell", "key.fabula", "--seed", "5").stdout == invoke("tell", "key.fabula", "--seed", "5").stdout

    def test_reasons_stand_below_the_acts(self) -> None:
        told = invoke("tell", "key.fabula", "--ending", "free", "--reasons").stdout
        assert "because she wants" in told
        assert "because she wants" not in invoke("tell", "key.fabula", "--ending", "free").stdout

    @pytest.mark.parametrize(
        ("name", "beginning"), [("a.md", "# The Key"), ("a.txt", "The Key"), ("a.html", "<!DOCTYPE html>")]
    )
    def test_into_a_file(self, name: str, beginning: str) -> None:
        ended = invoke("tell", "key.fabula", "-o", name)
        assert ended.exit_code == 0
        assert ended.stdout == ""
        assert Path(name).read_text(encoding="utf-8").startswith(beginning)

    def test_from_somebody_elses_eyes(self) -> None:
        ann, ben = (invoke("tell", "key.fabula", "--ending", "free", "--from", name) for name in ("Ann", "Ben"))
        assert ann.exit_code == ben.exit_code == 0
        assert ann.stdout != ben.stdout

    @pytest.mark.parametrize(
        ("arguments", "code", "hint"),
        [
            (("--ending", "fre"), "unknown-ending", "did you mean 'free'?"),
            (("--ending", "xyz"), "unknown-ending", "free, late"),
            (("--from", "Bem"), "unknown-character", "did you mean 'Ben'?"),
        ],
    )
    def test_what_the_story_does_not_have(self, arguments: tuple[str, ...], code: str, hint: str) -> None:
        ended = invoke("tell", "key.fabula", *arguments)
        assert ended.exit_code == 2
        assert f"error[{code}]" in ended.stderr
        assert hint in ended.stderr

    @pytest.mark.parametrize("name", ["a.pdf", "a", "nowhere/a.md"])
    def test_files_that_can_not_be_written(self, name: str) -> None:
        assert invoke("tell", "key.fabula", "-o", name).exit_code == 2

    def test_an_ending_that_no_life_reaches(self) -> None:
        """Told to be so, with how much was looked at; also as JSON."""
        text = Path("key.fabula").read_text(encoding="utf-8")
        Path("shut.fabula").write_text(
            text.replace("Ann.at is garden\n", "Ann.at is garden and not unlocked\n"), encoding="utf-8"
        )
        ended = invoke("tell", "shut.fabula", "--ending", "free")
        assert ended.exit_code == 1
        assert "error[unreached]" in ended.stderr
        assert re.search(r"all \d+ states of the story were looked at", ended.stderr)
        data = json.loads(invoke("tell", "shut.fabula", "--ending", "free", "--json").stdout)
        assert data["text"] is None
        assert data["problems"][0]["code"] == "unreached"

    def test_a_broken_story(self) -> None:
        Path("bad.fabula").write_text('story "Bad', encoding="utf-8")
        ended = invoke("tell", "bad.fabula", "--json")
        assert ended.exit_code == 1
        assert json.loads(ended.stdout)["problems"]


@pytest.mark.usefixtures("desk")
class TestPlay:
    def test_who_is_not_in_the_story(self) -> None:
        ended = invoke("play", "key.fabula", "--as", "Bem")
        assert ended.exit_code == 2
        assert "did you mean 'Ben'?" in ended.stderr

    def test_a_save_that_is_none(self) -> None:
        Path("save.json").write_text("{}", encoding="utf-8")
        ended = invoke("play", "key.fabula", "--load", "save.json")
        assert ended.exit_code == 2
        assert "error[bad-save]" in ended.stderr

    def test_a_save_of_another_story(self) -> None:
        CliRunner().invoke(main, ["play", "key.fabula", "--save", "save.json"], input="3\n")
        invoke("new", "mine")
        ended = invoke("play", "mine.fabula", "--load", "save.json")
        assert ended.exit_code == 2
        assert "error[other-story]" in ended.stderr


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_list_of_commands_is_as_if_all_were_imported(width: int) -> None:
    ours, clicks = click.HelpFormatter(width=width), click.HelpFormatter(width=width)
    main.format_commands(click.Context(main), ours)
    click.Group.format_commands(main, click.Context(main), clicks)
    assert ours.getvalue() == clicks.getvalue()


def test_version_and_help() -> None:
    assert __version__ in invoke("--version").stdout
    for command in ("new", "check", "tell", "play"):
        assert command in invoke("--help").stdout
        assert invoke(command, "--help").exit_code == 0
    assert invoke("sing").exit_code == 2
    assert invoke("tell").exit_code == 2
