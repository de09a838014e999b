"""`fabula check --fix`."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from fabula.cli import main

WRONG = """VAR coins = 3
character Ann she
Ann wants
    1 when coins > 4
acton earn(who)
    by who
    do coins += 1
"""
RIGHT = """property coins: 0..10 = 3
character Ann, she
Ann wants
    1 if coins > 4
action earn(who)
    by who
    do: coins += 1
"""


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", "--quick", *arguments])
    return result.exit_code, result.stdout


def test_the_file_is_put_right_and_the_old_text_is_kept(tmp_path: Path) -> None:
    story = tmp_path / "coins.fabula"
    story.write_text(WRONG, encoding="utf-8")
    code, printed = run(str(story))
    assert (code, story.read_text(encoding="utf-8")) == (1, WRONG)
    assert f"'fabula check {story} --fix' puts" in printed
    code, printed = run(str(story), "--fix")
    assert (code, story.read_text(encoding="utf-8")) == (0, RIGHT)
    assert "-VAR coins = 3\n" in printed
    assert "+property coins: 0..10 = 3\n" in printed
    assert (tmp_path / "coins.fabula.before").read_text(encoding="utf-8") == WRONG
    assert "Put right: 5 problems." in printed


def test_nothing_that_was_kept_is_written_over(tmp_path: Path) -> None:
    story = tmp_path / "coins.fabula"
    kept = tmp_path / "coins.fabula.before"
    kept.write_text("mine", encoding="utf-8")
    story.write_text(WRONG, encoding="utf-8")
    assert run(str(story), "--fix")[0] == 0
    assert kept.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "coins.fabula.before2").read_text(encoding="utf-8") == WRONG


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    story = tmp_path / "coins.fabula"
    story.write_text(RIGHT, encoding="utf-8")
    written = story.stat().st_mtime_ns
    code, printed = run(str(story), "--fix")
    assert code == 0
    assert "Put right" not in printed
    assert story.stat().st_mtime_ns == written
    assert list(tmp_path.iterdir()) == [story]


def test_the_ends_of_lines_stay_what_they_are(tmp_path: Path) -> None:
    story = tmp_path / "coins.fabula"
    story.write_bytes(WRONG.replace("\n", "\r\n").encode())
    assert run(str(story), "--fix")[0] == 0
    assert story.read_bytes() == RIGHT.replace("\n", "\r\n").encode()


def test_what_has_no_exact_cure_is_left_and_reported(tmp_path: Path) -> None:
    story = tmp_path / "coins.fabula"
    story.write_text(f"{WRONG}rule rich: coins >\n", encoding="utf-8")
    code, printed = run(str(story), "--fix")
    assert code == 1
    assert story.read_text(encoding="utf-8") == f"{RIGHT}rule rich: coins >\n"
    assert "1 error" in printed


def test_a_file_that_can_not_be_read_is_the_problem_that_it_always_is(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.fabula")
    assert run(missing, "--fix") == run(missing)


def test_editors_get_the_changes(tmp_path: Path) -> None:
    story = tmp_path / "coins.fabula"
    story.write_text(WRONG, encoding="utf-8")
    code, printed = run(str(story), "--json")
    assert code == 1
    first = json.loads(printed)["problems"][0]
    assert first["fix"] == [{"line": 1, "column": 1, "end_line": 1, "end_column": 14, "text": "property coins: 0..10 = 3"}]
    code, printed = run(str(story), "--json", "--fix")
    assert code == 0
    assert [one["code"] for one in json.loads(printed)["fixed"]].count("foreign-line") == 1
