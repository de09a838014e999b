"""`fabula map`, as a process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.conftest import Run

from fabula.budget import Budget, OutOfBudget
from fabula.charts.map import Map
from fabula.cli import main
from fabula.cli import map as mapping
from fabula.lives.atlas import Atlas, Progress


def test_it_writes_what_the_file_is_called(run: Run, desk: Path) -> None:
    ended = run("map", "key.fabula", "-o", "map.html", "-o", "map.svg", "-o", "map.json", "-o", "map.dot")
    assert (ended.returncode, ended.stderr) == (0, "")
    data = json.loads((desk / "map.json").read_text(encoding="utf-8"))
    assert ended.stdout.startswith(f"{data['states']} states and {data['steps']} steps.\nWritten: map.html\n")
    assert (desk / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (desk / "map.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert (desk / "map.dot").read_text(encoding="utf-8").startswith("digraph ")


def test_json_says_what_was_drawn(run: Run) -> None:
    ended = run("map", "key.fabula", "-o", "map.json", "--json", "--readers", "50", "--most-nodes", "10")
    assert ended.returncode == 0
    said = json.loads(ended.stdout)
    drawn = json.loads(Path("map.json").read_text(encoding="utf-8"))
    assert said["level"] == "scenes"
    assert said["nodes"] == len(drawn["nodes"]) <= 10
    assert said["complete"] is True
    assert drawn["readers"] == 50


def test_scenes_are_shown_where_they_are_asked_for(run: Run, desk: Path) -> None:
    story = desk / "key.fabula"
    plain = run("map", "key.fabula", "-o", "map.json", "--json", "--scenes")
    assert json.loads(plain.stdout)["level"] == "scenes"
    assert json.loads(plain.stdout)["scenes"] == []
    story.write_text(f'{story.read_text(encoding="utf-8")}\nscene all_of_it "All of it" when yes\n', encoding="utf-8")
    said = json.loads(run("map", "key.fabula", "-o", "map.json", "--json").stdout)
    assert said["level"] == "states"
    ended = run("map", "key.fabula", "-o", "map.json", "--scenes")
    assert ", shown as 1 scene and " in ended.stdout
    (scene,) = json.loads((desk / "map.json").read_text(encoding="utf-8"))["scenes"]
    assert scene["title"] == "All of it"
    assert said["scenes"] == [{"name": "all_of_it", "states": scene["states"]}]


def test_an_end_of_the_budget_is_said(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a story that nobody goes through in no time, some is drawn, and it is said that it is not all."""
    explore = Atlas.explore

    def some(atlas: Atlas, budget: Budget, watcher: Callable[[Progress], None] | None = None) -> bool:
        return explore(atlas, replace(budget, states=2_000), watcher)

    monkeypatch.setattr(Atlas, "explore", some)
    ended = CliRunner().invoke(main, ["map", "the_ridge", "-o", "map.html"])
    assert ended.exit_code == 3
    assert "Not all lives are known" in ended.stderr
    assert '"complete":false' in (desk / "map.html").read_text(encoding="utf-8")


def test_a_page_that_can_not_say_all_in_time_says_less(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And that it does: the few of whose states more is said are the first ones."""
    monkeypatch.setattr(mapping, "FEW", 7)
    whole = mapping.FORMATS[".html"]

    def late(drawn: Map) -> str:
        if drawn.most_details > 7:
            raise OutOfBudget("time")
        return whole(drawn)

    monkeypatch.setitem(mapping.FORMATS, ".html", late)
    ended = CliRunner().invoke(main, ["map", "key.fabula", "-o", "map.html"])
    assert ended.exit_code == 3
    assert "What is so in each state is said of 7 of them: there was no time for more." in ended.stderr
    assert (desk / "map.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("map", "key.fabula"), 2, "Missing option"),
        (("map", "key.fabula", "-o", "map.png"), 2, "map.png ends in none of .html, .svg, .json, .dot"),
        (("map", "key.fabula", "-o", "no/where/map.svg"), 2, "can't be written"),
        (("map", "key.fabula", "-o", "map.svg", "--as", "Anna"), 2, "unknown-character"),
        (("map", "nothing.fabula", "-o", "map.svg"), 2, "unreadable-file"),
    ],
)
def test_what_is_wrong_is_said(run: Run, arguments: tuple[str, ...], status: int, said: str) -> None:
    ended = run(*arguments)
    assert ended.returncode == status
    assert said in ended.stderr


def test_who_is_free_has_more_lives(run: Run) -> None:
    def states(*more: str) -> int:
        ended = run("map", "key.fabula", "-o", "map.dot", "--json", *more)
        return int(json.loads(ended.stdout)["states"])

    assert states("--as", "Ann") > states()
