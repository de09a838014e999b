"""What the commands print, and nothing else prints: the one place where it is made sure that no text of a stranger is obeyed by
the terminal. Files go the same way, see `text_of_file`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from fabula.cleaning import clean, clean_json
from fabula.drawing import draw
from fabula.problems import Problem

#: under this name the context of a command keeps when it was called, as a moment of the monotonic clock
BEGUN = "fabula.begun"


def show(text: str, err: bool = False, nl: bool = True) -> None:
    """Print a text. `err`: to those who watch, not to those who go on with it; `nl`: end the line."""
    click.echo(clean(text), err=err, nl=nl)


def show_problem(problem: Problem) -> None:
    """Draw a problem for those who watch, in colours where they see any. What it quotes is made visible by `draw`."""
    click.echo(draw(problem, sys.stderr.isatty() and not os.environ.get("NO_COLOR")), err=True)


def watched() -> bool:
    """Whether somebody sees at a terminal what is going on."""
    return sys.stderr.isatty()


def overwrite(text: str, width: int = 0) -> None:
    """Say on a terminal what is going on, on the line that the next thing said takes the place of. `width`: how many characters
    at least, to cover what stood there."""
    click.echo(f"\r{clean(text).ljust(width)}", err=True, nl=False)


def text_of_file(name: str, text: str) -> str:
    """What is written into a file of this name: in JSON nothing is lost, all else is for eyes."""
    return clean_json(text) if name.endswith(".json") else clean(text)


@contextmanager
def spoken() -> Iterator[None]:
    """While a command line is read and carried out: what is wrong with it is said with names that came from elsewhere."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = clean(error.message)
        raise
