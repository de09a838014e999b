"""What the words of an answer are made of."""

from __future__ import annotations

from typing import Protocol

from fabula.asking.conclusions import Conclusion, Extent
from fabula.asking.obstacles import Obstacles
from fabula.asking.questions import Question
from fabula.lives.life import Life
from fabula.lives.world import World


class Answered(Protocol):
    """An answer, as far as it is put into words: see `answers.Answer`."""

    @property
    def asked(self) -> Question: ...

    @property
    def conclusion(self) -> Conclusion: ...

    @property
    def extent(self) -> Extent: ...

    @property
    def world(self) -> World: ...

    @property
    def life(self) -> Life | None: ...

    @property
    def obstacles(self) -> Obstacles | None: ...
