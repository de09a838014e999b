"""What is on the map, held against the same worked out the long way."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from tests.charts.map.stories import KEY, PIT, PIT_AND_SONG, PIT_WITH_SCENES, ROOT, atlas_of, map_of, reaching, stories

from fabula.budget import Budget
from fabula.charts.map import Map, make_map
from fabula.charts.map.details import Details, chosen, details_of
from fabula.charts.map.scenes import comparisons, group, whereabouts
from fabula.engine.attempts import move_name
from fabula.engine.evaluate import holds
from fabula.grounding.ideas import taken_values
from fabula.lives.atlas import Atlas
from fabula.lives.readers import playtest
from fabula.lives.reasons import reasons_for
from fabula.story import load, loads
from fabula.task import Several, Value
from fabula.telling.wording.phrases import phrases

STORIES = {name: (story, None if name != "ridge" else 400) for name, story in stories().items()}


def followers(atlas: Atlas) -> list[list[int]]:
    return [[target for _, target in atlas.steps(number)] for number in range(atlas.size)]


@pytest.fixture(scope="module", params=[(name, most) for name in STORIES for most in (3000, 20, 1)], ids=str)
def drawn(request: pytest.FixtureRequest) -> Map:
    name, most = request.param
    story, states = STORIES[name]
    atlas = atlas_of(story, states)
    return make_map(atlas, playtest(story, 200, 3, budget=Budget(states=states), atlas=atlas), most)


def atlas_in(drawn: Map) -> Atlas:
    assert isinstance(drawn.atlas, Atlas)
    return drawn.atlas


def test_states_stand_for_themselves_as_long_as_there_is_room() -> None:
    atlas = atlas_of(loads(PIT))
    assert group(atlas, atlas.size).level == "states"
    assert group(atlas, atlas.size - 1).level == "scenes"


def test_a_scene_is_what_endings_and_places_do_not_tell_apart(drawn: Map) -> None:
    """Two states are in one scene if, and only if, every comparison of an ending and every place is the same in both."""
    grouping, atlas = drawn.graph.grouping, atlas_in(drawn)
    if "asks for" not in grouping.rule or atlas.world.ground.scenes:
        return
    engine, ground = atlas.world.engine, atlas.world.ground
    atoms = [atom for ending in ground.task.endings for atom in comparisons(ending.condition)]
    places = [fluent for _, _, fluent in whereabouts(ground)]
    signatures = []
    for number in range(atlas.size):
        state = atlas.state(number)
        asked = tuple(holds(engine, state, atom) for atom in atoms)
        signatures.append((asked, tuple(engine.value(state, fluent) for fluent in places)))
    first: dict[object, int] = {}
    assert [grouping.of[first.setdefault(one, number)] for number, one in enumerate(signatures)] == list(grouping.of)
    assert len(first) == len(grouping.members)


def test_a_state_is_in_the_first_scene_that_holds_unless_the_story_has_ended(drawn: Map) -> None:
    atlas = atlas_in(drawn)
    engine, ground = atlas.world.engine, atlas.world.ground
    conditions = list(ground.scenes.values())
    for number in range(atlas.size):
        state = atlas.state(number)
        holding = [place for place, condition in enumerate(conditions) if holds(engine, state, condition)]
        expected = holding[0] if holding and atlas.ending(number) is None else None
        assert drawn.graph.nodes[drawn.graph.grouping.of[number]].scene == expected


def test_a_story_with_scenes_is_shown_by_them() -> None:
    """Each scene and each ending is one node; what is in none is told apart by the rule, as finely as there is room."""
    atlas = atlas_of(loads(PIT_WITH_SCENES))
    for most, scenes in ((atlas.size - 1, False), (atlas.size, True), (7, False), (1, False)):
        grouping = group(atlas, most, scenes)
        assert grouping.level == "scenes"
        for kind in (grouping.marks, [atlas.endings[states[0]] for states in grouping.members]):
            named = [one for one in kind if one >= 0]
            assert len(named) == len(set(named))
        assert set(grouping.marks) == {-1, 0, 1, 2}
        rest = [states for mark, states in zip(grouping.marks, grouping.members, strict=True) if mark < 0]
        unmarked = [states for states in rest if atlas.endings[states[0]] < 0]
        assert unmarked
        assert (len(unmarked) == 1) == (most == 1)
        assert ("asks for" in grouping.rule) == (most > 7), grouping.rule
        assert len(grouping.members) <= most or grouping.rule == "not in their ending"


def test_scenes_also_where_states_would_fit() -> None:
    for text in (PIT, PIT_WITH_SCENES):
        atlas = atlas_of(loads(text))
        assert group(atlas, 3000).level == "states"
        assert group(atlas, 3000, scenes=True) == group(atlas, atlas.size - 1)


def test_what_scenes_leave_to_no_rule_has_none() -> None:
    whole = PIT_WITH_SCENES + "scene rest when yes\n"
    grouping = group(atlas_of(loads(whole)), 3000, scenes=True)
    assert grouping.rule == ""
    assert set(grouping.marks) == {-1, 0, 1, 2, 5}


def test_scenes_are_counted_apart_from_endings() -> None:
    assert map_of(PIT_WITH_SCENES).shown == ""
    assert map_of(PIT, 10).shown == f"{len(map_of(PIT, 10).graph.nodes)} scenes"
    assert map_of(PIT_WITH_SCENES, 1).shown == "3 scenes, 1 ending and 1 group of other states"
    assert map_of(PIT_WITH_SCENES + "scene rest when yes\n", 1).shown == "4 scenes and 1 ending"


def test_scenes_change_nothing_but_what_is_shown() -> None:
    plain, marked = atlas_of(loads(PIT)), atlas_of(loads(PIT_WITH_SCENES))
    assert [plain.state(number) for number in range(plain.size)] == [marked.state(number) for number in range(marked.size)]
    assert (plain.firsts, plain.acts, plain.targets) == (marked.firsts, marked.acts, marked.targets)
    states = make_map(plain).graph
    assert [(node.x, node.y, node.width) for node in make_map(marked).graph.nodes] == [
        (node.x, node.y, node.width) for node in states.nodes
    ]


def test_every_state_is_in_one_node_and_all_of_a_node_end_alike(drawn: Map) -> None:
    atlas = atlas_in(drawn)
    assert sorted(state for node in drawn.graph.nodes for state in node.states) == list(range(atlas.size))
    for node in drawn.graph.nodes:
        assert {atlas.ending(state) for state in node.states} == {node.ending}
        assert node.first == min(node.states)


def test_there_are_no_more_nodes_than_fit(drawn: Map) -> None:
    atlas = atlas_in(drawn)
    kinds = {atlas.ending(number) for number in range(atlas.size)}
    marked = {node.scene for node in drawn.graph.nodes if node.scene is not None}
    rule = drawn.graph.grouping.rule
    assert (
        len(drawn.graph.nodes) <= 20
        or rule == ""
        or (rule == "not in their ending" and len(drawn.graph.nodes) == len(kinds) + len(marked))
    )


def test_links_are_the_steps_between_nodes(drawn: Map) -> None:
    atlas, of = atlas_in(drawn), drawn.graph.grouping.of
    steps: dict[tuple[int, int, int], int] = {}
    inside = [0] * len(drawn.graph.nodes)
    for number in range(atlas.size):
        for act, target in atlas.steps(number):
            if of[number] == of[target]:
                inside[of[number]] += number != target
            else:
                key = (of[number], of[target], act)
                steps[key] = steps.get(key, 0) + 1
    linked = {(link.source, link.target, passage.act): passage.steps for link in drawn.graph.links for passage in link.passages}
    assert linked == steps
    assert [node.inside for node in drawn.graph.nodes] == inside


def test_layers_are_distances_and_every_node_is_reached(drawn: Map) -> None:
    nodes, links = drawn.graph.nodes, drawn.graph.links
    assert [node.number for node in nodes if node.layer == 0] == [0]
    for node in nodes[1:]:
        layers = [nodes[link.source].layer for link in links if link.target == node.number]
        assert node.layer == min(layers) + 1
    places = sorted((node.layer, node.y, node.width) for node in nodes)
    for (layer, y, width), (other, below, height) in pairwise(places):
        assert layer != other or below - y >= (width + height) // 2


def test_dead_ends_are_where_no_ending_can_be_reached(drawn: Map) -> None:
    atlas = atlas_in(drawn)
    ended = [number for number in range(atlas.size) if atlas.ending(number) is not None]
    alive = reaching(followers(atlas), [*ended, *range(atlas.expanded, atlas.size)])
    for node in drawn.graph.nodes:
        dead = [state for state in node.states if state not in alive]
        assert node.dead == len(dead)
        assert node.stuck == sum(not atlas.steps(state) for state in dead)
        assert node.is_dead == (len(dead) == node.size)
        assert node.open == sum(state >= atlas.expanded and atlas.ending(state) is None for state in node.states)


def narrow(drawn: Map, ending: int | None, unknown: bool = True) -> list[int]:
    """The nodes that every life to an ending (None: to any) passes, by looking for a way around each. `unknown`: what has not
    been looked at may lead to the ending."""
    atlas = atlas_in(drawn)
    steps = followers(atlas)
    opened = list(range(atlas.expanded, atlas.size)) if unknown else []
    ended = [n for n in range(atlas.size) if (atlas.ending(n) is not None if ending is None else atlas.ending(n) == ending)]
    if not ended and (ending is not None or not opened):
        return []
    nodes = drawn.graph.nodes[:40]
    return [node.number for node in nodes if 0 not in reaching(steps, [*ended, *opened], without=node.states)]


def check_bottlenecks(drawn: Map) -> None:
    nodes = drawn.graph.nodes[:40]
    assert [node.number for node in nodes if node.bottleneck] == narrow(drawn, None)
    for ending in range(len(atlas_in(drawn).world.ground.task.endings)):
        assert [node.number for node in nodes if ending in node.bottleneck_of] == narrow(drawn, ending)


def test_bottlenecks_are_on_every_life_to_an_ending(drawn: Map) -> None:
    check_bottlenecks(drawn)


def test_what_has_not_been_looked_at_may_lead_around_a_bottleneck() -> None:
    """Wherever looking was stopped, nothing is called a bottleneck that a way not yet followed may avoid."""
    story = loads(PIT_AND_SONG)
    size = atlas_of(story).size
    matters = 0
    for states in range(1, size):
        drawn = make_map(atlas_of(story, states))
        check_bottlenecks(drawn)
        matters += narrow(drawn, None) != narrow(drawn, None, unknown=False) != []
    assert matters > 3


def test_bottlenecks_are_those_of_the_atlas() -> None:
    for text in (PIT, PIT_AND_SONG):
        drawn = map_of(text)
        assert tuple(node.first for node in drawn.graph.nodes if node.bottleneck) == tuple(
            sorted(atlas_in(drawn).bottlenecks())
        )


def test_hits_are_what_readers_did(drawn: Map) -> None:
    atlas, readings = atlas_in(drawn), drawn.readings
    assert readings is not None
    assert drawn.graph.nodes[0].hits >= readings.readers == 200
    taken = readings.tally.steps
    known = sum(taken[number, act] for number in range(atlas.size) for act, _ in atlas.steps(number))
    of = drawn.graph.grouping.of
    within = sum(
        taken[number, act] for number in range(atlas.size) for act, target in atlas.steps(number) if of[number] == of[target]
    )
    assert sum(passage.hits for link in drawn.graph.links for passage in link.passages) == known - within
    assert sum(node.hits for node in drawn.graph.nodes) == 200 + known - within
    if atlas.complete:
        for number, name in enumerate(readings.endings):
            assert sum(node.hits for node in drawn.graph.nodes if node.ending == number) == readings.endings[name]


@pytest.mark.parametrize("nested", [0, 10_000])
@pytest.mark.parametrize("name", STORIES)
def test_details_say_of_every_state_what_is_so_there(name: str, nested: int) -> None:
    """What is new in each state on a way adds up to what is so, and to what each mind believes where that is not so."""
    story, _ = STORIES[name]
    atlas = atlas_of(story, 150 if name == "ridge" else None)
    graph = make_map(atlas).graph
    details = details_of(atlas, tuple(range(atlas.size)), graph.parents, graph.parent_acts, nested)
    engine, ground = atlas.world.engine, atlas.world.ground
    for number in range(atlas.size):
        told = told_of(details, graph.parents, number)
        state = atlas.state(number)
        values = taken_values(engine, state)
        assert told.pop(()) == dict(enumerate(values))
        for mind in range(len(ground.task.characters)):
            believed = engine.belief(state, mind)
            spoken = told.pop((mind,), {})
            held = taken_values(engine, believed)
            wrong = {fluent: value for fluent, value in enumerate(held) if value != values[fluent]}
            assert spoken.items() <= wrong.items()
            kept_to_itself = {fact.fluent for fact in details.facts if not fact.spoken}
            assert all(fluent in spoken or not _speaks(story, fluent) or fluent in kept_to_itself for fluent in wrong)
            for other in range(len(ground.task.characters)):
                theirs = taken_values(engine, engine.belief(believed, other))
                inner = told.pop((mind, other), {})
                assert all(theirs[fluent] == value != held[fluent] for fluent, value in inner.items())
        assert not any(told.values())


def _speaks(story: object, fluent: int) -> bool:
    ground = story.ground  # type: ignore[attr-defined]
    item = ground.definition.properties[ground.property_of(fluent)[0]]
    return bool(item.phrase) or item.span is None or not item.span.source.name.startswith("library/")


def told_of(details: Details, parents: object, number: int) -> dict[tuple[int, ...], dict[int, Value]]:
    way = [number]
    while (parent := parents[way[-1]]) >= 0:  # type: ignore[index]
        way.append(parent)
    told: dict[tuple[int, ...], dict[int, Value]] = {}
    for state in reversed(way):
        for change in details.changes[details.states.index(state)]:
            fact = details.facts[change]
            if fact.value is None:
                told[fact.path].pop(fact.fluent)
            else:
                told.setdefault(fact.path, {})[fact.fluent] = fact.value
    return told


DOUBT = """
story "Doubt"
property killer: character
property box: character
property hour: 0..2
character Iris, she
character Hugo, he
character Otto, he
killer is Otto
Iris believes killer in (Hugo, Otto)
Iris believes Otto knows killer
Hugo believes box is unknown
action wait()
    by nobody
    do: hour += 1
    seen by c: no
