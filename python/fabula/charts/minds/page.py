"""A chart of minds as one HTML file that needs nothing else, no scripts and no network: the picture, and all of it as text."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.charts.minds.chart import Line, MindsChart, Moment, Relation
from fabula.charts.minds.picture import minds_svg, summary
from fabula.charts.minds.rows import Mark
from fabula.pages.typography import plainly_escaped as tag

#: whatever a text may smuggle in: nothing but our own style sheet is in force
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """\
:root { color-scheme: light dark; --ink: #1f1c19; --quiet: #655e56; --paper: #fbf8f3; --line: #e6dfd4; --mark: #f6e3cf; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e2dbd0; --quiet: #a79e92; --paper: #181614; --line: #322e29; --mark: #4a2c12; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: "Source Sans 3", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif; }
figure { margin: 0; overflow-x: auto; }
figure:focus-visible { outline: 2px solid var(--quiet); }
main { max-width: 62rem; margin: 0 auto; padding: 1rem 24px 5rem; }
h1 { position: absolute; left: -100vw; }
h2 { font-size: 1.25rem; margin: 2.2em 0 0.4em; }
p { max-width: 44rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem; }
caption { text-align: left; color: var(--quiet); padding-bottom: 0.3em; }
th, td { text-align: left; vertical-align: top; padding: 0.28em 0.9em 0.28em 0; border-top: 1px solid var(--line); }
th { font-weight: 600; }
td:nth-child(2) { white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
tr:target, li:target { background: var(--mark); }
details { margin: 0.7em 0; }
summary { cursor: pointer; color: var(--quiet); }
ol { padding-left: 2.2em; font-size: 0.93rem; }
li { margin: 0.3em 0; }
li p { margin: 0; color: var(--quiet); }
a { color: inherit; text-underline-offset: 0.2em; text-decoration-color: var(--quiet); }
a.skip { position: absolute; left: -100vw; top: 0; padding: 0.6em 1em; background: var(--paper); }
a.skip:focus { left: 0; }
@media print { figure { overflow: visible; } details { display: block; } }
"""


def minds_html(chart: MindsChart) -> str:
    """The page. A click on a mark in the picture leads to its sentence."""
    places = {id(moment): number for number, moment in enumerate(chart.moments)}

    def link(mark: Mark) -> str:
        return f"#m{places[id(mark.moments[0])]}"

    return "\n".join((*_head(chart), *_body(chart, minds_svg(chart, link), places), "</html>")) + "\n"


def _head(chart: MindsChart) -> Iterator[str]:
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="generator" content="fabula">\n<meta name="color-scheme" content="light dark">'
    yield f"<title>{tag(chart.title)}: who knows what, when</title>"
    yield f"<style>\n{_STYLE}</style>\n</head>"


def _body(chart: MindsChart, picture: str, places: dict[int, int]) -> Iterator[str]:
    yield '<body>\n<a class="skip" href="#text">The chart as text</a>'
    yield f"<h1>{tag(chart.title)}: who knows what, when</h1>"
    yield f'<figure tabindex="0" aria-label="The chart">\n{picture}</figure>'
    yield f'<main id="text" tabindex="-1">\n<p>{tag(summary(chart))}</p>'
    for line in chart.minds:
        yield from _mind(line, places)
    yield "<h2>The events</h2>\n<ol>"
    for event in chart.events:
        yield f'<li id="e{event.number}">{tag(event.text)}.<p>{tag(event.because)}</p></li>'
    yield "</ol>\n</main>\n</body>"


def _mind(line: Line, places: dict[int, int]) -> Iterator[str]:
    turns = [m for lane in line.lanes if lane.matters and lane.of is None for m in lane.moments]
    others = [m for lane in line.lanes if lane.of is not None for m in lane.moments]
    yield f"<h2>{tag(line.display[:1].upper() + line.display[1:])}</h2>"
    wrong = [lane.stretches[0] for lane in line.lanes if lane.matters and lane.of is None]
    begins = [one for one in wrong if one.first == 0 and one.relation is not Relation.RIGHT]
    if begins:
        yield "<p>At the beginning:</p>\n<ul>"
        for one in begins:
            yield f"<li>{tag(_held(one.text, line.display, one.content == one.text))}; in truth {tag(one.truth_text)}.</li>"
        yield "</ul>"
    yield from _table(f"What {line.display} learns, finds out, loses, and takes for what it is not", turns, places)
    yield from _folded("What goes unnoticed besides", line.missed, places, line)
    yield from _folded("What becomes of what is believed about the beliefs of others", others, places, line)


def _held(text: str, who: str, is_plain: bool) -> str:
    return f"{who} believes that {text}" if is_plain else text


def _folded(heading: str, moments: list[Moment] | tuple[Moment, ...], places: dict[int, int], line: Line) -> Iterator[str]:
    if moments:
        yield f"<details open>\n<summary>{tag(heading)} ({len(moments)})</summary>"
        yield from _table(f"{line.display}: {heading[:1].lower() + heading[1:]}", moments, places)
        yield "</details>"


def _table(caption: str, moments: list[Moment] | tuple[Moment, ...], places: dict[int, int]) -> Iterator[str]:
    if not moments:
        return
    yield f"<table>\n<caption>{tag(caption)}</caption>"
    yield '<tr><th scope="col">event</th><th scope="col"></th><th scope="col">what becomes of it</th></tr>'
    for moment in sorted(moments, key=lambda moment: (moment.event, places[id(moment)])):
        number = f'<a href="#e{moment.event}">{moment.event}</a>'
        yield (
            f'<tr id="m{places[id(moment)]}"><td class="number">{number}</td><td>{tag(moment.kind.value)}</td>'
            f"<td>{tag(moment.text)}</td></tr>"
        )
    yield "</table>"
