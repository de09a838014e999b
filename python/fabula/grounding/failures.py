"""What stops grounding: numbers that can't be computed, and too much of something."""

from __future__ import annotations

from fabula.grounding.figures import BadNumber
from fabula.grounding.steps import StepsEnded
from fabula.model import Definition
from fabula.problems import Problems, StoryProblems
from fabula.source import Span
from fabula.task import LARGEST


def report_bad_number(bad: BadNumber, problems: Problems) -> None:
    """A constant that can't be computed."""
    if bad.code == "division-by-zero":
        problems.add(
            bad.code,
            "a number is divided by 0",
            bad.span,
            expected="a divisor that is never 0",
            seen="0",
            hint="divide by something that is never 0, or put the division under 'if'",
        )
    else:
        problems.add(
            bad.code,
            "this number is more than fabula computes with",
            bad.span,
            expected=f"a number from {-LARGEST} to {LARGEST}",
            hint="use smaller numbers",
        )


def report_too_many_cases(span: Span | None, problems: Problems) -> None:
    """A condition that can't be written out."""
    problems.add(
        "too-many-cases",
        "the conditions here split into too many cases",
        span,
        hint="ask fewer properties of properties in one condition, or use narrower kinds",
    )


def report_too_many_facts(definition: Definition, problems: Problems) -> None:
    """The facts at the start alone are too many."""
    problems.add(
        "too-many-facts",
        "the facts at the start of the story are too many",
        next((one.span for one in (*definition.facts, *definition.properties.values()) if one.span), None),
        hint="give 'for each' narrower kinds, or properties fewer arguments",
    )


def problem_of(failed: StepsEnded | BadNumber, span: Span | None) -> StoryProblems:
    """The failure of a single expression."""
    problems = Problems()
    if isinstance(failed, BadNumber):
        report_bad_number(failed, problems)
    else:
        report_too_many_cases(span, problems)
    return StoryProblems(problems)
