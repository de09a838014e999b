"""Who knows what, when: the moments are those that the definition gives on the reference engine, and the files are safe."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from fabula.charts.minds import Kind, MindsChart, Relation, kind_of, minds_chart
from fabula.charts.minds_html import minds_html
from fabula.charts.minds_rows import rows_of
from fabula.charts.minds_svg import minds_svg
from fabula.charts.minds_text import minds_text
from fabula.cli.minds import command
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.lives import Life, replay, wander
from fabula.lives.replaying import acts_of
from fabula.story import Story, bundled, load, loads
from fabula.task import UNKNOWN
from fabula.telling.world import is_alive_in

SVG = "{http://www.w3.org/2000/svg}"


@cache
def story_of(name: str) -> Story:
    return load(name)


@cache
def beats() -> MindsChart:
    path = bundled("the_ridge")
    assert path is not None
    life = replay(story_of("the_ridge"), acts_of(path.with_suffix(".eighteen_beats.life").read_text(encoding="utf-8")))
    return minds_chart(story_of("the_ridge"), life)


# --- the definition, once more and plainly ------------------------------------------------------------------------------


def brute(story: Story, life: Life) -> set[tuple[str, int, str, str | None, str]]:
    """All moments as (kind, event, mind, of, fluent), each belief read one by one from the reference engine."""
    engine = ReferenceEngine(story.task)
    states = [engine.initial()]
    for event in life.events:
        states.append(engine.do(states[-1], event.action))
    minds = story.task.characters
    found: set[tuple[str, int, str, str | None, str]] = set()
    for index, before in enumerate(states[:-1]):
        after = states[index + 1]
        alive = [
            mind
            for mind in minds
            if is_alive_in(story, life.states[index], mind) and is_alive_in(story, life.states[index + 1], mind)
        ]
        for mind in alive:
            for number, fluent in enumerate(story.task.fluents):
                item, arguments = story.ground.property_of(number)
                prop = story.definition.properties[item]
                if not prop.phrase and prop.span is not None and prop.span.source.name.startswith("library/"):
                    continue
                for of in (None, *alive):
                    body = None if of is None else story.definition.things[of].body
                    if of == mind or (of is not None and arguments and arguments[0] in (of, body)):
                        continue
                    kind = _brute_kind(story, engine, (before, after), (mind, of, number))
                    if kind is not None:
                        found.add((kind, index + 1, mind, of, fluent.name))
    return found


def _brute_kind(
    story: Story, engine: ReferenceEngine, step: tuple[State, State], where: tuple[str, str | None, int]
) -> str | None:
    mind, of, fluent = where
    item = story.definition.properties[story.ground.property_of(fluent)[0]]
    kinds = story.definition.kinds
    is_place = getattr(item.type, "kind", None) in kinds and "place" in kinds[getattr(item.type, "kind", "")].ancestors
    is_thing = getattr(item.type, "kind", None) in kinds
    ignorance = of is None and (is_place or not is_thing)

    def beliefs(state: State) -> tuple[int, int]:
        inside = engine.belief(state, story.task.characters.index(mind))
        if of is None:
            return engine.value(inside, fluent), engine.value(state, fluent)
        other = story.task.characters.index(of)
        return engine.value(engine.belief(inside, other), fluent), engine.value(engine.belief(state, other), fluent)

    (held, truth), (holds, is_so) = beliefs(step[0]), beliefs(step[1])
    was_right, is_right = held == truth, holds == is_so
    was_ignorant, is_ignorant = ignorance and held == UNKNOWN, ignorance and holds == UNKNOWN
    if held == holds:
        if was_right and not is_right:
            return "misses"
        return "comes true" if is_right and not was_right else None
    if is_right:
        return None if was_right else "learns" if was_ignorant else "finds out"
    if is_ignorant:
        return "loses"
    if was_right or was_ignorant or truth == is_so:
        return "deceived"
    return None


def moments(chart: MindsChart, story: Story) -> set[tuple[str, int, str, str | None, str]]:
    fluents = story.task.fluents
    return {(m.kind.value, m.event, m.mind, m.of, fluents[m.fact].name) for m in chart.moments}


@pytest.mark.parametrize(("name", "seed"), [("the_silver_key", 0), ("the_ridge", 1), ("the_ridge", 3)])
def test_moments_of_lives_by_chance_are_those_of_the_definition(name: str, seed: int) -> None:
    story = story_of(name)
    life = wander(story, seed, offered=1)
    assert moments(minds_chart(story, life), story) == brute(story, life)


def test_moments_of_the_eighteen_beats_are_those_of_the_definition() -> None:
    story = story_of("the_ridge")
    path = bundled("the_ridge")
    assert path is not None
    life = replay(story, acts_of(path.with_suffix(".eighteen_beats.life").read_text(encoding="utf-8")))
    found = moments(beats(), story)
    assert found == brute(story, life)
    assert {kind for kind, *_ in found} == {kind.value for kind in Kind}


R, W = (5, 5), (5, 6)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (R, R, None),
        (R, (6, 6), None),
        (R, (5, 6), Kind.MISSES),
        (R, (6, 5), Kind.DECEIVED),
        (R, (6, 7), Kind.DECEIVED),
        (R, (UNKNOWN, 5), Kind.LOSES),
        (W, (6, 6), Kind.FINDS_OUT),
        (W, (5, 5), Kind.COMES_TRUE),
        (W, (4, 6), Kind.DECEIVED),
        (W, (4, 5), None),
        (W, (5, 7), None),
        (W, (UNKNOWN, 6), Kind.LOSES),
        ((UNKNOWN, 5), (5, 5), Kind.LEARNS),
        ((UNKNOWN, 5), (4, 5), Kind.DECEIVED),
        ((UNKNOWN, 5), (UNKNOWN, UNKNOWN), Kind.COMES_TRUE),
        ((UNKNOWN, UNKNOWN), (UNKNOWN, 5), Kind.MISSES),
    ],
)
def test_what_an_event_makes_of_a_belief(before: tuple[int, int], after: tuple[int, int], kind: Kind | None) -> None:
    assert kind_of(before, after, True) is kind


def test_nobody_is_an_answer_and_no_ignorance() -> None:
    assert kind_of((UNKNOWN, 5), (5, 5), False) is Kind.FINDS_OUT
    assert kind_of((5, 5), (UNKNOWN, 5), False) is Kind.DECEIVED


# --- the flagship ---------------------------------------------------------------------------------------------------------


def _told(mind: str, event: int) -> list[str]:
    return [m.text for m in beats().moments if m.mind == mind and m.event == event and m.of is None]


def test_cloud_finds_out_who_did_it_and_never_whom_she_follows() -> None:
    act = next(event.number for event in beats().events if event.act == "nod(Aeris, the_deed)")
    assert "Cloud finds out that who did this is Sephiroth." in _told("Cloud", act)
    cloud = next(mind for mind in beats().minds if mind.name == "Cloud")
    lane = next(lane for lane in cloud.lanes if lane.subject == "whom Aeris follows" and lane.of is None)
    assert [(one.first, one.last, one.relation) for one in lane.stretches] == [(0, 39, Relation.WRONG)]
    assert lane.stretches[0].text == "Aeris follows nobody"
    assert lane.stretches[0].truth_text == "Aeris follows Sephiroth"
    assert lane.moments == ()
    assert lane.matters


def test_her_friends_lose_her_when_she_slips_away_and_learn_where_she_is_when_she_is_back() -> None:
    away = next(event.number for event in beats().events if event.act.startswith("slip_away"))
    assert "Cloud no longer knows where Aeris is." in _told("Cloud", away)
    assert "Tifa learns that Aeris is at the field." in _told("Tifa", 38)


def test_the_dead_learn_nothing() -> None:
    rusk = next(mind for mind in beats().minds if mind.name == "Rusk")
    assert rusk.until == 1
    assert max(stretch.last for lane in rusk.lanes for stretch in lane.stretches) == 1
    assert {moment.event for lane in rusk.lanes for moment in lane.moments} <= {1}
    assert "the captain" in minds_text(beats())


def test_minds_that_agree_in_everything_share_their_rows() -> None:
    headings = [group.heading for group in rows_of(beats()).groups]
    assert headings == ["Aeris", "Sephiroth and Jenova", "Cloud and Tifa", "The captain"]


def test_what_others_believe_is_compared_with_what_they_do_believe() -> None:
    aeris = next(mind for mind in beats().minds if mind.name == "Aeris")
    lane = next(lane for lane in aeris.lanes if lane.of == "Cloud" and lane.subject == "his pride")
    assert lane.stretches[0].text == "Cloud believes that his pride is 0 of 3"
    assert lane.stretches[0].truth_text == "Cloud believes that his pride is 2 of 3"
    assert lane.matters


# --- files ----------------------------------------------------------------------------------------------------------------


def test_the_picture_is_well_formed_and_the_same_each_time() -> None:
    picture = minds_svg(beats())
    assert picture == minds_svg(beats())
    root = ElementTree.fromstring(picture)
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc") is not None
    assert not list(root.iter(f"{SVG}script"))
    lists = [element for element in root.iter() if element.get("role") == "list"]
    assert "Cloud and Tifa" in {element.get("aria-label") for element in lists}
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)


def _page(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


def test_every_link_of_the_page_leads_to_a_place_in_it() -> None:
    page = _page(minds_html(beats()))
    places = [value for name, value in page.attributes if name == "id"]
    links = {value for name, value in page.attributes if name == "href"}
    assert len(places) == len(set(places))
    assert len(links) > 30
    assert {f"#{place}" for place in places} >= links


EVIL = "</style></title><script>alert(1)</script><img src=x onerror=alert(2)>\\\"' onload=alert(3) &amp;\x01"


def test_a_text_of_a_stranger_does_nothing_but_be_read() -> None:
    text = (bundled("the_silver_key") or Path()).read_text(encoding="utf-8")
    for harmless in ("The Silver Key", "the silver key", "the house", "the well", "Hers"):
        text = text.replace(f'"{harmless}"', f'"{harmless} {EVIL}"')
    story = loads(text.replace('"in the hands of"', f'"in the hands of {EVIL.split("<img")[0]}"'))
    chart = minds_chart(story, story.tell("hers"))
    page, picture = minds_html(chart), minds_svg(chart)
    ElementTree.fromstring(picture)
    parsed = _page(page)
    assert "script" not in parsed.tags
    assert "img" not in parsed.tags
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name == "src"]
    assert "&lt;script&gt;alert(1)" in page
    assert "\x01" not in page + picture
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert parsed.tags.count("style") == 2


def test_nobody_is_wrong_where_everybody_sees_everything() -> None:
    story = loads(
        'story "Open"\nuse places\nplace home "home"\nplace well "the well"\npath home - well\n'
        'character Ann, she, at home\nAnn wants\n    1 if Ann.at is well "water"\nending there "There" when Ann.at is well\n'
    )
    chart = minds_chart(story, story.tell("there"))
    assert chart.moments == ()
    assert "Everybody is right" in minds_svg(chart)
    assert minds_html(chart).endswith("</html>\n")
    assert "nobody learns anything" in minds_text(chart)


def test_the_data_speaks_of_the_same_moments() -> None:
    data = json.loads(json.dumps(beats().data()))
    assert len(data["moments"]) == len(beats().moments)
    assert [event["number"] for event in data["events"]] == list(range(1, 40))
    assert all(re.fullmatch(r"\w+(\([\w, ]+\))?", moment["fact"]) for moment in data["moments"])


@pytest.mark.parametrize("ending", [".svg", ".html", ".json", ".txt"])
def test_the_command_writes_a_file_of_each_kind(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"minds{ending}"
    ended = CliRunner().invoke(command, ["the_silver_key", "--ending", "hers", "-o", str(file)])
    assert ended.exit_code == 0, ended.output
    assert "Jon" in file.read_text(encoding="utf-8")


def test_the_command_refuses_what_it_can_not_do(tmp_path: Path) -> None:
    def status(*arguments: str) -> int:
        return CliRunner().invoke(command, ["the_silver_key", *arguments]).exit_code

    assert status("-o", str(tmp_path / "minds.png")) == 2
    assert status("--ending", "nowhere") == 2
    assert status("--ending", "his") == 1
    assert status("--ending", "hers", "--life", "x.life") == 2
    assert status("--life", str(tmp_path / "missing.life")) == 2
    assert CliRunner().invoke(command, ["the_silver_key", "--ending", "hers"]).stdout.startswith("What Ida and Jon believe")
