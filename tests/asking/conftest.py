"""Stories that many tests ask about."""

from __future__ import annotations

import pytest
from tests.asking.stories import clock, key

from fabula.asking import Asker


@pytest.fixture(scope="module")
def in_house() -> Asker:
    return Asker(key(), finds_obstacles=False)


@pytest.fixture(scope="module")
def of_clock() -> Asker:
    return Asker(clock(), finds_obstacles=False)
