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

from fabula.charts.minds import Kind, MindsChart, Relation, kind_of, minds_chart, relation_of
from fabula.charts.minds.rows import rows_of
from fabula.cli.minds import command
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.lives import Life, replay, wander
from fabula.lives.replaying import acts_of
from fabula.story import Story, bundled, load, loads
from fabula.task import NOBODY, Several, Value
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

    def beliefs(state: State) -> tuple[Value, Value]:
        inside = engine.belief(state, story.task.characters.index(mind))
        if of is None:
            return engine.taken(inside, fluent), engine.taken(state, fluent)
        other = story.task.characters.index(of)
        return engine.taken(engine.belief(inside, other), fluent), engine.taken(engine.belief(state, other), fluent)

    def doubts(believed: Value, so: Value) -> bool:
        return isinstance(believed, Several) and so in believed.values and (of is None or believed.known)

    (held, truth), (holds, is_so) = beliefs(step[0]), beliefs(step[1])
    was_right, is_right = held == truth, holds == is_so
    was_ignorant, is_ignorant = doubts(held, truth), doubts(holds, is_so)
    if held == holds:
        if was_right and not is_right:
            return "misses"
        return "comes true" if is_right and not was_right else None
    if is_right:
        return None if was_right else "learns" if was_ignorant else "finds out"
    if is_ignorant:
        if was_ignorant:
            assert isinstance(held, Several)
            assert isinstance(holds, Several)
            if set(holds.values) < set(held.values):
                return "narrows down"
            if truth != is_so and len(holds.values) <= len(held.values):
                return None
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
ANY, TWO = Several((4, 5, 6, 7)), Several((5, 6))
KNOWN, OTHERS = Several((5, 6), True), Several((6, 7))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (R, R, None),
        (R, (6, 6), None),
        (R, (5, 6), Kind.MISSES),
        (R, (6, 5), Kind.DECEIVED),
        (R, (6, 7), Kind.DECEIVED),
        (R, (ANY, 5), Kind.LOSES),
        (R, (TWO, 5), Kind.LOSES),
        (R, (OTHERS, 5), Kind.DECEIVED),
        (W, (6, 6), Kind.FINDS_OUT),
        (W, (5, 5), Kind.COMES_TRUE),
        (W, (4, 6), Kind.DECEIVED),
        (W, (4, 5), None),
        (W, (5, 7), None),
        (W, (ANY, 6), Kind.LOSES),
        ((ANY, 5), (5, 5), Kind.LEARNS),
        ((ANY, 5), (4, 5), Kind.DECEIVED),
        ((ANY, 5), (TWO, 5), Kind.NARROWS),
        ((ANY, 5), (OTHERS, 5), Kind.DECEIVED),
        ((TWO, 5), (ANY, 5), Kind.LOSES),
        ((TWO, 5), (OTHERS, 6), None),
        ((TWO, 5), (TWO, 6), None),
        ((OTHERS, 5), (OTHERS, 5), None),
        ((OTHERS, 5), (5, 5), Kind.FINDS_OUT),
    ],
)
def test_what_an_event_makes_of_a_belief(before: tuple[Value, Value], after: tuple[Value, Value], kind: Kind | None) -> None:
    assert kind_of(before, after) is kind


@pytest.mark.parametrize(
    ("believed", "so", "relation"),
    [
        (5, 5, Relation.RIGHT),
        (NOBODY, NOBODY, Relation.RIGHT),
        (NOBODY, 5, Relation.WRONG),
        (TWO, 5, Relation.UNKNOWN),
        (OTHERS, 5, Relation.WRONG),
    ],
)
def test_nobody_is_an_answer_and_no_ignorance(believed: Value, so: Value, relation: Relation) -> None:
    assert relation_of(believed, so) is relation


@pytest.mark.parametrize(
    ("believed", "so", "relation"),
    [
        (TWO, TWO, Relation.RIGHT),
        (TWO, 5, Relation.WRONG),
        (KNOWN, 5, Relation.UNKNOWN),
        (KNOWN, 7, Relation.WRONG),
        (KNOWN, TWO, Relation.WRONG),
        (5, TWO, Relation.WRONG),
    ],
)
def test_that_another_knows_is_something_to_be_right_or_wrong_about(believed: Value, so: Value, relation: Relation) -> None:
    assert relation_of(believed, so, of_another=True) is relation


SUSPECTS = """
story "Suspects"
property killer: character
property box "the box": character
character Iris, she
character Bob, he
character Hugo, he
character Otto, he
character Vera, she
killer is Otto
Iris believes killer in (Hugo, Otto, Vera)
Iris believes Bob knows killer
Bob believes killer is unknown
Bob believes box is unknown
action clear(what: character)
    by nobody
    when killer is not what and what is Vera
    do: Iris learns killer is not what
action solve(what: character)
    by nobody
    when killer is what and Iris believes killer may be what and not (Iris believes killer may be Vera)
    do: Iris learns killer
action give(who: character)
    by who
    when box is nobody and who is Hugo
    do: box = who
    seen by c: c is Hugo
action lock()
    by nobody
    when killer is nobody
    do: killer = Iris
Hugo wants: 1 if box is Hugo
ending over when Iris believes killer is Otto and box is Hugo
"""


def suspects() -> MindsChart:
    story = loads(SUSPECTS)
    return minds_chart(story, replay(story, ["clear(Vera)", "solve(Otto)", "give(Hugo)"]))


