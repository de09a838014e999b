"""What a map shows, before it has been given a form: the graph, what it is of, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from fabula.charts.map.details import move_sentence
from fabula.charts.map.graph import Graph
from fabula.charts.map.scenes import Explored
from fabula.engine.attempts import move_name, moved
from fabula.lives import ends
from fabula.lives.readers import Readings
from fabula.telling.wording.phrases import phrases

#: of how many states a page knows the details
MOST_DETAILS = 60_000


@dataclass(frozen=True)
class Drawn:
    """The graph of an atlas with what all forms of a map have in common. `most_details`: of how many states a page says all
    that is known."""

    atlas: Explored
    graph: Graph
    readings: Readings | None
    most_details: int = MOST_DETAILS

    @property
    def title(self) -> str:
        return self.atlas.world.definition.front.title

    @property
    def language(self) -> str:
        """The language of the story, as a tag."""
        return self.atlas.world.definition.front.language

    @cached_property
    def shown(self) -> str:
        """How many scenes are shown, "" if it is states: "78 scenes"; of those that the author has marked, "3 scenes, 2 endings
        and 5 groups of other states"."""
        nodes, grouping = self.graph.nodes, self.graph.grouping
        if grouping.level != "scenes":
            return ""
        own, ended = sum(node.scene is not None for node in nodes), sum(node.ending is not None for node in nodes)
        if not self.atlas.world.ground.scenes:
            return _counted(len(nodes), "scene", "scenes")
        parts = [(own, "scene", "scenes"), (ended, "ending", "endings")]
        parts += [(len(nodes) - own - ended, "group of other states", "groups of other states")]
        said = [_counted(*part) for part in parts if part[0]]
        return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"

    @cached_property
    def moves(self) -> dict[int, int]:
        """The moves that lives may go on with, each with its place in the lists below: all acts, and then what is tried in
        vain."""
        count = len(self.atlas.world.ground.task.actions)
        tried = sorted({move for move in self.atlas.acts if move >= count})
        return {move: place for place, move in enumerate((*range(count), *tried))}

    @cached_property
    def act_names(self) -> tuple[str, ...]:
        """The acts as in problem files: `walk(Aeris, field, trees)`; and `Aeris tries walk(Aeris, field, trees)`."""
        return tuple(move_name(self.atlas.world.ground.task, move) for move in self.moves)

    @cached_property
    def act_sentences(self) -> tuple[str, ...]:
        """The acts in words: "Aeris walks from the field to the trees."."""
        world = self.atlas.world
        said = phrases(world)
        return tuple(move_sentence(world, move, said.because(moved(world.ground.task, move)[0], ())) for move in self.moves)

    @cached_property
    def act_schemas(self) -> tuple[str, ...]:
        """The action that each does, or tries."""
        ground = self.atlas.world.ground
        return tuple(ground.actions[moved(ground.task, move)[0]].schema for move in self.moves)

    @cached_property
    def kinds(self) -> str:
        """Of each state: "e" it has an ending, "d" it is dead, "s" dead and stuck, "o" it is not known what follows, "." none
        of these."""
        atlas = self.atlas
        gone = ends.dead(atlas)
        return "".join(_kind(atlas, gone, number) for number in range(atlas.size))


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _kind(atlas: Explored, gone: bytes, number: int) -> str:
    if atlas.endings[number] >= 0:
        return "e"
    if number >= atlas.expanded:
        return "o"
    if not gone[number]:
        return "."
    return "s" if atlas.firsts[number] == atlas.firsts[number + 1] else "d"
