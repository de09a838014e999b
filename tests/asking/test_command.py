"""`fabula ask` at the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.asking.stories import CLOCK, GATED, KEY, WIDE
from tests.cli.interruptions import interrupted

from fabula.asking import GRAMMAR
from fabula.cli import main


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("key", KEY), ("clock", CLOCK), ("wide", WIDE), ("gated", GATED)):
        (tmp_path / f"{name}.fabula").write_text(text, encoding="utf-8")
    (tmp_path / "hers.life").write_text("walk(Jon, house, well)\ntake(Ida, silver)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*arguments: str, lines: str = "") -> Result:
    return CliRunner().invoke(main, ["ask", *arguments], input=lines)


def data(result: Result) -> dict[str, Any]:
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("can hers", 0),
        ("can his", 1),
        ("must hers", 0),
        ("shortest his", 1),
        ("who knows lies(silver)", 0),
        ("why take", 0),
        ("why not take", 1),
        ("what stands between start and his", 0),
    ],
)
def test_statuses(desk: Path, question: str, status: int) -> None:
    result = ask("key.fabula", question)
    assert (result.exit_code, result.stderr) == (status, "")
    assert result.stdout.strip()


def test_one_question_is_one_object_and_several_are_a_list(desk: Path) -> None:
    one = data(ask("key.fabula", "can hers", "--json"))
    assert {"question", "answer", "proof", "life", "obstacles"} <= set(one)
    several = data(ask("key.fabula", "can hers", "can his", "--json"))
    assert several["answers"][0] == one
    assert several["answers"][1]["answer"] is False
    assert several["answers"][1]["obstacles"]


def test_questions_from_a_file_and_from_a_pipe(desk: Path) -> None:
    (desk / "questions").write_text("can hers?\n# and\nmust hers\n", encoding="utf-8")
    asked = [one["question"] for one in data(ask("key.fabula", "never his", "--questions", "questions", "--json"))["answers"]]
    assert asked == ["never his", "can hers", "must hers"]
    assert data(ask("key.fabula", "--questions", "-", "--json", lines="shortest hers\n"))["answer"] == 2


def test_a_life_from_a_file(desk: Path) -> None:
    assert ask("key.fabula", "why take", "--life", "hers.life").exit_code == 0
    refused = data(ask("key.fabula", "why not take(Jon, silver)", "--life", "hers.life", "--after", "1", "--json"))
    assert refused["hindrances"][0]["kind"] == "world"
    assert ask("key.fabula", "what stands between life and his", "--life", "hers.life").exit_code == 0
    assert ask("key.fabula", "why take", "--life", "missing.life").exit_code == 2


def test_somebody_whose_acts_need_no_reason(desk: Path) -> None:
    assert ask("key.fabula", "can lost", "--as", "Ida").exit_code == 0
    assert ask("key.fabula", "can lost", "--free", "Jon").exit_code == 1
    unknown = ask("key.fabula", "can his", "--as", "Joan")
    assert unknown.exit_code == 2
    assert "unknown-character" in unknown.stderr


def test_a_life_of_somebody_whose_acts_need_no_reason(desk: Path) -> None:
    (desk / "too_soon.life").write_text("take(Ida, silver)\n", encoding="utf-8")
    question = ("what stands between life and lost", "--life", "too_soon.life")
    played = data(ask("key.fabula", *question, "--as", "Ida", "--json"))
    assert (played["answer"], played["onward"]) == ([], ["walk(Ida, house, well)", "throw(Ida, silver)"])
    assert "life-parts" in ask("key.fabula", *question).stderr


def test_bad_questions_are_drawn_with_the_grammar(desk: Path) -> None:
    result = ask("key.fabula", "can hes", "dance")
    assert result.exit_code == 2
    assert "did you mean 'hers'?" in result.stderr
    assert "bad-question" in result.stderr
    for form, _ in GRAMMAR:
        assert form in result.stderr
    found = data(ask("key.fabula", "can hes", "--json"))
    assert [problem["code"] for problem in found["problems"]] == ["unknown-ending"]
    assert found["answer"] is None


def test_what_is_missing_on_the_command_line(desk: Path) -> None:
    for arguments in (["key.fabula"], ["key.fabula", "why take", "--after", "1"], ["missing.fabula", "can hers"]):
        assert ask(*arguments).exit_code == 2
    assert ask("key.fabula", "--questions", "-", lines="# nothing\n").exit_code == 2
    assert ask("key.fabula", "--questions", "missing").exit_code == 2
    assert ask("key.fabula", "what stands between life and his").exit_code == 2


def test_help_has_the_grammar() -> None:
    result = CliRunner().invoke(main, ["ask", "--help"])
    assert all(form in result.stdout for form, _ in GRAMMAR)


def test_a_budget_ends(desk: Path) -> None:
    result = ask("wide.fabula", "can all", "--budget", "0s", "--json")
    assert result.exit_code == 3
    assert (data(result)["answer"], data(result)["proof"]) == (None, False)


def test_an_interruption(desk: Path) -> None:
    status, output, shown = interrupted(desk, "ask", "wide.fabula", "can all", "can s0", "--json")
    assert status == 130
    missing, found = json.loads(output)["answers"]
    assert (missing["answer"], missing["proof"]) == (None, False)
    assert (found["answer"], found["proof"]) == (True, True)
    assert "Interrupted" in shown


def test_a_proof_is_printed_before_it_is_looked_for_what_stands_in_the_way(desk: Path) -> None:
    command = [sys.executable, "-m", "fabula", "ask", "gated.fabula", "can all", "can gate", "--budget", "5s"]
    with subprocess.Popen(command, cwd=desk, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(5)]
        # Of five seconds at least four are left for the rest.
        assert process.poll() is None
        rest = process.stdout.read()
    assert [first[0], first[3]] == ["can all\n", "can gate\n"]
    assert first[1].startswith("No: no life ends in 'all'")
    assert first[4].startswith("No: in no life")
    assert rest.startswith("\ncan all\nNo set of rules was found that stands in the way of 'all', which proves nothing")
    assert process.returncode == 1


def test_a_proof_stands_where_the_budget_ends_before_what_stands_in_the_way_is_found(desk: Path) -> None:
    result = ask("gated.fabula", "can all", "--budget", "1s", "--json")
    found = data(result)
    assert (result.exit_code, found["answer"], found["proof"], found["obstacles"]) == (1, False, True, [])
    assert (found["relaxed"]["complete"], found["relaxed"]["why"]) == (False, "time")


def test_a_proof_stands_where_it_is_interrupted_later(desk: Path) -> None:
    status, output, shown = interrupted(desk, "ask", "gated.fabula", "can all", "--json", after="relaxed stor")
    assert status == 130
    found = json.loads(output)
    assert (found["answer"], found["proof"], found["relaxed"]["why"]) == (False, True, "interrupted")
    assert "Interrupted" in shown
