"""The life that a command is about: one in a file, one to an ending, or one by chance."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from fabula.cli.shared import INTERRUPTED, STORY, UNTOLD, USAGE, counted, leave
from fabula.faults import FAULTS, problem_of
from fabula.lives.finding import NotFound
from fabula.play.kept import Kept, kept_life
from fabula.problems import Problem, StoryProblems
from fabula.story import Story


def kept_in(story: Story, file: str, as_json: bool, empty: Mapping[str, object] = UNTOLD) -> Kept:
    """The life in a file; else its problems are drawn, and this is the end."""
    try:
        return kept_life(story, file)
    except StoryProblems as found:
        leave(found.problems, USAGE, as_json, empty)
    except FAULTS as fault:
        leave([problem_of(story.definition, fault)], STORY, as_json, empty)


def found_for(story: Story, ending: str | None, seed: int, as_json: bool, empty: Mapping[str, object] = UNTOLD) -> Kept:
    """The life that is asked for; else it is said why there is none, and this is the end."""
    try:
        return Kept(story.tell(ending, seed), None)
    except NotFound as missing:
        leave([unreached(ending, missing)], STORY, as_json, empty)
    except FAULTS as fault:
        leave([problem_of(story.definition, fault)], STORY, as_json, empty)
    except KeyboardInterrupt:
        click.echo(f"Interrupted: no {_sought(ending)} was found so far, which proves nothing.", err=True)
        sys.exit(INTERRUPTED)


def unreached(ending: str | None, missing: NotFound) -> Problem:
    """That no life was found, and whether that is a proof."""
    seen = counted(missing.states, "state")
    if missing.proof:
        return Problem(
            "unreached",
            f"there is no {_sought(ending)}: all {seen} of the story were looked at",
            hint="tell another ending with --reasons, and see who lacks a want or an act for this one",
        )
    message = f"no {_sought(ending)} was found in {seen}, which proves nothing"
    return Problem("unreached", message, hint="another --ending or --seed may do")


def _sought(ending: str | None) -> str:
    return f"life that ends in '{ending}'" if ending else "life that comes to an ending"
