"""`--json`: exactly one object on standard output, with the same keys however the command ends, as its schema says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from tests.cli.conftest import Run
from tests.cli.interruptions import interrupted
from tests.conftest import schema

from fabula.cli import COMMANDS, main
from fabula.cli.reply import COMMON, SHAPES, reply_to

PROBLEM_FILE = """entity Ann : character;
property on() : boolean;
action start(c : character) { precondition: !on(); effect: on(); consenting: c; };
utility(): on();
utility(Ann): on();
"""
BROKEN = ("broken.fabula", 1)
MISSING = ("missing.fabula", 2)
#: by shape: how the command is called where all is well
CALLS: dict[str, tuple[str, ...]] = {
    "check": ("check", "key.fabula"),
    "tell": ("tell", "key.fabula"),
    "ask": ("ask", "key.fabula", "can free"),
    "ask several": ("ask", "key.fabula", "can free", "why go"),
    "verify": ("verify", "never.json", "key.fabula"),
    "playtest": ("playtest", "key.fabula", "--readers", "20"),
    "map": ("map", "key.fabula", "-o", "map.json"),
    "minds": ("minds", "key.fabula"),
    "texts export": ("texts", "export", "key.fabula", "--language", "de"),
    "texts import": ("texts", "import", "key.fabula", "key.po"),
    "plan": ("plan", "on.sabre"),
    "plan --verify": ("plan", "on.sabre", "--verify", "plan.txt"),
    "count": ("count", "on.sabre", "--depth", "2"),
}
#: how commands fail: by shape, arguments, what they end with, and the code of the first problem, if there is one
FAILURES: list[tuple[str, tuple[str, ...], int, str | None]] = [
    ("tell", ("tell", "key.fabula", "--ending", "xx"), 2, "unknown-ending"),
    ("tell", ("tell", "key.fabula", "--from", "Xaver"), 2, "unknown-character"),
    ("tell", ("tell", "key.fabula", "--life", "missing.life"), 2, "unreadable-file"),
    ("tell", ("tell", "key.fabula", "--life", "wrong.life"), 2, "other-story"),
    ("tell", ("tell", "key.fabula", "-o", "told.exe"), 2, "bad-usage"),
    ("tell", ("tell", "key.fabula", "--budget", "0s"), 3, None),
    ("tell", ("tell", "key.fabula", "--seed", "x"), 2, "bad-usage"),
    ("tell", ("tell", "key.fabula", "--model", "m"), 2, "bad-usage"),
    ("tell", ("tell", "key.fabula", "--all-endings", "--ending", "free"), 2, "bad-usage"),
    ("tell", ("tell",), 2, "bad-usage"),
    ("check", ("check", "key.fabula", "--as", "Xaver"), 2, "unknown-character"),
    ("check", ("check", "key.fabula", "--atlas", "wrong.life"), 2, "bad-atlas"),
    ("check", ("check", "key.fabula", "--bogus"), 2, "bad-usage"),
    ("check", ("check", "key.fabula", "--budget", "none"), 2, "bad-usage"),
    ("ask", ("ask", "key.fabula", "can xx"), 2, "unknown-ending"),
    ("ask", ("ask", "key.fabula", "dance"), 2, "bad-question"),
    ("ask", ("ask", "key.fabula", "can free", "--after", "1"), 2, "bad-usage"),
    ("ask", ("ask", "key.fabula", "can free", "--as", "Xaver"), 2, "unknown-character"),
    ("ask", ("ask", "key.fabula", "why go", "--life", "missing.life"), 2, "unreadable-file"),
    ("ask", ("ask", "key.fabula", "can free", "--budget", "0s"), 3, None),
    ("ask several", ("ask", "key.fabula", "can free", "dance"), 2, "bad-question"),
    ("ask several", ("ask", "key.fabula"), 2, "bad-usage"),
    ("ask several", ("ask", "key.fabula", "--questions", "missing"), 2, "unreadable-file"),
    ("ask", ("ask", "key.fabula", "why go", "--certificate", "never.json"), 2, "bad-usage"),
    ("verify", ("verify", "missing.json", "key.fabula"), 2, "unreadable-file"),
    ("verify", ("verify", "wrong.life", "key.fabula"), 2, "bad-certificate"),
    ("verify", ("verify", "never.json", "broken.fabula"), 1, "syntax"),
    ("verify", ("verify", "never.json"), 2, "bad-usage"),
    ("playtest", ("playtest", "key.fabula", "--as", "Xaver"), 2, "unknown-character"),
    ("playtest", ("playtest", "key.fabula", "--readers", "0"), 2, "bad-usage"),
    ("playtest", ("playtest", "key.fabula", "--budget", "0s"), 3, None),
    ("map", ("map", "key.fabula", "-o", "map.exe"), 2, "bad-usage"),
    ("map", ("map", "key.fabula"), 2, "bad-usage"),
    ("map", ("map", "key.fabula", "-o", "missing/map.svg"), 2, "bad-usage"),
    ("map", ("map", "key.fabula", "-o", "map.svg", "--budget", "0s"), 3, None),
    ("minds", ("minds", "key.fabula", "--ending", "xx"), 2, "unknown-ending"),
    ("minds", ("minds", "key.fabula", "--ending", "free", "--life", "wrong.life"), 2, "bad-usage"),
    ("texts export", ("texts", "export", "key.fabula", "--language", "!"), 2, "bad-usage"),
    ("texts export", ("texts", "export", "key.fabula", "--language", "fr", "-o", "key.po"), 2, "wrong-language"),
    ("texts export", ("texts", "export", "on.sabre", "--language", "fr"), 2, "bad-usage"),
    ("texts import", ("texts", "import", "key.fabula", "missing.po"), 2, "unreadable-file"),
    ("texts import", ("texts", "import", "key.fabula", "key.po", "--language", "fr"), 1, "wrong-language"),
    ("plan", ("plan", "on.sabre", "--goal", "7"), 1, None),
    ("plan", ("plan", "on.sabre", "--goal", "0"), 2, "bad-usage"),
    ("plan", ("plan", "on.sabre", "--limits", "1,2"), 2, "bad-usage"),
    ("plan --verify", ("plan", "on.sabre", "--verify", "missing.txt"), 2, "unreadable-file"),
    ("plan --verify", ("plan", "on.sabre", "--verify", "wrong.life"), 1, None),
    ("count", ("count", "on.sabre", "--depth", "x"), 2, "bad-usage"),
    ("count", ("count", "on.sabre", "--depth", "2", "--budget", "0s"), 3, None),
]


@pytest.fixture(autouse=True)
def _files(desk: Path) -> None:
    (desk / "broken.fabula").write_text("story\n", encoding="utf-8")
    (desk / "broken.sabre").write_text("entity\n", encoding="utf-8")
    (desk / "on.sabre").write_text(PROBLEM_FILE, encoding="utf-8")
    (desk / "wrong.life").write_text("fly(Ann)\n", encoding="utf-8")
    runner = CliRunner()
    never = ["ask", "key.fabula", "never Ben.at is garden and not unlocked", "--certificate", "never.json"]
    assert runner.invoke(main, never).exit_code == 0
    assert runner.invoke(main, ["texts", "export", "key.fabula", "--language", "de", "-o", "key.po"]).exit_code == 0
    (desk / "plan.txt").write_text(runner.invoke(main, ["plan", "on.sabre"]).stdout, encoding="utf-8")


def object_of(result: Result, command: str) -> dict[str, Any]:
    """The one object on standard output, which is as the schema says."""
    assert "Traceback" not in result.stderr
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    schema(command).validate(found)
    return found


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def keys(command: str, found: dict[str, Any]) -> set[str]:
    """The keys of an object; besides those of every answer, each question has some of its own."""
    return set(found) & set(SHAPES["ask"]) if command == "ask" else set(found)


def test_every_command_that_has_the_option_is_looked_at() -> None:
    having: set[str] = set()
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        for word, one in inner.items():
            if any("--json" in parameter.opts for parameter in one.params):
                having.add(f"{name} {word}".strip())
    assert having | {"ask several", "plan --verify"} == set(CALLS) == set(SHAPES)


@pytest.mark.parametrize("command", sorted(SHAPES))
def test_every_shape_has_its_schema(command: str) -> None:
    """The schema asks for just the keys that are there as long as nothing is known, and that is valid already."""
    assert set(COMMON) <= set(SHAPES[command])
    if command != "ask several":
        schema(command).validate(SHAPES[command])
        wanted = schema(command).schema
        wanted = wanted["$defs"]["answer"] if command == "ask" else wanted
        assert set(wanted["required"]) == set(SHAPES[command])


@pytest.mark.parametrize("command", sorted(CALLS))
def test_where_all_is_well(command: str) -> None:
    result = invoke(*CALLS[command])
    assert result.exit_code == 0, result.stderr
    found = object_of(result, command)
    assert keys(command, found) == set(SHAPES[command])
    assert [one for one in found["problems"] if one["severity"] == "error"] == []
    assert found["interrupted"] is False
    assert found["ended"] in (None, "complete", "depth")


@pytest.mark.parametrize(
    ("command", "arguments", "status", "code"), FAILURES, ids=lambda one: " ".join(one) if isinstance(one, tuple) else ""
)
def test_where_it_fails(command: str, arguments: tuple[str, ...], status: int, code: str | None) -> None:
    result = invoke(*arguments)
    assert result.exit_code == status, result.stderr
    found = object_of(result, command)
    assert keys(command, found) == set(SHAPES[command])
    if code is not None:
        assert [problem["code"] for problem in found["problems"]][:1] == [code]
    if status == 3:
        assert found["ended"] in ("time", "memory", "budget")
    # An answer itself says that it is not known.
    assert result.stderr.strip() or command == "ask"


@pytest.mark.parametrize(("story", "status"), [BROKEN, MISSING])
@pytest.mark.parametrize("command", sorted(CALLS))
def test_a_story_that_can_not_be_used(command: str, story: str, status: int) -> None:
    first, *others = (one for one in CALLS[command])
    arguments = [story if one.endswith((".fabula", ".sabre")) else one for one in others]
    result = invoke(first, *arguments)
    assert result.exit_code == status
    found = object_of(result, command)
    assert keys(command, found) == set(SHAPES[command])
    assert found["problems"]
    assert (found["ended"], found["interrupted"]) == (None, False)


@pytest.mark.parametrize("command", sorted(CALLS))
def test_an_interruption_at_any_time(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **more: object) -> object:
        raise KeyboardInterrupt

    for work in ("fabula.story.check_file", "fabula.cli.texts.check_file", "fabula.plans.read_text"):
        monkeypatch.setattr(work, fail)
    result = invoke(*CALLS[command])
    assert result.exit_code == 130
    found = object_of(result, command)
    assert keys(command, found) == set(SHAPES[command])
    assert (found["ended"], found["interrupted"]) == ("interrupted", True)


def test_two_questions_one_bad() -> None:
    """Each is there, by its text; which one is wrong the problems say."""
    found = object_of(invoke("ask", "key.fabula", "can free", "dance"), "ask several")
    assert [one["question"] for one in found["answers"]] == ["can free", "dance"]
    assert [one["answer"] for one in found["answers"]] == [None, None]
    assert [(problem["code"], problem["seen"]) for problem in found["problems"]] == [("bad-question", "'dance'")]


def test_what_a_question_is_answered_with_has_the_keys_of_all(desk: Path) -> None:
    every = [
        "must free", "never free", "shortest free", "who knows lies(key)", "why go", "why not take", "most 1",
        "what stands between start and free",
    ]  # fmt: skip
    found = object_of(invoke("ask", "key.fabula", *every), "ask several")
    assert [one["question"] for one in found["answers"]] == every
    for one in found["answers"]:
        assert set(SHAPES["ask"]) <= set(one)


def test_an_export_without_a_file_is_one_object() -> None:
    found = object_of(invoke(*CALLS["texts export"]), "texts export")
    assert found["written"] is None
    assert 'msgid "The Key"' in found["catalogue"]
    assert found["texts"] == found["missing"] > 0


def test_what_is_there_is_told_of_a_book() -> None:
    found = object_of(invoke("tell", "key.fabula", "--all-endings"), "tell")
    assert set(found) == set(SHAPES["tell"])
    assert [one["reached"] for one in found["endings"]] == [True] * len(found["lives"])


def test_the_option_in_the_place_of_a_value_is_none(run: Run) -> None:
    ended = run("tell", "key.fabula", "--ending", "--json")
    assert ended.returncode == 2
    assert "unknown-ending" in ended.stderr
    assert ended.stdout == ""
    assert reply_to(["tell", "key.fabula", "--", "--json"]).is_wanted is False


def test_a_process_that_is_interrupted_prints_one_object(desk: Path) -> None:
    wide = "\n".join(f"property s{n}\naction a{n}\n    by Ann\n    when not s{n}\n    do: s{n}" for n in range(16))
    wants = "Ann wants\n" + "\n".join(f"    1 if s{n}" for n in range(16))
    every = " and ".join(f"s{n}" for n in range(16))
    text = f'story "Wide"\ncharacter Ann "Ann", she\n{wide}\n{wants}\nending all "All" when {every}\n'
    (desk / "wide.fabula").write_text(text, encoding="utf-8")
    status, output, _ = interrupted(desk, "check", "wide.fabula", "--json", after="is there any")
    assert status == 130
    found = json.loads(output)
    schema("check").validate(found)
    assert (found["ended"], found["why"], found["interrupted"]) == ("interrupted", "interrupted", True)


def test_the_documentation_has_all_schemas() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    folder = Path(__file__).parents[2] / "docs" / "schemas"
    assert set(re.findall(r"\(schemas/([\w-]+\.json)\)", docs)) == {path.name for path in folder.iterdir()}
