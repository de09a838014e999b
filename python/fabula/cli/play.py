"""`fabula play`: a story with the reader as one of its people."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from fabula import files
from fabula.budget import Budget
from fabula.cli import completion
from fabula.cli.exploring import LIVED
from fabula.cli.output import columns, has_colours
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    PLAIN,
    SEED,
    STORY_ARGUMENT,
    TEXTS,
    load_story,
    spending,
    underway,
    unwritable,
)
from fabula.play.saves import is_save
from fabula.play.screens import PlainScreen, Screen
from fabula.play.shelf import shelf_of
from fabula.play.terminal import Options, Terminal


@click.command("play")
@STORY_ARGUMENT
@click.option(
    "--as", "as_", metavar="NAME", shell_complete=completion.people, help="Who you are; else whoever the story is told by."
)
@SEED
@TEXTS
@PLAIN
@click.option("--all-minds", is_flag=True, help="Let 'mind' and 'why' look into everybody.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep the life in this file.")
@click.option(
    "--load",
    type=click.Path(path_type=Path),
    metavar="FILE",
    shell_complete=completion.lives,
    help="Go on with a life: its file or its name.",
)
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

    The budget is for reading the story, and again for each turn. Ends with 0 when you leave; 1 if the story has problems; 3 if
    the budget ended; 130 if it was interrupted. The life is kept in any case.
    """
    loaded = load_story(story, texts, budget)
    if save is not None:
        try:
            files.check(save, is_save)
        except OSError as error:
            raise unwritable(save, error) from None
    with underway(loaded.definition, left="the story has not begun", budget=budget):
        if load is not None and not files.is_there(load):
            load = shelf_of(loaded.definition.front).find(str(load))
        source = click.get_current_context().get_parameter_source("seed")
        chosen = None if source is click.core.ParameterSource.DEFAULT else seed
        options = Options(story, as_, chosen, all_minds, save, load, lambda: spending(budget), texts)
        terminal = Terminal(loaded, _screen(plain), options)
    with underway(loaded.definition, left="the turn was not carried out to its end"):
        finished = terminal.run()
    sys.exit(FINE if finished else INTERRUPTED)


def _screen(plain: bool) -> Screen:
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()) or not has_colours():
        width = columns() or shutil.get_terminal_size()[0]
        return PlainScreen(sys.stdin, sys.stdout, width, echo=not sys.stdin.isatty())
    # rich takes a while to import, and nothing else needs it.
    from fabula.play.rich_screen import rich_screen  # noqa: PLC0415

    return rich_screen()
