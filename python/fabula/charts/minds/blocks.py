"""What a chart of minds is made of, each drawn for itself: the events above their columns, what is so, and each mind.

The first column begins at 0, and so does the height. What stands to the left of the columns is not drawn but named, row by row:
a picture and a page have different room for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fabula.charts.minds.lanes import Stretch, Traced
from fabula.charts.minds.relations import UNKNOWING, Relation
from fabula.charts.minds.rows import Group, Mark, Row
from fabula.charts.minds.symbols import SMALL, cut, length, letters, symbol
from fabula.markup import Markup, lines

#: how high a row is: a heading, a smaller one, a lane, one of what is merely missed, a remark; and a bar in a lane
HEIGHTS = {"head": 34, "sub": 22, "lane": 21, "missed": 21, "quiet": 22}
_LANE = HEIGHTS["lane"]
_BAR = 15
#: an event longer than this is cut; the whole sentence is in its title
_LONGEST = 44
#: how far to the left a row can be pointed at
_BESIDE = 300


@dataclass(frozen=True, slots=True)
class Scale:
    """How far it is from one event to the next, and how many there are. The k-th event happens where column k begins."""

    step: int
    events: int

    def x(self, column: int) -> int:
        """Where a column begins."""
        return column * self.step

    @property
    def right(self) -> int:
        return self.x(self.events + 1)


@dataclass(frozen=True, slots=True)
class Label:
    """The name beside a row. `kind`: one of `HEIGHTS`, which says how high the row is."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the chart. `labels`: one for each of its rows, from the top."""

    height: int
    labels: tuple[Label, ...]
    drawing: Markup