action clear()
    by nobody
    when hour is 1
    do: Iris learns killer is not Hugo
action change()
    by nobody
    when killer is nobody
    do
        killer = Iris
        box = Iris
ending late "Late" when hour is 2 and Iris believes killer is Otto
"""


def test_details_say_what_may_be_so() -> None:
    """Several values, nobody, and what another is taken to know; a set that becomes smaller is a fact that is new."""
    atlas = atlas_of(loads(DOUBT))
    graph = make_map(atlas).graph
    details = details_of(atlas, tuple(range(atlas.size)), graph.parents, graph.parent_acts, 10)
    ground = atlas.world.ground
    killer, box = ground.fluents["killer", ()], ground.fluents["box", ()]
    iris, hugo, otto = (ground.minds[name] for name in ("Iris", "Hugo", "Otto"))
    told = {(fact.path, fact.fluent, fact.text): fact for fact in details.facts}
    assert isinstance(told[(iris,), killer, "Iris believes that the killer is Hugo or Otto."].value, Several)
    assert told[(iris, otto), killer, "Otto knows the killer: Hugo or Otto."].value == Several((1, 2), True)
    assert not told[(hugo,), box, "Hugo does not know the box."].empty
    assert told[(), box, "The box is nobody."].empty
    assert ((iris,), killer, "") in told
    assert not any(text == "Hugo believes that the box is nobody." for _, _, text in told)


@pytest.mark.parametrize(
    ("condition", "key"),
    [
        ("Iris believes killer in (Hugo, Otto)", "Iris killer() in Hugo, Otto"),
        ("not (Iris believes killer in (Hugo, Otto))", "not (Iris killer() in Hugo, Otto)"),
        ("not (Iris believes killer is Otto)", "not (Iris killer() == Otto)"),
    ],
)
def test_what_an_ending_asks_of_a_mind_is_in_the_keys_of_scenes(condition: str, key: str) -> None:
    atlas = atlas_of(loads(DOUBT.replace("Iris believes killer is Otto\n", f"{condition}\n")))
    assert any(f"{key}=" in one for one in group(atlas, 1, scenes=True).keys + group(atlas, 99, scenes=True).keys)


def test_steps_carry_their_reasons() -> None:
    story = load(KEY)
    atlas = atlas_of(story)
    graph = make_map(atlas).graph
    details = details_of(atlas, tuple(range(atlas.size)), graph.parents, graph.parent_acts, 0)
    said = phrases(story)
    for number in range(0, atlas.size, 7):
        for (act, target), (deed, to) in zip(atlas.steps(number), details.steps[number], strict=True):
            reasons = reasons_for(story, atlas.state(number), act)
            assert reasons is not None
            assert (details.deeds[deed].act, to) == (act, target)
            assert details.deeds[deed].text == said.because(act, reasons)


def test_who_is_free_needs_no_reason() -> None:
    story = load(KEY)
    atlas = atlas_of(story, 200, free=("Ann",))
    graph = make_map(atlas).graph
    details = details_of(atlas, tuple(range(atlas.size)), graph.parents, graph.parent_acts, 0)
    goes = [deed.text for deed in details.deeds if move_name(story.task, deed.act).startswith("go(Ann")]
    assert goes
    assert not any("because" in text for text in goes)
    tries = [deed.text for deed in details.deeds if move_name(story.task, deed.act).startswith("Ann tries ")]
    assert tries
    assert all(text.startswith("Ann tries in vain: ") for text in tries)


def test_of_many_states_some_are_told_with_all_that_lies_on_the_way_to_them() -> None:
    atlas = atlas_of(load(KEY))
    parents = make_map(atlas).graph.parents
    kept = chosen([3, 5], range(atlas.size - 1, -1, -1), parents, 10)
    assert {3, 5, atlas.size - 1} <= set(kept)
    assert set(chosen([3, 5], [9], parents, 0)) <= {0, 1, 2, 3, 4, 5}
    assert 10 <= len(kept) < atlas.size
    assert all(parents[state] in kept for state in kept if state)


def test_the_same_story_gives_the_same_bytes() -> None:
    one, other = (make_map(Atlas(load(KEY), threads=threads)) for threads in (1, 2))
    for drawn in (one, other):
        atlas_in(drawn).explore()
    first, second = (make_map(atlas_in(drawn), playtest(load(KEY), 50, atlas=atlas_in(drawn)), 30) for drawn in (one, other))
    assert first.graph.grouping.level == "scenes"
    for write in (Map.html, Map.svg, Map.json, Map.dot):
        assert write(first) == write(second)


def test_one_more_act_moves_few_nodes() -> None:
    """Nodes that are on both maps stand in the same order within their layers, and close to where they stood."""
    before, after = map_of(PIT), map_of(PIT_AND_SONG)
    assert len(after.graph.nodes) > len(before.graph.nodes)
    rows = []
    for drawn in (before, after):
        keys = [key.replace("sung()=False", "") for key in drawn.graph.grouping.keys]
        rows.append({key: (node.layer, node.y) for key, node in zip(keys, drawn.graph.nodes, strict=True)})
    shared = [key for key in rows[0] if key in rows[1]]
    assert len(shared) == len(before.graph.nodes)
    assert all(rows[0][key][0] == rows[1][key][0] for key in shared)
    pairs = [
        (one, other)
        for one in shared
        for other in shared
        if rows[0][one] < rows[0][other] and rows[0][one][0] == rows[0][other][0]
    ]
    kept = [rows[1][one][1] < rows[1][other][1] for one, other in pairs]
    assert sum(kept) >= 0.9 * len(kept)


def test_the_ridge_with_one_act_less_keeps_its_order() -> None:
    text = (ROOT / "stories" / "the_ridge.fabula").read_text(encoding="utf-8")
    assert text.count("action lean(") == 1
    less = text.replace(
        "when who is Aeris and hand_held_out and face_to_face", "when who is Tifa and hand_held_out and face_to_face"
    )
    maps = [make_map(atlas_of(loads(version), 900)) for version in (less, text)]
    rows = [dict(zip(drawn.graph.grouping.keys, drawn.graph.nodes, strict=True)) for drawn in maps]
    shared = [key for key in rows[0] if key in rows[1] and rows[0][key].layer == rows[1][key].layer]
    assert len(shared) > 0.5 * len(rows[0])
    layers: dict[int, list[str]] = {}
    for key in shared:
        layers.setdefault(rows[0][key].layer, []).append(key)
    turned = count = 0
    for keys in layers.values():
        for place, one in enumerate(keys):
            for other in keys[:place]:
                count += 1
                turned += (rows[0][one].y < rows[0][other].y) != (rows[1][one].y < rows[1][other].y)
    assert turned < 0.1 * count, f"{turned} of {count} pairs stand the other way round"


def test_json_says_all_that_is_on_the_map(drawn: Map) -> None:
    data = json.loads(drawn.json())
    assert data["format"] == "fabula map"
    assert data["states"] == drawn.atlas.size
    assert [node["states"] for node in data["nodes"]] == [list(node.states) for node in drawn.graph.nodes]
    assert len(data["edges"]) == len(drawn.graph.links)
    assert data["nodes"][0]["start"] is True
    for ending in data["endings"]:
        assert ending["states"] == sum(len(node["states"]) for node in data["nodes"] if node["ending"] == ending["name"])
    assert [scene["name"] for scene in data["scenes"]] == list(drawn.atlas.world.definition.scenes)
    for scene in data["scenes"]:
        assert scene["states"] == sum(len(node["states"]) for node in data["nodes"] if node["scene"] == scene["name"])
        assert scene["source"]["text"].startswith(f"scene {scene['name']} ")
    engine, ground = drawn.atlas.world.engine, drawn.atlas.world.ground
    for node in data["nodes"][:30]:
        for fact, value in node["facts"].items():
            name, _, arguments = fact.rstrip(")").partition("(")
            fluent = ground.fluents[name, tuple(arguments.split(", ")) if arguments else ()]
            assert {ground.decode(fluent, engine.value(drawn.atlas.state(state), fluent)) for state in node["states"]} == {
                value
            }
