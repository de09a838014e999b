"""Problems of lines that are written as in another tool: one problem that names the tool and the cure, in place of what such a
line looks like to the parser."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

from fabula.problems import Problem, Severity
from fabula.source import Edit, Source, Span
from fabula.syntax.habits.habit import Habit
from fabula.syntax.words import ACTION_LINES, PHRASE_LINES, STATEMENTS, STORY_LINES

#: the tables; the first one that knows a line is asked
TABLES = ("words", "ink", "twine", "choicescript", "renpy", "inform", "programs", "prose")
#: problems that a line of another tool can have, being read as one of a story
ECHOES = frozenset(
    {
        "syntax", "stray-character", "unclosed-string", "unclosed-bracket", "reserved-name", "unknown-kind", "unknown-name",
        "unknown-property", "unknown-action", "wrong-type", "wrong-count", "unknown-module", "duplicate-name", "wrong-kind",
        "text-unknown-name", "text-bad-slot", "unknown-ending", "bad-expectation", "unknown-character", "no-effect",
    }
)  # fmt: skip
#: what lines of a story begin with: what is wrong with one of these is better said by who reads it; `if` and `for` are words
#: of all languages
OURS = frozenset((*STATEMENTS, *ACTION_LINES, *STORY_LINES, *PHRASE_LINES)) - {"if", "for"}
#: characters of a line that is looked up
LONGEST = 200


@cache
def habits() -> tuple[tuple[str, Habit], ...]:
    """All habits, each with the tool that it comes from; empty for what belongs to no one tool."""
    cures = _table("cures")
    found: list[tuple[str, Habit]] = []
    for name in TABLES:
        table = _table(name)
        for one in table["habits"]:
            habit = Habit(
                re.compile(one["line"]),
                one["what"],
                cures.get(one["cure"], one["cure"]),
                one.get("top", one.get("instead")),
                one.get("within", one.get("instead")),
                one.get("own", False),
            )
            found.append((table["tool"], habit))
    return tuple(found)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def explained(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, in the order of their texts, those of lines that are known from elsewhere explained. In the block of such a
    line nothing is reported that comes of reading it as one of a story."""
    ours: set[tuple[int, int]] = set()
    covered: dict[int, int] = {}
    for problem in problems:
        span = problem.span
        if span is None or problem.severity is not Severity.ERROR or problem.code not in ECHOES or span.source.is_library:
            yield problem
            continue
        source, number = span.source, span.line
        if number <= covered.get(id(source), 0):
            continue
        found = None if (id(source), number) in ours else _explained(source, number)
        if found is None:
            ours.add((id(source), number))
            yield problem
        else:
            # Where a block becomes comments with its line, nothing is said of it.
            covered[id(source)] = source.place(found.fix[-1].span.start)[0]
            yield found


def _explained(source: Source, number: int) -> Problem | None:
    raw = source.line(number)
    line = raw.strip()
    if not line or len(line) > LONGEST:
        return None
    indent = len(raw) - len(raw.lstrip())
    ours = re.split(r"\W", line, maxsplit=1)[0] in OURS
    for tool, habit in habits():
        match = habit.line.fullmatch(line)
        if match is None or (ours and not habit.own):
            continue
        span = Span(source, source.start(number) + indent, source.start(number) + len(raw.rstrip()))
        instead = habit.instead(match, indent > 0)
        return Problem(
            "foreign-line",
            f"this is {habit.what}" + (f" of {tool}" if tool else "") + ", which means nothing in a story",
            span,
            expected="a line of a story",
            seen=f"'{line if len(line) <= 60 else line[:57] + '...'}'",
            hint=habit.cure_of(match, indent > 0),
            fix=_out(source, number) if instead is None else (Edit(span, instead.replace("\n", "\n" + " " * indent)),),
        )
    return None


def _out(source: Source, number: int) -> tuple[Edit, ...]:
    """A line and its block as comments."""
    found: list[Edit] = []
    for below in range(number, _last_below(source, number) + 1):
        text = source.line(below)
        if text.strip():
            start = source.start(below) + len(text) - len(text.lstrip())
            found.append(Edit(Span(source, start, start), "# "))
    return tuple(found)


def _last_below(source: Source, number: int) -> int:
    """The last line of the block of a line, or the line itself."""
    raw = source.line(number)
    indent = len(raw) - len(raw.lstrip())
    last = below = number
    while below < source.lines:
        below += 1
        text = source.line(below)
        if text.strip():
            if len(text) - len(text.lstrip()) <= indent:
                break
            last = below
    return last
