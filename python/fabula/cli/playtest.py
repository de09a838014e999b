"""`fabula playtest`: many lives by chance, counted."""

from __future__ import annotations

import sys

import click

from fabula.budget import Budget, OutOfBudget
from fabula.charts.readers.report import readings_text
from fabula.charts.readers.texts import texts_read
from fabula.cli import completion
from fabula.cli.exploring import KEPT, RAY, WORKERS, atlas_of, explored_or_read, explored_within, exploring
from fabula.cli.output import show
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OVER,
    SEED,
    STORY_ARGUMENT,
    load_story,
    must_be_character,
    rest,
    spending,
)
from fabula.findings import Reached, endings_of, how_in_english
from fabula.lives.readers import LONGEST, Readings, playtest
from fabula.spreading import Where
from fabula.telling import NOBODY


@click.command("playtest")
@STORY_ARGUMENT
@click.option("--readers", type=click.IntRange(1), default=10_000, show_default=True, metavar="N", help="How many read.")
@SEED
@click.option(
    "--as",
    "as_",
    metavar="NAME",
    shell_complete=completion.people,
    help="The character whom readers play: it does what it could try.",
)
@click.option(
    "--from",
    "by",
    metavar="NAME",
    shell_complete=completion.people,
    help=f"From whose eyes texts are counted; '{NOBODY}' is told everything.",
)
@click.option(
    "--longest",
    type=click.IntRange(1),
    default=LONGEST,
    show_default=True,
    metavar="N",
    help="After so many acts one gives up.",
)
@KEPT
@WORKERS
@RAY
@explored_within("60s,8GB")
@JSON
def command(
    story: str,
    readers: int,
    seed: int,
    as_: str | None,
    by: str | None,
    longest: int,
    kept: str | None,
    workers: int | None,
    ray: str | None,
    budget: Budget,
) -> None:
    """Let random readers read a story, and count what they come to.

    A reader goes on with one of all acts for which everybody has a reason, each as likely. Same seed, same counts,
    however many processes and machines read.

    Ends with 0; 1 if the story has problems; 3 if the budget ended first; 130 if it was interrupted.
    """
    loaded = load_story(story, budget=budget)
    for name in (as_, None if by == NOBODY else by):
        if name is not None:
            must_be_character(loaded, name)
    tellers = loaded.definition.front.tellers
    eyes = None if by == NOBODY else by or as_ or (tellers[0] if tellers else None)
    free = () if as_ is None else (as_,)
    loaded = loaded.read_by(*free)
    atlas = atlas_of(loaded, free, kept)
    texts, counted = None, True
    with exploring(loaded, "nothing is known so far") as line:
        found = playtest(
            loaded,
            readers,
            seed,
            free,
            rest(budget),
            lambda now: line.show(explored_or_read(now, readers)),
            longest=longest,
            where=Where(workers, ray),
            atlas=atlas,
        )
        if found.atlas.complete and found.readers:
            try:
                with spending(rest(budget)):
                    texts = texts_read(found, eyes)
            except OutOfBudget:
                counted = False
        reached = _known_of(found, rest(budget))
    if reply().is_wanted:
        of_texts = None if texts is None else [{"of": t.of, "line": t.line, "text": t.text, "times": t.times} for t in texts]
        data = {**found.data(), "interrupted": found.why == "interrupted"}
        data["endings"] = [{**one, **reached[str(one["name"])].known()} for one in found.endings_data()]
        reply().give({**data, "as": as_, "from": eyes, "texts": of_texts})
    else:
        show(readings_text(found, texts, eyes), nl=False)
        for one in reached.values():
            if not found.endings[one.name]:
                show(f"No reader came to '{one.name}': {how_in_english(one)}")
    _say(found, counted)
    status = {"": FINE, "time": OVER, "memory": OVER, "interrupted": INTERRUPTED}[found.why]
    sys.exit(status if counted else status or OVER)


def _known_of(found: Readings, budget: Budget) -> dict[str, Reached]:
    """What is known of each ending, also of those that no reader came to."""
    by_reading = {name: Reached(name, True, None) for name, count in found.endings.items() if count}
    if len(by_reading) == len(found.endings) or found.why == "interrupted":
        known = tuple(Reached(name, None, None) for name in found.endings)
    else:
        known = endings_of(found.atlas, budget)
    return {one.name: one if one.reached is not None else by_reading.get(one.name, one) for one in known}


def _say(found: Readings, counted: bool) -> None:
    if not found.atlas.complete and found.readers:
        known = f"{found.atlas.expanded:,} states"
        show(f"Not all was explored beforehand ({known}): readers went on beyond it; texts are not counted.", err=True)
    if found.why:
        how = "Interrupted" if found.why == "interrupted" else f"The budget ended ({found.why})"
        show(f"{how}: {found.readers:,} of {found.asked:,} readers have read.", err=True)
    if not counted:
        show("The budget ended before the texts were counted.", err=True)
