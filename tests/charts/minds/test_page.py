"""The page of a chart of minds: to be read on every screen, on paper, and by those who do not see it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.charts.browser import SCHEMES, WIDTHS, in_browser, on_paper, paper, seen, sheets, violations, with_axe

from fabula.charts.minds import MindsChart, minds_chart
from fabula.lives import replay
from fabula.lives.replaying import acts_of
from fabula.story import bundled, load, loads

LONG = "A Story Whose Title Is So Long That It Takes More Room Than There Is On Any Line Of Any Screen Of Anybody's At All"


@cache
def beats() -> MindsChart:
    story, path = load("the_ridge"), bundled("the_ridge")
    assert path is not None
    return minds_chart(story, replay(story, acts_of(path.with_suffix(".eighteen_beats.life").read_text(encoding="utf-8"))))


@cache
def titled(title: str) -> MindsChart:
    path = bundled("the_silver_key")
    assert path is not None
    story = loads(path.read_text(encoding="utf-8").replace('"The Silver Key"', f'"{title}"'))
    return story.tell("hers").minds()


def test_no_heading_of_a_table_is_empty() -> None:
    heads = re.findall(r"<th[^>]*>(.*?)</th>", beats().html())
    assert set(heads) == {"event", "change", "in words"}


def test_what_is_an_author_s_is_in_the_language_of_the_story() -> None:
    """What the page itself says is English."""
    german = load(Path(__file__).parents[2] / "telling" / "der_brunnen.fabula")
    page = german.tell().minds().html()
    assert '<html lang="en">' in page
    assert '<h1><span lang="de">Der Brunnen</span>: who knows what, when</h1>' in page
    assert re.findall(r'<h2 id="mind\d" lang="(\w+)">', page) == ["de"] * len(german.definition.minds())
    assert '<h2 id="events">The events</h2>\n<ol lang="de">' in page
    assert page.count(' lang="') == 3 + len(german.definition.minds())
    assert beats().html().count(' lang="') == 1
    leftward = replace(german.tell().minds(), language="he").html()
    assert '<ol lang="he" dir="rtl">' in leftward


def test_the_rows_of_a_part_stand_beside_their_drawing() -> None:
    """What is named on the left is as high as what is drawn on the right."""
    heights = {"head": 34, "sub": 22, "lane": 21, "missed": 21, "quiet": 22}
    page = beats().html()
    rows = re.findall(r'<td class="rows" aria-hidden="true">(.*?)</td>\n<td><svg width="\d+" height="(\d+)"', page, re.DOTALL)
    assert len(rows) == 6
    for labels, height in rows[1:]:
        kinds = re.findall(r'<div class="(\w+)">', labels)
        assert sum(heights[kind] for kind in kinds) == int(height)


@in_browser
@WIDTHS
def test_a_title_stands_above_the_chart_and_in_the_window(tmp_path: Path, width: int) -> None:
    """However long it is: nothing that is hidden is printed across the chart, and nothing makes the page wider than it is."""
    script = """
    const box = (name) => document.querySelector(name).getBoundingClientRect();
    const [title, chart] = [box("h1"), box("figure")];
    const skip = box(".skip");
    return [title.left >= 0 && title.right <= innerWidth && title.height > 20, title.bottom <= chart.top,
      document.documentElement.scrollWidth <= innerWidth, skip.width * skip.height <= 1];
    """
    for chart in (beats(), titled(LONG)):
        assert seen(tmp_path, chart.html(), script, width) == [True, True, True, True]


@in_browser
@WIDTHS
def test_rows_and_events_stay_in_sight(tmp_path: Path, width: int) -> None:
    """Wherever the chart is scrolled to, its left edge says whose row it is, and its upper edge which event."""
    script = """
    const figure = document.querySelector("figure");
    figure.scrollTo(400, 300);
    const edge = figure.getBoundingClientRect();
    const beside = document.querySelector("tbody td.rows").getBoundingClientRect();
    const above = document.querySelector("thead td + td").getBoundingClientRect();
    const row = document.querySelector(".rows .lane");
    const lane = document.querySelector("tbody .lane .hit");
    return [Math.round(beside.left - edge.left), Math.round(above.top - edge.top), beside.width < innerWidth / 2,
      Math.abs(row.getBoundingClientRect().top - lane.getBoundingClientRect().top) < 1];
    """
    assert seen(tmp_path, beats().html(), script, width) == [0, 1, True, True]


@with_axe
@WIDTHS
@SCHEMES
def test_nobody_is_kept_from_reading_it(tmp_path: Path, width: int, dark: bool) -> None:
    for chart in (beats(), titled(LONG)):
        assert violations(tmp_path, chart.html(), width, dark) == []


@on_paper
def test_on_paper_nothing_is_cut_off(tmp_path: Path) -> None:
    """All events are on the first sheet, no word lies outside of any, and the parts that follow say which event is where. The
    chart alone is made smaller, and not the whole page for its sake."""
    found = sheets(paper(tmp_path, beats().html()))
    first, second, third, *_ = found
    assert first.width > first.height
    assert third.width < third.height
    for sheet in found:
        assert all(word.left >= 0 and word.right <= sheet.width and word.bottom <= sheet.height for word in sheet.words)
    title = next(word for word in first.words if word.text == "Ridge:")
    assert title.bottom - title.top > 15
    for sheet in (first, second):
        rows: dict[int, set[str]] = {}
        for word in sheet.words:
            rows.setdefault(round(word.top), set()).add(word.text)
        assert any({str(event) for event in range(1, 40)} <= row for row in rows.values())
    headings = [" ".join(word.text for word in sheet.words) for sheet in found]
    assert "Sephiroth and Jenova" in headings[1]
    assert "The chart as text" in headings[2]
