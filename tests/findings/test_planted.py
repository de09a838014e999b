"""Planted faults are found at their place and with evidence that holds; the repaired twins are clean of them."""

from __future__ import annotations

import pytest
from tests.findings.planted import DAWN, LIGHT, PLANTED, WAIT, Planted

from fabula.budget import Budget
from fabula.findings import Finding, Report, check
from fabula.findings.report import OF_ALL_LIVES
from fabula.lives import replay
from fabula.problems import CATALOGUE, Severity
from fabula.story import Story, loads


def found(story: Story, code: str) -> list[Finding]:
    report = check(story)
    return [finding for finding in (*report.findings, *report.left_out) if finding.problem.code == code]


def replays(story: Story, finding: Finding) -> None:
    """The life of a finding is one of the story, and so is what comes round again after it."""
    if finding.life is not None:
        life = replay(story, finding.life)
        circle = finding.evidence.get("circle")
        if isinstance(circle, list):
            assert circle
            assert replay(story, [*finding.life, *circle]).states[-1] == life.states[-1]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_planted_fault_is_found(planted: Planted) -> None:
    story = loads(planted.broken)
    finding, *more = found(story, planted.code)
    assert more == []
    assert finding.problem.span is not None
    source = finding.problem.span.source
    assert source.line(finding.problem.span.line).strip().startswith(planted.line) or planted.line in finding.problem.span.text
    replays(story, finding)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_the_repaired_twin_is_clean(planted: Planted) -> None:
    assert found(loads(planted.repaired), planted.code) == []


def test_every_kind_of_finding_is_planted() -> None:
    assert len(PLANTED) >= 20
    codes = {code for codes, _ in OF_ALL_LIVES for code in codes} | {"broken-expectation", "over-at-once"}
    assert codes == {planted.code for planted in PLANTED}


def test_only_a_broken_expectation_is_an_error() -> None:
    """A story whose ending is out of reach can still be told; one that breaks its own rules fails its test."""
    severities = {code: CATALOGUE[code][0] for codes, _ in OF_ALL_LIVES for code in codes}
    assert set(severities.values()) == {Severity.WARNING}
    assert CATALOGUE["broken-expectation"][0] is Severity.ERROR


def finding_of(name: str) -> tuple[Story, Finding]:
    planted = next(one for one in PLANTED if one.name == name)
    story = loads(planted.broken)
    return story, found(story, planted.code)[0]


def test_a_dead_end_says_after_which_act_it_was_lost() -> None:
    _, finding = finding_of("a way that ends")
    assert finding.life == ("ford(Aeris)",)
    assert finding.evidence["lost_after"] == 1
    assert finding.evidence["refused"] == {}


def test_who_has_no_reason_is_named() -> None:
    _, finding = finding_of("one of two never agrees")
    assert "'Cloud' never has a reason" in finding.problem.message
    _, finding = finding_of("who believes that it can't be done")
    assert finding.evidence["believes_impossible"] == ["Aeris"]


def test_roads_that_meet_lead_to_one_state() -> None:
    story, finding = finding_of("roads that meet again")
    roads = finding.evidence["roads"]
    assert isinstance(roads, dict)
    assert finding.life is not None
    ends = {replay(story, [*finding.life, act, *rest]).states[-1] for act, rest in roads.items()}
    assert len(roads) == 2
    assert len(ends) == 1


def test_a_broken_promise_shows_the_life_that_breaks_it() -> None:
    story, finding = finding_of("must, and another ending is reached")
    assert finding.life is not None
    assert replay(story, finding.life).ending == "over_there"
    _, finding = finding_of("not must, and all do")
    assert finding.life is None


def test_an_ending_says_what_lacks_where_most_of_it_holds() -> None:
    _, finding = finding_of("parts of an ending that never hold together")
    assert finding.evidence["parts_met"] == 1
    assert finding.evidence["lacking"] == ["late"]


def test_a_scene_that_has_no_turn_says_what_comes_first() -> None:
    _, finding = finding_of("a scene between an earlier one and the end")
    assert finding.problem.message.endswith("where it holds, 'late' holds too and comes first, or the story has ended")
    assert (finding.evidence["states"], finding.evidence["instead"], finding.evidence["ended"]) == (2, {"late": 1}, 1)
    assert finding.life == ("wait(Aeris)", "wait(Aeris)")
    _, finding = finding_of("a scene for what nobody does")
    assert finding.evidence["lacking"] == ["lit"]


