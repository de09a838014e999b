"""The command `fabula`: reads what is asked, prints what is answered, and is the only place that exits.

0 = fine, 1 = the story has problems (or there is no such life or plan), 2 = the command line has, 3 = a budget ended before
the answer was known, 130 = interrupted.
"""

from __future__ import annotations

import importlib
import io
import sys

import click

from fabula import __version__

#: the commands, each `command` in the module of its name
COMMANDS = ("new", "check", "tell", "play", "ask", "playtest", "map", "minds", "texts", "plan", "count")


class _Commands(click.Group):
    """A command is imported when it is called: none has to wait until all others are there."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"fabula.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fabula")
def main() -> None:
    """Stories whose people act for reasons of their own: check them, have them told, play them.

    STORY is a file, or the bare name of a story that comes with fabula: the_ridge.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # What a terminal or a pipe can't say in its encoding is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
