"""`fabula tell`: one life as a finished one-shot, or a life for each ending as a small book."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from fabula import pages
from fabula.budget import Budget, OutOfBudget
from fabula.cli import completion
from fabula.cli.desk import FRESH, drawer_of
from fabula.cli.exploring import LIVED
from fabula.cli.lived import found_for, kept_in, unreached
from fabula.cli.output import columns, show
from fabula.cli.progress import replace_line
from fabula.cli.reply import JSON, reply
from fabula.cli.rewording import Wording, model_options, wording_of
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OF_TEXTS,
    OVER,
    SEED,
    STORY,
    STORY_ARGUMENT,
    TEXTS,
    draw_problems,
    leave,
    load_story,
    must_be_character,
    must_be_ending,
    must_be_writable,
    over,
    rest,
    spending,
    underway,
    write,
)
from fabula.lives import Life
from fabula.lives.finding import NotFound
from fabula.pages.book import title_of
from fabula.play.saved_life import SavedLife
from fabula.problems import counted
from fabula.proving.drawer import Drawer
from fabula.proving.finding import find
from fabula.story import Story
from fabula.telling import NOBODY
from fabula.wrapping import MEASURE, wrapped

_UNTOLD = "nothing is told"


@dataclass(frozen=True, slots=True)
class _Request:
    """What is asked for, apart from the life."""

    by: str | None
    seed: int
    reasons: bool
    output: Path | None
    wording: Wording | None
    budget: Budget

    @property
    def left(self) -> Budget:
        """What is left of the budget. A model that rewords has a patience of its own."""
        return rest(self.budget)


@click.command("tell")
@STORY_ARGUMENT
@click.option("--ending", metavar="E", shell_complete=completion.endings, help="Tell a life that ends in E.")
@click.option("--all-endings", is_flag=True, help="Tell a life for each ending, as a small book.")
@click.option(
    "--life", "file", metavar="FILE", shell_complete=completion.lives, help="Tell the life in FILE: a save, or a list of acts."
)
@click.option(
    "--from",
    "by",
    metavar="NAME",
    shell_complete=completion.people,
    help=f"Tell it from the eyes of NAME; '{NOBODY}' is told everything.",
)
@SEED
@click.option("--reasons", is_flag=True, help="Below each act, the reason that everybody in it had.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a .md, .html, .epub or .txt."
)
@TEXTS
@model_options
@LIVED
@FRESH
@JSON
def command(
    story: str,
    ending: str | None,
    all_endings: bool,
    file: str | None,
    by: str | None,
    seed: int,
    reasons: bool,
    output: Path | None,
    texts: str | None,
    model: str | None,
    base_url: str | None,
    model_seconds: float,
    budget: Budget,
    fresh: bool,
) -> None:
    """Tell one life of a story as a finished one-shot, or one for each of its endings.

    Ends with 0; 1 if there is no such life or none was found; 3 if the budget ended first; 130 if it was interrupted.
    """
    if output is not None and output.suffix not in pages.FORMATS:
        raise click.UsageError(f"{output}: the name of the file must end in one of {', '.join(pages.FORMATS)}")
    asked = [name for name, is_asked in (("--ending", ending), ("--all-endings", all_endings), ("--life", file)) if is_asked]
    if len(asked) > 1:
        raise click.UsageError(f"{asked[0]} and {asked[1]} ask for different lives: give one of them")
    must_be_writable(output)
    loaded = load_story(story, texts, budget)
    if texts is not None:
        draw_problems(problem for problem in loaded.problems if problem.code in OF_TEXTS)
        if loaded.definition.translation is not None:
            show("The story itself is told as its author wrote it: not all that is told is translated.", err=True)
    if ending is not None:
        must_be_ending(loaded, ending)
    if by not in (None, NOBODY):
        must_be_character(loaded, by)
    wording = wording_of(loaded, model, base_url, model_seconds)
    request = _Request(by, seed, reasons, output, wording, budget)
    drawer = drawer_of(loaded, (), fresh) if ending is not None or all_endings else None
    if all_endings:
        _tell_all(loaded, request, drawer)
    else:
        if file is not None:
            kept = kept_in(loaded, file, budget=request.left)
            loaded = loaded.read_by(*kept.readers)
        else:
            kept = found_for(loaded, ending, seed, request.left, drawer)
        _tell_one(loaded, kept, request, drawer)


def _tell_one(story: Story, kept: SavedLife, request: _Request, drawer: Drawer | None) -> None:
    by = request.by or kept.by
    with underway(story.definition, _UNTOLD, request.left):
        page = pages.page_of(story, kept.life, by, request.seed, request.reasons)
    draw_problems(kept.problems)
    if request.wording is not None:
        _must_be_writable(page, request)
        page = replace(page, telling=request.wording.retell(story, kept.life, page.telling))
    told: dict[str, object] = {
        "text": page.text,
        "words": page.words,
        "ending": kept.life.ending,
        "events": _events(story, kept.life),
        "kept": _is_kept(drawer),
        "problems": [problem.data() for problem in kept.problems],
        "interrupted": request.wording is not None and request.wording.interrupted,
    }
    _deliver(page, told, request)
    if request.wording is not None and request.wording.interrupted:
        sys.exit(INTERRUPTED)


def _is_kept(drawer: Drawer | None) -> bool:
    """Whether what was proven before has helped to find what is told."""
    return drawer is not None and bool(drawer.taken)


def _tell_all(story: Story, request: _Request, drawer: Drawer | None) -> None:
    """The book. Where the search is interrupted, what was found until then is told, and said to be no proof."""
    found: list[Life] = []
    missing: list[pages.Missing] = []
    interrupted, ended = False, ""
    with underway(story.definition):
        for place, name in enumerate(story.endings):
            title = title_of(story.definition.endings[name])
            if interrupted or ended == "memory":
                missing.append(pages.Missing(name, title, stopped=True))
                continue
            replace_line(f"{name}: looking for a life ...")
            try:
                with spending(request.left):
                    # What is left of the time is shared by all that are still to be looked for.
                    share = request.left.part(len(story.endings) - place)
                    found.append(find(story, name, request.seed, budget=share, kept=drawer))
            except NotFound as none:
                ended = "time" if none.is_over else ended
                missing.append(pages.Missing(name, title, none.states, none.proof, basis=none.basis))
            except OutOfBudget as over_it:
                ended = over_it.why
                missing.append(pages.Missing(name, title, stopped=True))
            except KeyboardInterrupt:
                interrupted = True
                missing.append(pages.Missing(name, title, stopped=True))
    replace_line("")
    if not found:
        reasons = [unreached(NotFound(one.name, one.proof, one.states, one.basis)) for one in missing if not one.stopped]
        if ended:
            over(ended, _UNTOLD)
        if interrupted:
            reply().know({"ended": "interrupted", "interrupted": True})
        leave(reasons, INTERRUPTED if interrupted else STORY)
    # What was found is told, also where the budget ended over the search for more.
    book = pages.book_of(story, found, missing, request.by, request.seed, request.reasons)
    if request.wording is not None:
        _must_be_writable(book, request)
        lived = zip(book.chapters, found, strict=True)
        worded = [replace(one, telling=request.wording.retell(story, life, one.telling)) for one, life in lived]
        book = replace(book, chapters=tuple(worded))
    cut_short = interrupted or (request.wording is not None and request.wording.interrupted)
    told: dict[str, object] = {
        "text": book.text,
        "words": book.words,
        "ending": None,
        "events": [],
        "lives": [
            {
                "ending": chapter.name,
                "title": chapter.title,
                "text": chapter.telling.text,
                "words": chapter.telling.words,
                "events": _events(story, life),
            }
            for chapter, life in zip(book.chapters, found, strict=True)
        ],
        "endings": _reached(story, missing),
        "kept": _is_kept(drawer),
        "ended": "interrupted" if interrupted else ended or None,
        "interrupted": cut_short,
    }
    _deliver(book, told, request)
    for one in missing:
        show(f"Not told: {one.name} ({_why_not(one, ended)})", err=True)
    sys.exit(INTERRUPTED if cut_short else OVER if ended else FINE)


def _reached(story: Story, missing: Iterable[pages.Missing]) -> list[dict[str, object]]:
    """For each ending whether a life reaches it: true, false, or null where that is not known."""
    known = {one.name: False if one.proof else None for one in missing}
    return [{"name": name, "reached": known.get(name, True)} for name in story.endings]


def _why_not(one: pages.Missing, ended: str) -> str:
    if one.stopped:
        return f"{'the budget ended' if ended else 'interrupted'}, which proves nothing"
    states = counted(one.states, "state")
    if one.basis:
        return f"no life ends in it: {one.basis}"
    looked = "the one state was" if one.states == 1 else f"all {states} were"
    return f"no life ends in it: {looked} looked at" if one.proof else f"none found in {states}, which proves nothing"


def _must_be_writable(work: pages.Work, request: _Request) -> None:
    """Nobody waits for a model, and pays it, for what can't be kept then."""
    if request.output is not None:
        must_be_writable(request.output, pages.FORMATS[request.output.suffix](work))


def _deliver(work: pages.Work, told: dict[str, object], request: _Request) -> None:
    """Write the work into its file, or print it."""
    output = request.output
    if request.wording is not None:
        told["model"] = request.wording.data()
        request.wording.report()
    if output is not None:
        write(output, pages.FORMATS[output.suffix](work))
    reply().give(told)
    if reply().is_wanted:
        return
    if output is None:
        show(wrapped(pages.as_text(work), min(MEASURE, columns() or MEASURE)), nl=False)
    else:
        show(f"Written: {output} ({counted(work.words, 'word')})", err=True)


def _events(story: Story, life: Life) -> list[dict[str, object]]:
    actions = story.task.actions
    return [
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
    ]
