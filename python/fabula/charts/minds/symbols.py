"""The signs of a chart of minds, its legend, and the letters beside them: what the picture and the page have in common."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.charts.minds.relations import Kind
from fabula.markup import Markup

#: what the kinds of moments are called in the legend, in its order
LEGEND = {
    Kind.LEARNS: "learns",
    Kind.NARROWS: "narrows down",
    Kind.FINDS_OUT: "finds out: was wrong",
    Kind.DECEIVED: "is deceived",
    Kind.MISSES: "does not notice a change",
    Kind.LOSES: "no longer knows",
    Kind.COMES_TRUE: "a wrong belief comes true",
}
#: how wide a letter of the smaller and of the usual size is, in tenths of a pixel
SMALL, USUAL = 56, 62
#: what fills the bar of a mind that does not know
PATTERN = Markup(
    '<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>'
)


def symbol(kind: Kind, x: int, y: int) -> Markup:
    """The sign of a moment, with its middle at a place."""
    match kind:
        case Kind.LEARNS:
            return _circle("mark learns", x, y, 6)
        case Kind.NARROWS:
            return _circle("mark narrows", x, y, 5)
        case Kind.FINDS_OUT:
            return _path("mark finds", f"M{x} {y - 7}L{x + 7} {y}L{x} {y + 7}L{x - 7} {y}Z")
        case Kind.DECEIVED:
            return _path("mark deceived", f"M{x - 7} {y - 5}L{x + 7} {y - 5}L{x} {y + 7}Z")
        case Kind.MISSES:
            return _circle("mark misses", x, y, 4)
        case Kind.LOSES:
            return Markup('<rect class="mark loses" x="{}" y="{}" width="10" height="10"/>').format(x - 5, y - 5)
        case Kind.COMES_TRUE:
            return _path("mark true", f"M{x} {y - 6}L{x + 6} {y}L{x} {y + 6}L{x - 6} {y}Z")


def _circle(name: str, x: int, y: int, radius: int) -> Markup:
    return Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(name, x, y, radius)


def _path(name: str, outline: str) -> Markup:
    return Markup('<path class="{}" d="{}"/>').format(name, outline)


def legend() -> Iterator[tuple[int, Markup, str]]:
    """The entries of the legend: how wide the sign is, the sign with its middle at a height of 0, and what it stands for."""
    for name, label in (("right", "right"), ("wrong", "wrong"), ("unknown", "not known")):
        height = 3 if name == "right" else 11
        yield 26, Markup('<rect class="{}" x="0" y="{}" width="26" height="{}"/>').format(name, -(height // 2), height), label
    for kind, label in LEGEND.items():
        yield 14, symbol(kind, 7, 0), label


def letters(x: int, y: int, text: str, name: str, hidden: bool = False) -> Markup:
    """Letters at a place. `hidden`: a screen reader hears them elsewhere."""
    style = Markup(' class="{}"').format(name) if name else ""
    silent = Markup(' aria-hidden="true"') if hidden else ""
    return Markup('<text{} x="{}" y="{}"{}>{}</text>').format(style, x, y, silent, text)


def cut(text: str, most: int) -> str:
    """So many letters of a text at most."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"


def length(text: str, letter: int) -> int:
    """About how many pixels a text is long."""
    return len(text) * letter // 10
