"""A chart of minds as SVG: plain text, the same bytes each time, for the light and the dark, with no scripts and no fonts."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.charts.minds import blocks
from fabula.charts.minds.blocks import HEIGHTS, Block, Label
from fabula.charts.minds.lanes import Traced
from fabula.charts.minds.rows import rows_of
from fabula.charts.minds.summary import heading, life, summary
from fabula.charts.minds.symbols import PATTERN, SMALL, USUAL, cut, legend, length, letters
from fabula.markup import Markup, lines, own_file

_MARGIN = 24
#: the room to the left of the columns, where the rows are named
_GUTTER = 290
#: how wide the drawing is at least
_LEAST = 620
#: of each kind of label its class, and how far above the end of its row it stands
_STYLES = {"head": ("head", 9), "sub": ("sub", 6), "lane": ("", 6), "missed": ("sub", 6), "quiet": ("quiet", 7)}
_FONTS = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"


def picture(chart: Traced) -> Markup:
    """The chart as a picture that needs nothing else."""
    rows, scale = rows_of(chart), blocks.scale_of(chart)
    events, right = blocks.events(chart, scale)
    wide = _MARGIN + max(_GUTTER + right, _LEAST, length(heading(chart), 2 * USUAL)) + _MARGIN
    legend_height, signs = _legend(wide - 2 * _MARGIN)
    parts = [letters(_MARGIN, _MARGIN + 18, heading(chart), "title", hidden=True)]
    parts += [letters(_MARGIN, _MARGIN + 38, life(chart), "quiet"), signs]
    top = _MARGIN + 50 + legend_height
    drawn = [events, *([blocks.truth(rows.truth, scale)] if rows.truth else ())]
    drawn += [blocks.minds(group, scale) for group in rows.groups]
    for block in drawn:
        parts += _placed(block, top)
        top += block.height
    if not rows.groups:
        top += 20
        parts.append(letters(_MARGIN, top, "Everybody is right about everything, all the time.", "quiet"))
    return lines((*_opened(chart, wide, top + _MARGIN), *parts, Markup("</svg>\n")))


def _opened(chart: Traced, wide: int, high: int) -> Iterator[Markup]:
    yield Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="group" '
        'font-family="{fonts}" font-size="12" data-generator="fabula" aria-labelledby="minds-title minds-desc">'
    ).format(wide=wide, high=high, fonts=_FONTS)
    yield Markup('<title id="minds-title">{}</title>').format(heading(chart))
    yield Markup('<desc id="minds-desc">{}</desc>').format(summary(chart))
    yield Markup("<style>\n{}</style>").format(own_file(__package__, "picture.css"))
    yield PATTERN
    yield Markup('<rect class="paper" width="{}" height="{}"/>').format(wide, high)


def _legend(room: int) -> tuple[int, Markup]:
    """How high it is, and the legend, in as many lines as it takes."""
    parts = [Markup('<g aria-hidden="true">')]
    x = y = 0
    for wide, sign, label in legend():
        whole = wide + 6 + length(label, SMALL)
        if x + whole > room:
            x, y = 0, y + 20
        parts.append(Markup('<g transform="translate({} {})">{}</g>').format(_MARGIN + x, _MARGIN + 60 + y, sign))
        parts.append(letters(_MARGIN + x + wide + 6, _MARGIN + 64 + y, label, "quiet"))
        x += whole + 18
    return y + 20, lines((*parts, Markup("</g>")))


def _placed(block: Block, top: int) -> Iterator[Markup]:
    """A block at its height, with the names of its rows."""
    yield Markup('<g transform="translate({} {})">').format(_MARGIN + _GUTTER, top)
    yield block.drawing
    y = 0
    for label in block.labels:
        y += HEIGHTS[label.kind]
        yield _named(label, y)
    yield Markup("</g>")


def _named(label: Label, bottom: int) -> Markup:
    style, above = _STYLES[label.kind]
    text = cut(label.text, (_GUTTER - 10) * 10 // USUAL) if label.kind == "lane" else label.text
    named = letters(-_GUTTER, bottom - above, text, style, hidden=label.kind == "head")
    if label.kind != "head":
        return named
    return Markup('<line class="rule" x1="{0}" y1="{1}" x2="0" y2="{1}"/>').format(-_GUTTER, bottom - 2) + named
