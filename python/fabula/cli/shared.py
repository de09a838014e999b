"""What all commands share: options, loading, and how to end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

import fabula
from fabula import files
from fabula.budget import OutOfBudget, held, within
from fabula.cli import completion, outputs
from fabula.cli.output import BEGUN, show, show_problem, text_of_file
from fabula.cli.reply import reply
from fabula.problems import Problem, StoryProblems, UnknownName, unknown_character, unknown_ending
from fabula.runtime_errors import RUNTIME_ERRORS, problem_of

if TYPE_CHECKING:
    from fabula.budget import Budget
    from fabula.model import Definition
    from fabula.source import Span
    from fabula.story import Story

FINE, STORY, USAGE, OVER, INTERRUPTED = 0, 1, 2, 3, 130

#: bytes that the program itself takes before it does anything for a story
_GROUND = 36_000_000

#: seconds in which any file of a usual size is read
_READING = 1.0
UNREAD = "the story has not been read to its end"

STORY_ARGUMENT = click.argument("story", metavar="STORY", shell_complete=completion.stories)
SEED = click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Chance that can be repeated.")
#: problems of a translation that do not keep it from being used
OF_TEXTS = ("outdated-text", "unknown-text")
TEXTS = click.option(
    "--texts",
    metavar="FILE",
    shell_complete=completion.translations,
    help="Its texts in another language: a .po file, or a tag such as de.",
)
PLAIN = click.option("--plain", is_flag=True, help="Nothing but lines of text: for pipes and screen readers.")


def load_story(name: str, texts: str | None = None, budget: Budget | None = None) -> Story:
    """A story that can be used; else its problems are drawn, and this is the end. `budget`: what reading it may take."""
    with loading(UNREAD, budget and for_reading(budget)):
        # By the name that loads its module when it is asked for: not every command needs stories.
        return fabula.load(name, texts)


@contextmanager
def loading(left: str = "", budget: Budget | None = None) -> Iterator[None]:
    """While something is loaded: its problems are drawn, and this is the end; the same if it is interrupted, or takes more than
    the budget has."""
    try:
        with spending(budget):
            yield
    except OutOfBudget as ended:
        over(ended.why, left)
    except StoryProblems as found:
        leave(found.problems, status_of(found.problems))
    except KeyboardInterrupt:
        interrupted(left)


@contextmanager
def underway(
    definition: Definition | Mapping[str, Span] | None, left: str = "", budget: Budget | None = None
) -> Iterator[None]:
    """While a story that was loaded is at work: what can't be asked of it, and what goes wrong in it, is drawn, and this is the
    end; the same if it is interrupted, or takes more than the budget has."""
    try:
        with spending(budget):
            yield
    except OutOfBudget as ended:
        over(ended.why, left)
    except StoryProblems as found:
        leave(found.problems, USAGE)
    except RUNTIME_ERRORS as fault:
        leave([problem_of(definition, fault)], STORY)
    except KeyboardInterrupt:
        interrupted(left)


@contextmanager
def spending(budget: Budget | None) -> Iterator[None]:
    """Raises `OutOfBudget` as soon as the work takes longer than the budget says, or the process holds more: what it has
    loaded for the story before counts, too."""
    if budget is None:
        yield
        return
    with within(budget.seconds, None if budget.bytes is None else budget.bytes + _GROUND - held()):
        yield


def rest(budget: Budget) -> Budget:
    """What is left of a budget since the command was called: one waits for all of it, from the command to the answer."""
    now = time.monotonic()
    begun = click.get_current_context().meta.setdefault(BEGUN, now)
    return budget.after(now - begun)


def for_reading(budget: Budget) -> Budget:
    """What is left of a budget for reading a file: a second at least, since without that nothing can be known of it."""
    left = rest(budget)
    return left if left.seconds is None else replace(left, seconds=max(left.seconds, _READING))


def over(why: str, left: str = "") -> NoReturn:
    """Exit because a budget has ended. `why`: its time or its memory; `left`: what it is left at."""
    reply().stop(why)
    show(f"The budget ended ({why}){f': {left}' if left else ''}; see --budget.", err=True)
    sys.exit(OVER)


def status_of(problems: Iterable[Problem]) -> int:
    """Whose problem it is: a file that can't be read at all was named on the command line."""
    return USAGE if any(problem.code == "unreadable-file" and problem.span is None for problem in problems) else STORY


def refuse(unknown: UnknownName) -> NoReturn:
    """Exit because of something on the command line that the story does not have."""
    leave(unknown.problems, USAGE)


def must_be_character(story: Story, name: str) -> None:
    """Refuse a name on the command line that no character of the story has."""
    if name not in story.task.characters:
        refuse(unknown_character(name, story.task.characters))


def must_be_ending(story: Story, name: str) -> None:
    """Refuse a name on the command line that no ending of the story has."""
    if name not in story.endings:
        refuse(unknown_ending(name, story.endings))


def write(file: Path, content: str | bytes) -> None:
    """Put a text or bytes into the file that was named on the command line, whole or not at all. What is there is replaced if
    it is of the same kind: see `outputs`."""
    data = _bytes_of(file, content)
    try:
        files.replace(file, data, outputs.like(file, data))
    except OSError as error:
        raise unwritable(file, error) from None


def must_be_writable(file: Path | None, content: str | bytes | None = None) -> None:
    """Refuse a file on the command line that `write` could not write, before all is done that is to be written. `content`: what
    begins as that will, if there is such a thing yet."""
    if file is None:
        return
    try:
        files.check(file, outputs.like(file, None if content is None else _bytes_of(file, content)))
    except OSError as error:
        raise unwritable(file, error) from None


def _bytes_of(file: Path, content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else text_of_file(file.name, content).encode()


def unwritable(file: Path, error: OSError) -> click.UsageError:
    """What is said of a file on the command line that can't be written."""
    hint = ". Remove it, or name another file" if isinstance(error, files.NotOurs) else ""
    return click.UsageError(f"{file} can't be written: {(error.strerror or 'unknown reason').lower()}{hint}")


def leave(problems: Iterable[Problem], status: int) -> NoReturn:
    """Draw problems and exit; with `--json` they also stand in the object, in which there is nothing of what was asked for."""
    found = list(problems)
    reply().refuse(found)
    draw_problems(found)
    sys.exit(status)


def interrupted(left: str = "") -> NoReturn:
    """Exit because somebody has waited long enough. `left`: what it is left at."""
    reply().stop("interrupted")
    show(f"Interrupted: {left}." if left else "Interrupted.", err=True)
    sys.exit(INTERRUPTED)


def draw_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        show_problem(problem)
