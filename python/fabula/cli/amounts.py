"""Limits and budgets, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from fabula.cli import completion
from fabula.planning.typed import budget_of, limits_of

Value = TypeVar("Value")
Command = TypeVar("Command", bound=Callable[..., object])


def _read_by(read: Callable[[str], Value]) -> Callable[[click.Context, click.Parameter, str | None], Value | None]:
    def convert(context: click.Context, parameter: click.Parameter, value: str | None) -> Value | None:
        try:
            return None if value is None else read(value)
        except ValueError as wrong:
            raise click.BadParameter(f"{wrong}.", context, parameter) from None

    return convert


SUBJECT = click.argument("subject", metavar="STORY-OR-PROBLEM", shell_complete=completion.stories)
LIMITS = click.option(
    "--limits",
    callback=_read_by(limits_of),
    metavar="AUTHOR,CHARACTER,BELIEF",
    help="Most acts of the plan, most acts that a character thinks ahead, most levels of minds; -1 = no limit.",
)


def budget_option(usual: str, read: Callable[[str], object]) -> Callable[[Command], Command]:
    """The option `--budget`, `usual` unless another is given; what that does not name is left to `read`."""
    return click.option(
        "--budget",
        callback=_read_by(read),
        default=usual,
        show_default=True,
        metavar="TIME,SIZE",
        help="Time, memory, or both: 90s, 2m, 500MB. Of the one that is not named as much as usual.",
    )


BUDGET = budget_option("60s,8GB", budget_of)
