"""Putting a text right by what its problems say should stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fabula.problems import Problem
from fabula.source import Edit, edited

#: a problem may hide the next one
MOST_ROUNDS = 40


def fixed(text: str, problems: Callable[[str], Iterable[Problem]]) -> tuple[str, tuple[Problem, ...]]:
    """A text after all that can be put right in it, and the problems that were. `problems`: those of a text; what is in other
    files is left alone. A change that makes nothing better is not made twice: it ends after `MOST_ROUNDS`."""
    done: list[Problem] = []
    seen = {text}
    for _ in range(MOST_ROUNDS):
        found = [one for one in problems(text) if one.fix and one.fix[0].span.source.text == text]
        if not found:
            break
        chosen, edits = _apart(found)
        after = edited(text, edits)
        if after in seen:
            break
        seen.add(after)
        text = after
        done += chosen
    return text, tuple(done)


def _apart(problems: Iterable[Problem]) -> tuple[list[Problem], list[Edit]]:
    """Of several problems as many as change different lines: a change can mean another one for the rest of its line."""
    chosen: list[Problem] = []
    edits: list[Edit] = []
    lines: set[int] = set()
    for problem in problems:
        source = problem.fix[0].span.source
        touched = {
            line for edit in problem.fix for line in range(source.place(edit.span.start)[0], source.place(edit.span.end)[0] + 1)
        }
        if not touched & lines:
            chosen.append(problem)
            edits += problem.fix
            lines |= touched
    return chosen, edits
