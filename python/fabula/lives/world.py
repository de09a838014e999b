"""What a life needs of a story: the checked definition, the ground task and an engine that runs it."""

from __future__ import annotations

from typing import Protocol

from fabula.engine.interface import Engine
from fabula.grounding import Ground
from fabula.model import Definition


class World(Protocol):
    """`Story` is one; tests may have smaller ones."""

    @property
    def definition(self) -> Definition: ...

    @property
    def ground(self) -> Ground: ...

    @property
    def engine(self) -> Engine: ...


class Playable(World, Protocol):
    """A story that somebody can play."""

    def read_by(self, *minds: str) -> Playable:
        """The story as it is where these are played; the same where that makes no difference."""
        ...
