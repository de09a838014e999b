"""The measurements of the planner as a table, as a page and as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

Row = dict[str, str]

#: a peer that took no longer than this has nothing to compare with
LEAST_MS = 100.0

_HEADS = (
    "version", "solved", "length", "proved shortest", "search s", "process s", "states", "peak MB",
    "published ms", "published visited", "Sabre ms", "times faster",
)  # fmt: skip


def geometric_mean(rows: list[Row]) -> tuple[float, int]:
    """Of the ratios of all versions that took the peer more than `LEAST_MS`; and of how many."""
    logs = [math.log(float(row["ratio"])) for row in _compared(rows) if row["ratio"]]
    return (math.exp(sum(logs) / len(logs)) if logs else 0.0), len(logs)


def _compared(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["kind"] == "solve" and row["measured_ms"] and float(row["measured_ms"]) > LEAST_MS]


def cells(rows: list[Row]) -> list[list[str]]:
    """The lines of the first table, heads first."""
    shortest = {row["name"]: row for row in rows if row["kind"] == "shortest"}
    lines = [list(_HEADS)]
    for row in rows:
        if row["kind"] == "solve":
            lines.append(
                [
                    row["name"],
                    "yes" if row["status"] == "solved" else row["status"],
                    row["length"],
                    _proof(row, shortest.get(row["name"])),
                    _seconds(row["seconds"]),
                    _seconds(row["process_seconds"]),
                    _number(row["states"]),
                    _number(row["peak_mb"]),
                    _number(row["published_ms"]),
                    _number(row["published_visited"]),
                    _number(row["measured_ms"]),
                    _number(row["ratio"]),
                ]
            )
    return lines


def _proof(row: Row, proof: Row | None) -> str:
    if row["shortest"] == "True":
        return "at once"
    if proof is None:
        return ""
    if proof["shortest"] == "True":
        shorter = "" if proof["length"] == row["length"] else f"{proof['length']} acts, "
        return f"{shorter}{_seconds(proof['seconds'])} s"
    return proof["status"] if proof["status"] != "solved" else "no"


def _verdict(row: Row) -> str:
    if row["status"] == "impossible":
        return "proved impossible"
    return "not within the budget" if row["status"] == "budget" else row["status"]


def table(rows: list[Row]) -> str:
    """All that was measured, for a terminal."""
    parts = [_aligned(cells(rows)), _mean(rows)]
    if proofs := _proofs(rows):
        parts.append(_aligned(proofs))
    if counts := _counts(rows):
        parts.append(_aligned(counts))
    return "\n\n".join(parts) + "\n"


def _aligned(lines: list[list[str]]) -> str:
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def _mean(rows: list[Row]) -> str:
    solves = [row for row in rows if row["kind"] == "solve"]
    solved = [row for row in solves if row["status"] == "solved"]
    mean, among = geometric_mean(rows)
    compared = len(_compared(rows))
    return (
        f"{len(solved)} of {len(solves)} versions solved. Over the {compared} versions that took the best of Sabre's planners "
        f"more than {LEAST_MS:g} ms where they were measured, a geometric mean of {mean:,.1f} times faster"
        + (f" ({compared - among} of them not solved, and not in the mean)." if among < compared else ".")
    )


def _proofs(rows: list[Row]) -> list[list[str]]:
    lines = [
        [row["name"], row["goal"], _verdict(row), _seconds(row["seconds"]), _number(row["states"]), _number(row["peak_mb"])]
        for row in rows
        if row["kind"] == "impossible"
    ]
    return [["one above the best", "goal", "answer", "search s", "states", "peak MB"], *lines] if lines else []


def _counts(rows: list[Row]) -> list[list[str]]:
    lines = [
        [
            row["name"],
            "the whole graph" if row["status"] == "whole" else "as far as the budget went",
            row["length"],
            _number(row["states"]),
            _seconds(row["seconds"]),
            _number(row["peak_mb"]),
        ]
        for row in rows
        if row["kind"] == "count"
    ]
    return [["states, minds included", "how far", "steps", "states", "s", "peak MB"], *lines] if lines else []


def page(rows: list[Row], seconds: int, size: int) -> str:
    """The measurements as the page that README and docs point to."""
    parts = [
        "# The planner, measured",
        "Written by `make bench-planner`; see [what is measured](README.md). Each run had a process of its own, "
        f"{seconds} s and {size / 1e9:g} GB, with one configuration for all. All rows are in [planner.csv](planner.csv).",
        "![Seconds by version](planner.svg)",
        _markdown(cells(rows)),
        _mean(rows),
        "Sabre's times are those of its search; compiling the problem and starting Java are not in them. `search s` is to be "
        "compared with them, `process s` is all that one waits for. Where Sabre took a few milliseconds, a ratio says nothing. "
        "It counts whole ones: none is drawn as one.",
    ]
    if proofs := _proofs(rows):
        parts += ["## Proofs of impossibility", _markdown(proofs)]
    if counts := _counts(rows):
        parts += ["## Counting states", _markdown(counts)]
    return "\n\n".join(parts) + "\n"


def _markdown(lines: list[list[str]]) -> str:
    head, *body = lines
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *body))


def _seconds(text: str) -> str:
    if not text:
        return ""
    value = float(text)
    return f"{value:.4f}" if value < 0.1 else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _number(text: str) -> str:
    if not text:
        return ""
    value = float(text)
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.1f}"


# --- the picture -----------------------------------------------------------------------------------------------------

#: Sabre counts whole milliseconds; what it calls none is drawn as one
_TICK_MS = 1.0
_LEFT, _RIGHT, _TOP, _LINE, _WIDTH = 170, 30, 74, 24, 900
_OURS, _PROCESS, _PEER, _INK, _GRID = "#1b6ca8", "#1b6ca8", "#d1495b", "#333333", "#dddddd"


def chart(rows: list[Row]) -> str:
    """Seconds by version on a logarithmic scale: a dot for the search, a ring for the whole process, a diamond for Sabre."""
    solves = [row for row in rows if row["kind"] == "solve"]
    times = [float(row["seconds"]) for row in solves if row["seconds"]] + [0.001, 100.0]
    times += [max(float(row["measured_ms"]), _TICK_MS) / 1000 for row in solves if row["measured_ms"]]
    least, most = math.floor(math.log10(max(min(times), 1e-5))), math.ceil(math.log10(max(times)))
    bottom = _TOP + _LINE * len(solves)

    def across(seconds: float) -> float:
        place = (math.log10(max(seconds, 10.0**least)) - least) / (most - least)
        return round(_LEFT + place * (_WIDTH - _LEFT - _RIGHT), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {bottom + 40}" font-family="sans-serif" font-size="13" '
        f'fill="{_INK}" role="img" aria-label="Seconds that each version took">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *_legend(),
    ]
    for power in range(least, most + 1):
        x = across(10.0**power)
        label = f"{10.0**power:g} s" if power >= 0 else f"{10 ** (power + 3):g} ms"
        parts.append(f'<line x1="{x}" y1="{_TOP - 8}" x2="{x}" y2="{bottom}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{x}" y="{bottom + 20}" text-anchor="middle">{label}</text>')
    for place, row in enumerate(solves):
        parts += _marks(row, _TOP + _LINE * place + _LINE // 2, across)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _marks(row: Row, y: int, across: Callable[[float], float]) -> list[str]:
    parts = [f'<text x="{_LEFT - 14}" y="{y + 4}" text-anchor="end">{escape(row["name"])}</text>']
    peer = max(float(row["measured_ms"]), _TICK_MS) / 1000 if row["measured_ms"] else None
    if row["status"] != "solved":
        return [
            *parts,
            f'<text x="{_WIDTH - _RIGHT}" y="{y + 4}" text-anchor="end" fill="{_PEER}">{escape(_verdict(row))}</text>',
        ]
    ours = across(float(row["seconds"]))
    if peer is not None:
        theirs = across(peer)
        parts.append(
            f'<line x1="{ours}" y1="{y}" x2="{theirs}" y2="{y}" stroke="{_PEER}" stroke-opacity="0.35" stroke-width="2"/>'
        )
        parts.append(f'<path d="M{theirs} {y - 6}l6 6l-6 6l-6 -6z" fill="{_PEER}"/>')
    else:
        edge = _WIDTH - _RIGHT
        parts.append(f'<text x="{edge}" y="{y + 4}" text-anchor="end" fill="{_PEER}">not solved by Sabre in 60 s</text>')
    if row["process_seconds"]:
        x = across(float(row["process_seconds"]))
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="none" stroke="{_PROCESS}" stroke-width="1.5"/>')
    parts.append(f'<circle cx="{ours}" cy="{y}" r="5.5" fill="{_OURS}"/>')
    return parts


def _legend() -> list[str]:
    return [
        f'<text x="{_LEFT}" y="24" font-size="16" font-weight="bold">Seconds to a solution, logarithmic</text>',
        f'<circle cx="{_LEFT + 6}" cy="46" r="5.5" fill="{_OURS}"/><text x="{_LEFT + 18}" y="50">fabula, search</text>',
        f'<circle cx="{_LEFT + 146}" cy="46" r="5" fill="none" stroke="{_PROCESS}" stroke-width="1.5"/>'
        f'<text x="{_LEFT + 158}" y="50">fabula, whole process</text>',
        f'<path d="M{_LEFT + 330} 40l6 6l-6 6l-6 -6z" fill="{_PEER}"/>'
        f'<text x="{_LEFT + 342}" y="50">best of Sabre\'s planners, as measured elsewhere, search</text>',
    ]
