"""`fabula verify`: checks a certificate that something never happens."""

from __future__ import annotations

from pathlib import Path

import click

from fabula import files
from fabula.budget import Budget
from fabula.cli import completion
from fabula.cli.exploring import BUDGET
from fabula.cli.output import show
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import STORY, STORY_ARGUMENT, USAGE, leave, load_story, rest, underway
from fabula.problems import Problem, StoryProblems
from fabula.proving.certificates import LONGEST, Certificate, certificate_from
from fabula.proving.checking import Checked, check
from fabula.proving.claims import basis_text, claim_text
from fabula.story import Story


@click.command("verify")
@click.argument("file", metavar="FILE", shell_complete=completion.anything)
@STORY_ARGUMENT
@click.option(
    "--engine",
    type=click.Choice(["plain", "native"]),
    default="plain",
    show_default=True,
    help="Where lives have to be followed: the plain engine defines what they are, the native one is fast.",
)
@BUDGET
@JSON
def command(file: str, story: str, engine: str, budget: Budget) -> None:
    """Check a certificate that something never happens in the lives of a story.

    `fabula ask --certificate` writes one. Whatever stands in the file is checked, with nothing of what found it. Ends with 0
    if it proves what it claims; 1 if it does not; 2 if it can't be read; 3 if the budget ended first; 130 if it was
    interrupted.
    """
    loaded = load_story(story, None, budget)
    certificate = _read(file)
    checked = _checked(loaded, certificate, engine, rest(budget))
    claim = claim_text(loaded.task, certificate.claim)
    basis = basis_text(checked, engine)
    if reply().is_wanted:
        reply().give(
            {
                "valid": True,
                "claim": claim,
                "basis": basis,
                "facts": checked.facts,
                "rows": checked.rows,
                "states": checked.states,
                "left_out": checked.left_out,
                "problems": [],
                "ended": None,
                "interrupted": False,
            }
        )
    else:
        show(f"It is proven: {claim}\n{basis}")


def _read(file: str) -> Certificate:
    try:
        content = files.read(Path(file), LONGEST)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        leave([Problem("unreadable-file", f"'{file}' can't be read: {reason}", hint="name the file of a certificate")], USAGE)
    if len(content) > LONGEST:
        expected = f"at most {LONGEST:,} bytes"
        leave([Problem("bad-certificate", "this file is too large to be a certificate", None, expected, "more", file)], USAGE)
    try:
        return certificate_from(content.decode("utf-8", "replace"), file)
    except StoryProblems as wrong:
        leave(wrong.problems, USAGE)


def _checked(story: Story, certificate: Certificate, engine: str, budget: Budget) -> Checked:
    left = "the certificate has not been checked to its end, which says nothing about it"
    with underway(story.definition, left, budget):
        try:
            return check(story.task, certificate, story.engine if engine == "native" else None)
        except StoryProblems as wrong:
            reply().know({"valid": False})
            leave(wrong.problems, STORY)
