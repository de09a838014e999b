"""`fabula new`: a small story to begin with."""

from __future__ import annotations

import secrets
import shlex
from importlib import resources
from pathlib import Path

import click

from fabula import files
from fabula.cli.output import show
from fabula.cli.shared import unwritable

#: the id in the template, which stands for one that no other story has
TEMPLATE_ID = "0000-0000-0000-0000"
#: letters and digits that nobody takes for each other
_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


@click.command("new")
@click.argument("name")
def command(name: str) -> None:
    """Write a small story that runs, NAME.fabula, with comments that teach."""
    path = Path(name if name.endswith(".fabula") else f"{name}.fabula")
    # `new ''` and `new folder/` name no story, and would write a file that no listing shows.
    if path.name == ".fabula" or name.endswith("/"):
        raise click.UsageError("give the story a name: fabula new letter")
    template = resources.files("fabula").joinpath("templates", "new.fabula").read_text(encoding="utf-8")
    try:
        files.create(path, template.replace(TEMPLATE_ID, new_id()).encode())
    except FileExistsError:
        raise click.UsageError(f"there is a file {path} already; nothing is written over it") from None
    except OSError as error:
        raise unwritable(path, error) from None
    # What begins with a hyphen would be an option.
    shown = shlex.quote(f"./{path}" if str(path).startswith("-") else str(path))
    show(f"Written: {path}\nNow: fabula check {shown}\nThen: fabula play {shown}", verbatim=True)


def new_id() -> str:
    """An id for a story that no other has, by chance."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
