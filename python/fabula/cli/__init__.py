"""The command `fabula`: reads what is asked, prints what is answered, and is the only place that exits.

0 = fine, 1 = the story has problems (or there is no such life or plan), 2 = the command line has, 3 = a budget ended before
the answer was known, 130 = interrupted.
"""

from __future__ import annotations

import gc
import importlib
import io
import sys
import time
from collections.abc import Sequence
from typing import Any

import click

from fabula import __version__
from fabula.cli.output import BEGUN, columns, spoken
from fabula.cli.reply import reply_to
from fabula.cli.rim import ended

#: the commands, each `command` in the module of its name, with what the list of them says: the beginning of their own help
COMMANDS = {
    "new": "Write a small story that runs, NAME.fabula, with comments that teach.",
    "check": "Say everything that is wrong with a story, where, and what to try; then go through all of its lives.",
    "tell": "Tell one life of a story as a finished one-shot, or one for each of its endings.",
    "play": "Play a story: you are one of its people.",
    "ask": "Ask what the lives of a story can come to, and why.",
    "verify": "Check a certificate that something never happens in the lives of a story.",
    "playtest": "Let random readers read a story, and count what they come to.",
    "map": "Draw a map of all lives of a story: its states or scenes, endings, dead ends and bottlenecks, and the acts between "
    "them.",
    "minds": "Hold every mind of a life against the truth: who learns, is deceived and finds out, and in which event.",
    "texts": "Export the texts of a story for translation, and take translations in.",
    "plan": "Find acts that lead to what the author wants, every one of them explained.",
    "count": "Count the distinct states within 0, 1, 2, ... D steps, whether or not anybody has a reason for them.",
}

#: on terminals of fewer columns help needs to be told how narrow they are
NARROW = 53


class _Commands(click.Group):
    """A command is imported when it is called: none has to wait until all others are there."""

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, standalone_mode: bool = True, **more: Any
    ) -> Any:
        """As click's own; but the process ends as `ended` says."""
        reply = reply_to(sys.argv[1:] if args is None else args)
        more.setdefault("obj", reply)
        if not standalone_mode:
            return click.Group.main(self, args, prog_name, standalone_mode=False, **more)
        sys.exit(ended(lambda: click.Group.main(self, args, prog_name, standalone_mode=False, **more), reply))

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"fabula.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        begun = time.monotonic()
        width = columns()
        if width is not None and width < NARROW:
            # Of its own, click makes no help narrower than 50 columns.
            extra.setdefault("terminal_width", width - 1)
        with spoken():
            context = super().make_context(info_name, args, parent, **extra)
        context.meta[BEGUN] = begun
        return context

    def invoke(self, ctx: click.Context) -> object:
        with spoken():
            return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        room = formatter.width - 6 - max(len(name) for name in COMMANDS)
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, click.Command(name, help=text).get_short_help_str(room)) for name, text in COMMANDS.items()]
            )


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fabula")
def main() -> None:
    """Stories whose people act for reasons of their own: check them, have them told, play them.

    STORY is a file, or the bare name of a story that comes with fabula: the_ridge.
    """
    # What a command makes is kept until it ends: looking ever again for what could be thrown away takes a tenth of its time.
    gc.set_threshold(100_000)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # What a terminal or a pipe can't say in its encoding is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
