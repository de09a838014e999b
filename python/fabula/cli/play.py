"""`fabula play`: a story with the reader as one of its people."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from fabula.allowance import OutOfBudget
from fabula.cli.exploring import LIVED
from fabula.cli.shared import PLAIN, SEED, STORY_ARGUMENT, TEXTS, load_story, over, spending, underway
from fabula.lives.atlas import Budget
from fabula.play.screens import PlainScreen, Screen
from fabula.play.terminal import Options, Terminal


@click.command("play")
@STORY_ARGUMENT
@click.option("--as", "as_", metavar="NAME", help="Who you are; else whoever the story is told by.")
@SEED
@TEXTS
@PLAIN
@click.option("--all-minds", is_flag=True, help="Let 'mind' and 'why' look into everybody.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep the life in this file.")
@click.option("--load", type=click.Path(path_type=Path), metavar="FILE", help="Go on with a life that was kept.")
@LIVED
def command(
    story: str,
    as_: str | None,
    seed: int,
    texts: str | None,
    plain: bool,
    all_minds: bool,
    save: Path | None,
    load: Path | None,
    budget: Budget,
) -> None:
    """Play a story: you are one of its people. Type 'help' in it for all that can be done.

    The budget is for reading the story, and again for each turn.
    """
    loaded = load_story(story, texts=texts, budget=budget)
    with underway(loaded.definition, left="the story has not begun", budget=budget):
        options = Options(story, as_, seed, all_minds, save, load, lambda: spending(budget))
        terminal = Terminal(loaded, _screen(plain), options)
    try:
        terminal.run()
    except OutOfBudget as ended:
        over(ended.why, "the turn was not carried out to its end")


def _screen(plain: bool) -> Screen:
    if (
        plain
        or not (sys.stdin.isatty() and sys.stdout.isatty())
        or os.environ.get("NO_COLOR")
        or os.environ.get("TERM") == "dumb"
    ):
        return PlainScreen(sys.stdin, sys.stdout, shutil.get_terminal_size()[0], echo=not sys.stdin.isatty())
    # rich takes a while to import, and nothing else needs it.
    from fabula.play.rich_screen import rich_screen  # noqa: PLC0415

    return rich_screen()
