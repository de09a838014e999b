"""Limits and budgets, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from fabula.plans import budget_of, limits_of

Value = TypeVar("Value")


def _read_by(read: Callable[[str], Value]) -> Callable[[click.Context, click.Parameter, str | None], Value | None]:
    def convert(context: click.Context, parameter: click.Parameter, value: str | None) -> Value | None:
        try:
            return None if value is None else read(value)
        except ValueError as wrong:
            raise click.BadParameter(f"{wrong}.", context, parameter) from None

    return convert


SUBJECT = click.argument("subject", metavar="STORY-OR-PROBLEM")
LIMITS = click.option(
    "--limits",
    callback=_read_by(limits_of),
    metavar="AUTHOR,CHARACTER,BELIEF",
    help="Most acts of the plan, most acts that a character thinks ahead, most levels of minds; -1 = no limit.",
)
BUDGET = click.option(
    "--budget",
    callback=_read_by(budget_of),
    default="60s,8GB",
    show_default=True,
    metavar="TIME,SIZE",
    help="Time, memory, or both: 90s, 2m, 500MB.",
)
