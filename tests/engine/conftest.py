"""Tests of the engines run on every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.engines import ENGINES, ENGINES_WITH_SETS

from fabula.engine.interface import Engine
from fabula.task import Task


@pytest.fixture(params=ENGINES)
def start(request: pytest.FixtureRequest) -> Callable[[Task], Engine]:
    """An engine, by its task."""

    def begin(task: Task) -> Engine:
        if task.sets and request.param not in ENGINES_WITH_SETS:
            pytest.skip(f"{request.param} has no sets of values")
        return ENGINES[request.param](task)

    return begin
