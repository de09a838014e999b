"""What multiplies states: by hand where it can be counted by hand, and on the obvious engine in small stories by chance."""

from __future__ import annotations

from tests.proving.random_stories import random_story

from fabula.budget import Budget
from fabula.engine.interface import State
from fabula.engine.reference import ReferenceEngine
from fabula.findings import multiplying, simpler_lines
from fabula.lives.atlas import Atlas
from fabula.problems import StoryProblems
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import Story, loads

LAMPS = """story "Lamps"
kind place
place hut
place mill
property at(character) "where one is": place
property lit
property hour: 0..3
property dust: 0..1
character Ann, at hut
character Bob, at mill
action walk(who: character, to: place)
    by nobody
    when who is Ann and who.at is not to
    do: who.at = to
    seen by everyone
action light()
    by nobody
    when not lit
    do
        lit
        dust = 1
    seen by nobody
action tick()
    by nobody
    when hour < 3
    do: hour += 1
    seen by everyone
Ann wants: hour
Bob wants: 1 if Ann.at is mill
ending never "Never" when lit and hour is 3 and Bob.at is hut
"""


def drawn(text: str) -> tuple[Story, Atlas]:
    story = loads(text)
    atlas = Atlas(story)
    assert atlas.explore(Budget(60.0, None, None))
    return story, atlas


def test_what_multiplies_is_counted() -> None:
    """Four hours, two places, a lamp that is lit or not, and dust that lies where it is lit: sixteen states."""
    story, atlas = drawn(LAMPS)
    assert atlas.size == 16
    found = multiplying(atlas)
    assert (found.sample, found.states) == (16, 16)
    assert [(part.kind, part.name, part.left, part.alone) for part in found.parts] == [
        ("clock", "hour", 4, 4),
        ("place", "at", 2, 8),
    ]
    assert found.parts[0].acts == (("tick", 12),)
    assert found.parts[1].acts == (("walk", 16),)
    assert list(simpler_lines(story, found)) == [
        "what multiplies states, by the first 16 states (it may be otherwise beyond):",
        "  'hour': without it, 4 states are left in place of 16",
        "    changed most by tick (12 steps)",
        "    simpler: let it have fewer values, or let fewer acts move it on",
        "  'at' (where one is): without it besides, 2 states are left in place of 4",
        "    changed most by walk (16 steps)",
        "    simpler: let there be fewer places, let some people stay where they are ('stays'), or let a walk take time",
    ]
    assert found.data()["parts"] == [
        {"kind": "clock", "name": "hour", "left": 4, "alone": 4, "acts": [{"name": "tick", "steps": 12}]},
        {"kind": "place", "name": "at", "left": 2, "alone": 8, "acts": [{"name": "walk", "steps": 16}]},
    ]


def test_a_mind_that_learns_much_is_named() -> None:
    """Ann may come to know any of three things, and nothing else ever changes: eight states, one without her mind."""
    names = ("gold", "silver", "tin")
    lines = ['story "Secrets"', "character Ann", "character Bob"]
    for name in names:
        lines += [f"property {name}", name, f"Ann believes {name} is unknown", f"Bob believes Ann believes {name} is unknown"]
        lines += [f"action show_{name}()", "    by nobody", f"    when not (Ann believes {name})"]
        lines += [f"    do: Ann learns {name}", "    seen by nobody"]
    lines.append("ending all when Ann believes gold and Ann believes silver and Ann believes tin and not gold")
    story, atlas = drawn("\n".join(lines) + "\n")
    assert atlas.size == 8
    (part,) = multiplying(atlas).parts
    assert (part.kind, part.name, part.left, part.alone) == ("mind", "Ann", 1, 1)
    assert part.acts == (("show_gold", 4), ("show_silver", 4), ("show_tin", 4))
    text = "\n".join(simpler_lines(story, multiplying(atlas)))
    assert "  what Ann believes: without it, 1 state is left in place of 8" in text


def test_of_a_sample_only_that_is_said() -> None:
    _, atlas = drawn(LAMPS)
    found = multiplying(atlas, 5)
    assert (found.sample, found.states) == (5, 16)
    assert all(part.left <= part.alone <= 5 for part in found.parts)


def test_without_time_nothing_is_named() -> None:
    story, atlas = drawn(LAMPS)
    found = multiplying(atlas, until=0.0)
    assert found.parts == ()
    assert list(simpler_lines(story, found)) == [
        "no single property, and nobody's beliefs, multiply the 16 states that were looked at"
    ]


def test_in_stories_by_chance_the_figures_are_those_of_the_obvious_engine() -> None:
    """States are one without a property, or a mind, if nothing else tells them apart however deep one looks."""
    kinds: dict[str, int] = {}
    for seed in range(120):
        try:
            story, atlas = drawn(random_story(seed).text)
        except (StoryProblems, AssertionError, *RUNTIME_ERRORS):
            continue
        if not 4 <= atlas.size <= 60:
            continue
        for part in multiplying(atlas).parts:
            if part.kind == "nested":
                continue
            kinds[part.kind] = kinds.get(part.kind, 0) + 1
            assert part.alone == _left(story, atlas, part.name, part.kind == "mind"), (seed, part)
    assert kinds["property"] >= 15, kinds
    assert kinds["place"] >= 5, kinds


def _left(story: Story, atlas: Atlas, name: str, is_mind: bool) -> int:
    """How many states are told apart without a mind, or a property, by what is so along paths of minds up to some length."""
    engine = ReferenceEngine(story.task)
    start = engine.initial()
    states = [start]
    for number in range(1, atlas.size):
        state = start
        for move in atlas.way(number):
            state = dict(engine.moves(state))[move]
        states.append(state)
    fluents = [n for n in range(len(story.task.fluents)) if is_mind or story.ground.property_of(n)[0] != name]
    minds = [mind for mind, who in enumerate(story.task.characters) if not is_mind or who != name]

    def seen(state: State, depth: int) -> object:
        values = tuple(engine.taken(state, fluent) for fluent in fluents)
        return values, tuple(seen(engine.belief(state, mind), depth - 1) for mind in minds) if depth else ()

    return len({repr(seen(state, 4)) for state in states})
