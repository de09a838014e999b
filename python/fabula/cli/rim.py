"""How the process begins and ends, whatever command it is: with streams that can be used, and with one number for each end."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

import click

from fabula.cli.output import show
from fabula.cli.reply import Reply
from fabula.cli.shared import FINE, INTERRUPTED, USAGE
from fabula.problems import Problem


def ended(work: Callable[[], object], reply: Reply | None = None) -> int:
    """The number that the process ends with after `work`, a command of click's that does not end it. By then it has been said
    why it was stopped, and that something could not be printed. `reply`: the object that it has to print in any case."""
    _open_streams()
    try:
        status = _status(work, reply or Reply())
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        # Files have names, and who opens one says what is wrong with it; the streams have none.
        if error.filename is not None:
            raise
        return _unwritten(error)
    return status


def _status(work: Callable[[], object], reply: Reply) -> int:
    try:
        found = work()
    except click.Abort:
        return _interrupted(reply)
    except RuntimeError as error:
        # Some Pythons wrap what comes while a class is being made: modules are imported when they are asked for.
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        return _interrupted(reply)
    except click.ClickException as wrong:
        reply.refuse([Problem("bad-usage", wrong.format_message(), hint="see --help")])
        said = io.StringIO()
        wrong.show(file=said)
        show(said.getvalue(), err=True, nl=False)
        return wrong.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FINE
    return found if isinstance(found, int) else FINE


def _interrupted(reply: Reply) -> int:
    reply.stop("interrupted")
    show("Interrupted.", err=True)
    return INTERRUPTED


def _open_streams() -> None:
    """Put something in the place of streams that were closed before the process began, or the next file that is opened would
    take it. Nothing comes from such an input, and such an output can't be written to."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            how = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, how, encoding="utf-8", closefd=False))  # noqa: SIM115


def _unwritten(error: OSError) -> int:
    """Say that something could not be printed, where that can still be said, and how to end then."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
            if stream is sys.stderr:
                why = (error.strerror or "unknown reason").lower()
                show(f"What was to be printed can't be written: {why}.", err=True)
        except OSError:
            pass
    for stream in (sys.stdout, sys.stderr):
        # What is left would be tried once more, and fail with a traceback, when the process ends.
        handle = os.open(os.devnull, os.O_WRONLY)
        os.dup2(handle, stream.fileno())
        os.close(handle)
    return USAGE
