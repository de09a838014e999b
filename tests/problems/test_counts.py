"""Published problems have the states that they are known to have: beliefs, surprises and triggers are what they should be.

The problems are not ours and not here; `FABULA_PROBLEMS` names a folder of them with its `counts.json`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine, State
from fabula.engine.reference import ReferenceEngine
from fabula.formats.sabre import read
from fabula.problems import Problems
from fabula.source import Source
from fabula.task import Task

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("FABULA_PROBLEMS", ROOT.parent / "shared" / "problems"))
COUNTS = FOLDER / "counts.json"

#: up to how many states each engine counts
PATIENCE: dict[Callable[[Task], Engine], int] = {ReferenceEngine: 100, NativeEngine: 60_000}

#: fluents that vary, actions and triggers that can happen
SIZES = {
    "bribery": (16, 27, 0),
    "deerhunter": (14, 28, 76),
    "fantasy": (32, 76, 136),
    "gramma": (24, 812, 899),
    "hospital": (14, 102, 196),
    "jailbreak": (17, 106, 54),
    "macguffin": (5, 5, 12),
    "raiders": (8, 39, 66),
    "space": (12, 29, 58),
    "treasure": (3, 5, 0),
    "western": (31, 352, 640),
}

pytestmark = pytest.mark.skipif(not COUNTS.is_file(), reason="the published problems are not here")


def counts() -> Iterator[tuple[str, str, list[int]]]:
    if COUNTS.is_file():
        for name, figures in json.loads(COUNTS.read_text())["counts"].items():
            for kind in ("lives", "with_minds"):
                yield name, kind, figures[kind]


@cache
def task_of(path: Path) -> Task:
    problems = Problems()
    task = read(Source(path.name, path.read_text()), problems)
    assert not list(problems)
    assert task is not None
    return task


def layers(engine: Engine, with_minds: bool) -> Iterator[int]:
    """How many states there are within 0, 1, 2, ... acts; `with_minds`: also of those that somebody believes in."""
    seen: dict[State, None] = {}

    def enter(state: State) -> list[State]:
        fresh = [] if state in seen else [state]
        seen.setdefault(state)
        for node in fresh:
            for character in range(len(engine.task.characters) if with_minds else 0):
                believed = engine.belief(node, character)
                if believed not in seen:
                    seen[believed] = None
                    fresh.append(believed)
        return fresh

    layer = enter(engine.initial())
    while True:
        yield len(seen)
        layer = [new for state in layer for action in engine.possible(state) for new in enter(engine.do(state, action))]


@pytest.mark.parametrize("name", SIZES)
def test_the_sizes_of_a_ground_problem(name: str) -> None:
    task = task_of(FOLDER / f"{name}.txt")
    assert (len(task.fluents), len(task.actions), len(task.triggers)) == SIZES[name]
    assert len(task.actions) == json.loads(COUNTS.read_text())["counts"][name]["ground_actions"]


@pytest.mark.parametrize("build", PATIENCE, ids=lambda build: build.__name__)
@pytest.mark.parametrize(("name", "kind", "expected"), list(counts()))
def test_the_number_of_states(name: str, kind: str, expected: list[int], build: Callable[[Task], Engine]) -> None:
    engine = build(task_of(FOLDER / f"{name}.txt"))
    within = [count for count in expected if count <= PATIENCE[build]]
    # In this order: `zip` must not ask for a layer beyond.
    assert [count for _, count in zip(within, layers(engine, kind == "with_minds"), strict=False)] == within
