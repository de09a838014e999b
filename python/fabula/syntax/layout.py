"""From rows to blocks: which line stands under which, by indentation."""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.problems import Problem
from fabula.source import Source, Span
from fabula.syntax.tokens import DEEPEST, Row, rows


@dataclass(slots=True)
class Line:
    """A row and the block of lines that are indented deeper below it."""

    row: Row
    children: list[Line] = field(default_factory=list)


def layout(source: Source) -> list[Line]:
    """The lines at the top of a text, each with its block. Lines whose indentation fits nowhere are put where they were
    most likely meant, with a problem."""
    found = rows(source)
    base = min((row.indent for row in found), default=0)
    top: list[Line] = []
    # Open blocks, outermost first: their indentation and their lines.
    blocks: list[tuple[int, list[Line]]] = [(base, top)]
    misfits: set[int] = set()
    ignored: Row | None = None
    for row in found:
        if ignored is not None and row.indent > ignored.indent:
            ignored.problems += row.problems
            continue
        ignored = None
        previous: int | None = None
        while len(blocks) > 1 and row.indent < blocks[-1][0]:
            previous = blocks.pop()[0]
        indent, lines = blocks[-1]
        line = Line(row)
        if row.indent == indent:
            misfits.clear()
            lines.append(line)
            continue
        if not lines:
            _misfit(source, row, "the first line is indented deeper than the lines that follow", base)
            lines.append(line)
            continue
        if previous is not None:
            # Between two levels: it most likely belongs to the block that was just left.
            if row.indent not in misfits:
                _misfit(source, row, "this line fits neither the block above it nor what is around that block", previous)
                misfits.add(row.indent)
            blocks.append((previous, lines[-1].children))
            lines[-1].children.append(line)
            continue
        if len(blocks) > DEEPEST:
            row.problems.append(
                Problem(
                    "too-deep",
                    "this block is nested too deeply",
                    Span(source, row.start, row.tokens[-1].end),
                    f"at most {DEEPEST} blocks within each other",
                    "one more",
                    "split it: a rule, a trigger or an action of its own can take a part of it",
                )
            )
            row.opaque = True
            ignored = row
        blocks.append((row.indent, lines[-1].children))
        lines[-1].children.append(line)
    return top


def _misfit(source: Source, row: Row, message: str, expected: int) -> None:
    begin = source.text.rfind("\n", 0, row.start) + 1
    row.problems.append(
        Problem(
            "bad-indentation",
            message,
            Span(source, begin, row.start),
            f"{expected} spaces" if expected else "no spaces before the line",
            f"{row.indent} {'space' if row.indent == 1 else 'spaces'}",
            "lines of one block begin in the same column",
        )
    )
