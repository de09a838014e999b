"""What a test does on a Ray cluster of its own, in a process of its own: prints what came of it, as JSON."""

from __future__ import annotations

import importlib
import json
import os
import sys
import tempfile

from tests.spreading import works

from fabula.budget import Budget, OutOfBudget
from fabula.lives.atlas import Atlas
from fabula.lives.readers import playtest
from fabula.problems import StoryProblems
from fabula.spreading import HERE, LOCAL, Where, on_ray, spread
from fabula.story import load

TWO = Where(2, LOCAL)


def main() -> None:
    """One cluster for all of it: to begin one takes some seconds."""
    importlib.import_module("ray").init(
        LOCAL, num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR", object_store_memory=100_000_000
    )
    said = {
        "squares": list(spread(works.squared, 5, range(30), TWO)),
        "kept": _kept(),
        "refused": _refused(),
        "lost": _lost(),
        "again": _again(),
        "late": _late(),
        "other": _other(),
        "readers": [_readers(where) for where in (HERE, TWO, Where(1, LOCAL))],
        "beyond": [_beyond(where) for where in (HERE, TWO)],
    }
    sys.stdout.write(json.dumps(said))


def _kept() -> list[int]:
    found = list(spread(works.counted, works.Counted(1), range(12), TWO))
    return [len({process for process, _ in found}), max(times for _, times in found)]


def _refused() -> list[object]:
    found: list[object] = []
    try:
        for result in spread(works.refusing, 6, range(100), TWO):
            found.append(result)
    except ValueError as error:
        found.append(str(error))
    return found


def _lost() -> list[str]:
    try:
        list(spread(works.leaving, 4, range(9), TWO))
    except StoryProblems as lost:
        return [problem.code for problem in lost.problems]
    return []


def _again() -> list[int]:
    with tempfile.TemporaryDirectory() as folder:
        return list(spread(works.leaving_once, os.path.join(folder, "gone"), range(6), TWO))  # noqa: PTH118


def _late() -> list[object]:
    found: list[object] = []
    try:
        for result in spread(works.idling, None, range(5), TWO, Budget(3.0, None)):
            found.append(result)
    except OutOfBudget as over:
        found.append(over.why)
    return found


def _other() -> list[list[str]]:
    mine = on_ray.fingerprint
    on_ray.fingerprint = lambda: "another"  # type: ignore[assignment]
    try:
        list(spread(works.squared, 0, [1], TWO))
    except StoryProblems as found:
        return [[problem.code, problem.expected, str(problem.seen == mine())] for problem in found.problems]
    finally:
        on_ray.fingerprint = mine
    return []


def _readers(where: Where) -> str:
    return json.dumps(playtest(load("the_silver_key"), 3000, 4, where=where).data())


def _beyond(where: Where) -> str:
    """Beyond an atlas that is not complete, each worker asks an engine of its own."""
    story = load("the_ridge")
    atlas = Atlas(story)
    atlas.explore(Budget(None, None, 50))
    found = playtest(story, 40, 3, budget=Budget(None, 4_000_000_000, 50), where=where, atlas=atlas, longest=12)
    return json.dumps([found.data(), list(found.hits), found.atlas.complete])


if __name__ == "__main__":
    main()
