"""`fabula map`: all lives of a story as a map."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fabula.charts.map import MOST_NODES, Map, make_map
from fabula.cli.exploring import BUDGET, FREE, KEPT, atlas_of, explored_or_read, exploring
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    JSON,
    OVER,
    STORY_ARGUMENT,
    counted,
    load_story,
    must_be_writable,
    print_json,
    write,
)
from fabula.lives.atlas import Atlas, Budget, Progress
from fabula.lives.readers import playtest
from fabula.story import Story

#: what a map can be written as, by how the name of its file ends
FORMATS = {".html": Map.html, ".svg": Map.svg, ".json": Map.json, ".dot": Map.dot}
_NOTHING: dict[str, object] = {
    "files": [],
    "nodes": 0,
    "edges": 0,
    "states": 0,
    "steps": 0,
    "complete": False,
    "endings": [],
    "scenes": [],
}


@click.command("map")
@STORY_ARGUMENT
@click.option(
    "-o",
    "--output",
    "files",
    required=True,
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write it: .html, .svg, .json or .dot; may be given several times.",
)
@click.option("--readers", type=click.IntRange(0), default=0, metavar="N", help="Let N random readers go through it: hits.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Chance of the readers, to be repeated.")
@click.option(
    "--most-nodes",
    type=click.IntRange(1),
    default=MOST_NODES,
    show_default=True,
    metavar="N",
    help="So many states are shown one by one; of more, scenes: those of the story's own 'scene' lines, if it has any.",
)
@click.option("--scenes", is_flag=True, help="Show scenes also where the states would fit one by one.")
@FREE
@KEPT
@BUDGET
@JSON
def command(
    story: str,
    files: tuple[Path, ...],
    readers: int,
    seed: int,
    most_nodes: int,
    scenes: bool,
    free: tuple[str, ...],
    kept: str | None,
    budget: Budget,
    as_json: bool,
) -> None:
    """Draw a map of all lives of a story: its states or scenes, endings, dead ends and bottlenecks, and the acts between them.

    A page (.html) can be explored, a picture (.svg) looked at; .json and .dot are for other programs.

    Ends with 0; 1 if the story has problems; 3 if the budget ended before all lives were known, and the map says so; 130 if it
    was interrupted.
    """
    for file in files:
        if file.suffix not in FORMATS:
            raise click.UsageError(f"{file} ends in none of {', '.join(FORMATS)}")
        must_be_writable(file)
    loaded = load_story(story, as_json, _NOTHING)
    atlas = atlas_of(loaded, free, kept, as_json, _NOTHING)
    drawn = _drawn(loaded, atlas, free, budget, readers, seed, most_nodes, scenes, as_json)
    for file in files:
        write(file, FORMATS[file.suffix](drawn))
    if as_json:
        print_json(_data(drawn, files))
    else:
        click.echo(_said(drawn))
        for file in files:
            click.echo(f"Written: {file}")
    if not atlas.complete:
        click.echo("Not all lives are known: what is not on this map may still be possible.", err=True)
        sys.exit(INTERRUPTED if atlas.why == "interrupted" else OVER)
    sys.exit(FINE)


def _drawn(
    story: Story,
    atlas: Atlas,
    free: tuple[str, ...],
    budget: Budget,
    readers: int,
    seed: int,
    most_nodes: int,
    scenes: bool,
    as_json: bool,
) -> Map:
    with exploring(story, as_json, _NOTHING, "nothing is written") as line:

        def show(now: Progress | int) -> None:
            line.show(explored_or_read(now, readers))

        readings = None
        if readers:
            readings = playtest(story, readers, seed, free, budget, show, atlas=atlas)
        else:
            atlas.explore(budget, show)
        line.show(f"{atlas.size:,} states: drawing")
        return make_map(atlas, readings, most_nodes, scenes=scenes)


def _said(drawn: Map) -> str:
    atlas = drawn.atlas
    shown = f", shown as {drawn.shown}" if drawn.shown else ""
    return f"{counted(atlas.size, 'state')} and {counted(len(atlas.acts), 'step')}{shown}."


def _data(drawn: Map, files: tuple[Path, ...]) -> dict[str, object]:
    atlas, graph = drawn.atlas, drawn.graph
    names = [ending.name for ending in atlas.world.ground.task.endings]
    return {
        "files": [str(file) for file in files],
        "level": graph.grouping.level,
        "nodes": len(graph.nodes),
        "edges": len(graph.links),
        "states": atlas.size,
        "steps": len(atlas.acts),
        "complete": atlas.complete,
        "endings": [
            {"name": name, "states": sum(node.size for node in graph.nodes if node.ending == number)}
            for number, name in enumerate(names)
        ],
        "scenes": [
            {"name": scene.name, "states": sum(node.size for node in graph.nodes if node.scene == number)}
            for number, scene in enumerate(atlas.world.definition.scenes.values())
        ],
        "dead_ends": sum(node.dead for node in graph.nodes),
    }
