"""Pictures outside of browsers: every renderer shows the colours that are meant, not the black of a colour it does not know."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from tests.charts.map.stories import PIT_WITH_SCENES, map_of
from tests.charts.pixels import Colour, Pixels, colour, png

from fabula.charts.minds import MindsChart, minds_chart
from fabula.lives import replay
from fabula.lives.replaying import acts_of
from fabula.markup import own_file
from fabula.story import bundled, load

SVG = "{http://www.w3.org/2000/svg}"
PAPER = colour("#fbf8f3")
#: what the bars of a chart of minds are filled with
BARS = {"truth": colour("#dfe7ec"), "wrong": colour("#f6c08c")}


def resvg(picture: str) -> Pixels:
    return png(bytes(pytest.importorskip("resvg_py").svg_to_bytes(svg_string=picture)))


def librsvg(picture: str) -> Pixels:
    program = shutil.which("rsvg-convert")
    if program is None:
        pytest.skip("needs rsvg-convert")
    return png(subprocess.run([program], input=picture.encode(), capture_output=True, timeout=60, check=True).stdout)


def chart() -> MindsChart:
    story, path = load("the_ridge"), bundled("the_ridge")
    assert path is not None
    return minds_chart(story, replay(story, acts_of(path.with_suffix(".eighteen_beats.life").read_text(encoding="utf-8"))))


def bars(element: ElementTree.Element, left: int = 0, top: int = 0) -> Iterator[tuple[Colour, int, int]]:
    """Of each bar what it is filled with, and a place in it above its words."""
    move = re.fullmatch(r"translate\((\d+) (\d+)\)", element.get("transform", ""))
    if move is not None:
        left, top = left + int(move[1]), top + int(move[2])
    name = element.get("class")
    if element.tag == f"{SVG}rect" and name in BARS and element.get("rx"):
        x, y, width = (int(element.get(key, "0")) for key in ("x", "y", "width"))
        yield BARS[name], left + x + width // 2, top + y + 1
    for child in element:
        yield from bars(child, left, top)


@pytest.mark.parametrize("render", [resvg, librsvg])
def test_minds_are_shown_in_their_colours(render: Callable[[str], Pixels]) -> None:
    picture = chart().svg()
    shown = render(picture)
    assert shown.at(3, 3) == PAPER
    found = list(bars(ElementTree.fromstring(picture)))
    assert len(found) > 50
    assert [shown.at(x, y) for _, x, y in found] == [wanted for wanted, _, _ in found]


@pytest.mark.parametrize("render", [resvg, librsvg])
def test_a_map_is_shown_in_its_colours(render: Callable[[str], Pixels]) -> None:
    shown = render(map_of(PIT_WITH_SCENES, 8).svg())
    assert shown.at(3, 3) == PAPER
    assert shown.near(colour("#7d8896"), 40) > 100
    assert shown.near((0, 0, 0)) < 100


def test_no_picture_has_a_colour_by_name_of_a_variable() -> None:
    for picture in (chart().svg(), map_of(PIT_WITH_SCENES).svg()):
        assert "var(" not in picture


def test_a_colour_of_the_light_has_one_of_the_dark() -> None:
    """Whatever is drawn by day is drawn by night: each class with a colour has one there, but for lines that keep theirs."""
    light, dark = str(own_file("fabula.charts.minds", "picture.css")).split("@media screen and (prefers-color-scheme: dark)")

    def coloured(text: str) -> set[str]:
        rules = re.findall(r"([^{}]+){([^{}]*)}", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
        return {name.strip() for names, body in rules if "#" in body.replace("url(#", "") for name in names.split(",")}

    assert coloured(light) - coloured(dark) == set()
