"""The engines that must agree."""

from __future__ import annotations

from collections.abc import Callable

from fabula.engine.core import NativeEngine
from fabula.engine.interface import Engine
from fabula.engine.reference import ReferenceEngine
from fabula.task import Task

ENGINES: dict[str, Callable[[Task], Engine]] = {"reference": ReferenceEngine, "native": NativeEngine}
#: those to which a mind has sets of values (`Task.sets`); the others are not asked about such tasks
ENGINES_WITH_SETS = ("reference",)
