"""`fabula check`: everything that is wrong with a story."""

from __future__ import annotations

import sys

import click

from fabula.cli.shared import FINE, JSON, STORY_ARGUMENT, counted, draw_problems, print_json, status_of
from fabula.problems import Severity, StoryProblems
from fabula.story import Story, load


@click.command("check")
@STORY_ARGUMENT
@JSON
def command(story: str, as_json: bool) -> None:
    """Say everything that is wrong with a story, where, and what to try."""
    loaded: Story | None = None
    try:
        loaded = load(story)
        problems = loaded.problems
    except StoryProblems as found:
        problems = found.problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if as_json:
        print_json(
            {
                "problems": [problem.data() for problem in problems],
                "endings": [{"name": name, "reached": None} for name in loaded.endings] if loaded else [],
                "expects": [{"text": one.text, "holds": None} for one in loaded.definition.expectations] if loaded else [],
            }
        )
    else:
        draw_problems(problems)
        click.echo(_summary(story, loaded, len(errors), len(problems) - len(errors)))
    sys.exit(status_of(errors) if errors else FINE)


def _summary(name: str, story: Story | None, errors: int, warnings: int) -> str:
    found = [counted(count, word) for count, word in ((errors, "error"), (warnings, "warning")) if count]
    verdict = " and ".join(found) or "no problems"
    if story is None:
        return f"{name}: {verdict}"
    size = ", ".join(
        (
            counted(len(story.task.characters), "mind"),
            counted(len(story.task.actions), "act"),
            counted(len(story.endings), "ending"),
        )
    )
    return f"{name}: {verdict} ({size})"
