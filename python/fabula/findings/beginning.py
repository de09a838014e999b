"""A story that is over before anybody has acted."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.findings.finding import Finding
from fabula.findings.survey import Survey
from fabula.model import conjuncts
from fabula.problems import Problem


def of_beginning(survey: Survey) -> Iterator[Finding]:
    """`over-at-once`: an ending holds at the very beginning. Whatever else is so of the one state that all lives have follows
    from that."""
    number = survey.atlas.endings[0]
    if number < 0:
        return
    ending = survey.definition.endings[survey.task.endings[number].name]
    parts = [part.span.in_one_line for part in conjuncts(ending.condition) if part.span is not None]
    yield Finding(
        Problem(
            "over-at-once",
            f"the story ends with '{ending.name}' before anybody has acted: it holds at the very beginning",
            ending.condition.span or ending.span,
            expected="a condition that something in the story makes true",
            seen="what the story starts with",
            hint="let the ending ask for what is not so yet, or state at the start that it is otherwise",
        ),
        (),
        {"ending": ending.name, "parts": parts},
    )
