"""What all commands share: options, loading, and how to end."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NoReturn

import click

import fabula
from fabula.drawing import draw
from fabula.problems import Problem, StoryProblems, nearest

if TYPE_CHECKING:
    from fabula.story import Story

FINE, STORY, USAGE, OVER, INTERRUPTED = 0, 1, 2, 3, 130

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


def load_story(name: str, as_json: bool = False, texts: str | None = None) -> Story:
    """A story that can be used; else its problems are drawn, and this is the end."""
    try:
        # By the name that loads its module when it is asked for: not every command needs stories.
        return fabula.load(name, texts)
    except StoryProblems as found:
        leave(found.problems, status_of(found.problems), as_json)
    except KeyboardInterrupt:
        click.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)


def status_of(problems: Iterable[Problem]) -> int:
    """Whose problem it is: a file that can't be read at all was named on the command line."""
    return USAGE if any(problem.code == "unreadable-file" and problem.span is None for problem in problems) else STORY


def refuse(code: str, message: str, seen: str, known: Iterable[str]) -> NoReturn:
    """Something on the command line that the story does not have."""
    names = list(known)
    hint = nearest(seen, names) or (f"there are {', '.join(names)}" if names else "there is none")
    leave([Problem(code, message, seen=seen, hint=hint)], USAGE)


def leave(problems: Iterable[Problem], status: int, as_json: bool = False, empty: Mapping[str, object] = UNTOLD) -> NoReturn:
    """Draw problems and exit; with `as_json` they also stand in an object in which all that was asked for is `empty`."""
    found = list(problems)
    if as_json:
        print_json({**empty, "problems": [problem.data() for problem in found]})
    draw_problems(found)
    sys.exit(status)


def draw_problems(problems: Iterable[Problem]) -> None:
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        click.echo(draw(problem, colour), err=True)


def print_json(data: Mapping[str, object]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
