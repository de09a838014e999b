"""`fabula count`: how many states there are, on both engines, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.interruptions import interrupted
from tests.cli.wells import UNSEEN, WELL, rings

from fabula.cli import main
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.engine.reference import ReferenceEngine
from fabula.planning.counting import Counting, Ended, count
from fabula.plans import subject_of
from fabula.task import Task

ENGINES = [ReferenceEngine, NativeEngine]
#: Ann is at one of two places, her bucket is full or not, and so is Ben's: eight states, a step further each
STATES = [1, 2, 3, 4, 5, 6, 7, 8]


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.fixture
def folder(desk: Path) -> Path:
    for name, text in (("well.txt", WELL), ("unseen.txt", UNSEEN), ("rings.txt", rings(40))):
        (desk / name).write_text(text, encoding="utf-8")
    return desk


def task_in(folder: Path, name: str) -> Task:
    return subject_of(folder / name).task


@pytest.mark.parametrize("build", ENGINES)
class TestCount:
    def test_states_by_steps(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        found = count(build(task_in(folder, "well.txt")), 4)
        assert found.within == tuple(STATES[:5])
        assert (found.whole, found.ended, found.seen) == (False, Ended.DEPTH, 5)

    def test_it_ends_where_there_are_no_more(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        found = count(build(task_in(folder, "well.txt")), 10**9, minds=True)
        assert found.within == tuple(STATES)
        assert (found.whole, found.ended, found.seen) == (True, Ended.DEPTH, 8)

    def test_what_somebody_believes_is_counted_with_minds_alone(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        """Ben believes Ann's bucket to be full, and she does not know that he does: three states, of which one is real."""
        (folder / "wrong.txt").write_text(WELL + "believes(Ben, full(Ann));", encoding="utf-8")
        engine = build(task_in(folder, "wrong.txt"))
        lives, minds = count(engine, 30), count(engine, 30, minds=True)
        assert (lives.within[0], minds.within[0]) == (1, 3)
        assert lives.whole
        assert minds.whole
        assert minds.seen > lives.seen

    def test_a_budget_of_nothing(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        found = count(build(task_in(folder, "well.txt")), 4, seconds=0)
        assert found.ended is Ended.BUDGET
        assert len(found.within) <= 1

    def test_a_process_that_is_too_large_already(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        assert count(build(task_in(folder, "rings.txt")), 10**6, size=1).ended is Ended.BUDGET

    def test_it_says_how_far_it_is(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        seen: list[Counting] = []
        count(build(task_in(folder, "well.txt")), 4, progress=seen.append)
        assert [now.states for now in seen] == sorted(now.states for now in seen)
        assert {now.depth for now in seen} >= {1, 2, 3, 4}

    def test_what_is_known_when_it_is_interrupted(self, folder: Path, build: Callable[[Task], Engine]) -> None:
        def stop(now: Counting) -> None:
            if now.states == 4:
                raise KeyboardInterrupt

        found = count(build(task_in(folder, "well.txt")), 10, progress=stop)
        assert found.ended is Ended.INTERRUPTED
        assert found.within in ((1, 2, 3), (1, 2, 3, 4))


def test_the_native_engine_may_keep_only_so_many_states(folder: Path) -> None:
    found = count(NativeEngine(task_in(folder, "well.txt"), nodes=4), 10)
    assert found.ended is Ended.BUDGET
    assert found.within[:2] == (1, 2)


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_as_json(folder: Path, engine: str) -> None:
    """As many numbers as steps were asked for, and one."""
    ended = invoke("count", "well.txt", "--depth", "9", "--engine", engine, "--json")
    assert ended.exit_code == 0
    data = json.loads(ended.stdout)
    assert data["lives"] == [*STATES, 8, 8]
    assert data["with_minds"] is None
    assert data["whole"] is True
    both = json.loads(invoke("count", "unseen.txt", "--depth", "3", "--minds", "--engine", engine, "--json").stdout)
    assert both["lives"][:3] == [1, 2, 3]
    assert both["with_minds"][0] == 1
    assert len(both["lives"]) == len(both["with_minds"]) == 4
    assert both["whole"] is False


def test_a_depth_beyond_all_states_is_no_list_without_end(folder: Path) -> None:
    data = json.loads(invoke("count", "well.txt", "--depth", "1000000000000", "--json").stdout)
    assert data["lives"][:9] == [*STATES, 8]
    assert len(data["lives"]) == 10_000


def test_as_a_table(folder: Path) -> None:
    ended = invoke("count", "well.txt", "--depth", "2", "--minds")
    assert ended.stdout == (
        "step  states  with minds\n   0       1           1\n   1       2           2\n   2       3           3\n"
    )
    assert ended.stderr == ""
    said = invoke("count", "well.txt", "--depth", "20").stderr
    assert re.fullmatch(r"These are all there are: 8 states \(\d+\.\d s of counting, \d+\.\d s in all\)\.\n", said)


def test_our_own_stories(folder: Path) -> None:
    data = json.loads(invoke("count", "key.fabula", "--depth", "2", "--minds", "--json").stdout)
    assert data["lives"] == sorted(data["lives"])
    assert data["lives"][0] == 1


def test_a_budget_that_ends(folder: Path) -> None:
    ended = invoke("count", "rings.txt", "--depth", "100000000", "--minds", "--budget", "3s", "--json")
    assert ended.exit_code == 3
    assert "no further than" in ended.stderr
    data = json.loads(ended.stdout)
    assert data["ended"] == "budget"
    assert data["lives"][:3] == [1, 3, 5]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("well.txt",), "--depth"),
        (("well.txt", "--depth", "-1"), "--depth"),
        (("well.txt", "--depth", "x"), "--depth"),
        (("well.txt", "--depth", "1", "--budget", "soon"), "60s,8GB"),
        (("well.txt", "--depth", "1", "--budget", "1s,2m"), "one time and one size"),
        (("well.txt", "--depth", "1", "--engine", "steam"), "native"),
        (("none.txt", "--depth", "1"), "unreadable-file"),
    ],
)
def test_what_can_not_be_counted(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = invoke("count", *arguments)
    assert ended.exit_code == 2
    assert said in ended.stderr


def test_a_broken_problem_file(folder: Path) -> None:
    Path("broken.txt").write_text(WELL.replace("at(Ben) = Hut", "at(Bem) = Hut"), encoding="utf-8")
    ended = invoke("count", "broken.txt", "--depth", "1", "--json")
    assert ended.exit_code == 1
    data = json.loads(ended.stdout)
    assert data["lives"] is None
    assert data["problems"][0]["code"] == "unknown-name"
    assert "did you mean 'Ben'?" in ended.stderr


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_a_trigger_that_never_rests(folder: Path, engine: str) -> None:
    tick = "property ticks() : number; trigger tick() { precondition: full(Ann); effect: ticks() = ticks() + 1 };"
    Path("endless.txt").write_text(WELL + tick, encoding="utf-8")
    ended = invoke("count", "endless.txt", "--depth", "3", "--engine", engine)
    assert ended.exit_code == 1
    assert "error[endless-trigger]" in ended.stderr


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_an_interruption(folder: Path, engine: str) -> None:
    """What is known, and that it is no proof; how far it was is shown on a terminal alone."""
    status, output, shown = interrupted(folder, "count", "rings.txt", "--depth", "1000000", "--engine", engine, "--json")
    assert status == 130
    assert "Interrupted: no further than" in shown
    assert "proves nothing" in shown
    data = json.loads(output)
    assert data["ended"] == "interrupted"
    assert data["lives"]
    assert all(known == expected for known, expected in zip(data["lives"], [1, 3, 5], strict=False))