def test_a_set_that_becomes_smaller_is_a_moment() -> None:
    chart = suspects()
    told = [(m.event, m.kind, m.text) for m in chart.moments if m.mind == "Iris" and m.of is None]
    assert told[:2] == [
        (1, Kind.NARROWS, "Iris narrows it down: the killer is Hugo or Otto."),
        (2, Kind.LEARNS, "Iris learns that the killer is Otto."),
    ]
    lane = next(lane for mind in chart.minds if mind.name == "Iris" for lane in mind.lanes if lane.of is None)
    assert [(one.relation, one.words) for one in lane.stretches] == [
        (Relation.UNKNOWN, "Hugo, Otto or Vera"),
        (Relation.UNKNOWN, "Hugo or Otto"),
        (Relation.RIGHT, "Otto"),
    ]
    assert lane.stretches[1].text == "Iris believes that the killer is Hugo or Otto"
    assert "at first  Iris believes that the killer is Hugo, Otto or Vera; in truth the killer is Otto" in chart.text()
    assert "narrows down" in chart.svg()
    assert "Iris narrows it down: the killer is Hugo or Otto." in chart.html()


def test_nobody_and_not_known_are_told_apart() -> None:
    chart = suspects()
    lanes = {(mind.name, lane.fact): lane for mind in chart.minds for lane in mind.lanes if lane.of is None}
    box = next(fact.fact for fact in chart.facts if fact.name == "box")
    bob, otto = lanes["Bob", box].stretches, lanes["Otto", box].stretches
    assert [(one.relation, one.content) for one in bob] == [(Relation.UNKNOWN, "does not know")] * 2
    assert bob[0].text == "Bob does not know the box"
    assert bob[0].truth_text == "the box is nobody"
    assert [(one.relation, one.content) for one in otto] == [
        (Relation.RIGHT, "the box is nobody"),
        (Relation.WRONG, "the box is nobody"),
    ]


def test_the_data_have_the_possible_values() -> None:
    data = suspects().data()
    iris = next(mind for mind in data["minds"] if mind["name"] == "Iris")
    own = next(lane for lane in iris["lanes"] if lane["of"] is None and lane["fact"] == "killer")
    keys = ("value", "values", "known", "truth", "truth_values", "truth_known")
    assert [own["stretches"][1][key] for key in keys] == [None, ["Hugo", "Otto"], False, "Otto", ["Otto"], True]
    of_bob = next(lane for lane in iris["lanes"] if lane["of"] == "Bob" and lane["fact"] == "killer")
    assert (of_bob["stretches"][0]["values"], of_bob["stretches"][0]["known"]) == (["Hugo", "Otto", "Vera"], True)
    assert of_bob["stretches"][0]["text"] == "Bob knows the killer: Hugo, Otto or Vera"
    bob = next(mind for mind in data["minds"] if mind["name"] == "Bob")
    box = next(lane for lane in bob["lanes"] if lane["of"] is None and lane["fact"] == "box")
    assert None in box["stretches"][0]["values"]
    assert box["stretches"][0]["known"] is False


# --- the flagship ---------------------------------------------------------------------------------------------------------


def _told(mind: str, event: int) -> list[str]:
    return [m.text for m in beats().moments if m.mind == mind and m.event == event and m.of is None]


def test_cloud_finds_out_who_did_it_and_never_whom_she_follows() -> None:
    act = next(event.number for event in beats().events if event.act == "nod(Aeris, the_deed)")
    assert "Cloud learns that who did this is Sephiroth." in _told("Cloud", act)
    cloud = next(mind for mind in beats().minds if mind.name == "Cloud")
    lane = next(lane for lane in cloud.lanes if lane.subject == "whom Aeris follows" and lane.of is None)
    assert [(one.first, one.last, one.relation) for one in lane.stretches] == [(0, 39, Relation.UNKNOWN)]
    assert lane.stretches[0].text == "Cloud does not know whom Aeris follows"
    assert lane.stretches[0].truth_text == "Aeris follows Sephiroth"
    assert lane.moments == ()
    assert lane.matters


def test_her_friends_lose_her_when_she_slips_away_and_learn_where_she_is_when_she_is_back() -> None:
    away = next(event.number for event in beats().events if event.act.startswith("slip_away"))
    left = "Aeris is at the road, the split in the trees or the ridge"
    assert f"Cloud no longer knows where Aeris is, only that {left}." in _told("Cloud", away)
    assert "Tifa learns that Aeris is at the field." in _told("Tifa", 38)


def test_the_dead_learn_nothing() -> None:
    rusk = next(mind for mind in beats().minds if mind.name == "Rusk")
    assert rusk.until == 1
    assert max(stretch.last for lane in rusk.lanes for stretch in lane.stretches) == 1
    assert {moment.event for lane in rusk.lanes for moment in lane.moments} <= {1}
    assert "the captain" in beats().text()


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
    picture = beats().svg()
    assert picture == beats().svg()
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
    page = _page(beats().html())
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
    page, picture = chart.html(), chart.svg()
    ElementTree.fromstring(picture)
    parsed = _page(page)
    assert "script" not in parsed.tags
    assert "img" not in parsed.tags
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name == "src"]
    assert "&lt;script&gt;alert(1)" in page
    assert "\x01" not in page + picture
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert parsed.tags.count("style") == picture.count("<style>") == 1


def test_nobody_is_wrong_where_everybody_sees_everything() -> None:
    story = loads(
        'story "Open"\nuse places\nplace home "home"\nplace well "the well"\npath home - well\n'
        'character Ann, she, at home\nAnn wants\n    1 if Ann.at is well "water"\nending there "There" when Ann.at is well\n'
    )
    chart = minds_chart(story, story.tell("there"))
    assert chart.moments == ()
    assert "Everybody is right" in chart.svg()
    assert chart.html().endswith("</html>\n")
    assert "nobody learns anything" in chart.text()


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
