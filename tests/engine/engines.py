"""The engines that must agree."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

from fabula.engine.interface import Engine
from fabula.engine.reference import ReferenceEngine
from fabula.task import Task

ENGINES: dict[str, Callable[[Task], Engine]] = {"reference": ReferenceEngine}
if importlib.util.find_spec("fabula.engine.core") is not None:
    ENGINES["native"] = importlib.import_module("fabula.engine.core").NativeEngine
