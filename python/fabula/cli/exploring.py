"""What the commands share that go through all lives of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from fabula.budget import Budget
from fabula.cli import completion
from fabula.cli.amounts import Command, budget_option
from fabula.cli.progress import Line, progress, size
from fabula.cli.reply import reply
from fabula.cli.shared import USAGE, draw_problems, interrupted, leave, must_be_character, underway
from fabula.lives.atlas import Atlas, Progress
from fabula.planning.typed import budget_of
from fabula.problems import StoryProblems
from fabula.story import Story

FREE = click.option(
    "--as",
    "--free",
    "free",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.people,
    help="NAME is played: its acts need no reason, and it may try in vain.",
)
KEPT = click.option(
    "--atlas",
    "kept",
    metavar="FILE",
    shell_complete=completion.anything,
    help="Keep what is found of all lives in FILE, and go on with what is there.",
)

WORKERS = click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="So many processes work, with the same result.",
)
RAY = click.option(
    "--ray",
    metavar="ADDRESS",
    help="The workers are those of a Ray cluster; 'local' begins one on this machine.",
)


def explored_within(usual: str) -> Callable[[Command], Command]:
    """The option `--budget` of an exploration. Of what is not named it takes what is usual."""

    def read(text: str) -> Budget:
        given = budget_of(text, budget_of(usual))
        return Budget(given.seconds, given.bytes)

    return budget_option(usual, read)


#: what a life, or a turn of one, may take: a minute, in 8 GB
LIVED = explored_within("60s,8GB")
#: a minute, in 4 GB
BUDGET = explored_within("60s,4GB")


def atlas_of(story: Story, free: tuple[str, ...], kept: str | None) -> Atlas:
    """The atlas of a story, or the one in a file; else the problems are drawn, and this is the end."""
    for name in free:
        must_be_character(story, name)
    try:
        atlas = Atlas(story, free) if kept is None else Atlas.opened(story, kept, free)
    except StoryProblems as found:
        leave(found.problems, USAGE)
    except KeyboardInterrupt:
        interrupted()
    draw_problems(atlas.problems)
    reply().know({"problems": [problem.data() for problem in atlas.problems]})
    return atlas


@contextmanager
def exploring(story: Story, left: str, budget: Budget | None = None) -> Iterator[Line]:
    """A line of progress while all lives of a story are gone through; see `underway` for how that may end."""
    with underway(story.definition, left, budget), progress() as line:
        yield line


def explored(now: Progress) -> str:
    """How far an exploration is, in a line."""
    speed = now.states / max(now.seconds, 0.001)
    return f"{now.states:,} states, {speed:,.0f} a second, {now.depth} acts deep, {size(now.bytes)}, {now.seconds:.0f} s"


def explored_or_read(now: Progress | int, readers: int) -> str:
    """How far an exploration is, or after it how many of the readers have read."""
    return f"{now:,} of {readers:,} readers" if isinstance(now, int) else explored(now)
