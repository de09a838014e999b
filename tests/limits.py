"""A limit of time for each test: one that hangs ends its process, and says where it hung. With `pytest -n` it has failed, and a
new process goes on.

It takes no signal, since what is tested uses that itself (`fabula/budget.py`), and it also ends native code."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Generator

import pytest

#: seconds that a test may take with its fixtures, unless its mark `limit` says otherwise: many times what it takes on a machine
#: that has nothing else to do
SECONDS = 300

#: where the process says it: the standard error that it began with, whatever a test does to its own
_SAYS = os.dup(2)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    mark = item.get_closest_marker("limit")
    faulthandler.dump_traceback_later(SECONDS if mark is None else mark.args[0], exit=True, file=_SAYS)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()
