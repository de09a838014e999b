"""`fabula plan`: the planner itself, and the judge of plans."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from fabula.budget import Budget
from fabula.cli import completion
from fabula.cli.amounts import BUDGET, LIMITS, SUBJECT
from fabula.cli.output import show
from fabula.cli.progress import progress, size
from fabula.cli.reply import JSON, reply
from fabula.cli.shared import (
    FINE,
    INTERRUPTED,
    OVER,
    STORY,
    UNREAD,
    draw_problems,
    for_reading,
    interrupted,
    loading,
    rest,
)
from fabula.cli.waiting import waited
from fabula.engine.interface import BudgetEnded
from fabula.planning.limits import UNLIMITED, PlanLimits
from fabula.planning.memory import peak
from fabula.planning.planner import GoalReached, SearchProgress
from fabula.plans import Planned, planned, subject_of, verify
from fabula.problems import counted


@click.command("plan")
@SUBJECT
@click.option("--goal", type=int, metavar="N", help="What the end must be worth to the author; else more than the start is.")
@LIMITS
@click.option("--shortest", is_flag=True, help="Prove that there is no shorter plan.")
@click.option("--all", "all_", type=click.IntRange(1), default=1, metavar="N", help="Up to N different plans, the best first.")
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, metavar="T", help="How many cores may work.")
@BUDGET
@click.option(
    "--verify",
    "solution",
    metavar="SOLUTION",
    shell_complete=completion.anything,
    help="Search nothing: judge the plan in this file.",
)
@JSON
def command(
    subject: str,
    goal: int | None,
    limits: PlanLimits | None,
    shortest: bool,
    all_: int,
    threads: int,
    budget: Budget,
    solution: str | None,
) -> None:
    """Find acts that lead to what the author wants, every one of them explained.

    Below each act stands, for everybody who has to agree to it, the plan that this character believes in.

    Ends with 0 if a plan was found (or the one in SOLUTION is valid); 1 if there is none, which is a proof (or it is not
    valid, or a file has problems); 3 if the budget ended first, which proves nothing; 130 if it was interrupted.
    """
    if solution is not None:
        _judge(subject, solution, goal, limits or UNLIMITED, budget)
    with loading(UNREAD, for_reading(budget)):
        what = subject_of(subject)
    with loading(), progress() as line:
        try:
            found = planned(
                what,
                goal=goal,
                limits=limits or UNLIMITED,
                shortest=shortest,
                all=all_,
                threads=threads,
                budget=rest(budget),
                progress=lambda now: line.show(_progress(now)),
            )
        except GoalReached as reached:
            raise click.BadParameter(f"{reached}.", param_hint="'--goal'") from None
        except KeyboardInterrupt:
            line.clear()
            reply().know({"status": "budget"})
            interrupted("nothing is known so far, which proves nothing")
    found = replace(found, seconds_in_all=waited())
    draw_problems(found.problems)
    is_cut_short = found.status == "budget" or (found.status == "solved" and not (found.minimal and found.whole))
    ended = "interrupted" if found.interrupted else "budget" if is_cut_short else None
    reply().give({**found.data(), "peak_mb": _peak_mb(found), "ended": ended})
    if not reply().is_wanted:
        show("\n".join(course.text.rstrip("\n") + "\n" for course in found.courses), nl=False)
    show(_summary(found), err=True)
    sys.exit(INTERRUPTED if found.interrupted else {"solved": FINE, "impossible": STORY}.get(found.status, OVER))


def _progress(now: SearchProgress) -> str:
    if now.checked:
        return f"a plan of {counted(now.checked, 'act')} is found, and it is checked for acts that could be left out"
    return (
        f"round {now.round}, {now.ahead} acts ahead: depth {now.depth}, {now.states:,} states, {now.per_second:,.0f} a second, "
        f"{size(now.bytes)}, {now.seconds:.0f} s; best so far {now.best}"
    )


def _peak_mb(found: Planned) -> float:
    """What the whole process took, where that is known: more than the search keeps account of."""
    return round(max(peak() / 1e6, found.peak_mb), 1)


def _summary(found: Planned) -> str:
    spent = f"{found.seconds:.2f} s of search, {found.seconds_in_all:.2f} s in all"
    cost = f"{spent}, {counted(found.states, 'state')}, {_peak_mb(found):.0f} MB"
    why = "Interrupted" if found.interrupted else "The budget ended"
    if found.status == "budget":
        best = (
            f"the best plan so far comes to {found.utility} and {found.goal} was asked for"
            if found.courses
            else f"no plan that comes to {found.goal} was found so far"
        )
        return f"{why}: {best}, which proves nothing ({cost})."
    if found.status == "impossible":
        bounds = f"{found.limits.author},{found.limits.character},{found.limits.belief}"
        return f"Impossible: no plan comes to {found.goal}, everything within the limits {bounds} was covered ({cost})."
    length = counted(len(found.acts or ()), "act")
    proof = "and none is shorter" if found.shortest else "though a shorter one is not ruled out"
    more = "" if len(found.courses) < 2 else f"; {len(found.courses)} plans"
    if not found.minimal:
        more += f"; {'not all of them are' if more else 'it is not'} checked to the end for acts that could be left out"
    if not found.whole:
        more += "; there may be more"
    ended = "" if found.minimal and found.whole and not found.interrupted else f" {why} before more was known."
    return f"Solved: {length} to {found.utility}, {proof}{more} ({cost}).{ended}"


def _judge(subject: str, solution: str, goal: int | None, limits: PlanLimits, budget: Budget) -> NoReturn:
    left = "the plan has not been judged"
    with loading(left, for_reading(budget)):
        what = subject_of(subject)
    with loading(left):
        try:
            verdict = verify(what, Path(solution), goal=goal, limits=limits, budget=rest(budget))
        except BudgetEnded:
            reply().stop("time")
            show(
                "The budget ended before it was known whether acts can be left out of this plan. It has not been judged.",
                err=True,
            )
            sys.exit(OVER)
    reply().give(verdict.data())
    if reply().is_wanted:
        sys.exit(FINE if verdict.valid else STORY)
    if verdict.valid:
        show(f"{solution}: valid")
    else:
        place = "".join(f"\n    {step}" for step in verdict.where)
        show(f"{solution}: not valid, {verdict.rule}: {verdict.message}{place}")
    sys.exit(FINE if verdict.valid else STORY)
