"""`fabula check`: everything that is wrong with a story, in its text and in all of its lives."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence

import click

from fabula import findings
from fabula.budget import Budget, OutOfBudget
from fabula.cli.correcting import put_right
from fabula.cli.desk import FRESH, drawer_of
from fabula.cli.exploring import BUDGET, FREE, KEPT, atlas_of, explored, exploring
from fabula.cli.output import columns, show
from fabula.cli.progress import size
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OVER,
    STORY,
    STORY_ARGUMENT,
    UNREAD,
    draw_problems,
    for_reading,
    interrupted,
    over,
    rest,
    spending,
    status_of,
)
from fabula.findings import Expected, Finding, Multiplying, Reached, Report, how_in_english, multiplying, simpler_lines
from fabula.findings.finding import joined
from fabula.lives.atlas import Atlas
from fabula.problems import Severity, StoryProblems, counted
from fabula.proving.basis import basis_in_english
from fabula.proving.drawer import Drawer
from fabula.story import Story, load
from fabula.task import FALSE

#: where it is asked what multiplies states, of the time one of so many parts is for going through lives
EXPLORING = 1.2
#: columns of the acts of a life
WIDE = 100
_OVER = {"time": "the time is over", "memory": "the memory is full", "states": "there are too many states"}


@click.command("check")
@STORY_ARGUMENT
@click.option("--quick", is_flag=True, help="Only what the text shows; its lives are not gone through.")
@click.option(
    "--fix",
    is_flag=True,
    help="First put right in the file what its problems say how to; the old text is kept.",
)
@click.option(
    "--why-unknown", is_flag=True, help="Where not all lives are known: say what multiplies their states, with figures."
)
@BUDGET
@FREE
@KEPT
@FRESH
@JSON
def command(
    story: str, quick: bool, fix: bool, why_unknown: bool, budget: Budget, free: tuple[str, ...], kept: str | None, fresh: bool
) -> None:
    """Say everything that is wrong with a story, where, and what to try; then go through all of its lives.

    With --as these are all that a reader can live who plays NAME.

    Ends with 0, also where there are warnings; 1 if something is wrong, or an `expect` of the story does not hold; 3 if it is
    not known whether one holds, because the budget ended first; 130 if it was interrupted.
    """
    loaded: Story | None = None
    try:
        with spending(for_reading(budget)):
            fixed = put_right(story, reply().is_wanted) if fix else ()
            reply().know({"fixed": [problem.data() for problem in fixed]})
            loaded = load(story)
        problems = loaded.problems
    except StoryProblems as found:
        problems = found.problems
    except KeyboardInterrupt:
        interrupted()
    except OutOfBudget as ended:
        over(ended.why, UNREAD)
    reply().know(_data(loaded, [problem.data() for problem in problems], None))
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    multiplied: Multiplying | None = None
    report = None
    if loaded is not None and not quick:
        loaded = loaded.read_by(*free)
        drawer = drawer_of(loaded, free, fresh)
        atlas = atlas_of(loaded, free, kept, drawer)
        left = rest(budget)
        report = _explored(loaded, atlas, left.part(EXPLORING) if why_unknown else left, drawer)
        if why_unknown and not report.complete and report.why != "interrupted":
            multiplied = _multiplying(loaded, atlas, rest(budget))
    broken = [finding for finding in report.findings if finding.problem.severity is Severity.ERROR] if report else []
    found_too = report.findings if report else ()
    if reply().is_wanted:
        reply().give({**_data(loaded, [problem.data() for problem in problems], report), **_multiplied(multiplied)})
    else:
        draw_problems(problems)
        for finding in found_too:
            _draw(finding)
        if report is not None and report.left_out:
            show("from that follows:", err=True)
            for finding in report.left_out:
                show(f"  {finding.problem.code}: {finding.problem.message}", err=True)
        warnings = len(problems) + len(found_too) - len(errors) - len(broken)
        show(_summary(story, loaded, len(errors) + len(broken), warnings))
        curable = sum(bool(problem.fix) for problem in problems)
        if curable and not fix:
            show(f"'fabula check {story} --fix' puts {'one' if curable == 1 else curable} of them right.")
        if report is not None:
            _say(report, budget)
        if loaded is not None and multiplied is not None:
            show("\n".join(simpler_lines(loaded, multiplied)))
    if errors or broken:
        sys.exit(status_of(errors) if errors else STORY)
    sys.exit(FINE if report is None else _status(report))


def _status(report: Report) -> int:
    if report.why == "interrupted":
        return INTERRUPTED
    return OVER if any(one.holds is None for one in report.expects) else FINE


def _multiplying(story: Story, atlas: Atlas, budget: Budget) -> Multiplying:
    until = budget.until()
    with exploring(story, "what multiplies states is not known") as line:
        line.show(f"what multiplies the {counted(atlas.size, 'state')}?")
        return multiplying(atlas, until=until)


def _multiplied(found: Multiplying | None) -> dict[str, object]:
    return {"multiplying": None if found is None else found.data()}


def _explored(story: Story, atlas: Atlas, budget: Budget, drawer: Drawer) -> Report:
    with exploring(story, "what lies beyond is not known") as line:
        return findings.check(
            story,
            budget,
            lambda now: line.show(f"all lives: {explored(now)}"),
            atlas,
            lambda codes: line.show(f"all lives are known; is there any {joined(codes, 'or')}?"),
            lambda known, asked: line.show(f"what can be proven without all lives: {known} of {asked} known"),
            drawer,
        )


def _data(story: Story | None, problems: list[dict[str, object]], report: Report | None) -> dict[str, object]:
    if report is not None:
        data = report.data()
        found = [*problems, *(finding.data() for finding in report.findings)]
        # Time that is spared because it was in vain before has ended as well.
        why = "time" if report.why == "spared" else report.why
        ended = why if why in ("time", "memory", "states", "interrupted") else None
        return {**data, "problems": found, "ended": ended, "interrupted": ended == "interrupted"}
    return {
        "problems": problems,
        "endings": [_from_text(story, number).data() for number in range(len(story.endings))] if story else [],
        "expects": [Expected(one.text, None, None).data() for one in story.definition.expectations] if story else [],
        "states": 0,
        "steps": 0,
        "complete": False,
        "why": "",
        "unknown": [],
        "open": None,
        "multiplying": None,
        "kept": None,
        "left_out": [],
    }


def _from_text(story: Story, number: int) -> Reached:
    """What the text alone says of an ending."""
    ending = story.task.endings[number]
    return Reached(ending.name, False if ending.condition == FALSE else None, None)


def _draw(finding: Finding) -> None:
    draw_problems([finding.problem])
    if finding.life:
        _acts("life", finding.life)
    circle = finding.evidence.get("circle")
    if isinstance(circle, list):
        _acts("and round", circle)


def _acts(word: str, acts: Sequence[str]) -> None:
    """The acts of a life below a problem, as many on a line as fit; none is broken in two."""
    whole = ", ".join(act.replace(" ", "\0") for act in acts)
    first = f"  = {word}: "
    width = min(WIDE, columns(err=True) or WIDE)
    lines = textwrap.wrap(whole, width, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False)
    show("\n".join(lines).replace("\0", " "), err=True)


def _summary(name: str, story: Story | None, errors: int, warnings: int) -> str:
    found = [counted(count, word) for count, word in ((errors, "error"), (warnings, "warning")) if count]
    verdict = " and ".join(found) or "no problems"
    if story is None:
        return f"{name}: {verdict}"
    parts = (
        counted(len(story.task.characters), "mind"),
        counted(len(story.task.actions), "act"),
        counted(len(story.endings), "ending"),
    )
    return f"{name}: {verdict} ({', '.join(parts)})"


def _say(report: Report, budget: Budget) -> None:
    """What is known of all lives, and what is not."""
    known = f"{counted(report.states, 'state')}, {counted(report.steps, 'step')}"
    reached = sum(1 for ending in report.endings if ending.reached)
    if report.complete:
        show(f"all lives: {known}; {reached} of {counted(len(report.endings), 'ending')} reached")
    else:
        show(f"lives so far: {known}; {reached} of {counted(len(report.endings), 'ending')} reached")
    widest = max((len(ending.name) for ending in report.endings), default=0)
    for ending in report.endings:
        show(f"  {ending.name.ljust(widest)}  {how_in_english(ending)}")
    if report.open is not None:
        show(f"from everywhere in a life an ending can be reached ({basis_in_english(report.open)})")
    if report.expects:
        held = sum(1 for one in report.expects if one.holds)
        unsure = sum(1 for one in report.expects if one.holds is None)
        tail = f", {unsure} not known" if unsure else ""
        show(f"{held} of {counted(len(report.expects), 'expectation')} kept{tail}")
    _say_kept(report)
    if report.why == "fault":
        show("A life went wrong: what lies beyond is not known.", err=True)
    elif report.complete and report.unknown:
        ended = "It was interrupted" if report.why == "interrupted" else "The time ended"
        show(f"{ended} before it was known whether there is any {joined(report.unknown, 'or')}; see --budget.", err=True)
    elif report.why == "interrupted":
        show("Interrupted: what lies beyond is not known.", err=True)
    elif report.why != "spared" and not report.complete:
        bounds = [f"{budget.seconds:g} s" if budget.seconds is not None else "", size(budget.bytes) if budget.bytes else ""]
        shown = ", ".join(bound for bound in bounds if bound)
        show(f"The budget ended ({shown}): {_OVER[report.why]}. What lies beyond is not known; see --budget.", err=True)


def _say_kept(report: Report) -> None:
    """What of it was found before."""
    kept = report.kept
    if kept is None:
        return
    parts = [counted(kept.proven, "proof")] if kept.proven else []
    parts += [f"the lives to {counted(kept.states, 'state')} ({kept.seconds:.0f} s)"] if kept.states else []
    if parts:
        show(f"Kept from before: {joined(parts)}; see --fresh.", err=True)
    if kept.spared:
        show(
            f"Lives were followed for a short time only: {kept.spared:.0f} s were not enough before the story was changed, "
            "either. What lies beyond is not known; see --fresh.",
            err=True,
        )
