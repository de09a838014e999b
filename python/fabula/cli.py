"""The command `fabula`: reads what is asked, prints what is answered, and is the only place that exits.

0 = fine, 1 = the story has problems (or no such life was found), 2 = the command line has.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import NoReturn

import click

from fabula import __version__
from fabula.drawing import draw
from fabula.lives import Life
from fabula.lives.finding import NotFound
from fabula.play.faults import FAULTS, problem_of
from fabula.play.screens import PlainScreen, Screen, wrapped
from fabula.play.terminal import Options, Terminal
from fabula.problems import Problem, Severity, StoryProblems, nearest
from fabula.story import Story, load
from fabula.telling import pages

FINE, STORY, USAGE, INTERRUPTED = 0, 1, 2, 130

STORY_ARGUMENT = click.argument("story", metavar="STORY")
SEED = click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="Chance that can be repeated.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
PLAIN = click.option("--plain", is_flag=True, help="Nothing but lines of text: for pipes and screen readers.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fabula")
def main() -> None:
    """Stories whose people act for reasons of their own: check them, have them told, play them.

    STORY is a file, or the bare name of a story that comes with fabula: the_ridge.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # What a terminal or a pipe can't say in its encoding is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@main.command()
@click.argument("name")
def new(name: str) -> None:
    """Write a small story that runs, NAME.fabula, with comments that teach."""
    path = Path(name if name.endswith(".fabula") else f"{name}.fabula")
    template = resources.files("fabula").joinpath("templates", "new.fabula").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template)
    except FileExistsError:
        raise click.UsageError(f"there is a file {path} already; nothing is written over it") from None
    except OSError as error:
        raise click.UsageError(f"{path} can't be written: {(error.strerror or 'unknown reason').lower()}") from None
    click.echo(f"Written: {path}\nNow: fabula check {path}\nThen: fabula play {path}")


@main.command()
@STORY_ARGUMENT
@JSON
def check(story: str, as_json: bool) -> None:
    """Say everything that is wrong with a story, where, and what to try."""
    loaded: Story | None = None
    try:
        loaded = load(story)
        problems = loaded.problems
    except StoryProblems as found:
        problems = found.problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if as_json:
        _print_json(
            {
                "problems": [problem.data() for problem in problems],
                "endings": [{"name": name, "reached": None} for name in loaded.endings] if loaded else [],
                "expects": [{"text": one.text, "holds": None} for one in loaded.definition.expectations] if loaded else [],
            }
        )
    else:
        _draw(problems)
        click.echo(_counted(story, loaded, len(errors), len(problems) - len(errors)))
    sys.exit(_status(errors) if errors else FINE)


def _counted(name: str, story: Story | None, errors: int, warnings: int) -> str:
    found = [_number(count, word) for count, word in ((errors, "error"), (warnings, "warning")) if count]
    verdict = " and ".join(found) or "no problems"
    if story is None:
        return f"{name}: {verdict}"
    size = ", ".join(
        (
            _number(len(story.task.characters), "mind"),
            _number(len(story.task.actions), "act"),
            _number(len(story.endings), "ending"),
        )
    )
    return f"{name}: {verdict} ({size})"


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


@main.command()
@STORY_ARGUMENT
@click.option("--ending", metavar="E", help="Tell a life that ends in E.")
@click.option("--from", "by", metavar="NAME", help="Tell it from the eyes of NAME.")
@SEED
@click.option("--reasons", is_flag=True, help="Below each act, the reason that everybody in it had.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a .md, .html or .txt."
)
@JSON
def tell(story: str, ending: str | None, by: str | None, seed: int, reasons: bool, output: Path | None, as_json: bool) -> None:
    """Tell one life of a story as a finished one-shot."""
    if output is not None and output.suffix not in pages.FORMATS:
        raise click.UsageError(f"{output}: the name of the file must end in one of {', '.join(pages.FORMATS)}")
    loaded = _load(story, as_json)
    if ending is not None and ending not in loaded.endings:
        _refuse("unknown-ending", f"the story has no ending '{ending}'", ending, loaded.endings)
    if by is not None and by not in loaded.task.characters:
        _refuse("unknown-character", f"there is no character '{by}' in the story", by, loaded.task.characters)
    life = _life(loaded, ending, seed)
    if isinstance(life, Problem):
        _leave([life], STORY, as_json)
    page = pages.page_of(loaded, life, by, seed, reasons)
    if output is not None:
        try:
            output.write_text(pages.FORMATS[output.suffix](page), encoding="utf-8", newline="\n")
        except OSError as error:
            raise click.UsageError(f"{output} can't be written: {(error.strerror or 'unknown reason').lower()}") from None
    if as_json:
        _print_json(_told(loaded, life, page))
    elif output is None:
        click.echo(wrapped(pages.as_text(page)), nl=False)
    else:
        click.echo(f"Written: {output} ({_number(page.words, 'word')})", err=True)


