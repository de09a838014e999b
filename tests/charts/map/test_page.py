"""The files that a map is written as: whole, harmless whatever an author writes, and alive in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from tests.charts.browser import (
    SCHEMES,
    WIDTHS,
    bare,
    chromium,
    first_sheet,
    in_browser,
    on_paper,
    paper,
    seen,
    sheets,
    violations,
    with_axe,
)
from tests.charts.map.stories import KEY, PIT, PIT_WITH_SCENES, atlas_of, map_of
from tests.charts.pixels import Pixels, colour

from fabula.charts.map import Map, make_map
from fabula.charts.map.page_data import page_data
from fabula.lives.readers import playtest
from fabula.markup import embedded_json
from fabula.story import load, loads

#: what runs sets a mark; what is only shown does not
MARK = "document.documentElement.dataset.hacked=1"
EVIL = f"</script><script>{MARK}</script><img src=x onerror={MARK}>&amp;"
EVIL_STORY = (
    PIT.replace("The Pit", EVIL)
    .replace("Out of the house", EVIL)
    .replace('"the room"', f'"{EVIL}"')
    .replace("[light] the lamp", EVIL + " [light] it")
    .replace("property lit", f'property lit "{EVIL}"')
    + f'scene bright "{EVIL}" when lit\n'
)

#: goes through everything that can be done on a page, and says what went wrong
DRIVE = """
const problems = [];
window.addEventListener("error", (event) => problems.push(event.message));
const push = (key, target = canvas) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
for (let node = 0; node < Math.min(60, view.count); node++) {
  choose(node);
  if (!panel.querySelector("h2").textContent) problems.push(`node ${node} has no name`);
  if (DATA.scenes[node]) {
    open(node);
    if (view.scene !== node) problems.push(`scene ${node} did not open`);
    for (let inner = 0; inner < Math.min(5, view.count); inner++) choose(inner);
    draw();
    push("Escape");
    if (view.scene !== -1) problems.push(`scene ${node} did not close`);
  }
}
for (const state of STATES.node.keys()) if (state < 60) visit(state);
choose(-1);
for (const key of ["Right", "Right", "Down", "Up", "Left"]) push(`Arrow${key}`);
if (chosen < 0 && view.count > 1) problems.push("the arrow keys choose nothing");
for (const key of ["+", "-", "0", "l", "l", "Enter", "Escape", "Escape", "/"]) push(key);
for (const button of [...legend.querySelectorAll("button:not(:disabled)")]) {
  button.click();
  draw();
  button.click();
}
for (const [, title] of DATA.marks) {
  const button = [...panel.querySelectorAll("button.to")].find((one) => one.textContent === title);
  if (button) button.click();
}
for (const word of ["Ann", "hall", "out", ...DATA.marks.map(([name]) => name).slice(0, 1), "no such thing"]) {
  query.value = word;
  query.dispatchEvent(new Event("input"));
  const first = found.querySelector("button");
  if (word === "no such thing" ? first : !first) problems.push(`search for ${word}`);
  if (first) first.click();
  draw();
}
query.value = "";
query.dispatchEvent(new Event("input"));
canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: -300, cancelable: true }));
document.documentElement.dataset.problems = JSON.stringify(problems);
"""


def data_in(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def browsed(file: Path, place: str = "") -> tuple[dict[str, str], str]:
    """The marks that a page has set on its root in a browser, and what it said on the console."""
    options = ("--window-size=1200,800", "--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom")
    ended = chromium(file.parent, *options, f"file://{file}{place}")
    root = re.search(r"<html([^>]*)>", ended.stdout)
    assert root is not None
    console = "\n".join(line for line in ended.stderr.splitlines() if "CONSOLE" in line)
    marks = dict(re.findall(r'data-(\w+)="([^"]*)"', root[1]))
    return {name: value.replace("&quot;", '"') for name, value in marks.items()}, console


@pytest.fixture(scope="module")
def key() -> Map:
    """A map of scenes, with readers."""
    story = load(KEY)
    atlas = atlas_of(story)
    return make_map(atlas, playtest(story, 100, atlas=atlas), 100)


def test_a_page_is_one_file_that_fetches_nothing(key: Map) -> None:
    page = key.html()
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<script") == 2
    assert not re.search(r'(src|href)="(?!#)|url\(|@import|https?://(?!www\.w3\.org/2000/svg)', page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]


def test_a_page_knows_what_is_on_the_map(key: Map) -> None:
    data = data_in(key.html())
    assert data == json.loads(json.dumps(page_data(key)))
    assert data["states"] == key.atlas.size
    nodes, states = data["nodes"], data["of"]
    assert isinstance(nodes, dict)
    assert isinstance(states, dict)
    assert nodes["size"] == [node.size for node in key.graph.nodes]
    assert len(states["node"]) == key.atlas.size
    assert sum(states["stepped"]) * 2 == len(states["steps"])
    assert sum(states["changed"]) == len(states["changes"])
    assert data["readers"] == 100


def test_of_a_large_story_a_page_knows_the_details_of_some_states(key: Map) -> None:
    small = Map(key.atlas, key.graph, key.readings, most_details=40)
    states = data_in(small.html())["of"]
    assert isinstance(states, dict)
    assert 40 <= len(states["numbers"]) < key.atlas.size
    kept = len(states["numbers"])
    targets = states["steps"][1::2]
    assert all(-len(key.graph.nodes) <= target < kept for target in targets)
    assert any(target < 0 for target in targets)
    assert all(parent < place for place, parent in enumerate(states["parent"]))


def test_an_author_s_text_is_never_markup() -> None:
    drawn = map_of(EVIL_STORY)
    page = drawn.html()
    assert page.count("<script") == 2
    assert "<img" not in page
    assert data_in(page)["title"] == EVIL
    assert "<" not in embedded_json({"text": EVIL + "\u2028<!--"})
    assert json.loads(embedded_json({"text": EVIL + "\u2028"})) == {"text": EVIL + "\u2028"}
    tree = ElementTree.fromstring(drawn.svg())
    assert not [element for element in tree.iter() if element.tag.rpartition("}")[2] in ("script", "img")]
    assert EVIL in "".join(tree.itertext())


def test_what_is_an_author_s_is_in_the_language_of_the_story(key: Map) -> None:
    text = 'story "Der Hof"\n    language "de"\ncharacter Anna, she\nproperty hell\nending Licht when hell\n'
    german = loads(text).map().html()
    assert '<html lang="en">' in german
    assert '<h1 lang="de">Der Hof</h1>' in german
    assert data_in(german)["language"] == "de"
    assert (key.html().count(' lang="'), data_in(key.html())["language"]) == (1, "en")


def test_a_picture_is_whole(key: Map) -> None:
    tree = ElementTree.fromstring(key.svg())
    names = [element.tag.rpartition("}")[2] for element in tree.iter()]
    marked = [element.get("class") for element in tree.iter()]
    assert marked.count("edge") + marked.count("edge back") == len(key.graph.links)
    drawn = [mark for mark in marked if mark in ("node", "dead")]
    assert len(drawn) == len(key.graph.nodes)
    assert "script" not in names
    assert "She is free" in "".join(tree.itertext())


def test_the_titles_of_scenes_are_on_every_map() -> None:
    scenes, states = map_of(PIT_WITH_SCENES, 8), map_of(PIT_WITH_SCENES)
    shown = [element.text for element in ElementTree.fromstring(scenes.svg()).iter() if element.get("text-anchor") == "middle"]
    assert sorted(shown, key=str) == ["By lamplight", "In the house", "shut in"]
    assert 'xlabel="By lamplight"' in scenes.dot()
    assert 'xlabel="shut in: dead end"' in scenes.dot()
    assert "text-anchor" not in states.svg()
    assert 'xlabel="By' not in states.dot()
    for drawn in (scenes, states):
        assert "scene: In the house" in drawn.svg()
        assert 'tooltip="In the house: ' in drawn.dot()
        data = data_in(drawn.html())
        marks, nodes = data["marks"], data["nodes"]
        assert isinstance(marks, list)
        assert isinstance(nodes, dict)
        assert [name for name, *_ in marks] == ["inside", "lamplight", "shut_in", "bright", "gone"]
        for number, (_, _, count, _) in enumerate(marks):
            held = zip(nodes["mark"], nodes["size"], strict=True)
            assert count == sum(size for mark, size in held if mark == number)


def test_a_graph_for_graphviz_has_all_nodes_and_edges(key: Map) -> None:
    for drawn in (key, map_of(EVIL_STORY)):
        text = drawn.dot()
        # Strings out of the way, what is left is plain.
        bare = re.sub(r'"(?:\\.|[^"\\])*"', "S", text)
        assert '"' not in bare
        assert bare.count("{") == bare.count("}")
        assert len(re.findall(r"^  \d+ \[", bare, re.MULTILINE)) == len(drawn.graph.nodes)
        assert len(re.findall(r"^  \d+ -> \d+ \[", bare, re.MULTILINE)) == len(drawn.graph.links)


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")
def test_graphviz_reads_it(key: Map) -> None:
    for drawn in (key, map_of(EVIL_STORY)):
        ended = subprocess.run(["dot", "-Tsvg"], input=drawn.dot(), capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode == 0, ended.stderr


@in_browser
def test_a_page_of_a_stranger_runs_nothing_of_theirs(tmp_path: Path) -> None:
    file = tmp_path / "evil.html"
    file.write_text(map_of(EVIL_STORY).html(), encoding="utf-8")
    marks, console = browsed(file, "#node=1")
    assert marks == {"ready": str(len(map_of(EVIL_STORY).graph.nodes))}
    assert console == ""


@in_browser
@pytest.mark.parametrize(
    ("text", "most"), [(PIT, 3000), (EVIL_STORY, 20), (EVIL_STORY, 8), (PIT_WITH_SCENES, 20), (PIT_WITH_SCENES, 8)]
)
def test_everything_on_a_page_works(tmp_path: Path, text: str, most: int) -> None:
    """Every node is chosen, every scene opened; search, filters and keys are used; nothing is said on the console."""
    page = map_of(text, most).html()
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    file = tmp_path / "driven.html"
    file.write_text(policy.sub("", page).replace("</body>", f"<script>{{{DRIVE}}}</script></body>"), encoding="utf-8")
    marks, console = browsed(file)
    assert console == ""
    assert "hacked" not in marks
    assert json.loads(marks["problems"]) == []


@in_browser
def test_a_large_map_stays_fluid(tmp_path: Path) -> None:
    """A frame of 3,000 nodes; the bound is generous, for slow machines without a graphics card that do other things, too."""
    drawn = make_map(atlas_of(load("the_ridge"), 2900))
    assert len(drawn.graph.nodes) > 2800
    file = tmp_path / "large.html"
    file.write_text(drawn.html(), encoding="utf-8")
    marks, _ = browsed(file, "#measure")
    assert float(marks["frame"]) < 150


@with_axe
@WIDTHS
@SCHEMES
def test_nobody_is_kept_from_reading_it(tmp_path: Path, width: int, dark: bool) -> None:
    """axe-core finds nothing: not at the beginning, nor with a scene open, something chosen, the legend there, and a search."""
    page = map_of(PIT_WITH_SCENES, 8).html()
    assert violations(tmp_path, page, width, dark) == []
    busy = "open(0); choose(1); legend.hidden = false; query.value = 'Ann'; query.dispatchEvent(new Event('input'))"
    assert violations(tmp_path, page, width, dark, busy) == []


@in_browser
@pytest.mark.parametrize("width", [390, 768, 1024])
def test_on_a_narrow_screen_nothing_lies_upon_the_drawing(tmp_path: Path, width: int) -> None:
    """The legend waits until it is asked for, and a remark stands above."""
    drawn = make_map(atlas_of(loads(PIT_WITH_SCENES), 8), scenes=True)
    script = """
    const box = (name) => document.getElementById(name).getBoundingClientRect();
    const [map, remark] = [box("map"), box("remark")];
    const said = document.getElementById("keys").getAttribute("aria-expanded");
    return { legend: legend.hidden, said, remark: remark.height > 0, above: remark.bottom <= map.top };
    """
    found = seen(tmp_path, drawn.html(), script, width)
    assert found == {"legend": True, "said": "false", "remark": True, "above": width <= 1000}


@on_paper
def test_on_paper_the_whole_map_stands_by_itself(tmp_path: Path) -> None:
    """The drawing is as wide as the sheet, nodes in their colours, and the legend stands below it."""
    edge = "canvas { border-bottom: 3px solid #ff00ff; }</style>"
    page = bare(map_of(PIT_WITH_SCENES, 8).html()).replace("</style>", edge)
    file = paper(tmp_path, page)
    sheet = sheets(file)[0]
    assert sheet.width > sheet.height
    assert all(word.right <= sheet.width and word.bottom <= sheet.height for word in sheet.words)
    legend = int(min(word.top for word in sheet.words if word.text == "Endings:") * 100 / 72)
    shown = first_sheet(file)
    above = Pixels(shown.width, shown.rows[90:legend], shown.size)
    inked = [x for x in range(shown.width) for row in above.rows if row[3 * x] < 200]
    assert min(inked) < shown.width * 0.2
    assert max(inked) > shown.width * 0.7
    assert above.near(colour("#7d8896"), 30) + above.near(colour("#33465e"), 30) > 1000
    # The legend begins where the drawing has ended.
    assert above.near((255, 0, 255)) > shown.width * 0.7
    assert Pixels(shown.width, shown.rows[legend:], shown.size).near((255, 0, 255)) == 0


@in_browser
def test_after_printing_the_screen_is_as_it_was(tmp_path: Path) -> None:
    script = """
    const { dataset } = document.documentElement;
    const state = () => JSON.stringify([camera, canvas.width, canvas.height, colours, "paper" in dataset]);
    choose(1);
    draw();
    const before = state();
    dispatchEvent(new Event("beforeprint"));
    const printed = state();
    dispatchEvent(new Event("afterprint"));
    return [before === printed, before === state(), JSON.parse(printed)[3].paper];
    """
    assert seen(tmp_path, map_of(PIT_WITH_SCENES, 8).html(), script, 1440, dark=True) == [False, True, "#ffffff"]