def scale_of(chart: Traced) -> Scale:
    columns = len(chart.events) + 1
    return Scale(max(25, min(72, 1000 // columns)), len(chart.events))


def events(chart: Traced, scale: Scale) -> tuple[Block, int]:
    """The names of the events, and how far to the right the last of them lean."""
    names = {event.number: cut(f"{event.number}  {event.text}", _LONGEST) for event in chart.events}
    leaning = {number: length(name, SMALL) * 7 // 10 for number, name in names.items()}
    height = 18 + max([20, *leaning.values()])
    parts = [Markup('<g role="list" aria-label="events">')]
    for event in chart.events:
        place = f"{scale.x(event.number) + 3} {height - 8}"
        whole = f"{event.number}. {event.text}\n{event.because}" if event.because else f"{event.number}. {event.text}"
        parts.append(
            Markup(
                '<g role="listitem"><title>{}</title><text class="quiet" transform="translate({}) rotate(-45)">{}</text></g>'
            ).format(whole, place, names[event.number])
        )
    lean = max((scale.x(number) + long for number, long in leaning.items()), default=0)
    return Block(height, (), lines((*parts, Markup("</g>")))), max(scale.right, lean + 12)


def truth(rows: Sequence[Row], scale: Scale, numbered: bool = False) -> Block:
    """What is so. `numbered`: with the numbers of the events beside the heading, for a part that may be alone on a sheet."""
    sheet = _Sheet(scale, None, numbered)
    sheet.heading("In truth", None)
    for row in rows:
        sheet.lane(row, True)
    return sheet.block("In truth")


def minds(group: Group, scale: Scale, link: Callable[[Mark], str] | None = None, numbered: bool = False) -> Block:
    """What a mind, or several of which the same is to be said, believe. `link`: where a mark leads."""
    sheet = _Sheet(scale, link, numbered)
    sheet.heading(group.heading, group.until)
    for section in group.sections:
        if section.heading:
            sheet.row(f"{section.heading}:", "sub")
        for row in section.rows:
            sheet.lane(row, False)
    if group.missed:
        sheet.missed(group.missed)
    if group.left_out:
        more = "one more belief" if group.left_out == 1 else f"{group.left_out} more beliefs"
        sheet.row(f"and {more}, in the data", "quiet")
    return sheet.block(group.heading)


class _Sheet:
    """A block that is being drawn."""

    def __init__(self, scale: Scale, link: Callable[[Mark], str] | None, numbered: bool) -> None:
        self._scale = scale
        self._link = link
        self._numbered = numbered
        self._top = 0
        self._labels: list[Label] = []
        self._parts: list[Markup] = []

    def block(self, heading: str) -> Block:
        grid = "".join(f"M{self._scale.x(event)} 0V{self._top}" for event in range(1, self._scale.events + 1))
        first = Markup('<path class="grid" d="{}" aria-hidden="true"/>\n<g role="list" aria-label="{}">').format(grid, heading)
        return Block(self._top, tuple(self._labels), lines((first, *self._parts, Markup("</g>"))))

    def row(self, label: str, kind: str) -> int:
        """Begins a row, and says where."""
        top = self._top
        self._labels.append(Label(label, kind))
        self._top += HEIGHTS[kind]
        return top

    def heading(self, text: str, until: int | None) -> None:
        """The name of a block, with a rule below it."""
        y = self.row(text, "head") + HEIGHTS["head"]
        rule = Markup('<line class="rule" x1="0" y1="{0}" x2="{1}" y2="{0}"/>')
        self._parts.append(rule.format(y - 2, self._scale.right))
        if self._numbered:
            numbers = (letters(self._scale.x(event), y - 7, str(event), "number") for event in range(1, self._scale.events + 1))
            self._parts.append(Markup('<g class="numbers" aria-hidden="true">{}</g>').format(Markup().join(numbers)))
        if until is not None:
            above = 19 if self._numbered else 9
            self._parts.append(letters(self._scale.x(until + 1) + 4, y - above, f"\u2020 dies in event {until + 1}", "quiet"))

    def lane(self, row: Row, is_truth: bool) -> None:
        y = self.row(row.label, "lane")
        spoken = f"{row.label}: " + "; ".join(self._spoken(stretch, is_truth) for stretch in row.stretches)
        self._begin_lane(spoken, y)
        self._parts += [self._stretch(several, y, is_truth) for several in _runs(row.stretches)]
        self._parts += [self._linked(mark, symbol(mark.kind, self._scale.x(mark.event), y + _LANE // 2)) for mark in row.marks]
        self._parts.append(Markup("</g>"))

    def missed(self, marks: Sequence[Mark]) -> None:
        y = self.row("other changes not noticed", "missed")
        self._begin_lane("changes that are missed besides", y)
        for mark in marks:
            count = len({moment.fact for moment in mark.moments})
            drawn = Markup('<circle class="count" cx="{0}" cy="{1}" r="7"/><text class="number" x="{0}" y="{2}">{3}</text>')
            self._parts.append(self._linked(mark, drawn.format(self._scale.x(mark.event), y + 11, y + 14, count)))
        self._parts.append(Markup("</g>"))

    def _begin_lane(self, spoken: str, y: int) -> None:
        self._parts.append(Markup('<g class="lane" role="listitem" aria-label="{}">').format(spoken))
        hit = Markup('<rect class="hit" x="{}" y="{}" width="{}" height="{}"/>')
        self._parts.append(hit.format(-_BESIDE, y, self._scale.right + _BESIDE + 6, _LANE))

    def _stretch(self, several: Sequence[Stretch], y: int, is_truth: bool) -> Markup:
        stretch = several[0]
        x, end = self._scale.x(stretch.first), self._scale.x(several[-1].last + 1)
        name = "truth" if is_truth else stretch.relation.value
        is_line = name == "right"
        height, gap = (3, 0) if is_line else (_BAR, 1)
        words = "" if is_line else next((text for text in _words(stretch) if length(text, SMALL) <= end - x - 14), "")
        style = "in on" if name == "wrong" else "in"
        return Markup(
            '<g><title>{told}</title><rect class="{name}" x="{x}" y="{y}" width="{width}" height="{height}" rx="{rx}"/>'
            "{inside}</g>"
        ).format(
            told="\n".join(self._spoken(one, is_truth) for one in several),
            name=name,
            x=x + gap,
            y=y + (_LANE - height) // 2,
            width=end - x - 2 * gap,
            height=height,
            rx=min(height // 2, 3),
            inside=letters(x + 10, y + 14, words, style, hidden=True) if words else "",
        )

    def _spoken(self, stretch: Stretch, is_truth: bool) -> str:
        when = _when(stretch, self._scale.events)
        if is_truth:
            return f"{when}: {stretch.truth_text}"
        if stretch.relation is Relation.RIGHT:
            return f"{when}, rightly: {stretch.text}"
        kind = "wrongly" if stretch.relation is Relation.WRONG else "not known"
        return f"{when}, {kind}: {stretch.text}; in truth {stretch.truth_text}"

    def _linked(self, mark: Mark, sign: Markup) -> Markup:
        inside = Markup("<title>{}</title>{}").format(f"{mark.event}. {mark.text}", sign)
        if self._link is None:
            return Markup("<g>{}</g>").format(inside)
        return Markup('<a href="{}">{}</a>').format(self._link(mark), inside)


def _runs(stretches: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches that are drawn as one: of the same belief, wrong all the time; or right all the time."""
    run: list[Stretch] = []
    for stretch in stretches:
        before = run[-1] if run else None
        if before is not None and not (
            before.last + 1 == stretch.first and before.relation is stretch.relation and before.idea == stretch.idea
        ):
            yield run
            run = []
        run.append(stretch)
    if run:
        yield run


def _words(stretch: Stretch) -> tuple[str, ...]:
    """What stands in a bar, the longest first."""
    if stretch.content == UNKNOWING:
        return UNKNOWING, "?"
    return stretch.content, stretch.words


def _when(stretch: Stretch, events: int) -> str:
    if stretch.first == 0:
        return "all the time" if stretch.last >= events else f"up to event {stretch.last + 1}"
    return f"from event {stretch.first} on" if stretch.last >= events else f"from event {stretch.first} to {stretch.last + 1}"
