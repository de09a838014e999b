"""`fabula texts`: the texts of a story for those who translate it, and what they made of them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from fabula import files
from fabula.checker import check_file
from fabula.cli.output import show
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    FINE,
    STORY,
    STORY_ARGUMENT,
    USAGE,
    draw_problems,
    leave,
    status_of,
    write,
)
from fabula.model import Definition
from fabula.problems import Problem, Problems, Severity, counted
from fabula.story import is_problem_file, path_of
from fabula.syntax.reading import read
from fabula.translation import Catalogue, Coverage, as_po, coverage, merged, read_catalogue, texts_of, translated

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@click.group("texts")
def command() -> None:
    """Export the texts of a story for translation, and take translations in."""


@command.command("export")
@STORY_ARGUMENT
@click.option("--language", required=True, metavar="TAG", help="Into which language they are to be translated: de, pt-BR.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write or renew this .po file."
)
@JSON
def export(story: str, language: str, output: Path | None) -> None:
    """Write all texts of a story as a gettext file. A file that is there is renewed: what was translated stays, and what has
    changed since is marked fuzzy, with the text as it was."""
    if not _TAG.fullmatch(language):
        raise click.UsageError(f"--language: '{language}' is no tag of a language, such as de or pt-BR")
    definition, _ = _checked(story)
    old = _catalogue(output) if output is not None and _holds_something(output) else None
    if old is not None and old.language.lower() != language.lower():
        problem = Problem(
            "wrong-language", "the file is a translation into another language", old.span, expected=language, seen=old.language
        )
        leave([problem], USAGE)
    known = texts_of(definition)
    catalogue = merged(known, definition.front.title, language, old)
    text = as_po(catalogue)
    done = coverage(known, catalogue)
    if output is not None:
        write(output, text)
    elif not reply().is_wanted:
        show(text, nl=False, verbatim=True)
        return
    reply().give(
        {"written": None if output is None else str(output), "catalogue": text if output is None else None, **_data(done)}
    )
    if not reply().is_wanted:
        show(f"Written: {output} ({_said(done)})", err=True)


@command.command("import")
@STORY_ARGUMENT
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", metavar="TAG", help="Into which language it must be.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong with it, and how much it covers.")
@JSON
def take_in(story: str, file: Path, language: str | None, dry_run: bool) -> None:
    """Look a translation through, and lay it beside the story, where `fabula tell STORY --texts de` finds it."""
    definition, place = _checked(story)
    catalogue = _catalogue(file)
    problems = Problems()
    if language is not None and catalogue.language.lower() != language.lower():
        message = "the file is a translation into another language"
        problems.add("wrong-language", message, catalogue.span, expected=language, seen=catalogue.language)
    translated(definition, catalogue, problems)
    known = texts_of(definition)
    done = coverage(known, catalogue)
    if problems.errors:
        reply().know(_data(done))
        leave(problems, STORY)
    written = None
    if not dry_run:
        written = place.with_name(f"{place.stem}.{catalogue.language}.po")
        write(written, as_po(merged(known, definition.front.title, catalogue.language, catalogue)))
    shown = [problem.data() for problem in problems]
    reply().give({"written": str(written) if written else None, **_data(done), "problems": shown})
    if reply().is_wanted:
        sys.exit(FINE)
    draw_problems(problems)
    show(f"{'Looked through' if written is None else f'Written: {written}'} ({_said(done)})", err=True)


def _checked(story: str) -> tuple[Definition, Path]:
    """The story and its file; else its problems are drawn, and this is the end."""
    place = path_of(story)
    if is_problem_file(place):
        raise click.UsageError(f"{story} is a problem file: it has no texts of its own that could be translated")
    definition, problems = check_file(place)
    if definition is None or problems.errors:
        leave(problems, status_of(problems))
    return definition, place


def _holds_something(file: Path) -> bool:
    return files.is_file(file) and file.stat().st_size > 0


def _catalogue(file: Path) -> Catalogue:
    problems = Problems()
    source = read(file, problems)
    found = None if source is None else read_catalogue(source, problems)
    if found is None:
        leave([one for one in problems if one.severity is Severity.ERROR], USAGE)
    return found


def _data(done: Coverage) -> dict[str, object]:
    return {"texts": done.total, "translated": done.ready, "fuzzy": done.fuzzy, "missing": done.missing}


def _said(done: Coverage) -> str:
    return (
        f"{done.ready} of {counted(done.total, 'text')} translated, {done.fuzzy} to be looked at again, {done.missing} missing"
    )
