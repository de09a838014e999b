"""Who does nothing because what they want is too far away is told the way to it, and goes that way."""

from __future__ import annotations

import random
from typing import cast

import pytest

from fabula.story import Story, loads

HEAD = """
story "Far {seed}"
    ahead {ahead}
kind place
kind item
property at(character): place
property path(place, place)
property lies(item): place
property had(item): character
property open
action walk(who: character, from: place, to: place)
    by who
    when who.at is from and path(from, to)
    do: who.at = to
action take(who: character, what: item)
    by who
    when who.at is what.lies and (what is key or open)
    do
        what.had = who
        what.lies = nowhere
action unlock(who: character)
    by who
    when key.had is who and not open
    do: open
ending home when crown.had is Ann
"""
ROOMS = ("hut", "wood", "mill", "ford", "town", "tower")


def far(seed: int, ahead: int, way: str = "") -> str:
    """Places as a tree by chance; the crown, and the key that it takes, lie somewhere."""
    chance = random.Random(seed)
    lines = [HEAD.format(seed=seed, ahead=ahead), *(f"place {room}" for room in ROOMS)]
    for place, room in enumerate(ROOMS[1:], start=1):
        other = ROOMS[chance.randrange(max(0, place - 2), place)]
        lines += [f"path({room}, {other})", f"path({other}, {room})"]
    lines += [f"item key, lies {chance.choice(ROOMS)}", f"item crown, lies {chance.choice(ROOMS)}"]
    lines += ["character Ann, she, at hut", f'Ann wants: 1 if crown.had is Ann "the crown"{way}']
    return "\n".join(lines) + "\n"


def ways(story: Story) -> list[tuple[list[str], str]]:
    """The ways that are proposed, and what is said of them."""
    findings = [finding for finding in story.check().findings if finding.evidence.get("by_way_of")]
    return [(list(map(str, cast(list[object], one.evidence["by_way_of"]))), one.problem.hint) for one in findings]


def test_the_way_is_said_as_it_is_written() -> None:
    """The key lies in the hut, the crown two doors away: it takes five acts, and Ann thinks two ahead."""
    text = far(0, 2).replace("item key, lies", "item key, lies hut\nitem spare, lies").replace("ahead 2", "ahead 2")
    found = ways(loads(text))
    assert found
    for way, hint in found:
        assert f"'by way of {', '.join(way)}'" in hint
        assert "'Ann' thinks 2 ahead" in hint


@pytest.mark.limit(180)
def test_who_is_told_the_way_goes_it() -> None:
    """Stories by chance. Says in how many something was too far away, and of how many the way was found."""
    too_far = told = 0
    for seed in range(16):
        ahead = 2 + seed % 2
        story = loads(far(seed, ahead))
        if story.can("home").value:
            continue
        too_far += 1
        for way, _ in ways(story)[:1]:
            told += 1
            assert loads(far(seed, ahead, f" by way of {', '.join(way)}")).can("home").value is True, (seed, way)
    assert too_far > 5, too_far
    assert told > 4, (too_far, told)


def test_where_nothing_is_too_far_no_way_is_said() -> None:
    assert ways(loads(far(0, 12))) == []
    never = far(0, 2).replace("crown.had is Ann", "crown.had is Ann and not open").replace("what is key or open", "what is key")
    assert ways(loads(never)) == []
