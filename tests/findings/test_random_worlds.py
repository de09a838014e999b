"""On random small stories every finding is so, and nothing is missed: all is worked out anew on the reference engine."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache

import pytest
from tests.findings import brute
from tests.findings.worlds import drawn

from fabula.findings import Finding, Report, check
from fabula.findings.report import OF_ALL_LIVES
from fabula.lives import replay
from fabula.lives.atlas import Atlas
from fabula.lives.finding import life_of
from fabula.problems import StoryProblems
from fabula.runtime_errors import RUNTIME_ERRORS
from fabula.story import loads
from fabula.task import FALSE
from fabula.telling import tell

WORLDS = int(os.environ.get("FABULA_WORLDS", "160"))
PORTION = 40
#: stories with more states are left to the others
MOST = 60


def of(report: Report, code: str) -> list[Finding]:
    return [finding for finding in (*report.findings, *report.left_out) if finding.problem.code == code]


def named(finding: Finding) -> str:
    """What a finding is about: the first name in quotes of its message, "" if there is none."""
    parts = finding.problem.message.split("'")
    return parts[1] if len(parts) > 1 else ""


@cache
def compare(seed: int) -> list[str]:
    """The codes that were found in a world in which all was compared."""
    world = drawn(seed)
    free = ((), (), (0,), (0, 1))[seed % 4]
    try:
        story = loads(world.plain)
        twin = loads(world.marked)
        lives = brute.lives_of(story, MOST, free)
    except (StoryProblems, *RUNTIME_ERRORS):
        return ["at fault"]
    if lives is None:
        return ["too large"]
    played = tuple(story.task.characters[mind] for mind in free)
    report = check(story, atlas=Atlas(story, played))
    where = f"world {seed}\n{world.plain}"
    assert report.complete, where
    assert report.unknown == (), where
    assert report.states == len(lives.steps), where
    assert [one.holds for one in report.expects] == brute.expectations(lives), where
    if len(lives.steps) == 1 and not report.steps and any(one.reached for one in report.endings):
        # It is over before it begins: that is all there is to say of it.
        (begun,) = [one for one in report.findings if one.problem.code != "broken-expectation"]
        assert begun.problem.code == "over-at-once", where
        return ["over-at-once"]
    assert not of(report, "over-at-once"), where
    expected = {**brute.endings(lives), **brute.acts(lives), **brute.lost(lives)}
    expected["unreachable-ending"] -= {one.name for one in story.task.endings if one.condition == FALSE}
    expected["empty-scene"] = brute.scenes(lives) - {
        name for name, condition in story.ground.scenes.items() if condition == FALSE
    }
    for code, names in expected.items():
        assert {named(one) for one in of(report, code)} == names, f"{code} in {where}"
    schemas = {one.evidence["who"]: one for one in of(report, "idle-choice")}
    assert len(of(report, "idle-choice")) == len(brute.choices(lives)), where
    assert set(schemas) == {who for who, _ in brute.choices(lives)}, where
    assert {named(one) for one in of(report, "never-acts")} == brute.idlers(lives), where
    assert {named(one) for one in of(report, "never-changes")} == _unchanged(world.actions, lives), where
    _compare_events(world.events, brute.marked(lives, twin, len(world.events)), lives, report, where)
    _compare_wants(seed, lives, report, where)
    _compare_texts(lives, report, where)
    for finding in report.findings:
        if finding.life is not None:
            replay(story, finding.life, free)
    for one in report.expects:
        if one.life is not None:
            replay(story, (*one.life, *one.circle), free)
    parts = {"a part of a text" for one in of(report, "unread-text") if one.problem.message.startswith("an alternative")}
    return sorted({finding.problem.code for finding in (*report.findings, *report.left_out)} | parts)


def _unchanged(actions: tuple[str, ...], lives: brute.Lives) -> set[str]:
    """Properties that acts of lives are to change, by their text, and that never change."""
    done = {lives.schema(act) for _, act, _ in lives.done()}
    lines = [line for text in actions if text.split("(")[0].removeprefix("action ") in done for line in text.splitlines()]
    effects = [line.split() for line in lines if line.startswith("        ") and "believes" not in line]
    names = {words[1] if words[0] == "not" else words[0] for words in effects}
    return {name for name in names if lives.story.ground.fluent(name) is not None and brute.constant(lives, name)}


def _compare_events(
    events: tuple[tuple[str, str], ...], marks: list[bool], lives: brute.Lives, report: Report, where: str
) -> None:
    """Triggers and reactions; those to an act that never happens are left out, and triggers that could never fire."""
    silent = {
        one.problem.span.line for code in ("silent-trigger", "silent-reaction") for one in of(report, code) if one.problem.span
    }
    text = where.split("\n", 1)[1]
    done = {lives.schema(act) for _, act, _ in lives.done()}
    live = {one.schema for one in lives.story.ground.triggers}
    place = 0
    for (event, _), came_up in zip(events, marks, strict=True):
        place = text.index(event, place)
        line = text.count("\n", 0, place) + 1
        place += 1
        words = event.split()
        looked_at = words[1] in live if words[0] == "trigger" else words[3] in done
        assert (line in silent) == (looked_at and not came_up), f"{event} in {where}"


def _compare_wants(seed: int, lives: brute.Lives, report: Report, where: str) -> None:
    world = drawn(seed)
    idle = {one.problem.span.line for one in of(report, "idle-want") if one.problem.span}
    moving, acting = brute.moving(lives), brute.acting(lives)
    places: Counter[str] = Counter()
    for number, (who, _) in enumerate(world.wants):
        place, places[who] = places[who], places[who] + 1
        want = lives.story.definition.wants[who][place]
        assert want.span is not None
        other = brute.lives_of(loads(world.without(number)), 4 * MOST, lives.free) if (who, place) not in moving else None
        is_played = lives.story.ground.minds[who] in lives.free
        expected = not is_played and who in acting and other is not None and brute.same_lives(lives, other)
        assert (want.span.line in idle) == expected, f"{want.text} in {where}"


def _said(finding: Finding) -> list[str]:
    """The words by which it is known that a text, or an alternative of one, is told all the same."""
    words = finding.problem.message.split('"')[1]
    if finding.problem.message.startswith("an alternative"):
        return re.findall(r"at [A-D] [0-9] [0-9]", words)
    return [words.partition(" {")[0]]


def _compare_texts(lives: brute.Lives, report: Report, where: str) -> None:
    """No text that is said never to come up does in any telling of a life to an ending."""
    unread = [words for one in of(report, "unread-text") for words in _said(one)]
    engine, story = lives.story.engine, lives.story
    for ending in range(len(story.task.endings)) if unread else ():
        acts = engine.search(engine.initial(), (ending,), lives.free).acts
        for teller in (*story.task.characters, "nobody") if acts else ():
            told = tell(story, life_of(story, acts or (), lives.free), teller if teller != "nobody" else None).text
            assert not [text for text in unread if text in told], where


@pytest.mark.worlds
@pytest.mark.parametrize("first", range(0, WORLDS, PORTION))
def test_findings_are_what_the_reference_engine_says(first: int) -> None:
    found = Counter(code for seed in range(first, min(first + PORTION, WORLDS)) for code in compare(seed))
    assert found["too large"] + found["at fault"] < PORTION // 2
    assert len(found) > 5, found


def test_the_worlds_have_something_of_nearly_every_kind() -> None:
    """So that agreement means something; those that are rare in small worlds are planted elsewhere."""
    found = {code for seed in range(PORTION) for code in compare(seed)}
    codes = {"broken-expectation", *(code for codes, _ in OF_ALL_LIVES for code in codes)}
    assert codes - {"shadowed-ending", "idle-choice", "betraying-act", "unheard-ending"} <= found


def test_the_worlds_have_texts_of_which_a_part_is_never_told() -> None:
    found = Counter(code for seed in range(PORTION) for code in compare(seed))
    assert min(found["unread-text"], found["a part of a text"]) > 5, found
