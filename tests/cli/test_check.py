"""`fabula check` as it is typed: what it says of all lives, and with what it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.interruptions import interrupted

from fabula.cli import main
from fabula.lives import replay
from fabula.story import load

#: A story of four states, all of whose lives end at dawn.
SMALL = """character Aeris, she
property hour: 0..3
action wait(who)
    by who
    do: hour += 1
Aeris wants: hour
ending dawn when hour is 3
"""
#: A story of more states than anybody has time for.
ENDLESS = SMALL + "".join(
    f"property n{number}: 0..9\naction count{number}(who)\n    by who\n    do: n{number} += 1\nAeris wants: n{number}\n"
    for number in range(9)
)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments], catch_exceptions=False)


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "small.fabula"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_all_lives_are_gone_through(story: Path) -> None:
    ended = invoke(story.name)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines() == [
        "small.fabula: no problems (1 mind, 1 act, 1 ending)",
        "all lives: 4 states, 3 steps; 1 of 1 ending reached",
        "  dawn  after 3 acts",
    ]


def test_quick_reads_the_text_alone(story: Path) -> None:
    ended = invoke(story.name, "--quick")
    assert ended.stdout == "small.fabula: no problems (1 mind, 1 act, 1 ending)\n"


def test_a_broken_expectation_fails_and_shows_its_life(story: Path) -> None:
    story.write_text(SMALL + "expect must dawn\nexpect never hour is 2\n", encoding="utf-8")
    ended = invoke(story.name)
    assert ended.exit_code == 1
    assert "error[broken-expectation]" in ended.stderr
    assert "  = life: wait(Aeris), wait(Aeris)\n" in ended.stderr
    assert "small.fabula: 1 error (" in ended.stdout
    assert "1 of 2 expectations kept" in ended.stdout


def test_warnings_do_not_fail(story: Path) -> None:
    story.write_text(SMALL + "ending noon when hour is 3\n", encoding="utf-8")
    ended = invoke(story.name)
    assert ended.exit_code == 0
    assert "warning[shadowed-ending]" in ended.stderr
    assert "small.fabula: 1 warning (" in ended.stdout
    assert "  noon  in no life" in ended.stdout


def test_as_json(story: Path) -> None:
    story.write_text(SMALL + "ending noon when hour is 3\nexpect never hour is 1\n", encoding="utf-8")
    ended = invoke(story.name, "--json")
    assert ended.exit_code == 1
    data = json.loads(ended.stdout)
    keys = {"problems", "fixed", "endings", "expects", "states", "steps", "complete", "why", "unknown", "open"}
    keys |= {"multiplying", "kept", "left_out"}
    keys |= {"ended", "interrupted"}
    assert keys == set(data)
    assert data["endings"] == [
        {"name": "dawn", "reached": True, "shortest": 3, "at_most": None, "basis": None, "chances": None},
        {"name": "noon", "reached": False, "shortest": None, "at_most": None, "basis": None, "chances": None},
    ]
    never = {"text": "expect never hour is 1", "holds": False, "life": ["wait(Aeris)"], "circle": [], "basis": None}
    assert data["expects"] == [never]
    assert (data["states"], data["steps"], data["complete"], data["why"], data["unknown"]) == (4, 3, True, "", [])
    broken, shadowed = data["problems"]
    assert (broken["code"], broken["severity"], broken["line"]) == ("broken-expectation", "error", 9)
    assert shadowed["code"] == "shadowed-ending"
    replay(load(story), shadowed["evidence"]["life"])


def test_what_is_proven_without_counting_is_said(story: Path) -> None:
    """Of more states than anybody has time for: an ending is so many acts away, another in no life, and why."""
    story.write_text(
        ENDLESS + "property cracked\naction crack(who)\n    by who\n    do: cracked\nending silence when cracked\n"
    )
    ended = invoke(story.name, "--budget", "2s")
    assert "  dawn     after 3 acts" in ended.stdout
    assert "  silence  in no life: nobody ever has a reason to crack" in ended.stdout
    assert "the ending 'silence' is reached by no life" in ended.stderr
    data = json.loads(invoke(story.name, "--budget", "2s", "--json").stdout)
    assert data["endings"][1]["basis"]["unwanted"] == ["crack"]
    assert "unreachable-ending" not in data["unknown"]


def test_the_budget_ends_first(story: Path) -> None:
    """Unknown is no failure, unless the story expects something of it."""
    ended = invoke(story.name, "--budget", "0s")
    assert ended.exit_code == 0
    assert "The budget ended (0 s, 4.0 GB)" in ended.stderr
    assert "  dawn  not known" in ended.stdout
    story.write_text(SMALL + "expect can dawn\n", encoding="utf-8")
    ended = invoke(story.name, "--budget", "0s")
    assert ended.exit_code == 3
    assert "0 of 1 expectation kept, 1 not known" in ended.stdout
    assert invoke(story.name, "--budget", "1GB").exit_code == 0


def test_a_budget_that_is_none(story: Path) -> None:
    ended = invoke(story.name, "--budget", "soon")
    assert ended.exit_code == 2
    assert "60s,8GB" in ended.stderr


def test_an_interruption_says_what_is_known(story: Path) -> None:
    story.write_text(ENDLESS + "expect never hour is 1\nexpect can dawn\n", encoding="utf-8")
    status, printed, said = interrupted(story.parent, "check", story.name)
    assert "lives so far:" in printed
    assert "Interrupted: what lies beyond is not known." in said
    # A promise that is seen to be broken is broken, whatever else there is.
    assert status == 1
    assert "broken-expectation" in said
