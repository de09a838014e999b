"""Work on a Ray cluster: one of this machine, with two workers. Skipped where Ray can't be had."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fabula.cli import main
from fabula.problems import StoryProblems
from fabula.spreading import on_ray

with_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="Ray is not installed")


@pytest.fixture(scope="module")
def said(checkout: Path) -> dict[str, Any]:
    """What came of it, by what was tried."""
    path = os.pathsep.join([str(checkout), *filter(None, [os.environ.get("PYTHONPATH")])])
    run = subprocess.run(
        [sys.executable, "-m", "tests.spreading.on_ray"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": path, "RAY_USAGE_STATS_ENABLED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    # Nothing stands there but what was asked for, also where workers were lost.
    return dict(json.loads(run.stdout))


@with_ray
def test_results_come_in_the_order_of_the_parts(said: dict[str, Any]) -> None:
    assert said["squares"] == [5 + part * part for part in range(30)]
    processes, most = said["kept"]
    assert 1 <= processes <= 2
    assert most >= 6


@with_ray
def test_what_goes_wrong_is_raised_in_its_turn(said: dict[str, Any]) -> None:
    assert said["refused"] == [0, 1, 2, 3, 4, 5, "6 is refused"]
    assert said["late"] == [*[0, 1][: len(said["late"]) - 1], "time"]


@with_ray
def test_what_a_worker_was_lost_with_is_worked_out_elsewhere_and_after_that_it_is_a_problem(said: dict[str, Any]) -> None:
    assert said["again"] == list(range(6))
    assert said["lost"] == ["lost-worker"]


@with_ray
def test_a_worker_with_another_version_is_a_problem(said: dict[str, Any]) -> None:
    assert said["other"] == [["no-workers", "another on all machines, as here", "True"]]


@with_ray
def test_random_readers_are_the_same_on_any_number_of_workers(said: dict[str, Any]) -> None:
    assert len(set(said["readers"])) == 1
    assert json.loads(said["readers"][0])["readers"] == 3000
    here, there = said["beyond"]
    assert here == there
    assert json.loads(here)[0]["readers"] == 40
    assert json.loads(here)[2] is False


@with_ray
def test_commands_say_the_same_on_ray(tmp_path: Path) -> None:
    """Which begin a cluster and end it."""
    questions = ["can hers", "shortest hers", "never his", "must hers"]

    def run(*arguments: str) -> tuple[str, int]:
        command = [sys.executable, "-m", "fabula", *arguments]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert ended.returncode in (0, 1), ended.stderr
        return ended.stdout, ended.returncode

    asked = ["ask", "the_silver_key", *questions, "--json"]
    assert run(*asked) == run(*asked, "--ray", "local", "--workers", "2")


def test_where_nobody_answers_there_are_no_workers() -> None:
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed")
    told = CliRunner().invoke(main, ["playtest", "the_silver_key", "--readers", "50", "--ray", "127.0.0.1:1", "--json"])
    assert told.exit_code == 2
    (problem,) = json.loads(told.stdout)["problems"]
    assert problem["code"] == "no-workers"
    assert problem["message"] == "there is no Ray cluster at 127.0.0.1:1"


def test_without_ray_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(StoryProblems) as found, on_ray.working(len, "", "local", 1):  # type: ignore[arg-type]
        pass
    (problem,) = found.value.problems
    assert (problem.code, problem.hint) == ("no-workers", "pip install 'fabula[ray]'")


def test_a_version_has_a_mark_of_its_own() -> None:
    assert on_ray.fingerprint() == on_ray.fingerprint()
    assert len(on_ray.fingerprint()) == 12