def test_a_story_that_is_over_at_once_has_one_finding() -> None:
    _, finding = finding_of("page of over-at-once")
    assert finding.life == ()
    assert finding.evidence == {"ending": "dawn", "parts": ["hour < 3"]}
    report = check(loads(LIGHT + WAIT + "trigger late\n    when hour is 2\n    do: lit\n" + "ending dawn when hour < 3\n"))
    assert [one.problem.code for one in report.findings] == ["over-at-once"]
    assert (report.states, report.complete, report.unknown) == (1, True, ())


# --- what is known without all lives -----------------------------------------------------------------------------------


def partly(text: str, states: int) -> Report:
    return check(loads(text), Budget(None, None, states))


def test_nothing_is_said_of_all_lives_that_is_not_known() -> None:
    """Half of the lives prove nothing about what never is, where nothing else does; what they show is shown."""
    text = WAIT + DAWN + "ending noon when hour is 2\nexpect can dawn\nexpect never hour is 1\nexpect must noon\n"
    report = partly(text, 2)
    assert not report.complete
    assert report.why == "states"
    assert [(ending.reached, ending.shortest) for ending in report.endings] == [(False, None), (True, 2)]
    assert [one.holds for one in report.expects] == [False, False, None]
    codes = ["broken-expectation", "broken-expectation", "unreachable-ending"]
    assert [finding.problem.code for finding in report.findings] == codes
    assert "dead-end" in report.unknown
    assert "unreachable-ending" not in report.unknown
    whole = check(loads(text))
    assert [ending.reached for ending in whole.endings] == [False, True]
    assert [one.holds for one in whole.expects] == [False, False, True]


def test_a_dead_end_is_one_whatever_else_there_is() -> None:
    """From a stuck state nothing is to be hoped for, also if most lives are not known."""
    planted = next(one for one in PLANTED if one.name == "a way that ends")
    report = partly(planted.broken, 4)
    assert not report.complete
    assert [finding.problem.code for finding in report.findings] == ["dead-end"]


def test_without_time_nothing_is_known() -> None:
    report = check(loads(WAIT + DAWN + "expect can dawn\n"), Budget(0.0, None, None))
    assert (report.complete, report.why) == (False, "time")
    assert report.expects[0].holds is None


# --- faults ------------------------------------------------------------------------------------------------------------


def test_a_contradiction_is_shown_with_the_life_that_comes_to_it() -> None:
    story = loads(
        WAIT.replace("do: hour += 1", "do\n        hour += 1\n        if hour >= 1: mood = 1\n        if hour is 1: mood = 2")
        + "property mood: 0..2\n"
        + DAWN
    )
    report = check(story)
    (finding,) = [one for one in report.findings if one.problem.severity is Severity.ERROR]
    assert finding.problem.code == "contradiction"
    assert (report.complete, report.why) == (False, "fault")
    assert finding.life is not None
    assert len(replay(story, finding.life).events) <= 1


def test_an_endless_trigger_is_shown_with_the_life_that_comes_to_it() -> None:
    story = loads(
        WAIT
        + "property up\ntrigger rise\n    when hour is 2 and not up\n    do: up\n"
        + "trigger sink\n    when hour is 2 and up\n    do: not up\n"
        + DAWN
    )
    (finding,) = [one for one in check(story).findings if one.problem.severity is Severity.ERROR]
    assert finding.problem.code == "endless-trigger"
    assert finding.life is not None
    replay(story, finding.life)


def test_a_division_by_a_property_that_is_0_is_shown_as_such() -> None:
    story = loads(
        WAIT
        + "property crumbs: 0..9 = 9\nproperty mice: 0..3\n"
        + "trigger share\n    when hour is 2 and crumbs is 9\n    do: crumbs = crumbs / mice\n"
        + "trigger breed\n    when hour is 3 and mice is 0\n    do: mice = 1\n"
        + DAWN
    )
    (finding,) = [one for one in check(story).findings if one.problem.severity is Severity.ERROR]
    assert (finding.problem.code, "share" in finding.problem.message) == ("division-by-zero", True)
    assert finding.life is not None
    replay(story, finding.life)


def test_what_the_story_expects_to_be_out_of_reach_is_no_finding() -> None:
    planted = next(one for one in PLANTED if one.name == "can, and no life does")
    assert [finding.problem.code for finding in check(loads(planted.repaired)).findings] == ["no-reason"]


def test_the_same_story_has_the_same_findings() -> None:
    for planted in PLANTED[:8]:
        first, second = (check(loads(planted.broken)).data() for _ in range(2))
        assert first == second
