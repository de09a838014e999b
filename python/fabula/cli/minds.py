"""`fabula minds`: who knows what, when."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fabula.budget import Budget
from fabula.charts.minds import MindsChart, minds_chart
from fabula.cli import completion
from fabula.cli.exploring import LIVED
from fabula.cli.lived import found_for, kept_in
from fabula.cli.output import show
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    SEED,
    STORY_ARGUMENT,
    draw_problems,
    load_story,
    must_be_ending,
    must_be_writable,
    rest,
    underway,
    write,
)
from fabula.problems import counted


def _json(chart: MindsChart) -> str:
    return json.dumps({"format": "fabula minds", "version": 1, **chart.data()}, ensure_ascii=False, indent=2) + "\n"


_FORMATS = {".html": MindsChart.html, ".svg": MindsChart.svg, ".json": _json, ".txt": MindsChart.text}


@click.command("minds")
@STORY_ARGUMENT
@click.option(
    "--life", "file", metavar="FILE", shell_complete=completion.lives, help="The life in FILE: a save, or a list of acts."
)
@click.option("--ending", metavar="E", shell_complete=completion.endings, help="A life that ends in E.")
@SEED
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a .html, .svg, .json or .txt; may be given several times.",
)
@LIVED
@JSON
def command(story: str, file: str | None, ending: str | None, seed: int, outputs: tuple[Path, ...], budget: Budget) -> None:
    """Hold every mind of a life against the truth: who learns, is deceived and finds out, and in which event.

    Without -o as lines of text.

    Ends with 0; 1 if there is no such life or none was found; 3 if the budget ended first; 130 if it was interrupted.
    """
    for output in outputs:
        if output.suffix not in _FORMATS:
            raise click.UsageError(f"{output}: the name of the file must end in one of {', '.join(_FORMATS)}")
    if file is not None and ending is not None:
        raise click.UsageError("--life and --ending ask for different lives: give one of them")
    for output in outputs:
        must_be_writable(output)
    loaded = load_story(story, budget=budget)
    if ending is not None:
        must_be_ending(loaded, ending)
    left = rest(budget)
    if file is None:
        kept = found_for(loaded, ending, seed, left)
    else:
        kept = kept_in(loaded, file, budget=left)
        loaded = loaded.read_by(*kept.readers)
    draw_problems(kept.problems)
    with underway(loaded.definition, "nothing is drawn", rest(budget)):
        chart = minds_chart(loaded, kept.life)
        drawn = {suffix: _FORMATS[suffix](chart) for suffix in {output.suffix for output in outputs} or {".txt"}}
    for output in outputs:
        write(output, drawn[output.suffix])
    reply().give({**chart.data(), "problems": [problem.data() for problem in kept.problems]})
    if reply().is_wanted:
        return
    if not outputs:
        show(drawn[".txt"], nl=False)
    for output in outputs:
        show(f"Written: {output} ({counted(len(chart.moments), 'moment')})", err=True)
