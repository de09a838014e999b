"""Tests of the engines run on every engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.engine.engines import ENGINES

from fabula.engine.interface import Engine
from fabula.task import Task


@pytest.fixture(params=ENGINES)
def start(request: pytest.FixtureRequest) -> Callable[[Task], Engine]:
    """An engine, by its task."""
    return ENGINES[request.param]
