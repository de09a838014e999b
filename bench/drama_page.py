"""The page that `python -m bench.drama` writes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any


def page(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as the page that the docs point to, each run below the one before."""
    lines = [
        "# Lives that readers play",
        "",
        "Written by `make bench-play`; see [what is measured](README.md).",
    ]
    runs: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        runs.setdefault(row["run"], []).append(row)
    for run, measured in runs.items():
        lines += ["", f"## {run}", "", *_figures(measured), "", *_endings(measured)]
    return "\n".join(lines) + "\n"


def _figures(rows: list[Mapping[str, Any]]) -> list[str]:
    heads = (
        *("story", "as", "reader", "readers", "endings met", "evenness", "turns to an ending", "only waiting", "quiet"),
        *("quiet twice", "longest wait", "failures", "refusals", "stuck", "went away", "sentences shared", "ms", "p99"),
    )
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in rows:
        readers, turns = row["readers"], max(1, row["turns"])
        cells = (
            *(row["story"], row["as"] or "its teller", row["kind"], readers, len(row["endings"])),
            *(f"{evenness(row['endings']):.2f}", row["turns_to_ending"] or "-"),
            *(_share(row["only_wait"], turns), _share(row["quiet"], turns), row["quiet_twice"], row["longest_wait"]),
            *(f"{row['failures'] / readers:.2f}", f"{row['refusals'] / readers:.2f}"),
            *(_share(row["stuck"], readers), _share(row["away"], readers), _share(row["shared_sentences"], 1)),
            *(row["median_ms"], row["p99_ms"]),
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return lines


def _endings(rows: list[Mapping[str, Any]]) -> list[str]:
    """Which endings came, most often first."""
    lines = ["| story | as | reader | endings |", "| --- | --- | --- | --- |"]
    for row in rows:
        met = sorted(row["endings"].items(), key=lambda one: (-one[1], one[0]))
        shown = ", ".join(f"{ending} {_share(count, row['readers'])}" for ending, count in met) or "none"
        lines.append(f"| {row['story']} | {row['as'] or 'its teller'} | {row['kind']} | {shown} |")
    return lines


def evenness(endings: Mapping[str, int]) -> float:
    """How even the endings are that came: their entropy as the number of endings that would come as often as one another and
    have it; 0 where none came."""
    total = sum(endings.values())
    if not total:
        return 0.0
    return math.exp(-sum(count / total * math.log(count / total) for count in endings.values()))


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.0f} %" if part == 0 or part / whole >= 0.01 else f"{100 * part / whole:.1f} %"
