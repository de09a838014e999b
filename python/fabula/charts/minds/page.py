"""A chart of minds as one HTML file that needs nothing else, no scripts and no network: the picture, and all of it as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.charts.minds import blocks
from fabula.charts.minds.blocks import HEIGHTS, Block, Label
from fabula.charts.minds.lanes import Line, Moment, Traced
from fabula.charts.minds.relations import Relation
from fabula.charts.minds.rows import Mark, rows_of
from fabula.charts.minds.summary import heading, life, summary
from fabula.charts.minds.symbols import PATTERN, legend
from fabula.markup import Markup, lines, own_file
from fabula.pages.typography import own_language

#: whatever a text may smuggle in: nothing but our own style sheet is in force
_POLICY = Markup("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
#: how wide the names of the rows are at most
_ROWS = 310


def page(chart: Traced) -> Markup:
    """The page. A click on a mark in the picture leads to its sentence."""
    places = {id(moment): number for number, moment in enumerate(chart.moments)}
    return lines((*_head(chart), *_body(chart, places), Markup("</html>\n")))


def _head(chart: Traced) -> Iterator[Markup]:
    yield Markup('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    yield Markup('<meta name="viewport" content="width=device-width, initial-scale=1">')
    yield Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(_POLICY)
    yield Markup('<meta name="generator" content="fabula">\n<meta name="color-scheme" content="light dark">')
    yield Markup("<title>{}</title>").format(heading(chart))
    style = own_file(__package__, "picture.css") + own_file(__package__, "page.css")
    yield Markup("<style>\n{}</style>\n</head>").format(style)


def _body(chart: Traced, places: dict[int, int]) -> Iterator[Markup]:
    yield Markup('<body>\n<a class="skip" href="#text">The chart as text</a>')
    own = own_language(chart.language)
    title = Markup("<span{}>{}</span>{}").format(own, chart.title, heading(chart).removeprefix(chart.title))
    yield Markup("<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n<main>").format(title if own else heading(chart), life(chart))
    yield from _legend()
    yield from _chart(chart, places)
    yield Markup('<section id="text" tabindex="-1" aria-labelledby="summary">\n<h2 id="summary">The chart as text</h2>')
    yield Markup("<p>{}</p>\n</section>").format(summary(chart))
    for number, line in enumerate(chart.minds):
        yield from _mind(line, f"mind{number}", places, own)
    yield Markup('<section aria-labelledby="events">\n<h2 id="events">The events</h2>\n<ol{}>').format(own)
    for event in chart.events:
        because = Markup("<p>{}</p>").format(event.because) if event.because else ""
        yield Markup('<li id="e{}">{}.{}</li>').format(event.number, event.text, because)
    yield Markup("</ol>\n</section>\n</main>\n</body>")


def _legend() -> Iterator[Markup]:
    yield Markup('<ul class="legend" aria-label="Legend">')
    for wide, sign, label in legend():
        icon = Markup('<svg width="{0}" height="16" viewBox="0 -8 {0} 16" aria-hidden="true">{1}</svg>').format(wide, sign)
        yield Markup("<li>{}{}</li>").format(icon, label)
    yield Markup("</ul>")


def _chart(chart: Traced, places: dict[int, int]) -> Iterator[Markup]:
    """The picture, as a table: the names beside rows and above columns stay in sight, on every sheet of paper."""

    def link(mark: Mark) -> str:
        return f"#m{places[id(mark.moments[0])]}"

    rows, scale = rows_of(chart), blocks.scale_of(chart)
    events, right = blocks.events(chart, scale)
    yield Markup('<figure tabindex="0" aria-label="The chart" style="--wide: {}">').format(_ROWS + right)
    yield Markup('<table class="chart" role="presentation">\n<thead>')
    yield _row((), _drawn(events, right, PATTERN))
    yield Markup("</thead>\n<tbody>")
    if rows.truth:
        truth = blocks.truth(rows.truth, scale, numbered=True)
        yield _row(truth.labels, _drawn(truth, scale.right + 8))
    for group in rows.groups:
        block = blocks.minds(group, scale, link, numbered=True)
        yield _row(block.labels, _drawn(block, scale.right + 8))
    yield Markup("</tbody>\n</table>")
    if not rows.groups:
        yield Markup("<figcaption>Everybody is right about everything, all the time.</figcaption>")
    yield Markup("</figure>")


def _row(labels: Sequence[Label], drawing: Markup) -> Markup:
    """A row of the table. A screen reader hears in the drawing what its rows are called."""
    named = lines(Markup('<div class="{}"><span>{}</span></div>').format(label.kind, label.text) for label in labels)
    return Markup('<tr>\n<td class="rows" aria-hidden="true">{}</td>\n<td>{}</td>\n</tr>').format(named, drawing)


def _drawn(block: Block, wide: int, before: str = "") -> Markup:
    assert not block.labels or block.height == sum(HEIGHTS[label.kind] for label in block.labels)
    return Markup('<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" style="--w: {0}">{2}{3}</svg>').format(
        wide, block.height, before, block.drawing
    )


def _mind(line: Line, name: str, places: dict[int, int], own: Markup) -> Iterator[Markup]:
    turns = [m for lane in line.lanes if lane.matters and lane.of is None for m in lane.moments]
    others = [m for lane in line.lanes if lane.of is not None for m in lane.moments]
    title = line.display[:1].upper() + line.display[1:]
    yield Markup('<section aria-labelledby="{0}">\n<h2 id="{0}"{2}>{1}</h2>').format(name, title, own)
    wrong = [lane.stretches[0] for lane in line.lanes if lane.matters and lane.of is None]
    begins = [stretch for stretch in wrong if stretch.first == 0 and stretch.relation is not Relation.RIGHT]
    if begins:
        yield Markup("<p>At the beginning:</p>\n<ul>")
        for stretch in begins:
            held = _held(stretch.text, line.display, stretch.content == stretch.text)
            yield Markup("<li>{}; in truth {}.</li>").format(held, stretch.truth_text)
        yield Markup("</ul>")
    yield from _table(f"What {line.display} learns, finds out, loses, and takes for what it is not", turns, places)
    yield from _folded("What goes unnoticed besides", line.missed, places, line)
    yield from _folded("What becomes of what is believed about the beliefs of others", others, places, line)
    yield Markup("</section>")


def _held(text: str, who: str, is_plain: bool) -> str:
    return f"{who} believes that {text}" if is_plain else text


def _folded(title: str, moments: Sequence[Moment], places: dict[int, int], line: Line) -> Iterator[Markup]:
    if moments:
        yield Markup("<details open>\n<summary>{} ({})</summary>").format(title, len(moments))
        yield from _table(f"{line.display}: {title[:1].lower() + title[1:]}", moments, places)
        yield Markup("</details>")


def _table(caption: str, moments: Sequence[Moment], places: dict[int, int]) -> Iterator[Markup]:
    if not moments:
        return
    yield Markup("<table>\n<caption>{}</caption>").format(caption)
    heads = Markup().join(Markup('<th scope="col">{}</th>').format(head) for head in ("event", "change", "in words"))
    yield Markup("<thead>\n<tr>{}</tr>\n</thead>\n<tbody>").format(heads)
    for moment in sorted(moments, key=lambda moment: (moment.event, places[id(moment)])):
        yield Markup('<tr id="m{}"><td><a href="#e{}">{}</a></td><td>{}</td><td>{}</td></tr>').format(
            places[id(moment)], moment.event, moment.event, moment.kind.value, moment.text
        )
    yield Markup("</tbody>\n</table>")
