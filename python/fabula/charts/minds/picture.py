"""A chart of minds as SVG: plain text, the same bytes each time, for the light and the dark, with no scripts and no fonts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from fabula.charts.minds.chart import UNKNOWING, Kind, MindsChart, Relation, Stretch
from fabula.charts.minds.rows import Group, Mark, Row, Rows, joined, rows_of
from fabula.pages.typography import plainly_escaped as tag

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

_MARGIN = 24
_GUTTER = 290
_LANE = 21
_BAR = 15
_HEADING = 34
_SUBHEADING = 22
#: width of a letter of the smaller and of the usual size, in tenths of a pixel
_SMALL, _USUAL = 56, 62
#: an event longer than this is cut; the whole sentence is in its title
_LONGEST = 44

_STYLE = """\
.minds { --paper: #fbf8f3; --ink: #1f1c19; --quiet: #655e56; --line: #e6dfd4; --hover: #f1ebe1;
  --truth: #dfe7ec; --right: #0072b2; --wrong: #f6c08c; --edge: #c25600; --on: #2e1700; --unknown: #8d867d;
  --learns: #0072b2; --finds: #00795a; --deceived: #c44100; --loses: #a2467c; }
@media (prefers-color-scheme: dark) {
  .minds { --paper: #181614; --ink: #e2dbd0; --quiet: #a79e92; --line: #322e29; --hover: #24211d;
    --truth: #2c3a43; --right: #56b4e9; --wrong: #834510; --edge: #f08a2c; --on: #ffeeda; --unknown: #8f877c;
    --learns: #56b4e9; --finds: #2fcf9f; --deceived: #ff7a3d; --loses: #e29bc5; }
}
.minds { background: var(--paper); }
.minds text { font: 12px "Source Sans 3", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif;
  fill: var(--ink); }
.minds .paper { fill: var(--paper); }
.minds text.title { font-size: 21px; font-weight: 600; }
.minds text.head { font-size: 15px; font-weight: 600; }
.minds text.quiet, .minds text.event, .minds text.dies { fill: var(--quiet); font-size: 11px; }
.minds text.sub { fill: var(--quiet); font-style: italic; }
.minds text.in { font-size: 11px; pointer-events: none; }
.minds .wrong text.in { fill: var(--on); }
.minds .grid { stroke: var(--line); stroke-width: 1; }
.minds .rule { stroke: var(--quiet); stroke-width: 1; opacity: .5; }
.minds .hit { fill: transparent; }
.minds .lane:hover .hit { fill: var(--hover); }
.minds .truth rect { fill: var(--truth); }
.minds .right rect { fill: var(--right); opacity: .45; }
.minds .wrong rect { fill: var(--wrong); stroke: var(--edge); stroke-width: 1; }
.minds .unknown rect { fill: url(#unknown); stroke: var(--unknown); stroke-width: 1; stroke-dasharray: 3 2; }
.minds .hatch { stroke: var(--unknown); stroke-width: 1; opacity: .45; }
.minds .mark { stroke: var(--paper); stroke-width: 1.5; }
.minds .learns { fill: var(--learns); }
.minds .narrows { fill: var(--paper); stroke: var(--learns); stroke-width: 2; }
.minds .finds { fill: var(--finds); }
.minds .deceived { fill: var(--deceived); }
.minds .misses { fill: var(--paper); stroke: var(--ink); }
.minds .loses { fill: var(--paper); stroke: var(--loses); stroke-width: 2; }
.minds .true { fill: var(--paper); stroke: var(--finds); stroke-width: 2; }
.minds .count { fill: var(--paper); stroke: var(--quiet); stroke-width: 1; }
.minds text.number { font-size: 10px; text-anchor: middle; fill: var(--quiet); }
.minds a:hover .mark, .minds a:focus .mark { stroke: var(--ink); }
"""


@dataclass(slots=True)
class _Sheet:
    """What is being drawn: `top`: where the next row begins."""

    chart: MindsChart
    step: int
    link: Callable[[Mark], str] | None
    top: int = 0
    grid_top: int = 0
    parts: list[str] = field(default_factory=list)

    def x(self, column: int) -> int:
        """Where a column begins; the k-th event happens where column k does."""
        return _MARGIN + _GUTTER + column * self.step

    @property
    def right(self) -> int:
        return self.x(len(self.chart.events) + 1)

    @property
    def width(self) -> int:
        """The names of the last events lean over the last column."""
        lean = max(
            (self.x(e.number) + _length(_label(e.number, e.text), _SMALL) * 7 // 10 for e in self.chart.events), default=0
        )
        return max(self.right, lean, _MARGIN + _length(self.chart.title, 120), 900) + _MARGIN


def minds_svg(chart: MindsChart, link: Callable[[Mark], str] | None = None) -> str:
    """The chart as a picture. `link`: where a mark leads, for a picture inside a page."""
    rows = rows_of(chart)
    columns = len(chart.events) + 1
    sheet = _Sheet(chart, max(25, min(72, 1000 // columns)), link)
    _head(sheet)
    if rows.truth:
        _heading(sheet, "In truth", None)
        for row in rows.truth:
            _lane(sheet, row, True)
        sheet.parts.append("</g>")
    for group in rows.groups:
        _group(sheet, group)
    return _whole(sheet, rows)


def summary(chart: MindsChart) -> str:
    """What a chart shows, in a few sentences."""
    counts: dict[Kind, int] = dict.fromkeys(Kind, 0)
    for moment in chart.moments:
        if moment.of is None:
            counts[moment.kind] += 1
    ending = f", ending in \u201c{chart.ending}\u201d" if chart.ending else ""
    told = ", ".join(f"{_times(counts[kind])} somebody {what}" for kind, what in _TOLD.items() if counts[kind])
    names = joined([mind.display for mind in chart.minds])
    events = "event" if len(chart.events) == 1 else "events"
    told = told or "nobody learns anything"
    return f"What {names} believe along {len(chart.events)} {events}{ending}, held against the truth: {told}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


_TOLD = {Kind.LEARNS: "learns something", Kind.FINDS_OUT: "finds out about a wrong belief", Kind.DECEIVED: "is deceived"}


def _whole(sheet: _Sheet, rows: Rows) -> str:
    width, height = sheet.width, sheet.top + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="minds" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="group" data-generator="fabula" aria-labelledby="minds-title minds-desc">',
        f'<title id="minds-title">{tag(_title(sheet.chart))}</title>',
        f'<desc id="minds-desc">{tag(summary(sheet.chart))}</desc>',
        f"<style>\n{_STYLE}</style>",
        '<defs><pattern id="unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>',
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *_grid(sheet),
        *sheet.parts,
    ]
    if not rows.groups:
        lines.append(_text(_MARGIN, sheet.top, "Everybody is right about everything, all the time.", "quiet"))
    return "\n".join((*lines, "</svg>")) + "\n"


def _title(chart: MindsChart) -> str:
    return f"{chart.title}: who knows what, when"


def _head(sheet: _Sheet) -> None:
    """Title, legend, and the events above their columns."""
    chart = sheet.chart
    put = sheet.parts.append
    put(_text(_MARGIN, _MARGIN + 18, _title(chart), "title", hidden=True))
    events = f"{len(chart.events)} event{'' if len(chart.events) == 1 else 's'}"
    ending = f"; it ends in \u201c{chart.ending}\u201d" if chart.ending else ""
    put(_text(_MARGIN, _MARGIN + 38, f"A life of {events}{ending}.", "quiet"))
    _legend(sheet, _MARGIN + 64)
    tallest = max((_length(_label(e.number, e.text), _SMALL) * 7 // 10 for e in chart.events), default=0)
    sheet.grid_top = _MARGIN + 78 + max(tallest, 20)
    put('<g role="list" aria-label="events">')
    for event in chart.events:
        x, y = sheet.x(event.number), sheet.grid_top
        whole = f"{event.number}. {event.text}\n{event.because}" if event.because else f"{event.number}. {event.text}"
        put(
            f'<g role="listitem"><title>{tag(whole)}</title><text class="event" x="{x + 3}" y="{y - 4}" '
            f'transform="rotate(-45 {x + 3} {y - 4})">{tag(_label(event.number, event.text))}</text></g>'
        )
    put("</g>")
    sheet.top = sheet.grid_top + 4


def _legend(sheet: _Sheet, y: int) -> None:
    x = _MARGIN
    sheet.parts.append('<g aria-hidden="true">')
    for name, label in (("right", "right"), ("wrong", "wrong"), ("unknown", "not known")):
        height = 3 if name == "right" else 11
        sheet.parts.append(f'<g class="{name}"><rect x="{x}" y="{y - 4 - height // 2}" width="26" height="{height}"/></g>')
        sheet.parts.append(_text(x + 33, y, label, "quiet"))
        x += 33 + _length(label, _SMALL) + 18
    for kind, label in LEGEND.items():
        sheet.parts.append(_symbol(kind, x + 5, y - 4))
        sheet.parts.append(_text(x + 16, y, label, "quiet"))
        x += 16 + _length(label, _SMALL) + 18
    sheet.parts.append("</g>")


def _grid(sheet: _Sheet) -> Iterator[str]:
    yield '<g aria-hidden="true">'
    for event in sheet.chart.events:
        x = sheet.x(event.number)
        yield f'<line class="grid" x1="{x}" y1="{sheet.grid_top}" x2="{x}" y2="{sheet.top}"/>'
    yield "</g>"


def _group(sheet: _Sheet, group: Group) -> None:
    _heading(sheet, group.heading, group.until)
    for section in group.sections:
        if section.heading:
            sheet.top += _SUBHEADING
            sheet.parts.append(_text(_MARGIN, sheet.top - 6, f"{section.heading}:", "sub"))
        for row in section.rows:
            _lane(sheet, row, False)
    if group.missed:
        _missed(sheet, group)
    if group.left_out:
        sheet.top += _SUBHEADING
        more = "one more belief" if group.left_out == 1 else f"{group.left_out} more beliefs"
        sheet.parts.append(_text(_MARGIN, sheet.top - 7, f"and {more}, in the data", "quiet"))
    sheet.parts.append("</g>")


def _heading(sheet: _Sheet, text: str, until: int | None) -> None:
    sheet.top += _HEADING
    y = sheet.top
    sheet.parts.append(f'<g role="list" aria-label="{tag(text)}">')
    sheet.parts.append(_text(_MARGIN, y - 9, text, "head", hidden=True))
    sheet.parts.append(f'<line class="rule" x1="{_MARGIN}" y1="{y - 2}" x2="{sheet.right}" y2="{y - 2}"/>')
    if until is not None:
        x = sheet.x(until + 1)
        sheet.parts.append(_text(x + 4, y - 9, f"\u2020 dies in event {until + 1}", "dies"))


def _lane(sheet: _Sheet, row: Row, is_truth: bool) -> None:
    y = sheet.top
    spoken = f"{row.label}: " + "; ".join(_spoken(sheet, stretch, is_truth) for stretch in row.stretches)
    put = sheet.parts.append
    put(f'<g class="lane" role="listitem" aria-label="{tag(spoken)}">')
    put(f'<rect class="hit" x="{_MARGIN - 6}" y="{y}" width="{sheet.right - _MARGIN + 12}" height="{_LANE}"/>')
    put(_text(_MARGIN, y + 15, _cut(row.label, (_GUTTER - 10) * 10 // _USUAL), ""))
    for several in _runs(row.stretches):
        put(_stretch(sheet, several, y, is_truth))
    for mark in row.marks:
        put(_mark(sheet, mark, y + _LANE // 2))
    put("</g>")
    sheet.top += _LANE


def _runs(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Stretches that are drawn as one: of the same belief, wrong all the time; or right all the time."""
    runs: list[list[Stretch]] = []
    for stretch in stretches:
        before = runs[-1][-1] if runs else None
        alike = before is not None and before.last + 1 == stretch.first and before.relation is stretch.relation
        if alike and before is not None and before.idea == stretch.idea:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
    return runs


def _stretch(sheet: _Sheet, several: Sequence[Stretch], y: int, is_truth: bool) -> str:
    stretch = several[0]
    x, end = sheet.x(stretch.first), sheet.x(several[-1].last + 1)
    name = "truth" if is_truth else stretch.relation.value
    height = 3 if name == "right" else _BAR
    room = end - x - 14
    words = next((text for text in _words(stretch) if _length(text, _SMALL) <= room), "")
    inside = _text(x + 10, y + 14, words, "in", hidden=True) if words and name != "right" else ""
    gap = 0 if name == "right" else 1
    return (
        f'<g class="{name}"><title>{tag(chr(10).join(_spoken(sheet, one, is_truth) for one in several))}</title>'
        f'<rect x="{x + gap}" y="{y + (_LANE - height) // 2}" width="{end - x - 2 * gap}" height="{height}" '
        f'rx="{min(height // 2, 3)}"/>'
        f"{inside}</g>"
    )


def _words(stretch: Stretch) -> tuple[str, ...]:
    """What stands in a bar, the longest first."""
    if stretch.content == UNKNOWING:
        return UNKNOWING, "?"
    return stretch.content, stretch.words


def _spoken(sheet: _Sheet, stretch: Stretch, is_truth: bool) -> str:
    when = _when(stretch, len(sheet.chart.events))
    if is_truth:
        return f"{when}: {stretch.truth_text}"
    if stretch.relation is Relation.RIGHT:
        return f"{when}, rightly: {stretch.text}"
    kind = "wrongly" if stretch.relation is Relation.WRONG else "not known"
    return f"{when}, {kind}: {stretch.text}; in truth {stretch.truth_text}"


def _when(stretch: Stretch, events: int) -> str:
    if stretch.first == 0:
        return "all the time" if stretch.last >= events else f"up to event {stretch.last + 1}"
    return f"from event {stretch.first} on" if stretch.last >= events else f"from event {stretch.first} to {stretch.last + 1}"


def _mark(sheet: _Sheet, mark: Mark, y: int) -> str:
    x = sheet.x(mark.event)
    symbol = _symbol(mark.kind, x, y)
    return _linked(sheet, mark, f"<title>{tag(f'{mark.event}. {mark.text}')}</title>{symbol}")


def _missed(sheet: _Sheet, group: Group) -> None:
    y = sheet.top
    sheet.parts.append('<g class="lane" role="listitem" aria-label="changes that are missed besides">')
    sheet.parts.append(f'<rect class="hit" x="{_MARGIN - 6}" y="{y}" width="{sheet.right - _MARGIN + 12}" height="{_LANE}"/>')
    sheet.parts.append(_text(_MARGIN, y + 15, "other changes not noticed", "sub"))
    for mark in group.missed:
        x = sheet.x(mark.event)
        count = len({moment.fact for moment in mark.moments})
        drawn = f'<circle class="count" cx="{x}" cy="{y + 11}" r="7"/><text class="number" x="{x}" y="{y + 14}">{count}</text>'
        sheet.parts.append(_linked(sheet, mark, f"<title>{tag(f'{mark.event}. {mark.text}')}</title>{drawn}"))
    sheet.parts.append("</g>")
    sheet.top += _LANE


def _linked(sheet: _Sheet, mark: Mark, inside: str) -> str:
    return f"<g>{inside}</g>" if sheet.link is None else f'<a href="{tag(sheet.link(mark))}">{inside}</a>'


def _symbol(kind: Kind, x: int, y: int) -> str:
    diamond = f"M{x} {y - 7}L{x + 7} {y}L{x} {y + 7}L{x - 7} {y}Z"
    match kind:
        case Kind.LEARNS:
            return f'<circle class="mark learns" cx="{x}" cy="{y}" r="6"/>'
        case Kind.NARROWS:
            return f'<circle class="mark narrows" cx="{x}" cy="{y}" r="5"/>'
        case Kind.FINDS_OUT:
            return f'<path class="mark finds" d="{diamond}"/>'
        case Kind.DECEIVED:
            return f'<path class="mark deceived" d="M{x - 7} {y - 5}L{x + 7} {y - 5}L{x} {y + 7}Z"/>'
        case Kind.MISSES:
            return f'<circle class="mark misses" cx="{x}" cy="{y}" r="4"/>'
        case Kind.LOSES:
            return f'<rect class="mark loses" x="{x - 5}" y="{y - 5}" width="10" height="10"/>'
        case Kind.COMES_TRUE:
            return f'<path class="mark true" d="M{x} {y - 6}L{x + 6} {y}L{x} {y + 6}L{x - 6} {y}Z"/>'


def _label(number: int, text: str) -> str:
    return _cut(f"{number}  {text}", _LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"


def _length(text: str, letter: int) -> int:
    """About how many pixels a text is long."""
    return len(text) * letter // 10


def _text(x: int, y: int, text: str, name: str, hidden: bool = False) -> str:
    """Letters at a place. `hidden`: a screen reader hears them elsewhere."""
    style = f' class="{name}"' if name else ""
    return f'<text{style} x="{x}" y="{y}"{" aria-hidden=" + chr(34) + "true" + chr(34) if hidden else ""}>{tag(text)}</text>'
