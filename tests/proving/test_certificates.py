"""Certificates as files: what is written is what is read, and whatever else is in a file is refused with a reason; and the
commands that write and check them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.proving.never_stories import TOWN

from fabula.asking import Asker
from fabula.asking.certified import certificate_for
from fabula.asking.grammar import question_of
from fabula.asking.questions import Never
from fabula.budget import Budget
from fabula.cli import main
from fabula.problems import StoryProblems
from fabula.proving import certificates
from fabula.proving.certificates import Certificate, certificate_from
from fabula.proving.checking import Checked, check
from fabula.proving.claims import basis_text, claim_text
from fabula.story import Story, loads


def certified(story: Story, target: str, *free: str) -> Certificate:
    asked = question_of(story, f"never {target}")
    assert isinstance(asked, Never)
    found = certificate_for(Asker(story, free).prover, asked)
    assert isinstance(found, Certificate)
    return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.fabula").write_text(TOWN, encoding="utf-8")
    return tmp_path


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


# --- as a file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "overseas",
        "both",
        "rich",
        "silent",
        "Ada believes Bruno.coins > 5",
        "Ada.coins + Bruno.coins is not 2",
        "worn is locked",
    ],
)
def test_what_is_written_is_what_is_read(target: str) -> None:
    """Of endings and of all kinds of conditions; and the same certificate is the same text."""
    story = loads(TOWN)
    asked = question_of(story, f"never {target}")
    assert isinstance(asked, Never)
    found = certificate_for(Asker(story).prover, asked, Budget(20.0, None, None))
    assert isinstance(found, Certificate)
    again = certificate_from(found.text())
    assert again == found
    assert again.text() == found.text()
    check(story.task, again)


def test_only_what_the_proof_needs_is_in_it() -> None:
    """To the island no way leads, whatever becomes of coins, ring and bell."""
    story = loads(TOWN)
    names = {story.task.fluents[fluent].name for fluent in certified(story, "overseas").ranges}
    assert names == {"at(Ada)", "at(Bruno)"}
    assert certified(story, "overseas").left_out.acts == ()
    assert certified(story, "rich").left_out.acts == ()


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    data = json.loads(certified(loads(TOWN), "both").text())
    change(data)
    return json.dumps(data)


def _may_be(left: list[Any], right: list[Any]) -> list[Any]:
    return ["compare", "may be", left, right, False, False]


def _nested(depth: int) -> list[Any]:
    found: list[Any] = ["all", []]
    for _ in range(depth):
        found = ["all", [found]]
    return found


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", "Expecting value"),
        ("[]", "[]"),
        ("{}", "null"),
        ("[" * 200_000, "nested too deep"),
        ('{"format": ' + "9" * 10_000 + "}", "Exceeds the limit"),
        (changed(lambda data: data.update(format="fabula atlas")), "fabula atlas"),
        (changed(lambda data: data.update(version=2)), "2"),
        (changed(lambda data: data.update(task=7)), "7"),
        (changed(lambda data: data.update(never={})), "{}"),
        (changed(lambda data: data.update(never={"ending": "both", "condition": ["all", []]})), "ending"),
        (changed(lambda data: data.update(never={"condition": ["perhaps"]})), "perhaps"),
        (changed(lambda data: data.update(never={"condition": ["compare", "~", ["read", [], 0], ["constant", 0]]})), "~"),
        (changed(lambda data: data.update(never={"condition": _nested(100)})), "all"),
        (changed(lambda data: data.update(never={"condition": _may_be(["read", [], 0], ["read", [], 1])})), "may be"),
        (changed(lambda data: data.update(never={"condition": _may_be(["constant", 1], ["constant", 1])})), "may be"),
        (changed(lambda data: data.update(free="Ada")), "Ada"),
        (changed(lambda data: data.update(free=[True])), "true"),
        (changed(lambda data: data.update(free=[1.5])), "1.5"),
        (changed(lambda data: data.update(ranges=[[0, ["from", 5, 1, False]]])), "from"),
        (changed(lambda data: data.update(ranges=[[0, ["from", 0, 10**30, False]]])), "1000"),
        (changed(lambda data: data.update(ranges=[[0]])), "[0]"),
        (changed(lambda data: data.update(sums=[[[0], 1]])), "[[0], 1]"),
        (changed(lambda data: data["left_out"].update(witnesses=[[1, 2]])), "[[1, 2]]"),
        (changed(lambda data: data.pop("left_out")), "null"),
        (changed(lambda data: data["rows"]["rows"].append([1])), "[1]"),
        (changed(lambda data: data["rows"].update(passed=[[1_000, 0]])), "1000"),
        (changed(lambda data: data.update(states="all")), "all"),
    ],
)
def test_what_is_no_certificate_is_refused(text: str, seen: str) -> None:
    with pytest.raises(StoryProblems) as found:
        certificate_from(text, "a.json")
    (problem,) = found.value.problems
    assert problem.code == "bad-certificate"
    assert problem.expected
    assert problem.hint == "a.json"
    assert seen in problem.seen


# --- the claim in words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "free", "text"),
    [
        ("rich", (), "no life ends in 'rich'."),
        ("both", ("Ada",), "no life, also where Ada may do anything, ends in 'both'."),
        ("worn and locked", (), "in no life is there a moment at which worn is so and locked is so."),
        (
            "Ada.at is island or Bruno.at is island",
            (),
            "in no life is there a moment at which at(Ada) is island or at(Bruno) is island.",
        ),
        (
            "Ada.coins + Bruno.coins > 2",
            (),
            "in no life is there a moment at which (coins(Ada) + coins(Bruno)) > 2.",
        ),
    ],
)
def test_the_claim_in_words(target: str, free: tuple[str, ...], text: str) -> None:
    story = loads(TOWN)
    assert claim_text(story.task, certified(story, target, *free).claim) == text


@pytest.mark.parametrize(
    ("checked", "text"),
    [
        (Checked(0, 0, 0, 0), "It rests on the condition alone."),
        (
            Checked(1, 0, 0, 2),
            "It rests on the values that 1 fact never leave. 2 acts that nobody has a reason for left aside.",
        ),
    ],
)
def test_what_it_rests_on_in_words(checked: Checked, text: str) -> None:
    assert basis_text(checked) == text


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["never silent", "can silent", "never worn and locked"])
def test_from_a_question_to_a_checked_certificate(desk: Path, question: str) -> None:
    asked = invoke("ask", "town.fabula", question, "--certificate", "never.json")
    assert asked.exit_code in (0, 1)
    assert "certificate" not in asked.stderr
    verified = invoke("verify", "never.json", "town.fabula")
    assert verified.exit_code == 0
    assert verified.stdout.startswith("It is proven: ")


def test_of_what_happens_there_is_no_certificate(desk: Path) -> None:
    asked = invoke("ask", "town.fabula", "never locked", "--certificate", "never.json")
    assert asked.exit_code == 1
    assert "No certificate is written: some life comes there." in asked.stderr
    assert not (desk / "never.json").exists()


@pytest.mark.parametrize("questions", [("never silent", "never rich"), ("most Ada.coins",), ("must silent",)])
def test_one_question_that_can_be_answered_with_never(desk: Path, questions: tuple[str, ...]) -> None:
    asked = invoke("ask", "town.fabula", *questions, "--certificate", "never.json")
    assert asked.exit_code == 2
    assert "--certificate goes with one question" in asked.stderr


def test_nobodys_own_file_is_written_over(desk: Path) -> None:
    (desk / "notes.json").write_text("[1, 2]", encoding="utf-8")
    assert invoke("ask", "town.fabula", "never silent", "--certificate", "notes.json").exit_code == 2
    assert (desk / "notes.json").read_text(encoding="utf-8") == "[1, 2]"


def test_a_certificate_is_written_over_a_certificate(desk: Path) -> None:
    for question in ("never silent", "never rich"):
        assert invoke("ask", "town.fabula", question, "--certificate", "never.json").exit_code == 0
    assert "'rich'" in invoke("verify", "never.json", "town.fabula").stdout


def test_what_is_not_proven_ends_with_1(desk: Path) -> None:
    """What is wrong with it is said: where, what was expected, what was seen."""
    assert invoke("ask", "town.fabula", "never silent", "--certificate", "never.json").exit_code == 0
    text = (desk / "never.json").read_text(encoding="utf-8").replace('"silent"', '"rich"')
    (desk / "never.json").write_text(text, encoding="utf-8")
    verified = invoke("verify", "never.json", "town.fabula")
    assert verified.exit_code == 1
    assert "error[refused-certificate]" in verified.stderr
    assert verified.stdout == ""
    told = json.loads(invoke("verify", "never.json", "town.fabula", "--json").stdout)
    assert told["valid"] is False
    (problem,) = told["problems"]
    assert (problem["code"], bool(problem["expected"]), bool(problem["seen"])) == ("refused-certificate", True, True)


def test_of_another_story(desk: Path) -> None:
    assert invoke("ask", "town.fabula", "never silent", "--certificate", "never.json").exit_code == 0
    verified = invoke("verify", "never.json", "the_silver_key", "--json")
    assert verified.exit_code == 1
    told = json.loads(verified.stdout)
    assert (told["valid"], [problem["code"] for problem in told["problems"]]) == (False, ["bad-certificate"])


def test_as_an_object(desk: Path) -> None:
    assert invoke("ask", "town.fabula", "never both", "--certificate", "never.json").exit_code == 0
    told = json.loads(invoke("verify", "never.json", "town.fabula", "--json").stdout)
    assert told["valid"] is True
    assert told["claim"] == "no life ends in 'both'."
    assert told["rows"] > 0


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"not a certificate"])
def test_files_that_are_none(desk: Path, content: bytes) -> None:
    (desk / "never.json").write_bytes(content)
    verified = invoke("verify", "never.json", "town.fabula")
    assert verified.exit_code == 2
    assert "error[bad-certificate]" in verified.stderr


def test_files_that_are_too_large(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "never.json").write_bytes(b" " * 2_000)
    monkeypatch.setattr("fabula.cli.verify.LONGEST", 1_000)
    verified = invoke("verify", "never.json", "town.fabula")
    assert verified.exit_code == 2
    assert "too large to be a certificate" in verified.stderr
    assert certificates.LONGEST < 1 << 25


def test_a_folder_and_no_file(desk: Path) -> None:
    for name in (".", "missing.json"):
        verified = invoke("verify", name, "town.fabula")
        assert verified.exit_code == 2
        assert "error[unreadable-file]" in verified.stderr


def test_a_budget_that_ends_says_nothing(desk: Path) -> None:
    assert invoke("ask", "town.fabula", "never silent", "--certificate", "never.json").exit_code == 0
    verified = invoke("verify", "never.json", "town.fabula", "--budget", "0s")
    assert verified.exit_code == 3
    assert "proven" not in verified.stdout
