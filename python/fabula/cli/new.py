"""`fabula new`: a small story to begin with."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import click

from fabula.cli.output import show
from fabula.cli.shared import unwritable


@click.command("new")
@click.argument("name")
def command(name: str) -> None:
    """Write a small story that runs, NAME.fabula, with comments that teach."""
    path = Path(name if name.endswith(".fabula") else f"{name}.fabula")
    template = resources.files("fabula").joinpath("templates", "new.fabula").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template)
    except FileExistsError:
        raise click.UsageError(f"there is a file {path} already; nothing is written over it") from None
    except OSError as error:
        raise unwritable(path, error) from None
    show(f"Written: {path}\nNow: fabula check {path}\nThen: fabula play {path}")
