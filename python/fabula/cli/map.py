"""`fabula map`: all lives of a story as a map."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from fabula.budget import Budget, OutOfBudget
from fabula.charts.map import MOST_NODES, Map, make_map
from fabula.cli.exploring import BUDGET, FREE, KEPT, atlas_of, explored_or_read, exploring
from fabula.cli.output import show
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OVER,
    STORY_ARGUMENT,
    load_story,
    must_be_writable,
    over,
    rest,
    spending,
    write,
)
from fabula.findings import Reached, endings_of, how_in_english
from fabula.lives.atlas import Atlas, Progress
from fabula.lives.readers import Readings, playtest
from fabula.problems import counted
from fabula.story import Story

#: what a map can be written as, by how the name of its file ends
FORMATS = {".html": Map.html, ".svg": Map.svg, ".json": Map.json, ".dot": Map.dot}
#: of the budget, this part goes to the exploration and to readers
EXPLORING = 2 / 3
#: of what is left then, one of so many parts goes to what can be proven of endings that are not on the map
PROVING = 3
#: of what is left when it is to be written, this part goes to saying what is so in each state; where that is too little, it is
#: said of a few states
DETAILS, FEW = 1 / 2, 100


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
    loaded = load_story(story, budget=budget)
    loaded = loaded.read_by(*free)
    atlas = atlas_of(loaded, free, kept)
    found = _looked_through(loaded, atlas, free, rest(budget), readers, seed)
    left = "nothing is drawn"
    with exploring(loaded, left) as line:
        line.show(f"{atlas.size:,} states: drawing")
        try:
            with spending(rest(budget)):
                drawn = make_map(atlas, found, most_nodes, scenes=scenes)
            pictures = [_picture(drawn, file.suffix, budget) for file in files]
        except OutOfBudget as ended:
            over(ended.why, left)
    reached = endings_of(atlas, rest(budget).part(PROVING))
    for file, (picture, _) in zip(files, pictures, strict=True):
        write(file, picture)
    whole = all(is_whole for _, is_whole in pictures)
    reply().give({**_data(drawn, files, reached), **_ended(atlas, found, whole)})
    if not reply().is_wanted:
        show(_said(drawn))
        missing = [one for one in reached if one.reached is not True or not atlas.complete]
        for one in missing:
            show(f"  {one.name}: {how_in_english(one)}")
        for file in files:
            show(f"Written: {file}")
    if found is not None and found.why:
        show(f"Not all readers have read: {found.readers:,} of {found.asked:,}.", err=True)
    if not whole:
        show(f"What is so in each state is said of {FEW:,} of them: there was no time for more.", err=True)
    if not atlas.complete:
        show("Not all lives are known: what is not on this map may still be possible.", err=True)
        sys.exit(INTERRUPTED if atlas.why == "interrupted" else OVER)
    if found is not None and found.why:
        sys.exit(INTERRUPTED if found.why == "interrupted" else OVER)
    sys.exit(FINE if whole else OVER)


def _picture(drawn: Map, form: str, budget: Budget) -> tuple[str, bool]:
    """The map as it is written, and whether all is in it: where that takes too long, less is said of most states."""
    left = rest(budget)
    try:
        with spending(replace(left, seconds=None if left.seconds is None else left.seconds * DETAILS)):
            return FORMATS[form](drawn), True
    except OutOfBudget:
        with spending(rest(budget)):
            return FORMATS[form](replace(drawn, most_details=FEW)), False


def _looked_through(
    story: Story,
    atlas: Atlas,
    free: tuple[str, ...],
    budget: Budget,
    readers: int,
    seed: int,
) -> Readings | None:
    """All lives, or as many as fit into a part of the budget: the rest is for drawing them."""
    seconds = None if budget.seconds is None else budget.seconds * EXPLORING
    size = None if budget.bytes is None else int(budget.bytes * EXPLORING)
    budget = Budget(seconds, size, budget.states)
    with exploring(story, "nothing is written") as line:

        def watch(now: Progress | int) -> None:
            line.show(explored_or_read(now, readers))

        if readers:
            return playtest(story, readers, seed, free, budget, watch, atlas=atlas)
        atlas.explore(budget.explored(), watch)
        return None


def _said(drawn: Map) -> str:
    atlas = drawn.atlas
    shown = f", shown as {drawn.shown}" if drawn.shown else ""
    return f"{counted(atlas.size, 'state')} and {counted(len(atlas.acts), 'step')}{shown}."


def _ended(atlas: Atlas, found: Readings | None, whole: bool) -> dict[str, object]:
    why = "" if atlas.complete else atlas.why
    if not why and found is not None:
        why = found.why
    if not why and not whole:
        why = "time"
    return {"ended": why or None, "interrupted": why == "interrupted"}


def _data(drawn: Map, files: tuple[Path, ...], reached: tuple[Reached, ...]) -> dict[str, object]:
    atlas, graph = drawn.atlas, drawn.graph
    return {
        "files": [str(file) for file in files],
        "level": graph.grouping.level,
        "nodes": len(graph.nodes),
        "edges": len(graph.links),
        "states": atlas.size,
        "steps": len(atlas.acts),
        "complete": atlas.complete,
        "endings": [
            {"name": one.name, "states": sum(node.size for node in graph.nodes if node.ending == number), **one.known()}
            for number, one in enumerate(reached)
        ],
        "scenes": [
            {"name": scene.name, "states": sum(node.size for node in graph.nodes if node.scene == number)}
            for number, scene in enumerate(atlas.world.definition.scenes.values())
        ],
        "dead_ends": sum(node.dead for node in graph.nodes),
    }
