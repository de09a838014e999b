"""What all commands share: options, loading, and how to end."""

from __future__ import annotations

import json
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
from fabula.budget import OutOfBudget, within
from fabula.cleaning import clean_json
from fabula.cli import outputs
from fabula.cli.output import BEGUN, show, show_problem, text_of_file
from fabula.faults import FAULTS, problem_of
from fabula.problems import Problem, StoryProblems, nearest

if TYPE_CHECKING:
    from fabula.budget import Budget
    from fabula.model import Definition
    from fabula.source import Span
    from fabula.story import Story

FINE, STORY, USAGE, OVER, INTERRUPTED = 0, 1, 2, 3, 130

#: bytes that the program itself takes before it does anything for a story
_GROUND = 64_000_000

#: seconds in which any file of a usual size is read
_READING = 1.0
UNREAD = "the story has not been read to its end"

#: what `tell` prints of a life that there is not
UNTOLD: Mapping[str, object] = {"text": None, "words": 0, "ending": None, "events": []}

STORY_ARGUMENT = click.argument("story", metavar="STORY")
SEED = click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Chance that can be repeated.")
#: problems of a translation that do not keep it from being used
OF_TEXTS = ("outdated-text", "unknown-text")
TEXTS = click.option("--texts", metavar="FILE", help="Its texts in another language: a .po file, or a tag such as de.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
PLAIN = click.option("--plain", is_flag=True, help="Nothing but lines of text: for pipes and screen readers.")


def counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def load_story(
    name: str,
    as_json: bool = False,
    empty: Mapping[str, object] = UNTOLD,
    texts: str | None = None,
    budget: Budget | None = None,
) -> Story:
    """A story that can be used; else its problems are drawn, and this is the end. `budget`: what reading it may take."""
    with loading(as_json, empty, UNREAD, budget and for_reading(budget)):
        # By the name that loads its module when it is asked for: not every command needs stories.
        return fabula.load(name, texts)


@contextmanager
def loading(
    as_json: bool = False, empty: Mapping[str, object] = UNTOLD, left: str = "", budget: Budget | None = None
) -> Iterator[None]:
    """While something is loaded: its problems are drawn, and this is the end; the same if it is interrupted, or takes more than
    the budget has."""
    try:
        with spending(budget):
            yield
    except OutOfBudget as ended:
        over(ended.why, left, as_json, empty)
    except StoryProblems as found:
        leave(found.problems, status_of(found.problems), as_json, empty)
    except KeyboardInterrupt:
        interrupted(left, as_json, empty)


@contextmanager
def underway(
    definition: Definition | Mapping[str, Span] | None,
    as_json: bool = False,
    empty: Mapping[str, object] = UNTOLD,
    left: str = "",
    budget: Budget | None = None,
) -> Iterator[None]:
    """While a story that was loaded is at work: what can't be asked of it, and what goes wrong in it, is drawn, and this is the
    end; the same if it is interrupted, or takes more than the budget has."""
    try:
        with spending(budget):
            yield
    except OutOfBudget as ended:
        over(ended.why, left, as_json, empty)
    except StoryProblems as found:
        leave(found.problems, USAGE, as_json, empty)
    except FAULTS as fault:
        leave([problem_of(definition, fault)], STORY, as_json, empty)
    except KeyboardInterrupt:
        interrupted(left, as_json, empty)


@contextmanager
def spending(budget: Budget | None) -> Iterator[None]:
    """Raises `OutOfBudget` as soon as the work takes more than the budget has."""
    if budget is None:
        yield
        return
    with within(budget.seconds, None if budget.bytes is None else budget.bytes + _GROUND):
        yield


def rest(budget: Budget) -> Budget:
    """What is left of a budget since the command was called: one waits for all of it, from the command to the answer."""
    now = time.monotonic()
    begun = click.get_current_context().meta.setdefault(BEGUN, now)
    return budget if budget.seconds is None else replace(budget, seconds=max(0.0, budget.seconds - now + begun))


def for_reading(budget: Budget) -> Budget:
    """What is left of a budget for reading a file: a second at least, since without that nothing can be known of it."""
    left = rest(budget)
    return left if left.seconds is None else replace(left, seconds=max(left.seconds, _READING))


def over(why: str, left: str = "", as_json: bool = False, empty: Mapping[str, object] = UNTOLD) -> NoReturn:
    """Exit because a budget has ended. `why`: its time or its memory; `left`: what it is left at."""
    if as_json:
        print_json({**empty, "ended": why})
    show(f"The budget ended ({why}){f': {left}' if left else ''}; see --budget.", err=True)
    sys.exit(OVER)


def status_of(problems: Iterable[Problem]) -> int:
    """Whose problem it is: a file that can't be read at all was named on the command line."""
    return USAGE if any(problem.code == "unreadable-file" and problem.span is None for problem in problems) else STORY


def refuse(code: str, message: str, seen: str, known: Iterable[str]) -> NoReturn:
    """Something on the command line that the story does not have."""
    names = list(known)
    hint = nearest(seen, names) or (f"there are {', '.join(names)}" if names else "there is none")
    leave([Problem(code, message, seen=seen, hint=hint)], USAGE)


def must_be_character(story: Story, name: str) -> None:
    """Refuse a name on the command line that no character of the story has."""
    if name not in story.task.characters:
        refuse("unknown-character", f"there is no character '{name}' in the story", name, story.task.characters)


def must_be_ending(story: Story, name: str) -> None:
    """Refuse a name on the command line that no ending of the story has."""
    if name not in story.endings:
        refuse("unknown-ending", f"the story has no ending '{name}'", name, story.endings)


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


def leave(problems: Iterable[Problem], status: int, as_json: bool = False, empty: Mapping[str, object] = UNTOLD) -> NoReturn:
    """Draw problems and exit; with `as_json` they also stand in an object in which all that was asked for is `empty`."""
    found = list(problems)
    if as_json:
        print_json({**empty, "problems": [problem.data() for problem in found]})
    draw_problems(found)
    sys.exit(status)


def interrupted(left: str = "", as_json: bool = False, empty: Mapping[str, object] = UNTOLD) -> NoReturn:
    """Exit because somebody has waited long enough. `left`: what it is left at; with `as_json` this stands in the object."""
    if as_json:
        print_json({**empty, "interrupted": True})
    show(f"Interrupted: {left}." if left else "Interrupted.", err=True)
    sys.exit(INTERRUPTED)


def draw_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        show_problem(problem)


def print_json(data: Mapping[str, object]) -> None:
    show(clean_json(json.dumps(data, ensure_ascii=False, indent=2)))
