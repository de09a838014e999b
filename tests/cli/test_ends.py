"""How commands end before they have done what was asked for: all of them in the same way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from fabula.cli import main
from fabula.engine.interface import EndlessTrigger
from fabula.problems import Problem, StoryProblems

#: for each command how it is called, and by which of its functions the work is done
COMMANDS = {
    "ask": (("ask", "key.fabula", "can free"), "fabula.asking.Asker.ask_all"),
    "map": (("map", "key.fabula", "-o", "map.svg"), "fabula.cli.map.make_map"),
    "playtest": (("playtest", "key.fabula"), "fabula.cli.playtest.playtest"),
    "check": (("check", "key.fabula"), "fabula.findings.check"),
    "tell": (("tell", "key.fabula"), "fabula.story.Story.tell"),
    "minds": (("minds", "key.fabula"), "fabula.story.Story.tell"),
    "count": (("count", "key.fabula", "--depth", "2"), "fabula.cli.count.count"),
}
PLANNED = ("plan", "key.fabula")


def failing(fault: BaseException) -> Callable[..., object]:
    def fail(*arguments: object, **more: object) -> object:
        raise fault

    return fail


@pytest.mark.parametrize("command", sorted(COMMANDS))
class TestWhileAStoryIsAtWork:
    def test_an_interruption(self, command: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        arguments, work = COMMANDS[command]
        monkeypatch.setattr(work, failing(KeyboardInterrupt()))
        ended = CliRunner().invoke(main, [*arguments, "--json"])
        assert ended.exit_code == 130
        assert ended.stderr.startswith("Interrupted")
        assert json.loads(ended.stdout)["interrupted"] is True

    def test_a_fault_of_the_story(self, command: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        arguments, work = COMMANDS[command]
        monkeypatch.setattr(work, failing(EndlessTrigger(("again",))))
        ended = CliRunner().invoke(main, [*arguments, "--json"])
        assert ended.exit_code == 1
        assert [one["code"] for one in json.loads(ended.stdout)["problems"]] == ["endless-trigger"]
        assert "error[endless-trigger]" in ended.stderr


@pytest.mark.parametrize("command", ["ask", "map", "playtest", "check"])
def test_what_can_not_be_asked(command: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments, work = COMMANDS[command]
    monkeypatch.setattr(work, failing(StoryProblems([Problem("other-story", "no life of this story")])))
    ended = CliRunner().invoke(main, [*arguments, "--json"])
    assert ended.exit_code == 2
    assert [one["code"] for one in json.loads(ended.stdout)["problems"]] == ["other-story"]


@pytest.mark.parametrize("arguments", [*(arguments for arguments, _ in COMMANDS.values()), PLANNED, ("play", "key.fabula")])
def test_an_interruption_while_a_story_is_loaded(
    arguments: tuple[str, ...], desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fabula.story.check_file", failing(KeyboardInterrupt()))
    ended = CliRunner().invoke(main, list(arguments))
    assert (ended.exit_code, ended.stdout) == (130, "")
    assert ended.stderr.startswith("Interrupted")


@pytest.mark.parametrize("command", ["ask", "map", "minds", "playtest", "tell"])
def test_a_story_with_problems_has_nothing_of_what_was_asked_for(command: str, desk: Path) -> None:
    """The same keys as where all is well, so that who reads them need not know which it is."""
    arguments, _ = COMMANDS[command]
    fine = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    (desk / "key.fabula").write_text("story\n", encoding="utf-8")
    broken = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).stdout)
    assert broken["problems"]
    assert set(broken) == set(fine)
