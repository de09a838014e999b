"""What the commands print, and nothing else prints: the one place where it is made sure that no text of a stranger is obeyed by
the terminal. Files go the same way, see `text_of_file`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from fabula.cleaning import clean, clean_json
from fabula.diagnostics import draw
from fabula.problems import Problem
from fabula.wrapping import wrapped

#: columns of a terminal that does not say how many it has
USUAL = 80
#: under this name the context of a command keeps when it was called, as a moment of the monotonic clock
BEGUN = "fabula.begun"


def show(text: str, err: bool = False, nl: bool = True, verbatim: bool = False) -> None:
    """Print a text, on a terminal in lines that fit. `err`: to those who watch, not to those who go on with it; `nl`: end the
    line; `verbatim`: it is to be copied, and no line of it is broken."""
    width = None if verbatim else columns(err)
    click.echo(clean(text) if width is None else wrapped(text, width), err=err, nl=nl)


def show_problem(problem: Problem) -> None:
    """Draw a problem for those who watch, in colours where they see any. What it quotes is made visible by `draw`."""
    click.echo(draw(problem, sys.stderr.isatty() and has_colours(), columns(err=True)), err=True)


def has_colours() -> bool:
    """Whether a terminal may be given colours: not if it has none, nor if its user wants none."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns(err: bool = False) -> int | None:
    """How wide the terminal is that a text is printed on; None: it is printed on none."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return None
    chosen = os.environ.get("COLUMNS", "")
    if chosen.isdecimal() and int(chosen) > 0:
        return int(chosen)
    try:
        return os.get_terminal_size(stream.fileno()).columns or USUAL
    except OSError:
        return USUAL


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
