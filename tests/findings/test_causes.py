"""One cause is one finding: stories that are broken in one place, and what comes out of the check of them."""

from __future__ import annotations

import pytest

from fabula.findings import Report, check
from fabula.grounding.causes import following
from fabula.story import Story, loads

MILL = """story "The Mill"
use places, sight
place mill "the mill"
place inn "the inn"
path mill - inn
character Ann, she, at mill
character Ben, he, at inn
property sacks: 0..3
property paid(character) "paid"
property thanked(character) "thanked"
property hungry(character)

action grind(who: character)
    by who
    when who is Ann and sacks < 3
    do: sacks += 1
    says "{who} [grind] a sack."

action pay(who: character, other: character)
    by who
    when who.at is other.at and sacks is 3 and not paid(other)
    do: paid(other)
    says "{who} [pay] {other}."

action thank(who: character, other: character)
    by who
    when who.at is other.at and paid(who) and not thanked(other)
    do: thanked(other)
    says "{who} [thank] {other}."

trigger full
    when sacks is 3 and not Ben.hungry
    do: Ben.hungry
    says "The mill was full."

when Ann sees thank(Ben, Ann): Ann believes hungry(Ben)

Ann wants
    1 * sacks
    2 if paid(Ben)
Ben wants
    1 if thanked(Ann)
scene milling when sacks < 3
scene paying when sacks is 3

ending done "Done" when thanked(Ann)
    says "So it was done."
"""

#: what is broken, the line and what stands there instead, and the one finding
BROKEN = [
    ("an ending that holds at the start", "when thanked(Ann)\n    says", "when sacks < 3\n    says", "over-at-once"),
    ("an act that waits for itself", "who is Ann and sacks < 3", "who is Ann and sacks > 0", "never-possible grind"),
    ("nobody wants it", "    2 if paid(Ben)\n", "", "unmet-condition pay"),
    ("no way there", "path mill - inn\n", "", "never-possible pay"),
    ("the wrong one is thanked", "do: thanked(other)", "do: thanked(who)", "no-reason thank"),
    ("nobody grinds", "who is Ann and sacks < 3", "who is Ann and who is Ben", "never-possible grind"),
    ("a want that nothing brings about", "1 if thanked(Ann)", "1 if hungry(Ann)", "never-acts Ben"),
]


def told(story: Story, report: Report) -> list[str]:
    problems = [one for one in story.problems if one.span is not None and not one.span.source.is_library]
    names = (*problems, *(finding.problem for finding in report.findings))
    return [f"{one.code} {one.message.split(chr(39))[1]}" if "'" in one.message else one.code for one in names]


@pytest.mark.parametrize(("line", "instead", "expected"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_story_that_is_broken_in_one_place_has_one_finding(line: str, instead: str, expected: str) -> None:
    assert MILL.count(line) == 1
    story = loads(MILL.replace(line, instead))
    (found,) = told(story, check(story))
    assert found.startswith(expected)


def test_the_story_itself_is_clean() -> None:
    story = loads(MILL)
    report = check(story)
    assert told(story, report) == []
    assert report.left_out == ()


def test_what_follows_is_not_lost() -> None:
    report = check(loads(MILL.replace("do: thanked(other)", "do: thanked(who)")))
    assert {one.problem.code for one in report.left_out} == {"unreachable-ending", "dead-end", "never-acts", "idle-choice"}
    assert [one["code"] for one in report.data()["left_out"]] == [one.problem.code for one in report.left_out]  # type: ignore[attr-defined]


def test_two_causes_are_two_findings() -> None:
    """Besides that nobody can thank, nobody ever wants to light the lamp."""
    lamp = "property lit\naction light(who: character)\n    by who\n    when not lit\n    do: lit\n"
    story = loads(MILL.replace("do: thanked(other)", "do: thanked(who)") + lamp)
    assert sorted(told(story, check(story))) == ["no-reason light", "no-reason thank"]


def test_of_a_circle_one_is_left() -> None:
    assert following([set(), {0}, {1}, {4}, {3}, {4}], range(6)) == {1, 2, 4, 5}
    assert following([set(), {0}, {1}, {4}, {3}, {4}], [4, 3]) == {1, 2, 3, 5}
    assert following([{-1}, {0}, {2}], range(3), (-1,)) == {0, 1}
