"""The scenes that an author has marked: which states of an atlas are in which."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Protocol

from fabula.lives.world import World
from fabula.task import Condition

NO_SCENE = -1


class Marked(Protocol):
    """What has to be known of an atlas: see `fabula.lives.atlas.Atlas`, which is one."""

    @property
    def world(self) -> World: ...
    @property
    def size(self) -> int: ...
    @property
    def endings(self) -> Sequence[int]: ...
    def where(self, condition: Condition) -> Sequence[int]: ...


def scenes_of(atlas: Marked) -> array[int]:
    """Of each state the number of its scene: the first in the text whose condition holds there. `NO_SCENE` where none does, and
    where the story has ended: that is the ending's."""
    scenes = array("i", [NO_SCENE]) * atlas.size
    endings = atlas.endings
    for number, condition in enumerate(atlas.world.ground.scenes.values()):
        for state in atlas.where(condition):
            if scenes[state] == NO_SCENE and endings[state] < 0:
                scenes[state] = number
    return scenes
