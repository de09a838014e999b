"""The measurements of towns and written stories as a page and as a picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

Row = dict[str, str]

#: what is measured with all questions; otherwise only turns of play
AHEAD = "3"
_AHEADS = ("1", "2", "3", "4")


def page(rows: Sequence[Row], seconds: float, size: int, check_seconds: float | None = None) -> str:
    """The measurements as the page that the README points to. `check_seconds`: what `check` could take, if not the same."""
    apart = "" if check_seconds is None else f" (`check` {check_seconds:g} s)"
    parts = [
        "# Stories of the size that people write",
        "Written by `make bench-scale`; see [what is measured](README.md). Each measurement had a process of its own, "
        f"{seconds:g} s{apart} and {size / 1e9:g} GB. All rows are in [scale.csv](scale.csv).",
        "![Seconds and memory by the size of a town](scale.svg)",
    ]
    names = _names(row for row in rows if row["ahead"])
    if names:
        parts += [
            "## Towns: loading, and turns of play",
            "CPU seconds and milliseconds; of turns the median and what 99 of 100 stay below, for people who think so many "
            "acts ahead.",
            _markdown(_turns(rows, names)),
            "## Towns: lives and proofs",
            f"Seconds from the start of a process to its end, for people who think {AHEAD} acts ahead; or what ended it. An "
            "ending is decided if it is known whether any life comes to it: each town has seven, of which four can't be "
            "reached, and three dead ends.",
            _markdown(_proofs(rows, names)),
        ]
    if stories := _names(row for row in rows if not row["ahead"]):
        parts += [
            "## Stories that somebody wrote",
            "As above. `told`: to how many of the endings that can be reached a life was found; `can`: of how many of all it "
            "was known within the limits whether there is one.",
            _markdown(_stories(rows, stories)),
        ]
    return "\n\n".join(parts) + "\n"


def _names(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row["world"] for row in rows))


# --- tables ----------------------------------------------------------------------------------------------------------


def _of(rows: Sequence[Row], world: str, ahead: str, kind: str) -> list[Row]:
    return [row for row in rows if (row["world"], row["ahead"], row["kind"]) == (world, ahead, kind)]


def _turns(rows: Sequence[Row], names: Sequence[str]) -> list[list[str]]:
    lines = [["people x places", "acts", "triggers", "load s", "MB", *(f"ahead {ahead}" for ahead in _AHEADS)]]
    for name in names:
        lines.append([name, *_loading(rows, name, AHEAD), *(_turn(rows, name, ahead) for ahead in _AHEADS)])
    return lines


def _loading(rows: Sequence[Row], world: str, ahead: str) -> list[str]:
    row = next(iter(_of(rows, world, ahead, "load")), None)
    if row is None or row["status"]:
        return ["", "", "" if row is None else row["status"], ""]
    return [_number(row["acts"]), _number(row["triggers"]), _seconds(row["load_seconds"]), _number(row["load_mb"])]


def _turn(rows: Sequence[Row], world: str, ahead: str) -> str:
    row = next(iter(_of(rows, world, ahead, "turn")), None)
    if row is None:
        return ""
    if not row["median_ms"]:
        return row["status"]
    shown = f"{_number(row['median_ms'])} / {_number(row['p99_ms'])}"
    return f"{shown} ({row['turns']} turns)" if row["status"] else shown


#: the questions in the order of the table, and how often each is asked: once where it is so and once where it is not
_ONCE = ("must", "never", "why", "why not", "who knows", "shortest", "most", "between")
_QUESTIONS = (("can", 2), *((kind, 1) for kind in _ONCE))


def _proofs(rows: Sequence[Row], names: Sequence[str]) -> list[list[str]]:
    heads = ["people x places", "tell", "to the 1st", "to the 2nd", "to the 3rd"]
    for kind, times in _QUESTIONS:
        heads += [kind] if times == 1 else [f"{kind} (it can)", f"{kind} (it can't)"]
    lines = [[*heads, "check", "endings", "dead ends"]]
    for name in names:
        cells = [_taken(row) for row in _of(rows, name, AHEAD, "tell")]
        line = [name, *_padded(cells, 4)]
        for kind, times in _QUESTIONS:
            line += _padded([_taken(row) for row in _of(rows, name, AHEAD, kind)], times)
        lines.append([*line, *_checked(rows, name, AHEAD)])
    return lines


def _checked(rows: Sequence[Row], world: str, ahead: str) -> list[str]:
    row = next(iter(_of(rows, world, ahead, "check")), None)
    return ["", "", ""] if row is None else [_taken(row), row["decided"], row["dead_ends"]]


def _stories(rows: Sequence[Row], names: Sequence[str]) -> list[list[str]]:
    lines = [["story", "acts", "triggers", "load s", "MB", "a turn", "tell", "told", "can", "check", "endings"]]
    for name in names:
        whole, ends = _of(rows, name, "", "tell")[:1], _of(rows, name, "", "tell")[1:]
        asked = _of(rows, name, "", "can")
        told = [row for row in ends if not row["status"]]
        line = [name.replace("_", " "), *_loading(rows, name, ""), _turn(rows, name, "")]
        line += [_taken(whole[0]) if whole else "", f"{len(told)} of {len(ends)}" if ends else ""]
        line += [f"{sum(not row['status'] for row in asked)} of {len(asked)}" if asked else ""]
        lines.append([*line, *_checked(rows, name, "")[:2]])
    return lines


def _padded(cells: list[str], length: int) -> list[str]:
    return (cells + [""] * length)[:length]


def _taken(row: Row) -> str:
    return row["status"] or _seconds(row["seconds"])


def _markdown(lines: list[list[str]]) -> str:
    head, *body = lines
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *body))


def _seconds(text: str) -> str:
    if not text:
        return ""
    value = float(text)
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _number(text: str) -> str:
    if not text:
        return ""
    value = float(text)
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


# --- the picture -----------------------------------------------------------------------------------------------------

_LEFT, _RIGHT, _WIDTH, _HEIGHT, _TOP, _GAP = 70, 190, 960, 300, 60, 90
_INK, _GRID = "#333333", "#dddddd"


@dataclass(frozen=True, slots=True)
class _Line:
    """A curve: a value for each town, `None` where it is not known. `over`: where a limit ended it, or it was refused."""

    label: str
    colour: str
    values: tuple[float | None, ...]
    over: tuple[bool, ...]


def chart(rows: Sequence[Row]) -> str:
    """Two charts over all towns, both logarithmic: seconds, and memory. A cross above: a limit ended it, or it was refused."""
    names = _names(row for row in rows if row["ahead"])

    def line(label: str, colour: str, kind: str, field: str, ahead: str = AHEAD, unit: float = 1.0) -> _Line:
        found = [next(iter(_of(rows, name, ahead, kind)), None) for name in names]
        values = tuple([float(row[field]) * unit if row and row[field] and _is_known(row) else None for row in found])
        return _Line(label, colour, values, tuple([bool(row and row["status"]) for row in found]))

    seconds = [
        line("load", "#1b6ca8", "load", "load_seconds"),
        *(
            line(f"turn, p99, ahead {ahead}", colour, "turn", "p99_ms", ahead, 0.001)
            for ahead, colour in zip(_AHEADS, ("#f4b183", "#ed8b4b", "#d1495b", "#8b1e3f"), strict=True)
        ),
        line("tell", "#3c8d5a", "tell", "seconds"),
        line("check", "#6a4c93", "check", "seconds"),
    ]
    memory = [
        line("load", "#1b6ca8", "load", "load_mb"),
        line("turns", "#d1495b", "turn", "peak_mb"),
        line("tell", "#3c8d5a", "tell", "peak_mb"),
        line("check", "#6a4c93", "check", "peak_mb"),
    ]
    height = _TOP + 2 * _HEIGHT + _GAP + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="13" '
        f'fill="{_INK}" role="img" aria-label="Seconds and memory by the size of a town">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        *_panel("Seconds, logarithmic", _TOP, names, seconds, "s"),
        *_panel("Megabytes at the peak, logarithmic", _TOP + _HEIGHT + _GAP, names, memory, "MB"),
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _is_known(row: Row) -> bool:
    """Whether a figure is one of the whole: what was ended is none, but for the turns that were taken, and what check took."""
    return not row["status"] or row["kind"] in ("turn", "check")


def _panel(title: str, top: int, names: Sequence[str], lines: Sequence[_Line], unit: str) -> list[str]:
    known = [value for line in lines for value in line.values if value]
    least = math.floor(math.log10(min(known))) if known else 0
    most = max(math.ceil(math.log10(max(known))) if known else 1, least + 1)

    def across(place: int) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (place + 0.5) / max(len(names), 1), 1)

    def down(value: float) -> float:
        return round(top + _HEIGHT * (most - math.log10(max(value, 10.0**least))) / (most - least), 1)

    parts = [
        f'<text x="{_LEFT}" y="{top - 26}" font-size="16" font-weight="bold">{escape(title)}</text>',
        f'<text x="{_WIDTH - _RIGHT}" y="{top - 26}" text-anchor="end">×: a limit ended it, or it was refused</text>',
    ]
    for power in range(least, most + 1):
        y = down(10.0**power)
        parts.append(f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" stroke="{_GRID}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{_unit(power, unit)}</text>')
    for place, name in enumerate(names):
        parts.append(f'<text x="{across(place)}" y="{top + _HEIGHT + 20}" text-anchor="middle">{escape(name)}</text>')
    for order, line in enumerate(lines):
        parts += _curve(line, order, top, across, down)
    return parts


def _unit(power: int, unit: str) -> str:
    return f"{10 ** (power + 3):g} ms" if unit == "s" and power < 0 else f"{10.0**power:g} {unit}"


def _curve(line: _Line, order: int, top: int, across: Callable[[int], float], down: Callable[[float], float]) -> list[str]:
    points = [(across(place), down(value)) for place, value in enumerate(line.values) if value is not None]
    joined = " ".join(f"{x},{y}" for x, y in points)
    y = top + 12 + 20 * order
    x = _WIDTH - _RIGHT + 20
    return [
        *([f'<polyline points="{joined}" fill="none" stroke="{line.colour}" stroke-width="2"/>'] if len(points) > 1 else []),
        *(f'<circle cx="{px}" cy="{py}" r="4" fill="{line.colour}"/>' for px, py in points),
        # Crosses of several lines over one town stand beside each other.
        *(
            f'<path d="M{across(place) + 9 * order - 32} {top - 14}l6 6m0 -6l-6 6" stroke="{line.colour}" stroke-width="2"/>'
            for place, over in enumerate(line.over)
            if over
        ),
        f'<circle cx="{x}" cy="{y}" r="4" fill="{line.colour}"/><text x="{x + 10}" y="{y + 4}">{escape(line.label)}</text>',
    ]
