"""What is to be so on the way to what somebody wants, and what it is worth."""

from __future__ import annotations

from typing import Any

import pytest
from tests.checker.stories import WORLD, definition, problems_of, shown
from tests.proving.random_stories import random_story
from tests.syntax.trees import statement

from fabula.checker import check_text
from fabula.grounding.wants import value_of
from fabula.model import Want
from fabula.story import Story, loads


def wants(lines: str) -> tuple[Want, ...]:
    block = "".join(f"    {line}\n" for line in lines.splitlines())
    return definition(f"{WORLD}action act(who)\n    by who\n    do: night\nAeris wants\n{block}").wants["Aeris"]


def test_it_stands_behind_a_wish_or_below_it() -> None:
    expected: Any = ("Wants", "Ann", [("Want", 2, [], "rich", '"gold"', ["armed", "free"])])
    assert statement('Ann wants: 2 if rich "gold" by way of armed, free') == expected
    assert statement('Ann wants\n    2 if rich "gold" by way of armed\n        by way of free\n') == expected
    assert statement('Ann wants\n    2 if rich "gold"\n        by way of armed then free\n') == expected


def test_the_last_that_is_so_counts() -> None:
    far, near = wants("4 if night by way of Aeris.armed, hour > 3\n1 if Cloud.armed")
    assert (far.scale, near.scale) == (3, 3)
    assert shown(value_of(far)) == "((3 * 4) if night else (8 if (hour > 3) else (4 if armed(Aeris) else 0)))"
    assert shown(value_of(near)) == "((3 * 1) if armed(Cloud) else 0)"
    assert far.text == "4 if night"


def test_it_is_one_for_each_of_those_that_a_wish_goes_through() -> None:
    (far,) = wants("1 for each c: character if c.armed by way of c.at is field")
    assert [shown(one) for one in far.way] == ["(at(?c:character) == field)"]
    text = f"{WORLD}for each c: character\n    c wants: 2 if c.armed by way of c.at is field\n"
    (aeris,) = definition(text).wants["Aeris"]
    assert [shown(one) for one in aeris.way] == ["(at(Aeris) == field)"]


@pytest.mark.parametrize(
    ("line", "code", "at"),
    [
        ("hour by way of night", "wrong-type", "night"),
        ("-1 if night by way of hour > 2", "wrong-type", "hour > 2"),
        ("hour if night by way of hour > 2", "wrong-type", "hour > 2"),
        ("1 if night by way of hour", "wrong-type", "hour"),
        ("1 if night by way of nigth", "unknown-name", "nigth"),
        ("1 if night by the hour > 2", "syntax", "by"),
        ("1 if night by way of", "syntax", ""),
    ],
)
def test_what_is_wrong_with_it(line: str, code: str, at: str) -> None:
    found = [one for one in problems_of(f"{WORLD}Aeris wants\n    {line}\n") if one.code == code]
    assert [one.span and one.span.text for one in found] == [at]


#: five places in a row; what is at one end opens what is at the other
FAR = """
story "Far"
    ahead 3
kind place
place hut
place wood
place mill
place ford
place tower
property at(character): place
property path(place, place)
path(hut, wood)
path(wood, mill)
path(mill, ford)
path(ford, tower)
character Ann, she, at hut
property armed
property key
property crown
action walk(who: character, from: place, to: place)
    by who
    when who.at is from and path(from, to)
    do: who.at = to
action take_key(who)
    by who
    when who.at is wood and not key
    do: key
action take_crown(who)
    by who
    when who.at is tower and key
    do: crown
Ann wants
    1 if crown{way}
    1 if armed
ending home when crown
"""


def test_who_knows_the_way_goes_further_than_the_eye_can_see() -> None:
    assert loads(FAR.format(way="")).can("home").value is False
    story = loads(FAR.format(way=" by way of key, key and Ann.at is ford"))
    life = story.tell("home")
    assert life.acts == (
        "walk(Ann, hut, wood)",
        "take_key(Ann)",
        "walk(Ann, wood, mill)",
        "walk(Ann, mill, ford)",
        "walk(Ann, ford, tower)",
        "take_crown(Ann)",
    )
    assert {reason.gains for event in life.events for reason in event.reasons} == {("1 if crown",)}


def test_it_is_short_for_a_want_in_parts() -> None:
    """As long as nobody is told what it is: how it is put in words is another matter."""
    story = loads(FAR.format(way=" by way of key, key and Ann.at is ford"))
    parts = "(3 if crown else 2 if key and Ann.at is ford else 1 if key else 0)"
    written = loads(FAR.replace("1 if crown{way}", parts).replace("1 if armed", "3 if armed"))
    assert story.task == written.task


def steps(story: Story) -> list[tuple[int, int, int]]:
    """All steps of all lives, as far as so many states."""
    engine = story.engine
    states, found = [engine.initial()], list[tuple[int, int, int]]()
    numbers = {states[0]: 0}
    for number, state in enumerate(states):
        if number > 60:
            break
        for act in engine.explained(state) if engine.ending(state) is None else ():
            then = engine.do(state, act)
            if then not in numbers:
                numbers[then] = len(states)
                states.append(then)
            found.append((number, act, numbers[then]))
    return found


@pytest.mark.limit(120)
def test_a_way_that_leads_nowhere_changes_no_life() -> None:
    """Whatever the wants of a mind are multiplied by: in random stories. Says how many had lives."""
    alive = 0
    for seed in range(40):
        text = random_story(seed).text
        if check_text(text)[0] is None:
            continue
        lines = text.splitlines()
        far = [f"{line} by way of rain and not rain" if line.startswith("    2 if") else line for line in lines]
        if far == lines:
            continue
        plain, other = loads(text), loads("\n".join(far) + "\n")
        assert any(want.scale > 1 for wants_ in other.definition.wants.values() for want in wants_)
        found = steps(plain)
        assert steps(other) == found, seed
        alive += len(found) > 2
    assert alive > 8, alive