def _life(story: Story, ending: str | None, seed: int) -> Life | Problem:
    """The life that is asked for, or why there is none to tell."""
    sought = f"life that ends in '{ending}'" if ending else "life that comes to an ending"
    try:
        return story.tell(ending, seed)
    except NotFound as missing:
        seen = _number(missing.states, "state")
        if missing.proof:
            return Problem(
                "unreached",
                f"there is no {sought}: all {seen} of the story were looked at",
                hint="tell another ending with --reasons, and see who lacks a want or an act for this one",
            )
        message = f"no {sought} was found in {seen}, which proves nothing"
        return Problem("unreached", message, hint="another --ending or --seed may do")
    except FAULTS as fault:
        return problem_of(story.definition, fault)
    except KeyboardInterrupt:
        click.echo(f"Interrupted: no {sought} was found so far, which proves nothing.", err=True)
        sys.exit(INTERRUPTED)


def _told(story: Story, life: Life, page: pages.Page) -> dict[str, object]:
    actions = story.task.actions
    return {
        "text": page.text,
        "words": page.words,
        "ending": life.ending,
        "events": [
            {
                "act": actions[event.action].name,
                "reasons": [
                    {
                        "character": reason.mind,
                        "plan": [actions[act].name for act in reason.plan],
                        "goal": "; ".join(reason.gains),
                    }
                    for reason in event.reasons
                ],
            }
            for event in life.events
        ],
    }


@main.command()
@STORY_ARGUMENT
@click.option("--as", "as_", metavar="NAME", help="Who you are; else whoever the story is told by.")
@SEED
@PLAIN
@click.option("--all-minds", is_flag=True, help="Let 'mind' and 'why' look into everybody.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Keep the life in this file.")
@click.option("--load", type=click.Path(path_type=Path), metavar="FILE", help="Go on with a life that was kept.")
def play(story: str, as_: str | None, seed: int, plain: bool, all_minds: bool, save: Path | None, load: Path | None) -> None:
    """Play a story: you are one of its people. Type 'help' in it for all that can be done."""
    loaded = _load(story)
    try:
        terminal = Terminal(loaded, _screen(plain), Options(story, as_, seed, all_minds, save, load))
    except StoryProblems as found:
        _leave(found.problems, USAGE)
    except FAULTS as fault:
        _leave([problem_of(loaded.definition, fault)], STORY)
    terminal.run()


def _screen(plain: bool) -> Screen:
    if (
        plain
        or not (sys.stdin.isatty() and sys.stdout.isatty())
        or os.environ.get("NO_COLOR")
        or os.environ.get("TERM") == "dumb"
    ):
        return PlainScreen(sys.stdin, sys.stdout, shutil.get_terminal_size()[0], echo=not sys.stdin.isatty())
    # rich takes a while to import, and nothing else needs it.
    from fabula.play.rich_screen import rich_screen  # noqa: PLC0415

    return rich_screen()


# --- what all commands share -----------------------------------------------------------------------------------------


def _load(name: str, as_json: bool = False) -> Story:
    """A story that can be used; else its problems are drawn, and this is the end."""
    try:
        return load(name)
    except StoryProblems as found:
        _leave(found.problems, _status(found.problems), as_json)
    except KeyboardInterrupt:
        click.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)


def _status(problems: Iterable[Problem]) -> int:
    """Whose problem it is: a file that can't be read at all was named on the command line."""
    return USAGE if any(problem.code == "unreadable-file" and problem.span is None for problem in problems) else STORY


def _refuse(code: str, message: str, seen: str, known: Iterable[str]) -> NoReturn:
    """Something on the command line that the story does not have."""
    names = list(known)
    hint = nearest(seen, names) or (f"there are {', '.join(names)}" if names else "there is none")
    _leave([Problem(code, message, seen=seen, hint=hint)], USAGE)


def _leave(problems: Iterable[Problem], status: int, as_json: bool = False) -> NoReturn:
    """Draw problems and exit; with `as_json` they stand in an object without a told life, too."""
    found = list(problems)
    if as_json:
        empty: dict[str, object] = {"text": None, "words": 0, "ending": None, "events": []}
        _print_json({**empty, "problems": [problem.data() for problem in found]})
    _draw(found)
    sys.exit(status)


def _draw(problems: Iterable[Problem]) -> None:
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for problem in problems:
        click.echo(draw(problem, colour), err=True)


def _print_json(data: dict[str, object]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
