"""Plans with names in place of numbers: what the command `plan` prints and `fabula.plan` returns."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Union

import fabula
from fabula import files
from fabula.budget import Budget
from fabula.engine.core import NativeEngine
from fabula.engine.interface import Contradiction, DividedByZero, EndlessTrigger, NumberTooLarge
from fabula.formats import sabre
from fabula.formats.sabre.solutions import read_solution, write_solution
from fabula.markup import Markup
from fabula.planning.judge import Verdict, judge
from fabula.planning.limits import UNLIMITED, PlanLimits
from fabula.planning.planner import USUAL, Plan, SearchProgress
from fabula.planning.planner import plan as search
from fabula.planning.typed import FARTHEST, budget_of, limits_of
from fabula.problems import Problem, Problems, StoryProblems
from fabula.runtime_errors import problem_of
from fabula.solution import Solution
from fabula.source import Span
from fabula.syntax import read as read_text
from fabula.task import LARGEST, Task

if TYPE_CHECKING:
    from fabula.model import Definition
    from fabula.story import Story


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it is written in problem files, `walk(Tom, Home, Market)`, and what those who agree to it mean to achieve by
    it: for each of them, other than the one whose plan it is, a course that begins with this very act."""

    name: str
    reasons: tuple[Course, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What `character` means to do (None: the author). `text`: as in a solution file, for a course of the author."""

    character: str | None
    acts: tuple[Act, ...]
    text: str = ""

    def data(self) -> dict[str, object]:
        """As plain data."""
        acts = [{"act": act.name, "reasons": [reason.data() for reason in act.reasons]} for act in self.acts]
        return {"character": self.character, "plan": acts, **({"text": self.text} if self.text else {})}


@dataclass(frozen=True, slots=True, repr=False)
class Planned:
    """The answer to "is there a life that is worth at least so much to the author, every act of it explained?". True if it is.

    `status`: `solved`; `impossible`, which is a proof: everything within the limits was covered; or `budget`, which proves
    nothing. `courses`: the best first; one unless more were asked for; with `budget` the best so far, maybe none. `goal`: the
    author's utility that was asked for; `utility`: the one reached by the first course. `shortest`: proved that no shorter
    course exists; `minimal`: proved that no act of any of the courses can be left out; `whole`: these are as many as were asked
    for, or all that there are. `limits`: those that were kept to. `seconds`: of the search; `seconds_in_all`: from the call to
    the answer. `peak_mb`: of what the search kept. `problems`: warnings about a problem file.
    """

    status: str
    courses: tuple[Course, ...]
    goal: int
    utility: int | None
    shortest: bool
    minimal: bool
    whole: bool
    limits: PlanLimits
    seconds: float
    seconds_in_all: float
    states: int
    peak_mb: float
    interrupted: bool
    problems: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return self.status == "solved"

    def __repr__(self) -> str:
        reached = "" if self.acts is None else f", {len(self.acts)} act{'' if len(self.acts) == 1 else 's'} to {self.utility}"
        return f"<fabula.Planned: {self.status}{reached}, {self.goal} asked for>"

    def _repr_html_(self) -> str:
        said = repr(self)[len("<fabula.Planned: ") : -1]
        return str(Markup("<p>{}</p>{}").format(said, Markup().join(_as_list(course) for course in self.courses)))

    @property
    def acts(self) -> tuple[str, ...] | None:
        """The acts of the first course; None if there is no course."""
        return tuple(act.name for act in self.courses[0].acts) if self.courses else None

    @property
    def text(self) -> str | None:
        """The first course as in a solution file; None if there is no course."""
        return self.courses[0].text if self.courses else None

    def data(self) -> dict[str, object]:
        """As plain data."""
        acts = self.acts
        return {
            "status": self.status,
            "acts": None if acts is None else list(acts),
            "length": None if acts is None else len(acts),
            "goal": self.goal,
            "utility": self.utility,
            "shortest": self.shortest,
            "minimal": self.minimal,
            "whole": self.whole,
            "limits": [self.limits.author, self.limits.character, self.limits.belief],
            "seconds": round(self.seconds, 6),
            "seconds_in_all": round(self.seconds_in_all, 6),
            "states": self.states,
            "peak_mb": round(self.peak_mb, 1),
            "interrupted": self.interrupted,
            "solutions": [course.data() for course in self.courses],
            "text": self.text,
            "problems": [problem.data() for problem in self.problems],
        }


def _as_list(course: Course) -> Markup:
    """The acts of a course as a list, below each the courses that are the reasons for it."""
    acts: list[Markup] = []
    for act in course.acts:
        reasons = Markup().join(Markup("<br>{}:{}").format(reason.character, _as_list(reason)) for reason in act.reasons)
        acts.append(Markup("<li>{}{}</li>").format(act.name, reasons))
    return Markup("<ol>{}</ol>").format(Markup().join(acts))


@dataclass(frozen=True, slots=True)
class Subject:
    """What is planned for: a task, and where it comes from: the definition of a story of ours, or the places of the events of a
    problem file. `problems`: the warnings that a problem file was read with."""

    task: Task
    definition: Definition | Mapping[str, Span] | None
    problems: tuple[Problem, ...] = ()


Plannable = Union["Story", Task, Subject, str, Path]


def subject_of(what: Plannable) -> Subject:
    """The task of a story, or of a problem file: whatever does not end in `.fabula`. Raises `StoryProblems`."""
    if isinstance(what, Subject):
        return what
    if isinstance(what, Task):
        return Subject(what, None)
    if not isinstance(what, (str, Path)):
        return Subject(what.task, what.definition)
    path = Path(what)
    if path.suffix == ".fabula" or (not files.is_there(path) and str(what).isidentifier()):
        # By the name that loads its module when it is asked for: a problem file is planned for without all that tells stories.
        return subject_of(fabula.load(what))
    problems = Problems()
    source = read_text(path, problems)
    problems.raise_errors()
    reading = sabre.read_all(source, problems) if source is not None else None
    problems.raise_errors()
    if reading is None:
        raise StoryProblems(problems)
    return Subject(reading.task, reading.places, tuple(problems))


def plan(
    story: Plannable,
    *,
    goal: int | None = None,
    limits: tuple[int, int, int] | PlanLimits = UNLIMITED,
    shortest: bool = False,
    all: int = 1,
    threads: int = 1,
    budget: str | Budget = USUAL,
    progress: Callable[[SearchProgress], None] | None = None,
) -> Planned:
    """A course of acts after which the author's utility is at least `goal` (None: more than at the start), each act explained
    for everyone who has to agree to it; or that there is none.

    `limits`: how long the author's course, how long a character's, and how many levels deep in each other's minds; -1 = no
    limit, for a character of a story of ours its own. `shortest`: prove that none is shorter. `all`: how many different ones
    are asked for. `budget`: `60s,8GB`. The same arguments give the same courses, whatever `threads` is.

    Raises `StoryProblems` if the story can't be used or goes wrong underway, `ValueError` for limits or a budget that are none
    and for a goal that is reached at the beginning, and `KeyboardInterrupt`. The budget begins with the call.
    """
    found = planned(
        story, goal=goal, limits=limits, shortest=shortest, all=all, threads=threads, budget=budget, progress=progress
    )
    if found.interrupted:
        raise KeyboardInterrupt
    return found


def planned(
    story: Plannable,
    *,
    goal: int | None = None,
    limits: tuple[int, int, int] | PlanLimits = UNLIMITED,
    shortest: bool = False,
    all: int = 1,
    threads: int = 1,
    budget: str | Budget = USUAL,
    progress: Callable[[SearchProgress], None] | None = None,
) -> Planned:
    """As `plan`; but a search that is interrupted ends with what it has found until then (`interrupted`)."""
    start = time.monotonic()
    allowed = budget if isinstance(budget, Budget) else budget_of(budget)
    subject = subject_of(story)
    bounds = limits if isinstance(limits, PlanLimits) else limits_of(limits)
    with _faults(subject):
        found = search(
            subject.task,
            goal=None if goal is None else max(-LARGEST - 1, min(goal, LARGEST + 1)),
            limits=bounds,
            shortest=shortest,
            all=min(all, FARTHEST),
            threads=min(threads, FARTHEST),
            budget=allowed.after(time.monotonic() - start),
            progress=progress,
        )
    courses = courses_of(found)
    return Planned(
        status=found.status,
        courses=courses,
        goal=found.goal if goal is None else goal,
        utility=found.utility,
        shortest=found.shortest,
        minimal=bool(courses) and False not in found.minimal,
        whole=found.whole,
        limits=found.limits,
        seconds=found.seconds,
        seconds_in_all=time.monotonic() - start,
        states=found.states,
        peak_mb=found.bytes / 1e6,
        interrupted=found.interrupted,
        problems=subject.problems,
    )


def verify(
    story: Plannable,
    solution: str | Path,
    *,
    goal: int | None = None,
    limits: PlanLimits = UNLIMITED,
    budget: str | Budget = USUAL,
) -> Verdict:
    """Whether the solution in a file is valid, and if not, which rule fails where. `goal` None: any gain of the author's will
    do. Raises `StoryProblems` if story or solution can't be read, `BudgetEnded` if the time of the budget is over before it is
    known whether any act can be left out."""
    seconds = (budget if isinstance(budget, Budget) else budget_of(budget)).seconds
    end = math.inf if seconds is None else time.monotonic() + seconds
    subject = subject_of(story)
    problems = Problems()
    source = read_text(Path(solution), problems)
    problems.raise_errors()
    read = read_solution(source, subject.task, problems) if source is not None else None
    problems.raise_errors()
    if read is None:
        raise StoryProblems(problems)
    with _faults(subject):
        return judge(NativeEngine(subject.task), read, goal=goal, limits=limits, is_over=lambda: time.monotonic() >= end)


def courses_of(found: Plan) -> tuple[Course, ...]:
    """Solutions of the author's with the names of acts and people."""
    task = found.engine.task
    return tuple(
        Course(None, _acts(task, solution), write_solution(task, solution, outcomes))
        for solution, outcomes in zip(found.solutions, found.outcomes, strict=True)
    )


def _acts(task: Task, solution: Solution) -> tuple[Act, ...]:
    return tuple(
        Act(
            task.actions[step.action].name,
            tuple(
                Course(None if reason.mind is None else task.characters[reason.mind], _acts(task, reason))
                for reason in step.reasons
            ),
        )
        for step in solution.steps
    )


@contextmanager
def _faults(subject: Subject) -> Iterator[None]:
    """A fault that is met underway is a problem of the story."""
    try:
        yield
    except (Contradiction, DividedByZero, EndlessTrigger, NumberTooLarge) as fault:
        raise StoryProblems([problem_of(subject.definition, fault)]) from None
